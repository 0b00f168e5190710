"""Juniper by SNMP: loads, parts, alarms, optical modules."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.facts.devices.topology import StackMember
from collectors.network.components import FANS_SNMP, PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.making import MADE_SNMP
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import STACK_MEMBERS_SNMP
from collectors.network.sensors import OPTICS_SNMP, SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.vendors import juniper, juniper_optics, juniper_parts
from collectors.network.vendors.links import LINKS
from collectors.network.vendors.prefixes import JUNIPER
from tests.house.devices import Fields, Told, found
from tests.house.snmp_answers import table

DEVICE = f"{JUNIPER}.1.1.1.2.99"
ENGINE: Fields = {"name": "Routing Engine 0", "state": 2, "temperature": 44, "cpu": 0, "buffer": 38, "megabytes": 2048}
SUPPLY: Fields = {"name": "PEM 0", "state": 2, "temperature": 0, "cpu": 0, "buffer": 0, "megabytes": 0}


def operating(**rows: Fields) -> Told:
    return table(juniper.OPERATING, {index.strip("_").replace("_", "."): row for index, row in rows.items()})


def test_what_has_no_memory_has_no_load_and_an_idle_engine_has_one_of_0() -> None:
    told = operating(_9_1_0_0=ENGINE, _2_1_0_0=SUPPLY)
    (processor,) = found(PROCESSORS_SNMP, DEVICE, told).records
    assert (processor.name, processor.used_ratio) == ("Routing Engine 0", 0)
    (memory,) = found(MEMORIES_SNMP, DEVICE, told).records
    assert (memory.used_ratio, memory.total_bytes) == (0.38, 2048 * 1024 * 1024)


def test_a_temperature_of_0_is_unavailable() -> None:
    (one,) = found(TEMPERATURES_SNMP, DEVICE, operating(_9_1_0_0=ENGINE, _2_1_0_0=SUPPLY)).records
    assert (one.name, one.value) == ("Routing Engine 0", 44)


def test_services_processors_are_of_the_data_plane_and_tell_their_share_of_sessions() -> None:
    row: Fields = {"slot": 1, "unit": 0, "cpu": 60, "memory": 71, "sessions": 1000, "most_sessions": 4000, "node": "node0"}
    told = table(juniper.SPU, {"0": row, "1": {**row, "node": "node1", "most_sessions": 0}})
    assert [(one.name, one.is_data_plane) for one in found(PROCESSORS_SNMP, DEVICE, told).records] == [
        ("node0 SPU 1/0", True),
        ("node1 SPU 1/0", True),
    ]
    assert {one.pool for one in found(MEMORIES_SNMP, DEVICE, told).records} == {Pool.PACKET}
    assert [(one.name, one.quantity, one.value) for one in found(SENSORS_SNMP, DEVICE, told).records] == [
        ("node0 SPU 1/0 sessions", Quantity.COUNT, 1000),
        ("node0 SPU 1/0 sessions", Quantity.LOAD, 25),
        ("node1 SPU 1/0 sessions", Quantity.COUNT, 1000),
    ]


@pytest.mark.parametrize(
    ("state", "reason", "standing"),
    [
        (6, 2, Standing.OK),
        (2, 2, Standing.ABSENT),
        (8, 3, Standing.FAILED),
        (8, 4, Standing.FAILED),
        (8, 7, Standing.OFF),
        (8, 14, Standing.ABSENT),
        (3, 2, Standing.WARN),
        (1, 1, Standing.UNKNOWN),
        (99, 2, Standing.UNKNOWN),
    ],
)
def test_a_supply_by_its_state_and_by_why_it_is_offline(state: int, reason: int, standing: Standing) -> None:
    told = {
        **table(juniper_parts.FRU, {"2.1.1.0": {"name": "PEM 0", "type": 7, "state": state, "reason": reason}}),
        f"{juniper.BOX}.8.1.6.2.1.1.0": "PEM 0",
    }
    (one,) = found(POWER_SUPPLIES_SNMP, DEVICE, told).records
    assert (one.name, one.standing) == ("PEM 0", standing)


def test_a_fan_that_is_online_and_down_is_down() -> None:
    index = "4.1.1.0"
    told = {
        **table(juniper_parts.FRU, {index: {"name": "Fan Tray 0", "type": 13, "state": 6, "reason": 2}}),
        **table(juniper.OPERATING, {index: {"name": "Fan Tray 0", "state": 6}}),
    }
    (one,) = found(FANS_SNMP, DEVICE, told).records
    assert (one.standing, one.words) == (Standing.FAILED, "down")
    assert one.oid == f"{juniper.OPERATING['state']}.{index}"


def test_the_second_engine_of_a_device_with_one_is_absent_and_not_unknown() -> None:
    told = table(juniper_parts.FRU, {"9.2.0.0": {"name": "Routing Engine 1", "type": 6, "state": 1, "reason": 1}})
    (one,) = found(PARTS_SNMP, DEVICE, told).records
    assert one.standing is Standing.ABSENT


def test_alarms_are_yellow_or_red() -> None:
    told = {f"{JUNIPER}.3.4.2.2.1.0": 3, f"{JUNIPER}.3.4.2.3.1.0": 3}
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.part, one.standing) for one in records] == [
        ("red alarm", Part.ALARM, Standing.FAILED),
        ("yellow alarm", Part.ALARM, Standing.WARN),
    ]


def test_members_of_a_virtual_chassis() -> None:
    told = {f"{JUNIPER}.3.40.1.4.1.1.1.3.0": 1, f"{JUNIPER}.3.40.1.4.1.1.1.3.1": 2}
    assert found(STACK_MEMBERS_SNMP, DEVICE, told).records == (
        StackMember("member 0", "master", is_ready=None),
        StackMember("member 1", "backup", is_ready=None),
    )


def module(**values: int) -> dict[str, int]:
    return {name.strip("_"): value for name, value in values.items()}


def test_an_optical_module_with_its_own_limits() -> None:
    limits = {"9": 100, "10": -1800, "11": 0, "12": -1600}
    told = {
        **table(juniper_optics.DOM, {"530": {**module(_5=-320, _6=6000, _7=-210, _8=40), **limits}}),
        **table(LINKS, {"530": {"name": "xe-0/0/3", "admin": 1, "oper": 1}}),
    }
    rx, bias, tx, heat = found(OPTICS_SNMP, DEVICE, told).records
    assert (rx.name, rx.value, rx.port, rx.is_idle) == ("xe-0/0/3 Rx power", -3.2, "xe-0/0/3", False)
    assert (rx.low_critical, rx.low_warn, rx.high_warn, rx.high_critical) == (-18, -16, 0, 1)
    assert (bias.quantity, bias.value, bias.high_critical) == (Quantity.BIAS_CURRENT, 0.006, None)
    assert (tx.value, heat.value) == (-2.1, 40)


def test_a_port_without_a_module_measures_nothing() -> None:
    told = table(juniper_optics.DOM, {"531": dict.fromkeys(juniper_optics.DOM, 0)})
    with pytest.raises(SessionError):
        found(OPTICS_SNMP, DEVICE, told)


def test_lanes_have_the_limits_of_their_module() -> None:
    told = {
        **table(juniper_optics.DOM, {"540": {"9": 500, "10": -1300, "11": 400, "12": -1000}}),
        **table(juniper_optics.LANES, {"540.0": module(_6=-4000, _7=0, _8=-4000), "540.1": module(_6=0, _7=0, _8=0)}),
        **table(LINKS, {"540": {"name": "et-0/0/48", "admin": 2, "oper": 2}}),
    }
    records = found(OPTICS_SNMP, DEVICE, told).records
    assert [one.name for one in records] == [
        "et-0/0/48 lane 0 Rx power",
        "et-0/0/48 lane 0 Tx bias",
        "et-0/0/48 lane 0 Tx power",
    ]
    assert (records[0].value, records[0].low_critical, records[0].is_idle) == (-40, -13, True)


def test_what_it_is() -> None:
    told = {
        f"{JUNIPER}.3.1.2.0": "Juniper EX9999 Edge Router",
        f"{JUNIPER}.3.1.3.0": "AB1234567890",
        "1.3.6.1.2.1.1.1.0": "Juniper Networks, Inc. ex9999, kernel JUNOS 21.4R3-S5.4, Build date: 2023",
    }
    made = found(MADE_SNMP, DEVICE, told)
    assert (made.model, made.serial, made.version) == ("Juniper EX9999 Edge Router", "AB1234567890", "21.4R3-S5.4")
