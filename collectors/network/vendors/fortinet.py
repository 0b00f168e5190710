"""Fortinet FortiGate: loads, hardware sensors, sessions, tunnels and clusters of FORTINET-FORTIGATE-MIB."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor, Storage
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import FORTINET
from collectors.network.vendors.states import States, distinct, stated, stated_alone

_OK, _WARN, _FAILED, _OFF = Standing.OK, Standing.WARN, Standing.FAILED, Standing.OFF
_BASE: Final = f"{FORTINET}.101"
_SYSTEM: Final = f"{_BASE}.4.1"
_VERSION, _CPU, _MEMORY, _KIBIBYTES, _DISK_USED, _DISK_SIZE = (f"{_SYSTEM}.{number}.0" for number in (1, 3, 4, 5, 6, 7))
"""fgSysVersion, CpuUsage (%), MemUsage (%), MemCapacity (KiB), DiskUsage and DiskCapacity (MiB)."""
_KIB, _MIB = 1024.0, 1024.0 * 1024.0
CORES: Final[Mapping[str, str]] = {"used": f"{_BASE}.4.4.2.1.2"}
"""fgProcessorUsage, over a minute."""
_CONSERVE, _REFUSING = 0.82, 0.88
"""FortiOS's defaults of memory-use-threshold-green and -red: conserve mode ends below the one and begins at the other."""
_MINUTE: Final = 60.0
_COUNTS: Final[Mapping[str, str]] = {
    "sessions": f"{_SYSTEM}.8.0",
    "new sessions a second, 1 minute": f"{_SYSTEM}.11.0",
    "new sessions a second, 10 minutes": f"{_SYSTEM}.12.0",
    "new sessions a second, 30 minutes": f"{_SYSTEM}.13.0",
    "new sessions a second, 60 minutes": f"{_SYSTEM}.14.0",
    "IPv6 sessions": f"{_SYSTEM}.15.0",
    "IPsec tunnels up": f"{_BASE}.12.1.1.0",
}
"""fgSysSesCount, SesRate1, 10, 30 and 60, fgSysSes6Count, fgVpnTunnelUpCount."""
HARDWARE: Final[Mapping[str, str]] = {
    "name": f"{_BASE}.4.3.2.1.2",
    "value": f"{_BASE}.4.3.2.1.3",
    "alarm": f"{_BASE}.4.3.2.1.4",
}
"""fgHwSensors: EntName, EntValue (a string, without a unit), EntAlarmStatus. What it measures only its name tells."""
ALARM_STATES: Final[States] = {0: (_OK, "no alarm"), 1: (_FAILED, "alarm")}
_KINDS: Final = (
    (re.compile(r"(?i)\bfan"), Quantity.FAN_SPEED),
    (re.compile(r"(?i)temp|thermal|\blm75\b|\bdts\d*\b|\btd\d+\b|\btr\d+\b|\bt[jm]\d+\b|°c|_t$"), Quantity.TEMPERATURE),
    (re.compile(r"(?i)v(?:cc|dd|tt|in|out|core|pp)|\dv\d|_p?\d+v\b|\bp\d+v\d|\d\.?\d*v\b|volt"), Quantity.VOLTAGE),
)
_CHIP: Final = re.compile(r"(?i)\bdts\d*\b|\btd\d+\b|\btr\d+\b")
_PARTS: Final[Mapping[Quantity | None, Part]] = {
    Quantity.FAN_SPEED: Part.FAN,
    Quantity.TEMPERATURE: Part.TEMPERATURE,
    Quantity.VOLTAGE: Part.VOLTAGE,
}
_SUPPLY: Final = re.compile(r"(?i)^(?:ps|psu|power)\b.*status$|^(?:ps|psu)[ _]?\d+ ?status$|power supply")

