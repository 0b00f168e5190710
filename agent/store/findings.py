"""Beside the documents, indexed: the findings as they stand, and each change of level."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from agent.store.inserting import insert_or_ignore, upsert
from agent.store.packing import word
from agent.store.reading import moment
from agent.store.tables import CHANGES, CURRENT
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


def note(connection: sa.Connection, inspection: str, result: TargetResult) -> bool:
    """Bring the findings that stand up to a target's new result; write down each change of level.

    False, and nothing is written, where the result is older than what stands (a kit imported late): ``merging`` tells the
    course again then. A subject that is not in the new result is absent from now on where its check saw all there was;
    else it keeps its row with the inspection that saw it last.
    """
    at = result.started_at.timestamp()
    target = word(result.target)
    known = {
        Seen(check, subject): (level, then) for check, subject, level, then in connection.execute(_KNOWN, {"of": target})
    }
    if any(then > at for _level, then in known.values()):
        return False
    rows, changes, same = [], [], []
    levels = _levels(result)
    levels |= _gone(result, levels, known)
    for seen, level in sorted(levels.items()):
        before, _then = known.get(seen, (None, at))
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
    return True


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


def _gone(result: TargetResult, levels: Mapping[Seen, Level], known: Iterable[Seen]) -> dict[Seen, Level]:
    """What is no longer there: known, not in the result, and its check was judged without a gap."""
    missing = [seen for seen in known if seen not in levels]
    if not missing:
        return {}
    doubtful = {seen.check_id for seen, level in levels.items() if level is Level.UNKNOWN}
    whole = set(result.checks) - doubtful
    return {seen: Level.ABSENT for seen in missing if seen.check_id in whole}


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


def every_history(connection: sa.Connection, target: str = "") -> dict[tuple[str, str, str], tuple[LevelChange, ...]]:
    """Each change of level by (target, check, subject), the oldest first."""
    row = CHANGES.c
    statement = sa.select(row.target, row.check_id, row.subject, row.inspection, row.at, row.before, row.after)
    if target:
        statement = statement.where(row.target == word(target))
    found: dict[tuple[str, str, str], list[LevelChange]] = {}
    for of, check, subject, inspection, at, before, after in connection.execute(statement.order_by(row.at, row.inspection)):
        change = LevelChange(inspection, moment(at), None if before is None else Level(before), Level(after))
        found.setdefault((of, check, subject), []).append(change)
    return {key: tuple(changes) for key, changes in found.items()}
