"""What a restart begins anew, with how long the device runs; and why it started."""

from typing import Final, TypeVar

from collectors.base import Absent, Answer, Collector, Derived, Listing, Part, Reason, SessionError, Snmp
from collectors.facts.devices.device import DEVICE, Device
from collectors.facts.devices.loads import MEMORIES
from collectors.facts.devices.since_start import (
    BGP_SESSIONS,
    MEMORY_LEVELS,
    RESTART_REASON,
    STARTS,
    SinceStart,
    Start,
)
from collectors.facts.devices.topology import BGP_PEERS
from collectors.network.readings import NOT_TOLD
from collectors.network.varbinds import objects
from collectors.network.vendors.prefixes import CISCO
from config.kinds import NETWORK
from config.text import verbatim

R = TypeVar("R")
Unread = Absent | SessionError
NOT_THIS_WAY: Final = frozenset({Reason.NOT_OFFERED, Reason.TOOL_MISSING})
"""What a device does not tell by the ways that are open; anything else is an answer that was lost."""
_WHY_RELOAD: Final = "1.3.6.1.4.1.9.2.1.2.0"
"""whyReload of OLD-CISCO-SYS-MIB: "the reason why the system was last restarted"."""


def since_start(told: Listing[R] | Unread, device: Device | Unread) -> SinceStart[R]:
    """Join them. Raises why the facts were not seen; a device that tells no time is one whose start nobody knows."""
    if isinstance(told, Exception):
        raise told
    up_seconds = device.up_seconds if isinstance(device, Device) else None
    is_lost = isinstance(device, SessionError) and device.reason not in NOT_THIS_WAY
    return SinceStart(told, up_seconds, is_start_lost=is_lost)


def start(device: Device | Unread, reason: str | Unread) -> Start:
    """Join them. Raises why the device was not seen; few devices tell a reason, and one that is not told is none."""
    if isinstance(device, Exception):
        raise device
    return Start(device.up_seconds, reason if isinstance(reason, str) else "")


def _why(answer: Answer) -> str:
    said = objects(answer).text(_WHY_RELOAD)
    if not said:
        raise SessionError(Reason.NOT_OFFERED, verbatim("OLD-CISCO-SYS-MIB"), NOT_TOLD)
    return said


REASON_SNMP: Final = Collector(
    id="snmp.restart_reason",
    provides=RESTART_REASON,
    on=NETWORK,
    ask=Snmp((Part((CISCO,), (_WHY_RELOAD,)),)),
    parse=_why,
)
COLLECTORS: Final = (
    REASON_SNMP,
    Derived(id="network.memory_levels", provides=MEMORY_LEVELS, of=(MEMORIES, DEVICE), derive=since_start),
    Derived(id="network.bgp_sessions", provides=BGP_SESSIONS, of=(BGP_PEERS, DEVICE), derive=since_start),
    Derived(id="network.starts", provides=STARTS, of=(DEVICE, RESTART_REASON), derive=start),
)
