"""OSPF neighbours. One that hangs between two states has another view of the network, or none."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing
from collectors.facts.devices.topology import OSPF_NEIGHBOURS, OspfNeighbour
from config.limits import Layered
from config.text import _

_WHOLE: Final = frozenset({"full", "twoWay", "up"})
"""Full; two-way is normal between routers of a network that are neither designated nor its backup; IS-IS says up."""


def judge(neighbours: Listing[OspfNeighbour], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a neighbour, by its address (or router id)."""
    for one in neighbours.records:
        name = one.address or one.router_id
        level = Level.OK if one.state in _WHOLE else Level.CRITICAL
        measures = {} if one.events_count is None else {"events_count": float(one.events_count)}
        summary = _("{neighbour} is {state}", neighbour=name, state=one.state)
        yield Finding(name, level, summary, quote=f"{one.router_id} {name} {one.state}", measures=measures)
    if not neighbours.records and not neighbours.unseen:
        yield Finding("", Level.ABSENT, _("no OSPF neighbour is there (OSPF-MIB has none)"))


OSPF_NEIGHBOURS_CHECK: Final = Check(
    id="network.ospf_neighbours",
    title=_("OSPF and IS-IS neighbours"),
    area=Area.NETWORK,
    needs=OSPF_NEIGHBOURS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("OSPF-MIB, by SNMP or command line"),
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
