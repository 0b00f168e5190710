"""RabbitMQ's own JSON, the management API's and the command line's, as the same facts."""

from collections.abc import Mapping
from typing import Final

from collectors.base import ParseError
from collectors.facts.middleware import BrokerNode, Queue

_READY: Final = ("messages_ready", "messages")


def queue_of(of: Mapping[str, object]) -> Queue:
    """One queue. Raises ParseError where it has no name or no numbers (the statistics are switched off)."""
    name, host = of.get("name"), of.get("vhost", "")
    ready = next((of[one] for one in _READY if isinstance(of.get(one), int)), None)
    consumers = of.get("consumers")
    if not isinstance(name, str) or not isinstance(ready, int) or not isinstance(consumers, int):
        raise ParseError("no queue with numbers", str(of)[:80])
    state = of.get("state", "")
    return Queue(f"{host} {name}".strip(), ready, consumers, state if isinstance(state, str) else "")


def node_of(of: Mapping[str, object]) -> BrokerNode:
    """One node as /api/nodes gives it; a stopped one carries no numbers."""
    name, running = of.get("name"), of.get("running")
    if not isinstance(name, str) or not isinstance(running, bool):
        raise ParseError("no node", str(of)[:80])
    partitions = of.get("partitions")
    return BrokerNode(
        name=name,
        is_running=running,
        partitions=tuple(str(one) for one in partitions) if isinstance(partitions, list) else (),
        has_memory_alarm=_flag(of.get("mem_alarm")),
        has_disk_alarm=_flag(of.get("disk_free_alarm")),
        files_used=_whole(of.get("fd_used")),
        files_most=_whole(of.get("fd_total")),
    )


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
