"""Temperatures, fans and voltages. What runs hot or without air fails soon, and takes its neighbours with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, worst
from checks.bmc_states import LEVEL_OF_VERDICT, level_of_state
from collectors.base import Listing, Reason
from collectors.facts.bmc import SENSORS, Presence, Sensor, Verdict
from config.limits import Layered, Side, compare, limit
from config.text import Text, Value, _

_KERNEL: Final = "kernel"


@dataclass(frozen=True, slots=True)
class SensorLimits:
    """For a temperature that the kernel reads and that carries no limit of its own."""

    warn_celsius: float = limit(90.0, unit="°C", source="our judgement: below the throttling point of server processors")
    critical_celsius: float = limit(100.0, unit="°C", source="our judgement: the usual Tjmax of server processors")


def judge(sensors: Listing[Sensor], limits: Layered[SensorLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a sensor."""
    nobody_speaks = all(one.presence is not Presence.PRESENT for one in sensors.records)
    for sensor in sensors.records:
        level, summary = _verdict(sensor, limits.at(sensor.name), nobody_speaks=nobody_speaks)
        has_measure = sensor.reading is not None and sensor.presence is Presence.PRESENT
        yield Finding(
            sensor.name,
            level,
            summary,
            observed=_observed(sensor),
            expected=_expected(sensor),
            quote=sensor.words,
            measures={_MEASURES[sensor.unit]: sensor.reading or 0.0} if has_measure and sensor.unit in _MEASURES else {},
            reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
        )


_MEASURES: Final = {
    "degrees C": "temperature_celsius",
    "RPM": "speed_rpm",
    "Watts": "power_watts",
    "Volts": "voltage_volts",
}


def _verdict(sensor: Sensor, limits: SensorLimits, *, nobody_speaks: bool) -> tuple[Level, Text]:
    if sensor.presence is not Presence.PRESENT:
        return _without_reading(sensor, nobody_speaks=nobody_speaks)
    if sensor.kind == "state" or (sensor.states and sensor.verdict is Verdict.NONE):
        return _state(sensor)
    if sensor.verdict in {Verdict.WARNING, Verdict.CRITICAL}:
        return LEVEL_OF_VERDICT[sensor.verdict], _(
            "{sensor}: {reading}; its controller says that this is beyond its limits",
            sensor=sensor.title,
            reading=_reading(sensor),
        )
    states = _state(sensor) if sensor.states else None
    if states is not None and states[0] in {Level.WARN, Level.CRITICAL}:
        return states
    return _measured(sensor, limits)


def _without_reading(sensor: Sensor, *, nobody_speaks: bool) -> tuple[Level, Text]:
    if nobody_speaks:
        return Level.UNKNOWN, _("{sensor}: none of the sensors gives a reading", sensor=sensor.title)
    if sensor.presence is Presence.DISABLED:
        return Level.ABSENT, _("{sensor} is switched off", sensor=sensor.title)
    return Level.ABSENT, _("{sensor} gives no reading: nothing is fitted there, or it is not powered", sensor=sensor.title)


def _state(sensor: Sensor) -> tuple[Level, Text]:
    if not sensor.states:
        return Level.OK, _("{sensor}: no state is asserted", sensor=sensor.title)
    levels = [level_of_state(word) for word in sensor.states]
    judged = [level for level in levels if level is not None]
    level = worst(judged)
    if None in levels and level is not Level.CRITICAL:
        return Level.UNKNOWN, _(
            "{sensor}: {states}: a code of the maker's own, without a verdict", sensor=sensor.title, states=sensor.states
        )
    return level, _("{sensor}: {states}", sensor=sensor.title, states=sensor.states)


def _measured(sensor: Sensor, limits: SensorLimits) -> tuple[Level, Text]:
    side = _side(sensor)
    said: dict[str, Value] = {"sensor": sensor.title, "reading": _reading(sensor)}
    if side is None and sensor.verdict is Verdict.NONE:
        return _unlimited(sensor, limits)
    if side is Side.CRITICAL:
        return Level.CRITICAL, _("{sensor}: {reading}, beyond its critical limit", **said)
    if side is Side.WARN and sensor.verdict is Verdict.NONE:
        return Level.WARN, _("{sensor}: {reading}, beyond its limit", **said)
    if sensor.was_beyond:
        return Level.NOTICE, _("{sensor}: {reading}; it was beyond its limit since the start", **said)
    return Level.OK, _("{sensor}: {reading}", **said)


