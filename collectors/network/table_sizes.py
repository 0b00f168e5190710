"""How many routes, ARP entries and MAC addresses a device holds, by SNMP.

IP-FORWARD-MIB (RFC 4292): inetCidrRouteNumber counts both IP versions, ipCidrRouteNumber IPv4 alone. IP-MIB (RFC 4293) and
BRIDGE-MIB (RFC 4188) have no count: a column is walked, to the bound of every walk; a longer table is CUT, its count
unknown. Q-BRIDGE-MIB (RFC 4363) counts the learned addresses of each filtering database; BRIDGE-MIB lists, on switches
whose makers show one VLAN a community or context, those of the default VLAN alone.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.table_sizes import ARP_COUNT, MAC_COUNT, ROUTES_COUNT, TableSize
from collectors.network.readings import Reading, by_snmp
from collectors.network.varbinds import Objects

_ROUTES: Final[Mapping[str, str]] = {
    "IPv4 + IPv6": "1.3.6.1.2.1.4.24.6.0",
    "IPv4": "1.3.6.1.2.1.4.24.3.0",
}
"""inetCidrRouteNumber, ipCidrRouteNumber."""
_MEDIA: Final = "1.3.6.1.2.1.4.22.1.2"
"""ipNetToMediaPhysAddress, empty where nobody answered yet."""
_PHYSICAL: Final = "1.3.6.1.2.1.4.35.1.4"
"""ipNetToPhysicalPhysAddress, by interface, kind of address and address."""
_IPV4: Final = "1"
"""InetAddressType ipv4 (RFC 4001), the second number of that table's index."""
_LEARNED: Final = "1.3.6.1.2.1.17.7.1.2.1.1.2"
"""dot1qFdbDynamicCount."""
_FORWARDED: Final = "1.3.6.1.2.1.17.4.3.1.2"
"""dot1dTpFdbPort."""


def _routes(said: Objects) -> Iterator[TableSize]:
    """Of the first that is there: the second is a part of it."""
    for name, oid in _ROUTES.items():
        count = said.number(oid)
        if count is not None:
            yield TableSize(name, int(count), oid)
            return


def _resolved(said: Objects) -> Iterator[TableSize]:
    addresses = said.column(_MEDIA)
    if addresses:
        yield TableSize("ipNetToMedia", sum(1 for one in addresses.values() if one.written), _MEDIA)


def _neighbours(said: Objects) -> Iterator[TableSize]:
    addresses = {index: one for index, one in said.column(_PHYSICAL).items() if index.split(".")[1:2] == [_IPV4]}
    if addresses:
        yield TableSize("ipNetToPhysical", sum(1 for one in addresses.values() if one.written), _PHYSICAL)


def _learned(said: Objects) -> Iterator[TableSize]:
    counts = [one.whole() for one in said.column(_LEARNED).values()]
    told = [one for one in counts if one is not None]
    if told and len(told) == len(counts):
        yield TableSize("dot1qFdb", sum(told), _LEARNED)


def _forwarded(said: Objects) -> Iterator[TableSize]:
    ports = said.column(_FORWARDED)
    if ports:
        yield TableSize("dot1dTpFdb", len(ports), _FORWARDED)


ROUTES_COUNT_SNMP: Final = by_snmp("routes_count", ROUTES_COUNT, (Reading(_routes, scalars=tuple(_ROUTES.values())),))
ARP_COUNT_SNMP: Final = by_snmp("arp_count", ARP_COUNT, (Reading(_resolved, (_MEDIA,)),))
NEIGHBOURS_COUNT_SNMP: Final = by_snmp("arp_count.physical", ARP_COUNT, (Reading(_neighbours, (_PHYSICAL,)),))
MAC_COUNT_SNMP: Final = by_snmp("mac_count", MAC_COUNT, (Reading(_learned, (_LEARNED,)),))
FORWARDED_COUNT_SNMP: Final = by_snmp("mac_count.bridge", MAC_COUNT, (Reading(_forwarded, (_FORWARDED,)),))
BEFORE_LINES: Final = (ROUTES_COUNT_SNMP, MAC_COUNT_SNMP)
BEHIND_LINES: Final = (ARP_COUNT_SNMP, NEIGHBOURS_COUNT_SNMP, FORWARDED_COUNT_SNMP)
"""Walks of whole tables, which one short command of a command line spares the device."""
