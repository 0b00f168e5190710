"""Discovery through the program: what answers in a range is proposed once, and said where it takes no credential."""

from pathlib import Path
from typing import Final

import pytest

from agent.discovering import Found, addresses, in_range
from collectors.facts.devices.device import Device
from config.secrets import Secret
from config.site import Credential
from tests.peers.snmpd import AUTH, COMMUNITY, SnmpPeer, missing, snmpd
from tests.program import Done, configuration, xunjian

OF_V3: Final = {"snmp_user": "u-sha", "auth_protocol": "sha", "auth": "${env:AUTH}"}
OF_V2C: Final = {"community": "${env:COMMUNITY}"}
HOST: Final = "127.0.0.1"
peer_test = pytest.mark.peer
needs_snmpd = pytest.mark.skipif(bool(missing()), reason=missing())


def _discover(peer: SnmpPeer, folder: Path, *words: str, auth: str = AUTH.reveal(), listed: str = "") -> Done:
    entries = (
        [{"id": "listed", "kind": "network", "address": listed, "access": {"snmp": {"credential": "c2"}}}] if listed else []
    )
    configuration(
        folder, entries, credentials={"c2": OF_V2C, "c3": OF_V3, "cli": {"user": "ops", "password": "${env:AUTH}"}}
    )
    told = {"AUTH": auth, "COMMUNITY": COMMUNITY.reveal()}
    return xunjian("targets", "discover", *words, "--store", "s.db", "--port", str(peer.port), folder=folder, env=told)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("10.0.0.7", 1),
        ("10.0.0.7/32", 1),
        ("10.0.0.6/31", 2),
        ("10.0.0.0/30", 2),
        ("10.0.0.0/20", 4094),
        ("2001:db8::/127", 2),
    ],
)
def test_addresses_of_a_range(written: str, count: int) -> None:
    assert len(addresses(written)) == count


@pytest.mark.parametrize("written", ["10.0.0.0/19", "2001:db8::/64", "core-1", "", "10.0.0.0/33"])
def test_no_range(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        addresses(written)


def test_an_address_that_is_named_twice_is_asked_once() -> None:
    credential = Credential(name="c", community="planted")
    found = list(in_range(["127.0.0.1"] * 3, [credential], lambda _one, _name: Secret("planted"), 1))
    assert found == []


def _met(address: str, name: str = "sw1", started: float | None = 100.0, engine: str = "80") -> Found:
    device = Device("1.3.6.1.4.1.9.1.1", name, "IOS", "", "", 5.0, 5.0, None)
    return Found(address, "c", device, engine=engine, started=started)


def test_two_addresses_of_one_device_are_one() -> None:
    assert _met("10.0.0.1").is_also(_met("10.0.0.2", started=104.0))


@pytest.mark.parametrize(
    "other",
    [
        _met("10.0.0.2", name="sw2"),
        _met("10.0.0.2", started=200.0),
        _met("10.0.0.2", started=None),
        _met("10.0.0.2", engine="81"),
        Found("10.0.0.2", "c", None),
    ],
)
def test_two_devices_of_one_make_are_two(other: Found) -> None:
    assert not _met("10.0.0.1").is_also(other)
    assert not other.is_also(_met("10.0.0.1"))


def test_two_devices_without_a_name_are_two() -> None:
    assert not _met("10.0.0.1", name="").is_also(_met("10.0.0.2", name=""))


@peer_test
@needs_snmpd
def test_overlapping_ranges_propose_a_device_once_with_its_port(tmp_path: Path) -> None:
    with snmpd() as peer:
        done = _discover(peer, tmp_path, HOST, f"{HOST}/32", "--credential", "c2")
        assert done.out.count("address: 127.0.0.1") == 1, done.out
        assert f"port: {peer.port}" in done.out
        assert done.code == 0


@peer_test
@needs_snmpd
def test_an_engine_that_refuses_the_user_is_said(tmp_path: Path) -> None:
    with snmpd() as peer:
        done = _discover(peer, tmp_path, HOST, "--credential", "c3", auth="wrong-password-1")
        assert done.out == ""
        assert "127.0.0.1" in done.err
        assert "wrong-password-1" not in done.err
        both = _discover(peer, tmp_path, HOST, "--credential", "c3", "--credential", "c2", auth="wrong-password-1")
        assert "credential: c2" in both.out


@peer_test
@needs_snmpd
def test_what_is_listed_is_not_proposed(tmp_path: Path) -> None:
    with snmpd() as peer:
        done = _discover(peer, tmp_path, HOST, "--credential", "c2", listed=HOST)
        assert done.out == ""


@peer_test
@needs_snmpd
def test_a_credential_without_snmp_is_said_and_no_traceback(tmp_path: Path) -> None:
    with snmpd() as peer:
        done = _discover(peer, tmp_path, HOST, "--credential", "cli")
        assert done.code == 64
        assert "Traceback" not in done.err


@peer_test
@needs_snmpd
def test_silence_is_said_to_be_no_proof_that_nothing_is_there(tmp_path: Path) -> None:
    with snmpd() as peer:
        done = _discover(peer, tmp_path, "127.0.0.9", "--credential", "c2")
        assert (done.code, done.out) == (1, "")
        assert "wrong community" in done.err
        assert "wrong community" not in _discover(peer, tmp_path, HOST, "--credential", "c2").err


@pytest.mark.parametrize("written", ["host.example", "10.0.0.0/8"])
def test_what_is_no_range_is_said_in_one_sentence(tmp_path: Path, written: str) -> None:
    configuration(tmp_path, [], credentials={"c2": OF_V2C})
    done = xunjian("targets", "discover", written, "--credential", "c2", "--store", "s.db", folder=tmp_path)
    assert done.code == 64
    assert written in done.err
    assert "does not appear" not in done.err


def test_no_target_of_that_name_has_refusals_to_forget(tmp_path: Path) -> None:
    configuration(tmp_path, [], credentials={})
    done = xunjian("targets", "offer-again", "nosuch", "--store", "s.db", folder=tmp_path)
    assert (done.code, done.out) == (64, "")
    assert "nosuch" in done.err
