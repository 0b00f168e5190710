"""Facts about groups of targets, and the traits in which equal members should be equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.clusters import Cluster
from collectors.facts.pools import ReplicatedDevice


@dataclass(frozen=True, slots=True)
class Traits:
    """What a machine is like: what two machines that stand in for each other should have alike.

    By ``area name``, such as ``sysctl vm/swappiness`` or ``hosts 10.0.0.1``.
    """

    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HeldAddress:
    """A virtual address over a group. Identity: ``address``. ``holders`` hold it now, ``candidates`` may."""

    address: str
    keepers: tuple[str, ...]
    candidates: tuple[str, ...]
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldAddresses:
    """The virtual addresses of a group, and where each of them is."""

    addresses: tuple[HeldAddress, ...]
    is_whole: bool
    """Whether it was seen of every member which addresses it holds."""
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterViews:
    """How each member sees the cluster, by target id; a member where it is not installed has no view."""

    views: Mapping[str, Cluster]
    strangers: tuple[str, ...] = ()
    """Members of the group on which no cluster is configured."""
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerTraits:
    """The traits of every member that was seen, by target id."""

    members: Mapping[str, Traits]
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplicatedPair:
    """A DRBD device by its ends, by target id. Identity: ``name``."""

    name: str
    ends: Mapping[str, ReplicatedDevice]


@dataclass(frozen=True, slots=True)
class ReplicatedPairs:
    """The DRBD devices of a group."""

    pairs: tuple[ReplicatedPair, ...]
    unseen: tuple[Unseen, ...] = ()


TRAITS: Final = FactKind[Traits]("traits")
HELD_ADDRESSES: Final = FactKind[HeldAddresses]("held_addresses")
CLUSTER_VIEWS: Final = FactKind[ClusterViews]("cluster_views")
PEER_TRAITS: Final = FactKind[PeerTraits]("peer_traits")
REPLICATED_PAIRS: Final = FactKind[ReplicatedPairs]("replicated_pairs")
