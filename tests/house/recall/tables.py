"""Changes of a database's recorded answer, row by row: cells put, rows added, rows taken; the count of rows follows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Cell = str | None
Does = Literal["put", "add", "take"]
ANY: Mapping[str, Cell] = MappingProxyType({})
"""Every row."""


class TableError(Exception):
    """A change that does not fit the table."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A change of those rows of which all of ``where`` is true. ``part`` is a database of a walk, "" the answer itself."""

    does: Does
    cells: Mapping[str, Cell]
    where: Mapping[str, Cell]
    of: str = ""
    part: str = ""
    member: str = ""


def rows(does: Does, cells: Mapping[str, Cell], at: Mapping[str, Cell], **where: Cell) -> Rows:
    """A change of the rows that fit ``where`` and ``at``; of these the keys of and part say which answer is meant."""
    fits = {**at, **where}
    of, part = fits.pop("of", "") or "", fits.pop("part", "") or ""
    return Rows(does, cells, fits, of, part)


def put(cells: Mapping[str, Cell], at: Mapping[str, Cell] = ANY, **where: Cell) -> Rows:
    """Give the cells of each row that fits other values."""
    return rows("put", cells, at, **where)


def added(cells: Mapping[str, Cell], at: Mapping[str, Cell] = ANY, **where: Cell) -> Rows:
    """A row more: the first one that fits, with other values."""
    return rows("add", cells, at, **where)


def taken(at: Mapping[str, Cell] = ANY, **where: Cell) -> Rows:
    """The rows that fit, gone."""
    return rows("take", {}, at, **where)


def changed(text: bytes, edit: Rows) -> bytes:
    """The answer with its rows changed. Raises TableError where no row fits or a column is not there."""
    table = json.loads(text)
    places = {name: n for n, name in enumerate(table["columns"])}
    unknown = (edit.cells.keys() | edit.where.keys()) - places.keys()
    if unknown:
        raise TableError(f"no column {sorted(unknown)}")
    rows: list[list[Cell]] = table["rows"]
    fitting = [row for row in rows if all(row[places[name]] == value for name, value in edit.where.items())]
    if not fitting:
        raise TableError(f"no row where {dict(edit.where)}")
    match edit.does:
        case "take":
            rows = [row for row in rows if not any(row is one for one in fitting)]
        case "add":
            rows.append(_with(fitting[0], edit.cells, places))
        case "put":
            rows = [_with(row, edit.cells, places) if any(row is one for one in fitting) else row for row in rows]
    table |= {"rows": rows, "count": len(rows)}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def _with(row: list[Cell], cells: Mapping[str, Cell], places: Mapping[str, int]) -> list[Cell]:
    made = list(row)
    for name, value in cells.items():
        made[places[name]] = value
    return made
