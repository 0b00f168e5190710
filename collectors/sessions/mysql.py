"""MySQL, MariaDB and what speaks their protocol, by PyMySQL: pure Python, over a socket whose every wait is ours.

Each statement stands in a read-only transaction of its own and is rolled back; the server is told how long it may run, how
long it may wait for a lock, and how many rows it may bring.
"""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectors.base import Reason, SessionError
from collectors.sessions import mysql_errors as errors
from collectors.sessions import reach
from collectors.sessions.login import CredentialRefused
from collectors.sessions.mysql_wire import Watch, context, watched
from collectors.sessions.sql import Check, Rows, StatementFailed
from collectors.tables import Server
from config.secrets import Secret
from config.site import SqlAccess
from config.text import Text, _

if TYPE_CHECKING:
    from pymysql.connections import Connection as Driver

PORT: Final = 3306
LOCK_SECONDS: Final = 1
"""How long a statement of ours may wait for a lock: the servers' smallest; who waits behind it waits as long."""
_SETTINGS: Final = (
    f"lock_wait_timeout={LOCK_SECONDS}",
    f"innodb_lock_wait_timeout={LOCK_SECONDS}",
    "time_zone='+00:00'",
    "sql_mode=''",
    "group_concat_max_len=1048576",
    "wait_timeout=120",
)
_STRANGERS: Final = {
    "tidb": re.compile(r"tidb", re.IGNORECASE),
    "oceanbase": re.compile(r"oceanbase", re.IGNORECASE),
    "doris": re.compile(r"doris", re.IGNORECASE),
    "starrocks": re.compile(r"starrocks", re.IGNORECASE),
    "clickhouse": re.compile(r"clickhouse", re.IGNORECASE),
    "singlestore": re.compile(r"singlestore|memsql", re.IGNORECASE),
    "gbase": re.compile(r"gbase", re.IGNORECASE),
}
"""By a word of version and version_comment, products that speak the protocol and are another database behind it."""
_KIN: Final = {
    "mariadb": re.compile(r"mariadb", re.IGNORECASE),
    "aurora": re.compile(r"aurora", re.IGNORECASE),
    "polardb": re.compile(r"polardb", re.IGNORECASE),
    "tdsql": re.compile(r"tdsql|txsql", re.IGNORECASE),
    "goldendb": re.compile(r"goldendb", re.IGNORECASE),
}
"""The same for those that are MySQL inside, InnoDB and all; MariaDB counts its versions differently."""
_WHO: Final = "SELECT @@version, @@version_comment, DATABASE()"
_KIN_ASK: Final = "SHOW VARIABLES WHERE Variable_name IN ('aurora_version','polardb_version','tdsql_version')"
_VERSION: Final = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")
_ACCOUNT = _("check the account, its host part and its password on the server; it is not offered again until changed")
_PLUGIN = _("give the inspecting account a way to log in that PyMySQL speaks (caching_sha2_password, native password)")
_CLEAR = _("the server wants the password in clear text: allow that only with tls: verify-full, or use another account")
_CONNECT = _("name a database that the inspecting account may use, or none, then inspect again")
_HOST = _("create the inspecting account for the address that we come from ('user'@'address')")
_BLOCKED = _("the server blocks our address after too many errors of connecting: FLUSH HOSTS there, and find out whose")
_FULL = _("all connections of the server are taken: see who holds them; raise max_connections, or mend the application")
_TLS = _("see the server's certificate and its TLS versions, or correct tls and authorities in the configuration")
_NO_DRIVER = _("install the driver beside xunjian (xunjian[mysql]), or let mysql on the host ask (access: ssh)")
_DOWN = _("see whether the server runs and listens there: its log, its service, the firewalls on the way")
_HOW: Final[tuple[tuple[frozenset[int], Reason, Text], ...]] = (
    (errors.NO_PLUGIN, Reason.TOOL_MISSING, _PLUGIN),
    (errors.NO_RIGHT, Reason.DENIED, _CONNECT),
    (frozenset({errors.UNKNOWN_DATABASE}), Reason.FAILED, _CONNECT),
    (frozenset({errors.NO_HOST}), Reason.REFUSED, _HOST),
    (frozenset({errors.BLOCKED}), Reason.UNREACHABLE, _BLOCKED),
    (errors.FULL, Reason.UNREACHABLE, _FULL),
    (frozenset({errors.NO_TLS}), Reason.REFUSED, _TLS),
)


