"""As much of a server that speaks PostgreSQL's protocol (version 3) as it takes to be asked, and to answer strangely."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.peers.postgres import HOST


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


def row(*values: str) -> bytes:
    described = b"".join(b"c\0" + struct.pack("!ihihih", 0, 0, 25, -1, -1, 0) for _value in values)
    held = b"".join(struct.pack("!i", len(value.encode())) + value.encode() for value in values)
    count = struct.pack("!h", len(values))
    return message(b"T", count + described) + message(b"D", count + held) + message(b"C", b"SELECT 1\0")


ERROR = message(b"E", b'SERROR\0C42601\0Msyntax error at or near "current_setting"\0\0')
READY = message(b"Z", b"I")


@contextmanager
def stub(answer: Callable[[str], bytes]) -> Iterator[int]:
    """As much of a server as it takes to log in, and what it says to each query."""

    def serve(peer: socket.socket) -> None:
        with peer, suppress(OSError, struct.error):
            while (length := struct.unpack("!i", peer.recv(4))[0]) == 8:
                peer.recv(4)
                peer.sendall(b"N")
            peer.recv(length - 4)
            told = {"client_encoding": "UTF8", "DateStyle": "ISO, MDY", "standard_conforming_strings": "on"}
            told |= {"server_version": "9.9", "integer_datetimes": "on"}
            peer.sendall(message(b"R", struct.pack("!i", 0)))
            peer.sendall(b"".join(message(b"S", f"{key}\0{value}\0".encode()) for key, value in told.items()) + READY)
            while kind := peer.recv(1):
                length = struct.unpack("!i", peer.recv(4))[0]
                body = peer.recv(length - 4, socket.MSG_WAITALL).decode().rstrip("\0")
                if kind != b"Q":
                    return
                peer.sendall(answer(body) + READY)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server((HOST, 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
