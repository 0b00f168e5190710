"""The ledger of schedules: occasions are written once with their steps, and each step's course is one row that changes."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from agent.schedule.ledger import OPEN, Known, State, Step
from agent.store.inserting import insert_or_ignore, upsert
from agent.store.packing import word
from agent.store.reading import moment
from agent.store.tables import OCCASIONS, SCHEDULES

_ROW = OCCASIONS.c
_IN_ORDER = sa.select(OCCASIONS).order_by(_ROW.due_at, _ROW.schedule, _ROW.place)
_OPEN: Final = tuple(one.value for one in OPEN)


def add(connection: sa.Connection, new: Iterable[Step]) -> None:
    """Write the rows of occasions that are not there yet; those that were void count as not there."""
    rows = [_row(one) for one in new]
    for one in rows:
        connection.execute(
            sa.delete(OCCASIONS).where(
                _ROW.schedule == one["schedule"],
                _ROW.due_at == one["due_at"],
                _ROW.step == one["step"],
                _ROW.state == State.VOID.value,
            )
        )
    insert_or_ignore(connection, OCCASIONS, rows)


def change(connection: sa.Connection, changed: Step, was: Collection[State]) -> bool:
    """Write how far a step is now; False where it is no longer in one of the states it was in."""
    row = _row(changed)
    done = connection.execute(
        sa.update(OCCASIONS)
        .where(
            _ROW.schedule == row["schedule"],
            _ROW.due_at == row["due_at"],
            _ROW.step == row["step"],
            _ROW.state.in_([one.value for one in was]),
        )
        .values({name: value for name, value in row.items() if name not in {"schedule", "due_at", "step"}})
    )
    return done.rowcount == 1


def refer(connection: sa.Connection, key: tuple[str, datetime, str], reference: str) -> None:
    """Write what a step that runs is making: a round's inspection, from its first moment on."""
    schedule, due_at, name = key
    mine = sa.and_(_ROW.schedule == word(schedule), _ROW.due_at == due_at.timestamp(), _ROW.step == word(name))
    connection.execute(sa.update(OCCASIONS).where(mine).values(reference=word(reference)))


def known(connection: sa.Connection, ahead: datetime) -> Known:
    """What is open, and how far each schedule was dealt with; what is due after ``ahead`` does not count."""
    last = (
        sa.select(_ROW.schedule, sa.func.max(_ROW.due_at))
        .where(_ROW.state != State.VOID.value, _ROW.due_at <= ahead.timestamp())
        .group_by(_ROW.schedule)
    )
    open_ = connection.execute(_IN_ORDER.where(_ROW.state.in_(_OPEN))).mappings()
    return Known(
        {name: moment(at) for name, at in connection.execute(sa.select(SCHEDULES.c.name, SCHEDULES.c.since))},
        {name: moment(at) for name, at in connection.execute(last)},
        tuple(_step(row) for row in open_),
    )


def steps(connection: sa.Connection, begins: datetime, ends: datetime) -> tuple[Step, ...]:
    """Everything of the occasions that came due between two moments, gaps that reach into them among it."""
    between = sa.and_(_ROW.due_at >= begins.timestamp(), _ROW.due_at < ends.timestamp())
    return tuple(_step(row) for row in connection.execute(_IN_ORDER.where(between)).mappings())


def void(connection: sa.Connection, now: datetime, ahead: datetime) -> int:
    """Mark what is due after ``ahead``: it was written under a clock that was wrong. Give how many; they ended ``now``."""
    wrong = sa.and_(_ROW.due_at > ahead.timestamp(), _ROW.state != State.VOID.value)
    made = {"state": State.VOID.value, "ended_at": now.timestamp()}
    return connection.execute(sa.update(OCCASIONS).where(wrong).values(made)).rowcount


def void_count(connection: sa.Connection, begins: datetime) -> int:
    """How many rows were found void since ``begins``."""
    of_then = sa.and_(_ROW.state == State.VOID.value, _ROW.ended_at >= begins.timestamp())
    counted = sa.select(sa.func.count()).select_from(OCCASIONS).where(of_then)
    return int(connection.execute(counted).scalar_one())


def meet(connection: sa.Connection, timings: Mapping[str, str], now: datetime, ahead: datetime) -> None:
    """Write since when schedules count: from now, where one is new, its times changed, or it began under a wrong clock."""
    there = {row.name: row for row in connection.execute(sa.select(SCHEDULES))}
    new = [
        {"name": word(name), "timing": timing, "since": now.timestamp()}
        for name, timing in timings.items()
        if name not in there or there[name].timing != timing or there[name].since > ahead.timestamp()
    ]
    if new:
        upsert(connection, SCHEDULES, new)
    gone = [name for name in there if name not in timings]
    if gone:
        connection.execute(sa.delete(SCHEDULES).where(SCHEDULES.c.name.in_(gone)))


def _row(one: Step) -> dict[str, object]:
    return {
        "schedule": word(one.schedule),
        "due_at": one.due_at.timestamp(),
        "step": word(one.name),
        "state": one.state.value,
        "place": one.place,
        "needs": word(one.needs),
        "attempts": one.attempts,
        **{name: at.timestamp() if at else None for name, at in _times(one).items()},
        "reference": word(one.reference),
        "note": word(json.dumps(dict(one.note), ensure_ascii=False)),
    }


def _times(one: Step) -> dict[str, datetime | None]:
    return {"next_at": one.next_at, "begun_at": one.begun_at, "ended_at": one.ended_at}


def _step(row: "sa.RowMapping") -> Step:
    return Step(
        schedule=row["schedule"],
        due_at=moment(row["due_at"]),
        name=row["step"],
        state=State(row["state"]),
        place=row["place"],
        needs=row["needs"],
        attempts=row["attempts"],
        next_at=moment(row["next_at"]) if row["next_at"] is not None else None,
        begun_at=moment(row["begun_at"]) if row["begun_at"] is not None else None,
        ended_at=moment(row["ended_at"]) if row["ended_at"] is not None else None,
        reference=row["reference"],
        note=json.loads(row["note"]),
    )
