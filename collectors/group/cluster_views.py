"""How the members of a group see the cluster that they make."""

from collections.abc import Mapping
from typing import Final

from collectors.base import Absent, OfGroup, Unseen
from collectors.facts.clusters import CLUSTER, Cluster
from collectors.facts.groups import CLUSTER_VIEWS, ClusterViews
from collectors.group.seen_members import seen_members


def parse(members: Mapping[str, Cluster | Absent | Unseen]) -> ClusterViews:
    """Put the views side by side. Raises Absent where no member has a cluster."""
    sorted_out = seen_members(members)
    own = tuple(unseen for view in sorted_out.seen.values() for unseen in view.unseen)
    return ClusterViews(sorted_out.seen, sorted_out.absent, (*sorted_out.unseen, *own))


CLUSTER_VIEWS_OF_GROUP: Final = OfGroup(
    id="group.cluster_views",
    provides=CLUSTER_VIEWS,
    groups=("pair", "cluster"),
    of=CLUSTER,
    parse=parse,
)
