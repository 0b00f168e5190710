"""Is the memory of the processes (PGA) in proportion? Where it is short, sorts go to disk; past its limit sessions end."""

from collections.abc import Iterator, Sequence
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.cluster import PROCESS_MEMORY, ProcessMemory
from config.limits import Layered
from config.text import Text, _


def judge(found: Sequence[ProcessMemory], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an instance."""
    for one in found:
        level, summary = _verdict(one)
        yield Finding(
            f"instance {one.instance_number}",
            level,
            summary,
            observed=_("target {target:bytes}, at most {peak:bytes}", target=one.target_bytes, peak=one.peak_bytes),
            quote=f"over allocation count={one.exceeded_count} allocated={one.used_bytes} target={one.target_bytes}",
            measures={
                "pga_used_bytes": float(one.used_bytes),
                "pga_peak_bytes": float(one.peak_bytes),
                "exceeded_count": float(one.exceeded_count),
            },
        )


def _verdict(one: ProcessMemory) -> tuple[Level, Text]:
    if not one.target_bytes:
        return Level.NOTICE, _("no target is set for it: each session sorts with what its own parameters give")
    if one.exceeded_count and one.peak_bytes > one.target_bytes:
        return Level.NOTICE, _(
            "its target is too small: {count:number} time(s) it had to go beyond it, to {peak:bytes}",
            count=one.exceeded_count,
            peak=one.peak_bytes,
        )
    return Level.OK, _("{used:bytes} in use of a target of {target:bytes}", used=one.used_bytes, target=one.target_bytes)


PROCESS_MEMORY_CHECK: Final = Check(
    id="database.oracle.process_memory",
    title=_("Oracle: memory of the processes (PGA)"),
    area=Area.DB_TUNING,
    needs=PROCESS_MEMORY,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("gv$pgastat"),
    remedy=_(
        "See v$pga_target_advice for the size at which the over-allocation ends, and v$process_memory for who takes it; "
        "raise pga_aggregate_target as far as the host has memory beside the SGA. Effect: sorts and hash joins stay in "
        "memory; effort: one parameter, no restart."
    ),
    traps=(
        NOT_RUN,
        _("the target is no limit: PL/SQL tables and many sessions go beyond it"),
        _("the counts are since the start of the instance"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$PGASTAT",),
)
