"""Huawei VRP by SNMP: loads, parts, optical modules, BGP peers, stacks; each trap of its MIBs by name."""

import pytest

from collectors.facts.devices.loads import Memory, Processor
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network import components, making, memories, processors, redundancy, routing, sensors, storages
from collectors.network.entities import ENTITY
from collectors.network.readings import found_by
from collectors.network.varbinds import Objects
from collectors.network.vendors import huawei, huawei_hardware, huawei_topology
from collectors.network.vendors.huawei_optics import OPTICS
from collectors.network.vendors.links import LINKS
from tests.house.snmp_answers import Said, answered, said_by

_DEVICE = "1.3.6.1.4.1.2011.2.23.999"
_BOARD: dict[str, Said] = {"class": 9, "name": "LPU Board 3"}
_OLD_CPU = {"minute": "1.3.6.1.4.1.2011.6.3.4.1.3", "now": "1.3.6.1.4.1.2011.6.3.4.1.2"}
_OLD_MEMORY = {"size": "1.3.6.1.4.1.2011.6.3.5.1.1.2", "free": "1.3.6.1.4.1.2011.6.3.5.1.1.3"}
_STORAGE = {name: f"1.3.6.1.4.1.2011.6.9.1.4.2.1.{number}" for name, number in (("size", 3), ("free", 4), ("name", 5))}
_DESCRIPTION = "1.3.6.1.2.1.1.1.0"


def _board(*entity: dict[str, Said], **row: Said) -> Objects:
    return answered(
        _DEVICE,
        [(huawei.STATE, {"67": row}), (ENTITY, {"67": entity[0] if entity else _BOARD})],
    )


def _sensors(said: Objects) -> list[Sensor]:
    return list(found_by(sensors.READINGS, said).records)


def _values(said: Objects) -> dict[tuple[str, Quantity], float]:
    return {(one.name, one.quantity): round(one.value, 4) for one in _sensors(said)}


def _components(said: Objects) -> dict[tuple[str, Part], Standing]:
    return {(one.name, one.part): one.standing for one in found_by(components.READINGS, said).records}


# Loads


def test_a_board_has_a_processor_and_a_memory() -> None:
    said = _board(oper=3, cpu=17, cpu_limit=90, memory=41, memory_limit=95, memory_megabytes=2048)
    total = 2048.0 * 1024 * 1024
    assert found_by(processors.READINGS, said).records == (
        Processor("LPU Board 3", 0.17, f"{huawei.STATE['cpu']}.67", limit_ratio=0.9),
    )
    assert found_by(memories.READINGS, said).records == (
        Memory("LPU Board 3", 0.41, f"{huawei.STATE['memory']}.67", total, 0.41 * total, limit_ratio=0.95),
    )


def test_rows_of_ports_have_no_load() -> None:
    said = _board(oper=3, cpu=0, cpu_limit=0, memory=0, memory_limit=0, memory_megabytes=0, memory_bytes=0)
    assert not found_by(processors.READINGS, said).records
    assert not found_by(memories.READINGS, said).records


def test_an_idle_processor_with_a_limit_is_read() -> None:
    assert [one.used_ratio for one in found_by(processors.READINGS, _board(oper=3, cpu=0, cpu_limit=80)).records] == [0.0]


def test_figures_of_a_board_that_is_out_of_service_are_left_over() -> None:
    assert not found_by(processors.READINGS, _board(oper=4, cpu=55, cpu_limit=90)).records


def test_a_load_that_is_no_percentage_is_none() -> None:
    assert not found_by(processors.READINGS, _board(oper=3, cpu=255, cpu_limit=90)).records


def test_memory_above_two_gigabytes_turns_negative() -> None:
    said = _board(oper=3, memory=50, memory_limit=95, memory_bytes=-1073741824)
    assert [one.total_bytes for one in found_by(memories.READINGS, said).records] == [3.0 * 2**30]


