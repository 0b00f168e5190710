"""PostgreSQL and its relatives by psycopg2, in its asynchronous mode: every wait is ours, and ends when we say.

Timeouts and read-only stand in the transaction of each statement (SET LOCAL): behind a pooler such as pgbouncer in
transaction mode a setting of the session would stay with somebody else's connection.
"""

import re
import select
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectors.base import Reason, SessionError
from collectors.sessions import reach
from collectors.sessions.login import CredentialRefused
from collectors.sessions.sql import Check, Rows, StatementFailed
from collectors.sessions.sql_errors import state_of
from collectors.tables import Server
from config.secrets import Secret
from config.site import SqlAccess
from config.text import _

if TYPE_CHECKING:
    from psycopg2.extensions import connection

PORT: Final = 5432
LOCK_MILLISECONDS: Final = 300
"""How long a statement of ours may wait for a lock; who waits behind it waits as long (catalogue, section 0)."""
_LOOK_SECONDS: Final = 0.2
_TIMED_ALONE_SINCE: Final = 110_000
"""From version 11 on each statement of a message has its own timeout; before, the first one's holds for all of it."""
SETTINGS: Final = (
    "begin read only; set local statement_timeout = {milliseconds}; set local lock_timeout = {lock}; "
    "set local idle_in_transaction_session_timeout = 30000; set local search_path = pg_catalog; "
    "set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'postgres'; "
    "set local extra_float_digits = 0; set local standard_conforming_strings = on; "
)
WHO: Final = "select current_setting('server_version_num'), version(), current_database()"
RELATIVES: Final = {
    "kingbase": re.compile(r"kingbase", re.IGNORECASE),
    "opengauss": re.compile(r"opengauss|gaussdb|vastbase|mogdb|panweidb", re.IGNORECASE),
    "highgo": re.compile(r"highgo|瀚高", re.IGNORECASE),
    "polardb": re.compile(r"polardb", re.IGNORECASE),
    "greenplum": re.compile(r"greenplum", re.IGNORECASE),
    "redshift": re.compile(r"redshift", re.IGNORECASE),
    "cockroach": re.compile(r"cockroach", re.IGNORECASE),
    "yugabyte": re.compile(r"-yb-", re.IGNORECASE),
    "edb": re.compile(r"enterprisedb", re.IGNORECASE),
    "other": re.compile(r"^(?!PostgreSQL \d)"),
}
"""By a word of version(), products that speak the protocol; at last what does not call itself PostgreSQL."""
_REFUSED: Final = re.compile(
    r"password authentication failed|authentication failed|no pg_hba\.conf entry|pg_hba\.conf rejects|is not permitted to "
    r"log in|role \".*\" does not exist|认证失败|验证失败|pg_hba\.conf|不允许登录|角色 *\".*\" *不存在|"
    r"no password supplied|Invalid username/password",
    re.IGNORECASE,
)
_NO_RIGHT: Final = re.compile(r"permission denied for database|数据库.*权限不够|对数据库.*权限", re.IGNORECASE)
_NO_MECHANISM: Final = re.compile(r"SASL authentication mechanisms|authentication method 1[0-9]", re.IGNORECASE)
_ACCOUNT = _("check the account, its password and pg_hba.conf on the server; it is not offered again until changed")
_CONNECT = _("grant connect on that database to the inspecting account, then inspect again")
_MECHANISM = _(
    "openGauss and GaussDB log in by a method of their own: use the vendor's libpq with psycopg2, or let the vendor's "
    "client on the database's host ask (access: ssh)"
)
_NO_DRIVER = _("install the driver beside xunjian (xunjian[postgresql]), or let psql on the host ask (access: ssh)")
_DOWN = _("see whether the server runs and listens there: its log, its service, the firewalls on the way")


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
            raise SessionError(Reason.TOOL_MISSING, "psycopg2", _NO_DRIVER) from None
        wanted = database or self.access.database or _where(self.address)[1] or "postgres"
        try:
            opened = psycopg2.connect(**self._parameters(wanted, until, check), async_=True)
            _wait(opened, until, check)
        except psycopg2.Error as error:
            raise refusal(str(error).strip(), self.password) from None
        except TimeoutError:
            raise SessionError(Reason.TIMEOUT, _("no login in the time allowed"), _DOWN) from None
        made = PostgresConnection(opened, Server("", 0, ""), wanted)
        try:
            number, words, name = made.run(WHO, 5, 1, until, check).rows[0]
        except StatementFailed as failure:
            made.close()
            reason = Reason.UNREACHABLE if failure.state == "unreachable" else Reason.FAILED
            raise SessionError(reason, failure.words, _DOWN) from None
        made.server = Server(product_of(words or ""), int(number or 0), words or "")
        made.database = name or wanted
        return made

    def _parameters(self, database: str, until: float, check: Check) -> dict[str, Any]:
        """Name all that the environment (PGHOST, PGOPTIONS ...) would otherwise decide."""
        host, port = _where(self.address)[0], self.access.port or PORT
        place = {"host": host} if host.startswith("/") else {"host": host, "hostaddr": _numeric(host, port, until, check)}
        more = {"sslrootcert": self.access.authorities} if self.access.authorities else {}
        return {
            **place,
            "port": port,
            "dbname": database,
            "user": self.user or "postgres",
            "password": self.password.reveal() if self.password is not None else "",
            "sslmode": self.access.tls or "prefer",
            "gssencmode": "disable",  # Kerberos would be asked for with no deadline of ours
            "options": "",
            "application_name": "xunjian",
            "client_encoding": "UTF8",
            "keepalives_idle": 30,
            "target_session_attrs": "any",
            **more,
        }


