"""Evidence of a restore. A backup that was never restored is a hope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.local_time import day
from collectors.facts.backups import RESTORE_EVIDENCE, RestoreEvidence
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class RestoreLimits:
    """How long ago the last drill may be."""

    warn_days: int = limit(365, unit="days", source="our judgement: a drill a year")


def judge(evidence: RestoreEvidence, limits: Layered[RestoreLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: the last restore that was tried."""
    if evidence.drilled_at is None:
        yield Finding("", Level.WARN, _("no restore of a backup of this machine was ever tried"))
        return
    is_old = scene.at - evidence.drilled_at >= timedelta(days=limits.base.warn_days)
    yield Finding(
        "",
        Level.WARN if is_old else Level.OK,
        _("a restore was last tried on {day}", day=day(evidence.drilled_at, scene)),
        expected=_("within {days:number} days", days=limits.base.warn_days),
        quote=evidence.told_by,
    )


RESTORE_EVIDENCE_CHECK: Final = Check(
    id="server.restore_evidence",
    title=_("Restore drill"),
    area=Area.BACKUP,
    needs=RESTORE_EVIDENCE,
    limits=RestoreLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("what the customer's record says of the last restore that was tried; no command tells it"),
    remedy=_(
        "Agree with the customer on a drill: restore the newest backup on another machine, compare row counts or files "
        "with the original, note the time it took and who was there, and keep the record."
    ),
    traps=(
        _("a backup job that succeeds proves no restore"),
        _("what was told without a record is not evidence"),
    ),
    clause="1.4.3.4",
)
