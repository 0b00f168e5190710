"""Chapters 9 and 10: what could not be compared, and what only the standard changed."""

from collections.abc import Sequence
from typing import Final

from checks.verification import UnseenRow
from config.text import Text, _
from reports.documents.model import Block, Bullets, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, names, paragraph
from reports.documents.upgrade.matter import Chapter, Matter
from reports.documents.upgrade.together import elsewhere

MOST_ON_PAPER: Final = 100


def chapter_unseen(of: Matter) -> Section:
    """What was seen before and is not seen after; what only the side after saw; what neither saw."""
    lost = [one for one in of.one_sided if one.is_loss]
    rest = [one for one in of.one_sided if not one.is_loss]
    blocks: list[Block] = [
        Heading(of.say(_("Seen before and not after")), 2, "lost"),
        _table(of, lost, "unexpected") if lost else paragraph(of, _("Whatever was seen before was seen after.")),
    ]
    if rest:
        blocks += [Heading(of.say(_("Not comparable, or seen only after")), 2, "one-sided"), _table(of, rest, "unknown")]
    if of.neither:
        words = _("The change has not taken these away: the verdict is not about them.")
        blocks += [Heading(of.say(_("Seen by neither side")), 2, "neither"), paragraph(of, words), _neither(of)]
    title = of.say(_("What could not be compared"))
    return Section(str(Chapter.UNSEEN.value), title, tuple(blocks), "unseen")


def _table(of: Matter, found: Sequence[UnseenRow], tone: str) -> Table:
    titled = ((_("Target"), 20), (_("Not compared"), 30), (_("Why"), 50))
    rows = tuple((_toned(one.target, tone), of.say(one.what), of.say(one.why)) for one in found)
    return Table(columns(of, *titled), rows, most_on_paper=MOST_ON_PAPER, elsewhere=elsewhere(of, len(rows)), is_dense=True)


def _toned(target: str, tone: str) -> Words:
    return fact(target, tone=tone)


def _neither(of: Matter) -> Table:
    """One row a matter and reason, with the targets it concerns."""
    grouped: dict[tuple[Text, Text], list[str]] = {}
    for one in of.neither:
        grouped.setdefault((one.what, one.why), []).append(one.target)
    titled = ((_("Not compared"), 26), (_("Why"), 44), (_("Targets"), 20), (_("Number of targets"), 10))
    rows = tuple(
        (of.say(what), of.say(why), names(of, targets), Words(str(len(targets))))
        for (what, why), targets in grouped.items()
    )
    return Table(
        columns(of, *titled, centred=(3,)),
        rows,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=elsewhere(of, len(rows)),
        is_dense=True,
    )


def chapter_standard(of: Matter) -> Section:
    """What reads otherwise because the program or a limit changed between the two looks."""
    if of.of.standard:
        said = Bullets(tuple((of.say(one),) for one in of.of.standard))
        words = _("The target did not do this: the program or a limit changed between the two looks.")
        blocks: tuple[Block, ...] = (paragraph(of, words), said)
    else:
        blocks = (paragraph(of, _("No finding of the snapshot before reads otherwise by today’s program and limits.")),)
    return Section(str(Chapter.STANDARD.value), of.say(_("Change of standard")), blocks, "standard")
