"""Is the instance of a guarded group watched, and does the watcher find it open? Else nobody takes over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.dameng_words import MANUAL, NOT_RUN
from collectors.facts.dameng.protection import WATCHER, Watcher
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class GuardLimits:
    """Silence of the watcher; it sends each second."""

    warn_seconds: int = limit(30, unit="seconds", source="our own: several times DW_ERROR_TIME's usual 10 to 15 s")


def judge(watcher: Watcher, limits: Layered[GuardLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the watcher."""
    level, summary = _verdict(watcher, limits.base)
    yield Finding(
        "",
        level,
        summary,
        observed=_(
            "group {group}, kind {kind}, switching {switching}",
            group=watcher.group or "?",
            kind=watcher.kind or "?",
            switching=watcher.switching or "?",
        ),
        expected=_("a watcher in state OPEN"),
        quote=f"{watcher.mode} {watcher.group} {watcher.kind} {watcher.switching} {watcher.status}",
    )


def _verdict(watcher: Watcher, limits: GuardLimits) -> tuple[Level, Text]:
    if not watcher.group:
        return Level.CRITICAL, _("the instance belongs to a guarded group, and no watcher is connected to it")
    if watcher.silent_seconds is not None and watcher.silent_seconds >= limits.warn_seconds:
        return Level.CRITICAL, _("the watcher has been silent for {age:duration}", age=watcher.silent_seconds)
    if watcher.status != "OPEN":
        return Level.WARN, _("the watcher's state is {status}", status=watcher.status or "?")
    if not watcher.is_restarting:
        return Level.NOTICE, _("the watcher does not restart the instance by itself")
    return Level.OK, _("the watcher is open")


GUARD: Final = Check(
    id="database.dameng.guard",
    title=_("DM8: watcher of the guarded group"),
    area=Area.DB_BACKUP,
    needs=WATCHER,
    limits=GuardLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$dmwatcher, v$instance"),
    remedy=_(
        "Look with dmmonitor (show) at all instances of the group, and at dmwatcher's log on this host; start "
        "the watcher again. "
        "STARTUP or RECOVERY: wait until it has caught up and look again. Never open a database by hand while "
        "the group is split."
    ),
    traps=(
        NOT_RUN,
        _("an instance without an OGUID is in no guarded group, and not judged"),
        _("the watcher of this instance alone is seen; that of the other is seen there"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, "DM8 数据守护与读写分离集群 (eco.dameng.com)"),
)
