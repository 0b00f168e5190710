"""Ruijie (and FS, which sells the same software): its tables, loads, what it is.

RUIJIE-PROCESS-, -MEMORY-, -SYSTEM-MIB below ruijieMgmt. Some RGOS 12 answer GET only, and to a walk nothing: then the
first rows of a table are got one by one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import RUIJIE
from collectors.network.vendors.states import distinct

FS: Final = "1.3.6.1.4.1.52642"
"""FS.COM, by IANA's list; its MIBs are Ruijie's with another number."""
MAKERS: Final = (RUIJIE, FS)
MANAGEMENT: Final = "1.1.10.2"
"""Where ruijieMgmt stands below the maker's number."""
_KB: Final = 1024.0
_FIVE_MINUTES: Final = 300.0
_MINUTE: Final = 60.0
_GOT: Final = ("1", "2", "3", "4")
"""Rows that are asked for one by one where a walk may say nothing."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The columns of one maker."""

    maker: str

    def _columns(self, base: str, **numbers: int) -> Mapping[str, str]:
        return {name: f"{self.maker}.{MANAGEMENT}.{base}.{number}" for name, number in numbers.items()}

    def scalar(self, base: str) -> str:
        """A scalar below ruijieMgmt."""
        return f"{self.maker}.{MANAGEMENT}.{base}.0"

    @property
    def nodes(self) -> Mapping[str, str]:
        """ruijieNodeCPUTotalTable: boards and members."""
        return self._columns("36.1.2.1", name=2, minute=4, used=5, limit=6)

    @property
    def pools(self) -> Mapping[str, str]:
        """ruijieMemoryPoolUtilizationTable; sizes in KB."""
        return self._columns("35.1.1.1", name=2, share=3, size=6, used=7, limit=9)

    @property
    def node_pools(self) -> Mapping[str, str]:
        """ruijieNodeMemoryPoolTable: boards and members."""
        return self._columns("35.1.2.1", name=2, share=3, size=6, used=7, limit=9)

    @property
    def supplies(self) -> Mapping[str, str]:
        """Power supplies: ruijieSystemElectricalSourceIsNormalTable."""
        return self._columns("1.1.18.1", status=2, name=3)

    @property
    def supplies_new(self) -> Mapping[str, str]:
        """ruijieSystemElectricalInformationTable, by device and supply."""
        return self._columns("1.1.41.1", status=3, volts=11, milliwatts=15, temperature=16)

    @property
    def fans(self) -> Mapping[str, str]:
        """Fans: ruijieSystemFanIsNormalTable."""
        return self._columns("1.1.21.1", status=2, name=3)

    @property
    def fans_new(self) -> Mapping[str, str]:
        """ruijieSystemFanStatusTable, by device, tray and fan; the speed is in rpm."""
        return self._columns("1.1.43.1", status=4, speed=6)

    @property
    def temperatures(self) -> Mapping[str, str]:
        """ruijieSystemTemperatureTable: 0 is not supported."""
        return self._columns("1.1.23.1", name=2, value=3, warn=4, critical=5)

    @property
    def temperatures_new(self) -> Mapping[str, str]:
        """ruijieSystemMultipleTemperatureTable, by device, slot and sensor: -255 is not supported."""
        return self._columns("1.1.44.1", name=4, value=5, warn=6, critical=7, eighth=8)


def got(table: Mapping[str, str]) -> tuple[str, ...]:
    """The first rows of a table as scalars."""
    return tuple(f"{oid}.{index}" for oid in table.values() for index in _GOT)


def rows(said: Objects, table: Mapping[str, str]) -> Iterator[Row]:
    """Rows as they were walked, else as they were got."""
    found = list(said.rows(table))
    yield from found
    for index in () if found else _GOT:
        each = {name: said.value(f"{oid}.{index}") for name, oid in table.items()}
        values = {name: value for name, value in each.items() if value is not None}
        if values:
            yield Row(index, values, table)


def _processors(tables: Tables, said: Objects) -> Iterator[Processor]:
    five, one = tables.scalar("36.1.1.3"), tables.scalar("36.1.1.2")
    for oid, window in ((five, _FIVE_MINUTES), (one, _MINUTE)):
        used = ratio(said.number(oid))
        if used is not None:
            limit = ratio(said.number(tables.scalar("36.1.1.4"))) or None
            yield Processor("cpu", used, oid, limit_ratio=limit, window_seconds=window)
            break
    yield from distinct(_nodes(tables, said))


def _nodes(tables: Tables, said: Objects) -> Iterator[tuple[str, Processor]]:
    for row in said.rows(tables.nodes):
        column = "used" if "used" in row.values else "minute"
        used = ratio(row.number(column))
        if used is not None:
            window = _FIVE_MINUTES if column == "used" else _MINUTE
            name, limit = row.text("name") or f"node {row.index}", ratio(row.number("limit")) or None
            yield row.index, Processor(name, used, row.oid(column), limit_ratio=limit, window_seconds=window)


def _memories(tables: Tables, said: Objects) -> Iterator[Memory]:
    pools = ((row.index, one) for row in rows(said, tables.pools) for one in _pool(row, "memory"))
    nodes = ((row.index, one) for row in said.rows(tables.node_pools) for one in _pool(row, "node"))
    yield from distinct((*pools, *nodes))


def _pool(row: Row, what: str) -> Iterator[Memory]:
    """By its sizes, which are finer than the percentage, where it tells both."""
    size, used, share = row.number("size", 0), row.number("used"), ratio(row.number("share"))
    name, limit = row.text("name") or f"{what} {row.index}", ratio(row.number("limit")) or None
    if size is not None and used is not None and 0 <= used <= size:
        yield Memory(name, used / size, row.oid("used"), size * _KB, used * _KB, limit_ratio=limit)
    elif share is not None:
        yield Memory(name, share, row.oid("share"), limit_ratio=limit)


def _made(tables: Tables, said: Objects) -> Iterator[Made]:
    oids = {"model": tables.scalar("1.1.26"), "serial": tables.scalar("1.1.24"), "version": tables.scalar("1.1.2")}
    told = {field: said.text(oid) for field, oid in oids.items()}
    yield Made(**told, oids=tuple((field, oid) for field, oid in oids.items() if told[field]))


def everywhere(table: Mapping[str, str], *more: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of some tables."""
    return tuple(oid for one in (table, *more) for oid in one.values())


ALL: Final = tuple(Tables(maker) for maker in MAKERS)
PROCESSORS: Final = tuple(
    Reading(
        partial(_processors, one),
        one.nodes.values(),
        tuple(one.scalar(f"36.1.1.{number}") for number in (2, 3, 4)),
        of=(one.maker,),
    )
    for one in ALL
)
MEMORIES: Final = tuple(
    Reading(partial(_memories, one), everywhere(one.pools, one.node_pools), got(one.pools), of=(one.maker,)) for one in ALL
)
MADE: Final = tuple(
    Reading(partial(_made, one), scalars=tuple(one.scalar(f"1.1.{number}") for number in (2, 24, 26)), of=(one.maker,))
    for one in ALL
)
