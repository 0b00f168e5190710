"""The server: it answers, since when, in which role."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.mysql.variables import WORKLOAD, Workload
from config.limits import Layered, limit
from config.text import _, verbatim

_ROLES: Final = {True: _("read-only"), False: _("writable")}
_WRITTEN: Final = {"read-only": True, "writable": False}


@dataclass(frozen=True, slots=True)
class InstanceLimits:
    """How soon after a start it is said that there was one, and the role that it should have."""

    recent_seconds: int = limit(86_400, unit="seconds", source="our own: a start in the last day is worth a question")
    role: str = limit(
        "", unit="read-only or writable", source="the operator: the role that it should have; nothing asks not"
    )


def judge(work: Workload, limits: Layered[InstanceLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of the server."""
    wanted, settings = limits.base, work.settings
    is_read_only = bool(settings.is_on("read_only") or settings.is_on("super_read_only"))
    role, uptime = _ROLES[is_read_only], work.uptime_seconds
    level, summary = Level.OK, _("it has been running for {uptime:duration}, {role}", role=role, uptime=uptime)
    if uptime < wanted.recent_seconds:
        level = Level.NOTICE
        summary = _("it was started only {uptime:duration} ago, {role}", role=role, uptime=uptime)
    if wanted.role and _WRITTEN.get(wanted.role) is not is_read_only:
        level, summary = (
            Level.CRITICAL,
            _("it is {role}, not as the operator wants it: {wanted}", role=role, wanted=wanted.role),
        )
    if (settings.number("innodb_force_recovery") or 0) > 0:
        force = settings.text("innodb_force_recovery")
        level, summary = Level.CRITICAL, _("it runs with innodb_force_recovery = {force}: an emergency mode", force=force)
    yield Finding(
        "",
        level,
        summary,
        observed=verbatim(settings.words),
        quote=f"Uptime {uptime:.0f}; read_only {settings.text('read_only')}; version {settings.text('version')}",
        measures={"uptime_seconds": uptime},
    )


INSTANCE: Final = Check(
    id="database.mysql.instance",
    title=_("MySQL: the server and its role"),
    area=Area.DB_STATUS,
    needs=WORKLOAD,
    limits=InstanceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("Uptime, read_only, super_read_only, innodb_force_recovery, version"),
    remedy=_(
        "A start that nobody planned: read the error log before it (signal, crash, out of memory, restart of the host). "
        "Another role than agreed: find out who switched it before anybody writes. innodb_force_recovery: export the data, "
        "build the instance anew and load them; such a server must not stay in service."
    ),
    traps=(
        _(
            "a proxy (ProxySQL, MaxScale, MySQL Router) may answer for another server each time: inspect the servers "
            "themselves"
        ),
        _("a relative (TiDB, OceanBase) is told by its own words, not by the version number that it pretends"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Server Status Variables", "MariaDB: Server Status Variables"),
)
