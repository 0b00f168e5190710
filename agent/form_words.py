"""What is wrong in a form that came back, in words: sheet, row, item, what was found there, what to write instead."""

import re
from typing import Final

from agent.sheets.filled import FilledRow
from collectors.manual.values import NOT_APPLICABLE, plain
from config.checklists import Choice, Item, told
from config.problems import Problem
from config.text import LANGUAGES, Text, _, verbatim

_PLACE: Final = re.compile(r"(?P<file>.*) \[(?P<sheet>.*)\](?::(?P<row>\d+))?")
_SHOWN: Final = 60
"""Letters of an answer that a message repeats: enough to find it."""
_BETWEEN: Final = {"zh_CN": "、"}


def problem_words(problem: Problem) -> Text:
    """One problem as one message: where, what was found, what to write."""
    return _("{place}: {found}. To correct: {write}", place=_place(problem.place), found=problem.found, write=problem.write)


def _place(place: str) -> Text:
    """``form.xlsx [ups01]:9`` as a person looks for it."""
    parts = _PLACE.fullmatch(place)
    if parts is None:
        return verbatim(place)
    file, sheet, row = parts["file"], parts["sheet"], parts["row"]
    if row is None:
        return _("{file}, sheet {sheet}", file=file, sheet=sheet)
    return _("{file}, sheet {sheet}, row {row}", file=file, sheet=sheet, row=row)


def unclear(row: FilledRow, item: Item) -> tuple[Text, Text]:
    """What stands in a row whose answer cannot be understood, and how the item is answered."""
    found = _("item {number} ({title}) says “{said}”", number=row.number, title=told(item.title), said=row.answer[:_SHOWN])
    if plain(row.answer) in NOT_APPLICABLE:
        return found, _("write in the remark why it does not apply")
    return found, how_to(item)


def unclear_how(row: FilledRow, item: Item) -> tuple[Text, Text]:
    """What stands where a row says how it was seen."""
    found = _(
        "item {number} ({title}) was seen “{said}”, which is no word of the list",
        number=row.number,
        title=told(item.title),
        said=row.how[:_SHOWN],
    )
    return found, _("choose from the list how it was seen; until then it counts as told, not as seen")


def how_to(item: Item) -> Text:
    """How an item is answered."""
    match item.kind:
        case "choice":
            return _("write one of: {choices}", choices=_listed(item.choices))
        case "number" if item.range.unit:
            return _("write one number in {unit}, such as 23.5: no “about”, no range, no other unit", unit=item.range.unit)
        case "number":
            return _("write one number, such as 23.5: no “about”, no range")
        case "date":
            return _("write a day as 2026-12-31, not after the day of the form; where there is none, write “none”")
        case "text":
            return _("write it as the form asks")


def _listed(choices: tuple[Choice, ...]) -> Text:
    """The words of a list, each in the reader's language."""
    said = {
        language: _BETWEEN.get(language, ", ").join(choice.words.get(language, "") for choice in choices)
        for language in LANGUAGES
    }
    return Text("{verbatim}", {"verbatim": said["en"]}, said)
