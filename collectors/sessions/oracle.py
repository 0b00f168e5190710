"""Oracle by python-oracledb: thin (no client needed), thick where configured, or cx_Oracle where that is what there is.

Oracle has no statement timeout: ``call_timeout`` breaks a call off from our side, and a thread of our own makes sure that
we go on at the deadline whatever the driver waits for. Every statement stands in a read-only transaction that is rolled
back. Not run on a real Oracle so far: the calls follow the drivers' documentation, and tests hold them to a fake.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.login import CredentialRefused
from collectors.sessions.oracle_calls import bounded
from collectors.sessions.oracle_connections import Driver, OracleConnection, one_line
from collectors.sessions.oracle_drivers import driver_of
from collectors.sessions.oracle_errors import Why, why
from collectors.sessions.oracle_places import place
from collectors.sessions.sql import Check, StatementFailed
from collectors.tables import Server
from config.secrets import Secret
from config.site import SqlAccess
from config.text import Text, _

CONTAINERS_SINCE: Final = 1_201_000_000
SETTINGS: Final = (
    "alter session set nls_territory = 'AMERICA' nls_language = 'AMERICAN' nls_numeric_characters = '.,' "
    "nls_date_format = 'YYYY-MM-DD HH24:MI:SS' nls_timestamp_format = 'YYYY-MM-DD HH24:MI:SS' "
    "nls_timestamp_tz_format = 'YYYY-MM-DD HH24:MI:SS TZH:TZM' nls_sort = 'BINARY' nls_comp = 'BINARY' "
    "time_zone = '+00:00'"
)
"""The territory first: it resets the others. Error texts are then English, numbers have a point, moments are UTC."""
WHO: Final = "select banner, sys_context('USERENV', 'DB_NAME') from v$version where rownum = 1"
CONTAINER: Final = "select sys_context('USERENV', 'CON_NAME') from dual"
_ACCOUNT = _(
    "check the account, its password, its lock and its expiry (dba_users.account_status); it is not offered again until "
    "changed"
)
_DOWN = _("see whether the instance and its listener run (lsnrctl status) and what the firewalls on the way let through")
_SERVICE = _("name a service that the listener knows (lsnrctl services): access.sql.database")
_OLD = _(
    "the thin driver does not speak with this server (11.2, native network encryption): set “driver: thick” with an Oracle "
    "Instant Client beside xunjian, or let sqlplus on the database's host ask (access: ssh)"
)
_CLIENT = _("install an Oracle Instant Client where the loader finds it (ldconfig), or use the thin driver")
_CONTAINER_RIGHT = _("a common user (C##...) with “set container” granted in every container sees the others too")


def number_of(version: str) -> int:
    """11.2.0.4.0 is 1102000400, 19.21.0.0.0 is 1921000000: major * 1e8 + minor * 1e6 + third * 1e4 + fourth * 1e2."""
    parts = [int(part) for part in version.split(".")[:4] if part.isdecimal()]
    return sum(part * 10 ** (8 - 2 * place) for place, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class OracleDialect:
    """How one Oracle database is connected to. ``address`` is host, host:port, host/service or host:port/service."""

    address: str
    access: SqlAccess
    user: str
    password: Secret | None
    driver: Callable[[str], Driver] = driver_of

    @property
    def relatives(self) -> frozenset[str]:
        """None: whoever speaks this protocol is Oracle."""
        return frozenset()

    def connect(self, database: str, until: float, check: Check) -> "OracleConnection":
        """Connect, make the session ours, and go to the container ``database``."""
        driver = self.driver(self.access.driver)
        where = place(self.address, self.access)
        secret = self.password.reveal() if self.password is not None else ""
        try:
            opened = bounded(lambda: driver.connect(self.user, secret, where, until), until, check)
        except TimeoutError:
            raise SessionError(Reason.TIMEOUT, _("no login in the time allowed"), _DOWN) from None
        except driver.error as error:
            raise self._refusal(str(error)) from None
        made = OracleConnection(
            opened, driver, Server("oracle", number_of(opened.version), ""), "", self.access.licensed_packs
        )
        try:
            return self._settled(made, database, until, check)
        except StatementFailed as failure:
            made.close()
            raise self._unsettled(failure, database) from None

    def _settled(self, made: "OracleConnection", database: str, until: float, check: Check) -> "OracleConnection":
        made.set(SETTINGS, until, check)
        words, name = made.run(WHO, 5, 1, until, check).rows[0]
        made.server = Server("oracle", made.server.version, words or "")
        made.database = name or ""
        if made.server.version < CONTAINERS_SINCE:
            return made
        made.database = made.run(CONTAINER, 5, 1, until, check).rows[0][0] or made.database
        if database and database != made.database:
            quoted = database.replace('"', "")
            made.set(f'alter session set container = "{quoted}"', until, check)
            made.database = database
        return made

    def _unsettled(self, failure: StatementFailed, database: str) -> SessionError:
        if failure.state == "denied" and database:
            return SessionError(Reason.DENIED, failure.words, _CONTAINER_RIGHT)
        reasons = {"denied": Reason.DENIED, "timeout": Reason.TIMEOUT, "unreachable": Reason.UNREACHABLE}
        return SessionError(reasons.get(failure.state, Reason.FAILED), failure.words, _DOWN)

    def _refusal(self, words: str) -> SessionError:
        said = one_line(words, self.password)
        meant = why(words)
        if meant is Why.CREDENTIAL:
            return CredentialRefused(said, _ACCOUNT)
        reason, remedy = _REFUSALS.get(meant, (Reason.UNREACHABLE, _DOWN))
        return SessionError(reason, said, remedy)


_REFUSALS: Final[dict[Why, tuple[Reason, Text]]] = {
    Why.DENIED: (Reason.DENIED, _ACCOUNT),
    Why.TIMEOUT: (Reason.TIMEOUT, _DOWN),
    Why.NO_SERVICE: (Reason.UNREACHABLE, _SERVICE),
    Why.TOO_OLD: (Reason.TOOL_MISSING, _OLD),
    Why.NO_CLIENT: (Reason.TOOL_MISSING, _CLIENT),
}
