"""Hillstone firewalls by SNMP, and Sangfor and TopSec, whose objects nobody has published."""

import pytest

from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.network import components, making, memories, processors, sensors
from collectors.network.readings import found_by
from collectors.network.vendors import experimental
from collectors.network.vendors.hillstone import FANS, MODULES, POWERS, TEMPERATURES
from collectors.network.vendors.prefixes import HILLSTONE, SANGFOR, TOPSEC
from tests.house.snmp_answers import Said, answered

_DEVICE = f"{HILLSTONE}.1.999"
_SYSTEM = f"{HILLSTONE}.2.2.1"


def test_loads_sessions_and_what_it_is() -> None:
    scalars: dict[str, Said] = {
        f"{_SYSTEM}.1.0": "1000000000000001",
        f"{_SYSTEM}.2.0": "Version 5.5R10",
        f"{_SYSTEM}.3.0": 23,
        f"{_SYSTEM}.4.0": 4000,
        f"{_SYSTEM}.5.0": 3000,
        f"{_SYSTEM}.7.0": 51234,
    }
    said = answered(_DEVICE, [], scalars)
    assert [one.used_ratio for one in found_by(processors.READINGS, said).records] == [0.23]
    memory = found_by(memories.READINGS, said).records
    assert [(one.used_ratio, one.total_bytes) for one in memory] == [(0.75, None)], "the MIB gives it no unit"
    counted = found_by(sensors.READINGS, said).records
    assert [(one.name, one.quantity, one.value) for one in counted] == [("sessions", Quantity.COUNT, 51234)]
    [made] = found_by(making.READINGS, said).records[:1]
    assert (made.serial, made.version) == ("1000000000000001", "Version 5.5R10")


def test_a_memory_that_uses_more_than_it_has_is_none() -> None:
    said = answered(_DEVICE, [], {f"{_SYSTEM}.4.0": 4000, f"{_SYSTEM}.5.0": 4001})
    assert not found_by(memories.READINGS, said).records


def test_a_fan_by_its_speed_and_one_by_its_state() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"name": "fan1", "type": 0, "speed": 5200, "state": 3},
        "2": {"name": "fan2", "type": 1, "speed": 0, "state": 3},
    }
    said = answered(_DEVICE, [(FANS, rows)])
    assert [(one.name, one.value) for one in found_by(sensors.READINGS, said).records] == [("fan1", 5200)]
    assert [(one.name, one.standing) for one in found_by(components.READINGS, said).records] == [
        ("fan1", Standing.OK),
        ("fan2", Standing.FAILED),
    ]


def test_a_fan_that_stands_still_is_not_left_out() -> None:
    said = answered(_DEVICE, [(FANS, {"1": {"name": "fan1", "type": 0, "speed": 0, "state": 0}})])
    assert [(one.name, one.standing) for one in found_by(components.READINGS, said).records] == [("fan1", Standing.UNKNOWN)]


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (0, Standing.OK),
        (1, Standing.ABSENT),
        (2, Standing.WARN),
        (3, Standing.FAILED),
        (4, Standing.FAILED),
        (5, Standing.UNKNOWN),
        (6, Standing.UNKNOWN),
    ],
)
def test_how_a_power_supply_stands(state: int, standing: Standing) -> None:
    said = answered(_DEVICE, [(POWERS, {"1": {"name": "power1", "state": state}})])
    assert [one.standing for one in found_by(components.READINGS, said).records] == [standing]


def test_an_empty_slot_is_absent() -> None:
    said = answered(_DEVICE, [(MODULES, {"1": {"name": "IOM-1", "state": 1}, "2": {"name": "SCM-0", "state": 5}})])
    assert [(one.name, one.standing) for one in found_by(components.READINGS, said).records] == [
        ("IOM-1", Standing.ABSENT),
        ("SCM-0", Standing.OK),
    ]


def test_a_temperature_of_zero_or_minus_one_is_none() -> None:
    rows: dict[str, dict[str, Said]] = {str(value): {"name": f"t{value}", "value": value} for value in (0, 47)}
    said = answered(_DEVICE, [(TEMPERATURES, {**rows, "9": {"name": "t9", "value": -1}})])
    assert [one.value for one in found_by(sensors.READINGS, said).records] == [47]


@pytest.mark.parametrize(("state", "standing"), [(0, Standing.OFF), (1, Standing.WARN), (3, Standing.OK), (4, Standing.OK)])
def test_a_pair_of_firewalls(state: int, standing: Standing) -> None:
    said = answered(_DEVICE, [], {f"{_SYSTEM}.8.0": state})
    assert [(one.part, one.standing) for one in found_by(components.READINGS, said).records] == [
        (Part.REDUNDANCY, standing)
    ]


@pytest.mark.parametrize(
    ("maker", "tail"), [(SANGFOR, "1.6.2.0"), (SANGFOR, "1.5.1.2.0"), (TOPSEC, "5.5.1.4.6.0")], ids=str
)
def test_an_experimental_object_is_a_number_and_never_a_load_that_is_judged(maker: str, tail: str) -> None:
    said = answered(f"{maker}.1", [], {f"{maker}.{tail}": 97})
    [found] = found_by(sensors.READINGS, said).records
    assert (found.quantity, found.value, found.oid) == (Quantity.LOAD, 97, f"{maker}.{tail}")
    assert found.name.startswith(f"{experimental.PREFIX} ")
    assert not found_by(processors.READINGS, said).records
    assert not found_by(memories.READINGS, said).records


def test_an_experimental_object_that_is_no_percentage_is_none() -> None:
    assert not found_by(sensors.READINGS, answered(f"{TOPSEC}.1", [], {f"{TOPSEC}.5.5.1.4.6.0": 20480})).records
