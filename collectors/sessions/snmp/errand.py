"""One target on its way to being greeted: where it is asked, how often still, and what came of it."""

import errno
from collections import deque
from collections.abc import Hashable
from threading import Event

from collectors.base import SessionError
from collectors.sessions.reach import Address, Check, Place
from collectors.sessions.snmp import refusals
from collectors.sessions.snmp.hello import FIRST, Met, community
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.pdu import GET, write_pdu
from collectors.sessions.snmp.usm_messages import discovery
from collectors.sessions.snmp.wire import no_way, places
from config.site import SnmpAccess

Target = tuple[Hashable, str, SnmpAccess, SnmpLogin]
"""A key of the caller's, the address, and what a session needs."""


class Errand:
    """One target; ``number`` is that of its datagram."""

    def __init__(self, number: int, target: Target) -> None:
        _key, self.address, self.access, self.login = target
        self.number = number
        self.datagram = b""
        self.places: deque[Place] = deque()
        self.tries = self.turn = 0
        self.error: OSError | None = None
        self.outcome: Met | SessionError | None = None
        self.is_done = Event()

    def prepare(self, until: float, check: Check) -> None:
        """Find where it is, and write its datagram. Raises SessionError."""
        if self.login.version == "3":
            self.datagram = discovery(self.number)
        else:
            self.datagram = community(self.login).wrap(write_pdu(GET, self.number, FIRST[self.login.version]))
        self.places.extend(places(self.address, self.access.port, until, check))
        self.tries = max(1, self.access.tries)

    def is_at(self, there: tuple[str, int]) -> bool:
        """Whether that is where it is asked now."""
        return bool(self.places) and spot(self.places[0][4]) == there

    def settle(self, outcome: Met | SessionError | None) -> None:
        """Tell whoever waits; None: nobody found out, the session is to ask itself."""
        self.outcome = outcome
        self.is_done.set()

    def is_given_up(self) -> bool:
        """With no try left, go to the next address of the name, or settle that there was no answer."""
        if self.tries:
            return False
        self.places.popleft()
        self.tries = max(1, self.access.tries)
        if self.places:
            return False
        is_refused = self.error is not None and self.error.errno == errno.ECONNREFUSED
        if self.error is not None and not is_refused:
            self.settle(no_way(self.error))
        else:
            self.settle(refusals.silent(self.address, self.access, self.login.version, is_refused=is_refused))
        return True


def spot(address: Address) -> tuple[str, int]:
    """An address and a port, without the interface that IPv6 may name with it."""
    return str(address[0]).partition("%")[0], int(address[1])
