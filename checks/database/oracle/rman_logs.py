"""What do the logs of this host's RMAN backups say? A job that fails every night still leaves a new log every night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.local_time import minute
from checks.oracle_words import NOT_RUN
from collectors.base import Reason
from collectors.facts.oracle.rman_logs import RMAN_LOGS, RmanLog, RmanLogs
from config.limits import Layered, limit
from config.text import Text, _

_LOST: Final = "RMAN-06059"
_MILD: Final = frozenset({"crosscheck", "delete", "list", "report", "show", "resync", "catalog"})
"""Commands beside the backup: where only they fail, the backup itself may be sound."""


@dataclass(frozen=True, slots=True)
class RmanLimits:
    """How long a log that is in the middle of a backup may be silent."""

    silent_seconds: float = limit(
        3600, unit="seconds", source="our own: RMAN tells of every piece; an hour without a line is no backup at work"
    )


def judge(logs: RmanLogs, limits: Layered[RmanLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a series of logs: what its newest one's last session came to."""
    for log in logs.logs.records:
        silent = logs.now_at - log.modified_at
        at_work = silent < timedelta(seconds=limits.at(log.series).silent_seconds)
        level, summary = _failed(log) if log.errors else _verdict(log, is_at_work=at_work)
        yield Finding(
            log.series,
            level,
            summary,
            observed=_("{path}, last written {at}", path=log.path, at=minute(log.modified_at, scene)),
            quote=_quote(log),
            reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
        )


def _failed(log: RmanLog) -> tuple[Level, Text]:
    if any(one.code == _LOST for one in log.errors):
        return Level.CRITICAL, _(
            "the backup failed: an archived log is gone that it expected ({code}), and recovery across it is impossible",
            code=_LOST,
        )
    commands = [one.command for one in log.errors if one.command]
    code = next((one.code for one in log.errors if one.code.startswith("ORA-")), log.errors[0].code)
    if commands and set(commands) <= _MILD:
        return Level.WARN, _("{command} failed: {code}", command=", ".join(dict.fromkeys(commands)), code=code)
    return Level.CRITICAL, _("the last session failed: {code}", code=code)


def _verdict(log: RmanLog, *, is_at_work: bool) -> tuple[Level, Text]:
    """What it came to where no error stands in it."""
    if not log.is_whole:
        return Level.UNKNOWN, _("its last session began before what was read of it")
    if log.last == "complete" and not log.started_count:
        return Level.OK, _("the last session ended without an error; no backup stands in it")
    if log.started_count > log.finished_count or (log.started_count and not log.finished_count):
        if is_at_work:
            return Level.NOTICE, _("a backup is at work")
        return Level.WARN, _(
            "it breaks off: {started:number} step(s) began, {finished:number} finished",
            started=log.started_count,
            finished=log.finished_count,
        )
    return _finished(log)


def _finished(log: RmanLog) -> tuple[Level, Text]:
    if not log.finished_count:
        return Level.UNKNOWN, _("neither a finished backup nor the end of a session stands in it")
    if log.last in {"finished", "started"}:
        return Level.NOTICE, _(
            "{count:number} step(s) finished, but the session has no end: what should have followed is not known",
            count=log.finished_count,
        )
    if log.warnings:
        return Level.NOTICE, _("the last session ended well, with {count:number} warning(s)", count=len(log.warnings))
    return Level.OK, _("the last session ended well: {count:number} backup(s) finished", count=log.backups_count)


def _quote(log: RmanLog) -> str:
    said = [one.line for one in log.errors] or list(log.warnings)
    return "\n".join(said[:6])


RMAN_LOGS_CHECK: Final = Check(
    id="database.oracle.rman_logs",
    title=_("Oracle: logs of RMAN backups"),
    area=Area.DB_BACKUP,
    needs=RMAN_LOGS,
    limits=RmanLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("RMAN's logs in the usual folders of the host or where the operator says: the last session of each series"),
    remedy=_(
        "Read the log from its first RMAN- line on. RMAN-06059: find out who deleted or moved the archived logs, run "
        "“crosscheck archivelog all” and make a full backup at once, for what was archived before is a gap for good. "
        "Without room: the backup's disk or the recovery area. A session that breaks off: look at the job that starts it."
    ),
    traps=(
        NOT_RUN,
        _("a log to which every run is appended is judged by its last session"),
        _("logs whose names differ in a date or time only are one series, judged by the newest"),
        _("“released channel” is no success: it is printed after failures too"),
        _("a failed delete or crosscheck is no failed backup"),
        _("that a log says success does not prove that the pieces can be restored"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Backup and Recovery Reference: RMAN", "Oracle Database Error Messages: RMAN-00500 on"),
)
