"""One connection to MySQL, MariaDB or a relative: who answers, and statements that change nothing.

Each statement stands in a read-only transaction of its own and is rolled back; the server is told how long it may run, how
long it may wait for a lock, and how many rows it may bring. The session is read-only beside that: MariaDB ends the
transaction before it runs a statement of DDL.
"""

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from collectors.sessions import mysql_errors as errors
from collectors.sessions.mysql_wire import Watch
from collectors.sessions.sql import Check, Rows, StatementFailed
from collectors.tables import Server

if TYPE_CHECKING:
    from pymysql.connections import Connection as Driver

LOCK_SECONDS: Final = 1
"""How long a statement of ours may wait for a lock: the servers' smallest; who waits behind it waits as long."""
SETTINGS: Final = (
    f"lock_wait_timeout={LOCK_SECONDS}",
    f"innodb_lock_wait_timeout={LOCK_SECONDS}",
    "time_zone='+00:00'",
    "sql_mode=''",
    "group_concat_max_len=1048576",
    "wait_timeout=120",
)
STRANGERS: Final = {
    "tidb": re.compile(r"tidb", re.IGNORECASE),
    "oceanbase": re.compile(r"oceanbase", re.IGNORECASE),
    "doris": re.compile(r"doris", re.IGNORECASE),
    "starrocks": re.compile(r"starrocks", re.IGNORECASE),
    "clickhouse": re.compile(r"clickhouse", re.IGNORECASE),
    "singlestore": re.compile(r"singlestore|memsql", re.IGNORECASE),
    "gbase": re.compile(r"gbase", re.IGNORECASE),
}
"""By a word of version and version_comment, products that speak the protocol and are another database behind it."""
KIN: Final = {
    "mariadb": re.compile(r"mariadb", re.IGNORECASE),
    "aurora": re.compile(r"aurora", re.IGNORECASE),
    "polardb": re.compile(r"polardb", re.IGNORECASE),
    "tdsql": re.compile(r"tdsql|txsql", re.IGNORECASE),
    "goldendb": re.compile(r"goldendb", re.IGNORECASE),
}
"""The same for those that are MySQL inside, InnoDB and all; MariaDB counts its versions differently."""
WHO: Final = "SELECT @@version, @@version_comment, DATABASE()"
KIN_ASK: Final = "SHOW VARIABLES WHERE Variable_name IN ('aurora_version','polardb_version','tdsql_version','wsrep_on')"
DETACHED: Final = "SET SESSION wsrep_dirty_reads=1, wsrep_sync_wait=0"
"""A Galera node that has lost its cluster refuses even to begin a transaction (1047), just when it is inspected; and no
statement of ours waits until the node has caught up with the others."""
_QUOTING: Final = frozenset({"last_error", "last_io_error", "last_sql_error"})
"""Columns of SHOW REPLICA STATUS that quote a statement with its values at their end."""
_QUOTED: Final = re.compile(r"(?<=[.;'])(?: on query\.| Query:).*", re.DOTALL | re.IGNORECASE)
_VALUE: Final = re.compile(r"(Duplicate entry '|value: ')(?:.*(?=' for (?:key|column) )|.*)", re.DOTALL | re.IGNORECASE)
"""A row's own values in an error (1062 Duplicate entry '138...' for key, 1366 Incorrect ... value: '...' for column)."""
_VERSION: Final = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


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
        version, comment, name = (self._say(WHO).rows[0][n] or "" for n in range(3))
        words = f"{version} {comment}".strip()
        kin = ""
        with suppress(StatementFailed):
            kin = " ".join(str(row[0]) for row in self._say(KIN_ASK).rows)
        self.server = Server(product_of(f"{words} {kin}"), version_of(version), words)
        self.database = name or self.database
        try:
            self._say(f"SET SESSION {', '.join(SETTINGS)}")
        except StatementFailed as failure:
            if failure.is_lost:
                raise
            for one in SETTINGS:
                self._tried(f"SET SESSION {one}")
        if "wsrep_on" in kin:
            self._tried(DETACHED)
        self._tried("SET SESSION TRANSACTION READ ONLY")
        if self.server.product in STRANGERS and not self._tried(self._start):
            self._start = "START TRANSACTION"

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement in a read-only transaction of its own, and end that."""
        self._watch.until, self._watch.check = until, check
        self._bound(seconds, most)
        self._say(self._start)
        try:
            rows = self._say(statement)
            return unquoted(Rows(rows.columns, rows.rows[: most + 1]))
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


def product_of(words: str) -> str:
    """Name the product by its own words; what is nobody else's is MySQL (Percona and GreatSQL are)."""
    return next((name for name, pattern in {**STRANGERS, **KIN}.items() if pattern.search(words)), "mysql")


def version_of(written: str) -> int:
    """80036 of 8.0.36, 101119 of 10.11.19-MariaDB; 0 of what is no version."""
    found = _VERSION.search(written)
    return int(found[1]) * 10000 + int(found[2]) * 100 + int(found[3] or 0) if found else 0


def unquoted(rows: Rows) -> Rows:
    """Rows without the statements and values that errors of replication quote: they are the customer's data."""
    where = [number for number, name in enumerate(rows.columns) if name.lower() in _QUOTING]
    if not where:
        return rows
    made = [list(row) for row in rows.rows]
    for row in made:
        for number in where:
            row[number] = _VALUE.sub(r"\1...", _QUOTED.sub("", said)) if (said := row[number]) else said
    return Rows(rows.columns, tuple(map(tuple, made)))


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
