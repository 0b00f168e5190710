"""pgbouncer of our own before a PostgreSQL of our own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.peers.postgres import HOST, PostgresServer
from tests.peers.sshd import free_port


@contextmanager
def pooler(server: PostgresServer, user: str, password: str) -> Iterator[int]:
    """A pgbouncer with transaction pooling and one connection for everybody; its port."""
    program = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip("no pgbouncer is installed")
    port, folder = free_port(), Path(mkdtemp(prefix="xj-pgb-", dir="/tmp"))
    (folder / "users").write_text(f'"{user}" "{password}"\n')
    (folder / "ini").write_text(
        f"[databases]\n* = host={HOST} port={server.port}\n[pgbouncer]\nlisten_addr = {HOST}\nlisten_port = {port}\n"
        f"auth_type = scram-sha-256\nauth_file = {folder}/users\npool_mode = transaction\ndefault_pool_size = 1\n"
        f"unix_socket_dir =\nlogfile = {folder}/log\n"
    )
    owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    for one in (folder, *folder.iterdir()):
        if owner:
            shutil.chown(one, "postgres", "postgres")
    words = [*owner, program, "-q", str(folder / "ini")]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_port(port)
        yield port
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(folder, ignore_errors=True)


def await_port(port: int) -> None:
    until = time.monotonic() + 10
    while True:
        with closing(socket.socket()) as probe:
            if not probe.connect_ex((HOST, port)):
                return
        assert time.monotonic() < until
        time.sleep(0.1)
