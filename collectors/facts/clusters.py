"""Facts about clusters of machines as one of their nodes sees them: Pacemaker, Corosync, Oracle Clusterware."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Unseen

INFINITY: Final = 1_000_000
"""Pacemaker's INFINITY: a resource with that many failures may not run on the node."""


@dataclass(frozen=True, slots=True)
class ClusterNode:
    """A node of Pacemaker. Identity: ``name``. ``kind`` is member, remote or guest."""

    name: str
    is_online: bool
    kind: str = "member"
    is_standby: bool = False
    is_maintenance: bool = False
    is_pending: bool = False
    is_unclean: bool = False
    is_expected: bool = True
    """Whether it should be up; False after a shutdown in order."""


@dataclass(frozen=True, slots=True)
class ClusterResource:
    """One instance of a resource of Pacemaker; a clone has several of one name. ``within`` is the clone or bundle."""

    name: str
    agent: str
    role: str
    """As Pacemaker writes it: Started, Stopped, Master, Slave, Promoted, Unpromoted, Starting, Stopping ..."""
    is_active: bool
    nodes: tuple[str, ...] = ()
    within: str = ""
    is_disabled: bool = False
    """Stopped on purpose: target-role of it or of what it belongs to."""
    is_managed: bool = True
    is_maintenance: bool = False
    is_failed: bool = False
    is_failure_ignored: bool = False
    is_blocked: bool = False
    is_orphaned: bool = False
    parts: tuple[str, ...] = ()
    """Of a replica of a bundle, the names of the resources (container, address, guest node) that it is made of."""


@dataclass(frozen=True, slots=True)
class FailCount:
    """How often a resource failed on a node since somebody cleaned that up."""

    resource: str
    node: str
    count: int
    last_failure: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Pacemaker as one node sees it. ``is_running`` False: installed and configured here, and down."""

    is_running: bool
    has_quorum: bool | None = None
    stack: str = ""
    version: str = ""
    coordinator: str = ""
    nodes: tuple[ClusterNode, ...] = ()
    resources: tuple[ClusterResource, ...] = ()
    fail_counts: tuple[FailCount, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    """Cluster options that the answer gave: stonith-enabled, maintenance-mode, stop-all-resources, no-quorum-policy."""
    has_sbd: bool = False
    """Whether sbd runs here: fencing by watchdog, which needs no fencing resource."""
    words: str = ""
    """What the cluster's own command said where it is down."""
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One ring or link of Corosync. Identity: ``number``. ``lost`` are the nodes that it does not reach."""

    number: str
    address: str
    status: str
    is_faulty: bool
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """Corosync's quorum and links as one node sees them. ``is_running`` False: configured here, and down."""

    is_running: bool
    is_quorate: bool | None = None
    has_provider: bool | None = None
    """Where it does not tell of quorum: whether its configuration names a provider of one; else None."""
    expected_votes: int | None = None
    total_votes: int | None = None
    quorum: int | None = None
    flags: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """The members' node ids."""
    is_device_lost: bool = False
    """A quorum device is configured, and this node cannot reach it."""
    links: tuple[Link, ...] = ()
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterwareResource:
    """A resource of Oracle Clusterware on one server. Identity: ``name`` with ``instance``."""

    name: str
    instance: str
    target: str
    state: str
    server: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ClusterwareDaemon:
    """One of the daemons of Oracle Clusterware on one node, as ``crsctl check`` words it."""

    node: str
    message: str
    words: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Clusterware:
    """Oracle Clusterware as one node sees it."""

    daemons: tuple[ClusterwareDaemon, ...]
    resources: tuple[ClusterwareResource, ...]
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class VirtualAddress:
    """An address that moves between nodes. Identity: ``address``, without its length. ``keeper``: keepalived, pacemaker."""

    address: str
    keeper: str
    name: str
    state: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class VirtualAddresses:
    """The virtual addresses that a node is configured to hold at times, and which of them it holds now."""

    configured: tuple[VirtualAddress, ...]
    held: tuple[str, ...]
    stopped: tuple[str, ...] = ()
    """Keepers that are configured here and do not run."""
    unseen: tuple[Unseen, ...] = ()


CLUSTER: Final = FactKind[Cluster]("cluster")
MEMBERSHIP: Final = FactKind[Membership]("membership")
CLUSTERWARE: Final = FactKind[Clusterware]("clusterware")
VIRTUAL_ADDRESSES: Final = FactKind[VirtualAddresses]("virtual_addresses")