_DOMAIN: Final = f"{_BASE}.3.2.1.1"
DOMAIN: Final[Mapping[str, str]] = {"name": f"{_DOMAIN}.2", "role": f"{_DOMAIN}.4"}
"""fgVdEntName, fgVdEntHaState."""
ROLES: Final[States] = {1: (_OK, "primary"), 2: (_OK, "secondary"), 3: (_OFF, "standalone")}
_TUNNEL: Final = f"{_BASE}.12.2.2.1"
TUNNEL: Final[Mapping[str, str]] = {"phase_1": f"{_TUNNEL}.2", "phase_2": f"{_TUNNEL}.3", "state": f"{_TUNNEL}.20"}
"""fgVpnTunEntPhase1Name, Phase2Name, Status. A tunnel that nobody uses is down as well, so down is no failure."""
TUNNEL_STATES: Final[States] = {1: (_WARN, "down"), 2: (_OK, "up")}
_SSL: Final = f"{_BASE}.12.2.3.1"
SSL: Final[Mapping[str, str]] = {"state": f"{_SSL}.1", "users": f"{_SSL}.2", "tunnels": f"{_SSL}.6"}
"""fgVpnSslState, StatsLoginUsers, StatsActiveTunnels; index: that of the virtual domain."""
SSL_STATES: Final[States] = {1: (_OFF, "disabled"), 2: (_OK, "enabled")}
_MODE: Final = f"{_BASE}.13.1.1.0"
MODES: Final[States] = {1: (_OFF, "standalone"), 2: (_OK, "active-active"), 3: (_OK, "active-passive")}
_GROUP: Final = f"{_BASE}.13.1.7.0"
_STATS: Final = f"{_BASE}.13.2.1.1"
MEMBER: Final[Mapping[str, str]] = {"serial": f"{_STATS}.2", "sync": f"{_STATS}.12"}
"""fgHaSystemMode, fgHaGroupName, fgHaStatsSerial, fgHaStatsSyncStatus. A member that has left has no row."""
SYNC_STATES: Final[States] = {0: (_FAILED, "unsynchronized"), 1: (_OK, "synchronized")}
_STANDALONE: Final = 1
_SERIAL: Final = f"{FORTINET}.100.1.1.1.0"
"""fnSysSerial of FORTINET-CORE-MIB."""


def _processors(said: Objects) -> Iterator[Processor]:
    used = ratio(said.number(_CPU))
    if used is not None:
        yield Processor("system", used, _CPU)
    for row in said.rows(CORES):
        core = ratio(row.number("used"))
        if core is not None:
            yield Processor(f"core {row.index}", core, row.oid("used"), window_seconds=_MINUTE)


def _memories(said: Objects) -> Iterator[Memory]:
    used = ratio(said.number(_MEMORY))
    total = (said.number(_KIBIBYTES, 0) or 0.0) * _KIB
    if used is not None:
        size = total or None
        in_use = total * used if total else None
        yield Memory("memory", used, _MEMORY, size, in_use, limit_ratio=_CONSERVE, critical_ratio=_REFUSING)


def _storages(said: Objects) -> Iterator[Storage]:
    """The disk; a device without one tells 0 of both."""
    used, size = said.number(_DISK_USED), said.number(_DISK_SIZE, 0)
    if used is not None and size is not None:
        yield Storage("disk", used * _MIB, size * _MIB, _DISK_USED)


def _quantity(name: str) -> Quantity | None:
    return next((quantity for mark, quantity in _KINDS if mark.search(name)), None)


def _sensors(said: Objects) -> Iterator[Sensor]:
    found = []
    for row in said.rows(HARDWARE):
        name, value = row.text("name"), row.number("value")
        quantity = _quantity(name)
        if quantity is not None and value is not None:
            place = Place.CHIP if _CHIP.search(name) else place_of(name)
            found.append((row.index, Sensor(name, quantity, value, row.oid("value"), place=place)))
    yield from distinct(found)


def _domain(said: Objects, index: str) -> str:
    names = said.column(DOMAIN["name"])
    return names[index].text if index in names else f"domain {index}"


def _counts(said: Objects) -> Iterator[Sensor]:
    for name, oid in _COUNTS.items():
        value = said.number(oid)
        if value is not None:
            yield Sensor(name, Quantity.COUNT, value, oid)
    yield from distinct(_remote(said))


