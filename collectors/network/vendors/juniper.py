"""Juniper: loads and temperatures of JUNIPER-MIB, and the services processors of SRX; what the device is."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Pool, Processor
from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import JUNIPER
from collectors.network.vendors.states import distinct

BOX: Final = f"{JUNIPER}.3.1"
_OPERATING: Final = f"{BOX}.13.1"
OPERATING: Final[Mapping[str, str]] = {
    "name": f"{_OPERATING}.5",
    "state": f"{_OPERATING}.6",
    "temperature": f"{_OPERATING}.7",
    "cpu": f"{_OPERATING}.8",
    "buffer": f"{_OPERATING}.11",
    "megabytes": f"{_OPERATING}.15",
}
"""jnxOperatingTable: Descr, State, Temp, CPU, Buffer (per cent of memory in use), Memory; 0 is "unavailable"."""
_MIB: Final = 1024.0 * 1024.0
_SPU: Final = f"{JUNIPER}.3.39.1.12.1.1.1"
SPU: Final[Mapping[str, str]] = {
    "slot": f"{_SPU}.2",
    "unit": f"{_SPU}.3",
    "cpu": f"{_SPU}.4",
    "memory": f"{_SPU}.5",
    "sessions": f"{_SPU}.6",
    "most_sessions": f"{_SPU}.7",
    "node": f"{_SPU}.11",
}
"""jnxJsSPUMonitoringObjectsTable of JUNIPER-SRX5000-SPU-MONITORING-MIB."""
_MODEL, _SERIAL, _DESCRIPTION = f"{BOX}.2.0", f"{BOX}.3.0", "1.3.6.1.2.1.1.1.0"
"""jnxBoxDescr, jnxBoxSerialNo, sysDescr ("..., kernel JUNOS 14.1X53-D40.8, ...")."""
_VERSION: Final = re.compile(r"JUNOS (?P<version>\d[\w.-]*\w)")
_PERCENT: Final = 100.0


def name_of(row: Row) -> str:
    """What a row's subject is called, else its index."""
    return row.text("name") or f"subject {row.index}"


def _with_loads(said: Objects) -> Iterator[Row]:
    """Rows of what has memory: of every other part its size and the share of it in use are 0."""
    return (row for row in said.rows(OPERATING) if row.number("buffer", 0) or row.number("megabytes", 0))


def _processors(said: Objects) -> Iterator[Processor]:
    found = [
        (row.index, Processor(name_of(row), used, row.oid("cpu")))
        for row in _with_loads(said)
        if (used := ratio(row.number("cpu"))) is not None
    ]
    for row in said.rows(SPU):
        used = ratio(row.number("cpu"))
        if used is not None:
            found.append((row.index, Processor(_unit(row), used, row.oid("cpu"), is_data_plane=True)))
    yield from distinct(found)


def _memories(said: Objects) -> Iterator[Memory]:
    found = []
    for row in _with_loads(said):
        used = ratio(row.number("buffer", 0))
        total = (row.number("megabytes", 0) or 0.0) * _MIB
        if used is not None:
            sizes = (total, total * used) if total else (None, None)
            found.append((row.index, Memory(name_of(row), used, row.oid("buffer"), *sizes)))
    for row in said.rows(SPU):
        used = ratio(row.number("memory"))
        if used is not None:
            found.append((row.index, Memory(_unit(row), used, row.oid("memory"), pool=Pool.PACKET)))
    yield from distinct(found)


def _unit(row: Row) -> str:
    return f"{row.text('node')} SPU {row.text('slot')}/{row.text('unit')}".strip()


def _temperatures(said: Objects) -> Iterator[Sensor]:
    found = [
        (row.index, Sensor(name_of(row), Quantity.TEMPERATURE, value, row.oid("temperature"), place=Place.BOARD))
        for row in said.rows(OPERATING)
        if (value := row.number("temperature", 0)) is not None
    ]
    yield from distinct(found)


def _sessions(said: Objects) -> Iterator[Sensor]:
    found = []
    for row in said.rows(SPU):
        now, most = row.number("sessions"), row.number("most_sessions", 0)
        if now is not None:
            found.append((row.index, Sensor(f"{_unit(row)} sessions", Quantity.COUNT, now, row.oid("sessions"))))
        if now is not None and most:
            share = now / most * _PERCENT
            found.append((row.index, Sensor(f"{_unit(row)} sessions", Quantity.LOAD, share, row.oid("sessions"))))
    yield from distinct(found)


def _made(said: Objects) -> Iterator[Made]:
    version = _VERSION.search(said.text(_DESCRIPTION))
    fields = [("model", _MODEL), ("serial", _SERIAL), *([("version", _DESCRIPTION)] if version else [])]
    told = tuple((field, oid) for field, oid in fields if said.text(oid))
    yield Made(said.text(_MODEL), said.text(_SERIAL), version["version"] if version else "", told)


_OF: Final = (JUNIPER,)
PROCESSORS: Final = (Reading(_processors, (*OPERATING.values(), *SPU.values()), of=_OF),)
MEMORIES: Final = (Reading(_memories, (*OPERATING.values(), *SPU.values()), of=_OF),)
SENSORS: Final = (Reading(_temperatures, OPERATING.values(), of=_OF), Reading(_sessions, SPU.values(), of=_OF))
MADE: Final = (Reading(_made, scalars=(_MODEL, _SERIAL, _DESCRIPTION), of=_OF),)
