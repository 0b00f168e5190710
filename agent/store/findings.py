"""Beside the documents, indexed: the findings as they stand, and each change of level."""

from typing import NamedTuple

import sqlalchemy as sa

from agent.store.packing import word
from agent.store.reading import moment
from agent.store.tables import CHANGES, CURRENT, insert_or_ignore, upsert
from agent.store.values import LevelChange, Standing, StoreError, Trouble
from checks.base import SUMMARY_ORDER, Level
from checks.result import TargetResult, finding_id

_HEX = frozenset("0123456789abcdef")


_NOW = sa.bindparam("now", type_=sa.Double)
_BY: sa.BindParameter[str] = sa.bindparam("by")
_KNOWN = sa.select(CURRENT.c.check_id, CURRENT.c.subject, CURRENT.c.level, CURRENT.c.at).where(
    CURRENT.c.target == sa.bindparam("of")
)
_SEEN_AGAIN = sa.update(CURRENT).where(CURRENT.c.target == sa.bindparam("of")).values(at=_NOW, inspection=_BY)
_ALL_AGAIN = _SEEN_AGAIN.where(CURRENT.c.at <= _NOW)
_AGAIN = _SEEN_AGAIN.where(CURRENT.c.check_id == sa.bindparam("check"), CURRENT.c.subject == sa.bindparam("seen"))


class Seen(NamedTuple):
    """One finding's identity in the tables."""

    check_id: str
    subject: str


def note(connection: sa.Connection, inspection: str, result: TargetResult) -> None:
    """Bring the findings that stand up to a target's new result; write down each change of level.

    A result older than what stands (a kit imported late) changes nothing here. A subject that is not in the new result
    keeps its row with the inspection that saw it last: only the record may retire it.
    """
    at = result.started_at.timestamp()
    target = word(result.target)
    known = {
        Seen(check, subject): (level, then) for check, subject, level, then in connection.execute(_KNOWN, {"of": target})
    }
    rows, changes, same = [], [], []
    levels = _levels(result)
    for seen, level in sorted(levels.items()):
        before, then = known.get(seen, (None, at))
        if then > at:
            continue
        if before == level.value:
            same.append(seen)
            continue
        key = {"target": target, "check_id": seen.check_id, "subject": seen.subject}
        news = {"level": level.value, "since_at": at, "at": at, "inspection": inspection}
        rows.append({**key, "finding_id": finding_id(target, *seen), **news})
        changes.append({**key, "inspection": inspection, "at": at, "before": before, "after": level.value})
    if same:
        _see_again(connection, target, same, at, inspection, is_all=known.keys() <= levels.keys())
    upsert(connection, CURRENT, rows)
    insert_or_ignore(connection, CHANGES, changes)


def _see_again(
    connection: sa.Connection, target: str, same: list[Seen], at: float, inspection: str, *, is_all: bool
) -> None:
    """Note that findings stand as they stood: with one statement where the result has every subject that was known."""
    news = {"of": target, "now": at, "by": inspection}
    if is_all:
        connection.execute(_ALL_AGAIN, news)
    else:
        connection.execute(_AGAIN, [{**news, "check": seen.check_id, "seen": seen.subject} for seen in same])


def _levels(result: TargetResult) -> dict[Seen, Level]:
    """The level of each subject; of two findings on one subject the worse."""
    levels: dict[Seen, Level] = {}
    for finding in result.findings:
        seen = Seen(finding.check, word(finding.subject))
        other = levels.get(seen)
        levels[seen] = max(other, finding.level, key=SUMMARY_ORDER.index) if other else finding.level
    return levels


def standing(connection: sa.Connection, target: str = "") -> list[Standing]:
    """Findings as they stand, of one target or of all."""
    statement = sa.select(CURRENT).order_by(CURRENT.c.target, CURRENT.c.check_id, CURRENT.c.subject)
    if target:
        statement = statement.where(CURRENT.c.target == word(target))
    return [_standing(row) for row in connection.execute(statement).mappings()]


def find(connection: sa.Connection, short: str, place: str) -> Standing:
    """Find the finding whose id begins with ``short``. Raises StoreError for none and for several."""
    short = short.strip().lower()
    row = CURRENT.c.finding_id
    # a range, so that the index serves; "g" comes after every hex digit
    statement = sa.select(CURRENT).where(row >= short, row < short + "g").limit(2)
    found = connection.execute(statement).mappings().all() if short and set(short) <= _HEX else []
    if len(found) != 1:
        raise StoreError(Trouble.AMBIGUOUS if found else Trouble.UNKNOWN_ID, place, short)
    return _standing(found[0])


def _standing(row: sa.RowMapping) -> Standing:
    return Standing(
        finding_id=row["finding_id"],
        target=row["target"],
        check=row["check_id"],
        subject=row["subject"],
        level=Level(row["level"]),
        since_at=moment(row["since_at"]),
        at=moment(row["at"]),
        inspection=row["inspection"],
    )


def history(connection: sa.Connection, target: str, check: str, subject: str) -> tuple[LevelChange, ...]:
    """Each change of a finding's level, the oldest first."""
    row = CHANGES.c
    found = connection.execute(
        sa.select(row.inspection, row.at, row.before, row.after)
        .where(row.target == word(target), row.check_id == check, row.subject == word(subject))
        .order_by(row.at, row.inspection)
    )
    return tuple(
        LevelChange(inspection, moment(at), None if before is None else Level(before), Level(after))
        for inspection, at, before, after in found
    )
