"""Columns of tables, walked to their end, several at once: complete, or an error, never short.

A column has ended when the device gave an object behind it, or said that there is none behind it; nothing else ends it.
"""

from collections.abc import Sequence
from typing import Final

from collectors.base import SessionError
from collectors.sessions.snmp import refusals
from collectors.sessions.snmp.ber import BerError, Varbind, base128, dotted, numbers, oid_octets
from collectors.sessions.snmp.device import Device, ObjectError
from collectors.sessions.snmp.exchange import SilenceError
from collectors.sessions.snmp.pdu import AUTHORIZATION, BULK, NEXT, NO_SUCH_NAME, Pdu
from collectors.sessions.snmp.values import END_OF_VIEW, NO_SUCH_INSTANCE, NO_SUCH_OBJECT, written

COLUMNS_MOST: Final = 16
"""Columns that are asked for at once: their names fill half a frame."""
REPETITIONS_MOST: Final = 100
_NONE: Final = frozenset({NO_SUCH_OBJECT, NO_SUCH_INSTANCE})

Rows = list[str]
"""Lines ``oid|type|value`` in the order of the table."""


class RestartedError(Exception):
    """The device restarted while it was walked: what was read before may be of another numbering."""


class _Column:
    """How far one column was walked."""

    def __init__(self, oid: str, most: int) -> None:
        self.octets = oid_octets(oid)
        self.last = self.octets
        self.rows: Rows = []
        self.error: SessionError | None = None
        self.is_open = True
        self._oid = oid
        self._key: tuple[int, ...] = ()
        self._most = most

    def take(self, objects: Sequence[Varbind]) -> None:
        """Go on by what came for it."""
        octets, size, key, rows, start = self.octets, len(self.octets), self._key, self.rows, f"{self._oid}."
        last = self.last
        try:
            for name, tag, value in objects:
                if tag == END_OF_VIEW or name[:size] != octets or len(name) == size:
                    self._behind(name, tag, last)
                    break
                index = base128(name[size:])
                if index <= key or tag in _NONE:
                    self._broken(name, tag, last)
                    break
                rows.append(f"{start}{'.'.join(map(str, index))}|{written(tag, value)}")
                last, key = name, index
        except BerError:
            self.fail(refusals.garbled(f"{self._oid} ({name.hex()[:80]})"))
        self.last, self._key = last, key
        if len(rows) > self._most:
            self.fail(refusals.cut(self._oid, self._most))

    def fail(self, error: SessionError) -> None:
        """End it with an error."""
        self.error = self.error or error
        self.is_open = False

    def _behind(self, name: bytes, tag: int, last: bytes) -> None:
        """An object that is none of the column's: it must stand behind it."""
        self.is_open = False
        if tag != END_OF_VIEW and numbers(name) <= numbers(last):
            self.fail(refusals.backwards(dotted(name), dotted(last)))

    def _broken(self, name: bytes, tag: int, last: bytes) -> None:
        if tag in _NONE:
            self.fail(refusals.garbled(dotted(name)))
        else:
            self.fail(refusals.backwards(dotted(name), dotted(last)))


def walk(device: Device, oids: Sequence[str], most: int) -> dict[str, Rows | SessionError]:
    """Walk these columns, at most COLUMNS_MOST of them, to their end; each has its rows, or why it has none.

    Raises SilenceError where the device answers nothing any more, RestartedError, SessionError.
    """
    columns = {oid: _Column(oid, most) for oid in oids}
    restarts = device.asking.restarts
    device.pace.begin()
    walker = _Walker(device)
    while still := [one for one in columns.values() if one.is_open]:
        walker.step(still)
        if device.asking.restarts != restarts:
            raise RestartedError
    return {oid: one.error or one.rows for oid, one in columns.items()}


class _Walker:
    """What one walk learned of the device."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._has_bulk = True
        self._is_single = False

    def step(self, still: list[_Column]) -> None:
        """Ask once, and go on by what came."""
        objects = self._device.pace.objects
        some = still[: 1 if self._is_single else max(1, objects)]
        repetitions = min(objects // len(some), REPETITIONS_MOST) if self._has_bulk and self._device.has_bulk else 1
        kind = BULK if repetitions > 1 else NEXT
        asked = len(some) * max(1, repetitions)
        try:
            pdu = self._device.reply(kind, [one.last for one in some], repetitions if kind == BULK else 0, asked)
            if pdu is not None and pdu.status:
                self._refused(kind, some, pdu)
            elif pdu is not None:
                self._take(some, asked, pdu)
        except SilenceError:
            if not self._device.is_alive():
                raise
            some[0].fail(refusals.mute(dotted(some[0].last)))
        except ObjectError as error:
            some[0].fail(error.why)

    def _take(self, some: list[_Column], asked: int, pdu: Pdu) -> None:
        width, count = len(some), len(pdu.objects)
        if not count or (asked == width and count != width):
            self._device.unreadable([one.last for one in some], asked)
            return
        for place, column in enumerate(some):
            column.take(pdu.objects[place::width])

    def _refused(self, kind: int, some: list[_Column], pdu: Pdu) -> None:
        """An error-status: of one column, of all, or of a way of asking that it does not know."""
        culprit = some[pdu.index - 1] if 0 < pdu.index <= len(some) else some[0] if len(some) == 1 else None
        if kind == BULK:  # its number counts among rows that we cannot see, or behind the columns: ask for one of each
            self._has_bulk = False
        elif culprit is None and pdu.status == AUTHORIZATION:
            for one in some:
                one.fail(refusals.refused(pdu.status, pdu.status_name, dotted(one.last)))
        elif culprit is None:
            self._is_single = True
        elif pdu.status == NO_SUCH_NAME:
            culprit.is_open = False  # version 1 says so that there is nothing behind (RFC 1157, 4.1.3)
        else:
            culprit.fail(refusals.refused(pdu.status, pdu.status_name, dotted(culprit.last)))
