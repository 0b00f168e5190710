"""Backups by their files. A backup that is old, empty, shrunk or beside its own data shows itself on the day of need."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from checks.backup_jobs import BackupJob, jobs
from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.backups import BACKUP_FILES, BackupFile, BackupFiles, BackupListing
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_PEERS: Final = 5
_BIMODAL: Final = 4
"""Sizes that lie further apart than this are of two kinds (full and incremental): their median says nothing."""
_NAME_DATE = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d{5})", re.ASCII)
_COPIED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class BackupLimits:
    """The jobs, and how late and how small. Ages are in periods of the job, sizes in parts of the usual one."""

    jobs: tuple[str, ...] = limit((), unit="backup job", source="the operator")
    warn_periods: float = limit(1.5, unit="periods", source="our judgement: one run missed")
    critical_periods: float = limit(2.5, unit="periods", source="our judgement: two runs missed")
    least_ratio: float = limit(0.5, unit="ratio", source="our judgement: half of the median of the last five")


def judge(listing: BackupListing, limits: Layered[BackupLimits], scene: Scene) -> Iterator[Finding]:
    """Two findings a job at most: its newest file, and the disk that it lies on."""
    wanted, wrong = jobs(limits.base.jobs)
    for said in wrong:
        yield unknown("jobs", Unseen("jobs", Reason.NOT_ASKED, said, _WRITE))
    for job in wanted:
        asked = [one for one in listing.patterns if one.pattern in job.patterns]
        yield _newest(job, asked, limits.at(job.name), listing.asked_at, scene)
        if job.data:
            yield _device(job, asked, listing)


_WRITE: Final = _(
    "Tell us of this backup: what it is called, in which files it lies, how often it is made, how large it is at least and "
    "where its data lie. For the inspecting engineer: in the configuration that is one line of words: a name, absolute "
    "patterns, then period=1d, least=1GiB, data=/path as needed."
)


def _newest(job: BackupJob, asked: Sequence[BackupFiles], limits: BackupLimits, at: datetime, scene: Scene) -> Finding:
    files = sorted((f for one in asked for f in one.files), key=lambda f: f.modified_at, reverse=True)
    denied = next((one.denied for one in asked if one.denied), "")
    if denied or len(asked) < len(set(job.patterns)):
        reason = Reason.DENIED if denied else Reason.CUT
        return unknown(job.name, Unseen(job.name, reason, denied or job.name))
    if not files:
        return _none(job, asked)
    done = [f for f in files if not f.is_growing]
    newest = done[0] if done else files[0]
    age = at - _made_at(newest)
    level, summary = _verdict(job, newest, files, limits, age, scene)
    return Finding(
        job.name,
        level,
        summary,
        observed=_observed(newest, age, len(files)),
        expected=_("one every {period:duration}, whole, and not much smaller than usual", period=job.period_seconds),
        quote=f"{newest.modified_at:%Y-%m-%d %H:%M:%SZ} {newest.size_bytes if newest.size_bytes is not None else '-'}"
        f" {newest.path}",
        measures={"age_seconds": age.total_seconds()}
        | ({"size_bytes": float(newest.size_bytes)} if newest.size_bytes is not None else {}),
    )


def _none(job: BackupJob, asked: Sequence[BackupFiles]) -> Finding:
    if not any(one.has_folder for one in asked):
        summary = _("the folder of the backups of {job} is not there", job=job.name)
    else:
        summary = _("no backup of {job} is there", job=job.name)
    return Finding(job.name, Level.CRITICAL, summary, quote=" ".join(one.pattern for one in asked))


def _verdict(
    job: BackupJob, newest: BackupFile, files: Sequence[BackupFile], limits: BackupLimits, age: timedelta, scene: Scene
) -> tuple[Level, Text]:
    """The worst that is true of the newest file: its age, its wholeness, its size."""
    old = _("the newest backup of {job} is {age:duration} old", job=job.name, age=max(0.0, age.total_seconds()))
    side = compare(age.total_seconds() / job.period_seconds, limits.warn_periods, limits.critical_periods)
    broken = _broken(job, newest)
    if side is Side.CRITICAL or broken:
        return Level.CRITICAL, broken or old
    small = _too_small(job, newest, files, limits, scene)
    if side is Side.WARN or small:
        return Level.WARN, small or old
    if newest.is_growing:
        return Level.NOTICE, _("the only backup of {job} is still being written", job=job.name)
    if age < -timedelta(days=1):
        return Level.NOTICE, _("the newest backup of {job} bears a time in the future", job=job.name)
    return Level.OK, old


def _broken(job: BackupJob, newest: BackupFile) -> Text | None:
    if newest.size_bytes == 0 and not newest.is_growing:
        return _("the newest backup of {job} is empty (0 bytes)", job=job.name)
    if newest.is_whole is False and not newest.is_growing:
        return _("the newest backup of {job} does not pass the test of its archive", job=job.name)
    return None


def _too_small(
    job: BackupJob, newest: BackupFile, files: Sequence[BackupFile], limits: BackupLimits, scene: Scene
) -> Text | None:
    if newest.size_bytes is None:
        return None
    if newest.size_bytes < job.least_bytes:
        return _(
            "the newest backup of {job} has {size:bytes}, less than the {least:bytes} expected",
            job=job.name,
            size=newest.size_bytes,
            least=job.least_bytes,
        )
    usual = _usual_bytes(newest, files, scene)
    if usual and newest.size_bytes < usual * limits.least_ratio:
        return _(
            "the newest backup of {job} has shrunk: {size:bytes}, where {usual:bytes} are usual",
            job=job.name,
            size=newest.size_bytes,
            usual=usual,
        )
    return None


def _usual_bytes(newest: BackupFile, files: Sequence[BackupFile], scene: Scene) -> float | None:
    """The median of the five before it of the same kind of name: of its weekday where two are there, else of all.

    None where there are none, or where they are of two kinds that nothing tells apart.
    """
    kind = _kind(newest.path)
    before = [f for f in files if f.path != newest.path and _kind(f.path) == kind and f.size_bytes and not f.is_growing]
    weekday = _weekday(newest, scene)
    same = [f for f in before if _weekday(f, scene) == weekday]
    sizes = [f.size_bytes or 0 for f in (same if len(same) > 1 else before)[:_PEERS]]
    if not sizes or (len(same) <= 1 and max(sizes) > _BIMODAL * min(sizes)):
        return None
    return float(median(sizes))


def _weekday(file: BackupFile, scene: Scene) -> int:
    try:
        return _made_at(file).astimezone(ZoneInfo(scene.timezone)).weekday()
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return _made_at(file).weekday()


def _kind(path: str) -> str:
    """The name without its numbers: a full backup is compared with full ones."""
    return re.sub(r"\d+", "N", path.rpartition("/")[2])


def _made_at(file: BackupFile) -> datetime:
    """When it was made: its time, or the date in its name where that is days older (a copy may bear a time of its own)."""
    match = _NAME_DATE.search(file.path.rpartition("/")[2])
    if match:
        try:
            named = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) + timedelta(days=1)
        except ValueError:
            return file.modified_at
        if file.modified_at - named > _COPIED:
            return named
    return file.modified_at


def _observed(newest: BackupFile, age: timedelta, count: int) -> Text:
    if newest.size_bytes is None:
        return _("{path}, {age:duration} old; {count:number} kept", path=newest.path, age=age.total_seconds(), count=count)
    return _(
        "{path}, {size:bytes}, {age:duration} old; {count:number} kept",
        path=newest.path,
        size=newest.size_bytes,
        age=age.total_seconds(),
        count=count,
    )


def _device(job: BackupJob, asked: Sequence[BackupFiles], listing: BackupListing) -> Finding:
    """Whether the backup lies on the file system of its own data: one fault takes both."""
    subject = f"{job.name} disk"
    places = {one.path: one.device for one in listing.places}
    unseen = [path for path in job.data if places.get(path) is None]
    files = [f for one in asked for f in one.files[:1]]
    if unseen or not files:
        return unknown(subject, Unseen(subject, Reason.EMPTY, " ".join(unseen) or job.name))
    shared = tuple(path for path in job.data if places[path] in {f.device for f in files})
    if shared:
        return Finding(
            subject,
            Level.WARN,
            _("the backup of {job} lies on the file system of its own data ({paths})", job=job.name, paths=shared),
            expected=_("on another disk, better on another machine"),
            quote=f"{files[0].device} {files[0].path}",
            remedy=_APART,
        )
    return Finding(
        subject,
        Level.OK,
        _("the backup of {job} lies on another file system than its data", job=job.name),
        quote=f"{files[0].device} {files[0].path}",
    )


_APART: Final = _(
    "Send the backup to another disk, better to another machine or site (3-2-1: three copies, two kinds of medium, one "
    "elsewhere). A second file system on the same disk array does not help either."
)

BACKUP_FRESHNESS: Final = Check(
    id="server.backup_freshness",
    title=_("Backup files"),
    area=Area.BACKUP,
    needs=BACKUP_FILES,
    limits=BackupLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "of each job that the operator named: its newest files with time, size and file system, whether the newest is "
        "still growing, and a test of the archive where it is small (gzip -t and its like)"
    ),
    remedy=_(
        "Read the job's own log and the space of its disk, mend the cause and make a backup by hand today, "
        "outside business hours; keep the older backups until the new one is proved. Restore it once on "
        "another machine: only a restore proves a backup."
    ),
    traps=(
        _("a copied file may bear the time of the copying: an older date in its name counts"),
        _("a file that is still being written is not the newest backup"),
        _("full and incremental files differ in size: the same kind of name and the same weekday are compared"),
        _("a backup on the disk of its data is a finding of its own"),
        _("where no job is named nothing was inspected"),
    ),
    clause="1.4.3.4",
)
