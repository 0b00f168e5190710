"""The gateway groups (VRRP, HSRP, HA) of a pair of devices: of each group, how every member stands in it."""

import re
from collections.abc import Mapping
from typing import Final

from collectors.base import Absent, Listing, OfGroup, Unseen
from collectors.facts.devices.links import GATEWAY_PAIRS, GatewayPairs
from collectors.facts.devices.topology import GATEWAY_GROUPS, GatewayGroup
from collectors.group.seen_members import seen_members

_VLAN: Final = re.compile(r"(?:vlan\D*?|^vl|irb\.|bdi|bvi|\d\.)(?P<number>\d+)$", re.IGNORECASE)
"""A VLAN's own interface, or a sub-interface that is numbered after it."""


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
    """Groups of one protocol and number on interfaces of other names are one where what they serve agrees.

    A number alone proves nothing: many networks give each VLAN the VRID 1.
    """
    lone: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for key, states in groups.items():
        if len(states) == 1:
            lone.setdefault(key[:2], []).append(key)
    for (protocol, number), keys in lone.items():
        while keys:
            first = keys.pop(0)
            same = [key for key in keys if _serve_alike(groups[first], groups[key])]
            members = [member for key in (first, *same) for member in groups[key]]
            if same and len(set(members)) == len(members):
                states = {member: one for key in (first, *same) for member, one in groups.pop(key).items()}
                groups[protocol, number, " / ".join(one.port for one in states.values() if one.port)] = states
                keys[:] = [key for key in keys if key not in same]


def _serve_alike(these: Mapping[str, GatewayGroup], those: Mapping[str, GatewayGroup]) -> bool:
    """Whether the address agrees, or the VLAN that the interface is named after; HA without an interface is the pair's."""
    ((one,), (other,)) = (tuple(these.values()), tuple(those.values()))
    if one.address.strip("0.:") and one.address == other.address:
        return True
    if not one.port and not other.port:
        return True
    mine, theirs = (_VLAN.search(each.port) for each in (one, other))
    return mine is not None and theirs is not None and mine["number"] == theirs["number"]


GATEWAY_PAIRS_OF_GROUP: Final = OfGroup(
    id="group.gateway_pairs", provides=GATEWAY_PAIRS, groups=("device-pair",), of=GATEWAY_GROUPS, parse=parse
)
