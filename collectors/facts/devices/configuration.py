"""Facts about a device's configuration, secrets masked."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Configuration:
    """One configuration as lines without what changes by itself (times, sizes, clock periods). ``family`` wrote it.

    ``has_end``: it ends with the word by which a device ends it (``end``, ``return``), which several families write.
    """

    family: str
    lines: tuple[str, ...]
    has_end: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether what runs is what the next start will have.

    ``only_running`` and ``only_saved`` are the lines that one of the two alone has; ``moved`` those that both have, in
    another order where the order decides (filters, routing policies), as they run; ``changed_ago_seconds`` and
    ``saved_ago_seconds`` are told by devices that only keep the times.
    """

    only_running: tuple[str, ...] = ()
    only_saved: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    changed_ago_seconds: float | None = None
    saved_ago_seconds: float | None = None
    is_saved_before_start: bool = False
    """It was not saved since the device runs; ``saved_ago_seconds`` is then how long it runs."""


RUNNING: Final = FactKind[Configuration]("network.running_configuration")
STARTUP: Final = FactKind[Configuration]("network.startup_configuration")
SAVED: Final = FactKind[Saved]("network.saved_configuration")
