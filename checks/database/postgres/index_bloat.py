"""Indexes that take far more room than their entries need."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.postgres_rooms import judged
from collectors.base import Listing
from collectors.facts.postgres.bloat import ROOMS, Rooms
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class IndexBloatLimits:
    """Waste counts where it is large in bytes and in share."""

    warn_bytes: int = limit(2**30, unit="bytes", source="check_postgres: 1 GB")
    warn_ratio: float = limit(0.5, unit="ratio", source="our judgement: half-full pages are usual after random inserts")
    critical_bytes: int = limit(50 * 2**30, unit="bytes", source="our judgement")
    critical_ratio: float = limit(0.8, unit="ratio", source="our judgement")


def judge(found: Listing[Rooms], limits: Layered[IndexBloatLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an index that wastes much or cannot be told, one of each database that is fine."""
    for one in found.records:
        others = one.other_index_count

        def fine(count: int, others: int = others) -> Text:
            return _(
                "none of {count:number} unique indexes of 10 MiB and more wastes much; {others:number} others that are not "
                "unique, partial or of expressions were not judged: the catalogue cannot tell",
                count=count,
                others=others,
            )

        yield from judged(one.database, one.indexes, limits, fine)
    yield from (unknown(one.subject, one) for one in found.unseen)


INDEX_BLOAT: Final = Check(
    id="database.postgres.index_bloat",
    title=_("PostgreSQL: bloated indexes"),
    area=Area.DB_OBJECTS,
    needs=ROOMS,
    limits=IndexBloatLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pages and entries of each large unique btree index by pg_class, the widths of its columns, its fill factor"),
    remedy=_(
        "Confirm with pgstatindex off peak (avg_leaf_density). From version 12 REINDEX INDEX CONCURRENTLY builds it anew "
        "beside the application; before that build a second one CONCURRENTLY, drop the old and rename. Both need room for "
        "a copy. Effect: less to read, a better cache; effort: small, off peak."
    ),
    traps=(
        _("only unique, whole btree indexes are judged: equal entries are packed together from version 13 on"),
        _("a tenth of each page is left free on purpose (fill factor 90)"),
        _("the estimate is of medium confidence"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 24.2 Routine Reindexing, F.33 pgstattuple",),
)
