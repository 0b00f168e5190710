"""Connections: how near the most at once came to what is allowed, and how many were turned away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.mysql.variables import WORKLOAD, Workload
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Share of max_connections, and connects that fail."""

    warn_ratio: float = limit(0.80, unit="ratio", source="our judgement; MySQLTuner warns at 85 %")
    critical_ratio: float = limit(0.90, unit="ratio", source="our judgement")
    aborted_warn_ratio: float = limit(0.05, unit="ratio", source="our judgement: one connect in twenty fails")
    aborted_least_count: int = limit(100, unit="count", source="our judgement: fewer are somebody's typing errors")


def judge(work: Workload, limits: Layered[ConnectionLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of the use, one of failed connects."""
    allowed = work.settings.number("max_connections")
    most, now = work.counters.number("max_used_connections"), work.counters.number("threads_connected")
    if allowed and most is not None and now is not None:
        ratio = max(most, now) / allowed
        level = LEVEL_OF_SIDE[compare(ratio, limits.base.warn_ratio, limits.base.critical_ratio)]
        yield Finding(
            "",
            level,
            _(
                "at most {most:number} of {allowed:number} connections at once ({ratio:percent}), now {now:number}",
                most=max(most, now),
                allowed=allowed,
                ratio=ratio,
                now=now,
            ),
            expected=_("less than {ratio:percent}", ratio=limits.base.warn_ratio),
            quote=f"Max_used_connections {most:.0f}; Threads_connected {now:.0f}; max_connections {allowed:.0f}",
            measures={"used_ratio": ratio, "used_count": most, "now_count": now, "allowed_count": allowed},
        )
    else:
        yield Finding("", Level.UNKNOWN, _("the server does not say how many connections it had"))
    yield _failed(work, limits.base)


def _failed(work: Workload, limits: ConnectionLimits) -> Finding:
    aborted, every = work.counters.number("aborted_connects"), work.counters.number("connections")
    full = work.counters.number("connection_errors_max_connections") or 0.0
    if aborted is None or not every:
        return Finding("failed connects", Level.UNKNOWN, _("the server does not say how many connects failed"))
    quote = f"Aborted_connects {aborted:.0f}; Connections {every:.0f}; Connection_errors_max_connections {full:.0f}"
    if full:
        summary = _("{full:number} connects were turned away because all connections were taken", full=full)
    else:
        summary = _("{aborted:number} connects failed, {ratio:percent} of all", aborted=aborted, ratio=aborted / every)
    is_many = aborted >= limits.aborted_least_count and aborted / every >= limits.aborted_warn_ratio
    return Finding(
        "failed connects",
        Level.WARN if full or is_many else Level.OK,
        summary,
        quote=quote,
        measures={"aborted_count": aborted, "refused_count": full, "counted_seconds": work.counted_seconds},
    )


CONNECTIONS: Final = Check(
    id="database.mysql.connections",
    title=_("MySQL: connections"),
    area=Area.DB_STATUS,
    needs=WORKLOAD,
    limits=ConnectionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "max_connections, Max_used_connections, Threads_connected, Aborted_connects, Connection_errors_max_connections"
    ),
    remedy=_(
        "See who holds them (information_schema.processlist by user and host, Sleep with a long time): mend the pool "
        "of the "
        "application before max_connections is raised, and count the memory of each connection then. Failed connects: "
        "wrong "
        "passwords, a monitor or load balancer that only opens the port, a network that drops idle ones."
    ),
    traps=(
        _("the most at once is since the start or since FLUSH STATUS: it may be of one bad day long ago"),
        _("health probes of load balancers that only open the port count as failed connects"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Too many connections", "MySQL Reference Manual: Communication Errors"),
)
