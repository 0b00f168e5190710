"""DRBD devices: of version 8 from /proc/drbd, of version 9 from ``drbdsetup status --json``; and what is configured.

/proc/drbd tells the driver's version to everybody; of version 9 it holds nothing else, and drbdsetup wants root.

What proves that there is none: /proc/devices without drbd, and no resource in /etc/drbd.d or drbd.conf. A resource that is
configured and not up is recorded as missing. The devices below /sys/block are the witness of the answer.

Sample::

    @devices
     Block devices:
     147 drbd
    @sys drbd0
    @conf r0
    @proc
     version: 8.4.11-1 (api:1/proto:86-101)
      0: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----
         ns:0 nr:0 dw:0 dr:2128 al:0 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:0
    @end
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.pools import REPLICATED, Peer, ReplicatedDevice
from collectors.linux.drivers import block_drivers
from collectors.linux.passages import passages, whole
from config.text import _

_COMMAND: Final = r"""
[ ! -r /proc/devices ] || { echo @devices; sed 's/^/ /' /proc/devices; }
for d in /sys/block/drbd*; do [ ! -e "$d" ] || printf '@sys %s\n' "${d##*/}"; done
for f in /etc/drbd.conf /etc/drbd.d/*.res; do
  [ -e "$f" ] || continue
  [ -r "$f" ] || { printf '@unread %s\n' "$f"; continue; }
  sed -n 's/^[[:space:]]*resource[[:space:]]\{1,\}"\{0,1\}\([A-Za-z0-9_.-]\{1,\}\).*/@conf \1/p' "$f"
done
if [ -r /proc/drbd ]; then
  echo @proc; sed 's/^/ /' /proc/drbd
  if ! grep -q '^version: 8' /proc/drbd; then
    if command -v drbdsetup >/dev/null; then
      v=$($S drbdsetup status --json); echo "@json $?"; printf '%s\n' "$v" | sed 's/^/ /'
    else echo @no-tool; fi
  fi
fi
echo @end"""

_RIGHT: Final = _("let the inspecting account run drbdsetup status as root (a sudoers line), then inspect again")
_LINE = re.compile(
    r" *(?P<minor>\d+): cs:(?P<connection>\w+)(?: +(?:ro|st):(?P<role>\w+)/(?P<peer_role>\w+)"
    r" +ds:(?P<disk>\w+)/(?P<peer_disk>\w+)(?: +[ABC])?(?: +(?P<flags>[a-z-]+))?)?",
    re.ASCII,
)
_OUT_OF_SYNC = re.compile(r" oos:(\d+)", re.ASCII)
_SYNCING: Final = frozenset(
    {"SyncSource", "SyncTarget", "PausedSyncS", "PausedSyncT", "VerifyS", "VerifyT", "StartingSyncS", "StartingSyncT",
     "WFBitMapS", "WFBitMapT", "WFSyncUUID", "Ahead", "Behind"}
)  # fmt: skip
"""Version 8 tells connection and replication in one word; these mean that the peer is connected (drbd.conf(5))."""
_KIB: Final = 1024


def parse(answer: Answer) -> Listing[ReplicatedDevice]:
    """Read every device. Raises Absent for the witness of the module's docstring."""
    parts = whole(answer.text)
    heads = passages(answer.text)
    drivers = block_drivers(parts)
    configured = tuple(dict.fromkeys(one.rest for one in heads if one.kind == "conf"))
    if "unread" in parts:
        raise SessionError(Reason.DENIED, parts["unread"].rest)
    if "drbd" not in drivers:
        if not configured:
            raise Absent(f"/proc/devices: {' '.join(drivers)}; /etc/drbd.d: 0")
        return Listing(tuple(_missing(configured)))
    if "proc" not in parts or not any(line.startswith("version:") for line in parts["proc"].lines):
        raise SessionError(Reason.EMPTY, "/proc/drbd")
    minors = tuple(one.rest for one in heads if one.kind == "sys")
    if any(line.startswith("version: 8") for line in parts["proc"].lines):
        found = tuple(_version_8(parts["proc"].lines))
        return Listing(found, tuple(_unseen(minors, {one.name for one in found})))
    if "no-tool" in parts:
        raise SessionError(Reason.TOOL_MISSING, "drbdsetup")
    found, seen = _version_9("\n".join(parts["json"].lines) if "json" in parts else "", answer)
    up = {one.name.partition("/")[0] for one in found}
    return Listing((*found, *_missing(name for name in configured if name not in up)), tuple(_unseen(minors, seen)))


