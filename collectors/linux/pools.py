"""ZFS pools: ``zpool list`` with its heading, ``zpool status``, and the pools that the kernel module shows in /proc.

What proves that there is none: /proc/filesystems without zfs and no cache of pools (the module is not loaded, nothing would
be imported at the start); or zpool's own words "no pools available" while the module shows none and no cache exists. zpool
writes /etc/zfs/zpool.cache for the pools to import at the next start and takes it away with the last one.

Sample::

    @filesystems
     nodev zfs
    @kernel tank
    @list 0
     NAME         SIZE       ALLOC        FREE  EXPANDSZ  FRAG  CAP  DEDUP  HEALTH  ALTROOT
     tank  10200547328  1020054732  9180492596         -     2   10   1.00  ONLINE  -
    @status 0
       pool: tank
      state: ONLINE
     config:
             NAME        STATE     READ WRITE CKSUM
             tank        ONLINE       0     0     0
               sdb       ONLINE       0     0     0
     errors: No known data errors
    @end
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.pools import POOLS, Pool, PoolDevice
from collectors.linux.passages import Passage, passages, whole
from config.text import _

_COMMAND: Final = r"""
[ ! -r /proc/filesystems ] || { echo @filesystems; sed 's/^/ /' /proc/filesystems; }
for d in /proc/spl/kstat/zfs/*; do [ ! -d "$d" ] || printf '@kernel %s\n' "${d##*/}"; done
[ ! -e /etc/zfs/zpool.cache ] || echo @cache
zfs=; while read -r a b; do case "$a $b" in *zfs*) zfs=1 ;; esac; done </proc/filesystems
if [ -n "$zfs" ]; then
  if command -v zpool >/dev/null; then
    v=$($S zpool list -p); r=$?; echo "@list $r"; printf '%s\n' "$v" | sed 's/^/ /'
    v=$($S zpool status); r=$?; echo "@status $r"; printf '%s\n' "$v" | sed 's/^/ /'
  else echo @no-tool; fi
fi
echo @end"""

_IMPORT: Final = _("see why the pools were not imported: zpool import; systemd units zfs-import-cache and zfs-mount")
_NONE = "no pools available"
_SUFFIXES: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4, "P": 1024**5, "E": 1024**6}
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([KMGTPE]?)")
_FIELD = re.compile(r" *(pool|state|status|action|see|scan|scrub|config|errors|remove|checkpoint|dedup|comment): ?(.*)")
_DEVICE = re.compile(r"(\S+) +([A-Z]+)(?: +([-\d.KMGTPE]+) +([-\d.KMGTPE]+) +([-\d.KMGTPE]+))?(?: +(.*))?", re.ASCII)
_GROUPS = frozenset({"logs", "cache", "spares", "special", "dedup"})


def parse(answer: Answer) -> Listing[Pool]:
    """Join both tables. Raises Absent for a witness of the module's docstring."""
    parts = whole(answer.text)
    kernel = tuple(one.rest for one in passages(answer.text) if one.kind == "kernel")
    words = " ".join(parts["filesystems"].lines).split() if "filesystems" in parts else []
    if not words:
        raise SessionError(Reason.EMPTY, "/proc/filesystems")
    if "zfs" not in words:
        return _none(parts, "/proc/filesystems: zfs 0")
    if "no-tool" in parts:
        raise SessionError(Reason.TOOL_MISSING, "zpool " + " ".join(kernel))
    rows = _rows(parts["list"].lines) if "list" in parts else {}
    if not rows and not kernel and "list" in parts and _NONE in " ".join(parts["list"].lines) + answer.stderr:
        return _none(parts, f"zpool list: {_NONE}")
    blocks = dict(_blocks(parts["status"].lines)) if "status" in parts else {}
    names = tuple(dict.fromkeys((*kernel, *rows, *blocks)))
    if not names:
        said = answer.stderr.strip().splitlines()
        reason = Reason.FAILED if answer.is_privileged else Reason.DENIED
        raise SessionError(reason if said else Reason.EMPTY, said[-1][:200] if said else "zpool list")
    told = tuple(dict.fromkeys((*rows, *blocks)))
    unseen = tuple(Unseen(name, Reason.EMPTY, "zpool list, zpool status") for name in kernel if name not in told)
    return Listing(tuple(_pool(name, rows.get(name, {}), blocks.get(name, {})) for name in told), unseen)


