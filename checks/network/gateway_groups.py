"""Gateway redundancy and pairs as one device sees it: VRRP, HSRP, HA. Both sides together are judged by the group."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from checks.network_names import group_called
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.topology import GATEWAY_GROUPS, GatewayGroup
from config.limits import Layered
from config.text import Text, _, verbatim

_STEADY: Final = frozenset({"master", "backup", "active", "standby", "listen", "primary", "secondary", "standalone"}) | {
    "passive",
    "active-primary",
    "active-secondary",
}


def judge(groups: Listing[GatewayGroup], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a group, by protocol, interface and number."""
    for one in groups.records:
        name = " ".join(part for part in (one.protocol, one.port, one.group) if part)
        if not one.state:
            why = _("the device tells no state of the group {group}", group=group_called(name))
            yield unknown(name, Unseen(name, Reason.NO_RECORD, why))
            continue
        level, summary = _judge_one(name, one)
        yield Finding(name, level, summary, observed=verbatim(f"{one.state} {one.address}".strip()))
    if not groups.records and not groups.unseen:
        yield Finding("", Level.ABSENT, _("no VRRP group is configured (VRRP-MIB has none)"))


def _judge_one(name: str, one: GatewayGroup) -> tuple[Level, Text]:
    group = group_called(name)
    if one.is_synchronised is False:
        return Level.WARN, _("{group}: the configuration of the pair is not synchronised", group=group)
    if one.state.lower() in _STEADY:
        return Level.OK, _("{group}: {state}", group=group, state=one.state)
    return Level.WARN, _("{group} is {state}: neither master nor backup", group=group, state=one.state)


GATEWAY_GROUPS_CHECK: Final = Check(
    id="network.gateway_groups",
    title=_("Gateway redundancy (VRRP, HSRP, HA)"),
    area=Area.NETWORK,
    needs=GATEWAY_GROUPS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("VRRP-MIB, CISCO-HSRP-MIB and the makers' tables of HA, by SNMP or command line"),
    remedy=_(
        "Initialize means that its interface is down; look at the interface, the priority and the tracked objects, and at "
        "the other device: two masters mean that neither hears the other."
    ),
    traps=(
        _("groups that share the load are master on one device and backup on the other, on purpose"),
        _("that there is exactly one master is seen only with both devices (a group of kind pair)"),
    ),
    refs=("RFC 2787", "RFC 6527", "CISCO-HSRP-MIB"),
)
