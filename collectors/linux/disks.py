"""What disks did between two looks, from /proc/diskstats with /proc/uptime in the same answer.

Whole disks that stand on no other block device are read (no partitions, no dm, no md): each request is counted once.
Which they are, /sys says; a disk that diskstats names and /sys does not is unseen. There is none where diskstats names
only what is never a disk.

Sample::

    @uptime 1315.22
    @diskstats
        8       0 sda 15322 310 1203342 8210 90211 40021 4202344 120310 0 60210 128520
        8       1 sda1 15000 300 1200000 8000 90000 40000 4200000 120000 0 60000 128000
    @leaf sda
    @end
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.volumes import DISK_ACTIVITY, DiskActivity
from collectors.linux.passages import number, passages, whole

_COMMAND: Final = r"""
read -r up idle </proc/uptime; printf '@uptime %s\n' "$up"
echo @diskstats; sed 's/^/ /' /proc/diskstats
for d in /sys/block/*; do
  case ${d##*/} in loop*|ram*|zram*|sr*|fd*|dm-*|md*|nbd*|"*") continue ;; esac
  set -- "$d"/slaves/*; if [ -e "$1" ]; then k=stacked; else k=leaf; fi; printf '@%s %s\n' "$k" "${d##*/}"
done
echo @end"""

_WRAP: Final = 2**32
"""The time fields are 32-bit milliseconds and wrap after 49.7 days of them (kernel Documentation/admin-guide/iostats)."""


_NEVER_A_DISK: Final = re.compile(r"(?:loop|ram|zram|sr|fd|dm-|md|nbd).*")
"""The kinds of block device that the ask leaves out too: in memory, removable, remote, or above others."""


@dataclass(frozen=True, slots=True)
class _Counters:
    """Fields 4 to 14 of a line, named after iostats: counts since boot, times in milliseconds."""

    completed: int
    waited: int
    in_flight: int
    busy: int
    queued: int


@dataclass(frozen=True, slots=True)
class _Look:
    """``named``: all that diskstats names; ``leaves`` and ``stacked``: what /sys enumerates; ``disks``: leaves of both."""

    uptime_seconds: float
    disks: Mapping[str, _Counters]
    named: tuple[str, ...]
    leaves: frozenset[str]
    stacked: frozenset[str]


def parse(answer: Answer) -> Listing[DiskActivity]:
    """Read the difference of two looks. Raises Absent where diskstats names block devices, each of a kind never a disk."""
    after, before = _look(answer.text), _look(answer.earlier)
    window = after.uptime_seconds - before.uptime_seconds
    if window <= 0:
        raise SessionError(Reason.FAILED, f"/proc/uptime {before.uptime_seconds} > {after.uptime_seconds}")
    if not after.named:
        raise SessionError(Reason.EMPTY, "/proc/diskstats")
    records, unseen = [], [Unseen(disk, Reason.EMPTY, where) for disk, where in _one_sided(before, after)]
    for disk in dict.fromkeys((*before.disks, *after.disks)):
        made = _between(disk, before.disks.get(disk), after.disks.get(disk), window)
        if isinstance(made, DiskActivity):
            records.append(made)
        else:
            unseen.append(made)
    if not records and not unseen:
        raise Absent(f"/proc/diskstats: {' '.join(after.named)[:200]}")
    return Listing(tuple(records), tuple(unseen))


def _one_sided(before: _Look, after: _Look) -> Iterator[tuple[str, str]]:
    """Disks that diskstats names and /sys does not, or the reverse where diskstats names no disk; with who said nothing."""
    named = dict.fromkeys((*before.named, *after.named))
    enumerated = before.leaves | after.leaves | before.stacked | after.stacked
    whole_disks = named.keys() | enumerated
    for name in named:
        is_disk = not _NEVER_A_DISK.fullmatch(name) and not _is_partition(name, whole_disks)
        if is_disk and name not in enumerated:
            yield name, f"/sys/block/{name.replace('/', '!')}"
    if not before.disks and not after.disks:
        yield from ((leaf, "/proc/diskstats") for leaf in sorted((before.leaves | after.leaves) - named.keys()))


def _is_partition(name: str, whole_disks: AbstractSet[str]) -> bool:
    """Whether a name is another's with a number; ``p`` stands between where that ends in a digit (nvme0n1p1)."""
    match = re.fullmatch(r"(?:(.*[0-9])p|(.*[^0-9]))[0-9]+", name)
    return match is not None and not whole_disks.isdisjoint(match.groups())


def _between(disk: str, one: _Counters | None, two: _Counters | None, window: float) -> DiskActivity | Unseen:
    if one is None or two is None:
        return Unseen(disk, Reason.EMPTY, "/proc/diskstats 1/2")
    completed = two.completed - one.completed
    if completed < 0:
        return Unseen(disk, Reason.FAILED, f"/proc/diskstats {one.completed} > {two.completed}")
    return DiskActivity(
        disk=disk,
        window_seconds=window,
        completed_count=completed,
        waited_seconds=_passed(one.waited, two.waited),
        busy_seconds=_passed(one.busy, two.busy),
        queued_seconds=_passed(one.queued, two.queued),
        in_flight_count=min(one.in_flight, two.in_flight),
    )


def _passed(one: int, two: int) -> float:
    """Seconds between two counters of milliseconds."""
    return ((two - one) % _WRAP if two < one else two - one) / 1000


def _look(text: str) -> _Look:
    parts = whole(text)
    heads = passages(text)
    leaves, stacked = (
        frozenset(one.rest.replace("!", "/") for one in heads if one.kind == kind) for kind in ("leaf", "stacked")
    )
    said = parts["uptime"].rest if "uptime" in parts else ""
    if not re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,6}", said):
        raise ParseError("no uptime", said)
    disks: dict[str, _Counters] = {}
    named: dict[str, None] = {}
    for line in parts["diskstats"].lines if "diskstats" in parts else ():
        words = line.split()
        if len(words) < 7:  # noqa: PLR2004 - partitions of 2.6.0 to 2.6.24 have four counters
            raise ParseError("diskstats line", line)
        named[words[2]] = None
        if words[2] in leaves:
            disks[words[2]] = _counters(words, line)
    return _Look(float(said), disks, tuple(named), leaves, stacked)


def _counters(words: list[str], line: str) -> _Counters:
    if len(words) < 14:  # noqa: PLR2004 - fields of a whole disk since 2.6
        raise ParseError("diskstats line", line)
    values = [number(word, line) for word in words[3:14]]
    return _Counters(values[0] + values[4], values[3] + values[7], values[8], values[9], values[10])


DISKS_DISKSTATS: Final = Collector(
    id="linux.disks.diskstats",
    provides=DISK_ACTIVITY,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=5, kib=256, samples=2),
    parse=parse,
)
