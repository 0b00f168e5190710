"""The list of remedies, 安全加固建议清单: per target what was found and how it is mended, with each card once."""

from collections.abc import Iterator
from typing import Final

from checks.security.shape import WINDOW_WORDS
from config.text import _
from reports.documents.frame import labels, numbered
from reports.documents.front import cover
from reports.documents.model import NOTHING, Block, Bullets, Document, Heading, Section, Sheet, Table, Words, fact
from reports.documents.security.hardening_sheet import data, sheet
from reports.documents.security.remedies import Remedies, Remedy, several
from reports.documents.security.scripts import Item, script
from reports.documents.tables import columns, names, pairs_table, paragraph

TITLE: Final = _("List of security remedies")
READERS: Final = _("only those who plan and carry out the remedies; not to be passed on")
_RULES: Final = (
    _("Nothing here was executed, and the program executes none of it: a person decides, types and verifies."),
    _("Before each item: a backup of what it changes, the owner’s consent, and the window that the item needs."),
    _(
        "Keep a second session open until a new login has been seen to work; try each item on one less important target "
        "first."
    ),
    _("One item at a time: carry it out, run its verifying command, write down who and when; where it fails, go back."),
    _("Afterwards xunjian run --security --recheck: an item is done when the check says so, not when the command ended."),
)


def build(of: Remedies) -> Document:
    """Write the document."""
    site = of.material.site
    header = _("{customer} {title}", customer=site.customer, title=TITLE) if site.customer else TITLE
    return Document(
        kind="hardening",
        number=of.number,
        language=of.language,
        made_at=of.material.round.made_at,
        cover=cover(of.material, TITLE, READERS),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of),
        sections=tuple(numbered(of, _sections(of))),
        sheets=(Sheet(of.say(_("Remedies")), sheet(of)),),
        data=data(of),
    )


def scripts(of: Remedies) -> dict[str, str]:
    """By target, its script: comments alone, behind an exit."""
    return {target: script(of, target, [_item(one, target) for one in of.of_target(target)]) for target in of.targets}


def _item(one: Remedy, target: str) -> Item:
    return Item(one.number, one.check, one.level, one.card, one.found[target])


def _summary(of: Remedies) -> Section:
    blocks: list[Block] = []
    if not of.remedies:
        blocks.append(paragraph(of, _("Within what was inspected nothing was found that a card mends."), style="lead"))
    else:
        words = _("Remedies: {count}, on targets: {targets}.", count=len(of.remedies), targets=len(of.targets))
        blocks.append(paragraph(of, words, style="lead"))
    blocks.append(Bullets(tuple((of.say(rule),) for rule in _RULES)))
    if of.remedies:
        blocks.append(_overview(of))
    return Section("", of.say(_("Before anything is changed")), tuple(blocks), "summary", starts_page=True)


def _overview(of: Remedies) -> Table:
    titled = ((_("No."), 8), (_("Risk"), 11), (_("Remedy"), 33), (_("Targets"), 24), (_("Window"), 24))
    rows = tuple(
        (
            fact(one.number),
            of.material.risk(one.level),
            of.material.title(one.check),
            names(of, tuple(one.found)),
            of.say(WINDOW_WORDS[one.card.window]),
        )
        for one in of.remedies
    )
    return Table(columns(of, *titled), rows, is_dense=True)


def _sections(of: Remedies) -> Iterator[Section]:
    place = 0
    for place, target in enumerate(of.targets, 1):
        yield _of_target(of, target, str(place))
    if of.remedies:
        blocks = tuple(block for one in of.remedies for block in _card(of, one))
        yield Section(str(place + 1), of.say(_("Cards")), blocks, "cards", starts_page=True)


def _of_target(of: Remedies, target: str, number: str) -> Section:
    titled = ((_("No."), 8), (_("Risk"), 11), (_("Remedy"), 25), (_("What was found"), 40), (_("Done by, on"), 16))
    rows = tuple(
        (
            fact(one.number),
            of.material.risk(one.level),
            of.material.title(one.check),
            Words(several(of, one.found[target]), is_fact=True),
            NOTHING,
        )
        for one in of.of_target(target)
    )
    table = Table(columns(of, *titled), rows, is_dense=True)
    name = of.material.asset(target).get("name", "")
    return Section(number, fact(f"{target} {name}".strip()), (table,), f"target-{number}")


def _card(of: Remedies, one: Remedy) -> Iterator[Block]:
    title = of.material.title(one.check).text
    yield Heading(Words(f"{one.number} {title}"), 2, one.number)
    card = one.card
    rows = [(of.say(_("Step {place}", place=place)), of.say(step)) for place, step in enumerate(card.steps, 1)]
    rows += [(of.say(_("Command")), fact(command, is_code=True)) for command in card.commands]
    rows += [
        (of.say(_("Window")), of.say(WINDOW_WORDS[card.window])),
        (of.say(_("Risk of doing it")), of.say(card.risk)),
        (of.say(_("Way back")), of.say(card.rollback)),
        (of.say(_("Verify by")), fact(card.verify, is_code=True)),
        (of.say(_("Targets")), names(of, tuple(one.found))),
    ]
    yield pairs_table(rows)
