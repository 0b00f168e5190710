"""LVM: volume groups, their physical and logical volumes, thin pools and snapshots.

The three reports are asked in the oldest form that all versions know (columns, a separator), new columns first; locks stay
on, because ``--readonly`` would hide how full thin pools are. lvm2 answers root alone.

What proves that there is none: ``vgs`` printing nothing with exit 0 proves nothing (without device-mapper it says just
that). The kernel does: /proc/devices without a device-mapper driver; or every device-mapper device named with its uuid and
none of LVM, when also root's pvs and vgs ran and printed nothing and /sys/block could be listed, or udev's records
enumerate the block devices and grep, having read all of them (exit 1), found no LVM signature (a group that could not be
activated has no device). A uuid that could be read and is empty is written ``-``: LVM gives every device of its own one.

Sample::

    @devices
     Block devices:
     253 device-mapper
    @dm dm-0 LVM-kR3qHc0pVd2n1mOZ7m3y7vYf0lQb3tUq
    @pvs 0
     /dev/sda3|rhel|a--|64420315136|4194304|Zk1nQc-0pVd-2n1m-OZ7m-3y7v-Yf0l-Qb3tUq
    @vgs 0
     rhel|wz--n-|64420315136|4194304|0|kR3qHc-0pVd-2n1m-OZ7m-3y7v-Yf0l-Qb3tUq
    @lvs 0
     rhel|root|-wi-ao----|53687091200|||||Lv7rHc-0pVd-2n1m-OZ7m-3y7v-Yf0l-Qb3tUq
    @end
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.volumes import VOLUME_GROUPS, LogicalVolume, PhysicalVolume, VolumeGroup
from collectors.linux.drivers import block_drivers
from collectors.linux.passages import Passage, number, passages, whole
from config.text import _

_PVS = "pv_name,vg_name,pv_attr,pv_size,pv_free,pv_uuid"
_VGS = "vg_name,vg_attr,vg_size,vg_free"
_LVS = "vg_name,lv_name,lv_attr,lv_size,pool_lv,data_percent,metadata_percent,lv_health_status,lv_uuid"
_OLD_LVS = "vg_name,lv_name,lv_attr,lv_size,origin,snap_percent,lv_uuid"
_WITHOUT_UUIDS: Final = "b72dafb406e47501ff02636aadb90e6bafe766b44f665d829ab53297d6947a76"
"""The ask as it was before it asked for UUIDs."""

_COMMAND: Final = rf"""
[ ! -r /proc/devices ] || {{ echo @devices; sed 's/^/ /' /proc/devices; }}
mapped=; while read -r n name; do [ "$name" != device-mapper ] || mapped=1; done </proc/devices
set -- /sys/block/*; [ ! -e "$1" ] || echo "@sys $#"
for d in /sys/block/dm-*; do
  [ -e "$d" ] || continue
  v=; if [ -r "$d/dm/uuid" ] && read -r v <"$d/dm/uuid"; then v=${{v:--}}; fi; printf '@dm %s %s\n' "${{d##*/}}" "$v"
done
set -- /run/udev/data/b*
if [ -r "$1" ]; then
  out=$(grep -l '^E:ID_FS_TYPE=LVM2_member' "$@"); printf '@udev %s %s\n' "$#" "$?"
  printf '%s\n' "$out" | sed -n '/./s/^/ /p'
fi
report() {{ $S "$1" --noheadings --separator '|' --units b --nosuffix -o "$2"; }}
if [ -n "$mapped" ] && command -v lvs >/dev/null; then
  for one in "pvs {_PVS} {_PVS}" "vgs {_VGS},vg_missing_pv_count,vg_uuid {_VGS},vg_uuid" "lvs {_LVS} {_OLD_LVS}"; do
    set -- $one
    out=$(report "$1" "$2"); r=$?
    case $r$out in 0*|*\|*) ;; *) out=$(report "$1" "$3"); r=$? ;; esac
    printf '@%s %s\n' "$1" "$r"; printf '%s\n' "$out" | sed -n '/|/s/^/ /p'
  done
fi
[ -z "$mapped" ] || command -v lvs >/dev/null || echo @no-tool
echo @end"""

_TOOL: Final = _("install lvm2 on the target: the kernel uses LVM volumes and nothing there can report on them")
_COLUMNS: Final = {"pvs": (5,), "vgs": (4, 5), "lvs": (6, 8)}
"""Without the UUID behind them, which an answer to the ask of before lacks."""
_UUID: Final = re.compile(r"[0-9A-Za-z]{6}(?:-[0-9A-Za-z]{4}){5}-[0-9A-Za-z]{6}", re.ASCII)
"""As LVM writes each (lvm2, lib/uuid: 32 characters in groups of 6-4-4-4-4-4-6)."""
_NONE_FOUND: Final = "1"
"""grep's exit when it read every file and no line fits; 2 or more where it could not (grep(1))."""
_MISSING_NAMES = frozenset({"unknown device", "[unknown]", "unknown"})


