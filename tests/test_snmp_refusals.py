"""What SNMPv3 engines report, addresses as they are written, and a login that is refused while we ask."""

import time

import pytest

from collectors.base import Part, Question, Reason, SessionError, Snmp
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.snmp import usm_messages
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from collectors.sessions.snmp.wire import host_and_port
from config.secrets import Secret
from config.site import SnmpAccess
from config.text import render
from tests.peers import snmp_torture
from tests.peers.snmp_torture import USER, Torture, interfaces, torturing

ACCESS = SnmpAccess(seconds=1, tries=1)
ASK = Snmp(parts=(Part((), ("1.3.6.1.2.1.1.5.0",)),))
USM = "1.3.6.1.6.3.15.1.1"
REPORTS = {
    f"{USM}.1.0": (SessionError, "security level"),
    f"{USM}.2.0": (SessionError, "timely"),
    f"{USM}.3.0": (CredentialRefused, "does not know the SNMPv3 user"),
    f"{USM}.5.0": (CredentialRefused, "wrong password or wrong protocol"),
    f"{USM}.6.0": (CredentialRefused, "cannot decrypt"),
    "1.3.6.1.6.3.12.1.5.0": (SessionError, "does not know the SNMPv3 context"),
    "1.3.6.1.6.3.12.1.4.0": (SessionError, "not available"),
    "1.3.6.1.6.3.11.2.1.3.0": (SessionError, "unknownPDUHandlers"),
    "1.3.6.1.4.1.9.1": (SessionError, "reports"),
}


def session(agent: Torture, login: SnmpLogin = USER) -> SnmpSession:
    return SnmpSession(agent.address, ACCESS, login, Budget(30, 5, 0))


@pytest.mark.parametrize("counter", REPORTS)
def test_each_report_has_its_own_words(counter: str) -> None:
    kind, words = REPORTS[counter]
    with torturing(Torture(report=counter)) as agent:
        asked = session(agent)
        with pytest.raises(SessionError) as raised:
            asked.connect()
    assert type(raised.value) is kind
    assert raised.value.reason is Reason.REFUSED
    assert words in str(raised.value)
    assert raised.value.remedy is not None
    assert render(raised.value.remedy, "zh") != render(raised.value.remedy, "en")


def test_a_user_who_is_refused_while_we_ask_is_offered_no_more() -> None:
    agent = Torture(interfaces(3))
    with torturing(agent):
        asked = session(agent)
        asked.connect()
        agent.report = f"{USM}.5.0"
        before = len(agent.asked)
        said = [reply for _question, reply in asked.ask([Question(str(n), ASK) for n in range(5)])]
        asked.close()
    assert [type(one) for one in said] == [CredentialRefused] * 5
    assert len(agent.asked) == before


def test_another_engine_at_the_address_is_another_device(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = Torture(interfaces(3))
    with torturing(agent):
        asked = session(agent)
        asked.connect()
        other = bytes.fromhex("80000000046f74686572")
        monkeypatch.setattr(snmp_torture, "ENGINE", other)
        agent._engine = usm_messages.Engine(other, 1, -time.monotonic())
        said = [reply for _question, reply in asked.ask([Question(str(n), ASK) for n in range(3)])]
        asked.close()
    assert {one.reason for one in said if isinstance(one, SessionError)} == {Reason.IDENTITY}
    assert len(said) == 3


ADDRESSES = {
    "10.0.0.1": ("10.0.0.1", 161),
    "10.0.0.1:1161": ("10.0.0.1", 1161),
    "core-sw": ("core-sw", 161),
    " core-sw:1161 ": ("core-sw", 1161),
    "fe80::1": ("fe80::1", 161),
    "fe80::1%eth0": ("fe80::1%eth0", 161),
    "[fe80::1]": ("fe80::1", 161),
    "[fe80::1%eth0]:1161": ("fe80::1%eth0", 1161),
    "::ffff:10.0.0.1": ("::ffff:10.0.0.1", 161),
}


@pytest.mark.parametrize("written", ADDRESSES)
def test_addresses_are_read_as_they_are_written(written: str) -> None:
    assert host_and_port(written, 0) == ADDRESSES[written]


@pytest.mark.parametrize("written", ["", ":161", "core-sw:", "core-sw:x", "core-sw:0", "core-sw:65536", "[::1]:-1"])
def test_what_is_no_address_is_refused(written: str) -> None:
    if written == "core-sw:":
        assert host_and_port(written, 0) == ("core-sw", 161)
        return
    with pytest.raises(SessionError):
        host_and_port(written, 0)


def test_the_target_s_own_port_stands_where_none_is_written() -> None:
    assert host_and_port("core-sw", 1161) == ("core-sw", 1161)
    assert host_and_port("core-sw:162", 1161) == ("core-sw", 162)


def test_a_session_that_does_not_come_about_leaves_no_socket() -> None:
    """A socket that is left open is a ResourceWarning, which is an error here."""
    asked = SnmpSession("127.0.0.1:9", ACCESS, SnmpLogin("2c", Secret("x")), Budget(5, 5, 0))
    with pytest.raises(SessionError):
        asked.connect()
    del asked
