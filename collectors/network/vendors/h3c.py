"""H3C and HPE Comware: loads, storages, temperatures, power, parts by HH3C-ENTITY-EXT-MIB and HH3C-LswDEVM-MIB.

The same leaves stand below three roots: HH3C (25506), H3C when it was Huawei's (2011.10), 3Com (43.45.1.10).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor, Storage
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entities import ENTITY, FAN, MODULE, POWER_SUPPLY, SENSOR, STACK, entities
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.parts import part_names
from collectors.network.vendors.prefixes import H3C, HUAWEI
from collectors.network.vendors.states import States, stated

_3COM: Final = "1.3.6.1.4.1.43"


@dataclass(frozen=True, slots=True)
class _Root:
    """Where a generation keeps its tables: sysObjectIDs that it is for, the root of hh3cCommon, the one of LswDEVM."""

    of: str
    common: str
    switch: str

    @property
    def state(self) -> Mapping[str, str]:
        """Columns of hh3cEntityExtStateTable by name."""
        base = f"{self.common}.6.1.1.1.1"
        return {name: f"{base}.{number}" for name, number in _STATE.items()}

    @property
    def power(self) -> Mapping[str, str]:
        """Columns of hh3cEntityExtPowerTable: milliwatt."""
        return {"current": f"{self.common}.6.1.3.1.1.3"}

    @property
    def flash(self) -> Mapping[str, str]:
        """Columns of hh3cFlhPartitionTable: bytes."""
        base = f"{self.common}.5.1.1.4.1.1"
        return {"size": f"{base}.4", "free": f"{base}.5", "name": f"{base}.10"}

    @property
    def fans(self) -> Mapping[str, str]:
        """Columns of hh3cdevMFanStatusTable; the speed is in rpm."""
        return {"status": f"{self.switch}.9.1.1.1.2", "speed": f"{self.switch}.9.1.1.1.7"}

    @property
    def supplies(self) -> Mapping[str, str]:
        """Columns of hh3cdevMPowerStatusTable."""
        return {"status": f"{self.switch}.9.1.2.1.2"}


_STATE: Final[Mapping[str, int]] = {
    "oper": 3,
    "cpu": 6,
    "cpu_limit": 7,
    "memory": 8,
    "memory_limit": 9,
    "memory_bytes": 10,
    "temperature": 12,
    "temperature_high": 13,
    "temperature_critical": 17,
    "error": 19,
}
_ROOTS: Final = (
    _Root(H3C, f"{H3C}.2", f"{H3C}.8.35"),
    _Root(f"{HUAWEI}.10", f"{HUAWEI}.10.2", f"{HUAWEI}.2.23.1"),
    _Root(_3COM, f"{_3COM}.45.1.10.2", f"{_3COM}.45.1.2.23.1"),
)
_NONE: Final = 65535
"""What Comware says where a part has no thermometer or no limit."""
_HOTTEST: Final = 200
_MILLI: Final = 1000.0
_ERRORS: Final[States] = {
    1: (Standing.UNKNOWN, "notSupported"),
    2: (Standing.OK, "normal"),
    3: (Standing.FAILED, "postFailure"),
    4: (Standing.ABSENT, "entityAbsent"),
    11: (Standing.FAILED, "poeError"),
    21: (Standing.FAILED, "stackError"),
    22: (Standing.WARN, "stackPortBlocked"),
    23: (Standing.FAILED, "stackPortFailed"),
    31: (Standing.WARN, "sfpRecvError"),
    32: (Standing.WARN, "sfpSendError"),
    33: (Standing.WARN, "sfpBothError"),
    41: (Standing.FAILED, "fanError"),
    51: (Standing.FAILED, "psuError"),
    61: (Standing.FAILED, "rpsError"),
    71: (Standing.FAILED, "moduleFaulty"),
    81: (Standing.FAILED, "sensorError"),
    91: (Standing.FAILED, "hardwareFaulty"),
}
_UNSUPPORTED: Final = 1
_ACTIVE: Final[States] = {
    1: (Standing.OK, "active"),
    2: (Standing.FAILED, "deactive"),
    3: (Standing.ABSENT, "not-install"),
    4: (Standing.UNKNOWN, "unsupport"),
}
_PARTS: Final = {
    FAN: Part.FAN,
    POWER_SUPPLY: Part.POWER,
    MODULE: Part.MODULE,
    STACK: Part.STACK,
    SENSOR: Part.TEMPERATURE,
}
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_VERSION: Final = re.compile(
    r"Version (?P<version>[\d.]+)[, ]+(?:(?P<kind>Release|ESS|Feature|Demo|Test) (?P<release>\w+))?"
)
_MODEL: Final = re.compile(
    r"(?m)^(?:HPE? (?:FF )?|H3C |3Com )?(?P<model>[\w+./-]*\d[\w+./-]*(?: \w+)*?)(?: Switch| Router)?\r?$"
)


def _processors(root: _Root, said: Objects) -> Iterator[Processor]:
    """Boards with a processor: they have a load, or a limit for it, or memory."""
    names = part_names(said)
    for row in said.rows({name: root.state[name] for name in ("cpu", "cpu_limit", "memory_bytes")}):
        used, limit = row.number("cpu"), row.number("cpu_limit")
        share = ratio(used)
        if share is not None and (used or row.number("memory_bytes")):
            yield Processor(names.get(row.index, row.index), share, row.oid("cpu"), limit_ratio=ratio(limit) or None)


def _memories(root: _Root, said: Objects) -> Iterator[Memory]:
    names = part_names(said)
    for row in said.rows({name: root.state[name] for name in ("memory", "memory_limit", "memory_bytes")}):
        share, total = ratio(row.number("memory")), row.number("memory_bytes") or None
        if share is not None and (share or total):
            limit = ratio(row.number("memory_limit")) or None
            taken = None if total is None else share * total
            yield Memory(names.get(row.index, row.index), share, row.oid("memory"), total, taken, limit_ratio=limit)


def _storages(root: _Root, said: Objects) -> Iterator[Storage]:
    for row in said.rows(root.flash):
        size, free = row.number("size"), row.number("free")
        if size and free is not None and 0 <= free <= size:
            yield Storage(row.text("name") or f"flash {row.index}", size - free, size, row.oid("free"))


def _celsius(row: Row, name: str) -> float | None:
    value = row.number(name, _NONE, 0)
    return value if value is not None and abs(value) <= _HOTTEST else None


def _sensors(root: _Root, said: Objects) -> Iterator[Sensor]:
    names = part_names(said)
    for row in said.rows({name: root.state[name] for name in ("temperature", "temperature_high", "temperature_critical")}):
        value = _celsius(row, "temperature")
        if value is not None:
            name = names.get(row.index, row.index)
            high, critical = _celsius(row, "temperature_high"), _celsius(row, "temperature_critical")
            yield Sensor(
                name,
                Quantity.TEMPERATURE,
                value,
                row.oid("temperature"),
                high_warn=high,
                high_critical=critical if critical is not None and critical > (high or 0) else None,
                place=_place(name),
            )
    for row in said.rows(root.power):
        watts = row.number("current", 0)
        if watts is not None and watts > 0:
            yield Sensor(names.get(row.index, row.index), Quantity.POWER, watts / _MILLI, row.oid("current"))
    for row in said.rows(root.fans):
        speed = row.number("speed")
        if speed is not None and speed > 0:
            yield Sensor(f"fan {row.index}", Quantity.FAN_SPEED, speed, row.oid("speed"))


def _place(name: str) -> Place:
    """Comware calls its thermometers inflow, outflow and hotspot; others stand on the board."""
    if "inflow" in name.lower():
        return Place.INLET
    place = place_of(name)
    return Place.BOARD if place is Place.UNKNOWN else place


def _components(root: _Root, said: Objects) -> Iterator[Component]:
    for table, what, part in ((root.fans, "fan", Part.FAN), (root.supplies, "power", Part.POWER)):
        for row in said.rows(table):
            yield from stated(row, "status", _ACTIVE, f"{what} {row.index}", part)
    known, names = entities(said), part_names(said)
    for row in said.rows({"error": root.state["error"]}):
        entity = known.get(row.index)
        part = _PARTS.get(entity.class_number, Part.OTHER) if entity else Part.OTHER
        if row.whole("error") not in {None, 0, _UNSUPPORTED}:
            yield from stated(row, "error", _ERRORS, names.get(row.index, row.index), part)


def _made(said: Objects) -> Iterator[Made]:
    """The version with its release; the model is the line behind it, without the maker's name."""
    description = said.text(_DESCRIPTION)
    found = _VERSION.search(description)
    if found is None:
        return
    release = f" {found['kind']} {found['release']}" if found["release"] else ""
    model = _MODEL.search(description[found.end() :].lstrip("\r\n "))
    told = Made(model=model["model"] if model else "", version=f"{found['version']}{release}")
    yield Made(
        told.model, "", told.version, tuple((one, _DESCRIPTION) for one in ("model", "version") if getattr(told, one))
    )


