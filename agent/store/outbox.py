"""The outbox: what is to leave, put there once by its key, and every step of every attempt written before it is taken.

An attempt is in the store before a byte is sent (``begin``), and so is the moment from which on it may have arrived without
an answer (``handed``): whoever finds a piece that a dead process was sending knows how far it came.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from agent.store.inserting import insert_or_ignore
from agent.store.packing import word
from agent.store.reading import moment
from agent.store.tables import OUTBOX
from reports.record.outbox import After, Piece, State

_ROW = OUTBOX.c
_IN_ORDER = sa.select(OUTBOX).order_by(_ROW.made_at, _ROW.key)
_AT_ONCE: Final = 500
"""Ours: keys a statement; SQLite before 3.32 takes 999 values."""
BEGUN: Final = "begun"
"""The kind of a row that says since when a channel is told of things; it is nothing to send."""


def put(connection: sa.Connection, new: Iterable[Piece], now: datetime) -> int:
    """Put pieces in; one whose key is there already stays as it is. Give how many were new."""
    rows = {one.key: _row(one, now) for one in new}
    keys, known = list(rows), set[str]()
    for begins in range(0, len(keys), _AT_ONCE):
        there = sa.select(_ROW.key).where(_ROW.key.in_(keys[begins : begins + _AT_ONCE]))
        known.update(connection.execute(there).scalars())
    insert_or_ignore(connection, OUTBOX, [row for key, row in rows.items() if key not in known])
    return len(rows) - len(known)


def pieces(connection: sa.Connection, channel: str = "", states: Collection[State] = ()) -> tuple[Piece, ...]:
    """Give what is in the outbox, the oldest first; of a channel, in some states."""
    statement = _IN_ORDER.where(_ROW.kind != BEGUN)
    if channel:
        statement = statement.where(_ROW.channel == word(channel))
    if states:
        statement = statement.where(_ROW.state.in_([one.value for one in states]))
    return tuple(_piece(row) for row in connection.execute(statement).mappings())


def told_since(connection: sa.Connection, channel: str, now: datetime) -> datetime:
    """Since when a channel is told of what happens: since it was met first."""
    key = f"{BEGUN}/{channel}"
    mark = Piece(key, channel, BEGUN, {}, State.DELIVERED)
    insert_or_ignore(connection, OUTBOX, [_row(mark, now)])
    return moment(connection.execute(sa.select(_ROW.made_at).where(_ROW.key == word(key))).scalar_one())


def begin(connection: sa.Connection, key: str, now: datetime) -> Piece | None:
    """Write that an attempt begins; None where it is no longer waiting."""
    taking = (
        sa.update(OUTBOX)
        .where(_ROW.key == word(key), _ROW.state == State.WAITING.value)
        .values(state=State.SENDING.value, attempts=_ROW.attempts + 1, begun_at=now.timestamp())
    )
    if connection.execute(taking).rowcount != 1:
        return None
    return _piece(connection.execute(sa.select(OUTBOX).where(_ROW.key == word(key))).mappings().one())


def handed(connection: sa.Connection, key: str, now: datetime) -> None:
    """Write that from now on it may arrive though nobody answers."""
    first = sa.func.coalesce(_ROW.handed_at, now.timestamp())
    connection.execute(sa.update(OUTBOX).where(_ROW.key == word(key)).values(handed_at=first))


def end(connection: sa.Connection, key: str, made: After, now: datetime) -> None:
    """Write what became of an attempt."""
    is_over = made.state not in {State.WAITING, State.SENDING}
    connection.execute(
        sa.update(OUTBOX)
        .where(_ROW.key == word(key), _ROW.state == State.SENDING.value)
        .values(
            state=made.state.value,
            next_at=made.next_at.timestamp(),
            receipt=word(made.receipt),
            error=word(made.error),
            handed_at=made.handed_at.timestamp() if made.handed_at else None,
            begun_at=None,
            ended_at=now.timestamp() if is_over else None,
        )
    )


def recover(connection: sa.Connection, channel: str, now: datetime) -> int:
    """Put back what a dead process was sending: it waits again, with what is known of how far it came."""
    again = (
        sa.update(OUTBOX)
        .where(_ROW.channel == word(channel), _ROW.state == State.SENDING.value)
        .values(state=State.WAITING.value, next_at=now.timestamp(), begun_at=None)
    )
    return connection.execute(again).rowcount


def hold_back(connection: sa.Connection, channel: str, until: datetime) -> None:
    """Let nothing of a channel be tried before a moment: the trouble is the channel's."""
    waiting = sa.and_(_ROW.channel == word(channel), _ROW.state == State.WAITING.value, _ROW.next_at < until.timestamp())
    connection.execute(sa.update(OUTBOX).where(waiting).values(next_at=until.timestamp()))


def retry(connection: sa.Connection, keys: Collection[str], now: datetime) -> int:
    """Send anew what was given up, or what waits, now; its attempts are counted anew."""
    movable = [State.DEAD.value, State.WAITING.value, State.WITHDRAWN.value]
    changed = (
        sa.update(OUTBOX)
        .where(_ROW.key.in_(list(keys)), _ROW.state.in_(movable))
        .values(state=State.WAITING.value, next_at=now.timestamp(), attempts=0, ended_at=None)
    )
    return connection.execute(changed).rowcount


def withdraw(connection: sa.Connection, keys: Collection[str], now: datetime) -> int:
    """Take back what was not delivered; give how many went."""
    movable = [State.DEAD.value, State.WAITING.value]
    changed = (
        sa.update(OUTBOX)
        .where(_ROW.key.in_(list(keys)), _ROW.state.in_(movable))
        .values(state=State.WITHDRAWN.value, ended_at=now.timestamp())
    )
    return connection.execute(changed).rowcount


def _row(one: Piece, now: datetime) -> dict[str, object]:
    payload = {**one.payload, "about": one.about} if one.about else dict(one.payload)
    return {
        "key": word(one.key),
        "channel": word(one.channel),
        "kind": one.kind,
        "payload": json.dumps(payload, ensure_ascii=True),
        "state": one.state.value,
        "attempts": 0,
        "made_at": (one.made_at or now).timestamp(),
        "next_at": (one.next_at or now).timestamp(),
        "begun_at": None,
        "handed_at": None,
        "ended_at": None,
        "receipt": "",
        "error": "",
    }


def _piece(row: sa.RowMapping) -> Piece:
    payload = json.loads(row["payload"])
    return Piece(
        key=row["key"],
        channel=row["channel"],
        kind=row["kind"],
        payload=payload,
        state=State(row["state"]),
        attempts=row["attempts"],
        made_at=moment(row["made_at"]),
        next_at=moment(row["next_at"]),
        begun_at=_moment(row["begun_at"]),
        handed_at=_moment(row["handed_at"]),
        ended_at=_moment(row["ended_at"]),
        receipt=row["receipt"],
        error=row["error"],
        about=payload.get("about", ""),
    )


def _moment(at: float | None) -> datetime | None:
    return None if at is None else moment(at)
