"""A session with programs of our own side beside it: monitoring plug-ins that ask the same target over the network."""

from collections.abc import Iterator, Mapping, Sequence

from collectors.base import Process, Question, SessionError
from collectors.sessions.base import Session
from collectors.sessions.notices import Cost


class Beside:
    """Programs run here, all else goes through the session; where that fails, the target was not reached and none runs."""

    def __init__(self, session: Session, programs: Session) -> None:
        self._session = session
        self._programs = programs

    @property
    def transport(self) -> Mapping[str, str]:
        """What the session knows; programs know nothing of whom they met."""
        return self._session.transport

    @property
    def costs(self) -> Sequence[Cost]:
        """What both cost."""
        return [*self._session.costs, *self._programs.costs]

    def connect(self) -> None:
        """Connect the session. Raises its SessionError."""
        self._session.connect()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Send the session its questions in one round, then run the programs."""
        ours = [question for question in questions if isinstance(question.ask, Process)]
        theirs = [question for question in questions if not isinstance(question.ask, Process)]
        if theirs:
            yield from self._session.ask(theirs)
        if ours:
            yield from self._programs.ask(ours)

    def close(self) -> None:
        """End both at once."""
        self._programs.close()
        self._session.close()
