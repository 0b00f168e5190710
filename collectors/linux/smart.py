"""SMART of every disk: those of /sys/block, and those behind controllers that ``smartctl --scan-open`` names.

The scan's other types are not believed (it calls SATA disks ``scsi`` on some controllers): a disk of the kernel's own is
asked with type auto, and once more as SAT where a USB bridge is not known. A sleeping disk is left asleep. Where smartctl
cannot read an NVMe disk, nvme-cli is asked.

There is no disk to ask only where /sys/block names none but virtual ones, volumes of an array, or empty slots (see
block_disks.py). A volume behind a RAID controller "does not support SMART": it is left out where disks behind the
controller were read, else it is unseen, with the way to reach them.

Sample::

    @tools smartctl
    @disk sda 1953525168 ahci
     path=../devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda
     vendor=ATA
     model=ST1000NX0423
     ID_BUS=ata
     ID_SERIAL_SHORT=W470AB12
    @count 1
    @end
    =/dev/sda auto
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Each,
    Listing,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Unseen,
    Walk,
)
from collectors.facts.disk_health import DISK_HEALTH, DiskHealth
from collectors.linux.block_disks import RAID_DRIVERS, BlockDisk, block_disk
from collectors.linux.passages import number, passages, whole
from collectors.linux.smart_reading import NoSmart, NotSeen, read_disk, read_nvme
from collectors.linux.smart_text import tree_of_text
from collectors.linux.trees import tree_of
from config.text import Text, _

_ITEMS: Final = r"""
line() { v=; [ ! -r "$1" ] || IFS= read -r v <"$1"; [ -n "$v" ]; }
t=; command -v smartctl >/dev/null && t=smartctl; command -v nvme >/dev/null && t="$t nvme"
echo "@tools $t"
n=0 names=
for b in /sys/block/*; do
  k=${b##*/}
  case $k in
    loop*|ram*|zram*|sr*|fd[0-9]*|dm-*|md*|nbd*|rbd*|drbd*|zd[0-9]*|bcache*|mtd*|mmcblk*boot*|nvme*c*n*|"*") continue ;;
  esac
  line "$b/size" || continue
  n=$((n + 1)) s=$v l=$(readlink "$b") h=
  case $l in */host[0-9]*) h=${l#*/host}; h=${h%%/*}; line "/sys/class/scsi_host/host$h/proc_name"; h=$v ;; esac
  printf '@disk %s %s %s\n path=%s\n' "$k" "$s" "$h" "$l"
  for f in vendor model serial; do ! line "$b/device/$f" || printf ' %s=%s\n' $f "$v"; done
  line "$b/dev"
  [ -z "$v" ] || [ ! -r "/run/udev/data/b$v" ] ||
    sed -n -e '/^E:ID_SCSI_SERIAL=/s/^E:/ /p' -e '/^E:ID_SERIAL_SHORT=/s/^E:/ /p' -e '/^E:ID_BUS=/s/^E:/ /p' \
      "/run/udev/data/b$v"
  case $s:$k in 0:*|*:vd*|*:xvd*|*:mmcblk*|*:pmem*|*:dasd*) continue ;; esac
  case $t:$k in *smartctl*|*nvme:nvme*) names="$names $k" ;; esac
done
behind=
case $t in *smartctl*)
  behind=$($S smartctl --scan-open | sed -n 's/^\(\/dev\/[^ ]*\) -d \([^ #]*[a-z0-9],[^ #]*\).*/\1 \2/p') ;;
esac
[ -z "$behind" ] || printf '%s\n' "$behind" | sed 's/^/@behind /'
echo "@count $n"; echo @end
for k in $names; do printf '=/dev/%s auto\n' "$k"; done | sed 's/!/\//g'
[ -z "$behind" ] || printf '%s\n' "$behind" | sed 's/^/=/'"""

_ONE: Final = r"""
d=${1%% *} t=${1#* } r=0 out=
command -v smartctl >/dev/null && {
  out=$($S smartctl --json=c -n standby,3 -i -H -A -l error -d "$t" "$d"); r=$?
  case $out in *'USB bridge'*) out=$($S smartctl --json=c -n standby,3 -i -H -A -l error -d sat "$d"); r=$? ;; esac
  case $out in
    '{'*) echo @json ;;
    *) out=$($S smartctl -n standby -i -H -A -l error -d "$t" "$d"); r=$?; echo @text ;;
  esac
  printf '%s\n' "$out" | sed 's/^/ /'; echo "@lines" $(printf '%s\n' "$out" | wc -l)
}
echo "@exit $r"
case $d:$out in
  *critical_warning*|*'Critical Warning'*) ;;
  /dev/nvme*) ! command -v nvme >/dev/null || { echo @nvme; $S nvme smart-log -o json "$d" | sed 's/^/ /'; } ;;
