"""Huawei VRP: BGP peers of every instance (HUAWEI-BGP-VPN-MIB), stacks and clusters (HUAWEI-STACK-MIB), sessions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Quantity, Sensor, Standing
from collectors.facts.devices.topology import BgpPeer, StackMember
from collectors.network.bgp import peer
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.huawei import DEVICES
from collectors.network.vendors.prefixes import HUAWEI
from collectors.network.vendors.states import States, stated

_PEERS: Final = f"{HUAWEI}.5.25.177.1.1"
BGP: Final[Mapping[str, str]] = {
    "instance": f"{_PEERS}.1.1.6",
    "as": f"{_PEERS}.2.1.2",
    "state": f"{_PEERS}.2.1.5",
    "transitions": f"{_PEERS}.2.1.6",
    "established": f"{_PEERS}.2.1.7",
    "error": f"{_PEERS}.2.1.9",
    "reason": f"{_PEERS}.2.1.10",
    "admin": f"{_PEERS}.2.1.11",
}
"""hwBgpPeerVrfName, RemoteAs, State, FsmEstablishedCounter, FsmEstablishedTime, LastError, UnAvaiReason, AdminStatus.

The index: instance, AFI, SAFI, type of address, its length, its bytes. One session has a row for each of its families.
"""
_ADDRESS_AT: Final = 5
_PUBLIC: Final = frozenset({"", "public", "_public_"})
_BY_CONFIGURATION: Final = 1
"""hwBgpPeerUnAvaiReason: the configuration led the peer down. Software before 2017 has no hwBgpPeerAdminStatus."""

_MEMBER: Final = f"{HUAWEI}.5.25.183.1.20.1"
MEMBERS: Final[Mapping[str, str]] = {"role": f"{_MEMBER}.3", "device": f"{_MEMBER}.5"}
_CE_MEMBER: Final = f"{HUAWEI}.5.25.183.1.25.1"
CE_MEMBERS: Final[Mapping[str, str]] = {"role": f"{_CE_MEMBER}.3", "device": f"{_CE_MEMBER}.5"}
"""hwStackMemberInformationTable of CloudEngine switches; hwStackMemberInfoTable of the others."""
_ROLES: Final[States] = {
    1: (Standing.OK, "master"),
    2: (Standing.OK, "standby"),
    3: (Standing.OK, "slave"),
    4: (Standing.OK, "leaf"),
    5: (Standing.OK, "spine"),
}
_PORT: Final = f"{HUAWEI}.5.25.183.1.21.1"
PORTS: Final[Mapping[str, str]] = {"name": f"{_PORT}.3", "status": f"{_PORT}.5"}
_PORT_STATES: Final[States] = {1: (Standing.OK, "up"), 2: (Standing.WARN, "down")}
_ALONE: Final[States] = {1: (Standing.OK, "up"), 2: (Standing.OFF, "down")}
"""Of a device that is no stack: its stack ports lead nowhere. In a stack one that is down leaves a chain, not a ring."""
_CSS: Final = f"{HUAWEI}.5.25.183.3"
_CSS_ENABLED: Final = f"{_CSS}.1.1.0"
CLUSTER: Final[Mapping[str, str]] = {"role": f"{_CSS}.2.1.8"}
"""hwCssMemberInfoTable of modular switches, by chassis."""
CLUSTER_PORTS: Final[Mapping[str, str]] = {
    "name": f"{_CSS}.4.1.5",
    "oper": f"{_CSS}.4.1.7",
    "admin": f"{_CSS}.4.1.8",
}
"""hwCssPortInfoTable, by chassis, slot, card, port and name."""
_CLUSTER_ROLES: Final = {1: "master", 2: "standby", 3: "slave", 4: "single"}
_SINGLE: Final = 4
_ENABLED: Final = 1
_SHUT: Final = 1
_CLUSTER_PORT_STATES: Final[States] = {0: (Standing.WARN, "down"), 1: (Standing.OK, "up")}
_CLUSTER_PORT_ALONE: Final[States] = {0: (Standing.OFF, "down"), 1: (Standing.OK, "up")}
_SESSIONS: Final[Mapping[str, str]] = {"total": f"{HUAWEI}.6.122.15.1.2.1.4"}
"""hwSecStatMonTotalSess of USG firewalls, by slot; the MIB tells no greatest number."""


def _address(row: Row) -> str:
    """The address in the index; "" where the index is another one than the MIB's."""
    size, *raw = (*row.numbers[_ADDRESS_AT - 1 :], 0)[:-1] or (0,)
    try:
        return str(ip_address(bytes(raw[:size])))
    except ValueError:
        return ""


