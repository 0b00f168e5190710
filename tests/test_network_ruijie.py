"""Ruijie and FS by SNMP: loads, parts, optical modules; software that answers GET only; each trap by name."""

import pytest

from collectors.facts.devices.sensors import Part, Quantity, Sensor, Standing
from collectors.network import components, making, memories, processors, sensors
from collectors.network.readings import found_by
from collectors.network.varbinds import Objects
from collectors.network.vendors.links import LINKS
from collectors.network.vendors.prefixes import RUIJIE
from collectors.network.vendors.ruijie import FS, Tables
from collectors.network.vendors.ruijie_ports import POE
from tests.house.snmp_answers import Said, answered, said_by

_RUIJIE, _FS = Tables(RUIJIE), Tables(FS)
_MAKERS = pytest.mark.parametrize("tables", [_RUIJIE, _FS], ids=["Ruijie", "FS"])


def _device(tables: Tables) -> str:
    return f"{tables.maker}.1.1.10.1.999"


def _sensors(said: Objects) -> list[Sensor]:
    return list(found_by(sensors.READINGS, said).records)


def _values(said: Objects) -> dict[tuple[str, Quantity], float]:
    return {(one.name, one.quantity): round(one.value, 6) for one in _sensors(said)}


def _components(said: Objects) -> dict[tuple[str, Part], Standing]:
    return {(one.name, one.part): one.standing for one in found_by(components.READINGS, said).records}


def _fiber(tables: Tables, oper: int = 1, **row: Said) -> Objects:
    base = f"{tables.maker}.1.1.10.2.105.1.1.1"
    numbers = {
        "measures": 15,
        "temperature": 17,
        "voltage": 19,
        "bias": 21,
        "rx": 76,
        "rx_1": 77,
        "rx_2": 78,
        "rx_low_warn": 91,
        "rx_high_warn": 92,
        "rx_low_critical": 93,
        "rx_high_critical": 94,
    }
    columns = {name: f"{base}.{number}" for name, number in numbers.items()}
    return answered(
        _device(tables),
        [(columns, {"25": row}), (LINKS, {"25": {"name": "TenGigabitEthernet 0/25", "admin": 1, "oper": oper}})],
    )


# Loads


@_MAKERS
def test_the_mean_of_five_minutes_goes_before_that_of_one(tables: Tables) -> None:
    scalars: dict[str, Said] = {tables.scalar("36.1.1.2"): 30, tables.scalar("36.1.1.3"): 20, tables.scalar("36.1.1.4"): 90}
    found = found_by(processors.READINGS, answered(_device(tables), [], scalars)).records
    assert [(one.name, one.used_ratio, one.limit_ratio, one.window_seconds) for one in found] == [("cpu", 0.2, 0.9, 300.0)]


def test_members_of_a_stack_have_processors_of_their_own() -> None:
    said = said_by(_device(_RUIJIE), _RUIJIE.nodes, {"1": {"name": "1/0", "used": 11}, "2": {"name": "2/0", "used": 95}})
    assert {one.name: one.used_ratio for one in found_by(processors.READINGS, said).records} == {"1/0": 0.11, "2/0": 0.95}


@_MAKERS
def test_a_pool_by_its_sizes_is_finer_than_its_percentage(tables: Tables) -> None:
    said = said_by(_device(tables), tables.pools, {"1": {"name": "System", "share": 66, "size": 1000, "used": 655}})
    [found] = found_by(memories.READINGS, said).records
    assert (found.used_ratio, found.total_bytes) == (0.655, 1024000)


def test_a_pool_without_sizes_has_its_percentage() -> None:
    said = said_by(_device(_RUIJIE), _RUIJIE.pools, {"1": {"name": "System", "share": 66}})
    assert [one.used_ratio for one in found_by(memories.READINGS, said).records] == [0.66]