esac
echo @end"""

_ROOT: Final = _("let the inspecting account run smartctl (and nvme) as root: the printed sudoers lines name the commands")
_INSTALL: Final = _("install smartmontools on the target (for NVMe disks nvme-cli will do), then inspect again")
_WAKE: Final = _("the disk sleeps and was left asleep: inspect while it is at work, or run smartctl -H on it by hand")
_SWITCH_ON: Final = _("SMART is switched off on this disk: switch it on (smartctl -s on), then inspect again")
_BRIDGE: Final = _("nothing behind this device passes SMART on: look at the disk with its maker's tool, or at its lamp")
_BEHIND: Final = _(
    "this is a volume of a RAID controller ({driver}): ask the disks behind it ({way}; smartctl --scan-open), or "
    "install the controller's own tool"
)

Said = DiskHealth | NoSmart | NotSeen


@dataclass(frozen=True, slots=True)
class _Round:
    """What the listing enumerated: disks by device, and items behind controllers."""

    disks: Mapping[str, BlockDisk]
    behind: tuple[str, ...] = ()
    tools: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Volume:
    """A disk of the kernel's that is a volume of a RAID controller."""

    disk: BlockDisk


def parse(walk: Walk[Answer]) -> Listing[DiskHealth]:
    """Read every disk once. Raises Absent where none is physical, SessionError where none was read."""
    known = _listing(walk.listing.text)
    found = [(item, _outcome(item, disk, walk, known)) for item, disk in _items(known)]
    records = tuple(one for _item, one in found if isinstance(one, DiskHealth))
    is_reached = any(isinstance(one, DiskHealth) and item in known.behind for item, one in found)
    unseen = [one for _item, one in found if isinstance(one, Unseen)]
    if not is_reached:
        unseen += [_volume(one.disk) for _item, one in found if isinstance(one, _Volume)]
    if not records and not unseen:
        raise Absent(f"/sys/block: {'; '.join(one for _item, one in found if isinstance(one, str))[:200] or '-'}")
    if not records:
        raise SessionError(unseen[0].reason, _together(unseen), unseen[0].remedy)
    return Listing(records, tuple(_named(unseen)))


def _outcome(item: str, disk: BlockDisk | None, walk: Walk[Answer], known: _Round) -> DiskHealth | Unseen | _Volume | str:
    """What an item came to; a text is witness that it is no physical disk."""
    if disk is not None and disk.is_never_asked:
        return disk.witness
    said = _said(item, walk, disk, known)
    if not isinstance(said, NoSmart):
        return said
    if disk is not None and disk.witness:
        return disk.witness
    if disk is not None and disk.driver in RAID_DRIVERS:
        return _Volume(disk)
    return _unseen(disk, item, said.said, _BRIDGE)


def _listing(text: str) -> _Round:
    head, end, rest = text.partition("\n@end\n")
    parts = whole(head + end)
    heads = passages(head + end)
    disks = {one.device: one for one in (block_disk(head) for head in heads if head.kind == "disk")}
    if "count" not in parts or number(parts["count"].rest) != len(disks):
        raise SessionError(Reason.CUT, parts["count"].rest if "count" in parts else "/sys/block")
    behind = tuple(dict.fromkeys(one.rest for one in heads if one.kind == "behind"))
    strange = {line[1:] for line in rest.splitlines()} - {f"{device} auto" for device in disks} - set(behind)
    if strange:
        raise SessionError(Reason.CUT, " ".join(sorted(strange))[:200])
    return _Round(disks, behind, frozenset(parts["tools"].rest.split() if "tools" in parts else ()))


def _items(known: _Round) -> Iterator[tuple[str, BlockDisk | None]]:
    yield from ((f"{device} auto", disk) for device, disk in known.disks.items())
    yield from ((item, None) for item in known.behind)


