"""Management boards of servers by SNMP (Dell, HPE, Lenovo, Supermicro); each trap of their MIBs by name."""

import pytest

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Part, Place, Quantity, Sensor, Standing
from collectors.network import components, making, sensors
from collectors.network.readings import found_by
from collectors.network.varbinds import Objects
from collectors.network.vendors import supermicro
from collectors.network.vendors.prefixes import ATEN, COMPAQ, DELL, LENOVO_IMM, LENOVO_XCC
from tests.house.snmp_answers import Said, answered, said_by

_IDRAC = f"{DELL}.10892.5"
_ILO = f"{COMPAQ}.9.4.10"
_HEALTH = f"{COMPAQ}.6.2"
_DISK = f"{COMPAQ}.3.2.5.1.1"


def _sensors(said: Objects) -> list[Sensor]:
    return list(found_by(sensors.READINGS, said).records)


def _values(said: Objects) -> dict[tuple[str, Quantity], float]:
    return {(one.name, one.quantity): round(one.value, 4) for one in _sensors(said)}


def _parts(said: Objects) -> dict[tuple[str, Part], Standing]:
    return {(one.name, one.part): one.standing for one in found_by(components.READINGS, said).records}


def _made(said: Objects) -> Made:
    return making.joined(found_by(making.READINGS, said).records)


def _probe(number: str) -> dict[str, str]:
    table = f"{_IDRAC}.4.{number}.1"
    columns = {"status": 5, "value": 6, "type": 7, "name": 8, "high": 10, "warm": 11, "cool": 12, "low": 13}
    return {name: f"{table}.{column}" for name, column in columns.items()}


# Dell


def test_a_dell_probe_has_the_device_s_own_four_limits_in_tenths() -> None:
    row: dict[str, Said] = {
        "status": 3,
        "value": 250,
        "name": "System Board Inlet Temp",
        "high": 470,
        "warm": 430,
        "cool": 30,
        "low": -70,
    }
    (one,) = _sensors(said_by(_IDRAC, _probe("700.20"), {"1.3": row}))
    assert (one.value, one.place) == (25.0, Place.INLET)
    assert (one.low_critical, one.low_warn, one.high_warn, one.high_critical) == (-7.0, 3.0, 43.0, 47.0)


def test_a_dell_current_is_in_the_unit_of_its_probe_s_type() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1.1": {"value": 4, "type": 23, "name": "PS1 Current 1"},
        "1.2": {"value": 144, "type": 26, "name": "System Board Pwr Consumption", "high": 936},
        "1.3": {"value": 1500, "type": 3, "name": "1.5V rail"},
        "1.4": {"value": 1, "type": 16, "name": "discrete"},
    }
    assert _values(said_by(_IDRAC, _probe("600.30"), rows)) == {
        ("PS1 Current 1", Quantity.CURRENT): 0.4,
        ("System Board Pwr Consumption", Quantity.POWER): 144.0,
        ("1.5V rail", Quantity.CURRENT): 1.5,
    }


def test_a_discrete_voltage_of_dell_is_a_state_without_a_value() -> None:
    said = said_by(_IDRAC, _probe("600.20"), {"1.5": {"status": 3, "type": 16, "name": "System Board PS1 PG FAIL"}})
    assert _values(said) == {}
    assert _parts(said) == {("System Board PS1 PG FAIL", Part.VOLTAGE): Standing.OK}


@pytest.mark.parametrize(
    ("number", "standing"),
    [
        (3, Standing.OK),
        (4, Standing.WARN),
        (7, Standing.WARN),
        (8, Standing.FAILED),
        (10, Standing.FAILED),
        (2, Standing.UNKNOWN),
    ],
)
def test_a_dell_fan_stands_as_its_probe_says(number: int, standing: Standing) -> None:
    said = said_by(
        _IDRAC, _probe("700.12"), {"1.1": {"status": number, "value": 4080, "name": "System Board Fan1A", "low": 480}}
    )
    assert _parts(said) == {("System Board Fan1A", Part.FAN): standing}
    assert _values(said) == {("System Board Fan1A", Quantity.FAN_SPEED): 4080.0}


