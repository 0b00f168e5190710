"""``declared:``: what people answered where no check can judge, by clause or question."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from config.block import Block
from config.clauses import CHAPTERS, CLAUSES, MANAGEMENT, POINTS
from config.grammar import Day, Word, one_of
from config.kinds import ANSWERS
from config.problems import Problem, suggest
from config.said import Declaration
from config.text import _


class DeclaredBlock(Block):
    """One entry of ``declared:``; ``item`` is a clause (8.1.4.4d), a control point, a chapter, or a question's id."""

    item: Annotated[str, one_of(*MANAGEMENT, *CHAPTERS, *POINTS, *CLAUSES)]
    answer: Annotated[str, one_of(*ANSWERS)]
    by: Annotated[Word, Field(min_length=1)]
    on: Day
    until: Day | None = None
    note: Word = ""
    target: Word = ""


def declaration_of(block: DeclaredBlock, place: str) -> Declaration:
    """One entry as the rest of the program sees it."""
    return Declaration(**block.model_dump(), place=place)


def wrong_declarations(declared: Iterable[Declaration], ids: tuple[str, ...]) -> Iterator[Problem]:
    """Find answers that end before they were given, that speak of an unknown target, or that contradict each other."""
    said: Mapping[tuple[str, str, object], Declaration] = {}
    for one in declared:
        if one.until is not None and one.until < one.on:
            found = _("until {until} before on {on}", until=one.until.isoformat(), on=one.on.isoformat())
            yield Problem(one.place, "declared.until", found, _("write the last day on which the answer holds"))
        if one.target and one.target not in ids:
            yield Problem(
                one.place, "declared.target", _("the unknown target “{id}”", id=one.target), suggest(one.target, ids)
            )
        key = (one.item, one.target, one.on)
        if key in said and said[key].answer != one.answer:
            found = _("another answer of the same day; {place} has one already", place=said[key].place)
            yield Problem(one.place, "declared.answer", found, _("keep one of the two"))
        said = {**said, key: one}
