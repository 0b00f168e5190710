"""Jobs of users that failed in eight days, or are broken: the scheduler's, and those of DBMS_JOB.

Ages are told by UTC on both sides: LOG_DATE carries a zone of its own.
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Walk, sql
from collectors.facts.oracle.accounts import JOBS, Job, Jobs
from collectors.oracle.containers import ORACLE, RIGHTS, about, by_container, in_each
from collectors.oracle.owners import MAINTAINED_11
from collectors.tables import Row

_TEXT: Final = (
    "select 'all' as about, to_char(null) as owner, to_char(null) as job_name, to_number(null) as failed, "
    "count(*) as runs, to_char(null) as error, to_char(null) as last_status from dba_scheduler_jobs union all "
    "select 'scheduled', r.owner, r.job_name, sum(case when r.status <> 'SUCCEEDED' then 1 else 0 end), count(*), "
    "to_char(max(case when r.place = 1 then r.error# end)), max(case when r.place = 1 then r.status end) from "
    "(select owner, job_name, status, error#, row_number() over (partition by owner, job_name order by log_id "
    "desc) as place "
    "from dba_scheduler_job_run_details where cast(sys_extract_utc(systimestamp) as date) - "
    "cast(sys_extract_utc(log_date) as date) < 8 and job_name not like 'ORA$AT%') r group by r.owner, r.job_name "
    "having sum(case when r.status <> 'SUCCEEDED' then 1 else 0 end) > 0 union all "
    "select 'broken', schema_user, to_char(job), failures, to_number(null), to_char(null), broken from dba_jobs "
    "where broken = 'Y' or failures > 0"
)


def _jobs(database: str, rows: tuple[Row, ...]) -> Jobs:
    counted = about(rows, "all")
    if len(counted) != 1:
        raise ParseError(f"{len(counted)} counts of jobs")
    return Jobs(
        database=database,
        jobs_count=counted[0].number("runs"),
        failing=(
            *(_scheduled(database, row) for row in about(rows, "scheduled")),
            *(_broken(database, row) for row in about(rows, "broken")),
        ),
    )


def _scheduled(database: str, row: Row) -> Job:
    return Job(
        database=database,
        owner=row.text("owner"),
        name=row.text("job_name"),
        failed_count=row.number("failed"),
        runs_count=row.number("runs"),
        error=row.text("error"),
        is_broken=False,
        last_ok=row.text("last_status") == "SUCCEEDED",
        is_maintained=row.text("owner") in MAINTAINED_11,
    )


def _broken(database: str, row: Row) -> Job:
    return Job(
        database=database,
        owner=row.text("owner"),
        name=f"dbms_job {row.text('job_name')}",
        failed_count=row.number("failed", 0),
        runs_count=row.number("failed", 0),
        error="",
        is_broken=row.text("last_status") == "Y",
        last_ok=False,
    )


def parse(walk: Walk[Answer]) -> Listing[Jobs]:
    """Read the jobs of every container that are in trouble."""
    return by_container(walk, _jobs)


JOBS_DBA: Final = Collector(
    id="oracle.jobs", provides=JOBS, on=ORACLE, ask=in_each(sql(_TEXT, rights=RIGHTS, seconds=20)), parse=parse
)
