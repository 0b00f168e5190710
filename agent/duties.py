"""What the contract owes and what was done for it, from the configuration and the store (履约台账)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.incidents import calendars
from agent.registering import versions
from agent.run_log import who
from agent.store.record import Entry, new_id
from config.promised import hours_of
from config.site import DEFAULT_TIMEZONE, Site
from config.terms import OFFICE, Owing
from reports.record.duties import Done, Duty, Owed, owed

if TYPE_CHECKING:
    from agent.store.store import Store

STREAM: Final = "duty"
DONE: Final = "done"
VOID: Final = "void"
"""Takes an entry back: it names which."""


def ledger(site: Site, done: Iterable[Done], today: date) -> tuple[Owed, ...]:
    """Every instance of every duty of the contract, those without a known end of term up to a year from today.

    Raises ValueError where the contract has duties and does not say when it was accepted.
    """
    terms = site.terms
    if not terms.owings:
        return ()
    if terms.accepted_on is None:
        raise ValueError("accepted_on")
    every = tuple(done)
    known = calendars(site)
    calendar = known[OFFICE if OFFICE in hours_of({}) else next(iter(known))]
    found: list[Owed] = []
    for owing in terms.owings:
        ends = owing.until or terms.ends_on or date(today.year + 1, 12, 31)
        found += owed(_duty(owing), terms.accepted_on, ends, every, today, calendar)
    return tuple(found)


def _duty(one: Owing) -> Duty:
    return Duty(one.what, one.every, one.count, one.on, one.clause, one.is_from_acceptance)


def done_of(store: "Store", site: Site) -> tuple[Done, ...]:
    """What was written down as done and not taken back, and what an issued document shows to be done."""
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    said = tuple(_done(row, zone) for row in _standing(store))
    named = {one.document for one in said}
    return (*said, *(one for one in _issued(store, site, zone) if one.document not in named))


def take_back(store: "Store", site: Site, of: Done, by: str, reason: str) -> int:
    """Take back what was written down as done and was not, on that day with that document; give how many entries it was."""
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    told = [(row.id, _done(row, zone)) for row in _standing(store)]
    wrong = [id_ for id_, one in told if (one.what, one.on, one.document) == (of.what, of.on, of.document)]
    now = datetime.now(UTC)
    store.record([Entry(new_id(), STREAM, of.what, VOID, now, now, by, reason, {"of": id_}, who()) for id_ in wrong])
    return len(wrong)


def _standing(store: "Store") -> Iterator[Entry]:
    """What was written down as done and not taken back."""
    rows = store.recorded(STREAM)
    void = {row.body.get("of") for row in rows if row.kind == VOID}
    return (row for row in rows if row.kind == DONE and row.id not in void)


_SHOWS: Final = {"quarterly": "inspection", "security": "security-check"}
"""Which duty the issue of a kind of document shows to be done."""


def _issued(store: "Store", site: Site, zone: ZoneInfo) -> Iterator[Done]:
    """The first issue of each quarter's document: a correction is not the duty once more."""
    by_calendar = {one.what for one in site.terms.owings if one.every == "quarter" and not one.is_from_acceptance}
    seen: set[tuple[str, str]] = set()
    for one in sorted(versions(store).values(), key=lambda one: (one.base, one.version)):
        what, act = _SHOWS.get(one.kind, ""), one.issued
        if not what or act is None or one.withdrawn is not None or (what, one.subject) in seen:
            continue
        seen.add((what, one.subject))
        period = one.subject if what in by_calendar else ""
        yield Done(what, act.at.astimezone(zone).date(), one.number, act.by, "", period)


def _done(row: Entry, zone: ZoneInfo) -> Done:
    said = row.body
    return Done(
        row.name, row.at.astimezone(zone).date(), said.get("document", ""), row.by, row.note, said.get("period", "")
    )


def entry(site: Site, one: Done) -> Entry:
    """Something done, as the store keeps it; at noon of its day."""
    at = datetime.combine(one.on, time(12), ZoneInfo(site.timezone or DEFAULT_TIMEZONE))
    said = {name: value for name, value in (("document", one.document), ("period", one.period)) if value}
    return Entry(new_id(), STREAM, one.what, DONE, at.astimezone(UTC), datetime.now(UTC), one.by, one.reason, said, who())
