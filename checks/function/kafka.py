"""Kafka and ZooKeeper. A partition without a leader takes nothing; one with too few copies is lost with the next disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.middleware import KAFKA, ConsumerLag, KafkaState
from config.limits import Layered, compare, limit
from config.text import Text, _

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class KafkaLimits:
    """Messages that a consumer group is behind (set it by item for each group); requests that ZooKeeper has waiting."""

    warn_lag: int = limit(
        10_000, unit="count", source="Awesome Prometheus Alerts: KafkaConsumersGroup", subjects=("group *",)
    )
    critical_lag: int = limit(1_000_000, unit="count", source="our judgement", subjects=("group *",))
    warn_outstanding: int = limit(10, unit="count", source="Netdata and ZooKeeper monitoring: outstanding requests")
    warn_latency_ms: float = limit(100.0, unit="milliseconds", source="our judgement: average latency of requests")


def judge(found: Listing[KafkaState], limits: Layered[KafkaLimits], scene: Scene) -> Iterator[Finding]:
    """Of a broker: partitions and consumer groups; of a ZooKeeper: its state."""
    for one in found.records:
        if one.zookeeper:
            yield _keeper(one, dict(one.zookeeper), limits.base)
        else:
            yield _partitions(one)
            yield from (_group(group, limits.at(group.group)) for group in one.groups)


def _partitions(one: KafkaState) -> Finding:
    if one.unavailable:
        level, summary = Level.CRITICAL, _("{count:number} partitions have no leader", count=len(one.unavailable))
    elif one.under_replicated:
        level, summary = Level.WARN, _("{count:number} partitions lack copies", count=len(one.under_replicated))
    else:
        level, summary = Level.OK, _("every partition has a leader and all its copies")
    return Finding(
        f"{one.name} partitions",
        level,
        summary,
        quote=" ".join((one.unavailable or one.under_replicated)[:_SHOWN]),
        measures={"unavailable_count": len(one.unavailable), "under_replicated_count": len(one.under_replicated)},
    )


def _group(group: ConsumerLag, limits: KafkaLimits) -> Finding:
    side = compare(group.lag_count, limits.warn_lag, limits.critical_lag)
    if group.is_idle:
        level: Level = Level.NOTICE if group.lag_count else Level.OK
        summary = _("nobody reads now, {lag:number} messages behind", lag=group.lag_count)
    else:
        level, summary = LEVEL_OF_SIDE[side], _("{lag:number} messages behind", lag=group.lag_count)
    return Finding(
        f"group {group.group}",
        level,
        summary,
        expected=_("fewer than {count:number}", count=limits.warn_lag),
        measures={"lag_count": group.lag_count},
    )


def _keeper(one: KafkaState, of: dict[str, str], limits: KafkaLimits) -> Finding:
    level, summary = _kept(of, limits)
    numbers = ("zk_outstanding_requests", "zk_avg_latency", "zk_num_alive_connections", "zk_synced_followers")
    measures = {f"{name.removeprefix('zk_')}": value for name in numbers if (value := _number(of, name)) is not None}
    return Finding(one.name, level, summary, quote=f"zk_server_state {of['zk_server_state']}", measures=measures)


def _kept(of: dict[str, str], limits: KafkaLimits) -> tuple[Level, Text]:
    state = of["zk_server_state"]
    if state == "not serving":
        return Level.CRITICAL, _("it serves nobody: the ensemble has no quorum")
    followers, synced = _number(of, "zk_followers"), _number(of, "zk_synced_followers")
    if state == "leader" and followers is not None and synced is not None and synced < followers:
        return Level.WARN, _("{count:number} followers are behind their leader", count=followers - synced)
    if (_number(of, "zk_outstanding_requests") or 0) > limits.warn_outstanding:
        return Level.WARN, _("{count:number} requests wait", count=_number(of, "zk_outstanding_requests") or 0)
    if (_number(of, "zk_avg_latency") or 0) > limits.warn_latency_ms:
        return Level.WARN, _("requests take {ms:number} ms on average", ms=_number(of, "zk_avg_latency") or 0)
    return Level.OK, _("it serves, as {state}", state=state)


def _number(of: dict[str, str], name: str) -> float | None:
    try:
        return float(of[name])
    except (KeyError, ValueError):
        return None


KAFKA_CHECK: Final = Check(
    id="function.kafka",
    title=_("Kafka and ZooKeeper"),
    area=Area.FUNCTIONS,
    needs=KAFKA,
    limits=KafkaLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("kafka-topics.sh and kafka-consumer-groups.sh on the host, once and niced; mntr of ZooKeeper"),
    remedy=_(
        "See which broker is missing, and its log and disks, before anything is moved. Start it and wait "
        "until its copies have caught up; restart no other broker until then. Where a partition has no leader "
        "do not allow unclean election without the owner's consent: it loses messages. For a group that falls "
        "behind see its consumers' log and their number against the partitions."
    ),
    traps=(
        _("a group that nobody reads with now falls behind by nature: a notice, not a fault"),
        _("a topic with a single copy never lacks copies: it is lost with its disk all the same"),
        _("each script starts a Java machine: they are asked once, niced, within a minute"),
        _("a broker that wants SASL or TLS is not inspected without the client's settings"),
        _("ZooKeeper answers mntr only where it stands in its whitelist"),
    ),
    clause="1.4.3.4",
    refs=("kafka.apache.org/documentation", "ZooKeeper administrator's guide"),
)
