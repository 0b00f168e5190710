"""Mounted btrfs filesystems: devices with their error counters, and how much was given to data and metadata.

Since kernel 5.14 sysfs tells the counters to everybody; before that ``btrfs device stats`` does, to root (without ``-z``,
which would clear them). The counters last over restarts, until somebody clears them (btrfs-device(8)).

What proves that there is none: /proc/filesystems without btrfs, or no name below /sys/fs/btrfs and none mounted.

Sample::

    @filesystems
     btrfs
    @mounted 1
    @names 3b9c5e0a-7f0e-4d7c-9c39-0f6f1f1c8a11
    @fs 3b9c5e0a-7f0e-4d7c-9c39-0f6f1f1c8a11
     label=daten
     device=sdb 2097152
     data/total_bytes=8388608
     data/bytes_used=1048576
     data/disk_total=8388608
     member=1 0
     count=1 write_errs 0
     place=/srv/daten
    @end
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.pools import BTRFS, BtrfsDevice, BtrfsFilesystem
from collectors.linux.passages import number, passages, whole

_COMMAND: Final = r"""
[ ! -r /proc/filesystems ] || { echo @filesystems; sed 's/^/ /' /proc/filesystems; }
v=$(grep -c ' btrfs ' /proc/self/mounts); [ -z "$v" ] || echo "@mounted $v"
printf @names; for d in /sys/fs/btrfs/*-*-*; do [ ! -d "$d" ] || printf ' %s' "${d##*/}"; done; echo
for d in /sys/fs/btrfs/*-*-*; do
  [ -d "$d" ] || continue
  echo "@fs ${d##*/}"; v=; { IFS= read -r v <"$d/label"; } 2>/dev/null; printf ' label=%s\n' "$v"
  for one in "$d"/devices/*; do
    v=; { read -r v <"$one/size"; } 2>/dev/null; [ ! -e "$one" ] || printf ' device=%s %s\n' "${one##*/}" "$v"
  done
  for f in data metadata system mixed; do for one in total_bytes bytes_used disk_total; do
    v=; { read -r v <"$d/allocation/$f/$one"; } 2>/dev/null; [ -z "$v" ] || printf ' %s/%s=%s\n' "$f" "$one" "$v"
  done; done
  told=
  for one in "$d"/devinfo/*; do
    [ -d "$one" ] || continue
    v=; { read -r v <"$one/missing"; } 2>/dev/null; printf ' member=%s %s\n' "${one##*/}" "$v"
    [ ! -r "$one/error_stats" ] || { told=1; sed "s/^/ count=${one##*/} /" "$one/error_stats"; }
  done
  at=; while read -r source place type rest; do
    [ "$type" = btrfs ] || continue
    case $source in /dev/mapper/*|/dev/disk/*) source=$(readlink -f "$source") ;; esac
    [ ! -e "$d/devices/${source##*/}" ] || { at=$place; break; }
  done </proc/self/mounts
  [ -z "$at" ] || printf ' place=%s\n' "$at"
  [ -n "$told" ] || [ -z "$at" ] || $S btrfs device stats "$at" | sed 's/^/ stats=/'
done
echo @end"""

_STATS = re.compile(r"\[(?P<device>[^\]]+)\]\.(?P<name>[a-z_]+) +(?P<count>\d+)", re.ASCII)
_NAMES: Final = {"write_errs": "write_io_errs", "read_errs": "read_io_errs", "flush_errs": "flush_io_errs"}
"""sysfs' names in the words of ``btrfs device stats``; the others are the same."""
_LOST_NAMES: Final = frozenset({"<missing disk>", "devid:missing"})
"""How ``btrfs device stats`` names a device that is not there."""
_SECTOR_BYTES: Final = 512
"""The unit of /sys/class/block/*/size, whatever the disk's own sectors are."""


