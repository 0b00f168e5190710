"""Palo Alto Networks: management and data processors, memories, sessions and high availability (PAN-COMMON-MIB)."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Pool, Processor
from collectors.facts.devices.sensors import Component, Part, Quantity, Sensor, Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.readings import Reading, ratio
from collectors.network.standard import HOST_PROCESSOR, HOST_STORAGE, storage_bytes
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import PALO_ALTO
from collectors.network.vendors.states import distinct

_COMMON: Final = f"{PALO_ALTO}.2.1.2"
_VERSION, _SERIAL, _STATE, _PEER, _MODE = (f"{_COMMON}.1.{number}.0" for number in (1, 3, 11, 12, 13))
_MODEL: Final = f"{_COMMON}.2.1.0"
"""panSysSwVersion, SerialNumber, HAState, HAPeerState, HAMode, panChassisType."""
_MINUTE: Final = 60.0
_NAMES: Final = "1.3.6.1.2.1.25.3.2.1.3"
"""hrDeviceDescr: "Slot-1 Management Processor", "Slot-1 Data Processor"."""
_DATA: Final = ("data", "dp")
_TYPES: Final = "1.3.6.1.2.1.25.2.1"
POOLS: Final[Mapping[str, Pool]] = {f"{_TYPES}.1": Pool.PACKET, f"{_TYPES}.2": Pool.SYSTEM, f"{_TYPES}.3": Pool.SWAP}
"""By hrStorageType: packet descriptors and buffers of the data plane are of type other."""
_LOADS: Final[Mapping[str, str]] = {
    "sessions": f"{_COMMON}.3.1.0",
    "SSL proxy sessions": f"{_COMMON}.3.8.0",
    "GlobalProtect tunnels": f"{_COMMON}.5.1.1.0",
}
"""panSessionUtilization, panSessionSslProxyUtilization, panGPGWUtilizationPct: per cent of the most that there may be."""
_COUNTS: Final[Mapping[str, str]] = {
    "sessions": f"{_COMMON}.3.3.0",
    "TCP sessions": f"{_COMMON}.3.4.0",
    "UDP sessions": f"{_COMMON}.3.5.0",
    "ICMP sessions": f"{_COMMON}.3.6.0",
    "SSL proxy sessions": f"{_COMMON}.3.7.0",
    "GlobalProtect tunnels": f"{_COMMON}.5.1.3.0",
    "logs a second": f"{PALO_ALTO}.2.3.30.1.1.0",
}
"""panSessionActive, ActiveTcp, ActiveUdp, ActiveICMP, ActiveSslProxy, panGPGWUtilizationActiveTunnels, panLcLogRate."""
DOMAINS: Final[Mapping[str, str]] = {
    "name": f"{_COMMON}.3.9.1.2",
    "load": f"{_COMMON}.3.9.1.3",
    "sessions": f"{_COMMON}.3.9.1.4",
}
"""panVsysName, panVsysSessionUtilizationPct, panVsysActiveSessions."""
STATES: Final[Mapping[str, Standing]] = {
    "active": Standing.OK,
    "passive": Standing.OK,
    "active-primary": Standing.OK,
    "active-secondary": Standing.OK,
    "initial": Standing.WARN,
    "tentative": Standing.WARN,
    "suspended": Standing.WARN,
    "non-functional": Standing.FAILED,
    "disabled": Standing.OFF,
}
"""The states of high availability are words; "unknown" of the peer: it does not answer."""
_DISABLED: Final = "disabled"


def _processors(said: Objects) -> Iterator[Processor]:
    names = said.column(_NAMES)
    found = []
    for row in said.rows(HOST_PROCESSOR):
        used = ratio(row.number("load"))
        name = names[row.index].text if row.index in names else ""
        if used is not None:
            one = Processor(
                name or f"processor {row.index}",
                used,
                row.oid("load"),
                window_seconds=_MINUTE,
                is_data_plane=any(word in name.lower().replace("-", " ").split() for word in _DATA),
            )
            found.append((row.index, one))
    yield from distinct(found)


def _memories(said: Objects) -> Iterator[Memory]:
    found = []
    for row in said.rows(HOST_STORAGE):
        pool, size = POOLS.get(row.text("type")), storage_bytes(row)
        if pool is not None and size is not None:
            total, used = size
            found.append((row.index, Memory(row.text("name"), used / total, row.oid("used"), total, used, pool=pool)))
    yield from distinct(found)


def _sensors(said: Objects) -> Iterator[Sensor]:
    for quantity, table in ((Quantity.LOAD, _LOADS), (Quantity.COUNT, _COUNTS)):
        for name, oid in table.items():
            value = said.number(oid)
            if value is not None:
                yield Sensor(name, quantity, value, oid)
    yield from distinct(_domains(said))


def _domains(said: Objects) -> Iterator[tuple[str, Sensor]]:
    for row in said.rows(DOMAINS):
        for column, quantity in (("load", Quantity.LOAD), ("sessions", Quantity.COUNT)):
            value = row.number(column)
            if value is not None:
                name = f"{row.text('name') or row.index} sessions"
                yield row.index, Sensor(name, quantity, value, row.oid(column))


def _pair(said: Objects) -> Iterator[Component]:
    """Both units; where high availability is disabled there is no peer."""
    state, peer = said.text(_STATE).lower(), said.text(_PEER).lower()
    if state:
        yield Component("unit", Part.REDUNDANCY, STATES.get(state, Standing.UNKNOWN), state, oid=_STATE)
    if state and peer:
        standing = Standing.OFF if state == _DISABLED else STATES.get(peer, Standing.UNKNOWN)
        yield Component("peer unit", Part.REDUNDANCY, standing, peer, oid=_PEER)


def _groups(said: Objects) -> Iterator[GatewayGroup]:
    state = said.text(_STATE).lower()
    if state and state != _DISABLED:
        yield GatewayGroup("ha", "", said.text(_MODE), state)


def _made(said: Objects) -> Iterator[Made]:
    fields = (("model", _MODEL), ("serial", _SERIAL), ("version", _VERSION))
    told = tuple((name, oid) for name, oid in fields if said.text(oid))
    yield Made(said.text(_MODEL), said.text(_SERIAL), said.text(_VERSION), told)


_OF: Final = (PALO_ALTO,)
PROCESSORS: Final = (Reading(_processors, (*HOST_PROCESSOR.values(), _NAMES), of=_OF),)
MEMORIES: Final = (Reading(_memories, HOST_STORAGE.values(), of=_OF),)
SENSORS: Final = (Reading(_sensors, DOMAINS.values(), (*_LOADS.values(), *_COUNTS.values()), of=_OF),)
COMPONENTS: Final = (Reading(_pair, (), (_STATE, _PEER), of=_OF),)
GATEWAY_GROUPS: Final = (Reading(_groups, (), (_STATE, _MODE), of=_OF),)
MADE: Final = (Reading(_made, (), (_MODEL, _SERIAL, _VERSION), of=_OF),)
