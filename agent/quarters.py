"""The round of a quarter, loaded from the store: what the quarterly document is about."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from agent.aliases import acceptances, names
from agent.called import Measure
from agent.called import joined as under_one_name
from agent.catalogue import CHECKS, Scope, scope_of
from agent.drawn import MOST_POINTS, Key, drawn
from agent.expected import DEFAULT_TIMEZONE, whole
from agent.former_names import inspection_now, names_now
from agent.periods import period
from agent.registering import compared_with
from agent.rounds import joined, quarter_of, window
from agent.security import scope_of_run
from agent.security_round import whole_security
from agent.self_care import self_care
from agent.standard_since import standard_since
from agent.under_names import inspection_under
from checks.base import Trend
from checks.result import Inspection
from config.site import Site
from config.text import Text, _
from reports.documents.material import Round, Series

if TYPE_CHECKING:
    from agent.store.store import Store

HISTORY_DAYS = 400
"""How far back the charts look: a year and the same weeks of the year before."""
ONE_DAY = timedelta(days=1)
"""More than an inspection takes: one that began before the history does may have measures in it."""
_MARKS = {Scope.INSPECTION: "", Scope.SECURITY: "-S"}
"""What a document's number ends in: both of one quarter have numbers of their own."""
_NONE = {
    Scope.INSPECTION: _("there is no inspection in the store; xunjian run makes one"),
    Scope.SECURITY: _("there is no security check in the store; xunjian run --security makes one"),
}
_NOT_A_NAME = re.compile(r"[^\w.-]+")


class QuarterError(Exception):
    """There is nothing to write a document of; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def round_of(store: "Store", site: Site, quarter: str, now: datetime, scope: Scope = Scope.INSPECTION) -> Round:
    """Load the round of ``quarter`` (``2026Q4``; empty for that of the last inspection of the scope)."""
    zone = site.timezone or DEFAULT_TIMEZONE
    ended = (h for h in store.inspections() if h.state != "running" and scope_of_run(h) is scope)
    headers = sorted(ended, key=lambda h: (h.started_at, h.id))
    if not headers:
        raise QuarterError(_NONE[scope])
    year, number = _parsed(quarter) if quarter else quarter_of(headers[-1].started_at, zone)
    within = [h for h in headers if quarter_of(h.started_at, zone) == (year, number)]
    if not within:
        raise QuarterError(_("there is no inspection of {year}Q{quarter} in the store", year=str(year), quarter=number))
    begins, _ends = window(year, number, zone)
    earlier = [h for h in headers if h.started_at < begins]
    made = _loaded(store, site, within)
    found = _joined(site, made)
    if found is None:
        raise QuarterError(_("no inspection of that quarter is of this customer; see xunjian history"))
    inspection = whole_security(found, site) if scope is Scope.SECURITY else whole(found, site)
    named = f"XJ-{_short(site, inspection)}-{year}Q{number}{_MARKS[scope]}"
    compared = compared_with(store, named, f"{year}Q{number}", earlier)
    earlier_made, previous = _previous(store, site, compared.headers, zone)
    trends = {check.id: check.of for check in CHECKS if isinstance(check, Trend) and scope_of(check) is scope}
    has_series = scope is Scope.INSPECTION  # a security document draws nothing
    standard = standard_since(store, earlier_made, previous, made, found) if previous else None
    return Round(
        inspection=inspection,
        made_at=now,
        number=named,
        quarter=f"{year}Q{number}",
        inspections=tuple((one.id, one.seal) for one in made),
        previous_number=compared.number,
        previous_note=compared.note if previous else None,
        previous=inspection_now(previous, names_now()) if previous else None,
        series=_series(store, site, headers, now, drawn(inspection, trends)) if has_series else {},
        trends=trends,
        logo=Path(site.logo).read_bytes() if site.logo else b"",
        standard=standard,
        accepted=acceptances(store),
        care=self_care(store, site, previous.started_at if previous else begins, now),
        record=period(store, site, previous.started_at if previous else begins, now, made),
    )


def _parsed(quarter: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{4})[Qq]([1-4])", quarter)
    if found is None:
        raise QuarterError(_("a quarter is written like 2026Q4, found {quarter}", quarter=quarter))
    return int(found[1]), int(found[2])


def _loaded(store: "Store", site: Site, headers: list[Inspection]) -> list[Inspection]:
    """What its customer's inspections saw."""
    now = names(store)
    found = (one for one in store.telling(headers) if one.targets and one.customer in {"", site.customer})
    return [inspection_under(one, now) for one in found]


def _joined(site: Site, found: list[Inspection]) -> Inspection | None:
    """Join inspections, the site's own targets first; None of none.

    A target that the configuration does not have (a kit of a host that nobody listed) stands in it too: what was inspected
    never vanishes.
    """
    if not found:
        return None
    whole_round = joined(found)
    own = site.ids
    return replace(whole_round, targets=tuple(sorted(whole_round.targets, key=lambda one: one.target not in own)))


def _previous(
    store: "Store", site: Site, earlier: list[Inspection], zone: str
) -> tuple[list[Inspection], Inspection | None]:
    """The round of the latest earlier quarter that has one, and the inspections that it is made of."""
    for quarter in dict.fromkeys(quarter_of(h.started_at, zone) for h in reversed(earlier)):
        made = _loaded(store, site, [h for h in earlier if quarter_of(h.started_at, zone) == quarter])
        if (found := _joined(site, made)) is not None:
            return made, found
    return [], None


def _series(
    store: "Store", site: Site, headers: list[Inspection], now: datetime, is_drawn: Callable[[Key], bool]
) -> Series:
    """The measures of the site's own targets: what another customer's inspection saw under the same name is left out.

    Of a store with more than a document can hold, only those that it draws.
    """
    since, called = now - timedelta(days=HISTORY_DAYS), names(store)
    own = {*site.ids, *(former for name in site.ids for former in called.formerly(name))}
    recent = [one for one in headers if one.started_at >= since - ONE_DAY and not own.isdisjoint(one.expected)]
    theirs = _of_others(store, site, recent)
    is_small = store.series_count() * len(recent) <= MOST_POINTS

    def is_wanted(key: Measure) -> bool:
        return key[0] in own and (is_small or is_drawn((*called.key(key[:3]), key[3])))

    series = {
        key: [(at, value) for at, value in points if (key[0], at) not in theirs]
        for key, points in store.all_measures(since, is_wanted).items()
    }
    return {key: points for key, points in under_one_name(series, called).items() if points}


def _of_others(store: "Store", site: Site, headers: list[Inspection]) -> set[tuple[str, datetime]]:
    """(target, moment) of what other customers' inspections saw.

    A heading does not say whose it is, but which configuration it was made with: one of each is loaded to learn it.
    """
    customers: dict[str, str] = {}
    found: set[tuple[str, datetime]] = set()
    for header in headers:
        digest = header.config_digest or header.id
        if digest not in customers:
            customers[digest] = store.heading(header.id).customer
        if customers[digest] not in {"", site.customer}:
            found |= {(one.target, one.started_at) for one in store.load(header.id).targets}
    return found


def _short(site: Site, inspection: Inspection) -> str:
    """A name for the number: the customer's, else that of the machine inspected."""
    host = inspection.targets[0].about.get("hostname", "") if inspection.targets else ""
    return short_name(site.customer or host) or "site"


def short_name(name: str) -> str:
    """A customer's name as it stands in the name of a file; "" where nothing of it can."""
    return _NOT_A_NAME.sub("", name)[:16]
