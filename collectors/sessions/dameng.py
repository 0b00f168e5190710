"""Dameng DM8 by dmPython, the vendor's own driver (2.6 and later bring their client library along).

The driver offers no cancelling and no wait of ours, so each call stands in a thread of its own that is left behind at the
deadline; it holds no lock of the interpreter while it waits (tried on loopback with a server that never answers). The
connection is read-only and without autocommit, and every statement is rolled back: monitoring that leaves transactions
open has filled rollback segments before (dameng_exporter issue 20). Not run on a real DM8 so far: names of parameters and
attributes are dmPython 2.6.1's own, meanings from its manual (eco.dameng.com, DM8 dmPython).
"""

import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, Protocol

from collectors.base import Reason, SessionError
from collectors.sessions.dameng_errors import BAD_LOGIN, DENIED, NO_LIBRARY, REFUSED, code_of, one_line, state_of
from collectors.sessions.login import CredentialRefused
from collectors.sessions.oracle_calls import bounded
from collectors.sessions.sql import Check, Rows, StatementFailed
from collectors.tables import Server
from config.secrets import Secret
from config.site import SqlAccess
from config.text import _

PORT: Final = 5236
"""As dminit sets it (PORT_NUM of dm.ini)."""
_UNKNOWN_VERSION: Final = 800
_VERSION: Final = re.compile(r"(\d+)\.(\d+)")
_ACCOUNT = _(
    "check the account, its password, its lock and its expiry (dba_users.account_status); it is not offered again until "
    "changed"
)
_DOWN = _("see whether the instance runs and listens there (DmService, PORT_NUM), and what the firewalls let through")
_NO_DRIVER = _("install the vendor's driver beside xunjian (xunjian[dameng]), or let disql on the host ask (access: ssh)")
_LIBRARY = _("put the directory of the vendor's libraries on the loader's path (LD_LIBRARY_PATH), then inspect again")
_GRANTS = _("grant the inspecting account what “xunjian doctor --grants” prints for it, then inspect again")


class Cursor(Protocol):
    """What we use of dmPython's cursor."""

    description: Sequence[Sequence[object]] | None

    def execute(self, statement: str) -> object:
        """Run a statement."""

    def fetchmany(self, rows: int) -> Sequence[Sequence[object]]:
        """At most so many rows."""

    def close(self) -> None:
        """Give it back."""


class Opened(Protocol):
    """What we use of dmPython's connection."""

    @property
    def server_version(self) -> object:
        """The server's version, known from the login."""

    @property
    def inst_name(self) -> object:
        """The instance's name, known from the login."""

    def cursor(self) -> Cursor:
        """Open a cursor."""

    def rollback(self) -> None:
        """End the transaction."""

    def close(self) -> None:
        """Log off."""


@dataclass(frozen=True, slots=True)
class Driver:
    """The driver: its ``connect``, the root of the errors that it raises, and its constants by name."""

    connect: Callable[..., Opened]
    error: type[Exception]
    constants: dict[str, int]


def driver() -> Driver:
    """Load dmPython. Raises SessionError where it is not installed."""
    try:
        module: Any = import_module("dmPython")
    except ImportError as error:
        raise SessionError(Reason.TOOL_MISSING, f"dmPython: {error}"[:200], _NO_DRIVER) from None
    names = ("DSQL_MODE_READ_ONLY", "LANGUAGE_EN", "PG_UTF8")
    return Driver(module.connect, module.Error, {name: getattr(module, name) for name in names})


