"""Devices by telnet where the entry says so, behind a bastion's menu, and beside netmiko's own way to them."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from collectors.base import Reason
from collectors.sessions.base import Budget
from collectors.sessions.cli.session import CliSession, Way
from collectors.sessions.cli.telnet import TelnetWay, TelnetWire
from collectors.sessions.login import CredentialRefused, Login
from collectors.sessions.ssh import SshSession
from config.secrets import Secret
from config.site import SshAccess, TelnetAccess
from tests.peers.cli_devices import HOST, Device, device
from tests.test_cli_session import IOS, LONG, VRP, connected, told

pytestmark = pytest.mark.peer
BUDGET = Budget(total_seconds=20, connect_seconds=5)


def session_to(peer: Device, password: str = "", family: str = "", budget: Budget = BUDGET) -> CliSession:
    login = Login(peer.user, password=Secret(password or peer.password))
    return CliSession(TelnetWay(HOST, TelnetAccess(port=peer.port), login, budget), budget, Way(family, peer.user))


@pytest.mark.parametrize(("kind", "families", "word"), [("vrp", VRP, "display"), ("ios", IOS, "show")])
def test_telnet_brings_the_same(kind: str, families: tuple[str, ...], word: str) -> None:
    peer = Device(kind, {f"{word} cfg": LONG, f"{word} clock": "10:00\n"}, banner="# welcome >\n")
    with device(peer, telnet=True):
        session = session_to(peer)
        assert told(session, [f"{word} cfg", f"{word} clock"], families) == {
            f"{word} cfg": LONG,
            f"{word} clock": "10:00\n",
        }
        assert session.transport["way"] == "telnet"
        assert session.transport["is_plain"] == "yes"
        assert peer.logins == ["inspect planted-cli-3"]
        assert peer.left == 1


def test_a_wrong_password_is_typed_once() -> None:
    with device(Device("vrp"), telnet=True) as peer:
        session = session_to(peer, "wrong")
        error = connected(session)
        assert isinstance(error, CredentialRefused)
        assert peer.logins == ["inspect wrong"]
        with pytest.raises(CredentialRefused):
            session.connect()
        assert peer.logins == ["inspect wrong"]


def test_nobody_to_log_in_as_is_said_before_anything_is_reached() -> None:
    session = CliSession(TelnetWay(HOST, TelnetAccess(port=1), Login(""), BUDGET), BUDGET, Way())
    assert connected(session).reason is Reason.NO_CREDENTIAL


def test_a_closed_port_is_unreachable() -> None:
    session = CliSession(TelnetWay(HOST, TelnetAccess(port=1), Login("x"), BUDGET), BUDGET, Way())
    assert connected(session).reason is Reason.UNREACHABLE


@contextmanager
def serving(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A bare listener; each connection is served in a thread."""
    listener = socket.create_server((HOST, 0))

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _address = listener.accept()
                threading.Thread(target=_quietly, args=(serve, client), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.close()


def _quietly(serve: Callable[[socket.socket], None], client: socket.socket) -> None:
    with suppress(OSError), client:
        serve(client)


def _silent(client: socket.socket) -> None:
    client.recv(1)


def _negotiating(client: socket.socket) -> None:
    while True:
        client.sendall(b"\xff\xfd\x18\xff\xfb\x01" * 100)
        time.sleep(0.01)


def _shouting(client: socket.socket) -> None:
    while True:
        client.sendall(b"welcome \r\n" * 1000)


def _asking(client: socket.socket) -> None:
    while True:
        client.sendall(b"\r\nUsername: ")
        client.recv(100)


@pytest.mark.parametrize(
    ("serve", "reasons"),
    [
        (_silent, {Reason.TIMEOUT}),
        (_negotiating, {Reason.TIMEOUT}),
        (_shouting, {Reason.TIMEOUT}),
        (_asking, {Reason.REFUSED}),
    ],
)
def test_hostile_peers_end_by_the_deadline(serve: Callable[[socket.socket], None], reasons: set[Reason]) -> None:
    with serving(serve) as port:
        budget = Budget(total_seconds=8, connect_seconds=1)
        way = TelnetWay(HOST, TelnetAccess(port=port), Login("inspect", password=Secret("planted-cli-3")), budget)
        started = time.monotonic()
        assert connected(CliSession(way, budget, Way("huawei_vrp"))).reason in reasons
        assert time.monotonic() - started < 10


def test_what_two_ends_agree_on_is_no_text() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire = TelnetWire(ours)
        wire.settimeout(1)
        theirs.sendall(b"\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x03log\xff\xff\xff")
        assert wire.recv(100) == b"log\xff"
        theirs.sendall(b"\xf1in\xff\xfa\x18\x01")
        assert wire.recv(100) == b"in"
        theirs.sendall(b"\xff\xf0: \r\x00")
        assert wire.recv(100) == b": \r"
        assert theirs.recv(100) == b"\xff\xfd\x01\xff\xfd\x03\xff\xfc\x18\xff\xfb\x03"
        theirs.sendall(b"\xff\xfb\x01")
        with pytest.raises(TimeoutError):
            wire.recv(100)
        theirs.shutdown(socket.SHUT_WR)
        assert wire.recv(100) == b""


def narrow() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection with buffers as small as the system lets them be."""
    ours, theirs = socket.socketpair()
    for one in (ours, theirs):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    return ours, theirs


def unsent(wire: TelnetWire, left: bytes) -> bytes:
    """Send until nothing goes any more; what is left."""
    with suppress(TimeoutError):
        while left:
            left = left[wire.send(left) :]
    return left


def test_what_went_in_part_goes_on_where_it_stopped() -> None:
    """A device that is slow to take: each byte arrives once, in its order, each 255 doubled."""
    words = bytes(range(256)) * 300 + b"\xff" * 40_001
    ours, theirs = narrow()
    heard = bytearray()

    def slow() -> None:
        while chunk := theirs.recv(777):
            heard.extend(chunk)
            time.sleep(0.0005)

    with ours, theirs:
        listener = threading.Thread(target=slow, daemon=True)
        wire = TelnetWire(ours)
        wire.settimeout(0.01)
        left = unsent(wire, words)  # nobody takes it: what went so far is told, then that nothing goes
        assert 0 < len(left) < len(words)
        listener.start()
        while left:
            left = unsent(wire, left)
        with suppress(TimeoutError):
            wire.send(b"")
        ours.shutdown(socket.SHUT_WR)
        listener.join(20)
    assert bytes(heard) == words.replace(b"\xff", b"\xff\xff")


def test_half_of_a_doubled_255_goes_before_all_else() -> None:
    class Narrow(socket.socket):
        """Takes three bytes at a time."""

        def send(self, data: bytes, flags: int = 0) -> int:  # type: ignore[override]  # bytes is all that is sent here
            return super().send(data[:3], flags)

    ours, theirs = socket.socketpair()
    with Narrow(fileno=ours.detach()) as few, theirs:
        wire = TelnetWire(few)
        assert wire.send(b"ab\xff\xffc") == 3
        assert theirs.recv(100) == b"ab\xff"
        assert wire.send(b"\xffc") == 2
        assert theirs.recv(100) == b"\xff\xff\xffc"


def test_an_answer_that_cannot_be_said_now_costs_nothing_that_was_heard() -> None:
    ours, theirs = narrow()
    with ours, theirs:
        wire = TelnetWire(ours)
        wire.settimeout(0.05)
        assert unsent(wire, b"x" * 1_000_000)
        theirs.sendall(b"\xff\xfd\x18login: ")
        assert wire.recv(100) == b"login: "
        with pytest.raises(TimeoutError):
            wire.send(b"inspect")
        heard = b""
        while not heard.endswith(b"inspect"):
            with suppress(TimeoutError):
                wire.send(b"inspect")
            heard += theirs.recv(100_000)
        assert heard.strip(b"x") == b"\xff\xfc\x18inspect"


def test_a_bastions_menu_leads_to_the_device(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, menu="1) core-sw\r\nOpt> ")) as peer:
        login = Login(peer.user, password=Secret(peer.password))
        menu = (("Opt> ", "{address}"),)
        ssh = SshSession(HOST, SshAccess(port=peer.port), login, BUDGET, known_hosts=peer.known_hosts(tmp_path))
        session = CliSession(ssh, BUDGET, Way("huawei_vrp", peer.user, menu=menu, names={"address": "10.0.0.11"}))
        assert told(session, ["display clock"]) == {"display clock": "10:00\n"}
        assert peer.typed[0] == "menu 10.0.0.11"


@pytest.mark.parametrize(("kind", "family", "word"), [("vrp", "huawei", "display"), ("ios", "cisco_ios", "show")])
def test_netmikos_own_way_to_these_devices_brings_the_same(kind: str, family: str, word: str) -> None:
    """The devices of these tests are ours; that netmiko's own login and reading get on with them speaks for them."""
    from netmiko import ConnectHandler  # noqa: PLC0415 - a heavy import

    with device(Device(kind, {f"{word} cfg": LONG})) as peer:
        entry = {"host": HOST, "port": peer.port, "username": peer.user, "password": peer.password}
        with ConnectHandler(device_type=family, **entry) as theirs:
            said = theirs.send_command(f"{word} cfg")
        assert str(said).strip() == LONG.strip()


def test_what_netmiko_alone_would_cut_short(tmp_path: Path) -> None:
    """Why what netmiko waits on is ours: a log that quotes the prompt ends there, and the rest is lost unsaid."""
    from netmiko import ConnectHandler  # noqa: PLC0415 - as above

    text = "10:00 SW1# show version\n" + "".join(f"line {number}\n" for number in range(60))
    with device(Device("ios", {"show logging": text}, is_slow=True)) as peer:
        entry = {"host": HOST, "port": peer.port, "username": peer.user, "password": peer.password}
        with ConnectHandler(device_type="cisco_ios", **entry) as theirs:
            short = str(theirs.send_command("show logging", cmd_verify=False))
        assert "line 59" not in short
    with device(Device("ios", {"show logging": text}, is_slow=True)) as peer:
        login = Login(peer.user, password=Secret(peer.password))
        ssh = SshSession(HOST, SshAccess(port=peer.port), login, BUDGET, known_hosts=peer.known_hosts(tmp_path))
        said = told(CliSession(ssh, BUDGET, Way("cisco_ios", peer.user)), ["show logging"], IOS)
    assert said == {"show logging": text}
