"""The largest tables of each database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.relations import LARGEST, Largest, Relation
from config.limits import Layered, limit
from config.text import Text, _

_SHOWN: Final = 30
_LEAST: Final = 10 * 2**20
"""Smaller tables are not worth a line."""


@dataclass(frozen=True, slots=True)
class LargestLimits:
    """Which tables have a finding of their own, so that their growth is followed."""

    single_bytes: int = limit(2**30, unit="bytes", source="our judgement: the growth of a smaller one plans nothing")
    single_count: int = limit(10, unit="count", source="our judgement: of each database its ten largest")


def judge(found: Listing[Largest], limits: Layered[LargestLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a database: what its largest tables take; one each of its very large ones; the largest as a table."""
    rows = [(one.database, table) for one in found.records for table in one.relations if table.size_bytes >= _LEAST]
    for one in found.records:
        size = sum(table.size_bytes for table in one.relations)
        yield Finding(
            one.database,
            Level.OK,
            _("the {count:number} largest of its tables take {size:bytes}", count=len(one.relations), size=size),
            measures={"largest_tables_bytes": size},
        )
        yield from _singles(one, limits.at(one.database))
    if rows:
        rows.sort(key=lambda pair: -pair[1].size_bytes)
        yield Exhibit(
            _("Largest tables"),
            (_("Database"), _("Table"), _("In all"), _("Rows"), _("Indexes"), _("Large values (TOAST)")),
            tuple((database, table.name, *_sizes(table)) for database, table in rows[:_SHOWN]),
        )
    yield from (unknown(one.subject, one) for one in found.unseen)


def _singles(one: Largest, limits: LargestLimits) -> Iterator[Finding]:
    tables = sorted(one.relations, key=lambda table: (-table.size_bytes, table.name))[: limits.single_count]
    for table in tables:
        if table.size_bytes >= limits.single_bytes:
            yield Finding(
                f"{one.database}.{table.name}",
                Level.OK,
                _("it takes {size:bytes} in all", size=table.size_bytes),
                measures={"table_bytes": float(table.size_bytes)},
            )


def _sizes(one: Relation) -> tuple[Text, ...]:
    return tuple(
        _("{size:bytes}", size=size) for size in (one.size_bytes, one.table_bytes, one.index_bytes, one.toast_bytes)
    )


LARGEST_TABLES: Final = Check(
    id="database.postgres.largest_tables",
    title=_("PostgreSQL: largest tables"),
    area=Area.DB_SPACE,
    needs=LARGEST,
    limits=LargestLimits(),
    judge=judge,
    worst=Level.OK,
    reads=_("pages by pg_class; of the 30 largest of each database their files, where nobody holds the table exclusively"),
    remedy=_("Nothing to do; hold it against the growth, and agree with the customer what may be archived."),
    traps=(
        _("pages by the catalogue are those of the last vacuum or analyse"),
        _("the functions of size wait behind an exclusive lock: such tables are shown by the catalogue's pages"),
    ),
    clause="1.4.3.4",
)
