"""Memory that programs can still have. When it is gone, the kernel swaps, then kills."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.resources import MEMORY, Memory, MemoryLimit
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class MemoryLimits:
    """Available of what ordinary programs share, and used of a control group's limit."""

    warn: float = limit(
        0.10, unit="ratio", source="Netdata ram_available; awesome-prometheus-alerts; node-mixin", subjects=("",)
    )
    critical: float = limit(
        0.05, unit="ratio", source="Netdata ram_available (warn 10 %); 5 % is our judgement", subjects=("",)
    )
    group_warn: float = limit(
        0.90, unit="ratio", source="node-mixin memory 90 %, applied to the limit", subjects=("control group",)
    )
    group_critical: float = limit(0.95, unit="ratio", source="our judgement", subjects=("control group",))


def judge(memory: Memory, limits: Layered[MemoryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for the target, one more where a control group limits it."""
    base = limits.at("")
    ratio = min(memory.available_bytes / memory.ordinary_bytes, 1.0)
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(ratio, base.warn, base.critical)],
        _summary(memory, ratio),
        observed=_observed(memory),
        expected=_("more than {warn:percent} available", warn=base.warn),
        measures={
            "available_ratio": ratio,
            "available_bytes": memory.available_bytes,
            "used_bytes": max(memory.ordinary_bytes - memory.available_bytes, 0),
            "ordinary_bytes": memory.ordinary_bytes,
            "hugepages_bytes": memory.hugepages_bytes,
        },
    )
    if memory.group:
        yield _group(memory.group, limits.at("control group"))


def _summary(memory: Memory, ratio: float) -> Text:
    if memory.is_estimated:
        return _("{ratio:percent} of memory is available (estimated: this kernel does not tell)", ratio=ratio)
    return _("{ratio:percent} of memory is available", ratio=ratio)


def _observed(memory: Memory) -> Text:
    if not memory.hugepages_bytes:
        return _(
            "{available:bytes} available of {total:bytes}", available=memory.available_bytes, total=memory.ordinary_bytes
        )
    return _(
        "{available:bytes} available of {total:bytes}; another {huge:bytes} are reserved as huge pages "
        "({free:bytes} of them free)",
        available=memory.available_bytes,
        total=memory.ordinary_bytes,
        huge=memory.hugepages_bytes,
        free=memory.hugepages_free_bytes,
    )


def _group(group: MemoryLimit, limits: MemoryLimits) -> Finding:
    ratio = group.used_bytes / group.limit_bytes if group.limit_bytes else 1.0
    return Finding(
        "control group",
        LEVEL_OF_SIDE[compare(ratio, limits.group_warn, limits.group_critical)],
        _("{ratio:percent} of the control group's memory limit is used", ratio=ratio),
        observed=_("{used:bytes} used, limit {most:bytes}", used=group.used_bytes, most=group.limit_bytes),
        expected=_("below {warn:percent}", warn=limits.group_warn),
        measures={"group_used_ratio": ratio, "used_bytes": group.used_bytes, "ordinary_bytes": group.limit_bytes},
    )


MEMORY_CHECK: Final = Check(
    id="server.memory",
    title=_("Available memory"),
    area=Area.RESOURCES,
    needs=MEMORY,
    limits=MemoryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("/proc/meminfo: available memory against all memory without reserved huge pages; the control group's limit"),
    remedy=_(
        "Find the largest programs (ps -eo pid,user,rss,args --sort=-rss) and see whether one keeps growing. On database "
        "servers check the sizes of SGA, PGA, shared buffers or heap against the memory. Add memory when the "
        "need is lasting."
    ),
    traps=(
        _("cache counts as available, not as used"),
        _("reserved huge pages are in neither number: only programs that ask for them can use them"),
        _("kernels before 3.14 do not tell what is available; it is estimated without shared memory, and said so"),
        _("ZFS gives back its cache down to its least size; that part counts as available"),
        _("in a container the limit of its control group is judged beside the host's memory"),
    ),
    clause="1.4.3.4",
)
