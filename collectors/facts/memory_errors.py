"""Facts about memory errors that the kernel counted since it started."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class MemoryModule:
    """One module (or channel, or rank) as EDAC names it. Identity: ``name``; ``label`` is the slot on the board."""

    name: str
    label: str
    corrected_count: int
    uncorrected_count: int
    location: str = ""


@dataclass(frozen=True, slots=True)
class MemoryController:
    """One memory controller. Identity: ``name``.

    Counts are since ``reset_seconds`` ago (None: not told). ``corrected_count`` and ``uncorrected_count`` are the whole;
    the ``_elsewhere_count`` are those that no module of ``modules`` accounts for.
    """

    name: str
    driver: str
    corrected_count: int
    uncorrected_count: int
    corrected_elsewhere_count: int
    uncorrected_elsewhere_count: int
    modules: tuple[MemoryModule, ...]
    reset_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class MemoryErrors:
    """What EDAC counted. ``boot_id`` is the epoch of the counts.

    ``has_firmware_reports``: the firmware handles hardware errors itself (ACPI HEST) and may keep corrected ones.
    """

    controllers: tuple[MemoryController, ...]
    boot_id: str = ""
    has_firmware_reports: bool = False


MEMORY_ERRORS: Final = FactKind[MemoryErrors]("memory_errors")
