"""Voltages, currents, humidity and what else a device measures, against its own limits."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.sensors import level_of, range_of, said
from collectors.base import Listing
from collectors.facts.devices.sensors import SENSORS, Quantity, Sensor
from config.limits import Layered
from config.text import _

_OF_UPS: Final = frozenset({Quantity.LOAD, Quantity.CHARGE, Quantity.RUNTIME})
"""What network.ups judges."""


def judge(sensors: Listing[Sensor], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a sensor that the device has limits for; one of all others together, which nobody can judge."""
    mine = [one for one in sensors.records if one.quantity not in _OF_UPS]
    judged = [(one, level) for one in mine if (level := level_of(one)) is not None]
    for one, level in judged:
        yield Finding(
            f"{one.name} {one.quantity.value}",
            level,
            said(one),
            expected=range_of(one),
            quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        )
    rest = len(mine) - len(judged)
    if rest:
        yield Finding(
            "others", Level.OK, _("{count} values without limits of the device's own are only recorded", count=rest)
        )
    if not mine:
        yield Finding("", Level.ABSENT, _("nothing is measured but what other checks judge"))


SENSOR_VALUES: Final = Check(
    id="network.sensor_values",
    title=_("Voltages and other values of the device"),
    area=Area.HARDWARE,
    needs=SENSORS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the device's sensors with the limits that it has for them, by SNMP"),
    remedy=_(
        "Compare with the device's own alarms; a voltage beyond its limit means a power supply or a board to be replaced."
    ),
    traps=(
        _("only values with limits of the device's own are judged; ours would be guessed"),
        _("limits of zero, or a lower one above the upper, are placeholders"),
    ),
    refs=("CISCO-ENTITY-SENSOR-MIB", "RFC 3433"),
)
