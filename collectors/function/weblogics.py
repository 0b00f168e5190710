r"""WebLogic by its REST management (12.2.1 and later): the server itself, and of an administration server its domain.

Every page is a GET; an account of the role Monitor reads them. Written after Oracle's documentation and never run on a real
one.

Sample::

    {"body": "{\"name\": \"s1\", \"state\": \"RUNNING\"}", "more": {"...": {"body": "{}", "status": 200}},
     "status": 200, "tries": []}
"""

from collections.abc import Callable
from typing import Final, TypeVar

from collectors.base import Answer, Collector, Http, Listing, Reason, SessionError, Unseen
from collectors.facts.java_servers import WEBLOGIC, DataSource, Heap, ServerState, ThreadPool, WebLogicServer
from collectors.function.met import Met, count, json_of, listed, members, met, page_body, word
from config.text import _

R = TypeVar("R")
_BASE: Final = "/management/weblogic/latest"
_SERVER: Final = f"{_BASE}/serverRuntime?fields=name,state,weblogicVersion,overallHealthState&links=none"
_THREADS: Final = (
    f"{_BASE}/serverRuntime/threadPoolRuntime?fields=executeThreadTotalCount,executeThreadIdleCount,hoggingThreadCount,"
    "stuckThreadCount,queueLength&links=none"
)
_MACHINE: Final = f"{_BASE}/serverRuntime/JVMRuntime?fields=heapSizeCurrent,heapFreeCurrent,heapSizeMax&links=none"
_SOURCES: Final = (
    f"{_BASE}/serverRuntime/JDBCServiceRuntime/JDBCDataSourceRuntimeMBeans?fields=name,state,activeConnectionsCurrentCount,"
    "currCapacity,waitingForConnectionCurrentCount,leakedConnectionCount&links=none"
)
_DOMAIN: Final = f"{_BASE}/domainRuntime/serverLifeCycleRuntimes?fields=name,state&links=none"
_MISSING: Final = 404
_MONITOR: Final = _("give an account of its own the role Monitor (group Monitors) in the domain's security realm")
_REST: Final = _(
    "see that the domain offers RESTful management services (12.2.1 and later) and that the address is the server's own "
    "port, not the balancer's; else inspect the host, where jstat and the log tell the rest"
)


def parse(answer: Answer) -> WebLogicServer:
    """Read the pages. Raises SessionError where one did not come whole; data sources that did not are unseen."""
    of = met(answer)
    server = members(json_of(page_body(of, _MONITOR, _REST)))
    pages = members(of.get("more"))
    machine, pool = _page(pages, _MACHINE), _page(pages, _THREADS)
    health = server.get("overallHealthState")
    told = members(health) if isinstance(health, dict) else {}
    if not word(server, "name") or not word(server, "state"):
        raise SessionError(Reason.EMPTY, _SERVER, _REST)
    return WebLogicServer(
        name=word(server, "name"),
        version=" ".join(word(server, "weblogicVersion").split())[:120],
        state=word(server, "state").upper(),
        health=word(told, "state").lower(),
        symptoms=_symptoms(told),
        heap=Heap(count(machine, "heapSizeCurrent") - count(machine, "heapFreeCurrent"), count(machine, "heapSizeMax")),
        threads=ThreadPool(
            total_count=count(pool, "executeThreadTotalCount"),
            idle_count=count(pool, "executeThreadIdleCount"),
            hogging_count=count(pool, "hoggingThreadCount"),
            stuck_count=count(pool, "stuckThreadCount"),
            queue_count=count(pool, "queueLength"),
        ),
        sources=_items(pages, _SOURCES, _source),
        others=_others(pages),
    )


def _page(pages: Met, path: str) -> Met:
    return members(json_of(page_body(members(pages.get(path)), _MONITOR, _REST)))


def _items(pages: Met, path: str, read: Callable[[Met], R]) -> Listing[R]:
    """The items of a collection; one that did not come is unseen as a whole."""
    try:
        return Listing(tuple(read(members(one)) for one in listed(_page(pages, path).get("items"))))
    except SessionError as error:
        return Listing((), (Unseen("", error.reason, error.detail, error.remedy),))


def _symptoms(health: Met) -> tuple[str, ...]:
    found = health.get("symptoms")
    told = [members(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    words = [f"{word(one, 'severity')} {word(one, 'type')} {word(one, 'info')}".strip() for one in told]
    return tuple(" ".join(one.split())[:200] for one in words[:8] if one)


def _source(one: Met) -> DataSource:
    return DataSource(
        name=word(one, "name"),
        state=word(one, "state"),
        active_count=count(one, "activeConnectionsCurrentCount"),
        capacity_count=count(one, "currCapacity"),
        waiting_count=count(one, "waitingForConnectionCurrentCount"),
        leaked_count=count(one, "leakedConnectionCount"),
    )


def _others(pages: Met) -> Listing[ServerState] | None:
    """The servers of the domain; None where this server says that it has no such resource."""
    if members(pages.get(_DOMAIN)).get("status") == _MISSING:
        return None
    return _items(pages, _DOMAIN, lambda one: ServerState(word(one, "name"), word(one, "state").upper()))


WEBLOGIC_REST: Final = Collector(
    id="function.weblogic",
    provides=WEBLOGIC,
    on="weblogic",
    ask=Http(_SERVER, more=(_THREADS, _MACHINE, _SOURCES, _DOMAIN), seconds=60, kib=1024),
    parse=parse,
)
