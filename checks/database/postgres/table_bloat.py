"""Tables that take far more room than their rows need."""

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
class TableBloatLimits:
    """Waste counts where it is large in bytes and in share."""

    warn_bytes: int = limit(2**30, unit="bytes", source="check_postgres: 1 GB")
    warn_ratio: float = limit(0.4, unit="ratio", source="our judgement: 20 % (pg_gather) is what updates leave anyway")
    critical_bytes: int = limit(20 * 2**30, unit="bytes", source="our judgement: check_postgres has 5 GB without a share")
    critical_ratio: float = limit(0.6, unit="ratio", source="our judgement")


def judge(found: Listing[Rooms], limits: Layered[TableBloatLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a table that wastes much or cannot be told, one of each database that is fine."""
    for one in found.records:
        yield from judged(one.database, one.tables, limits, _fine)
    yield from (unknown(one.subject, one) for one in found.unseen)


def _fine(count: int) -> Text:
    return _("none of {count:number} tables of 10 MiB and more wastes much", count=count)


TABLE_BLOAT: Final = Check(
    id="database.postgres.table_bloat",
    title=_("PostgreSQL: bloated tables"),
    area=Area.DB_OBJECTS,
    needs=ROOMS,
    limits=TableBloatLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "pages and rows of each large table by pg_class, the average widths of its columns, its fill factor: what its rows "
        "need beside what it takes; no table is read"
    ),
    remedy=_(
        "First remove the cause (what holds back VACUUM, autovacuum that is too slow), else it comes back. Confirm with "
        "pgstattuple_approx off peak. Then pg_repack or pg_squeeze, which work beside the application and need room for a "
        "second copy; VACUUM FULL locks the table against everybody and belongs into a window. Effect: less to read and to "
        "back up, and a better cache; effort: one to several hours of a specialist."
    ),
    traps=(
        _(
            "an estimate: against pgstattuple it was off by at most 6 points on tables without waste, by 3 on tables with "
            "much; with stale statistics it is off by 50 and more, so then nothing is said"
        ),
        _("room that a fill factor leaves free on purpose is not bloat"),
        _("large values stand outside the table (TOAST) and are not estimated"),
        _("up to version 13 a table never analysed shows 0 rows, from 14 on -1: neither is an empty table"),
        _("widths that the account may not see are not guessed: other tools take 2048 bytes and say that all is well"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 24.1.2 Recovering Disk Space, F.33 pgstattuple, 73.6 Database Page Layout",),
)
