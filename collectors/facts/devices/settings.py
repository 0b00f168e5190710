"""What a device's configuration says of its protection, by topics that are the same for every maker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.devices.clocks import DeviceClock
from collectors.facts.devices.configuration import Configuration, Saved

ON: Final = "on"
OFF: Final = "off"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is set. ``line`` is the configuration's; "" where it is the default that ``default_of`` documents."""

    value: str
    line: str = ""
    default_of: str = ""
    number: float | None = None

    @property
    def source(self) -> str:
        """What to quote: the line, or the document of the default."""
        return self.line or self.default_of


@dataclass(frozen=True, slots=True)
class Terminal:
    """A range of lines by which people log in. Identity: ``name`` (``vty 0 4``).

    ``protocols`` are words (ssh, telnet, all, none) joined by blanks; ``idle`` has seconds as its number, 0 for never;
    ``authentication`` is aaa, local, password or none. None is what neither the configuration nor a document tells.
    ``access`` are the lists that bound who may come, None where the reader does not know how this family bounds it.
    """

    name: str
    is_remote: bool
    protocols: Said | None = None
    access: tuple[str, ...] | None = ()
    idle: Said | None = None
    authentication: Said | None = None
    is_closed: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Secret:
    """How a password is kept. Identity: ``owner`` (``enable``, ``user admin``, ``vty 0 4``).

    ``kept`` is hash, weak-hash, reversible (with the device's key), readable (by anybody), plain or none; "" is a word that
    the reader does not know.
    """

    owner: str
    kept: str
    line: str


@dataclass(frozen=True, slots=True)
class Community:
    """A community of SNMP v1 or v2c, its name masked but for those of the factory. Identity: ``name``.

    ``filters`` are the lists that bound who may ask; ``is_writing`` None is a line that the reader does not understand.
    """

    name: str
    is_factory: bool
    is_writing: bool | None
    filters: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class SnmpGroup:
    """A group or user of SNMPv3. Identity: ``name``. ``level`` is authPriv, authNoPriv or noAuthNoPriv, "" for untold."""

    name: str
    level: str
    ciphers: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a filter. ``source`` and ``destination`` are an address and a wildcard as numbers; None is not understood.

    ``rest`` is all further that it asks for (ports, flags, time ranges), without what only notes it (log, counting).
    """

    line: str
    is_permit: bool
    protocol: str
    source: tuple[int, int] | None
    destination: tuple[int, int] | None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A list of rules. Identity: ``name``. ``applied`` names where packets pass it; ``is_used`` also what else names it."""

    name: str
    rules: tuple[Rule, ...]
    applied: tuple[str, ...]
    is_used: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """One configuration, read. ``said`` is by topic (telnet, http, ssh1, ...); a topic that is not in it is not known.

    ``unmatched`` is what happens to packets that no rule of an applied filter fits: permit, deny, or "" unknown.
    """

    dialect: str
    said: Mapping[str, Said] = field(default_factory=dict, hash=False)
    terminals: tuple[Terminal, ...] = ()
    secrets: tuple[Secret, ...] = ()
    communities: tuple[Community, ...] = ()
    snmp_groups: tuple[SnmpGroup, ...] = ()
    log_hosts: tuple[str, ...] = ()
    time_servers: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    unmatched: str = ""

    def filter_of(self, name: str) -> Filter | None:
        """The list of this name."""
        return next((one for one in self.filters if one.name == name), None)


@dataclass(frozen=True, slots=True)
class TimeKeeping:
    """Who keeps the clock, as the configuration has it, and whether it is kept; either with why it was not seen."""

    settings: Settings | Unseen
    clock: DeviceClock | Unseen


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whether the configuration is saved, its lines, and what it says of copies; each with why it was not seen."""

    saved: Saved | Unseen
    running: Configuration | Unseen
    settings: Settings | Unseen


SETTINGS: Final = FactKind[Settings]("network.settings")
TIME_KEEPING: Final = FactKind[TimeKeeping]("network.time_keeping")
KEEPING: Final = FactKind[Keeping]("network.configuration_keeping")