@dataclass(frozen=True, slots=True)
class DamengDialect:
    """How one DM8 instance is connected to. ``address`` is host or host:port."""

    address: str
    access: SqlAccess
    user: str
    password: Secret | None
    driver: Callable[[], Driver] = driver

    @property
    def relatives(self) -> frozenset[str]:
        """None: whoever speaks this protocol is Dameng."""
        return frozenset()

    def connect(self, database: str, until: float, check: Check) -> "DamengConnection":
        """Connect; an instance has one database, so there is no other to go to."""
        del database
        module = self.driver()
        try:
            opened = bounded(lambda: module.connect(**self._parameters(module, until)), until, check)
        except TimeoutError:
            raise SessionError(Reason.TIMEOUT, _("no login in the time allowed"), _DOWN) from None
        except module.error as error:
            raise self._refusal(error) from None
        return DamengConnection(opened, module, _server(opened), str(opened.inst_name or ""))

    def _parameters(self, module: Driver, until: float) -> dict[str, object]:
        """Name all that dm_svc.conf would otherwise decide."""
        host, port = where(self.address, self.access.port)
        seconds = max(1, int(until - time.monotonic()))
        return {
            "user": self.user,
            "password": self.password.reveal() if self.password is not None else "",
            "server": host,
            "port": port,
            "autoCommit": False,
            "access_mode": module.constants["DSQL_MODE_READ_ONLY"],
            "lang_id": module.constants["LANGUAGE_EN"],
            "local_code": module.constants["PG_UTF8"],
            "app_name": "xunjian",
            "login_timeout": seconds,
        }

    def _refusal(self, error: Exception) -> SessionError:
        said = one_line(error, self.password)
        code = code_of(error)
        if code in REFUSED or BAD_LOGIN.search(said):
            return CredentialRefused(said, _ACCOUNT)
        if code in NO_LIBRARY:
            return SessionError(Reason.TOOL_MISSING, said, _LIBRARY)
        if code in DENIED:
            return SessionError(Reason.DENIED, said, _GRANTS)
        return SessionError(Reason.UNREACHABLE, said, _DOWN)


class DamengConnection:
    """One connection to the one database of an instance."""

    def __init__(self, opened: Opened, module: Driver, server: Server, database: str) -> None:
        self._opened = opened
        self._module = module
        self.server = server
        self.database = database

    @property
    def cluster(self) -> str:
        """Not told: an instance has one database, and nothing stands between."""
        return ""

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement and roll back. ``seconds`` bounds it here: the driver knows no timeout of a statement."""
        until = min(until, time.monotonic() + seconds + 1.0)
        try:
            return bounded(lambda: self._read(statement, most), until, check)
        except TimeoutError:
            raise StatementFailed("timeout", "", is_lost=True) from None
        except self._module.error as error:
            state = state_of(error)
            raise StatementFailed(state, one_line(error), is_lost=state == "unreachable") from None

    def _read(self, statement: str, most: int) -> Rows:
        cursor = self._opened.cursor()
        try:
            cursor.execute(statement)
            columns = tuple(str(one[0]).lower() for one in cursor.description or ())
            rows = tuple(
                tuple(None if value is None else str(value) for value in row) for row in cursor.fetchmany(most + 1)
            )
        finally:
            with suppress(self._module.error):
                cursor.close()
            with suppress(self._module.error):
                self._opened.rollback()
        return Rows(columns, rows)

    def close(self) -> None:
        """Log off, without waiting for it."""
        with suppress(Exception):  # whatever it is doing: it ends here
            bounded(self._opened.close, time.monotonic() + 1.0, lambda: None)


def where(address: str, port: int | None) -> tuple[str, int]:
    """Host and port of an address: ``10.0.0.5``, ``10.0.0.5:5237``, ``[fd00::5]:5237``."""
    host, colon, written = address.rpartition(":")
    if colon and written.isdecimal() and (":" not in host or host.endswith("]")):
        return host.strip("[]"), port or int(written)
    return address.strip("[]"), port or PORT


def _server(opened: Opened) -> Server:
    """Whom the login met: 8.1 is 801. A version that is not told counts as DM8."""
    words = str(opened.server_version or "")
    found = _VERSION.search(words)
    return Server("dameng", int(found[1]) * 100 + int(found[2]) if found else _UNKNOWN_VERSION, f"DM {words}".strip())
