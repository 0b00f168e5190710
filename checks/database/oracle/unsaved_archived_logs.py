"""How much archived redo is in no backup yet? It is what a lost disk takes along."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Reason
from collectors.facts.oracle.recovery import ARCHIVED_LOGS, ArchivedLogs
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class LogLimits:
    """Age of the oldest archived log on disk without a backup."""

    warn_seconds: int = limit(26 * 3600, unit="seconds", source="our own: a daily backup and two hours; set the plan's")
    critical_seconds: int = limit(74 * 3600, unit="seconds", source="our own: three daily backups missed; set the plan's")


def judge(logs: ArchivedLogs, limits: Layered[LogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding."""
    if logs.log_mode == "NOARCHIVELOG":
        yield Finding("", Level.ABSENT, _("the redo is not archived"))
        return
    if logs.role != "PRIMARY":
        yield Finding("", Level.ABSENT, _("a standby: the backups of its redo are judged on the primary"), quote=logs.role)
        return
    age = max(0.0, logs.oldest_seconds or 0.0)
    level, summary = Level.OK, _("every archived log on disk has a backup")
    if logs.unsaved_count and not logs.saved_count and logs.standbys_count:
        level = Level.UNKNOWN
        summary = _("no archived log has a backup that this control file knows: a standby may make them; inspect it too")
    elif logs.unsaved_count:
        level = LEVEL_OF_SIDE[compare(age, limits.base.warn_seconds, limits.base.critical_seconds)]
        summary = _(
            "{count:number} archived log(s) ({size:bytes}) have no backup; the oldest is {age:duration} old",
            count=logs.unsaved_count,
            size=logs.unsaved_bytes,
            age=age,
        )
    yield Finding(
        "",
        level,
        summary,
        quote=f"logs={logs.unsaved_count} bytes={logs.unsaved_bytes} oldest_seconds={age:.0f}",
        measures={"unsaved_count": float(logs.unsaved_count), "unsaved_bytes": float(logs.unsaved_bytes)},
        reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
    )


UNSAVED_ARCHIVED_LOGS: Final = Check(
    id="database.oracle.unsaved_archived_logs",
    title=_("Oracle: archived redo without a backup"),
    area=Area.DB_BACKUP,
    needs=ARCHIVED_LOGS,
    limits=LogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$archived_log: backup_count, deleted, completion_time; v$database; gv$archive_dest"),
    remedy=_(
        "Back them up (backup archivelog all not backed up), then see why the schedule did not: is the job "
        "running, does it "
        "name the archived logs? Logs that were deleted by hand: crosscheck archivelog all, and a full backup at once."
    ),
    traps=(
        NOT_RUN,
        _("what was sent to a standby is no backup, and is not counted"),
        _("backups that are made on a standby are not known to its primary's control file"),
        _("logs that are gone from disk are not counted here: the age of the backups tells"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$ARCHIVED_LOG",),
)
