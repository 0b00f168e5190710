"""A turn of the ledger: what ended is settled, what is due is begun, and the one step that runs next is handed out.

It runs in a child of the daemon's, with the store and the configuration; the daemon itself has neither. Every answer is
in the ledger before it is given, so a daemon, or a machine, that ends between any two moments loses nothing: a step that
ran and was not settled is judged, at the next start, by what it left in the store.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.issuing import IssueError, issue, step
from agent.registering import versions
from agent.rounds import quarter_of
from agent.schedule.due import AHEAD, DOCUMENT, ISSUE, When, plan, settled, with_care
from agent.schedule.ledger import State, Step
from agent.schedule.steps import is_done, key_of, name_of, seconds_of, words_of
from agent.schedule.timing import zone_of
from agent.store.values import StoreError
from checks.lifecycles import AS_OF
from config.schedules import ROUNDS, Schedule
from config.site import DEFAULT_TIMEZONE, Site
from config.text import render
from reports.record.calendar import WorkingCalendar
from reports.record.outbox import UNDONE, due
from reports.record.outbox import State as Sending
from reports.record.register import Step as Act

if TYPE_CHECKING:
    from agent.store.store import Store

BY: Final = "xunjian daemon"
"""Who reviewed and issued what no person has to approve (``approve: not-required``)."""
_AT_ONCE: Final = 2
"""Ours: attempts after which a step that was cut off begins again with a pause: it may be what ends the daemon."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A step that the daemon ran: its exit code, and whether it was killed."""

    name: str
    code: int
    is_killed: bool = False
    said: str = ""
    """The last words on its standard error."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The step to run now: its name, the words of its command, and after how many seconds it is killed."""

    name: str
    words: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    """What the daemon is to do."""

    ready: Ready | None = None
    wake_at: datetime | None = None
    """The next moment at which something is due, of the schedules or of the outbox."""
    sends: bool = False
    """A round ended, something was issued or a piece's moment has come: the outbox is to be filled and emptied."""
    notes: tuple[str, ...] = field(default=())
    """What is to be written into the log."""


def when_of(site: Site) -> When:
    """What the times of a site's schedules hang on."""
    zone = site.timezone or DEFAULT_TIMEZONE
    return When(zone, WorkingCalendar("schedules", zone, (), site.terms.days), site.keeping.blackouts)


def timing_of(one: Schedule) -> str:
    """The digest of a schedule's times: with others it counts anew."""
    words = (one.cron, one.on, one.of, f"{one.at:%H:%M}", str(one.days_before), one.timezone)
    return sha256("\0".join(words).encode()).hexdigest()[:16]


def turn(
    store: "Store",
    site: Site,
    now: datetime,
    folder: Path,
    ended: Ended | None = None,
    *,
    begins: bool = False,
    runs: str = "",
) -> Told:
    """Do a turn. ``runs`` is the step that the daemon has under way; with ``begins`` no other is, by whatever ledger.

    Under a clock that is before this program was made nothing comes due: else all that the ledger holds would lie ahead.
    """
    if now.date() < AS_OF:
        settling = _settle(store, key_of(ended.name), ended, now) if ended else []
        return Told(notes=(*settling, f"the clock is wrong, before {AS_OF}: nothing is due until it is set"))
    schedules = with_care(site.schedules)
    ahead = now + AHEAD
    void = store.meet_schedules({one.name: timing_of(one) for one in schedules}, now, ahead)
    notes = [f"clock went back: {void} rows of the ledger lie ahead of it and do not count"] if void else []
    if ended is not None:
        notes += _settle(store, key_of(ended.name), ended, now)
    if begins:
        cut = [one for one in store.known_occasions(ahead).open if name_of(one) != runs]
        notes += [note for one in cut for note in _recovered(store, one, now)]
    sends = ended is not None and key_of(ended.name)[2] in ROUNDS
    while True:
        made = plan(schedules, store.known_occasions(ahead), now, when_of(site))
        store.write_occasions(made.new, made.changed)
        notes += [_gap_words(one) for one in made.new if one.state is State.MISSED]
        notes += [f"{name_of(one)}: given up, {one.note.get('why', '')}" for one in made.changed]
        issuing = [one for one in made.ready if one.name.startswith(ISSUE)]
        if not issuing:
            break
        notes += [_issued(store, issuing[0], now)]
        sends = True
    by_name = {one.name: one for one in schedules}
    ready = None
    if made.ready and not runs and not any(one.state is State.RUNNING for one in store.known_occasions(ahead).open):
        ready = _begun(store, site, made.ready[0], by_name, now, folder)
    wakes = [*([made.wake_at] if made.wake_at else []), *_outbox_wakes(store, now)]
    return Told(ready, min(wakes, default=None), sends or _has_mail(store, now), tuple(notes))


def _begun(
    store: "Store", site: Site, one: Step, schedules: Mapping[str, Schedule], now: datetime, folder: Path
) -> Ready | None:
    running = replace(one, state=State.RUNNING, attempts=one.attempts + 1, begun_at=now, ended_at=None, reference="")
    if not store.change_step(running, {State.WAITING}):
        return None
    schedule = schedules[one.schedule]
    words = words_of(one, schedule, folder, zone_of(schedule, site.timezone), _quarter(store, site, one))
    return Ready(name_of(one), words, seconds_of(one, site))


