"""Facts about units, services and what starts them."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing, Unseen


@dataclass(frozen=True, slots=True)
class Unit:
    """One systemd unit. Identity: ``name``. States are systemd's own words; "" or None is what it did not say.

    ``enablement`` is the unit file's state (enabled, disabled, static, indirect, generated, alias, masked ...).
    ``restarts_count`` counts automatic restarts since the unit was last started by hand or at boot (systemd 235); it can
    have grown over ``uptime_seconds`` at most. ``steady_seconds``: how long an active unit has been so.
    """

    name: str
    load: str = ""
    active: str = ""
    sub: str = ""
    enablement: str = ""
    result: str = ""
    restarts_count: int | None = None
    aliases: tuple[str, ...] = ()
    uptime_seconds: float | None = None
    steady_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class BootServices:
    """What a machine without systemd starts: scripts in init.d, those linked for start, those marked as started."""

    installed: tuple[str, ...]
    started: tuple[str, ...]
    locked: tuple[str, ...] = ()
    """Names in /var/lock/subsys or with a pid file: their script reported a start."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service. Identity: ``name``. None where nobody could say."""

    name: str
    is_running: bool | None
    starts_at_boot: bool | None
    state: str = ""
    enablement: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Services:
    """All services of a machine; ``unanswered`` when the one who manages them did not answer.

    ``processes`` are the names of what runs, where no manager tells of it (they are cut at 15 characters).
    """

    manager: str
    services: tuple[Service, ...] = ()
    processes: frozenset[str] = frozenset()
    unanswered: Unseen | None = None


UNITS: Final = FactKind[Listing[Unit]]("units")
"""Witness of a lost line: the manager's own count of failed units; of lost restarts: the units listed."""
BOOT_SERVICES: Final = FactKind[BootServices]("boot_services")
SERVICES: Final = FactKind[Services]("services")
