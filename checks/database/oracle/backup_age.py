"""Is there a recent backup that succeeded, of every data file and of the archived redo? Else a lost disk is lost data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Reason
from collectors.facts.oracle.recovery import BACKUPS, BackupJob, Backups
from config.limits import Layered, compare, limit
from config.text import Text, _

_HOUR: Final = 3600
_DAY: Final = 86_400
_OF_DATABASE: Final = frozenset({"DB FULL", "DB INCR", "DATAFILE FULL", "DATAFILE INCR"})
_OF_REDO: Final = frozenset({"ARCHIVELOG"})


@dataclass(frozen=True, slots=True)
class BackupLimits:
    """Ages of the last backup that succeeded."""

    warn_files_seconds: int = limit(
        8 * _DAY, unit="seconds", source="our own: a weekly full backup and a day; set the plan's"
    )
    critical_files_seconds: int = limit(
        15 * _DAY, unit="seconds", source="our own: two weekly backups missed; set the plan's"
    )
    warn_redo_seconds: int = limit(
        26 * _HOUR, unit="seconds", source="our own: a daily backup and two hours; set the plan's"
    )
    critical_redo_seconds: int = limit(
        50 * _HOUR, unit="seconds", source="our own: two daily backups missed; set the plan's"
    )


def judge(backups: Backups, limits: Layered[BackupLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the data files, one of the control file, one of the archived redo, one a job that failed last."""
    yield _of_files(backups, limits.base)
    if backups.never_count < backups.files_count:
        yield _of_control(backups, limits.base)
    if backups.log_mode == "ARCHIVELOG":
        yield _of_redo(backups, limits.base)
    for job in backups.jobs:
        if job.last_status not in {"COMPLETED", "RUNNING"}:
            yield _of_job(job)


def _of_files(backups: Backups, limits: BackupLimits) -> Finding:
    level, summary = _age_of_files(backups, limits)
    jobs = [job.last_success_seconds for job in backups.jobs if job.kind in _OF_DATABASE and job.last_success_seconds]
    last = min(jobs, default=None)
    return Finding(
        "files",
        level,
        summary,
        observed=_("last successful job of the whole database {age:duration} ago", age=last) if last is not None else None,
        expected=_("every file within {warn:duration}", warn=limits.warn_files_seconds),
        quote=f"files={backups.files_count} without_backup={backups.never_count} keep_days={backups.kept_days}",
        measures={} if backups.oldest_seconds is None else {"oldest_backup_seconds": backups.oldest_seconds},
        reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
    )


def _of_control(backups: Backups, limits: BackupLimits) -> Finding:
    """Without it the backups of the files are found again by hand only, one by one."""
    age = backups.control_seconds
    if age is None:
        return Finding("control", Level.WARN, _("no backup of the control file is remembered"))
    level = (
        Level.OK
        if LEVEL_OF_SIDE[compare(age, limits.warn_files_seconds, limits.warn_files_seconds)] is Level.OK
        else Level.WARN
    )
    return Finding(
        "control",
        level,
        _("the latest backup of the control file is {age:duration} old", age=max(0.0, age)),
        expected=_("within {warn:duration}", warn=limits.warn_files_seconds),
        measures={"control_backup_seconds": max(0.0, age)},
    )


def _age_of_files(backups: Backups, limits: BackupLimits) -> tuple[Level, Text]:
    if backups.never_count == backups.files_count:
        return _none_known(backups)
    if backups.never_count:
        return Level.CRITICAL, _(
            "{never:number} of {count:number} data files have no backup that the control file remembers",
            never=backups.never_count,
            count=backups.files_count,
        )
    age = backups.oldest_seconds or 0.0
    return LEVEL_OF_SIDE[compare(age, limits.warn_files_seconds, limits.critical_files_seconds)], _(
        "every data file has a full backup; the least recent is {age:duration} old", age=max(0.0, age)
    )


def _none_known(backups: Backups) -> tuple[Level, Text]:
    """No backup at all: what is old is forgotten, and a standby's backups stand in the standby's control file."""
    if backups.role != "PRIMARY":
        return Level.UNKNOWN, _("a standby whose control file knows no backup: the primary may make them")
    if backups.standbys_count:
        return Level.UNKNOWN, _(
            "the control file knows no backup of any data file: a standby may make them; inspect it too"
        )
    return Level.CRITICAL, _(
        "the control file knows no backup of any data file (it remembers at least {days:number} days)",
        days=backups.kept_days,
    )


def _of_redo(backups: Backups, limits: BackupLimits) -> Finding:
    jobs = [job for job in backups.jobs if job.kind in _OF_REDO | _OF_DATABASE and job.last_success_seconds is not None]
    last = min((job.last_success_seconds or 0.0 for job in jobs), default=None)
    if last is None:
        level, summary = Level.UNKNOWN, _("no job that backs up archived logs is remembered of the last 31 days")
    else:
        level = LEVEL_OF_SIDE[compare(last, limits.warn_redo_seconds, limits.critical_redo_seconds)]
        summary = _("the last backup that may hold the archived redo succeeded {age:duration} ago", age=max(0.0, last))
    return Finding(
        "redo",
        level,
        summary,
        expected=_("within {warn:duration}", warn=limits.warn_redo_seconds),
        quote=" ".join(job.kind for job in jobs),
        measures={} if last is None else {"last_backup_seconds": last},
        reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
    )


def _of_job(job: BackupJob) -> Finding:
    level, summary = Level.CRITICAL, _("the last run ended as {status}", status=job.last_status)
    if job.last_status == "COMPLETED WITH WARNINGS":
        level = Level.NOTICE
    elif job.last_status.startswith(("RUNNING", "COMPLETED")):
        level = Level.WARN
    return Finding(
        f"job {job.kind}",
        level,
        summary,
        observed=_("{count:number} run(s) with errors in 31 days", count=job.failed_count),
        quote=f"{job.kind} {job.last_status}",
    )


BACKUP_AGE: Final = Check(
    id="database.oracle.backup_age",
    title=_("Oracle: age of the RMAN backups"),
    area=Area.DB_BACKUP,
    needs=BACKUPS,
    limits=BackupLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "v$rman_backup_job_details of 31 days, v$backup_datafile, v$datafile_copy, v$datafile, "
        "control_file_record_keep_time"
    ),
    remedy=_(
        "Read the log of the last run (the job's own, or v$rman_output while the instance lives): media manager, "
        "disk full, "
        "missing archived log (crosscheck archivelog all, then a full backup at once). Then see that the "
        "schedule runs, and "
        "restore something once a quarter: a backup that was never restored is a hope. Control file: “configure "
        "controlfile autobackup on” in RMAN."
    ),
    traps=(
        NOT_RUN,
        _("a backup that ended with warnings is one; what it warned of stands in v$rman_output until a restart"),
        _("jobs older than control_file_record_keep_time may be forgotten: files are judged by v$backup_datafile too"),
        _("backups that are made on a standby are not known to its primary's control file"),
        _("one RMAN session with several commands is one row: a job of the database may hold archived logs too"),
        _("read-only tablespaces need one backup only, and are left out"),
        _("a control file that was copied by a statement (backup controlfile to) stands in no view of RMAN"),
        _("image copies count as backups: they stand in another view"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$RMAN_BACKUP_JOB_DETAILS, V$BACKUP_DATAFILE",),
)
