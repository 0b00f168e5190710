"""Routing neighbours: BGP4-MIB (RFC 4273: IPv4, default instance only), OSPF-MIB (RFC 4750), makers' own for the rest."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.topology import BGP_PEERS, OSPF_NEIGHBOURS, BgpPeer, OspfNeighbour
from collectors.network.readings import Reading, by_snmp
from collectors.network.varbinds import Objects, Row

_BGP: Final = "1.3.6.1.2.1.15.3.1"
BGP: Final[Mapping[str, str]] = {
    "state": f"{_BGP}.2",
    "admin": f"{_BGP}.3",
    "as": f"{_BGP}.9",
    "error": f"{_BGP}.14",
    "transitions": f"{_BGP}.15",
    "established": f"{_BGP}.16",
}
BGP_STATES: Final = {1: "idle", 2: "connect", 3: "active", 4: "opensent", 5: "openconfirm", 6: "established"}
_START: Final = 2
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
_AS_MOST: Final = 2**32


def _peers(said: Objects) -> Iterator[BgpPeer]:
    for row in said.rows(BGP):
        if "state" in row.values:
            yield peer(row, row.index)


def peer(row: Row, address: str, instance: str = "") -> BgpPeer:
    """One row of a table with the columns of BGP4-MIB."""
    established = row.number("established")
    return BgpPeer(
        address=address,
        remote_as=(row.whole("as") or 0) % _AS_MOST,
        state=BGP_STATES.get(row.whole("state") or 0, ""),
        is_enabled=row.whole("admin") in {_START, None},
        established_seconds=established,
        transitions_count=row.whole("transitions"),
        last_error=row.values["error"].raw.hex() if "error" in row.values else "",
        instance=instance,
        oid=row.oid("state"),
    )


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


BGP_READINGS: Final[tuple[Reading[BgpPeer], ...]] = (Reading(_peers, BGP.values(), is_fallback=True),)
OSPF_READINGS: Final[tuple[Reading[OspfNeighbour], ...]] = (Reading(_ospf, OSPF.values()),)
BGP_PEERS_SNMP: Final = by_snmp("bgp_peers", BGP_PEERS, BGP_READINGS, witnesses=(_BGP_VERSION,))
OSPF_NEIGHBOURS_SNMP: Final = by_snmp("ospf_neighbours", OSPF_NEIGHBOURS, OSPF_READINGS, witnesses=(_OSPF_ADMIN,))
