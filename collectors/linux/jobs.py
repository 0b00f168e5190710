"""Scheduled jobs: cron's files of the system and of users, the cron.daily folders, anacron, systemd's timers.

Lines are reduced on the target (``job_reduction``), so that a password in a crontab does not leave it. Users' crontabs
want root.

Sample::

    @looked /etc/cron.d
    @crontab /etc/crontab
     17 * * * * root cd / && run-parts --report /etc/cron.hourly
    @read 9
    @part daily /etc/cron.daily/logrotate
    @user oracle /var/spool/cron/oracle
     0 1 * * * /home/oracle/rman_full.sh *** >/dev/null 2>&1
     ?3
    @read 3
    @denied /var/spool/cron/crontabs
    @timers
     Sun 2026-11-22 06:00:00 CST 5h left Sat 2026-11-21 06:00:00 CST 18h ago apt-daily.timer apt-daily.service
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from collectors.base import (
    LINUX,
    Answer,
    Collector,
    Derived,
    FollowUp,
    Listing,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Unseen,
    Walk,
)
from collectors.facts.jobs import JOB_FILES, JOBS, SCHEDULED_JOBS, Job, JobFile, ScheduledJobs
from collectors.linux.job_commands import called
from collectors.linux.job_reduction import REDUCE
from collectors.linux.passages import Passage, passages
from config.text import _

_COMMAND: Final = (
    REDUCE
    + r"""
