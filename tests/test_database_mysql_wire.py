"""The wire under PyMySQL: TLS as it is wanted, no password in clear text, no peer that is waited for too long."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from collectors.base import Reason, SessionError
from collectors.sessions.mysql import MysqlDialect, where
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.functions import issue
from tests.peers.mariadb import is_there, mariadb

HOST = "127.0.0.1"
SECRET = "never-in-clear-text"
SALT = b"A" * 20
PLUGINS = 0x00080000
SECURE = 0x00008000
PROTOCOL_41 = 0x00000200


def packet(number: int, payload: bytes) -> bytes:
    return struct.pack("<I", len(payload))[:3] + bytes([number]) + payload


def greeting() -> bytes:
    """The first packet of a server (MySQL internals: Protocol::HandshakeV10), without TLS."""
    flags = PROTOCOL_41 | SECURE | PLUGINS
    head = b"\x0a8.0.36\0" + struct.pack("<I", 7) + SALT[:8] + b"\0" + struct.pack("<H", flags & 0xFFFF)
    tail = b"\xff\x02\x00" + struct.pack("<H", flags >> 16) + b"\x15" + b"\0" * 10 + SALT[8:] + b"\0"
    return packet(0, head + tail + b"mysql_native_password\0")


@contextmanager
def peer(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server for one connection; what it said ends with it."""
    with socket.create_server((HOST, 0)) as listener:

        def accept() -> None:
            sock, _address = listener.accept()
            with sock:
                serve(sock)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"{HOST}:{listener.getsockname()[1]}"
        thread.join(10)
        assert not thread.is_alive()


def connected(address: str, seconds: float, tls: str = "disable", authorities: str = "") -> None:
    dialect = MysqlDialect(address, SqlAccess(tls=tls, authorities=authorities), "xunjian", Secret(SECRET))
    dialect.connect("", time.monotonic() + seconds, lambda: None).close()


@pytest.mark.parametrize("plugin", [b"mysql_clear_password", b"dialog"])
def test_a_server_that_asks_for_the_password_in_clear_text_does_not_get_it(plugin: bytes) -> None:
    heard: list[bytes] = []

    def serve(sock: socket.socket) -> None:
        sock.sendall(greeting())
        heard.append(sock.recv(4096))
        sock.sendall(packet(2, b"\xfe" + plugin + b"\0\0"))
        sock.settimeout(3)
        while got := sock.recv(4096):
            heard.append(got)

    with peer(serve) as address, pytest.raises(SessionError) as caught:
        connected(address, 5)
    assert SECRET.encode() not in b"".join(heard)
    assert caught.value.reason is Reason.TOOL_MISSING
    assert "clear text" in str(caught.value)


def test_a_peer_that_sends_a_byte_now_and_then_is_left_at_the_deadline() -> None:
    def serve(sock: socket.socket) -> None:
        for byte in greeting():
            try:
                sock.sendall(bytes([byte]))
            except OSError:
                return
            time.sleep(0.15)

    started = time.monotonic()
    with peer(serve) as address:
        with pytest.raises(SessionError) as caught:
            connected(address, 1.0)
        assert time.monotonic() - started < 2
    assert caught.value.reason is Reason.TIMEOUT


def test_a_session_that_is_closed_waits_no_more() -> None:
    class Closed(Exception):  # noqa: N818 - it is said of the session
        pass

    def check() -> None:
        if time.monotonic() - started > 0.5:
            raise Closed

    def serve(sock: socket.socket) -> None:
        sock.settimeout(10)
        sock.recv(10)

    started = time.monotonic()
    with peer(serve) as address:
        with pytest.raises(Closed):
            MysqlDialect(address, SqlAccess(tls="disable"), "x", None).connect("", started + 30, check)
        assert time.monotonic() - started < 2


def test_something_else_that_listens_there_is_no_server() -> None:
    with peer(lambda sock: sock.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")) as address, pytest.raises(SessionError) as caught:
        connected(address, 3)
    assert caught.value.reason is Reason.UNREACHABLE


@pytest.mark.peer
@pytest.mark.skipif(not is_there(), reason="no MariaDB is installed")
def test_tls_as_it_is_wanted(tmp_path: Path) -> None:
    authority = issue("ours", is_authority=True)
    server = issue("db", authority, names=[HOST])
    other = issue("another", is_authority=True)
    files = {"ca": authority.pem, "cert": server.pem, "key": server.private, "other": other.pem}
    tmp_path.chmod(0o755)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o644)
    for folder in tmp_path.parents:
        if folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o755)  # the server is another user
    with mariadb(
        f"--ssl-cert={tmp_path / 'cert'}", f"--ssl-key={tmp_path / 'key'}", "--require-secure-transport=ON"
    ) as made:
        made.sql(f"CREATE USER xunjian@{HOST} IDENTIFIED BY '{SECRET}'")
        for mode in ("prefer", "require"):
            connected(made.address, 5, mode)
        for mode in ("verify-ca", "verify-full"):
            connected(made.address, 5, mode, str(tmp_path / "ca"))
            with pytest.raises(SessionError, match="certificate") as caught:
                connected(made.address, 5, mode, str(tmp_path / "other"))
            assert caught.value.reason is Reason.REFUSED
        connected(made.address.replace(HOST, "localhost"), 5, "verify-ca", str(tmp_path / "ca"))
        with pytest.raises(SessionError, match="localhost"):
            connected(made.address.replace(HOST, "localhost"), 5, "verify-full", str(tmp_path / "ca"))
        with pytest.raises(SessionError):
            connected(made.address, 5, "disable")


@pytest.mark.parametrize(
    ("address", "port", "place"),
    [
        ("db1", None, ("db1", 3306)),
        ("db1:3307", None, ("db1", 3307)),
        ("db1:3307", 3308, ("db1", 3308)),
        ("[::1]:3307", None, ("::1", 3307)),
        ("::1", None, ("::1", 3306)),
        ("/run/mysqld/mysqld.sock", None, ("/run/mysqld/mysqld.sock", 3306)),
    ],
)
def test_places(address: str, port: int | None, place: tuple[str, int]) -> None:
    assert where(address, port) == place
