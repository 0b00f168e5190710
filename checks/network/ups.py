"""A UPS: whether it stands on the mains, what its battery holds, how loaded it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.device_parts import judged
from checks.sensors import said
from collectors.facts.devices.power import UPS, Ups
from collectors.facts.devices.sensors import Component, Quantity, Sensor
from config.limits import Layered, compare, limit
from config.text import Text, _

_VALUES: Final = tuple(f" {one.value}" for one in (Quantity.LOAD, Quantity.CHARGE, Quantity.RUNTIME))
"""What subjects of values end with."""


@dataclass(frozen=True, slots=True)
class UpsLimits:
    """What a UPS must hold."""

    charge_warn: float = limit(75.0, unit="percent", source="Nagios check_ups, monitoring-plugins")
    charge_critical: float = limit(40.0, unit="percent", source="Nagios check_ups, monitoring-plugins")
    load_warn: float = limit(80.0, unit="percent", source="Nagios check_ups: the other 20 % are for what starts at once")
    load_critical: float = limit(95.0, unit="percent", source="Nagios check_ups")
    runtime_critical_minutes: float = limit(
        10.0, unit="minutes", source="our judgement: the least time in which servers are shut down in order"
    )


def judge(ups: Ups, limits: Layered[UpsLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a state and a value, by its name."""
    yield from judged([_apart(one) for one in ups.states])
    for one in ups.values:
        yield _judge_one(one, limits.at(one.name))


def _apart(one: Component) -> Component:
    """A state that is called as a value is ("battery charge") has a subject of its own."""
    return replace(one, name=f"{one.name} ({one.part.value})") if one.name.endswith(_VALUES) else one


def _judge_one(one: Sensor, limits: UpsLimits) -> Finding:
    level, expected = _level(one, limits)
    return Finding(
        f"{one.name} {one.quantity.value}",
        level,
        said(one),
        expected=expected,
        quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        measures={f"{one.quantity.value}_value": one.value},
    )


def _level(one: Sensor, limits: UpsLimits) -> tuple[Level, Text]:
    if one.quantity is Quantity.CHARGE:
        side = compare(one.value, limits.charge_warn, limits.charge_critical)
        return LEVEL_OF_SIDE[side], _("above {warn:number} %", warn=limits.charge_warn)
    if one.quantity is Quantity.LOAD:
        side = compare(one.value, limits.load_warn, limits.load_critical)
        return LEVEL_OF_SIDE[side], _("below {warn:number} %", warn=limits.load_warn)
    level = Level.CRITICAL if one.value < limits.runtime_critical_minutes else Level.OK
    return level, _("at least {least:number} min", least=limits.runtime_critical_minutes)


UPS_CHECK: Final = Check(
    id="network.ups",
    title=_("UPS"),
    area=Area.HARDWARE,
    needs=UPS,
    limits=UpsLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("UPS-MIB (RFC 1628) and the makers' own: source of the output, battery, load, time left, alarms, last test"),
    remedy=_(
        "On battery: find out why the mains is gone and begin to shut down in order. Batteries are replaced after three to "
        "five years, or when a test fails; spread the load before it passes 80 %."
    ),
    traps=(
        _("a full charge says nothing of an old battery: the time left and the last test do"),
        _("on bypass the load has no protection, though everything runs"),
    ),
    refs=("RFC 1628", "PowerNet-MIB", "XUPS-MIB", "MG-SNMP-UPS-MIB"),
)
