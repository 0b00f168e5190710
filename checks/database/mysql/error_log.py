"""Messages of the error log by kind: damage, crashes, no room, and everything else of level Error."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.log_database_signatures import MYSQL, recognise_in
from collectors.facts.mysql.accounts import ERROR_LOG, ErrorLog, LoggedError
from config.limits import Layered, limit
from config.text import Text, _, verbatim

_DAMAGED: Final = "mysql-damaged"
_CRASH: Final = "mysql-crash"
_NO_ROOM: Final = "mysql-no-room"


@dataclass(frozen=True, slots=True)
class LogLimits:
    """How many messages of level Error of one kind are a warning."""

    errors_warn_count: int = limit(1, unit="count", source="our judgement: MySQL calls few things an error")


def judge(log: ErrorLog, limits: Layered[LogLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a kind worth a look, and one of the whole."""
    named = [(one, verdict) for one in log.kinds if (verdict := _verdict(one, limits.at(one.code))) is not None]
    for one, (level, summary) in named:
        yield Finding(
            one.code,
            level,
            summary,
            observed=verbatim(one.sample),
            quote=f"[{one.level}] [{one.code}] [{one.subsystem}] {one.sample}",
            measures={"messages_count": float(one.count)},
        )
    others = len(log.kinds) - len(named)
    yield Finding(
        "", Level.OK, _("{count:number} other kinds of message in {days:number} days", count=others, days=log.days)
    )


def _verdict(one: LoggedError, limits: LogLimits) -> tuple[Level, Text] | None:
    recognised = recognise_in(MYSQL, f"{one.subsystem}: {one.sample}")
    signature = recognised[0] if recognised else ""
    if signature == _DAMAGED:
        return Level.CRITICAL, _("data of the server are damaged: {count:number} messages", count=one.count)
    if signature in {_CRASH, _NO_ROOM}:
        return Level.WARN, _("a crash or a lack of room was written down {count:number} times", count=one.count)
    if one.level == "Error" and one.count >= limits.errors_warn_count:
        return Level.WARN, _("{count:number} errors of the kind {code}", count=one.count, code=one.code)
    return None


ERROR_LOG_CHECK: Final = Check(
    id="database.mysql.error_log",
    title=_("MySQL: error log"),
    area=Area.DB_LOGS,
    needs=ERROR_LOG,
    limits=LogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "performance_schema.error_log (MySQL 8.0.22 on); of other servers the log is a file on the machine, which has its "
        "own check"
    ),
    remedy=_(
        "Damage: stop changes, save the files, look at the disk and the memory of the machine, restore the table from a "
        "backup; never rebuild over the only copy. Look other codes up in the MySQL Error Message Reference by their "
        "MY- number."
    ),
    traps=(
        _("the log in memory is short and begins again at a restart: the file holds more"),
        _("failed logins are notes and are not counted here"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: The error_log Table",),
)
