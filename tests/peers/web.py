"""A web service on loopback with pages of a test's own, over TLS where it is given a certificate."""

import base64
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass
class WebPeer:
    """What it serves (status, body by path), and what it was asked: path and Authorization header."""

    pages: Mapping[str, tuple[int, bytes]]
    login: str = ""
    slow: Mapping[str, float] = field(default_factory=dict)
    drips: frozenset[str] = frozenset()
    """Paths whose body comes a byte at a time, twenty a second."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def knows(self, authorization: str) -> bool:
        """Whether this is the login it wants."""
        return not self.login or authorization == "Basic " + base64.b64encode(self.login.encode()).decode()


@contextmanager
def serving(peer: WebPeer, certificate: Path | None = None) -> Iterator[WebPeer]:
    """Serve until the block ends; ``certificate`` is a PEM file with key and chain."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            given = self.headers.get("Authorization", "")
            peer.asked.append((self.path, given))
            time.sleep(peer.slow.get(self.path, 0))
            status, body = peer.pages.get(self.path, (404, b"{}"))
            if peer.login and self.path != "/redfish/v1/" and not peer.knows(given):
                status, body = 401, b"{}"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for at in range(len(body)) if self.path in peer.drips else ():
                self.wfile.write(body[at : at + 1])
                time.sleep(0.05)
            self.wfile.write(b"" if self.path in peer.drips else body)

        def log_message(self, *_words: object) -> None:
            pass

    server = _Quiet((HOST, 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        settings = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        settings.load_cert_chain(certificate)
        server.socket = settings.wrap_socket(server.socket, server_side=True)
    peer.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away."""


def self_signed(folder: Path, *, days: int = 90, name: str = HOST) -> Path:
    """Make a certificate that nobody vouches for; the file holds key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    alternative = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
