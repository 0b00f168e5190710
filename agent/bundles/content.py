"""What is in a 客户包: rows of the store, table by table, and which of them go to whom."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from agent.bundles.records import Record
from agent.store import chains
from agent.store.inspections import RUNNING
from agent.store.tables import (
    ACCEPTANCES,
    ATTACHMENTS,
    BASELINES,
    BASES,
    BOOKMARKS,
    BOOKS,
    CHANGES,
    CURRENT,
    EVIDENCE,
    FOREIGN_SEALS,
    IDENTITIES,
    INSPECTIONS,
    LEASES,
    MEASURES,
    OCCASIONS,
    OUTBOX,
    PINS,
    RECORD,
    REFUSALS,
    REVISION,
    SCHEDULES,
    SEALS,
    SERIES,
    SNAPSHOTS,
    TARGETS,
    THINNED,
)
from reports.record.sides import DOCUMENTS_OF_THE_SITE, EVERY_STREAM, may_go

SITE, DESK = "site", "desk"
NONE, DOCUMENTED, ALL = "none", "documented", "all"
_PAGE: Final = 100
_PAGE_OF: Final = {EVIDENCE.name: 16, ATTACHMENTS.name: 1}
"""Rows that are held at once; of what is large, few."""
_POINTS_MOST: Final = 2000

PLAIN: Final = (
    BOOKS,
    INSPECTIONS,
    TARGETS,
    EVIDENCE,
    IDENTITIES,
    BASELINES,
    SNAPSHOTS,
    PINS,
    ACCEPTANCES,
    RECORD,
    ATTACHMENTS,
)
"""Tables that go row by row, in this order: what is named by another comes before it."""
GOES: Final = {one.name for one in (*PLAIN, SEALS, FOREIGN_SEALS, SERIES, MEASURES)}
STAYS: Final = {
    one.name
    for one in (REVISION, BASES, CURRENT, CHANGES, THINNED, BOOKMARKS, OUTBOX, LEASES, REFUSALS, OCCASIONS, SCHEDULES)
}
"""What each store makes for itself, or is of one place alone: what lies ready to be sent, how far a log was read."""
BLANK: Final = {"owner_boot": "", "owner_space": "", "owner_pid": 0, "owner_started": "", "renewed_at": 0.0}
"""Of an inspection that ended: which process made it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes: for a site or for the desk, and how much evidence."""

    for_whom: str = DESK
    evidence: str = NONE


def rows(connection: sa.Connection, choice: Choice) -> Iterator[Record]:
    """Everything that goes, in order. Nothing is held but one page of it."""
    for table in PLAIN:
        for row in _of_table(connection, table, choice):
            yield table.name, row
    yield from _seals(connection)
    yield from _measures(connection)


def _of_table(connection: sa.Connection, table: sa.Table, choice: Choice) -> Iterator[Mapping[str, object]]:
    if table is RECORD:
        yield from _events(connection, choice)
        return
    statement = sa.select(table)
    if table is TARGETS:
        statement = statement.join(INSPECTIONS).where(INSPECTIONS.c.state != RUNNING)
    elif table is INSPECTIONS:
        statement = statement.where(table.c.state != RUNNING).order_by(table.c.id)
    elif table is EVIDENCE:
        statement = statement.where(_wanted(choice))
    elif table is ATTACHMENTS and choice.for_whom == SITE:
        cited = cited_by(_events(connection, choice))
        for digest in sorted(cited):
            yield from _pages(connection, statement.where(table.c.digest == digest))
        return
    for row in _pages(connection, statement, _PAGE_OF.get(table.name, _PAGE)):
        yield {**row, **BLANK} if table is INSPECTIONS else row


def _wanted(choice: Choice) -> "sa.ColumnElement[bool]":
    if choice.evidence == DOCUMENTED:
        return EVIDENCE.c.documented_at.is_not(None)
    return sa.true() if choice.evidence == ALL else sa.false()


def _events(connection: sa.Connection, choice: Choice) -> Iterator[Mapping[str, object]]:
    barred = Barred()
    statement = sa.select(RECORD).where(RECORD.c.stream.in_(sorted(EVERY_STREAM))).order_by(RECORD.c.id)
    every = list(_pages(connection, statement)) if choice.for_whom == SITE else _pages(connection, statement)
    if choice.for_whom != SITE:
        yield from every
        return
    for row in every:
        barred.note(row)
    yield from (row for row in every if barred.lets(row))


class Barred:
    """What of the record does not go to a site; each event is shown to ``note`` first: a correction goes with its own."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._documents: set[str] = set()

    def note(self, row: Mapping[str, object]) -> None:
        """Look at an event."""
        stream = str(row["stream"])
        if not may_go(stream, str(row["kind"])):
            self._ids.add(str(row["id"]))
        elif stream == "document" and _said(row).get("kind", "") not in DOCUMENTS_OF_THE_SITE:
            self._documents.add(str(row["name"]))

    def lets(self, row: Mapping[str, object]) -> bool:
        """Whether an event may go, or be taken in."""
        if row["stream"] == "document" and row["name"] in self._documents:
            return False
        return str(row["id"]) not in self._ids and _said(row).get("of", "") not in self._ids


def _said(row: Mapping[str, object]) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(str(row["body"]))
    return found


def cited_by(events: Iterable[Mapping[str, object]]) -> set[str]:
    """The digests that stand in the values of events."""
    return {digest for row in events for digest in _DIGEST.findall(str(row["body"]))}


_DIGEST: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def _seals(connection: sa.Connection) -> Iterator[Record]:
    """Links of all chains that this store holds, its own under the name of its first seal."""
    origin = chains.own_origin(connection)
    for row in _pages(connection, sa.select(SEALS).order_by(SEALS.c.number)):
        yield SEALS.name, {**row, "origin": origin}
    for row in _pages(connection, sa.select(FOREIGN_SEALS).order_by(FOREIGN_SEALS.c.origin, FOREIGN_SEALS.c.number)):
        yield SEALS.name, row


def _measures(connection: sa.Connection) -> Iterator[Record]:
    for series in _pages(connection, sa.select(SERIES).order_by(SERIES.c.id)):
        name = {key: series[key] for key in ("target", "check_id", "subject", "name")}
        of = sa.select(MEASURES.c.at, MEASURES.c.value).where(MEASURES.c.series == series["id"]).order_by(MEASURES.c.at)
        points = [[at, value] for at, value in connection.execute(of)]
        for begins in range(0, len(points), _POINTS_MOST):
            yield MEASURES.name, {**name, "points": points[begins : begins + _POINTS_MOST]}


def _pages(
    connection: sa.Connection, statement: "sa.Select[tuple[object, ...]]", page: int = _PAGE
) -> Iterator[Mapping[str, object]]:
    with connection.execute(statement.execution_options(yield_per=page)) as found:
        for row in found.mappings():
            yield {str(name): value for name, value in row.items()}
