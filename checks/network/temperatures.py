"""Temperatures of a device, against its own limits where it has any."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.devices.sensors import TEMPERATURES, Place, Sensor
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class TemperatureLimits:
    """For sensors of the air and of boards without a limit of the device's own."""

    warn_celsius: float = limit(50.0, unit="celsius", source="Zabbix network templates, TEMP_WARN")
    critical_celsius: float = limit(60.0, unit="celsius", source="Zabbix network templates, TEMP_CRIT")
    low_celsius: float = limit(5.0, unit="celsius", source="Zabbix network templates, TEMP_CRIT_LOW")


_AIR: Final = frozenset({Place.INLET, Place.ROOM, Place.OUTLET})
"""Where the fallback limits hold; a chip or a module may be far hotter by design."""


def judge(sensors: Listing[Sensor], limits: Layered[TemperatureLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a sensor, by its name."""
    for one in sensors.records:
        yield _judge_one(one, limits.at(one.name))


def _judge_one(one: Sensor, limits: TemperatureLimits) -> Finding:
    level, expected = _level(one, limits)
    return Finding(
        one.name,
        level,
        _("{sensor}: {value:number} °C", sensor=one.name, value=round(one.value, 1)),
        expected=expected,
        quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        measures={"temperature_celsius": one.value},
    )


def _level(one: Sensor, limits: TemperatureLimits) -> tuple[Level, Text]:
    high = one.high_critical if one.high_critical is not None else one.high_warn
    if high is not None:
        warn = one.high_warn if one.high_warn is not None else high
        side = compare(one.value, min(warn, high), high)
        if one.high_critical is None and side is Side.CRITICAL:
            side = Side.WARN
        return LEVEL_OF_SIDE[side], _("below the device's own limit of {limit:number} °C", limit=round(min(warn, high), 1))
    if one.place in _AIR:
        side = compare(one.value, limits.warn_celsius, limits.critical_celsius)
        if one.value <= limits.low_celsius:
            side = Side.CRITICAL
        expected = _(
            "{low:number} to {warn:number} °C (the device has no limit of its own)",
            low=limits.low_celsius,
            warn=limits.warn_celsius,
        )
        return LEVEL_OF_SIDE[side], expected
    return Level.OK, _("not judged by its number: the device has no limit for it, and chips are hot by design")


TEMPERATURES_CHECK: Final = Check(
    id="network.temperatures",
    title=_("Temperatures of the device"),
    area=Area.HARDWARE,
    needs=TEMPERATURES,
    limits=TemperatureLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the device's temperature sensors with their own limits, by SNMP or command line"),
    remedy=_(
        "Check the air conditioning, the blanking panels and the direction of the air, clean the dust filter, see that all "
        "fans turn; if one sensor alone is hot, suspect its board."
    ),
    traps=(
        _("0, 255 and 65535 from empty slots are no reading"),
        _("a chip runs at 80 to 100 °C by design: limits of ours hold for the air only"),
    ),
    refs=("HUAWEI-ENTITY-EXTENT-MIB", "CISCO-ENTITY-SENSOR-MIB", "RFC 3433"),
)
