"""The tables, for SQLite and PostgreSQL alike.

Times are seconds since 1970 UTC; it is ``check_id`` because CHECK is SQL's word.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

METADATA = sa.MetaData()


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String, primary_key=True)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String, nullable=False)


def _at(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Double, nullable=False)


def _body() -> tuple["sa.Column[bytes]", "sa.Column[int]"]:
    return sa.Column("body", sa.LargeBinary, nullable=False), sa.Column("checksum", sa.BigInteger, nullable=False)


REVISION = sa.Table("xunjian_revision", METADATA, sa.Column("version_num", sa.String(32), primary_key=True))
"""Alembic's own table under our name, so that a shared PostgreSQL database may hold another program's."""

BOOKS = sa.Table("books", METADATA, _key("digest"), *_body())

INSPECTIONS = sa.Table(
    "inspections",
    METADATA,
    _key("id"),
    _text("purpose"),
    _text("tool_version"),
    _at("started_at"),
    sa.Column("ended_at", sa.Double),
    _text("state"),
    _text("config_digest"),
    sa.Column("book", sa.ForeignKey("books.digest"), nullable=False),
    sa.Column("expected", sa.String, nullable=False),  # JSON: the targets' ids, in the operator's order
    _text("completes"),
    _text("footprint"),  # JSON
    _text("owner_boot"),
    _text("owner_space"),
    sa.Column("owner_pid", sa.Integer, nullable=False),
    _text("owner_started"),
    _at("renewed_at"),
    sa.Column("purged_at", sa.Double),  # when evidence that it cites was purged, the first time
    sa.Index("inspections_completes", "completes"),
)

TARGETS = sa.Table(
    "targets",
    METADATA,
    sa.Column("inspection", sa.ForeignKey("inspections.id"), primary_key=True),
    _key("target"),
    sa.Column("number", sa.Integer, nullable=False),  # in the order of finishing
    _text("state"),
    _text("digest"),
    *_body(),
    sa.Column("evidence", sa.LargeBinary, nullable=False),  # the digests, 32 bytes each, sorted
    sa.Column("base", sa.String, nullable=False, server_default=""),  # the inspection whose document it is packed over
    sa.Column("judged", sa.String, nullable=False, server_default=""),  # a digest of which checks saw something
    sa.Index("targets_judged", "inspection", "judged", "target"),
)

BASES = sa.Table(
    "bases",
    METADATA,
    _key("target"),
    _text("inspection"),
    sa.Column("documents", sa.Integer, nullable=False),  # packed over it
    sa.Column("least_bytes", sa.BigInteger, nullable=False),  # the smallest of them
    sa.Column("spent_bytes", sa.BigInteger, nullable=False),  # what they took beyond the smallest
)
"""What each target's next document is packed over; whole documents make do without."""

EVIDENCE = sa.Table(
    "evidence",
    METADATA,
    _key("digest"),
    *_body(),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    _at("cited_at"),  # the start of the latest inspection that cites it
    sa.Column("documented_at", sa.Double),  # the same, of those that are not routine
    sa.Index("evidence_cited_at", "cited_at"),
)

SEALS = sa.Table(
    "seals",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("inspection", sa.String, nullable=False, unique=True),  # no foreign key: a removed inspection keeps its name
    sa.Column("seal", sa.String, nullable=False, unique=True),
    sa.Column("previous", sa.String, nullable=False, unique=True),
    _at("sealed_at"),
)

CURRENT = sa.Table(
    "current_findings",
    METADATA,
    _key("target"),
    _key("check_id"),
    _key("subject"),
    _text("finding_id"),
    _text("level"),
    _at("since_at"),
    _at("at"),
    _text("inspection"),
    sa.Index("current_findings_finding_id", "finding_id"),
)

CHANGES = sa.Table(
    "level_changes",
    METADATA,
    _key("target"),
    _key("check_id"),
    _key("subject"),
    _key("inspection"),
    _at("at"),
    sa.Column("before", sa.String),
    _text("after"),
)

