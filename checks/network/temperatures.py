"""Temperatures of a device, against its own limits where it has any."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from checks.sensors import range_of
from collectors.base import Listing, Reason, Unseen
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
    """One finding a sensor that a limit holds for, by its name; one of all others together."""
    judged = [one for one in sensors.records if _has_limit(one)]
    rest = [one for one in sensors.records if not _has_limit(one)]
    for one in judged:
        yield _judge_one(one, limits.at(one.name))
    if rest:
        hottest = max(rest, key=lambda one: one.value)
        summary = _(
            "{count} temperatures of chips and other places without a limit of the device's own are only recorded; the "
            "hottest is {sensor} with {value:number} °C",
            count=len(rest),
            sensor=hottest.name,
            value=round(hottest.value, 1),
        )
        yield Finding("others", Level.OK, summary, measures={"temperature_celsius": hottest.value})
    if not sensors.records and not sensors.unseen:
        yield unknown("", Unseen("", Reason.NO_RECORD, _("the device tells no temperature")))


def _has_limit(one: Sensor) -> bool:
    return one.place in _AIR or _own_limit(one) is not None


def _own_limit(one: Sensor) -> float | None:
    """The device's own upper limit, critical before warning; one of zero or less is a placeholder."""
    return next((high for high in (one.high_critical, one.high_warn) if high is not None and high > 0), None)


def _judge_one(one: Sensor, limits: TemperatureLimits) -> Finding:
    if one.place in _AIR and one.value == 0:
        why = _("{sensor} tells 0 °C, which is what devices write where nothing is measured", sensor=one.name)
        return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why))
    level, expected = _level(one, limits)
    return Finding(
        one.name,
        level,
        _("{sensor}: {value:number} °C", sensor=one.name, value=round(one.value, 1)),
        expected=expected,
        quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        measures={"temperature_celsius": one.value},
    )


def _level(one: Sensor, limits: TemperatureLimits) -> tuple[Level, Text | None]:
    high = _own_limit(one)
    if high is not None:
        is_warning_only = one.high_critical is None or one.high_critical <= 0
        warn = one.high_warn if one.high_warn is not None and 0 < one.high_warn < high else high
        side = compare(one.value, warn, high)
        is_low = any(low is not None and 0 < low < warn and one.value < low for low in (one.low_warn, one.low_critical))
        if (is_warning_only and side is Side.CRITICAL) or (is_low and side is Side.WITHIN):
            side = Side.WARN  # too cold harms no device at once
        low = _lowest(one)
        if low is not None and one.value < low < warn:
            return Level.WARN, _("from {low:number} °C up, the device's own lower limit", low=round(low, 1))
        if is_low:
            return LEVEL_OF_SIDE[side], range_of(one)
        return LEVEL_OF_SIDE[side], _("below the device's own limit of {limit:number} °C", limit=round(warn, 1))
    side = compare(one.value, limits.warn_celsius, limits.critical_celsius)
    if one.value <= limits.low_celsius:
        side = Side.CRITICAL
    expected = _(
        "{low:number} to {warn:number} °C (the device has no limit of its own)",
        low=limits.low_celsius,
        warn=limits.warn_celsius,
    )
    return LEVEL_OF_SIDE[side], expected


def _lowest(one: Sensor) -> float | None:
    """The device's own lower limit. Cold is a warning at most: it harms no running device, condensation does."""
    lows = [value for value in (one.low_warn, one.low_critical) if value is not None]
    return max(lows, default=None)


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
        _("limits of zero are placeholders"),
        _("a chip runs at 80 to 100 °C by design: limits of ours hold for the air only"),
        _("below a lower limit of the device's own is a warning at most"),
    ),
    refs=("HUAWEI-ENTITY-EXTENT-MIB", "CISCO-ENTITY-SENSOR-MIB", "RFC 3433"),
)
