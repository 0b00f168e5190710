"""Ruijie and FS: optical modules (RUIJIE-FIBER-MIB) and power over Ethernet (FS-POE-MIB, of FS).

Powers and their limits are hundredths of dBm, -10000 is invalid; voltages millivolt, bias currents microampere. A module
that does not measure (DDM support is not true) says 0.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.device_limits import NO_LIMITS, DeviceLimits
from collectors.network.vendors.links import LINKS, Link, links
from collectors.network.vendors.ruijie import FS, MAKERS, MANAGEMENT
from collectors.network.vendors.states import States, stated

_NUMBERS: Final[Mapping[str, int]] = {
    "port": 2,
    "measures": 15,
    "temperature": 17,
    "voltage": 19,
    "bias": 21,
    "rx": 76,
    "tx": 81,
    "rx_low_warn": 91,
    "rx_high_warn": 92,
    "rx_low_critical": 93,
    "rx_high_critical": 94,
    "tx_low_warn": 95,
    "tx_high_warn": 96,
    "tx_low_critical": 97,
    "tx_high_critical": 98,
    "temperature_low_warn": 153,
    "temperature_high_warn": 154,
    "temperature_low_critical": 155,
    "temperature_high_critical": 156,
    "voltage_low_warn": 157,
    "voltage_high_warn": 158,
    "voltage_low_critical": 159,
    "voltage_high_critical": 160,
    **{f"rx_{lane}": 76 + lane for lane in range(1, 5)},
    **{f"tx_{lane}": 81 + lane for lane in range(1, 5)},
}
"""Columns of ruijieFiberTable; its index is ifIndex."""
_INVALID: Final = -10000
_TRUE: Final = 1
_HUNDREDTHS: Final = 100.0
_MILLI: Final = 1000.0
_MICRO: Final = 1e6
_LANES: Final = range(1, 5)
_NOT_IDLE: Final = Link("", is_idle=False)
_POE: Final = f"{FS}.{MANAGEMENT}.110.1.1.1"
POE: Final[Mapping[str, str]] = {"is_poe": f"{_POE}.3", "status": f"{_POE}.4", "power": f"{_POE}.7"}
"""fsIfPoeTable: ifIsPoe, ifPoePwrStatus, ifPoeConsumingPwr in milliwatt; by ifIndex."""
_POE_STATES: Final[States] = {1: (Standing.OK, "on"), 2: (Standing.OFF, "off")}


def _columns(maker: str) -> dict[str, str]:
    return {name: f"{maker}.{MANAGEMENT}.105.1.1.1.{number}" for name, number in _NUMBERS.items()}


def _sensors(maker: str, said: Objects) -> Iterator[Sensor]:
    ports = links(said)
    for row in said.rows(_columns(maker)):
        if row.whole("measures") != _TRUE:
            continue
        link = ports.get(row.index, _NOT_IDLE)
        port = row.text("port") or link.name or f"port {row.index}"
        celsius, millivolts, bias = (row.number(name, 0) for name in ("temperature", "voltage", "bias"))
        if celsius is not None:
            limits, oid = _limits(row, "temperature", 1.0), row.oid("temperature")
            yield Sensor(port, Quantity.TEMPERATURE, celsius, oid, *limits, place=Place.MODULE, port=port)
        if millivolts is not None:
            limits, oid = _limits(row, "voltage", _MILLI), row.oid("voltage")
            yield Sensor(port, Quantity.VOLTAGE, millivolts / _MILLI, oid, *limits, port=port)
        if bias is not None:
            yield Sensor(port, Quantity.BIAS_CURRENT, bias / _MICRO, row.oid("bias"), port=port)
        for way in ("rx", "tx"):
            yield from _lights(row, way, port, is_idle=link.is_idle)


def _limits(row: Row, name: str, divisor: float) -> DeviceLimits:
    """Four limits, none where they are all 0 or are no range."""
    low, low_warn, high_warn, high = (row.number(f"{name}_{one}", _INVALID) for one in DeviceLimits._fields)
    if low is None or high is None or low >= high:
        return NO_LIMITS
    if low_warn is None or high_warn is None or not low <= low_warn < high_warn <= high:
        return DeviceLimits(low_critical=low / divisor, high_critical=high / divisor)
    return DeviceLimits(low / divisor, low_warn / divisor, high_warn / divisor, high / divisor)


def _lights(row: Row, way: str, port: str, *, is_idle: bool) -> Iterator[Sensor]:
    """Of each lane of a module with several, else of the module. A power of exactly 0 dBm on all lanes was not measured."""
    limits = _limits(row, way, _HUNDREDTHS)
    lanes = [one for one in _LANES if row.number(f"{way}_{one}", _INVALID, 0) is not None]
    for lane in lanes or (0,):
        column = f"{way}_{lane}" if lane else way
        value = row.number(column, _INVALID, 0)
        if value is not None:
            name = f"{port} {way.capitalize()}" + (f" lane {lane}" if lane else "")
            yield Sensor(
                name,
                Quantity.OPTICAL_POWER,
                value / _HUNDREDTHS,
                row.oid(column),
                *limits,
                place=Place.MODULE,
                port=port,
                is_idle=is_idle,
            )


def _poe_sensors(said: Objects) -> Iterator[Sensor]:
    ports = links(said)
    for row in said.rows(POE):
        power = row.number("power")
        if row.whole("is_poe") == _TRUE and power is not None and power >= 0:
            name = ports[row.index].name if row.index in ports else f"port {row.index}"
            yield Sensor(f"{name} PoE", Quantity.POWER, power / _MILLI, row.oid("power"))


def _poe(said: Objects) -> Iterator[Component]:
    ports = links(said)
    for row in said.rows(POE):
        if row.whole("is_poe") == _TRUE:
            name = ports[row.index].name if row.index in ports else f"port {row.index}"
            yield from stated(row, "status", _POE_STATES, f"{name} PoE", Part.PORT)


SENSORS: Final = (
    *(Reading(partial(_sensors, one), (*_columns(one).values(), *LINKS.values()), of=(one,)) for one in MAKERS),
    Reading(_poe_sensors, (*POE.values(), *LINKS.values()), of=(FS,)),
)
COMPONENTS: Final = (Reading(_poe, (*POE.values(), *LINKS.values()), of=(FS,)),)
