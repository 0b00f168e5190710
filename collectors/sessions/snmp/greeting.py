"""The first word to every SNMP device of a run, sent by one thread, so that the dead cost one timeout and not one each.

    greeter = Greeter((target.id, target.address, target.snmp, login) for target in targets)
    greeter.start()
    SnmpSession(address, access, login, budget, greeted=partial(greeter.met, target.id), keys=greeter.keys)

Who answered is only passed on: the session proves the login. Who did not is told to the session that asks for him.
"""

import heapq
import time
from collections import deque
from collections.abc import Hashable, Iterable
from contextlib import suppress
from random import SystemRandom
from threading import Event, Thread
from typing import Final

from collectors.base import SessionError
from collectors.sessions.reach import Address, Check
from collectors.sessions.snmp.ber import BerError
from collectors.sessions.snmp.errand import Errand, Target, spot
from collectors.sessions.snmp.hello import Met
from collectors.sessions.snmp.keys import KeyRing
from collectors.sessions.snmp.pdu import RESPONSE, Community, Pdu, version_of
from collectors.sessions.snmp.post import Post
from collectors.sessions.snmp.usm_messages import VERSION, Engine, discovered
from collectors.sessions.watch import closed

IN_FLIGHT: Final = 200
"""Questions under way that may still be answered at once: so many answers fit the receive buffers of the sockets."""
YOUNG_SECONDS: Final = 0.3
"""After so long an answer that comes comes alone; its place under way is given to another."""
_NAMES_SECONDS: Final = 10.0
_NAMES_AT_ONCE: Final = 8
_LOOK_SECONDS: Final = 0.1
_REFUSED_REST_SECONDS: Final = 0.5
_PLAIN: Final = {0: Community(0, b""), 1: Community(1, b"")}


