"""Coverage, score and grade of an inspection.

The printed score is a lower bound: what was not seen costs what the worst of its check costs. Nothing that is taken
away from an inspection (a finding, a target's answers) raises coverage or the lower bound.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from checks.base import Level, worst
from checks.result import Inspection
from config.site import Site
from config.text import Text, _
from reports.documents.answers import Pair, pairs

PENALTY: Final[Mapping[Level, int]] = {Level.CRITICAL: 12, Level.WARN: 4, Level.NOTICE: 1}
"""Points a check costs its target by its worst level. Our judgement: two critical and a few warnings leave about 60."""
NOTICES_AT_MOST: Final = 8
WARNINGS_AT_MOST: Final = 40
"""Bounds of what notices cost, and of what notices and warnings cost together: small things never sink a target."""
WEIGHT: Final[Mapping[str, int]] = {"low": 1, "normal": 2, "high": 3}
COVERAGE_NEEDED: Final = 0.80
"""Under it there is no score: what was seen says too little of the whole."""
NORMAL_FROM: Final = 0.95
"""Coverage that the grade 正常 needs."""
ABNORMAL_BELOW: Final = 60.0
"""The upper bound of one target under which the grade is 异常: what was seen of it already costs this much."""


class Grade(Enum):
    """The verdict in one word."""

    NORMAL = "normal"
    GENERAL = "general"
    AT_RISK = "at_risk"
    ABNORMAL = "abnormal"
    UNKNOWN = "unknown"


GRADE_WORDS: Final[Mapping[Grade, Text]] = {
    Grade.NORMAL: _("in good order"),
    Grade.GENERAL: _("basically in good order"),
    Grade.AT_RISK: _("at risk"),
    Grade.ABNORMAL: _("abnormal"),
    Grade.UNKNOWN: _("not enough data"),
}

NOTHING_JUDGED: Final = _("nothing could be judged: what was asked for is not there, or nothing was asked")
"""Where no check counts, coverage is no number either."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of (target, check). ``expected`` = ``judged`` + ``partial`` + ``unknown``; ``absent`` stands beside them."""

    expected: int = 0
    judged: int = 0
    partial: int = 0
    """Seen in part: some subjects were not seen."""
    unknown: int = 0
    absent: int = 0
    seen: float = 0.0
    """The shares seen, summed: a check that saw three of four filesystems adds 0.75."""

    @property
    def ratio(self) -> float:
        """Share of the expected that was seen; of nothing expected, nothing was seen."""
        return self.seen / self.expected if self.expected else 0.0


@dataclass(frozen=True, slots=True)
class TargetScore:
    """One target's coverage and bounds, 0 to 100."""

    target: str
    coverage: Coverage
    lower: float
    upper: float
    weight: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an inspection comes to. ``lower`` and ``upper`` are bounds of the score, 0 to 100.

    ``withheld`` says why there is no score to print; None where there is one.
    """

    coverage: Coverage
    lower: float
    upper: float
    grade: Grade
    withheld: Text | None
    targets: tuple[TargetScore, ...] = ()
    counted: tuple[Pair, ...] = ()
    """What was counted: whoever says more of it counts the same."""

    @property
    def printed(self) -> tuple[int, int] | None:
        """The bounds as printed, widened to whole numbers; None where the score is withheld."""
        return None if self.withheld else (math.floor(self.lower), math.ceil(self.upper))


def assess(inspection: Inspection, site: Site) -> Assessment:
    """Count and judge an inspection against the contract's asset list (``site.targets``)."""
    return assess_pairs(pairs(inspection, site), worst_levels(inspection), weights(inspection, site))


def worst_levels(inspection: Inspection) -> dict[str, Level]:
    """The worst level each check can give, as the inspection's own catalogue says."""
    return {row.check: Level(row.worst) for row in inspection.catalogue}


def weights(inspection: Inspection, site: Site) -> dict[str, int]:
    """How much each target counts, by its importance; the configuration's word before the result's."""
    importance = {result.target: result.importance for result in inspection.targets}
    importance |= {target.id: target.importance for target in site.targets}
    return {target: WEIGHT.get(word, WEIGHT["normal"]) for target, word in importance.items()}


