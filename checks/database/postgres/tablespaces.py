"""What each tablespace holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.space import TABLESPACES, Tablespace
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class TablespaceLimits:
    """How large a tablespace may become; 0 asks nothing: PostgreSQL itself sets no end."""

    warn_bytes: int = limit(0, unit="bytes", source="the operator: the size that was planned for; 0 asks nothing")


def judge(found: Listing[Tablespace], limits: Layered[TablespaceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a tablespace."""
    for one in found.records:
        most = limits.at(one.name).warn_bytes
        is_large = bool(most) and one.size_bytes > most
        yield Finding(
            one.name,
            Level.WARN if is_large else Level.OK,
            _("{size:bytes}, more than was planned for", size=one.size_bytes)
            if is_large
            else _("{size:bytes} in it", size=one.size_bytes),
            observed=_("at {place}", place=one.location) if one.location else _("inside the data directory"),
            expected=_("at most {most:bytes}", most=most) if most else None,
            measures={"tablespace_bytes": one.size_bytes},
        )
    yield from (unknown(one.subject, one) for one in found.unseen)


TABLESPACES_CHECK: Final = Check(
    id="database.postgres.tablespaces",
    title=_("PostgreSQL: tablespaces"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    limits=TablespaceLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("pg_tablespace, its location and pg_tablespace_size(), once a round"),
    remedy=_(
        "A tablespace ends where its filesystem does: watch that on the host. Move tables and indexes (ALTER ... SET "
        "TABLESPACE locks and rewrites them: in a window) or have the filesystem extended."
    ),
    traps=(_("several tablespaces may share one filesystem, whose free room counts once"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 22.6 Tablespaces",),
)
