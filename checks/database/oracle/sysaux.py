"""Who lives in SYSAUX, and has one of them grown out of measure? Nobody looks there until it is full."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.limits import OCCUPANTS, Occupants
from config.limits import Layered, limit
from config.text import _

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class OccupantLimits:
    """What one component may take of SYSAUX."""

    notice_bytes: int = limit(10 << 30, unit="bytes", source="our own: eight days of snapshots take one or two GiB")
    warn_bytes: int = limit(50 << 30, unit="bytes", source="our own: it is not purged any more")


def judge(found: Listing[Occupants], limits: Layered[OccupantLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a component that takes much, one of each container of all of them."""
    for one in found.records:
        largest = sorted(one.records, key=lambda occupant: -occupant.size_bytes)
        total = sum(occupant.size_bytes for occupant in largest)
        yield Finding(
            one.database,
            Level.OK,
            _("{count:number} components hold {size:bytes} of SYSAUX", count=len(largest), size=total),
            quote="; ".join(f"{occupant.name} {occupant.size_bytes}" for occupant in largest[:_SHOWN]),
            measures={"occupants_bytes": float(total)},
        )
        for occupant in largest:
            bounds = limits.at(f"{one.database}.{occupant.name}")
            if occupant.size_bytes >= bounds.notice_bytes:
                yield Finding(
                    f"{one.database}.{occupant.name}",
                    Level.WARN if occupant.size_bytes >= bounds.warn_bytes else Level.NOTICE,
                    _("{name} holds {size:bytes} of SYSAUX", name=occupant.name, size=occupant.size_bytes),
                    expected=_("below {size:bytes}", size=bounds.notice_bytes),
                    quote=f"{occupant.name} {occupant.size_bytes}",
                    measures={"occupant_bytes": float(occupant.size_bytes)},
                )


SYSAUX: Final = Check(
    id="database.oracle.sysaux",
    title=_("Oracle: who fills SYSAUX"),
    area=Area.DB_SPACE,
    needs=OCCUPANTS,
    limits=OccupantLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("v$sysaux_occupants: space_usage_kbytes; no view of the workload repository"),
    remedy=_(
        "SM/AWR: ask how long snapshots are kept and whether old ones are still purged; a baseline keeps its own for ever "
        "(to read or set this needs the Diagnostics Pack). SM/OPTSTAT: shorten the history of statistics "
        "(dbms_stats.alter_stats_history_retention), then purge it in small steps. SM/ADVISOR: of 12.2 the statistics "
        "advisor's task is known to grow. AUDSYS: archive and clean the audit trail (dbms_audit_mgmt), as the rules on how "
        "long records are kept allow."
    ),
    traps=(
        NOT_RUN,
        _("long retention of snapshots is sometimes wanted: set the limit where it is"),
        _("what is purged leaves free room within its tables: the size goes down after a reorganisation only"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$SYSAUX_OCCUPANTS",),
)
