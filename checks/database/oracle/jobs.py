"""Do the database's jobs succeed? A purge or a load that fails every night is found when a disk is full."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import JOBS, Job, Jobs
from config.limits import Layered
from config.text import Text, _


def judge(jobs: Listing[Jobs], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a job in trouble, one of each container where none is."""
    for one in jobs.records:
        for job in one.failing:
            level, summary = _verdict(job)
            yield Finding(
                job.subject,
                level,
                summary,
                quote=f"{job.owner}.{job.name} failed={job.failed_count}/{job.runs_count} error={job.error or '-'}",
                measures={"failed_count": float(job.failed_count)},
            )
        if not one.failing:
            yield Finding(
                one.database, Level.OK, _("none of {count:number} jobs failed in eight days", count=one.jobs_count)
            )


def _verdict(job: Job) -> tuple[Level, Text]:
    if job.is_broken:
        return Level.WARN, _("the job is broken: it does not run any more")
    if job.last_ok:
        return Level.NOTICE, _(
            "{count:number} of {runs:number} runs failed in eight days; the last one succeeded",
            count=job.failed_count,
            runs=job.runs_count,
        )
    level = Level.NOTICE if job.is_maintained else Level.WARN
    return level, _("{count:number} run(s) failed, the last one too", count=job.failed_count)


JOBS_CHECK: Final = Check(
    id="database.oracle.jobs",
    title=_("Oracle: jobs"),
    area=Area.DB_STATUS,
    needs=JOBS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_scheduler_job_run_details of eight days, dba_jobs"),
    remedy=_(
        "Read additional_info of the last failed run (dba_scheduler_job_run_details) and the alert log at that "
        "time, mend the "
        "cause with the job's owner, run it once by hand. A job that nobody needs is dropped, not left broken."
    ),
    traps=(
        NOT_RUN,
        _("a job that failed and succeeded since is a notice"),
        _("a job of Oracle's own accounts that fails is a notice: the vendor's support knows most of them"),
        _("Oracle's own maintenance windows stop jobs at their end: they are left out"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_SCHEDULER_JOB_RUN_DETAILS, DBA_JOBS",),
)
