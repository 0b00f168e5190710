"""MySQL, MariaDB and what speaks their protocol, by PyMySQL: pure Python, over a socket whose every wait is ours.

What is said over the connection stands in mysql_connection.py, how the socket is watched in mysql_wire.py.
"""

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectors.base import Reason, SessionError
from collectors.sessions import mysql_errors as errors
from collectors.sessions import reach
from collectors.sessions.login import CredentialRefused
from collectors.sessions.mysql_connection import STRANGERS, MysqlConnection, number_of, words_of
from collectors.sessions.mysql_wire import Watch, context, watched
from collectors.sessions.sql import Check, StatementFailed
from config.secrets import Secret
from config.site import SqlAccess
from config.text import Text, _

if TYPE_CHECKING:
    from pymysql.connections import Connection as Driver

PORT: Final = 3306
_ACCOUNT = _("check the account, its host part and its password on the server; it is not offered again until changed")
_PLUGIN = _("give the inspecting account a way to log in that PyMySQL speaks (caching_sha2_password, native password)")
_CLEAR = _("the server wants the password in clear text: allow that only with tls: verify-full, or use another account")
_CONNECT = _("name a database that the inspecting account may use, or none, then inspect again")
_HOST = _("create the inspecting account for the address that we come from ('user'@'address')")
_BLOCKED = _(
    "the server blocks our address after too many errors of connecting: mysqladmin flush-hosts there, and find out whose"
)
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
        return frozenset(STRANGERS)

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
            password=secret,  # bytes are sent as they are; a str only if it is Latin-1
            database=database or None,
            charset="utf8mb4",
            conv={},
            autocommit=None,  # None is the server's own, which saves a statement
            ssl=tls,  # a context of ours is taken as it is
            ssl_disabled=tls is None,
            program_name="xunjian",
            auth_plugin_map={} if mode.startswith("verify") else dict.fromkeys(_CLEAR_TEXT, _ClearText),
            defer_connect=True,
        )
        if mode == "prefer":  # the driver's own way on without TLS: breaking off would count as a failed connect there
            opened._ssl_required = False  # type: ignore[attr-defined]  # noqa: SLF001 - PyMySQL has no word for it
        sock = _reached(host, port, watch)
        try:
            opened.connect(watched(sock, watch))
        except (pymysql.Error, OSError, RuntimeError, UnicodeError) as error:
            raise self._refusal(error, watch) from None
        if mode not in {"disable", "prefer"} and not watch.is_protected:
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