def test_old_software_has_its_own_tables_of_loads() -> None:
    size = 256 * 2**20
    said = answered(
        _DEVICE,
        [(_OLD_CPU, {"0.2.0": {"minute": 12}}), (_OLD_MEMORY, {"0.2.0": {"size": size, "free": size // 4}})],
    )
    assert [(one.name, one.used_ratio, one.window_seconds) for one in found_by(processors.READINGS, said).records] == [
        ("frame 0 slot 2", 0.12, 60.0)
    ]
    assert [(one.name, one.used_ratio) for one in found_by(memories.READINGS, said).records] == [("frame 0 slot 2", 0.75)]


def test_the_old_tables_are_not_read_beside_the_new() -> None:
    said = answered(
        _DEVICE,
        [(huawei.STATE, {"67": {"cpu": 9, "cpu_limit": 90}}), (_OLD_CPU, {"0.2.0": {"minute": 12}})],
    )
    assert len(found_by(processors.READINGS, said).records) == 1


def test_a_storage_card_that_was_taken_out_has_no_size() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"size": 1000, "free": 250, "name": "flash:"},
        "2": {"size": 0, "free": 0, "name": "sd1:"},
    }
    found = found_by(storages.READINGS, said_by(_DEVICE, _STORAGE, rows)).records
    assert [(one.name, one.used_bytes, one.total_bytes) for one in found] == [("flash:", 768000, 1024000)]


def test_what_it_is_stands_in_its_description() -> None:
    words = b"S5731-S24T4X\r\nVRP (R) software, Version 5.170 (S5731 V200R021C00SPC100)\r\n"
    said = answered(_DEVICE, [], {_DESCRIPTION: words, "1.3.6.1.4.1.2011.5.25.188.1.1.0": "SN0001"})
    found = found_by(making.READINGS, said).records[0]
    assert (found.model, found.serial, found.version) == ("S5731", "SN0001", "5.170 (V200R021C00SPC100)")


# Sensors and parts


def test_sentinel_temperature_is_no_reading() -> None:
    assert not _sensors(_board(oper=3, temperature=0x7FFFFFF))
    assert not _sensors(_board(oper=3, temperature=2147483647))


def test_a_temperature_of_zero_is_a_part_without_thermometer() -> None:
    assert not _sensors(_board(oper=3, temperature=0, temperature_high=0))


def test_a_limit_of_zero_or_sentinel_is_none() -> None:
    found = _sensors(_board(oper=3, temperature=40, temperature_high=0, temperature_low=0x7FFFFFF))
    assert [(one.value, one.low_critical, one.high_critical, one.place) for one in found] == [(40, None, None, Place.BOARD)]


@pytest.mark.parametrize(("said", "low", "high", "volts"), [(5, 3, 13, 5.0), (12000, 10800, 13200, 12.0)])
def test_the_voltage_of_an_entity_is_volts_or_millivolts(said: int, low: int, high: int, volts: float) -> None:
    [found] = _sensors(_board(oper=3, voltage=said, voltage_low=low, voltage_high=high))
    assert (found.quantity, found.value) == (Quantity.VOLTAGE, volts)
    assert found.low_critical is not None
    assert found.high_critical is not None
    assert found.low_critical < volts < found.high_critical


def test_a_fan_tray_that_is_absent_measures_nothing() -> None:
    said = said_by(
        _DEVICE,
        huawei_hardware.FANS,
        {"1.1": {"speed": 35, "present": 1, "state": 1}, "1.2": {"speed": 0, "present": 2, "state": 2}},
    )
    assert _values(said) == {("slot 1 fan 1", Quantity.FAN_LOAD): 35}
    assert _components(said) == {
        ("slot 1 fan 1", Part.FAN): Standing.OK,
        ("slot 1 fan 2", Part.FAN): Standing.ABSENT,
    }


def test_an_abnormal_fan_is_failed() -> None:
    said = said_by(_DEVICE, huawei_hardware.FANS, {"1.1": {"speed": 0, "present": 1, "state": 2}})
    assert _components(said) == {("slot 1 fan 1", Part.FAN): Standing.FAILED}


def test_supplies_that_measure_nothing_say_zero() -> None:
    said = said_by(
        _DEVICE,
        huawei_hardware.POWERS,
        {
            "0.1": {"present": 1, "state": 1, "current": 0, "voltage": 0},
            "0.2": {"present": 1, "state": 2, "current": -1, "voltage": 12000},
            "0.3": {"present": 1, "state": 3, "current": 0, "voltage": 53500},
            "0.4": {"present": 2, "state": 2, "current": 0, "voltage": 0},
        },
    )
    assert _values(said) == {
        ("slot 0 power 2", Quantity.VOLTAGE): 12.0,
        ("slot 0 power 3", Quantity.CURRENT): 0.0,
        ("slot 0 power 3", Quantity.VOLTAGE): 53.5,
    }
    assert _components(said) == {
        ("slot 0 power 1", Part.POWER): Standing.OK,
        ("slot 0 power 2", Part.POWER): Standing.FAILED,
        ("slot 0 power 3", Part.POWER): Standing.OFF,
        ("slot 0 power 4", Part.POWER): Standing.ABSENT,
    }


@pytest.mark.parametrize(
    ("oper", "admin", "standing"),
    [
        (3, 11, Standing.OK),
        (4, 11, Standing.FAILED),
        (4, 2, Standing.OFF),
        (19, 11, Standing.ABSENT),
        (77, 11, Standing.UNKNOWN),
    ],
)
def test_a_board_stands_as_its_operation_state_says(oper: int, admin: int, standing: Standing) -> None:
    assert _components(_board(oper=oper, admin=admin)) == {("LPU Board 3", Part.MODULE): standing}


def test_power_and_fan_cards_have_the_class_of_a_module() -> None:
    card: dict[str, Said] = {"class": 9, "name": "POWER Card 1"}
    assert _components(_board(card, oper=4, admin=11)) == {("POWER Card 1", Part.POWER): Standing.FAILED}


def test_the_alarm_lamp_tells_the_worst_and_none_when_dark() -> None:
    lit = _components(_board(oper=3, admin=11, light=bytes((0b00110000, 0))))
    assert lit[("LPU Board 3", Part.ALARM)] is Standing.FAILED
    assert ("LPU Board 3", Part.ALARM) not in _components(_board(oper=3, admin=11, light=bytes(2)))
    assert ("LPU Board 3", Part.ALARM) not in _components(_board(oper=3, admin=11, light=bytes((0b10000000, 0))))


# Optical modules

_PORT = "GigabitEthernet0/0/1"


def _optics(link: tuple[int, int] = (1, 1), **row: Said) -> list[Sensor]:
    said = answered(
        _DEVICE,
        [
            (OPTICS, {"900": row}),
            (ENTITY, {"900": {"class": 10, "name": _PORT}}),
            (LINKS, {"5": {"name": _PORT, "admin": link[0], "oper": link[1]}}),
        ],
    )
    return _sensors(said)


def _named(found: list[Sensor]) -> dict[str, float]:
    return {f"{one.name} {one.quantity.value}": round(one.value, 4) for one in found}


def test_powers_below_zero_are_hundredths_of_dbm() -> None:
    found = _named(_optics(mode=2, temperature=35, voltage=3300, bias=6, rx=-650, tx=-240))
    assert found == {
        f"{_PORT} temperature": 35,
        f"{_PORT} voltage": 3.3,
        f"{_PORT} bias_current": 0.006,
        f"{_PORT} Rx optical_power": -6.5,
        f"{_PORT} Tx optical_power": -2.4,
    }


def test_powers_above_zero_are_microwatt_in_older_software() -> None:
    found = _named(_optics(mode=2, voltage=3300, rx=100, tx=500))
    assert (found[f"{_PORT} Rx optical_power"], found[f"{_PORT} Tx optical_power"]) == (-10.0, -3.0103)


def test_a_lane_shows_that_a_power_above_zero_is_dbm() -> None:
    found = _named(_optics(mode=2, voltage=3300, tx=114, tx_lanes="114", rx=-250, rx_lanes="-250"))
    assert (found[f"{_PORT} Tx optical_power"], found[f"{_PORT} Rx optical_power"]) == (1.14, -2.5)


def test_a_bias_current_of_thousands_is_microampere() -> None:
    assert _named(_optics(mode=2, bias=6500))[f"{_PORT} bias_current"] == 0.0065


def test_a_lane_shows_the_unit_of_the_bias_current() -> None:
    assert _named(_optics(mode=2, bias=600, bias_lanes="0.6"))[f"{_PORT} bias_current"] == 0.0006
    assert _named(_optics(mode=2, bias=36, bias_lanes="36,35,36,36"))[f"{_PORT} bias_current"] == 0.036


def test_a_module_of_four_lanes_has_four_powers() -> None:
    found = _named(_optics(mode=2, rx=114, rx_lanes="114,32,-90,-228"))
    assert found == {
        f"{_PORT} Rx lane 1 optical_power": 1.14,
        f"{_PORT} Rx lane 2 optical_power": 0.32,
        f"{_PORT} Rx lane 3 optical_power": -0.9,
        f"{_PORT} Rx lane 4 optical_power": -2.28,
    }


def test_an_empty_cage_has_no_reading() -> None:
    assert not _optics(mode=1, temperature=35, voltage=3300, rx=-500)
    assert not _optics(mode=2, temperature=-255, voltage=-1, bias=-1, rx=-1, tx=-1)


def test_a_shut_port_expects_no_light() -> None:
    dark = [one for one in _optics((2, 2), mode=2, rx=-4000) if one.quantity is Quantity.OPTICAL_POWER]
    lit = [one for one in _optics((1, 1), mode=2, rx=-4000) if one.quantity is Quantity.OPTICAL_POWER]
    assert [one.is_idle for one in (*dark, *lit)] == [True, False]


def test_limits_that_are_no_range_are_none() -> None:
    [found] = _optics(mode=2, rx=-600, rx_low_critical=-1400, rx_high_critical=100, rx_low_warn=-1, rx_high_warn=-1)
    assert (found.low_critical, found.low_warn, found.high_warn, found.high_critical) == (-14.0, None, None, 1.0)


# BGP, stack, sessions


def _peer(index: str, **row: Said) -> tuple[str, dict[str, Said]]:
    return index, {"as": 64512, "transitions": 1, "established": 3600, **row}


_V4 = "0.1.1.1.4.10.0.0.1"
_V4_LABELS = "0.1.128.1.4.10.0.0.1"
_V6 = "2.2.1.2.16.253.0.0.0.0.0.0.0.0.0.0.0.0.0.0.9"


def _peers(*rows: tuple[str, dict[str, Said]]) -> list[tuple[str, str, str, bool | None]]:
    found = found_by(routing.BGP_READINGS, said_by(_DEVICE, huawei_topology.BGP, dict(rows))).records
    return [(one.address, one.instance, one.state, one.is_enabled) for one in found]


def test_peers_of_instances_and_of_ipv6_are_read() -> None:
    assert _peers(_peer(_V4, instance="_public_", state=6, admin=2), _peer(_V6, instance="customer", state=3, admin=2)) == [
        ("10.0.0.1", "", "established", True),
        ("fd00::9", "customer", "active", True),
    ]


def test_a_session_of_several_families_is_one_peer_by_the_worst() -> None:
    assert _peers(_peer(_V4, state=6, admin=2), _peer(_V4_LABELS, state=1, admin=2)) == [("10.0.0.1", "", "idle", True)]
    assert _peers(_peer(_V4, state=1, admin=2), _peer(_V4_LABELS, state=6, admin=2)) == [("10.0.0.1", "", "idle", True)]


def test_a_peer_that_is_shut_down_is_not_enabled() -> None:
    assert _peers(_peer(_V4, state=1, admin=1)) == [("10.0.0.1", "", "idle", False)]


def test_without_the_admin_column_the_reason_tells_who_is_shut_down() -> None:
    assert _peers(_peer(_V4, state=1, reason=1)) == [("10.0.0.1", "", "idle", False)]
    assert _peers(_peer(_V4, state=1, reason=3)) == [("10.0.0.1", "", "idle", True)]
    assert _peers(_peer(_V4, state=6, reason=1)) == [("10.0.0.1", "", "established", True)]


def test_an_index_that_is_no_address_is_no_peer() -> None:
    assert not _peers(_peer("0.1.1.1.4.10.0", state=6))


def test_members_of_a_stack_have_roles() -> None:
    said = said_by(
        _DEVICE, huawei_topology.MEMBERS, {"0": {"role": 1, "device": "S5731"}, "1": {"role": 9, "device": "S5731"}}
    )
    found = found_by(redundancy.STACK_READINGS, said).records
    assert [(one.name, one.role, one.is_ready) for one in found] == [("member 0", "master", True), ("member 1", "", None)]
    assert _components(said) == {("member 0", Part.STACK): Standing.OK, ("member 1", Part.STACK): Standing.UNKNOWN}


def test_stack_ports_of_a_device_that_stands_alone_lead_nowhere() -> None:
    one, two = {"0": {"role": 1}}, {"0": {"role": 1}, "1": {"role": 2}}
    ports: dict[str, dict[str, Said]] = {"0.1": {"status": 1}, "0.2": {"status": 2}}
    alone = _components(answered(_DEVICE, [(huawei_topology.MEMBERS, one), (huawei_topology.PORTS, ports)]))
    chain = _components(answered(_DEVICE, [(huawei_topology.MEMBERS, two), (huawei_topology.PORTS, ports)]))
    assert alone[("port 0/2", Part.STACK)] is Standing.OFF
    assert chain[("port 0/2", Part.STACK)] is Standing.WARN
    assert chain[("port 0/1", Part.STACK)] is Standing.OK


_CSS_ENABLED = "1.3.6.1.4.1.2011.5.25.183.3.1.1.0"


def _cluster(roles: list[int], *, is_enabled: bool, shut: int = 0) -> dict[tuple[str, Part], Standing]:
    members: dict[str, dict[str, Said]] = {str(number): {"role": role} for number, role in enumerate(roles, start=1)}
    ports: dict[str, dict[str, Said]] = {
        "1.5.0.1.1.65": {"oper": 1, "admin": 0},
        "1.5.0.2.1.66": {"oper": 0, "admin": shut},
    }
    return _components(
        answered(
            _DEVICE,
            [(huawei_topology.CLUSTER, members), (huawei_topology.CLUSTER_PORTS, ports)],
            {_CSS_ENABLED: 1 if is_enabled else 2},
        )
    )


def test_chassis_of_a_cluster_have_roles_and_its_ports_should_be_up() -> None:
    assert _cluster([1, 2], is_enabled=True) == {
        ("chassis 1", Part.STACK): Standing.OK,
        ("chassis 2", Part.STACK): Standing.OK,
        ("CSS port 1/5/0/1", Part.STACK): Standing.OK,
        ("CSS port 1/5/0/2", Part.STACK): Standing.WARN,
    }
    assert _cluster([1, 2], is_enabled=True, shut=1)[("CSS port 1/5/0/2", Part.STACK)] is Standing.OFF


def test_a_chassis_that_is_single_though_clustering_is_on_is_told() -> None:
    assert _cluster([4], is_enabled=True)[("chassis 1", Part.STACK)] is Standing.WARN
    assert _cluster([4], is_enabled=False)[("chassis 1", Part.STACK)] is Standing.OFF


def test_members_of_a_cluster_are_members() -> None:
    said = said_by(_DEVICE, huawei_topology.CLUSTER, {"1": {"role": 1}, "2": {"role": 10}})
    found = found_by(redundancy.STACK_READINGS, said).records
    assert [(one.name, one.role, one.is_ready) for one in found] == [("chassis 1", "master", True), ("chassis 2", "", None)]


def test_a_firewall_counts_its_sessions() -> None:
    said = answered(_DEVICE, [({"total": "1.3.6.1.4.1.2011.6.122.15.1.2.1.4"}, {"0.0": {"total": 81234}})])
    assert _values(said) == {("sessions 0.0", Quantity.COUNT): 81234}


def test_nothing_of_another_make_is_read() -> None:
    said = answered(
        "1.3.6.1.4.1.9.1.1", [(huawei.STATE, {"67": {"cpu": 9, "cpu_limit": 90, "oper": 3, "temperature": 40}})]
    )
    assert not found_by(processors.READINGS, said).records
    assert not _sensors(said)


def test_every_record_carries_the_object_it_was_read_from() -> None:
    said = _board(oper=3, admin=11, temperature=41, voltage=12000)
    found: tuple[Component | Sensor, ...] = (*_sensors(said), *found_by(components.READINGS, said).records)
    assert len(found) == 3
    assert {one.oid.rpartition(".")[0] for one in found} == {
        huawei.STATE[name] for name in ("temperature", "voltage", "oper")
    }
