"""The monitoring role of a PostgreSQL server, made by our script of rights, and what it finds."""

from collections.abc import Mapping
from typing import Final

from agent.rights.grants_postgres import script
from checks.base import Exhibit, Finding, Level
from collectors.sessions.base import Budget
from collectors.sessions.postgres import PostgresDialect
from collectors.sessions.sql import SqlSession
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.asked import judged
from tests.peers.postgres import HOST, PostgresServer

PASSWORD: Final = "Quite-a-long-0ne-for-tests"
BUDGET: Final = Budget(total_seconds=100, connect_seconds=5)


def monitor(server: PostgresServer, *databases: str) -> None:
    """Make the role as the script for the customer's DBA does, with the helper in the databases (postgres always)."""
    once, _mark, each = script().partition("-- ---- part 2: in each database")
    server.sql(*_statements(once))
    server.sql("set password_encryption = 'scram-sha-256'", f"alter role xunjian password '{PASSWORD}'")
    for database in ("postgres", *databases):
        quoted = '"' + database.replace('"', '""') + '"'
        server.sql(*_statements(("--" + each).replace(':"DBNAME"', quoted)), database=database)


def _statements(text: str) -> list[str]:
    """The statements of a script for psql, without its remarks."""
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [one.strip() for one in bare.split(";") if one.strip()]


def session(
    server: PostgresServer,
    database: str = "",
    user: str = "xunjian",
    password: str = PASSWORD,
    port: int = 0,
    budget: Budget = BUDGET,
) -> SqlSession:
    """A session of the product's own, over TCP."""
    access = SqlAccess(port=port or server.port, database=database)
    return SqlSession(PostgresDialect(HOST, access, user, Secret(password)), budget)


def seen(
    server: PostgresServer, only: str = "*", limits: Mapping[str, object] | None = None, using: SqlSession | None = None
) -> "Seen":
    """Ask and judge, with the checks' ids after ``database.postgres.``."""
    prefix = "database.postgres."
    named = {f"{prefix}{name}": value for name, value in (limits or {}).items()}
    findings, exhibits = judged(using or session(server), "postgres", f"{prefix}{only}", named)
    return Seen({(check.removeprefix(prefix), subject): one for (check, subject), one in findings.items()}, exhibits)


class Seen:
    """Findings by check and subject."""

    def __init__(self, findings: dict[tuple[str, str], Finding], exhibits: list[Exhibit]) -> None:
        self.findings = findings
        self.exhibits = exhibits

    def __getitem__(self, key: tuple[str, str]) -> Finding:
        return self.findings[key]

    def level(self, check: str, subject: str = "") -> Level | None:
        found = self.findings.get((check, subject))
        return found.level if found else None

    def of(self, check: str) -> dict[str, Level]:
        """Subjects and levels of one check."""
        return {subject: one.level for (name, subject), one in self.findings.items() if name == check}

    def at(self, *levels: Level) -> dict[tuple[str, str], str]:
        """Check and subject of what stands at these levels, with the summary."""
        return {
            key: f"{one.level.value}: {one.summary} {one.quote[:200]}"
            for key, one in self.findings.items()
            if one.level in levels
        }
