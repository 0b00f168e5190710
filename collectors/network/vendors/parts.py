"""What to call parts that a maker's table only numbers by entPhysicalIndex: names that are unique in the device."""

from collections import Counter
from typing import Final

from collectors.network.entities import Entity, entities
from collectors.network.varbinds import Objects

_DEEPEST: Final = 16


def part_names(said: Objects) -> dict[str, str]:
    """Name by index; where several parts are called the same, with what holds them before it, at last with their index."""
    known = entities(said)
    names = {index: part.words for index, part in known.items()}
    counted = Counter(names.values())
    longer = {index: name if counted[name] == 1 else _with_holder(known, known[index]) for index, name in names.items()}
    again = Counter(longer.values())
    return {index: name if again[name] == 1 else f"{name} {index}" for index, name in longer.items()}


def _with_holder(known: dict[str, Entity], part: Entity) -> str:
    """Its words behind those of the nearest holder that is called something else."""
    now = part
    for _step in range(_DEEPEST):
        holder = known.get(now.contained_in)
        if holder is None:
            break
        if holder.words != part.words:
            return f"{holder.words} {part.words}"
        now = holder
    return part.words
