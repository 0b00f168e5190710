"""Readings made of plain tables of data: scalars and columns that are one value or one state each.

Many makers' MIBs (UPSs, PDUs, management boards) are lists of such objects; a maker's module then only names them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.states import States, stated, stated_alone


@dataclass(frozen=True, slots=True)
class Measure:
    """One object that measures: a scalar with its instance, or a column; ``factor`` makes our unit of it.

    ``name`` has ``{index}`` where it is a column. Numbers in ``none`` are no reading.
    """

    oid: str
    name: str
    quantity: Quantity
    factor: float = 1.0
    place: Place = Place.UNKNOWN
    none: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """One object that is a state, as ``Measure``."""

    oid: str
    name: str
    part: Part
    states: States


def measures(
    scalars: Sequence[Measure] = (), columns: Sequence[Measure] = (), *, of: tuple[str, ...] = ()
) -> Reading[Sensor]:
    """One reading of all these values."""
    return Reading(
        lambda said: _measured(said, scalars, columns), [one.oid for one in columns], [one.oid for one in scalars], of
    )


def states(scalars: Sequence[State] = (), columns: Sequence[State] = (), *, of: tuple[str, ...] = ()) -> Reading[Component]:
    """One reading of all these states."""
    return Reading(
        lambda said: _stated(said, scalars, columns), [one.oid for one in columns], [one.oid for one in scalars], of
    )


def _measured(said: Objects, scalars: Sequence[Measure], columns: Sequence[Measure]) -> Iterator[Sensor]:
    for one in scalars:
        value = said.number(one.oid, *one.none)
        if value is not None:
            yield Sensor(one.name, one.quantity, value * one.factor, one.oid, place=one.place)
    for one in columns:
        for row in said.rows({"value": one.oid}):
            value = row.number("value", *one.none)
            if value is not None:
                name = one.name.format(index=row.index)
                yield Sensor(name, one.quantity, value * one.factor, row.oid("value"), place=one.place)


def _stated(said: Objects, scalars: Sequence[State], columns: Sequence[State]) -> Iterator[Component]:
    for one in scalars:
        yield from stated_alone(said, one.oid, one.states, one.name, one.part)
    for one in columns:
        for row in said.rows({"state": one.oid}):
            yield from stated(row, "state", one.states, one.name.format(index=row.index), one.part)
