"""Cisco: what parts measure, with their own limits (CISCO-ENTITY-SENSOR-MIB), and CISCO-ENVMON-MIB of older devices."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.entities import ENTITY, entities, words_of
from collectors.network.entity_sensors import OK, OVERFLOWS, QUANTITIES, named, place_of, scaled, shifted
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.links import LINKS, Link, links
from collectors.network.vendors.prefixes import CISCO
from collectors.network.vendors.states import distinct

_SENSOR: Final = f"{CISCO}.9.91.1.1.1.1"
ENTITY_SENSOR: Final[Mapping[str, str]] = {
    "type": f"{_SENSOR}.1",
    "scale": f"{_SENSOR}.2",
    "precision": f"{_SENSOR}.3",
    "value": f"{_SENSOR}.4",
    "status": f"{_SENSOR}.5",
}
"""entSensorValueTable; its scale and precision are those of RFC 3433."""
_THRESHOLD: Final = f"{CISCO}.9.91.1.2.1.1"
THRESHOLD: Final[Mapping[str, str]] = {
    "severity": f"{_THRESHOLD}.2",
    "relation": f"{_THRESHOLD}.3",
    "value": f"{_THRESHOLD}.4",
}
"""entSensorThresholdTable; index: entPhysicalIndex, threshold. In the scale and precision of its sensor."""
_BELOW: Final = frozenset({1, 2})
_ABOVE: Final = frozenset({3, 4})
"""SensorThresholdRelation: lessThan, lessOrEqual; greaterThan, greaterOrEqual."""
_MAJOR: Final = 20
"""SensorThresholdSeverity: other 1, minor 10, major 20, critical 30."""
_CUBIC_FEET: Final = 35.3147
"""In a cubic metre: airflow is in cubic metres a minute."""
_PORT: Final = re.compile(r"(?i)^(?P<port>subslot \S+ transceiver \d+|[a-z][a-z-]*\d+(?:[/.:]\d+)*)\b")
_MODULE: Final = re.compile(r"(?i)transceiver|receive power|transmit power|[rt]x power|bias current|\bdom\b|sfp")

_ENVMON: Final = f"{CISCO}.9.13.1"
ENVMON_TEMPERATURE: Final[Mapping[str, str]] = {
    "name": f"{_ENVMON}.3.1.2",
    "value": f"{_ENVMON}.3.1.3",
    "threshold": f"{_ENVMON}.3.1.4",
    "state": f"{_ENVMON}.3.1.6",
}
"""ciscoEnvMonTemperatureStatusTable, in degrees; above the threshold the device shuts down."""
ENVMON_VOLTAGE: Final[Mapping[str, str]] = {
    "name": f"{_ENVMON}.2.1.2",
    "value": f"{_ENVMON}.2.1.3",
    "low": f"{_ENVMON}.2.1.4",
    "high": f"{_ENVMON}.2.1.5",
    "state": f"{_ENVMON}.2.1.7",
}
"""ciscoEnvMonVoltageStatusTable, in millivolts."""
_NOT_PRESENT: Final = 5
_MILLI: Final = 1000.0
_STATE_WORDS: Final = re.compile(
    r"(?i)[,\s]*\b(?:green|yellow|red|normal|not ?exist|not ?present|not ?functioning|faulty|critical|shutdown|bad|ok)\b"
)
"""Words of a state that some devices write into a name ("SW#1, Sensor#1, GREEN"; "Sw1, PS1 Normal, RPS NotExist")."""


def stable(name: str) -> str:
    """A name of CISCO-ENVMON-MIB without the words of a state."""
    return _STATE_WORDS.sub("", name).strip(" ,") or name


@dataclass(slots=True)
class _Limits:
    """Thresholds of one sensor: by side, by severity."""

    below: dict[int, float] = field(default_factory=dict)
    above: dict[int, float] = field(default_factory=dict)


def _sides(said: Objects) -> dict[str, _Limits]:
    found: dict[str, _Limits] = {}
    for row in said.rows(THRESHOLD):
        sensor, _dot, _number = row.index.rpartition(".")
        severity, relation, value = row.whole("severity"), row.whole("relation"), row.number("value", *OVERFLOWS)
        if severity is None or value is None:
            continue
        limits = found.setdefault(sensor, _Limits())
        if relation in _BELOW:
            limits.below[severity] = max(value, limits.below.get(severity, value))
        elif relation in _ABOVE:
            limits.above[severity] = min(value, limits.above.get(severity, value))
    return found


def _limited(sensor: Sensor, limits: _Limits, row: Row) -> Sensor:
    """With its thresholds. None is taken of those that contradict each other, nor an upper one of 0 but for decibels."""
    above, below = _whole(limits.above, row), _whole(limits.below, row)
    if sensor.quantity is not Quantity.OPTICAL_POWER:
        above = {severity: value for severity, value in above.items() if value}
    if above and below and max(below.values()) >= min(above.values()):
        return sensor
    high_warn, high_critical = _two(above)
    low_warn, low_critical = _two(below)
    return replace(sensor, low_critical=low_critical, low_warn=low_warn, high_warn=high_warn, high_critical=high_critical)


def _whole(limits: Mapping[int, float], row: Row) -> dict[int, float]:
    found = {severity: shifted(row, value) for severity, value in limits.items()}
    return {severity: value for severity, value in found.items() if value is not None}


def _two(by_severity: Mapping[int, float]) -> tuple[float | None, float | None]:
    """Warn and critical: the most severe, if major at least, is critical; the least severe of the others warns."""
    order = sorted(by_severity)
    critical = by_severity[order[-1]] if order and order[-1] >= _MAJOR else None
    rest = order[:-1] if critical is not None else order
    return (by_severity[rest[0]] if rest else None), critical


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from distinct((*_measured(said), *_environment(said)))


def _measured(said: Objects) -> Iterator[tuple[str, Sensor]]:
    known, sides, ports = entities(said), _sides(said), links(said)
    for row in said.rows(ENTITY_SENSOR):
        quantity, value = QUANTITIES.get(row.whole("type") or 0), scaled(row)
        if quantity is None or value is None or row.whole("status") not in {OK, None}:
            continue
        if quantity is Quantity.AIRFLOW:
            value *= _CUBIC_FEET
        name = named(known, row.index)
        made = Sensor(name, quantity, value, row.oid("value"), place=place_of(name))
        if quantity is not Quantity.AIRFLOW:
            made = _limited(made, sides.get(row.index, _Limits()), row)
        yield row.index, _plugged(made, words_of(known, row.index, name), ports)


def _plugged(sensor: Sensor, words: str, ports: Mapping[str, Link]) -> Sensor:
    """A sensor of an optical module with its port, which its own words begin with; others as they are."""
    if sensor.quantity is not Quantity.OPTICAL_POWER and not _MODULE.search(words):
        return sensor
    found = _PORT.match(words)
    name = found["port"] if found else words
    link = ports.get(name, Link(name, is_idle=False))
    quantity = Quantity.BIAS_CURRENT if sensor.quantity is Quantity.CURRENT else sensor.quantity
    return replace(sensor, quantity=quantity, place=Place.MODULE, port=link.name, is_idle=link.is_idle)


def _environment(said: Objects) -> Iterator[tuple[str, Sensor]]:
    for row in said.rows(ENVMON_TEMPERATURE):
        value = row.number("value")
        if value is not None and row.whole("state") != _NOT_PRESENT:
            name = f"{stable(row.text('name') or 'sensor ' + row.index)} (ENVMON)"
            limit = row.number("threshold", 0)
            yield (
                row.index,
                Sensor(name, Quantity.TEMPERATURE, value, row.oid("value"), high_critical=limit, place=place_of(name)),
            )
    for row in said.rows(ENVMON_VOLTAGE):
        value, low, high = (row.number(column) for column in ("value", "low", "high"))
        if value is not None and row.whole("state") != _NOT_PRESENT:
            limits = (low / _MILLI, high / _MILLI) if low is not None and high and low < high else (None, None)
            name = stable(row.text("name") or f"voltage {row.index}")
            yield (
                row.index,
                Sensor(
                    name,
                    Quantity.VOLTAGE,
                    value / _MILLI,
                    row.oid("value"),
                    low_critical=limits[0],
                    high_critical=limits[1],
                ),
            )


_COLUMNS: Final = (
    *ENTITY_SENSOR.values(),
    *THRESHOLD.values(),
    *ENVMON_TEMPERATURE.values(),
    *ENVMON_VOLTAGE.values(),
    *ENTITY.values(),
    *LINKS.values(),
)
SENSORS: Final = (Reading(_sensors, _COLUMNS, of=(CISCO,)),)
