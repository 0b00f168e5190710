"""Facts about an Oracle instance's memory, and about the network between the instances of a cluster."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Link:
    """One network that an instance sends its blocks over. ``is_public`` None: it does not know."""

    name: str
    address: str
    is_public: bool | None


@dataclass(frozen=True, slots=True)
class Interconnect:
    """One instance's networks, and what came over them since its start. Identity: its number."""

    instance_number: int
    links: tuple[Link, ...]
    received_count: int
    lost_count: int
    corrupt_count: int


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """The memory of one instance's processes (PGA) beside its target; ``exceeded_count`` since the instance's start."""

    instance_number: int
    target_bytes: int
    used_bytes: int
    peak_bytes: int
    exceeded_count: int


INTERCONNECTS: Final = FactKind[tuple[Interconnect, ...]]("oracle.interconnects")
PROCESS_MEMORY: Final = FactKind[tuple[ProcessMemory, ...]]("oracle.process_memory")
