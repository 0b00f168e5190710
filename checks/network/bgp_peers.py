"""BGP neighbours. One that is configured and not established carries no routes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.devices.since_start import BGP_SESSIONS, SinceStart
from collectors.facts.devices.topology import BgpPeer
from config.limits import Layered, limit
from config.text import _

_AT_START_SECONDS: Final = 1800.0
"""Within this after a start sessions come up with it, of boards that load slowly too: ours."""


@dataclass(frozen=True, slots=True)
class BgpLimits:
    """How long a session should stand."""

    young_seconds: float = limit(86400.0, unit="seconds", source="our judgement: established less than a day ago")


def judge(told: SinceStart[BgpPeer], limits: Layered[BgpLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a neighbour, by its instance and address."""
    peers = told.facts
    for one in peers.records:
        name = f"{one.instance} {one.address}".strip()
        if _is_young(one, limits.at(name)) and told.is_start_lost:
            why = _("how long the device runs was not seen, so nobody knows whether {peer} began with it", peer=name)
            yield unknown(name, Unseen(name, Reason.NO_RECORD, why))
            continue
        yield _judge_one(name, one, limits.at(name), told.up_seconds)
    if not peers.records and not peers.unseen:
        yield Finding(
            "", Level.ABSENT, _("no BGP neighbour with IPv4 is configured in the default instance (BGP4-MIB has none)")
        )


def _judge_one(name: str, one: BgpPeer, limits: BgpLimits, up_seconds: float | None) -> Finding:
    quote = f"{name} AS {one.remote_as} {one.state}"
    measures = {} if one.transitions_count is None else {"transitions_count": float(one.transitions_count)}
    if one.is_enabled is False:
        summary = _("{peer} (AS {number}) is shut down on purpose", peer=name, number=str(one.remote_as))
        return Finding(name, Level.OK, summary, quote=quote, measures=measures)
    if not one.state:
        why = _("the device tells no state of the neighbour {peer}", peer=name)
        return unknown(name, Unseen(name, Reason.NO_RECORD, why))
    if one.state != "established" and one.is_enabled is None:
        summary = _(
            "{peer} (AS {number}) is {state}; the device does not tell whether it was shut down on purpose",
            peer=name,
            number=str(one.remote_as) if one.remote_as else "?",
            state=one.state,
        )
        return Finding(name, Level.WARN, summary, quote=quote, measures=measures)
    if one.state != "established":
        summary = _(
            "{peer} (AS {number}) is {state}, not established", peer=name, number=str(one.remote_as), state=one.state
        )
        return Finding(name, Level.CRITICAL, summary, quote=quote, measures=measures)
    age = one.established_seconds or 0.0
    if _is_young(one, limits) and not _began_with(age, up_seconds):
        summary = _(
            "{peer} (AS {number}) was established only {age:duration} ago", peer=name, number=str(one.remote_as), age=age
        )
        return Finding(name, Level.WARN, summary, quote=quote, measures=measures)
    return Finding(
        name,
        Level.OK,
        _("{peer} (AS {number}) is established", peer=name, number=str(one.remote_as)),
        quote=quote,
        measures=measures,
    )


def _is_young(one: BgpPeer, limits: BgpLimits) -> bool:
    return (
        one.state == "established"
        and one.established_seconds is not None
        and one.established_seconds < limits.young_seconds
    )


def _began_with(age: float, up_seconds: float | None) -> bool:
    """Whether the session is as old as the device's own run, and so began with it."""
    return up_seconds is not None and age + _AT_START_SECONDS >= up_seconds


BGP_PEERS_CHECK: Final = Check(
    id="network.bgp_peers",
    title=_("BGP neighbours"),
    area=Area.NETWORK,
    needs=BGP_SESSIONS,
    limits=BgpLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("BGP4-MIB and the makers' tables of neighbours in VPN instances, by SNMP or command line"),
    remedy=_(
        "See the last error (display bgp peer verbose, show ip bgp neighbors), then the link, the far side's configuration "
        "and its limit of prefixes; a neighbour that is no longer wanted is removed or shut down."
    ),
    traps=(
        _("BGP4-MIB shows IPv4 neighbours of the default instance only"),
        _("a neighbour that is shut down on purpose is idle and no fault"),
        _("after a restart of the device its sessions are as young as it is: the restart is what is told"),
    ),
    refs=("RFC 4273",),
)
