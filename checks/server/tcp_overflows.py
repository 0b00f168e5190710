"""Connections and packets dropped for want of room. Users see timeouts while every machine looks idle."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.network_counters import NETWORK_DROPS, Drops, NetworkDrops
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_DAY_SECONDS: Final = 86400


@dataclass(frozen=True, slots=True)
class DropLimits:
    """Drops a second between two samples, and a day on average since boot (which is only told)."""

    warn_listen_rate: float = limit(
        1.0, unit="per second", source="Netdata 1m_tcp_accept_queue_overflows", subjects=("listen *",)
    )
    critical_listen_rate: float = limit(
        5.0, unit="per second", source="Netdata 1m_tcp_accept_queue_overflows", subjects=("listen *",)
    )
    warn_packet_rate: float = limit(
        10.0,
        unit="per second",
        source="Netdata 1min_netdev_backlog_exceeded, 1m_ipv4_udp_receive_buffer_errors",
        subjects=("udp *", "softnet *"),
    )
    notice_daily: float = limit(1000.0, unit="per day", source="our judgement")


def judge(drops: NetworkDrops, limits: Layered[DropLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a counter."""
    at = limits.at
    yield _listening("listen overflows", drops.listen_overflows, drops, at("listen overflows"))
    yield _listening("listen drops", drops.listen_drops, drops, at("listen drops"))
    yield _packets("udp receive buffers", drops.udp_buffer_errors, drops, at("udp receive buffers"))
    yield _packets("softnet drops", drops.softnet_drops, drops, at("softnet drops"))


def _listening(subject: str, found: Drops | None, drops: NetworkDrops, limits: DropLimits) -> Finding:
    critical = limits.critical_listen_rate
    return _finding(subject, found, drops, (limits.warn_listen_rate, critical, limits.notice_daily))


def _packets(subject: str, found: Drops | None, drops: NetworkDrops, limits: DropLimits) -> Finding:
    return _finding(subject, found, drops, (limits.warn_packet_rate, float("inf"), limits.notice_daily))


def _finding(subject: str, found: Drops | None, drops: NetworkDrops, bounds: tuple[float, float, float]) -> Finding:
    if found is None:
        return unknown(subject, Unseen(subject, Reason.EMPTY, "/proc/net"))
    warn, critical, notice_daily = bounds
    rate = found.window_count / drops.window_seconds
    daily = found.count / max(drops.uptime_seconds, _DAY_SECONDS) * _DAY_SECONDS
    side = compare(rate, warn, critical)
    level = Level.NOTICE if side is Side.WITHIN and daily >= notice_daily else LEVEL_OF_SIDE[side]
    return Finding(
        subject,
        level,
        _summary(rate, found, drops),
        observed=_since_start(found, drops, daily),
        expected=_("below {warn:number} a second", warn=warn),
        measures={"dropped_count": found.count, "dropped_per_second": rate},
    )


def _since_start(found: Drops, drops: NetworkDrops, daily: float) -> Text:
    """How many since the start; a mean by day only of a day at least: of hours it would be made up."""
    if drops.uptime_seconds < _DAY_SECONDS:
        return _("{count:number} since the start {uptime:duration} ago", count=found.count, uptime=drops.uptime_seconds)
    return _("{count:number} since the start, {daily:number} a day", count=found.count, daily=round(daily, 1))


def _summary(rate: float, found: Drops, drops: NetworkDrops) -> Text:
    window = round(drops.window_seconds, 1)
    if not found.count:
        return _("nothing was dropped since the start")
    if not found.window_count:
        return _(
            "{count:number} dropped since the start, none in a window of {window:number} s",
            count=found.count,
            window=window,
        )
    return _(
        "{rate:number} a second dropped (momentary, in a window of {window:number} s)", rate=round(rate, 2), window=window
    )


TCP_OVERFLOWS: Final = Check(
    id="server.tcp_overflows",
    title=_("Connections and packets dropped"),
    area=Area.NETWORK,
    needs=NETWORK_DROPS,
    limits=DropLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("two samples of /proc/net/netstat, /proc/net/snmp and /proc/net/softnet_stat"),
    remedy=_(
        "Listen overflows: ss -lnt shows the socket whose Recv-Q stands at its Send-Q; find out first why the "
        "program accepts slowly, then raise net.core.somaxconn and the program's own backlog together (it "
        "takes hold when the program is restarted, in a window). UDP: raise net.core.rmem_max and the "
        "program's buffer. Softnet: net.core.netdev_max_backlog, interrupts spread over processors, more "
        "queues on the card (ethtool -L, which resets many cards for a moment)."
    ),
    traps=(
        _("a window of seconds is momentary: the count since the start is told beside it"),
        _("drops of listening sockets include the overflows"),
        _("a count since the start that no longer grows is the past: a notice at most, when it was large"),
        _("time slices that ran out (squeezed) lose nothing and are not judged"),
        _("a container sees its own network's counters alone"),
    ),
    clause="1.4.3.4",
    refs=("kernel: Documentation/networking/snmp_counter.rst",),
)
