"""Facts about scheduled jobs and the scripts they call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing, Unseen


@dataclass(frozen=True, slots=True)
class Job:
    """One scheduled job. Identity: ``source`` and ``command``.

    ``source`` is the file it stands in, or ``timer``; ``command`` was reduced on the target: words that may hold a
    secret are ``***``, so two jobs may read alike. ``programs`` are the absolute paths it executes, ``scripts`` those that
    an interpreter reads; neither holds what the line itself tests for, nor what a variable or pattern stands in.
    """

    source: str
    schedule: str
    user: str
    command: str
    programs: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobFile:
    """A path that a job calls. Identity: ``path``. ``mode`` is as ls writes it."""

    path: str
    exists: bool
    mode: str = ""

    @property
    def is_executable(self) -> bool:
        """Whether anybody may execute it; the job's user is not asked."""
        return any(self.mode[at : at + 1] in {"x", "s", "t"} for at in (3, 6, 9))


@dataclass(frozen=True, slots=True)
class ScheduledJobs:
    """All jobs that were seen, with each path they call."""

    jobs: Listing[Job]
    files: Mapping[str, JobFile | Unseen]


JOBS: Final = FactKind[Listing[Job]]("jobs")
"""Witness of a crontab that was not read to its end: the count of its lines. None of a lost line in its middle."""
JOB_FILES: Final = FactKind[Mapping[str, JobFile | Unseen]]("job_files")
SCHEDULED_JOBS: Final = FactKind[ScheduledJobs]("scheduled_jobs")
