"""``store.password``: a reference, resolved when the store is opened, sent to the database and shown nowhere."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from agent.commands.options import open_the_store
from config.load import load

PLANTED = "Hunter2-geheim"
CLEARTEXT = b"R" + struct.pack("!ii", 8, 3)
"""AuthenticationCleartextPassword (PostgreSQL, Frontend/Backend Protocol, message formats)."""


@contextmanager
def asks_for_a_password() -> Iterator[tuple[int, list[bytes]]]:
    """As much of a PostgreSQL server as it takes to be told a password."""
    told: list[bytes] = []

    def serve() -> None:
        peer, _address = server.accept()
        with peer:
            while (length := struct.unpack("!i", peer.recv(4))[0]) == 8:  # SSLRequest and its like
                peer.recv(length - 4)
                peer.sendall(b"N")
            peer.recv(length - 4)
            peer.sendall(CLEARTEXT)
            told.append(peer.recv(1024))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], told
        thread.join(10)


def test_the_password_of_the_configuration_reaches_the_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("psycopg2", reason="a store in PostgreSQL is not verified: psycopg2 is not installed")
    secret = tmp_path / "secret"
    secret.write_text(PLANTED + "\n")
    secret.chmod(0o600)
    with asks_for_a_password() as (port, told):
        written = f'store: {{url: "postgresql://zhang@127.0.0.1:{port}/x", password: "${{file:{secret}}}"}}\n'
        (tmp_path / "xunjian.yaml").write_text(written)
        with pytest.raises(SystemExit) as ended:
            open_the_store(None, load(tmp_path / "xunjian.yaml"))
    assert ended.value.code == 69
    assert PLANTED.encode() in told[0]
    assert PLANTED not in capsys.readouterr().err


def test_a_password_that_is_not_there_is_an_error_of_the_configuration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "xunjian.yaml").write_text(
        'store: {url: "postgresql://zhang@127.0.0.1/x", password: "${file:/nowhere/s}"}\n'
    )
    with pytest.raises(SystemExit) as ended:
        open_the_store(None, load(tmp_path / "xunjian.yaml"))
    assert ended.value.code == 78
    assert "xunjian.yaml:1: store.password" in capsys.readouterr().err.replace("：", ": ")
