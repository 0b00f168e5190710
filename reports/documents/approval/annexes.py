"""Annexes: every command whole, and the files of rights that the customer's administrators put in place."""

from collections.abc import Iterator
from typing import Final

from config.text import _
from reports.documents.approval.matter import Approval, Ask, Other
from reports.documents.approval.sending import bounds, numbers_of, purpose
from reports.documents.model import NOTHING, Block, Column, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, paragraph

LINES_A_ROW: Final = 24
"""Lines of a command in one row of a table: a row stands on one page."""


def annex_commands(of: Approval) -> Section:
    """A row a command; a long one goes on in the next row."""
    head = ((_("No."), 8), (_("What is sent, whole"), 92))
    rows = (
        *(row for ask, number in numbers_of(of).items() for row in _rows(of, ask, number)),
        *(row for one in of.others for row in _of_other(of, one)),
    )
    words = _(
        "The digest names what is run, in every version of the program; the list has the same. “=>” stands before what "
        "is repeated for each item that the lines above it list."
    )
    blocks = (paragraph(of, words), Table(columns(of, *head), rows, is_dense=True))
    return Section("A", of.say(_("Everything that is sent, word for word")), blocks, "annex-a", starts_page=True)


def _rows(of: Approval, ask: Ask, number: str) -> Iterator[tuple[Words, ...]]:
    ids = ", ".join(ask.ids)
    here = of.say(_(" (on the inspecting machine)")).text if ask.is_here else ""
    yield (
        fact(number, is_strong=True),
        Words(f"{ids}{here} — {purpose(of, ask).text} — {bounds(of, ask).text}", is_strong=True),
    )
    yield NOTHING, fact(ask.digest, is_code=True)
    for part in _parts(ask.command):
        yield NOTHING, fact(part, is_code=True)
    if ask.values:
        yield NOTHING, fact("\n".join(ask.values), is_code=True)


def _of_other(of: Approval, one: Other) -> Iterator[tuple[Words, ...]]:
    """What another command sends, whole."""
    if one.text:
        yield NOTHING, Words(f"{one.command} — {of.say(one.to).text}", is_strong=True)
        for part in _parts(one.text):
            yield NOTHING, fact(part, is_code=True)


def _parts(text: str) -> Iterator[str]:
    lines = text.strip("\n").split("\n")
    for start in range(0, len(lines), LINES_A_ROW):
        yield "\n".join(lines[start : start + LINES_A_ROW])


def annex_scripts(of: Approval) -> Section:
    """The sudoers file and the grants of each product of database."""
    blocks: list[Block] = [
        paragraph(
            of, _("The least rights that the accounts need; without one of them the checks named with it see nothing.")
        )
        if of.scripts
        else paragraph(of, _("No target of this form has sudo allowed or is a database: there is nothing to grant."))
    ]
    for title, script in of.scripts.items():
        blocks.append(Heading(fact(title)))
        blocks.append(
            Table((Column(NOTHING, 100),), tuple((fact(part, is_code=True),) for part in _parts(script)), is_dense=True)
        )
    return Section("B", of.say(_("Rights to be granted")), tuple(blocks), "annex-b", starts_page=True)
