"""Measures: numbers over time by target, check, subject and name."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from agent.store.inserting import insert_or_ignore
from agent.store.packing import word
from agent.store.reading import moment
from agent.store.tables import MEASURES, SERIES
from checks.result import TargetResult

_OF_TARGET = sa.select(SERIES.c.id, SERIES.c.check_id, SERIES.c.subject, SERIES.c.name).where(
    SERIES.c.target == sa.bindparam("of")
)


_OF_CHECK = (
    sa.select(SERIES.c.subject, SERIES.c.name, MEASURES.c.at, MEASURES.c.value)
    .join(MEASURES, SERIES.c.id == MEASURES.c.series)
    .where(SERIES.c.target == sa.bindparam("of"), SERIES.c.check_id == sa.bindparam("check"))
    .where(MEASURES.c.at >= sa.bindparam("since", type_=sa.Double))
    .order_by(MEASURES.c.at)
)

_SOME: sa.BindParameter[int] = sa.bindparam("some", expanding=True)
_OF_SERIES = (
    sa.select(MEASURES.c.series, MEASURES.c.at, MEASURES.c.value)
    .where(MEASURES.c.series.in_(_SOME), MEASURES.c.at >= sa.bindparam("since", type_=sa.Double))
    .order_by(MEASURES.c.series, MEASURES.c.at)
)
_AT_ONCE = 500
"""Ours: series a statement; SQLite before 3.32 takes 999 values."""

Key = tuple[str, str, str, str]
"""Target, check, subject and name."""


class Name(NamedTuple):
    """One measure's identity in the tables, within a target."""

    check_id: str
    subject: str
    name: str


def add(connection: sa.Connection, result: TargetResult) -> None:
    """Write the measures of a result at its moment; what is no finite number is no measure."""
    target = word(result.target)
    at = result.started_at.timestamp()
    values = {
        Name(finding.check, word(finding.subject), name): float(value)
        for finding in result.findings
        for name, value in finding.measures.items()
        if abs(value) < float("inf")  # false for NaN, too
    }
    if not values:
        return
    known = _series(connection, target)
    missing = sorted(name for name in values if name not in known)
    if missing:
        insert_or_ignore(connection, SERIES, [{"target": target, **name._asdict()} for name in missing])
        known = _series(connection, target)
    rows = [{"series": known[name], "at": at, "value": value} for name, value in sorted(values.items())]
    insert_or_ignore(connection, MEASURES, rows)


def _series(connection: sa.Connection, target: str) -> dict[Name, int]:
    found = connection.execute(_OF_TARGET, {"of": target})
    return {Name(check, subject, name): number for number, check, subject, name in found}


def points(connection: sa.Connection, target: str, name: Name, since: datetime | None) -> list[tuple[datetime, float]]:
    """Give (moment, value), the oldest first."""
    statement = (
        sa.select(MEASURES.c.at, MEASURES.c.value)
        .join(SERIES, SERIES.c.id == MEASURES.c.series)
        .where(SERIES.c.target == word(target), SERIES.c.check_id == name.check_id)
        .where(SERIES.c.subject == word(name.subject), SERIES.c.name == name.name)
        .order_by(MEASURES.c.at)
    )
    if since is not None:
        statement = statement.where(MEASURES.c.at >= since.timestamp())
    return [(moment(at), value) for at, value in connection.execute(statement)]


def of_check(
    connection: sa.Connection, target: str, check: str, since: datetime
) -> dict[tuple[str, str], list[tuple[datetime, float]]]:
    """Give every measure of one check on a target since a moment, by (subject, name), the oldest first."""
    found: dict[tuple[str, str], list[tuple[datetime, float]]] = {}
    wanted = {"of": word(target), "check": check, "since": since.timestamp()}
    for subject, name, at, value in connection.execute(_OF_CHECK, wanted):
        found.setdefault((subject, name), []).append((moment(at), value))
    return found


def all_points(
    connection: sa.Connection, since: datetime, is_wanted: Callable[[Key], bool]
) -> dict[Key, list[tuple[datetime, float]]]:
    """Give every measure that is wanted since a moment, by (target, check, subject, name), the oldest first."""
    row = SERIES.c
    every = connection.execute(sa.select(row.id, row.target, row.check_id, row.subject, row.name))
    wanted = {number: key for number, *names in every if is_wanted(key := (names[0], names[1], names[2], names[3]))}
    found: dict[Key, list[tuple[datetime, float]]] = {}
    moments: dict[float, datetime] = {}
    for begins in range(0, len(wanted), _AT_ONCE):
        part = list(wanted)[begins : begins + _AT_ONCE]
        for number, at, value in connection.execute(_OF_SERIES, {"some": part, "since": since.timestamp()}).all():
            if at not in moments:  # all measures of a target have the moments of its inspections
                moments[at] = moment(at)
            found.setdefault(wanted[number], []).append((moments[at], value))
    return found


def series_count(connection: sa.Connection) -> int:
    """How many measures are followed."""
    return connection.execute(sa.select(sa.func.count()).select_from(SERIES)).scalar_one()
