"""Pages whose checksum was wrong when they were read: the storage gave back other bytes than were written."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.postgres.space import CHECKSUMS, Checksums
from config.limits import Layered
from config.text import _


def judge(found: Checksums, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server, one of each database with failures."""
    if not found.is_on:
        yield Finding("", Level.NOTICE, _("checksums are off: damage by the storage is not noticed when pages are read"))
        return
    bad = {name: count for name, count in found.failures if count}
    for name, count in bad.items():
        yield Finding(
            name or "shared objects",
            Level.CRITICAL,
            _("{count:number} page(s) were read with a wrong checksum", count=count),
            expected=_("none"),
            measures={"checksum_failure_count": count},
        )
    if not bad:
        yield Finding("", Level.OK, _("checksums are on, and none was wrong"), measures={"checksum_failure_count": 0})


CHECKSUMS_CHECK: Final = Check(
    id="database.postgres.checksums",
    title=_("PostgreSQL: checksum failures"),
    area=Area.DB_STATUS,
    needs=CHECKSUMS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("data_checksums, pg_stat_database.checksum_failures (version 12 and later)"),
    remedy=_(
        "Make a backup of what can be read at once, and keep the older backups. Find the page in the server's log (invalid "
        "page in block), look at disks, controller and filesystem of the host, restore the object from a good backup, and "
        "verify the rest (pg_amcheck, pg_checksums with the server stopped). Never set zero_damaged_pages before there is "
        "a copy. Switched off: pg_checksums --enable needs the server stopped."
    ),
    traps=(
        _("the count starts again when statistics are reset"),
        _("only pages that were read are verified: an old damaged page is found when somebody needs it"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 28.2.17 pg_stat_database, pg_checksums",),
)
