"""Counters of errors and restarts, gathered from what the disks, drives, memory, cards, ports and units say of themselves.

What the kernel counts begins again at each start: its epoch is the boot id. What a disk counts is its own: its epoch is its
serial number. A part whose epoch nobody knows is there and is compared with nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from collectors.base import Absent, Derived, Listing, Reason, SessionError, Unseen
from collectors.facts.counters import COUNTERS, Counter
from collectors.facts.disk_health import DISK_HEALTH, DiskHealth
from collectors.facts.identity import IDENTITY, Identity
from collectors.facts.memory_errors import MEMORY_ERRORS, MemoryErrors
from collectors.facts.network import BONDS, LINKS, Bond, Link
from collectors.facts.paths import FC_PORTS, FcPort
from collectors.facts.raid import RAID_CONTROLLERS, RaidController
from collectors.facts.services import UNITS, Unit

_DISK: Final = (
    "reallocated_count",
    "pending_count",
    "uncorrectable_count",
    "reported_count",
    "crc_error_count",
    "grown_defect_count",
    "media_error_count",
)


def derive(identity: object, *parts: object) -> Listing[Counter]:
    """Count all parts.

    Raises Absent where there is no part that counts and each one's witness says so; SessionError where none was seen.
    """
    boot_id = identity.boot_id if isinstance(identity, Identity) else ""
    found: list[Counter] = []
    unseen: list[Unseen] = []
    witnesses: list[str] = []
    for (part, read), facts in zip(_PARTS, parts, strict=True):
        if isinstance(facts, Absent):
            witnesses.append(facts.witness)
        elif isinstance(facts, Exception):
            unseen.append(_unseen(part, facts))
        else:
            found += read(facts, boot_id)
            unseen += _unseen_in(part, facts)
    if not found and not unseen:
        raise Absent("; ".join(witnesses) or "no part that counts errors is listed")
    if not found:
        raise SessionError(unseen[0].reason, unseen[0].detail, unseen[0].remedy)
    return Listing(tuple(found), tuple(unseen))


def _unseen(part: str, error: Exception) -> Unseen:
    if isinstance(error, SessionError):
        return Unseen(part, error.reason, error.detail, error.remedy)
    return Unseen(part, Reason.NOT_UNDERSTOOD, str(error)[:200])


def _unseen_in(part: str, facts: object) -> Iterator[Unseen]:
    for one in facts.unseen if isinstance(facts, Listing) else ():
        yield Unseen(f"{part} {one.subject}".strip(), one.reason, one.detail, one.remedy)


def _disks(disks: Listing[DiskHealth], _boot_id: str) -> Iterator[Counter]:
    for disk in disks.records:
        for name in _DISK:
            value = getattr(disk, name)
            if value is not None:
                yield Counter("disk", disk.identity, name, value, disk.serial)


def _drives(controllers: Listing[RaidController], _boot_id: str) -> Iterator[Counter]:
    for controller in controllers.records:
        for drive in controller.drives:
            if drive.media_error_count is not None:
                subject = f"{controller.identity} {drive.slot}"
                yield Counter("drive", subject, "media_error_count", drive.media_error_count, drive.serial)


def _memory(errors: MemoryErrors, boot_id: str) -> Iterator[Counter]:
    epoch = errors.boot_id or boot_id
    for one in errors.controllers:
        yield Counter("memory", one.name, "corrected_count", one.corrected_count, epoch)
        yield Counter("memory", one.name, "uncorrected_count", one.uncorrected_count, epoch)


def _links(links: Listing[Link], boot_id: str) -> Iterator[Counter]:
    for link in links.records:
        if link.is_physical:
            yield Counter("link", link.name, "errors_count", link.total.errors_count, boot_id)
            if link.carrier_changes_count is not None:
                yield Counter("link", link.name, "carrier_changes_count", link.carrier_changes_count, boot_id)


def _bonds(bonds: Listing[Bond], boot_id: str) -> Iterator[Counter]:
    for bond in bonds.records:
        for one in bond.members:
            yield Counter("bond", f"{bond.name} {one.name}", "link_failures_count", one.link_failures_count, boot_id)


def _ports(ports: Listing[FcPort], boot_id: str) -> Iterator[Counter]:
    for port in ports.records:
        for name, value in port.counts.items():
            yield Counter("port", port.wwpn, name, value, boot_id)


def _units(units: Listing[Unit], boot_id: str) -> Iterator[Counter]:
    for unit in units.records:
        if unit.restarts_count is not None:
            yield Counter("unit", unit.name, "restarts_count", unit.restarts_count, boot_id)


_PARTS: Final[tuple[tuple[str, Callable[[Any, str], Iterable[Counter]]], ...]] = (
    ("disk", _disks),
    ("drive", _drives),
    ("memory", _memory),
    ("link", _links),
    ("bond", _bonds),
    ("port", _ports),
    ("unit", _units),
)
"""In the order of the kinds below."""

COUNTERS_DERIVED: Final = Derived(
    id="linux.counters",
    provides=COUNTERS,
    of=(IDENTITY, DISK_HEALTH, RAID_CONTROLLERS, MEMORY_ERRORS, LINKS, BONDS, FC_PORTS, UNITS),
    derive=derive,
)
