"""A device asked by SNMP, by its command line, or by both: a way that fails leaves the other."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event

from collectors.base import Cli, Question, Reason, SessionError, Snmp, WayLost, Ways
from collectors.evidence import Reply, encode
from collectors.sessions.base import Session
from collectors.sessions.notices import Cost
from collectors.sessions.watch import closed
from config.text import Text, _, render

Open = Callable[[], Session]
_NO_WAY = _("write access: snmp or access: ssh, with its credential, in the target's entry")
_OTHER_WAY: Mapping[str, Text] = {
    "snmp": _("write access: snmp too, with its credential, in the target's entry: SNMP may tell it"),
    "line": _("write access: ssh too, with its credential, in the target's entry: the command line may tell it"),
}
_MISSING: Mapping[str, Text] = {
    "snmp": _("its entry has no access: snmp"),
    "line": _("its entry has no access: ssh with a credential"),
}
_SILENT = frozenset({Reason.UNREACHABLE, Reason.TIMEOUT})
"""Reasons that tell less than any other."""


class DeviceSession:
    """``ways`` are by name (snmp, ssh or telnet) what opens each, in the order of preference."""

    def __init__(self, ways: Mapping[str, Open]) -> None:
        self._ways = ways
        self._open: dict[str, Session] = {}
        self._lost: dict[str, SessionError] = {}
        self._closed = Event()

    @property
    def transport(self) -> Mapping[str, str]:
        """All that the open ways know of themselves."""
        return {name: value for one in self._open.values() for name, value in one.transport.items()}

    @property
    def costs(self) -> Sequence[Cost]:
        """Those of both ways."""
        return [cost for one in self._open.values() for cost in one.costs]

    def connect(self) -> None:
        """Open each way. Raises where none opens: an error that the device answered with before one of silence."""
        for name, opened in self._ways.items():
            if self._closed.is_set():
                raise closed()
            try:
                self._open_one(name, opened)
            except SessionError as error:
                self._lost[name] = error
        if self._open:
            return
        lost = sorted(self._lost.values(), key=lambda one: one.reason in _SILENT)
        raise lost[0] if lost else SessionError(Reason.NO_CREDENTIAL, _MISSING["snmp"], _NO_WAY)

    def _open_one(self, name: str, opened: Open) -> None:
        session = self._open[name] = opened()  # before it connects: whoever ends us ends it too
        try:
            session.connect()
        except SessionError:
            del self._open[name]
            session.close()
            raise

    def close(self) -> None:
        """End every way at once."""
        self._closed.set()
        for session in tuple(self._open.values()):
            session.close()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """What is asked by a way that is lost is answered with why; the other way's questions go on."""
        by_way: dict[str, list[Question]] = {}
        for question in questions:
            if isinstance(question.ask, Ways):
                yield question, self._told()
                continue
            name = self._way_of(question)
            if name in self._open:
                by_way.setdefault(name, []).append(question)
            else:
                yield question, self._why_not(name)
        for name, asked in by_way.items():
            yield from self._open[name].ask(asked)

    def _way_of(self, question: Question) -> str:
        match question.ask:
            case Snmp():
                return "snmp"
            case Cli():
                return next((name for name in self._ways if name != "snmp"), "line")
            case other:
                raise TypeError(f"{question.id}: a device is not asked {type(other).__name__}")

    def _why_not(self, name: str) -> SessionError:
        lost = self._lost.get(name)
        if lost is None:
            return SessionError(Reason.NOT_OFFERED, _MISSING.get(name, name), _OTHER_WAY.get(name, _NO_WAY))
        return WayLost(lost.reason, lost.detail, lost.remedy)

    def _told(self) -> bytes:
        told: dict[str, dict[str, object]] = {}
        for name in self._ways:
            if name in self._open:
                told[name] = {"is_open": True, "transport": dict(self._open[name].transport)}
            else:
                lost = self._lost[name]
                detail = lost.detail if isinstance(lost.detail, str) else render(lost.detail, "en")
                told[name] = {"is_open": False, "reason": lost.reason.value, "detail": detail}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return encode((Reply("ok", 0, text.encode("utf-8", errors="backslashreplace"), is_privileged=True),))