class Greeter:
    """Greets all targets at once; ``keys`` are shared by their sessions."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self.keys = KeyRing()
        asked = list(targets)
        # In no sequence: a device that knows its own number must not be able to answer for its neighbours.
        numbers = sorted(SystemRandom().sample(range(1 << 30), len(asked)))
        self._errands = {target[0]: Errand(number, target) for number, target in zip(numbers, asked, strict=True)}
        self._awaited = {errand.number: errand for errand in self._errands.values()}
        self._open = list(self._errands.values())
        self._there: dict[tuple[str, int], list[Errand]] = {}
        self._found: deque[Errand] = deque()
        self._due: list[tuple[float, int, int, Errand]] = []
        self._under_way: dict[int, float] = {}
        self._ended = Event()

    def start(self) -> None:
        """Begin; returns at once."""
        Thread(target=self._run, name="snmp-greeter", daemon=True).start()

    def stop(self) -> None:
        """Greet no more."""
        self._ended.set()

    def met(self, key: Hashable, check: Check) -> Met | None:
        """What was met of a target, as soon as it is known; None: ask yourself. Raises SessionError, as does ``check``."""
        errand = self._errands.get(key)
        if errand is None:
            return None
        while not errand.is_done.wait(_LOOK_SECONDS):
            check()
        if isinstance(errand.outcome, SessionError):
            raise errand.outcome
        return errand.outcome

    def is_settled(self, key: Hashable) -> bool:
        """Whether ``met`` would answer at once."""
        errand = self._errands.get(key)
        return errand is None or errand.is_done.is_set()

    def _run(self) -> None:
        try:
            self._look_up()
            with Post() as post:
                while not self._ended.is_set() and self._is_open():
                    wait = self._send(post)
                    for said, source in post.receive(wait):
                        if isinstance(said, bytes):
                            self._heard(said, source)
                        else:
                            self._failed(said, source)
        finally:
            for errand in self._errands.values():
                if not errand.is_done.is_set():
                    errand.settle(None)

    def _is_open(self) -> bool:
        while self._open and self._open[-1].is_done.is_set():
            self._open.pop()
        return bool(self._open)

    def _look_up(self) -> None:
        """Prepare all errands by a few threads: a name service may be slow, and waits at most for itself."""
        left = deque(self._errands.values())

        def prepare() -> None:
            while not self._ended.is_set():
                try:
                    errand = left.popleft()
                except IndexError:
                    return
                try:
                    errand.prepare(time.monotonic() + _NAMES_SECONDS, self._check)
                except SessionError as error:
                    errand.settle(error)
                else:
                    self._found.append(errand)

        for _one in range(min(_NAMES_AT_ONCE, len(left))):
            Thread(target=prepare, name="snmp-greeter-names", daemon=True).start()

    def _check(self) -> None:
        if self._ended.is_set():
            raise closed()

    def _send(self, post: Post) -> float:
        """Send what is due, as far as there is room; how long to wait for answers."""
        now = time.monotonic()
        with suppress(IndexError):
            while True:
                self._later(self._found.popleft(), now)
        while self._due and self._due[0][0] <= now:
            if len(self._under_way) >= IN_FLIGHT and not self._aged(now):
                return YOUNG_SECONDS / 10
            _at, _number, turn, errand = heapq.heappop(self._due)
            if turn == errand.turn and not errand.is_done.is_set() and not errand.is_given_up():
                self._send_one(post, errand, now)
        wait = self._due[0][0] - now if self._due else _LOOK_SECONDS
        return max(0.0, min(wait, _LOOK_SECONDS))

    def _send_one(self, post: Post, errand: Errand, now: float) -> None:
        errand.error = None
        try:
            is_sent = post.send(errand.datagram, errand.places[0])
        except OSError as error:
            errand.error, errand.tries = error, 0
            self._later(errand, now)
            return
        errand.tries -= is_sent
        if is_sent:
            self._under_way[errand.number] = now
            there = self._there.setdefault(spot(errand.places[0][4]), [])
            if errand not in there:
                there.append(errand)
        self._later(errand, now + (errand.access.seconds if is_sent else _LOOK_SECONDS))

    def _later(self, errand: Errand, at: float) -> None:
        errand.turn += 1
        heapq.heappush(self._due, (at, errand.number, errand.turn, errand))

    def _aged(self, now: float) -> bool:
        """Forget who has been under way for long; whether there is room now. They stand in the order of sending."""
        for number, at in list(self._under_way.items()):
            if now - at < YOUNG_SECONDS:
                break
            del self._under_way[number]
        return len(self._under_way) < IN_FLIGHT

    def _heard(self, datagram: bytes, source: Address) -> None:
        with suppress(BerError):
            number, (engine, pdu) = _answer(datagram)
            errand = self._awaited.get(number)
            if errand is not None and errand.is_at(spot(source)) and not errand.is_done.is_set():
                self._under_way.pop(number, None)
                errand.settle(Met(errand.places[0], engine, pdu))

    def _failed(self, error: OSError, about: Address) -> None:
        """The network says so of an address: no need to wait for the rest of the try, only for a daemon that restarts."""
        there = spot(about)
        for errand in self._there.get(there, ()):
            if not errand.is_done.is_set() and errand.is_at(there):
                self._under_way.pop(errand.number, None)
                errand.error = error
                self._later(errand, time.monotonic() + min(_REFUSED_REST_SECONDS, errand.access.seconds))


def _answer(datagram: bytes) -> tuple[int, tuple[Engine | None, Pdu | None]]:
    """The number of what a datagram answers, with the engine or the objects that it tells. Raises BerError."""
    version = version_of(datagram)[0]
    if version == VERSION:
        found = discovered(datagram)
        return (found[0], (found[1], None)) if found else (-1, (None, None))
    plain = _PLAIN.get(version)
    pdu = plain.unwrap(datagram) if plain else None
    return (pdu.request_id, (None, pdu)) if pdu is not None and pdu.kind == RESPONSE else (-1, (None, None))
