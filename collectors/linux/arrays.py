"""Linux software arrays (md), from /proc/mdstat, sysfs and mdadm.conf.

What proves that there is none: /proc/mdstat is there from the moment the md driver is, and its last line tells that it is
whole; with no array in it none runs. Without /proc/mdstat the driver must be absent: /proc/devices names the block drivers,
and "md" (major 9) is not among them. Either way mdadm.conf must not name an array: one that is configured and does not run
is the fault itself, and is recorded as missing. Which array it is udev tells, of the array or of a member that bears its
superblock: the kernel's name is another after a start without mdadm.conf.

Sample::

    @mdstat
     Personalities : [raid1]
     md0 : active raid1 sdb1[1](F) sda1[0]
           1048512 blocks super 1.2 [2/1] [U_]
           bitmap: 0/1 pages [0KB], 65536KB chunk
     unused devices: <none>
    @sys md0/degraded 1
    @sys md0/mismatch_cnt 0
    @id md0
     uuid=3f2a1b4c:5d6e7f80:91a2b3c4:d5e6f708
     name=db01:0
    @ids 1
    @conf ARRAY /dev/md0 metadata=1.2 name=db01:0
    @end
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell
from collectors.facts.volumes import ARRAYS, Array, Member
from collectors.linux.array_identities import WHICH, Identity, configured_uuid, identities
from collectors.linux.drivers import block_drivers
from collectors.linux.passages import Passage, number, passages, whole

_COMMAND: Final = (
    WHICH
    + r"""
