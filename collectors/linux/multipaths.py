"""Multipath maps (dm-multipath) with their path groups and paths; other makers' path drivers are named, not read.

multipathd answers in JSON; where it does not run, or is too old to know JSON, ``multipath -ll`` is read. Both want root.

What proves that there is none: /proc/devices without device-mapper; or /sys/block, where every device-mapper device shows a
uuid and none begins with ``mpath-``. The same names are the witness of the answer: a map that sysfs shows, or one of its
slaves that the answer lacks, makes the map unseen. PowerPath, UltraPath, HDLM and the RDAC driver are found by their kernel
modules.

Sample::

    @devices
     Block devices:
       8 sd
     253 device-mapper
    @sys 9
    @dm dm-0 mpath-3600508b4000156d700012000000b0000 sda=3 sdb=4
    @hosts fc:3 fc:4
    @ll 0
     mpatha (3600508b4000156d700012000000b0000) dm-0 HP,HSV210
     size=100G features='1 queue_if_no_path' hwhandler='0' wp=rw
     `-+- policy='service-time 0' prio=50 status=active
       |- 3:0:0:1 sda 8:0  active ready running
       `- 4:0:0:1 sdb 8:16 active ready running
    @end
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.paths import MULTIPATHS, MultipathMap, StoragePath
from collectors.linux.drivers import block_drivers
from collectors.linux.multipath_texts import read_json, read_text
from collectors.linux.passages import Passage, passages, whole
from config.text import Text, _

_COMMAND: Final = r"""
[ ! -r /proc/devices ] || { echo @devices; sed 's/^/ /' /proc/devices; }
mapped=; while read -r n name; do [ "$name" != device-mapper ] || mapped=1; done </proc/devices
[ ! -r /proc/modules ] || while read -r n o; do
  case $n in emcp|nxup|sddlmadrv|sddlmfdrv|mppUpper|vpath) echo "@driver $n" ;; esac
done </proc/modules
set -- /sys/block/*; [ ! -e "$1" ] || echo "@sys $#"
for d in /sys/block/dm-*; do
  [ -e "$d" ] || continue
  v=; if [ -r "$d/dm/uuid" ] && read -r v <"$d/dm/uuid"; then v=${v:--}; fi
  printf '@dm %s %s' "${d##*/}" "$v"
  case $v in mpath-*) for s in "$d"/slaves/*; do
    [ -e "$s" ] || continue
    for h in "$s"/device/scsi_device/*; do [ -e "$h" ] || h=; h=${h##*/}; printf ' %s=%s' "${s##*/}" "${h%%:*}"; break; done
  done ;; esac; echo
done
printf @hosts
for t in fc iscsi sas srp; do
  for d in /sys/class/"$t"_host/host*; do [ ! -e "$d" ] || printf ' %s:%s' "$t" "${d##*/host}"; done
done; echo
if [ -n "$mapped" ]; then
  v=; ! command -v multipathd >/dev/null || v=$($S multipathd show maps json 2>/dev/null)
  case $v in
    *\{*\"maps\"*) echo @json; printf '%s\n' "$v" | sed 's/^/ /' ;;
    *) if command -v multipath >/dev/null; then
         v=$($S multipath -ll); echo "@ll $?"; printf '%s\n' "$v" | sed -n '/./s/^/ /p'
       else echo @no-tool; fi ;;
  esac
fi
echo @end"""

_OTHERS: Final[Mapping[str, tuple[str, Text]]] = {
    "emcp": ("PowerPath", _("look at the paths by hand with: powermt display dev=all")),
    "nxup": ("UltraPath", _("look at the paths by hand with: upadmin show path, upadmin show vlun")),
    "sddlmadrv": ("HDLM", _("look at the paths by hand with: dlnkmgr view -path")),
    "sddlmfdrv": ("HDLM", _("look at the paths by hand with: dlnkmgr view -path")),
    "mppUpper": ("RDAC/MPP", _("look at the paths by hand with: mppUtil -a")),
    "vpath": ("SDD", _("look at the paths by hand with: datapath query device")),
}
"""Kernel modules of other makers' path drivers: product, and what the engineer types there."""
_TOOL: Final = _("install the multipath tools on the target: the kernel uses multipath maps and nothing there reports them")
_RIGHT: Final = _("let the inspecting account run multipathd and multipath as root (a sudoers line), then inspect again")
_PREFIX: Final = "mpath-"


