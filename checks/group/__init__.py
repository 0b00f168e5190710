"""Checks of groups of targets (pairs, clusters, peers), in the order of the report."""

from typing import Any, Final

from checks.base import Check
from checks.group.cluster_view import CLUSTER_VIEW
from checks.group.database_headroom import DATABASE_HEADROOM
from checks.group.drbd_pair import DRBD_PAIR
from checks.group.gateway_pair import GATEWAY_PAIR
from checks.group.link_ends import LINK_ENDS_CHECK
from checks.group.peers import PEERS
from checks.group.virtual_address import VIRTUAL_ADDRESS

CHECKS: Final[tuple[Check[Any, Any], ...]] = (
    CLUSTER_VIEW,
    VIRTUAL_ADDRESS,
    DRBD_PAIR,
    PEERS,
    DATABASE_HEADROOM,
    GATEWAY_PAIR,
    LINK_ENDS_CHECK,
)
