"""The links among the members of a group, as every member tells of its own ends."""

from collections.abc import Mapping
from typing import Final

from collectors.base import Absent, Listing, OfGroup, Unseen
from collectors.facts.devices.links import LINK_ENDS, LINKS, LinkEnd, Links
from collectors.group.seen_members import seen_members


def parse(members: Mapping[str, Listing[LinkEnd] | Absent | Unseen]) -> Links:
    """Join the members' ends."""
    sorted_out = seen_members(members)
    ends = {member: listing.records for member, listing in sorted_out.seen.items()}
    own = tuple(unseen for listing in sorted_out.seen.values() for unseen in listing.unseen)
    return Links(ends, (*sorted_out.unseen, *own))


LINKS_OF_GROUP: Final = OfGroup(
    id="group.links", provides=LINKS, groups=("device-pair", "topology"), of=LINK_ENDS, parse=parse
)
