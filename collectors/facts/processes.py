"""Facts about processes: what runs, what is dead and not buried, what is stuck."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class Process:
    """One process in state D or Z. Identity: ``pid`` with ``started_ticks``. ``wait_channel`` "" is not visible to us."""

    pid: int
    parent: int
    name: str
    parent_name: str
    state: str
    started_ticks: int
    is_kernel_thread: bool = False
    wait_channel: str = ""


@dataclass(frozen=True, slots=True)
class Processes:
    """What runs, by name and number, and the odd ones of both samples.

    ``names`` are comm (15 characters), never arguments: those may hold secrets. ``stuck`` were in D and ``zombies`` in Z
    at both ends of ``window_seconds``. ``broken_count`` are lines of either sample that could not be read. ``hidden`` is
    set where /proc hides the processes of others.
    """

    total_count: int
    names: tuple[str, ...]
    zombies: tuple[Process, ...]
    waiting: tuple[Process, ...]
    stuck: tuple[Process, ...]
    window_seconds: float
    hidden: Unseen | None = None
    broken_count: int = 0


PROCESSES: Final = FactKind[Processes]("processes")
"""Witness of a lost line: each sample's own count by state."""
