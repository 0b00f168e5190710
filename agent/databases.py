"""The session of a database target, by its product."""

from collectors.base import Reason, SessionError
from collectors.sessions.base import Budget, Session
from collectors.sessions.sql import SqlSession
from config.secrets import Secret
from config.site import SqlAccess, Target
from config.text import _


def session_of(target: Target, access: SqlAccess, user: str, password: Secret | None, budget: Budget) -> Session:
    """Make the session. Raises SessionError (tool missing) for a product that this release has no driver for."""
    if target.platform == "postgres":
        from collectors.sessions.postgres import PostgresDialect  # noqa: PLC0415 - only where a PostgreSQL is

        return SqlSession(PostgresDialect(target.address, access, user, password), budget)
    if target.platform == "mysql":
        from collectors.sessions.mysql import MysqlDialect  # noqa: PLC0415 - only where a MySQL is

        return SqlSession(MysqlDialect(target.address, access, user, password), budget)
    if target.platform == "oracle":
        from collectors.sessions.oracle import OracleDialect  # noqa: PLC0415 - only where an Oracle is

        return SqlSession(OracleDialect(target.address, access, user, password), budget)
    raise SessionError(Reason.TOOL_MISSING, target.platform, _("look at this database by hand; xunjian cannot ask it yet"))
