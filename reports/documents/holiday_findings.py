"""What the sheet before a holiday finds in a round: what is urgent, what ends, what backups and targets need a look."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from checks.base import SUMMARY_ORDER, Area, Finding, Level
from config.text import _
from reports.documents.accepted import beside
from reports.documents.answers import Pair
from reports.documents.conditions import Condition
from reports.documents.material import Material
from reports.documents.model import DASH, NOTHING, Block, Table, Words, fact
from reports.documents.problems import problem
from reports.documents.tables import columns, cut, names, paragraph
from reports.record.biting import bites_at

FRESH: Final = timedelta(days=10)
"""Ours: what was seen longer ago says little of the days to come."""
MOST: Final = 4
"""Rows of a table; what is more is counted: the sheet has one page."""
LENGTH: Final = 72
_BACKUPS: Final = (Area.BACKUP.value, Area.DB_BACKUP.value)
_BAD: Final = frozenset({Level.CRITICAL, Level.WARN, Level.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends or fills before the horizon."""

    at: datetime
    pair: Pair
    finding: Finding


def urgent_table(material: Material, found: Sequence[Condition]) -> Iterator[Block]:
    """The high risks, each with what is advised and room for who settled it."""
    if not found:
        yield paragraph(material, _("No high risk was found within what was inspected."))
        return
    titled = ((_("Problem"), 44), (_("Advice"), 34), (_("Accepted"), 10), (_("Done, by whom"), 12))
    rows = tuple(_problem(material, one) for one in found[:MOST])
    yield Table(columns(material, *titled), rows, is_dense=True)
    yield from _more(material, len(found))


def _problem(material: Material, one: Condition) -> tuple[Words, ...]:
    words = problem(material, one)
    advice = fact(cut(material.say(one.remedy).text, LENGTH)) if one.remedy else DASH
    return replace(words, text=cut(words.text, LENGTH + 20), tone=one.level.value), advice, beside(material, one), NOTHING


def endings(material: Material, until: datetime) -> list[Ending]:
    """What is to come, the soonest first, then what has ended, the last first; each finding is its own row.

    What ended years ago is known, and leaves the few rows to what nobody expects on a holiday.
    """
    made_at = material.round.made_at
    found = [
        Ending(material.local(at), pair, finding)
        for pair in material.pairs
        for finding in pair.findings
        if (seen := finding.at or pair.at) is not None
        and (at := bites_at(finding.measures, seen)) is not None
        and at <= until
    ]
    return sorted(
        found,
        key=lambda one: (
            one.at <= made_at,
            abs(one.at - made_at),
            one.pair.target,
            one.pair.check,
            one.finding.subject,
        ),
    )


def ending_table(material: Material, found: Sequence[Ending]) -> Iterator[Block]:
    """What ends or fills, by day."""
    if not found:
        yield paragraph(
            material, _("Nothing that was inspected ends in these days, and nothing with a forecast fills in them.")
        )
        return
    titled = ((_("Day"), 14), (_("Target"), 16), (_("Check"), 34), (_("Found"), 36))
    rows = tuple(
        (
            fact(one.at.date().isoformat(), tone="critical" if one.at <= material.round.made_at else "warn"),
            fact(one.pair.target),
            fact(cut(material.what(one.pair.check, one.finding.subject).text, LENGTH)),
            fact(cut(material.say(one.finding.summary).text, LENGTH)),
        )
        for one in found[:MOST]
    )
    yield Table(columns(material, *titled), rows, is_dense=True)
    yield from _more(material, len(found))


def backups(material: Material, blind: Collection[str]) -> list[tuple[Pair, Finding]]:
    """What the checks of backups say that is no OK: late, failed, none found, not seen; the worst first.

    ``blind`` targets were not seen at all, which is said once.
    """
    found = [
        (pair, finding)
        for pair in material.pairs
        if pair.target not in blind and _is_of_backups(material, pair)
        for finding in pair.findings
        if finding.level in _BAD
    ]
    return sorted(found, key=lambda one: (SUMMARY_ORDER.index(one[1].level), one[0].target, one[0].check))


def _is_of_backups(material: Material, pair: Pair) -> bool:
    row = material.rows.get(pair.check)
    return row is not None and row.area in _BACKUPS


def backup_tables(material: Material, found: Sequence[tuple[Pair, Finding]], blind: Collection[str]) -> Iterator[Block]:
    """What of the backups needs a look, and of which targets none was seen: those seen too long ago are ``blind``."""
    looked = {
        pair.target
        for pair in material.pairs
        if pair.target not in blind
        and _is_of_backups(material, pair)
        and any(finding.level not in {Level.UNKNOWN, Level.ABSENT} for finding in pair.findings)
    }
    without = [target for target in material.targets if target not in looked]
    if found:
        titled = ((_("Level"), 12), (_("Target"), 16), (_("Check"), 32), (_("Found"), 40))
        rows = tuple(
            (
                material.level(finding.level),
                fact(pair.target),
                fact(cut(material.what(pair.check, finding.subject).text, LENGTH)),
                fact(cut(material.say(finding.summary).text, LENGTH)),
            )
            for pair, finding in found[:MOST]
        )
        yield Table(columns(material, *titled), rows, is_dense=True)
        yield from _more(material, len(found))
    if without:
        words = _("No backup was seen of: {names}.", names=names(material, without).text)
        yield paragraph(material, words)
    elif not found:
        yield paragraph(material, _("Of every target a backup was seen, and none was late."))


def blind_targets(material: Material) -> list[str]:
    """Targets that were not inspected, or longer ago than what counts as fresh."""
    newest: dict[str, datetime] = {}
    for pair in material.pairs:
        if pair.at is not None and pair not in material.unasked:
            newest[pair.target] = max(newest.get(pair.target, pair.at), pair.at)
    oldest = material.round.made_at - FRESH
    return [target for target in material.targets if target not in newest or newest[target] < oldest]


def unseen_words(material: Material, blind: Sequence[str]) -> Iterator[Block]:
    """Which targets and how many checks were not looked at."""
    if blind:
        words = _("Not inspected within {days:number} days: {names}.", days=FRESH.days, names=names(material, blind).text)
        yield paragraph(material, words)
    checks = [
        pair.target
        for pair in material.pairs
        if any(finding.level is Level.UNKNOWN for finding in pair.findings) and pair.target not in set(blind)
    ]
    if checks:
        who = names(material, tuple(dict.fromkeys(checks))).text
        yield paragraph(
            material,
            _(
                "Checks not made: {count:number} ({names}); see annex B of the report.",
                count=len(checks),
                names=who,
            ),
        )
    if not blind and not checks:
        yield paragraph(material, _("Nothing: every expected check was made."))


def _more(material: Material, count: int) -> Iterator[Block]:
    if count > MOST:
        yield paragraph(material, _("and {count:number} more: see the inspection report", count=count - MOST), style="note")
