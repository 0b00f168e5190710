"""The monitoring role of a PostgreSQL server, with the least rights, and what it finds."""

from collections.abc import Mapping
from typing import Final

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
_SERVER: Final = (
    "set password_encryption = 'scram-sha-256'",
    f"create role xunjian login connection limit 3 password '{PASSWORD}'",
    "grant pg_monitor to xunjian",
)
_WIDTHS: Final = "select starelid, staattnum, stainherit, stanullfrac, stawidth from pg_catalog.pg_statistic"
_LAST: Final = "language sql stable security definer set search_path = pg_catalog as 'select pg_sequence_last_value($1)'"
_DATABASE: Final = (
    "create schema xunjian",
    "revoke all on schema xunjian from public",
    "grant usage on schema xunjian to xunjian",
    f"create view xunjian.column_width as {_WIDTHS}",
    "revoke all on xunjian.column_width from public",
    "grant select on xunjian.column_width to xunjian",
    f"create function xunjian.seq_last(oid) returns int8 {_LAST}",
    "revoke all on function xunjian.seq_last(oid) from public",
    "grant execute on function xunjian.seq_last(oid) to xunjian",
)
_RULES: Final = (
    "grant execute on function pg_hba_file_rules() to xunjian",
    "grant select on pg_hba_file_rules to xunjian",
)


def monitor(server: PostgresServer, *databases: str) -> None:
    """Make the role, and the helper in the databases (postgres always)."""
    server.sql(*_SERVER)
    for database in ("postgres", *databases):
        server.sql(*_DATABASE, *_RULES, database=database)


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
