"""F5 BIG-IP: loads, chassis and failover of F5-BIGIP-SYSTEM-MIB."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Pool, Processor
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import F5
from collectors.network.vendors.states import States, stated, stated_alone

_OK, _WARN, _FAILED, _OFF, _ABSENT, _UNKNOWN = (
    Standing.OK,
    Standing.WARN,
    Standing.FAILED,
    Standing.OFF,
    Standing.ABSENT,
    Standing.UNKNOWN,
)
_SYSTEM: Final = f"{F5}.2.1"
_CPU: Final = f"{_SYSTEM}.1.2.20.37.0"
"""sysGlobalHostCpuUsageRatio5m."""
CPUS: Final[Mapping[str, str]] = {"used": f"{_SYSTEM}.7.5.2.1.35"}
"""sysMultiHostCpuUsageRatio5m; index: host, CPU."""
TMMS: Final[Mapping[str, str]] = {"name": f"{_SYSTEM}.8.2.3.1.1", "used": f"{_SYSTEM}.8.2.3.1.39"}
"""sysTmmStatTmmId, sysTmmStatTmUsageRatio5m: the processes that forward packets."""
_WINDOW: Final = 300.0
_KIB: Final = 1024.0
_MEMORIES: Final = (
    ("TMM memory", f"{_SYSTEM}.1.2.1.44.0", f"{_SYSTEM}.1.2.1.45.0", 1.0),
    ("TMM memory", f"{_SYSTEM}.1.2.21.37.0", f"{_SYSTEM}.1.2.21.38.0", _KIB),
    ("other memory", f"{_SYSTEM}.1.2.20.44.0", f"{_SYSTEM}.1.2.20.45.0", 1.0),
    ("other memory", f"{_SYSTEM}.1.2.20.48.0", f"{_SYSTEM}.1.2.20.49.0", _KIB),
    ("swap", f"{_SYSTEM}.1.2.20.46.0", f"{_SYSTEM}.1.2.20.47.0", 1.0),
    ("swap", f"{_SYSTEM}.1.2.20.50.0", f"{_SYSTEM}.1.2.20.51.0", _KIB),
)
"""Total and used, in bytes and in KiB, of which a release has one or both: sysStatMemory, sysGlobalTmmStatMemory, then
sysGlobalHostOtherMem and sysGlobalHostSwap."""
_CHASSIS: Final = f"{_SYSTEM}.3.2"
FANS: Final[Mapping[str, str]] = {"state": f"{_CHASSIS}.1.2.1.2", "speed": f"{_CHASSIS}.1.2.1.3"}
SUPPLIES: Final[Mapping[str, str]] = {"state": f"{_CHASSIS}.2.2.1.2"}
TEMPERATURES: Final[Mapping[str, str]] = {"value": f"{_CHASSIS}.3.2.1.2"}
CPU_SENSORS: Final[Mapping[str, str]] = {"value": f"{_SYSTEM}.3.6.2.1.2"}
"""sysChassisFanStatus and Speed, sysChassisPowerSupplyStatus, sysChassisTempTemperature, sysCpuSensorTemperature."""
CHASSIS_STATES: Final[States] = {0: (_FAILED, "bad"), 1: (_OK, "good"), 2: (_ABSENT, "notpresent")}
_FAILOVER, _COLOUR, _SYNC = f"{_SYSTEM}.14.3.1.0", f"{_SYSTEM}.14.3.3.0", f"{_SYSTEM}.14.1.1.0"
COLOUR_STATES: Final[States] = {
    0: (_OK, "green"),
    1: (_WARN, "yellow"),
    2: (_FAILED, "red"),
    3: (_WARN, "blue"),
    4: (_OK, "gray"),
    5: (_FAILED, "black"),
}
"""sysCmFailoverStatusColor: how the pair as a whole stands; gray is that of a standby."""
FAILOVER_STATES: Final[States] = {
    0: (_UNKNOWN, "unknown"),
    1: (_OFF, "offline"),
    2: (_OFF, "forcedOffline"),
    3: (_OK, "standby"),
    4: (_OK, "active"),
}
"""sysCmFailoverStatusId."""
SYNC_STATES: Final[States] = {
    0: (_UNKNOWN, "unknown"),
    1: (_WARN, "syncing"),
    2: (_WARN, "needManualSync"),
    3: (_OK, "inSync"),
    4: (_FAILED, "syncFailed"),
    5: (_FAILED, "syncDisconnected"),
    6: (_OFF, "standalone"),
    7: (_WARN, "awaitingInitialSync"),
    8: (_FAILED, "incompatibleVersion"),
    9: (_FAILED, "partialSync"),
}
"""sysCmSyncStatusId."""
_IN_SYNC, _ALONE = 3, 6
_CONNECTIONS: Final[Mapping[str, str]] = {
    "client connections": f"{_SYSTEM}.1.2.1.8.0",
    "server connections": f"{_SYSTEM}.1.2.1.15.0",
    "client connections, 1 minute": f"{_SYSTEM}.1.2.1.79.0",
    "server connections, 1 minute": f"{_SYSTEM}.1.2.1.86.0",
}
"""sysStatClientCurConns, sysStatServerCurConns, and their means."""
_MODEL, _SERIAL, _VERSION = f"{_SYSTEM}.3.5.2.0", f"{_SYSTEM}.3.3.3.0", f"{_SYSTEM}.4.2.0"
"""sysPlatformInfoMarketingName, sysGeneralChassisSerialNum, sysProductVersion."""


def _processors(said: Objects) -> Iterator[Processor]:
    used = ratio(said.number(_CPU))
    if used is not None:
        yield Processor("host", used, _CPU, window_seconds=_WINDOW)
    for row in said.rows(CPUS):
        one = ratio(row.number("used"))
        if one is not None:
            yield Processor(f"host CPU {row.numbers[-1]}", one, row.oid("used"), window_seconds=_WINDOW)
    for row in said.rows(TMMS):
        one = ratio(row.number("used"))
        if one is not None:
            name = f"TMM {row.text('name') or row.index}"
            yield Processor(name, one, row.oid("used"), window_seconds=_WINDOW, is_data_plane=True)


def _memories(said: Objects) -> Iterator[Memory]:
    told: set[str] = set()
    for name, total_oid, used_oid, unit in _MEMORIES:
        total, used = said.number(total_oid, 0), said.number(used_oid)
        if name not in told and total is not None and used is not None and 0 <= used <= total:
            told.add(name)
            pool = Pool.SWAP if name == "swap" else Pool.SYSTEM
            yield Memory(name, used / total, used_oid, total * unit, used * unit, pool=pool)


def _sensors(said: Objects) -> Iterator[Sensor]:
    for name, table, place in (("chassis", TEMPERATURES, Place.UNKNOWN), ("CPU", CPU_SENSORS, Place.CHIP)):
        for row in said.rows(table):
            value = row.number("value", 0)
            if value is not None:
                yield Sensor(f"{name} {row.index}", Quantity.TEMPERATURE, value, row.oid("value"), place=place)
    for row in said.rows(FANS):
        speed = row.number("speed", 0)  # 0: this platform does not tell it
        if speed is not None:
            yield Sensor(f"fan {row.index}", Quantity.FAN_SPEED, speed, row.oid("speed"))
    for name, oid in _CONNECTIONS.items():
        value = said.number(oid)
        if value is not None:
            yield Sensor(name, Quantity.COUNT, value, oid)


def _parts(said: Objects) -> Iterator[Component]:
    for row in said.rows(FANS):
        yield from stated(row, "state", CHASSIS_STATES, f"fan {row.index}", Part.FAN)
    for row in said.rows(SUPPLIES):
        yield from stated(row, "state", CHASSIS_STATES, f"power supply {row.index}", Part.POWER)
    yield from stated_alone(said, _FAILOVER, FAILOVER_STATES, "failover", Part.REDUNDANCY)
    yield from stated_alone(said, _COLOUR, COLOUR_STATES, "failover status", Part.REDUNDANCY)
    yield from stated_alone(said, _SYNC, SYNC_STATES, "synchronisation", Part.REDUNDANCY)


def _groups(said: Objects) -> Iterator[GatewayGroup]:
    state, sync = said.number(_FAILOVER), said.number(_SYNC)
    if state is not None and sync != _ALONE:
        words = FAILOVER_STATES.get(int(state), (_UNKNOWN, f"{state:.0f}"))[1]
        yield GatewayGroup("failover", "", "", words, is_synchronised=None if sync is None else sync == _IN_SYNC)


def _made(said: Objects) -> Iterator[Made]:
    fields = (("model", _MODEL), ("serial", _SERIAL), ("version", _VERSION))
    told = tuple((name, oid) for name, oid in fields if said.text(oid))
    yield Made(said.text(_MODEL), said.text(_SERIAL), said.text(_VERSION), told)


_OF: Final = (F5,)
PROCESSORS: Final = (Reading(_processors, (*CPUS.values(), *TMMS.values()), (_CPU,), of=_OF),)
MEMORIES: Final = (
    Reading(_memories, (), [oid for _name, total, used, _unit in _MEMORIES for oid in (total, used)], of=_OF),
)
SENSORS: Final = (
    Reading(_sensors, (*TEMPERATURES.values(), *CPU_SENSORS.values(), *FANS.values()), _CONNECTIONS.values(), of=_OF),
)
COMPONENTS: Final = (Reading(_parts, (*FANS.values(), *SUPPLIES.values()), (_FAILOVER, _COLOUR, _SYNC), of=_OF),)
GATEWAY_GROUPS: Final = (Reading(_groups, (), (_FAILOVER, _SYNC), of=_OF),)
MADE: Final = (Reading(_made, (), (_MODEL, _SERIAL, _VERSION), of=_OF),)
