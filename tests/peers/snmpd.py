"""net-snmp's snmpd on loopback: own folder, port, communities and users; nothing of /etc/snmp is touched.

    with snmpd() as peer:
        peer.address

``LOGINS`` are users of every protocol of authentication and privacy that it has, by name.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from collectors.sessions.snmp.login import SnmpLogin
from config.secrets import Secret
from tests.peers.sshd import free_port

SNMPD = "/usr/sbin/snmpd"
COMMUNITY = Secret("public-0f-the-tests")
AUTH, PRIV = Secret("authpass123"), Secret("privpass456")
_AUTH = {"md5": "MD5", "sha": "SHA", "sha224": "SHA-224", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
_PRIV = {
    "des": "DES",
    "aes": "AES",
    "aes192": "AES-192",
    "aes256": "AES-256",
    "aes192c": "AES-192-C",
    "aes256c": "AES-256-C",
}
"""As snmpd.conf(5) writes them; the last two are Cisco's key extension."""
START_SECONDS = 10.0


def _logins() -> dict[str, SnmpLogin]:
    found = {"u-none": SnmpLogin("3", user="u-none")}
    for auth in _AUTH:
        found[f"u-{auth}"] = SnmpLogin("3", user=f"u-{auth}", auth_protocol=auth, auth=AUTH)
        for priv in _PRIV:
            name = f"u-{auth}-{priv}"
            found[name] = SnmpLogin("3", user=name, auth_protocol=auth, auth=AUTH, priv_protocol=priv, priv=PRIV)
    return found


LOGINS = _logins()


@dataclass(frozen=True, slots=True)
class SnmpPeer:
    """A running snmpd."""

    address: str
    port: int
    folder: Path
    pid: int


def missing() -> str:
    """Why no snmpd can be started here; empty when one can."""
    return "" if Path(SNMPD).exists() else "snmpd is not installed"


@contextmanager
def snmpd(*more: str, users: Sequence[str] = tuple(LOGINS)) -> Iterator[SnmpPeer]:
    """Run one with these users; ``more`` are further lines of its snmpd.conf."""
    with tempfile.TemporaryDirectory(prefix="xunjian-snmpd-") as made:
        folder, port = Path(made), free_port()
        lines = [f"rocommunity {COMMUNITY.reveal()} 127.0.0.1", "sysName core-sw", "sysLocation 机房", *more]
        for name in users:
            login = LOGINS[name]
            words = f"createUser {name}"
            if login.auth:
                words += f" {_AUTH[login.auth_protocol]} {login.auth.reveal()}"
            if login.priv:
                words += f" {_PRIV[login.priv_protocol]} {login.priv.reveal()}"
            level = "priv" if login.priv else "auth" if login.auth else "noauth"
            lines += [words, f"rouser {name} {level}"]
        (folder / "snmpd.conf").write_text("\n".join(lines) + "\n")
        process = subprocess.Popen(
            [SNMPD, "-f", "-Lf", "log", "-C", "-c", "snmpd.conf", "-I", "-smux", f"udp:127.0.0.1:{port}"],
            cwd=folder,
            env={"SNMP_PERSISTENT_DIR": str(folder / "kept"), "MIBS": "", "PATH": "/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await(folder, process)
            yield SnmpPeer(f"127.0.0.1:{port}", port, folder, process.pid)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)


def _await(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    log = folder / "log"
    until = time.monotonic() + START_SECONDS
    while not (log.exists() and "NET-SNMP version" in log.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"snmpd did not start: {log.read_text(errors='replace') if log.exists() else ''}")
        time.sleep(0.02)
