"""How old the newest base backup of PostgreSQL is, where pg_basebackup makes them and no tool keeps account of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, worst
from checks.local_time import minute
from collectors.facts.postgres.base_backups import BASE_BACKUPS, BaseBackup, BaseBackups
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class BaseBackupLimits:
    """How old the newest base backup of a series may be, by its folder."""

    warn_days: float = limit(8.0, unit="days", source="catalogue of our own: a weekly base backup with its WAL archive")
    critical_days: float = limit(16.0, unit="days", source="catalogue of our own: two weekly runs missed")


def judge(found: BaseBackups, limits: Layered[BaseBackupLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a series: the folder in which they lie."""
    series: dict[str, list[BaseBackup]] = {}
    for one in found.backups:
        series.setdefault(one.series, []).append(one)
    for name, backups in series.items():
        yield _judge_one(name, backups, found, limits.at(name), scene)


def _judge_one(name: str, backups: list[BaseBackup], found: BaseBackups, limits: BaseBackupLimits, scene: Scene) -> Finding:
    good = [one for one in backups if one.is_whole is not False]
    broken = [one for one in backups if one.is_whole is False]
    expected = _("a whole base backup within {days:number} days, on another file system", days=limits.warn_days)
    if not good:
        newest = max(broken, key=_written)
        summary = _("no base backup in {folder} came to its end", folder=name)
        return Finding(name, Level.CRITICAL, summary, expected=expected, quote=newest.folder)
    newest = max(good, key=_written)
    age = max(0.0, (found.asked_at - newest.written_at).total_seconds())
    by_age = LEVEL_OF_SIDE[compare(age / 86_400, limits.warn_days, limits.critical_days)]
    levels = [(by_age, _("the newest base backup in {folder} is {age:duration} old", folder=name, age=age))]
    if newest.device in found.data_devices:
        levels.append((Level.CRITICAL, _("{folder} lies on the file system of the data that it saves", folder=name)))
    if any(one.written_at > newest.written_at for one in broken):
        levels.append((Level.WARN, _("the last base backup in {folder} was broken off", folder=name)))
    level = worst(one for one, _words in levels)
    summary = next(words for one, words in levels if one is level)
    return Finding(
        name,
        level,
        summary,
        observed=_observed(newest, len(backups), scene),
        expected=expected,
        quote=newest.folder,
        measures={"age_seconds": age, "backups_count": float(len(backups))},
    )


def _written(one: BaseBackup) -> datetime:
    return one.written_at


def _observed(newest: BaseBackup, count: int, scene: Scene) -> Text:
    at = minute(newest.written_at, scene)
    if newest.is_whole:
        return _("{count:number} there, the newest of {at} with its manifest", count=count, at=at)
    return _(
        "{count:number} there, the newest of {at} without a manifest: nothing proves that it is whole", count=count, at=at
    )


BASE_BACKUPS_CHECK: Final = Check(
    id="database.postgres.base_backups",
    title=_("PostgreSQL: base backups on the host"),
    area=Area.DB_BACKUP,
    needs=BASE_BACKUPS,
    limits=BaseBackupLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "backup_label, backup_manifest and base.tar below the folders of backups that the operator named and the usual "
        "ones; times and sizes, not one byte of the data"
    ),
    remedy=_(
        "Look at the job that makes the backup (cron, its log), mend the cause, and make a base backup today: "
        "pg_basebackup -D ... -Fp -X stream -c fast, onto another file system. From version 13 on test it with "
        "pg_verifybackup, and rehearse a restore."
    ),
    traps=(
        _("a standby that was made of a base backup is no backup: it has renamed backup_label, or runs"),
        _("a backup that broke off leaves files that look like one: its manifest is missing or called .tmp"),
        _("a copy of a backup has the time of the copying"),
        _("a base backup saves nothing that was written since: the archive of WAL has its own check"),
    ),
    clause="1.4.3.4",
    refs=("PostgreSQL documentation: pg_basebackup", "PostgreSQL documentation, 26.3.4 Base backup"),
)
