"""Which patches hold, and was the last one finished? A binary that is newer than its dictionary is half a patch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.accounts import PATCHES, Patch
from config.limits import Layered, compare, limit
from config.text import _

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class PatchLimits:
    """Age of the latest patch."""

    notice_seconds: int = limit(
        400 * _DAY, unit="seconds", source="Oracle publishes each quarter; ours: a year and a month"
    )


def judge(patches: Sequence[Patch], limits: Layered[PatchLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the latest, one a patch that did not succeed."""
    latest = min(patches, key=lambda one: one.age_seconds, default=None)
    if latest is None:
        yield Finding("", Level.NOTICE, _("no patch was ever applied to the dictionary"))
        return
    side = compare(latest.age_seconds, limits.base.notice_seconds, limits.base.notice_seconds)
    yield Finding(
        "",
        Level.OK if LEVEL_OF_SIDE[side] is Level.OK else Level.NOTICE,
        _("the latest patch was applied {age:duration} ago", age=max(0.0, latest.age_seconds)),
        observed=_("{words}", words=latest.words),
        quote=f"{latest.number} {latest.action} {latest.status} {latest.words}",
        measures={"patch_age_seconds": max(0.0, latest.age_seconds)},
    )
    for number in dict.fromkeys(one.number for one in patches):
        last = min((one for one in patches if one.number == number), key=lambda one: one.age_seconds)
        if last.status != "SUCCESS":
            summary = _("patch {number} ended as {status}", number=number, status=last.status)
            yield Finding(
                f"patch {number}", Level.WARN, summary, quote=f"{number} {last.action} {last.status} {last.words}"
            )


PATCH_LEVEL: Final = Check(
    id="database.oracle.patch_level",
    title=_("Oracle: patch level"),
    area=Area.DB_STATUS,
    needs=PATCHES,
    limits=PatchLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_registry_sqlpatch"),
    remedy=_(
        "Compare with opatch lspatches on the host: what is there and not here wants datapatch. A patch that ended with "
        "errors: its log below sqlpatch, then datapatch again. Plan the quarter's release update with the customer, tested "
        "elsewhere first."
    ),
    traps=(
        NOT_RUN,
        _("a patch that failed once and succeeded since is fine: the last run of each counts"),
        _("from 11.2 the dictionary keeps no such list: opatch on the host tells"),
        _("a patch of the binaries alone stands in no dictionary"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_REGISTRY_SQLPATCH",),
)