def test_a_dell_disk_is_called_by_its_bay_and_tells_what_is_left_of_it() -> None:
    disk = f"{_IDRAC}.5.1.20.130.4.1"
    columns = {
        "state": f"{disk}.4",
        "smart": f"{disk}.31",
        "left": f"{disk}.49",
        "busy": f"{disk}.50",
        "name": f"{disk}.55",
    }
    rows: dict[str, dict[str, Said]] = {
        "1": {"state": 3, "smart": 0, "left": 7, "busy": 1, "name": "Disk 0 in Backplane 1"},
        "2": {"state": 7, "smart": 1, "left": 255, "busy": 2, "name": "Disk 1 in Backplane 1"},
        "3": {"state": 9, "smart": 0, "left": 255, "busy": 1, "name": "Disk 2 in Backplane 1"},
    }
    said = said_by(_IDRAC, columns, rows)
    assert _values(said) == {("Disk 0 in Backplane 1", Quantity.ENDURANCE): 7.0}
    found = _parts(said)
    assert found["Disk 0 in Backplane 1", Part.DISK] is Standing.OK
    assert found["Disk 1 in Backplane 1", Part.DISK] is Standing.FAILED
    assert found["failure predicted of Disk 1 in Backplane 1", Part.OTHER] is Standing.WARN
    assert found["operation on Disk 1 in Backplane 1", Part.OTHER] is Standing.WARN
    assert found["Disk 2 in Backplane 1", Part.DISK] is Standing.ABSENT


def test_a_controller_s_battery_is_none_of_a_ups() -> None:
    battery = f"{_IDRAC}.5.1.20.130.15.1"
    said = said_by(
        _IDRAC, {"state": f"{battery}.4", "name": f"{battery}.21"}, {"1": {"state": 3, "name": "Battery on PERC"}}
    )
    assert _parts(said) == {("Battery on PERC", Part.BOARD_BATTERY): Standing.FAILED}


def test_two_processors_of_one_name_stay_apart() -> None:
    columns = {"state": f"{_IDRAC}.4.1100.30.1.5", "name": f"{_IDRAC}.4.1100.30.1.26"}
    said = said_by(_IDRAC, columns, {"1.1": {"state": 3, "name": "CPU"}, "1.2": {"state": 5, "name": "CPU"}})
    assert _parts(said) == {
        ("CPU [1.1]", Part.PROCESSOR): Standing.OK,
        ("CPU [1.2]", Part.PROCESSOR): Standing.FAILED,
    }


def test_an_older_access_controller_tells_its_verdict_and_what_it_is() -> None:
    rac = f"{DELL}.10892.2"
    scalars: dict[str, Said] = {
        f"{rac}.2.1.0": 5,
        f"{rac}.1.1.2.0": "CMC",
        f"{rac}.1.1.11.0": "AB12345",
        f"{rac}.1.2.1.0": "6.21",
    }
    said = answered(rac, [], scalars)
    assert _parts(said) == {("chassis", Part.SYSTEM): Standing.FAILED}
    made = _made(said)
    assert (made.model, made.serial, made.version) == ("CMC", "AB12345", "6.21")


# HPE


def test_a_slot_without_a_fan_or_a_module_is_absent_and_no_fault() -> None:
    fan, memory = f"{_HEALTH}.6.7.1", f"{_HEALTH}.14.13.1"
    fans = {"present": f"{fan}.4", "condition": f"{fan}.9"}
    modules = {"name": f"{memory}.13", "status": f"{memory}.19", "condition": f"{memory}.20"}
    said = answered(
        _ILO,
        [
            (fans, {"0.1": {"present": 2, "condition": 1}, "0.2": {"present": 3, "condition": 4}}),
            (
                modules,
                {
                    "0": {"name": "PROC 1 DIMM 1", "status": 4, "condition": 2},
                    "1": {"name": "PROC 1 DIMM 2", "status": 2, "condition": 1},
                    "2": {"name": "PROC 1 DIMM 3", "status": 11, "condition": 3},
                },
            ),
        ],
    )
    assert _parts(said) == {
        ("fan 0.1", Part.FAN): Standing.ABSENT,
        ("fan 0.2", Part.FAN): Standing.FAILED,
        ("PROC 1 DIMM 1", Part.MEMORY): Standing.OK,
        ("PROC 1 DIMM 2", Part.MEMORY): Standing.ABSENT,
        ("PROC 1 DIMM 3", Part.MEMORY): Standing.WARN,
    }


