"""Readings made of plain tables of data: scalars and columns that are one value or one state each.

Many makers' MIBs (UPSs, PDUs, management boards) are lists of such objects; a maker's module then only names them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.device_limits import DeviceLimits
from collectors.network.vendors.states import States, distinct, stated, stated_alone

Words = Mapping[str, Standing]
"""What a state that is a word means, by the word in lower case."""


@dataclass(frozen=True, slots=True)
class Where:
    """Those rows whose column ``oid`` has one of these numbers; ``is_not``: those that have another one, or none."""

    oid: str
    numbers: frozenset[int]
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One object that measures: a scalar with its instance, or a column; ``factor`` and ``offset`` make our unit of it.

    ``name`` of a column has ``{name}``, the text of its column ``named`` (a number there is called by ``words``), or
    ``{index}``. ``limits`` are the columns of its own four limits, in the order of Sensor's, "" where it has none; a limit
    of 0 is none, which is what boards write that have no such limit. Numbers in ``none`` are no reading; rows that are not
    ``where`` are none of it.
    """

    oid: str
    name: str
    quantity: Quantity
    factor: float = 1.0
    place: Place = Place.UNKNOWN
    none: tuple[float, ...] = ()
    named: str = ""
    words: Mapping[int, str] = field(default_factory=dict)
    limits: tuple[str, str, str, str] = ("", "", "", "")
    where: Where | None = None
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """One object that is a state, as ``Measure``; a state that is a word is read by ``by_word``.

    Rows of a column that are ``absent`` are parts that are not there, whatever their state says.
    """

    oid: str
    name: str
    part: Part
    states: States = field(default_factory=dict)
    named: str = ""
    by_word: Words = field(default_factory=dict)
    absent: Where | None = None


_LIMITS: Final = ("low_critical", "low_warn", "high_warn", "high_critical")


def measures(
    scalars: Sequence[Measure] = (), columns: Sequence[Measure] = (), *, of: tuple[str, ...] = ()
) -> Reading[Sensor]:
    """One reading of all these values."""
    asked = dict.fromkeys(oid for one in columns for oid in _columns_of(one).values())
    return Reading(lambda said: _measured(said, scalars, columns), asked, [one.oid for one in scalars], of)


def states(scalars: Sequence[State] = (), columns: Sequence[State] = (), *, of: tuple[str, ...] = ()) -> Reading[Component]:
    """One reading of all these states."""
    asked = dict.fromkeys(oid for one in columns for oid in _columns_of_state(one).values())
    return Reading(lambda said: _stated(said, scalars, columns), asked, [one.oid for one in scalars], of)


def made(model: str = "", serial: str = "", version: str = "", *, of: tuple[str, ...] = ()) -> Reading[Made]:
    """One reading of what a device is, of these scalars; what it says of none stays ""."""
    sources = {"model": model, "serial": serial, "version": version}
    asked = [oid for oid in sources.values() if oid]

    def read(said: Objects) -> Iterator[Made]:
        told = {field: said.text(oid) if oid else "" for field, oid in sources.items()}
        yield Made(**told, oids=tuple((field, oid) for field, oid in sources.items() if told[field]))

    return Reading(read, scalars=asked, of=of)


def _columns_of(one: Measure) -> dict[str, str]:
    where = one.where.oid if one.where else ""
    columns = {"value": one.oid, "name": one.named, "where": where, **dict(zip(_LIMITS, one.limits, strict=True))}
    return {column: oid for column, oid in columns.items() if oid}


def _columns_of_state(one: State) -> dict[str, str]:
    columns = {"state": one.oid, "name": one.named, "where": one.absent.oid if one.absent else ""}
    return {column: oid for column, oid in columns.items() if oid}


def _measured(said: Objects, scalars: Sequence[Measure], columns: Sequence[Measure]) -> Iterator[Sensor]:
    for one in scalars:
        value = said.number(one.oid, *one.none)
        if value is not None:
            yield Sensor(one.name, one.quantity, value * one.factor + one.offset, one.oid, place=one.place)
    yield from distinct(_of_columns(said, columns))


def _of_columns(said: Objects, columns: Sequence[Measure]) -> Iterator[tuple[str, Sensor]]:
    for one in columns:
        for row in said.rows(_columns_of(one)):
            value = row.number("value", *one.none)
            if value is not None and _is_where(row, one.where):
                name = _named(row, one.name, one.words)
                place = place_of(name) if one.place is Place.UNKNOWN and one.quantity is Quantity.TEMPERATURE else one.place
                limits = _limits(row, one)
                found = value * one.factor + one.offset
                yield row.index, Sensor(name, one.quantity, found, row.oid("value"), *limits, place=place)


def _limits(row: Row, one: Measure) -> DeviceLimits:
    told = (row.number(column, 0, *one.none) for column in _LIMITS)
    return DeviceLimits(*(None if limit is None else limit * one.factor + one.offset for limit in told))


def _stated(said: Objects, scalars: Sequence[State], columns: Sequence[State]) -> Iterator[Component]:
    for one in scalars:
        found = stated_alone(said, one.oid, one.states, one.name, one.part)
        yield from (_by_word(part, one.by_word) for part in found)
    yield from distinct(_states_of(said, columns))


def _states_of(said: Objects, columns: Sequence[State]) -> Iterator[tuple[str, Component]]:
    for one in columns:
        for row in said.rows(_columns_of_state(one)):
            for part in stated(row, "state", one.states, _named(row, one.name), one.part):
                if one.absent and _is_where(row, one.absent):
                    yield row.index, replace(part, standing=Standing.ABSENT)
                else:
                    yield row.index, _by_word(part, one.by_word)


def _by_word(part: Component, words: Words) -> Component:
    return replace(part, standing=words.get(part.words.lower(), part.standing)) if words else part


def _named(row: Row, template: str, words: Mapping[int, str] | None = None) -> str:
    name = row.text("name")
    if words:
        name = words.get(row.whole("name") or 0, name)
    return template.format(index=row.index, name=name or row.index)


def _is_where(row: Row, where: Where | None) -> bool:
    return where is None or (row.whole("where") in where.numbers) is not where.is_not
