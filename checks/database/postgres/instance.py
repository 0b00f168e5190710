"""The server: it answers, in which role, since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.postgres.instances import INSTANCES, Instance
from config.limits import Layered, limit
from config.text import _, verbatim

_ROLES: Final = {True: _("a standby"), False: _("the primary")}
_ROLES_WRITTEN: Final = {"standby": True, "primary": False}


@dataclass(frozen=True, slots=True)
class InstanceLimits:
    """How soon after a start it is said that there was one."""

    recent_seconds: int = limit(86_400, unit="seconds", source="our own: a start in the last day is worth a question")
    role: str = limit("", unit="primary or standby", source="the operator: the role that it should have; nothing asks not")


def judge(instance: Instance, limits: Layered[InstanceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server."""
    uptime = (instance.now_at - instance.started_at).total_seconds()
    wanted = limits.base
    role = _ROLES[instance.is_standby]
    level, summary = Level.OK, _("it has been running as {role} for {uptime:duration}", role=role, uptime=max(0.0, uptime))
    if uptime < wanted.recent_seconds:
        level = Level.NOTICE
        summary = _("it was started only {uptime:duration} ago, as {role}", role=role, uptime=max(0.0, uptime))
    if wanted.role and _ROLES_WRITTEN.get(wanted.role) is not instance.is_standby:
        level, summary = (
            Level.CRITICAL,
            _("it runs as {role}, not as the operator wants it: {wanted}", role=role, wanted=wanted.role),
        )
    yield Finding(
        "",
        level,
        summary,
        observed=verbatim(instance.words),
        quote=instance.words,
        measures={"uptime_seconds": max(0.0, uptime)},
    )


INSTANCE: Final = Check(
    id="database.postgres.instance",
    title=_("PostgreSQL: the server and its role"),
    area=Area.DB_STATUS,
    needs=INSTANCES,
    limits=InstanceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_postmaster_start_time(), pg_is_in_recovery(), version()"),
    remedy=_(
        "A start that nobody planned: read the server's log before it (signal, crash, out of memory, restart of the host) "
        "and the host's own log. Another role than agreed: find out who promoted or demoted it before anybody writes to it."
    ),
    traps=(_("a pooler such as pgbouncer answers although the server behind it is down: the server itself is asked"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 9.27.1 System Information Functions",),
)
