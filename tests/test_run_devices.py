"""Devices by SNMP from the configuration to the document: what plan prints, doctor says, why shows and a report has."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.catalogue import checks_for
from agent.planning import asks_of
from config.kinds import NETWORK
from config.site import SnmpAccess, SshAccess, Target, TelnetAccess
from tests.peers.snmpd import AUTH, PRIV, SnmpPeer, snmpd
from tests.program import Done, configuration, xunjian

USER = "u-sha256-aes"
OF_HOSTS = re.compile(r"\b(?:sudo|sudoers|/bin/sh|shell|exec)\b|终端|命令可直接执行|可直接执行命令")
"""Words that make no sense of a target that is asked by SNMP alone."""


@pytest.fixture(scope="module")
def peer() -> Iterator[SnmpPeer]:
    with snmpd(users=(USER,)) as running:
        yield running


@pytest.fixture(scope="module")
def folder(peer: SnmpPeer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the configuration of one device and one inspection of it."""
    made = tmp_path_factory.mktemp("devices")
    access = {"snmp": {"credential": "v3", "port": peer.port}}
    secrets = {"auth": "${env:AUTH}", "priv": "${env:PRIV}", "auth_protocol": "sha256", "priv_protocol": "aes"}
    entry = {"id": "core-1", "kind": "network", "address": "127.0.0.1", "access": access}
    configuration(made, [entry], credentials={"v3": {"snmp_user": USER, **secrets}})
    done = program(made, "run", "--output", "json")
    assert done.findings(), done.err
    return made


def program(folder: Path, *arguments: str, lang: str = "en") -> Done:
    env = {"AUTH": AUTH.reveal(), "PRIV": PRIV.reveal(), "XUNJIAN_LANG": lang}
    store = () if arguments[0] == "plan" else ("--store", "s.db")
    return xunjian(*arguments, *store, folder=folder, env=env)


def levels(done: Done) -> dict[tuple[str, str], str]:
    return {(one["check"], one["subject"]): one["level"] for one in done.findings()}


@pytest.mark.peer
def test_a_device_is_inspected_by_snmp_alone(folder: Path) -> None:
    found = levels(program(folder, "run", "--output", "json"))
    assert found["network.reachability", "snmp"] == "ok"
    assert found["network.management_security", "snmp"] == "ok"
    assert found["network.restart", ""] == "ok"
    assert found["network.memory_usage", "Physical memory"] in {"ok", "notice"}
    assert found["network.unsaved_configuration", ""] == "unknown"
    assert not {check for check, _subject in found if not check.startswith(("network.", "manual."))}


@pytest.mark.peer
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_plan_prints_what_is_sent_and_nothing_of_other_ways(folder: Path, lang: str) -> None:
    short, full = program(folder, "plan", lang=lang), program(folder, "plan", "--full", lang=lang)
    for done in (short, full):
        assert done.code == 0, done.err
        assert "snmp.interfaces" in done.out
        assert "GETBULK" in done.out
        assert "cli." not in done.out
        assert not OF_HOSTS.search(done.out), OF_HOSTS.search(done.out)
    assert "1.3.6.1.2.1.31.1.1.1.6" in full.out


@pytest.mark.peer
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_doctor_says_by_which_way_and_what_is_missing(folder: Path, lang: str) -> None:
    done = program(folder, "doctor", lang=lang)
    assert "SNMPv3 authPriv" in done.out
    assert "access: ssh" in done.out
    block = done.out.partition("Python")[0]
    assert not OF_HOSTS.search(block), block


@pytest.mark.peer
def test_why_shows_the_objects_that_a_finding_rests_on(folder: Path) -> None:
    listed = program(folder, "run").out
    found = re.search(r"network\.port_state.* · ([0-9a-f]{10})", listed)
    assert found is not None, listed
    shown = program(folder, "why", found[1])
    assert shown.code == 0, shown.err
    assert "1.3.6.1.2.1.2.2.1" in shown.out
    assert PRIV.reveal() not in shown.out


@pytest.mark.peer
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_the_quarterly_report_builds_in_every_form(folder: Path, tmp_path: Path, lang: str) -> None:
    done = program(folder, "report", "quarterly", "--out", str(tmp_path), "--lang", lang)
    assert done.code == 0, done.err
    made = {one.suffix: one for one in tmp_path.rglob("*") if one.is_file()}
    assert {".docx", ".pdf", ".html", ".xlsx", ".json"} <= set(made)
    with zipfile.ZipFile(made[".docx"]) as document:
        words = document.read("word/document.xml").decode()
    assert "core-1" in words
    for secret in (AUTH, PRIV):
        assert all(secret.reveal().encode() not in one.read_bytes() for one in made.values())
    said: dict[str, Any] = json.loads(made[".json"].read_text(encoding="utf-8"))
    assert "network.port_state" in json.dumps(said)


@pytest.mark.peer
def test_a_wrong_password_is_offered_once(peer: SnmpPeer, tmp_path: Path) -> None:
    access = {"snmp": {"credential": "v3", "port": peer.port}}
    secrets = {"auth": "${env:AUTH}", "priv": "${env:PRIV}", "auth_protocol": "sha256", "priv_protocol": "aes"}
    entry = {"id": "core-1", "kind": "network", "address": "127.0.0.1", "access": access}
    configuration(tmp_path, [entry], credentials={"v3": {"snmp_user": USER, **secrets}})
    env = {"AUTH": "not the password", "PRIV": PRIV.reveal()}
    reasons = []
    for _time in range(2):
        done = xunjian("run", "--store", "s.db", "--output", "json", folder=tmp_path, env=env)
        (target,) = done.json()["targets"]
        assert {one["level"] for one in target["findings"]} == {"unknown"}
        reasons.append(json.dumps(target, ensure_ascii=False))
    assert "was refused before" in reasons[1]
    assert "was refused before" not in reasons[0]


# --- which asks belong to which target


def ids(target: Target) -> set[str]:
    return {one.id.split(".")[0] for one in asks_of(target.platform, checks_for(target.platform), {}, target=target)}


def test_a_plan_has_the_ways_that_a_target_has() -> None:
    bare = Target("sw", "network", address="192.0.2.1", platform=NETWORK)
    snmp, ssh = SnmpAccess(credential="c"), SshAccess(credential="c")
    by_snmp = Target("sw", "network", address="192.0.2.1", platform=NETWORK, snmp=snmp)
    by_line = Target("sw", "network", address="192.0.2.1", platform=NETWORK, ssh=ssh)
    by_telnet = Target("sw", "network", address="192.0.2.1", platform=NETWORK, telnet=TelnetAccess(credential="c"))
    both = Target("sw", "network", address="192.0.2.1", platform=NETWORK, snmp=snmp, ssh=ssh)
    assert [ids(one) for one in (bare, by_snmp, by_line, by_telnet, both)] == [
        set(),
        {"snmp"},
        {"cli"},
        {"cli"},
        {"snmp", "cli"},
    ]


def test_a_plan_has_the_commands_of_the_devices_own_family() -> None:
    target = Target("sw", "network", address="192.0.2.1", platform="huawei_vrp", ssh=SshAccess(credential="c"))
    asks = asks_of(target.platform, checks_for(target.platform), {}, target=target)
    assert any(one.command.startswith("huawei_vrp> display") for one in asks)
    assert not any("show running-config" in one.command for one in asks)
