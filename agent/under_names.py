"""What a store holds, told under the names that targets and subjects have today."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from agent.called import STREAM, Names, counting, joined
from checks.result import Inspection, TargetResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.past import Kept, Series
    from agent.store.record import Entry
    from agent.store.values import Baseline


def inspection_under(one: Inspection, now: Names) -> Inspection:
    """Tell an inspection under today's names; where it holds both names each keeps its own."""
    if not now:
        return one
    held = {result.target for result in one.targets}
    results = tuple(_result_under(result, now, held) for result in one.targets)
    expected = dict.fromkeys(name if now.target(name) in held else now.target(name) for name in one.expected)
    return replace(one, targets=results, expected=tuple(expected))


def _result_under(one: TargetResult, now: Names, held: set[str]) -> TargetResult:
    name = now.target(one.target)
    findings = tuple(replace(f, subject=now.key((one.target, f.check, f.subject))[2]) for f in one.findings)
    return replace(one, target=one.target if name in held else name, findings=findings)


@dataclass(frozen=True, slots=True)
class UnderNames:
    """A store in which a target's past is found under the names that it had before."""

    store: "Kept"
    now: Names

    def inspections(self, limit: int = 0, target: str = "") -> tuple[Inspection, ...]:
        """Headings, the latest first."""
        if not target:
            return self.store.inspections(limit)
        found = {one.id: one for name in self._every(target) for one in self.store.inspections(limit, name)}
        latest = sorted(found.values(), key=lambda one: (one.started_at, one.id), reverse=True)
        return tuple(latest[:limit] if limit else latest)

    def target_result(self, one: str, target: str) -> TargetResult | None:
        """What an inspection says of a target, by whichever name: that of today first."""
        for name in reversed(self._every(target)):
            if (found := self.store.target_result(one, name)) is not None:
                return _result_under(found, self.now, set())
        return None

    def evidence(self, digest: str) -> bytes:
        """One piece of evidence."""
        return self.store.evidence(digest)

    def measures_of(self, target: str, check: str, since: datetime) -> "Series":
        """Every measure of one check on a target, under all its names."""
        found = {
            (name, check, subject, measure): points
            for name in self._every(target)
            for (subject, measure), points in self.store.measures_of(name, check, since).items()
        }
        return {(key[2], key[3]): points for key, points in joined(found, self.now).items()}

    def baselines(self, target: str) -> "Mapping[str, Baseline]":
        """What was confirmed of a target, by kind of fact; under the name of today it counts first."""
        return {kind: one for name in self._every(target) for kind, one in self.store.baselines(name).items()}

    def recorded(self, stream: str) -> "tuple[Entry, ...]":
        """The entries of the service record of one stream."""
        return self.store.recorded(stream)

    def _every(self, target: str) -> tuple[str, ...]:
        """All its names, that of today last."""
        return (*self.now.formerly(target), target)


def as_called(store: "Kept", at: datetime) -> "Kept":
    """The store under the names that counted at a moment: what was judged then is judged so again."""
    now = Names(counting(store.recorded(STREAM), at))
    return UnderNames(store, now) if now else store
