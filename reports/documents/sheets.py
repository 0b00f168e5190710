"""The annex workbook of a quarterly document: every row, nothing shortened."""

from collections.abc import Iterator

from checks.base import Level
from config.text import Text, _
from reports.documents.annexes import every
from reports.documents.compare import STATE_WORDS
from reports.documents.exhibits import gathered
from reports.documents.material import Material
from reports.documents.model import NOTHING, Sheet, Table, Words, fact
from reports.documents.problems import by_when, whose
from reports.documents.ratings import risk
from reports.documents.sent import asked, outcome, sent
from reports.documents.tables import columns


def sheets(material: Material) -> tuple[Sheet, ...]:
    """Problems, every result, not inspected, commands, evidence, then the exhibits."""
    made = [
        Sheet(material.say(title), table)
        for title, table in (
            (_("Problems"), _problems(material)),
            (_("Every result"), _results(material, every_level=True)),
            (_("Not inspected"), _results(material, every_level=False)),
            (_("Commands"), _commands(material)),
            (_("Evidence"), _evidence(material)),
        )
    ]
    exhibits = gathered(material, [(r.target, e) for r in material.inspection.targets for e in r.exhibits])
    return (*made, *(Sheet(title, table) for title, table in exhibits))


def _table(
    material: Material,
    head: tuple[tuple[Text, int], ...],
    rows: Iterator[tuple[Words, ...]],
    numbers: tuple[int, ...] = (),
) -> Table:
    return Table(columns(material, *head, numbers=numbers), tuple(rows))


def _problems(material: Material) -> Table:
    head = (
        (_("No."), 6),
        (_("Risk"), 10),
        (_("Target"), 14),
        (_("Check"), 22),
        (_("Subject"), 18),
        (_("Problem"), 40),
        (_("Observed"), 26),
        (_("Expected"), 20),
        (_("Effect"), 28),
        (_("Remedy"), 50),
        (_("Whose task"), 16),
        (_("By when"), 14),
        (_("State"), 12),
        (_("Quotation"), 40),
    )
    rows = (
        (
            fact(one.number),
            risk(material, one),
            fact(member.target),
            material.title(one.check),
            material.subject(one.check, member.finding.subject),
            material.say(member.finding.summary),
            _maybe(material, member.finding.observed),
            _maybe(material, member.finding.expected),
            material.say(one.effect),
            _maybe(material, member.finding.remedy or one.remedy),
            material.say(whose(material, one)),
            material.say(by_when(material, one)),
            material.say(STATE_WORDS[member.state]) if member.state else NOTHING,
            fact(member.finding.quote),
        )
        for one in material.conditions
        for member in one.members
    )
    return _table(material, head, rows)


def _maybe(material: Material, text: Text | None) -> Words:
    return material.say(text) if text else NOTHING


def _results(material: Material, *, every_level: bool) -> Table:
    head = (
        (_("Target"), 14),
        (_("Check"), 22),
        (_("Id"), 28),
        (_("Subject"), 20),
        (_("Level"), 10),
        (_("Result"), 44),
        (_("Observed"), 28),
        (_("Expected"), 20),
        (_("Why"), 24),
        (_("What would open it"), 40),
        (_("Quotation"), 40),
        (_("Time"), 17),
    )
    rows = (
        (
            fact(pair.target),
            material.title(pair.check),
            material.id_of(pair.check),
            material.subject(pair.check, finding.subject),
            material.level(finding.level),
            material.say(finding.summary),
            _maybe(material, finding.observed),
            _maybe(material, finding.expected),
            outcome(material, finding.reason) if finding.reason else NOTHING,
            _maybe(material, finding.remedy) if finding.level is Level.UNKNOWN else NOTHING,
            fact(finding.quote),
            material.seen_at(pair),
        )
        for pair, finding in every(material)
        if every_level or finding.level is Level.UNKNOWN
    )
    return _table(material, head, rows)


def _commands(material: Material) -> Table:
    head = (
        (_("Target"), 14),
        (_("Id"), 30),
        (_("Command"), 80),
        (_("Outcome"), 24),
        (_("Seconds"), 9),
        (_("Digest of the ask (sha256)"), 68),
    )
    rows = (
        (
            fact(t),
            fact(one.id),
            fact(one.command),
            outcome(material, one.state),
            fact(f"{one.seconds:.2f}"),
            fact(one.ask_digest),
        )
        for t, one in sent(material)
    )
    return _table(material, head, rows, numbers=(4,))


def _evidence(material: Material) -> Table:
    head = ((_("Target"), 14), (_("Id"), 30), (_("Bytes"), 10), (_("Digest (sha256)"), 68))
    rows = (
        (fact(t), fact(one.id), fact(one.evidence_bytes), fact(one.evidence)) for t, one in asked(material) if one.evidence
    )
    return _table(material, head, rows, numbers=(2,))
