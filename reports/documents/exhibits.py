"""Exhibits: the titled tables that checks give beside findings, gathered over targets and fitted to the page."""

from dataclasses import replace
from typing import Final

from checks.base import Exhibit
from config.text import Text, _
from reports.documents.material import Material
from reports.documents.model import DASH, Table, Words, fact
from reports.documents.tables import columns, pairs_table, width_of, without_empty

COLUMNS_AT_MOST: Final = 7
"""That stand legibly side by side on an upright page."""
ROWS_ON_PAPER: Final = 60
NARROWEST: Final = 8
WIDEST: Final = 36


def gathered(material: Material, exhibits: list[tuple[str, Exhibit]]) -> list[tuple[Words, Table]]:
    """Exhibits of one title and shape as one table, the target in its first column."""
    groups: dict[tuple[str, tuple[Text, ...]], list[tuple[str, Exhibit]]] = {}
    for target, exhibit in exhibits:
        groups.setdefault((exhibit.title.template, exhibit.columns), []).append((target, exhibit))
    made = []
    facts = {"": DASH}  # the same packages, accounts and settings stand on every host of a fleet
    for (_title, titles), members in groups.items():
        rows = tuple(
            (fact(target), *(_cell(material, cell, facts) for cell in row)) for target, e in members for row in e.rows
        )
        if rows:
            elsewhere = _("{count} rows: too many for paper, see the workbook and the html form.", count=len(rows))
            widths = _widths(rows)
            head = ((_("Target"), widths[0]), *zip(titles, widths[1:], strict=False))
            table = Table(
                columns(material, *head),
                rows,
                most_on_paper=ROWS_ON_PAPER,
                elsewhere=material.say(elsewhere),
                is_dense=True,
            )
            made.append((material.say(members[0][1].title), without_empty(table)))
    return made


def _cell(material: Material, cell: str | Text, facts: dict[str, Words]) -> Words:
    if isinstance(cell, Text):
        return material.say(cell)
    if cell not in facts:
        facts[cell] = fact(cell)
    return facts[cell]


def fitted(table: Table) -> list[Table]:
    """Fit a table to the page: one of too many columns becomes several, each with the first column before it."""
    count = len(table.columns)
    if count <= COLUMNS_AT_MOST:
        return [table]
    if len(table.rows) == 1:
        return [pairs_table((column.title, words) for column, words in zip(table.columns, table.rows[0], strict=True))]
    size = -(-(count - 1) // -(-(count - 1) // (COLUMNS_AT_MOST - 1)))
    return [_part(table, (0, *range(start, min(start + size, count)))) for start in range(1, count, size)]


def _part(table: Table, places: tuple[int, ...]) -> Table:
    rows = tuple(tuple(row[n] for n in places) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in places), rows=rows)


def _widths(rows: tuple[tuple[Words, ...], ...]) -> list[int]:
    """Shares of the width by the longest cell of each column, bounded so that none starves another."""
    longest = (max(map(width_of, {row[place].text for row in rows})) for place in range(len(rows[0])))
    return [max(NARROWEST, min(WIDEST, length)) for length in longest]
