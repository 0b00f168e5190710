"""What of "since last time" the program or the limits did, and not the targets: a sentence for page one, a table."""

from collections.abc import Iterator
from typing import Final

from checks.base import LEVEL_WORDS, Level
from checks.standards import CAUSE_WORDS, Difference, Group, LimitMove, grouped
from checks.subjects import subject_words
from config.limits import LAYER_WORDS, Layer
from config.text import Text, _, render, verbatim
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Heading, Table, Words, fact
from reports.documents.tables import columns, paragraph

MOST_ON_PAPER: Final = 30
NAMED_MOST: Final = 3
"""Members of a row that are named on paper."""


def standard_sentence(material: Material) -> Iterator[Words]:
    """For page one: how much of what differs comes of the standard, and from which program to which."""
    standard = material.round.standard
    if standard is None or not (standard.differences or _is_another(material)):
        return
    count = len(standard.differences)
    if _is_another(material):
        said = _(
            "Change of standard: xunjian {then} last time, {now} now; results that only program or limits changed: "
            "{count}; none of them counts as new or worse",
            then=standard.then_version,
            now=standard.now_version,
            count=count,
        )
    else:
        said = _(
            "Change of standard: results that only program or limits changed: {count}; none of them counts as new or worse",
            count=count,
        )
    yield material.say(said)


def _is_another(material: Material) -> bool:
    standard = material.round.standard
    return standard is not None and standard.then_version != standard.now_version


def standard_blocks(material: Material) -> list[Block]:
    """What the program or the limits changed: the last round's answers judged again, one row a cause."""
    standard = material.round.standard
    if standard is None or not standard.differences:
        return []
    said = _(
        "The answers of the last round were judged again by today’s program and limits. What reads otherwise by that alone "
        "stands here; the targets did not do it."
    )
    titled = ((_("Cause"), 22), (_("Check"), 20), (_("Level"), 14), (_("Limit"), 20), (_("Where"), 24))
    rows = tuple(_row(material, group) for group in grouped(standard.differences))
    table = Table(
        columns(material, *titled),
        rows,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=material.say(
            _("{count} changes: too many for paper, see the workbook and the html form.", count=len(rows))
        ),
        is_dense=True,
    )
    return [Heading(material.say(_("Change of standard")), 3), paragraph(material, said), table]


def _row(material: Material, group: Group) -> tuple[Words, ...]:
    limits = [_limit(move, material.language) for move in group.limits]
    return (
        material.say(CAUSE_WORDS[group.cause]),
        material.title(group.check) if group.check else DASH,
        Words(" → ".join(_level(level, material.language) for level in group.move)),
        Words("; ".join(limits)) if limits else DASH,
        _where(material, group.members),
    )


def _level(level: Level | None, language: str) -> str:
    return render(LEVEL_WORDS[level] if level else _("none"), language)


def _limit(move: LimitMove, language: str) -> str:
    """``warn 0.8 → 0.7 (site)``: what it was, what it is, who set it."""
    layer = (move.now_from or move.then_from).partition(" ")[0].rstrip(":")
    said = f"{move.name} {move.then or '-'} → {move.now or '-'}"
    return render(_("{value} ({layer})", value=said, layer=LAYER_WORDS[Layer(layer)]), language) if layer else said


def _where(material: Material, members: tuple[Difference, ...]) -> Words:
    named = tuple(
        f"{one.target} {render(subject_words(one.check, one.subject), material.language)}".rstrip()
        for one in members[:NAMED_MOST]
    )
    if len(members) <= NAMED_MOST:
        return fact(render(_("{names}", names=named), material.language))
    more: Text = _("{names} and {count} more", names=named, count=len(members) - len(named))
    return material.say(more) if named else material.say(verbatim(""))
