"""What do the server logs of this host's PostgreSQL tell? Damage, full disks and crashes stand there and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.local_time import minute
from collectors.facts.postgres.server_logs import SERVER_LOGS, LogSight, ServerLog, ServerLogs
from config.limits import Layered, limit
from config.text import Text, _

_KINDS: Final[dict[str, tuple[Level, Text]]] = {
    "panic": (Level.CRITICAL, _("the server stopped itself (PANIC)")),
    "corruption": (Level.CRITICAL, _("data that cannot be read: damaged pages or files")),
    "disk": (Level.CRITICAL, _("no space was left on a disk")),
    "io": (Level.CRITICAL, _("reading or writing failed (I/O)")),
    "wraparound": (Level.CRITICAL, _("the server warns of transaction id wraparound")),
    "crash": (Level.CRITICAL, _("a server process was ended by a signal, and all sessions with it")),
    "unclean": (Level.WARN, _("the server came up after it had not been shut down")),
    "archive": (Level.WARN, _("archiving of WAL failed")),
    "memory": (Level.WARN, _("memory ran out")),
    "connections": (Level.WARN, _("connections were refused: all were taken")),
    "deadlock": (Level.NOTICE, _("deadlocks")),
    "login": (Level.NOTICE, _("logins were refused")),
    "wal_gone": (Level.WARN, _("a standby asked for WAL that was gone")),
    "checkpoints": (Level.NOTICE, _("checkpoints come too often (max_wal_size)")),
}


@dataclass(frozen=True, slots=True)
class LogLimits:
    """When what may happen has happened too often, over what was read of the log."""

    warn_deadlocks_count: int = limit(10, unit="count", source="catalogue of our own: a burst, not one")
    warn_logins_a_day: int = limit(100, unit="count", source="our own: somebody tries passwords, or a job has an old one")


def judge(logs: ServerLogs, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each log, one of each class of trouble in it that is not older than the window."""
    for log in logs.logs.records:
        oldest = logs.now_at - timedelta(days=logs.window_days)
        fresh = [one for one in log.sights if one.last_at is None or one.last_at >= oldest]
        yield _of_log(log, len(fresh), scene)
        for one in fresh:
            yield _of_sight(log, one, limits.at(log.name), scene)


def _of_log(log: ServerLog, count: int, scene: Scene) -> Finding:
    words = _(
        "read from {since} on: {count:number} kind(s) of trouble, {errors:number} error(s) of statements and logins in all",
        since=minute(log.since_at, scene),
        count=count,
        errors=log.errors_count,
    )
    if not log.lines_count:
        return Finding(log.name, Level.UNKNOWN, _("the log has no line that can be read"), quote=log.path, reason="empty")
    return Finding(log.name, Level.OK, words, quote=log.path, measures={"errors_count": float(log.errors_count)})


def _of_sight(log: ServerLog, one: LogSight, of: LogLimits, scene: Scene) -> Finding:
    level, words = _KINDS.get(one.kind, (Level.WARN, Text("{verbatim}", {"verbatim": one.kind})))
    days = max(1.0, (log.last_at - log.since_at).total_seconds() / 86400) if log.last_at and log.since_at else 1.0
    is_burst = one.kind == "deadlock" and one.count >= of.warn_deadlocks_count
    if is_burst or (one.kind == "login" and one.count / days >= of.warn_logins_a_day):
        level = Level.WARN
    return Finding(
        f"{log.name}:{one.kind}",
        level,
        words,
        observed=_(
            "{count:number} time(s), the first {first}, the last {last}",
            count=one.count,
            first=minute(one.first_at, scene),
            last=minute(one.last_at, scene),
        ),
        quote=one.quote,
        measures={"seen_count": float(one.count)},
    )


SERVER_LOG: Final = Check(
    id="database.postgres.server_log",
    title=_("PostgreSQL: server log"),
    area=Area.DB_LOGS,
    needs=SERVER_LOGS,
    limits=LogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "the last 4 MiB of each running server's newest log on its host, in English or Chinese, text, csvlog or jsonlog"
    ),
    remedy=_(
        "Damage: save the data directory before anything else, find out how far it goes (pg_amcheck, checksums), restore "
        "what is damaged from a backup, and look at the disks. A full disk: make room by the database's own means, never "
        "by deleting WAL. A crash: see the line before it and the kernel's log (out of memory). Refused logins: who tries, "
        "from where."
    ),
    traps=(
        _("a statement that is logged may hold the words of an error: only what stands before it counts"),
        _("a server that speaks Chinese says 错误 and 致命错误; where SQLSTATEs are logged they decide"),
        _("errors of applications are only counted: their words quote customers' data and stay on the host"),
    ),
    clause="1.4.3.4",
    refs=("PostgreSQL documentation, 20.8 Error Reporting and Logging", "PostgreSQL documentation, appendix A"),
)