def test_software_that_answers_get_only_is_read_by_get() -> None:
    scalars: dict[str, Said] = {
        f"{_RUIJIE.pools['share']}.1": 48,
        f"{_RUIJIE.fans['status']}.1": 4,
        f"{_RUIJIE.fans['status']}.2": 5,
        f"{_RUIJIE.supplies['status']}.1": 2,
    }
    said = answered(_device(_RUIJIE), [], scalars)
    assert [one.used_ratio for one in found_by(memories.READINGS, said).records] == [0.48]
    assert _components(said) == {
        ("fan 1", Part.FAN): Standing.OK,
        ("fan 2", Part.FAN): Standing.FAILED,
        ("power 1", Part.POWER): Standing.FAILED,
    }


def test_a_row_that_was_walked_is_not_read_again_by_get() -> None:
    status = _RUIJIE.fans["status"]
    said = answered(_device(_RUIJIE), [(_RUIJIE.fans, {"1": {"status": 4}})], {f"{status}.1": 4})
    assert [one.name for one in found_by(components.READINGS, said).records] == ["fan 1"]


@_MAKERS
def test_what_it_is(tables: Tables) -> None:
    scalars: dict[str, Said] = {
        tables.scalar("1.1.26"): "S5760-24",
        tables.scalar("1.1.24"): "G1XX0001",
        tables.scalar("1.1.2"): "RGOS 11.4(1)B70",
    }
    found = found_by(making.READINGS, answered(_device(tables), [], scalars)).records[0]
    assert (found.model, found.serial, found.version) == ("S5760-24", "G1XX0001", "RGOS 11.4(1)B70")


# Parts


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (1, Standing.ABSENT),
        (2, Standing.FAILED),
        (3, Standing.OFF),
        (4, Standing.OK),
        (5, Standing.FAILED),
        (6, Standing.UNKNOWN),
        (7, Standing.FAILED),
        (8, Standing.UNKNOWN),
    ],
)
def test_how_a_power_supply_stands(status: int, standing: Standing) -> None:
    said = said_by(_device(_RUIJIE), _RUIJIE.supplies, {"1": {"status": status, "name": "Power1"}})
    assert _components(said) == {("Power1", Part.POWER): standing}


def test_the_new_table_of_fans_is_for_software_without_the_old() -> None:
    row: dict[str, dict[str, Said]] = {"1.0.1": {"status": 4, "speed": 4200}}
    both = answered(_device(_RUIJIE), [(_RUIJIE.fans, {"1": {"status": 5}}), (_RUIJIE.fans_new, row)])
    only = said_by(_device(_RUIJIE), _RUIJIE.fans_new, row)
    assert _components(both) == {("fan 1", Part.FAN): Standing.FAILED}
    assert _components(only) == {("device 1 tray 0 fan 1", Part.FAN): Standing.OK}
    assert _values(only) == {("device 1 tray 0 fan 1", Quantity.FAN_SPEED): 4200}


def test_a_sensor_of_minus_255_is_not_there() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1.0.1": {"name": "MAC", "value": 55, "warn": 90, "critical": 100},
        "1.0.2": {"name": "PHY", "value": -255, "warn": -255, "critical": -255},
    }
    found = _sensors(said_by(_device(_RUIJIE), _RUIJIE.temperatures_new, rows))
    assert [(one.name, one.value, one.high_warn, one.high_critical) for one in found] == [
        ("device 1 slot 0 sensor 1 MAC", 55, 90, 100)
    ]


def test_a_temperature_of_zero_is_not_supported() -> None:
    assert not _sensors(answered(_device(_RUIJIE), [], {_RUIJIE.scalar("1.1.16"): 0}))
    assert _values(answered(_device(_RUIJIE), [], {_RUIJIE.scalar("1.1.16"): 44})) == {("device", Quantity.TEMPERATURE): 44}