echo '@looked /etc/crontab'
show() {
  t=$($S cat "$2" 2>/dev/null) || { printf '@denied %s\n' "$2"; return; }
  printf '@%s\n' "$1"; printf '%s\n' "$t" | reduce "${1%% *}"
}
for f in /etc/crontab /etc/cron.d/* /etc/anacrontab; do
  [ -f "$f" ] || continue
  k=crontab; [ "$f" != /etc/anacrontab ] || k=anacrontab
  show "$k $f" "$f"
done
for k in hourly daily weekly monthly; do
  for f in /etc/cron.$k/*; do [ ! -f "$f" ] || printf '@part %s %s\n' "$k" "$f"; done
done
for d in /etc/cron.d /etc/cron.daily /var/spool/cron/crontabs /var/spool/cron/tabs /var/spool/cron; do
  [ -d "$d" ] || continue
  printf '@looked %s\n' "$d"
  case $d in
    /var/spool/*)
      v=$($S ls "$d" 2>/dev/null) || { printf '@denied %s\n' "$d"; continue; }
      printf '%s\n' "$v" | while IFS= read -r u; do
        case $u in ''|crontabs|tabs|lastrun|atjobs|atspool|.*) continue ;; esac
        show "user $u $d/$u" "$d/$u"
      done ;;
  esac
done
if [ -d /run/systemd/system ]; then
  echo @timers; systemctl list-timers --all --no-legend --no-pager | sed 's/^/ /'
fi
true"""
)

_FIVE = r"(?P<schedule>@[a-z]+|(?:\S+\s+){4}\S+)"
_SYSTEM_LINE = re.compile(rf"\s*-?{_FIVE}\s+(?P<user>\S+)\s+(?P<command>\S.*)")
_USER_LINE = re.compile(rf"\s*-?{_FIVE}\s+(?P<command>\S.*)")
_ANACRON_LINE = re.compile(r"\s*(?P<schedule>(?:[0-9]+|@\w+)\s+[0-9]+)\s+(?P<user>\S+)\s+(?P<command>\S.*)")
_TIMER = re.compile(r"(?P<before>.*?)\s*(?P<timer>\S+\.timer)(?:\s+(?P<unit>\S+))?\s*")
_ODD = re.compile(r"\?[0-9]+")
_MEND_IT: Final = _("mend or remove this line: cron does not understand it either, or xunjian has a defect")
_USERS_DENIED: Final = _("inspect as root, or let the inspecting account read the users' crontabs with sudo")


def parse(answer: Answer) -> Listing[Job]:
    """Read every job line; one that the target could not read as a job is unseen: cron passes over it too."""
    found = passages(answer.text)
    read = [job for one in found for job in _jobs(one)]
    read += [
        Unseen(one.rest.rpartition(" ")[2], Reason.CUT, one.rest)
        for one, following in zip(found, (*found[1:], None), strict=True)
        if one.kind in _LINES and (following is None or following.kind != "read")
    ]
    denied = [Unseen(one.rest, Reason.DENIED, one.rest, _USERS_DENIED) for one in found if one.kind == "denied"]
    odd = [one for one in read if isinstance(one, Unseen)]
    return Listing(tuple(one for one in read if isinstance(one, Job)), (*denied, *odd))


def _jobs(one: Passage) -> Iterator[Job | Unseen]:
    if one.kind == "part":
        schedule, _space, path = one.rest.partition(" ")
        yield Job(path.rpartition("/")[0], schedule, "root", path, programs=(path,))
    elif one.kind == "timers":
        yield from map(_timer, (line for line in one.lines if line.strip()))
    elif one.kind in _LINES:
        user, _space, path = one.rest.rpartition(" ")
        for line in one.lines:
            yield _job(_LINES[one.kind], line, path, user)
    elif one.kind not in {"looked", "denied", "read"}:
        raise ParseError("an unknown head", one.kind)


_LINES: Mapping[str, re.Pattern[str]] = {"crontab": _SYSTEM_LINE, "anacrontab": _ANACRON_LINE, "user": _USER_LINE}


def _job(form: re.Pattern[str], line: str, source: str, user: str) -> Job | Unseen:
    if _ODD.fullmatch(line):
        return Unseen(f"{source}:{line[1:]}", Reason.NOT_UNDERSTOOD, source, _MEND_IT)
    match = form.fullmatch(line)
    if not match:
        raise ParseError("a job", line)
    said = match.groupdict()
    programs, scripts = called(said["command"])
    who = user if form is _USER_LINE else "root" if form is _ANACRON_LINE else said["user"]
    return Job(source, " ".join(said["schedule"].split()), who, said["command"].strip(), programs, scripts)


def _timer(line: str) -> Job:
    match = _TIMER.fullmatch(line)
    if not match:
        raise ParseError("a timer", line)
    return Job("timer", match["timer"], "", match["unit"] or "-")


def paths(jobs: Listing[Job]) -> Iterable[str]:
    """Each path that some job calls, once."""
    return sorted({path for job in jobs.records for path in (*job.programs, *job.scripts)})


def parse_files(walk: Walk[Answer]) -> Mapping[str, JobFile | Unseen]:
    """Read ``ls -ldL`` of each path; "permission denied" on the way proves nothing about the file."""
    read = {path: one if isinstance(one, Unseen) else _file(path, one) for path, one in walk.items.items()}
    return read | {one.subject: one for one in walk.unseen}


def _file(path: str, answer: Answer) -> JobFile | Unseen:
    line = answer.text.strip()
    if re.match(r"[-dlbcps][-rwxsStTlL]{9}", line):
        return JobFile(path, exists=True, mode=line[:10])
    if line.endswith(("No such file or directory", "Not a directory")):
        return JobFile(path, exists=False)
    if line.startswith("ls: "):
        return Unseen(path, Reason.DENIED if line.endswith("Permission denied") else Reason.FAILED, line)
    raise ParseError(f"{path}: ls", line)


def derive(jobs: Listing[Job] | Exception, files: Mapping[str, JobFile | Unseen] | Exception) -> ScheduledJobs:
    """Put jobs and their files together; without the files each path is unseen."""
    if isinstance(jobs, Exception):
        raise jobs
    if not isinstance(files, Exception):
        return ScheduledJobs(jobs, files)
    if isinstance(files, SessionError):
        return ScheduledJobs(jobs, {path: Unseen(path, files.reason, files.detail, files.remedy) for path in paths(jobs)})
    return ScheduledJobs(
        jobs, {path: Unseen(path, Reason.NOT_UNDERSTOOD, getattr(files, "line", "")) for path in paths(jobs)}
    )


JOBS_FILES_AND_TIMERS: Final = Collector(
    id="linux.jobs",
    provides=JOBS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=20, kib=512, root=Root.BETTER),
    parse=parse,
)
JOB_FILES_LS: Final = FollowUp(
    id="linux.job_files",
    provides=JOB_FILES,
    on=LINUX,
    after=JOBS,
    template=Shell('ls -ldL -- "$1" 2>&1; true', tool="ls", seconds=4, kib=4),
    items=paths,
    parse=parse_files,
)
SCHEDULED_JOBS_DERIVED: Final = Derived(
    id="linux.scheduled_jobs", provides=SCHEDULED_JOBS, of=(JOBS, JOB_FILES), derive=derive
)
