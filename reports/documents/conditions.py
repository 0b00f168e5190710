"""Problems as a person counts them: one condition on many targets is one row, with its members in the annex."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import AREA_WORDS, Area, Finding, Level
from checks.manual.checklist import CHECKLIST
from checks.result import CatalogueRow, TargetResult, finding_id
from checks.subjects import subject_words
from config.text import Text, _, verbatim
from reports.documents.answers import Pair
from reports.documents.compare import PROBLEMS, State, Subject
from reports.documents.effects import effect
from reports.record.problems import RISK_OF, RISK_WORDS

_AREAS: Final = {area.value: area for area in AREA_WORDS}
RISKS: Final[Mapping[Level, tuple[str, Text]]] = {level: (risk, RISK_WORDS[risk]) for level, risk in RISK_OF.items()}
"""The risk of a problem by its level, as a tone and a word."""


@dataclass(frozen=True, slots=True)
class Member:
    """One subject that a condition holds for."""

    target: str
    finding: Finding
    state: State | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One problem over all its members. ``number`` is its name in this document (P01)."""

    number: str
    check: str
    level: Level
    title: Text
    area: Area | None
    remedy: Text | None
    members: tuple[Member, ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets it holds for, in order, once each."""
        return tuple(dict.fromkeys(member.target for member in self.members))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the problems of its members: what is said of it in writing is said of each."""
        return tuple(finding_id(member.target, self.check, member.finding.subject) for member in self.members)

    @property
    def effect(self) -> Text:
        """What it may do to the business."""
        return effect(self.check, self.area, self.level)

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.members[0].finding


def conditions(
    pairs: Iterable[Pair], rows: Mapping[str, CatalogueRow], states: Mapping[Subject, State] | None
) -> tuple[Condition, ...]:
    """Group the problems by check, level and wording (of a checklist by item); the worst first, then the widest.

    ``states`` None: first round.
    """
    groups: dict[tuple[str, Level, str], list[Member]] = {}
    for pair in pairs:
        for finding in pair.findings:
            if finding.level in PROBLEMS:
                state = states.get((pair.target, pair.check, finding.subject), State.NEW) if states is not None else None
                key = (pair.check, finding.level, _wording(pair.check, finding))
                groups.setdefault(key, []).append(Member(pair.target, finding, state))
    order = {check: place for place, check in enumerate(rows)}
    ranked = sorted(
        groups.items(),
        key=lambda g: (PROBLEMS.index(g[0][1]), -len({m.target for m in g[1]}), order.get(g[0][0], len(order))),
    )
    return tuple(
        _condition(f"P{place:02}", check, level, rows.get(check), members)
        for place, ((check, level, _template), members) in enumerate(ranked, 1)
    )


def _wording(check: str, finding: Finding) -> str:
    """What findings have in common that are one problem: of a checklist, where one template says all, the item."""
    return finding.subject if check == CHECKLIST.id else finding.summary.template


def _condition(number: str, check: str, level: Level, row: CatalogueRow | None, members: list[Member]) -> Condition:
    remedy = members[0].finding.remedy or (row.remedy if row else None)
    title = row.title if row else verbatim(check)
    if check == CHECKLIST.id:
        title = subject_words(check, members[0].finding.subject)
    return Condition(number, check, level, title, area_of(row), remedy, tuple(members))


def area_of(row: CatalogueRow | None) -> Area | None:
    """The area of a catalogue row; None for one that this version does not know."""
    return _AREAS.get(row.area) if row else None


def deadline(condition: Condition, results: Mapping[str, TargetResult]) -> Text:
    """By when: a critical one at once, a warning on an important target within a week, others at the next occasion."""
    if condition.level is Level.CRITICAL:
        return _("at once")
    if condition.level is Level.NOTICE:
        return _("before the next quarter")
    if any(results[target].importance == "high" for target in condition.targets if target in results):
        return _("within a week")
    return _("next maintenance window")


def owner(condition: Condition, results: Mapping[str, TargetResult], today: str) -> Text:
    """Whose task it is. Hardware out of warranty (``warranty_ends_on`` before ``today``, ISO dates) is the customer's."""
    ends = [results[t].asset.get("warranty_ends_on", "") for t in condition.targets if t in results]
    if condition.area is Area.HARDWARE and any(end and end < today for end in ends):
        return _("customer (out of warranty)")
    if condition.area is Area.HARDWARE:
        return _("provider (in warranty)") if all(ends) else _("provider (check the warranty)")
    return _("provider, with the customer")