SERIES = sa.Table(
    "series",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _text("target"),
    _text("check_id"),
    _text("subject"),
    _text("name"),
    sa.UniqueConstraint("target", "check_id", "subject", "name", name="series_once"),
)

MEASURES = sa.Table(
    "measures",
    METADATA,
    sa.Column("series", sa.ForeignKey("series.id"), primary_key=True),
    sa.Column("at", sa.Double, primary_key=True),
    sa.Column("value", sa.Double, nullable=False),
    sqlite_with_rowid=False,
)

THINNED = sa.Table("thinned", METADATA, _key("what"), _at("before_at"))
"""How far thinning has come: what is older was looked at."""

BOOKMARKS = sa.Table(
    "bookmarks",
    METADATA,
    _key("target"),
    _key("collector"),
    _key("schedule"),
    _text("bookmark"),
    _text("inspection"),
)

BASELINES = sa.Table(
    "baselines",
    METADATA,
    _key("id"),
    _text("target"),
    _text("kind"),
    _text("inspection"),  # "" takes the baseline back
    _text("said_by"),
    _at("at"),
    sa.Index("baselines_target", "target"),
)
"""What persons confirmed, as events that are only ever added: of each kind the latest counts."""

SNAPSHOTS = sa.Table(
    "snapshots",
    METADATA,
    _key("name"),
    _text("inspection"),  # no foreign key, as in seals: a removed inspection is missed, not forgotten
    _at("made_at"),
    _text("made_by"),
    _text("change"),  # the number of the change it was made for, or ""
    _text("note"),
)

PINS = sa.Table("pins", METADATA, _key("inspection"), _key("reason"), _at("at"))
"""Inspections that something issued cites, for ever; snapshots and baselines pin by themselves."""

LEASES = sa.Table("leases", METADATA, _key("target"), _text("holder"), _at("expires_at"))

REFUSALS = sa.Table("refusals", METADATA, _key("target"), _key("fingerprint"), _text("credential"), _at("at"))

IDENTITIES = sa.Table(
    "identity_events",
    METADATA,
    _key("id"),
    _text("target"),
    _at("at"),
    _text("identity"),  # JSON
    _text("said_by"),
    _text("how"),
    sa.Index("identity_events_target", "target"),
)


def insert_or_ignore(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows; those whose key is there already stay as they are."""
    if rows:
        _execute_many(connection, _ignoring(connection.dialect.name, table), rows)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, whole ones, or replace those of the same key."""
    if rows:
        _execute_many(connection, _replacing(connection.dialect.name, table), rows)


def _execute_many(
    connection: sa.Connection, statement: "sqlite.Insert | postgresql.Insert", rows: Sequence[Mapping[str, object]]
) -> None:
    """Run an INSERT over many rows. SQLite takes its plain values as they are: hundreds of rows a target."""
    if connection.dialect.name != "sqlite":
        connection.execute(statement, rows)
        return
    words, names = _plain(statement, tuple(rows[0]))
    connection.exec_driver_sql(words, [tuple(map(row.__getitem__, names)) for row in rows])


@lru_cache
def _plain(statement: "sqlite.Insert | postgresql.Insert", names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """An INSERT in SQLite's own words, and the names of its values in order."""
    made = statement.compile(dialect=sqlite.dialect(), column_keys=names)
    return str(made), tuple(made.positiontup or ())


def insert(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    """Start an INSERT that knows ON CONFLICT, which the two databases write alike."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@lru_cache  # a statement is built once; that costs more than to run it
def _ignoring(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    return insert(dialect, table).on_conflict_do_nothing()


@lru_cache
def _replacing(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    new = insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {column.name: new.excluded[column.name] for column in table.columns if column.name not in keys}
    return new.on_conflict_do_update(index_elements=keys, set_=changed)
