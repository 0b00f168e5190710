"""Chapter 7: the results by area. What is bad stands in rows, what is healthy is counted."""

from collections import Counter
from typing import Final

from checks.base import AREA_WORDS, LEVEL_WORDS, Area, Finding, Level
from config.text import Text, _
from reports.documents.answers import Pair
from reports.documents.assets import is_asset_exhibit, unasked_table
from reports.documents.compare import PROBLEMS
from reports.documents.conditions import area_of
from reports.documents.exhibits import fitted, gathered
from reports.documents.maps import maps
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, cut, paragraph, without_empty

COUNTED: Final = (Level.OK, Level.NOTICE, Level.WARN, Level.CRITICAL, Level.UNKNOWN, Level.ABSENT)
MOST_ON_PAPER: Final = 120
QUOTED: Final = 100


def chapter_areas(material: Material) -> Section:
    """Every area that the catalogue has checks for, in the contract's order."""
    by_area: dict[Area | None, list[Pair]] = {}
    for pair in (pair for pair in material.pairs if pair not in material.unasked):
        by_area.setdefault(area_of(material.rows.get(pair.check)), []).append(pair)
    blocks: list[Block] = []
    present = [area for area in (*Area, None) if area in by_area]
    for place, area in enumerate(present, 1):
        words = material.say(AREA_WORDS[area] if area else _("Other checks"))
        blocks.append(Heading(Words(f"7.{place} {words.text}"), 2, f"area-{place}"))
        blocks += _area(material, by_area[area])
        blocks += _exhibits(material, {pair.check for pair in by_area[area]})
    if material.unasked:
        words = material.say(_("Targets that could not be inspected automatically this time"))
        blocks.append(Heading(Words(f"7.{len(present) + 1} {words.text}"), 2, "area-by-hand"))
        note = _("No automatic inspection exists for these targets; an engineer looks at what is named, by hand.")
        blocks += [paragraph(material, note), unasked_table(material)]
    return Section("7", material.say(_("Results by area")), tuple(blocks), "areas", starts_page=True)


def _area(material: Material, pairs: list[Pair]) -> list[Block]:
    checks = dict.fromkeys(pair.check for pair in pairs)
    counts: dict[str, Counter[Level]] = {check: Counter() for check in checks}
    for pair in pairs:
        counts[pair.check].update(finding.level for finding in pair.findings)
    ordered = [check for check in material.rows if check in checks] + [
        check for check in checks if check not in material.rows
    ]
    head = ((_("Check"), 34), *((LEVEL_WORDS[level], 11) for level in COUNTED))
    rows = tuple(
        (material.title(check), *(Words(str(counts[check][level] or "·")) for level in COUNTED)) for check in ordered
    )
    blocks: list[Block] = [Table(columns(material, *head, centred=range(1, len(head))), rows, is_dense=True)]
    bad = [
        (pair, finding)
        for check in ordered
        for pair in pairs
        if pair.check == check
        for finding in pair.findings
        if finding.level in PROBLEMS
    ]
    if not bad:
        seen = any(counts[check][Level.OK] for check in checks)
        words = _("No problem was found within what was inspected.") if seen else _("Nothing could be judged here.")
        return [*blocks, paragraph(material, words)]
    worst_first = sorted(bad, key=lambda one: PROBLEMS.index(one[1].level))
    is_advice = area_of(material.rows.get(ordered[0])) is Area.DB_TUNING
    return [*blocks, _advice(material, worst_first) if is_advice else _bad(material, worst_first)]


def _bad(material: Material, bad: list[tuple[Pair, Finding]]) -> Table:
    head = (
        (_("Level"), 10),
        (_("Target"), 11),
        (_("Check"), 20),
        (_("Result"), 24),
        (_("Observed"), 17),
        (_("Expected"), 12),
        (_("Quotation"), 18),
    )
    rows = tuple(
        (
            material.level(finding.level),
            fact(pair.target),
            material.what(pair.check, finding.subject),
            material.say(finding.summary),
            material.say(finding.observed) if finding.observed else DASH,
            material.say(finding.expected) if finding.expected else DASH,
            fact(cut(finding.quote, QUOTED), is_code=True) if finding.quote else DASH,
        )
        for pair, finding in bad
    )
    return _listed(material, head, rows)


def _advice(material: Material, bad: list[tuple[Pair, Finding]]) -> Table:
    """Opportunities to tune: on what each rests, and what it brings and costs."""
    head = (
        (_("Level"), 10),
        (_("Target"), 11),
        (_("Check"), 20),
        (_("Opportunity"), 24),
        (_("What it rests on"), 18),
        (_("Advice, with effect and effort"), 33),
    )
    rows = tuple(
        (
            material.level(finding.level),
            fact(pair.target),
            material.what(pair.check, finding.subject),
            material.say(finding.summary),
            _evidence(material, finding),
            _remedy(material, pair, finding),
        )
        for pair, finding in bad
    )
    return _listed(material, head, rows)


def _evidence(material: Material, finding: Finding) -> Words:
    if finding.observed:
        return material.say(finding.observed)
    return fact(cut(finding.quote, QUOTED), is_code=True) if finding.quote else DASH


def _remedy(material: Material, pair: Pair, finding: Finding) -> Words:
    row = material.rows.get(pair.check)
    remedy = finding.remedy or (row.remedy if row else None)
    return material.say(remedy) if remedy else DASH


def _listed(material: Material, head: tuple[tuple[Text, int], ...], rows: tuple[tuple[Words, ...], ...]) -> Table:
    elsewhere = _("{count} rows: too many for paper, see the workbook and the html form.", count=len(rows))
    whole = Table(
        columns(material, *head), rows, most_on_paper=MOST_ON_PAPER, elsewhere=material.say(elsewhere), is_dense=True
    )
    return without_empty(whole)


def _exhibits(material: Material, checks: set[str]) -> list[Block]:
    found = [
        (result.target, exhibit)
        for result in material.inspection.targets
        for exhibit in result.exhibits
        if exhibit.check in checks and not is_asset_exhibit(exhibit)
    ]
    blocks: list[Block] = list(maps(material, found))
    for title, table in gathered(material, found):
        blocks += [Heading(title, 3), *fitted(table)]
    return blocks
