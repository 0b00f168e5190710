"""Facts about what others reach: who listens, what the packet filter lets through, which services there are."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing, Unseen
from collectors.facts.network import Listener
from collectors.facts.routing import PacketFilter
from collectors.facts.services import Services


@dataclass(frozen=True, slots=True)
class Exposure:
    """The three together; Unseen where one was not told."""

    listeners: Listing[Listener] | Unseen
    packet_filter: PacketFilter | Unseen
    services: Services | Unseen


EXPOSURE: Final = FactKind[Exposure]("exposure")
