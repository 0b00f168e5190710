"""PostgreSQL and its relatives by psycopg2, in its asynchronous mode: every wait is ours, and ends when we say.

Timeouts and read-only stand in the transaction of each statement (SET LOCAL): behind a pooler such as pgbouncer in
transaction mode a setting of the session would stay with somebody else's connection.
"""

import fcntl
import select
import struct
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectors.base import Reason, SessionError
from collectors.sessions import reach
from collectors.sessions.postgres_settings import Settings
from collectors.sessions.postgres_words import (
    DOWN,
    NO_DRIVER,
    NO_TLS,
    RELATIVES,
    one_line,
    product_of,
    refusal,
)
from collectors.sessions.sql import Check, Rows, StatementFailed
from collectors.sessions.sql_errors import state_of
from collectors.tables import Server
from config.secrets import Secret
from config.site import SqlAccess
from config.text import _

if TYPE_CHECKING:
    from psycopg2.extensions import connection

PORT: Final = 5432
_LOOK_SECONDS: Final = 0.2
_TIMED_ALONE_SINCE: Final = 110_000
"""From version 11 on each statement of a message has its own timeout; before, the first one's holds for all of it."""
ANSWER_BYTES: Final = 64 * 2**20
"""More than any of our answers; libpq keeps what comes in memory, so a server that floods us is left."""
_CLUSTER: Final = "select system_identifier from pg_control_system()"
WHO: Final = "select current_setting('server_version_num'), version(), current_database()"


@dataclass(frozen=True, slots=True)
class PostgresDialect:
    """How one PostgreSQL server is connected to. ``address`` as in ``_where``."""

    address: str
    access: SqlAccess
    user: str
    password: Secret | None

    @property
    def relatives(self) -> frozenset[str]:
        """Products whose version numbers are their own."""
        return frozenset(RELATIVES)

    def connect(self, database: str, until: float, check: Check) -> "PostgresConnection":
        """Connect and ask who answers."""
        try:
            import psycopg2  # noqa: PLC0415 - 76 ms, and only where a PostgreSQL is
        except ImportError:
            raise SessionError(Reason.TOOL_MISSING, "psycopg2", NO_DRIVER) from None
        wanted = database or self.access.database or _where(self.address)[1] or "postgres"
        parameters = self._parameters(wanted, until, check)
        try:
            opened = _opened(psycopg2, parameters, until, check, may_be_plain=self.access.tls in {"", "prefer"})
        except UnicodeDecodeError as error:  # in the server's own language and encoding
            raise refusal(error.object.decode("gb18030", errors="backslashreplace"), self.password) from None
        except psycopg2.Error as error:
            raise refusal(str(error).strip(), self.password) from None
        except TimeoutError:
            raise SessionError(Reason.TIMEOUT, _("no login in the time allowed"), DOWN) from None
        made = PostgresConnection(opened, Server("", 0, ""), wanted)
        try:
            made.meet(until, check)
        except StatementFailed as failure:
            made.close()
            reason = Reason.UNREACHABLE if failure.state == "unreachable" else Reason.FAILED
            raise SessionError(reason, failure.words, DOWN) from None
        return made

    def _parameters(self, database: str, until: float, check: Check) -> dict[str, Any]:
        """Name all that the environment (PGHOST, PGOPTIONS ...) would otherwise decide."""
        host, port = _where(self.address)[0], self.access.port or PORT
        more: dict[str, Any] = {"sslrootcert": self.access.authorities} if self.access.authorities else {}
        is_proved = self.access.tls.startswith("verify") or host.startswith("/")
        if not is_proved and _libpq() >= _AUTH_NAMED_SINCE:
            more["require_auth"] = "!password"  # never as clear text to whom nobody proved
        if _libpq() >= _AUTH_NAMED_SINCE:
            more["sslcertmode"] = "disable"  # no certificate of whoever runs us
        place = {"host": host}
        if not host.startswith("/"):
            found = _numeric(host, port, until, check)
            place = {"host": ",".join(host for _one in found), "hostaddr": ",".join(found)}
        return {
            **place,
            "port": port,
            "dbname": database,
            "user": self.user or "postgres",
            "password": self.password.reveal() if self.password is not None else "",
            "passfile": "/dev/null/none",  # none is read, and libpq says nothing of it
            "sslmode": "require" if self.access.tls in {"", "prefer"} else self.access.tls,
            "gssencmode": "disable",  # Kerberos would be asked for with no deadline of ours
            "options": "",
            "application_name": "xunjian",
            "client_encoding": "UTF8",
            "keepalives_idle": 30,
            "target_session_attrs": "any",
            **more,
        }


_AUTH_NAMED_SINCE: Final = 160_000
"""The version of libpq from which on the ways of proving oneself can be named."""


def _libpq() -> int:
    import psycopg2  # noqa: PLC0415 - as above

    return int(getattr(psycopg2, "__libpq_version__", 0))


def _opened(
    psycopg2: Any,  # noqa: ANN401 - the driver, imported late
    parameters: dict[str, Any],
    until: float,
    check: Check,
    *,
    may_be_plain: bool,
) -> "connection":
    """Connect, with TLS where the server has it: libpq's own "prefer" would offer a refused password a second time."""
    while True:
        try:
            opened: connection = psycopg2.connect(**parameters, async_=True)
            _wait(opened, until, check)
        except psycopg2.Error as error:
            if parameters["sslmode"] != "require" or not NO_TLS.search(str(error)) or not may_be_plain:
                raise
            parameters |= {"sslmode": "disable"}
        else:
            return opened


