"""Scheduled jobs. A backup whose script was moved fails every night, and nobody is told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown
from collectors.base import Unseen
from collectors.facts.jobs import SCHEDULED_JOBS, Job, JobFile, ScheduledJobs
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class JobLimits:
    """Paths that may be missing, and words by which a backup job is known."""

    may_be_missing: tuple[str, ...] = limit((), unit="path", source="the operator")
    backup_words: tuple[str, ...] = limit(("backup", "bak", "dump", "rman", "备份"), unit="word", source="our judgement")


def judge(scheduled: ScheduledJobs, limits: Layered[JobLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a path that a job calls in vain, one for the rest, and the table of all jobs.

    What was not seen of the jobs themselves is said here: the runner sees only the pair.
    """
    jobs = scheduled.jobs
    said = list(_paths(scheduled, limits.base))
    silent = [_silent(job) for job in jobs.records if _is_silent_backup(job, limits.base)]
    yield from said
    yield from {finding.subject: finding for finding in silent}.values()
    yield from (unknown(unseen.subject, unseen) for unseen in jobs.unseen)
    if not jobs.unseen:
        yield Finding(
            "",
            Level.OK,
            _(
                "{count:number} scheduled jobs were looked at; {paths:number} paths they call were tested",
                count=len(jobs.records),
                paths=sum(isinstance(one, JobFile) for one in scheduled.files.values()),
            ),
            measures={"jobs_count": len(jobs.records)},
        )
    yield _table(jobs.records)


def _paths(scheduled: ScheduledJobs, limits: JobLimits) -> Iterator[Finding]:
    callers: dict[str, list[Job]] = {}
    for job in scheduled.jobs.records:
        for path in (*job.programs, *job.scripts):
            callers.setdefault(path, []).append(job)
    for path, jobs in sorted(callers.items()):
        seen = scheduled.files.get(path)
        if isinstance(seen, Unseen):
            yield unknown(path, replace(seen, subject=path))
        elif seen is not None and path not in limits.may_be_missing:
            yield from _judge_path(seen, jobs)


def _judge_path(file: JobFile, jobs: list[Job]) -> Iterator[Finding]:
    if not file.exists:
        yield _in_vain(file, jobs, Level.WARN, _("{path}, called by a scheduled job, is not there", path=file.path))
    elif not file.is_executable and any(file.path in job.programs for job in jobs):
        is_part = all((job.command, job.source) == (file.path, file.path.rpartition("/")[0]) for job in jobs)
        summary = _("{path}, called by a scheduled job, is not executable", path=file.path)
        yield _in_vain(file, jobs, Level.NOTICE if is_part else Level.WARN, summary)


def _in_vain(file: JobFile, jobs: list[Job], level: Level, summary: Text) -> Finding:
    return Finding(
        file.path,
        level,
        summary,
        observed=_("called from {sources}; mode {mode}", sources=_sources(jobs), mode=file.mode or "-"),
        expected=_("there and executable"),
        quote=f"{jobs[0].schedule} {jobs[0].user} {jobs[0].command}"[:300],
    )


def _sources(jobs: list[Job]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(job.source for job in jobs))


def _is_silent_backup(job: Job, limits: JobLimits) -> bool:
    is_backup = any(word in job.command.lower() for word in limits.backup_words)
    return is_backup and bool(re.search(r"(?:^|\s)(?:1|&)?>+\s*/dev/null", job.command))


def _silent(job: Job) -> Finding:
    subject = next(iter((*job.scripts, *job.programs)), job.command)
    return Finding(
        f"{job.source}: {subject}",
        Level.NOTICE,
        _("a backup job throws its output away, so nobody sees it fail: {job}", job=subject),
        expected=_("its output goes to a log that somebody reads"),
        quote=f"{job.schedule} {job.user} {job.command}"[:300],
    )


def _table(jobs: tuple[Job, ...]) -> Exhibit:
    return Exhibit(
        _("Scheduled jobs"),
        (_("Source"), _("When"), _("User"), _("Command (*** stands for what was hidden on the target)")),
        tuple((_SOURCES.get(job.source, job.source), _when(job), job.user, job.command) for job in jobs),
    )


_SOURCES: Final[Mapping[str, str | Text]] = {"timer": _("systemd timer")}
_FOLDERS: Final[Mapping[str, Text]] = {
    "hourly": _("every hour"),
    "daily": _("every day"),
    "weekly": _("every week"),
    "monthly": _("every month"),
    "yearly": _("every year"),
}


def _when(job: Job) -> str | Text:
    """The words of cron's folders are names of ours; every other schedule is what its line says."""
    return _FOLDERS.get(job.schedule, job.schedule) if job.source.startswith("/etc/cron.") else job.schedule


SCHEDULED_JOBS_CHECK: Final = Check(
    id="server.scheduled_jobs",
    title=_("Scheduled jobs"),
    area=Area.CONFIGURATION,
    needs=SCHEDULED_JOBS,
    limits=JobLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("cron's files of the system and of users, cron.daily and its like, systemd's timers, and the paths they call"),
    remedy=_(
        "Restore the script or its execute bit, or remove the job with its owner's consent; then run it once "
        "by hand as the job's user, at an hour that its owner agrees to, or wait for the next run and read "
        "its log. Let backup jobs write a log and see that somebody is told when they fail."
    ),
    traps=(
        _("a path that the line itself tests first, or that holds a variable, is not judged"),
        _("a script given to an interpreter needs no execute bit"),
        _("a file in cron.daily without execute bit is often switched off on purpose: only a notice"),
        _("users' crontabs want root; without it they are not inspected"),
        _("words of a command that may hold a password are replaced by *** on the target itself"),
    ),
    clause="1.4.3.4",
    refs=("crontab(5)", "anacrontab(5)", "systemd.timer(5)"),
)
