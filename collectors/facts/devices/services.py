"""Facts about a Windows host by SNMP: its services and shares, as LanMgr-Mib-II-MIB tells them."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Service:
    """One service. Identity: ``name`` (its display name, in the language of the system). Windows lists those that run.

    ``state`` is active, continue-pending, pause-pending or paused.
    """

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Share:
    """One share. Identity: ``name``. Administrative shares (C$) are not in the table."""

    name: str
    path: str
    comment: str


SERVICES: Final = FactKind[Listing[Service]]("network.services")
SHARES: Final = FactKind[Listing[Share]]("network.shares")
