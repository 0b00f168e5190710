"""One column of a table given one value after another, each with the level that is right for it."""

from collections.abc import Mapping

from tests.house.recall.shapes import Variation, fault, healthy
from tests.house.recall.tables import ANY, Cell, Rows, rows


def ladder(
    column: str,
    steps: Mapping[str, tuple[str, ...]],
    *,
    subject: str = "",
    cells: Mapping[str, Cell] = ANY,
    at: Mapping[str, Cell] = ANY,
    add: bool = False,
    **where: Cell,
) -> tuple[Variation, ...]:
    """By level of ``subject`` ("" is healthy) the values of ``column`` that are seeded, with ``cells`` beside each."""

    def edit(value: str) -> Rows:
        return rows("add" if add else "put", {**cells, column: value}, at, **where)

    return tuple(
        fault(f"{column} {value}", {subject: level}, edit(value)) if level else healthy(f"{column} {value}", edit(value))
        for level, values in steps.items()
        for value in values
    )
