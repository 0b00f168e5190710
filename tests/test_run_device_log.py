"""The saved log of a device's terminal is judged as its command line asked live, and says what it lacks."""

from pathlib import Path

import yaml

from tests.peers.cli_devices import VRP_VERSION
from tests.program import xunjian

CONFIGURATION = "#\nsysname CORE-1\n#\nsnmp-agent community read cipher Planted-7_word\n#\nreturn\n"
LOG = (
    "<CORE-1>screen-length 0 temporary\nInfo: done.\n"
    f"<CORE-1>display version\n{VRP_VERSION}"
    f"<CORE-1>display current-configuration\n{CONFIGURATION}"
    f"<CORE-1>display saved-configuration\n{CONFIGURATION}<CORE-1>\n"
)
IMPORT = ("import", "log.txt", "--store", "s.db", "--lang", "en")


def _folder(folder: Path, log: str = LOG, **entry: str) -> None:
    target = {"id": "core-1", "kind": "network", "address": "10.0.0.1", "access": {"ssh": {"credential": "ops"}}, **entry}
    site = {"credentials": {"ops": {"user": "wang", "password": "${ask}"}}, "targets": [target]}
    (folder / "xunjian.yaml").write_text(yaml.safe_dump(site))
    (folder / "log.txt").write_text(log.replace("\n", "\r\n"))


def test_a_log_is_judged_by_what_was_typed(tmp_path: Path) -> None:
    _folder(tmp_path)
    done = xunjian(*IMPORT, "--output", "json", folder=tmp_path)
    found = {one["check"]: one for one in done.json()["targets"][0]["findings"]}
    assert found, done.err
    assert done.json()["inspection"]["purpose"] == "kit"
    assert "log of device CORE-1; target core-1" in done.err
    saved = [one for name, one in found.items() if "configuration" in name]
    assert saved, sorted(found)
    assert {one["level"] for one in saved} != {"unknown"}


def test_a_command_that_nobody_typed_is_named(tmp_path: Path) -> None:
    _folder(tmp_path, LOG.replace("display saved-configuration", "dis saved"))
    done = xunjian(*IMPORT, folder=tmp_path)
    assert "commands are not in the log" in done.err
    assert "\n  display saved-configuration" in done.err
    assert "display current-configuration" not in done.err


def test_a_log_that_was_imported_before_is_not_judged_again(tmp_path: Path) -> None:
    _folder(tmp_path)
    xunjian(*IMPORT, folder=tmp_path)
    assert "before, as inspection" in xunjian(*IMPORT, folder=tmp_path).err


def test_a_log_of_another_family_than_its_entry_is_refused(tmp_path: Path) -> None:
    _folder(tmp_path, platform="cisco_ios")
    done = xunjian(*IMPORT, "--target", "core-1", folder=tmp_path)
    assert done.code == 65
    assert "huawei_vrp" in done.err


def test_a_log_of_nobody_is_no_device_s(tmp_path: Path) -> None:
    _folder(tmp_path, LOG.replace("CORE-1", "OTHER"))
    assert xunjian(*IMPORT, folder=tmp_path).code == 65
    named = xunjian(*IMPORT, "--target", "core-1", folder=tmp_path)
    assert "log of device OTHER; target core-1" in named.err
