"""WebLogic, by its own management. A server in ADMIN or with stuck threads answers its port and serves nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.heaps import heap_finding
from collectors.base import Listing, Reason, Unseen
from collectors.facts.java_servers import WEBLOGIC, DataSource, ServerState, ThreadPool, WebLogicServer
from config.limits import Layered, limit
from config.text import Text, _

_RUNNING: Final = "RUNNING"
_BAD: Final = frozenset({"critical", "failed", "overloaded"})
_LEFT: Final = frozenset({"SHUTDOWN", "UNDEFINED"})


@dataclass(frozen=True, slots=True)
class WebLogicLimits:
    """Threads long at one request, requests that wait for a thread, and servers that are down by intent."""

    warn_hogging: float = limit(0.50, unit="ratio", source="our judgement: of the threads that work")
    warn_queue: int = limit(100, unit="count", source="our judgement: requests that wait for a thread")
    notice_heap: float = limit(0.95, unit="ratio", source="our judgement: of what the heap may grow to")
    may_be_down: tuple[str, ...] = limit((), unit="name", source="the operator")


def judge(server: WebLogicServer, limits: Layered[WebLogicLimits], scene: Scene) -> Iterator[Finding]:
    """State, health, threads and heap of the server, each data source, and of its domain each server."""
    at = limits.base
    yield _state("state", ServerState(server.name, server.state), at, server.version)
    yield _health(server)
    yield _threads(server.threads, at)
    yield heap_finding(server.heap, at.notice_heap)
    yield from (_source(one) for one in server.sources.records)
    yield from _unseen("data sources", server.sources)
    if server.others is not None:
        yield from (_state(f"server {one.name}", one, at) for one in server.others.records)
        yield from _unseen("servers", server.others)


def _unseen(subject: str, listing: Listing[DataSource] | Listing[ServerState]) -> Iterator[Finding]:
    return (unknown(subject, one) for one in listing.unseen)


def _state(subject: str, one: ServerState, limits: WebLogicLimits, version: str = "") -> Finding:
    if one.state in {"", "UNKNOWN"}:
        return unknown(subject, Unseen(subject, Reason.NO_RECORD, one.state or "-", _NODE_MANAGER))
    if one.state == _RUNNING:
        level, summary = Level.OK, _("the server runs")
    elif one.state in _LEFT and one.name in limits.may_be_down:
        level, summary = Level.OK, _("the server is down, as the operator says it may be")
    else:
        level, summary = Level.CRITICAL, _("the server does not serve: {state}", state=one.state)
    return Finding(subject, level, summary, expected=_("RUNNING"), quote=f"{one.name} {one.state} {version}".strip())


_NODE_MANAGER: Final = _("see on the administration server whether its node manager reaches that machine")
_LOOK: Final = _("look at the health on the server's console")


def _health(server: WebLogicServer) -> Finding:
    level: Level
    if server.health == "ok":
        level, summary = Level.OK, _("it calls itself healthy")
    elif server.health == "warn":
        level, summary = Level.WARN, _("it calls its own health: {word}", word=server.health)
    elif server.health in _BAD:
        level, summary = Level.CRITICAL, _("it calls its own health: {word}", word=server.health)
    else:
        return unknown("health", Unseen("health", Reason.NO_RECORD, server.health or "-", _LOOK))
    return Finding("health", level, summary, expected=_("healthy"), quote="; ".join(server.symptoms)[:300])


def _threads(pool: ThreadPool, limits: WebLogicLimits) -> Finding:
    level, summary = _threads_verdict(pool, limits)
    return Finding(
        "threads",
        level,
        summary,
        observed=_(
            "{total:number} threads, {idle:number} idle, {hogging:number} hogging; {queue:number} requests wait",
            total=pool.total_count,
            idle=pool.idle_count,
            hogging=pool.hogging_count,
            queue=pool.queue_count,
        ),
        expected=_("no stuck thread"),
        measures={
            "threads_count": pool.total_count,
            "hogging_threads_count": pool.hogging_count,
            "stuck_threads_count": pool.stuck_count,
            "waiting_count": pool.queue_count,
        },
    )


def _threads_verdict(pool: ThreadPool, limits: WebLogicLimits) -> tuple[Level, Text]:
    if pool.stuck_count:
        return Level.CRITICAL, _("{count:number} threads are stuck", count=pool.stuck_count)
    working = max(1, pool.total_count - pool.idle_count)
    if pool.hogging_count > 1 and pool.hogging_count / working >= limits.warn_hogging:
        return Level.WARN, _("{count:number} threads are long at one request", count=pool.hogging_count)
    if pool.queue_count >= limits.warn_queue:
        return Level.WARN, _("{count:number} requests wait for a thread", count=pool.queue_count)
    return Level.OK, _("no thread is stuck")


def _source(one: DataSource) -> Finding:
    level, summary = _source_verdict(one)
    return Finding(
        f"source {one.name}",
        level,
        summary,
        observed=_(
            "{active:number} of {capacity:number} connections in use, {waiting:number} requests wait for one",
            active=one.active_count,
            capacity=one.capacity_count,
            waiting=one.waiting_count,
        ),
        expected=_("Running, and nobody waits"),
        quote=one.state,
        measures={
            "active_count": one.active_count,
            "waiting_count": one.waiting_count,
            "leaked_connections_count": one.leaked_count,
        },
    )


def _source_verdict(one: DataSource) -> tuple[Level, Text]:
    if one.state.lower() == "overloaded":
        return Level.WARN, _("the data source is overloaded: all its connections are in use")
    if one.state.lower() != "running":
        return Level.CRITICAL, _("the data source gives no connections: {state}", state=one.state or "-")
    if one.waiting_count:
        return Level.WARN, _("{count:number} requests wait for a connection", count=one.waiting_count)
    if one.leaked_count:
        return Level.WARN, _("{count:number} connections were never given back (leaked)", count=one.leaked_count)
    return Level.OK, _("the data source gives connections")


WEBLOGIC_CHECK: Final = Check(
    id="function.weblogic",
    title=_("WebLogic service"),
    area=Area.FUNCTIONS,
    needs=WEBLOGIC,
    limits=WebLogicLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the REST management of the server (12.2.1 and later), by GET, with an account of the role Monitor"),
    remedy=_(
        "For stuck threads take three thread dumps some seconds apart before any restart: they show what the threads wait "
        "for, mostly the database. For a data source see the database's listener and sessions, then who does not give "
        "connections back. A server that is not RUNNING: read its log from the last start on; resume it from ADMIN only "
        "when its application's owner agrees."
    ),
    traps=(
        _("never run on a real WebLogic: written after Oracle's documentation, recorded answers are ours"),
        _("an administration server tells its own threads: name each managed server as a target too"),
        _("a server that is down by intent is named under may_be_down"),
        _("a server that the node manager does not reach is not inspected, not down"),
        _("a long request counts as hogging: reports and nightly work do"),
        _("the heap before a collection says little: judged fully only with jstat on the host"),
        _("10.3.6 and 12.1 have other addresses: inspect their host"),
    ),
    clause="1.4.3.4",
    refs=("docs.oracle.com: WebLogic Server 12.2.1.4, REST API for Runtime Monitoring",),
)
