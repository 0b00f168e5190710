"""Rows of another store, added by their keys, once: what is the same in both stays one, what differs is refused.

Nothing is replaced but what says how far something came: when a piece of evidence was last cited. The caller's transaction
holds all of it, so a store takes another's rows whole or not at all.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from agent.store.inserting import insert_or_ignore, upsert
from agent.store.tables import EVIDENCE, FOREIGN_SEALS, INSPECTIONS, MEASURES, SEALS, SERIES, SNAPSHOTS, TARGETS, THINNED

Row = Mapping[str, object]
_AT_ONCE: Final = 400
"""Ours: keys a statement; SQLite before 3.32 takes 999 values."""
_OWN: Final = {
    INSPECTIONS.name: {"owner_boot", "owner_space", "owner_pid", "owner_started", "renewed_at", "purged_at"},
    TARGETS.name: {"body", "checksum", "base", "judged", "started_at"},
    EVIDENCE.name: {"body", "checksum", "cited_at", "documented_at"},
    FOREIGN_SEALS.name: {"sealed_at"},
}
"""Columns that may differ between two stores that hold the same: how it lies there, and how old it is there."""
_MARK: Final = 6


class DifferentError(Exception):
    """Both stores have something of one key, and it is not the same; the argument names table and key."""


@dataclass
class Union:
    """What one merge did: rows by table, and from which moment each target's course is to be told again."""

    added: Counter[str] = field(default_factory=Counter)
    since: dict[str, float] = field(default_factory=dict)
    inspections: set[str] = field(default_factory=set)
    """Those that are new, or to which something came."""


def add(connection: sa.Connection, table: sa.Table, rows: Sequence[Row], union: Union) -> list[Row]:
    """Add rows of a table that are not there yet; give those. Raises DifferentError."""
    known = _known(connection, table, rows)
    compared = [name for name in table.c.keys() if name not in _OWN.get(table.name, ())]  # noqa: SIM118 - names of columns
    new: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = _key(table, row)
        there = known.get(key) or new.get(key)
        if there is None:
            new[key] = row
        elif any(there[name] != row[name] for name in compared):
            raise DifferentError(f"{table.name} {' '.join(map(str, key))}")
    insert_or_ignore(connection, table, list(new.values()))
    union.added[table.name] += len(new)
    return list(new.values())


def _key(table: sa.Table, row: Row) -> tuple[object, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _known(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> dict[tuple[object, ...], Row]:
    """The rows of these keys that the store has."""
    first = next(iter(table.primary_key))
    wanted = sorted({str(row[first.name]) for row in rows})
    found: dict[tuple[object, ...], Row] = {}
    keys = {_key(table, row) for row in rows}
    lying = _OWN.get(table.name, ())
    columns = [column for column in table.c if column.name not in lying]
    for begins in range(0, len(wanted), _AT_ONCE):
        part = wanted[begins : begins + _AT_ONCE]
        for row in connection.execute(sa.select(*columns).where(first.in_(part))).mappings():
            key = _key(table, dict(row))
            if key in keys:
                found[key] = dict(row)
    return found


def add_documents(connection: sa.Connection, rows: Sequence[Row], union: Union) -> None:
    """Add documents of targets, and note from when on their course is told again."""
    for row in add(connection, TARGETS, rows, union):
        at, target = row["started_at"], str(row["target"])
        moment = float(at) if isinstance(at, int | float) else float("-inf")
        union.since[target] = min(union.since.get(target, moment), moment)
        union.inspections.add(str(row["inspection"]))


def add_evidence(connection: sa.Connection, rows: Sequence[Row], union: Union) -> None:
    """Add pieces of evidence; of those that are there the later citation counts."""
    add(connection, EVIDENCE, rows, union)
    old = EVIDENCE.c
    for row in rows:
        cited, documented = row["cited_at"], row["documented_at"]
        named = old.digest == row["digest"]
        connection.execute(sa.update(EVIDENCE).where(named, old.cited_at < cited).values(cited_at=cited))
        if documented is not None:
            later = sa.or_(old.documented_at.is_(None), old.documented_at < documented)
            connection.execute(sa.update(EVIDENCE).where(named, later).values(documented_at=documented))


def add_seals(connection: sa.Connection, rows: Sequence[Row], union: Union) -> None:
    """Add links of other stores' chains; those of this store's own chain stand in it already. Raises DifferentError."""
    own = {(one, seal) for one, seal in connection.execute(sa.select(SEALS.c.inspection, SEALS.c.seal))}
    seals = dict(own)
    strange = [row for row in rows if (row["inspection"], row["seal"]) not in own]
    held = sa.select(FOREIGN_SEALS.c.inspection, FOREIGN_SEALS.c.seal)
    seals |= {one: seal for one, seal in connection.execute(held)}  # noqa: C416 - a row is no pair to the type checker
    for row in strange:
        if seals.get(str(row["inspection"]), row["seal"]) != row["seal"]:
            raise DifferentError(f"{SEALS.name} {row['inspection']}")
    add(connection, FOREIGN_SEALS, strange, union)


def add_measures(connection: sa.Connection, rows: Iterable[Row], union: Union) -> None:
    """Add measures over time, each series under its own name; what was thinned already is thinned again later."""
    thinned = connection.execute(sa.select(sa.func.max(THINNED.c.before_at))).scalar()
    for row in rows:
        name = {key: row[key] for key in ("target", "check_id", "subject", "name")}
        insert_or_ignore(connection, SERIES, [name])
        where = [SERIES.c[key] == value for key, value in name.items()]
        number = connection.execute(sa.select(SERIES.c.id).where(*where)).scalar_one()
        points = row["points"]
        assert isinstance(points, list)  # noqa: S101 - held against its form when it was read
        there = set(connection.execute(sa.select(MEASURES.c.at).where(MEASURES.c.series == number)).scalars())
        new = [{"series": number, "at": at, "value": value} for at, value in points if at not in there]
        insert_or_ignore(connection, MEASURES, new)
        union.added[MEASURES.name] += len(new)
        if thinned is not None and any(one["at"] < thinned for one in new):
            connection.execute(sa.delete(THINNED))
            thinned = None


def add_snapshots(connection: sa.Connection, rows: Iterable[Row], union: Union) -> None:
    """Add snapshots. Of two of one name the earlier keeps it; the other's gets the end of its inspection's id."""
    for row in rows:
        held = {one["name"]: dict(one) for one in connection.execute(sa.select(SNAPSHOTS)).mappings()}
        there = held.get(row["name"])
        if there is None:
            upsert(connection, SNAPSHOTS, [row])
            union.added[SNAPSHOTS.name] += 1
        elif there["inspection"] != row["inspection"]:
            first, second = sorted((dict(row), there), key=_age)
            aside = f"{second['name']}~{str(second['inspection'])[-_MARK:]}"
            union.added[SNAPSHOTS.name] += aside not in held
            upsert(connection, SNAPSHOTS, [first, {**second, "name": aside}])


def _age(row: Row) -> tuple[float, str]:
    at = row["made_at"]
    return (float(at) if isinstance(at, int | float) else 0.0, str(row["inspection"]))


def mark_purged(connection: sa.Connection, inspections: Collection[str], missing: Collection[str], now: float) -> None:
    """Say of inspections whether evidence that they cite is not here, as of what was purged."""
    row = INSPECTIONS.c
    for one in sorted(inspections):
        value: object = sa.func.coalesce(row.purged_at, now) if one in missing else None
        connection.execute(sa.update(INSPECTIONS).where(row.id == one).values(purged_at=value))
