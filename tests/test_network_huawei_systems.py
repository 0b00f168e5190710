"""Huawei's power systems, servers' management boards and storage by SNMP; each trap of their MIBs by name."""

import pytest

from collectors.facts.devices.sensors import Part, Place, Quantity, Sensor, Standing
from collectors.network import components, making, memories, processors, sensors, storages
from collectors.network.readings import found_by
from collectors.network.varbinds import Objects
from collectors.network.vendors import huawei_power, huawei_servers, oceanstor
from tests.house.snmp_answers import Said, answered, said_by

_SITE = f"{huawei_power.SITE}.1"
_SMU = f"{huawei_power.SITE}.999"
_BOARD = huawei_servers.BOARD
_SYSTEM = f"{_BOARD}.1.1.1"
_STORAGE = f"{oceanstor.STORAGE}.999"


def _sensors(said: Objects) -> list[Sensor]:
    return list(found_by(sensors.READINGS, said).records)


def _values(said: Objects) -> dict[tuple[str, Quantity], float]:
    return {(one.name, one.quantity): round(one.value, 4) for one in _sensors(said)}


def _components(said: Objects) -> dict[tuple[str, Part], Standing]:
    return {(one.name, one.part): one.standing for one in found_by(components.READINGS, said).records}


# Power systems


def test_voltages_and_currents_are_tenths_and_power_is_watts() -> None:
    said = answered(
        _SMU,
        [(huawei_power.DC_OUTPUTS, {"1": {"name": "DC", "volts": 535, "amperes": 34, "watts": 179, "status": 1}})],
        {f"{_SITE}.6.1.3.0": 535, f"{_SITE}.6.1.7.0": 580, f"{_SITE}.6.1.8.0": 450},
    )
    assert _values(said) == {
        ("DC total", Quantity.VOLTAGE): 53.5,
        ("DC", Quantity.VOLTAGE): 53.5,
        ("DC", Quantity.CURRENT): 3.4,
        ("DC", Quantity.POWER): 179,
    }
    total = _sensors(said)[0]
    assert (total.low_critical, total.high_critical) == (45.0, 58.0)


@pytest.mark.parametrize("none", [-1024, -99999, 2147483647])
def test_a_probe_that_is_not_there_has_no_temperature(none: int) -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"value": none, "status": 4},
        "2": {"value": 24, "high": 45, "low": -10, "status": 1},
    }
    said = said_by(_SMU, huawei_power.THERMOMETERS, rows)
    assert [(one.value, one.low_warn, one.high_warn, one.place) for one in _sensors(said)] == [(24, -10, 45, Place.ROOM)]
    assert _components(said) == {
        ("temperature 1", Part.TEMPERATURE): Standing.ABSENT,
        ("temperature 2", Part.TEMPERATURE): Standing.OK,
    }


def test_a_humidity_of_255_is_no_reading() -> None:
    assert not _sensors(said_by(_SMU, huawei_power.HYGROMETERS, {"1": {"value": 255, "status": 4}}))


def test_a_backup_time_of_zero_without_batteries_is_no_reading() -> None:
    minutes, strings = f"{_SITE}.4.2.2.0", f"{_SITE}.4.1.3.0"
    assert ("batteries", Quantity.RUNTIME) not in _values(answered(_SMU, [], {minutes: 0, strings: 0}))
    assert _values(answered(_SMU, [], {minutes: 0, strings: 2}))[("batteries", Quantity.RUNTIME)] == 0


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (1, Standing.OK),
        (2, Standing.FAILED),
        (4, Standing.FAILED),
        (5, Standing.OFF),
        (7, Standing.ABSENT),
        (254, Standing.OK),
        (255, Standing.UNKNOWN),
    ],
)
def test_how_a_rectifier_stands(status: int, standing: Standing) -> None:
    said = said_by(_SMU, huawei_power.RECTIFIERS, {"1": {"name": "Rectifier 1", "status": status}})
    assert _components(said) == {("Rectifier 1", Part.POWER): standing}


@pytest.mark.parametrize(("status", "count"), [(1, 2), (5, 2), (4, 0), (6, 0), (7, 0)])
def test_a_rectifier_that_does_not_answer_measures_nothing(status: int, count: int) -> None:
    said = said_by(_SMU, huawei_power.RECTIFIERS, {"1": {"name": "R1", "amperes": 0, "volts": 0, "status": status}})
    assert len(_sensors(said)) == count


def test_a_battery_that_discharges_carries_the_load() -> None:
    assert _components(answered(_SMU, [], {f"{_SITE}.4.2.3.0": 3})) == {("battery charge", Part.BATTERY): Standing.FAILED}


def test_parts_of_one_name_stay_apart() -> None:
    rows: dict[str, dict[str, Said]] = {str(number): {"name": "Rectifier", "status": 1} for number in (1, 2)}
    assert set(_components(said_by(_SMU, huawei_power.RECTIFIERS, rows))) == {
        ("Rectifier [1]", Part.POWER),
        ("Rectifier [2]", Part.POWER),
    }


# Management boards of servers


