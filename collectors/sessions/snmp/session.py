"""A device's SNMP session: what asks want is got and walked, and written down as text."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from threading import Event
from typing import TYPE_CHECKING, Final

from collectors.base import Question, Reason, SessionError, Snmp
from collectors.evidence import Reply, encode
from collectors.sessions.base import Aside, Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost
from collectors.sessions.reach import Check
from collectors.sessions.snmp import refusals
from collectors.sessions.snmp.ber import BerError, dotted
from collectors.sessions.snmp.device import UPTIME
from collectors.sessions.snmp.exchange import SilenceError
from collectors.sessions.snmp.hello import ENGINE_BOOTS, ENGINE_ID, SYSTEM_OID, Hello, Met
from collectors.sessions.snmp.keys import KeyRing
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.round import Round
from collectors.sessions.snmp.values import NO_SUCH_INSTANCE, NO_SUCH_OBJECT
from collectors.sessions.watch import closed
from config.site import SnmpAccess

if TYPE_CHECKING:
    from collectors.sessions.snmp.device import Device

Greeted = Callable[[Check], Met | None]
"""What a greeter met of this target, None where it does not know; raises SessionError."""
_NO_VALUE: Final = frozenset({NO_SUCH_OBJECT, NO_SUCH_INSTANCE})
_NUMBER_OCTETS: Final = 9
"""64 bits and a leading zero: what is longer is no number."""
_ENGINE_OCTETS: Final = 32
"""Of an engine's id at most (RFC 3411, 5)."""
_TOO_LONG: Final = bytes(_ENGINE_OCTETS + 1)


class SnmpSession:
    """One device. ``greeted`` gives what a greeter met already; ``keys`` is shared where many devices have one user.

    ``aside`` is where it waits for the second sample.
    """

    def __init__(
        self,
        address: str,
        access: SnmpAccess,
        login: SnmpLogin,
        budget: Budget,
        *,
        greeted: Greeted | None = None,
        keys: KeyRing | None = None,
        aside: Aside = nullcontext,
    ) -> None:
        self._budget = budget
        self._closed = Event()
        self._hello = Hello(address, access, login, keys or KeyRing(), self._closed)
        self._seconds = access.seconds
        self._tries = access.tries
        self._greeted = greeted
        self._aside = aside
        self._device: Device | None = None
        self._kind = ""
        self._until = self._round_until = 0.0
        self._allowed = 0.0
        self._gone: SessionError | None = None
        self._costs: list[Cost] = []
        self._transport: dict[str, str] = {}

    @property
    def transport(self) -> Mapping[str, str]:
        """Version, security level and protocols, engine, boots, the device's own kind and its uptime when we came."""
        return self._transport

    @property
    def costs(self) -> Sequence[Cost]:
        """Seconds of each question."""
        return self._costs

    def connect(self) -> None:
        """Meet the device: learn its engine, prove our login, and ask what it is."""
        patience = max(self._budget.connect_seconds, 2 * self._tries * self._seconds)
        self._until = self._round_until = time.monotonic() + patience
        self._allowed = patience
        met = self._greeted(self._check) if self._greeted else None
        try:
            device, found = self._hello.meet(met, self._until, self._check)
        except SessionError:
            self._hello.close()
            raise
        self._device = device
        self._transport |= self._hello.transport
        said = {name: value for name, (tag, value) in found.items() if tag not in _NO_VALUE}
        try:
            self._kind = dotted(said[SYSTEM_OID]) if SYSTEM_OID in said else ""
        except BerError:
            raise refusals.garbled(dotted(SYSTEM_OID)) from None
        self._transport["sys_object_id"] = self._kind
        for key, name in (("uptime_ticks", UPTIME), ("engine_boots", ENGINE_BOOTS)):
            if len(said.get(name, _TOO_LONG)) <= _NUMBER_OCTETS:
                self._transport[key] = str(int.from_bytes(said[name], "big"))
        if len(said.get(ENGINE_ID, _TOO_LONG)) <= _ENGINE_OCTETS:
            self._transport["engine_id"] = said[ENGINE_ID].hex()

    def close(self) -> None:
        """End it at once."""
        self._closed.set()
        self._hello.close()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Ask those of two samples first, then the others, then those again."""
        self._costs.clear()
        self._round_until = time.monotonic() + self._budget.total_seconds
        asked = [(question, question.ask) for question in questions if isinstance(question.ask, Snmp)]
        for question in questions:
            if not isinstance(question.ask, Snmp):
                raise TypeError(f"{question.id}: a device is not asked {type(question.ask).__name__} by SNMP")
        left = [question for question, _ask in asked]
        try:
            for question, reply in self._round(asked):
                left.remove(question)
                yield question, reply
        except CredentialRefused as refused:  # changed while we asked: not offered again, and the guard is told
            yield from ((question, refused) for question in left)

    def _round(self, asked: list[tuple[Question, Snmp]]) -> Iterator[tuple[Question, bytes | SessionError]]:
        device = self._device
        if device is None:
            raise SessionError(Reason.NOT_ASKED)
        first = Round(device, self._kind, [ask for _question, ask in asked])
        samples: list[tuple[Question, Snmp, str, float]] = []
        for question, ask in sorted(asked, key=lambda one: one[1].samples < 2):  # noqa: PLR2004 - two samples
            text = self._text(question, ask, first)
            if isinstance(text, SessionError) or ask.samples < 2:  # noqa: PLR2004 - as above
                yield question, text if isinstance(text, SessionError) else _evidence(text)
            else:
                samples.append((question, ask, text, time.monotonic()))
        second = Round(device, self._kind, [ask for _question, ask, _text, _at in samples])
        for question, ask, earlier, at in samples:
            text = self._later(at) or self._text(question, ask, second)
            yield question, text if isinstance(text, SessionError) else _evidence(text, earlier)

    def _later(self, at: float) -> SessionError | None:
        """Wait until two samples are far enough apart."""
        wait = at + self._budget.sample_seconds - time.monotonic()
        if time.monotonic() + wait > self._round_until:
            return refusals.spent(self._budget.total_seconds)
        try:
            if wait > 0 and self._device is not None and self._gone is None:
                with self._aside():
                    self._device.asking.rest(wait)
        except SessionError as error:
            return error
        return None

    def _text(self, question: Question, ask: Snmp, one_round: Round) -> str | SessionError:
        """What the device answers to one ask, or why it does not."""
        if self._gone is not None:
            return self._gone
        assert self._device is not None  # noqa: S101 - _round saw it
        started = time.monotonic()
        self._allowed = ask.seconds
        self._until = min(started + ask.seconds, self._round_until)
        self._device.check = self._check
        self._device.asking.deadline = self._until
        try:
            return one_round.text(ask)
        except CredentialRefused:
            raise
        except SessionError as error:
            if error.reason in {Reason.UNREACHABLE, Reason.IDENTITY, Reason.REFUSED}:
                self._gone = error
            return error
        except SilenceError:
            self._gone = refusals.gone(self._tries, self._seconds)
            return self._gone
        finally:
            self._costs.append(Cost(question.id, time.monotonic() - started, 0.0))

    def _check(self) -> None:
        if self._closed.is_set():
            raise closed()
        now = time.monotonic()
        if now >= self._round_until:
            raise refusals.spent(self._budget.total_seconds)
        if now >= self._until:
            raise refusals.late(self._allowed)


def _evidence(text: str, earlier: str = "") -> bytes:
    return encode((Reply("ok", 0, text.encode(), is_privileged=True, earlier=earlier.encode()),))
