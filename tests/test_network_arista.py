"""Arista by SNMP: limits of its own MIB, light in watts, memory without cache."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Quantity, Sensor, Standing
from collectors.network.components import FANS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.entities import ENTITY
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.sensors import OPTICS_SNMP, SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.standard import HOST_STORAGE
from collectors.network.storages import STORAGES_SNMP
from collectors.network.vendors import arista
from collectors.network.vendors.links import LINKS
from collectors.network.vendors.prefixes import ARISTA
from tests.house.devices import Told, found
from tests.house.snmp_answers import table

DEVICE = f"{ARISTA}.1.3011.9999"
NONE_LOW, NONE_HIGH = -1_000_000_000, 1_000_000_000


def part(index: int, words: str, kind: int = 8, holder: int = 1) -> Told:
    return table(ENTITY, {str(index): {"description": words, "class": kind, "contained_in": holder}})


def sensor(index: int, kind: int, value: int, limits: tuple[int, int, int, int], scale: int = 9, digits: int = 1) -> Told:
    names = ("low_critical", "low_warn", "high_warn", "high_critical")
    row = {"type": kind, "scale": scale, "precision": digits, "value": value, "status": 1}
    return table(arista.SENSOR, {str(index): {**row, **dict(zip(names, limits, strict=True))}})


def limits_of(one: Sensor) -> tuple[float | None, ...]:
    return one.low_critical, one.low_warn, one.high_warn, one.high_critical


def test_limits_of_the_device_and_those_that_it_has_not() -> None:
    told = {**sensor(6001, 8, 418, (NONE_LOW, NONE_LOW, 950, 1000)), **part(6001, "Cpu temp sensor")}
    (one,) = found(TEMPERATURES_SNMP, DEVICE, told).records
    assert (one.value, limits_of(one)) == (41.8, (None, None, 95, 100))


def test_an_upper_limit_of_0_is_none() -> None:
    told = {**sensor(6002, 8, 300, (0, 0, 0, 0)), **part(6002, "Rear temp sensor")}
    assert limits_of(found(TEMPERATURES_SNMP, DEVICE, told).records[0]) == (0, 0, None, None)


@pytest.mark.parametrize(("microwatts", "dbm"), [(10000, 0), (1000, -10), (1, -40), (0, -40)])
def test_light_in_milliwatts_is_dbm(microwatts: int, dbm: float) -> None:
    told = {
        **sensor(213, 6, microwatts, (100, 1000, 10000, 100000), scale=8, digits=4),
        **part(213, "DOM RX Power Sensor for Ethernet5/1"),
        **table(LINKS, {"5": {"name": "Ethernet5/1", "admin": 1, "oper": 1}}),
    }
    (one,) = found(OPTICS_SNMP, DEVICE, told).records
    assert (one.quantity, one.port, one.is_idle) == (Quantity.OPTICAL_POWER, "Ethernet5/1", False)
    assert one.value == pytest.approx(dbm)
    assert limits_of(one) == pytest.approx((-20, -10, 0, 10))


def test_sensors_of_one_name_are_told_by_the_power_supply_that_holds_them() -> None:
    told = {
        **sensor(102, 5, 34, (NONE_LOW, NONE_LOW, NONE_HIGH, NONE_HIGH), digits=2),
        **sensor(202, 5, 31, (NONE_LOW, NONE_LOW, NONE_HIGH, NONE_HIGH), digits=2),
        **part(102, "Input current sensor", holder=101),
        **part(202, "Input current sensor", holder=201),
        **part(101, "Power Supply Sensor Container", 5, 100),
        **part(201, "Power Supply Sensor Container", 5, 200),
        **part(100, "PowerSupply1", 6),
        **part(200, "PowerSupply2", 6),
    }
    records = found(SENSORS_SNMP, DEVICE, told).records
    assert [(one.name, one.value) for one in records] == [
        ("PowerSupply1 Input current sensor", 0.34),
        ("PowerSupply2 Input current sensor", 0.31),
    ]


def test_parts_by_entity_state() -> None:
    state = "1.3.6.1.2.1.131.1.1.1.3"
    told = {
        f"{state}.100": 2,
        f"{state}.110": 3,
        f"{state}.120": 3,
        **part(100, "PowerSupply1", 6),
        **part(110, "Fan Tray 1 Fan 1", 7),
        **part(120, "Ethernet1", 10),
    }
    (supply,) = found(POWER_SUPPLIES_SNMP, DEVICE, told).records
    assert (supply.name, supply.standing) == ("PowerSupply1", Standing.FAILED)
    (fan,) = found(FANS_SNMP, DEVICE, told).records
    assert fan.standing is Standing.OK


def storage(*rows: tuple[str, int, int, int]) -> Told:
    kinds = "1.3.6.1.2.1.25.2.1"
    return table(
        HOST_STORAGE,
        {
            str(number): {"name": name, "type": f"{kinds}.{kind}", "unit": 1024, "size": size, "used": used}
            for number, (name, kind, size, used) in enumerate(rows, 1)
        },
    )


ROWS = (("RAM", 2, 1000, 800), ("RAM (Buffers)", 2, 1000, 50), ("RAM (Cache)", 2, 1000, 540), ("Log", 3, 100, 7))


def test_memory_in_use_is_without_buffers_and_cache() -> None:
    records = found(MEMORIES_SNMP, DEVICE, storage(*ROWS)).records
    assert [(one.name, one.used_ratio, one.pool) for one in records] == [
        ("RAM", 0.21, Pool.SYSTEM),
        ("RAM (Buffers)", 0.05, Pool.CACHE),
        ("RAM (Cache)", 0.54, Pool.CACHE),
    ]


def test_file_systems_in_memory_are_storages() -> None:
    (one,) = found(STORAGES_SNMP, DEVICE, storage(*ROWS)).records
    assert (one.name, one.used_ratio) == ("Log", 0.07)


def test_a_device_that_says_nothing_of_it_is_not_guessed_at() -> None:
    for collector in (TEMPERATURES_SNMP, OPTICS_SNMP, SENSORS_SNMP):
        with pytest.raises(SessionError):
            found(collector, DEVICE, {})
