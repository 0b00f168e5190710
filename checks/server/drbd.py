"""DRBD. A mirror that lost its peer goes on alone; after the next failure the newest data are gone, or two truths exist."""

from collections.abc import Iterator
from typing import Final

from checks.base import SUMMARY_ORDER, Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing, Reason
from collectors.facts.pools import REPLICATED, Peer, ReplicatedDevice
from config.limits import Layered
from config.text import Text, _

_GOOD: Final = "UpToDate"
_UNKNOWN: Final = frozenset({"DUnknown", "Unknown", ""})
_IN_STEP: Final = frozenset({"Established", ""})
_VERIFYING: Final = frozenset({"VerifyS", "VerifyT"})
_CLOSED: Final = "StandAlone"


def judge(devices: Listing[ReplicatedDevice], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a volume."""
    for one in devices.records:
        level, summary = max(_said(one), key=lambda said: SUMMARY_ORDER.index(said[0]))
        behind = [peer.out_of_sync_bytes for peer in one.peers if peer.out_of_sync_bytes is not None]
        yield Finding(
            one.name,
            level,
            summary,
            observed=_("here {role}, {disk}; {peers}", role=one.role or "-", disk=one.disk_state, peers=_peers(one)),
            expected=_("connected, both sides UpToDate"),
            quote=" ".join(f"{p.name} {p.connection} {p.role} {p.disk_state} {p.replication}".strip() for p in one.peers),
            reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
            measures={"out_of_sync_bytes": max(behind)} if behind else {},
        )


def _peers(one: ReplicatedDevice) -> tuple[str, ...]:
    return tuple(f"{p.name or 'peer'} {p.role} {p.disk_state} ({p.connection})" for p in one.peers) or ("-",)


def _said(one: ReplicatedDevice) -> Iterator[tuple[Level, Text]]:
    if one.disk_state == "missing":
        yield Level.CRITICAL, _("{device} is configured and not up", device=one.name)
        return
    yield Level.OK, _("{device} is in step with its peer", device=one.name)
    yield from _here(one)
    if not one.peers:
        yield Level.NOTICE, _("{device} has no peer: nothing is replicated", device=one.name)
    for peer in one.peers:
        yield from _there(one, peer)


def _here(one: ReplicatedDevice) -> Iterator[tuple[Level, Text]]:
    if one.is_suspended:
        yield Level.CRITICAL, _("{device} is suspended: requests wait", device=one.name)
    if not one.has_quorum:
        yield Level.CRITICAL, _("{device} has lost its quorum", device=one.name)
    if one.disk_state in _UNKNOWN:
        yield Level.UNKNOWN, _("{device} does not tell the state of its disk", device=one.name)
    elif one.disk_state != _GOOD and not (one.is_diskless_by_intent and one.disk_state == "Diskless"):
        is_filling = one.disk_state == "Inconsistent" and any(peer.replication == "SyncTarget" for peer in one.peers)
        yield (
            Level.WARN if is_filling else Level.CRITICAL,
            _("{device}: the copy here is being brought up to date", device=one.name)
            if is_filling
            else _("{device}: the copy here is {state}", device=one.name, state=one.disk_state),
        )


def _there(one: ReplicatedDevice, peer: Peer) -> Iterator[tuple[Level, Text]]:
    if peer.connection == _CLOSED:
        yield Level.CRITICAL, _("{device} stands alone: cut by hand, or split brain", device=one.name)
    elif peer.connection != "Connected":
        yield Level.CRITICAL, _("{device} is not connected to its peer ({state})", device=one.name, state=peer.connection)
    else:
        yield from _connected(one, peer)


def _connected(one: ReplicatedDevice, peer: Peer) -> Iterator[tuple[Level, Text]]:
    is_filling = peer.replication == "SyncSource"
    if peer.disk_state in _UNKNOWN:
        yield Level.UNKNOWN, _("{device} does not tell the state of the peer's disk", device=one.name)
    elif peer.disk_state != _GOOD and not (peer.is_diskless_by_intent and peer.disk_state == "Diskless"):
        yield (
            Level.WARN if is_filling else Level.CRITICAL,
            _("{device}: the peer's copy is being brought up to date", device=one.name)
            if is_filling
            else _("{device}: the peer's copy is {state}", device=one.name, state=peer.disk_state),
        )
    if peer.is_paused:
        yield Level.WARN, _("{device}: bringing up to date is paused", device=one.name)
    elif peer.replication not in _IN_STEP | _VERIFYING:
        yield Level.WARN, _("{device} is not in step: {state}", device=one.name, state=peer.replication)
    elif peer.out_of_sync_bytes and peer.replication not in _VERIFYING:
        amount = peer.out_of_sync_bytes
        yield Level.WARN, _("{device}: {amount:bytes} differ between the copies", device=one.name, amount=amount)


DRBD: Final = Check(
    id="server.drbd",
    title=_("Replicated devices (DRBD)"),
    area=Area.CLUSTER,
    needs=REPLICATED,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("/proc/drbd of version 8, drbdsetup status --json of version 9, the resources configured in /etc/drbd.d"),
    remedy=_(
        "Not connected: check the replication link and the peer, then drbdadm connect. Stands alone: read the "
        "kernel's log for split brain; decide with the customer whose data are thrown away and save them "
        "first; on that end, when nothing uses it any more and it is unmounted, drbdadm disconnect, drbdadm "
        "secondary and drbdadm connect --discard-my-data (version 8.3: drbdadm -- --discard-my-data connect), "
        "drbdadm connect on the other. Never before both sides' data are known. Failed disk: replace it, "
        "drbdadm create-md on the new one, then drbdadm attach."
    ),
    traps=(
        _("Inconsistent on the side that is just being filled is no lost copy"),
        _("a verification under way is no resynchronisation"),
        _("a peer that is diskless by intent (client, tie-breaker) has no copy to lose"),
        _("minor numbers without a resource (Unconfigured) are nothing"),
        _("the other side of the pair sees the same fault: it is one problem"),
    ),
    clause="1.4.3.4",
    refs=("drbdsetup-status(8)", "drbd.conf(5)"),
)
