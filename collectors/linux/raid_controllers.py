"""Which RAID controllers the PCI bus shows, and what the makers' tools say of each.

The bus is the witness: with no controller of class RAID (0x0104) and none of the drivers that hold RAIDs behind class SAS
(0x0107), there is none. One that no tool speaks of is unseen, with the tool that its maker has for it. Class 0x0104 under
an AHCI or VMD driver is the chipset's software RAID, which md runs: none of hardware. An HBA (mpt3sas) holds no RAID,
unless /sys/block shows a volume of its own (IR mode).

Sample::

    @pci 0000:18:00.0 0x010400 0x1000 0x0014 megaraid_sas
    @count 41
    @end
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    Listing,
    ParseError,
    Reason,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.raid import PCI_STORAGE, RAID_CONTROLLERS, RAID_TOOLS, PciStorage, RaidController
from collectors.linux.passages import number, passages, whole
from config.text import Text, _

_COMMAND: Final = r"""
n=0
for d in /sys/bus/pci/devices/*; do
  [ -r "$d/class" ] && read -r c <"$d/class" || continue
  n=$((n + 1))
  case $c in 0x0104*|0x0107*) ;; *) continue ;; esac
  v= p= l=$(readlink "$d/driver"); read -r v <"$d/vendor"; read -r p <"$d/device"
  printf '@pci %s %s %s %s %s\n' "${d##*/}" "$c" "$v" "$p" "${l##*/}"
done
[ ! -d /sys/bus/pci/devices ] || echo "@count $n"
s=
for b in /sys/block/*; do
  [ -e "$b" ] || continue
  [ -n "$s" ] || { s=1; echo @sys; }
  m=; [ ! -r "$b/device/model" ] || read -r m <"$b/device/model"
  case $m in 'Logical Volume'*|'Virtual Disk'*) printf '@volume %s %s\n' "${b##*/}" "$m" ;; esac
done
echo @end"""

_WORDS: Final = 5
_SOFTWARE: Final = frozenset({"ahci", "vmd", "nvme", "ata_piix", "pata_jmicron", "isci"})
"""Drivers of what calls itself RAID and is none: the chipset's own, run by md or dmraid."""
_SAS_RAIDS: Final = frozenset({"megaraid_sas", "hpsa", "smartpqi", "aacraid", "arcmsr", "3w-sas", "mpi3mr", "leapraid"})
"""Drivers of RAID controllers that may show the class of a SAS controller (HPE Gen10 does)."""
_TOOLS: Final = {
    "megaraid_sas": "storcli64 / perccli64",
    "mpi3mr": "storcli2",
    "mpt3sas": "storcli64 / sas3ircu",
    "mpt2sas": "storcli64 / sas2ircu",
    "hpsa": "ssacli",
    "cciss": "hpacucli",
    "smartpqi": "ssacli / arcconf",
    "aacraid": "arcconf",
    "arcmsr": "Areca cli64",
    "3w-sas": "tw_cli",
    "3w-9xxx": "tw_cli",
}
_FAMILIES: Final = {
    "storcli": ("megaraid", "mpt", "mpi3mr"),
    "perccli": ("megaraid", "mpt", "mpi3mr"),
    "MegaCli": ("megaraid",),
    "ssacli": ("hpsa", "cciss", "smartpqi"),
    "arcconf": ("aacraid", "smartpqi"),
}
"""Which drivers' controllers a tool speaks of: to match one that does not tell its place on the bus."""
_INSTALL: Final = _(
    "install the controller's own tool on the target ({tool}), then inspect again; until then look at its lamps"
)
_NO_TOOL: Final = _("the maker's own tool (for {ids}, driver {driver})")


def parse_pci(answer: Answer) -> Listing[PciStorage]:
    """Read the RAID controllers of the bus. Raises Absent where it shows none."""
    parts = whole(answer.text)
    if "count" not in parts or ("sys" not in parts and parts["count"].rest == "0"):
        raise SessionError(Reason.EMPTY, "/sys/bus/pci/devices")
    found = []
    for one in passages(answer.text):
        if one.kind == "pci":
            said = one.rest.split(" ")
            if len(said) != _WORDS:
                raise ParseError("PCI device", one.rest)
            found.append((said[1], PciStorage(said[0].lower(), f"{said[2]}:{said[3]}", said[4])))
    has_volumes = "volume" in parts
    raids = tuple(
        one for code, one in found if _is_raid(code, one.driver) or (has_volumes and one.driver.startswith("mpt"))
    )
    if not raids:
        others = ", ".join(f"{one.address} {one.driver}" for _code, one in found)
        raise Absent(f"/sys/bus/pci: {number(parts['count'].rest)} devices, RAID 0 {others}".strip())
    return Listing(raids)


