"""Do the database's jobs succeed? A backup or a clean-up that fails each night is found when it is needed."""

from collections.abc import Iterator, Sequence
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.dameng_words import HEALTH, NOT_RUN
from collectors.facts.dameng.protection import JOBS, Job
from config.limits import Layered
from config.text import Text, _


def judge(jobs: Sequence[Job], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a job that failed or is off, and one of all where none failed."""
    for job in jobs:
        verdict = _verdict(job)
        if verdict is not None:
            codes = " ".join(str(one.code) for one in job.runs if one.code)
            yield Finding(job.name, *verdict, quote=f"{job.name} runs={len(job.runs)} errcode={codes or '-'}"[:200])
    if not any(one.code for job in jobs for one in job.runs):
        yield Finding("", Level.OK, _("none of {count:number} jobs failed in eight days", count=len(jobs)))


def _verdict(job: Job) -> tuple[Level, Text] | None:
    failed = sum(1 for one in job.runs if one.code)
    if not job.is_enabled:
        return Level.NOTICE, _("the job is switched off")
    if not failed:
        return None
    if job.runs[0].code:
        return Level.WARN, _("{count:number} run(s) failed, the last one too", count=failed)
    return Level.NOTICE, _(
        "{count:number} of {runs:number} runs failed in eight days; the last one succeeded",
        count=failed,
        runs=len(job.runs),
    )


JOBS_CHECK: Final = Check(
    id="database.dameng.jobs",
    title=_("DM8: jobs"),
    area=Area.DB_STATUS,
    needs=JOBS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("sysjob.sysjobs, sysjob.sysjobhistories2"),
    remedy=_(
        "Read ERRINFO of the failed run (SYSJOB.SYSJOBHISTORIES2, SYSSTEPHISTORIES2), mend the cause with the "
        "job's owner, run it "
        "once by hand. A job that nobody needs is dropped, not left to fail."
    ),
    traps=(
        NOT_RUN,
        _("jobs exist only where SP_INIT_JOB_SYS set them up; elsewhere there are none"),
        _("that no run failed does not say that one ran: the schedule is not judged"),
        _("jobs of DBMS_SCHEDULER and of the operating system are not seen here"),
    ),
    clause="1.4.3.4",
    refs=(HEALTH, "DM8 作业系统使用手册 (eco.dameng.com)"),
)
