"""Chapter 2: everything that is sent to the targets, a row an ask, with what it is for."""

from collections.abc import Iterator

from config.text import Text, _
from reports.documents.approval.matter import Approval, Ask, Listing, Other
from reports.documents.model import Block, Bullets, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, cut, names, paragraph

COMMAND_SHOWN = 60
"""Letters of a command in the chapter; annex A has each whole."""


def numbers_of(of: Approval) -> dict[Ask, str]:
    """Every different ask with its number in this form (C001), in the order of the chapter."""
    found = dict.fromkeys(ask for one in of.listings for ask in one.asks)
    return {ask: f"C{place:03}" for place, ask in enumerate(found, 1)}


def count_of(of: Approval) -> int:
    """How many different asks there are."""
    return len(numbers_of(of))


def chapter_sent(of: Approval) -> Section:
    """A table a group of targets that are sent the same."""
    numbers = numbers_of(of)
    lead = _(
        "Every command, statement and object identifier (OID) that is sent, each with the checks it is for; annex A has "
        "every one whole under its number. Bounds are those of one run: what takes longer or answers more is cut off."
    )
    blocks: list[Block] = [paragraph(of, lead)]
    for one in of.listings:
        blocks += _listing(of, one, numbers)
    blocks += _others(of)
    return Section("2", of.say(_("What is sent, and why")), tuple(blocks), "sent")


def _listing(of: Approval, one: Listing, numbers: dict[Ask, str]) -> Iterator[Block]:
    yield Heading(names(of, one.targets))
    yield Bullets(tuple((of.say(line),) for line in one.heading))
    head = (
        (_("No."), 7),
        (_("Purpose (checks)"), 31),
        (_("Begins with"), 32),
        (_("Access"), 8),
        (_("Root"), 10),
        (_("Bounds"), 12),
    )
    rows = tuple(
        (
            fact(numbers[ask]),
            purpose(of, ask),
            fact(cut(ask.command, COMMAND_SHOWN), is_code=True),
            access(of, ask),
            of.say(ask.root),
            bounds(of, ask),
        )
        for ask in one.asks
    )
    yield Table(columns(of, *head), rows, is_dense=True)


def _others(of: Approval) -> Iterator[Block]:
    """What stands on no list, as a person calls it by name: told all the same."""
    if not of.others:
        return
    words = _(
        "Beside inspections, the service engineer may call these commands; none of them changes anything on a target. "
        "Annex A has what they send word for word."
    )
    yield Heading(of.say(_("What other commands send")))
    yield paragraph(of, words)
    head = ((_("Command"), 20), (_("Sent to"), 20), (_("What is sent"), 46), (_("Bounds"), 14))
    rows = tuple((fact(one.command, is_code=True), of.say(one.to), of.say(one.what), _bounds(of, one)) for one in of.others)
    yield Table(columns(of, *head), rows, is_dense=True)


def _bounds(of: Approval, one: Other) -> Words:
    if one.kib:
        return of.say(_("{seconds} s, {kib} KiB", seconds=one.seconds, kib=one.kib))
    return of.say(_("{seconds} s an address", seconds=one.seconds)) if one.seconds else of.say(_("as in the list"))


def purpose(of: Approval, ask: Ask) -> Words:
    """For which checks it is sent."""
    between = "；" if of.language == "zh_CN" else "; "
    return Words(between.join(of.say(title).text for title in ask.purpose))


def access(of: Approval, ask: Ask) -> Words:
    """Whether it only reads."""
    return of.say(WRITES if ask.is_writing else READS)


READS: Text = _("reads only")
WRITES: Text = _("posts, as confirmed")


def bounds(of: Approval, ask: Ask) -> Words:
    """How long, how much, how often."""
    said = _("{seconds} s, {kib} KiB", seconds=ask.seconds, kib=ask.kib)
    if ask.runs > 1:
        said = _("{bounds}, {runs} times", bounds=said, runs=ask.runs)
    if ask.items > 1:
        said = _("{bounds}, {items} items at most", bounds=said, items=ask.items)
    return of.say(said)
