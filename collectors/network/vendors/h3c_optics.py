"""H3C and HPE Comware: optical modules (HH3C-TRANSCEIVER-INFO-MIB) and members and ports of an IRF fabric (HH3C-STACK-MIB).

Powers are hundredths of dBm, voltages hundredths of a volt, bias currents hundredths of a milliampere; limits have units of
their own: thousandths of a degree, tenths of a microwatt, hundreds of microvolts, microampere. 2147483647 is no reading.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.facts.devices.topology import StackMember
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.device_limits import NO_LIMITS, DeviceLimits
from collectors.network.vendors.links import LINKS, Link, links
from collectors.network.vendors.prefixes import H3C
from collectors.network.vendors.states import States, stated

_INFO: Final = f"{H3C}.2.70.1.1.1"
OPTICS: Final[Mapping[str, str]] = {
    "tx": f"{_INFO}.9",
    "rx": f"{_INFO}.12",
    "temperature": f"{_INFO}.15",
    "voltage": f"{_INFO}.16",
    "bias": f"{_INFO}.17",
    "temperature_high_critical": f"{_INFO}.18",
    "temperature_low_critical": f"{_INFO}.19",
    "temperature_high_warn": f"{_INFO}.20",
    "temperature_low_warn": f"{_INFO}.21",
    "tx_high_critical": f"{_INFO}.30",
    "tx_low_critical": f"{_INFO}.31",
    "tx_high_warn": f"{_INFO}.32",
    "tx_low_warn": f"{_INFO}.33",
    "rx_high_critical": f"{_INFO}.34",
    "rx_low_critical": f"{_INFO}.35",
    "rx_high_warn": f"{_INFO}.36",
    "rx_low_warn": f"{_INFO}.37",
}
_CHANNEL: Final = f"{H3C}.2.70.1.2.1"
CHANNELS: Final[Mapping[str, str]] = {"tx": f"{_CHANNEL}.2", "rx": f"{_CHANNEL}.3", "bias": f"{_CHANNEL}.5"}
"""hh3cTransceiverChannelTable, by ifIndex and channel: a module of several lanes."""
_HUNDREDTHS: Final = 100.0
_MILLI: Final = 1000.0
_TENTHS_OF_MICROWATT: Final = 10000.0
"""In a milliwatt."""
_DARKEST: Final = -6000
_COLDEST: Final = -60
_HOTTEST: Final = 150
_NOT_IDLE: Final = Link("", is_idle=False)

_STACK: Final = f"{H3C}.2.91"
BOARDS: Final[Mapping[str, str]] = {"role": f"{_STACK}.3.1.1", "member": f"{_STACK}.3.1.2"}
PORTS: Final[Mapping[str, str]] = {"enabled": f"{_STACK}.4.1.2", "status": f"{_STACK}.4.1.3"}
_ROLES: Final = {1: "slave", 2: "master", 3: "loading", 4: "other"}
_DISABLED: Final = 1
_PORT_STATES: Final[States] = {
    1: (Standing.OK, "up"),
    2: (Standing.FAILED, "down"),
    3: (Standing.FAILED, "silent"),
    4: (Standing.OFF, "disabled"),
}
_UNBOUND: Final[States] = {number: (Standing.OFF, words) for number, (_standing, words) in _PORT_STATES.items()}
"""A stack port without a physical port cannot be up."""


def _sensors(said: Objects) -> Iterator[Sensor]:
    ports = links(said)
    lanes = {row.index.partition(".")[0] for row in said.rows(CHANNELS) if _power(row, "rx") is not None}
    for row in said.rows(OPTICS):
        link = ports.get(row.index, _NOT_IDLE)
        port = link.name or f"port {row.index}"
        yield from _module(row, port)
        for way in ("rx", "tx") if row.index not in lanes else ():
            yield from _light(row, way, f"{port} {way.capitalize()}", (port, link.is_idle), _dbm_limits(row, way))
    for row in said.rows(CHANNELS):
        index, _dot, lane = row.index.partition(".")
        link = ports.get(index, _NOT_IDLE)
        port = link.name or f"port {index}"
        for way in ("rx", "tx"):
            yield from _light(row, way, f"{port} {way.capitalize()} lane {lane}", (port, link.is_idle), NO_LIMITS)
        yield from _bias(row, f"{port} lane {lane}", port)


def _module(row: Row, port: str) -> Iterator[Sensor]:
    celsius, volts = row.number("temperature"), row.number("voltage")
    if celsius is not None and _COLDEST <= celsius <= _HOTTEST and (celsius or volts):
        limits = DeviceLimits(*(_limit(row, f"temperature_{one}", _MILLI) for one in DeviceLimits._fields))
        oid = row.oid("temperature")
        yield Sensor(port, Quantity.TEMPERATURE, celsius, oid, *limits, place=Place.MODULE, port=port)
    if volts is not None and volts > 0:
        yield Sensor(port, Quantity.VOLTAGE, volts / _HUNDREDTHS, row.oid("voltage"), port=port)
    yield from _bias(row, port, port)


def _bias(row: Row, name: str, port: str) -> Iterator[Sensor]:
    bias = row.number("bias")
    if bias is not None and bias > 0:
        yield Sensor(name, Quantity.BIAS_CURRENT, bias / _HUNDREDTHS / _MILLI, row.oid("bias"), port=port)


def _power(row: Row, way: str) -> float | None:
    value = row.number(way)
    return value / _HUNDREDTHS if value is not None and abs(value) <= -_DARKEST else None


def _light(row: Row, way: str, name: str, port: tuple[str, bool], limits: DeviceLimits) -> Iterator[Sensor]:
    dbm = _power(row, way)
    if dbm is not None:
        yield Sensor(
            name,
            Quantity.OPTICAL_POWER,
            dbm,
            row.oid(way),
            *limits,
            place=Place.MODULE,
            port=port[0],
            is_idle=port[1],
        )


def _limit(row: Row, name: str, divisor: float) -> float | None:
    """A limit that is 0 is not supported by the module."""
    value = row.number(name, 0)
    return None if value is None else value / divisor


def _dbm_limits(row: Row, way: str) -> DeviceLimits:
    milliwatts = (_limit(row, f"{way}_{one}", _TENTHS_OF_MICROWATT) for one in DeviceLimits._fields)
    return DeviceLimits(*(10.0 * math.log10(one) if one is not None and one > 0 else None for one in milliwatts))


def _members(said: Objects) -> Iterator[StackMember]:
    """Members by their boards: a chassis with two main boards is master where one of them is."""
    roles: dict[str, set[str]] = {}
    for row in said.rows(BOARDS):
        member, role = row.whole("member"), _ROLES.get(row.whole("role") or 0, "")
        if member is not None:
            roles.setdefault(str(member), set()).add(role)
    for number, found in roles.items():
        role = "master" if "master" in found else min(found)
        yield StackMember(f"member {number}", role, None if not role else "loading" not in found, " ".join(sorted(found)))


def _ports(said: Objects) -> Iterator[Component]:
    for row in said.rows(PORTS):
        states = _UNBOUND if row.whole("enabled") == _DISABLED else _PORT_STATES
        yield from stated(row, "status", states, f"IRF port {row.index.replace('.', '/')}", Part.STACK)


SENSORS: Final = (Reading(_sensors, (*OPTICS.values(), *CHANNELS.values(), *LINKS.values()), of=(H3C,)),)
COMPONENTS: Final = (Reading(_ports, PORTS.values(), of=(H3C,)),)
STACK_MEMBERS: Final = (Reading(_members, BOARDS.values(), of=(H3C,)),)
