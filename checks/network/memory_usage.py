"""How full a device's memory is. What it cannot hold any more are routes, sessions, and in the end its own processes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.devices.loads import MEMORIES, Memory, Pool
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class MemoryLimits:
    """Of the memory that the device runs in."""

    warn: float = limit(0.80, unit="ratio", source="our judgement, below Zabbix's 90 %")
    critical: float = limit(0.90, unit="ratio", source="Zabbix network templates, MEMORY_UTIL_MAX")


def judge(memories: Listing[Memory], limits: Layered[MemoryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a memory that is judged; pools that are full by design only measure."""
    for one in memories.records:
        yield _judge_one(one, limits.at(one.name))


def _judge_one(one: Memory, limits: MemoryLimits) -> Finding:
    measures = {"used_ratio": one.used_ratio}
    if one.total_bytes is not None:
        measures["size_bytes"] = one.total_bytes
    if one.pool is Pool.MIXED:
        return _mixed(one, limits, measures)
    if one.pool is not Pool.SYSTEM:
        return Finding(
            one.name,
            Level.OK,
            _("{memory}: {used:percent} used; such a pool may be full by design", memory=one.name, used=one.used_ratio),
            measures=measures,
        )
    warn = min(limits.warn, one.limit_ratio) if one.limit_ratio else limits.warn
    critical = min(limits.critical, one.critical_ratio) if one.critical_ratio else limits.critical
    return Finding(
        one.name,
        LEVEL_OF_SIDE[compare(one.used_ratio, warn, max(critical, warn))],
        _("{memory}: {used:percent} used", memory=one.name, used=one.used_ratio),
        expected=_("below {warn:percent}", warn=warn),
        quote=f"{one.oid} = {one.used_ratio * 100:g}" if one.oid else "",
        measures=measures,
    )


def _mixed(one: Memory, limits: MemoryLimits, measures: dict[str, float]) -> Finding:
    is_full = one.used_ratio >= limits.critical
    return Finding(
        one.name,
        Level.NOTICE if is_full else Level.OK,
        _("{memory}: {used:percent} used, caches perhaps among it", memory=one.name, used=one.used_ratio),
        expected=_("below {warn:percent}", warn=limits.critical),
        quote=f"{one.oid} = {one.used_ratio * 100:g}" if one.oid else "",
        measures=measures,
    )


MEMORY_USAGE: Final = Check(
    id="network.memory_usage",
    title=_("Memory of the device"),
    area=Area.RESOURCES,
    needs=MEMORIES,
    limits=MemoryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the maker's memory table, each board or pool; else HOST-RESOURCES-MIB"),
    remedy=_(
        "Compare with the last inspections: a steady rise is a leak (upgrade, or restart in an agreed window); a high but "
        "steady value fits some models. See which process or table holds it (display memory-usage, show processes memory "
        "sorted)."
    ),
    traps=(
        _("routers and firewalls of some makers stand at 60 to 80 % all their life"),
        _("pools named reserve or lsmpi_io are full by design; so are buffers and caches"),
        _("a FortiGate begins to refuse work at 88 % (conserve mode), and ends that below 82 %"),
    ),
    refs=("HUAWEI-ENTITY-EXTENT-MIB hwEntityMemUsage", "CISCO-ENHANCED-MEMPOOL-MIB", "RFC 2790"),
)
