"""The lists of accounts, ports and the like, and how their rows differ from those of the security check before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Exhibit, Level
from checks.result import Inspection
from config.text import Text, _, render
from reports.documents.exhibits import fitted, gathered
from reports.documents.model import Block, Heading, Table, Words, fact
from reports.documents.security.matter import Matter
from reports.documents.tables import columns, cut, paragraph, too_many

MOST_ON_PAPER: Final = 200
_SHOWN: Final = 110
"""Letters of a row that are printed; the workbook has the whole."""
_List = tuple[str, str, str]
"""(target, check, template of the title): what makes two lists of two rounds the same one."""
_WAYS: Final[Mapping[str, tuple[str, Text]]] = {
    "new": ("warn", _("row new")),
    "gone": ("notice", _("row gone")),
    "changed": ("notice", _("row changed")),
}


@dataclass(frozen=True, slots=True)
class _Difference:
    target: str
    check: str
    title: Text
    way: str
    before: str
    now: str


def exhibits(of: Matter, is_wanted: Callable[[str], bool]) -> Iterator[Block]:
    """Every list that the wanted checks gave, gathered over the assets."""
    given = [(r.target, e) for r in of.material.inspection.targets for e in r.exhibits if is_wanted(e.check)]
    found = gathered(of.material, given)
    if not found:
        yield paragraph(of, _("The checks of this round gave no lists."))
    for title, table in found:
        yield Heading(title, 3)
        yield from fitted(table)


def differences(of: Matter, is_wanted: Callable[[str], bool]) -> Iterator[Block]:
    """New, changed and gone rows of the wanted checks; only of lists that both rounds saw whole."""
    previous = of.material.round.previous
    if previous is None:
        yield paragraph(of, _("First security check: there is nothing to compare the lists with."))
        return
    found = [one for one in _found(of.language, previous, of.material.inspection) if is_wanted(one.check)]
    yield paragraph(
        of,
        _(
            "Only lists that both checks saw whole are compared, row by row. A difference is a question to its owner and "
            "no finding by itself."
        ),
        style="note",
    )
    if not found:
        yield paragraph(of, _("No row differs."))
        return
    titled = ((_("Target"), 13), (_("List"), 18), (_("Difference"), 11), (_("Last time"), 29), (_("This time"), 29))
    rows = tuple(
        (
            fact(one.target),
            of.say(one.title),
            of.say(_WAYS[one.way][1], tone=_WAYS[one.way][0]),
            fact(cut(one.before, _SHOWN) or "—"),
            fact(cut(one.now, _SHOWN) or "—"),
        )
        for one in found
    )
    elsewhere = too_many(of, len(rows))
    yield Table(columns(of, *titled), rows, most_on_paper=MOST_ON_PAPER, elsewhere=elsewhere, is_dense=True)


def _lists(one: Inspection) -> dict[_List, Exhibit]:
    """The lists of a round that are whole: nothing of their check was left unseen."""
    found: dict[_List, list[Exhibit]] = {}
    for result in one.targets:
        partial = {finding.check for finding in result.findings if finding.level is Level.UNKNOWN}
        for exhibit in result.exhibits:
            if exhibit.check not in partial:
                found.setdefault((result.target, exhibit.check, exhibit.title.template), []).append(exhibit)
    return {key: exhibits[0] for key, exhibits in found.items() if len(exhibits) == 1}


def _found(language: str, before: Inspection, now: Inspection) -> Iterator[_Difference]:
    then = _lists(before)
    for key, exhibit in _lists(now).items():
        was = then.get(key)
        if was is not None and len(was.columns) == len(exhibit.columns):
            yield from _rows(language, key[:2], was, exhibit)


def _rows(language: str, of: tuple[str, str], was: Exhibit, now: Exhibit) -> Iterator[_Difference]:
    """Compare by the first cell where it names each row; else whole rows, of which none can change."""
    sides = [_by_name(language, one) for one in (was, now)]
    if None in sides:
        sides = [{row: row for row in _said(language, one)} for one in (was, now)]
    old, new = (side or {} for side in sides)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            way = "gone" if name not in new else "new" if name not in old else "changed"
            yield _Difference(*of, now.title, way, " · ".join(old.get(name, ())), " · ".join(new.get(name, ())))


def _by_name(language: str, one: Exhibit) -> dict[tuple[str, ...], tuple[str, ...]] | None:
    """Rows by their first cell; None where two rows share it."""
    rows = _said(language, one)
    named = {row[:1]: row for row in rows}
    return named if len(named) == len(rows) else None


def _said(language: str, one: Exhibit) -> list[tuple[str, ...]]:
    return [tuple(render(cell, language) if isinstance(cell, Text) else cell for cell in row) for row in one.rows]


def difference_rows(of: Matter) -> tuple[tuple[Words, ...], ...]:
    """Every difference whole, for the workbook."""
    previous = of.material.round.previous
    if previous is None:
        return ()
    return tuple(
        (fact(one.target), of.say(one.title), of.say(_WAYS[one.way][1]), fact(one.before), fact(one.now))
        for one in _found(of.language, previous, of.material.inspection)
    )


def difference_table(of: Matter) -> Table:
    """The same as a table of the workbook."""
    titled = ((_("Target"), 14), (_("List"), 24), (_("Difference"), 12), (_("Last time"), 60), (_("This time"), 60))
    return Table(columns(of, *titled), difference_rows(of))