@dataclass(frozen=True, slots=True)
class MysqlDialect:
    """How one server is connected to. ``address`` is host, host:port, or the path of its Unix socket."""

    address: str
    access: SqlAccess
    user: str
    password: Secret | None

    @property
    def relatives(self) -> frozenset[str]:
        """Products whose version numbers are their own."""
        return frozenset(_STRANGERS)

    def connect(self, database: str, until: float, check: Check) -> "MysqlConnection":
        """Connect and ask who answers."""
        watch = Watch(until, check)
        wanted = database or self.access.database
        mode = "disable" if self.address.startswith("/") else self.access.tls or "prefer"
        try:
            opened = self._opened(wanted, mode, watch)
        except _NoTls:
            if mode != "prefer":
                raise
            opened = self._opened(wanted, "disable", watch)
        made = MysqlConnection(opened, watch, wanted)
        try:
            made.begin()
        except StatementFailed as failure:
            made.close()
            raise SessionError(Reason.FAILED, failure.words, _DOWN) from None
        return made

    def _opened(self, database: str, mode: str, watch: Watch) -> "Driver[Any]":
        try:
            import pymysql  # noqa: PLC0415 - only where a MySQL is
        except ImportError:
            raise SessionError(Reason.TOOL_MISSING, "PyMySQL", _NO_DRIVER) from None
        host, port = where(self.address, self.access.port)
        secret = self.password.reveal().encode() if self.password is not None else b""
        try:
            tls = None if mode == "disable" else context(mode, self.access.authorities, watch)
        except (OSError, ValueError) as error:
            raise SessionError(Reason.NO_CREDENTIAL, str(error), _TLS) from None
        opened = pymysql.connect(
            host=host,
            user=self.user or "root",
            password=secret,  # type: ignore[arg-type]  # bytes are sent as they are; a str only if it is Latin-1
            database=database or None,
            charset="utf8mb4",
            conv={},
            autocommit=None,  # type: ignore[arg-type]  # None is the server's own, which saves a statement
            ssl=tls,  # type: ignore[arg-type]  # a context of ours is taken as it is
            ssl_disabled=tls is None,
            program_name="xunjian",
            auth_plugin_map={} if mode.startswith("verify") else {name: _ClearText for name in _CLEAR_TEXT},
            defer_connect=True,
        )
        sock = _reached(host, port, watch)
        try:
            opened.connect(watched(sock, watch))
        except (pymysql.Error, OSError, RuntimeError, UnicodeError) as error:
            raise self._refusal(error, watch) from None
        if tls is not None and not watch.is_protected:
            opened.close()
            raise _NoTls(Reason.REFUSED, _("the server offers no TLS"), _TLS)
        return opened

    def _refusal(self, error: Exception, watch: Watch) -> SessionError:
        said = self._words(error)
        number = number_of(error)
        if watch.is_late:
            return SessionError(Reason.TIMEOUT, _("no login in the time allowed"), _DOWN)
        if number in errors.REFUSED:
            return CredentialRefused(said, _ACCOUNT)
        if isinstance(error, RuntimeError):  # PyMySQL: the package cryptography is required
            return SessionError(Reason.TOOL_MISSING, said, _PLUGIN)
        if number == errors.NO_TLS or "ssl" in said.lower() or "certificate" in said.lower():
            return _NoTls(Reason.REFUSED, said, _TLS)
        for numbers, reason, remedy in _HOW:
            if number in numbers:
                return SessionError(reason, said, _CLEAR if _CLEAR_MARK in said else remedy)
        return SessionError(Reason.UNREACHABLE, said, _DOWN)

    def _words(self, error: Exception) -> str:
        said = words_of(error)
        secret = self.password.reveal() if self.password is not None else ""
        return said.replace(secret, "***") if secret else said