def refusal(words: str, password: Secret | None = None) -> SessionError:
    """What libpq's words mean where no connection came about."""
    said = one_line(words, password)
    if _NO_MECHANISM.search(words):
        return SessionError(Reason.TOOL_MISSING, said, _MECHANISM)
    if _NO_RIGHT.search(words):
        return SessionError(Reason.DENIED, said, _CONNECT)
    if _REFUSED.search(words):
        return CredentialRefused(said, _ACCOUNT)
    return SessionError(Reason.UNREACHABLE, said, _DOWN)


class PostgresConnection:
    """One connection to one database."""

    def __init__(self, opened: "connection", server: Server, database: str) -> None:
        self._opened = opened
        self.server = server
        self.database = database
        _as_text(opened)

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement in a read-only transaction of its own, and end that."""
        import psycopg2  # noqa: PLC0415 - as above

        settings = SETTINGS.format(milliseconds=seconds * 1000, lock=LOCK_MILLISECONDS)
        try:
            cursor = self._opened.cursor()
            if self.server.version < _TIMED_ALONE_SINCE or self.server.product != "postgres":
                cursor.execute(settings)
                _wait(self._opened, until, check)
                settings = ""
            cursor.execute(f"{settings}{statement}")
            _wait(self._opened, until, check)
            columns = tuple(one[0] for one in cursor.description or ())
            rows = tuple(tuple(row) for row in cursor.fetchmany(most + 1))
            cursor.execute("rollback")
            _wait(self._opened, until, check)
        except TimeoutError:
            raise StatementFailed("timeout", "", is_lost=True) from None
        except psycopg2.Error as error:
            raise self._failure(error, until, check) from None
        return Rows(columns, rows)

    def _failure(self, error: Exception, until: float, check: Check) -> StatementFailed:
        import psycopg2  # noqa: PLC0415 - as above

        code = str(getattr(error, "pgcode", "") or "")
        try:
            cursor = self._opened.cursor()
            cursor.execute("rollback")
            _wait(self._opened, until, check)
            is_lost = False
        except (psycopg2.Error, TimeoutError):
            is_lost = True
        words = one_line(str(error).strip() or type(error).__name__)
        state = state_of(code) if code else "unreachable" if is_lost else "failed"
        return StatementFailed(state, f"{code} {words}".strip() if isinstance(words, str) else code, is_lost=is_lost)

    def close(self) -> None:
        """Close the socket; the server notices and rolls back."""
        with suppress(Exception):  # whatever it is doing: it ends here
            self._opened.close()


def _where(address: str) -> tuple[str, str]:
    """Host (or the folder of a Unix socket) and database of an address: ``10.0.0.5``, ``10.0.0.5/shop``, ``/run/pg``."""
    if address.startswith("/"):
        return address, ""
    host, _slash, database = address.partition("/")
    return host.strip("[]"), database


def _numeric(host: str, port: int, until: float, check: Check) -> str:
    """Look the name up ourselves: libpq would wait for the name service as long as that likes."""
    return str(reach.resolve(host, port, until, check)[0][4][0])


def _wait(opened: "connection", until: float, check: Check) -> None:
    """Wait until the connection has done what it does. Raises TimeoutError at ``until``."""
    from psycopg2.extensions import POLL_OK, POLL_READ  # noqa: PLC0415 - as above

    while True:
        state = opened.poll()
        if state == POLL_OK:
            return
        while True:
            check()
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            waiting = [opened.fileno()]
            reads, writes = (waiting, []) if state == POLL_READ else ([], waiting)
            if any(select.select(reads, writes, [], min(left, _LOOK_SECONDS))):
                break


def _as_text(opened: "connection") -> None:
    """Every value as the server writes it: the same text that its own client would print."""
    from psycopg2.extensions import new_type, register_type, string_types  # noqa: PLC0415 - as above

    register_type(new_type(tuple(string_types), "TEXT_AS_IT_IS", lambda value, _cursor: value), opened)


def product_of(words: str) -> str:
    """Name the product by the words of its version()."""
    return next((name for name, pattern in RELATIVES.items() if pattern.search(words)), "postgres")


def one_line(words: str, password: Secret | None = None) -> str:
    """The first line of an error, without what is secret."""
    line = (words.splitlines() or [""])[0][:300]
    return line.replace(password.reveal(), "***") if password is not None and password.reveal() else line