def _peers(said: Objects) -> Iterator[BgpPeer]:
    """Each session once: of its rows the one that is not established, if there is any."""
    found: dict[tuple[str, str], BgpPeer] = {}
    for row in said.rows(BGP):
        address = _address(row)
        if "state" not in row.values or not address:
            continue
        name = row.text("instance")
        one = peer(row, address, "" if name.lower() in _PUBLIC else name)
        if row.whole("admin") is None and row.whole("reason") is not None:
            one = replace(one, is_enabled=not (one.state == "idle" and row.whole("reason") == _BY_CONFIGURATION))
        key = (one.address, one.instance)
        if key not in found or found[key].state == "established":
            found[key] = one
    yield from found.values()


def _members(said: Objects) -> Iterator[StackMember]:
    for table in (MEMBERS, CE_MEMBERS):
        for row in said.rows(table):
            code = row.whole("role") or 0
            role = _ROLES[code][1] if code in _ROLES else ""
            yield StackMember(f"member {row.index}", role, True if role else None, row.text("device"))
    for row in said.rows(CLUSTER):
        role = _CLUSTER_ROLES.get(row.whole("role") or 0, "")
        yield StackMember(f"chassis {row.index}", role, True if role else None)


def _cluster(said: Objects) -> Iterator[Component]:
    """A chassis that is single though clustering is on has lost the other one, or never had it."""
    single = (Standing.WARN if said.number(_CSS_ENABLED) == _ENABLED else Standing.OFF, "single")
    roles = {code: (Standing.OK, words) for code, words in _CLUSTER_ROLES.items()} | {_SINGLE: single}
    members = 0
    for row in said.rows(CLUSTER):
        members += row.whole("role") != _SINGLE
        yield from stated(row, "role", roles, f"chassis {row.index}", Part.STACK)
    for row in said.rows(CLUSTER_PORTS):
        name = row.text("name") or "/".join(row.index.split(".")[:4])
        is_expected = members > 1 and row.whole("admin") != _SHUT
        states = _CLUSTER_PORT_STATES if is_expected else _CLUSTER_PORT_ALONE
        yield from stated(row, "oper", states, f"CSS port {name}", Part.STACK)


def _components(said: Objects) -> Iterator[Component]:
    members = 0
    for table in (MEMBERS, CE_MEMBERS):
        for row in said.rows(table):
            members += 1
            yield from stated(row, "role", _ROLES, f"member {row.index}", Part.STACK)
    for row in said.rows(PORTS):
        name = row.text("name") or row.index.replace(".", "/")
        yield from stated(row, "status", _PORT_STATES if members > 1 else _ALONE, f"port {name}", Part.STACK)


def _sessions(said: Objects) -> Iterator[Sensor]:
    for row in said.rows(_SESSIONS):
        total = row.number("total")
        if total is not None and total >= 0:
            yield Sensor(f"sessions {row.index}", Quantity.COUNT, total, row.oid("total"))


BGP_PEERS: Final = (Reading(_peers, BGP.values(), of=DEVICES),)
STACK_MEMBERS: Final = (Reading(_members, (*MEMBERS.values(), *CE_MEMBERS.values(), *CLUSTER.values()), of=DEVICES),)
COMPONENTS: Final = (
    Reading(_components, (*MEMBERS.values(), *CE_MEMBERS.values(), *PORTS.values()), of=DEVICES),
    Reading(_cluster, (*CLUSTER.values(), *CLUSTER_PORTS.values()), (_CSS_ENABLED,), of=DEVICES),
)
SENSORS: Final = (Reading(_sessions, _SESSIONS.values(), of=DEVICES),)
