"""One target that is asked in several ways, as a BMC by Redfish and by IPMI: each ask goes the way of its kind."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from collectors.base import Ask, Question, SessionError
from collectors.sessions.base import Session
from collectors.sessions.notices import Cost


class Sides:
    """A session made of sessions, by kind of ask. A way that fails darkens its own asks; when all fail, the target."""

    def __init__(self, ways: Mapping[type[Ask[Any]], Session], no_way: SessionError) -> None:
        self._ways = ways
        self._no_way = no_way
        self._failed: dict[type[Ask[Any]], SessionError] = {}

    @property
    def transport(self) -> Mapping[str, str]:
        """What every way knows, together."""
        return {name: value for way in self._ways.values() for name, value in way.transport.items()}

    @property
    def costs(self) -> Sequence[Cost]:
        """What every way cost, together."""
        return [cost for way in self._ways.values() for cost in way.costs]

    def connect(self) -> None:
        """Connect every way. Raises the first one's SessionError when none could."""
        for kind, way in self._ways.items():
            try:
                way.connect()
            except SessionError as error:
                self._failed[kind] = error
        if len(self._failed) == len(self._ways):
            raise next(iter(self._failed.values()), self._no_way)

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Send each question its way; one that has none was not asked, and says what would give it one."""
        for kind, way in self._ways.items():
            mine = [question for question in questions if type(question.ask) is kind]
            if kind in self._failed:
                yield from ((question, self._failed[kind]) for question in mine)
            elif mine:
                yield from way.ask(mine)
        for question in questions:
            if type(question.ask) not in self._ways:
                yield question, self._no_way

    def close(self) -> None:
        """End all of them at once."""
        for way in self._ways.values():
            way.close()
