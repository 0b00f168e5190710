"""How the program itself did, read from the store: for the annex of each round document, and for the command line."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.advisories.keeping import in_use
from agent.own_side import ends
from agent.schedule.due import AHEAD, VERIFY, with_care
from agent.schedule.ledger import MISSED_STEP, State, Step
from agent.schedule.tick import when_of
from agent.schedule.timing import after, zone_of
from checks.lifecycles import AS_OF
from config.schedules import ROUNDS
from config.site import DEFAULT_TIMEZONE, Site
from reports.record.holidays import known_until
from reports.record.outbox import State as Sending
from reports.record.self_care import Gap, Late, SelfCare

if TYPE_CHECKING:
    from agent.store.store import Store

LATE: Final = timedelta(hours=6)
"""Ours: a round that begins so long after it was due is told; a queue of rounds is not."""


def self_care(store: "Store", site: Site, begins: datetime, now: datetime) -> SelfCare:
    """Read what came of the schedules and deliveries between two moments."""
    steps = [one for one in store.occasions(begins, now + timedelta(seconds=1)) if one.state is not State.VOID]
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    sent = [one.state for one in store.outbox() if one.ended_at is None or one.ended_at >= begins]
    verified = [one for one in steps if one.name == VERIFY and one.state is State.DONE and one.ended_at]
    last = max(verified, key=lambda one: one.ended_at or begins, default=None)
    today = now.astimezone(zone).date()
    gaps = (*_gaps(steps, zone), *_unwritten(store, site, begins, now, zone))
    return SelfCare(
        has_schedules=bool(site.schedules),
        has_daemon=bool(steps or gaps),
        ran=sum(one.state is State.DONE for one in steps),
        late=tuple(_late(steps, zone)),
        gaps=gaps,
        failed=tuple(
            (f"{one.schedule} {one.name}", one.due_at.astimezone(zone)) for one in steps if one.state is State.FAILED
        ),
        open=tuple(f"{one.schedule} {one.name}" for one in steps if one.state is State.WAITING and one.attempts),
        wrong_clock=store.void_occasions(begins),
        has_deliveries=bool(site.deliveries),
        delivered=sum(one is Sending.DELIVERED for one in sent),
        doubtful=sum(one is Sending.DOUBTFUL for one in sent),
        waiting=sum(one in {Sending.WAITING, Sending.SENDING} for one in sent),
        dead=sum(one is Sending.DEAD for one in sent),
        verified_at=last.ended_at.astimezone(zone) if last and last.ended_at else None,
        is_intact=last.note.get("code") == "0" if last else None,
        ends=tuple((one.what, one.state) for one in ends(site.credentials.values(), {}, today)),
        calendar_until=known_until(when_of(site).calendar, today) if site.schedules else None,
        packs=tuple((f"{one.os_id} {one.release}", one.dated_at.date()) for one in in_use(store)),
        lifecycles_of=AS_OF if site.schedules else None,
    )


def _late(steps: Sequence[Step], zone: ZoneInfo) -> Iterator[Late]:
    for one in steps:
        is_late = one.begun_at is not None and one.begun_at - one.due_at >= LATE
        if one.name in ROUNDS and one.state is State.DONE and is_late and one.begun_at:
            yield Late(one.schedule, one.due_at.astimezone(zone), one.begun_at.astimezone(zone))


def _gaps(steps: Sequence[Step], zone: ZoneInfo) -> Iterator[Gap]:
    for one in steps:
        if one.name == MISSED_STEP:
            first = datetime.fromisoformat(one.note["first"]).astimezone(zone)
            yield Gap(one.schedule, first, one.due_at.astimezone(zone), int(one.note["count"]))


def _unwritten(store: "Store", site: Site, begins: datetime, now: datetime, zone: ZoneInfo) -> Iterator[Gap]:
    """What came due and is not in the ledger: a daemon writes it there at once, so there was none."""
    known, when = store.known_occasions(now + AHEAD), when_of(site)
    for one in with_care(site.schedules):
        since = known.since.get(one.name)
        if since is None:
            continue  # no daemon ever met it
        dealt = max(begins, since, known.last.get(one.name, since))
        moments = after(one, dealt, zone_of(one, when.zone), when.calendar)
        came = [due.at.astimezone(zone) for due in takewhile(lambda due: due.at <= now - LATE, moments)]
        if came:
            yield Gap(one.name, came[0], came[-1], len(came))
