"""One round of asks at one device: a column is walked once however many want it, and each ask has its own text."""

from collections.abc import Iterator, Sequence

from collectors.base import SessionError, Snmp
from collectors.sessions.snmp import refusals
from collectors.sessions.snmp.ber import BerError, oid_octets
from collectors.sessions.snmp.device import Device, Held
from collectors.sessions.snmp.values import written
from collectors.sessions.snmp.walk import COLUMNS_MOST, RestartedError, Rows, walk

_WALKS_MOST = 2
"""A device that restarts is walked anew once; one that restarts twice in a minute has other troubles."""


class Round:
    """What was asked of the device so far."""

    def __init__(self, device: Device, kind: str, asks: Sequence[Snmp]) -> None:
        self._device = device
        self._kind = kind
        self._walked: dict[str, Rows | SessionError] = {}
        self._most: dict[str, int] = {}
        for ask in asks:
            for oid in self._columns(ask):
                self._most[oid] = max(ask.most, self._most.get(oid, 0))

    def text(self, ask: Snmp) -> str:
        """The text that answers an ask. Raises SessionError, SilenceError."""
        lines = [f"@device {self._kind}".rstrip()]
        scalars = list(dict.fromkeys(oid for part in ask.parts if part.is_for(self._kind) for oid in part.scalars))
        columns = self._columns(ask)
        if scalars:
            lines += [*self._scalars(scalars), f"@scalars {len(scalars)}"]
        self._walk(columns)
        total = len(scalars)
        for oid in columns:
            rows = self._walked[oid]
            if isinstance(rows, SessionError):
                raise rows
            if len(rows) > ask.most:
                raise refusals.cut(oid, ask.most)
            lines += [*rows, f"@column {oid} {len(rows)}"]
            total += len(rows)
        text = "\n".join([*lines, f"@end {total}\n"])
        if len(text) > ask.kib * 1024:
            raise refusals.too_long(ask.kib)
        return text

    def _columns(self, ask: Snmp) -> list[str]:
        return list(dict.fromkeys(oid for part in ask.parts if part.is_for(self._kind) for oid in part.columns))

    def _scalars(self, oids: list[str]) -> Iterator[str]:
        found = self._device.get([oid_octets(oid) for oid in oids])
        for oid in oids:
            yield f"{oid}|{_value(oid, found[oid_octets(oid)])}"

    def _walk(self, oids: list[str]) -> None:
        tables: dict[str, list[str]] = {}
        for oid in oids:
            if oid not in self._walked:
                tables.setdefault(oid.rpartition(".")[0], []).append(oid)
        for columns in tables.values():
            for at in range(0, len(columns), COLUMNS_MOST):
                some = columns[at : at + COLUMNS_MOST]
                self._walked |= self._settled(some, max(self._most[oid] for oid in some))

    def _settled(self, oids: list[str], most: int) -> dict[str, Rows | SessionError]:
        """Walk, and once more where the device restarted meanwhile."""
        for _turn in range(_WALKS_MOST):
            try:
                return walk(self._device, oids, most)
            except RestartedError:
                continue
        return dict.fromkeys(oids, refusals.restless())


def _value(oid: str, held: Held) -> str:
    if isinstance(held, SessionError):
        raise held
    tag, value = held
    try:
        return written(tag, value)
    except BerError:
        raise refusals.garbled(oid) from None