[ ! -r /proc/mdstat ] || { echo @mdstat; sed 's/^/ /' /proc/mdstat; }
i=0
for d in /sys/block/md*/md; do
  [ -d "$d" ] || continue
  n=${d#/sys/block/}; n=${n%/md}
  for f in degraded mismatch_cnt; do
    v=; [ ! -r "$d/$f" ] || read -r v <"$d/$f"; [ -z "$v" ] || printf '@sys %s/%s %s\n' "$n" "$f" "$v"
  done
  u=
  for f in "/sys/block/$n/dev" "/sys/block/$n"/slaves/*/dev; do
    v=; [ ! -r "$f" ] || read -r v <"$f"; v=/run/udev/data/b$v
    [ -z "$u" ] && [ -r "$v" ] || continue
    case $f in */slaves/*) u=$(which FS <"$v") ;; *) u=$(which MD <"$v") ;; esac
  done
  [ -z "$u" ] || { i=$((i + 1)); printf '@id %s\n%s\n' "$n" "$u"; }
done
echo "@ids $i"
[ ! -r /proc/devices ] || { echo @devices; sed 's/^/ /' /proc/devices; }
for f in /etc/mdadm.conf /etc/mdadm/mdadm.conf; do
  [ -r $f ] || { [ ! -e $f ] || echo "@unread $f"; continue; }
  while read -r v || [ -n "$v" ]; do case $v in ARRAY*|array*) printf '@conf %s\n' "$v" ;; esac; done <$f
done
while read -r f o; do case $f in /dev/md*) printf '@swap %s\n' "$f" ;; esac; done </proc/swaps
echo @end"""
)

_NOBODY: Final = Identity()
_HEAD = re.compile(
    r"(?P<name>md\S*) : (?P<state>active|inactive|broken)"
    r"(?: \((?P<read_only>read-only|auto-read-only|write-pending|[a-z-]+)\))*(?: (?P<rest>.*))?"
)
_MEMBER = re.compile(r"(?P<device>\S+?)\[\d+\](?P<flags>(?:\([A-Z]\))*)")
_COUNTS = re.compile(r" \[(?P<expected>\d+)/(?P<working>\d+)\]")
_METADATA = re.compile(r" super (?P<metadata>\S+)")
_DOING = re.compile(r"(?P<action>[a-z]+) ?= ?(?:(?P<percent>\d+(?:\.\d+)?)%|(?P<waits>PENDING|DELAYED|REMOTE))")
_DETAIL = re.compile(r"\d+ blocks|bitmap:|\[[=>.]+\]|resync|recover|reshape|check|unused|.*\[\d+/\d+\]")


def parse(answer: Answer) -> Listing[Array]:
    """Read every array. Raises Absent where the kernel names none and none is configured."""
    parts = whole(answer.text)
    heads = passages(answer.text)
    swaps = {one.rest.rsplit("/", 1)[-1] for one in heads if one.kind == "swap"}
    running = _mdstat(parts["mdstat"].lines) if "mdstat" in parts else ()
    sysfs = dict(one.rest.split(" ", 1) for one in heads if one.kind == "sys" and " " in one.rest)
    known = identities(heads)
    arrays = tuple(
        replace(
            one,
            uuid=known.get(one.name, _NOBODY).uuid,
            given_name=known.get(one.name, _NOBODY).given_name,
            degraded_count=_count(sysfs, one.name, "degraded"),
            mismatch_count=_count(sysfs, one.name, "mismatch_cnt"),
            is_swap=one.name in swaps,
        )
        for one in running
    )
    arrays += tuple(_missing(heads, arrays))
    if arrays:
        return Listing(arrays)
    if "unread" in parts:
        raise SessionError(Reason.DENIED, parts["unread"].rest)
    if "mdstat" in parts:
        raise Absent(f"/proc/mdstat: {parts['mdstat'].lines[-1]}")
    raise Absent(f"/proc/devices: {_no_driver(parts)}")


def _count(sysfs: Mapping[str, str], name: str, file: str) -> int | None:
    word = sysfs.get(f"{name}/{file}", "").strip()
    return number(word) if word else None


def _no_driver(parts: Mapping[str, Passage]) -> str:
    drivers = block_drivers(parts, "/proc/mdstat /proc/devices")
    if {"md", "mdp"} & set(drivers):
        raise SessionError(Reason.FAILED, "/proc/devices: md; /proc/mdstat: -")
    return " ".join(drivers)


def _mdstat(lines: tuple[str, ...]) -> tuple[Array, ...]:
    if not lines or not lines[0].startswith("Personalities"):
        raise ParseError("mdstat has no Personalities line", lines[0] if lines else "")
    if not lines[-1].startswith("unused devices:"):
        raise SessionError(Reason.CUT, lines[-1])
    blocks: list[list[str]] = []
    for line in lines[1:-1]:
        if _HEAD.fullmatch(line.strip()) and not line.startswith(" "):
            blocks.append([line.strip()])
        elif not line.strip() or line.startswith("read_ahead"):  # the second: kernel 2.4's
            continue
        elif blocks and line.startswith((" ", "\t")) and _DETAIL.match(line.strip()):
            blocks[-1].append(line.strip())
        else:
            raise ParseError("mdstat line", line)
    return tuple(_array(block[0], " ".join(["", *block[1:]])) for block in blocks)


def _array(head: str, detail: str) -> Array:
    match = _HEAD.fullmatch(head)
    if match is None:
        raise ParseError("mdstat line", head)
    words = (match["rest"] or "").split()
    level = words.pop(0) if words and "[" not in words[0] else ""
    counts, metadata, doing = _COUNTS.search(detail), _METADATA.search(detail), _DOING.search(detail)
    return Array(
        name=match["name"],
        state=match["state"],
        level=level,
        members=tuple(_member(word, head) for word in words),
        metadata=metadata["metadata"] if metadata else "",
        read_only=match["read_only"] or "",
        expected_count=int(counts["expected"]) if counts else None,
        working_count=int(counts["working"]) if counts else None,
        action=doing["action"] if doing else "",
        action_ratio=float(doing["percent"]) / 100 if doing and doing["percent"] else None,
    )


def _member(word: str, line: str) -> Member:
    match = _MEMBER.fullmatch(word)
    if match is None:
        raise ParseError(f"no member of an array: {word!r}", line)
    return Member(match["device"], match["flags"].replace("(", "").replace(")", ""))


def _missing(heads: Iterable[Passage], running: tuple[Array, ...]) -> Iterable[Array]:
    """Give the configured arrays that surely do not run.

    By UUID where that of each running one is known; else /dev/mdN by its name, others only while nothing runs at all.
    """
    names, uuids = {one.name for one in running}, {one.uuid for one in running}
    for one in heads:
        words = one.rest.split() if one.kind == "conf" else []
        device = words[1] if len(words) > 1 else ""
        is_container = any(word.startswith(("metadata=imsm", "metadata=ddf")) for word in words)
        if not device.startswith("/dev/md") or is_container:
            continue
        short = device.removeprefix("/dev/md/").removeprefix("/dev/")
        name, uuid = f"md{short}" if short.isdecimal() else short, configured_uuid(words)
        is_named = name in names or bool(names and not re.fullmatch(r"/dev/md\d+", device))
        is_there = uuid in uuids if uuid and (uuid in uuids or "" not in uuids) else is_named
        if not is_there:
            yield Array(name, "missing", "", (), uuid=uuid)


ARRAYS_MDSTAT: Final = Collector(
    id="linux.arrays.mdstat",
    provides=ARRAYS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=10, kib=128),
    parse=parse,
)
