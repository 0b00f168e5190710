"""From numbers of states to standings, and names that stay apart: what every maker's tables of parts need."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from collectors.facts.devices.loads import Memory, Processor, Storage
from collectors.facts.devices.sensors import Component, Part, Sensor, Standing
from collectors.network.varbinds import Objects, Row, Value

States = Mapping[int, tuple[Standing, str]]
"""What a MIB's number of a state means: the standing, and the MIB's own word for it."""
R = TypeVar("R", Processor, Memory, Storage, Sensor, Component)


def stated(row: Row, column: str, states: States, name: str, part: Part) -> Iterator[Component]:
    """The component that a row tells of in one of its columns; nothing where the row has no such column."""
    if column in row.values:
        yield _component(row.values[column], row.oid(column), states, name, part)


def stated_alone(said: Objects, oid: str, states: States, name: str, part: Part) -> Iterator[Component]:
    """The component that a scalar tells of; nothing where the device has no such object."""
    found = said.value(oid)
    if found is not None:
        yield _component(found, oid, states, name, part)


def _component(found: Value, oid: str, states: States, name: str, part: Part) -> Component:
    """What no MIB names is unknown, with the number as its words."""
    code = found.whole()
    standing, words = states.get(-1 if code is None else code, (Standing.UNKNOWN, found.text))
    return Component(name, part, standing, words, None if code is None else float(code), oid)


def distinct(found: Iterable[tuple[str, R]]) -> Iterator[R]:
    """Records with their row's index, each with an identity of its own: those that share one carry their index too."""
    rows = list(found)
    count: dict[object, int] = {}
    for _index, one in rows:
        count[_identity(one)] = count.get(_identity(one), 0) + 1
    taken: set[object] = set()
    for index, one in rows:
        named = one if count[_identity(one)] == 1 else replace(one, name=f"{one.name} [{index}]".lstrip())
        while _identity(named) in taken:
            named = replace(named, name=f"{named.name} again")
        taken.add(_identity(named))
        yield named


def _identity(one: Processor | Memory | Storage | Sensor | Component) -> tuple[str, object]:
    if isinstance(one, Sensor):
        return one.name, one.quantity
    return one.name, one.part if isinstance(one, Component) else type(one)
