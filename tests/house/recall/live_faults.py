"""What is broken on this machine for the measurement, and what is then true; and the tests that break peers."""
# ruff: noqa: E501 - a table of seeds reads best in lines

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.house.recall.logs import INNOCENT, KERNEL_LINES, NOISE, SYSTEM_LINES
from tests.test_live_faults import CHECKS, disk

Truth = Mapping[tuple[str, str], str]
Prepare = Callable[[Path], None]


def _nothing(_folder: Path) -> None:
    """Most faults are made by their script alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """One fault: the script that makes it in namespaces of its own, and the level by check and subject that is right.

    ``{folder}`` in a subject is the folder it is made in; a subject may be a glob.
    """

    what: str
    script: str
    truth: Truth
    checks: tuple[str, ...] = CHECKS
    undo: str = ":"
    sample_seconds: int = 1
    limits: tuple[Mapping[str, object], ...] = ()
    prepare: Prepare = field(default=_nothing)


def _filled(percent: int) -> str:
    return (
        disk()
        + "a=$(df -Pk disk | awk 'END { print $3 + $4 }'); u=$(df -Pk disk | awk 'END { print $3 }')\n"
        + (f"head -c $(( (a * {percent} / 100 - u) * 1024 )) /dev/zero >disk/filled; sync\n")
    )


def _inodes(percent: int) -> str:
    return disk(made="-N 128") + (
        "a=$(df -Pi disk | awk 'END { print $2 }'); u=$(df -Pi disk | awk 'END { print $3 }'); i=0\n"
        f"while [ $i -lt $(( a * {percent} / 100 - u + 1 )) ]; do : >disk/$i; i=$((i + 1)); done\n"
    )


_DISK = "{folder}/disk"
_USAGE, _INODE, _READONLY, _FSTAB = (
    ("server.filesystem_usage", _DISK),
    ("server.inode_usage", _DISK),
    ("server.filesystem_readonly", _DISK),
    ("server.fstab_consistency", _DISK),
)
_PROCESSES = "server.zombie_and_stuck_processes"
_ZOMBIES = "(i=0; while [ $i -lt {0} ]; do sleep 0.1 & i=$((i + 1)); done; exec sleep 60) & sleep 1; "
_TRIGGER = "d=$(losetup -nO NAME -j image); echo test >/sys/fs/ext4/${d#/dev/}/trigger_fs_error || exit 98"
STORAGE: Final = (
    *(Made(f"a filesystem at {n} %", _filled(n), {_USAGE: level} if level else {}) for n, level in ((50, ""), (78, ""), (82, "warn"), (88, "warn"), (92, "critical"))),
    Made("a full filesystem", disk() + "cat /dev/zero >disk/filled 2>/dev/null", {_USAGE: "critical"}),
    *(Made(f"inodes at {n} %", _inodes(n), {_INODE: level} if level else {}) for n, level in ((50, ""), (82, "warn"), (93, "critical"))),
    Made("turned read-only by an error", disk(mount="errors=remount-ro") + _TRIGGER, {_READONLY: "critical"}),
    Made("mounted again read-only", disk() + "mount -o remount,ro disk", {_READONLY: "critical"}),
    Made("read-only as fstab wants it", disk(wanted="ro") + "mount -o remount,ro disk", {}),
    Made("not mounted", disk() + "umount disk", {_FSTAB: "critical"}),
    Made("not mounted, and need not be", disk(wanted="noauto") + "umount disk", {}),
    Made("a process that hangs", disk() + "fsfreeze -f disk; (echo x >disk/file) & sleep 0.5", {(_PROCESSES, "stuck"): "warn"}, undo="fsfreeze -u disk; wait", sample_seconds=6),
    Made("nine zombies", _ZOMBIES.format(9), {}),
    *(Made(f"{n} zombies", _ZOMBIES.format(n), {(_PROCESSES, "zombies"): "warn"}) for n in (11, 60)),
)  # fmt: skip


def _listener(port: int, program: str, address: str = "0.0.0.0") -> str:
    code = (
        f"import socket, time; open('/proc/self/comm', 'w').write('{program}'); s = socket.create_server(('{address}', {port}));"
        " time.sleep(60)"
    )
    return f'python3 -c "{code}" & sleep 0.7\n'


_OVERFLOW = (
    "import socket, time\n"
    "s = socket.socket(); s.bind(('127.0.0.1', 4711)); s.listen(0)\n"
    "until, kept = time.time() + 30, []\n"
    "while time.time() < until:\n"
    "    c = socket.socket(); c.setblocking(False); c.connect_ex(('127.0.0.1', 4711)); kept.append(c); time.sleep(0.01)\n"
)
_PORTS = "server.listening_ports"


def _overflow(folder: Path) -> None:
    (folder / "overflow.py").write_text(_OVERFLOW, encoding="utf-8")


NETWORK: Final = (
    *(Made(f"{program} listens on {port}", _listener(port, program), {(_PORTS, f"tcp/{port}"): level})
      for port, program, level in ((23, "in.telnetd", "critical"), (21, "vsftpd", "critical"), (514, "in.rshd", "critical"), (2375, "dockerd", "critical"), (6379, "redis-server", "warn"))),
    Made("telnet on the loopback address", _listener(23, "in.telnetd", "127.0.0.1"), {}),
    Made("another program on 23", _listener(23, "myapp"), {}),
    Made("nobody accepts", "python3 overflow.py & sleep 1\n", {("server.tcp_overflows", "listen overflows"): "critical", ("server.tcp_overflows", "listen drops"): "critical"}, ("server.tcp_overflows",), sample_seconds=2, prepare=_overflow),
)  # fmt: skip


def _log(name: str, lines: str) -> Prepare:
    def write(folder: Path) -> None:
        (folder / "log").mkdir()
        (folder / "log" / name).write_text(lines, encoding="utf-8")

    return write


_STAMP: Final = time.strftime("%b %e %H:%M:%S", time.localtime(time.time() - 90))
_LOGS = "mount --bind log /var/log\n"


def _written(check: str, line: str, subject: str, level: str) -> Made:
    truth = {(check, subject): level} if level else {}
    return Made(f"logged: {line}", _LOGS, truth, (check,), prepare=_log("messages", f"{_STAMP} db01 {line}\n"))


def _guesses(count: int, *, is_in: bool) -> Made:
    line = f"{_STAMP} db01 sshd[77]: Failed password for root from 10.9.9.9 port 40022 ssh2\n"
    success = f"{_STAMP} db01 sshd[77]: Accepted password for root from 10.9.9.9 port 40022 ssh2\n" if is_in else ""
    check = "server.login_failures"
    truth = ({(check, "sources"): "warn"} if count > 20 else {}) | ({(check, "failures"): "warn"} if count > 50 else {})
    truth |= {(check, "success after failures"): "critical"} if is_in and count >= 10 else {}
    what = f"{count} failed logins{', then one that succeeds' if is_in else ''}"
    return Made(what, _LOGS, truth, (check,), prepare=_log("auth.log", line * count + success))


LOGS: Final = (
    *(_written("server.kernel_log", f"kernel: {line}", subject, level) for line, subject, level in KERNEL_LINES),
    *(_written("server.kernel_log", f"kernel: {line}", "", "") for line in NOISE),
    *(_written("server.system_log", line, subject, level) for line, subject, level in SYSTEM_LINES),
    *(_written("server.system_log", line, "", "") for line in INNOCENT),
    *(_guesses(count, is_in=is_in) for count, is_in in ((5, False), (20, False), (21, False), (60, False), (9, True), (15, True))),
)  # fmt: skip


def _jobs(lines: str) -> Prepare:
    def write(folder: Path) -> None:
        (folder / "cron").mkdir()
        (folder / "cron" / "ours").write_text(lines.replace("{folder}", str(folder)), encoding="utf-8")
        (folder / "lame.sh").write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / "well.sh").write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / "well.sh").chmod(0o755)

    return write


_CRON = "mount --bind cron /etc/cron.d\n"
_JOB, _ACCOUNTS, _SSH = "server.scheduled_jobs", "server.accounts", "server.ssh_server"
_HASH = "\\$6\\$abc\\$defdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefdefde"


def _account(line: str, password: str) -> str:
    return (
        f'(cat /etc/passwd; echo "{line}") >passwd; (cat /etc/shadow; echo "{line.partition(":")[0]}:{password}:20700:0:90:7:::") >shadow\n'
        "mount --bind passwd /etc/passwd; mount --bind shadow /etc/shadow\n"
    )


def _sshd(line: str) -> str:
    return f'(echo "{line}"; cat /etc/ssh/sshd_config) >sshd; mount --bind sshd /etc/ssh/sshd_config; mkdir -p /run/sshd\n'


def _certificate(days: int) -> tuple[str, tuple[Mapping[str, object], ...]]:
    """A certificate of so many days, named to the program by a path that is the same in every round."""
    path = "/run/xunjian-recall/site.pem"
    script = (
        "mkdir -p /run/xunjian-recall; openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=app.example -days "
        f"{days} -keyout /dev/null -out {path} 2>/dev/null\n"
    )
    return script, ({"check": "server.local_certificates", "paths": [path], "reason": "seeded"},)


_CERTIFICATE = ("server.local_certificates", "/run/xunjian-recall/site.pem")


def _certified(days: int, level: str) -> Made:
    script, limits = _certificate(days)
    return Made(
        f"a certificate of {days} days",
        "mount -t tmpfs tmpfs /run\n" + script,
        {_CERTIFICATE: level} if level else {},
        ("server.local_certificates",),
        limits=limits,
    )


_BACKUPS = ({"check": "server.backup_freshness", "jobs": ["erp /srv/xunjian-recall/*.dump period=1d"], "reason": "seeded"},)


def _dumps(sizes: tuple[int, ...], hours: float) -> Prepare:
    def write(folder: Path) -> None:
        (folder / "dumps").mkdir()
        for n, kib in enumerate(sizes):
            path = folder / "dumps" / f"erp-{n}.dump"
            path.write_bytes(b"x" * (kib * 1024))
            at = time.time() - (hours + 24 * n) * 3600
            os.utime(path, (at, at))

    return write


def _backed_up(what: str, sizes: tuple[int, ...], hours: float, level: str) -> Made:
    script = "mount -t tmpfs tmpfs /srv; mkdir /srv/xunjian-recall; mount --bind dumps /srv/xunjian-recall\n"
    truth = {("server.backup_freshness", "erp"): level} if level else {}
    return Made(what, script, truth, ("server.backup_freshness",), limits=_BACKUPS, prepare=_dumps(sizes, hours))


_PROGRAMS = ({"check": "function.required_processes", "processes": ["app xunjian-recall-app"], "reason": "seeded"},)
_SIX = (100, 101, 99, 100, 102, 100)
SETTINGS: Final = (
    Made("a job whose script is not there", _CRON, {(_JOB, "{folder}/none.sh"): "warn"}, (_JOB,), prepare=_jobs("0 1 * * * root {folder}/none.sh\n")),
    Made("a job whose script is not executable", _CRON, {(_JOB, "{folder}/lame.sh"): "warn"}, (_JOB,), prepare=_jobs("0 1 * * * root {folder}/lame.sh\n")),
    Made("a job that is in order", _CRON, {}, (_JOB,), prepare=_jobs("0 1 * * * root {folder}/well.sh\n")),
    Made("a second root", _account("toor:x:0:0::/root:/bin/bash", _HASH), {(_ACCOUNTS, "toor"): "critical"}, (_ACCOUNTS,)),
    Made("an empty password", _account("guest:x:1999:1999::/tmp:/bin/bash", ""), {(_ACCOUNTS, "guest"): "critical"}, (_ACCOUNTS,)),
    Made("root by password", _sshd("PermitRootLogin yes"), {(_SSH, "PermitRootLogin"): "warn"}, (_SSH,)),
    Made("empty passwords let in", _sshd("PermitEmptyPasswords yes"), {(_SSH, "PermitEmptyPasswords"): "critical"}, (_SSH,)),
    Made("a CBC cipher", _sshd("Ciphers aes256-ctr,aes128-cbc"), {(_SSH, "Ciphers"): "warn"}, (_SSH,)),
    Made("HMAC of MD5", _sshd("MACs hmac-md5,hmac-sha2-256"), {(_SSH, "MACs"): "warn"}, (_SSH,)),
    Made("an old key exchange", _sshd("KexAlgorithms diffie-hellman-group1-sha1,curve25519-sha256"), {(_SSH, "KexAlgorithms"): "warn"}, (_SSH,)),
    *(_certified(days, level) for days, level in ((6, "critical"), (20, "warn"), (90, ""))),
    _backed_up("six good backups", _SIX, 10, ""),
    _backed_up("the newest has shrunk by more than half", (45, *_SIX[1:]), 10, "warn"),
    _backed_up("the newest is empty", (0, *_SIX[1:]), 10, "critical"),
    _backed_up("the newest is of 40 hours ago", _SIX, 40, "warn"),
    _backed_up("the newest is of three days ago", _SIX, 72, "critical"),
    Made("a required program does not run", ":", {("function.required_processes", "app"): "critical"}, ("function.required_processes",), limits=_PROGRAMS),
    Made("a required program runs", "python3 -c 'import time; time.sleep(60)' xunjian-recall-app & sleep 0.5\n", {}, ("function.required_processes",), limits=_PROGRAMS),
)  # fmt: skip
MACHINE: Final = (*STORAGE, *NETWORK, *LOGS, *SETTINGS)
_LIVE, _CLUSTER, _BMC, _CLOCK = (
    f"tests/test_{name}.py::test_" for name in ("function_live", "live_cluster", "live_bmc", "live_faults")
)
_TLS, _REDIS, _TRANSACTION = "function.tls_certificate", "function.redis", "function.business_transaction"
Counts = Mapping[str, tuple[int, int]]
"""By check, how many faults the test makes and finds, and how many healthy states it looks at."""
PEERS: Final[Mapping[str, Counts]] = {
    f"{_LIVE}a_certificate_of_six_days_is_critical": {_TLS: (1, 0)},
    f"{_LIVE}a_wrong_name_is_a_warning": {_TLS: (1, 0)},
    f"{_LIVE}a_broken_chain_is_told_from_a_whole_one": {_TLS: (2, 1)},
    f"{_LIVE}an_expired_intermediate_is_critical_though_the_own_certificate_is_valid": {_TLS: (1, 0)},
    f"{_LIVE}tls_1_0_that_is_still_offered_is_a_warning": {_TLS: (1, 0)},
    f"{_LIVE}a_transaction_keeps_its_cookies_and_comes_off": {_TRANSACTION: (0, 2)},
    f"{_LIVE}a_transaction_broken_in_one_step_says_which_and_does_not_judge_the_rest": {_TRANSACTION: (1, 0)},
    f"{_LIVE}a_login_that_fails_with_http_200_is_seen_and_no_secret_is_written_down": {_TRANSACTION: (1, 0)},
    f"{_LIVE}a_page_its_redirect_and_its_absence": {"function.http_endpoint": (2, 1)},
    f"{_LIVE}a_port_open_closed_and_taken_but_shut": {"function.tcp_port": (2, 1)},
    f"{_LIVE}redis_healthy_then_with_a_snapshot_that_fails": {_REDIS: (1, 1)},
    f"{_LIVE}redis_at_its_memory_limit_without_eviction": {_REDIS: (1, 1)},
    f"{_LIVE}rabbitmq_with_a_queue_nobody_reads_then_with_a_memory_alarm": {"function.rabbitmq": (2, 0)},
    f"{_LIVE}nginx_with_5xx_then_with_a_fault_in_its_configuration": {"function.nginx": (2, 1)},
    f"{_LIVE}a_java_application_is_named_by_its_base_and_its_error_since_the_start_counts": {
        "function.java_application": (1, 0)
    },
    f"{_CLUSTER}pacemaker_loses_a_node_and_it_is_found": {
        "server.cluster": (3, 0),
        "server.quorum": (2, 1),
        "group.cluster_view": (1, 1),
        "group.peers": (0, 1),
    },
    f"{_CLUSTER}keepalived_fails_over_and_an_address_on_none_or_on_both_is_found": {
        "server.virtual_address": (1, 1),
        "group.virtual_address": (2, 2),
    },
    f"{_BMC}a_sound_machine_has_no_fault_and_is_asked_what_a_bmc_knows": dict.fromkeys(
        ("server.hardware_health", "server.power_redundancy", "server.bmc_sensors", "server.bmc_events"), (0, 1)
    ),
    f"{_BMC}a_failing_drive_and_a_dead_supply_are_found": {
        "server.hardware_health": (1, 0),
        "server.power_redundancy": (1, 0),
    },
    f"{_CLOCK}a_clock_without_a_source": {"server.clock": (1, 0)},
}
