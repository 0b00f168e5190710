"""MikroTik by SNMP: gauges of new releases, scalars of old ones, cages without a module."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.network.components import PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.making import MADE_SNMP
from collectors.network.sensors import OPTICS_SNMP, SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.vendors import mikrotik
from collectors.network.vendors.links import LINKS
from collectors.network.vendors.prefixes import MIKROTIK
from tests.house.devices import Fields, found
from tests.house.snmp_answers import table

DEVICE = f"{MIKROTIK}.1"
HEALTH = f"{MIKROTIK}.1.1.3"
GAUGES = table(
    mikrotik.GAUGE,
    {
        "17": {"name": "cpu-temperature", "value": 51, "unit": 1},
        "13": {"name": "voltage", "value": 241, "unit": 3},
        "7001": {"name": "fan1-speed", "value": 0, "unit": 2},
        "7401": {"name": "psu1-state", "value": 0, "unit": 6},
        "7402": {"name": "psu2-state", "value": 1, "unit": 6},
    },
)


def test_gauges_in_their_units_and_not_the_scalars_that_repeat_them() -> None:
    told = {**GAUGES, f"{HEALTH}.11.0": 510, f"{HEALTH}.17.0": 4200, f"{HEALTH}.15.0": 1}
    (heat,) = found(TEMPERATURES_SNMP, DEVICE, told).records
    assert (heat.name, heat.value) == ("cpu-temperature", 51)
    records = found(SENSORS_SNMP, DEVICE, told).records
    assert [(one.name, one.quantity, one.value) for one in records] == [
        ("voltage", Quantity.VOLTAGE, pytest.approx(24.1)),
        ("fan1-speed", Quantity.FAN_SPEED, 0),
    ]
    supplies = found(POWER_SUPPLIES_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in supplies] == [
        ("psu1-state", Standing.OK),
        ("psu2-state", Standing.FAILED),
    ]


def test_scalars_of_a_release_without_gauges() -> None:
    told = {f"{HEALTH}.8.0": 236, f"{HEALTH}.10.0": 325, f"{HEALTH}.15.0": 1, f"{HEALTH}.16.0": 0}
    assert [one.value for one in found(TEMPERATURES_SNMP, DEVICE, told).records] == [32.5]
    assert [one.value for one in found(SENSORS_SNMP, DEVICE, told).records] == [pytest.approx(23.6)]
    assert [one.standing for one in found(POWER_SUPPLIES_SNMP, DEVICE, told).records] == [Standing.OK, Standing.FAILED]


def test_an_optical_module() -> None:
    row: Fields = {
        "name": "sfp-sfpplus1",
        "loss": 1,
        "fault": 0,
        "wavelength": 131000,
        "temperature": 39,
        "voltage": 3290,
        "bias": 31,
        "tx": -2100,
        "rx": -35000,
    }
    told = {
        **table(mikrotik.OPTICAL, {"1": row}),
        **table(LINKS, {"1": {"name": "sfp-sfpplus1", "admin": 1, "oper": 2}}),
    }
    values = {one.name: (one.value, one.port, one.is_idle) for one in found(OPTICS_SNMP, DEVICE, told).records}
    assert values == {
        "sfp-sfpplus1 temperature": (39, "sfp-sfpplus1", True),
        "sfp-sfpplus1 supply voltage": (3.29, "sfp-sfpplus1", True),
        "sfp-sfpplus1 Tx bias": (0.031, "sfp-sfpplus1", True),
        "sfp-sfpplus1 Tx power": (-2.1, "sfp-sfpplus1", True),
        "sfp-sfpplus1 Rx power": (-35, "sfp-sfpplus1", True),
    }
    parts = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in parts] == [
        ("sfp-sfpplus1 Rx", Standing.FAILED),
        ("sfp-sfpplus1 Tx", Standing.OK),
    ]


def test_an_empty_cage_is_absent_and_measures_nothing() -> None:
    told = table(mikrotik.OPTICAL, {"2": {**dict.fromkeys(mikrotik.OPTICAL, 0), "name": "sfp-sfpplus2"}})
    with pytest.raises(SessionError):
        found(OPTICS_SNMP, DEVICE, told)
    parts = found(PARTS_SNMP, DEVICE, told).records
    assert {(one.part, one.standing) for one in parts} == {(Part.OPTICS, Standing.ABSENT)}


def test_power_over_ethernet() -> None:
    told = table(mikrotik.POE, {"5": {"name": "ether5", "state": 4}, "6": {"name": "ether6", "state": 2}})
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in records] == [
        ("ether5 PoE", Standing.FAILED),
        ("ether6 PoE", Standing.OFF),
    ]


def test_what_it_is() -> None:
    told = {"1.3.6.1.2.1.1.1.0": "RouterOS CRS999", f"{MIKROTIK}.1.1.4.4.0": "7.1", f"{MIKROTIK}.1.1.7.3.0": "ABC"}
    made = found(MADE_SNMP, DEVICE, told)
    assert (made.model, made.serial, made.version) == ("CRS999", "ABC", "7.1")


def test_what_a_port_feeds() -> None:
    told = table(mikrotik.POE, {"5": {"name": "ether5", "state": 3, "voltage": 480, "current": 120, "power": 57}})
    records = found(SENSORS_SNMP, DEVICE, told).records
    assert [(one.name, one.quantity, one.value) for one in records] == [
        ("ether5 PoE", Quantity.VOLTAGE, 48),
        ("ether5 PoE", Quantity.CURRENT, 0.12),
        ("ether5 PoE", Quantity.POWER, pytest.approx(5.7)),
    ]
