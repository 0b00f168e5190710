"""Collations that sort otherwise than when the indexes were built."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.versions import COLLATIONS, Collations
from config.limits import Layered
from config.text import _


def judge(found: Listing[Collations], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a collation whose version differs, one of each database without any."""
    for one in found.records:
        for differing in one.differing:
            subject = one.database if differing.kind == "database" else f"{one.database}.{differing.name}"
            yield Finding(
                subject,
                Level.WARN,
                _("the system sorts by another version now: indexes on text may miss rows and let doubles in"),
                observed=_("built with {old}, now {new}", old=differing.made_with or "-", new=differing.now or "-"),
                expected=_("the version that the indexes were built with"),
                quote=f"{differing.kind} {differing.name} {differing.made_with} {differing.now}",
            )
        if not any(differing.kind == "database" for differing in one.differing):
            yield Finding(
                one.database,
                Level.OK,
                _("its collation and {count:number} others have the version that they were made with", count=one.count)
                if one.knows_database
                else _(
                    "{count:number} collations were compared; below 15 the database's own version is not kept",
                    count=one.count,
                ),
                measures={"collation_count": one.count},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


COLLATION_VERSIONS: Final = Check(
    id="database.postgres.collation_versions",
    title=_("PostgreSQL: versions of collations"),
    area=Area.DB_OBJECTS,
    needs=COLLATIONS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the version recorded with each collation (and from 15 on with each database) beside that of the system"),
    remedy=_(
        "After a change of the operating system (glibc, ICU): verify the indexes with amcheck, REINDEX those on text, off "
        "peak and CONCURRENTLY; only then ALTER DATABASE (or COLLATION) ... REFRESH [COLLATION] VERSION. A standby on "
        "another system release is in the same danger."
    ),
    traps=(
        _("C, POSIX and builtin collations have no version and cannot change"),
        _("on systems without versions of their C library (musl) nothing can be told"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: ALTER COLLATION, 24.2 Collation Support",),
)
