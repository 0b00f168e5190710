"""A device that is asked until it has answered, or has had its tries: single objects here, columns in ``walk``."""

from collections.abc import Callable, Sequence
from typing import Final

from collectors.base import SessionError
from collectors.sessions.snmp import refusals
from collectors.sessions.snmp.ber import dotted, oid_octets
from collectors.sessions.snmp.exchange import Asking, GarbledError, SilenceError
from collectors.sessions.snmp.pace import SMALL, Pace
from collectors.sessions.snmp.pdu import AUTHORIZATION, BULK, GET, NO_SUCH_NAME, TOO_BIG, Pdu
from collectors.sessions.snmp.usm import OtherEngineError, ReportedError
from collectors.sessions.snmp.values import NO_SUCH_OBJECT

UPTIME: Final = oid_octets("1.3.6.1.2.1.1.3.0")
_LONGER: Final = 2
GET_MOST: Final = 24
"""Objects of one GET: their names fill half a frame."""

Held = tuple[int, bytes] | SessionError
"""An object's tag and value, or why it was not got."""


class ObjectError(Exception):
    """One object, asked for alone, is not to be had: ``why``. Others are not concerned."""

    def __init__(self, why: SessionError) -> None:
        super().__init__(str(why))
        self.why = why


class Device:
    """One device. ``check`` is called before each question and raises to end it."""

    def __init__(self, asking: Asking, tries: int, *, has_bulk: bool) -> None:
        self.asking = asking
        self.has_bulk = has_bulk
        self.pace = Pace()
        self.check: Callable[[], None] = _nothing
        self._tries = max(1, tries)
        self._seconds = asking.seconds
        self.is_met = False
        """Whether it has answered anything; before that, nothing is smaller than the first question."""
        self._has_bulked = False
        self._misses = 0

    def reply(self, kind: int, names: Sequence[bytes], repetitions: int, objects: int) -> Pdu | None:
        """Ask once for so many objects; None: ask again, for fewer where ``pace`` says so.

        Raises SilenceError when all tries are used up, ObjectError, SessionError.
        """
        self.check()
        try:
            pdu, octets = self._once(kind, names, repetitions)
        except SilenceError as silence:
            self.check()
            self._missed(kind, objects, silence)
            return None
        except GarbledError:
            self.unreadable(names, objects)
            return None
        self._misses = 0
        self.asking.seconds = self._seconds
        self.is_met = True
        self._has_bulked = self._has_bulked or kind == BULK
        if pdu.status == TOO_BIG:
            if objects == 1:
                raise ObjectError(refusals.refused(pdu.status, pdu.status_name, dotted(names[0])))
            self.pace.refused(objects)
            return None
        if not pdu.status and pdu.objects:
            self.pace.answered(len(pdu.objects), octets)
        return pdu

    def _once(self, kind: int, names: Sequence[bytes], repetitions: int = 0) -> tuple[Pdu, int]:
        try:
            return self.asking.once(kind, names, repetitions)
        except ReportedError as report:
            raise refusals.reported(report.name) from None
        except OtherEngineError:
            raise refusals.other_engine() from None

    def unreadable(self, names: Sequence[bytes], objects: int) -> None:
        """An answer that is none: have it smaller the next time, as it may have been cut. Raises ObjectError at the end."""
        self._misses += 1
        if objects == 1 and self._misses >= self._tries:
            self._misses = 0
            raise ObjectError(refusals.garbled(dotted(names[0])))
        self.pace.refused(objects)

    def _missed(self, kind: int, objects: int, silence: SilenceError) -> None:
        if kind == BULK and objects <= SMALL and not self._has_bulked:
            self.has_bulk = False  # some agents are silent to what they do not know
        self._misses += 1
        if (objects == 1 or not self.is_met) and self._misses >= self._tries:
            self._misses = 0
            raise silence
        if self.is_met:
            self.asking.seconds = _LONGER * self._seconds
            self.pace.lost(objects)

    def is_alive(self) -> bool:
        """Whether it still answers the one thing that every device has."""
        for _try in range(self._tries):
            self.check()
            try:
                self._once(GET, (UPTIME,))
            except (SilenceError, GarbledError):
                continue
            return True
        return False

    def get(self, names: Sequence[bytes], *, is_first: bool = False) -> dict[bytes, Held]:
        """Get single objects, in as many questions as it takes. Raises SilenceError where it answers nothing (any more)."""
        found: dict[bytes, Held] = {}
        left = list(dict.fromkeys(names))
        most = GET_MOST
        while left:
            some = left[: max(1, min(self.pace.objects, most))]
            try:
                pdu = self.reply(GET, some, 0, len(some))
                if pdu is not None:
                    most = self._got(some, pdu, found)
            except SilenceError:
                if is_first or not self.is_alive():
                    raise
                found[some[0]] = refusals.mute(dotted(some[0]))
            except ObjectError as error:
                found[some[0]] = error.why
            left = [name for name in left if name not in found]
        return found

    def _got(self, some: list[bytes], pdu: Pdu, found: dict[bytes, Held]) -> int:
        """Keep what came; how many objects to ask for next at most."""
        culprit = some[pdu.index - 1] if 0 < pdu.index <= len(some) else some[0] if len(some) == 1 else None
        if not pdu.status:
            if [name for name, _tag, _value in pdu.objects] == some:
                found.update((name, (tag, value)) for name, tag, value in pdu.objects)
            else:
                self.unreadable(some, len(some))  # other objects than asked for
        elif culprit is not None:
            # RFC 1157, 4.1.2: version 1 has no value that says there is none, and gives nothing of the others
            is_none = pdu.status == NO_SUCH_NAME
            oid = dotted(culprit)
            found[culprit] = (NO_SUCH_OBJECT, b"") if is_none else refusals.refused(pdu.status, pdu.status_name, oid)
        elif pdu.status == AUTHORIZATION:
            found.update((one, refusals.refused(pdu.status, pdu.status_name, dotted(one))) for one in some)
        else:
            return 1
        return GET_MOST


def _nothing() -> None:
    """Until a session says what to check."""
