"""Facts about Oracle's listeners, as lsnrctl on their host tells them."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class ListenedService:
    """One service with its instances: name and state (READY, BLOCKED, RESTRICTED; UNKNOWN is one written into the file)."""

    name: str
    instances: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OracleListener:
    """One listener. Identity: its name. ``endpoints`` as protocol, host and port."""

    name: str
    version: str
    log: str
    endpoints: tuple[str, ...]
    services: tuple[ListenedService, ...]


LISTENERS: Final = FactKind[Listing[OracleListener]]("oracle.listeners")
