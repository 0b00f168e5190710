"""The virtual addresses of a group: of each address, which members may hold it and which do."""

from collections.abc import Mapping
from typing import Final

from collectors.base import Absent, OfGroup, Unseen
from collectors.facts.clusters import VIRTUAL_ADDRESSES, VirtualAddresses
from collectors.facts.groups import HELD_ADDRESSES, HeldAddress, HeldAddresses
from collectors.group.seen_members import seen_members


def parse(members: Mapping[str, VirtualAddresses | Absent | Unseen]) -> HeldAddresses:
    """Join the members' lists. Raises Absent where no member has virtual addresses."""
    sorted_out = seen_members(members)
    seen = sorted_out.seen
    named = dict.fromkeys(one.address for facts in seen.values() for one in facts.configured)
    own = tuple(unseen for facts in seen.values() for unseen in facts.unseen)
    addresses = tuple(_held(address, seen) for address in named)
    return HeldAddresses(addresses, not sorted_out.unseen, (*sorted_out.unseen, *own))


def _held(address: str, seen: Mapping[str, VirtualAddresses]) -> HeldAddress:
    configured = [(member, one) for member, facts in seen.items() for one in facts.configured if one.address == address]
    return HeldAddress(
        address,
        keepers=tuple(dict.fromkeys(one.keeper for _member, one in configured)),
        candidates=tuple(dict.fromkeys(member for member, _one in configured)),
        holders=tuple(member for member, facts in seen.items() if address in facts.held),
    )


HELD_ADDRESSES_OF_GROUP: Final = OfGroup(
    id="group.held_addresses",
    provides=HELD_ADDRESSES,
    groups=("pair", "cluster"),
    of=VIRTUAL_ADDRESSES,
    parse=parse,
)
