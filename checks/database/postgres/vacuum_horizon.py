"""Who keeps VACUUM from removing dead row versions: four kinds of culprit, the oldest named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.postgres.sessions import HOLDERS, Holder
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class HorizonLimits:
    """How many transactions back the oldest may hold."""

    warn_age: int = limit(10_000_000, unit="count", source="our judgement")
    critical_age: int = limit(100_000_000, unit="count", source="half of autovacuum_freeze_max_age's 200 million")


_KINDS: Final = {
    "backend": _("a session"),
    "prepared": _("a prepared transaction"),
    "slot": _("a replication slot"),
    "standby": _("a standby with hot_standby_feedback"),
}


def judge(found: Listing[Holder], limits: Layered[HorizonLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server, with the oldest holder."""
    base = limits.base
    oldest = max(found.records, key=lambda one: one.age, default=None)
    age = oldest.age if oldest else 0
    summary = _("nothing holds back VACUUM")
    if oldest:
        summary = _(
            "{kind} ({name}) holds row versions of the last {age:number} transactions",
            kind=_KINDS.get(oldest.kind, _KINDS["backend"]),
            name=oldest.name,
            age=age,
        )
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(age, base.warn_age, base.critical_age)],
        summary,
        expected=_("fewer than {warn:number} transactions", warn=base.warn_age),
        quote="\n".join(f"{one.kind} {one.name} {one.age}" for one in found.records[:5]),
        measures={"horizon_age": age},
    )


VACUUM_HORIZON: Final = Check(
    id="database.postgres.vacuum_horizon",
    title=_("PostgreSQL: what holds back VACUUM"),
    area=Area.DB_STATUS,
    needs=HOLDERS,
    limits=HorizonLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the oldest xmin of sessions, prepared transactions, replication slots and standbys"),
    remedy=_(
        "End what is named, with its owner's consent: the long transaction, the prepared transaction that was left behind, "
        "the replication slot that nobody reads, or the long query on the standby. Until then no VACUUM helps, and tables "
        "grow."
    ),
    traps=(_('VACUUM reports success although it could remove nothing: the dead rows are "not yet removable"'),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 24.1.2 Recovering Disk Space",),
)