def _none(parts: Mapping[str, Passage], witness: str) -> Listing[Pool]:
    if "cache" in parts:
        return Listing((), (Unseen("", Reason.FAILED, "/etc/zfs/zpool.cache", _IMPORT),))
    raise Absent(witness)


def _rows(lines: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Read ``zpool list -p`` by its heading: the columns differ from version to version."""
    heading: list[str] = []
    rows: dict[str, Mapping[str, str]] = {}
    for line in lines:
        words = line.split()
        if words[:1] == ["NAME"]:
            heading = words
        elif heading and len(words) == len(heading):
            rows[words[0]] = dict(zip(heading, words, strict=True))
        elif words and line.strip() != _NONE:
            raise ParseError("zpool list line", line)
    return rows


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
    """Split ``zpool status`` by pool, and each by its fields with the lines that continue them."""
    block: dict[str, list[str]] = {}
    field = ""
    for line in lines:
        match = _FIELD.fullmatch(line) if not line.startswith("\t") else None
        if match and match[1] == "pool":
            if block:
                yield block["pool"][0], block
            block = {}
        elif not match and not block:
            if line.strip() and line.strip() != _NONE:
                raise ParseError("zpool status line", line)
            continue
        if match:
            field = "scan" if match[1] == "scrub" else match[1]
            block[field] = [match[2].strip()]
        else:
            block[field].append(line.strip())
    if block:
        yield block["pool"][0], block


def _pool(name: str, row: Mapping[str, str], block: Mapping[str, list[str]]) -> Pool:
    """Make one pool of what both tables say; of two words on its health the worse: any but ONLINE."""
    words = [word for word in (row.get("HEALTH", ""), _joined(block.get("state"))) if word]
    used = row.get("CAP", "-").rstrip("%")
    return Pool(
        name=name,
        health=next((word for word in words if word != "ONLINE"), "ONLINE" if words else ""),
        size_bytes=_bytes(row.get("SIZE", "-")),
        free_bytes=_bytes(row.get("FREE", "-")),
        used_ratio=None if used == "-" else _count(used, used) / 100,
        status=_joined(block.get("status")),
        scan=_joined(block.get("scan")),
        errors=_joined(block.get("errors", [])[:1]),
        devices=tuple(_devices(block.get("config", ()))),
    )


def _joined(lines: list[str] | None) -> str:
    return " ".join(line for line in lines or () if line)


def _bytes(word: str) -> int | None:
    return None if word == "-" else _count(word, word)


def _count(word: str, line: str) -> int:
    """Read a count of zpool, ``1.2K`` or exact."""
    match = _AMOUNT.fullmatch(word)
    if match is None:
        raise ParseError(f"no amount: {word!r}", line)
    return round(float(match[1]) * _SUFFIXES[match[2]]) if match[2] or "." in word else int(match[1])


def _devices(lines: Iterable[str]) -> Iterator[PoolDevice]:
    for line in lines:
        match = _DEVICE.fullmatch(line.strip())
        if not line.strip() or line.split()[:2] == ["NAME", "STATE"] or line.strip() in _GROUPS:
            continue
        if match is None:
            raise ParseError("a device of a pool", line)
        reads, writes, checksums = (0 if word in {None, "-"} else _count(word, line) for word in match.group(3, 4, 5))
        yield PoolDevice(match[1], match[2], reads, writes, checksums, match[6] or "")


POOLS_ZPOOL: Final = Collector(
    id="linux.pools.zpool",
    provides=POOLS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=20, kib=512, root=Root.BETTER),
    parse=parse,
)
