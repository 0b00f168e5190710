"""One column of a table, or one object of a device, given one value after another, each with the level that is right."""

from collections.abc import Mapping

from tests.house.recall.shapes import Variation, fault, healthy
from tests.house.recall.tables import ANY, Cell, Rows, rows
from tests.house.recall.varbinds import Objects, Said, says

NO_OBJECTS: Mapping[str, Said] = {}


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


def object_ladder(
    oid: str, subject: str, steps: Mapping[str, tuple[Said, ...]], *, beside: Mapping[str, Said] = NO_OBJECTS, of: str = ""
) -> tuple[Variation, ...]:
    """The same of one object of a device: by level of ``subject`` ("" is healthy) what it says, with others beside it."""

    def edit(value: Said) -> Objects:
        return says({**beside, oid: value}, of)

    return tuple(
        fault(f"{oid} {value!r}", {subject: level}, edit(value)) if level else healthy(f"{oid} {value!r}", edit(value))
        for level, values in steps.items()
        for value in values
    )