def _remote(said: Objects) -> Iterator[tuple[str, Sensor]]:
    for row in said.rows(SSL):
        for column, words in (("users", "SSL VPN users"), ("tunnels", "SSL VPN tunnels")):
            value = row.number(column)
            if value is not None:
                name = f"{_domain(said, row.index)} {words}"
                yield row.index, Sensor(name, Quantity.COUNT, value, row.oid(column))


def _hardware(said: Objects) -> Iterator[Component]:
    found = []
    for row in said.rows(HARDWARE):
        name = row.text("name")
        part = Part.POWER if _SUPPLY.search(name) else _PARTS.get(_quantity(name), Part.OTHER)
        if name:
            found += [(row.index, one) for one in stated(row, "alarm", ALARM_STATES, name, part)]
    yield from distinct(found)


def _services(said: Objects) -> Iterator[Component]:
    found = []
    for row in said.rows(TUNNEL):
        name = " ".join(dict.fromkeys(words for words in (row.text("phase_1"), row.text("phase_2")) if words))
        found += [(row.index, one) for one in stated(row, "state", TUNNEL_STATES, f"IPsec {name}", Part.SERVICE)]
    for row in said.rows(SSL):
        name = f"{_domain(said, row.index)} SSL VPN"
        found += [(row.index, one) for one in stated(row, "state", SSL_STATES, name, Part.SERVICE)]
    yield from distinct(found)


def _cluster(said: Objects) -> Iterator[Component]:
    yield from stated_alone(said, _MODE, MODES, "mode", Part.REDUNDANCY)
    found = []
    for row in said.rows(DOMAIN):
        name = f"domain {row.text('name') or row.index}"
        found += [(row.index, one) for one in stated(row, "role", ROLES, name, Part.REDUNDANCY)]
    if said.number(_MODE) not in {None, _STANDALONE}:
        for row in said.rows(MEMBER):
            name = f"member {row.text('serial') or row.index}"
            found += [(row.index, one) for one in stated(row, "sync", SYNC_STATES, name, Part.REDUNDANCY)]
    yield from distinct(found)


def _groups(said: Objects) -> Iterator[GatewayGroup]:
    """The cluster as this unit sees it; nothing of one that stands alone."""
    if said.number(_MODE) in {None, _STANDALONE}:
        return
    roles = [row.whole("role") for row in said.rows(DOMAIN)]
    role = ROLES.get(roles[0] or 0) if roles else None
    synced = [row.whole("sync") for row in said.rows(MEMBER)]
    is_synchronised = all(one == 1 for one in synced) if synced else None
    yield GatewayGroup("ha", "", said.text(_GROUP), role[1] if role else "", is_synchronised=is_synchronised)


def _made(said: Objects) -> Iterator[Made]:
    fields = (("version", _VERSION), ("serial", _SERIAL))
    yield Made("", said.text(_SERIAL), said.text(_VERSION), tuple((name, oid) for name, oid in fields if said.text(oid)))


_OF: Final = (FORTINET,)
_CLUSTER: Final = (*DOMAIN.values(), *MEMBER.values())
PROCESSORS: Final = (Reading(_processors, CORES.values(), (_CPU,), of=_OF),)
MEMORIES: Final = (Reading(_memories, (), (_MEMORY, _KIBIBYTES), of=_OF),)
STORAGES: Final = (Reading(_storages, (), (_DISK_USED, _DISK_SIZE), of=_OF),)
SENSORS: Final = (
    Reading(_sensors, HARDWARE.values(), of=_OF),
    Reading(_counts, (*SSL.values(), *DOMAIN.values()), _COUNTS.values(), of=_OF),
)
COMPONENTS: Final = (
    Reading(_hardware, HARDWARE.values(), of=_OF),
    Reading(_services, (*TUNNEL.values(), *SSL.values(), *DOMAIN.values()), of=_OF),
    Reading(_cluster, _CLUSTER, (_MODE,), of=_OF),
)
GATEWAY_GROUPS: Final = (Reading(_groups, _CLUSTER, (_MODE, _GROUP), of=_OF),)
MADE: Final = (Reading(_made, (), (_VERSION, _SERIAL), of=_OF),)
