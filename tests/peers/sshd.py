"""A real sshd of our own on loopback: own folder, keys, port; nothing of /etc/ssh or of a home is touched.

    with sshd() as peer:
        peer.address, peer.port, peer.user, peer.key_path, peer.known_hosts

One folder of keys serves a whole test run; a peer starts in some 20 ms. ``addresses`` gives one daemon several loopback
addresses (127.0.2.1 ...), so forty targets need no forty daemons.
"""

import atexit
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SSHD = "/usr/sbin/sshd"
SHELLS = {"dash": "/bin/dash", "bash": "/bin/bash", "busybox": "busybox sh", "mksh": "mksh"}

LEGACY_RULES = (
    "KexAlgorithms diffie-hellman-group14-sha1",
    "HostKeyAlgorithms ssh-rsa",
    "Ciphers aes128-cbc",
    "MACs hmac-sha1",
    "PubkeyAcceptedAlgorithms ssh-rsa,ssh-ed25519",
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A running sshd."""

    address: str
    port: int
    user: str
    key_path: str
    known_hosts: str
    folder: Path
    addresses: tuple[str, ...]
    pid: int

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


def missing() -> str:
    """Why no sshd can be started here; empty when one can."""
    if not Path(SSHD).exists():
        return "openssh-server is not installed"
    return "" if shutil.which("ssh-keygen") else "ssh-keygen is not installed"


@lru_cache(maxsize=1)
def keys() -> Path:
    """Make the keys once a test run: host (ed25519 and rsa), other_host, user, sealed (passphrase ``xunjian``)."""
    made = tempfile.mkdtemp(prefix="xunjian-keys-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    folder = Path(made)
    for name, kind, words in (
        ("host", "ed25519", ""),
        ("host_rsa", "rsa", ""),
        ("other_host", "ed25519", ""),
        ("user", "ed25519", ""),
        ("user_rsa", "rsa", ""),
        ("stranger", "ed25519", ""),
        ("sealed", "ed25519", "xunjian"),
    ):
        bits = ["-b", "2048"] if kind == "rsa" else []
        subprocess.run(
            ["ssh-keygen", "-q", "-t", kind, *bits, "-N", words, "-C", name, "-f", str(folder / name)], check=True
        )
    authorized = [(folder / f"{name}.pub").read_text() for name in ("user", "user_rsa", "sealed")]
    (folder / "authorized").write_text("".join(authorized))
    return folder


def free_port(address: str = "127.0.0.1") -> int:
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((address, 0))
        return int(sock.getsockname()[1])


@contextmanager
def sshd(
    *,
    addresses: Sequence[str] = ("127.0.0.1",),
    rules: Sequence[str] = (),
    host_key: str = "host",
    shell: str = "",
    login_script: str = "",
    command: str = "",
) -> Iterator[Peer]:
    """Run an sshd.

    ``shell`` (a name of SHELLS) is what runs the round instead of /bin/sh's own; ``login_script`` is sourced before each
    command, as a .bashrc is; ``command`` replaces the client's altogether (sshd_config(5), ForceCommand).
    """
    with tempfile.TemporaryDirectory(prefix="xunjian-sshd-") as made:
        folder, port = Path(made), free_port(addresses[0])
        _write(folder, port, addresses, rules, host_key, _forced(folder, shell, login_script, command))
        process = subprocess.Popen(
            [SSHD, "-D", "-f", str(folder / "config"), "-E", str(folder / "log")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await(addresses, port, process, folder)
            yield Peer(
                addresses[0],
                port,
                getpass.getuser(),
                str(keys() / "user"),
                str(folder / "known_hosts"),
                folder,
                tuple(addresses),
                process.pid,
            )
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)


def _forced(folder: Path, shell: str, login_script: str, command: str) -> str:
    if command:
        return command
    if not shell and not login_script:
        return ""
    (folder / "login").write_text(login_script + "\n")
    program = SHELLS[shell] if shell else "/bin/sh"
    # As a login would: the script runs first, on the same output, and then the shell itself reads the round.
    (folder / "forced").write_text(f". {folder}/login\nexec {program} -s\n")
    return f"/bin/bash {folder}/forced"


def _write(folder: Path, port: int, addresses: Sequence[str], rules: Sequence[str], host_key: str, forced: str) -> None:
    hosts = keys()
    # sshd wants its keys and this folder for itself.
    lines = [
        f"Port {port}",
        *(f"ListenAddress {address}" for address in addresses),
        f"HostKey {hosts / host_key}",
        f"AuthorizedKeysFile {hosts / 'authorized'}",
        f"PidFile {folder / 'pid'}",
        "UsePAM no",
        "StrictModes no",
        "PasswordAuthentication no",
        "PermitRootLogin prohibit-password",
        "MaxStartups 200:30:400",
        "MaxSessions 50",
        "SetEnv SHLVL=1",  # bash then reads no ~/.bashrc, as it does for sshd alone: what lies in a home is not the test's
        "LogLevel VERBOSE",
        *([f"ForceCommand {forced}"] if forced else []),
        *rules,
    ]
    (folder / "config").write_text("\n".join(lines) + "\n")
    kind, key, *_comment = (hosts / f"{host_key}.pub").read_text().split()
    (folder / "known_hosts").write_text("".join(f"[{address}]:{port} {kind} {key}\n" for address in addresses))


def _await(addresses: Sequence[str], port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    until = time.monotonic() + 10
    for address in addresses:
        while True:
            with socket.socket() as sock:
                if sock.connect_ex((address, port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"sshd did not start: {(folder / 'log').read_text(errors='replace')}")
            time.sleep(0.01)
