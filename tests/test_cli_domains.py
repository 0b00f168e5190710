"""FortiOS with virtual domains: the unit is asked within config global, a single domain not at all; nothing is changed."""

import time
from pathlib import Path

import pytest

from collectors.base import Reason, SessionError
from collectors.sessions.cli import domains
from collectors.sessions.cli.commands import is_own, is_read_only
from collectors.sessions.cli.domains import Place, place_of
from tests.peers.cli_devices import Device, device
from tests.test_cli_session import in_english, reason, session_to, told

pytestmark = pytest.mark.peer
FORTI = ("fortinet",)
PERFORMANCE, HA = "get system performance status", "get system ha status"
BGP, STATUS = "get router info bgp summary", "get system status"
GLOBALLY = {PERFORMANCE: "CPU states: 1% user\n", HA: "HA Health Status: OK\nMode: HA A-P\n"}
COMMANDS = (PERFORMANCE, HA, "show", BGP)


@pytest.mark.parametrize("word", ["multiple", "enable", "split-task"])
def test_what_tells_of_the_unit_is_asked_within_config_global(word: str, tmp_path: Path) -> None:
    peer = Device("forti", {"show": "config system global\nend\n"}, domains=word, globally=GLOBALLY, page_lines=0)
    with device(peer):
        session = session_to(peer, tmp_path, "fortinet")
        found = told(session, COMMANDS, FORTI)
    assert {one: found[one] for one in GLOBALLY} == GLOBALLY
    assert found["show"] == "config system global\nend\n", "asked outside, where it shows every domain"
    of_one = found[BGP]
    assert isinstance(of_one, SessionError)
    assert (of_one.reason, of_one.remedy is not None) == (Reason.NOT_OFFERED, True)
    assert BGP in in_english(of_one)
    assert peer.typed == [STATUS, "config global", PERFORMANCE, HA, "end", "show", "config global", "end", "exit"]
    assert session.transport["device_name"] == "SW1"


def test_a_unit_without_domains_is_asked_as_any_other(tmp_path: Path) -> None:
    answers = {**GLOBALLY, "show": "config\n", BGP: "Neighbor V AS\n"}
    with device(Device("forti", answers, domains="disable", page_lines=0)) as peer:
        assert told(session_to(peer, tmp_path, "fortinet"), COMMANDS, FORTI) == answers
    assert peer.typed == [STATUS, *COMMANDS, "exit"]


def test_an_account_that_is_bound_to_a_domain_is_asked_in_it(tmp_path: Path) -> None:
    """It may not enter config global, which is tried once; what its domain does not tell is not inspected."""
    peer = Device("forti", {BGP: "Neighbor V AS\n"}, domains="multiple", domain="root", globally=GLOBALLY, page_lines=0)
    with device(peer):
        found = told(session_to(peer, tmp_path, "fortinet"), (PERFORMANCE, BGP, HA), FORTI)
    assert found[BGP] == "Neighbor V AS\n"
    assert reason(found[PERFORMANCE]) is Reason.NOT_OFFERED
    assert reason(found[HA]) is Reason.NOT_OFFERED
    assert peer.typed == [STATUS, "config global", PERFORMANCE, BGP, HA, "exit"]


def test_a_command_that_hangs_within_config_global_costs_itself_only(tmp_path: Path) -> None:
    peer = Device("forti", {"show": "config\n"}, domains="multiple", globally=GLOBALLY, page_lines=0, hangs_at=PERFORMANCE)
    with device(peer):
        started = time.monotonic()
        found = told(session_to(peer, tmp_path, "fortinet"), (PERFORMANCE, HA, "show"), FORTI, seconds=1)
        assert time.monotonic() - started < 15
    assert reason(found[PERFORMANCE]) is Reason.TIMEOUT
    assert found[HA] == GLOBALLY[HA]
    assert found["show"] == "config\n"
    assert peer.typed.count("config global") == 1


def test_a_way_back_that_hangs_ends_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "_STEP_SECONDS", 1.0)
    peer = Device("forti", {"show": "config\n"}, domains="multiple", globally=GLOBALLY, page_lines=0, end_hangs=True)
    with device(peer):
        found = told(session_to(peer, tmp_path, "fortinet"), (HA, "show", BGP), FORTI)
    assert found[HA] == GLOBALLY[HA]
    assert reason(found["show"]) is Reason.TIMEOUT
    assert reason(found[BGP]) is Reason.CUT
    assert "show" not in peer.typed


def test_a_device_that_is_not_known_is_found_to_be_one_and_asked_there(tmp_path: Path) -> None:
    with device(Device("forti", domains="multiple", globally=GLOBALLY, page_lines=0)) as peer:
        assert told(session_to(peer, tmp_path), (HA,), FORTI) == {HA: GLOBALLY[HA]}


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (PERFORMANCE, Place.GLOBAL),
        ("diagnose autoupdate versions", Place.GLOBAL),
        ("diagnose hardware sysinfo conserve", Place.GLOBAL),
        ("get system fortiguard-service status", Place.GLOBAL),
        ("get router info ospf neighbor", Place.ONE_DOMAIN),
        (STATUS, Place.ANYWHERE),
        ("show", Place.ANYWHERE),
        ("diagnose sys session stat", Place.ANYWHERE),
    ],
)
def test_where_a_command_is_answered(command: str, place: Place) -> None:
    assert place_of(command) is place


@pytest.mark.parametrize("command", ["config vdom", "edit root", "config system global", "execute enter root", "next"])
def test_no_domain_is_entered_by_name(command: str) -> None:
    """``edit`` makes a domain that is not there."""
    assert not is_own(command)
    assert not is_read_only(command)
