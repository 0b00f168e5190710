"""Redis. What it could not save is lost with the next restart, and at its memory's limit it refuses to write."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.middleware import REDIS, RedisState
from config.limits import Layered, compare, limit
from config.text import Text, _

_EVICTING: Final = ("allkeys", "volatile")


@dataclass(frozen=True, slots=True)
class RedisLimits:
    """Memory and clients against their limits, age of the last snapshot, fragmentation of large ones."""

    warn_memory: float = limit(
        0.90, unit="ratio", source="Awesome Prometheus Alerts: RedisOutOfConfiguredMaxmemory", subjects=("* memory",)
    )
    critical_memory: float = limit(0.98, unit="ratio", source="our judgement", subjects=("* memory",))
    warn_clients: float = limit(
        0.90, unit="ratio", source="Awesome Prometheus Alerts: RedisTooManyConnections", subjects=("* clients",)
    )
    warn_snapshot_hours: float = limit(
        48.0, unit="hours", source="Awesome Prometheus Alerts: RedisMissingBackup, twice", subjects=("* saving",)
    )
    warn_fragmentation: float = limit(
        1.5, unit="ratio", source="Redis documentation: INFO, mem_fragmentation_ratio", subjects=("* memory",)
    )
    fragmentation_from_bytes: int = limit(
        2**30, unit="bytes", source="measured: 13.84 on an empty, healthy instance", subjects=("* memory",)
    )


def judge(found: Listing[RedisState], limits: Layered[RedisLimits], scene: Scene) -> Iterator[Finding]:
    """Of each server: saving, replication, memory, clients."""
    for one in found.records:
        at = limits.at(one.name)
        yield _saving(one, at)
        yield _replication(one)
        yield _memory(one, at)
        yield _clients(one, at)


def _saving(one: RedisState, limits: RedisLimits) -> Finding:
    level, summary = _saved(one, limits)
    age = one.snapshot_age_seconds
    return Finding(
        f"{one.name} saving",
        level,
        summary,
        observed=_("append-only file: {aof}", aof=_("on") if one.is_append_only else _("off")),
        expected=_("the last save came off"),
        quote=f"rdb_last_bgsave_status:{ {True: 'ok', False: 'err', None: '-'}[one.is_snapshot_good] }",
        measures=({"snapshot_age_seconds": age} if age is not None else {}) | {"changes_count": one.changes_count or 0},
    )


def _saved(one: RedisState, limits: RedisLimits) -> tuple[Level, Text]:
    if one.is_loading:
        return Level.WARN, _("it is still loading its data and answers nobody")
    if one.is_snapshot_good is False:
        return Level.CRITICAL, _("the last snapshot (bgsave) failed: by default it refuses to write now")
    if one.is_append_only and one.is_append_good is False:
        return Level.CRITICAL, _("the append-only file could not be written")
    hours = (one.snapshot_age_seconds or 0) / 3600
    if not one.is_append_only and one.changes_count and hours > limits.warn_snapshot_hours:
        return Level.WARN, _(
            "the last snapshot is {age:duration} old, and data has changed since", age=one.snapshot_age_seconds or 0
        )
    return Level.OK, _("the last save came off")


def _replication(one: RedisState) -> Finding:
    if one.is_master_up is False:
        level, summary = Level.CRITICAL, _("the link to its master is down: its data grows old")
    elif one.role == "slave":
        level, summary = Level.OK, _("it follows its master")
    else:
        level, summary = Level.OK, _("it is master of {count:number} replica(s)", count=one.replicas_count or 0)
    return Finding(
        f"{one.name} replication",
        level,
        summary,
        quote=f"role:{one.role}",
        measures={"replicas_count": one.replicas_count or 0},
    )


def _memory(one: RedisState, limits: RedisLimits) -> Finding:
    most = one.most_bytes or one.system_bytes or 0
    level, summary = _room(one, most, limits)
    ratio = {"fragmentation_ratio": one.fragmentation_ratio} if one.fragmentation_ratio is not None else {}
    return Finding(
        f"{one.name} memory",
        level,
        summary,
        observed=_("{used:bytes} used, maxmemory {most:bytes}", used=one.used_bytes, most=one.most_bytes),
        expected=_("below {limit:percent}", limit=limits.warn_memory),
        quote=f"maxmemory_policy:{one.policy}",
        measures={"used_bytes": one.used_bytes, "most_bytes": one.most_bytes, "evicted_count": one.evicted_count} | ratio,
    )


def _room(one: RedisState, most: int, limits: RedisLimits) -> tuple[Level, Text]:
    used = one.used_bytes / most if most else 0.0
    level = LEVEL_OF_SIDE[compare(used, limits.warn_memory, limits.critical_memory)]
    if level is not Level.OK and one.policy.startswith(_EVICTING) and one.most_bytes:
        return Level.NOTICE, _(
            "{used:percent} of maxmemory is in use; it drops old keys by itself ({policy})", used=used, policy=one.policy
        )
    if level is not Level.OK:
        return level, _("{used:percent} of what it may use is in use; then it refuses to write", used=used)
    fragmented = one.fragmentation_ratio or 0.0
    if one.used_bytes >= limits.fragmentation_from_bytes and fragmented > limits.warn_fragmentation:
        return Level.WARN, _("it holds {ratio:number} times the memory that it uses", ratio=fragmented)
    if not one.most_bytes and one.system_bytes:
        return Level.OK, _("no maxmemory is set; it uses {used:percent} of the machine's memory", used=used)
    if not most:
        return Level.OK, _("no maxmemory is set, and it does not tell the machine's memory")
    return Level.OK, _("{used:percent} of maxmemory is in use", used=used)


def _clients(one: RedisState, limits: RedisLimits) -> Finding:
    share = one.clients_count / one.clients_most if one.clients_most else 0.0
    if share >= limits.warn_clients:
        level, summary = Level.WARN, _("{share:percent} of the connections it allows are in use", share=share)
    else:
        level, summary = Level.OK, _("{count:number} clients are connected", count=one.clients_count)
    return Finding(
        f"{one.name} clients",
        level,
        summary,
        observed=_("{count:number} connections were rejected since its start", count=one.rejected_count),
        measures={"clients_count": one.clients_count, "rejected_count": one.rejected_count},
    )


REDIS_CHECK: Final = Check(
    id="function.redis",
    title=_("Redis service"),
    area=Area.FUNCTIONS,
    needs=REDIS,
    limits=RedisLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("INFO, over its own protocol from where xunjian runs, or by redis-cli on the host"),
    remedy=_(
        "For a failed save read its log: the disk is full, the folder is read-only, or fork lacks memory "
        "(vm.overcommit_memory=1). Do not restart it before a save has come off: what came since the last one "
        "is lost. Save by hand outside business hours (BGSAVE, which may need as much memory again) and look "
        "again. For a replica see the network and masterauth. At maxmemory find the largest keys (redis-cli "
        "--bigkeys, off-peak) before you raise it."
    ),
    traps=(
        _("the fragmentation ratio of a nearly empty instance means nothing: judged from 1 GiB used on"),
        _("maxmemory 0 means unlimited: held against the machine's memory"),
        _("at maxmemory a cache drops old keys by design; without eviction it refuses to write"),
        _("the append-only file off is a choice"),
        _("an age of the snapshot counts only where data has changed since"),
        _("rejected connections are counted since the start, not since yesterday"),
    ),
    clause="1.4.3.4",
    refs=("redis.io/commands/info",),
)