def parse(answer: Answer) -> Listing[VolumeGroup]:
    """Read the three reports into groups. Raises Absent for a witness of the module's docstring."""
    parts = whole(answer.text)
    uuids = _uuids(passages(answer.text))
    has_volumes = any(uuid.startswith("LVM-") for uuid in uuids)
    drivers = block_drivers(parts)
    if "device-mapper" not in drivers:
        raise Absent(f"/proc/devices: {' '.join(drivers)}")
    if "no-tool" in parts:
        raise _shut(parts, uuids, SessionError(Reason.TOOL_MISSING, "lvs", _TOOL))
    failed = [name for name in _COLUMNS if name not in parts or parts[name].rest != "0"]
    rows = {name: _rows(name, parts[name].lines) for name in _COLUMNS if name in parts}
    if not any(rows.values()):
        raise _shut(parts, uuids, _refused(answer, failed))
    unseen = tuple(Unseen("", Reason.FAILED, f"{name} {_last(answer.stderr)}".strip()) for name in failed)
    groups = tuple(_groups(rows))
    if has_volumes and not any(one.logical for one in groups) and not unseen:
        unseen = (Unseen("", Reason.EMPTY, "lvs"),)
    return Listing(groups, unseen)


def _uuids(heads: Iterable[Passage]) -> tuple[str, ...]:
    """One a device-mapper device; "" where it could not be read."""
    return tuple(one.rest.partition(" ")[2].strip() for one in heads if one.kind == "dm")


def _last(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if line.strip() and "leaked on" not in line]
    return lines[-1][:200] if lines else ""


def _refused(answer: Answer, failed: list[str]) -> SessionError:
    if not answer.is_privileged:
        remedy = _("let the inspecting account run pvs, vgs and lvs as root (a sudoers line), then inspect again")
        return SessionError(Reason.DENIED, _last(answer.stderr) or "pvs vgs lvs", remedy)
    return SessionError(Reason.FAILED if failed else Reason.EMPTY, _last(answer.stderr) or "pvs vgs lvs")


def _shut(parts: Mapping[str, Passage], uuids: Iterable[str], error: SessionError) -> Absent | SessionError:
    """Say what an answer without groups means: none, where the kernel or udev enumerates and shows none."""
    if any(not uuid or uuid.startswith("LVM-") for uuid in uuids):
        return error
    records, _space, searched = parts["udev"].rest.partition(" ") if "udev" in parts else ("", "", "")
    if searched == _NONE_FOUND and not parts["udev"].lines:
        return Absent(f"/run/udev/data: {records}, ID_FS_TYPE=LVM2_member 0")
    if error.reason is Reason.EMPTY and "sys" in parts:
        return Absent("/sys/block/dm-*/dm/uuid: LVM- 0; pvs, vgs 0")
    return error


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a report: its columns, and the UUID of what it is about, "" where it was not asked."""

    cells: list[str]
    uuid: str = ""


def _rows(name: str, lines: Iterable[str]) -> list[_Line]:
    rows = []
    for line in lines:
        words = [word.strip() for word in line.strip().split("|")]
        if len(words) == 1 and not words[0]:
            continue
        uuid = words.pop() if _UUID.fullmatch(words[-1]) else ""
        if len(words) not in _COLUMNS[name]:
            raise ParseError(f"{name} line", line)
        rows.append(_Line(words, uuid))
    return rows


def _groups(rows: Mapping[str, list[_Line]]) -> Iterable[VolumeGroup]:
    physical: dict[str, list[PhysicalVolume]] = {}
    for line in rows.get("pvs", []):
        name, group, attributes, size, free = line.cells
        is_missing = name in _MISSING_NAMES or attributes[2:3] == "m"
        physical.setdefault(group, []).append(PhysicalVolume(name, is_missing, _size(size), _size(free), line.uuid))
    logical: dict[str, list[LogicalVolume]] = {}
    for line in rows.get("lvs", []):
        logical.setdefault(line.cells[0], []).append(_logical(line))
    named = {line.cells[0]: line for line in rows.get("vgs", [])}
    for group in dict.fromkeys((*named, *physical, *logical)):
        of_group = named.get(group, _Line([group, "", "0", "0"]))
        row = of_group.cells
        missing = sum(one.is_missing for one in physical.get(group, []))
        counted = number(row[4]) if len(row) > 4 and row[4] else 0  # noqa: PLR2004 - the newer columns
        yield VolumeGroup(
            name=group,
            attributes=row[1],
            size_bytes=_size(row[2]),
            free_bytes=_size(row[3]),
            missing_count=max(missing, counted),
            physical=tuple(physical.get(group, ())),
            logical=tuple(logical.get(group, ())),
            uuid=of_group.uuid,
        )


def _logical(line: _Line) -> LogicalVolume:
    is_old = len(line.cells) == _COLUMNS["lvs"][0]
    _group, name, attributes, size, *more = line.cells
    pool, data, metadata, health = ("", more[1], "", "") if is_old else more
    return LogicalVolume(
        name=name.strip("[]"),
        attributes=attributes,
        size_bytes=_size(size),
        pool=pool,
        data_ratio=_ratio(data),
        metadata_ratio=_ratio(metadata),
        health=health,
        is_hidden=name.startswith("["),
        uuid=line.uuid,
    )


def _size(word: str) -> int:
    return number(word.removesuffix("B")) if word else 0


def _ratio(word: str) -> float | None:
    if not word:
        return None
    try:
        ratio = float(word) / 100
    except ValueError as error:
        raise ParseError("no percentage", word) from error
    if not 0 <= ratio <= 1:
        raise ParseError("no percentage", word)
    return ratio


VOLUME_GROUPS_LVM: Final = Collector(
    id="linux.volume_groups.lvm",
    provides=VOLUME_GROUPS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=20, kib=256, root=Root.NEEDED),
    parse=parse,
    also_reads=(_WITHOUT_UUIDS,),
)
