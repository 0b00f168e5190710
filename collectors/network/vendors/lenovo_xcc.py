"""Lenovo and IBM servers by their management board (LENOVO-XCC-MIB, IMM-MIB): the same tables under two roots.

Values are words: "35", "3.0940", "24% of maximum", "N/A". Health is a word too: Normal, Warning, Critical.
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Part, Quantity, Sensor, Standing
from collectors.network.readings import Reading
from collectors.network.tables_of_values import Measure, State, measures, states
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import LENOVO_IMM, LENOVO_XCC
from collectors.network.vendors.states import States, distinct

_PERCENT: Final = re.compile(r"(?P<percent>\d+) *%")
_HEALTH: Final[States] = {
    0: (Standing.FAILED, "nonRecoverable"),
    2: (Standing.FAILED, "critical"),
    4: (Standing.WARN, "nonCritical"),
    255: (Standing.OK, "normal"),
}
_POWERED: Final[States] = {
    0: (Standing.OFF, "poweredOff"),
    1: (Standing.OFF, "sleepS3"),
    255: (Standing.OK, "poweredOn"),
}
_BY_WORD: Final = {
    "normal": Standing.OK,
    "good": Standing.OK,
    "information": Standing.OK,
    "informational": Standing.OK,
    "warning": Standing.WARN,
    "non-critical": Standing.WARN,
    "noncritical": Standing.WARN,
    "error": Standing.FAILED,
    "critical": Standing.FAILED,
    "non-recoverable": Standing.FAILED,
    "offline": Standing.ABSENT,
    "n/a": Standing.ABSENT,
}


def _limits(table: str) -> tuple[str, str, str, str]:
    return f"{table}.9", f"{table}.10", f"{table}.7", f"{table}.6"


def _measured(root: str) -> Reading[Sensor]:
    columns = [
        Measure(f"{table}.3", "{name}", quantity, named=f"{table}.2", limits=_limits(table))
        for table, quantity in ((f"{root}.1.2.1", Quantity.TEMPERATURE), (f"{root}.2.2.1", Quantity.VOLTAGE))
    ]
    return measures((), columns, of=(root.removesuffix(".1"),))


def _fans(root: str) -> Reading[Sensor]:
    table = {"name": f"{root}.3.2.1.2", "speed": f"{root}.3.2.1.3"}

    def found(said: Objects) -> Iterator[tuple[str, Sensor]]:
        for row in said.rows(table):
            percent = _PERCENT.search(row.text("speed"))
            if percent:
                name, speed = row.text("name") or f"fan {row.index}", float(percent["percent"])
                yield row.index, Sensor(name, Quantity.FAN_LOAD, speed, row.oid("speed"))

    return Reading(lambda said: distinct(found(said)), table.values(), of=(root.removesuffix(".1"),))


def _words(column: str, part: Part, named: str, name: str = "{name}") -> State:
    return State(column, name, part, named=named, by_word=_BY_WORD)


def _made_by(root: str) -> Reading[Made]:
    table = {"version": f"{root}.5.1.1.3", "serial": f"{root}.5.2.1.3", "model": f"{root}.5.2.1.5"}

    def read(said: Objects) -> Iterator[Made]:
        for row in said.rows(table):
            told = {field: row.text(field) for field in table}
            yield Made(**told, oids=tuple((field, row.oid(field)) for field in table if told[field]))

    return Reading(read, table.values(), of=(root.removesuffix(".1"),))


_ROOTS: Final = (f"{LENOVO_XCC}.1", f"{LENOVO_IMM}.1")
SENSORS: Final = tuple(one for root in _ROOTS for one in (_measured(root), _fans(root)))
COMPONENTS: Final = tuple(
    states(
        (
            State(f"{root}.4.1.0", "server", Part.SYSTEM, _HEALTH),
            State(f"{root.removesuffix('.1')}.5.1.1.0", "server power", Part.SYSTEM, _POWERED),
        ),
        (
            _words(f"{root}.1.2.1.11", Part.TEMPERATURE, f"{root}.1.2.1.2"),
            _words(f"{root}.2.2.1.11", Part.VOLTAGE, f"{root}.2.2.1.2"),
            _words(f"{root}.3.2.1.10", Part.FAN, f"{root}.3.2.1.2"),
            _words(f"{root}.4.2.1.2", Part.ALARM, f"{root}.4.2.1.3"),
            _words(f"{root}.5.20.1.11", Part.PROCESSOR, f"{root}.5.20.1.2"),
            _words(f"{root}.5.21.1.8", Part.MEMORY, f"{root}.5.21.1.2"),
            _words(f"{root}.11.2.1.6", Part.POWER, f"{root}.11.2.1.2"),
            _words(f"{root}.12.2.1.3", Part.DISK, f"{root}.12.2.1.2"),
        ),
        of=(root.removesuffix(".1"),),
    )
    for root in _ROOTS
)
MADE: Final = tuple(_made_by(root) for root in _ROOTS)
