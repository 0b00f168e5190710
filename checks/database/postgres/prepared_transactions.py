"""Transactions prepared for a two-phase commit and never ended: they survive a restart and keep locks and row versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.postgres.sessions import PREPARED, Prepared
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class PreparedLimits:
    """How long one may stay prepared."""

    warn_seconds: int = limit(300, unit="seconds", source="our judgement; transaction managers need seconds")
    critical_seconds: int = limit(3600, unit="seconds", source="our judgement, 1 h")


def judge(found: Listing[Prepared], limits: Layered[PreparedLimits], scene: Scene) -> Iterator[Finding]:
    """One finding each; one of the server where there is none."""
    if not found.records:
        yield Finding("", Level.OK, _("no transaction stays prepared"), measures={"prepared_count": 0})
    for one in found.records:
        mine = limits.at(one.gid)
        yield Finding(
            f"{one.database} {one.gid}",
            LEVEL_OF_SIDE[compare(one.age_seconds, mine.warn_seconds, mine.critical_seconds)],
            _("prepared {age:duration} ago by {owner} and not ended", age=one.age_seconds, owner=one.owner),
            expected=_("shorter than {warn:duration}", warn=mine.warn_seconds),
            measures={"prepared_seconds": one.age_seconds, "xmin_age": one.xmin_age},
        )


PREPARED_TRANSACTIONS: Final = Check(
    id="database.postgres.prepared_transactions",
    title=_("PostgreSQL: prepared transactions left behind"),
    area=Area.DB_STATUS,
    needs=PREPARED,
    limits=PreparedLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_prepared_xacts"),
    remedy=_(
        "Ask those who run the transaction manager (XA, Seata, Atomikos ...) whether it still knows the id, and what "
        "became of the other half. Only then COMMIT PREPARED or ROLLBACK PREPARED in that database, with the customer's "
        "consent."
    ),
    traps=(
        _("transaction managers hold one for seconds: only those that stay are told"),
        _("a restart does not end them, unlike every other transaction"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 52.17 pg_prepared_xacts",),
)
