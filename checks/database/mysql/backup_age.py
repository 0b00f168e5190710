"""Backups: when the last good one ended, as the tools recorded it in the server."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.mysql.accounts import BACKUPS, Backup
from config.limits import Layered, compare, limit
from config.text import _, verbatim


@dataclass(frozen=True, slots=True)
class BackupLimits:
    """Hours since the last full one and since the last of any kind ended."""

    full_warn_hours: float = limit(192.0, unit="hours", source="our judgement: weekly full backup and a day of grace")
    full_critical_hours: float = limit(384.0, unit="hours", source="our judgement: two weekly backups missed")
    any_warn_hours: float = limit(26.0, unit="hours", source="our judgement: daily backup and two hours of grace")
    any_critical_hours: float = limit(50.0, unit="hours", source="our judgement: two daily backups missed")


def judge(backups: Listing[Backup], limits: Layered[BackupLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the last full backup, one of the last of any kind."""
    whole = [one for one in backups.records if not one.is_failed and not one.is_partial]
    full = [one for one in whole if not one.is_incremental]
    base = limits.base
    yield _age("full", full, scene, base.full_warn_hours, base.full_critical_hours)
    yield _age("last", whole, scene, base.any_warn_hours, base.any_critical_hours)
    failed = [one for one in backups.records if one.is_failed]
    if failed and failed[0] == backups.records[0]:
        yield Finding("attempt", Level.WARN, _("the last attempt to back up failed"), quote=str(failed[0].ended_at))


def _age(subject: str, found: list[Backup], scene: Scene, warn: float, critical: float) -> Finding:
    if not found:
        return Finding(subject, Level.CRITICAL, _("no good backup of this kind is recorded"))
    last = max(found, key=lambda one: one.ended_at)
    age = max(0.0, (scene.at - last.ended_at).total_seconds())
    level = LEVEL_OF_SIDE[compare(age / 3600, warn, critical)]
    return Finding(
        subject,
        level,
        _("the last one ended {age:duration} ago", age=age),
        observed=verbatim(last.tool),
        expected=_("not longer ago than {hours:duration}", hours=warn * 3600),
        quote=f"{last.tool} {last.ended_at.isoformat()}",
        measures={"backup_age_seconds": age},
    )


BACKUP_AGE: Final = Check(
    id="database.mysql.backup_age",
    title=_("MySQL: age of the last backup"),
    area=Area.DB_BACKUP,
    needs=BACKUPS,
    limits=BackupLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "PERCONA_SCHEMA.xtrabackup_history, mysql.mariadb_backup_history, mysql.backup_history (MySQL Enterprise Backup)"
    ),
    remedy=_(
        "See the log of the backup job, the space of its destination and its account; make a full backup by hand today. "
        "Restore one to a test machine regularly: a backup that was never restored proves nothing. Keep the binary logs as "
        "far back as the last full backup."
    ),
    traps=(
        _("mysqldump and copies of a disk leave no record in the server: nobody knows from here, and that is said"),
        _("a partial or failed backup is no backup"),
        _("the record says that a backup ended, not that its files are still there"),
    ),
    clause="1.4.3.4",
    refs=(
        "Percona XtraBackup: The --history option",
        "MariaDB: mariadb-backup --history",
        "MySQL Enterprise Backup: backup_history",
    ),
)
