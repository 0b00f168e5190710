"""Tape drives and tape libraries: SCSI devices of the types 1 and 8 (SPC, peripheral device type) in sysfs.

Nothing here opens a device: ``mt`` rewinds through the wrong node and waits for a drive at work, and reading the page of
TapeAlert (``sg_logs -p 0x2e``) clears its flags on many drives, so the backup software would never see them. Sysfs answers
from what the kernel keeps. What a drive complains of while it works stands in the kernel's log.

What proves that there is none: every device below /sys/bus/scsi tells its type, and none is 1 or 8; or /sys/bus was listed
and has no scsi.

Sample::

    @buses 31
    @devices 3 3
    @names 3:0:0:0 3:0:0:1
    @device 3:0:0:0 1
     vendor=HP
     model=Ultrium 6-SCSI
     rev=J5SW
     state=running
     serial=HU1A2B3C4D
     wwid=naa.50014380213a5b7c
     driver=st
     node=st0
     read_cnt=12
     write_byte_cnt=1048576
     io_ns=2000000000
    @device 3:0:0:1 8
     vendor=HP
     model=MSL G3 Series
     state=running
     serial=DEC12345AB
     driver=
    @lines 20
    @end
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.tapes import TAPES, TapeDevice, TapePath
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages

_KINDS: Final = {"1": "drive", "8": "library"}
"""Peripheral device types: sequential-access device, media changer device."""
_COUNTS: Final[Mapping[str, tuple[str, float]]] = {
    "in_flight": ("in_flight_count", 1),
    "read_cnt": ("read_count", 1),
    "write_cnt": ("write_count", 1),
    "other_cnt": ("other_count", 1),
    "resid_cnt": ("residual_count", 1),
    "read_byte_cnt": ("read_bytes", 1),
    "write_byte_cnt": ("written_bytes", 1),
    "io_ns": ("io_seconds", 1e-9),
}
"""By file of st (kernel: Documentation/scsi/st.rst), what we call it and its factor."""

_COMMAND: Final = counting(rf"""
set -- /sys/bus/*; [ ! -e "$1" ] || echo "@buses $#"
[ -d /sys/bus/scsi/devices ] || return 0
set -- /sys/bus/scsi/devices/*:*:*:*; [ -e "$1" ] || set --
all=$# k=0 tapes=
for d do
  v=; {{ read -r v <"$d/type"; }} 2>/dev/null; [ -z "$v" ] || k=$((k + 1))
  case $v in 1 | 8) tapes="$tapes ${{d##*/}}" ;; esac
done
echo "@devices $all $k"; echo "@names$tapes"
for a in $tapes; do
  d=/sys/bus/scsi/devices/$a v=; read -r v <"$d/type"; echo "@device $a $v"
  for f in vendor model rev state wwid; do
    v=; {{ read -r v <"$d/$f"; }} 2>/dev/null; printf ' %s=%s\n' "$f" "$v"
  done
  v=; [ ! -r "$d/vpd_pg80" ] || v=$(tail -c +5 "$d/vpd_pg80" | tr -dc ' -~'); printf ' serial=%s\n' "$v"
  v=; [ ! -e "$d/driver" ] || {{ v=$(readlink "$d/driver"); v=${{v##*/}}; }}; printf ' driver=%s\n' "$v"
  for t in "$d"/scsi_tape/st*; do
    case $t in *[!0-9]) continue ;; esac
    echo " node=${{t##*/}}"
    for f in {" ".join(_COUNTS)}; do
      v=; {{ read -r v <"$t/stats/$f"; }} 2>/dev/null; [ -z "$v" ] || printf ' %s=%s\n' "$f" "$v"
    done
  done
done""")


def parse(answer: Answer) -> Listing[TapeDevice]:
    """Read every drive and library, the ways to one joined. Raises Absent for the witness of the module's docstring."""
    parts = complete(answer.text)
    if "devices" not in parts:
        raise _no_bus(parts)
    told = {one.rest.partition(" ")[0]: one for one in passages(answer.text) if one.kind == "device"}
    names = parts["names"].rest.split() if "names" in parts else []
    every, _space, typed = parts["devices"].rest.partition(" ")
    if number(every) != number(typed):
        raise SessionError(Reason.EMPTY, f"/sys/bus/scsi/devices/*/type: {typed} / {every}")
    if not names:
        raise Absent(f"/sys/bus/scsi/devices: {every}, type 1 0, type 8 0")
    unseen = tuple(Unseen(name, Reason.EMPTY, f"/sys/bus/scsi/devices/{name}") for name in names if name not in told)
    return Listing(_joined(_device(one) for one in told.values()), unseen)


def _no_bus(parts: Mapping[str, Passage]) -> Absent | SessionError:
    if "buses" not in parts or not number(parts["buses"].rest):
        return SessionError(Reason.EMPTY, "/sys/bus")
    return Absent(f"/sys/bus: {parts['buses'].rest}, scsi 0")


def _device(one: Passage) -> TapeDevice:
    address, _space, kind = one.rest.partition(" ")
    if kind not in _KINDS:
        raise ParseError("no tape", one.rest)
    said = dict(line.split("=", 1) for line in one.lines if "=" in line)
    vendor, model, revision, serial, wwid, state, node = (
        " ".join(said.get(key, "").split()) for key in ("vendor", "model", "rev", "serial", "wwid", "state", "node")
    )
    return TapeDevice(
        kind=_KINDS[kind],
        name=serial or wwid or address,
        model=f"{vendor} {model}".strip(),
        revision=revision,
        paths=(TapePath(address, state, said.get("driver"), node),),
        counts={name: number(said[key], key) * unit for key, (name, unit) in _COUNTS.items() if key in said},
    )


def _joined(devices: Iterable[TapeDevice]) -> tuple[TapeDevice, ...]:
    """Join the ways to one device: a drive in a storage network is found once over each port."""
    found: dict[tuple[str, str], TapeDevice] = {}
    for one in devices:
        before = found.setdefault((one.kind, one.name), one)
        if before is not one:
            counts = {key: before.counts.get(key, 0) + value for key, value in one.counts.items()}
            found[one.kind, one.name] = replace(before, paths=before.paths + one.paths, counts={**before.counts, **counts})
    return tuple(found.values())


TAPES_SYSFS: Final = Collector(
    id="linux.tapes.sysfs",
    provides=TAPES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=256),
    parse=parse,
)
