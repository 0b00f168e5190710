"""Redis Cluster and Sentinel. A slot that no node has is refused to everybody; a master without a quorum stays down."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.redis_watch import REDIS_KEEPERS, RedisCluster, RedisKeeper, RedisSentinel, WatchedMaster
from config.limits import Layered, limit
from config.text import Text, _

_SLOTS: Final = 16384
"""Hash slots of every cluster (Redis cluster specification)."""


@dataclass(frozen=True, slots=True)
class KeeperLimits:
    """How many Sentinels should watch a master."""

    warn_sentinels: int = limit(
        3, unit="count", source="Redis documentation: Sentinel, at least three for a robust deployment"
    )


def judge(found: Listing[RedisKeeper], limits: Layered[KeeperLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a cluster; of each Sentinel one for itself and one for each master it watches."""
    for one in found.records:
        if isinstance(one, RedisCluster):
            yield _cluster(one)
        else:
            yield _sentinel(one)
            yield from (_master(one, master, limits.at(master.name)) for master in one.masters)


def _cluster(one: RedisCluster) -> Finding:
    level, summary = _cluster_verdict(one)
    return Finding(
        f"{one.name} cluster",
        level,
        summary,
        observed=_(
            "{assigned:number} slots have a node, {nodes:number} nodes, {serving:number} of them serve",
            assigned=one.assigned_count,
            nodes=one.nodes_count,
            serving=one.serving_count,
        ),
        expected=_("all {slots:number} slots are served", slots=_SLOTS),
        quote=f"cluster_state:{one.state}",
        measures={"slots_count": one.assigned_count, "failed_slots_count": one.fail_count, "nodes_count": one.nodes_count},
    )


def _cluster_verdict(one: RedisCluster) -> tuple[Level, Text]:
    if one.assigned_count < _SLOTS:
        missing = _SLOTS - one.assigned_count
        return Level.CRITICAL, _("{count:number} slots belong to no node: their keys are refused", count=missing)
    if one.fail_count:
        return Level.CRITICAL, _("{count:number} slots are on nodes that have failed", count=one.fail_count)
    if one.state != "ok":
        return Level.CRITICAL, _("the cluster says of itself: {state}", state=one.state)
    if one.pfail_count:
        return Level.WARN, _("{count:number} slots are on nodes that this one does not reach", count=one.pfail_count)
    if one.nodes_count <= one.serving_count:
        return Level.NOTICE, _("the cluster serves all slots, and none of its nodes has a replica")
    return Level.OK, _("the cluster serves all slots")


def _sentinel(one: RedisSentinel) -> Finding:
    if one.is_tilted:
        level, summary = Level.WARN, _("it distrusts its clock (TILT) and acts on nothing")
    elif not one.masters:
        level, summary = Level.WARN, _("it watches no master")
    else:
        level, summary = Level.OK, _("it watches {count:number} master(s)", count=len(one.masters))
    return Finding(f"{one.name} sentinel", level, summary, measures={"masters_count": len(one.masters)})


_ASK_IT: Final = _("ask it by hand: redis-cli -p 26379 SENTINEL CKQUORUM NAME; its account needs the command sentinel")


def _master(sentinel: RedisSentinel, one: WatchedMaster, limits: KeeperLimits) -> Finding:
    subject = f"master {one.name} {sentinel.name}"
    verdict = _master_verdict(one, limits)
    if verdict is None:
        return unknown(subject, Unseen(subject, Reason.DENIED, one.said or "SENTINEL CKQUORUM", _ASK_IT))
    return Finding(
        subject,
        *verdict,
        observed=_(
            "{sentinels:number} Sentinels, {replicas:number} replicas",
            sentinels=one.sentinels_count,
            replicas=one.replicas_count,
        ),
        expected=_("up, with a quorum and a replica to take over"),
        quote=f"status={one.status},address={one.address} {one.said}".strip(),
        measures={"sentinels_count": one.sentinels_count, "replicas_count": one.replicas_count},
    )


def _master_verdict(one: WatchedMaster, limits: KeeperLimits) -> tuple[Level, Text] | None:
    """None where the quorum was not told and nothing else is wrong."""
    if one.status == "odown":
        return Level.CRITICAL, _("the master is down, as enough Sentinels agree")
    if one.has_quorum is False:
        return Level.CRITICAL, _(
            "only {count:number} Sentinels can be reached: nobody could take over", count=one.usable_count or 0
        )
    if one.status != "ok":
        return Level.CRITICAL, _("this Sentinel does not reach the master ({status})", status=one.status)
    return None if one.has_quorum is None else _readiness(one, limits)


def _readiness(one: WatchedMaster, limits: KeeperLimits) -> tuple[Level, Text]:
    if not one.replicas_count:
        return Level.WARN, _("the master has no replica: nothing could take over")
    if one.sentinels_count < limits.warn_sentinels:
        return Level.WARN, _(
            "{count:number} Sentinels watch it: with one lost there may be no majority", count=one.sentinels_count
        )
    return Level.OK, _("the master is up, and a replica could take over")


REDIS_KEEPERS_CHECK: Final = Check(
    id="function.redis_keepers",
    title=_("Redis Cluster and Sentinel"),
    area=Area.FUNCTIONS,
    needs=REDIS_KEEPERS,
    limits=KeeperLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("INFO, then CLUSTER INFO of a cluster's node, and SENTINEL CKQUORUM for each master of a Sentinel"),
    remedy=_(
        "For slots without a node, or on a failed one, see redis-cli --cluster check first: start the failed node again or "
        "let a replica of it take over, before you move slots (--cluster fix changes data). For a master that is down see "
        "its host and log, then why no replica was promoted. For a quorum that is missing start the other Sentinels and "
        "open their port (26379) between them."
    ),
    traps=(
        _("each node tells its own view: name every node, or every Sentinel, as a target"),
        _("a cluster whose state is ok may serve a part only: the slots are counted"),
        _("a Sentinel that does not reach its master may itself be cut off: compare with the others"),
        _("an address that a Sentinel tells is inside its own network"),
    ),
    clause="1.4.3.4",
    refs=("redis.io/commands/cluster-info", "redis.io/docs/management/sentinel"),
)
