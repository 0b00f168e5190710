"""Measures grow thin: whole for 400 days, then one moment a week of each subject.

It is one moment for all measures of a subject: a forecast joins value, capacity and epoch by their moment, and a week whose
value is of Tuesday and whose capacity is of Friday would be no point. Where a forecast reads the check, the moment is that
of the week's greatest value, since a forecast takes each day's greatest: what fills is full at its peak, and a week of
which a trough were kept would look like room that never was there. Elsewhere it is the week's first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from agent.store import documents, snapshots
from agent.store.inserting import upsert
from agent.store.packing import started
from agent.store.tables import INSPECTIONS, MEASURES, SERIES, THINNED

WEEK_SECONDS = 7 * 86400
"""Counted from 1970-01-01, so that a week is the same for whoever looks."""
_WHAT = "measures"

_OLD = (
    sa.select(SERIES.c.id, SERIES.c.check_id, SERIES.c.subject, SERIES.c.name, MEASURES.c.at, MEASURES.c.value)
    .join(MEASURES, SERIES.c.id == MEASURES.c.series)
    .where(SERIES.c.target == sa.bindparam("of"))
    .where(MEASURES.c.at >= sa.bindparam("since", type_=sa.Double), MEASURES.c.at < sa.bindparam("before", type_=sa.Double))
)
_DROP = sa.delete(MEASURES).where(
    MEASURES.c.series == sa.bindparam("of"), MEASURES.c.at == sa.bindparam("then", type_=sa.Double)
)


class Span(NamedTuple):
    """The whole weeks that are thinned now, in seconds since 1970."""

    since: float
    before: float


class _Value(NamedTuple):
    series: int
    check_id: str
    subject: str
    name: str
    at: float
    value: float


def due(connection: sa.Connection, older_than: float) -> Span | None:
    """Give the weeks that lie wholly before a moment and were not looked at; None where there is none."""
    since = connection.execute(sa.select(THINNED.c.before_at).where(THINNED.c.what == _WHAT)).scalar()
    before = older_than // WEEK_SECONDS * WEEK_SECONDS
    span = Span(float("-inf") if since is None else since, before)
    return span if span.since < span.before else None


def note(connection: sa.Connection, span: Span) -> None:
    """Write down how far it came."""
    upsert(connection, THINNED, [{"what": _WHAT, "before_at": span.before}])


def targets(connection: sa.Connection) -> list[str]:
    """Give every target that has measures."""
    return list(connection.execute(sa.select(SERIES.c.target).distinct().order_by(SERIES.c.target)).scalars())


def pinned(connection: sa.Connection) -> dict[str, set[float]]:
    """Give the moments that stay, by target: those of pinned inspections that can be read."""
    found: dict[str, set[float]] = {}
    there = set(connection.execute(sa.select(INSPECTIONS.c.id)).scalars())
    for one in sorted(snapshots.pinned(connection) & there):
        for row in connection.execute(documents.KEPT, {"one": one}):
            kept = documents.Kept(*row)
            found.setdefault(kept.target, set()).add(started(documents.read(kept)))
    return found


def thin(
    connection: sa.Connection, target: str, span: Span, leading: Mapping[str, str], stays: Collection[float] = ()
) -> int:
    """Leave of each subject of a target one moment a week, and those that stay; give how many values went.

    ``leading`` names, by check, the measure that a forecast takes the greatest of.
    """
    old = (_Value(*row) for row in connection.execute(_OLD, {"of": target, **span._asdict()}))
    gone = [{"of": one.series, "then": one.at} for one in _superfluous(old, leading) if one.at not in stays]
    if gone:
        connection.execute(_DROP, gone)
    return len(gone)


def _superfluous(values: Iterable[_Value], leading: Mapping[str, str]) -> Iterator[_Value]:
    weeks: dict[tuple[str, str, float], list[_Value]] = {}
    for one in values:
        weeks.setdefault((one.check_id, one.subject, one.at // WEEK_SECONDS), []).append(one)
    for (check, _subject, _week), found in weeks.items():
        led = [one for one in found if one.name == leading.get(check)]
        kept = min(led or found, key=lambda one: (-one.value if led else 0.0, one.at)).at
        yield from (one for one in found if one.at != kept)
