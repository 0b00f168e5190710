"""Facts about loggers: which run, what they are told to write where, to which machines they send."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class LogAction:
    """Where a logger is told to send: ``by`` is rsyslog, syslog-ng, journal-upload, auditd or syslog.

    ``place`` is a host and port as they stand in the file, without account and password; ``transport`` udp, tcp, relp,
    https, or "" where it is not told. ``source`` is the file.
    """

    by: str
    place: str
    transport: str
    source: str


@dataclass(frozen=True, slots=True)
class LogForwarding:
    """Loggers and where they send. ``processes`` are those of loggers and log shippers that run (15 characters at most).

    ``connections`` are the peers of their established TCP connections, as ``process host:port``; Unseen where they were
    not told. ``writes`` are selectors with the local file that rsyslog writes them to. ``unread`` are files that could
    not be read; ``hidden`` is set where processes of others are hidden.
    """

    processes: tuple[str, ...]
    actions: tuple[LogAction, ...]
    writes: tuple[tuple[str, str], ...] = ()
    connections: tuple[str, ...] | Unseen = ()
    unread: tuple[str, ...] = ()
    hidden: Unseen | None = None


LOG_FORWARDING: Final = FactKind[LogForwarding]("log_forwarding")
"""Witness of a lost line: the number of lines of the whole answer."""
