"""The buffer pool of InnoDB: whether what is read is there, and pages are free when they are needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.mysql.variables import WORKLOAD, Workload
from config.limits import Layered, limit
from config.text import _

_DEFAULT_BYTES: Final = 134217728
"""128 MiB, the default of both products (MySQL Reference Manual: innodb_buffer_pool_size)."""
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """Share of reads that go to disk, from so many reads on; waits for a free page."""

    miss_notice_ratio: float = limit(0.01, unit="ratio", source="our judgement")
    least_reads_count: float = limit(1e6, unit="count", source="our judgement: before that it is warming up")
    waits_warn_rate: float = limit(0.1, unit="count a second", source="our judgement; any wait is a stall (MySQL manual)")


def judge(work: Workload, limits: Layered[PoolLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of the server."""
    counters, base = work.counters, limits.base
    requests, reads = counters.number("innodb_buffer_pool_read_requests"), counters.number("innodb_buffer_pool_reads")
    size, waits = work.settings.number("innodb_buffer_pool_size"), counters.number("innodb_buffer_pool_wait_free")
    if requests is None or reads is None or size is None or waits is None:
        yield Finding("", Level.ABSENT, _("no InnoDB buffer pool is told of"), quote=work.settings.words)
        return
    miss = reads / requests if requests else 0.0
    level = Level.OK
    summary = _("{miss:percent} of reads went to disk; the pool has {size:bytes}", miss=miss, size=size)
    if requests >= base.least_reads_count and miss >= base.miss_notice_ratio:
        level = Level.NOTICE
        summary = _(
            "{miss:percent} of reads went to disk: the pool of {size:bytes} is small for this work", miss=miss, size=size
        )
    if waits / max(work.counted_seconds, 1.0) >= base.waits_warn_rate:
        level = Level.WARN
        summary = _(
            "statements waited {waits:number} times for a free page of the pool of {size:bytes}", waits=waits, size=size
        )
    if level is Level.NOTICE and size == _DEFAULT_BYTES:
        summary = _("{miss:percent} of reads went to disk: the pool still has its default size, 128 MiB", miss=miss)
    yield Finding(
        "",
        level,
        summary,
        quote=f"read_requests {requests:.0f}; reads {reads:.0f}; wait_free {waits:.0f}; size {size / _MIB:.0f} MiB",
        measures={
            "requests_count": requests,
            "reads_count": reads,
            "waits_count": waits,
            "pool_bytes": size,
            "counted_seconds": work.counted_seconds,
        },
    )


BUFFER_POOL: Final = Check(
    id="database.mysql.buffer_pool",
    title=_("MySQL: buffer pool"),
    area=Area.DB_TUNING,
    needs=WORKLOAD,
    limits=PoolLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("Innodb_buffer_pool_read_requests, _reads, _wait_free and innodb_buffer_pool_size"),
    remedy=_(
        "See how much memory the machine has to spare and how big the data in use are; raise innodb_buffer_pool_size "
        "(possible "
        "while it runs from MySQL 5.7 and MariaDB 10.2 on), to at most some 75 % of a machine of its own. Look for "
        "statements "
        "that read whole tables first: they empty any pool. Waits for a free page: faster disk, higher innodb_io_capacity. "
        "Effect: fewer reads from disk, at once; effort: one parameter."
    ),
    traps=(
        _("the counts are since the start: a pool that warmed up long ago looks better than it is today"),
        _("few reads in all say nothing"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: InnoDB Buffer Pool",),
)
