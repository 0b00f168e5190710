"""Annex B: what was not inspected, one row a cause of a target, with the checks that it darkened."""

from collections.abc import Iterator
from typing import Final

from checks.base import Level
from config.text import _
from reports.documents.assets import unasked_table
from reports.documents.material import Material
from reports.documents.model import Block, Section, Table, Words, fact
from reports.documents.tables import columns, paragraph, too_many, width_of, without_empty

LISTED_ON_PAPER: Final = 600
_MOST: Final = 800
"""Letters' widths of checks in one row: some fifteen lines of its column, since a row is not split between pages."""


def unseen(material: Material, time_width: int) -> Section:
    """What was not inspected and why, then the targets that nothing can ask."""
    head = (
        (_("Target"), 13),
        (_("Why"), 25),
        (_("Number"), 7),
        (_("Checks not inspected"), 40),
        (_("Time"), time_width),
    )
    rows = tuple(_rows(material))
    blocks: list[Block] = []
    if rows:
        whole = Table(
            columns(material, *head, numbers=(2,)),
            rows,
            most_on_paper=LISTED_ON_PAPER,
            elsewhere=too_many(material, len(rows)),
            is_dense=True,
        )
        blocks.append(without_empty(whole))
    if material.unasked:
        blocks.append(unasked_table(material, caption=_("Targets that could not be inspected automatically this time")))
    if not blocks:
        blocks.append(paragraph(material, _("Nothing: every expected check was made.")))
    return Section("B", material.say(_("Not inspected")), tuple(blocks), "annex-b")


def _rows(material: Material) -> Iterator[tuple[Words, ...]]:
    """A row a target, cause and time, in the order of their first result; a long list takes several."""
    causes: dict[tuple[str, str, str], list[Words]] = {}
    shown: dict[tuple[str, str, str], tuple[Words, Words]] = {}
    for pair in material.pairs:
        for finding in pair.findings:
            if finding.level is Level.UNKNOWN and pair not in material.unasked:
                why, at = material.say(finding.summary), material.seen_at(pair)
                key = (pair.target, why.text, at.text)
                shown[key] = (why, at)
                causes.setdefault(key, []).append(material.what(pair.check, finding.subject))
    for key, whats in causes.items():
        why, at = shown[key]
        for part in _parts(whats):
            yield fact(key[0]), why, fact(len(part)), _listed(material, part), at


def _listed(material: Material, whats: list[Words]) -> Words:
    comma = "；" if material.language == "zh_CN" else "; "
    return Words(comma.join(one.text for one in whats), is_fact=any(one.is_fact for one in whats))


def _parts(whats: list[Words]) -> Iterator[list[Words]]:
    part: list[Words] = []
    width = 0
    for one in whats:
        if part and width + width_of(one.text) > _MOST:
            yield part
            part, width = [], 0
        part.append(one)
        width += width_of(one.text) + 2
    if part:
        yield part