class PostgresConnection:
    """One connection to one database. ``cluster`` is the identity of what it belongs to, "" where it does not say."""

    def __init__(self, opened: "connection", server: Server, database: str) -> None:
        self._opened = opened
        self.server = server
        self.database = database
        self.cluster = ""
        self._settings = Settings()
        _as_text(opened)

    def meet(self, until: float, check: Check) -> None:
        """Ask who answers. Raises StatementFailed for what is no answer of a PostgreSQL."""
        try:
            [(number, words, name)] = self.run(WHO, 5, 1, until, check).rows
            self.server = Server(product_of(words or ""), int(number or 0), words or "")
        except ValueError:
            raise StatementFailed("failed", WHO) from None
        self.database = name or self.database
        try:
            [(self.cluster,)] = ((row[0] or "",) for row in self.run(_CLUSTER, 5, 1, until, check).rows)
        except (StatementFailed, ValueError):
            self.cluster = ""

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement in a read-only transaction of its own, and end that."""
        import psycopg2  # noqa: PLC0415 - as above

        settings = self._settings.written(seconds)
        try:
            if self.server.version < _TIMED_ALONE_SINCE or self.server.product != "postgres":
                self._begin(seconds, until, check)
                settings = ""
            cursor = self._opened.cursor()
            cursor.execute(f"{settings}{statement}")
            _wait(self._opened, until, check)
            columns = tuple(one[0] for one in cursor.description or ())
            rows = tuple(tuple(row) for row in cursor.fetchmany(most + 1))
            cursor.execute("rollback")
            _wait(self._opened, until, check)
        except TimeoutError:
            raise StatementFailed("timeout", "", is_lost=True) from None
        except (psycopg2.Error, UnicodeError) as error:
            raise self._failure(error, until, check) from None
        except _Flooded:
            raise StatementFailed("cut", "", is_lost=True) from None
        return Rows(columns, rows)

    def _begin(self, seconds: int, until: float, check: Check) -> None:
        """Begin a transaction in a message of its own, without the settings that a relative does not know."""
        import psycopg2  # noqa: PLC0415 - as above

        while True:
            cursor = self._opened.cursor()
            try:
                cursor.execute(self._settings.written(seconds))
                _wait(self._opened, until, check)
            except psycopg2.Error as error:
                if not self._settings.leave_out(str(error)):
                    raise
            else:
                return
            cursor.execute("rollback")
            _wait(self._opened, until, check)

    def _failure(self, error: Exception, until: float, check: Check) -> StatementFailed:
        import psycopg2  # noqa: PLC0415 - as above

        code = str(getattr(error, "pgcode", "") or "")
        try:
            cursor = self._opened.cursor()
            cursor.execute("rollback")
            _wait(self._opened, until, check)
            is_lost = False
        except (psycopg2.Error, TimeoutError, UnicodeError, _Flooded):
            is_lost = True
        words = one_line(str(error).strip() or type(error).__name__)
        state = state_of(code) if code else "unreachable" if is_lost else "failed"
        return StatementFailed(state, f"{code} {words}".strip() if isinstance(words, str) else code, is_lost=is_lost)

    def close(self) -> None:
        """Close the socket; what is still running over there ends by its own timeout, and is rolled back.

        It is not cancelled: psycopg2's cancel waits for the server with the interpreter's lock held, so a server that does
        not close would stop all of us.
        """
        with suppress(Exception):  # whatever it is doing: it ends here
            self._opened.close()


class _Flooded(Exception):  # noqa: N818 - it is said of us
    """More came than any answer of ours is."""


def _where(address: str) -> tuple[str, str]:
    """Host (or the folder of a Unix socket) and database of an address: ``10.0.0.5``, ``10.0.0.5/shop``, ``/run/pg``."""
    if address.startswith("/"):
        return address, ""
    host, _slash, database = address.partition("/")
    return host.strip("[]"), database


def _numeric(host: str, port: int, until: float, check: Check) -> tuple[str, ...]:
    """Look the name up ourselves: libpq would wait for the name service as long as that likes."""
    return tuple(dict.fromkeys(str(place[4][0]) for place in reach.resolve(host, port, until, check)))


def _wait(opened: "connection", until: float, check: Check) -> None:
    """Wait until the connection has done what it does. Raises TimeoutError at ``until``, _Flooded for too much."""
    from psycopg2.extensions import POLL_OK, POLL_READ  # noqa: PLC0415 - as above

    come = 0
    while True:
        if opened.fileno() >= 0:
            come += _waiting_bytes(opened.fileno())
        if come > ANSWER_BYTES:
            raise _Flooded
        state = opened.poll()
        if state == POLL_OK:
            return
        while True:
            check()
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if _is_ready(
                opened.fileno(), select.POLLIN if state == POLL_READ else select.POLLOUT, min(left, _LOOK_SECONDS)
            ):
                break


def _is_ready(descriptor: int, event: int, seconds: float) -> bool:
    """Wait a while for the connection; poll, for select knows no descriptor from 1024 on."""
    waiting = select.poll()
    waiting.register(descriptor, event)
    return bool(waiting.poll(seconds * 1000))


def _waiting_bytes(descriptor: int) -> int:
    """How many bytes have come and were not read yet."""
    return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, b"    "))[0])


def _as_text(opened: "connection") -> None:
    """Every value as the server writes it: the same text that its own client would print."""
    from psycopg2.extensions import new_type, register_type, string_types  # noqa: PLC0415 - as above

    register_type(new_type(tuple(string_types), "TEXT_AS_IT_IS", lambda value, _cursor: value), opened)
