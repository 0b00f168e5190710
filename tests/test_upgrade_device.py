"""A change of a device's configuration, verified by its command line: as declared, undeclared, and with a port lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.peers.cli_devices import HOST, Device, device
from tests.program import configuration, xunjian

pytestmark = pytest.mark.peer
BEFORE = "#\nsysname SW1\n#\ninterface GigabitEthernet0/0/1\n description to core\n#\nreturn\n"
AFTER = BEFORE.replace(" description to core\n", " description to core\n port link-type trunk\n")
CHANGE = """\
change:
  number: CHG-2026-204
  title: 上联口改为 trunk
  functions_waived: 接入交换机，不承载可单独验证的业务功能
by_hand:
  - {condition: cluster, by: 张工, found: 单机运行，无堆叠}
expected:
  - {target: sw1, aspect: network.changed_configuration, subject: "*GigabitEthernet0/0/1*", reason: 本次变更, required: yes}
"""


def ports(state: str) -> str:
    return (
        f"GigabitEthernet0/0/1 current state : {state}\nLine protocol current state : {state}\nDescription:to core\n"
        "Speed : 1000,   Loopback: NONE\nDuplex: FULL,   Negotiation: ENABLE\n"
        "Input:  1000 packets, 64000 bytes\n  Discard:     7,  Pause:    0\n  Total Error:     3\n"
        "  CRC:    2,  Giants:   0\n"
        "Output:  900 packets, 58000 bytes\n  Total Error:     0\n  Collisions:  0,  Late Collisions:   1\n"
    )


def answers(running: str, state: str = "UP") -> dict[str, str]:
    return {
        "display current-configuration": running,
        "display saved-configuration": running,
        "display interface": ports(state),
    }


def program(peer: Device, folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    entry = {
        "id": "sw1",
        "kind": "network",
        "platform": "huawei_vrp",
        "address": HOST,
        "access": {"ssh": {"credential": "ops", "port": peer.port}},
    }
    credentials = {"ops": {"user": peer.user, "password": "${env:CLI_PASSWORD}", "use_agent": False}}
    configuration(folder, [entry], credentials=credentials, site={"known_hosts": peer.known_hosts(folder)})
    (folder / "change.yaml").write_text(CHANGE, encoding="utf-8")
    words = (*arguments, "--store", "s.db", "--output", "json", "-q")
    done = xunjian(*words, folder=folder, env={"CLI_PASSWORD": peer.password})
    assert done.out, done.err
    return done.code, json.loads(done.out)


def of(said: dict[str, Any], stand: str) -> set[tuple[str, str]]:
    return {(row["aspect"], row["subject"]) for row in said["changes"] if row["stand"] == stand}


def test_a_change_of_configuration_good_conditional_and_failed(tmp_path: Path) -> None:
    with device(Device("vrp", answers(BEFORE))) as peer:
        code, said = program(peer, tmp_path, "snapshot", "before")
        assert {row["condition"]: row["state"] for row in said["gate"]}["saved"] == "go", said["gate"]
        code, said = program(peer, tmp_path, "verify", "before", "--change", "change.yaml")
        assert (code, said["verdict"]) == (2, "failed"), "the change was declared as required and has not happened"
        peer.answers.update(answers(AFTER))
        code, said = program(peer, tmp_path, "verify", "before", "--change", "change.yaml")
        assert (code, said["verdict"]) == (0, "passed"), said["reasons"]
        assert {aspect for aspect, _subject in of(said, "expected")} == {"network.changed_configuration"}
        assert said["scope"], "what neither side saw is named beside the pass"
        code, said = program(peer, tmp_path, "verify", "before")
        assert (code, said["verdict"]) == (1, "conditional"), said["reasons"]
        assert {aspect for aspect, _subject in of(said, "open")} == {"network.changed_configuration"}
        peer.answers.update(answers(AFTER, "DOWN"))
        code, said = program(peer, tmp_path, "verify", "before", "--change", "change.yaml")
        assert (code, said["verdict"]) == (2, "failed")
        assert ("network.changed_ports", "GigabitEthernet0/0/1") in of(said, "unexpected")


def test_unsaved_before_the_change_is_a_no_go(tmp_path: Path) -> None:
    with device(Device("vrp", answers(AFTER) | {"display saved-configuration": BEFORE})) as peer:
        code, said = program(peer, tmp_path, "snapshot", "before")
    assert code == 2
    assert {row["condition"]: row["state"] for row in said["gate"]}["saved"] == "stop"


def routes(ospf: int) -> str:
    return (
        f"Summary Prefixes : {ospf + 6}\n"
        "Proto      total      active     added      deleted    freed\n"
        "           routes     routes     routes     routes     routes\n"
        "DIRECT     6          6          6          0          0\n"
        f"OSPF       {ospf}         {ospf}         99         7          7\n"
        f"Total      {ospf + 6}         {ospf + 6}         105        7          7\n"
    )


def test_routes_within_a_tenth_pass_and_fewer_must_be_explained(tmp_path: Path) -> None:
    counted = {"display ip routing-table statistics": routes(34)}
    with device(Device("vrp", answers(AFTER) | counted)) as peer:
        program(peer, tmp_path, "snapshot", "before")
        peer.answers["display ip routing-table statistics"] = routes(31)
        _code, said = program(peer, tmp_path, "verify", "before")
        assert of(said, "open") == set(), "37 of 40 is within ten per cent"
        peer.answers["display ip routing-table statistics"] = routes(29)
        code, said = program(peer, tmp_path, "verify", "before")
        assert (code, of(said, "open")) == (1, {("network.changed_routes_count", "IPv4 active")})
        peer.answers["display ip routing-table statistics"] = routes(34)[:200]
        code, said = program(peer, tmp_path, "verify", "before")
        assert (code, said["verdict"]) == (2, "failed"), "seen before and not now is never a pass"
