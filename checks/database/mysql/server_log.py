"""What do the error logs of this host's MySQL and MariaDB tell? Of most they are files that no statement shows."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.server_logs import Kinds, LogLimits, judge_logs
from collectors.facts.mysql.server_logs import SERVER_LOGS
from collectors.facts.server_logs import ServerLogs
from config.limits import Layered
from config.text import _

_KINDS: Final[Kinds] = {
    "crash": (Level.CRITICAL, _("the server crashed (signal or assertion)")),
    "corruption": (Level.CRITICAL, _("data that cannot be read: damaged pages or tables")),
    "disk": (Level.CRITICAL, _("no space was left on a disk")),
    "io": (Level.CRITICAL, _("reading or writing failed (I/O)")),
    "semaphore": (Level.WARN, _("InnoDB waited for minutes for a lock of its own (long semaphore wait)")),
    "unclean": (Level.WARN, _("the server came up after it had not been shut down")),
    "replication": (Level.WARN, _("replication broke off or lost its source")),
    "memory": (Level.WARN, _("memory ran out")),
    "files": (Level.WARN, _("the limit of open files was reached or cut down")),
    "connections": (Level.WARN, _("connections were refused: all were taken")),
    "locked": (Level.WARN, _("another process held the data files: a second server was started on them")),
    "deadlock": (Level.NOTICE, _("deadlocks")),
    "login": (Level.NOTICE, _("logins were refused")),
}


def judge(logs: ServerLogs, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each log, one of each class of trouble in it."""
    return judge_logs(logs, _KINDS, limits, scene)


SERVER_LOG: Final = Check(
    id="database.mysql.server_log",
    title=_("MySQL: error log on its host"),
    area=Area.DB_LOGS,
    needs=SERVER_LOGS,
    limits=LogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "what each running MySQL or MariaDB wrote since the last inspection: its error log on the host, or the journal of "
        "its unit"
    ),
    remedy=_(
        "Damage: stop changes, copy the files away, look at the disk and the memory of the machine, and restore the table "
        "from a backup. A full disk: make room by the database's own means (binary logs by PURGE, never by deleting "
        "files). A crash: read the lines before it and the kernel's log (out of memory). Refused logins: who tries, and "
        "from where."
    ),
    traps=(
        _("MySQL leads its standard error into the log: which file that is tells the kernel, whatever the settings say"),
        _("an error of replication quotes a statement with its values: what stands behind it is not looked at"),
        _("refused logins are written down only where log_warnings or log_error_verbosity asks for it"),
        _("a log that is overwritten each week is gone before the next quarter: what was not read is said"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: The Error Log", "MariaDB Knowledge Base: Error Log"),
)
