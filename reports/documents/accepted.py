"""Accepted risks in the documents: beside the problem that they are of, and whole in a table of their own."""

from collections import Counter
from collections.abc import Iterator

from checks.acceptance import Standing
from config.text import _, render
from reports.documents.conditions import Condition
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Table, Words, fact
from reports.documents.tables import columns, paragraph


def standings(material: Material, one: Condition) -> Iterator[tuple[str, Standing]]:
    """By target, what was accepted of a condition's members."""
    for member in one.members:
        found = material.accepted.of(member.target, member.finding)
        if found is not None:
            yield member.target, found


def beside(material: Material, one: Condition) -> Words:
    """What was accepted of a condition; of several places how many each is true of."""
    said = Counter(render(found.words, material.language) for _target, found in standings(material, one))
    if not said:
        return DASH
    if len(one.members) == 1:
        return Words(next(iter(said)))
    between = "；" if material.language == "zh_CN" else "; "
    parts = (_("{words}: {count} of {places} places", words=w, count=n, places=len(one.members)) for w, n in said.items())
    return Words(between.join(render(part, material.language) for part in parts))


def table(material: Material) -> Iterator[Block]:
    """Who accepted what, why, with which control, until when; nothing where nothing was accepted."""
    found = [(one, target, its) for one in material.conditions for target, its in standings(material, one)]
    if not found:
        return
    head = (
        (_("No."), 7),
        (_("Target"), 13),
        (_("Problem"), 22),
        (_("State"), 15),
        (_("Accepted by"), 11),
        (_("Reason"), 16),
        (_("In its place"), 16),
    )
    rows = tuple(
        (
            fact(one.number),
            fact(target),
            material.what(one.check, its.acceptance.subject),
            material.say(its.words),
            fact(its.acceptance.by),
            fact(its.acceptance.reason),
            fact(its.acceptance.control),
        )
        for one, target, its in found
    )
    words = _(
        "Accepted risks. An acceptance changes no level and no score; it ends with its day, and when what was found grows "
        "worse than what was accepted."
    )
    yield paragraph(material, words)
    yield Table(columns(material, *head), rows, is_dense=True)
