"""What others reach: listening sockets, packet filter and services, as they were read."""

from typing import Final

from collectors.base import Derived, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.exposure import EXPOSURE, Exposure
from collectors.facts.network import LISTENERS
from collectors.facts.routing import PACKET_FILTER, PacketFilter
from collectors.facts.services import SERVICES, Services


def derive(listeners: object, packet_filter: object, services: object) -> Exposure:
    """Put together what was seen. Raises the listeners' error where nothing was."""
    given = (listeners, packet_filter, services)
    if all(isinstance(one, Exception) for one in given) and isinstance(listeners, Exception):
        raise listeners
    return Exposure(
        listeners if isinstance(listeners, Listing) else _unseen(listeners),
        packet_filter if isinstance(packet_filter, PacketFilter) else _unseen(packet_filter),
        _services(services),
    )


def _services(services: object) -> Services | Unseen:
    if not isinstance(services, Services):
        return _unseen(services)
    return services.unanswered or services


def _unseen(error: object) -> Unseen:
    if isinstance(error, SessionError):
        return Unseen("", error.reason, error.detail, error.remedy)
    return Unseen("", Reason.NOT_UNDERSTOOD, error.line if isinstance(error, ParseError) else str(error)[:200])


EXPOSURE_DERIVED: Final = Derived(
    id="linux.exposure", provides=EXPOSURE, of=(LISTENERS, PACKET_FILTER, SERVICES), derive=derive
)
