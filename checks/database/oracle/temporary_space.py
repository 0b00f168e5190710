"""Is there temporary space left? Without it large sorts and joins fail (ORA-01652)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.activity import TEMPORARIES, Temporary
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class TemporaryLimits:
    """In use now beside what the files may grow to."""

    warn: float = limit(0.85, unit="ratio", source="our own: as for other tablespaces")
    critical: float = limit(0.95, unit="ratio", source="our own: as for other tablespaces")


def judge(temporaries: Listing[Temporary], limits: Layered[TemporaryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a temporary tablespace."""
    for one in temporaries.records:
        bounds = limits.at(one.subject)
        used = max(0, one.size_bytes - one.free_bytes)
        share = used / one.limit_bytes if one.limit_bytes else 1.0
        yield Finding(
            one.subject,
            LEVEL_OF_SIDE[compare(share, bounds.warn, bounds.critical)],
            _("{share:percent} of {limit:bytes} in use now", share=share, limit=one.limit_bytes),
            observed=_("files of {size:bytes}, {free:bytes} of it free", size=one.size_bytes, free=one.free_bytes),
            expected=_("below {warn:percent}", warn=bounds.warn),
            quote=f"{one.name} size={one.size_bytes} free={one.free_bytes} max={one.limit_bytes}",
            measures={"used_bytes": float(used), "limit_bytes": float(one.limit_bytes)},
        )


TEMPORARY_SPACE: Final = Check(
    id="database.oracle.temporary_space",
    title=_("Oracle: temporary space"),
    area=Area.DB_SPACE,
    needs=TEMPORARIES,
    limits=TemporaryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_temp_free_space, dba_temp_files"),
    remedy=_(
        "See who uses it (gv$tempseg_usage with gv$session): a statement without a join condition, a report, an "
        "index build. "
        "Mend the statement or spread the work; enlarge the temporary files only when it is needed every day."
    ),
    traps=(
        NOT_RUN,
        _("temporary space that was allocated once is never given back: allocated is not in use"),
        _("autoextension of temporary files is counted, which many tools show as off"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_TEMP_FREE_SPACE, DBA_TEMP_FILES",),
)
