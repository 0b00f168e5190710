"""How busy a device's processors are. A control plane without time loses neighbours and answers nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.devices.loads import PROCESSORS, Processor
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_CORES: Final = "cores"


@dataclass(frozen=True, slots=True)
class ProcessorLimits:
    """A mean over minutes; the device's own threshold, where it is lower, is its maker's word."""

    warn: float = limit(0.80, unit="ratio", source="our judgement, below Zabbix's 90 %")
    critical: float = limit(0.90, unit="ratio", source="Zabbix network templates, CPU_UTIL_CRIT")
    least_window_seconds: float = limit(
        60.0, unit="seconds", source="our judgement: of a shorter mean a burst, also our own asking, says little"
    )


def judge(processors: Listing[Processor], limits: Layered[ProcessorLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a processor, by its name; cores under one scheduler are one together, by their mean."""
    cores = [one for one in processors.records if one.is_core]
    for one in processors.records:
        if not one.is_core:
            yield _judge_one(one, limits.at(one.name))
    if cores:
        mean = sum(one.used_ratio for one in cores) / len(cores)
        yield _judge_one(replace(cores[0], name=_CORES, used_ratio=mean, oid=""), limits.at(_CORES))


def _judge_one(one: Processor, limits: ProcessorLimits) -> Finding:
    return Finding(
        one.name,
        _level(one, limits),
        _said(one),
        observed=_window(one),
        expected=_("below {warn:percent}", warn=_warn(one, limits)),
        quote=f"{one.oid} = {one.used_ratio * 100:g}" if one.oid else "",
        measures={"used_ratio": one.used_ratio},
    )


def _said(one: Processor) -> Text:
    if one.is_core:
        return _("all processors together: {used:percent} busy", used=one.used_ratio)
    return _("{processor}: {used:percent} busy", processor=one.name, used=one.used_ratio)


def _warn(one: Processor, limits: ProcessorLimits) -> float:
    return min(limits.warn, one.limit_ratio) if one.limit_ratio else limits.warn


def _level(one: Processor, limits: ProcessorLimits) -> Level:
    side = compare(one.used_ratio, _warn(one, limits), max(limits.critical, _warn(one, limits)))
    if one.is_data_plane and side is not Side.WITHIN:
        return Level.NOTICE
    is_burst = one.window_seconds is None or one.window_seconds < limits.least_window_seconds
    return Level.WARN if side is Side.CRITICAL and is_burst else LEVEL_OF_SIDE[side]


def _window(one: Processor) -> Text:
    if one.window_seconds is None:
        return _("{used:percent}, at the moment of asking", used=one.used_ratio)
    return _("{used:percent} on average over {window:duration}", used=one.used_ratio, window=one.window_seconds)


PROCESSOR_LOAD: Final = Check(
    id="network.processor_load",
    title=_("Processor load of the device"),
    area=Area.RESOURCES,
    needs=PROCESSORS,
    limits=ProcessorLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the maker's processor table, each board, five minutes' mean where there is one; else HOST-RESOURCES-MIB"),
    remedy=_(
        "See on the command line which task takes the time (display cpu-usage, show processes cpu sorted), and look for a "
        "loop, an attack on the control plane, or too frequent polling; widen limits only after the cause is known."
    ),
    traps=(
        _("being asked by SNMP itself makes a device busy: it is asked before the tables are walked"),
        _("a moment's value is a warning at most"),
        _("a forwarding core that polls is busy by design"),
    ),
    refs=("HUAWEI-ENTITY-EXTENT-MIB hwEntityCpuUsage", "CISCO-PROCESS-MIB cpmCPUTotal5minRev", "RFC 2790"),
)
