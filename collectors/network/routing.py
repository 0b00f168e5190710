"""Routing neighbours: BGP4-MIB (RFC 4273: IPv4, default instance only), OSPF-MIB (RFC 4750), makers' own for the rest."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.topology import BGP_PEERS, OSPF_NEIGHBOURS, BgpPeer, OspfNeighbour
from collectors.network.bgp import peer
from collectors.network.readings import Reading, by_snmp
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors import cisco_bgp, huawei_topology

_BGP: Final = "1.3.6.1.2.1.15.3.1"
BGP: Final[Mapping[str, str]] = {
    "state": f"{_BGP}.2",
    "admin": f"{_BGP}.3",
    "as": f"{_BGP}.9",
    "error": f"{_BGP}.14",
    "transitions": f"{_BGP}.15",
    "established": f"{_BGP}.16",
}
_BGP_VERSION: Final = "1.3.6.1.2.1.15.1.0"
_OSPF_ADMIN: Final = "1.3.6.1.2.1.14.1.2.0"
_OSPF: Final = "1.3.6.1.2.1.14.10.1"
OSPF: Final[Mapping[str, str]] = {"router": f"{_OSPF}.3", "state": f"{_OSPF}.6", "events": f"{_OSPF}.7"}
OSPF_STATES: Final = {
    1: "down",
    2: "attempt",
    3: "init",
    4: "twoWay",
    5: "exchangeStart",
    6: "exchange",
    7: "loading",
    8: "full",
}
_ADDRESS_NUMBERS: Final = 4


def _peers(said: Objects) -> Iterator[BgpPeer]:
    for row in said.rows(BGP):
        if "state" in row.values:
            yield peer(row, row.index)


def _ospf(said: Objects) -> Iterator[OspfNeighbour]:
    for row in said.rows(OSPF):
        address = ".".join(row.index.split(".")[:_ADDRESS_NUMBERS])
        yield OspfNeighbour(
            router_id=row.text("router") if "." in row.text("router") else _dotted(row, "router"),
            address=address,
            state=OSPF_STATES.get(row.whole("state") or 0, ""),
            events_count=row.whole("events"),
        )


def _dotted(row: Row, name: str) -> str:
    """An address of four bytes."""
    raw = row.values[name].raw if name in row.values else b""
    return ".".join(str(one) for one in raw) if len(raw) == _ADDRESS_NUMBERS else ""


BGP_READINGS: Final[tuple[Reading[BgpPeer], ...]] = (
    *huawei_topology.BGP_PEERS,
    *cisco_bgp.BGP_PEERS,
    Reading(_peers, BGP.values(), is_fallback=True),
)
OSPF_READINGS: Final[tuple[Reading[OspfNeighbour], ...]] = (Reading(_ospf, OSPF.values()),)
BGP_PEERS_SNMP: Final = by_snmp("bgp_peers", BGP_PEERS, BGP_READINGS, witnesses=(_BGP_VERSION,))
OSPF_NEIGHBOURS_SNMP: Final = by_snmp("ospf_neighbours", OSPF_NEIGHBOURS, OSPF_READINGS, witnesses=(_OSPF_ADMIN,))
