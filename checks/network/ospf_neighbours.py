"""OSPF neighbours. One that hangs between two states has another view of the network, or none."""

from collections.abc import Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Finding, Level, NoLimits, Scene, unknown
from checks.local_time import day
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.topology import OSPF_NEIGHBOURS, OspfNeighbour
from config.limits import Layered
from config.text import _

_WHOLE: Final = frozenset({"full", "twoWay", "up"})
"""Full; two-way is normal between routers of a network that are neither designated nor its backup; IS-IS says up."""


def judge(
    now: Listing[OspfNeighbour],
    confirmed: Confirmed[Listing[OspfNeighbour]] | None,
    limits: Layered[NoLimits],
    scene: Scene,
) -> Iterator[Finding]:
    """One finding a neighbour, by its address (or router id), also of those that are gone since the baseline."""
    for one in now.records:
        yield _judge_one(_name(one), one)
    known = {_name(one) for one in now.records}
    lost = [one for one in confirmed.facts.records if one.state in _WHOLE] if confirmed else []
    for one in lost:
        if confirmed and _name(one) not in known:
            since = day(confirmed.confirmed_at, scene)
            summary = _("{neighbour} is gone; it is in the baseline of {since}", neighbour=_name(one), since=since)
            yield Finding(_name(one), Level.CRITICAL, summary)
    if not now.records and not now.unseen and not lost:
        yield Finding("", Level.ABSENT, _("no OSPF neighbour is there (OSPF-MIB has none)"))


def _name(one: OspfNeighbour) -> str:
    return one.address or one.router_id


def _judge_one(name: str, one: OspfNeighbour) -> Finding:
    if not one.state:
        why = _("the device tells no state of the neighbour {neighbour}", neighbour=name)
        return unknown(name, Unseen(name, Reason.NO_RECORD, why))
    level = Level.OK if one.state in _WHOLE else Level.CRITICAL
    measures = {} if one.events_count is None else {"events_count": float(one.events_count)}
    summary = _("{neighbour} is {state}", neighbour=name, state=one.state)
    return Finding(name, level, summary, quote=f"{one.router_id} {name} {one.state}", measures=measures)


OSPF_NEIGHBOURS_CHECK: Final = Against(
    id="network.ospf_neighbours",
    title=_("OSPF and IS-IS neighbours"),
    area=Area.NETWORK,
    needs=OSPF_NEIGHBOURS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("OSPF-MIB, beside the confirmed baseline; by SNMP or command line"),
    remedy=_(
        "A neighbour that hangs in exchange usually has another MTU, one in init does not hear us: compare MTU, area, "
        "authentication and timers of both ends, then the link."
    ),
    traps=(
        _("two-way is normal between routers that are neither designated router nor its backup"),
        _("a neighbour that is gone is in no table: the baseline tells it"),
    ),
    refs=("RFC 4750",),
)
