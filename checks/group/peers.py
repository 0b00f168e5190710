"""Machines that stand in for each other, compared: only the odd one out is told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Reason
from collectors.facts.groups import PEER_TRAITS, PeerTraits
from config.limits import Layered, limit
from config.text import Text, _, verbatim

_AREAS: Final[Mapping[str, Text]] = {
    "system": _("release, kernel and hardware"),
    "sysctl": _("kernel settings"),
    "package": _("versions of cluster packages"),
    "hosts": _("/etc/hosts"),
    "resolver": _("name servers"),
    "fstab": _("/etc/fstab"),
}
_SHOWN: Final = 6
"""Differences shown in a finding; the rest is counted."""


@dataclass(frozen=True, slots=True)
class PeersLimits:
    """Traits that may differ, as patterns of ``area name``, such as ``system memory-gib`` or ``hosts *``."""

    may_differ: tuple[str, ...] = limit((), source="the operator's own")


def judge(facts: PeerTraits, limits: Layered[PeersLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding an area. Equal is certain only when every member was seen."""
    if len(facts.members) < 2:  # noqa: PLR2004 - nothing to compare with
        return
    keys = sorted({key for traits in facts.members.values() for key in traits.values})
    for area, title in _AREAS.items():
        told = [said for key in keys if key.partition(" ")[0] == area and (said := _difference(key, facts, limits.base))]
        yield _finding(area, title, told, is_whole=not facts.unseen)


def _difference(key: str, facts: PeerTraits, limits: PeersLimits) -> str:
    """Who is odd in one trait, and how the others are; nothing where all are alike."""
    if any(fnmatchcase(key, pattern) for pattern in limits.may_differ):
        return ""
    by_member = {member: traits.values.get(key, "") for member, traits in facts.members.items()}
    counts = Counter(by_member.values()).most_common()
    if len(counts) < 2:  # noqa: PLR2004 - all alike
        return ""
    usual, count = counts[0]
    has_majority = count * 2 > len(by_member)
    odd = [f"{member}={value or '-'}" for member, value in by_member.items() if not has_majority or value != usual]
    others = f" ({usual or '-'})" if has_majority else ""
    return f"{key.partition(' ')[2]}{others}: {', '.join(odd)}"


def _finding(area: str, title: Text, told: list[str], *, is_whole: bool) -> Finding:
    if told:
        more = f" … +{len(told) - _SHOWN}" if len(told) > _SHOWN else ""
        return Finding(
            area,
            Level.WARN,
            _("the members differ in {area}: {count:number} differences", area=title, count=len(told)),
            observed=verbatim("; ".join(told[:_SHOWN]) + more),
            expected=_("alike on all members; what the others have stands in brackets"),
            measures={"difference_count": len(told)},
        )
    if not is_whole:
        summary = _("those that were seen are alike in {area}; not all were", area=title)
        return Finding(area, Level.UNKNOWN, summary, reason=Reason.NOT_ASKED.value)
    return Finding(area, Level.OK, _("the members are alike in {area}", area=title), measures={"difference_count": 0})


PEERS: Final = Check(
    id="group.peers",
    title=_("Members compared with each other"),
    area=Area.CLUSTER,
    needs=PEER_TRAITS,
    limits=PeersLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_(
        "of every member: release, kernel, processors, memory, time zone, SELinux, kernel settings, versions of cluster "
        "packages, /etc/hosts, name servers, fstab without devices"
    ),
    remedy=_(
        "Bring the odd member to what the others have, in a change window and by the customer's change "
        "record, or, where the difference is wanted, name it under limits (may_differ) with the reason. After "
        "a failover the service runs with the other member's settings."
    ),
    traps=(
        _("of two members neither is the odd one: both values are shown"),
        _("devices and UUIDs in fstab differ by nature and are not compared"),
        _("a difference that is wanted is named in may_differ and is told no more"),
    ),
    clause="1.4.3.4",
    refs=("peer comparison of the members' own answers",),
)
