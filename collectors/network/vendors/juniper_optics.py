"""Juniper: optical modules of JUNIPER-DOM-MIB, with the alarm and warning limits that the modules themselves carry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.links import LINKS, Link, links
from collectors.network.vendors.prefixes import JUNIPER
from collectors.network.vendors.states import distinct

_DOM: Final = f"{JUNIPER}.3.60.1.1.1.1"
_LANES: Final = f"{JUNIPER}.3.60.1.2.1.1"


@dataclass(frozen=True, slots=True)
class _Measure:
    """One measure of jnxDomCurrentTable: its column, the first of its four limits, and what one unit counts."""

    words: str
    quantity: Quantity
    column: int
    first_limit: int
    unit: float
    lane_column: int | None = None


MEASURES: Final = (
    _Measure("Rx power", Quantity.OPTICAL_POWER, 5, 9, 0.01, 6),
    _Measure("Tx bias", Quantity.BIAS_CURRENT, 6, 13, 0.000_001, 7),
    _Measure("Tx power", Quantity.OPTICAL_POWER, 7, 17, 0.01, 8),
    _Measure("temperature", Quantity.TEMPERATURE, 8, 21, 1.0),
)
"""RxLaserPower and TxLaserOutputPower in hundredths of dBm, TxLaserBiasCurrent in thousandths of mA, ModuleTemperature in
degrees; the limits stand in the order high alarm, low alarm, high warning, low warning."""
DOM: Final[Mapping[str, str]] = {str(number): f"{_DOM}.{number}" for number in range(5, 25)}
LANES: Final[Mapping[str, str]] = {str(number): f"{_LANES}.{number}" for number in (6, 7, 8)}
"""jnxDomModuleLaneTable: Rx power, Tx bias, Tx power of each lane; index: ifIndex, lane."""


def _optics(said: Objects) -> Iterator[Sensor]:
    ports, whole = links(said), {row.index: row for row in said.rows(DOM)}
    found = []
    for row in whole.values():
        link = ports.get(row.index, Link(f"port {row.index}", is_idle=False))
        found += [(row.index, one) for one in _module(row, link)]
    for row in said.rows(LANES):
        port, _dot, lane = row.index.partition(".")
        link = ports.get(port, Link(f"port {port}", is_idle=False))
        found += [(row.index, one) for one in _lane(row, lane, link, whole.get(port))]
    yield from distinct(found)


def _module(row: Row, link: Link) -> Iterator[Sensor]:
    """What the module measures; a port without one, or one that measures nothing, has a row of zeros."""
    if not any(row.number(str(measure.column)) for measure in MEASURES):
        return
    for measure in MEASURES:
        value = row.number(str(measure.column))
        if value is not None:
            name = f"{link.name} {measure.words}"
            oid = row.oid(str(measure.column))
            yield _sensor(name, measure, value * measure.unit, oid, row, link)


def _lane(row: Row, lane: str, link: Link, whole: Row | None) -> Iterator[Sensor]:
    """One lane of a module with several; its limits are the module's."""
    if not any(row.number(column) for column in LANES):
        return
    for measure in MEASURES:
        column = str(measure.lane_column)
        value = row.number(column)
        if value is not None:
            name = f"{link.name} lane {lane} {measure.words}"
            yield _sensor(name, measure, value * measure.unit, row.oid(column), whole, link)


def _sensor(name: str, measure: _Measure, value: float, oid: str, limits: Row | None, link: Link) -> Sensor:
    high_critical, low_critical, high_warn, low_warn = _limits(limits, measure)
    return Sensor(
        name,
        measure.quantity,
        value,
        oid,
        low_critical,
        low_warn,
        high_warn,
        high_critical,
        place=Place.MODULE,
        port=link.name,
        is_idle=link.is_idle,
    )


def _limits(row: Row | None, measure: _Measure) -> tuple[float | None, ...]:
    """The four limits; none of a module that has none, whose four are all 0."""
    first = measure.first_limit
    told = [None if row is None else row.number(str(first + number)) for number in range(4)]
    if not any(told):
        return (None, None, None, None)
    return tuple(None if one is None else one * measure.unit for one in told)


SENSORS: Final = (Reading(_optics, (*DOM.values(), *LANES.values(), *LINKS.values()), of=(JUNIPER,)),)
