"""What do the server logs of this host's PostgreSQL tell? Damage, full disks and crashes stand there and nowhere else."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.server_logs import Kinds, LogLimits, judge_logs
from collectors.facts.postgres.server_logs import SERVER_LOGS
from collectors.facts.server_logs import ServerLogs
from config.limits import Layered
from config.text import _

_KINDS: Final[Kinds] = {
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


def judge(logs: ServerLogs, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each log, one of each class of trouble in it."""
    return judge_logs(logs, _KINDS, limits, scene)


SERVER_LOG: Final = Check(
    id="database.postgres.server_log",
    title=_("PostgreSQL: server log"),
    area=Area.DB_LOGS,
    needs=SERVER_LOGS,
    limits=LogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "what each running server wrote since the last inspection: its log files on the host, the journal or the system's "
        "log; in English or Chinese, text, csvlog or jsonlog"
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
        _("a log that is overwritten each week is gone before the next quarter: what was not read is said"),
        _("errors of applications are only counted: their words quote customers' data and stay on the host"),
    ),
    clause="1.4.3.4",
    refs=("PostgreSQL documentation, 20.8 Error Reporting and Logging", "PostgreSQL documentation, appendix A"),
)
