"""What is asked of firewalls only: their sessions and signatures, absent of a device that is none by its own word."""

import re
from typing import Final

from collectors.base import Absent, Derived, Listing, SessionError, Unseen
from collectors.facts.devices.device import DEVICE, MADE, Device, Made
from collectors.facts.devices.firewalls import (
    FIREWALL_SESSIONS,
    PROTECTION,
    SESSION_TABLES,
    SIGNATURE_DATABASES,
    SIGNATURES,
    FirewallLoad,
    Protection,
    SessionTable,
    SignatureDatabase,
)
from collectors.network.since_start import NOT_THIS_WAY
from collectors.network.vendors.prefixes import CHECK_POINT, F5, FORTINET, HILLSTONE, PALO_ALTO

_MAKERS: Final = (FORTINET, PALO_ALTO, CHECK_POINT, HILLSTONE, F5)
"""Makers whose devices with these sysObjectIDs are all firewalls, or carry sessions as one does."""
Unread = Absent | SessionError
_FIREWALL: Final = re.compile(
    r"firewall|security|\busg|eudemon|secpath|secblade|\bsrx|vsrx|\basa\b|\basa\d|firepower|\bftd\b|forti|hillstone|\bsg-|"
    r"pan-?os|palo ?alto|check ?point|\bgaia\b|big-?ip|topsec|sangfor|dptech|rg-wall|\bngfw",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    r"\b(?:switch|switching|router|routing|access point|wireless)\b|cisco ios|\bios[- ]xe\b|nx-?os|nexus|catalyst|"
    r"arista|\beos\b|rgos|zxr10|routeros|\bos10\b|procurve|comware.*\b(?:s\d{4}|msr|wx\d)|"
    r"(?:^|[\s(-])(?:s\d{4,5}|ce\d{4,5}|ne\d{1,4}|ar\d{3,4}|ac\d{4}|me60|msr\d|sr\d{4}|cr\d{4}|cr19)|"
    r"\b(?:ex|qfx|mx|acx|ptx)-?\d{2,5}",
    re.IGNORECASE,
)
"""Words and models of switches and routers, as their makers write them in sysDescr and the model."""


def none_of_it(device: Device | Unread, made: Made | Unread) -> str:
    """The device's own words that it is a switch or a router, "" where it says no such thing."""
    own = device.object_id if isinstance(device, Device) else ""
    if any(f"{own}.".startswith(f"{maker}.") for maker in _MAKERS):
        return ""  # what its description says, its administrator wrote
    told = [device.description if isinstance(device, Device) else "", made.model if isinstance(made, Made) else ""]
    words = " / ".join(" ".join(one.split()) for one in told if one)
    return words[:200] if _NONE.search(words) and not _FIREWALL.search(words) else ""


def sessions(
    tables: Listing[SessionTable] | Unread,
    protection: Protection | Unread,
    device: Device | Unread,
    made: Made | Unread,
) -> FirewallLoad:
    """Join them. Raises Absent of a device that is no firewall, else why its sessions were not seen."""
    own = protection if isinstance(protection, Protection) else None
    if isinstance(tables, Listing):
        return FirewallLoad(tables, own)
    if own is not None and isinstance(tables, SessionError):
        return FirewallLoad(Listing((), (Unseen("", tables.reason, tables.detail, tables.remedy),)), own)
    raise _why(tables, device, made)


def signatures(
    databases: Listing[SignatureDatabase] | Unread, device: Device | Unread, made: Made | Unread
) -> Listing[SignatureDatabase]:
    """As they are. Raises Absent of a device that is no firewall, else why they were not seen."""
    if isinstance(databases, Listing):
        return databases
    raise _why(databases, device, made)


def _why(told: Unread, device: Device | Unread, made: Made | Unread) -> Unread:
    """Absent where a device that is no firewall does not offer it; an answer that was lost is no proof."""
    is_unoffered = isinstance(told, SessionError) and told.reason in NOT_THIS_WAY
    words = none_of_it(device, made) if is_unoffered else ""
    return Absent(words) if words else told


COLLECTORS: Final = (
    Derived(
        id="network.firewall_sessions",
        provides=FIREWALL_SESSIONS,
        of=(SESSION_TABLES, PROTECTION, DEVICE, MADE),
        derive=sessions,
    ),
    Derived(id="network.signatures", provides=SIGNATURES, of=(SIGNATURE_DATABASES, DEVICE, MADE), derive=signatures),
)
