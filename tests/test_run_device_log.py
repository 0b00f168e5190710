"""The saved log of a device's terminal is judged as its command line asked live, and says what it lacks."""

from pathlib import Path

import pytest
import yaml

from agent.commands.device_log import _is_same_name
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


def _folder(folder: Path, log: str = LOG, **entry: object) -> None:
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


def test_a_command_is_not_wanted_where_another_of_the_log_tells_the_same(tmp_path: Path) -> None:
    clock = "<CORE-1>display ntp status\n clock status: synchronized\n clock stratum: 3\n"
    _folder(tmp_path, LOG + clock + "<CORE-1>\n")
    err = xunjian(*IMPORT, folder=tmp_path).err
    assert "\n  display clock" in err
    assert "display ntp-service status" not in err
    assert "\n  display temperature all" in err


def test_a_log_of_a_device_that_nobody_listed_is_named(tmp_path: Path) -> None:
    _folder(tmp_path, LOG.replace("CORE-1", "ACC-7"))
    done = xunjian(*IMPORT, folder=tmp_path)
    assert done.code == 65
    assert "ACC-7" in done.err
    assert "--target" in done.err


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


def test_a_log_of_another_device_than_was_met_before_is_refused_until_it_is_said(tmp_path: Path) -> None:
    _folder(tmp_path)
    assert xunjian(*IMPORT, folder=tmp_path).code != 65
    for name in ("core-1", "Core-1"):  # the same name
        (tmp_path / "log.txt").write_text(LOG.replace("CORE-1", name) + f"<{name}>display clock\n10:00\n<{name}>\n")
        assert xunjian(*IMPORT, "--target", "core-1", folder=tmp_path).code != 65
    (tmp_path / "log.txt").write_text(LOG.replace("CORE-1", "OTHER"))
    refused = xunjian(*IMPORT, "--target", "core-1", folder=tmp_path)
    assert refused.code == 65
    assert "log is of device OTHER; target core-1 called itself Core-1 in inspection" in refused.err
    assert "xunjian import log.txt --target core-1 --other-name" in refused.err
    told = xunjian(*IMPORT, "--target", "core-1", "--other-name", folder=tmp_path)
    assert "log of device OTHER; target core-1" in told.err
    (tmp_path / "log.txt").write_text(LOG.replace("CORE-1", "OTHER") + "<OTHER>display clock\n10:00\n<OTHER>\n")
    assert xunjian(*IMPORT, "--target", "core-1", folder=tmp_path).code != 65, "it is known by that name now"


def test_a_log_of_another_device_than_the_entry_names_is_refused_until_it_is_said(tmp_path: Path) -> None:
    _folder(tmp_path, LOG.replace("CORE-1", "OTHER"), asset={"name": "HQ-CORE"})
    refused = xunjian(*IMPORT, "--target", "core-1", folder=tmp_path)
    assert refused.code == 65
    assert "the entry of target core-1 names it HQ-CORE" in refused.err
    assert not (tmp_path / "s.db").exists() or "core-1" not in xunjian("history", "--store", "s.db", folder=tmp_path).out
    assert "target core-1" in xunjian(*IMPORT, "--target", "core-1", "--other-name", folder=tmp_path).err


@pytest.mark.parametrize(
    ("shown", "known", "is_same"),
    [
        ("SW1", "sw1", True),
        ("SW1", "sw1.example.com", True),
        ("SW1.example.com", "SW1", True),
        ("SW1", "SW10", False),
        ("SW1", "SW10.example.com", False),
        ("building-7-floor-3-a", "building-7-floor-3-access-1", True),
        ("building-7-floor-3", "building-7-floor-3-access-1", False),
    ],
)
def test_a_prompt_shows_a_name_without_its_domain_and_may_cut_it(shown: str, known: str, *, is_same: bool) -> None:
    assert _is_same_name(shown, known) is is_same
