"""Voltages, currents, humidity and what else a device measures, against its own limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.sensors import level_of, range_of, said
from collectors.base import Listing
from collectors.facts.devices.sensors import SENSORS, Quantity, Sensor
from config.limits import Layered, limit
from config.text import _

_OF_UPS: Final = frozenset({Quantity.LOAD, Quantity.CHARGE, Quantity.RUNTIME})
"""What network.ups judges of a UPS."""
_OF_BATTERY: Final = frozenset({Quantity.CHARGE, Quantity.RUNTIME})


@dataclass(frozen=True, slots=True)
class SensorLimits:
    """For SSDs, of which management boards tell what is left but have no limit."""

    endurance_warn: float = limit(
        10.0, unit="percent", source="NVMe Base Specification 2.0, Percentage Used: 100 is the estimated end of its life"
    )


def judge(sensors: Listing[Sensor], limits: Layered[SensorLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a sensor that the device has limits for, and one an SSD; one of all others, which nobody can judge."""
    is_ups = any(one.quantity in _OF_BATTERY for one in sensors.records)
    mine = [one for one in sensors.records if not (is_ups and one.quantity in _OF_UPS)]
    worn = [one for one in mine if one.quantity is Quantity.ENDURANCE]
    yield from (_worn(one, limits.at(one.name)) for one in worn)
    others = [one for one in mine if one.quantity is not Quantity.ENDURANCE]
    judged = [(one, level) for one in others if (level := level_of(one)) is not None]
    for one, level in judged:
        yield Finding(
            f"{one.name} {one.quantity.value}",
            level,
            said(one),
            expected=range_of(one),
            quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        )
    rest = len(mine) - len(judged) - len(worn)
    if rest:
        yield Finding(
            "others", Level.OK, _("{count} values without limits of the device's own are only recorded", count=rest)
        )
    if not mine and not sensors.unseen:
        yield Finding("", Level.ABSENT, _("nothing is measured but what other checks judge"))


def _worn(one: Sensor, limits: SensorLimits) -> Finding:
    return Finding(
        f"{one.name} {one.quantity.value}",
        Level.WARN if one.value < limits.endurance_warn else Level.OK,
        _("{disk}: {value:number} % of the rated writes are left", disk=one.name, value=round(one.value)),
        expected=_("at least {warn:number} %", warn=limits.endurance_warn),
        quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        measures={"endurance_percent": one.value},
    )


SENSOR_VALUES: Final = Check(
    id="network.sensor_values",
    title=_("Voltages and other values of the device"),
    area=Area.HARDWARE,
    needs=SENSORS,
    limits=SensorLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the device's sensors with the limits that it has for them, by SNMP"),
    remedy=_(
        "Compare with the device's own alarms; a voltage beyond its limit means a power supply or a board to be replaced. "
        "Order a replacement for an SSD whose rated writes are nearly used up, and exchange it in an agreed window."
    ),
    traps=(
        _("only values with limits of the device's own are judged; ours would be guessed; SSDs are the exception"),
        _("limits of zero, or a lower one above the upper, are placeholders"),
    ),
    refs=("CISCO-ENTITY-SENSOR-MIB", "RFC 3433"),
)
