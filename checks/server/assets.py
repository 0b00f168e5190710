"""Assets. Who comes to repair must know maker, model and serial number before he leaves."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.assets import ASSETS, Assets, Disk, Hardware
from config.limits import Layered
from config.text import _

_NO_DISKS = ("sr", "fd")
"""Optical and floppy drives."""
_VIRTUAL = ("vd", "xvd")
"""A hypervisor's disks say that they rotate, whatever lies below."""
_LOOK_AT_IT: Final = _("read maker, model and serial number from the label on the case, or from its management controller")


def judge(assets: Assets, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding on the machine, one on its serial number, and two tables."""
    hardware = assets.hardware
    yield _machine(assets)
    yield _serial(assets)
    yield _table(assets)
    disks = [disk for disk in hardware.disks if not disk.name.startswith(_NO_DISKS)]
    if disks:
        yield Exhibit(
            _("Disks"),
            (_("Disk"), _("Model"), _("Size"), _("Kind"), _("Serial number")),
            tuple((disk.name, disk.model, f"{disk.size_bytes / 10**9:.0f} GB", _kind(disk), disk.serial) for disk in disks),
        )


def _kind(disk: Disk) -> str:
    if disk.name.startswith("nvme"):
        return "NVMe"
    if disk.name.startswith(_VIRTUAL):
        return ""
    return {True: "HDD", False: "SSD", None: ""}[disk.is_rotational]


def _machine(assets: Assets) -> Finding:
    hardware, identity = assets.hardware, assets.identity
    if identity is None:
        return unknown("", Unseen("", Reason.EMPTY, "os-release"))
    return Finding(
        "",
        Level.OK,
        _(
            "{machine}: {count:number} processors {cpu}, {memory:bytes} of memory, {system}",
            machine=_name(hardware) or identity.virtualisation or "?",
            count=hardware.cpu_count,
            cpu=hardware.cpu_model or identity.architecture,
            memory=hardware.memory_bytes,
            system=identity.os_name or "?",
        ),
        observed=_(
            "kernel {kernel}, {disks:number} disks, addresses {addresses}",
            kernel=identity.kernel,
            disks=len(hardware.disks),
            addresses=tuple(one.address for one in hardware.addresses) or ("-",),
        ),
        measures={"memory_bytes": hardware.memory_bytes, "processors_count": hardware.cpu_count},
    )


def _name(hardware: Hardware) -> str:
    return f"{hardware.maker} {hardware.model}".strip()


def _serial(assets: Assets) -> Finding:
    hardware = assets.hardware
    virtualisation = assets.identity.virtualisation if assets.identity else ""
    if hardware.serial:
        return Finding("serial", Level.OK, _("serial number {serial}", serial=hardware.serial), quote=hardware.serial)
    if virtualisation:
        summary = _("a virtual machine or container ({kind}) has no serial number of its own", kind=virtualisation)
        return Finding("serial", Level.ABSENT, summary, quote=virtualisation)
    if hardware.serial_unseen:
        return unknown("serial", hardware.serial_unseen)
    if hardware.has_firmware_tables:
        return Finding("serial", Level.NOTICE, _("the firmware holds no serial number"), remedy=_LOOK_AT_IT)
    return unknown("serial", Unseen("serial", Reason.EMPTY, "/sys/class/dmi/id", _LOOK_AT_IT))


def _table(assets: Assets) -> Exhibit:
    hardware, identity = assets.hardware, assets.identity
    return Exhibit(
        _("Assets"),
        (
            _("Host name"),
            _("Maker"),
            _("Model"),
            _("Serial number"),
            _("Firmware"),
            _("Processor"),
            _("Memory"),
            _("System"),
            _("Kernel"),
            _("Addresses"),
        ),
        (
            (
                identity.hostname if identity else "",
                hardware.maker,
                hardware.model,
                hardware.serial,
                f"{hardware.bios_version} {hardware.bios_date}".strip(),
                f"{hardware.cpu_count} × {hardware.cpu_model}".removesuffix(" × "),
                f"{hardware.memory_bytes / 1024**3:.1f} GiB",
                f"{identity.os_name} {_exact(identity.os_name, identity.os_version)}".strip() if identity else "",
                f"{identity.kernel} {identity.architecture}" if identity else "",
                ", ".join(f"{one.interface} {one.address}" for one in hardware.addresses),
            ),
        ),
    )


def _exact(name: str, version: str) -> str:
    return "" if version in name else f"({version})"


ASSETS_CHECK: Final = Check(
    id="server.assets",
    title=_("Assets"),
    area=Area.HARDWARE,
    needs=ASSETS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("the firmware's tables, processor, memory, disks, addresses, system and kernel"),
    remedy=_(
        "Complete what is missing from the label on the case or the management controller, and correct the contract's "
        "asset list where it says otherwise."
    ),
    traps=(
        _("what a maker left as a placeholder (To Be Filled By O.E.M.) is shown as nothing"),
        _("the serial number wants root; without it it is not inspected"),
        _("memory is what the kernel may use, a little less than what is built in"),
    ),
    clause="1.4.3.4",
    refs=("SMBIOS Reference Specification DSP0134", "Linux Documentation/ABI/testing/sysfs-firmware-dmi-tables"),
)
