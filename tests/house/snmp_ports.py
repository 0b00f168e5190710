"""What an independent program read of a recorded agent's ports and BGP neighbours, beside ours, by the object it is of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

from collectors.facts.devices.ports import Interface

_IF, _IFX, _BGP = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1", "1.3.6.1.2.1.15.3.1"


@dataclass(frozen=True, slots=True)
class Pair:
    """One object of a port or a neighbour, as both read it; ``mine`` None where we have none."""

    oid: str
    theirs: object
    mine: object

    @property
    def is_same(self) -> bool:
        """Exactly: these are words and counts, without digits that could be rounded."""
        return self.mine == self.theirs


_OF_PORT: Final[Mapping[str, tuple[str, Callable[[Interface], object]]]] = {
    "ifOperStatus": (f"{_IF}.8", lambda one: one.state),
    "ifAdminStatus": (f"{_IF}.7", lambda one: {True: "up", False: "down", None: None}[one.is_enabled]),
    "ifSpeed": (f"{_IF}.5", lambda one: one.speed_bits_per_second),
    "ifInOctets": (f"{_IFX}.6", lambda one: one.counters.in_bytes),
    "ifOutOctets": (f"{_IFX}.10", lambda one: one.counters.out_bytes),
    "ifInErrors": (f"{_IF}.14", lambda one: one.counters.in_errors),
    "ifOutErrors": (f"{_IF}.20", lambda one: one.counters.out_errors),
    "ifInDiscards": (f"{_IF}.13", lambda one: one.counters.in_discards),
    "ifOutDiscards": (f"{_IF}.19", lambda one: one.counters.out_discards),
}


def _table(expected: Mapping[str, Any], module: str, key: str) -> list[Mapping[str, Any]]:
    block = expected.get(module) or {}
    polled = block.get("poller")
    found = polled if isinstance(polled, dict) else block.get("discovery") or {}
    return found.get(key) or []


def ports(expected: Mapping[str, Any], facts: Mapping[str, list[Any]]) -> Iterator[Pair]:
    """Every state, speed and counter of every port that the other program names, by ifIndex."""
    mine = {one.index: one for one in facts.get("network.interfaces", ())}
    for row in _table(expected, "ports", "ports"):
        one = mine.get(row["ifIndex"])
        for field, (column, read) in _OF_PORT.items():
            if row.get(field) is not None:
                yield Pair(f"{column}.{row['ifIndex']}", row[field], None if one is None else read(one))


def neighbours(expected: Mapping[str, Any], facts: Mapping[str, list[Any]]) -> Iterator[Pair]:
    """State, autonomous system and age of every BGP neighbour that the other program names, by its address."""
    mine = {one.address: one for one in facts.get("network.bgp_peers", ())}
    for row in _table(expected, "bgp-peers", "bgpPeers"):
        address = str(ip_address(row["bgpPeerIdentifier"]))  # it writes all digits of IPv6
        one = mine.get(address)
        for column, field, name in (
            (2, "bgpPeerState", "state"),
            (9, "bgpPeerRemoteAs", "remote_as"),
            (16, "bgpPeerFsmEstablishedTime", "established_seconds"),
        ):
            yield Pair(f"{_BGP}.{column}.{address}", row[field], getattr(one, name, None))


def made(expected: Mapping[str, Any], facts: Mapping[str, list[Any]]) -> Iterator[tuple[str, str, str]]:
    """Version and serial number that the other program names: (which, theirs, ours)."""
    told = _table(expected, "os", "devices")
    ours = (facts.get("network.made") or [None])[0]
    for field in ("version", "serial"):
        if told and told[0].get(field):
            yield field, str(told[0][field]), getattr(ours, field, "")
