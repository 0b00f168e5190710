"""Huawei power systems (SMU, by HUAWEI-SITE-MONITOR-MIB): what rectifiers, batteries, distributions and probes measure.

Voltages and currents are counted in tenths, as the MIB's ranges and words say ("accurate to one decimal place"), power in
watts, remaining capacity in tenths of a percent; -1024, -99999, 255 and 2147483647 stand where no probe is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.device_limits import NO_LIMITS, DeviceLimits
from collectors.network.vendors.huawei_power import (
    AC_INPUTS,
    COLUMNS,
    DC_OUTPUTS,
    HYGROMETERS,
    OBJECTS,
    RECTIFIERS,
    SITE,
    STRINGS,
    THERMOMETERS,
    named,
)
from collectors.network.vendors.states import distinct

_TENTHS: Final = 10.0
_NO_PROBE: Final = (-1024.0, -99999.0)
_AC_HIGH, _AC_LOW = f"{OBJECTS}.5.1.5.0", f"{OBJECTS}.5.1.6.0"
_DC_HIGH, _DC_LOW = f"{OBJECTS}.6.1.7.0", f"{OBJECTS}.6.1.8.0"
_BACKUP_MINUTES: Final = f"{OBJECTS}.4.2.2.0"


@dataclass(frozen=True, slots=True)
class _Scalar:
    """One measured scalar: its name, quantity, OID and divisor."""

    name: str
    quantity: Quantity
    oid: str
    divisor: float = 1.0


SCALARS: Final = (
    _Scalar("rectifiers total", Quantity.CURRENT, f"{OBJECTS}.3.1.3.0", _TENTHS),
    _Scalar("rectifiers", Quantity.COUNT, f"{OBJECTS}.3.1.4.0"),
    _Scalar("battery strings", Quantity.COUNT, f"{OBJECTS}.4.1.3.0"),
    _Scalar("batteries total", Quantity.CURRENT, f"{OBJECTS}.4.2.1.0", _TENTHS),
    _Scalar("AC distributions", Quantity.COUNT, f"{OBJECTS}.5.1.4.0"),
    _Scalar("DC total", Quantity.CURRENT, f"{OBJECTS}.6.1.4.0", _TENTHS),
    _Scalar("DC total", Quantity.POWER, f"{OBJECTS}.6.1.5.0"),
    _Scalar("DC distributions", Quantity.COUNT, f"{OBJECTS}.6.1.6.0"),
)
_DC_TOTAL: Final = f"{OBJECTS}.6.1.3.0"
_STRING_COUNT: Final = f"{OBJECTS}.4.1.3.0"
_MEASURES: Final = (
    ("amperes", Quantity.CURRENT, _TENTHS),
    ("volts", Quantity.VOLTAGE, _TENTHS),
    ("watts", Quantity.POWER, 1.0),
    ("capacity", Quantity.CHARGE, _TENTHS),
)
"""Columns of the tables of parts, by whichever of them a table has."""
_PROBES: Final = (
    (STRINGS, "battery string", "temperature", Quantity.TEMPERATURE, _TENTHS, Place.BATTERY),
    (THERMOMETERS, "temperature", "value", Quantity.TEMPERATURE, 1.0, Place.ROOM),
    (HYGROMETERS, "humidity", "value", Quantity.HUMIDITY, 1.0, Place.UNKNOWN),
)
_MOST_PERCENT: Final = 100
_SILENT: Final = frozenset({4, 6, 7})
"""Rectifiers' states commFail, invalid, noConfig."""
_NOT_IN_SLOT: Final = 4
"""Of a probe."""


def _limits(said: Objects, low: str, high: str, divisor: float = 1.0) -> DeviceLimits:
    least, most = said.number(low, 0), said.number(high, 0)
    if least is None or most is None or least >= most:
        return NO_LIMITS
    return DeviceLimits(low_critical=least / divisor, high_critical=most / divisor)


def _measured(said: Objects) -> Iterator[tuple[str, Sensor]]:
    """Of a rectifier that is not there or does not answer there is no reading."""
    for table, what in ((RECTIFIERS, "rectifier"), (STRINGS, "battery string"), (DC_OUTPUTS, "DC")):
        for row in said.rows(table):
            if table is RECTIFIERS and row.whole("status") in _SILENT:
                continue
            for column, quantity, divisor in _MEASURES:
                value = row.number(column)
                if value is not None:
                    yield row.index, Sensor(named(row, what), quantity, value / divisor, row.oid(column))


def _probed(said: Objects) -> Iterator[tuple[str, Sensor]]:
    """Probes with their own limits, which count in whole degrees or percent."""
    for table, what, column, quantity, divisor, place in _PROBES:
        for row in said.rows(table):
            value = row.number(column, *_NO_PROBE)
            is_there = table is STRINGS or row.whole("status") != _NOT_IN_SLOT
            if value is None or not is_there or (quantity is Quantity.HUMIDITY and not 0 <= value <= _MOST_PERCENT):
                continue
            low, high = row.number("low"), row.number("high")
            is_range = low is not None and high is not None and low < high
            yield (
                row.index,
                Sensor(
                    named(row, what),
                    quantity,
                    value / divisor,
                    row.oid(column),
                    low_warn=low if is_range else None,
                    high_warn=high if is_range else None,
                    place=place,
                ),
            )


def _totals(said: Objects) -> Iterator[Sensor]:
    """The backup time is 0 where there are no batteries."""
    for one in SCALARS:
        value = said.number(one.oid)
        if value is not None:
            yield Sensor(one.name, one.quantity, value / one.divisor, one.oid)
    total, minutes = said.number(_DC_TOTAL), said.number(_BACKUP_MINUTES)
    if total is not None:
        limits = _limits(said, _DC_LOW, _DC_HIGH, _TENTHS)
        yield Sensor("DC total", Quantity.VOLTAGE, total / _TENTHS, _DC_TOTAL, *limits)
    if minutes is not None and (minutes or said.number(_STRING_COUNT)):
        yield Sensor("batteries", Quantity.RUNTIME, minutes, _BACKUP_MINUTES)


def _mains(said: Objects) -> Iterator[tuple[str, Sensor]]:
    limits = _limits(said, _AC_LOW, _AC_HIGH)
    for row in said.rows(AC_INPUTS):
        for phase in "abc":
            name = f"{named(row, 'AC')} phase {phase.upper()}"
            volts, amperes = row.number(f"{phase}_volts"), row.number(f"{phase}_amperes")
            if volts is not None:
                oid = row.oid(f"{phase}_volts")
                yield row.index, Sensor(name, Quantity.VOLTAGE, volts / _TENTHS, oid, *limits)
            if amperes is not None:
                yield row.index, Sensor(name, Quantity.CURRENT, amperes / _TENTHS, row.oid(f"{phase}_amperes"))


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from _totals(said)
    yield from distinct((*_measured(said), *_probed(said), *_mains(said)))


SENSORS: Final = (
    Reading(
        _sensors,
        COLUMNS,
        (
            *(one.oid for one in SCALARS),
            _DC_TOTAL,
            _DC_HIGH,
            _DC_LOW,
            _AC_HIGH,
            _AC_LOW,
            _BACKUP_MINUTES,
        ),
        of=(SITE,),
    ),
)
