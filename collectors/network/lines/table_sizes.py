"""How many routes, ARP entries and MAC addresses a device holds, by the one command that counts them.

Evidence for the forms: the makers' command references and public recordings' parsers. Samples::

    Summary Prefixes : 12
    Proto      total      active     added      deleted    freed
               routes     routes     routes     routes     routes
    DIRECT     11         11         11         0          0
    Total      13         12         13         0          0

    Total number of entries in the ARP table: 14.
    Total number of Dynamic ARP entries: 9.

    Mac Entries for Vlan 10:
    ---------------------------
    Dynamic Address Count  : 7
    Static  Address Count  : 0
    Total Mac Addresses    : 7
"""

import re
from typing import Final

from collectors.base import Listing, ParseError
from collectors.facts.devices.table_sizes import ARP_COUNT, MAC_COUNT, ROUTES_COUNT, TableSize
from collectors.network.lines.asking import IOS, by_command, search, whole

_ROUTES_HEAD: Final = re.compile(
    r"^[ \t]*Proto(?:col)?[ \t]+(?:total|route)[ \t]+active[ \t]+added[ \t]+deleted\b", re.IGNORECASE | re.MULTILINE
)
_ROUTES_ROW: Final = re.compile(r"^[ \t]*(\S+)[ \t]+\d+[ \t]+(\d+)[ \t]+\d+[ \t]+\d+(?:[ \t]+\d+)?[ \t]*$", re.MULTILINE)
_ARP_TOTAL: Final = re.compile(
    r"^[ \t]*Total number of entries in the ARP table[ \t]*:[ \t]*(\d+)\.?[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_ARP_DYNAMIC: Final = re.compile(
    r"^[ \t]*Total number of Dynamic ARP entries[ \t]*:[ \t]*(\d+)\.?[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_VLAN: Final = re.compile(r"^[ \t]*Mac Entries for Vlan[ \t]*:?[ \t]*(\S+?)[ \t]*:?[ \t]*$", re.IGNORECASE | re.MULTILINE)
_OF_VLAN: Final = re.compile(
    r"^[ \t]*Dynamic[ \t]+Address[ \t]+Count[ \t]*:[ \t]*(\d+)[ \t]*\n"
    r"[ \t]*Static[ \t]+Address[ \t]+Count[ \t]*:[ \t]*(\d+)[ \t]*\n"
    r"[ \t]*Total[ \t]+Mac[ \t]+Addresses[ \t]*:[ \t]*(\d+)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def _routes(text: str) -> Listing[TableSize]:
    """The active routes of all protocols. Raises ParseError where the rows do not add up to the last one."""
    head = search(_ROUTES_HEAD, text, "the table's head")
    *rows, total = _ROUTES_ROW.findall(text[head.end() :]) or [("", "0")]
    if total[0].lower() != "total" or sum(whole(active) for _protocol, active in rows) != whole(total[1]):
        raise ParseError("rows that do not add up to their total", text[:200])
    return Listing((TableSize("IPv4 active", whole(total[1])),))


def _arp(text: str) -> Listing[TableSize]:
    """All entries; the dynamic ones are told beside, and cannot be more. Raises ParseError where they are."""
    total = whole(search(_ARP_TOTAL, text, "the number of entries")[1])
    dynamic = whole(search(_ARP_DYNAMIC, text, "the number of dynamic entries")[1])
    if dynamic > total:
        raise ParseError("more dynamic entries than entries", text[:200])
    return Listing((TableSize("ARP", total),))


def _macs(text: str) -> Listing[TableSize]:
    """Dynamic addresses of all VLANs. Raises ParseError where a VLAN lacks its counts or they do not add up."""
    vlans, counts = _VLAN.findall(text), [[whole(one) for one in found] for found in _OF_VLAN.findall(text)]
    if not vlans or len(vlans) != len(counts):
        raise ParseError(f"{len(vlans)} VLANs and {len(counts)} counts", text[:200])
    for dynamic, static, total in counts:
        if dynamic + static != total:
            raise ParseError("counts that do not add up", text[:200])
    return Listing((TableSize("dynamic", sum(dynamic for dynamic, _static, _total in counts)),))


COLLECTORS: Final = (
    by_command("routes_count", ROUTES_COUNT, ("huawei_vrp",), "display ip routing-table statistics", _routes),
    by_command("routes_count", ROUTES_COUNT, ("hp_comware",), "display ip routing-table statistics", _routes),
    by_command("arp_count", ARP_COUNT, IOS, "show arp summary", _arp),
    by_command("mac_count", MAC_COUNT, IOS, "show mac address-table count", _macs),
)
