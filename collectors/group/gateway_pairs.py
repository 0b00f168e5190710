"""The gateway groups (VRRP, HSRP, HA) of a pair of devices: of each group, how every member stands in it."""

from collections.abc import Mapping
from typing import Final

from collectors.base import Absent, Listing, OfGroup, Unseen
from collectors.facts.devices.links import GATEWAY_PAIRS, GatewayPairs
from collectors.facts.devices.topology import GATEWAY_GROUPS, GatewayGroup
from collectors.group.seen_members import seen_members


def parse(members: Mapping[str, Listing[GatewayGroup] | Absent | Unseen]) -> GatewayPairs:
    """Join the members' groups. A device calls its interface of a group by its own name, mostly that of the VLAN."""
    sorted_out = seen_members(members)
    groups: dict[tuple[str, str, str], dict[str, GatewayGroup]] = {}
    for member, listing in sorted_out.seen.items():
        for one in listing.records:
            groups.setdefault((one.protocol, one.group, one.port), {})[member] = one
    _join_strangers(groups)
    own = tuple(unseen for listing in sorted_out.seen.values() for unseen in listing.unseen)
    return GatewayPairs(groups, (*sorted_out.seen, *sorted_out.absent), (*sorted_out.unseen, *own))


def _join_strangers(groups: dict[tuple[str, str, str], dict[str, GatewayGroup]]) -> None:
    """Groups of one protocol and number that each member has on an interface of another name are one."""
    lone: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for key, states in groups.items():
        if len(states) == 1:
            lone.setdefault(key[:2], []).append(key)
    for (protocol, number), keys in lone.items():
        members = [member for key in keys for member in groups[key]]
        if len(keys) > 1 and len(set(members)) == len(members):
            states = {member: one for key in keys for member, one in groups.pop(key).items()}
            groups[protocol, number, " / ".join(one.port for one in states.values() if one.port)] = states


GATEWAY_PAIRS_OF_GROUP: Final = OfGroup(
    id="group.gateway_pairs", provides=GATEWAY_PAIRS, groups=("device-pair",), of=GATEWAY_GROUPS, parse=parse
)
