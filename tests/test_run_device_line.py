"""The program inspects a device by its command line alone: by SSH, by telnet, and never offers what was refused again."""

from pathlib import Path
from typing import Any

import pytest

from tests.peers.cli_devices import HOST, Device, device
from tests.program import Done, configuration, xunjian

pytestmark = pytest.mark.peer
CONFIGURATION = "#\nsysname SW1\n#\nsnmp-agent community read cipher Planted-7_word\n#\nreturn\n"
ANSWERS = {"display current-configuration": CONFIGURATION, "display saved-configuration": CONFIGURATION}
ONLY = "network.*configuration*"


def _run(peer: Device, folder: Path, password: str = "", way: dict[str, Any] | None = None) -> Done:
    access = way or {"ssh": {"credential": "ops", "port": peer.port}}
    entry = {"id": "core-1", "kind": "network", "address": HOST, "access": access}
    credentials = {"ops": {"user": peer.user, "password": "${env:CLI_PASSWORD}", "use_agent": False}}
    if peer.enable:
        credentials["ops"]["enable"] = "${env:CLI_ENABLE}"
    known = peer.known_hosts(folder)
    configuration(folder, [entry], credentials=credentials, site={"known_hosts": known})
    arguments = ("run", "--store", "s.db", "--output", "json", "--only", ONLY)
    return xunjian(*arguments, folder=folder, env={"CLI_PASSWORD": password or peer.password, "CLI_ENABLE": "wrong"})


def _levels(done: Done) -> dict[str, str]:
    assert done.out, done.err
    return {one["check"]: one["level"] for one in done.json()["targets"][0]["findings"]}


@pytest.mark.parametrize("is_telnet", [False, True])
def test_a_device_is_inspected_by_its_command_line_alone(tmp_path: Path, is_telnet: bool) -> None:  # noqa: FBT001 - a parameter
    with device(Device("vrp", dict(ANSWERS), banner="# welcome >\n"), telnet=is_telnet) as peer:
        way = {"telnet": {"credential": "ops", "port": peer.port}} if is_telnet else None
        done = _run(peer, tmp_path, way=way)
        assert set(_levels(done).values()) - {"unknown"}, done.out
        assert "display current-configuration" in peer.typed
        assert "Planted-7_word" not in done.out
        assert peer.lines == 0


def test_a_refused_password_is_not_offered_in_the_next_round(tmp_path: Path) -> None:
    with device(Device("vrp", dict(ANSWERS))) as peer:
        assert set(_levels(_run(peer, tmp_path, "wrong")).values()) == {"unknown"}
        assert set(_levels(_run(peer, tmp_path, "wrong")).values()) == {"unknown"}
        assert peer.logins == ["inspect wrong"]


def test_a_refused_enable_password_is_not_typed_in_the_next_round(tmp_path: Path) -> None:
    with device(Device("ios", {"show running-config": "x\n"}, enable="planted-enable-4")) as peer:
        assert set(_levels(_run(peer, tmp_path)).values()) == {"unknown"}
        assert set(_levels(_run(peer, tmp_path)).values()) == {"unknown"}
        assert peer.secrets == ["wrong"]
        assert len(peer.logins) == 1
