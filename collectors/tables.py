"""What a database said to one statement.

An answer's text is one JSON object, the same whether a driver or the vendor's own client brought it::

    {"server": {"product": "postgres", "version": 150018, "words": "PostgreSQL 15.18 ..."},
     "database": "shop", "statement": 0, "columns": ["pid", "state"], "rows": [["4711", "active"]], "count": 1}

Values are the database's own text, or null. ``count`` is the number of rows, so that a row that is lost is missed; where
no statement is for that server's version, ``statement`` is -1 and there are no columns.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from collectors.answers import Absent, Answer, ParseError
from collectors.statements import NONE_FITS


@dataclass(frozen=True, slots=True)
class Server:
    """Who answered: ``product`` (postgres, kingbase, opengauss, mysql, mariadb ...), its number, its own words."""

    product: str
    version: int
    words: str


class Row(dict[str, str | None]):
    """One row: column to the database's text. The readers raise ParseError for what is not of their kind."""

    def text(self, name: str) -> str:
        """A text; null is empty."""
        return self._raw(name) or ""

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number; null is ``default``, or a ParseError where there is none."""
        found = self.maybe(name)
        if found is None:
            if default is None:
                raise ParseError(f"{name} is null", json.dumps(self, ensure_ascii=False)[:200])
            return default
        try:
            return int(found)
        except (ValueError, OverflowError):
            raise ParseError(f"{name} is no whole number", str(self[name])[:200]) from None

    def maybe(self, name: str) -> float | None:
        """A number, or None for null."""
        raw = self._raw(name)
        if raw is None:
            return None
        try:
            return int(raw)
        except ValueError:
            pass
        try:
            return float(raw)
        except ValueError:
            raise ParseError(f"{name} is no number", raw[:200]) from None

    def flag(self, name: str) -> bool:
        """True or false, as t/f, true/false, 1/0, YES/NO, ON/OFF, Y/N. Null is a ParseError."""
        raw = (self._raw(name) or "").strip().lower()
        if raw in {"t", "true", "1", "yes", "on", "y"}:
            return True
        if raw in {"f", "false", "0", "no", "off", "n"}:
            return False
        raise ParseError(f"{name} is neither true nor false", raw[:200])

    def moment(self, name: str) -> datetime | None:
        """A moment, or None for null. One without a zone is UTC, which the sessions set."""
        raw = self._raw(name)
        if raw is None:
            return None
        try:
            found = datetime.fromisoformat(raw)
        except ValueError:
            raise ParseError(f"{name} is no moment", raw[:200]) from None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def _raw(self, name: str) -> str | None:
        try:
            return self[name]
        except KeyError:
            raise ParseError(f"no column {name}", " ".join(self)[:200]) from None


@dataclass(frozen=True, slots=True)
class Table:
    """What a database said to one statement. ``database`` is where it was asked."""

    server: Server
    database: str
    rows: tuple[Row, ...]

    def one(self) -> Row:
        """The only row. Raises ParseError where there is not exactly one."""
        if len(self.rows) != 1:
            raise ParseError(f"{len(self.rows)} rows where one is")
        return self.rows[0]

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        return iter(self.rows)


def table(answer: Answer) -> Table:
    """Read an answer. Raises Absent where the server's version has no such thing, ParseError for what is not whole."""
    said = _object(answer.text)
    try:
        server = Server(str(said["server"]["product"]), int(said["server"]["version"]), str(said["server"]["words"]))
        if said["statement"] == NONE_FITS:
            raise Absent(server.words)
        columns, rows, count = said["columns"], said["rows"], said["count"]
    except (KeyError, TypeError, ValueError) as error:
        raise ParseError(f"no answer of a database: {error}", answer.text[:200]) from None
    if len(rows) != count or any(len(row) != len(columns) for row in rows):
        raise ParseError("not as many rows as were counted", answer.text[-200:])
    return Table(server, str(said["database"]), tuple(Row(zip(columns, row, strict=True)) for row in rows))


def whom(answer: Answer) -> Server:
    """Who gave an answer of one row."""
    found = table(answer)
    found.one()
    return found.server


def _object(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        raise ParseError("not whole", text[-200:]) from None
    if not isinstance(said, dict):
        raise ParseError("no answer of a database", text[:200])
    return said


def written(server: Server, database: str, statement: int, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write an answer as ``table`` reads it. Values are text or None."""
    plain = [[None if value is None else str(value) for value in row] for row in rows]
    said = {
        "server": {"product": server.product, "version": server.version, "words": server.words},
        "database": database,
        "statement": statement,
        "columns": list(columns),
        "rows": plain,
        "count": len(plain),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
