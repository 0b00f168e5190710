"""Dell OS10 by SNMP: fans of supplies and of trays, bays that are empty."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.sensors import Standing
from collectors.network.components import FANS_SNMP, PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.making import MADE_SNMP
from collectors.network.sensors import TEMPERATURES_SNMP
from collectors.network.vendors import dell_os10
from collectors.network.vendors.prefixes import DELL_OS10
from tests.house.devices import Told, found
from tests.house.snmp_answers import table

DEVICE = f"{DELL_OS10}.2.1.99"


def test_an_empty_bay_is_absent_with_its_fan() -> None:
    told = {
        **table(dell_os10.SUPPLY, {"1": {"state": 1}, "2": {"state": 6}, "3": {"state": 8}}),
        **table(
            dell_os10.FAN,
            {
                "1": {"holder": 1, "slot": 2, "number": 1, "state": 6},
                "2": {"holder": 2, "slot": 1, "number": 1, "state": 2},
                "3": {"state": 1},
            },
        ),
        **table(dell_os10.TRAY, {"1": {"state": 1}}),
    }
    supplies = found(POWER_SUPPLIES_SNMP, DEVICE, told).records
    assert [one.standing for one in supplies] == [Standing.OK, Standing.ABSENT, Standing.FAILED]
    assert {one.name: one.standing for one in found(FANS_SNMP, DEVICE, told).records} == {
        "fan tray 1": Standing.OK,
        "power supply 2 fan 1": Standing.ABSENT,
        "fan tray 1 fan 1": Standing.FAILED,
        "fan 3": Standing.OK,
    }


def test_temperatures_of_chassis_and_cards() -> None:
    told = {
        **table(dell_os10.CHASSIS, {"1": {"temperature": 41}}),
        **table(dell_os10.CARD, {"1.1": {"temperature": 0, "state": 3}}),
    }
    assert [(one.name, one.value) for one in found(TEMPERATURES_SNMP, DEVICE, told).records] == [("chassis 1", 41)]
    (card,) = found(PARTS_SNMP, DEVICE, told).records
    assert (card.name, card.standing, card.words) == ("card 1.1", Standing.FAILED, "cardProblem")


def test_a_device_that_says_none_of_it() -> None:
    with pytest.raises(SessionError):
        found(POWER_SUPPLIES_SNMP, DEVICE, {})


def test_what_it_is() -> None:
    words = "Dell SmartFabric OS10 Enterprise.\nOS Version: 10.5.2.9.\nSystem Type: S9999-ON"
    told: Told = {"1.3.6.1.2.1.1.1.0": words.encode(), f"{DELL_OS10}.4.1.1.3.1.7.1": "ABC1234"}
    made = found(MADE_SNMP, DEVICE, told)
    assert (made.model, made.serial, made.version) == ("S9999-ON", "ABC1234", "10.5.2.9")
