"""Light of optical modules. It fades for months before the link breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.sensors import is_sent, level_of, range_of, said
from collectors.base import Listing
from collectors.facts.devices.sensors import OPTICS, Quantity, Sensor
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class OpticsLimits:
    """For light that is received by modules without limits of their own, of which nobody knows what they can bear."""

    receive_notice_dbm: float = limit(-14.0, unit="dBm", source="our judgement: 10GBASE-LR receives down to -14.4 dBm")
    receive_warn_dbm: float = limit(-18.0, unit="dBm", source="our judgement: 1000BASE-LX receives down to -19 dBm")
    dark_dbm: float = limit(
        -35.0, unit="dBm", source="our judgement: -40 and -36.96 are what modules say without any light"
    )


def judge(sensors: Listing[Sensor], limits: Layered[OpticsLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a light of a module that is in use, by its port; of its other values those that are amiss."""
    idle = quiet = 0
    for one in sensors.records:
        finding = _judge_one(one, limits.at(one.name))
        if finding is None:
            idle += 1
        elif finding.level is Level.OK and one.quantity is not Quantity.OPTICAL_POWER:
            quiet += 1
        else:
            yield finding
    if quiet:
        summary = _(
            "{count} temperatures, voltages and currents of modules are within the modules' own limits", count=quiet
        )
        yield Finding("others", Level.OK, summary)
    if idle:
        summary = _(
            "{count} values of modules without any light or whose port is shut are not judged; whether the port should be "
            "up is judged by its state",
            count=idle,
        )
        yield Finding("idle", Level.OK, summary)
    if not sensors.records and not sensors.unseen:
        yield Finding("", Level.ABSENT, _("no optical module tells of its light"))


def _judge_one(one: Sensor, limits: OpticsLimits) -> Finding | None:
    is_light = one.quantity is Quantity.OPTICAL_POWER
    if one.is_idle or (is_light and one.value <= limits.dark_dbm):
        return None
    level = level_of(one)
    expected = range_of(one) if level is not None else None
    if level is None and is_light and not is_sent(one.name):
        level, expected = Level.OK, _("above {warn:number} dBm (the module has no limits)", warn=limits.receive_notice_dbm)
        if one.value <= limits.receive_warn_dbm:
            level = Level.WARN
        elif one.value <= limits.receive_notice_dbm:
            level = Level.NOTICE
    return Finding(
        f"{one.name} {one.quantity.value}",
        level or Level.OK,
        said(one),
        expected=expected,
        quote=f"{one.oid} = {one.value:g}" if one.oid else "",
        measures={"light_dbm": one.value} if is_light else {},
    )


OPTICAL_POWER: Final = Check(
    id="network.optical_power",
    title=_("Light of optical modules"),
    area=Area.HARDWARE,
    needs=OPTICS,
    limits=OpticsLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the modules' own diagnosis (DDM) with their limits, by SNMP or command line"),
    remedy=_(
        "Clean the connectors, measure the light at the far end, look for a bent fibre, then change the module; too much "
        "light needs an attenuator."
    ),
    traps=(
        _("a port that is shut or unplugged has no light and no fault"),
        _("some devices tell microwatts, others hundredths of dBm: each is read as its maker means it"),
        _("copper modules have no light"),
        _("without limits of the module's own it is a warning at most: modules for long distances bear less light"),
    ),
    refs=("SFF-8472", "HUAWEI-ENTITY-EXTENT-MIB hwOpticalModuleInfoTable", "HH3C-TRANSCEIVER-INFO-MIB"),
)
