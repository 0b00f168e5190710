"""How a clause stands: 符合, 部分符合, 不符合, 不适用, 未检, as a pure function of the findings of its checks."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Final

from checks.base import Finding, Level
from config.text import Text, _


class Verdict(Enum):
    """How a clause, a control point or a check of it stands."""

    CONFORMS = "conforms"
    PARTLY = "partly"
    FAILS = "fails"
    ABSENT = "not-applicable"
    UNSEEN = "unseen"


VERDICT_WORDS: Final[Mapping[Verdict, Text]] = {
    Verdict.CONFORMS: _("conforms"),
    Verdict.PARTLY: _("conforms in part"),
    Verdict.FAILS: _("does not conform"),
    Verdict.ABSENT: _("not applicable"),
    Verdict.UNSEEN: _("not inspected"),
}
VERDICT_LEVELS: Final[Mapping[Verdict, Level]] = {
    Verdict.CONFORMS: Level.OK,
    Verdict.PARTLY: Level.WARN,
    Verdict.FAILS: Level.CRITICAL,
    Verdict.ABSENT: Level.ABSENT,
    Verdict.UNSEEN: Level.UNKNOWN,
}
"""By verdict, the level whose mark it is drawn with."""
FAILED: Final = frozenset({Level.NOTICE, Level.WARN, Level.CRITICAL})
"""Of a security check each of these is a failure, grave or slight."""
ANSWERS: Final[Mapping[str, Verdict]] = {one.value: one for one in Verdict if one is not Verdict.UNSEEN}
"""What a person may declare of a clause."""


_FIRST_TIME: Final = "Not applicable (first time)"
"""How the summary begins of a check that had nothing to compare with: it looked at nothing that the clause asks."""


def of_check(findings: Sequence[Finding]) -> Verdict:
    """How one check stands: one failed subject fails it, however many healthy ones stand beside; unseen before passed."""
    levels = {Level.UNKNOWN if _is_first_time(finding) else finding.level for finding in findings}
    if levels & FAILED:
        return Verdict.FAILS
    if not levels or Level.UNKNOWN in levels:
        return Verdict.UNSEEN
    return Verdict.CONFORMS if Level.OK in levels else Verdict.ABSENT


def _is_first_time(finding: Finding) -> bool:
    return finding.level is Level.ABSENT and finding.summary.template.startswith(_FIRST_TIME)


def together(parts: Iterable[Verdict]) -> Verdict:
    """How a whole stands by its parts: a clause by its checks, a point by its clauses, a site by its assets.

    What does not apply does not count beside what does. Where nothing was found to fail, one part that was not seen leaves
    the whole unseen; where all that was seen fails, what was not seen does not soften it.
    """
    found = set(parts) - {Verdict.ABSENT}
    has_failed = bool(found & {Verdict.FAILS, Verdict.PARTLY})
    if has_failed:
        return Verdict.PARTLY if found & {Verdict.CONFORMS, Verdict.PARTLY} else Verdict.FAILS
    if Verdict.UNSEEN in found:
        return Verdict.UNSEEN
    return Verdict.CONFORMS if found else Verdict.ABSENT
