"""ZFS pools. A degraded pool works until the next disk; a full one slows down and cannot be written any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, SUMMARY_ORDER, Area, Check, Finding, Level, Scene
from collectors.base import Listing, Reason
from collectors.facts.pools import POOLS, Pool
from config.limits import Layered, compare, limit
from config.text import Text, _

_WHOLE: Final = "No known data errors"
_HARMLESS_STATES: Final = frozenset({"ONLINE", "AVAIL"})
_HARMLESS_STATUS: Final = ("features are not enabled", "older on-disk format", "legacy on-disk format", "being resilvered")
"""What zpool status tells of pools that work: an upgrade that nobody must do, a disk being filled."""


@dataclass(frozen=True, slots=True)
class ZfsLimits:
    """How full a pool may be."""

    warn_used: float = limit(0.80, unit="ratio", source="OpenZFS workload tuning: keep below 80 %")
    critical_used: float = limit(0.90, unit="ratio", source="our judgement")


def judge(pools: Listing[Pool], limits: Layered[ZfsLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a pool."""
    for pool in pools.records:
        at = limits.at(pool.name)
        level, summary = _verdict(pool, at)
        yield Finding(
            pool.name,
            level,
            summary,
            observed=_(
                "{health}; {errors}; last check: {scan}",
                health=pool.health or "-",
                errors=pool.errors or "-",
                scan=pool.scan or "-",
            ),
            expected=_("ONLINE without errors, less than {warn:percent} used", warn=at.warn_used),
            quote=" ".join(f"{one.name} {one.state}" for one in pool.devices)[:200],
            reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
            measures=_measures(pool),
        )


def _measures(pool: Pool) -> dict[str, float]:
    found: dict[str, float] = {"error_count": sum(one.error_count for one in pool.devices)} if pool.devices else {}
    if pool.used_ratio is not None:
        found["used_ratio"] = pool.used_ratio
    if pool.size_bytes is not None:
        found["size_bytes"] = pool.size_bytes
    return found


def _verdict(pool: Pool, limits: ZfsLimits) -> tuple[Level, Text]:
    """Give the worst of what is told; what is not told is unknown unless something told is critical."""
    return max((*_broken(pool), *_told(pool, limits)), key=lambda said: SUMMARY_ORDER.index(said[0]))


def _broken(pool: Pool) -> Iterator[tuple[Level, Text]]:
    bad = tuple(one.name for one in pool.devices if one.state not in _HARMLESS_STATES)
    if pool.health not in {"ONLINE", ""} and bad:
        yield (
            Level.CRITICAL,
            _("{pool} is {health}: {devices}", pool=pool.name, health=pool.health, devices=bad),
        )
    elif pool.health not in {"ONLINE", ""}:
        yield Level.CRITICAL, _("{pool} is {health}", pool=pool.name, health=pool.health)
    if pool.errors and pool.errors != _WHOLE:
        yield Level.CRITICAL, _("{pool} has lost data: {errors}", pool=pool.name, errors=pool.errors)


def _told(pool: Pool, limits: ZfsLimits) -> Iterator[tuple[Level, Text]]:
    if not pool.health or not pool.errors or pool.used_ratio is None:
        yield Level.UNKNOWN, _("not all of the state of {pool} was told", pool=pool.name)
    faulty = tuple(one.name for one in pool.devices if one.error_count)
    if faulty:
        yield Level.WARN, _("{pool} has counted errors on {devices}", pool=pool.name, devices=faulty)
    if pool.used_ratio is not None:
        side = compare(pool.used_ratio, limits.warn_used, limits.critical_used)
        yield LEVEL_OF_SIDE[side], _("{pool} is whole, {used:percent} used", pool=pool.name, used=pool.used_ratio)
    if pool.status and not any(word in pool.status for word in _HARMLESS_STATUS):
        yield Level.NOTICE, _("{pool}: {status}", pool=pool.name, status=pool.status)


ZFS_POOLS: Final = Check(
    id="server.zfs_pools",
    title=_("ZFS pools"),
    area=Area.STORAGE,
    needs=POOLS,
    limits=ZfsLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("zpool list, zpool status, the pools that the kernel module shows"),
    remedy=_(
        "Degraded: zpool status names the disk; make sure of a backup, replace the disk (zpool replace) and "
        "watch the resilver. Errors on a disk: check cable and controller, then zpool clear and, outside "
        "business hours, zpool scrub; replace it when they come back. Lost data: restore the files that zpool "
        "status -v names from the backup. Full: delete snapshots only with their owner's consent, or add "
        "disks; a disk once added to a pool can mostly not be taken out again."
    ),
    traps=(
        _("new features not yet enabled on a pool are told by zpool status and are no fault"),
        _("a scrub or resilver under way is no fault by itself"),
        _("error counts stay until zpool clear, after the cause is gone"),
        _("spare disks are AVAIL, not ONLINE"),
        _("a pool that was not imported does not show: the cache of pools tells that there should be some"),
        _("a suspended pool answers and cannot write"),
    ),
    clause="1.4.3.4",
    refs=("zpool-status(8)", "zpool-list(8)"),
)
