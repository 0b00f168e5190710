"""Facts about how a device was reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Way:
    """One way that the device's entry names. Identity: ``name`` (snmp, ssh, telnet).

    ``reason`` and ``detail`` are why it is not open; ``transport`` is what it knows of itself by name (version, security).
    """

    name: str
    is_open: bool
    reason: str = ""
    detail: str = ""
    transport: Mapping[str, str] = field(default_factory=dict, hash=False)


WAYS: Final = FactKind[Listing[Way]]("network.ways")
