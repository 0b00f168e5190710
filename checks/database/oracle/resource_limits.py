"""Do processes and sessions come near their limits? Beyond them nobody logs in (ORA-00020, ORA-00018)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.activity import RESOURCES, Resource
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """Now in use beside the limit."""

    warn: float = limit(0.8, unit="ratio", source="Checkmk oracle_sessions and Zabbix Oracle templates: 80 %")
    critical: float = limit(0.9, unit="ratio", source="Checkmk oracle_sessions: 90 %")


def judge(resources: Sequence[Resource], limits: Layered[ResourceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a resource and instance."""
    for one in resources:
        subject = f"{one.name}@{one.instance_number}"
        yield _finding(subject, one, limits.at(subject))


def _finding(subject: str, one: Resource, limits: ResourceLimits) -> Finding:
    quote = f"{one.name} current={one.used_count} max={one.peak_count} limit={one.limit_count or 'UNLIMITED'}"
    measures = {"used_count": float(one.used_count), "peak_count": float(one.peak_count)}
    if one.limit_count is None:
        return Finding(
            subject,
            Level.OK,
            _("{used:number} in use, without a limit", used=one.used_count),
            quote=quote,
            measures=measures,
        )
    share = one.used_count / one.limit_count
    level = LEVEL_OF_SIDE[compare(share, limits.warn, limits.critical)]
    summary = _(
        "{used:number} of {limit:number} in use ({share:percent})", used=one.used_count, limit=one.limit_count, share=share
    )
    if level is Level.OK and one.peak_count >= one.limit_count and one.name in {"processes", "sessions"}:
        level = Level.WARN
        summary = _("the limit of {limit:number} was reached since the start of the instance", limit=one.limit_count)
    return Finding(
        subject,
        level,
        summary,
        observed=_("at most {peak:number} since the start of the instance", peak=one.peak_count),
        expected=_("below {warn:percent}", warn=limits.warn),
        quote=quote,
        measures=measures | {"limit_count": float(one.limit_count)},
    )


RESOURCE_LIMITS: Final = Check(
    id="database.oracle.resource_limits",
    title=_("Oracle: processes and sessions"),
    area=Area.DB_STATUS,
    needs=RESOURCES,
    limits=ResourceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("gv$resource_limit"),
    remedy=_(
        "See who holds them (gv$session by program, machine and status): a pool without an upper bound, "
        "connections that are "
        "never closed, a storm after a hang. Mend that first; raise processes (sessions follow from it) with a "
        "restart, and "
        "see that the host's semaphores and memory bear it."
    ),
    traps=(
        NOT_RUN,
        _("the peak counts since the instance's start: reached once, logins were refused then"),
        _("limits that read UNLIMITED or 0 are none"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$RESOURCE_LIMIT",),
)
