"""Backup sets, archiving, watching, replay and jobs.

V$BACKUPSET lists sets in the default folder (BAK_PATH) only, as long as the session adds no other folder (DM8 备份与还原,
SF_BAKSET_BACKUP_DIR_ADD): where backup jobs write is read from their steps (type 6; eight signs of options, then the
folder, "|", the folder of the base), so that sets elsewhere are said unseen and not missing.

Sample (rows of v$arch_status beside v$database)::

    [["Y", "PRIMARY", "REALTIME", "DM02", "VALID", null], ["Y", "PRIMARY", "LOCAL", "/dmarch", "VALID", "102400"]]
"""

from collections.abc import Sequence
from typing import Final

from collectors.base import Absent, Answer, Collector, Derived, sql
from collectors.dameng.rows import DAMENG, RIGHTS, beside, needed, rows_of
from collectors.facts.dameng.protection import (
    ARCHIVING,
    BACKUP_FOLDERS,
    BACKUP_SETS,
    BACKUPS,
    JOB_RUNS,
    JOB_SCHEMA,
    JOBS,
    REPLAY,
    WATCHER,
    Archiving,
    Backups,
    BackupSet,
    BackupSets,
    Destination,
    Job,
    JobRun,
    Replay,
    Watcher,
)
from collectors.tables import Row, table

_INCREMENTAL: Final = 1
_JOBS: Final = "jobs"


def parse_backup_sets(answer: Answer) -> BackupSets:
    """Read the sets of the whole database; the folder stands in each row."""
    folder = rows_of(answer, lambda row: row.text("folder"))[0]
    return BackupSets(folder, beside(answer, "backup_name", _set))


def _set(row: Row) -> BackupSet:
    is_incremental = row.number("kind") == _INCREMENTAL
    return BackupSet(row.text("backup_name"), row.text("backup_path"), is_incremental, row.number("age_seconds"))


def parse_folders(answer: Answer) -> tuple[str, ...]:
    """Read the folders that steps of backup jobs name; no step, no folder."""
    return tuple(dict.fromkeys(row.text("place").partition("|")[0] for row in table(answer) if row["place"]))


def derive_backups(sets: BackupSets | Exception, folders: tuple[str, ...] | Exception) -> Backups:
    """Put them together; the folders of jobs may stay unseen."""
    listed = needed(sets)
    if isinstance(folders, Exception):
        return Backups(listed, None)
    inside = listed.folder.rstrip("/")
    return Backups(listed, tuple(one for one in folders if one.rstrip("/") != inside and not one.startswith(f"{inside}/")))


def parse_archiving(answer: Answer) -> Archiving:
    """Read the mode and every destination."""
    first = rows_of(answer, lambda row: row)[0]
    return Archiving(first.flag("arch_mode"), first.text("mode_name"), beside(answer, "arch_type", _destination))


def _destination(row: Row) -> Destination:
    limit = row.maybe("arch_space_limit")
    return Destination(
        row.text("arch_type"), row.text("arch_dest"), row.text("arch_status"), None if limit is None else int(limit)
    )


def parse_watcher(answer: Answer) -> Watcher:
    """Read the one row. An instance without an OGUID is in no guarded group."""
    row = table(answer).one()
    if row["group_name"] is None and not row.number("oguid", 0):
        raise Absent(f"v$instance: mode {row.text('mode_name')}, oguid 0")
    silent = row.maybe("silent_seconds")
    return Watcher(
        mode=row.text("mode_name"),
        group=row.text("group_name"),
        kind=row.text("dw_type"),
        switching=row.text("dw_mode"),
        status=row.text("dw_status"),
        is_restarting=bool(row.number("auto_restart", 0)),
        silent_seconds=None if silent is None else int(silent),
    )


def parse_replay(answer: Answer) -> Replay:
    """Read the row of a standby; any other mode replays nothing."""
    rows = rows_of(answer, lambda row: row)
    if rows[0].text("mode_name") != "STANDBY":
        raise Absent(f"v$instance: mode {rows[0].text('mode_name')}")
    lags = [lag for lag in (row.maybe("lag_seconds") for row in rows) if lag is not None]
    return Replay(int(max(lags)) if lags else None, rows[0].number("task_num", 0))


def parse_job_schema(answer: Answer) -> bool:
    """Whether somebody set up the environment for jobs (SP_INIT_JOB_SYS)."""
    return bool(table(answer).one().number("found"))


