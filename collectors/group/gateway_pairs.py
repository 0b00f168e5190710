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
    own = tuple(unseen for listing in sorted_out.seen.values() for unseen in listing.unseen)
    return GatewayPairs(groups, tuple(sorted_out.seen), (*sorted_out.unseen, *own))


GATEWAY_PAIRS_OF_GROUP: Final = OfGroup(
    id="group.gateway_pairs", provides=GATEWAY_PAIRS, groups=("device-pair",), of=GATEWAY_GROUPS, parse=parse
)
