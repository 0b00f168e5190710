"""Facts about middleware: web servers, Java applications, Redis, RabbitMQ, Kafka, and the processes an operator names."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class MatchedProcess:
    """One process that fits a pattern of the operator's."""

    pid: int
    user: str
    rss_bytes: int
    age_seconds: int


@dataclass(frozen=True, slots=True)
class RequiredProcess:
    """What fits one pattern. Identity: ``pattern``. ``cut_count``: command lines that the kernel cut before their end."""

    pattern: str
    processes: tuple[MatchedProcess, ...]
    cut_count: int = 0


@dataclass(frozen=True, slots=True)
class NginxInstance:
    """One nginx master. Identity: ``program`` with the configuration it was started with.

    ``test_exit`` is of ``nginx -t -q``, ``test_said`` its last line. Numbers of stub_status are None where it offers none.
    ``responses_count`` and ``failures_count`` (5xx) are of the last part of the access log, ``errors`` counts of the last
    part of the error log by word; ``logs_unseen`` names the logs that could not be read.
    """

    program: str
    user: str
    worker_count: int
    test_exit: int
    test_said: str
    worker_connections: int | None = None
    open_files_most: int | None = None
    active_count: int | None = None
    accepted_count: int | None = None
    handled_count: int | None = None
    responses_count: int = 0
    failures_count: int = 0
    errors: tuple[tuple[str, int], ...] = ()
    logs_unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JavaApplication:
    """One Java process. Identity: ``name`` (server and instance, or the jar).

    Ratios are of jstat -gcutil, None where it could not be asked (``gc_unseen`` says why). ``memory_errors_count`` are the
    lines with OutOfMemoryError since the last start that the log shows, ``earlier_errors_count`` those before it.
    """

    name: str
    user: str
    age_seconds: int
    threads_count: int
    heap_most_bytes: int | None
    old_ratio: float | None = None
    metaspace_ratio: float | None = None
    full_collections_count: int | None = None
    full_collections_seconds: float | None = None
    gc_unseen: str = ""
    log: str = ""
    log_unseen: str = ""
    memory_errors_count: int = 0
    earlier_errors_count: int = 0
    stuck_count: int = 0


@dataclass(frozen=True, slots=True)
class RedisState:
    """One Redis, from its INFO. Identity: ``name``. What a version does not say is None."""

    name: str
    version: str
    role: str
    used_bytes: int
    most_bytes: int
    system_bytes: int | None
    policy: str
    fragmentation_ratio: float | None
    is_loading: bool
    is_snapshot_good: bool | None
    snapshot_age_seconds: int | None
    changes_count: int | None
    is_append_only: bool
    is_append_good: bool | None
    is_master_up: bool | None
    clients_count: int
    clients_most: int | None
    rejected_count: int
    replicas_count: int | None
    evicted_count: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue. Identity: virtual host and name."""

    name: str
    ready_count: int
    consumers_count: int
    state: str = ""
    """As the server says it: running, idle, crashed, minority ..."""


@dataclass(frozen=True, slots=True)
class BrokerNode:
    """One node of RabbitMQ. Identity: ``name``. Alarms and numbers are None where the answer does not carry them."""

    name: str
    is_running: bool
    partitions: tuple[str, ...] = ()
    has_memory_alarm: bool | None = None
    has_disk_alarm: bool | None = None
    files_used: int | None = None
    files_most: int | None = None


@dataclass(frozen=True, slots=True)
class Broker:
    """One RabbitMQ cluster as one of its nodes sees it."""

    name: str
    version: str
    nodes: tuple[BrokerNode, ...]
    queues: tuple[Queue, ...]


@dataclass(frozen=True, slots=True)
class ConsumerLag:
    """How far one consumer group is behind. Identity: ``group``. ``is_idle``: no member takes anything now."""

    group: str
    lag_count: int
    is_idle: bool


@dataclass(frozen=True, slots=True)
class KafkaState:
    """One Kafka broker's view, or one ZooKeeper node's (then ``zookeeper`` holds its mntr)."""

    name: str
    unavailable: tuple[str, ...] = ()
    under_replicated: tuple[str, ...] = ()
    groups: tuple[ConsumerLag, ...] = ()
    zookeeper: tuple[tuple[str, str], ...] = ()


REQUIRED_PROCESSES: Final = FactKind[Listing[RequiredProcess]]("required_processes")
NGINX: Final = FactKind[Listing[NginxInstance]]("nginx")
JAVA_APPLICATIONS: Final = FactKind[Listing[JavaApplication]]("java_applications")
REDIS: Final = FactKind[Listing[RedisState]]("redis")
RABBITMQ: Final = FactKind[Listing[Broker]]("rabbitmq")
KAFKA: Final = FactKind[Listing[KafkaState]]("kafka")
