"""Redundancy: aggregated links (IEEE8023-LAG-MIB), VRRP (RFC 2787, 6527), spanning tree (BRIDGE-MIB), and makers' own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from collectors.facts.devices.topology import (
    AGGREGATES,
    GATEWAY_GROUPS,
    SPANNING_TREES,
    STACK_MEMBERS,
    AggregateMember,
    GatewayGroup,
    SpanningTree,
    StackMember,
)
from collectors.network.readings import Reading, by_snmp
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors import (
    check_point,
    cisco_pairs,
    f5,
    fortinet,
    h3c_optics,
    huawei_topology,
    juniper_parts,
    palo_alto,
)

_IF_NAME: Final = "1.3.6.1.2.1.31.1.1.1.1"
_LAG: Final = "1.2.840.10006.300.43.1.2.1.1"
LAG: Final[Mapping[str, str]] = {"selected": f"{_LAG}.12", "attached": f"{_LAG}.13", "state": f"{_LAG}.21"}
_ADMIN: Final = "1.3.6.1.2.1.2.2.1.7"
_OPER: Final = "1.3.6.1.2.1.2.2.1.8"
_DOWN: Final = frozenset({"2", "6", "7"})
"""ifOperStatus: down, notPresent, lowerLayerDown."""
_SHUT: Final = "2"
_LAG_CHANGED: Final = "1.2.840.10006.300.43.1.3.0"
_VRRP_VERSION: Final = "1.3.6.1.2.1.68.1.1.0"
_VRRP: Final = "1.3.6.1.2.1.68.1.3.1"
VRRP: Final[Mapping[str, str]] = {"state": f"{_VRRP}.3", "master": f"{_VRRP}.7"}
_VRRP3: Final = "1.3.6.1.2.1.207.1.1.1.1"
VRRP3: Final[Mapping[str, str]] = {"state": f"{_VRRP3}.6", "master": f"{_VRRP3}.3"}
_IPV6: Final = 2
"""InetAddressType: a group of one number may be there for IPv4 and for IPv6."""
_VRRP_STATES: Final = {1: "initialize", 2: "backup", 3: "master"}
_BRIDGE: Final = "1.3.6.1.2.1.17"
_BRIDGE_ADDRESS: Final = f"{_BRIDGE}.1.1.0"
_SINCE, _CHANGES, _ROOT, _ROOT_PORT = (f"{_BRIDGE}.2.{number}.0" for number in (3, 4, 5, 7))
_BRIDGE_PORT: Final = f"{_BRIDGE}.1.4.1.2"
_ADDRESS_BYTES: Final = 6
_HUNDREDTHS: Final = 100.0
_SYNCHRONIZED, _COLLECTING, _DISTRIBUTING, _DEFAULTED, _EXPIRED = 3, 4, 5, 6, 7


def _names(said: Objects) -> dict[str, str]:
    return {index: value.text for index, value in said.column(_IF_NAME).items()}


def _members(said: Objects) -> Iterator[AggregateMember]:
    """Ports that are attached to an aggregate or selected for one; one that is alone is its own aggregate, or of none."""
    names = _names(said)
    rows = list(said.rows(LAG))
    is_octet = _is_octet([row.values["state"].raw[0] for row in rows if "state" in row.values and row.values["state"].raw])
    for row in rows:
        attached, selected = row.whole("attached") or 0, row.whole("selected") or 0
        aggregate = attached or selected
        if not aggregate or str(aggregate) == row.index:
            continue
        is_on = {bit: _has_bit(row, bit, is_octet=is_octet) for bit in (_DISTRIBUTING, _DEFAULTED, _EXPIRED)}
        yield AggregateMember(
            aggregate=names.get(str(aggregate), str(aggregate)),
            port=names.get(row.index, row.index),
            is_distributing=is_on[_DISTRIBUTING],
            is_defaulted=is_on[_DEFAULTED],
            is_expired=is_on[_EXPIRED],
            words=row.values["state"].raw.hex() if "state" in row.values else "",
            is_standby=_stands_by(said, row) and not (is_on[_DEFAULTED] or is_on[_EXPIRED]),
            is_shut=(admin := said.column(_ADMIN).get(str(aggregate))) is not None and admin.written == _SHUT,
        )


def _stands_by(said: Objects, row: Row) -> bool:
    """Not attached, and its link not known to be down: a cable that is out keeps nothing in reserve."""
    oper = said.column(_OPER).get(row.index)
    return row.whole("attached") == 0 and not (oper is not None and oper.written in _DOWN)


def _has_bit(row: Row, bit: int, *, is_octet: bool) -> bool | None:
    """A bit of LacpState: BITS count from the most significant one of the first byte; an octet of LACP from the least."""
    raw = row.values["state"].raw if "state" in row.values else b""
    return bool(raw[0] & (1 << bit if is_octet else 0x80 >> bit)) if raw else None


def _is_octet(states: Sequence[int]) -> bool:
    """Whether an agent hands on the octet of the LACPDU as it is (802.3: the least significant bit first).

    Who distributes has not expired: an expired partner is not in synchronisation (IEEE 802.1AX, receive machine). Where the
    states contradict this as BITS and do not as octets, they are octets.
    """
    both = (0x80 >> _DISTRIBUTING) | (0x80 >> _EXPIRED)
    reverse = 1 << _DISTRIBUTING | 1 << _EXPIRED
    return any(one & both == both for one in states) and not any(one & reverse == reverse for one in states)


def _routers(said: Objects) -> Iterator[GatewayGroup]:
    names = _names(said)
    for row in said.rows(VRRP):  # index: ifIndex, VRID
        if len(row.numbers) == 2:  # noqa: PLR2004 - as above
            yield _router(row, names, row.numbers[0], str(row.numbers[1]))
    for row in said.rows(VRRP3):  # index: address type, VRID, ifIndex
        if len(row.numbers) == 3:  # noqa: PLR2004 - as above
            version = " IPv6" if row.numbers[0] == _IPV6 else ""
            yield _router(row, names, row.numbers[2], f"{row.numbers[1]}{version}")


def _router(row: Row, names: Mapping[str, str], port: int, group: str) -> GatewayGroup:
    state = _VRRP_STATES.get(row.whole("state") or 0, "")
    return GatewayGroup("vrrp", names.get(str(port), str(port)), group, state, _address(row))


def _address(row: Row) -> str:
    found = row.values.get("master")
    if found is None:
        return ""
    raw = found.raw
    return ".".join(str(one) for one in raw) if len(raw) == 4 else found.text  # noqa: PLR2004 - an IPv4 address


def _trees(said: Objects) -> Iterator[SpanningTree]:
    root = said.value(_ROOT)
    if root is None or len(root.raw) <= _ADDRESS_BYTES:
        return
    own = said.value(_BRIDGE_ADDRESS)
    names, ports = _names(said), said.column(_BRIDGE_PORT)
    port = said.number(_ROOT_PORT)
    index = ports[f"{port:.0f}"].written if port and f"{port:.0f}" in ports else ""
    since = said.ticks_seconds(_SINCE)
    changes = said.number(_CHANGES)
    yield SpanningTree(
        instance="",
        root=root.hexadecimal,
        root_port=names.get(index, index or (f"{port:.0f}" if port else "")),
        is_root=own is not None and root.raw[-_ADDRESS_BYTES:] == own.raw,
        changes_count=None if changes is None else int(changes),
        last_change_seconds=since,
    )


_STP: Final = (_BRIDGE_ADDRESS, _SINCE, _CHANGES, _ROOT, _ROOT_PORT)
AGGREGATE_READINGS: Final[tuple[Reading[AggregateMember], ...]] = (
    Reading(_members, (*LAG.values(), _IF_NAME, _ADMIN, _OPER)),
)
GATEWAY_READINGS: Final[tuple[Reading[GatewayGroup], ...]] = (
    Reading(_routers, (*VRRP.values(), *VRRP3.values(), _IF_NAME)),
    *cisco_pairs.GATEWAY_GROUPS,
    *fortinet.GATEWAY_GROUPS,
    *f5.GATEWAY_GROUPS,
    *palo_alto.GATEWAY_GROUPS,
    *check_point.GATEWAY_GROUPS,
)
STACK_READINGS: Final[tuple[Reading[StackMember], ...]] = (
    *huawei_topology.STACK_MEMBERS,
    *h3c_optics.STACK_MEMBERS,
    *cisco_pairs.STACK_MEMBERS,
    *juniper_parts.STACK_MEMBERS,
)
TREE_READINGS: Final[tuple[Reading[SpanningTree], ...]] = (Reading(_trees, (_BRIDGE_PORT, _IF_NAME), _STP),)
AGGREGATES_SNMP: Final = by_snmp("aggregates", AGGREGATES, AGGREGATE_READINGS, witnesses=(_LAG_CHANGED,))
GATEWAY_GROUPS_SNMP: Final = by_snmp("gateway_groups", GATEWAY_GROUPS, GATEWAY_READINGS, witnesses=(_VRRP_VERSION,))
SPANNING_TREES_SNMP: Final = by_snmp("spanning_trees", SPANNING_TREES, TREE_READINGS)
STACK_MEMBERS_SNMP: Final = by_snmp("stack_members", STACK_MEMBERS, STACK_READINGS)
