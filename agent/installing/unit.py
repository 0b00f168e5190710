"""The systemd unit of the daemon: values in, text out. What it may see and do depends on what it inspects.

Without the machine itself among the targets it needs nothing but the network. To inspect the machine honestly it must see
it: a private /tmp or /dev would show an empty one, and what is not there would be said to be well. So those stay the
machine's, and the rights are cut elsewhere (docs/adr/0024-installation.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.sessions.capabilities import DEVICES, FILES, PROCESSES

NAME: Final = "xunjian"
USER: Final = "xunjian"
UNIT: Final = f"{NAME}.service"
ENVIRONMENT_FILE: Final = "/etc/xunjian/environment"
STATE: Final = "/var/lib/xunjian"
LOGS: Final = "/var/log/xunjian"
HANDED: Final = f"/run/credentials/{UNIT}"
"""Where systemd hands credentials over (systemd.exec(5)); %d says so too, but only since 250."""
PASSPHRASE: Final = "vault-passphrase"  # noqa: S105 - a credential's name
SPARE_MIB: Final = 512
"""Ours: what the daemon, its stand-by child and page cache may take beside the one child that works."""
WATCHDOG_SECONDS: Final = 180
"""Ours: the daemon gives a sign of life every third of it, at the latest every 30 s."""
STOP_SECONDS: Final = 90
"""Longer than the daemon gives a round to end in order (agent/daemon/keeper.py)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a unit is made of. ``credentials``: name to the file of root's; ``writes``: folders beside the usual ones."""

    program: tuple[str, ...]
    config: str
    is_local: bool = False
    """Whether this machine is among what it inspects."""
    has_hardware: bool = False
    """Whether it may send commands to disks and the BMC of this machine."""
    has_processes: bool = False
    """Whether it may see of other accounts' processes which program holds which socket."""
    credentials: Mapping[str, str] = field(default_factory=dict)
    writes: tuple[str, ...] = ()
    memory_mib: int = 2048
    """Of one child of the daemon (``daemon.memory_megabytes``)."""
    groups: tuple[str, ...] = ()


def unit(wanted: Wanted) -> str:
    """Write the unit."""
    parts = {"Unit": _head(), "Service": _service(wanted), "Install": (("WantedBy", "multi-user.target"),)}
    return "\n".join(
        f"[{title}]\n" + "".join(f"{name}={value}\n" for name, value in lines) for title, lines in parts.items()
    )


def sysusers() -> str:
    """Write the account's entry for systemd-sysusers: no password, no shell."""
    return f'u {USER} - "xunjian inspections" {STATE}\n'


def udev_rules() -> str:
    """Let the account talk to the machine's own BMC, whose device is root's alone."""
    return f'SUBSYSTEM=="ipmi", KERNEL=="ipmi[0-9]*", GROUP="{USER}", MODE="0660"\n'


def word(value: str) -> str:
    """Write one word of a command line as systemd reads it (systemd.service(5), "Command lines")."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if any(one.isspace() or one in "\"';\\" for one in value) or not value else escaped


def path_word(value: str) -> str:
    """Write a path in a list of paths: quoted where it needs it, specifiers undone."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if any(one.isspace() or one in "\"'\\" for one in value) else escaped


def _head() -> tuple[tuple[str, str], ...]:
    return (
        ("Description", "xunjian inspects by its schedules"),
        ("Wants", "network-online.target"),
        ("After", "network-online.target time-sync.target"),
        ("StartLimitIntervalSec", "600"),
        ("StartLimitBurst", "5"),
    )


def _service(wanted: Wanted) -> Iterator[tuple[str, str]]:
    command = " ".join(word(one) for one in (*wanted.program, "daemon", "--config", wanted.config))
    yield "Type", "notify"
    yield "NotifyAccess", "main"
    yield "ExecStart", command
    yield "ExecReload", "/bin/kill -HUP $MAINPID"
    yield "Restart", "on-failure"
    yield "RestartSec", "30"
    yield "RestartPreventExitStatus", "64 78"  # a mistake in the command or the configuration is mended by hand
    yield "WatchdogSec", str(WATCHDOG_SECONDS)
    yield "TimeoutStartSec", "600"
    yield "TimeoutStopSec", str(STOP_SECONDS)
    yield "KillMode", "mixed"  # the daemon ends its rounds in order
    yield from _account(wanted)
    yield from _bounds(wanted)
    yield from _walls(wanted)
    yield from _rights(wanted)


