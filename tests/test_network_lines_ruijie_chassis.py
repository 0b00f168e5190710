"""RGOS's command lines of chassis and VSU: boards, supervisors, members, supplies; each trap by name."""

from typing import Any

import pytest

from collectors.base import Absent, Listing, ParseError
from collectors.facts.devices.sensors import Part, Standing
from tests.house.line_answers import RUIJIE, read

_BOARDS, _MEMBERS, _POWER = "cli.parts.ruijie_os", "cli.stack_members.ruijie_os", "cli.power_supplies.ruijie_os"


def _records(name: str, text: str = "") -> tuple[Any, ...]:
    found = read(name, text or RUIJIE[name])
    assert isinstance(found, Listing)
    return found.records


def test_boards_by_device_and_slot() -> None:
    assert [(one.name, one.standing) for one in _records(_BOARDS) if one.part is Part.MODULE] == [
        ("device 1 slot 1", Standing.OK),
        ("device 1 slot 2", Standing.ABSENT),
        ("device 1 slot 3", Standing.WARN),
        ("device 1 slot M1", Standing.OK),
        ("device 1 slot M2", Standing.OK),
    ]


def test_a_slot_that_waits_for_a_module_says_which() -> None:
    [found] = [one for one in _records(_BOARDS) if one.standing is Standing.WARN]
    assert found.words == "none (configured M8600E-24SFP, none online)"


@pytest.mark.parametrize(("second", "standing"), [("backup", Standing.OK), ("none", Standing.OFF)])
def test_two_supervisors_and_one_of_two(second: str, standing: Standing) -> None:
    text = RUIJIE[_BOARDS].replace("M8600E-CM                    backup", f"M8600E-CM                    {second}")
    [found] = [one for one in _records(_BOARDS, text) if one.part is Part.REDUNDANCY]
    assert (found.name, found.standing, found.words) == ("device 1 supervisors", standing, f"M1 master, M2 {second}")


def test_a_device_with_one_place_for_a_supervisor_has_no_redundancy_to_tell() -> None:
    text = RUIJIE[_BOARDS].rsplit("1   M2", 1)[0]
    assert all(one.part is Part.MODULE for one in _records(_BOARDS, text))


def test_the_form_of_routers_with_nothing_in_the_columns_of_an_empty_slot() -> None:
    text = (
        "Dev  Slot   MaxPorts  Configured-Module    Online-Module        Status\n\n"
        "---  ----   --------  -------------------- -------------------- ------\n\n"
        "1    M1     1         RSR7708-SRCMI-X      RSR7708-SRCMI-X      master\n"
        "1    M2     1         RSR7708-SRCMI-X      RSR7708-SRCMI-X      slave\n"
        "1    1/0    16        DFNM-16GE            DFNM-16GE            running\n"
        "1    2/0    0                                                   none\n"
    )
    assert {one.name: one.standing for one in _records(_BOARDS, text)} == {
        "device 1 slot M1": Standing.OK,
        "device 1 slot M2": Standing.OK,
        "device 1 slot 1/0": Standing.OK,
        "device 1 slot 2/0": Standing.ABSENT,
        "device 1 supervisors": Standing.OK,
    }


def test_a_state_that_no_recording_names_is_unknown() -> None:
    text = RUIJIE[_BOARDS].replace("                  ok\n", "                  cannot start\n")
    assert (_records(_BOARDS, text)[0].standing, _records(_BOARDS, text)[0].words) == (Standing.UNKNOWN, "cannot start")


@pytest.mark.parametrize(
    "change",
    [
        ("M8600E-48GT                  ok", "M8600E-48GT"),
        ("1   1    48", "1   1    48 and"),
        ("M8600E-48GT                  M8600E-48GT ", "M8600E-48GT-with-a-longer-name M8600E-48GT"),
        ("1   2    0 ", "1   1    0 "),
    ],
)
def test_a_row_that_is_cut_or_not_below_the_ruler_is_not_understood(change: tuple[str, str]) -> None:
    text = RUIJIE[_BOARDS].replace(*change)
    assert text != RUIJIE[_BOARDS]
    with pytest.raises(ParseError):
        read(_BOARDS, text)


def test_members_of_a_vsu() -> None:
    assert [(one.name, one.role, one.is_ready) for one in _records(_MEMBERS)] == [
        ("switch 1", "active", True),
        ("switch 2", "standby", True),
    ]


@pytest.mark.parametrize("state", ["Recovery", "Leave", "Isolate"])
def test_a_member_that_is_not_in_service_is_not_ready(state: str) -> None:
    text = RUIJIE[_MEMBERS].replace("REMOTE       OK", f"REMOTE       {state}")
    assert _records(_MEMBERS, text)[1].is_ready is False


def test_a_state_that_is_not_known_is_neither_ready_nor_a_role() -> None:
    text = RUIJIE[_MEMBERS].replace("REMOTE       OK", "REMOTE       Odd")
    second = _records(_MEMBERS, text)[1]
    assert (second.role, second.is_ready, second.words) == ("", None, "Odd STANDBY")


def test_the_form_without_positions() -> None:
    text = (
        "Switch_id   Domain_id   Priority    Status     Role          Description\n" + "-" * 70 + "\n"
        "1(1)           1(1)             200(200)    OK        ACTIVE\n"
        "3(3)           1(1)             100(100)    OK        CANDIDATE\n"
    )
    assert [(one.name, one.role) for one in _records(_MEMBERS, text)] == [("switch 1", "active"), ("switch 3", "candidate")]


def test_a_device_that_runs_alone_has_no_members() -> None:
    with pytest.raises(Absent):
        read(_MEMBERS, "Switch mode: standalone\n")


@pytest.mark.parametrize("cut", ["2(2)          9(9)          100", "2(2)          9(9)          100(100)     REMOTE"])
def test_a_member_that_is_cut_is_not_left_out(cut: str) -> None:
    with pytest.raises(ParseError):
        read(_MEMBERS, RUIJIE[_MEMBERS].partition("2(2)")[0] + cut + "\n")


def test_supplies_of_a_chassis_between_its_other_tables() -> None:
    text = (
        "Chassis-type: RG-S8607E\nPower-redun: no\nEnergy-saving: off\n\n"
        "power-id  power-type    supply(W)  status      vol-in/out(V)  cur-out(mA)  supply-out(W)\n"
        "--------  ------------  ---------  ----------  -------------  -----------  -------------\n"
        "1         RG-PA1600I    1600       ok          235   /11.978   8125         97\n"
        "2         RG-PA1600I    1600       fail        0     /0        0            0\n"
        "POE1      N/A           N/A        N/A         N/A   /N/A      N/A          N/A\n\n"
        "slot    card_type                        status      require(W)  allocate(W)\n"
        "------- -------------------------------- ----------  ----------  -----------\n"
        "1       M8600E-48XS-DC                   power-on    212         212\n\n"
        "total-power(W) redundancy(W) available(W) card-used(W) fan-used(W) free-power(W)\n"
        "3200           0             3200         292          432         2476\n"
    )
    assert [(one.name, one.standing) for one in _records(_POWER, text)] == [
        ("power 1", Standing.OK),
        ("power 2", Standing.FAILED),
        ("power POE1", Standing.ABSENT),
    ]
