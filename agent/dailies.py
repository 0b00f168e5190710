"""A month of daily inspections, from the store: who was looked at when, what appeared and ended, what people did."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.catalogue import CHECKS, Scope, scope_of
from agent.duties import DONE
from agent.duties import STREAM as DUTIES
from agent.incidents import STREAM as INCIDENTS
from agent.incidents import event_of
from agent.ledger import CLAIM, DISMISS, REINSTATE, key_of
from agent.ledger import STREAM as PROBLEMS
from agent.purposes import OF_SECURITY
from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _
from reports.documents.record.daily import Done, Matter
from reports.documents.record.duties import DUTY_WORDS
from reports.record.daily import Change, Look, month
from reports.record.events import KIND_WORDS, Kind

if TYPE_CHECKING:
    from agent.store.store import Store

_SECURITY: Final = frozenset(check.id for check in CHECKS if scope_of(check) is Scope.SECURITY)
_SAID: Final = {
    CLAIM: _("said that a problem is solved"),
    DISMISS: _("excluded a false alarm"),
    REINSTATE: _("took an exclusion back"),
}
_OF_THE_COMPANY: Final = frozenset({Kind.SURVEYED, Kind.SURVEY_UNREACHABLE, Kind.COMPLAINED, Kind.ESCALATED, Kind.NOTE})
"""What the customer's record does not tell."""
_LOOKS: Final = (
    "SELECT targets.target, targets.state, inspections.started_at, inspections.purpose FROM targets"
    " JOIN inspections ON inspections.id = targets.inspection"
    " WHERE inspections.started_at >= ? AND inspections.started_at < ? ORDER BY inspections.started_at"
)


def days_of(year: int, number: int, today: date) -> tuple[date, ...]:
    """The days of a month, of the present one up to today."""
    last = date(year, number, monthrange(year, number)[1])
    return tuple(date(year, number, day) for day in range(1, min(last, today).day + 1) if date(year, number, day) <= today)


def daily(store: "Store", site: Site, days: tuple[date, ...]) -> Matter:
    """Read a month. ``days`` are its days in order, one at least."""
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    begins = datetime.combine(days[0], time(), zone)
    ends = datetime.combine(days[-1] + timedelta(days=1), time(), zone)
    targets = tuple(target.id for target in site.targets)
    with store.rows() as rows:
        found = rows(_LOOKS, begins.timestamp(), ends.timestamp())
    looks = [
        Look(target, _day(datetime.fromtimestamp(at, UTC), zone), state == "done", purpose)
        for target, state, at, purpose in found
        if purpose not in OF_SECURITY
    ]
    changes = [
        Change(key, _day(one.at, zone), one.after)
        for key, told in store.every_history().items()
        for one in told
        if key[1] not in _SECURITY and one.at < ends
    ]
    done = sorted((one for one in _done(store) if begins <= one.at < ends), key=lambda one: one.at)
    return Matter(month(targets, days, looks, changes), tuple(done))


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _done(store: "Store") -> Iterator[Done]:
    for row in store.recorded(INCIDENTS):
        event = event_of(row)
        if event.kind not in _OF_THE_COMPANY:
            yield Done(event.at, event.by, KIND_WORDS[event.kind], event.incident)
    for row in store.recorded(PROBLEMS):
        if row.kind in _SAID:
            yield Done(row.at, row.by, _SAID[row.kind], " ".join(key_of(row)).strip())
    for row in store.recorded(DUTIES):
        if row.kind == DONE:
            yield Done(row.at, row.by, _("{duty} done", duty=_duty(row.name)), row.body.get("document", ""))


def _duty(what: str) -> Text | str:
    return DUTY_WORDS.get(what, what)
