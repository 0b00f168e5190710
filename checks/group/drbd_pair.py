"""DRBD seen from both ends. Two ends that have each been written to while apart can no longer be joined without a loss."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Reason
from collectors.facts.groups import REPLICATED_PAIRS, ReplicatedPair, ReplicatedPairs
from collectors.facts.pools import ReplicatedDevice
from config.limits import Layered
from config.text import Text, _

_ENDS: Final = 2
_NO_DISK: Final = frozenset({"Failed", "Diskless"})
"""States of an end that writes no copy of its own (drbdsetup-status(8)); Inconsistent and Outdated ends catch up."""


def judge(facts: ReplicatedPairs, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a device."""
    for pair in facts.pairs:
        level, summary = _verdict(pair, is_whole=not facts.unseen)
        ends = tuple(f"{member}: {one.role} {one.disk_state}" for member, one in pair.ends.items())
        reason = Reason.NOT_ASKED.value if level is Level.UNKNOWN else ""
        yield Finding(pair.name, level, summary, observed=_("{ends}", ends=ends), reason=reason)


def _verdict(pair: ReplicatedPair, *, is_whole: bool) -> tuple[Level, Text]:
    name = pair.name
    primaries = tuple(member for member, one in pair.ends.items() if one.role == "Primary")
    apart = tuple(member for member, one in pair.ends.items() if not _is_connected(one))
    if apart and len(primaries) >= _ENDS:
        return Level.CRITICAL, _(
            "{name} is primary on {primaries} and not connected: split brain", name=name, primaries=primaries
        )
    if apart:
        return Level.CRITICAL, _(
            "{name} is not connected to its peer on {apart}: nothing is replicated", name=name, apart=apart
        )
    if not is_whole:
        return Level.UNKNOWN, _("{name}: not both of its ends were seen", name=name)
    return _together(pair, primaries)


def _together(pair: ReplicatedPair, primaries: tuple[str, ...]) -> tuple[Level, Text]:
    name = pair.name
    behind = tuple(m for m, one in pair.ends.items() if one.disk_state != "UpToDate" and not one.is_diskless_by_intent)
    lost = tuple(member for member in behind if pair.ends[member].disk_state in _NO_DISK)
    if lost:
        return Level.CRITICAL, _("{name} has lost its disk on {lost}: one copy is left", name=name, lost=lost)
    if behind:
        return Level.WARN, _("{name} is connected, but not up to date on {behind}", name=name, behind=behind)
    if len(pair.ends) < _ENDS:
        return Level.WARN, _("{name} is on one member only: its peer does not belong to the group", name=name)
    if not primaries:
        return Level.NOTICE, _("{name} is primary on neither end: nobody uses it", name=name)
    if len(primaries) >= _ENDS:
        return Level.NOTICE, _(
            "{name} is primary on {primaries}: right for a cluster filesystem only", name=name, primaries=primaries
        )
    return Level.OK, _("{name} is up to date on both ends, primary on {primary}", name=name, primary=primaries[0])


def _is_connected(one: ReplicatedDevice) -> bool:
    return bool(one.peers) and all(peer.connection == "Connected" for peer in one.peers)


DRBD_PAIR: Final = Check(
    id="group.drbd_pair",
    title=_("Both ends of DRBD devices"),
    area=Area.CLUSTER,
    needs=REPLICATED_PAIRS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("of every member role, disk state and connection of each DRBD device"),
    remedy=_(
        "Not connected: check the replication network, then drbdadm connect. Split brain: decide with the "
        "owner of the data which end is right and save the other one; on the other end, when nothing uses it "
        "any more and it is unmounted, drbdadm disconnect, drbdadm secondary and drbdadm connect "
        "--discard-my-data (version 8.3: drbdadm -- --discard-my-data connect), on the right one drbdadm "
        "connect. Never decide it by habit."
    ),
    traps=(
        _("primary on both ends is wanted under a cluster filesystem (OCFS2, GFS2)"),
        _("a device that is being synchronised is connected, and not up to date until that ends"),
    ),
    clause="1.4.3.4",
    refs=("DRBD User's Guide, split brain", "drbdsetup(8)"),
)