class MysqlConnection:
    """One connection."""

    def __init__(self, opened: "Driver[Any]", watch: Watch, database: str) -> None:
        self._opened = opened
        self._watch = watch
        self._bounds = ""
        self._start = "START TRANSACTION READ ONLY"
        self.server = Server("", 0, "")
        self.database = database

    def begin(self) -> None:
        """Ask who answers and set what bounds us. Raises StatementFailed."""
        version, comment, name = (self._say(_WHO).rows[0][n] or "" for n in range(3))
        words = f"{version} {comment}".strip()
        kin = ""
        with suppress(StatementFailed):
            kin = " ".join(str(row[0]) for row in self._say(_KIN_ASK).rows)
        self.server = Server(product_of(f"{words} {kin}"), version_of(version), words)
        self.database = name or self.database
        try:
            self._say(f"SET SESSION {', '.join(_SETTINGS)}")
        except StatementFailed as failure:
            if failure.is_lost:
                raise
            for one in _SETTINGS:
                self._tried(f"SET SESSION {one}")
        if self.server.product in _STRANGERS and not self._tried(self._start):
            self._start = "START TRANSACTION"

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement in a read-only transaction of its own, and end that."""
        self._watch.until, self._watch.check = until, check
        self._bound(seconds, most)
        self._say(self._start)
        try:
            rows = self._say(statement)
            return Rows(rows.columns, rows.rows[: most + 1])
        finally:
            if self._opened.open:
                self._say("ROLLBACK")

    def _bound(self, seconds: int, most: int) -> None:
        time = (
            f"max_statement_time={seconds}" if self.server.product == "mariadb" else f"max_execution_time={seconds * 1000}"
        )
        wanted = f"SET SESSION {time}, sql_select_limit={most + 1}"
        if wanted != self._bounds:
            if not self._tried(wanted):  # one of old or a stranger that knows no such limit: our own deadline is left
                self._tried(f"SET SESSION sql_select_limit={most + 1}")
            self._bounds = wanted

    def _tried(self, statement: str) -> bool:
        """Say something that a server may refuse; a lost connection is raised."""
        try:
            self._say(statement)
        except StatementFailed as failure:
            if failure.is_lost:
                raise
            return False
        return True

    def _say(self, statement: str) -> Rows:
        import pymysql  # noqa: PLC0415 - as above

        try:
            with self._opened.cursor() as cursor:
                cursor.execute(statement)
                columns = tuple(one[0] for one in cursor.description or ())
                return Rows(columns, tuple(tuple(map(as_text, row)) for row in cursor.fetchall()))
        except (pymysql.Error, OSError, UnicodeError) as error:
            raise self._failure(error) from None

    def _failure(self, error: Exception) -> StatementFailed:
        number = number_of(error)
        is_lost = number in errors.LOST or not self._opened.open
        if self._watch.is_late:
            return StatementFailed("timeout", "", is_lost=True)
        state = errors.state_of(number)
        return StatementFailed("unreachable" if is_lost and state == "failed" else state, words_of(error), is_lost=is_lost)

    def close(self) -> None:
        """Close the socket without a word; the server notices and rolls back."""
        with suppress(Exception):  # whatever it is doing: it ends here
            self._opened._force_close()  # type: ignore[attr-defined]  # noqa: SLF001 - close() would wait to say goodbye


class _NoTls(SessionError):  # noqa: N818 - it is said of the server
    """TLS was wanted and did not come about; no password was sent."""


_CLEAR_TEXT: Final = ("mysql_clear_password", "dialog")
_CLEAR_MARK: Final = "clear text"


class _ClearText:
    """Stands where a server asks for the password in clear text: it does not get it."""

    def __init__(self, _connection: object) -> None:
        pass

    def authenticate(self, _packet: object) -> None:
        """Refuse, before anything is sent."""
        import pymysql  # noqa: PLC0415 - as above

        raise pymysql.OperationalError(2059, f"the server wants the password in {_CLEAR_MARK}")


def _reached(host: str, port: int, watch: Watch) -> socket.socket:
    if not host.startswith("/"):
        return reach.connect(host, port, watch.until, watch.check)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.settimeout(watch.left())
        sock.connect(host)
    except OSError as error:
        sock.close()
        raise SessionError(Reason.UNREACHABLE, f"{host}: {error.strerror or error}", _DOWN) from None
    return sock


def where(address: str, port: int | None) -> tuple[str, int]:
    """Host (or the path of a Unix socket) and port of an address."""
    if address.startswith("/"):
        return address, port or PORT
    host, colon, written = address.rpartition(":")
    if colon and written.isdecimal() and (":" not in host or host.endswith("]")):
        return host.strip("[]"), port or int(written)
    return address.strip("[]"), port or PORT


def product_of(words: str) -> str:
    """Name the product by its own words; what is nobody else's is MySQL (Percona and GreatSQL are)."""
    return next((name for name, pattern in {**_STRANGERS, **_KIN}.items() if pattern.search(words)), "mysql")


def version_of(written: str) -> int:
    """80036 of 8.0.36, 101119 of 10.11.19-MariaDB; 0 of what is no version."""
    found = _VERSION.search(written)
    return int(found[1]) * 10000 + int(found[2]) * 100 + int(found[3] or 0) if found else 0


def as_text(value: object) -> str | None:
    """A value as the server wrote it; bytes that are no UTF-8 are escaped."""
    if value is None:
        return None
    return value.decode(errors="backslashreplace") if isinstance(value, bytes) else str(value)


def number_of(error: Exception) -> int:
    """The server's error number; 0 where there is none."""
    number = error.args[0] if error.args else 0
    return number if isinstance(number, int) else 0


def words_of(error: Exception) -> str:
    """Number and first line of an error."""
    words = " ".join(str(one) for one in error.args) or type(error).__name__
    return (words.splitlines() or [""])[0][:300]
