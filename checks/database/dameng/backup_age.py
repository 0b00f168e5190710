"""How old is the last backup? Without a fresh one, a fault costs everything since."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import HEALTH, NOT_RUN
from collectors.base import Reason
from collectors.facts.dameng.protection import BACKUPS, Backups, BackupSet
from config.limits import Layered, compare, limit
from config.text import Text, _

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class BackupLimits:
    """Age of the last full backup, and of the last of any kind."""

    full_warn_seconds: int = limit(
        8 * _DAY,
        unit="seconds",
        source="vendor's operations guide: full each week, incremental each day",
        subjects=("full",),
    )
    full_critical_seconds: int = limit(15 * _DAY, unit="seconds", source="our own: two weeks missed", subjects=("full",))
    last_warn_seconds: int = limit(
        2 * _DAY, unit="seconds", source="vendor's operations guide: incremental each day", subjects=("last",)
    )
    last_critical_seconds: int = limit(8 * _DAY, unit="seconds", source="our own: a week missed", subjects=("last",))


def judge(backups: Backups, limits: Layered[BackupLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the last full backup, one of the last of any kind."""
    base = limits.base
    full = [one for one in backups.listed.sets if not one.is_incremental]
    yield _finding("full", backups, full, (base.full_warn_seconds, base.full_critical_seconds))
    yield _finding("last", backups, list(backups.listed.sets), (base.last_warn_seconds, base.last_critical_seconds))


def _finding(subject: str, backups: Backups, sets: list[BackupSet], ages: tuple[int, int]) -> Finding:
    latest = min(sets, key=lambda one: one.age_seconds, default=None)
    level = Level.UNKNOWN if latest is None else LEVEL_OF_SIDE[compare(latest.age_seconds, *ages)]
    if level is not Level.OK and backups.elsewhere != ():
        level = Level.UNKNOWN
    return Finding(
        subject,
        level,
        _summary(latest, backups, level),
        observed=_("{count:number} set(s) in {folder}", count=len(sets), folder=backups.listed.folder or "?"),
        expected=_("younger than {age:duration}", age=ages[0]),
        quote="" if latest is None else f"{latest.name} {latest.path}",
        measures={} if latest is None else {"backup_age_seconds": float(max(0, latest.age_seconds))},
        remedy=_ELSEWHERE if level is Level.UNKNOWN else None,
        reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
    )


def _summary(latest: BackupSet | None, backups: Backups, level: Level) -> Text:
    if level is Level.UNKNOWN and backups.elsewhere:
        return _("backup jobs write to {folders}, which the server does not list", folders=backups.elsewhere)
    if latest is None:
        return _("no backup is listed in the default folder; whether one lies elsewhere was not seen")
    if level is Level.UNKNOWN:
        return _(
            "the last one listed is {age:duration} old; whether one lies elsewhere was not seen", age=latest.age_seconds
        )
    return _("the last one is {age:duration} old", age=max(0, latest.age_seconds))


_ELSEWHERE: Final = _(
    "grant the inspecting account select on SYSJOB.SYSJOBSTEPS, so that the folders of backup jobs are seen; "
    "look at those "
    "folders on the host, and at how the customer backs up besides (DMHS, third-party tools)"
)
BACKUP_AGE: Final = Check(
    id="database.dameng.backup_age",
    title=_("DM8: age of backups"),
    area=Area.DB_BACKUP,
    needs=BACKUPS,
    limits=BackupLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$backupset, v$dm_ini (BAK_PATH), sysjob.sysjobsteps"),
    remedy=_(
        "See why the job did not run or failed (SYSJOB.SYSJOBHISTORIES2, log of dmap and dm_BAKRES), mend it, "
        "take a full backup "
        "by hand today, check it (SF_BAKSET_CHECK), and have the customer restore one on a test machine."
    ),
    traps=(
        NOT_RUN,
        _("v$backupset shows the default folder only: what lies elsewhere is unseen, not missing"),
        _("backups of tablespaces and tables are no backup of the database"),
        _("in a guarded group the backup may be taken on another instance"),
        _("that a set is listed does not prove that it can be restored"),
    ),
    clause="1.4.3.4",
    refs=("DM8 备份与还原 (eco.dameng.com)", HEALTH),
)
