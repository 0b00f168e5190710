"""What an ask of this machine can see without being root: by the capabilities that its process hands on.

Under NoNewPrivileges, which a hardened service has, sudo gives no rights. What the service manager grants instead is
ambient (capabilities(7)): each command that the script starts has it. An ask is answered with root's eyes only where all
that it needs is held; an ask that is not named here needs root itself, and says what it did not see.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

READ: Final = "CAP_DAC_READ_SEARCH"
"""Read any file and folder, write none."""
TRACE: Final = "CAP_SYS_PTRACE"
"""See whose process holds a socket or runs a program: links under /proc of other accounts."""
RAW: Final = "CAP_SYS_RAWIO"
ADMIN: Final = "CAP_SYS_ADMIN"
"""Commands straight to disks: SCSI and ATA need the first (sg(4), block/scsi_ioctl.c), NVMe the second (nvme_ioctl)."""

FILES: Final = frozenset({READ})
PROCESSES: Final = frozenset({READ, TRACE})
DEVICES: Final = frozenset({READ, RAW, ADMIN})

NEEDS: Final[Mapping[str, frozenset[str]]] = {
    "linux.logs_kept.find": FILES,
    "linux.jobs": FILES,
    "linux.hardware": FILES,
    "linux.postgres_base_backups": FILES,
    "linux.clocks.services": FILES,
    "linux.kernel_logs.journal": FILES,
    "linux.kernel_logs.files": FILES,
    "linux.system_logs.journal": FILES,
    "linux.system_logs.files": FILES,
    "linux.boots.journal": FILES,
    "linux.accounts.files": FILES,
    "linux.sudoers": FILES,
    "linux.sudo_programs": FILES,
    "linux.boot_loader.grub": FILES,
    "linux.authorized_keys": FILES,
    "linux.critical_files.find": FILES,
    "linux.file_walk.find": FILES,
    "linux.certificates.openssl": FILES,
    "linux.auth_failures.logs": FILES,
    "linux.file_integrity": FILES,
    "linux.startup.files": FILES,
    "linux.backup_files.find": FILES,
    "linux.crash_dumps": FILES,
    "linux.listeners.ss": PROCESSES,
    "linux.listeners.netstat": PROCESSES,
    "linux.log_forwarding.files": PROCESSES,
    "linux.package_files.verify": PROCESSES,
    "linux.smart": DEVICES,
}
"""By ask. The others want a database of root's, a socket of root's, or rights that would be root's by another name."""

_NUMBERS: Final[Mapping[int, str]] = {2: READ, 17: RAW, 19: TRACE, 21: ADMIN}
"""linux/capability.h, of those above."""


def ambient(status: str) -> frozenset[str]:
    """Of the capabilities above, those that a process hands on, from the text of its /proc/PID/status."""
    found = next((line.partition(":")[2] for line in status.splitlines() if line.startswith("CapAmb:")), "0")
    bits = int(found, 16)
    return frozenset(name for number, name in _NUMBERS.items() if bits >> number & 1)


def held() -> frozenset[str]:
    """Those that this process hands on; none where the kernel does not say (before 4.3)."""
    try:
        return ambient(Path("/proc/self/status").read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError):
        return frozenset()


def seen_whole(ask: str, capabilities: frozenset[str]) -> bool:
    """Whether these capabilities show an ask all that root would see."""
    needs = NEEDS.get(ask)
    return needs is not None and needs <= capabilities