def _missing(names: Iterable[str]) -> Iterator[ReplicatedDevice]:
    return (ReplicatedDevice(name, "", "missing", ()) for name in names)


def _unseen(minors: Iterable[str], seen: set[str]) -> Iterator[Unseen]:
    return (Unseen(minor, Reason.EMPTY, f"/sys/block/{minor}") for minor in minors if minor not in seen)


def _version_8(lines: Iterable[str]) -> Iterator[ReplicatedDevice]:
    """Join each device's line with the lines of counters and progress below it."""
    blocks: list[list[str]] = []
    for line in lines:
        if re.match(r" *\d+: cs:", line):
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
    for head, *more in blocks:
        match = _LINE.fullmatch(head.rstrip())
        if match is None:
            raise ParseError("/proc/drbd line", head)
        if match["connection"] == "Unconfigured":
            continue
        behind = _OUT_OF_SYNC.search(" ".join(more))
        is_connected = match["connection"] in _SYNCING
        peer = Peer(
            "",
            "Connected" if is_connected else match["connection"],
            match["peer_role"] or "",
            match["peer_disk"] or "",
            match["connection"] if is_connected else "",
            int(behind[1]) * _KIB if behind else None,
            match["connection"].startswith("PausedSync"),
        )
        is_suspended = (match["flags"] or "r").startswith("s")
        yield ReplicatedDevice(
            f"drbd{match['minor']}", match["role"] or "", match["disk"] or "", (peer,), is_suspended=is_suspended
        )


def _version_9(text: str, answer: Answer) -> tuple[tuple[ReplicatedDevice, ...], set[str]]:
    """Read drbdsetup's JSON: the devices, and the names below /sys/block of those that have one."""
    said = answer.stderr.strip().splitlines()
    if "[" not in text:
        if not answer.is_privileged:
            raise SessionError(Reason.DENIED, said[-1][:200] if said else "drbdsetup status", _RIGHT)
        raise SessionError(Reason.FAILED if said else Reason.EMPTY, said[-1][:200] if said else "drbdsetup status --json")
    try:
        resources = json.loads(text[text.index("[") :])
        found = tuple(device for one in resources for device in _resource(one))
        seen = {f"drbd{device['minor']}" for one in resources for device in one["devices"]}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParseError(f"drbdsetup's JSON: {type(error).__name__} {error}"[:200], text[:80]) from error
    return found, seen


def _resource(one: dict[str, Any]) -> Iterator[ReplicatedDevice]:
    for device in one["devices"]:
        volume = device["volume"]
        yield ReplicatedDevice(
            f"{one['name']}/{volume}",
            str(one["role"]),
            str(device["disk-state"]),
            tuple(_peer(connection, volume) for connection in one["connections"]),
            bool(device.get("quorum", True)),
            one.get("suspended", False) not in {False, "no"},
            bool(device.get("client", False)),
        )


def _peer(connection: dict[str, Any], volume: int) -> Peer:
    told: dict[str, Any] = next((one for one in connection.get("peer_devices", ()) if one["volume"] == volume), {})
    behind = told.get("out-of-sync")
    return Peer(
        str(connection["name"]),
        str(connection["connection-state"]),
        str(connection.get("peer-role", "")),
        str(told.get("peer-disk-state", "")),
        str(told.get("replication-state", "")),
        None if behind is None else int(behind) * _KIB,
        str(told.get("resync-suspended", "no")) != "no",
        bool(told.get("peer-client", False)),
    )


REPLICATED_DRBD: Final = Collector(
    id="linux.replicated_devices.drbd",
    provides=REPLICATED,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=15, kib=256, root=Root.NEEDED),
    parse=parse,
)
