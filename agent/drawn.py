"""Which measures a document takes out of the store: all, or of a large store those that it draws."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final

from checks.base import SUMMARY_ORDER, Finding, Level, Measured
from checks.result import Inspection
from reports.documents.performance import INDICATORS

MOST_POINTS: Final = 500_000
"""Ours: loaded in a second or two; 30 targets measured daily have as many in 200 days. Its json form takes 25 MB."""
MOST_SUBJECTS: Final = 400
"""Ours: subjects whose measures are taken where not all are; the paper draws a few dozen, the worst first."""
Key = tuple[str, str, str, str]
_TOLD: Final = tuple(level for level in reversed(SUMMARY_ORDER) if level not in {Level.OK, Level.ABSENT})


def drawn(inspection: Inspection, trends: Mapping[str, Measured]) -> Callable[[Key], bool]:
    """Say of a measure (target, check, subject, name) whether it is taken.

    The figures that the performance chapter tells of every target; and of what fills and of the worst findings whatever is
    measured, the soonest and the worst first.
    """
    indicators = {(one.check, one.measure) for one in INDICATORS}
    subjects = set(islice(dict.fromkeys(_subjects(inspection, trends)), MOST_SUBJECTS))
    return lambda key: (key[1], key[3]) in indicators or key[:3] in subjects


def _subjects(inspection: Inspection, trends: Mapping[str, Measured]) -> Iterable[tuple[str, str, str]]:
    found = [(one.target, finding) for one in inspection.targets for finding in one.findings]
    filling = [(target, finding) for target, finding in found if finding.check in trends and finding.measures]
    for target, finding in sorted(filling, key=lambda one: _soonest(one[1])):
        yield target, trends[finding.check].check, finding.subject
    for level in _TOLD:
        for target, finding in found:
            if finding.level is level and finding.measures:
                yield target, finding.check, finding.subject


def _soonest(finding: Finding) -> float:
    return min((value for name, value in finding.measures.items() if name.startswith("days_until")), default=float("inf"))
