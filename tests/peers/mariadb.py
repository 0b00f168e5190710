"""MariaDB servers of our own on loopback, as a user that is not root."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pymysql

from tests.peers.sshd import free_port

HOST = "127.0.0.1"
PROGRAM = "mariadbd"


@dataclass(slots=True)
class MariadbServer:
    """A running server; ``root`` logs in without a password on the socket. ``again`` gives it another process."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def socket(self) -> str:
        """Its Unix socket."""
        return str(self.folder / "s")

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{HOST}:{self.port}"

    def connect(self, user: str = "root", password: str = "", database: str | None = None) -> "pymysql.Connection[Any]":
        """Log in on the socket, each statement committed."""
        return pymysql.connect(unix_socket=self.socket, user=user, password=password, database=database, autocommit=True)

    def sql(self, *statements: str, database: str | None = None) -> list[tuple[Any, ...]]:
        """Run statements as root; the rows of the last one."""
        opened = self.connect(database=database)
        try:
            with opened.cursor() as cursor:
                for one in statements:
                    cursor.execute(one)
                return list(cursor.fetchall())
        finally:
            opened.close()

    def stop(self, number: int = signal.SIGSTOP) -> None:
        """Send the server's process a signal."""
        os.kill(self.process.pid, number)


def is_there() -> bool:
    """Whether the program is installed."""
    return shutil.which(PROGRAM) is not None


@contextmanager
def mariadb(*options: str, zone: str = "UTC", is_hardened: bool = True) -> Iterator[MariadbServer]:
    """Make a data directory and run a server on it; ``is_hardened``: without the anonymous accounts and root by network."""
    folder = Path(mkdtemp(prefix="xj-my-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner(), owner())
        subprocess.run([*as_owner(), "cp", "-a", f"{_installed()}/d", f"{folder}/d"], check=True, cwd="/")
        server = MariadbServer(folder, port := free_port(), _started(folder, port, options, zone))
        try:
            wait(server)
            if is_hardened:
                server.sql(
                    "DELETE FROM mysql.global_priv WHERE user = '' AND JSON_VALUE(priv, '$.is_role') IS NULL",
                    "DELETE FROM mysql.global_priv WHERE user = 'root' AND host <> 'localhost'",
                    "FLUSH PRIVILEGES",
                    "ALTER USER root@localhost IDENTIFIED VIA unix_socket",
                )
            yield server
        finally:
            end(server.process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def again(server: MariadbServer, *options: str, zone: str = "UTC") -> None:
    """Start a server anew on the same data, after its process has ended."""
    server.process = _started(server.folder, server.port, options, zone)
    wait(server)


@cache
def _installed() -> Path:
    """A data directory as it is fresh from the installation: made once, as that takes longer than a server's start."""
    folder = Path(mkdtemp(prefix="xj-my-new-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.chown(folder, owner(), owner())
    made = [
        "mariadb-install-db",
        "--no-defaults",
        f"--datadir={folder / 'd'}",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
    ]
    said = subprocess.run([*as_owner(), *made], capture_output=True, check=False, cwd="/", env=variables("UTC"))
    assert said.returncode == 0, said.stderr
    return folder


def _started(folder: Path, port: int, options: tuple[str, ...], zone: str) -> "subprocess.Popen[bytes]":
    command = [
        PROGRAM,
        "--no-defaults",
        f"--datadir={folder / 'd'}",
        f"--socket={folder / 's'}",
        f"--port={port}",
        f"--bind-address={HOST}",
        f"--pid-file={folder / 'd' / 'pid'}",
        f"--log-error={folder / 'd' / 'error.log'}",
        "--innodb-buffer-pool-size=64M",
        "--innodb-log-file-size=16M",
        "--innodb-flush-method=nosync",
        "--skip-name-resolve",
        *options,
    ]
    return subprocess.Popen(
        [*as_owner(), *command], cwd="/", env=variables(zone), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait(server: MariadbServer) -> None:
    """Wait until it refuses an account that it does not know."""
    until = time.monotonic() + 30
    while not _answers(server):
        log = server.folder / "d" / "error.log"
        assert server.process.poll() is None, log.read_text()[-2000:] if log.exists() else "ended without a log"
        assert time.monotonic() < until, "it does not answer"
        time.sleep(0.1)


def _answers(server: MariadbServer) -> bool:
    with socket.socket(socket.AF_UNIX) as sock:  # PyMySQL leaves a socket open that nobody listens to
        if sock.connect_ex(server.socket):
            return False
    try:
        pymysql.connect(unix_socket=server.socket, user="nobody-of-ours").close()
    except pymysql.OperationalError as error:
        return error.args[0] in {1045, 1698}
    return True


def end(process: "subprocess.Popen[bytes]") -> None:
    """End it, also where it is stopped."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    process.wait(20)


def owner() -> str:
    """Whose account runs it: a server refuses to be root."""
    return "mysql" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def as_owner() -> list[str]:
    """The words before a command that make it run as the owner."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={owner()}", f"--regid={owner()}", "--clear-groups"]


def variables(zone: str) -> dict[str, str]:
    """The environment of a server whose machine stands in a time zone."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": "/tmp", "TZ": zone}
