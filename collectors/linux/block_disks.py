"""What the kernel says of each disk before it is asked: who made it, what it hangs on, whether it is a disk at all.

No collector of its own. A disk is n.a. for SMART only where this is witness of it: a virtual disk or a volume of an array
by its own vendor and model, or by the bus it hangs on; a slot without medium by its size.

Sample::

    @disk sda 1953525168 megaraid_sas
     path=../devices/pci0000:00/0000:00:01.0/0000:02:00.0/host0/target0:2:0/0:2:0:0/block/sda
     vendor=DELL
     model=PERC H730P Adp
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import ParseError
from collectors.linux.passages import Passage

NEVER_ASKED: Final = re.compile(r"vd[a-z]+|xvd[a-z]+|mmcblk.*|pmem.*|dasd[a-z]+")
"""Kinds of block device with no SMART at all: paravirtual (virtio, Xen), flash cards, persistent memory, mainframe."""
_VIRTUAL: Final = re.compile(
    r"QEMU|VMware|Msft|MSFT|VBOX|VirtualBox|Virtual|virtio|Google|Amazon Elastic|Alibaba Cloud|Tencent|PRLS|Parallels|"
    r"ORCL-VBOX|nvme_card|Red Hat VirtIO|XENSRC|\bVDISK\b|File-CD Gadget|LIO-ORG|\bIET\b|TCMU|SCST_",
    re.IGNORECASE,
)
_ARRAY: Final = re.compile(
    r"NETAPP|XSG1|HUAWEI HVS|\b2145\b|\b2107900\b|\bDGC\b|SYMMETRIX|HITACHI OPEN|3PARdata|FlashArray|Compellent|"
    r"MSA \d{4}|P2000|Nimble|ETERNUS|INF-01-00|MD3\d\d\w|DE_Series|XtremIO|PowerStore|MacroSAN|TOYOU|OceanStor|DISK ARRAY",
    re.IGNORECASE,
)
"""How storage arrays name their volumes (multipath-tools' libmultipath/hwtable.c)."""
RAID_DRIVERS: Final[Mapping[str, str]] = {
    "megaraid_sas": "smartctl -d megaraid,N",
    "megaraid_mbox": "smartctl -d megaraid,N",
    "hpsa": "smartctl -d cciss,N",
    "cciss": "smartctl -d cciss,N",
    "smartpqi": "smartctl -d cciss,N",
    "aacraid": "smartctl -d aacraid,H,L,ID",
    "3w-9xxx": "smartctl -d 3ware,N /dev/twa0",
    "3w-sas": "smartctl -d 3ware,N /dev/twl0",
    "arcmsr": "smartctl -d areca,N/E",
    "mpt3sas": "smartctl -d scsi /dev/sgN",
    "mpt2sas": "smartctl -d scsi /dev/sgN",
}
"""By driver, how smartctl reaches the disks behind it (smartctl(8), -d)."""


@dataclass(frozen=True, slots=True)
class BlockDisk:
    """One entry of /sys/block that may be a disk."""

    name: str
    size_sectors: int
    driver: str = ""
    path: str = ""
    vendor: str = ""
    model: str = ""
    serial: str = ""

    @property
    def device(self) -> str:
        """Its path below /dev."""
        return f"/dev/{self.name.replace('!', '/')}"

    @property
    def words(self) -> str:
        """Vendor and model as it names itself; ATA is a transport, not a maker."""
        return " ".join(f"{self.vendor.removeprefix('ATA').strip()} {self.model}".split())

    @property
    def is_never_asked(self) -> bool:
        """Whether its kind alone, or that it has no medium, says that there is nothing to ask."""
        return self.size_sectors == 0 or NEVER_ASKED.fullmatch(self.name) is not None

    @property
    def witness(self) -> str:
        """What says that this is no physical disk of the machine; "" where nothing does."""
        if self.is_never_asked:
            return f"{self.name} {self.size_sectors} {self.words}".strip()
        over_network = any(part in self.path for part in ("/rport-", "/session", "/virtio", "/vmbus", "/nvme-fabrics"))
        if over_network or _VIRTUAL.search(self.words) or _ARRAY.search(self.words):
            return f"{self.name} {self.words}".strip()
        return ""


def block_disk(one: Passage) -> BlockDisk:
    """Read one ``@disk`` head. Raises ParseError where it has no size."""
    name, _space, rest = one.rest.partition(" ")
    size, _space, driver = rest.partition(" ")
    if not name or not (size.isascii() and size.isdecimal()):
        raise ParseError("disk without a size", one.rest)
    said = dict(line.split("=", 1) for line in one.lines if "=" in line)
    vendor, model = (" ".join(said.get(key, "").split()) for key in ("vendor", "model"))
    serial = " ".join((said.get("ID_SCSI_SERIAL") or said.get("serial") or _ata_serial(said)).split())
    vendor = "" if vendor.startswith("0x") else vendor
    return BlockDisk(name, int(size[:18]), driver.strip(), said.get("path", ""), vendor, model, serial)


def _ata_serial(said: Mapping[str, str]) -> str:
    """The short serial of udev is the disk's own only on ATA: on SAS it is the WWN, on USB the bridge's."""
    return said.get("ID_SERIAL_SHORT", "") if said.get("ID_BUS") == "ata" else ""
