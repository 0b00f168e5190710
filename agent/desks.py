"""Many customers' stores, each opened by itself and closed again: one store holds one customer, and no query joins two."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.ledger import problems
from agent.periods import owed_of
from agent.purposes import OF_SECURITY, RECHECK, ROUTINE
from agent.registering import versions
from agent.rounds import quarter_of
from checks.base import Level
from config.site import DEFAULT_TIMEZONE, Site
from reports.record.desk import Standing
from reports.record.duties import State as Owing
from reports.record.register_rules import OUT

if TYPE_CHECKING:
    from agent.store.store import Store
    from checks.result import Inspection

CONFIG: str = "xunjian.yaml"


def sites_in(folder: Path) -> Iterator[Path]:
    """The configurations below a folder: ``*/xunjian.yaml``, and its own."""
    yield from sorted(one for one in (folder / CONFIG, *folder.glob(f"*/{CONFIG}")) if one.is_file())


def standing(store: "Store", site: Site, name: str, now: datetime, days: int) -> Standing:
    """Read one customer's store; ``days`` is how far ahead warranties are looked for."""
    zone = site.timezone or DEFAULT_TIMEZONE
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    quarter = quarter_of(now, zone)
    ended = [one for one in store.inspections() if one.state != "running" and one.started_at <= now]
    within = [one for one in ended if quarter_of(one.started_at, zone) == quarter]
    found = problems(store, today)
    is_open = [one for one in found.values() if one.is_open and one.key[0] in site.ids]
    back = [one for one in found.values() if one.times_recurred and one.is_unsettled]
    return Standing(
        name=name,
        customer=site.customer,
        inspected_at=_local(_last(within, is_security=False), there),
        security_at=_local(_last(within, is_security=True), there),
        issued=tuple(sorted(v.number for v in versions(store).values() if v.subject == _words(quarter) and v.state in OUT)),
        seen_at=_local(max((one.ended_at or one.started_at for one in ended), default=None), there),
        criticals=sum(one.level is Level.CRITICAL for one in is_open),
        open_problems=len(is_open),
        overdue=tuple(one.duty.what for one in owed_of(store, site, today) if one.state is Owing.OVERDUE),
        repeats=tuple((one.key[1], f"{one.key[0]} {one.key[2]}".strip(), one.times_recurred) for one in back),
        warranties=tuple(sorted(_warranties(site, today + timedelta(days=days)))),
    )


def _last(within: "list[Inspection]", *, is_security: bool) -> datetime | None:
    """When the last inspection of a kind began that a document of the quarter can be made of."""
    of_kind = [one for one in within if (one.purpose in OF_SECURITY) is is_security]
    return max((one.started_at for one in of_kind if one.purpose not in {ROUTINE, RECHECK}), default=None)


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None


def _words(quarter: tuple[int, int]) -> str:
    return f"{quarter[0]}Q{quarter[1]}"


def _warranties(site: Site, until: date) -> Iterator[tuple[date, str]]:
    for target in site.targets:
        try:
            ends = date.fromisoformat(target.asset.get("warranty_ends_on", ""))
        except ValueError:
            continue
        if ends <= until:
            yield ends, target.id
