"""Binary logs: they are written, are purged one day, and do not fill the disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.mysql.replication import BINARY_LOGS, BinaryLogs
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class BinaryLogLimits:
    """Bytes of all binary logs together, and how long they are kept at least."""

    warn_bytes: float = limit(100e9, unit="bytes", source="our judgement; the disk's own size is the host's check")
    critical_bytes: float = limit(500e9, unit="bytes", source="our judgement")
    kept_notice_seconds: float = limit(86400.0 * 3, unit="seconds", source="our judgement: a weekend with a broken replica")


def judge(logs: BinaryLogs, limits: Layered[BinaryLogLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of whether they are written, one of their size, one of how long they are kept."""
    if not logs.is_on:
        yield Finding(
            "",
            Level.WARN,
            _(
                "no binary logs are written: after a loss only the last backup comes back, and nothing can follow this "
                "server"
            ),
            expected=_("log_bin on"),
            quote="log_bin OFF",
        )
        return
    base = limits.base
    level = LEVEL_OF_SIDE[compare(float(logs.size_bytes), base.warn_bytes, base.critical_bytes)]
    yield Finding(
        "",
        level,
        _("{count:number} binary logs take {size:bytes}", count=logs.count, size=logs.size_bytes),
        quote=f"{logs.first} ... {logs.last}: {logs.size_bytes} bytes",
        measures={"size_bytes": float(logs.size_bytes), "files_count": float(logs.count)},
    )
    yield _kept(logs, base)


def _kept(logs: BinaryLogs, limits: BinaryLogLimits) -> Finding:
    quote = f"binlog_expire_logs_seconds {logs.kept_seconds:.0f}"
    if not logs.kept_seconds:
        summary = _("binary logs are never purged by age: they grow until the disk is full")
        return Finding(
            "kept", Level.WARN, summary, expected=_("binlog_expire_logs_seconds or expire_logs_days set"), quote=quote
        )
    summary = _("binary logs are kept for {kept:duration}", kept=logs.kept_seconds)
    level = Level.NOTICE if logs.kept_seconds < limits.kept_notice_seconds else Level.OK
    return Finding("kept", level, summary, quote=quote)


BINARY_LOGS_CHECK: Final = Check(
    id="database.mysql.binary_logs",
    title=_("MySQL: binary logs"),
    area=Area.DB_SPACE,
    needs=BINARY_LOGS,
    limits=BinaryLogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("SHOW BINARY LOGS, log_bin, binlog_expire_logs_seconds, expire_logs_days, binlog_expire_logs_auto_purge"),
    remedy=_(
        "Set binlog_expire_logs_seconds (expire_logs_days) to what backups and the slowest replica need. To make room "
        "at once: "
        "SHOW REPLICA STATUS on every replica first, then PURGE BINARY LOGS TO the oldest one that is still read; never "
        "delete the files by hand."
    ),
    traps=(
        _("MariaDB's default is to keep them for ever; MySQL 8's is 30 days"),
        _("a backup takes them somewhere else: purging by age must not run before it"),
        _("Galera has its own gcache: its binary logs may be off on purpose"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Binary Logging Options and Variables",),
)