def test_an_hpe_threshold_is_a_warning_a_shutdown_or_nothing_by_its_type() -> None:
    table = f"{_HEALTH}.6.8.1"
    columns = {"locale": f"{table}.3", "value": f"{table}.4", "limit": f"{table}.5", "type": f"{table}.7"}
    rows: dict[str, dict[str, Said]] = {
        "0.1": {"locale": 11, "value": 21, "limit": 42, "type": 9},
        "0.2": {"locale": 6, "value": 40, "limit": 70, "type": 15},
        "0.3": {"locale": 3, "value": 30, "limit": 1, "type": 16},
        "0.4": {"locale": 7, "value": 0, "limit": 89, "type": 9},
    }
    found = {one.name: (one.value, one.high_warn, one.high_critical) for one in _sensors(said_by(_ILO, columns, rows))}
    assert found == {
        "ambient 0.1": (21.0, 42.0, None),
        "cpu 0.2": (40.0, None, 70.0),
        "system 0.3": (30.0, None, None),
    }


def test_what_is_used_of_an_hpe_ssd_becomes_what_is_left() -> None:
    columns = {"name": f"{_DISK}.64", "used": f"{_DISK}.75", "status": f"{_DISK}.6"}
    rows: dict[str, dict[str, Said]] = {
        "0.0": {"name": "Port 1I Box 6 Bay 1", "used": 93, "status": 8},
        "0.1": {"name": "Port 1I Box 6 Bay 2", "used": 4294967295, "status": 2},
    }
    said = said_by(_ILO, columns, rows)
    assert _values(said) == {("Port 1I Box 6 Bay 1", Quantity.ENDURANCE): 7.0}
    assert _parts(said)["Port 1I Box 6 Bay 1", Part.DISK] is Standing.WARN


@pytest.mark.parametrize(
    ("number", "standing"),
    [(2, Standing.OK), (3, Standing.FAILED), (7, Standing.WARN), (4, Standing.OFF), (99, Standing.UNKNOWN)],
)
def test_an_hpe_logical_drive_stands_as_it_says(number: int, standing: Standing) -> None:
    said = said_by(_ILO, {"status": f"{COMPAQ}.3.2.3.1.1.4"}, {"0.1": {"status": number}})
    assert _parts(said) == {("logical drive 0.1", Part.ARRAY): standing}


def test_the_version_of_an_ilo_is_in_its_description_without_the_generation() -> None:
    scalars = {"1.3.6.1.2.1.1.1.0": "Integrated Lights-Out 5 2.81 Jan 04 2023", f"{COMPAQ}.2.2.4.2.0": "ProLiant DL380"}
    made = _made(answered(_ILO, [], scalars))
    assert (made.model, made.version) == ("ProLiant DL380", "2.81")


# Lenovo and IBM


@pytest.mark.parametrize("root", [LENOVO_XCC, LENOVO_IMM])
def test_lenovo_writes_numbers_and_health_as_words(root: str) -> None:
    heat, fan = f"{root}.1.1.2.1", f"{root}.1.3.2.1"
    heats = {"name": f"{heat}.2", "value": f"{heat}.3", "high": f"{heat}.6", "warm": f"{heat}.7", "health": f"{heat}.11"}
    fans = {"name": f"{fan}.2", "speed": f"{fan}.3", "health": f"{fan}.10"}
    said = answered(
        root,
        [
            (heats, {"1": {"name": "Ambient Temp", "value": "26", "high": "47", "warm": "N/A", "health": "Normal"}}),
            (
                fans,
                {
                    "1": {"name": "Fan 1 Tach", "speed": " 24% of maximum", "health": "Critical"},
                    "2": {"name": "Fan 2 Tach", "speed": "offline", "health": "Sleeping"},
                },
            ),
        ],
    )
    assert _values(said) == {("Ambient Temp", Quantity.TEMPERATURE): 26.0, ("Fan 1 Tach", Quantity.FAN_LOAD): 24.0}
    (ambient,) = [one for one in _sensors(said) if one.quantity is Quantity.TEMPERATURE]
    assert (ambient.high_warn, ambient.high_critical) == (None, 47.0)
    assert _parts(said) == {
        ("Ambient Temp", Part.TEMPERATURE): Standing.OK,
        ("Fan 1 Tach", Part.FAN): Standing.FAILED,
        ("Fan 2 Tach", Part.FAN): Standing.UNKNOWN,
    }


