"""How large each database is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.postgres.space import DATABASES, Database
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """How large a database may become; 0 asks nothing."""

    warn_bytes: int = limit(0, unit="bytes", source="the operator: the size that was planned for; 0 asks nothing")


def judge(found: Listing[Database], limits: Layered[SizeLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a database that takes connections, and all as a table."""
    for one in found.records:
        if one.size_bytes is None:
            yield unknown(one.name, Unseen(one.name, Reason.DENIED, "pg_database_size", _GRANT))
            continue
        if one.is_invalid:
            summary = _("dropping it was interrupted: nobody can connect, and {size:bytes} are held", size=one.size_bytes)
            yield Finding(one.name, Level.WARN, summary, expected=_HALF, measures={"size_bytes": one.size_bytes})
            continue
        wanted = limits.at(one.name).warn_bytes
        is_large = bool(wanted) and one.size_bytes > wanted
        yield Finding(
            one.name,
            Level.WARN if is_large else Level.OK,
            _("{size:bytes}, more than was planned for", size=one.size_bytes)
            if is_large
            else _("{size:bytes}", size=one.size_bytes),
            expected=_("at most {most:bytes}", most=wanted) if wanted else None,
            measures={"size_bytes": one.size_bytes},
        )
    yield Exhibit(
        _("Sizes of databases"),
        (_("Database"), _("Tablespace"), _("Size")),
        tuple(
            (one.name, one.tablespace, "-" if one.size_bytes is None else _("{size:bytes}", size=one.size_bytes))
            for one in sorted(found.records, key=lambda one: -(one.size_bytes or 0))
        ),
    )


_HALF: Final = _("dropped again (drop database), which is all that can be done with it")
_GRANT: Final = _("grant pg_monitor to the inspecting account, or connect on that database")

DATABASE_SIZE: Final = Check(
    id="database.postgres.database_size",
    title=_("PostgreSQL: sizes of databases"),
    area=Area.DB_SPACE,
    needs=DATABASES,
    limits=SizeLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("pg_database_size() of each database, once a round"),
    remedy=_(
        "Look for what grew (the largest tables and indexes stand in their own check), agree with the customer how long "
        "data is kept, and archive or partition what is no longer used. Space that is deleted returns to the system only "
        "after a rewrite (pg_repack, VACUUM FULL in a window)."
    ),
    traps=(
        _("without write-ahead log, server log and temporary files: they stand in checks of their own"),
        _("a database whose drop was interrupted takes no connections: it is said here, and not asked elsewhere"),
        _("the size is asked of files, which takes seconds where there are 100,000 tables: once a round, not every minute"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 9.28.7 Database Object Management Functions",),
)
