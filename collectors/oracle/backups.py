"""What the control file remembers of RMAN's backups: jobs by kind, and of every data file the last backup that is known.

All are asked: a job's row vanishes with the control file's records, a session of several commands has one row only, and
a backup through a media manager stands in both. Image copies count too. The rows come in one statement, each with what it
is about.
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, sql
from collectors.facts.oracle.recovery import BACKUPS, BackupJob, Backups
from collectors.oracle.containers import ORACLE, RIGHTS
from collectors.oracle.spelling import table
from collectors.tables import Row

_SUCCESS: Final = frozenset({"COMPLETED", "COMPLETED WITH WARNINGS"})
_DATABASE: Final = (
    "select 'database' as about, d.log_mode as kind, d.database_role as status, to_number(null) as ended_seconds, "
    "to_number(null) as started_seconds, to_number(p.value) as amount, s.standbys as never from v$database d "
    "join v$parameter p on p.name = 'control_file_record_keep_time' join (select count(*) as standbys "
    "from gv$archive_dest where target = 'STANDBY' and status in ('VALID', 'IDLE')) s on 1 = 1"
)
_FILES: Final = (
    "select 'files', to_char(null), to_char(null), to_number(null), round((sysdate - min(f.saved)) * 86400), count(*), "
    "sum(case when f.saved is null then 1 else 0 end) from (select d.file#, max(b.completion_time) as saved "
    "from v$datafile d left join (select file#, creation_change#, completion_time "
    "from v$backup_datafile where incremental_level is null or incremental_level = 0 union all "
    "select file#, creation_change#, completion_time from v$datafile_copy where status = 'A') b "
    "on b.file# = d.file# and b.creation_change# = d.creation_change# where d.enabled <> 'READ ONLY' group by d.file#) f"
)
_CONTROL: Final = (
    "select 'control', to_char(null), to_char(null), to_number(null), round((sysdate - max(completion_time)) * 86400), "
    "count(*), to_number(null) from v$backup_datafile where file# = 0"
)
"""File 0 is the control file: of the autobackup, and of each backup that holds file 1."""
_JOBS: Final = (
    "select 'job', j.input_type, j.status, round((sysdate - j.end_time) * 86400), "
    "round((sysdate - j.start_time) * 86400), to_number(null), to_number(null) from v$rman_backup_job_details j "
    "where j.start_time > sysdate - 31"
)


def parse(answer: Answer) -> Backups:
    """Read the database's row, those of its files and of its control file, and one row a job."""
    rows = table(answer).rows
    heads = {row.text("about"): row for row in rows if row.text("about") != "job"}
    if heads.keys() != {"database", "files", "control"}:
        raise ParseError("no row of the database, of its files or of its control file", " ".join(heads))
    database, files = heads["database"], heads["files"]
    return Backups(
        log_mode=database.text("kind"),
        role=database.text("status"),
        kept_days=database.number("amount"),
        standbys_count=database.number("never"),
        files_count=files.number("amount"),
        never_count=files.number("never", 0),
        oldest_seconds=files.maybe("started_seconds"),
        control_seconds=heads["control"].maybe("started_seconds"),
        jobs=_jobs([row for row in rows if row.text("about") == "job"]),
    )


def _jobs(rows: list[Row]) -> tuple[BackupJob, ...]:
    """One a kind of job, in the order of their names."""
    return tuple(
        _job(kind, [row for row in rows if row.text("kind") == kind]) for kind in sorted({r.text("kind") for r in rows})
    )


def _job(kind: str, rows: list[Row]) -> BackupJob:
    last = min(rows, key=lambda row: row.number("started_seconds"))
    ended = [row.number("ended_seconds") for row in rows if row.text("status") in _SUCCESS]
    return BackupJob(
        kind=kind,
        last_success_seconds=min(ended, default=None),
        last_seconds=last.number("started_seconds"),
        last_status=last.text("status"),
        failed_count=sum("FAILED" in row.text("status") or "ERRORS" in row.text("status") for row in rows),
    )


BACKUPS_V: Final = Collector(
    id="oracle.backups",
    provides=BACKUPS,
    on=ORACLE,
    ask=sql(
        f"{_DATABASE} union all {_FILES} union all {_CONTROL} union all {_JOBS}", rights=RIGHTS, seconds=60, most=20000
    ),
    parse=parse,
)
