"""Connections beside those that the server, a role or a database may have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.postgres.sessions import CONNECTIONS, Connections, Share
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Share of what ordinary clients may use."""

    warn: float = limit(0.80, unit="ratio", source="check_postgres 90 %/95 % of max_connections; ours is of what is usable")
    critical: float = limit(0.90, unit="ratio", source="as above")


def judge(connections: Connections, limits: Layered[ConnectionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server, one of each role and database that has a limit of its own."""
    base = limits.at("")
    ratio = connections.count / connections.usable if connections.usable > 0 else 1.0
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(ratio, base.warn, base.critical)],
        _("{ratio:percent} of the connections are in use", ratio=ratio),
        observed=_(
            "{count:number} client connections of {usable:number} that ordinary accounts may use",
            count=connections.count,
            usable=connections.usable,
        ),
        expected=_("below {warn:percent}", warn=base.warn),
        measures={
            "connection_count": connections.count,
            "usable_connection_count": connections.usable,
            "connection_ratio": ratio,
            "idle_in_transaction_count": connections.idle_in_transaction_count,
        },
    )
    for share in connections.shares:
        yield _share(share, limits.at(share.name))


def _share(share: Share, limits: ConnectionLimits) -> Finding:
    ratio = share.count / share.limit
    return Finding(
        f"{share.kind} {share.name}",
        LEVEL_OF_SIDE[compare(ratio, limits.warn, limits.critical)],
        _("{ratio:percent} of the connections that {name} may have are in use", ratio=ratio, name=share.name),
        observed=_("{count:number} of {most:number}", count=share.count, most=share.limit),
        expected=_("below {warn:percent}", warn=limits.warn),
        measures={
            "connection_count": share.count,
            "usable_connection_count": share.limit,
            "connection_ratio": ratio,
        },
    )


CONNECTIONS_CHECK: Final = Check(
    id="database.postgres.connections",
    title=_("PostgreSQL: connections"),
    area=Area.DB_STATUS,
    needs=CONNECTIONS,
    limits=ConnectionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_stat_activity, max_connections without the reserved ones, limits of roles and databases"),
    remedy=_(
        "See which application holds them (pg_stat_activity by application_name, client_addr, state). Many idle ones: put "
        "a pooler between or make the application's pool smaller. Raise max_connections only with memory for it (each "
        "may use several work_mem), with a restart in a window."
    ),
    traps=(
        _("background workers, autovacuum and replication are no client connections and are not counted"),
        _("it is the moment of the inspection: a peak at another time is not seen; the history shows several moments"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 19.3 Connections and Authentication",),
)
