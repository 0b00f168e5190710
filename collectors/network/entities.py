"""ENTITY-MIB (RFC 6933): the physical parts that other tables only number.

Many makers index their own tables by entPhysicalIndex; its numbers may change with a restart, its names do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.network.varbinds import Objects

_BASE: Final = "1.3.6.1.2.1.47.1.1.1.1"
ENTITY: Final[Mapping[str, str]] = {
    "description": f"{_BASE}.2",
    "contained_in": f"{_BASE}.4",
    "class": f"{_BASE}.5",
    "name": f"{_BASE}.7",
}
"""The columns that every reading asks for that wants the names of parts; a round walks them once."""
MAKING: Final[Mapping[str, str]] = {
    "description": f"{_BASE}.2",
    "contained_in": f"{_BASE}.4",
    "class": f"{_BASE}.5",
    "name": f"{_BASE}.7",
    "hardware": f"{_BASE}.8",
    "firmware": f"{_BASE}.9",
    "software": f"{_BASE}.10",
    "serial": f"{_BASE}.11",
    "model": f"{_BASE}.13",
}
"""Those that tell what a part is."""
CHASSIS: Final = 3
CONTAINER: Final = 5
POWER_SUPPLY: Final = 6
FAN: Final = 7
SENSOR: Final = 8
MODULE: Final = 9
PORT: Final = 10
STACK: Final = 11
PROCESSOR: Final = 12
_DEEPEST: Final = 16
"""Parts within parts that are followed; a table that contains itself ends there."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One physical part by its index. ``class_number`` as in PhysicalClass; ``contained_in`` is an index, 0 at the top."""

    index: str
    name: str
    description: str
    class_number: int
    contained_in: str

    @property
    def words(self) -> str:
        """What to call it: its name, else its description, else its number."""
        return self.name or self.description or self.index


def entities(said: Objects) -> dict[str, Entity]:
    """All parts by their index, of an answer whose reading asked for ENTITY."""
    found = {}
    for row in said.rows(ENTITY):
        found[row.index] = Entity(
            row.index, row.text("name"), row.text("description"), row.whole("class") or 0, row.text("contained_in")
        )
    return found


def words_of(known: Mapping[str, Entity], index: str, otherwise: str = "") -> str:
    """What to call the part of an index."""
    return known[index].words if index in known else otherwise or index


def within(known: Mapping[str, Entity], index: str, class_number: int) -> Entity | None:
    """The nearest part of a class that holds the part of an index, itself included; None where there is none."""
    now = index
    for _step in range(_DEEPEST):
        part = known.get(now)
        if part is None:
            return None
        if part.class_number == class_number:
            return part
        now = part.contained_in
    return None
