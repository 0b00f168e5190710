"""Huawei VRP: what optical modules measure (HUAWEI-ENTITY-EXTENT-MIB hwOpticalModuleInfoTable).

The MIB has powers in hundredths of dBm and the bias current in mA. Older software writes microwatt (then the number is
above zero) and microampere. Which it is, the lanes tell where the software has them: they are always hundredths of dBm
and mA. An empty cage says -1 and -255.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.entities import ENTITY
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.huawei import DEVICES, EXTENT, STATE
from collectors.network.vendors.links import LINKS, links
from collectors.network.vendors.parts import part_names

_OPTICS: Final = f"{EXTENT}.1.1.3.1"
OPTICS: Final[Mapping[str, str]] = {
    "mode": f"{_OPTICS}.1",
    "temperature": f"{_OPTICS}.5",
    "voltage": f"{_OPTICS}.6",
    "bias": f"{_OPTICS}.7",
    "rx": f"{_OPTICS}.8",
    "tx": f"{_OPTICS}.9",
    "rx_low_critical": f"{_OPTICS}.13",
    "rx_high_critical": f"{_OPTICS}.14",
    "tx_low_critical": f"{_OPTICS}.15",
    "tx_high_critical": f"{_OPTICS}.16",
    "rx_low_warn": f"{_OPTICS}.20",
    "rx_high_warn": f"{_OPTICS}.21",
    "tx_low_warn": f"{_OPTICS}.22",
    "tx_high_warn": f"{_OPTICS}.23",
    "bias_lanes": f"{_OPTICS}.31",
    "rx_lanes": f"{_OPTICS}.32",
    "tx_lanes": f"{_OPTICS}.33",
}
_SHUT: Final = 12
"""HwAdminState down."""
_NO_MODULE: Final = 1
"""hwEntityOpticalMode notSupported."""
_INVALID: Final = -1
_COLDEST: Final = -50
_HOTTEST: Final = 150
_HUNDREDTHS: Final = 100.0
_MILLI: Final = 1000.0
_MICRO: Final = 1e6
_DARKEST_DBM: Final = -60.0
_BRIGHTEST_DBM: Final = 30.0
_MICROAMPERES: Final = 1000
"""A laser of a pluggable module takes some 2 to 150 mA: from here on the number is microampere, as in LibreNMS."""
_SAME: Final = 0.05
"""How far a number and its lane may differ, as a share: they are read one after the other."""


class _Power(NamedTuple):
    name: str
    dbm: float
    oid: str


def _sensors(said: Objects) -> Iterator[Sensor]:
    names, ports = part_names(said), links(said)
    shut = {index for index, value in said.column(STATE["admin"]).items() if value.whole() == _SHUT}
    for row in said.rows(OPTICS):
        if row.whole("mode") == _NO_MODULE:
            continue
        port = names.get(row.index, row.index)
        is_idle = row.index in shut or (port in ports and ports[port].is_idle)
        yield from _module(row, port)
        for power in (*_powers(row, port, "rx"), *_powers(row, port, "tx")):
            yield _light(row, port, power, is_idle=is_idle)


def _module(row: Row, port: str) -> Iterator[Sensor]:
    temperature, voltage, bias = row.number("temperature"), row.number("voltage"), _bias(row)
    is_measured = bool(voltage and voltage > 0)
    if temperature is not None and _COLDEST <= temperature <= _HOTTEST and (temperature or is_measured):
        oid = row.oid("temperature")
        yield Sensor(port, Quantity.TEMPERATURE, temperature, oid, place=Place.MODULE, port=port)
    if voltage is not None and voltage > 0:
        yield Sensor(port, Quantity.VOLTAGE, voltage / _MILLI, row.oid("voltage"), port=port)
    if bias is not None:
        yield Sensor(port, Quantity.BIAS_CURRENT, bias, row.oid("bias"), port=port)


def lanes(text: str) -> list[float]:
    """Numbers of a lane column (``114,32,-90,-228``); empty where any of them is none."""
    try:
        return [float(one) for one in text.split(",")]
    except ValueError:
        return []


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) <= max(1.0, _SAME * abs(other))


def _bias(row: Row) -> float | None:
    """Amperes."""
    value = row.number("bias")
    if value is None or value <= 0:
        return None
    first = next(iter(lanes(row.text("bias_lanes"))), None)
    is_micro = _is_same(value, first * _MILLI) if first is not None and first > 0 else value >= _MICROAMPERES
    return value / (_MICRO if is_micro else _MILLI)


def _powers(row: Row, port: str, way: str) -> Iterator[_Power]:
    """The power of a module, or of each lane where it has several."""
    value, each = row.number(way, _INVALID), lanes(row.text(f"{way}_lanes"))
    word = way.capitalize()
    is_hundredths = value is not None and (value <= 0 or bool(each and _is_same(value, each[0])))
    if len(each) > 1 or (each and (is_hundredths or value is None)):
        oid = row.oid(f"{way}_lanes")
        for number, lane in enumerate(each, start=1):
            name = f"{port} {word}" if len(each) == 1 else f"{port} {word} lane {number}"
            yield from _plausible(_Power(name, lane / _HUNDREDTHS, oid))
    elif value:
        dbm = value / _HUNDREDTHS if is_hundredths else 10.0 * math.log10(value / _MILLI)
        yield from _plausible(_Power(f"{port} {word}", dbm, row.oid(way)))


def _plausible(power: _Power) -> Iterator[_Power]:
    if _DARKEST_DBM <= power.dbm <= _BRIGHTEST_DBM:
        yield power


def _light(row: Row, port: str, power: _Power, *, is_idle: bool) -> Sensor:
    way = "rx" if power.name.startswith(f"{port} Rx") else "tx"
    low_critical, high_critical = _limits(row, f"{way}_low_critical", f"{way}_high_critical")
    low_warn, high_warn = _limits(row, f"{way}_low_warn", f"{way}_high_warn")
    return Sensor(
        power.name,
        Quantity.OPTICAL_POWER,
        power.dbm,
        power.oid,
        low_critical=low_critical,
        low_warn=low_warn,
        high_warn=high_warn,
        high_critical=high_critical,
        place=Place.MODULE,
        port=port,
        is_idle=is_idle,
    )


def _limits(row: Row, low: str, high: str) -> tuple[float | None, float | None]:
    """A pair of limits in dBm; none where they are no range (both -1, both 0, out of what there is)."""
    least, most = row.number(low), row.number(high)
    if least is None or most is None or least >= most:
        return None, None
    pair = (least / _HUNDREDTHS, most / _HUNDREDTHS)
    return pair if pair[0] >= _DARKEST_DBM and pair[1] <= _BRIGHTEST_DBM else (None, None)


SENSORS: Final = (Reading(_sensors, (*OPTICS.values(), STATE["admin"], *ENTITY.values(), *LINKS.values()), of=DEVICES),)
