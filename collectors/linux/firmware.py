"""What the firmware declares of management controllers, and whether a hypervisor stands below: witnesses of other asks.

A BMC that the system can talk to is declared in the firmware's tables: SMBIOS type 38 (IPMI device) or an ACPI device
``IPI0001``. SMBIOS ends with a type 127, so a listing that has it is whole; ACPI's begins with ``LNXSYSTM:00``.

Sample::

    @virtual kvm
    @smbios total=42 ipmi=0 end=1
    @acpi total=60 ipmi=0 root=1
    @device 0
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import ParseError
from collectors.linux.passages import Passage

FIRMWARE: Final = r"""
v=$(systemd-detect-virt --vm 2>/dev/null)
[ -n "$v" ] || ! grep -q '^flags.* hypervisor' /proc/cpuinfo || v=hypervisor
c=; { read -r c </proc/xen/capabilities; } 2>/dev/null
case $c in *control_d*) v=none ;; esac
echo "@virtual ${v:-none}"
t=0 i=0 e=0
for f in /sys/firmware/dmi/entries/*-*; do
  [ -d "$f" ] || continue
  t=$((t+1))
  case ${f##*/} in 38-*) i=$((i+1)) ;; 127-*) e=$((e+1)) ;; esac
done
echo "@smbios total=$t ipmi=$i end=$e"
t=0 i=0 e=0
for f in /sys/bus/acpi/devices/*; do
  [ -d "$f" ] || continue
  t=$((t+1))
  case ${f##*/} in IPI0001*) i=$((i+1)) ;; LNXSYSTM:*) e=$((e+1)) ;; esac
done
echo "@acpi total=$t ipmi=$i root=$e"
i=0
for f in /dev/ipmi[0-9]* /dev/ipmi/[0-9]* /dev/ipmidev/[0-9]*; do [ ! -e "$f" ] || i=$((i+1)); done
echo "@device $i"
"""
"""Lines for an ask that looks for a BMC: they open no device and need no rights."""

_COUNTS = re.compile(r"total=(\d+) ipmi=(\d+) (?:end|root)=(\d+)")


@dataclass(frozen=True, slots=True)
class Firmware:
    """What the lines say. ``hypervisor`` is "" on a physical machine and in Xen's first domain."""

    hypervisor: str
    smbios: tuple[int, int, int]
    acpi: tuple[int, int, int]
    device_count: int

    def without_bmc(self) -> str:
        """Name the witness that there is no BMC; "" where none is."""
        if self.device_count or self.smbios[1] or self.acpi[1]:
            return ""
        if self.smbios[2]:
            return f"/sys/firmware/dmi/entries: {self.smbios[0]}, 38-*: 0"
        if self.hypervisor and self.acpi[2]:
            return f"{self.hypervisor}; /sys/bus/acpi/devices: {self.acpi[0]}, IPI0001: 0"
        return ""


def firmware_of(parts: Mapping[str, Passage]) -> Firmware:
    """Read the lines from an answer's passages. Raises ParseError where one is missing or odd."""
    hypervisor = _rest(parts, "virtual")
    return Firmware(
        "" if hypervisor == "none" else hypervisor,
        _counts(_rest(parts, "smbios")),
        _counts(_rest(parts, "acpi")),
        int(_rest(parts, "device")),
    )


def _rest(parts: Mapping[str, Passage], kind: str) -> str:
    if kind not in parts:
        raise ParseError(f"no @{kind}")
    return parts[kind].rest


def _counts(words: str) -> tuple[int, int, int]:
    match = _COUNTS.fullmatch(words)
    if match is None:
        raise ParseError("firmware counts", words)
    return int(match[1]), int(match[2]), int(match[3])
