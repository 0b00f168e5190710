"""Facts about the kernel's audit: what auditctl tells of it, the rules that are loaded, and how its files are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class AuditStatus:
    """What ``auditctl -s`` tells. ``enabled`` is 0 off, 1 on, 2 on and locked until the next start; ``pid`` 0 is nobody.

    ``lost_count`` counts records lost since the start, or since somebody set it back (auditctl --reset-lost).
    """

    enabled: int
    pid: int
    lost_count: int
    backlog_count: int | None = None
    backlog_limit_count: int | None = None
    failure: int | None = None


@dataclass(frozen=True, slots=True)
class AuditFile:
    """One file or folder of audit. Identity: ``path``. ``mode`` holds the twelve bits of rights."""

    path: str
    mode: int
    owner: str
    group: str
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Audit:
    """The kernel's audit and auditd. ``status`` and ``rules`` are None where auditctl is not installed.

    ``programs`` are paths of auditctl and auditd that are there, ``processes`` what runs of auditd and kauditd;
    ``settings`` are those of auditd.conf, ``boot`` what the kernel's command line says of audit. ``refuses_stop`` is
    RefuseManualStop of the unit, "" where no unit file says it. ``hidden`` is set where processes of others are hidden.
    """

    programs: tuple[str, ...]
    processes: tuple[str, ...]
    status: AuditStatus | Unseen | None
    rules: tuple[str, ...] | Unseen | None
    files: tuple[AuditFile, ...]
    unread: tuple[str, ...] = ()
    settings: Mapping[str, str] | Unseen = field(default_factory=dict)
    boot: Mapping[str, str] = field(default_factory=dict)
    refuses_stop: str = ""
    hidden: Unseen | None = None


AUDIT: Final = FactKind[Audit]("audit")
"""Witness of a lost line: the number of lines of the whole answer."""
