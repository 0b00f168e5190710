"""ZTE ZXR10 by SNMP: loads by the new and the old MIB, fans, supplies, temperatures; each trap by name."""

from collectors.facts.devices.sensors import Part, Place, Quantity, Standing
from collectors.network import components, making, memories, processors, sensors
from collectors.network.readings import found_by
from collectors.network.vendors.zte import BOARDS, FANS, OLD_UNITS, SHELVES, SUPPLIES, UNITS
from tests.house.snmp_answers import Said, answered, said_by

Rows = dict[str, dict[str, Said]]

_DEVICE = "1.3.6.1.4.1.3902.3.100.999"
_UNIT = "1.1.9.1"
_DESCRIPTION = "1.3.6.1.2.1.1.1.0"


def test_a_unit_by_where_it_stands() -> None:
    said = said_by(
        _DEVICE, UNITS, {_UNIT: {"cpu": 14, "cpu_limit": 75, "memory": 50, "megabytes": 2048, "memory_limit": 0}}
    )
    [processor] = found_by(processors.READINGS, said).records
    [memory] = found_by(memories.READINGS, said).records
    assert (processor.name, processor.used_ratio, processor.limit_ratio) == ("rack 1 shelf 1 slot 9 unit 1", 0.14, 0.75)
    assert (memory.used_ratio, memory.total_bytes, memory.limit_ratio) == (0.5, 2048.0 * 2**20, None)


def test_old_software_has_the_old_table_only() -> None:
    said = said_by(_DEVICE, OLD_UNITS, {_UNIT: {"cpu": 7, "memory": 33}, "1.1.10.1": {"cpu_2m": 9}})
    found = found_by(processors.READINGS, said).records
    assert [(one.used_ratio, one.window_seconds) for one in found] == [(0.07, 300.0), (0.09, 120.0)]
    assert [one.used_ratio for one in found_by(memories.READINGS, said).records] == [0.33]


def test_the_old_table_is_not_read_beside_the_new() -> None:
    said = answered(_DEVICE, [(UNITS, {_UNIT: {"cpu": 14}}), (OLD_UNITS, {_UNIT: {"cpu": 7}})])
    assert [one.used_ratio for one in found_by(processors.READINGS, said).records] == [0.14]


def test_a_fan_that_is_set_automatically_has_no_load() -> None:
    said = said_by(_DEVICE, FANS, {"1.1.1.1": {"status": 1, "ratio": 128}, "1.1.1.2": {"status": 0, "ratio": 60}})
    assert [(one.name, one.value) for one in found_by(sensors.READINGS, said).records] == [
        ("rack 1 shelf 1 tray 1 fan 2", 60)
    ]
    assert [(one.part, one.standing) for one in found_by(components.READINGS, said).records] == [
        (Part.FAN, Standing.OK),
        (Part.FAN, Standing.FAILED),
    ]


def test_a_shelf_without_a_thermometer_says_zero_or_minus_one() -> None:
    rows = {"1.1": {"value": 31, "low": 0, "high": 55, "higher": 65}, "1.2": {"value": 0}, "1.3": {"value": -1}}
    found = found_by(sensors.READINGS, said_by(_DEVICE, SHELVES, rows)).records
    assert [(one.name, one.quantity, one.value, one.high_warn, one.high_critical) for one in found] == [
        ("rack 1 shelf 1", Quantity.TEMPERATURE, 31, 55, 65)
    ]


def test_what_it_is_stands_in_its_description() -> None:
    words = b"ZXR10 ROS Version V5.00.10\r\nZXR10_8908E Software, Version ZXR10 8900E V3.00.01.B10, RELEASE\r\n"
    [found] = found_by(making.READINGS, answered(_DEVICE, [], {_DESCRIPTION: words})).records[:1]
    assert (found.model, found.version) == ("8908E", "V3.00.01.B10")


def test_a_supply_that_is_not_in_place_is_absent_whatever_it_says_of_running() -> None:
    rows: Rows = {
        "1.1.1": {"present": 1, "status": 1, "position": "PWR1"},
        "1.1.2": {"present": 0, "status": 1, "position": "PWR2"},
        "1.1.3": {"present": 1, "status": 2, "position": "PWR3"},
    }
    found = found_by(components.READINGS, said_by(_DEVICE, SUPPLIES, rows)).records
    assert [(one.name, one.part, one.standing) for one in found] == [
        ("PWR1", Part.POWER, Standing.OK),
        ("PWR2", Part.POWER, Standing.ABSENT),
        ("PWR3", Part.POWER, Standing.UNKNOWN),  # no list at hand names it
    ]
    assert found[2].words == "2"


def test_supplies_without_a_place_or_with_one_twice_stay_apart() -> None:
    rows: Rows = {
        "1.1.1": {"status": 1},
        "1.1.2": {"status": 1, "position": "PWR"},
        "1.2.2": {"status": 1, "position": "PWR"},
    }
    found = found_by(components.READINGS, said_by(_DEVICE, SUPPLIES, rows)).records
    assert sorted(one.name for one in found) == ["PWR [1.1.2]", "PWR [1.2.2]", "power 1.1.1"]


def test_temperatures_of_boards_with_the_major_limit() -> None:
    rows: Rows = {
        "1.1.1.1": {"board": "MPU", "point": "CPU", "value": 51, "high": 95},
        "1.1.1.2": {"board": "MPU", "point": "air outlet", "value": 38, "high": 0},
        "1.1.2.1": {"board": "LIC", "point": "CPU", "value": 0, "high": 95},
    }
    found = found_by(sensors.READINGS, said_by(_DEVICE, BOARDS, rows)).records
    assert [(one.name, one.value, one.high_warn, one.place) for one in found] == [
        ("MPU CPU", 51, 95, Place.CHIP),
        ("MPU air outlet", 38, None, Place.OUTLET),
    ]
