"""The traits of the members of a group, side by side."""

from collections.abc import Mapping
from typing import Final

from collectors.base import Absent, OfGroup, Unseen
from collectors.facts.groups import PEER_TRAITS, TRAITS, PeerTraits, Traits
from collectors.group.seen_members import seen_members


def parse(members: Mapping[str, Traits | Absent | Unseen]) -> PeerTraits:
    """Put the traits side by side."""
    sorted_out = seen_members(members)
    return PeerTraits(sorted_out.seen, sorted_out.unseen)


PEER_TRAITS_OF_GROUP: Final = OfGroup(
    id="group.peer_traits",
    provides=PEER_TRAITS,
    groups=("pair", "cluster", "peers"),
    of=TRAITS,
    parse=parse,
)
