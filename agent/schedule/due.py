"""What is due: a pure function of the schedules, the ledger and the moment.

Of the occasions of a schedule that came due while nothing could begin, only the last is made up for, late; those before it
are written down as missed, as one gap. What has failed is tried again, with longer and longer pauses, until the schedule
comes due anew. An occasion that the ledger has is never begun a second time.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Final

from agent.schedule.blackout import opens_at
from agent.schedule.ledger import MISSED_STEP, OPEN, Known, State, Step
from agent.schedule.timing import after, zone_of
from config.schedules import ROUND_OF, ROUNDS, SELF_CARE, Blackout, Schedule
from reports.record.calendar import WorkingCalendar

PAUSES: Final = tuple(timedelta(minutes=one) for one in (5, 15, 60, 240, 720))
"""Ours: after the first failure, the second, ...; the last for all that follow."""
AHEAD: Final = timedelta(days=1)
"""Ours: what the ledger has dealt with further ahead than this was dealt with under a clock that was wrong."""
_CARE: Final = Schedule(SELF_CARE, cron="40 4 * * 0", rounds=())

SUPERSEDED: Final = "superseded"
REMOVED: Final = "removed"
OFF: Final = "off"
"""Why a step was given up, or a gap is there."""
DELIVER: Final = "deliver"
VERIFY: Final = "verify"
DOCUMENT: Final = "document:"
ISSUE: Final = "issue:"
"""Names of steps, beside those of the rounds; what a document is follows the colon."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write into the ledger now, and when to look again."""

    new: tuple[Step, ...]
    """Rows of occasions that begin now, and of gaps."""
    changed: tuple[Step, ...]
    """Rows that end without having been done."""
    ready: tuple[Step, ...]
    """Steps that may run now, in their order."""
    wake_at: datetime | None
    """The next moment at which something may be due; None where nothing ever is."""


@dataclass(frozen=True, slots=True)
class When:
    """What times hang on."""

    zone: str
    """The site's."""
    calendar: WorkingCalendar
    blackouts: Sequence[Blackout] = ()
    """Of every schedule."""


def with_care(schedules: Sequence[Schedule]) -> tuple[Schedule, ...]:
    """The operator's schedules and our own, unless he wrote one of that name."""
    own = () if any(one.name == SELF_CARE for one in schedules) else (_CARE,)
    return (*schedules, *own)


def plan(schedules: Sequence[Schedule], known: Known, now: datetime, when: When) -> Plan:
    """Say what is due."""
    new: list[Step] = []
    wakes: list[datetime] = []
    begun: set[str] = set()
    closed: set[str] = set()
    for one in schedules:
        zone = zone_of(one, when.zone)
        since = known.since.get(one.name, now)
        moments = after(one, max(since, known.last.get(one.name, since)), zone, when.calendar)
        came = [due.at for due in takewhile(lambda due: due.at <= now, moments)]
        if came:
            new += [*_gap(one, came[:-1], now), *steps_of(one, came[-1], now)]
            begun.add(one.name)
        opens = opens_at(now, (*one.blackouts, *when.blackouts), zone, when.calendar)
        if opens != now:
            closed.add(one.name)
            wakes += [opens] if opens else []
        wakes += [due.at for due in islice(after(one, now, zone, when.calendar), 1)]
    names = {one.name for one in schedules}
    ended = tuple(_given_up(known, begun, names, now))
    gone = {one.key for one in ended}
    still = [one for one in (*known.open, *new) if one.state in OPEN and one.key not in gone]
    ready = tuple(one for one in _ready(still, now) if one.schedule not in closed)
    wakes += [one.next_at for one in still if one.next_at is not None and one.next_at > now]
    return Plan(tuple(new), ended, ready, min(wakes, default=None))


def steps_of(one: Schedule, due_at: datetime, now: datetime) -> tuple[Step, ...]:
    """The steps of an occasion: its rounds, its documents, their issue where nobody must approve, and what is sent."""
    named: list[tuple[str, str]] = [(name, "") for name in one.rounds]
    for document in one.documents:
        needed = ROUND_OF[document]
        named.append((f"{DOCUMENT}{document}", needed if needed in ROUNDS else ""))
        if not one.is_approval_needed:
            named.append((f"{ISSUE}{document}", f"{DOCUMENT}{document}"))
    if one.documents:
        named.append((DELIVER, ""))
    if one.name == SELF_CARE:
        named.append((VERIFY, ""))
    return tuple(
        Step(one.name, due_at, name, State.WAITING, place, needs, next_at=now) for place, (name, needs) in enumerate(named)
    )


def settled(one: Step, *, is_done: bool, now: datetime, note: Mapping[str, str], reference: str = "") -> Step:
    """What becomes of a step that ran: done, or waiting for its next attempt."""
    made = replace(one, ended_at=now, note=note, reference=reference or one.reference)
    if is_done:
        return replace(made, state=State.DONE, next_at=None)
    pause = PAUSES[min(max(one.attempts, 1), len(PAUSES)) - 1]
    return replace(made, state=State.WAITING, next_at=now + pause)


def _gap(one: Schedule, came: Sequence[datetime], now: datetime) -> Iterator[Step]:
    if came:
        note = {"why": OFF, "first": came[0].isoformat(), "count": str(len(came))}
        yield Step(one.name, came[-1], MISSED_STEP, State.MISSED, ended_at=now, note=note)


def _given_up(known: Known, begun: Collection[str], names: Collection[str], now: datetime) -> Iterator[Step]:
    """Steps that wait though their schedule came due anew, or is gone. One that runs goes on, and is not tried again."""
    for one in known.open:
        is_old = one.schedule in begun or known.last.get(one.schedule, one.due_at) > one.due_at
        if one.state is State.WAITING and (is_old or one.schedule not in names):
            why = REMOVED if one.schedule not in names else SUPERSEDED
            yield replace(one, state=State.FAILED, next_at=None, ended_at=now, note={**one.note, "why": why})


def _ready(open_: Sequence[Step], now: datetime) -> Iterator[Step]:
    """Those whose time has come and whose need is met: it is no longer open."""
    unmet = {one.key for one in open_}
    for one in sorted(open_, key=lambda one: (one.due_at, one.schedule, one.place)):
        is_met = (one.schedule, one.due_at, one.needs) not in unmet
        if one.state is State.WAITING and is_met and _has_come(one, now) and not _is_early(one, open_):
            yield one


def _has_come(one: Step, now: datetime) -> bool:
    """Whether it is time; a pause longer than any of ours was written under a clock that was ahead."""
    return one.next_at is None or not now < one.next_at <= now + PAUSES[-1]


def _is_early(one: Step, open_: Sequence[Step]) -> bool:
    """What is sent goes when no step before it is open."""
    before = (
        step for step in open_ if (step.schedule, step.due_at) == (one.schedule, one.due_at) and step.place < one.place
    )
    return one.name == DELIVER and any(before)
