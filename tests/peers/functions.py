"""Certificates of a test's own authority, and servers on loopback whose faults are made: TLS, Redis, an application."""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tests.peers.sshd import free_port

HOST = "127.0.0.1"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def private(self) -> bytes:
        """The key alone."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def issue(
    name: str,
    issuer: Issued | None = None,
    *,
    names: Sequence[str] = (),
    days: float = 90,
    is_authority: bool = False,
    key: Key | None = None,
    age_days: float = 400,
) -> Issued:
    """Make a certificate that ends in so many days; without an issuer it signs itself."""
    made_key: Key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(made_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=age_days))
        .not_valid_after(now + timedelta(days=days, minutes=5))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if names:
        alternatives: list[x509.GeneralName] = [
            x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names
        ]
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    signer = issuer.key if issuer else made_key
    return Issued(builder.sign(signer, hashes.SHA256()), made_key)


@contextmanager
def tls_server(own: Issued, *above: Issued, folder: Path, oldest: ssl.TLSVersion | None = None) -> Iterator[int]:
    """Shake hands with whoever comes, showing ``own`` and then ``above``; gives the port."""
    path = folder / f"{own.certificate.serial_number}.pem"
    path.write_bytes(own.private + own.pem + b"".join(one.pem for one in above))
    settings = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if oldest is not None:
        settings.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # old TLS is what is tested
            settings.minimum_version = oldest
    settings.load_cert_chain(path)
    with socket.create_server((HOST, 0)) as listening:
        thread = threading.Thread(target=_shake_all, args=(listening, settings), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _shake_all(listening: socket.socket, settings: ssl.SSLContext) -> None:
    while True:
        try:
            raw, _address = listening.accept()
        except OSError:
            return
        with raw, contextlib.suppress(OSError):
            raw.settimeout(5)
            with settings.wrap_socket(raw, server_side=True) as sock:
                sock.recv(1)


@contextmanager
def program(argv: Sequence[str], port: int, executable: str | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server until the block ends, from the moment it takes its port."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(argv, executable=executable, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        for _try in range(100):
            with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
                break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:  # a Redis that cannot save does not want to end
            process.kill()
            process.wait(10)


@contextmanager
def redis_server(folder: Path, *options: str) -> Iterator[int]:
    """A Redis with its data in ``folder``."""
    port = free_port()
    words = ["--port", str(port), "--bind", HOST, "--dir", str(folder), "--daemonize", "no", *options]
    with program([shutil.which("redis-server") or "redis-server", *words], port):
        yield port


def redis_says(port: int, *words: str) -> str:
    """Ask by redis-cli."""
    argv = ["redis-cli", "-h", HOST, "-p", str(port), *words]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=20).stdout


@contextmanager
def rabbit_broker(folder: Path) -> Iterator[tuple[int, Callable[..., str]]]:
    """A RabbitMQ of its own with its management API; gives that port and what runs rabbitmqctl."""
    port, amqp, links = free_port(), free_port(), free_port()
    (folder / "plugins").write_text("[rabbitmq_management].\n")
    (folder / "rabbit.conf").write_text(f"management.tcp.port = {port}\nmanagement.tcp.ip = {HOST}\n")
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"xunjian{links}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": HOST,
        "RABBITMQ_NODE_PORT": str(amqp),
        "RABBITMQ_DIST_PORT": str(links),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbit.conf"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "ERL_EPMD_ADDRESS": HOST,
    }

    def control(*words: str) -> str:
        argv = ["/usr/lib/rabbitmq/bin/rabbitmqctl", *words]
        return subprocess.run(argv, env=variables, capture_output=True, text=True, check=False, timeout=60).stdout

    argv = ["/usr/lib/rabbitmq/bin/rabbitmq-server"]
    with subprocess.Popen(argv, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _try in range(120):
                with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
                    break
                time.sleep(0.5)
            yield port, control
        finally:
            control("stop")
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def rabbit_api(port: int, method: str, path: str, body: object) -> None:
    """Change something by the management API, as guest."""
    with httpx.Client(auth=("guest", "guest"), trust_env=False) as client:
        client.request(method, f"http://{HOST}:{port}/api/{path}", json=body).raise_for_status()


@dataclass
class Application:
    """A web application with a login and a query. ``broken`` is the path that fails; ``posted`` what it was sent."""

    user: str = "tester"
    password: str = "planted-77"
    broken: str = ""
    posted: list[dict[str, list[str]]] = field(default_factory=list)
    port: int = 0
    is_gbk: bool = False
    has_captcha: bool = False


class _Served(ThreadingHTTPServer):
    app: Application


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _app(self) -> Application:
        assert isinstance(self.server, _Served)
        return self.server.app

    def _say(self, status: int, body: str, **headers: str) -> None:
        code = "gbk" if self._app.is_gbk else "utf-8"
        raw = f"<html><head><meta charset={code}><title>业务平台</title></head>{body}</html>".encode(code)
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def _is_broken(self) -> bool:
        if self._app.broken and self.path.startswith(self._app.broken):
            self._say(500, "stack trace")
            return True
        return False

    def do_GET(self) -> None:
        if self._is_broken():
            return
        if self.path == "/login":
            wall = "<img alt=验证码>" if self._app.has_captcha else ""
            self._say(200, f'<form>登录<input name="token" value="t-4711">{wall}</form>', Set_Cookie="s=1")
        elif "session=good" not in self.headers.get("Cookie", ""):
            self._say(302, "", Location="/login")
        else:
            self._say(200, f"<h1>查询结果</h1> 3 条 欢迎 {self._app.user}")

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._app.posted.append(form)
        if self._is_broken():
            return
        is_good = (
            form.get("password") == [self._app.password] and form.get("token") == ["t-4711"] and not self._app.has_captcha
        )
        if is_good and "s=1" in self.headers.get("Cookie", ""):
            self._say(302, "", Location="/home", Set_Cookie="session=good")
        else:
            self._say(200, f"用户名或密码错误 {self._app.password}{'验证码' if self._app.has_captcha else ''}")

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def application(app: Application) -> Iterator[Application]:
    """Serve it until the block ends."""
    server = _Served((HOST, 0), _Handler)
    server.app = app
    server.daemon_threads = True
    app.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield app
    finally:
        server.shutdown()
        server.server_close()