# Supermicro


def _row(name: str, value: str, *limits: str) -> dict[str, Said]:
    low, lowest, high, highest = limits or ("0.000",) * 4
    return {
        "name": name,
        "value": value,
        "low_warn": low,
        "low_critical": lowest,
        "high_warn": high,
        "high_critical": highest,
    }


def test_a_row_of_zeros_is_a_sensor_of_nothing_that_is_plugged_in() -> None:
    rows = {"9": _row("M2NVMeSSD Temp", "0.000"), "12": _row("FAN3", "0.000")}
    said = said_by(ATEN, supermicro.TABLE, rows)
    assert _values(said) == {}
    assert _parts(said) == {("FAN3", Part.FAN): Standing.ABSENT}


def test_what_a_supermicro_sensor_measures_is_told_by_its_name() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": _row("CPU Temp", "32.000", "10.000", "5.000", "96.000", "101.000"),
        "10": _row("FAN1", "8100.000", "700.000", "500.000", "25300.000", "25400.000"),
        "23": _row("12V", "12.111", "10.830", "10.342", "12.965", "13.331"),
    }
    said = said_by(ATEN, supermicro.TABLE, rows)
    assert _values(said) == {
        ("CPU Temp", Quantity.TEMPERATURE): 32.0,
        ("FAN1", Quantity.FAN_SPEED): 8100.0,
        ("12V", Quantity.VOLTAGE): 12.111,
    }
    (volts,) = [one for one in _sensors(said) if one.quantity is Quantity.VOLTAGE]
    assert (volts.low_critical, volts.low_warn, volts.high_warn, volts.high_critical) == (10.342, 10.83, 12.965, 13.331)


@pytest.mark.parametrize(
    ("speed", "standing"), [("0.000", Standing.FAILED), ("499.000", Standing.FAILED), ("500.000", Standing.OK)]
)
def test_a_fan_below_its_own_lowest_limit_has_failed(speed: str, standing: Standing) -> None:
    said = said_by(ATEN, supermicro.TABLE, {"10": _row("FAN1", speed, "700.000", "500.000", "25300.000", "25400.000")})
    assert _parts(said) == {("FAN1", Part.FAN): standing}


def test_intrusion_supplies_and_the_battery_are_states_by_their_bits() -> None:
    rows: dict[str, dict[str, Said]] = {
        "26": _row("VBAT", "4.000"),
        "35": _row("Chassis Intru", "1.000"),
        "36": _row("PS1 Status", "1.000"),
        "37": _row("PS2 Status", "9.000"),
    }
    assert _parts(said_by(ATEN, supermicro.TABLE, rows)) == {
        ("VBAT", Part.BOARD_BATTERY): Standing.OK,
        ("Chassis Intru", Part.OTHER): Standing.WARN,
        ("PS1 Status", Part.POWER): Standing.OK,
        ("PS2 Status", Part.POWER): Standing.FAILED,
    }


def test_a_battery_with_limits_is_a_voltage() -> None:
    said = said_by(ATEN, supermicro.TABLE, {"26": _row("VBAT", "3.100", "2.640", "2.500", "3.500", "3.600")})
    assert _values(said) == {("VBAT", Quantity.VOLTAGE): 3.1}
    assert _parts(said) == {}


def test_a_supermicro_version_is_three_numbers_or_two() -> None:
    version = f"{ATEN}.1.5"
    assert _made(answered(ATEN, [], {f"{version}.1.0": 1, f"{version}.2.0": 74, f"{version}.7.0": 11})).version == "1.74.11"
    assert _made(answered(ATEN, [], {f"{version}.1.0": 3, f"{version}.2.0": 68})).version == "3.68"
