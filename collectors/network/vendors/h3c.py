"""H3C and HPE Comware: where each generation keeps its tables, loads, storages, what it is (HH3C-ENTITY-EXT-MIB).

The same leaves stand below three roots: HH3C (25506), H3C when it was Huawei's (2011.10), 3Com (43.45.1.10).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Memory, Processor, Storage
from collectors.network.entities import ENTITY
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects
from collectors.network.vendors.parts import part_names
from collectors.network.vendors.prefixes import H3C, HUAWEI

_3COM: Final = "1.3.6.1.4.1.43"


@dataclass(frozen=True, slots=True)
class Root:
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
ROOTS: Final = (
    Root(H3C, f"{H3C}.2", f"{H3C}.8.35"),
    Root(f"{HUAWEI}.10", f"{HUAWEI}.10.2", f"{HUAWEI}.2.23.1"),
    Root(_3COM, f"{_3COM}.45.1.10.2", f"{_3COM}.45.1.2.23.1"),
)
_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_VERSION: Final = re.compile(
    r"Version (?P<version>[\d.]+)[, ]+(?:(?P<kind>Release|ESS|Feature|Demo|Test) (?P<release>\w+))?"
)
_MODEL: Final = re.compile(
    r"(?m)^(?:HPE? (?:FF )?|H3C |3Com )?(?P<model>[\w+./-]*\d[\w+./-]*(?: \w+)*?)(?: Switch| Router)?\r?$"
)


def _processors(root: Root, said: Objects) -> Iterator[Processor]:
    """Boards with a processor: they have a load, or a limit for it, or memory."""
    names = part_names(said)
    for row in said.rows({name: root.state[name] for name in ("cpu", "cpu_limit", "memory_bytes")}):
        used, limit = row.number("cpu"), row.number("cpu_limit")
        share = ratio(used)
        if share is not None and (used or row.number("memory_bytes")):
            yield Processor(names.get(row.index, row.index), share, row.oid("cpu"), limit_ratio=ratio(limit) or None)


def _memories(root: Root, said: Objects) -> Iterator[Memory]:
    names = part_names(said)
    for row in said.rows({name: root.state[name] for name in ("memory", "memory_limit", "memory_bytes")}):
        share, total = ratio(row.number("memory")), row.number("memory_bytes") or None
        if share is not None and (share or total):
            limit = ratio(row.number("memory_limit")) or None
            taken = None if total is None else share * total
            yield Memory(names.get(row.index, row.index), share, row.oid("memory"), total, taken, limit_ratio=limit)


def _storages(root: Root, said: Objects) -> Iterator[Storage]:
    for row in said.rows(root.flash):
        size, free = row.number("size"), row.number("free")
        if size and free is not None and 0 <= free <= size:
            yield Storage(row.text("name") or f"flash {row.index}", size - free, size, row.oid("free"))


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
    for one in ROOTS
)
MEMORIES: Final = tuple(
    Reading(
        partial(_memories, one),
        (*(one.state[name] for name in ("memory", "memory_limit", "memory_bytes")), *ENTITY.values()),
        of=(one.of,),
    )
    for one in ROOTS
)
STORAGES: Final = tuple(Reading(partial(_storages, one), one.flash.values(), of=(one.of,)) for one in ROOTS)
MADE: Final = tuple(Reading(_made, scalars=(_DESCRIPTION,), of=(one.of,)) for one in ROOTS)
