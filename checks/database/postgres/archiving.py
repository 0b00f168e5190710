"""Whether the write-ahead log goes to its archive: without it no restore to a moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.postgres.replication import ARCHIVER, Archiver
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class ArchivingLimits:
    """When archiving is stuck, how many files may wait, and whether it must be on."""

    stuck_seconds: int = limit(2700, unit="seconds", source="our judgement: three times 15 min, or three archive_timeouts")
    waiting_warn: int = limit(10, unit="count", source="our judgement")
    waiting_critical: int = limit(100, unit="count", source="our judgement: 1.6 GB of the usual files")
    required: bool = limit(default=False, source="the operator: whether this server must archive")


def judge(found: Archiver, limits: Layered[ArchivingLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of whether it works, one of what waits."""
    base = limits.base
    if _is_untold(found, base):
        yield unknown("", Unseen("", Reason.NO_RECORD, _untold(found)))
        return
    level, summary = _verdict(found, base)
    yield Finding(
        "",
        level,
        summary,
        observed=_observed(found),
        expected=_("every finished file of the write-ahead log is archived"),
        quote=found.last_failed_file,
        measures={
            "archived_count": found.archived_count,
            "failed_count": found.failed_count,
            "wal_written_bytes": found.written_bytes,
        },
    )
    if found.mode != "off" and found.waiting_count is not None:
        count = found.waiting_count
        waits = Level.CRITICAL if count >= base.waiting_critical else Level.WARN if count >= base.waiting_warn else Level.OK
        yield Finding(
            "waiting",
            waits,
            _("{count:number} file(s) wait to be archived", count=count),
            expected=_("fewer than {most:number}", most=base.waiting_warn),
            measures={"waiting_file_count": count},
        )


def _is_untold(found: Archiver, limits: ArchivingLimits) -> bool:
    """Whether nothing tells a command that hangs from one that has nothing to do."""
    is_asked = (
        found.mode != "off" and found.command_class not in _NOTHING and (not found.is_standby or found.mode == "always")
    )
    failed, archived = found.last_failed_seconds, found.last_archived_seconds
    if not is_asked or found.waiting_count is not None or (failed is not None and (archived is None or failed < archived)):
        return False
    return archived is None or (found.is_behind and archived > _stuck_seconds(found, limits))


def _untold(found: Archiver) -> Text:
    if found.last_archived_seconds is None:
        return _("nothing was archived yet, and before version 12 the server does not tell what waits")
    return _(
        "the last file was archived {age:duration} ago, and before version 12 the server does not tell what waits",
        age=found.last_archived_seconds,
    )


def _stuck_seconds(found: Archiver, limits: ArchivingLimits) -> int:
    return max(limits.stuck_seconds, 3 * found.timeout_seconds)


def _verdict(found: Archiver, limits: ArchivingLimits) -> tuple[Level, Text]:
    if found.mode == "off":
        return (Level.CRITICAL if limits.required else Level.NOTICE), _(
            "archiving is off: no restore to a moment is possible"
        )
    if found.command_class in _NOTHING:
        return Level.CRITICAL, _NOTHING[found.command_class]
    if found.is_standby and found.mode != "always":
        return Level.OK, _("a standby archives nothing: its primary does")
    return _attempts(found, limits)


_NOTHING: Final = {
    "pretended": _("archiving is pretended: the command does nothing and reports success"),
    "none": _("archiving is on without a command: the files pile up"),
}


def _attempts(found: Archiver, limits: ArchivingLimits) -> tuple[Level, Text]:
    failed, archived = found.last_failed_seconds, found.last_archived_seconds
    if failed is not None and (archived is None or failed < archived):
        return Level.CRITICAL, _("the last attempt to archive failed, {age:duration} ago", age=failed)
    if archived is None:
        return Level.NOTICE, _("archiving is on, and nothing was archived yet")
    if found.is_behind and found.waiting_count and archived > _stuck_seconds(found, limits):
        return Level.CRITICAL, _("files wait, and none was archived for {age:duration}", age=archived)
    return Level.OK, _("the last file was archived {age:duration} ago", age=archived)


def _observed(found: Archiver) -> Text:
    return _(
        "{archived:number} archived and {failed:number} failed attempts since the statistics began",
        archived=found.archived_count,
        failed=found.failed_count,
    )


ARCHIVING: Final = Check(
    id="database.postgres.archiving",
    title=_("PostgreSQL: archiving of write-ahead log"),
    area=Area.DB_BACKUP,
    needs=ARCHIVER,
    limits=ArchivingLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_stat_archiver, archive_mode, the class of archive_command (never its text), the files that wait"),
    remedy=_(
        "Read the server's log for the archive command's own words, and run it by hand as the server's user: full or "
        "unmounted archive, right, network, changed key. When it works again what waits is archived by itself; watch the "
        "space of pg_wal meanwhile. After a gap make a new full backup: a restore cannot pass it."
    ),
    traps=(
        _("a quiet database archives nothing for hours and is healthy: only waiting files count"),
        _("failures of years ago stay in the count: the last attempt decides"),
        _("a command that only says yes (/bin/true), or copies to /dev/null, archives nothing"),
        _("before version 12 a command that hangs looks like a server with nothing to archive: it is not called in order"),
        _("file names are not turned into places: that goes wrong with another segment size"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 26.3 Continuous Archiving",),
)