def test_a_server_by_its_management_board() -> None:
    said = answered(
        _BOARD,
        [(huawei_servers.TEMPERATURES, {"1": {"name": "Inlet Temp", "value": 235}})],
        {
            f"{_SYSTEM}.1.0": 2,
            f"{_SYSTEM}.6.0": "2288H V5",
            f"{_SYSTEM}.7.0": "SN0002",
            f"{_SYSTEM}.12.0": 2,
            f"{_SYSTEM}.13.0": 312,
            f"{_SYSTEM}.23.0": 44,
            f"{_SYSTEM}.25.0": 61,
        },
    )
    assert _values(said) == {("Inlet Temp", Quantity.TEMPERATURE): 23.5, ("server", Quantity.POWER): 312}
    assert _sensors(said)[0].place is Place.INLET
    assert [one.used_ratio for one in found_by(processors.READINGS, said).records] == [0.44]
    assert [one.used_ratio for one in found_by(memories.READINGS, said).records] == [0.61]
    assert set(_components(said).values()) == {Standing.WARN, Standing.OK}
    [made] = found_by(making.READINGS, said).records[:1]
    assert (made.model, made.serial) == ("2288H V5", "SN0002")


def test_the_processor_of_a_server_that_is_off_has_no_temperature() -> None:
    rows: dict[str, dict[str, Said]] = {"1": {"name": "CPU1 Core Rem", "value": 65535}, "2": {"name": "CPU2", "value": 0}}
    assert not _sensors(said_by(_BOARD, huawei_servers.TEMPERATURES, rows))


def test_a_usage_of_minus_one_is_invalid() -> None:
    said = answered(_BOARD, [], {f"{_SYSTEM}.23.0": -1, f"{_SYSTEM}.25.0": -1})
    assert not found_by(processors.READINGS, said).records
    assert not found_by(memories.READINGS, said).records


def test_a_part_that_is_not_there_is_absent_whatever_its_status_says() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"name": "PS1", "status": 1, "watts": 150, "presence": 2},
        "2": {"name": "PS2", "status": 1, "watts": 0, "presence": 1},
        "3": {"name": "PS3", "status": 5},
        "4": {"name": "PS4", "status": 4, "watts": 0, "presence": 2},
    }
    said = said_by(_BOARD, huawei_servers.SUPPLIES, rows)
    assert _components(said) == {
        ("PS1", Part.POWER): Standing.OK,
        ("PS2", Part.POWER): Standing.ABSENT,
        ("PS3", Part.POWER): Standing.ABSENT,
        ("PS4", Part.POWER): Standing.FAILED,
    }
    assert _values(said) == {("PS1", Quantity.POWER): 150, ("PS4", Quantity.POWER): 0}


def test_an_empty_slot_that_is_called_0_has_the_name_of_its_slot() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"name": "DIMM000", "status": 1},
        "3": {"name": "0", "status": 5},
        "6": {"name": "0", "status": 5},
    }
    assert _components(said_by(_BOARD, huawei_servers.MEMORY_PARTS, rows)) == {
        ("DIMM000", Part.MEMORY): Standing.OK,
        ("DIMM 3", Part.MEMORY): Standing.ABSENT,
        ("DIMM 6", Part.MEMORY): Standing.ABSENT,
    }


def test_events_that_stand_are_alarms_with_their_words() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"name": "Disk3", "severity": 3, "words": "Disk 3 predicts a failure."},
        "2": {"name": "CPU1", "severity": 1, "words": "ok"},
    }
    found = found_by(components.READINGS, said_by(_BOARD, huawei_servers.EVENTS, rows)).records
    assert [(one.name, one.part, one.standing, one.words) for one in found] == [
        ("Disk3", Part.ALARM, Standing.FAILED, "Disk 3 predicts a failure.")
    ]


# Storage


def _disk(**row: Said) -> dict[tuple[str, Part], Standing]:
    return _components(said_by(_STORAGE, oceanstor.DISKS, {"1": {"name": "DAE000.0", **row}}))


@pytest.mark.parametrize(
    ("health", "running", "standing"),
    [
        (1, 27, Standing.OK),
        (2, 27, Standing.FAILED),
        (3, 27, Standing.WARN),
        (1, 28, Standing.FAILED),
        (1, 4, Standing.ABSENT),
        (1, 13, Standing.OFF),
        (2, 13, Standing.FAILED),
        (1, 16, Standing.WARN),
        (99, 27, Standing.UNKNOWN),
    ],
)
def test_a_part_by_its_health_and_its_running_status(health: int, running: int, standing: Standing) -> None:
    assert _disk(health=health, running=running) == {("DAE000.0", Part.DISK): standing}


def test_capacities_of_pools_are_megabytes() -> None:
    said = said_by(_STORAGE, oceanstor.POOLS, {"1": {"name": "Pool1", "health": 1, "total": 1000, "free": 150}})
    [found] = found_by(storages.READINGS, said).records
    assert (found.name, found.used_bytes, found.total_bytes) == ("Pool1", 850.0 * 2**20, 1000.0 * 2**20)


def test_a_pool_that_has_more_free_than_there_is_is_none() -> None:
    said = said_by(_STORAGE, oceanstor.POOLS, {"1": {"name": "Pool1", "total": 1000, "free": 1001}})
    assert not found_by(storages.READINGS, said).records


def test_controllers_have_loads_and_disks_temperatures() -> None:
    said = answered(
        _STORAGE,
        [
            (oceanstor.CONTROLLERS, {"1": {"name": "CTE0.A", "health": 1, "running": 27, "cpu": 31, "memory": 72}}),
            (oceanstor.DISKS, {"1": {"name": "DAE000.0", "temperature": 34}, "2": {"name": "DAE000.1", "temperature": 0}}),
        ],
    )
    assert [(one.name, one.used_ratio) for one in found_by(processors.READINGS, said).records] == [("CTE0.A", 0.31)]
    assert [one.used_ratio for one in found_by(memories.READINGS, said).records] == [0.72]
    assert _values(said) == {("DAE000.0", Quantity.TEMPERATURE): 34}
