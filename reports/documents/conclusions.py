"""Chapter 3: the conclusion per target, a matrix of targets and areas told in words."""

from typing import Final

from checks.base import AREA_WORDS, Area, Level, worst
from config.text import _
from reports.documents.conditions import area_of
from reports.documents.hand import box
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Paragraph, Section, Table, Words, fact
from reports.documents.score import COVERAGE_NEEDED, TargetScore
from reports.documents.summary import verdict
from reports.documents.tables import columns, paragraph

SHORT_AREAS: Final = {
    Area.HARDWARE: _("hardware"),
    Area.RESOURCES: _("resources"),
    Area.STORAGE: _("storage"),
    Area.NETWORK: _("network"),
    Area.LOGS: _("logs"),
    Area.SERVICES: _("services"),
    Area.CONFIGURATION: _("settings"),
    Area.CLUSTER: _("cluster"),
    Area.BACKUP: _("backup"),
    Area.FUNCTIONS: _("functions"),
    Area.BY_HAND: _("by hand"),
}
AREAS_ABREAST: Final = 8
"""That stand legibly side by side beside coverage and score."""


def _bounds(target: TargetScore) -> Words:
    """Both bounds of a target's score; none of a target on which nothing counts or too little was seen."""
    if target.coverage.ratio < COVERAGE_NEEDED:
        return DASH
    lower, upper = f"{target.lower:.0f}", f"{target.upper:.0f}"
    return fact(lower if lower == upper else f"{lower}–{upper}")


def chapter_conclusions(material: Material) -> Section:
    """A matrix of targets and areas, told in words; of many areas, one part below the other."""
    by_hand = {pair.target for pair in material.unasked}
    cells: dict[tuple[str, Area | None], list[Level]] = {}
    for pair in (pair for pair in material.pairs if pair.target not in by_hand):
        area = area_of(material.rows.get(pair.check))
        cells.setdefault((pair.target, area), []).extend(finding.level for finding in pair.findings)
    present = [area for area in Area if any(known is area for _target, known in cells)]
    cells |= {(target, area): [Level.UNKNOWN] for target in by_hand for area in present}
    parts = max(1, -(-len(present) // AREAS_ABREAST))
    size = max(1, -(-len(present) // parts))
    note = _(
        "Each cell is the worst single result of its area; not inspected outranks a warning, because it "
        "is not known. Score: lower and upper bound."
    )
    blocks: list[Block] = [
        Paragraph((material.say(verdict(material)),), "lead"),
        paragraph(material, note, style="note"),
        *(
            _matrix(material, cells, present[part * size : (part + 1) * size], is_last=part == parts - 1)
            for part in range(parts)
        ),
        box(material, "conclusion", "quarterly"),
    ]
    return Section("3", material.say(_("Conclusion per target")), tuple(blocks), "conclusions")


def _matrix(
    material: Material, cells: dict[tuple[str, Area | None], list[Level]], areas: list[Area], *, is_last: bool
) -> Table:
    """Some areas side by side; coverage and score stand in the last part."""
    has_score = is_last and material.site.score != "hidden" and material.assessment.printed is not None
    titled = [(_("Target"), 15), *((SHORT_AREAS.get(area, AREA_WORDS[area]), 9) for area in areas)]
    titled += [(_("Coverage"), 9)] if is_last else []
    titled += [(_("Score"), 9)] if has_score else []
    rows = []
    for target in material.assessment.targets:
        levels = (cells.get((target.target, area)) for area in areas)
        row = [fact(target.target), *(material.level(worst(level)) if level else DASH for level in levels)]
        if is_last:
            row.append(
                material.say(_("{ratio:percent}", ratio=target.coverage.ratio)) if target.coverage.expected else DASH
            )
        if has_score:
            row.append(_bounds(target))
        rows.append(tuple(row))
    return Table(columns(material, *titled, centred=range(1, len(titled))), tuple(rows), is_dense=True)