def _account(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "User", USER
    yield "Group", USER
    if wanted.groups:
        yield "SupplementaryGroups", " ".join(wanted.groups)
    yield "UMask", "0077"
    yield "StateDirectory", NAME
    yield "StateDirectoryMode", "0700"
    yield "LogsDirectory", NAME
    yield "LogsDirectoryMode", "0750"
    yield "ConfigurationDirectory", NAME
    yield "RuntimeDirectory", NAME
    yield "RuntimeDirectoryMode", "0700"
    yield "Environment", f"XDG_DATA_HOME=/var/lib TMPDIR=/run/{NAME}"
    yield "EnvironmentFile", f"-{ENVIRONMENT_FILE}"
    for name, path in sorted(wanted.credentials.items()):
        yield "LoadCredential", f"{name}:{path.replace('%', '%%')}"
    if PASSPHRASE in wanted.credentials:
        yield "Environment", f"XUNJIAN_VAULT_PASSPHRASE_FILE={HANDED}/{PASSPHRASE}"


def _bounds(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "MemoryMax", f"{wanted.memory_mib + SPARE_MIB}M"
    yield "CPUQuota", "100%"
    yield "CPUWeight", "20"
    yield "IOWeight", "20"
    yield "IOSchedulingClass", "idle"
    yield "Nice", "10"
    yield "OOMScoreAdjust", "500"
    yield "TasksMax", "1024"
    yield "LimitNOFILE", "8192"
    yield "LimitCORE", "0"


def _walls(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "ProtectSystem", "strict"
    yield "ProtectHome", "read-only"
    yield "PrivateMounts", "yes"
    if wanted.writes:
        yield "ReadWritePaths", " ".join(path_word(f"-{one}") for one in wanted.writes)
    if wanted.is_local:
        yield "DevicePolicy", "closed"
    else:
        yield "PrivateTmp", "yes"
        yield "PrivateDevices", "yes"
        yield "PrivateUsers", "yes"
        yield "MemoryDenyWriteExecute", "yes"  # Java's own tools, asked of this machine, would not start under it
        yield "ProtectProc", "invisible"
        yield "ProtectKernelModules", "yes"
    for one in ("ProtectKernelTunables", "ProtectKernelLogs", "ProtectControlGroups", "ProtectClock", "ProtectHostname"):
        yield one, "yes"
    for one in ("RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality", "RemoveIPC"):
        yield one, "yes"
    yield "RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK"
    yield "SystemCallArchitectures", "native"
    yield "SystemCallFilter", "@system-service"
    yield "SystemCallFilter", "~@privileged @resources"
    if wanted.is_local:
        yield "SystemCallFilter", "capset"  # ip(8) gives its rights up, and ends where it is not let
    yield "SystemCallErrorNumber", "EPERM"
    if wanted.has_hardware:
        yield "DeviceAllow", "block-* rw"  # smartctl opens a SCSI disk for writing to send it a question
        yield "DeviceAllow", "char-nvme r"
        yield "DeviceAllow", "char-ipmidev rw"


def _rights(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """The capabilities that what is asked of this machine needs, and no other."""
    needed = frozenset[str]()
    for is_wanted, more in (
        (wanted.is_local, FILES),
        (wanted.has_processes, PROCESSES),
        (wanted.has_hardware, DEVICES),
    ):
        needed |= more if is_wanted else frozenset()
    names = " ".join(sorted(needed))
    yield "NoNewPrivileges", "yes"
    yield "CapabilityBoundingSet", names
    yield "AmbientCapabilities", names
