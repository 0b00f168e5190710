"""What the summary of a year is made of: each quarter's rounds judged as their documents do, and the record of the year."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.catalogue import CHECKS, Scope
from agent.periods import period
from agent.quarters import QuarterError, round_of
from agent.rounds import window
from config.site import DEFAULT_TIMEZONE, Site
from reports.documents.material import gather
from reports.documents.record.year import Quarter, Year, quarter_of

if TYPE_CHECKING:
    from agent.store.store import Store

QUARTERS = (1, 2, 3, 4)


def year_of(store: "Store", site: Site, year: int, now: datetime, language: str) -> Year:
    """Read a year, up to ``now`` where it is not over."""
    zone = site.timezone or DEFAULT_TIMEZONE
    begins, ends = window(year, 1, zone)[0], window(year, 4, zone)[1]
    return Year(
        year,
        tuple(_rounds(store, site, year, now, language, Scope.INSPECTION)),
        tuple(_rounds(store, site, year, now, language, Scope.SECURITY)),
        period(store, site, begins, min(now, ends)),
        {check.id: check.title for check in CHECKS},
    )


def _rounds(store: "Store", site: Site, year: int, now: datetime, language: str, scope: Scope) -> Iterator[Quarter]:
    """Each quarter that has a round; one at a time, so that of a large site only one lies in memory."""
    for number in QUARTERS:
        try:
            made = round_of(store, site, f"{year}Q{number}", now.astimezone(UTC), scope)
        except QuarterError:
            continue
        yield quarter_of(gather(made, site, language))
