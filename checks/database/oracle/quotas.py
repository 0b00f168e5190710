"""Do accounts come near what they may take of a tablespace? Past it their inserts fail (ORA-01536), with room left."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.limits import QUOTAS, Quota, Quotas
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class QuotaLimits:
    """Used beside the quota."""

    warn: float = limit(0.85, unit="ratio", source="our own: as for tablespaces")
    critical: float = limit(0.95, unit="ratio", source="our own: as for tablespaces")


def judge(found: Listing[Quotas], limits: Layered[QuotaLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a bounded quota that is in use, one of each container that has none."""
    for one in found.records:
        for quota in one.bounded:
            yield _finding(one.database, quota, limits.at(f"{one.database}.{quota.account}.{quota.tablespace}"))
        if not one.bounded:
            yield Finding(one.database, Level.OK, _("none of {count:number} quotas bounds what is in use", count=one.count))


def _finding(database: str, one: Quota, limits: QuotaLimits) -> Finding:
    share = one.used_bytes / one.limit_bytes if one.limit_bytes else 1.0
    return Finding(
        f"{database}.{one.account}.{one.tablespace}",
        LEVEL_OF_SIDE[compare(share, limits.warn, limits.critical)],
        _("{share:percent} of its quota of {limit:bytes} is used", share=share, limit=one.limit_bytes),
        expected=_("below {warn:percent}", warn=limits.warn),
        quote=f"{one.account} {one.tablespace} bytes={one.used_bytes} max_bytes={one.limit_bytes}",
        measures={"used_bytes": float(one.used_bytes), "limit_bytes": float(one.limit_bytes)},
    )


QUOTAS_CHECK: Final = Check(
    id="database.oracle.quotas",
    title=_("Oracle: quotas on tablespaces"),
    area=Area.DB_SPACE,
    needs=QUOTAS,
    limits=QuotaLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_ts_quotas of users: bytes, max_bytes; dba_sys_privs"),
    remedy=_(
        "Ask the application's owner whether the growth is meant; then raise the quota (alter user ... quota ... on ...), "
        "as far as the tablespace has room, or clear away what is not needed."
    ),
    traps=(
        NOT_RUN,
        _("an account with UNLIMITED TABLESPACE is held by no quota: it is left out, though one may still stand there"),
        _("quotas without a bound, and those of Oracle's own accounts, are left out"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_TS_QUOTAS",),
)
