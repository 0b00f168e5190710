"""A field test of a database's statements: each run once with a few rows, and nothing kept but shapes, times and codes.

What comes of it can be sent to us: no value, no name of the customer's, no address. It tells which statements a real server
of that version takes, which the emulated dictionary cannot.
"""

import re
import time
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.base import Collector, EachDatabase, SessionError, Sql, Wired
from collectors.sessions.sql import Connection, Dialect, Rows, StatementFailed

ROWS: Final = 5
"""Rows of each answer that are looked at; the statement itself is the one of an inspection."""
LOST: Final = "lost"
"""The connection went with the statement; what should have followed was not run."""
_CODE: Final = re.compile(r"\b(?:ORA|DPY|DPI|TNS)-\d{2,5}\b")
"""Nothing shorter or looser: five capitals could be the name of a customer's database."""
_NUMBER: Final = re.compile(r"-?\d*\.?\d+(?:[eE][+-]?\d+)?")

Told = dict[str, object]


def selftest(dialect: Dialect, wired: Sequence[Wired], total_seconds: int) -> Told:
    """Run every statement that is for this server, in the container that one comes to first. Raises SessionError."""
    until = time.monotonic() + total_seconds
    connection = dialect.connect("", min(until, time.monotonic() + 30), _go_on)
    try:
        statements = list(_each(connection, wired, until))
    finally:
        connection.close()
    return {
        "form": 1,
        "product": connection.server.product,
        "version": connection.server.version,
        "rows_most": ROWS,
        "statements": statements,
    }


def _go_on() -> None:
    """Nobody stops it but its own seconds."""


def _each(connection: Connection, wired: Sequence[Wired], until: float) -> Iterator[Told]:
    for name, ask in asks(wired):
        choice = ask.choice(connection.server.version)
        if choice < 0:
            yield {"id": name, "state": "not for this version"}
        elif time.monotonic() > until:
            yield {"id": name, "state": "budget"}
        else:
            told = {"id": name, "statement": choice, **_run(connection, ask, choice, until)}
            yield told
            if told["state"] == LOST:
                return


def asks(wired: Sequence[Wired]) -> Iterator[tuple[str, Sql]]:
    """Every statement by its collector's id; of a walk what lists its items, and what each is asked."""
    for one in wired:
        if isinstance(one, Collector) and isinstance(one.ask, Sql):
            yield one.id, one.ask
        elif isinstance(one, Collector) and isinstance(one.ask, EachDatabase):
            yield f"{one.id} (containers)", one.ask.items
            yield one.id, one.ask.ask


def _run(connection: Connection, ask: Sql, choice: int, until: float) -> Told:
    began = time.monotonic()
    own = min(until, began + ask.seconds + 2)
    try:
        rows = connection.run(ask.statements[choice].text, ask.seconds, ROWS, own, _go_on)
    except SessionError as error:
        return {"state": LOST, "codes": _codes(str(error)), "ms": _milliseconds(began)}
    except StatementFailed as failure:
        return {
            "state": LOST if failure.is_lost else failure.state,
            "codes": _codes(failure.words),
            "ms": _milliseconds(began),
        }
    return {"state": "ok", "ms": _milliseconds(began), "more": len(rows.rows) > ROWS, "columns": _columns(rows)}


def missed(error: SessionError) -> Told:
    """What is told of a server that was not reached or let nobody in: why, and the codes."""
    return {"form": 1, "state": error.reason.value, "codes": _codes(str(error)), "statements": []}


def _codes(words: str) -> list[str]:
    """The codes of an error; its words may name what is the customer's."""
    return _CODE.findall(words)[:5]


def _milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _columns(rows: Rows) -> list[Told]:
    """Each column's name, the kinds of value that it had, and the longest text."""
    found: list[Told] = []
    for place, name in enumerate(rows.columns):
        values = [row[place] for row in rows.rows[:ROWS]]
        kinds = sorted({_kind(value) for value in values})
        found.append({"name": name, "kinds": kinds, "longest": max((len(value or "") for value in values), default=0)})
    return found


def _kind(value: str | None) -> str:
    if value is None:
        return "null"
    if _NUMBER.fullmatch(value.strip()):
        return "number" if value == value.strip() else "number, padded"
    return "text" if value == value.rstrip() else "text, padded"