def _quarter(store: "Store", site: Site, one: Step) -> str:
    """The quarter of the round that a step needs, "" where it needs none."""
    done = next((s for s in store.occasions(one.due_at, _just_after(one.due_at)) if _is_needed(s, one)), None)
    if done is None or not done.reference:
        return ""
    year, number = quarter_of(store.heading(done.reference).started_at, site.timezone or DEFAULT_TIMEZONE)
    return f"{year}Q{number}"


def _is_needed(other: Step, one: Step) -> bool:
    return bool(one.needs) and (other.schedule, other.name) == (one.schedule, one.needs)


def _settle(store: "Store", key: tuple[str, datetime, str], ended: Ended, now: datetime) -> list[str]:
    """Write what became of a step that ran."""
    found = next((one for one in store.occasions(key[1], _just_after(key[1])) if one.key == key), None)
    if found is None or found.state is not State.RUNNING:
        return [f"{ended.name}: no such step is running"]
    done = is_done(found, ended.code, is_sealed=_is_sealed(store, found))
    note = {"code": str(ended.code), **({"killed": "yes"} if ended.is_killed else {})}
    if ended.said and not done:
        note["said"] = ended.said[-500:]
    reference = _document(store, found, now) if done and found.name.startswith(DOCUMENT) else ""
    store.change_step(settled(found, is_done=done, now=now, note=note, reference=reference), {State.RUNNING})
    return [f"{ended.name}: {'done' if done else 'failed'}, exit code {ended.code}"]


def _recovered(store: "Store", one: Step, now: datetime) -> list[str]:
    """A step that a daemon was running that is gone: what the store says of it, else it is tried again, first at once."""
    if one.state is not State.RUNNING:
        return []
    done = one.name in ROUNDS and _is_sealed(store, one)
    made = settled(one, is_done=done, now=now, note={"why": "cut"})
    is_paused = done or one.attempts > _AT_ONCE
    store.change_step(made if is_paused else replace(made, next_at=now), {State.RUNNING})
    return [f"{name_of(one)}: {'was done' if done else 'was cut off and begins again'}"]


def _is_sealed(store: "Store", one: Step) -> bool:
    """Whether a round's inspection came to its end."""
    if one.name not in ROUNDS or not one.reference:
        return False
    try:
        return store.heading(one.reference).state == "done"
    except (StoreError, LookupError):
        return False


def _document(store: "Store", one: Step, now: datetime) -> str:
    """The number under which a document stands in the register: of its kind the one that the step has written."""
    kind = one.name.removeprefix(DOCUMENT)
    begun = one.begun_at or datetime.min.replace(tzinfo=UTC)
    fitting = [made for made in versions(store).values() if made.kind == kind and begun <= made.written_at <= now]
    return max(fitting, key=lambda made: made.written_at).number if fitting else ""


def _issued(store: "Store", one: Step, now: datetime) -> str:
    """Review and issue a document that no person has to approve."""
    before = store.occasions(one.due_at, _just_after(one.due_at))
    number = next((s.reference for s in before if _is_needed(s, one)), "")
    running = replace(one, state=State.RUNNING, attempts=one.attempts + 1, begun_at=now)
    if not store.change_step(running, {State.WAITING}):
        return f"{name_of(one)}: taken by another process"
    why = "" if number else "the register has no such document"
    if number:
        try:
            version = versions(store)[number]
            if not version.was_issued:
                if version.reviewed is None:
                    step(store, number, Act.REVIEWED, BY, now)
                issue(store, number, BY, now, ())
        except (IssueError, StoreError, OSError, KeyError) as error:
            why = render(error.text, "en") if isinstance(error, IssueError) else str(error)
    made = settled(running, is_done=not why, now=now, note={"said": why} if why else {}, reference=number)
    store.change_step(made, {State.RUNNING})
    return f"{name_of(one)}: {why or 'issued ' + number}"


def _has_mail(store: "Store", now: datetime) -> bool:
    """Whether the outbox has something to send now, or something that a process was sending that may be gone."""
    pieces = store.outbox(states=UNDONE)
    return bool(due(pieces, now)) or any(one.state is Sending.SENDING for one in pieces)


def _outbox_wakes(store: "Store", now: datetime) -> list[datetime]:
    """When the outbox has something to try again."""
    return [one.next_at for one in store.outbox(states=UNDONE) if one.next_at is not None and one.next_at > now]


def _gap_words(one: Step) -> str:
    return f"{one.schedule}: missed {one.note['count']}, from {one.note['first']} to {one.due_at.isoformat()}"


def _just_after(moment: datetime) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() + 0.001, UTC)


def plain(told: Told) -> dict[str, object]:
    """As the daemon reads it."""
    return {**asdict(told), "wake_at": told.wake_at.timestamp() if told.wake_at else None}
