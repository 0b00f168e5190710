"""Cisco by SNMP: what its tables mean, and what they say that is no reading."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.facts.devices.topology import GatewayGroup, StackMember
from collectors.network.components import FANS_SNMP, PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.entities import ENTITY
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import GATEWAY_GROUPS_SNMP, STACK_MEMBERS_SNMP
from collectors.network.sensors import OPTICS_SNMP, SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.vendors import cisco, cisco_memories, cisco_modems, cisco_pairs, cisco_sensors
from collectors.network.vendors.links import LINKS
from collectors.network.vendors.prefixes import CISCO
from tests.house.devices import Fields, Rows, Told, found
from tests.house.snmp_answers import table

DEVICE = f"{CISCO}.1.9999"
MGMT = f"{CISCO}.9"
FULL_32 = 4294967295


def entity(index: int, name: str, part: int = 9, holder: int = 0) -> Told:
    return table(ENTITY, {str(index): {"name": name, "class": part, "contained_in": holder}})


def test_processor_by_five_minutes_and_by_its_physical_name() -> None:
    told = {
        **table(cisco.CPM_TOTAL, {"1": {"part": 50, "five_minutes": 37, "five_minutes_old": 36, "one_minute": 90}}),
        **entity(50, "Switch 1 CPU"),
    }
    (one,) = found(PROCESSORS_SNMP, DEVICE, told).records
    assert (one.name, one.used_ratio, one.window_seconds) == ("Switch 1 CPU", 0.37, 300.0)
    assert one.oid == f"{cisco.CPM_TOTAL['five_minutes']}.1"


def test_processor_of_a_release_that_has_only_the_old_columns() -> None:
    told = table(cisco.CPM_TOTAL, {"1": {"part": 0, "five_minutes_old": 12}})
    (one,) = found(PROCESSORS_SNMP, DEVICE, told).records
    assert (one.name, one.used_ratio) == ("CPU 1", 0.12)


def test_cores_stand_beside_their_processor_and_the_packet_processor_is_of_the_data_plane() -> None:
    told = {
        **table(cisco.CPM_TOTAL, {"7": {"part": 70, "five_minutes": 20}}),
        **table(cisco.CPM_CORES, {"7.0": {"five_minutes": 5}, "7.1": {"five_minutes": 95}}),
        **table(cisco.QFP, {"90.1": {"load": 99}, "90.3": {"load": 40}}),
        **entity(70, "cpu R0/0"),
        **entity(90, "qfp F0/0"),
    }
    records = found(PROCESSORS_SNMP, DEVICE, told).records
    assert [(one.name, one.used_ratio, one.is_data_plane) for one in records] == [
        ("cpu R0/0", 0.2, False),
        ("cpu R0/0 core 0", 0.05, False),
        ("cpu R0/0 core 1", 0.95, False),
        ("qfp F0/0", 0.4, True),
    ]


def test_two_processors_of_one_name_carry_their_index() -> None:
    told = {
        **table(cisco.CPM_TOTAL, {"1": {"part": 5, "five_minutes": 1}, "2": {"part": 6, "five_minutes": 2}}),
        **entity(5, "CPU of Module"),
        **entity(6, "CPU of Module"),
    }
    records = found(PROCESSORS_SNMP, DEVICE, told).records
    assert [one.name for one in records] == ["CPU of Module [1]", "CPU of Module [2]"]


@pytest.mark.parametrize(("oid", "window"), [(f"{CISCO}.2.1.58.0", 300.0), (f"{MGMT}.305.1.1.1.0", None)])
def test_processor_of_devices_without_the_table(oid: str, window: float | None) -> None:
    (one,) = found(PROCESSORS_SNMP, DEVICE, {oid: 81}).records
    assert (one.name, one.used_ratio, one.window_seconds) == ("CPU", 0.81, window)


def test_pools_full_by_design_are_reserved() -> None:
    rows: Rows = {
        "1.1": {"name": "Processor", "type": 2, "used": 30, "free": 70},
        "1.2": {"name": "reserve Processor", "type": 1, "used": 99, "free": 1},
        "1.3": {"name": "lsmpi_io", "type": 2, "used": 9991, "free": 9},
        "1.4": {"name": "I/O", "type": 3, "used": 60, "free": 40},
        "1.5": {"name": "image", "type": 12, "used": 100, "free": 0},
    }
    records = found(MEMORIES_SNMP, DEVICE, table(cisco_memories.ENHANCED_POOL, rows)).records
    assert [(one.name, one.pool) for one in records] == [
        ("Processor", Pool.SYSTEM),
        ("reserve Processor", Pool.RESERVED),
        ("lsmpi_io", Pool.RESERVED),
        ("I/O", Pool.PACKET),
        ("image", Pool.RESERVED),
    ]
    assert records[0].used_ratio == 0.3
    assert records[0].total_bytes == 100


def test_a_pool_that_is_not_valid_is_no_reading() -> None:
    rows: Rows = {"1": {"name": "Processor", "valid": 2, "used_32": 1, "free_32": 9}}
    with pytest.raises(SessionError):
        found(MEMORIES_SNMP, DEVICE, table(cisco_memories.OLD_POOL, rows))


def test_a_full_32_bit_figure_is_no_reading_where_the_64_bit_one_stands() -> None:
    rows: Rows = {
        "1.1": {"name": "Processor", "used_32": FULL_32, "free_32": 7, "used": 6_000_000_000, "free": 2_000_000_000}
    }
    (one,) = found(MEMORIES_SNMP, DEVICE, table(cisco_memories.ENHANCED_POOL, rows)).records
    assert one.used_ratio == 0.75
    with pytest.raises(SessionError):
        found(
            MEMORIES_SNMP,
            DEVICE,
            table(cisco_memories.ENHANCED_POOL, {"1.1": {"name": "Processor", "used_32": FULL_32, "free_32": 7}}),
        )


def test_memory_of_the_system_is_in_kibibytes_and_beside_the_pools() -> None:
    base = f"{MGMT}.109.1.1.1.1"
    told = {
        f"{base}.2.7": 70,
        f"{base}.17.7": 3000,
        f"{base}.19.7": 1000,
        **table(cisco_memories.OLD_POOL, {"1": {"name": "Processor", "valid": 1, "used_32": 1, "free_32": 9}}),
        **entity(70, "cpu R0/0"),
    }
    pool, system = found(MEMORIES_SNMP, DEVICE, told).records
    assert (pool.name, pool.used_ratio) == ("Processor", 0.1)
    assert (system.name, system.used_ratio, system.total_bytes) == ("cpu R0/0 system", 0.75, 4000 * 1024)


def sensor(index: int, kind: int, value: int, scale: int = 9, precision: int = 0, status: int = 1) -> Told:
    row: Fields = {"type": kind, "scale": scale, "precision": precision, "value": value, "status": status}
    return table(cisco_sensors.ENTITY_SENSOR, {str(index): row})


def thresholds(index: int, *rows: tuple[int, int, int]) -> Told:
    names = ("severity", "relation", "value")
    return table(
        cisco_sensors.THRESHOLD,
        {f"{index}.{number}": dict(zip(names, row, strict=True)) for number, row in enumerate(rows, 1)},
    )


def limits(one: Sensor) -> tuple[float | None, ...]:
    return one.low_critical, one.low_warn, one.high_warn, one.high_critical


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(10, 1, -5), (10, 3, 65), (20, 3, 75)], (None, -5, 65, 75)),
        ([(20, 4, 70), (30, 4, 80)], (None, None, 70, 80)),
        ([(1, 4, 43), (30, 4, 48)], (None, None, 43, 48)),
        ([(1, 2, 10), (1, 4, 50)], (None, 10, 50, None)),
        ([(20, 4, 0)], (None, None, None, None)),
        ([(30, 2, 60), (30, 4, 50)], (None, None, None, None)),
        ([(30, 4, 1_000_000_000)], (None, None, None, None)),
        ([(30, 5, 50)], (None, None, None, None)),
    ],
    ids=["minor-major", "major-critical", "other-critical", "other-alone", "zero", "contradictory", "overflow", "equal"],
)
def test_thresholds_by_severity_and_side(rows: list[tuple[int, int, int]], expected: tuple[float | None, ...]) -> None:
    told = {**sensor(7, 8, 41), **thresholds(7, *rows), **entity(7, "Outlet Temp Sensor", 8)}
    (one,) = found(TEMPERATURES_SNMP, DEVICE, told).records
    assert limits(one) == expected
    assert (one.value, one.place) == (41, Place.OUTLET)


def test_limits_stand_in_the_scale_of_their_sensor_also_of_one_that_measures_0() -> None:
    told = {**sensor(3, 4, 0, scale=8, precision=1), **thresholds(3, (30, 4, 36300)), **entity(3, "3.3 V rail", 8)}
    (one,) = found(SENSORS_SNMP, DEVICE, told).records
    assert (one.value, one.high_critical) == (0, 3.63)


def test_a_precision_below_0_tells_digits_and_moves_no_point() -> None:
    (one,) = found(SENSORS_SNMP, DEVICE, {**sensor(3, 10, 6300, precision=-2), **entity(3, "Fan 1", 8)}).records
    assert (one.quantity, one.value) == (Quantity.FAN_SPEED, 6300)


@pytest.mark.parametrize(("value", "status"), [(1_000_000_000, 1), (-1_000_000_000, 1), (40, 2), (40, 3)])
def test_overflow_and_a_sensor_that_does_not_work_are_no_reading(value: int, status: int) -> None:
    with pytest.raises(SessionError):
        found(TEMPERATURES_SNMP, DEVICE, {**sensor(7, 8, value, status=status), **entity(7, "Inlet", 8)})


@pytest.mark.parametrize(("admin", "oper", "is_idle"), [(1, 1, False), (2, 2, True), (1, 2, True), (1, 6, True)])
def test_an_optical_module_has_its_port_and_is_idle_without_a_link(admin: int, oper: int, *, is_idle: bool) -> None:
    told = {
        **sensor(9, 14, -402, precision=1),
        **thresholds(9, (30, 4, 0), (30, 2, -300)),
        **entity(9, "TenGigabitEthernet1/1/1 Receive Power Sensor", 8),
        **table(
            LINKS,
            {"12": {"description": "TenGigabitEthernet1/1/1", "name": "Te1/1/1", "admin": admin, "oper": oper}},
        ),
    }
    (one,) = found(OPTICS_SNMP, DEVICE, told).records
    assert (one.port, one.value, one.is_idle) == ("Te1/1/1", -40.2, is_idle)
    assert (one.low_critical, one.high_critical) == (-30, 0)


def test_current_of_a_module_is_its_laser_and_its_temperature_stands_with_the_optics() -> None:
    told = {
        **sensor(9, 5, 12492, scale=7),
        **sensor(10, 8, 31),
        **entity(9, "Ethernet1/3 Lane 1 Transceiver Bias Current Sensor", 8),
        **entity(10, "Ethernet1/3 Lane 1 Transceiver Temperature Sensor", 8),
    }
    bias, heat = found(OPTICS_SNMP, DEVICE, told).records
    assert (bias.quantity, bias.value, bias.port) == (Quantity.BIAS_CURRENT, 0.012492, "Ethernet1/3")
    assert (heat.quantity, heat.place) == (Quantity.TEMPERATURE, Place.MODULE)


def test_a_name_of_the_environment_table_keeps_no_state() -> None:
    told = table(
        cisco_sensors.ENVMON_TEMPERATURE,
        {"1": {"name": "SW#1, Sensor#1, GREEN", "value": 40, "threshold": 0, "state": 1}},
    )
    (one,) = found(TEMPERATURES_SNMP, DEVICE, told).records
    assert (one.name, one.high_critical) == ("SW#1, Sensor#1 (ENVMON)", None)
    assert cisco_sensors.stable("SW#1, Sensor#1, YELLOW") == "SW#1, Sensor#1"
    assert cisco_sensors.stable("Sw1, PS1 Normal, RPS NotExist") == "Sw1, PS1, RPS"


def test_what_is_not_present_in_the_environment_table_measures_nothing() -> None:
    row: Fields = {"name": "Slot 2 inlet", "value": 0, "threshold": 60, "state": 5}
    with pytest.raises(SessionError):
        found(TEMPERATURES_SNMP, DEVICE, table(cisco_sensors.ENVMON_TEMPERATURE, {"1": row}))


def test_power_supplies_and_fans_of_both_tables() -> None:
    told = {
        f"{MGMT}.13.1.5.1.2.1": "Power Supply 1",
        f"{MGMT}.13.1.5.1.3.1": 6,
        f"{MGMT}.13.1.5.1.2.2": "Power Supply 2",
        f"{MGMT}.13.1.5.1.3.2": 5,
        f"{MGMT}.117.1.1.2.1.2.20": 9,
        f"{MGMT}.117.1.4.1.1.1.30": 3,
        **entity(20, "PS A", 6),
        **entity(30, "Fan Tray", 7),
    }
    supplies = found(POWER_SUPPLIES_SNMP, DEVICE, told).records
    assert [(one.name, one.standing, one.words) for one in supplies] == [
        ("Power Supply 1", Standing.FAILED, "notFunctioning"),
        ("Power Supply 2", Standing.ABSENT, "notPresent"),
        ("PS A", Standing.WARN, "onButFanFail"),
    ]
    (fan,) = found(FANS_SNMP, DEVICE, told).records
    assert (fan.name, fan.standing, fan.code) == ("Fan Tray", Standing.FAILED, 3)


def test_a_module_and_how_it_is_powered_are_two_subjects() -> None:
    told = {f"{MGMT}.117.1.1.2.1.2.5": 4, f"{MGMT}.117.1.2.1.1.2.5": 17, **entity(5, "Linecard 3")}
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.part, one.words) for one in records] == [
        ("Linecard 3 power", Part.MODULE, "offDenied"),
        ("Linecard 3", Part.MODULE, "powerDenied"),
    ]
    assert {one.standing for one in records} == {Standing.FAILED}


def test_a_state_that_no_mib_names_is_unknown_with_its_number() -> None:
    (one,) = found(FANS_SNMP, DEVICE, {f"{MGMT}.117.1.4.1.1.1.30": 77, **entity(30, "Fan", 7)}).records
    assert one == Component("Fan", Part.FAN, Standing.UNKNOWN, "77", 77, f"{MGMT}.117.1.4.1.1.1.30")


def test_a_device_with_one_unit_has_its_peer_off_and_not_failed() -> None:
    told = {f"{MGMT}.176.1.1.2.0": 14, f"{MGMT}.176.1.1.4.0": 2, f"{MGMT}.176.1.2.16.0": 1}
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in records] == [
        ("unit", Standing.OK),
        ("peer unit", Standing.OFF),
        ("mode", Standing.OFF),
    ]
    cold = found(PARTS_SNMP, DEVICE, {**told, f"{MGMT}.176.1.1.4.0": 5}).records
    assert (cold[1].standing, cold[1].words) == (Standing.WARN, "standbyCold")


def stack(second: int) -> Told:
    return table(
        cisco_pairs.SWITCH,
        {"1001": {"number": 1, "role": 1, "state": 4}, "2001": {"number": 2, "role": 2, "state": second}},
    )


def test_a_provisioned_switch_is_neither_ready_nor_failed() -> None:
    assert found(STACK_MEMBERS_SNMP, DEVICE, stack(9)).records == (
        StackMember("switch 1", "master", is_ready=True, words="ready"),
        StackMember("switch 2", "member", is_ready=None, words="provisioned"),
    )
    assert found(STACK_MEMBERS_SNMP, DEVICE, stack(6)).records[1].is_ready is False


@pytest.mark.parametrize(("second", "expected"), [(4, [Standing.WARN]), (9, [])])
def test_an_open_ring_is_told_only_of_a_stack_of_several(second: int, expected: list[Standing]) -> None:
    parts = found(PARTS_SNMP, DEVICE, {**stack(second), f"{MGMT}.500.1.1.3.0": 2}).records
    assert [one.standing for one in parts if one.part is Part.REDUNDANCY] == expected


def test_hsrp_groups_by_port_and_group() -> None:
    told = {
        **table(cisco_pairs.HSRP, {"10.1": {"state": 6, "address": bytes((192, 0, 2, 1))}, "10.2": {"state": 5}}),
        **table(LINKS, {"10": {"name": "Vl10"}}),
    }
    assert found(GATEWAY_GROUPS_SNMP, DEVICE, told).records == (
        GatewayGroup("hsrp", "Vl10", "1", "active", "192.0.2.1"),
        GatewayGroup("hsrp", "Vl10", "2", "standby"),
    )


def test_vpc_keepalive_and_two_active() -> None:
    told = table(cisco_pairs.VPC, {"100": {"alive": 3, "dual": 1}})
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in records] == [
        ("vPC 100 keepalive", Standing.FAILED),
        ("vPC 100 dual active", Standing.FAILED),
    ]


def test_a_firewall_without_failover_has_no_failed_unit() -> None:
    rows: Rows = {str(unit): {"value": 3, "detail": "Failover Off"} for unit in (6, 7)}
    told = {**table(cisco_pairs.HARDWARE, rows), f"{MGMT}.147.1.2.2.2.1.5.40.6": 120}
    assert {one.standing for one in found(PARTS_SNMP, DEVICE, told).records} == {Standing.OFF}
    (sessions,) = found(SENSORS_SNMP, DEVICE, told).records
    assert (sessions.name, sessions.value) == ("connections", 120)
    with pytest.raises(SessionError):
        found(GATEWAY_GROUPS_SNMP, DEVICE, told)


def test_a_pair_of_firewalls_by_each_unit() -> None:
    rows: Rows = {"6": {"value": 9, "detail": "Active unit"}, "7": {"value": 4, "detail": "Standby unit"}}
    told = table(cisco_pairs.HARDWARE, rows)
    assert [one.standing for one in found(PARTS_SNMP, DEVICE, told).records] == [Standing.OK, Standing.FAILED]
    assert [one.state for one in found(GATEWAY_GROUPS_SNMP, DEVICE, told).records] == ["active", "error"]


def test_a_modem_and_its_empty_sim_slot() -> None:
    told = {
        **table(cisco_modems.MODEM, {"14": {"temperature": 38, "status": 3, "service": 2}}),
        **table(cisco_modems.SIM, {"14.1": {"sim": 3}}),
        **entity(14, "Modem on Cellular0", 10),
    }
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in records] == [
        ("Modem on Cellular0", Standing.OK),
        ("Modem on Cellular0 packet service", Standing.WARN),
        ("Modem on Cellular0 SIM 1", Standing.ABSENT),
    ]


def test_a_small_switch_that_counts_no_load_has_none() -> None:
    oid = f"{CISCO}.6.1.101.1.9.0"
    (one,) = found(PROCESSORS_SNMP, DEVICE, {oid: 17}).records
    assert one.used_ratio == 0.17
    with pytest.raises(SessionError):
        found(PROCESSORS_SNMP, DEVICE, {oid: 101})


def test_memory_of_a_wireless_controller() -> None:
    base = "1.3.6.1.4.1.14179.1.1.5"
    (one,) = found(MEMORIES_SNMP, DEVICE, {f"{base}.2.0": 1000, f"{base}.3.0": 400}).records
    assert (one.used_ratio, one.total_bytes) == (0.6, 1000 * 1024)
