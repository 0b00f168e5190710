"""Chapter 4: what differs between the two sides, beside what was declared beforehand. Each difference stands once."""

from collections.abc import Sequence
from typing import Final

from checks.changed import NOT_THERE
from checks.verification import ChangeRow, Stand
from config.text import Text, _, render
from reports.documents.model import DASH, NOTHING, Block, Heading, Section, Table, Words, fact
from reports.documents.tables import MOST_NAMED, columns, names, paragraph
from reports.documents.upgrade.matter import STAND_TITLES, Chapter, Matter
from reports.documents.upgrade.together import elsewhere, targets_cell, thing, together
from reports.upgrade_words import STAND_TONES, STAND_WORDS

MOST_ON_PAPER: Final = 150
NONE_BESIDE: Final = _("No other difference than what stands below as gone is unexpected.")


def chapter_differences(of: Matter) -> Section:
    """Those that call for somebody, what is gone, those that were declared, and what changes by itself."""
    if not of.of.changes:
        blocks: tuple[Block, ...] = (paragraph(of, _("Nothing differs between the two sides.")),)
    else:
        blocks = (_counts(of), *_groups(of), *_noted(of))
    title = of.say(_("Differences before and after"))
    return Section(str(Chapter.DIFFERENCES.value), title, blocks, "differences")


def is_gone(row: ChangeRow) -> bool:
    """Whether the thing is no longer there."""
    return row.now == NOT_THERE and row.stand not in {Stand.NOTED, Stand.MISSED}


def _counts(of: Matter) -> Table:
    titled = tuple((title, 20) for title in STAND_TITLES.values())
    row = tuple(Words(str(of.stands[stand])) for stand in STAND_TITLES)
    return Table(columns(of, *titled, centred=range(len(titled))), (row,))


def _groups(of: Matter) -> list[Block]:
    rows = of.of.changes
    groups = (
        (
            _("Unexpected differences"),
            "unexpected",
            [one for one in rows if one.stand is Stand.UNEXPECTED and not is_gone(one)],
            NONE_BESIDE if any(map(is_gone, rows)) else _("No difference is unexpected."),
        ),
        (_("What is gone"), "gone", [one for one in rows if is_gone(one)], _("Nothing that was there before is gone.")),
        (
            _("Differences that nobody declared"),
            "open",
            [one for one in rows if one.stand is Stand.OPEN and not is_gone(one)],
            None,
        ),
        (_("Declared and did not happen"), "missed", [one for one in rows if one.stand is Stand.MISSED], None),
        (
            _("Expected differences"),
            "expected",
            [one for one in rows if one.stand is Stand.EXPECTED and not is_gone(one)],
            None,
        ),
    )
    blocks: list[Block] = []
    for title, anchor, found, nothing in groups:
        if found or nothing:
            blocks.append(Heading(of.say(title), 2, anchor))
            blocks.append(_table(of, found) if found else paragraph(of, nothing or title))
    return blocks


def _table(of: Matter, found: Sequence[ChangeRow]) -> Table:
    titled = (
        (_("How it stands"), 12),
        (_("Target"), 14),
        (_("Places"), 7),
        (_("Part"), 15),
        (_("Difference"), 22),
        (_("Before"), 14),
        (_("After"), 16),
        (_("Reason given"), 14),
    )
    ordered = sorted(found, key=lambda one: _order(of, one))
    rows = tuple(_row(of, one, targets) for one, targets in together(ordered))
    return Table(
        columns(of, *titled, centred=(2,)),
        rows,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=elsewhere(of, len(rows)),
        is_dense=True,
    )


def _order(of: Matter, one: ChangeRow) -> tuple[int, str]:
    return (of.targets.index(one.target) if one.target in of.targets else len(of.targets), one.aspect)


def _row(of: Matter, one: ChangeRow, targets: tuple[str, ...]) -> tuple[Words, ...]:
    is_missed = one.stand is Stand.MISSED
    return (
        of.say(_required(one), tone=STAND_TONES[one.stand]),
        targets_cell(of, targets),
        Words(str(len(targets))),
        of.say(one.title),
        of.say(thing(one)),
        DASH if is_missed else of.say(one.then),
        _wanted(of, one) if is_missed else of.say(one.now),
        fact(one.reason) if one.reason else NOTHING,
    )


def _required(one: ChangeRow) -> Text:
    words = STAND_WORDS[one.stand]
    return _("{words} (required)", words=words) if one.is_required and one.stand is Stand.MISSED else words


def _wanted(of: Matter, one: ChangeRow) -> Words:
    value = render(one.now, of.language)
    return of.say(_("should be {value}", value=value)) if value else DASH


def _noted(of: Matter) -> list[Block]:
    """What changes by itself, one row a target and part."""
    grouped: dict[tuple[str, str], list[ChangeRow]] = {}
    for one in of.of.changes:
        if one.stand is Stand.NOTED:
            grouped.setdefault((one.target, one.aspect), []).append(one)
    if not grouped:
        return []
    rows = tuple(
        (fact(target), of.say(found[0].title), Words(str(len(found))), _examples(of, found))
        for (target, _aspect), found in grouped.items()
    )
    titled = ((_("Target"), 16), (_("Part"), 22), (_("Differences"), 13), (_("Which"), 49))
    table = Table(
        columns(of, *titled, centred=(2,)),
        rows,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=elsewhere(of, len(rows)),
        is_dense=True,
    )
    said = _("They ask for nothing. The json form has each with its values.")
    return [Heading(of.say(_("What changes by itself")), 2, "noted"), paragraph(of, said, style="note"), table]


def _examples(of: Matter, found: Sequence[ChangeRow]) -> Words:
    """Of one or a few what they were and are, of more the first names."""
    if len(found) > MOST_NAMED:
        return names(of, tuple(dict.fromkeys(one.subject for one in found)))
    said = (_("{thing}: {then} → {now}", thing=thing(one), then=one.then, now=one.now) for one in found)
    stop = "；" if of.language == "zh_CN" else "; "
    return Words(stop.join(render(one, of.language) for one in said))