def parse_job_runs(answer: Answer) -> tuple[Job, ...]:
    """Read every job with its runs of eight days."""
    rows: dict[str, list[Row]] = {}
    for row in table(answer):
        rows.setdefault(row.text("name"), []).append(row)
    return tuple(Job(name, bool(its[0].number("enabled")), _runs(its)) for name, its in rows.items())


def _runs(rows: Sequence[Row]) -> tuple[JobRun, ...]:
    found = [JobRun(row.number("errcode"), row.number("age_seconds")) for row in rows if row["errcode"] is not None]
    return tuple(sorted(found, key=lambda one: one.age_seconds))


def derive_jobs(schema: bool | Exception, runs: tuple[Job, ...] | Exception) -> tuple[Job, ...]:  # noqa: FBT001 - a fact, as it came
    """Jobs, or none where the environment for them was never set up."""
    if not needed(schema):
        raise Absent("sysobjects: no schema SYSJOB")
    return needed(runs)


BACKUP_SETS_V: Final = Collector(
    id="dameng.backup_sets",
    provides=BACKUP_SETS,
    on=DAMENG,
    ask=sql(
        'select i.para_value as folder, b.backup_name, b.backup_path, b."TYPE" as kind, '
        "datediff(ss, b.backup_time, sysdate) as age_seconds from v$dm_ini i left join v$backupset b "
        "on b.\"RANGE#\" = 1 where i.para_name = 'BAK_PATH' order by age_seconds",
        rights=RIGHTS,
        seconds=30,
    ),
    parse=parse_backup_sets,
)
BACKUP_FOLDERS_JOB: Final = Collector(
    id="dameng.backup_folders",
    provides=BACKUP_FOLDERS,
    on=DAMENG,
    ask=sql('select substr(command, 9) as place from sysjob.sysjobsteps where "TYPE" = 6', rights=_JOBS),
    parse=parse_folders,
)
BACKUPS_DAMENG: Final = Derived(
    id="dameng.backups", provides=BACKUPS, of=(BACKUP_SETS, BACKUP_FOLDERS), derive=derive_backups
)
ARCHIVING_V: Final = Collector(
    id="dameng.archiving",
    provides=ARCHIVING,
    on=DAMENG,
    ask=sql(
        "select d.arch_mode, i.mode$ as mode_name, s.arch_type, s.arch_dest, s.arch_status, a.arch_space_limit "
        "from v$database d join v$instance i on 1 = 1 left join v$arch_status s on 1 = 1 "
        "left join v$dm_arch_ini a on a.arch_dest = s.arch_dest and a.arch_type = s.arch_type",
        rights=RIGHTS,
    ),
    parse=parse_archiving,
)
WATCHER_V: Final = Collector(
    id="dameng.watcher",
    provides=WATCHER,
    on=DAMENG,
    ask=sql(
        "select i.mode$ as mode_name, i.oguid, w.group_name, w.dw_type, w.dw_mode, w.dw_status, w.auto_restart, "
        "datediff(ss, w.last_msg_time, sysdate) as silent_seconds from v$instance i "
        "left join v$dmwatcher w on w.inst_name = i.instance_name",
        rights=RIGHTS,
    ),
    parse=parse_watcher,
)
REPLAY_V: Final = Collector(
    id="dameng.replay",
    provides=REPLAY,
    on=DAMENG,
    ask=sql(
        "select i.mode$ as mode_name, datediff(ss, r.apply_cmt_time, r.last_cmt_time) as lag_seconds, "
        "(select sum(task_num) from v$rapply_sys) as task_num from v$instance i left join v$rapply_stat r on 1 = 1",
        rights=RIGHTS,
    ),
    parse=parse_replay,
)
JOB_SCHEMA_SYS: Final = Collector(
    id="dameng.job_schema",
    provides=JOB_SCHEMA,
    on=DAMENG,
    ask=sql("select count(*) as found from sysobjects where name = 'SYSJOB' and type$ = 'SCH'", rights="SOI"),
    parse=parse_job_schema,
)
JOB_RUNS_JOB: Final = Collector(
    id="dameng.job_runs",
    provides=JOB_RUNS,
    on=DAMENG,
    ask=sql(
        'select j.name, j."ENABLE" as enabled, h.errcode, datediff(ss, h.start_time, sysdate) as age_seconds '
        "from sysjob.sysjobs j left join sysjob.sysjobhistories2 h on h.name = j.name and h.start_time > sysdate - 8",
        rights=_JOBS,
    ),
    parse=parse_job_runs,
)
JOBS_DAMENG: Final = Derived(id="dameng.jobs", provides=JOBS, of=(JOB_SCHEMA, JOB_RUNS), derive=derive_jobs)