def _is_raid(code: str, driver: str) -> bool:
    return driver in _SAS_RAIDS or (code.startswith("0x0104") and driver not in _SOFTWARE)


def derive(bus: Listing[PciStorage] | Exception, tools: Listing[RaidController] | Exception) -> Listing[RaidController]:
    """Join what the tools say with what the bus shows; what one of them alone knows is kept, or unseen."""
    if isinstance(tools, Exception):
        raise _nothing_said(bus, tools)
    records = tuple(_distinct(tools.records))
    unseen = list(tools.unseen) + [lost for one in records for lost in _lost(one)]
    if isinstance(bus, Listing):
        unseen += [_unspoken(one) for one in _unmatched(bus.records, records)]
    elif isinstance(bus, SessionError):
        unseen.append(Unseen("", bus.reason, bus.detail, bus.remedy))
    elif not isinstance(bus, Absent):
        unseen.append(Unseen("", Reason.NOT_UNDERSTOOD, str(bus)[:200]))
    return Listing(records, tuple(unseen))


def _nothing_said(bus: Listing[PciStorage] | Exception, tools: Exception) -> Exception:
    """No tool spoke of any: none on the bus is witness enough, but for a tool that is there and was kept from speaking."""
    is_missing = isinstance(tools, Absent) or (isinstance(tools, SessionError) and tools.reason is Reason.TOOL_MISSING)
    if isinstance(bus, Absent):
        return bus if is_missing else tools
    if isinstance(bus, Exception):
        return bus
    wanted = "; ".join(f"{one.address} {one.ids} {one.driver}".strip() for one in bus.records)
    if is_missing:
        return SessionError(Reason.TOOL_MISSING, wanted, _remedy(bus.records[0]))
    return tools


def _remedy(one: PciStorage) -> Text:
    tool = _TOOLS.get(one.driver) or replace(_NO_TOOL, values={"ids": one.ids, "driver": one.driver or "-"})
    return replace(_INSTALL, values={"tool": tool})


def _distinct(records: tuple[RaidController, ...]) -> Iterator[RaidController]:
    """One record a controller, the first tool's; the same controller has the same serial number or place."""
    seen: set[str] = set()
    for one in records:
        names = {one.identity, one.address} - {""}
        if not names & seen:
            yield one
        seen |= names


def _lost(one: RaidController) -> Iterator[Unseen]:
    """Volumes or disks that a tool counts and does not list."""
    for counted, listed in ((one.volume_count, len(one.volumes)), (one.drive_count, len(one.drives))):
        if counted is not None and counted > listed:
            yield Unseen("", Reason.EMPTY, f"{one.tool} {one.identity} {listed}/{counted}")


def _unmatched(bus: tuple[PciStorage, ...], records: tuple[RaidController, ...]) -> Iterator[PciStorage]:
    known = {one.address for one in records if one.address}
    homeless = [one for one in records if not one.address]
    for device in bus:
        if device.address in known:
            continue
        mine = next((one for one in homeless if _speaks_of(one.tool, device.driver)), None)
        if mine is None:
            yield device
        else:
            homeless.remove(mine)


def _speaks_of(tool: str, driver: str) -> bool:
    family = tool.removesuffix("64")
    return any(driver.startswith(start) for start in _FAMILIES.get(family, ()))


def _unspoken(one: PciStorage) -> Unseen:
    return Unseen(one.address, Reason.TOOL_MISSING, f"{one.address} {one.ids} {one.driver}".strip(), _remedy(one))


PCI_STORAGE_SYSFS: Final = Collector(
    id="linux.pci_storage.sysfs",
    provides=PCI_STORAGE,
    on=LINUX,
    ask=Shell(_COMMAND, seconds=10, kib=64),
    parse=parse_pci,
)
RAID_CONTROLLERS_DERIVED: Final = Derived(
    id="linux.raid_controllers", provides=RAID_CONTROLLERS, of=(PCI_STORAGE, RAID_TOOLS), derive=derive
)
