"""Backups as the programs that make them tell. A job that reports success is not a backup; its newest good set is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.facts.backups import BACKUP_TOOLS, ToolBackup, ToolBackups
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class ToolLimits:
    """How old the newest good backup of a set may be, by the item ``tool/name``."""

    warn_hours: float = limit(36, unit="hours", source="our judgement: one daily run missed")
    critical_hours: float = limit(60, unit="hours", source="our judgement: two daily runs missed")


def judge(told: ToolBackups, limits: Layered[ToolLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a set of backups; what could not be asked is not inspected."""
    for one in told.sets.records:
        subject = f"{one.tool}/{one.name}"
        yield _judge_one(subject, one, limits.at(subject), told.asked_at)
    yield from (unknown(one.subject, one) for one in told.sets.unseen)


def _judge_one(subject: str, one: ToolBackup, limits: ToolLimits, at: datetime) -> Finding:
    age = at - one.newest_at if one.newest_at else None
    level, summary = _verdict(subject, one, limits, age)
    measures = {} if age is None else {"age_seconds": age.total_seconds()}
    if one.size_bytes is not None:
        measures["size_bytes"] = float(one.size_bytes)
    return Finding(
        subject,
        level,
        summary,
        expected=_("a good backup within {hours:number} hours", hours=limits.warn_hours),
        quote=f"{one.newest_at:%Y-%m-%d %H:%M:%SZ} {one.kind} {one.trouble}".strip() if one.newest_at else one.trouble,
        measures=measures,
    )


def _verdict(subject: str, one: ToolBackup, limits: ToolLimits, age: timedelta | None) -> tuple[Level, Text]:
    if age is None:
        return Level.CRITICAL, _("{name} has no good backup ({trouble})", name=subject, trouble=one.trouble or "-")
    old = _("the newest good backup of {name} is {age:duration} old", name=subject, age=max(0.0, age.total_seconds()))
    side = compare(age.total_seconds() / 3600, limits.warn_hours, limits.critical_hours)
    if side is Side.CRITICAL:
        return Level.CRITICAL, old
    if one.trouble:
        return Level.WARN, _("{name} reports: {trouble}", name=subject, trouble=one.trouble)
    return (Level.WARN if side is Side.WARN else Level.OK), old


BACKUP_TOOLS_CHECK: Final = Check(
    id="server.backup_tools",
    title=_("Backup programs"),
    area=Area.BACKUP,
    needs=BACKUP_TOOLS,
    limits=ToolLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "pgbackrest info and barman list-backups where they are configured; whether restic, borg or the agent of a backup "
        "suite is installed, which can only be asked elsewhere"
    ),
    remedy=_(
        "Read the program's own log (pgbackrest: /var/log/pgbackrest, check; barman check all) and the space "
        "of the repository, mend the cause and make a backup by hand today, outside business hours; let no "
        "older backup expire before that."
    ),
    traps=(
        _("a failed backup may be newer than the last good one: only good ones count"),
        _("an agent of a backup suite says nothing by itself: it is told as not inspected, with where to look"),
        _("a weekly set wants limits of its own (item tool/name)"),
    ),
    clause="1.4.3.4",
    refs=("pgBackRest command reference: info", "barman(1) list-backups"),
)
