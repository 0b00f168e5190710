"""Facts about replication: the channels by which a server follows others, its binary logs, the groups it belongs to."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel. Identity: ``name`` ("" is the default one). ``lag_seconds`` None: the server does not know.

    ``receiver`` and ``applier`` are its words (Yes, No, Connecting ...). ``is_gtid``: positions are global transaction ids.
    ``received`` and ``executed`` are the GTID sets of MySQL; of MariaDB ``executed`` alone. ``is_waiting_all``: the applier
    has done all that was received.
    """

    name: str
    source: str
    receiver: str
    applier: str
    receiver_error: str
    applier_error: str
    lag_seconds: float | None
    delay_seconds: float
    is_gtid: bool
    is_waiting_all: bool
    received: str = ""
    executed: str = ""
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Following:
    """The channels of a server, and whether it may be written to. ``is_super_read_only`` None: no such setting."""

    channels: tuple[Channel, ...]
    is_read_only: bool | None
    is_super_read_only: bool | None


@dataclass(frozen=True, slots=True)
class BinaryLogs:
    """The binary logs. ``kept_seconds`` 0: they are never purged by age. ``is_on`` False: none is written."""

    is_on: bool
    count: int
    size_bytes: int
    kept_seconds: float
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A member of a group replication. Identity: ``host``:``port``."""

    host: str
    port: int
    state: str
    role: str
    is_self: bool


CHANNELS: Final = FactKind[tuple[Channel, ...]]("mysql.channels")
FOLLOWING: Final = FactKind[Following]("mysql.following")
BINARY_LOG_FILES: Final = FactKind[tuple[tuple[str, int], ...]]("mysql.binary_log_files")
BINARY_LOGS: Final = FactKind[BinaryLogs]("mysql.binary_logs")
GROUP_MEMBERS: Final = FactKind[Listing[GroupMember]]("mysql.group_members")
