"""RabbitMQ. An alarm stops all who publish; a queue that nobody empties fills the disk until it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.middleware import RABBITMQ, Broker, BrokerNode, Queue
from config.limits import Layered, limit
from config.text import Text, _

_BAD_STATES: Final = frozenset({"crashed", "stopped", "minority", "down"})


@dataclass(frozen=True, slots=True)
class BrokerLimits:
    """Messages that wait in a queue (set it by item for each queue), open files of a node."""

    warn_ready: int = limit(
        1000, unit="count", source="Awesome Prometheus Alerts: RabbitmqTooManyReadyMessages", subjects=("queue *", "queues")
    )
    critical_ready: int = limit(100_000, unit="count", source="our judgement", subjects=("queue *", "queues"))
    warn_files: float = limit(
        0.90, unit="ratio", source="Awesome Prometheus Alerts: RabbitmqFileDescriptorsUsage", subjects=("node *",)
    )


def judge(found: Listing[Broker], limits: Layered[BrokerLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a node, one a queue that is not well, and one for the rest of the queues."""
    for broker in found.records:
        yield from (_node(node, limits.base) for node in broker.nodes)
        odd = [made for queue in broker.queues if (made := _queue(queue, limits.at(queue.name))) is not None]
        yield from odd
        yield _others(broker, len(odd))


def _node(node: BrokerNode, limits: BrokerLimits) -> Finding:
    level, summary = _node_verdict(node, limits)
    files = {"files_count": node.files_used} if node.files_used is not None else {}
    return Finding(f"node {node.name}", level, summary, expected=_("runs, whole, without alarms"), measures=files)


def _node_verdict(node: BrokerNode, limits: BrokerLimits) -> tuple[Level, Text]:
    if not node.is_running:
        return Level.CRITICAL, _("the node does not run")
    if node.partitions:
        return Level.CRITICAL, _("the cluster is split: it does not see {nodes}", nodes=node.partitions)
    if node.has_memory_alarm or node.has_disk_alarm:
        what = _("memory") if node.has_memory_alarm else _("disk space")
        return Level.CRITICAL, _("an alarm of {what} stops all who publish", what=what)
    if node.files_used and node.files_most and node.files_used / node.files_most >= limits.warn_files:
        return Level.WARN, _("{used:percent} of the files it may open are open", used=node.files_used / node.files_most)
    if node.has_memory_alarm is None and node.has_disk_alarm is None:
        return Level.WARN, _("the node runs and does not tell whether an alarm is up")
    return Level.OK, _("the node runs without alarms")


def _queue(queue: Queue, limits: BrokerLimits) -> Finding | None:
    verdict = _queue_verdict(queue, limits)
    if verdict is None:
        return None
    return Finding(
        f"queue {queue.name}",
        *verdict,
        observed=_(
            "{ready:number} messages wait, {consumers:number} consumers",
            ready=queue.ready_count,
            consumers=queue.consumers_count,
        ),
        quote=queue.state,
        measures={"ready_count": queue.ready_count, "consumers_count": queue.consumers_count},
    )


def _queue_verdict(queue: Queue, limits: BrokerLimits) -> tuple[Level, Text] | None:
    if queue.state in _BAD_STATES:
        return Level.CRITICAL, _("the queue is not available: {state}", state=queue.state)
    if queue.ready_count >= limits.critical_ready:
        return Level.CRITICAL, _("{ready:number} messages wait", ready=queue.ready_count)
    if queue.ready_count and not queue.consumers_count:
        return Level.WARN, _("{ready:number} messages wait, and nobody takes them", ready=queue.ready_count)
    if queue.ready_count >= limits.warn_ready:
        return Level.WARN, _("{ready:number} messages wait", ready=queue.ready_count)
    return None


def _others(broker: Broker, odd: int) -> Finding:
    waiting = sum(one.ready_count for one in broker.queues)
    return Finding(
        "queues",
        Level.OK,
        _("{count:number} queues are well", count=len(broker.queues) - odd),
        observed=_("{count:number} queues, {ready:number} messages wait", count=len(broker.queues), ready=waiting),
        quote=f"{broker.name} {broker.version}".strip(),
        measures={"queues_count": len(broker.queues), "ready_count": waiting},
    )


RABBITMQ_CHECK: Final = Check(
    id="function.rabbitmq",
    title=_("RabbitMQ service"),
    area=Area.FUNCTIONS,
    needs=RABBITMQ,
    limits=BrokerLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("overview, nodes and queues of the management API, or rabbitmqctl cluster_status and list_queues on the host"),
    remedy=_(
        "For an alarm make room (disk) or find the queue that holds the memory. For a queue that grows see "
        "whether its consumers run and acknowledge. Purge a queue only when its owner has said so in writing. "
        "For a split cluster choose with the owner the side to keep, for the other side loses its messages "
        "since the split; save the definitions, stop all nodes of the other side, start them again one by "
        "one, and at last restart those of the side that was kept, in a window."
    ),
    traps=(
        _("a queue of work that waits for the night is normal: set its limit by item"),
        _("a queue without consumers and without messages is idle, not broken"),
        _("a management API without statistics gives no numbers: not inspected"),
        _("a quorum queue in minority takes no messages, though the node runs"),
        _("a temporary queue comes and goes: only those that are not well are named"),
    ),
    clause="1.4.3.4",
    refs=("rabbitmq.com/docs/monitoring",),
)
