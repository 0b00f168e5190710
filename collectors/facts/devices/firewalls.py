"""Facts about what a firewall carries, and how old what it knows of attacks is."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from collectors.base import FactKind, Listing, Unseen


@dataclass(frozen=True, slots=True)
class SessionTable:
    """One table of sessions or connections. Identity: ``name`` (a unit, a slot, or "sessions").

    ``most_count`` is the greatest number that the device says it can hold, None where it does not tell; ``used_ratio`` is
    told by devices that tell only a share. ``oid`` is the object of the current count.
    """

    name: str
    current_count: float | None
    most_count: float | None = None
    used_ratio: float | None = None
    oid: str = ""


@dataclass(frozen=True, slots=True)
class Protection:
    """Whether a firewall saves itself for want of memory and drops or passes sessions unseen (FortiOS's conserve mode).

    ``used_ratio`` of its memory, against which it begins (``begins_ratio``) and ends; None where it does not tell them.
    """

    is_on: bool
    words: str
    used_ratio: float | None = None
    begins_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class FirewallLoad:
    """What a firewall carries. ``protection`` is None where the device knows no such mode, or was not asked."""

    tables: Listing[SessionTable]
    protection: Protection | None = None

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What of the tables was not seen."""
        return self.tables.unseen


@dataclass(frozen=True, slots=True)
class SignatureDatabase:
    """One database of signatures that is paid for. Identity: ``name``. ``updated_on`` is the day of its last update."""

    name: str
    updated_on: date | None
    words: str


SESSION_TABLES: Final = FactKind[Listing[SessionTable]]("network.session_tables")
PROTECTION: Final = FactKind[Protection]("network.protection")
FIREWALL_SESSIONS: Final = FactKind[FirewallLoad]("network.firewall_sessions")
SIGNATURE_DATABASES: Final = FactKind[Listing[SignatureDatabase]]("network.signature_databases")
SIGNATURES: Final = FactKind[Listing[SignatureDatabase]]("network.signatures")
"""As network.signature_databases; Absent of a device that is no firewall."""
