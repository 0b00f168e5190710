"""Tape drives and libraries: each trap, and the ask against a tree like sysfs'."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Finding, Level, Scene
from checks.server.tape_devices import TAPE_DEVICES
from collectors.base import Absent, Answer, Listing, ParseError, SessionError, Shell
from collectors.facts.tapes import TapeDevice, TapePath
from collectors.linux.tapes import TAPES_SYSFS
from config.limits import Layered

WAY = TapePath("3:0:0:0", "running", "st", "st0")
DRIVE = TapeDevice("drive", "HU1A2B3C4D", "HP Ultrium 6-SCSI", "J5SW", (WAY,), {"read_count": 3})
LIBRARY = TapeDevice("library", "DEC12345AB", "HP MSL G3 Series", "8.70", (TapePath("3:0:0:1", "running", ""),))


def command() -> str:
    assert isinstance(TAPES_SYSFS.ask, Shell)
    return TAPES_SYSFS.ask.command


def found(one: TapeDevice) -> Finding:
    (said,) = TAPE_DEVICES.judge(Listing((one,)), Layered(TAPE_DEVICES.limits), Scene())
    assert isinstance(said, Finding)
    return said


@pytest.mark.parametrize(
    ("way", "level"),
    [
        ({}, Level.OK),
        ({"state": "offline"}, Level.CRITICAL),
        ({"state": "transport-offline"}, Level.CRITICAL),
        ({"state": "blocked"}, Level.CRITICAL),
        ({"state": "quiesce"}, Level.CRITICAL),
        ({"state": "offline", "driver": ""}, Level.CRITICAL),
        ({"state": ""}, Level.UNKNOWN),
        ({"driver": None}, Level.UNKNOWN),
        ({"driver": ""}, Level.WARN),
        ({"driver": "lin_tape", "node": ""}, Level.OK),
    ],
)
def test_a_drive_is_judged_by_state_and_driver(way: dict[str, Any], level: Level) -> None:
    said = found(replace(DRIVE, paths=(replace(WAY, **way),)))
    assert (said.subject, said.level) == ("drive HU1A2B3C4D", level)
    assert said.measures == {"read_count": 3}


def test_a_library_without_the_driver_ch_is_normal() -> None:
    assert found(LIBRARY).level is Level.OK
    assert found(replace(LIBRARY, paths=(TapePath("3:0:0:1", "offline", ""),))).level is Level.CRITICAL


def test_a_drive_over_two_ports_is_one_and_lost_only_when_neither_runs() -> None:
    lost = replace(WAY, address="4:0:0:0", state="blocked")
    said = found(replace(DRIVE, paths=(WAY, lost)))
    assert said.level is Level.WARN
    assert "4:0:0:0" in str(said.summary)
    assert found(replace(DRIVE, paths=(replace(WAY, state="offline"), lost))).level is Level.CRITICAL
    assert found(replace(DRIVE, paths=(replace(WAY, state=""), lost))).level is Level.UNKNOWN


def test_no_tape_is_touched() -> None:
    assert not set(command().split()) & {"mt", "sg_logs", "mtx", "dd", "sg_inq"}
    assert "/dev/" not in command().replace("/dev/null", "")


def device(root: Path, address: str, **files: str) -> Path:
    folder = root / "scsi" / "devices" / address
    folder.mkdir(parents=True)
    for name, words in files.items():
        (folder / name).write_text(f"{words}\n")
    return folder


def asked(root: Path) -> Listing[TapeDevice]:
    body = command().replace("/sys/bus", str(root))
    done = subprocess.run(["/bin/sh", "-c", body], capture_output=True, text=True, timeout=20, check=True)
    return TAPES_SYSFS.parse(Answer(done.stdout))


def test_the_ask_against_a_tree_like_sysfs(tmp_path: Path) -> None:
    device(tmp_path, "0:2:0:0", type="0", state="running")
    folder = device(tmp_path, "3:0:0:0", type="1", vendor="HP      ", model="Ultrium 6-SCSI  ", state="running")
    (folder / "vpd_pg80").write_bytes(b"\x00\x80\x00\x20" + b"HU1A2B3C4D".ljust(32))  # the length is a blank
    for node in ("nst0", "st0", "st0a"):
        (folder / "scsi_tape" / node / "stats").mkdir(parents=True)
        (folder / "scsi_tape" / node / "stats" / "write_byte_cnt").write_text("512\n")
    (tmp_path / "drivers" / "st").mkdir(parents=True)
    (folder / "driver").symlink_to(tmp_path / "drivers" / "st")
    listing = asked(tmp_path)
    wanted = TapeDevice("drive", "HU1A2B3C4D", "HP Ultrium 6-SCSI", "", (WAY,), {"written_bytes": 512})
    assert listing == Listing((wanted,))


def test_a_tree_of_disks_proves_that_there_is_none(tmp_path: Path) -> None:
    folder = device(tmp_path, "0:2:0:0", type="0")
    with pytest.raises(Absent):
        asked(tmp_path)
    (folder / "type").unlink()
    with pytest.raises(SessionError, match="empty"):
        asked(tmp_path)


def test_only_a_listed_bus_proves_that_there_is_no_scsi(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="empty"):
        asked(tmp_path)
    (tmp_path / "pci").mkdir()
    with pytest.raises(Absent, match="scsi 0"):
        asked(tmp_path)


@given(st.text(alphabet="@ =\n:0189devicsnamebuslrt", max_size=200))
def test_the_parser_never_falls_over(noise: str) -> None:
    for text in (noise, f"@devices 1 1\n@names 1:0:0:0\n{noise}\n@lines {noise.count(chr(10)) + 3}\n@end\n"):
        try:
            TAPES_SYSFS.parse(Answer(text))
        except (Absent, SessionError, ParseError):
            continue
