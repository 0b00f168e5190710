"""Tomcat, by its own status page. When every thread of a connector is busy, users wait though the port is open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.heaps import heap_finding
from collectors.base import Reason
from collectors.facts.java_servers import TOMCAT, TomcatConnector, TomcatStatus
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class TomcatLimits:
    """Busy threads of a connector against its maxThreads (set it by item for each); how full the heap may be."""

    warn_threads: float = limit(0.80, unit="ratio", source="our judgement: of maxThreads")
    critical_threads: float = limit(0.95, unit="ratio", source="our judgement: of maxThreads")
    notice_heap: float = limit(0.95, unit="ratio", source="our judgement: of what the heap may grow to")


def judge(status: TomcatStatus, limits: Layered[TomcatLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for the heap, one for each connector."""
    yield heap_finding(status.heap, limits.base.notice_heap)
    for one in status.connectors:
        yield _connector(one, limits.at(one.name))


def _connector(one: TomcatConnector, limits: TomcatLimits) -> Finding:
    finding = _counted(one, limits)
    if one.busy_count is None:
        return finding
    return replace(finding, measures={"busy_threads_count": one.busy_count, **finding.measures})


def _counted(one: TomcatConnector, limits: TomcatLimits) -> Finding:
    level, summary = _threads(one, limits)
    return Finding(
        f"connector {one.name}",
        level,
        summary,
        observed=_(
            "{errors:number} of {requests:number} requests failed since its start, the longest took {longest:number} s",
            errors=one.errors_count,
            requests=one.requests_count,
            longest=one.longest_seconds,
        ),
        expected=_("below {limit:percent} of maxThreads", limit=limits.warn_threads),
        measures={
            "requests_count": one.requests_count,
            "failed_requests_count": one.errors_count,
        },
        reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
    )


def _threads(one: TomcatConnector, limits: TomcatLimits) -> tuple[Level, Text]:
    if one.busy_count is None:
        return Level.UNKNOWN, _("Tomcat does not tell how many threads of this connector are busy")
    if not one.threads_most:
        return Level.OK, _("{busy:number} threads are busy; the connector sets no bound", busy=one.busy_count)
    share = one.busy_count / one.threads_most
    side = compare(share, limits.warn_threads, limits.critical_threads)
    if side is Side.WITHIN:
        return Level.OK, _("{busy:number} of {most:number} threads are busy", busy=one.busy_count, most=one.threads_most)
    return LEVEL_OF_SIDE[side], _("{share:percent} of its threads are busy: users wait for one", share=share)


TOMCAT_CHECK: Final = Check(
    id="function.tomcat",
    title=_("Tomcat service"),
    area=Area.FUNCTIONS,
    needs=TOMCAT,
    limits=TomcatLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the manager's status page (/manager/status?XML=true) with an account of the role manager-status; no users"),
    remedy=_(
        "Take three thread dumps (jstack) some seconds apart before anything else: they show what the threads wait for, "
        "mostly the database or another service. See the connection pool and the slow requests of that minute. Raise "
        "maxThreads only where processor, memory and the database behind it carry more."
    ),
    traps=(
        _("one look is one moment: look again before you call it a shortage"),
        _("errors are counted since the start, and a wrong address typed by a user counts too"),
        _("the heap before a collection says little: judged fully only with jstat on the host"),
        _("a connector with an executor or virtual threads has no bound of its own"),
        _("behind a balancer name each node: one address shows one of them"),
    ),
    clause="1.4.3.4",
    refs=("tomcat.apache.org/tomcat-10.1-doc/manager-howto.html",),
)