PROCESSORS: Final = tuple(
    Reading(
        partial(_processors, one),
        (*(one.state[name] for name in ("cpu", "cpu_limit", "memory_bytes")), *ENTITY.values()),
        of=(one.of,),
    )
    for one in _ROOTS
)
MEMORIES: Final = tuple(
    Reading(
        partial(_memories, one),
        (*(one.state[name] for name in ("memory", "memory_limit", "memory_bytes")), *ENTITY.values()),
        of=(one.of,),
    )
    for one in _ROOTS
)
STORAGES: Final = tuple(Reading(partial(_storages, one), one.flash.values(), of=(one.of,)) for one in _ROOTS)
SENSORS: Final = tuple(
    Reading(
        partial(_sensors, one),
        (
            *(one.state[name] for name in ("temperature", "temperature_high", "temperature_critical")),
            *one.power.values(),
            *one.fans.values(),
            *ENTITY.values(),
        ),
        of=(one.of,),
    )
    for one in _ROOTS
)
COMPONENTS: Final = tuple(
    Reading(
        partial(_components, one),
        (*one.fans.values(), *one.supplies.values(), one.state["error"], *ENTITY.values()),
        of=(one.of,),
    )
    for one in _ROOTS
)
MADE: Final = tuple(Reading(_made, scalars=(_DESCRIPTION,), of=(one.of,)) for one in _ROOTS)