def assess_pairs(counted: Iterable[Pair], can_be: Mapping[str, Level], weight: Mapping[str, int]) -> Assessment:
    """Count and judge given pairs; ``can_be`` is what an unseen check costs (CRITICAL where not named)."""
    by_target: dict[str, list[Pair]] = {}
    every = tuple(counted)
    for pair in every:
        by_target.setdefault(pair.target, []).append(pair)
    targets = tuple(_target(name, of, can_be, weight.get(name, WEIGHT["normal"])) for name, of in by_target.items())
    coverage = total_of(target.coverage for target in targets)
    lower, upper = (_mean(targets, bound) for bound in ("lower", "upper"))
    best = min((target.upper for target in targets), default=100.0)
    grade = _grade(coverage, best, {f.level for of in by_target.values() for pair in of for f in pair.findings})
    withheld = None
    if not coverage.expected:
        withheld = NOTHING_JUDGED
    elif coverage.ratio < COVERAGE_NEEDED:
        withheld = _("coverage is below {needed:percent}", needed=COVERAGE_NEEDED)
    return Assessment(coverage, lower, upper, grade, withheld, targets, every)


def _target(name: str, of: list[Pair], can_be: Mapping[str, Level], weight: int) -> TargetScore:
    """Bound one target. Of what nothing at all was seen, nothing good is known either: its lower bound is 0.

    So an asset that is only listed, with few checks or many, never raises the score.
    """
    coverage = coverage_of(of)
    is_unseen = 0 < coverage.expected == coverage.unknown
    lower = 0.0 if is_unseen else _score(_worst_of(pair, can_be.get(pair.check, Level.CRITICAL)) for pair in of)
    upper = _score(_worst_of(pair, Level.ABSENT) for pair in of)
    return TargetScore(name, coverage, lower, upper, weight)


def _worst_of(pair: Pair, unseen: Level) -> Level:
    return worst(unseen if finding.level is Level.UNKNOWN else finding.level for finding in pair.findings)


def _score(levels: Iterable[Level]) -> float:
    """100 less the penalties. The bounds nest, so that no check that gets worse can make its target's score better."""
    cost = dict.fromkeys(PENALTY, 0)
    for level in levels:
        if level in cost:
            cost[level] += PENALTY[level]
    notices = min(cost[Level.NOTICE], NOTICES_AT_MOST)
    small = min(notices + cost[Level.WARN], WARNINGS_AT_MOST)
    return float(max(0, 100 - small - cost[Level.CRITICAL]))


def share_seen(pair: Pair) -> float:
    """The share of a check's subjects that was seen; 0 where an unseen "" says that nobody knows how many there are.

    Anything above 0 there could rise when named unseen subjects are lost into the unnamed one.
    """
    counted = [finding for finding in pair.findings if finding.level is not Level.ABSENT]
    unseen = [finding.subject for finding in counted if finding.level is Level.UNKNOWN]
    return 0.0 if "" in unseen or not counted else 1 - len(unseen) / len(counted)


def coverage_of(counted: Iterable[Pair]) -> Coverage:
    """Count pairs: of a target, of an inspection."""
    return total_of(map(_coverage, counted))


def _coverage(pair: Pair) -> Coverage:
    if pair.is_absent:
        return Coverage(absent=1)
    share = share_seen(pair)
    if share == 1:
        return Coverage(expected=1, judged=1, seen=1.0)
    is_partial = any(f.level not in {Level.UNKNOWN, Level.ABSENT} for f in pair.findings)
    return Coverage(expected=1, partial=int(is_partial), unknown=int(not is_partial), seen=share)


def total_of(parts: Iterable[Coverage]) -> Coverage:
    """Add counts up."""
    rows = [(c.expected, c.judged, c.partial, c.unknown, c.absent, c.seen) for c in parts]
    expected, judged, partial, unknown, absent, seen = (
        (sum(column) for column in zip(*rows, strict=True)) if rows else (0,) * 6
    )
    return Coverage(int(expected), int(judged), int(partial), int(unknown), int(absent), float(seen))


def _mean(targets: tuple[TargetScore, ...], bound: str) -> float:
    total = sum(target.weight for target in targets)
    return sum(target.weight * float(getattr(target, bound)) for target in targets) / total if total else 0.0


def _grade(coverage: Coverage, upper: float, levels: set[Level]) -> Grade:
    """What was seen decides first: too little seen does not hide a critical finding, nor do healthy targets a bad one.

    ``upper`` is the worst target's, of what was seen of it alone: neither more targets nor what was not seen raise it.
    So a further finding never makes the grade better.
    """
    if upper < ABNORMAL_BELOW:
        return Grade.ABNORMAL
    if Level.CRITICAL in levels:
        return Grade.AT_RISK
    if coverage.ratio < COVERAGE_NEEDED:
        return Grade.UNKNOWN
    if Level.WARN in levels or coverage.ratio < NORMAL_FROM:
        return Grade.GENERAL
    return Grade.NORMAL
