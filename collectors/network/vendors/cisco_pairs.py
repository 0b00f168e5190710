"""Cisco: stacks (CISCO-STACKWISE-MIB), HSRP, vPC, and what ASA and Firepower tell of failover and connections."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import Reason, SessionError
from collectors.facts.devices.sensors import Component, Part, Quantity, Sensor, Standing
from collectors.facts.devices.topology import GatewayGroup, StackMember
from collectors.network.readings import NOT_TOLD, Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.links import LINKS, links
from collectors.network.vendors.prefixes import CISCO
from collectors.network.vendors.states import States, distinct, stated, stated_alone
from config.text import verbatim

_OK, _WARN, _FAILED, _OFF, _UNKNOWN = Standing.OK, Standing.WARN, Standing.FAILED, Standing.OFF, Standing.UNKNOWN
_MGMT: Final = f"{CISCO}.9"
_SWITCH: Final = f"{_MGMT}.500.1.2.1.1"
SWITCH: Final[Mapping[str, str]] = {"number": f"{_SWITCH}.1", "role": f"{_SWITCH}.3", "state": f"{_SWITCH}.6"}
"""cswSwitchInfoTable; index: entPhysicalIndex."""
_RING: Final = f"{_MGMT}.500.1.1.3.0"
"""cswRingRedundant, a truth value."""
STACK_PORT: Final[Mapping[str, str]] = {"state": f"{_MGMT}.500.1.2.2.1.1"}
"""cswStackPortOperStatus; index: ifIndex."""
ROLES: Final[Mapping[int, str]] = {1: "master", 2: "member", 3: "notMember", 4: "standby"}
SWITCH_STATES: Final[States] = {
    1: (_WARN, "waiting"),
    2: (_WARN, "progressing"),
    3: (_WARN, "added"),
    4: (_OK, "ready"),
    5: (_FAILED, "sdmMismatch"),
    6: (_FAILED, "verMismatch"),
    7: (_FAILED, "featureMismatch"),
    8: (_WARN, "newMasterInit"),
    9: (_OFF, "provisioned"),
    10: (_FAILED, "invalid"),
    11: (_FAILED, "removed"),
}
"""cswSwitchState; a provisioned switch is configured and not there, which is often so on purpose."""
_READY, _PROVISIONED = 4, 9
PORT_STATES: Final[States] = {1: (_OK, "up"), 2: (_WARN, "down"), 3: (_OFF, "forcedDown")}
_RING_STATES: Final[States] = {1: (_OK, "redundant"), 2: (_WARN, "not redundant")}

_HSRP: Final = f"{_MGMT}.106.1.2.1.1"
HSRP: Final[Mapping[str, str]] = {"address": f"{_HSRP}.11", "state": f"{_HSRP}.15"}
"""cHsrpGrpVirtualIpAddr, cHsrpGrpStandbyState; index: ifIndex, group."""
_HSRP_TIMEOUT: Final = f"{_MGMT}.106.1.1.1.0"
"""cHsrpConfigTimeout, there whatever groups there are: the witness of an empty table."""
HSRP_STATES: Final[Mapping[int, str]] = {1: "initial", 2: "learn", 3: "listen", 4: "speak", 5: "standby", 6: "active"}

VPC: Final[Mapping[str, str]] = {"alive": f"{_MGMT}.807.1.1.2.1.2", "dual": f"{_MGMT}.807.1.2.1.1.3"}
"""cVpcPeerKeepAliveStatus, cVpcDualActiveDetectionStatus; index: domain."""
ALIVE_STATES: Final[States] = {
    1: (_OFF, "disabled"),
    2: (_OK, "alive"),
    3: (_FAILED, "peerUnreachable"),
    4: (_FAILED, "aliveButDomainIdDismatch"),
    5: (_WARN, "suspendedAsISSU"),
    6: (_FAILED, "suspendedAsDestIPUnreachable"),
    7: (_FAILED, "suspendedAsVRFUnusable"),
    8: (_FAILED, "misconfigured"),
}
_DUAL_STATES: Final[States] = {1: (_FAILED, "dual active"), 2: (_OK, "no dual active")}

_HARDWARE: Final = f"{_MGMT}.147.1.2.1.1.1"
HARDWARE: Final[Mapping[str, str]] = {"value": f"{_HARDWARE}.3", "detail": f"{_HARDWARE}.4"}
"""cfwHardwareStatusValue and Detail of CISCO-FIREWALL-MIB; index: Hardware, of which 6 and 7 are the units of a pair."""
_UNITS: Final[Mapping[str, str]] = {"6": "primary unit", "7": "secondary unit"}
HARDWARE_STATES: Final[States] = {
    1: (_UNKNOWN, "other"),
    2: (_OK, "up"),
    3: (_FAILED, "down"),
    4: (_FAILED, "error"),
    5: (_FAILED, "overTemp"),
    6: (_WARN, "busy"),
    7: (_FAILED, "noMedia"),
    8: (_OK, "backup"),
    9: (_OK, "active"),
    10: (_OK, "standby"),
}
_FAILOVER_OFF: Final = "failover off"
"""What Detail says where no failover is configured; Value is then down of both units."""
_CONNECTIONS: Final = f"{_MGMT}.147.1.2.2.2.1.5.40.6"
"""cfwConnectionStatValue of protoIp, currentInUse."""
_ACTIVE: Final = f"{_MGMT}.491.1.1.1.6.0"
"""cufwConnGlobalNumActive of CISCO-UNIFIED-FIREWALL-MIB."""
_REMOTE: Final = f"{_MGMT}.392.1.3.1.0"
"""crasNumSessions of CISCO-REMOTE-ACCESS-MONITOR-MIB."""


def _number(said: Objects) -> dict[str, str]:
    return {row.index: f"switch {row.text('number') or row.index}" for row in said.rows(SWITCH)}


def _members(said: Objects) -> Iterator[StackMember]:
    names = _number(said)
    for row in said.rows(SWITCH):
        state = row.whole("state")
        words = SWITCH_STATES.get(state or 0, (_UNKNOWN, row.text("state")))[1]
        is_ready = None if state in {None, _PROVISIONED} else state == _READY
        role = ROLES.get(row.whole("role") or 0, row.text("role"))
        yield StackMember(names[row.index], role, is_ready=is_ready, words=words)


def _stack(said: Objects) -> Iterator[Component]:
    """Switches, ports between them, and of more than one switch whether their ring is closed."""
    names, ports = _number(said), links(said)
    switches = list(said.rows(SWITCH))
    found = [
        (row.index, one) for row in switches for one in stated(row, "state", SWITCH_STATES, names[row.index], Part.STACK)
    ]
    if sum(row.whole("state") == _READY for row in switches) > 1:
        yield from stated_alone(said, _RING, _RING_STATES, "stack ring", Part.REDUNDANCY)
        for row in said.rows(STACK_PORT):
            name = ports[row.index].name if row.index in ports else f"stack port {row.index}"
            found += [(row.index, one) for one in stated(row, "state", PORT_STATES, name, Part.STACK)]
    yield from distinct(found)


def _pairs(said: Objects) -> Iterator[Component]:
    for row in said.rows(VPC):
        domain = f"vPC {row.index}"
        yield from stated(row, "alive", ALIVE_STATES, f"{domain} keepalive", Part.REDUNDANCY)
        yield from stated(row, "dual", _DUAL_STATES, f"{domain} dual active", Part.REDUNDANCY)
    for row in said.rows(HARDWARE):
        name = _UNITS.get(row.index)
        is_off = row.text("detail").lower() == _FAILOVER_OFF
        states: States = {3: (_OFF, "failover off")} if is_off else HARDWARE_STATES
        if name is not None:
            yield from stated(row, "value", states, name, Part.REDUNDANCY)


def _groups(said: Objects) -> Iterator[GatewayGroup]:
    ports = links(said)
    for row in said.rows(HSRP):  # index: ifIndex, group
        port, _dot, group = row.index.partition(".")
        name = ports[port].name if port in ports else port
        state = HSRP_STATES.get(row.whole("state") or 0, row.text("state"))
        address = row.values.get("address")
        words = "" if address is None else _dotted(address.raw) or address.text
        yield GatewayGroup("hsrp", name, group, state, words)


def _no_groups(said: Objects) -> Iterator[GatewayGroup]:
    """Nothing. Raises SessionError (not offered) where only VRRP-MIB could say that there is none: HSRP may be there."""
    if said.value(_HSRP_TIMEOUT) is None:
        raise SessionError(Reason.NOT_OFFERED, verbatim("CISCO-HSRP-MIB"), NOT_TOLD)
    yield from ()


def _dotted(raw: bytes) -> str:
    return ".".join(str(one) for one in raw) if len(raw) == 4 else ""  # noqa: PLR2004 - an IPv4 address


def _failover(said: Objects) -> Iterator[GatewayGroup]:
    """The pair of firewalls, by each of its units; nothing where failover is off."""
    for row in said.rows(HARDWARE):
        name, state = _UNITS.get(row.index), HARDWARE_STATES.get(row.whole("value") or 0)
        if name is not None and state is not None and row.text("detail").lower() != _FAILOVER_OFF:
            yield GatewayGroup("failover", "", name, state[1])


def _sessions(said: Objects) -> Iterator[Sensor]:
    for oid in (_CONNECTIONS, _ACTIVE):
        value = said.number(oid)
        if value is not None:
            yield Sensor("connections", Quantity.COUNT, value, oid)
            break
    remote = said.number(_REMOTE)
    if remote is not None:
        yield Sensor("remote access sessions", Quantity.COUNT, remote, _REMOTE)


COMPONENTS: Final = (
    Reading(_stack, (*SWITCH.values(), *STACK_PORT.values(), *LINKS.values()), (_RING,), of=(CISCO,)),
    Reading(_pairs, (*VPC.values(), *HARDWARE.values()), of=(CISCO,)),
)
SENSORS: Final = (Reading(_sessions, scalars=(_CONNECTIONS, _ACTIVE, _REMOTE), of=(CISCO,)),)
STACK_MEMBERS: Final = (Reading(_members, SWITCH.values(), of=(CISCO,)),)
GATEWAY_GROUPS: Final = (
    Reading(_groups, (*HSRP.values(), *LINKS.values()), of=(CISCO,)),
    Reading(_failover, HARDWARE.values(), of=(CISCO,)),
    Reading(_no_groups, scalars=(_HSRP_TIMEOUT,), of=(CISCO,), is_fallback=True),
)