def _unlimited(sensor: Sensor, limits: SensorLimits) -> tuple[Level, Text]:
    said: dict[str, Value] = {"sensor": sensor.title, "reading": _reading(sensor)}
    if sensor.by == _KERNEL and sensor.kind == "temperature" and sensor.reading is not None:
        side = compare(sensor.reading, limits.warn_celsius, limits.critical_celsius)
        if side is not Side.WITHIN:
            return (Level.WARN if side is Side.WARN else Level.CRITICAL), _("{sensor}: {reading}, too hot", **said)
        return Level.OK, _("{sensor}: {reading}", **said)
    if sensor.kind == "fan" and sensor.reading:
        return Level.OK, _("{sensor}: {reading}, turning", **said)
    return Level.UNKNOWN, _("{sensor}: {reading}, with neither a verdict nor a limit", **said)


def _side(sensor: Sensor) -> Side | None:
    """Where the reading lies beside the limits that the sensor carries; None where it carries none."""
    value, marks = sensor.reading, sensor.thresholds
    critical = (marks.lower_critical, marks.upper_critical)
    warn = (marks.lower_warn, marks.upper_warn)
    if value is None or {*critical, *warn} == {None}:
        return None
    if sensor.kind == "fan" and value == 0 and (marks.lower_critical or marks.lower_warn):
        return Side.CRITICAL
    for (low, high), side in ((critical, Side.CRITICAL), (warn, Side.WARN)):
        if (low is not None and value < low) or (high is not None and value >= high):
            return side
    return Side.WITHIN


def _reading(sensor: Sensor) -> Text:
    if sensor.reading is None:
        return _("no number")
    unit = "°C" if sensor.unit == "degrees C" else sensor.unit
    return _("{value:number} {unit}", value=sensor.reading, unit=unit)


def _observed(sensor: Sensor) -> Text | None:
    if sensor.presence is not Presence.PRESENT or (sensor.reading is None and not sensor.states):
        return None
    return _("{states}", states=sensor.states) if sensor.states and sensor.reading is None else _reading(sensor)


def _expected(sensor: Sensor) -> Text | None:
    marks = sensor.thresholds
    high = marks.upper_warn if marks.upper_warn is not None else marks.upper_critical
    low = marks.lower_warn if marks.lower_warn is not None else marks.lower_critical
    if high is not None:
        return _("below {limit:number}", limit=high)
    if low is not None:
        return _("at least {limit:number}", limit=low)
    return _("within the limits that its controller knows")


BMC_SENSORS: Final = Check(
    id="server.bmc_sensors",
    title=_("Temperatures, fans, voltages"),
    area=Area.HARDWARE,
    needs=SENSORS,
    limits=SensorLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "the sensors of the management controller with its own verdict (ipmitool sdr, Redfish), and the temperatures and "
        "fans that the kernel reads (/sys/class/hwmon)"
    ),
    remedy=_(
        "Too hot: look at the air conditioning, the air filters, blind plates and what blocks the air, then "
        "at the fans. A fan that stands still is replaced, while running only where the model's manual allows "
        "it. A voltage beyond its limits: power supply or mainboard; report it to the maker with the event "
        "log."
    ),
    traps=(
        _("a sensor without a reading (ns, na, disabled) is no fault: an empty socket has one too"),
        _("a discrete sensor always says ok: its asserted states are what counts"),
        _("a maker's own code is not decoded: it has no verdict"),
        _("a virtual machine has no management controller; a physical one without its driver is not inspected"),
        _("the alarm of a processor's sensor stays set: it tells of the past"),
        _("a fan header with nothing on it turns at 0"),
    ),
    clause="1.4.3.4",
    refs=("IPMI 2.0, 35 and 42", "ipmitool(1)", "kernel: hwmon/sysfs-interface"),
)
