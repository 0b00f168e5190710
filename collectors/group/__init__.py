"""Facts of groups of targets, made of what their members came to."""

from typing import Any, Final

from collectors.base import OfGroup
from collectors.group.cluster_views import CLUSTER_VIEWS_OF_GROUP
from collectors.group.database_headroom import DATABASE_ROOM_OF_GROUP
from collectors.group.gateway_pairs import GATEWAY_PAIRS_OF_GROUP
from collectors.group.held_addresses import HELD_ADDRESSES_OF_GROUP
from collectors.group.links import LINKS_OF_GROUP
from collectors.group.peer_traits import PEER_TRAITS_OF_GROUP
from collectors.group.replicated_pairs import REPLICATED_PAIRS_OF_GROUP

COLLECTORS: Final[tuple[OfGroup[Any, Any], ...]] = (
    HELD_ADDRESSES_OF_GROUP,
    CLUSTER_VIEWS_OF_GROUP,
    REPLICATED_PAIRS_OF_GROUP,
    PEER_TRAITS_OF_GROUP,
    DATABASE_ROOM_OF_GROUP,
    GATEWAY_PAIRS_OF_GROUP,
    LINKS_OF_GROUP,
)