def test_the_eighth_column_is_a_state_for_ruijie_and_a_limit_for_fs() -> None:
    row: dict[str, dict[str, Said]] = {"1.0.1": {"name": "MAC", "value": 55, "warn": 90, "critical": 100, "eighth": 3}}
    ruijie = said_by(_device(_RUIJIE), _RUIJIE.temperatures_new, row)
    fs = said_by(_device(_FS), _FS.temperatures_new, row)
    assert _components(ruijie) == {("device 1 slot 0 sensor 1 MAC", Part.TEMPERATURE): Standing.FAILED}
    assert not _components(fs)
    assert [one.low_warn for one in (*_sensors(ruijie), *_sensors(fs))] == [None, 3]


# Ports


@_MAKERS
def test_a_module_measures_in_microampere_and_hundredths_of_dbm(tables: Tables) -> None:
    assert _values(_fiber(tables, measures=1, temperature=33, voltage=3290, bias=30516, rx=-612)) == {
        ("TenGigabitEthernet 0/25", Quantity.TEMPERATURE): 33,
        ("TenGigabitEthernet 0/25", Quantity.VOLTAGE): 3.29,
        ("TenGigabitEthernet 0/25", Quantity.BIAS_CURRENT): 0.030516,
        ("TenGigabitEthernet 0/25 Rx", Quantity.OPTICAL_POWER): -6.12,
    }


def test_a_module_without_ddm_says_zeros() -> None:
    assert not _sensors(_fiber(_RUIJIE, measures=2, temperature=1, voltage=1, bias=1, rx=-1))
    assert not _sensors(_fiber(_RUIJIE, measures=1, temperature=0, voltage=0, bias=0, rx=0))


def test_a_power_of_minus_10000_is_invalid() -> None:
    assert not _sensors(_fiber(_RUIJIE, measures=1, rx=-10000))


def test_lanes_stand_for_the_module_that_has_them() -> None:
    assert _values(_fiber(_RUIJIE, measures=1, rx=-100, rx_1=-100, rx_2=-3000)) == {
        ("TenGigabitEthernet 0/25 Rx lane 1", Quantity.OPTICAL_POWER): -1.0,
        ("TenGigabitEthernet 0/25 Rx lane 2", Quantity.OPTICAL_POWER): -30.0,
    }


def test_limits_that_are_no_range_are_none() -> None:
    [good] = _sensors(
        _fiber(
            _RUIJIE, measures=1, rx=-612, rx_low_critical=-1500, rx_low_warn=-1400, rx_high_warn=50, rx_high_critical=100
        )
    )
    [zeros] = _sensors(
        _fiber(_RUIJIE, measures=1, rx=-612, rx_low_critical=0, rx_low_warn=0, rx_high_warn=0, rx_high_critical=0)
    )
    [crossed] = _sensors(
        _fiber(_RUIJIE, measures=1, rx=-612, rx_low_critical=-1500, rx_low_warn=50, rx_high_warn=-50, rx_high_critical=100)
    )
    assert [(one.low_critical, one.low_warn, one.high_warn, one.high_critical) for one in (good, zeros, crossed)] == [
        (-15.0, -14.0, 0.5, 1.0),
        (None, None, None, None),
        (-15.0, None, None, 1.0),
    ]


def test_a_port_without_link_expects_no_light() -> None:
    assert [one.is_idle for one in _sensors(_fiber(_RUIJIE, oper=2, measures=1, rx=-4000))] == [True]
    assert [one.is_idle for one in _sensors(_fiber(_RUIJIE, oper=1, measures=1, rx=-4000))] == [False]


def test_ports_that_feed_power_and_ports_that_cannot() -> None:
    said = answered(
        _device(_FS),
        [
            (POE, {"1": {"is_poe": 1, "status": 1, "power": 6400}, "2": {"is_poe": 2, "status": 2, "power": 0}}),
            (LINKS, {"1": {"name": "Gi 0/1"}, "2": {"name": "Gi 0/2"}}),
        ],
    )
    assert _values(said) == {("Gi 0/1 PoE", Quantity.POWER): 6.4}
    assert _components(said) == {("Gi 0/1 PoE", Part.PORT): Standing.OK}
