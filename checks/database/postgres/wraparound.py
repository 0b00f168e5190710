"""How far the oldest transaction ids are from where the server stops taking writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.postgres.space import AGES, DatabaseAge
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class WraparoundLimits:
    """Ages in transactions, and beside autovacuum's own mark."""

    behind: float = limit(1.5, unit="ratio", source="our judgement: at 1 autovacuum begins; at 1.5 it does not keep up")
    warn_age: int = limit(1_000_000_000, unit="count", source="check_postgres 1.3 billion; ours leaves time for a VACUUM")
    critical_age: int = limit(1_300_000_000, unit="count", source="check_postgres 1.4 billion; the server stops near 2.1")


def judge(found: Listing[DatabaseAge], limits: Layered[WraparoundLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a database, those that take no connections included: they age like the others."""
    for one in found.records:
        base = limits.at(one.name)
        age, mark = one.xid_age, one.freeze_max_age
        is_multixact = one.multixact_age / one.multixact_freeze_max_age > age / mark
        if is_multixact:
            age, mark = one.multixact_age, one.multixact_freeze_max_age
        ratio = age / mark
        level = Level.OK
        if age >= base.critical_age:
            level = Level.CRITICAL
        elif age >= base.warn_age or ratio >= base.behind:
            level = Level.WARN
        yield Finding(
            one.name,
            level,
            _summary(age, ratio, is_multixact=is_multixact),
            observed=_(
                "transaction ids {xid:number} old, multixacts {multixact:number}",
                xid=one.xid_age,
                multixact=one.multixact_age,
            ),
            expected=_(
                "below {warn:number}, and near autovacuum's own mark of {mark:number}", warn=base.warn_age, mark=mark
            ),
            measures={"xid_age": one.xid_age, "multixact_age": one.multixact_age},
        )


def _summary(age: int, ratio: float, *, is_multixact: bool) -> Text:
    if is_multixact:
        return _("the oldest multixact is {age:number} old: {ratio:percent} of autovacuum's mark", age=age, ratio=ratio)
    return _("the oldest transaction id is {age:number} old: {ratio:percent} of autovacuum's mark", age=age, ratio=ratio)


WRAPAROUND: Final = Check(
    id="database.postgres.wraparound",
    title=_("PostgreSQL: age of transaction ids"),
    area=Area.DB_STATUS,
    needs=AGES,
    limits=WraparoundLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_database: age(datfrozenxid), mxid_age(datminmxid), of every database, closed ones too"),
    remedy=_(
        "First remove what holds back VACUUM (the check of that name), then run VACUUM (FREEZE) in that database on the "
        "oldest tables (order by age(relfrozenxid)), off peak; VACUUM FULL is not needed and blocks. Near the limit stop "
        "mass writes. A database that takes no connections must be opened for it."
    ),
    traps=(
        _("reaching autovacuum's mark is normal: it begins its work there; well beyond it is behind"),
        _("databases that take no connections are counted too: other tools leave them out"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 24.1.5 Preventing Transaction ID Wraparound Failures",),
)
