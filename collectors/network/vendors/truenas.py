"""FreeNAS and TrueNAS (FREENAS-MIB): pools with their health and how full they are, temperatures of disks.

Up to version 12 a pool's third column is the size of its units and its seventh its health as a number; since 13 the third
is its health as a word, and sizes are told by HOST-RESOURCES-MIB alone.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Storage
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Standing
from collectors.network.readings import Reading
from collectors.network.tables_of_values import Measure, measures
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import FREENAS
from collectors.network.vendors.states import States, stated

_P: Final = f"{FREENAS}.1.1.1.1"
POOLS: Final[Mapping[str, str]] = {
    "name": f"{_P}.2",
    "unit": f"{_P}.3",
    "size": f"{_P}.4",
    "used": f"{_P}.5",
    "health": f"{_P}.7",
}
_DISKS: Final = f"{FREENAS}.3.1"
_MILLI: Final = 0.001
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_DESCRIBED: Final = re.compile(
    r"(?:FreeNAS|TrueNAS)[-\w]*?-(?P<version>\d[\w.-]*).*?Hardware: (?P<model>.*?)(?:\. Software|$)"
)
_HEALTH: Final[States] = {
    0: (Standing.OK, "online"),
    1: (Standing.WARN, "degraded"),
    2: (Standing.FAILED, "faulted"),
    3: (Standing.FAILED, "offline"),
    4: (Standing.FAILED, "unavail"),
    5: (Standing.FAILED, "removed"),
}
_BY_WORD: Final = {words: standing for standing, words in _HEALTH.values()}


def _components(said: Objects) -> Iterator[Component]:
    for row in said.rows(POOLS):
        name, words = row.text("name") or row.index, row.text("unit")
        if words and row.number("unit") is None:
            yield Component(name, Part.ARRAY, _BY_WORD.get(words.lower(), Standing.UNKNOWN), words, oid=row.oid("unit"))
        else:
            yield from stated(row, "health", _HEALTH, name, Part.ARRAY)


def _storages(said: Objects) -> Iterator[Storage]:
    for row in said.rows(POOLS):
        unit, size, used = (row.number(column) for column in ("unit", "size", "used"))
        if unit and size and used is not None and 0 <= used <= size:
            yield Storage(row.text("name") or row.index, used * unit, size * unit, row.oid("used"))


def _made(said: Objects) -> Iterator[Made]:
    """Version and hardware stand in sysDescr; it has no serial number."""
    found = _DESCRIBED.search(said.text(_DESCRIPTION))
    if found:
        told = found.groupdict()
        yield Made(model=told["model"], version=told["version"], oids=tuple((field, _DESCRIPTION) for field in told))


_OF: Final = (FREENAS,)
SENSORS: Final = (
    measures(
        (),
        (
            Measure(
                f"{_DISKS}.3",
                "{name}",
                Quantity.TEMPERATURE,
                _MILLI,
                place=Place.CHIP,
                none=(0,),
                named=f"{_DISKS}.2",
            ),
        ),
        of=_OF,
    ),
)
COMPONENTS: Final = (Reading(_components, POOLS.values(), of=_OF),)
STORAGES: Final = (Reading(_storages, POOLS.values(), of=_OF),)
MADE: Final = (Reading(_made, scalars=(_DESCRIPTION,), of=_OF),)
