"""Has the fast recovery area room? When it is full the archiver stops, and the database with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.recovery import RECOVERY_AREAS, RecoveryArea
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class AreaLimits:
    """What cannot be cleared away, beside the area's limit."""

    warn: float = limit(0.85, unit="ratio", source="Oracle Backup and Recovery User's Guide: the alert log warns at 85 %")
    critical: float = limit(0.95, unit="ratio", source="our own: Oracle's alert log calls 97 % critical (ORA-19815)")


def judge(area: RecoveryArea, limits: Layered[AreaLimits], scene: Scene) -> Iterator[Finding]:
    """One finding."""
    share = area.needed_bytes / area.limit_bytes if area.limit_bytes else 1.0
    if not area.limit_bytes:
        level, summary = Level.CRITICAL, _("a recovery area is named and has no size: nothing can be written to it")
    else:
        level = LEVEL_OF_SIDE[compare(share, limits.base.warn, limits.base.critical)]
        summary = _(
            "{share:percent} of {limit:bytes} is needed; {reclaimable:bytes} more can be cleared away",
            share=share,
            limit=area.limit_bytes,
            reclaimable=min(area.reclaimable_bytes, area.used_bytes),
        )
    yield Finding(
        "",
        level,
        summary,
        observed=_("{count:number} file(s) below {path}", count=area.files_count, path=area.path),
        expected=_("below {warn:percent}", warn=limits.base.warn),
        quote=f"{area.path} limit={area.limit_bytes} used={area.used_bytes} reclaimable={area.reclaimable_bytes}",
        measures={
            "used_bytes": float(area.used_bytes),
            "needed_bytes": float(area.needed_bytes),
            "limit_bytes": float(area.limit_bytes),
        },
    )


RECOVERY_AREA: Final = Check(
    id="database.oracle.recovery_area",
    title=_("Oracle: fast recovery area"),
    area=Area.DB_SPACE,
    needs=RECOVERY_AREAS,
    limits=AreaLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$recovery_file_dest, v$parameter db_recovery_file_dest"),
    remedy=_(
        "Back up the archived logs and let RMAN delete them (backup archivelog all delete input; delete "
        "obsolete), never by "
        "hand on the filesystem. See v$recovery_area_usage for what holds it: flashback logs, guaranteed restore points, a "
        "standby that is behind. Then raise db_recovery_file_dest_size as far as the disk below has room."
    ),
    traps=(
        NOT_RUN,
        _("what is used and can be cleared away is no lack of room"),
        _("reclaimable may exceed what is used: what is needed is never less than nothing"),
        _("the limit is a number in a parameter: the disk or disk group below may be smaller"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$RECOVERY_FILE_DEST",),
)
