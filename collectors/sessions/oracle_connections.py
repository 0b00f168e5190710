"""One connection to Oracle, whichever driver made it: read-only transactions, bounds in time, failures by their meaning."""

import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

from collectors.sessions.oracle_calls import bounded
from collectors.sessions.oracle_errors import Why, codes_in, state_of, why
from collectors.sessions.oracle_packs import allowed
from collectors.sessions.oracle_places import Place
from collectors.sessions.oracle_views import views_in
from collectors.sessions.sql import Check, Rows, StatementFailed
from collectors.tables import Server
from config.secrets import Secret

_EACH_TIME: Final = re.compile(r" ?\(CONNECTION_ID=[^)]*\)")


class Cursor(Protocol):
    """What we use of a driver's cursor."""

    arraysize: int
    description: Sequence[Sequence[object]] | None

    def execute(self, statement: str) -> object:
        """Run a statement."""

    def fetchmany(self, size: int) -> Sequence[Sequence[object]]:
        """At most so many rows."""

    def close(self) -> None:
        """Give it back."""


class Opened(Protocol):
    """What we use of a driver's connection."""

    call_timeout: int
    module: str
    version: str

    def cursor(self) -> Cursor:
        """Open a cursor."""

    def rollback(self) -> None:
        """End the transaction."""

    def close(self) -> None:
        """Log off."""

    def cancel(self) -> None:
        """Break off what runs."""


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver: ``connect(user, password, place, until)``, and the root of the errors that it raises."""

    connect: Callable[[str, str, Place, float], Opened]
    error: type[Exception]


class OracleConnection:
    """One connection, in one container."""

    def __init__(self, opened: Opened, driver: Driver, server: Server, database: str, packs: Sequence[str] = ()) -> None:
        self._opened = opened
        self._driver = driver
        self._packs = packs
        self.server = server
        self.database = database

    def set(self, statement: str, until: float, check: Check) -> None:
        """Change a setting of our own session. Raises StatementFailed."""
        self._done(lambda: self._execute(statement, 0, 5)[1], until, check)

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement in a read-only transaction of its own, and end that; what needs a licence waits at the gate."""
        statement = allowed(statement, self._packs)
        try:
            return self._done(lambda: self._read(statement, most, seconds), until, check)
        except StatementFailed as failure:
            if failure.is_lost or Why.NO_VIEW is not why(failure.words):
                raise
            raise self._told_apart(failure, statement, until, check) from None

    def _read(self, statement: str, most: int, seconds: int) -> Rows:
        try:
            self._execute("set transaction read only", 0, seconds)
        except self._driver.error as error:
            if why(str(error)) is not Why.NOT_OPEN:  # a mounted standby has no transactions, and its fixed views answer
                raise
        try:
            columns, rows = self._execute(statement, most + 1, seconds)
        finally:
            with suppress(self._driver.error):
                self._opened.rollback()
        return Rows(columns, rows)

    def _execute(
        self, statement: str, most: int, seconds: int
    ) -> tuple[tuple[str, ...], tuple[tuple[str | None, ...], ...]]:
        self._opened.call_timeout = seconds * 1000
        cursor = self._opened.cursor()
        try:
            cursor.arraysize = min(max(most, 1), 1000)
            cursor.execute(statement)
            columns = tuple(str(one[0]).lower() for one in cursor.description or ())
            rows = cursor.fetchmany(most) if most else ()
            return columns, tuple(tuple(None if value is None else str(value) for value in row) for row in rows)
        finally:
            with suppress(self._driver.error):
                cursor.close()

    def _done(self, work: Callable[[], Rows] | Callable[[], object], until: float, check: Check) -> Rows:
        try:
            found = bounded(work, until, check)
        except TimeoutError:
            raise StatementFailed("timeout", "", is_lost=True) from None
        except self._driver.error as error:
            meant = why(str(error))
            raise StatementFailed(state_of(meant), one_line(str(error)), is_lost=meant in {Why.LOST, Why.DOWN}) from None
        except UnicodeDecodeError as error:  # of a driver that does not know encoding_errors
            raise StatementFailed("failed", f"{error.encoding}: {error.reason}") from None
        return found if isinstance(found, Rows) else Rows((), ())

    def _told_apart(self, failure: StatementFailed, statement: str, until: float, check: Check) -> StatementFailed:
        """ORA-00942 says either that it is not there or that it may not be seen; the public synonyms know which."""
        names = views_in(statement)
        asked = f"select synonym_name from all_synonyms where owner = 'PUBLIC' and synonym_name in ({_listed(names)})"  # noqa: S608 - names of our own statements, letters only
        try:
            known = {row[0] for row in self._done(lambda: self._read(asked, len(names), 5), until, check).rows}
        except StatementFailed:
            return failure
        missing = [name for name in names if name not in known]
        if missing:
            return StatementFailed("failed", f"{failure.words} (no such view: {' '.join(missing)})")
        return failure

    def close(self) -> None:
        """Break off what runs and log off, without waiting for either."""

        def leave() -> None:
            with suppress(Exception):
                self._opened.cancel()
            self._opened.close()

        with suppress(Exception):  # whatever it is doing: it ends here
            bounded(leave, time.monotonic() + 1.0, lambda: None)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def one_line(words: str, password: Secret | None = None) -> str:
    """The lines of an error that hold its codes, as one, without what is secret or another each time."""
    lines = [line.strip() for line in _EACH_TIME.sub("", words).splitlines() if line.strip()] or [""]
    line = "; ".join([one for one in lines if codes_in(one) or "[Errno" in one] or lines[:1])
    return (line.replace(password.reveal(), "***") if password is not None and password.reveal() else line)[:300]
