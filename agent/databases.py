"""The session of a database target: which product, and whether a driver or the database's own client asks."""

from collections.abc import Callable
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.base import Budget, Session
from collectors.sessions.clients.base import Client
from collectors.sessions.sql import Dialect, SqlSession
from config.secrets import Secret
from config.site import SqlAccess, SshAccess, Target
from config.text import _

CLIENT: Final = "client"
Host = Callable[[], Session] | None
_NO_WAY = _("look at this database by hand; xunjian cannot ask it yet")
_NO_HOST = _("write how its host is reached: access: ssh in its entry, or host: with the id of that host's target")


def session_of(
    target: Target, access: SqlAccess, user: str, password: Secret | None, budget: Budget, host: Host = None
) -> Session:
    """Make the session. Raises SessionError (tool missing) for a product that this release has no way to ask."""
    if is_by_client(target, access):
        return _by_client(target, access, user, budget, host)
    session = SqlSession(dialect_of(target, access, user, password), budget)
    if host is None or target.platform not in _CLIENTS:
        return session
    from collectors.sessions.first_then import FirstThen  # noqa: PLC0415 - only where there are both ways

    return FirstThen(session, lambda: _by_client(target, access, user, budget, host))


def is_by_client(target: Target, access: SqlAccess) -> bool:
    """Whether the entry wants the client: by its word, or by a way to the host with no account for a driver."""
    return access.driver == CLIENT or (target.ssh != SshAccess() and not access.credential)


def host_address(address: str) -> str:
    """The host of a database's address: ``10.0.0.5`` of ``10.0.0.5:1521/orcl``; of an IPv6 address without brackets."""
    host = address.partition("/")[0]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") == 1 else host


def _by_client(target: Target, access: SqlAccess, user: str, budget: Budget, host: Host) -> Session:
    from collectors.sessions.client import ClientSession  # noqa: PLC0415 - only where a client asks
    from collectors.sessions.client_shell import ShellRuns  # noqa: PLC0415 - as above

    if host is None:
        raise SessionError(Reason.NO_CREDENTIAL, _("no way to the host of the database"), _NO_HOST)
    client = client_of(target, access, user)
    return ClientSession(ShellRuns(host(), client, budget, access.os_user), client)


def client_of(target: Target, access: SqlAccess, user: str) -> Client:
    """The vendor's client of a database. Raises SessionError (tool missing) for a product that has none here."""
    made = _CLIENTS.get(target.platform)
    if made is None:
        raise SessionError(Reason.TOOL_MISSING, target.platform, _NO_WAY)
    return made(target, access, user)


def dialect_of(target: Target, access: SqlAccess, user: str, password: Secret | None) -> Dialect:
    """How a driver connects to it. Raises SessionError (tool missing) for a product that this release has no way to ask."""
    if target.platform == "postgres":
        from collectors.sessions.postgres import PostgresDialect  # noqa: PLC0415 - only where a PostgreSQL is

        return PostgresDialect(target.address, access, user, password)
    if target.platform == "mysql":
        from collectors.sessions.mysql import MysqlDialect  # noqa: PLC0415 - only where a MySQL is

        return MysqlDialect(target.address, access, user, password)
    if target.platform == "oracle":
        from collectors.sessions.oracle import OracleDialect  # noqa: PLC0415 - only where an Oracle is

        return OracleDialect(target.address, access, user, password)
    if target.platform == "dameng":
        from collectors.sessions.dameng import DamengDialect  # noqa: PLC0415 - only where a DM8 is

        return DamengDialect(target.address, access, user, password)
    raise SessionError(Reason.TOOL_MISSING, target.platform, _NO_WAY)


def _place(target: Target, access: SqlAccess) -> str:
    """Where the client finds the server on its host: the socket that the entry names, else the client's own place."""
    return access.socket or (target.address if target.address.startswith("/") else "")


def _database(target: Target, access: SqlAccess) -> str:
    return access.database or ("" if target.address.startswith("/") else target.address.partition("/")[2])


def _psql(target: Target, access: SqlAccess, user: str) -> Client:
    from collectors.sessions.clients.psql import Psql  # noqa: PLC0415 - only where a PostgreSQL is

    return Psql(_database(target, access), user, _place(target, access), access.port, target.kind)


def _mysql(target: Target, access: SqlAccess, user: str) -> Client:
    from collectors.sessions.clients.mysql import Mysql  # noqa: PLC0415 - only where a MySQL is
    from collectors.sessions.mysql import PORT, where  # noqa: PLC0415 - as above

    port = where(target.address, access.port)[1]
    is_own = port == PORT and not access.port
    place = _place(target, access) or ("" if is_own else "127.0.0.1")
    return Mysql(access.database, user, place, None if is_own else port)


def _sqlplus(target: Target, access: SqlAccess, user: str) -> Client:
    from collectors.sessions.clients.sqlplus import Sqlplus  # noqa: PLC0415 - only where an Oracle is

    return Sqlplus(_database(target, access), user, access.licensed_packs)


def _disql(target: Target, access: SqlAccess, user: str) -> Client:
    from collectors.sessions.clients.disql import Disql  # noqa: PLC0415 - only where a DM8 is
    from collectors.sessions.dameng import where  # noqa: PLC0415 - as above

    return Disql(user, where(target.address, access.port)[1])


_CLIENTS: Final[dict[str, Callable[[Target, SqlAccess, str], Client]]] = {
    "postgres": _psql,
    "mysql": _mysql,
    "oracle": _sqlplus,
    "dameng": _disql,
}
