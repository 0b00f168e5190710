"""Cisco's BGP neighbours with those of IPv6 (CISCO-BGP4-MIB, cbgpPeer2Table), which BGP4-MIB has no room for.

A row's index is the type of the address (1 IPv4, 2 IPv6), its length and its bytes.
"""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Final

from collectors.facts.devices.topology import BgpPeer
from collectors.network.bgp import peer
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import CISCO

_P: Final = f"{CISCO}.9.187.1.2.5.1"
PEERS: Final[Mapping[str, str]] = {
    "state": f"{_P}.3",
    "admin": f"{_P}.4",
    "as": f"{_P}.11",
    "error": f"{_P}.17",
    "transitions": f"{_P}.18",
    "established": f"{_P}.19",
}
_LENGTHS: Final = frozenset({4, 16})
"""Bytes of an address without a zone; one with a zone has four more."""


def _address(numbers: tuple[int, ...]) -> str:
    """The address in an index, as it is written; the bare index where it is none."""
    raw = numbers[2:]
    if len(raw) in _LENGTHS and max(raw) <= 255:  # noqa: PLR2004 - a byte
        return str(ip_address(bytes(raw)))
    return ".".join(map(str, numbers))


def _peers(said: Objects) -> Iterator[BgpPeer]:
    for row in said.rows(PEERS):
        if "state" in row.values:
            yield peer(row, _address(row.numbers))


BGP_PEERS: Final = (Reading(_peers, PEERS.values(), of=(CISCO,)),)
