"""Annexes A to E: every result, what was not inspected, what was sent, the evidence, how it is scored."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.base import LEVEL_WORDS, Finding
from config.text import _
from reports.documents.answers import Pair
from reports.documents.formula import formula
from reports.documents.material import Material
from reports.documents.model import DASH, Paragraph, Section, Table, Words, fact
from reports.documents.sent import commands, evidence
from reports.documents.tables import columns, too_many
from reports.documents.unseen import unseen

RESULTS_ON_PAPER: Final = 2000


def annexes(material: Material) -> tuple[Section, ...]:
    """All five, in order."""
    return (
        _results(material),
        unseen(material, _time_width(material)),
        commands(material),
        evidence(material),
        formula(material),
    )


def every(material: Material) -> Iterator[tuple[Pair, Finding]]:
    """Every single result: the rows of annex A."""
    return ((pair, finding) for pair in material.pairs for finding in pair.findings)


def _results(material: Material) -> Section:
    head = (
        (_("Target"), 14),
        (_("Check"), 19),
        (_("Subject"), 16),
        (_("Level"), 10),
        (_("Result"), 28),
        (_("Time"), _time_width(material)),
    )
    rows = tuple(
        (
            fact(pair.target),
            material.title(pair.check),
            material.subject(pair.check, finding.subject) if finding.subject else DASH,
            material.level(finding.level),
            material.say(finding.summary),
            material.seen_at(pair),
        )
        for pair, finding in every(material)
    )
    totals = Counter(finding.level for _pair, finding in every(material))
    comma = "，" if material.language == "zh_CN" else ", "
    counted = comma.join(f"{material.level(level).text} {totals[level]}" for level in LEVEL_WORDS)
    table = Table(
        columns(material, *head),
        rows,
        most_on_paper=RESULTS_ON_PAPER,
        elsewhere=too_many(material, len(rows)),
        is_dense=True,
    )
    words = material.say(_("{count} single results:", count=len(rows)))
    return Section(
        "A",
        material.say(_("Every single result")),
        (Paragraph((words, Words(f" {counted}"))), table),
        "annex-a",
        starts_page=True,
    )


def _time_width(material: Material) -> int:
    """Room for a moment, and for who answered where anybody did."""
    return 22 if any(pair.origin for pair in material.pairs) else 17