def parse(answer: Answer) -> Listing[MultipathMap]:
    """Read the maps and hold them against sysfs. Raises Absent for a witness of the module's docstring."""
    parts = whole(answer.text)
    heads = passages(answer.text)
    others = tuple(_other(name) for name in dict.fromkeys(one.rest for one in heads if one.kind == "driver"))
    drivers = block_drivers(parts)
    if "device-mapper" not in drivers:
        return _only(others, f"/proc/devices: {' '.join(drivers)}")
    shown = _shown(heads)
    if not shown and "sys" in parts:
        return _only(others, f"/sys/block: {parts['sys'].rest}, {_PREFIX} 0")
    maps = _maps(parts, answer)
    transports = _transports(parts)
    found = tuple(_with_transports(one, shown.get(one.wwid, {}), transports) for one in maps)
    missed = tuple(_missed(found, shown))
    gone = {one.subject for one in missed}
    return Listing(tuple(one for one in found if one.wwid not in gone), (*missed, *others))


def _other(module: str) -> Unseen:
    product, remedy = _OTHERS[module]
    return Unseen(product, Reason.NOT_ASKED, module, remedy)


def _only(others: tuple[Unseen, ...], witness: str) -> Listing[MultipathMap]:
    if others:
        return Listing((), others)
    raise Absent(witness)


def _shown(heads: Iterable[Passage]) -> dict[str, Mapping[str, str]]:
    """By wwid the slaves of each map that sysfs shows, each with the number of its host adapter ("" of none)."""
    shown: dict[str, Mapping[str, str]] = {}
    for one in heads:
        if one.kind != "dm":
            continue
        _device, _space, rest = one.rest.partition(" ")
        uuid, *slaves = rest.split() or [""]
        if not uuid:
            raise SessionError(Reason.DENIED, f"/sys/block/{one.rest.strip()}/dm/uuid")
        if uuid.startswith(_PREFIX):
            pairs = (slave.partition("=") for slave in slaves)
            shown[uuid.removeprefix(_PREFIX)] = {name: host for name, _equals, host in pairs}
    return shown


def _transports(parts: Mapping[str, Passage]) -> Mapping[str, str]:
    """By number of the host adapter, what it speaks."""
    if "hosts" not in parts:
        raise ParseError("no list of host adapters")
    pairs = (word.partition(":") for word in parts["hosts"].rest.split())
    return {host: transport for transport, _colon, host in pairs}


def _maps(parts: Mapping[str, Passage], answer: Answer) -> tuple[MultipathMap, ...]:
    if "json" in parts:
        return read_json("\n".join(parts["json"].lines))
    if "no-tool" in parts:
        raise SessionError(Reason.TOOL_MISSING, "multipath", _TOOL)
    said = answer.stderr.strip().splitlines()[-1][:200] if answer.stderr.strip() else "multipath -ll"
    maps = read_text(parts["ll"].lines) if "ll" in parts else ()
    if maps:
        return maps
    if not answer.is_privileged:
        raise SessionError(Reason.DENIED, said, _RIGHT)
    raise SessionError(Reason.EMPTY if "ll" in parts and parts["ll"].rest == "0" else Reason.FAILED, said)


def _with_transports(one: MultipathMap, slaves: Mapping[str, str], transports: Mapping[str, str]) -> MultipathMap:
    def told(path: StoragePath) -> StoragePath:
        return replace(path, transport=transports.get(slaves.get(path.device, ""), ""))

    return replace(one, groups=tuple(replace(group, paths=tuple(map(told, group.paths))) for group in one.groups))


def _missed(found: Iterable[MultipathMap], shown: Mapping[str, Mapping[str, str]]) -> Iterable[Unseen]:
    """Name the maps that sysfs shows and the answer lacks, or of which it lacks a path."""
    named = {one.wwid: {path.device for path in one.paths} for one in found}
    for wwid, slaves in shown.items():
        lost = sorted(set(slaves) - named.get(wwid, set()))
        if wwid not in named or lost:
            yield Unseen(wwid, Reason.EMPTY, " ".join(lost))


MULTIPATHS_MULTIPATHD: Final = Collector(
    id="linux.multipaths",
    provides=MULTIPATHS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=30, kib=512, root=Root.NEEDED),
    parse=parse,
)
