"""What checks were called before: an old result under today's names, so that a renamed check stays one check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from agent.catalogue import every_check
from agent.past import Kept, Series
from agent.store.values import Baseline
from checks.base import AnyCheck
from checks.result import CatalogueRow, Inspection, TargetResult

if TYPE_CHECKING:
    from agent.store.record import Entry

Names = Mapping[str, str]
"""Today's id by each former one."""


def names_now(checks: Sequence[AnyCheck] | None = None) -> dict[str, str]:
    """Today's id of every check by each id that it had."""
    known = every_check() if checks is None else checks
    return {former: check.id for check in known for former in check.formerly}


def result_now(one: TargetResult, names: Names) -> TargetResult:
    """Tell a result under today's names."""
    if names.keys().isdisjoint((*one.checks, *(f.check for f in one.findings))):
        return one
    return replace(
        one,
        checks=tuple(dict.fromkeys(names.get(check, check) for check in one.checks)),
        findings=tuple(replace(f, check=names.get(f.check, f.check)) for f in one.findings),
        exhibits=tuple(replace(e, check=names.get(e.check, e.check)) for e in one.exhibits),
        compared_with={names.get(check, check): said for check, said in one.compared_with.items()},
    )


def rows_now(catalogue: Sequence[CatalogueRow], names: Names) -> tuple[CatalogueRow, ...]:
    """Tell a catalogue under today's names."""
    return tuple(replace(row, check=names.get(row.check, row.check)) for row in catalogue)


def inspection_now(one: Inspection, names: Names) -> Inspection:
    """Tell a whole inspection under today's names; its targets' words, levels and evidence stay what they were."""
    if not names:
        return one
    targets = tuple(result_now(result, names) for result in one.targets)
    return replace(one, targets=targets, catalogue=rows_now(one.catalogue, names))


@dataclass(frozen=True, slots=True)
class UnderFormerNames:
    """A store whose measures and results are found under today's names too, where they were kept under former ones."""

    store: Kept
    names: Names

    def inspections(self, limit: int = 0, target: str = "") -> tuple[Inspection, ...]:
        """Headings, the latest first."""
        return self.store.inspections(limit, target)

    def target_result(self, one: str, target: str) -> TargetResult | None:
        """What an inspection says of a target."""
        found = self.store.target_result(one, target)
        return result_now(found, self.names) if found else None

    def evidence(self, digest: str) -> bytes:
        """One piece of evidence."""
        return self.store.evidence(digest)

    def measures_of(self, target: str, check: str, since: datetime) -> Series:
        """Every measure of one check on a target, those under its former names before them."""
        found: dict[tuple[str, str], list[tuple[datetime, float]]] = {}
        formerly = [former for former, now in self.names.items() if now == check]
        for name in (*formerly, check):
            for key, points in self.store.measures_of(target, name, since).items():
                found.setdefault(key, []).extend(points)
        return {key: sorted(points) for key, points in found.items()}

    def baselines(self, target: str) -> Mapping[str, Baseline]:
        """What was confirmed of a target, by kind of fact."""
        return self.store.baselines(target)

    def recorded(self, stream: str) -> "tuple[Entry, ...]":
        """The entries of the service record of one stream."""
        return self.store.recorded(stream)