def _said(item: str, walk: Walk[Answer], disk: BlockDisk | None, known: _Round) -> DiskHealth | NoSmart | Unseen:
    answer = walk.items.get(item)
    if answer is None:
        return _not_asked(item, walk, disk, known)
    if isinstance(answer, Unseen):
        return _unseen(disk, item, answer.detail, answer.remedy, answer.reason)
    device = item.removesuffix(" auto")
    try:
        said = _read(answer, device, disk)
    except SessionError as error:
        return _unseen(disk, item, error.detail, error.remedy, error.reason)
    except ParseError as error:
        return _unseen(disk, item, str(error)[:200], None, Reason.NOT_UNDERSTOOD)
    if not isinstance(said, NotSeen):
        return said
    remedy = _WAKE if said.is_asleep else _SWITCH_ON if said.is_off else _ROOT if said.reason is Reason.DENIED else None
    return _unseen(disk, item, said.said, remedy, said.reason)


def _not_asked(item: str, walk: Walk[Answer], disk: BlockDisk | None, known: _Round) -> NoSmart | Unseen:
    """A disk without an answer: left out of the walk, or nothing there to ask it with."""
    if not known.tools or (known.tools == {"nvme"} and not item.startswith("/dev/nvme")):
        if disk is not None and disk.witness:
            return NoSmart("")
        return _unseen(disk, item, "smartctl", _INSTALL, Reason.TOOL_MISSING)
    left_out = next((one for one in walk.unseen if one.subject == item), None)
    if left_out is not None:
        return _unseen(disk, item, left_out.detail, left_out.remedy, left_out.reason)
    return _unseen(disk, item, "", None, Reason.NOT_ASKED)


def _read(answer: Answer, device: str, disk: BlockDisk | None) -> Said:
    parts = whole(answer.text)
    body = parts.get("json", parts.get("text"))
    if body is not None and "lines" in parts and number(parts["lines"].rest) != len(body.lines):
        raise SessionError(Reason.CUT, parts["lines"].rest)
    serial = disk.serial if disk is not None else ""
    exit_code = number(parts["exit"].rest) if "exit" in parts else 0
    said: Said = NotSeen(Reason.TOOL_MISSING, "smartctl")
    if "json" in parts:
        said = read_disk(tree_of("\n".join(parts["json"].lines)), exit_code, device, serial)
    elif "text" in parts:
        said = read_disk(tree_of_text(parts["text"].lines), exit_code, device, serial)
    if "nvme" in parts and not isinstance(said, DiskHealth) and any(line.strip() for line in parts["nvme"].lines):
        model = disk.model if disk is not None else ""
        return read_nvme(tree_of("\n".join(parts["nvme"].lines)), device, serial, model)
    if isinstance(said, NotSeen) and said.reason in {Reason.EMPTY, Reason.FAILED} and not answer.is_privileged:
        last = answer.stderr.strip().splitlines()[-1:] or [said.said]
        return replace(said, reason=Reason.DENIED, said=last[0][:200])
    return said


def _unseen(
    disk: BlockDisk | None, item: str, said: str | Text, remedy: Text | None, reason: Reason = Reason.NO_RECORD
) -> Unseen:
    """Name an unseen disk by the serial that the kernel knows; without one nobody can say which record it would be."""
    serial = disk.serial if disk is not None else ""
    return Unseen(serial, reason, f"{item.removesuffix(' auto')} {said}".strip(), remedy)


def _volume(disk: BlockDisk) -> Unseen:
    remedy = replace(_BEHIND, values={"driver": disk.driver, "way": RAID_DRIVERS[disk.driver]})
    return Unseen(disk.serial, Reason.NO_RECORD, f"{disk.device} {disk.words}", remedy)


def _together(unseen: list[Unseen]) -> str:
    return "; ".join(dict.fromkeys(str(one.detail) for one in unseen))[:300]


def _named(unseen: list[Unseen]) -> Iterator[Unseen]:
    """All that have no name of their own are one: findings are told apart by subject."""
    nameless = [one for one in unseen if not one.subject]
    yield from (one for one in unseen if one.subject)
    if nameless:
        yield replace(nameless[0], detail=_together(nameless))


DISK_HEALTH_SMART: Final = Collector(
    id="linux.smart",
    provides=DISK_HEALTH,
    on=LINUX,
    ask=Each(
        items=Shell(_ITEMS, tool="sed", seconds=30, kib=256, root=Root.BETTER),
        ask=Shell(_ONE, seconds=20, kib=256, root=Root.NEEDED),
        most=128,
    ),
    parse=parse,
)
