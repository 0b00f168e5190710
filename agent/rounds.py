"""A round: the window of a quarter, and in it per target and check the latest judged result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from checks.base import Finding, Level
from checks.result import Inspection, TargetResult


def quarter_of(at: datetime, timezone: str) -> tuple[int, int]:
    """The year and quarter of a moment, where the customer is."""
    there = at.astimezone(ZoneInfo(timezone))
    return there.year, (there.month - 1) // 3 + 1


def window(year: int, quarter: int, timezone: str) -> tuple[datetime, datetime]:
    """A quarter's beginning and end, in UTC."""
    zone = ZoneInfo(timezone)
    first = datetime(year, 3 * quarter - 2, 1, tzinfo=zone)
    after = datetime(year + (quarter == 4), 3 * quarter % 12 + 1, 1, tzinfo=zone)  # noqa: PLR2004 - the last quarter
    return first.astimezone(UTC), after.astimezone(UTC)


def joined(inspections: Sequence[Inspection]) -> Inspection:
    """Join a window's inspections (the latest last) into one: each target's checks by their latest judged result.

    The latest gives the heading; checks of targets that only earlier ones asked come from those. Its time is that of
    the sessions: a form knows its day alone, so the moment that stands for it begins no window that has sessions too.
    """
    latest = inspections[-1]
    by_target: dict[str, list[TargetResult]] = {}
    for inspection in inspections:
        for one in inspection.targets:
            by_target.setdefault(one.target, []).append(one)
    by_session = [one for one in inspections if _is_by_session(one)] or list(inspections)
    catalogue = {row.check: row for inspection in inspections for row in inspection.catalogue}
    return replace(
        latest,
        started_at=min(i.started_at for i in by_session),
        ended_at=max((i.ended_at for i in by_session if i.ended_at), default=latest.ended_at),
        targets=tuple(_target(results) for results in by_target.values()),
        catalogue=tuple(catalogue.values()),
        expected=tuple(dict.fromkeys(name for i in inspections for name in i.expected)),
        footprint=_cost(inspections),
    )


def _is_by_session(inspection: Inspection) -> bool:
    return any("origin" not in one.transport for one in inspection.targets)


def _cost(inspections: Sequence[Inspection]) -> dict[str, float]:
    """What all of them cost: times are summed; of memory it is the most that one took."""
    names = dict.fromkeys(name for one in inspections for name in one.footprint)
    found = {name: [one.footprint[name] for one in inspections if name in one.footprint] for name in names}
    return {name: max(values) if name.endswith("_bytes") else sum(values) for name, values in found.items()}


def _target(results: Sequence[TargetResult]) -> TargetResult:
    """One target over the window: per check the latest result that saw something, else the latest."""
    reached = [one for one in results if one.state == "done"] or list(results)
    base = ([one for one in reached if "origin" not in one.transport] or reached)[-1]
    found = [_by_check(one) for one in results]
    chosen: dict[str, int] = {}
    for place, one in enumerate(results):
        for check in one.checks:
            if check not in chosen or _saw(found[place], check) or not _saw(found[chosen[check]], check):
                chosen[check] = place
    used = [results[place] for place in sorted(set(chosen.values()))]
    whose = {check: results[place] for check, place in chosen.items()}
    by_whom = {} if "origin" in base.transport else {c: one.transport.get("origin") for c, one in whose.items()}
    return replace(
        base,
        transport={**base.transport, **{f"origin {check}": origin for check, origin in by_whom.items() if origin}},
        checks=tuple(chosen),
        findings=tuple(f for check, place in chosen.items() for f in found[place].get(check, ())),
        exhibits=tuple(e for check, one in whose.items() for e in one.exhibits if e.check == check),
        asked=tuple(a for one in used for a in one.asked),
    )


def _by_check(one: TargetResult) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in one.findings:
        found.setdefault(finding.check, []).append(finding)
    return found


def _saw(found: Mapping[str, Sequence[Finding]], check: str) -> bool:
    return any(finding.level is not Level.UNKNOWN for finding in found.get(check, ()))