def parse(answer: Answer) -> Listing[BtrfsFilesystem]:
    """Read every mounted btrfs. Raises Absent for a witness of the module's docstring."""
    parts = whole(answer.text)
    words = " ".join(parts["filesystems"].lines).split() if "filesystems" in parts else []
    if not words:
        raise SessionError(Reason.EMPTY, "/proc/filesystems")
    if "btrfs" not in words:
        raise Absent("/proc/filesystems: btrfs 0")
    names = parts["names"].rest.split() if "names" in parts else []
    if not names:
        if "mounted" in parts and parts["mounted"].rest == "0":
            raise Absent("/sys/fs/btrfs, /proc/self/mounts: btrfs 0")
        raise SessionError(Reason.EMPTY, "/sys/fs/btrfs")
    found = {one.rest: _filesystem(one.rest, one.lines) for one in passages(answer.text) if one.kind == "fs"}
    unseen = tuple(Unseen(name, Reason.EMPTY, "/sys/fs/btrfs") for name in names if name not in found)
    return Listing(tuple(found.values()), unseen)


def _filesystem(uuid: str, lines: Iterable[str]) -> BtrfsFilesystem:
    told: dict[str, list[str]] = {}
    for line in lines:
        key, equals, value = line.partition("=")
        if not equals:
            raise ParseError("a line of a btrfs", line)
        told.setdefault(key, []).append(value)
    sizes = [value.split() for value in told.get("device", ())]
    is_whole = bool(sizes) and all(len(words) > 1 for words in sizes)
    allocated = [number(value[0]) for key, value in told.items() if key.endswith("/disk_total")]
    return BtrfsFilesystem(
        uuid=uuid,
        label=told.get("label", [""])[0],
        mount_point=told.get("place", [""])[0],
        devices=tuple(_devices(told)),
        size_bytes=sum(number(words[1]) for words in sizes) * _SECTOR_BYTES if is_whole else None,
        allocated_bytes=sum(allocated) if allocated else None,
        metadata_ratio=_ratio(told, "metadata"),
        data_ratio=_ratio(told, "data"),
    )


def _ratio(told: Mapping[str, list[str]], kind: str) -> float | None:
    """How full the room of a kind is; small filesystems keep both kinds together (mixed)."""
    for one in (kind, "mixed"):
        if f"{one}/total_bytes" in told and f"{one}/bytes_used" in told:
            total = number(told[f"{one}/total_bytes"][0])
            return number(told[f"{one}/bytes_used"][0]) / total if total else None
    return None


def _devices(told: Mapping[str, list[str]]) -> Iterator[BtrfsDevice]:
    """Give the devices with their counters: of sysfs by number, else of ``btrfs device stats`` by name, else bare."""
    members = dict(value.partition(" ")[::2] for value in told.get("member", ()))
    counts = _counts_of_sysfs(told.get("count", ()))
    if counts:
        for name in dict.fromkeys((*members, *counts)):
            yield BtrfsDevice(f"devid {name}", counts.get(name, {}), members.get(name) == "1")
        return
    counts = _counts_of_stats(told.get("stats", ()))
    for name in counts or [value.split()[0] for value in told.get("device", ()) if value.strip()]:
        yield BtrfsDevice(name, counts.get(name, {}), is_missing=name in _LOST_NAMES)
    for member, is_missing in members.items():
        if is_missing == "1":
            yield BtrfsDevice(f"devid {member}", is_missing=True)


def _counts_of_sysfs(lines: Iterable[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for line in lines:
        words = line.split()
        if len(words) != len(("number", "counter", "value")):
            raise ParseError("a counter of a btrfs", line)
        if words[1] != "dev_stats_valid":
            counts.setdefault(words[0], {})[_NAMES.get(words[1], words[1])] = number(words[2], line)
    return counts


def _counts_of_stats(lines: Iterable[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for line in lines:
        match = _STATS.fullmatch(line.strip())
        if match is None:
            raise ParseError("btrfs device stats line", line)
        counts.setdefault(match["device"], {})[match["name"]] = int(match["count"])
    return counts


BTRFS_DEVICES_SYSFS: Final = Collector(
    id="linux.btrfs_devices",
    provides=BTRFS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=15, kib=256, root=Root.BETTER),
    parse=parse,
)
