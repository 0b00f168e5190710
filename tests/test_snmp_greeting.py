"""Greeting a fleet: the dead cost one timeout together, whoever answers is passed on, and each failure has its words."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import pairwise

import pytest

from collectors.base import Part, Question, Reason, SessionError, Snmp
from collectors.sessions.base import Budget
from collectors.sessions.snmp.ber import OCTETS, contents
from collectors.sessions.snmp.greeting import Greeter
from collectors.sessions.snmp.hello import Met
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.pdu import read_pdu, version_of
from collectors.sessions.snmp.post import Post
from collectors.sessions.snmp.session import SnmpSession
from config.secrets import Secret
from config.site import SnmpAccess
from tests.peers.snmp_torture import ENGINE, USER, Torture, interfaces, torturing

PUBLIC = SnmpLogin("2c", Secret("public"))
ACCESS = SnmpAccess(seconds=1, tries=2)
LIVE, DEAD = 30, 20


@pytest.fixture
def silent() -> Iterator[str]:
    """An address that takes datagrams and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{sock.getsockname()[1]}"


def nothing() -> None:
    """A check that never ends it."""


def met(greeter: Greeter, key: str) -> Met | SessionError | None:
    try:
        return greeter.met(key, nothing)
    except SessionError as error:
        return error


def test_the_dead_of_a_fleet_cost_one_timeout(silent: str) -> None:
    with ExitStack() as running:
        agents = [running.enter_context(torturing(Torture())) for _one in range(LIVE)]
        targets = [(f"live{n}", agent.address, ACCESS, USER if n % 2 else PUBLIC) for n, agent in enumerate(agents)]
        targets += [(f"dead{n}", silent, ACCESS, PUBLIC) for n in range(DEAD)]
        greeter = Greeter(targets)
        started = time.monotonic()
        greeter.start()
        found = {f"live{n}": met(greeter, f"live{n}") for n in range(LIVE)}
        living_seconds = time.monotonic() - started
        dead = [met(greeter, f"dead{n}") for n in range(DEAD)]
        all_seconds = time.monotonic() - started
    assert all(isinstance(one, Met) for one in found.values())
    assert living_seconds < 1
    assert {one.reason for one in dead if isinstance(one, SessionError)} == {Reason.UNREACHABLE}
    assert 2 <= all_seconds < 3
    engines = [one.engine.id for one in found.values() if isinstance(one, Met) and one.engine]
    assert engines == [ENGINE] * (LIVE // 2)


def test_what_is_lost_is_asked_again() -> None:
    agent = Torture(lost_every=2)
    agent.asked.append((0, 0))  # so that the first is lost
    with torturing(agent):
        greeter = Greeter([("x", agent.address, ACCESS, PUBLIC)])
        greeter.start()
        assert isinstance(met(greeter, "x"), Met)


def test_stray_answers_and_garbage_are_no_greeting() -> None:
    with torturing(Torture(is_doubled=True)) as agent, torturing(Torture(garbles_every=1)) as garbage:
        greeter = Greeter([("x", agent.address, ACCESS, PUBLIC), ("y", garbage.address, ACCESS, PUBLIC)])
        greeter.start()
        found = met(greeter, "x")
        assert isinstance(found, Met)
        assert found.pdu is not None
        assert len(found.pdu.objects) == 4
        assert isinstance(met(greeter, "y"), SessionError)


FAILURES = {
    "closed": ("127.0.0.1:9", PUBLIC, Reason.UNREACHABLE, "nothing listens"),
    "nameless": ("device.invalid", PUBLIC, Reason.UNREACHABLE, "device.invalid"),
    "no-port": ("127.0.0.1:99999", PUBLIC, Reason.UNREACHABLE, "no such address"),
    "no-community": ("127.0.0.1", SnmpLogin("2c"), Reason.NO_CREDENTIAL, "no community"),
    "no-way": ("[2001:db8::1]", PUBLIC, Reason.UNREACHABLE, ""),
}


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_has_its_own_words(name: str) -> None:
    address, login, reason, words = FAILURES[name]
    greeter = Greeter([(name, address, ACCESS, login)])
    greeter.start()
    found = met(greeter, name)
    assert isinstance(found, SessionError)
    assert found.reason is reason
    assert words in str(found)
    assert found.remedy


def test_waiting_ends_when_the_session_does(silent: str) -> None:
    greeter = Greeter([("x", silent, SnmpAccess(seconds=20), PUBLIC)])
    greeter.start()
    session = SnmpSession(silent, SnmpAccess(), PUBLIC, Budget(), greeted=partial(greeter.met, "x"))
    session.close()
    started = time.monotonic()
    with pytest.raises(SessionError):
        session.connect()
    greeter.stop()
    assert time.monotonic() - started < 2
    assert met(greeter, "x") is None, "who was not greeted asks himself"


@pytest.mark.parametrize("login", [PUBLIC, USER, SnmpLogin("1", Secret("public"))], ids=["v2c", "v3", "v1"])
def test_a_session_takes_what_was_met_and_asks_no_more(login: SnmpLogin) -> None:
    ask = Snmp(parts=(Part((), ("1.3.6.1.2.1.1.5.0",), ("1.3.6.1.2.1.2.2.1.2",)),))
    agent = Torture(interfaces(3))
    with torturing(agent):
        greeter = Greeter([("x", agent.address, ACCESS, login)])
        greeter.start()
        session = SnmpSession(agent.address, ACCESS, login, Budget(), greeted=partial(greeter.met, "x"), keys=greeter.keys)
        session.connect()
        asked_to_connect = len(agent.asked)
        ((_question, reply),) = session.ask([Question("x", ask)])
        session.close()
    assert asked_to_connect == 1, "of version 3 the discovery, which is no question, and one that proves the user"
    assert isinstance(reply, bytes)
    assert session.transport["sys_object_id"] == "1.3.6.1.4.1.2011.2.23.291"


def test_a_target_that_was_not_to_be_greeted_asks_itself() -> None:
    assert met(Greeter([]), "x") is None


@pytest.mark.parametrize("oid", ["1.3.6.1.2.1.1.3.0", "1.3.6.1.6.3.10.2.1.1.0", "1.3.6.1.6.3.10.2.1.2.0"])
def test_a_number_of_thousands_of_octets_is_none_and_breaks_nothing(oid: str) -> None:
    others = {"1.3.6.1.6.3.10.2.1.1.0": (4, b"engine-1"), "1.3.6.1.6.3.10.2.1.2.0": (2, b"\x07")}
    with torturing(Torture({**others, oid: (0x43, b"\xff" * 2000)})) as agent:
        session = SnmpSession(agent.address, ACCESS, PUBLIC, Budget(20, 5, 1))
        session.connect()
        session.close()
    assert session.transport["sys_object_id"]
    assert all(len(value) < 100 for value in session.transport.values())


def test_who_sends_without_end_fills_no_memory() -> None:
    with Post() as post, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as loud:
        loud.bind(("127.0.0.1", 0))
        place = (socket.AF_INET, socket.SOCK_DGRAM, 17, "", loud.getsockname())
        assert post.send(b"hello", place)
        _said, source = loud.recvfrom(100)
        for _one in range(2000):
            loud.sendto(b"x", source)
        first = post.receive(1)
        assert len(first) == 500
        assert len(post.receive(1)) <= 500


def test_the_number_of_one_device_does_not_tell_its_neighbours() -> None:
    with ExitStack() as running:
        socks = [running.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _one in range(20)]
        for sock in socks:
            sock.bind(("127.0.0.1", 0))
            sock.settimeout(5)
        greeter = Greeter((n, f"127.0.0.1:{sock.getsockname()[1]}", ACCESS, PUBLIC) for n, sock in enumerate(socks))
        greeter.start()
        numbers = []
        for sock in socks:
            datagram = sock.recv(1000)
            _version, at, end = version_of(datagram)
            numbers.append(read_pdu(datagram, contents(datagram, at, end, OCTETS)[1], end).request_id)
        greeter.stop()
    gaps = [later - earlier for earlier, later in pairwise(numbers)]
    assert len(set(gaps)) > 15
    assert max(gaps) > 1000


@pytest.mark.parametrize("login", [PUBLIC, SnmpLogin("1", Secret("public"))])
def test_who_answers_nothing_valid_was_not_met(login: SnmpLogin) -> None:
    with torturing(Torture(garbles_every=1)) as agent:
        session = SnmpSession(agent.address, ACCESS, login, Budget(20, 5, 1))
        with pytest.raises(SessionError, match="no valid SNMP"):
            session.connect()
        session.close()
