"""Which patches hold, and was the last one finished? A binary that is newer than its dictionary is half a patch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import PATCHES, Patch, Patches
from config.limits import Layered, compare, limit
from config.text import Text, _

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class PatchLimits:
    """Age of the latest patch."""

    notice_seconds: int = limit(
        400 * _DAY, unit="seconds", source="Oracle publishes each quarter; ours: a year and a month"
    )


def judge(found: Listing[Patches], limits: Layered[PatchLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each container for the latest patch, one a patch that did not succeed."""
    for one in found.records:
        latest = one.patches[-1] if one.patches else None
        level, summary = _verdict(one, latest, limits.at(one.database))
        words = _("binaries {version}; {words}", version=one.binary or "-", words=latest.words if latest else "-")
        if latest is None:
            yield Finding(one.database, level, summary, observed=words)
            continue
        yield Finding(
            one.database,
            level,
            summary,
            observed=words,
            quote=f"{latest.number} {latest.action} {latest.status} {latest.words}",
            measures={"patch_age_seconds": max(0.0, latest.age_seconds)},
        )
        yield from _unfinished(one)


def _verdict(one: Patches, latest: Patch | None, limits: PatchLimits) -> tuple[Level, Text]:
    reached = next((patch.target for patch in reversed(one.patches) if patch.target), "")
    if reached and reached != one.binary and one.role == "PRIMARY":
        return Level.WARN, _(
            "the binaries are {binary}, the dictionary is patched to {reached}: datapatch did not run here",
            binary=one.binary,
            reached=reached,
        )
    if latest is None:
        return Level.NOTICE, _("no patch was ever applied to the dictionary")
    side = compare(latest.age_seconds, limits.notice_seconds, limits.notice_seconds)
    level = Level.OK if LEVEL_OF_SIDE[side] is Level.OK else Level.NOTICE
    return level, _("the latest patch was applied {age:duration} ago", age=max(0.0, latest.age_seconds))


def _unfinished(one: Patches) -> Iterator[Finding]:
    """The last run of each patch counts; a release update that failed is healed by the next one."""
    last = {patch.number: patch for patch in one.patches}
    healed = max((at for at, p in enumerate(one.patches) if p.target and p.status == "SUCCESS"), default=-1)
    for number, patch in last.items():
        is_healed = bool(patch.target) and one.patches.index(patch) < healed
        if patch.status != "SUCCESS" and not is_healed:
            summary = _("patch {number} ended as {status}", number=number, status=patch.status)
            quote = f"{number} {patch.action} {patch.status} {patch.words}"
            yield Finding(f"{one.database}.{number}", Level.WARN, summary, quote=quote)


PATCH_LEVEL: Final = Check(
    id="database.oracle.patch_level",
    title=_("Oracle: patch level"),
    area=Area.DB_STATUS,
    needs=PATCHES,
    limits=PatchLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_registry_sqlpatch (11.2: dba_registry_history), v$instance version"),
    remedy=_(
        "Compare with opatch lspatches on the host: what is there and not here wants datapatch. A patch that ended with "
        "errors: its log below sqlpatch, then datapatch again. Plan the quarter's release update with the customer, tested "
        "elsewhere first."
    ),
    traps=(
        NOT_RUN,
        _("a patch that failed once and succeeded since is fine: the last run of each counts"),
        _("each pluggable database is patched by itself: one that was closed then lacks the patch"),
        _("a standby is patched first and its dictionary with the primary's: the two are not compared there"),
        _("a patch of the binaries alone stands in no dictionary: opatch on the host tells"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_REGISTRY_SQLPATCH, DBA_REGISTRY_HISTORY, V$INSTANCE",),
)
