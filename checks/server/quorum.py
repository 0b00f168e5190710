"""Corosync's quorum and links. Two rings of which one is broken work, until the other breaks too."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Reason
from collectors.facts.clusters import MEMBERSHIP, Link, Membership
from config.limits import Layered
from config.text import Text, _


def judge(membership: Membership, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding for the quorum, the votes, and each ring or link."""
    if not membership.is_running:
        yield Finding("quorum", Level.CRITICAL, _("corosync is configured on this node and does not run"))
        return
    yield _quorum(membership)
    if not _is_without(membership):
        yield _votes(membership)
    for link in membership.links:
        level, summary = _link(link)
        yield Finding(
            f"link {link.number}",
            level,
            summary,
            observed=_("{address}: {status}", address=link.address or "-", status=(*link.lost, link.status or "-")),
            quote=f"{link.number} {link.address} {link.status} {' '.join(link.lost)}".strip(),
        )


def _is_without(membership: Membership) -> bool:
    """Whether this cluster has no quorum by its configuration."""
    return membership.has_provider is False and membership.is_quorate is None


def _quorum(membership: Membership) -> Finding:
    if _is_without(membership):
        summary = _(
            "corosync is configured without quorum: unless Pacemaker keeps one itself, after a split each half works on"
        )
        return Finding("quorum", Level.NOTICE, summary)
    if membership.is_quorate is None:
        summary = _("corosync does not say whether it has quorum")
        return Finding("quorum", Level.UNKNOWN, summary, reason=Reason.EMPTY.value)
    if not membership.is_quorate:
        return Finding("quorum", Level.CRITICAL, _("this node's part of the cluster is without quorum"))
    flags = " ".join(membership.flags)
    return Finding("quorum", Level.OK, _("the cluster has quorum"), observed=_("flags: {flags}", flags=flags or "-"))


def _votes(membership: Membership) -> Finding:
    expected, total = membership.expected_votes, membership.total_votes
    if expected is None or total is None:
        summary = _("corosync does not say how many votes are there and expected")
        return Finding("votes", Level.UNKNOWN, summary, reason=Reason.EMPTY.value)
    said = {"expected": expected, "total": total}
    measures = {"expected_votes": expected, "total_votes": total}
    if total < expected:
        summary = _("{total:number} of {expected:number} votes: a node or the quorum device is missing", **said)
        return Finding("votes", Level.CRITICAL, summary, measures=measures)
    if membership.is_device_lost:
        summary = _("all votes are there, but the quorum device is not reached")
        return Finding("votes", Level.WARN, summary, measures=measures)
    return Finding("votes", Level.OK, _("{total:number} of {expected:number} votes", **said), measures=measures)


def _link(link: Link) -> tuple[Level, Text]:
    if link.is_faulty:
        return Level.CRITICAL, _("heartbeat link {number} is faulty", number=link.number)
    return Level.OK, _("heartbeat link {number} works", number=link.number)


QUORUM: Final = Check(
    id="server.quorum",
    title=_("Quorum and heartbeat links (Corosync)"),
    area=Area.CLUSTER,
    needs=MEMBERSHIP,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("corosync-quorumtool -s, corosync-cfgtool -s, and whether corosync runs"),
    remedy=_(
        "Check the heartbeat network between the nodes (cable, switch port, VLAN, firewall) and the quorum "
        "device. With Corosync 2 a ring that was marked faulty comes back with corosync-cfgtool -r once its "
        "network works; Corosync 3 does so by itself. Start the cluster on a missing node only when its "
        "network and storage are in order."
    ),
    traps=(
        _("two nodes with two_node keep quorum with one vote: the missing vote is the finding, not the quorum"),
        _("without a provider of quorum there are no votes: a node that is missing shows itself on the links"),
        _("a vote that the quorum device holds is counted with the others"),
        _("a link in the form of Corosync 3 tells each node: one that is not connected is a fault of the link"),
    ),
    clause="1.4.3.4",
    refs=("corosync-quorumtool(8)", "corosync-cfgtool(8)", "votequorum(5)"),
)
