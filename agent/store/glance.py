"""What ``history`` reads, without loading SQLAlchemy: a quarter of a second that a look at one finding would wait for.

The statements are plain ones that both databases take. A SQLite store at this program's revision is read by Python's own
driver; any other (PostgreSQL, an older file, none at all) through the open store, which knows what to do and what to say.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from agent.store.revision import HEAD

Rows = Callable[..., Sequence[tuple[Any, ...]]]
"""Runs a statement with its values ("?" in it) and gives the rows."""

_URI_SIGNS = str.maketrans({"?": "%3f", "#": "%23", "%": "%25"})  # sqlite.org/uri.html


class Seen(NamedTuple):
    """A finding as it stands: in the order of ``current_findings``."""

    check: str
    subject: str
    level: str
    since_at: float
    at: float
    inspection: str


class Change(NamedTuple):
    """A change of level."""

    check: str
    subject: str
    at: float
    before: str | None
    after: str
    inspection: str


class Said(NamedTuple):
    """A word on a former name (``agent.called``)."""

    id: str
    name: str
    kind: str
    by: str
    note: str
    body: Mapping[str, str]
    at: datetime


@contextmanager
def sqlite_rows(place: str) -> Iterator[Rows | None]:
    """Open a SQLite store to be read; None where the place is none, or none of this revision."""
    path = Path(place.removeprefix("sqlite:///"))
    if "://" in place.removeprefix("sqlite:///") or not path.is_file():
        yield None
        return
    uri = f"file:{str(path.resolve()).translate(_URI_SIGNS)}?mode=rw"  # not ro: a store that was not closed has a log
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=5)
    except sqlite3.Error:
        yield None
        return
    with closing(connection):
        yield rows if _is_ours(rows := _of(connection)) else None


def _of(connection: sqlite3.Connection) -> Rows:
    return lambda statement, *values: connection.execute(statement, values).fetchall()


def _is_ours(rows: Rows) -> bool:
    try:
        return rows("SELECT version_num FROM xunjian_revision") == [(HEAD,)]
    except sqlite3.Error:
        return False


def targets(rows: Rows) -> list[str]:
    """Give the targets that findings are known of."""
    return [target for (target,) in rows("SELECT DISTINCT target FROM current_findings ORDER BY target")]


def seen(rows: Rows, target: str) -> list[Seen]:
    """Give the findings of a target as they stand."""
    statement = "SELECT check_id, subject, level, since_at, at, inspection FROM current_findings WHERE target = ?"
    return sorted(Seen(*row) for row in rows(statement, target))


def changes(rows: Rows, target: str) -> dict[tuple[str, str], list[Change]]:
    """Give each change of level of a target by (check, subject), the oldest first."""
    statement = "SELECT check_id, subject, at, before, after, inspection FROM level_changes WHERE target = ?"
    found: dict[tuple[str, str], list[Change]] = {}
    for one in sorted((Change(*row) for row in rows(statement, target)), key=lambda each: (each.at, each.inspection)):
        found.setdefault((one.check, one.subject), []).append(one)
    return found


def measures(rows: Rows, target: str, check: str, subject: str) -> dict[str, list[tuple[float, float]]]:
    """Give the measures of a subject by name, the oldest value first."""
    statement = (
        "SELECT series.name, measures.at, measures.value FROM series JOIN measures ON measures.series = series.id"
        " WHERE series.target = ? AND series.check_id = ? AND series.subject = ? ORDER BY series.name, measures.at"
    )
    found: dict[str, list[tuple[float, float]]] = {}
    for name, at, value in rows(statement, target, check, subject):
        found.setdefault(name, []).append((at, value))
    return found


def said_of_names(rows: Rows) -> list[Said]:
    """Give what was said of former names, in the order in which it happened."""
    statement = (
        "SELECT id, name, kind, said_by, note, body, at FROM record_events WHERE stream = 'alias' ORDER BY at, told_at, id"
    )
    return [
        Said(row_id, name, kind, by, note, json.loads(body), moment(at))
        for row_id, name, kind, by, note, body, at in rows(statement)
    ]


def titles(rows: Rows, inspection: str) -> dict[str, Mapping[str, str]]:
    """Give the titles of the checks by language, in the order of the catalogue that an inspection used."""
    import zstandard  # noqa: PLC0415 - only where there is something to say

    statement = "SELECT body, checksum FROM books JOIN inspections ON book = books.digest WHERE inspections.id = ?"
    for body, checksum in rows(statement, inspection):
        if zlib.crc32(body) == checksum:
            book = json.loads(zstandard.ZstdDecompressor().decompress(bytes(body)))
            return {row["check"]: row["title"]["rendered"] for row in book["catalogue"]}
    return {}


def moment(seconds: float) -> datetime:
    """Read a time as the tables hold it."""
    return datetime.fromtimestamp(seconds, UTC)
