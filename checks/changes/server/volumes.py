"""Disks, arrays, volumes and paths: after a change as many of each as before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.disk_health import DISK_HEALTH, DiskHealth
from collectors.facts.paths import FC_PORTS, MULTIPATHS, FcPort, MultipathMap
from collectors.facts.volumes import ARRAYS, VOLUME_GROUPS, Array, VolumeGroup
from collectors.policies import Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Disk:
    """One disk by its serial number: letters swap at each start."""

    serial: Annotated[str, Policy.IDENTITY]
    model: Annotated[str, Policy.EQUAL]
    place: Annotated[str, Policy.NOTED]


@dataclass(frozen=True, slots=True)
class Raid:
    """One software array. ``uuid`` keeps it known when md127 becomes md0."""

    name: Annotated[str, Policy.IDENTITY]
    uuid: Annotated[str, Policy.ALIAS]
    level: Annotated[str, Policy.EQUAL]
    working: Annotated[int | None, Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume group, or one logical volume ``group/volume``. ``uuid`` is another where it was made anew under its name.

    ``members`` are the UUIDs of a group's disks, those that are missing too: LVM knows them until they are given up.
    """

    name: Annotated[str, Policy.IDENTITY]
    uuid: Annotated[str, Policy.ALIAS]
    gib: Annotated[float, Policy.AT_LEAST]
    disks: Annotated[int | None, Policy.AT_LEAST] = None
    members: Annotated[tuple[str, ...] | None, Policy.AT_LEAST] = None


@dataclass(frozen=True, slots=True)
class Lun:
    """One map of multipath by its WWID."""

    wwid: Annotated[str, Policy.IDENTITY]
    name: Annotated[str, Policy.REPORT]
    paths: Annotated[int, Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Port:
    """One Fibre Channel port by its WWPN."""

    wwpn: Annotated[str, Policy.IDENTITY]
    state: Annotated[str, Policy.EQUAL]
    speed: Annotated[str | None, Policy.REPORT]


def disks(listing: Listing[DiskHealth]) -> Iterator[Disk]:
    """Disks that tell a serial number, and the others by their path."""
    for one in listing.records:
        yield Disk(one.identity, one.model, one.device)


def raids(listing: Listing[Array]) -> Iterator[Raid]:
    """Software arrays."""
    for one in listing.records:
        yield Raid(one.name, one.uuid, one.level, one.working_count)


def volumes(listing: Listing[VolumeGroup]) -> Iterator[Volume]:
    """Volume groups and their visible logical volumes."""
    for group in listing.records:
        if not group.name:  # disks of LVM that belong to no group
            continue
        present = sum(1 for one in group.physical if not one.is_missing)
        yield Volume(group.name, group.uuid, round(group.size_bytes / 2**30, 2), present, _members(group))
        for one in group.logical:
            if not one.is_hidden:
                yield Volume(f"{group.name}/{one.name}", one.uuid, round(one.size_bytes / 2**30, 2))


def _members(group: VolumeGroup) -> tuple[str, ...] | None:
    """UUIDs of its disks; None where one was not told."""
    found = tuple(sorted(one.uuid for one in group.physical))
    return found if found and all(found) else None


def luns(listing: Listing[MultipathMap]) -> Iterator[Lun]:
    """Maps with the number of their paths that work."""
    for one in listing.records:
        working = [path for group in one.groups for path in group.paths if path.mapper_state == "active"]
        yield Lun(one.wwid, one.name, len(working))


def ports(listing: Listing[FcPort]) -> Iterator[Port]:
    """Fibre Channel ports."""
    for one in listing.records:
        yield Port(one.wwpn, one.state, one.speed or None)


DISKS_ASPECT: Final = Aspect(
    id="server.changed_disks",
    title=_("Changes of disks"),
    area=Area.HARDWARE,
    needs=DISK_HEALTH,
    record=Disk,
    things=disks,
    one=_("disk {name}"),
    fields={"model": _("model"), "place": _("device")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("disks by serial number, now and then"),
    remedy=_("Gone: see whether it was replaced (note old and new serial number); if not, look at controller and cabling."),
    traps=(_("device names (sda, sdb) may swap at each start; a disk is known by its serial number"),),
    refs=("smartctl(8)",),
)
ARRAYS_ASPECT: Final = Aspect(
    id="server.changed_arrays",
    title=_("Changes of software arrays"),
    area=Area.STORAGE,
    needs=ARRAYS,
    record=Raid,
    things=raids,
    one=_("array {name}"),
    fields={"level": _("level"), "working": _("working members")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("software arrays: level and working members, now and then"),
    remedy=_("See /proc/mdstat and the log of its assembly; put the missing member back."),
    traps=(_("an array that was given another number (md127) is known by its UUID"),),
    refs=("md(4)",),
)
VOLUMES_ASPECT: Final = Aspect(
    id="server.changed_volumes",
    title=_("Changes of LVM volumes"),
    area=Area.STORAGE,
    needs=VOLUME_GROUPS,
    record=Volume,
    things=volumes,
    one=_("volume {name}"),
    fields={"gib": _("size (GiB)"), "disks": _("disks that are there"), "members": _("disks by UUID")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("volume groups and logical volumes: size and number of disks, now and then"),
    remedy=_("Gone or smaller: stop, and find out before anything is written; vgcfgrestore keeps the former layout."),
    traps=(
        _("a volume that somebody made larger is noted and no fault"),
        _("a group that was renamed, or made anew under its name, is known by its UUID"),
    ),
    refs=("lvm(8)",),
)
MULTIPATHS_ASPECT: Final = Aspect(
    id="server.changed_multipaths",
    title=_("Changes of multipath devices"),
    area=Area.STORAGE,
    needs=MULTIPATHS,
    record=Lun,
    things=luns,
    one=_("LUN {name}"),
    fields={"name": _("name"), "paths": _("working paths")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("multipath devices by WWID, with their working paths, now and then"),
    remedy=_("Fewer paths: look at HBA, fabric and zoning. Gone: have the storage side show its mapping."),
    traps=(_("a device is known by its WWID, whatever name it has"),),
    refs=("multipath(8)",),
)
FC_PORTS_ASPECT: Final = Aspect(
    id="server.changed_fc_ports",
    title=_("Changes of Fibre Channel ports"),
    area=Area.STORAGE,
    needs=FC_PORTS,
    record=Port,
    things=ports,
    one=_("Fibre Channel port {name}"),
    fields={"state": _("state"), "speed": _("speed")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("Fibre Channel ports by WWPN: state and speed, now and then"),
    remedy=_("Look at module, cable and the switch's port; compare the driver's version with the record."),
    traps=(_("a port is known by its WWPN, whatever host number it has"),),
    refs=("sysfs-class-fc_host (kernel)",),
)
