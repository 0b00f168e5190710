"""Two ways to one database, tried in their order."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from collectors.base import Question, Reason, SessionError
from collectors.sessions.base import Session
from collectors.sessions.login import CredentialRefused
from collectors.sessions.notices import Cost


class FirstThen:
    """Two ways to one database: the driver, and where there is none or it does not speak with the server, the client."""

    def __init__(self, first: Session, then: Callable[[], Session]) -> None:
        self._first = first
        self._then = then
        self._used = first

    @property
    def transport(self) -> Mapping[str, str]:
        """Of the way that was taken."""
        return self._used.transport

    @property
    def costs(self) -> Sequence[Cost]:
        """Of the way that was taken."""
        return self._used.costs

    def connect(self) -> None:
        """Try the first; what it refuses for want of a tool the second may do. Raises the second's SessionError then."""
        try:
            self._first.connect()
        except SessionError as error:
            if error.reason is not Reason.TOOL_MISSING or isinstance(error, CredentialRefused):
                raise
            self._used = self._then()
            self._used.connect()

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Ask by the way that was taken."""
        yield from self._used.ask(questions)

    def close(self) -> None:
        """End both at once."""
        self._first.close()
        self._used.close()
