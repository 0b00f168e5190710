"""What the record holds of the time that a round document is about, from the store and the contract's terms."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.duties import done_of, ledger
from agent.incidents import incidents, promises, readings
from agent.ledger import problems
from checks.result import Inspection
from config.site import DEFAULT_TIMEZONE, Site
from reports.record.duties import Owed
from reports.record.period import Period, calls_of, owed_in

if TYPE_CHECKING:
    from agent.store.store import Store


def period(store: "Store", site: Site, begins: datetime, now: datetime, made_of: Iterable[Inspection] = ()) -> Period:
    """Read the record between two moments; ``made_of`` are the inspections that were read for the document already."""
    zone = ZoneInfo(site.timezone or DEFAULT_TIMEZONE)
    made = promises(site)
    every = incidents(store)
    calls = tuple((one, readings(one, made, now)) for one in every)
    known = {(one.id, result.target): result for one in made_of for result in one.targets}
    return Period(
        begins,
        now,
        problems(store, now.astimezone(zone).date(), known=known),
        calls_of(calls, begins, now),
        owed_in(owed_of(store, site, now.astimezone(zone).date()), begins.astimezone(zone), now.astimezone(zone)),
        has_record=bool(every),
    )


def owed_of(store: "Store", site: Site, today: date) -> tuple[Owed, ...]:
    """Every instance of every duty of the contract, with what was done for it; none where the term has no beginning."""
    try:
        return ledger(site, done_of(store, site), today)
    except ValueError:  # duties without the day of acceptance: nobody can say which are due; config validation names it
        return ()
