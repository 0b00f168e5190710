"""Indexes that another one makes superfluous: each costs every write, memory and disk."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.mysql.tables import INDEXED, Index, Indexed, Tables
from config.limits import Layered
from config.text import _

_SHOWN: Final = 200
_ORDERED: Final = "BTREE"


def judge(tables: Tables, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a superfluous index, and one of the whole."""
    pairs = [(one, *pair) for one in tables.found if isinstance(one, Indexed) for pair in superfluous(one.indexes)]
    for one, index, other in pairs[:_SHOWN]:
        name = f"{one.name}.{index.name}"
        yield Finding(
            name,
            Level.NOTICE,
            _("index {index} is the beginning of {other} and can go", index=name, other=other.name),
            quote=f"{index.name} ({', '.join(index.columns)}) <= {other.name} ({', '.join(other.columns)})",
        )
    if tables.unseen and not tables.seen_count:
        return
    if pairs:
        summary = _("{count:number} indexes are superfluous", count=len(pairs))
        yield Finding("", Level.NOTICE, summary, measures={"indexes_count": float(len(pairs))})
    else:
        yield Finding("", Level.OK, _("no superfluous index in {count:number} tables", count=tables.seen_count))


def superfluous(indexes: tuple[Index, ...]) -> Iterator[tuple[Index, Index]]:
    """Each index that can go, with the one that does its work."""
    for one in indexes:
        found = next((other for other in indexes if other is not one and _covers(other, one)), None)
        if found is not None:
            yield one, found


def _covers(other: Index, one: Index) -> bool:
    """Whether ``other`` does all that ``one`` does; of two equal ones the later by name goes."""
    if one.kind != other.kind or one.name == "PRIMARY" or (one.kind != _ORDERED and one.columns != other.columns):
        return False
    if other.columns[: len(one.columns)] != one.columns:
        return False
    is_equal = other.columns == one.columns
    if one.is_unique:
        return is_equal and other.is_unique and (other.name == "PRIMARY" or other.name < one.name)
    return not is_equal or other.is_unique or other.name < one.name


REDUNDANT_INDEXES: Final = Check(
    id="database.mysql.redundant_indexes",
    title=_("MySQL: superfluous indexes"),
    area=Area.DB_TUNING,
    needs=INDEXED,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("information_schema.statistics of tables with several indexes that begin alike"),
    remedy=_(
        "See that no statement names it (FORCE INDEX), make it invisible first (MySQL 8: ALTER TABLE ... ALTER INDEX ... "
        "INVISIBLE; MariaDB 10.6: IGNORED), watch for a week, then drop it. Effect: faster writes, less memory and disk; "
        "effort: small."
    ),
    traps=(
        _("a unique index is a rule and never superfluous to a longer one"),
        _("an index over the beginning of a column (name(5)) is not one over the column"),
        _("an index that a foreign key needs is only named where another begins with the same columns"),
        _("full-text, spatial and hash indexes are compared only with their like, and whole"),
        _("ascending and descending are not the same; an expression is compared with nothing"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: sys.schema_redundant_indexes", "Percona Toolkit: pt-duplicate-key-checker"),
)
