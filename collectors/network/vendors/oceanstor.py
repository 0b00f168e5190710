"""Huawei OceanStor V3 to V6 and Dorado (34774.4.1.23): pools, disks, controllers, enclosures, fans, supplies, batteries.

Every part has a health and a running status, numbered alike in all tables (as in ISM-STORAGE-SVC-MIB, with more numbers in
later versions). Capacities of pools are MB.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor, Storage
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.states import States, distinct, stated

STORAGE: Final = "1.3.6.1.4.1.34774"
_SERIAL, _VERSION = f"{STORAGE}.4.1.1.1.0", f"{STORAGE}.4.1.1.6.0"
_LOGICAL: Final = f"{STORAGE}.4.1.23.4"
_PHYSICAL: Final = f"{STORAGE}.4.1.23.5"
POOLS: Final[Mapping[str, str]] = {
    "name": f"{_LOGICAL}.2.1.2",
    "health": f"{_LOGICAL}.2.1.5",
    "running": f"{_LOGICAL}.2.1.6",
    "total": f"{_LOGICAL}.2.1.7",
    "free": f"{_LOGICAL}.2.1.9",
}
DISKS: Final[Mapping[str, str]] = {
    "health": f"{_PHYSICAL}.1.1.2",
    "running": f"{_PHYSICAL}.1.1.3",
    "name": f"{_PHYSICAL}.1.1.4",
    "temperature": f"{_PHYSICAL}.1.1.11",
}
CONTROLLERS: Final[Mapping[str, str]] = {
    "health": f"{_PHYSICAL}.2.1.2",
    "running": f"{_PHYSICAL}.2.1.3",
    "name": f"{_PHYSICAL}.2.1.5",
    "cpu": f"{_PHYSICAL}.2.1.8",
    "memory": f"{_PHYSICAL}.2.1.9",
}
ENCLOSURES: Final[Mapping[str, str]] = {
    "name": f"{_PHYSICAL}.6.1.2",
    "health": f"{_PHYSICAL}.6.1.4",
    "running": f"{_PHYSICAL}.6.1.5",
    "temperature": f"{_PHYSICAL}.6.1.8",
}


def _located(table: int) -> Mapping[str, str]:
    """Tables whose second column is where the part is, the third its health, the fourth its running status."""
    base = f"{_PHYSICAL}.{table}.1"
    return {"name": f"{base}.2", "health": f"{base}.3", "running": f"{base}.4"}


SUPPLIES: Final = _located(3)
FANS: Final = _located(4)
BATTERIES: Final = _located(5)
_MEGA: Final = 1024.0 * 1024.0
_HOTTEST: Final = 150
_FAULTY: Final = (2, 4, 9, 11, 14)
_HEALTH_WORDS: Final[Mapping[int, str]] = {
    1: "normal",
    2: "fault",
    3: "preFail",
    4: "partiallyBroken",
    5: "degraded",
    6: "badSectorsFound",
    7: "bitErrorsFound",
    8: "consistent",
    9: "inconsistent",
    10: "busy",
    11: "noInput",
    12: "lowBattery",
    13: "singleLinkFault",
    14: "invalid",
    15: "writeProtect",
}
_SOUND: Final = (1, 8, 10)
_HEALTH: Final[States] = {
    code: (Standing.OK if code in _SOUND else Standing.FAILED if code in _FAULTY else Standing.WARN, words)
    for code, words in _HEALTH_WORDS.items()
}
_GONE: Final = {3: "notRunning", 28: "offline", 35: "invalid", 64: "runningFail"}
"""Running statuses of a part that does not run, whatever is said of its health."""
_NOT_THERE: Final = 4
_SWITCHED_OFF: Final = 13
_REBUILT: Final = {14: "precopy", 15: "copyback", 16: "reconstruction"}
_TABLES: Final = (
    (POOLS, "pool", Part.ARRAY),
    (DISKS, "disk", Part.DISK),
    (CONTROLLERS, "controller", Part.CONTROLLER),
    (ENCLOSURES, "enclosure", Part.MODULE),
    (SUPPLIES, "power", Part.POWER),
    (FANS, "fan", Part.FAN),
    (BATTERIES, "battery", Part.BOARD_BATTERY),
)


def _named(row: Row, what: str) -> str:
    return row.text("name") or f"{what} {row.index}"


def _running(row: Row, healthy: Component) -> Component:
    """Its health, unless it does not run or is not there."""
    code = row.whole("running")
    if code == _NOT_THERE:
        return replace(healthy, standing=Standing.ABSENT, words="notExisted")
    if code == _SWITCHED_OFF and healthy.standing is Standing.OK:
        return replace(healthy, standing=Standing.OFF, words="poweredOff")
    if code in _GONE:
        return replace(healthy, standing=Standing.FAILED, words=f"{healthy.words}, {_GONE[code]}")
    if code in _REBUILT and healthy.standing is Standing.OK:
        return replace(healthy, standing=Standing.WARN, words=f"{healthy.words}, {_REBUILT[code]}")
    return healthy


def _parts(said: Objects) -> Iterator[tuple[str, Component]]:
    for table, what, part in _TABLES:
        for row in said.rows(table):
            for one in stated(row, "health", _HEALTH, _named(row, what), part):
                yield row.index, _running(row, one)


def _components(said: Objects) -> Iterator[Component]:
    yield from distinct(_parts(said))


def _storages(said: Objects) -> Iterator[Storage]:
    found = []
    for row in said.rows(POOLS):
        total, free = row.number("total"), row.number("free")
        if total and free is not None and 0 <= free <= total:
            used = (total - free) * _MEGA
            found.append((row.index, Storage(_named(row, "pool"), used, total * _MEGA, row.oid("free"))))
    yield from distinct(found)


def _sensors(said: Objects) -> Iterator[Sensor]:
    found = []
    for table, what, place in ((DISKS, "disk", Place.CHIP), (ENCLOSURES, "enclosure", Place.INLET)):
        for row in said.rows(table):
            value = row.number("temperature", 0, -1)
            if value is not None and 0 < value <= _HOTTEST:
                sensor = Sensor(_named(row, what), Quantity.TEMPERATURE, value, row.oid("temperature"), place=place)
                found.append((row.index, sensor))
    yield from distinct(found)


def _processors(said: Objects) -> Iterator[Processor]:
    for row in said.rows(CONTROLLERS):
        used = ratio(row.number("cpu"))
        if used is not None:
            yield Processor(f"{_named(row, 'controller')}", used, row.oid("cpu"))


def _memories(said: Objects) -> Iterator[Memory]:
    for row in said.rows(CONTROLLERS):
        used = ratio(row.number("memory"))
        if used is not None:
            yield Memory(f"{_named(row, 'controller')}", used, row.oid("memory"))


def _made(said: Objects) -> Iterator[Made]:
    told = {"serial": said.text(_SERIAL), "version": said.text(_VERSION)}
    sources = {"serial": _SERIAL, "version": _VERSION}
    yield Made(**told, oids=tuple((field, oid) for field, oid in sources.items() if told[field]))


PROCESSORS: Final = (Reading(_processors, CONTROLLERS.values(), of=(STORAGE,)),)
MEMORIES: Final = (Reading(_memories, CONTROLLERS.values(), of=(STORAGE,)),)
STORAGES: Final = (Reading(_storages, POOLS.values(), of=(STORAGE,)),)
SENSORS: Final = (Reading(_sensors, (*DISKS.values(), *ENCLOSURES.values()), of=(STORAGE,)),)
COMPONENTS: Final = (
    Reading(_components, tuple(oid for table, *_rest in _TABLES for oid in table.values()), of=(STORAGE,)),
)
MADE: Final = (Reading(_made, scalars=(_SERIAL, _VERSION), of=(STORAGE,)),)
