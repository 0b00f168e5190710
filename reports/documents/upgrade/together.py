"""Rows that say the same of several targets stand once; an annex names the targets where a row names only the first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from checks.subjects import subject_words
from checks.trait_words import SUBJECTS as TRAITS
from checks.verification import ChangeRow, GateRow, Stand
from config.text import Text, _
from reports.documents.model import Section, Table, Words, fact
from reports.documents.tables import MOST_NAMED, columns, names, paragraph
from reports.documents.upgrade.matter import Matter

R = TypeVar("R", ChangeRow, GateRow)
ANY: Final = "*"
MOST_ON_PAPER: Final = 60


def together(rows: Iterable[R]) -> list[tuple[R, tuple[str, ...]]]:
    """Each row that differs by more than its target, with the targets of which it is said."""
    found: dict[R, list[str]] = {}
    first: dict[R, R] = {}
    for one in rows:
        same = replace(one, target="")
        first.setdefault(same, one)
        found.setdefault(same, []).append(one.target)
    return [(first[same], tuple(targets)) for same, targets in found.items()]


def targets_cell(of: Matter, targets: Sequence[str]) -> Words:
    """The targets of a row; a pattern that fits any is said in words."""
    return of.say(_("any target")) if tuple(targets) == (ANY,) else names(of, targets)


def annex(of: Matter) -> Iterator[Section]:
    """All targets of the rows that name only the first few; nothing where there is no such row."""
    shown = [one for one in of.of.changes if one.stand is not Stand.NOTED]
    rows = tuple(
        (of.say(what), fact(("、" if of.language == "zh_CN" else ", ").join(targets)))
        for what, targets in (
            *((thing(one), targets) for one, targets in together(shown)),
            *((_("{title}: {words}", title=one.title, words=one.words), targets) for one, targets in together(of.of.gate)),
        )
        if len(targets) > MOST_NAMED + 1
    )
    if rows:
        table = Table(
            columns(of, (_("What is said"), 26), (_("Targets"), 74)),
            rows,
            most_on_paper=MOST_ON_PAPER,
            elsewhere=elsewhere(of, len(rows)),
            is_dense=True,
        )
        words = _("Where a row of chapters 2, 4 and 11 stands for several targets, all of them are named here.")
        yield Section("A", of.say(_("All targets of a row")), (paragraph(of, words), table), "annex-a", starts_page=True)


def thing(one: ChangeRow) -> Text:
    """What differs, without the moment that stands in chapter 1: the thing, and its field where that says more."""
    what, field = one.words.values.get("thing"), one.words.values.get("field")
    if not isinstance(what, Text):
        return one.words
    what = Text(what.template, {"name": subject_words(one.aspect, one.subject)})
    if isinstance(field, Text) and (one.aspect, one.subject) not in TRAITS:
        return _("{thing}: {field}", thing=what, field=field)
    return _("{thing} (renamed)", thing=what) if "former" in one.words.values else what


def elsewhere(of: Matter, count: int) -> Words:
    """Say of a table that paper does not hold where it stands."""
    return of.say(_("{count} rows: too many for paper, see the html form.", count=count))
