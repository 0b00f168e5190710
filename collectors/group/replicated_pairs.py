"""DRBD devices over a group: both ends of each."""

from collections.abc import Mapping
from typing import Final

from collectors.base import Absent, Listing, OfGroup, Unseen
from collectors.facts.groups import REPLICATED_PAIRS, ReplicatedPair, ReplicatedPairs
from collectors.facts.pools import REPLICATED, ReplicatedDevice
from collectors.group.seen_members import seen_members


def parse(members: Mapping[str, Listing[ReplicatedDevice] | Absent | Unseen]) -> ReplicatedPairs:
    """Join the ends by the device's name. Raises Absent where no member has such a device."""
    sorted_out = seen_members(members)
    names = dict.fromkeys(one.name for listing in sorted_out.seen.values() for one in listing.records)
    pairs = tuple(
        ReplicatedPair(
            name,
            {member: one for member, listing in sorted_out.seen.items() for one in listing.records if one.name == name},
        )
        for name in names
    )
    own = tuple(unseen for listing in sorted_out.seen.values() for unseen in listing.unseen)
    return ReplicatedPairs(pairs, (*sorted_out.unseen, *own))


REPLICATED_PAIRS_OF_GROUP: Final = OfGroup(
    id="group.replicated_pairs",
    provides=REPLICATED_PAIRS,
    groups=("pair", "cluster"),
    of=REPLICATED,
    parse=parse,
)
