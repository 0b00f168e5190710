"""Facts about Java servers as their own management tells them: Tomcat's status page, WebLogic's REST resources."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Heap:
    """The Java heap, before whatever collection comes next. ``most_bytes`` is what it may grow to."""

    used_bytes: int
    most_bytes: int


@dataclass(frozen=True, slots=True)
class TomcatConnector:
    """One connector. Identity: ``name``. ``threads_most`` is None where it has no bound (an executor, virtual threads).

    ``busy_count`` is None where Tomcat cannot tell it (it says -1 of an executor that does not count). Counts of requests
    and errors are since its start; times are seconds.
    """

    name: str
    busy_count: int | None
    threads_most: int | None
    requests_count: int
    errors_count: int
    longest_seconds: float


@dataclass(frozen=True, slots=True)
class TomcatStatus:
    """One Tomcat. Identity: the target's own."""

    heap: Heap
    connectors: tuple[TomcatConnector, ...]


@dataclass(frozen=True, slots=True)
class DataSource:
    """One JDBC data source of a server. Identity: ``name``. ``state`` is WebLogic's word (Running, Suspended ...)."""

    name: str
    state: str
    active_count: int
    capacity_count: int
    waiting_count: int
    leaked_count: int


@dataclass(frozen=True, slots=True)
class ThreadPool:
    """The self-tuning thread pool: how many threads it has, of them idle, hogging (long at one request) and stuck."""

    total_count: int
    idle_count: int
    hogging_count: int
    stuck_count: int
    queue_count: int


@dataclass(frozen=True, slots=True)
class ServerState:
    """A server of the domain, as its administration server knows it. Identity: ``name``."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class WebLogicServer:
    """One WebLogic server. Identity: ``name``.

    ``health`` is its word in lower case (ok, warn, critical, failed, overloaded, unknown), "" where it tells none;
    ``symptoms`` are its own words for the cause. ``others`` are the domain's servers, None where it does not administer
    them.
    """

    name: str
    version: str
    state: str
    health: str
    symptoms: tuple[str, ...]
    heap: Heap
    threads: ThreadPool
    sources: Listing[DataSource]
    others: Listing[ServerState] | None


TOMCAT: Final = FactKind[TomcatStatus]("tomcat")
WEBLOGIC: Final = FactKind[WebLogicServer]("weblogic")
