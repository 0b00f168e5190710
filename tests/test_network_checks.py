"""Checks of a device's hardware and resources at their limits, and each trap that they know, by its name."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from checks.base import Check, Exhibit, Finding, Level, Scene
from checks.network.fans import FANS_CHECK
from checks.network.hardware_parts import HARDWARE_PARTS
from checks.network.memory_usage import MEMORY_USAGE
from checks.network.optical_power import OPTICAL_POWER
from checks.network.power_supplies import POWER_SUPPLIES_CHECK
from checks.network.processor_load import PROCESSOR_LOAD
from checks.network.redundancy import REDUNDANCY
from checks.network.sensor_values import SENSOR_VALUES
from checks.network.storage_usage import STORAGE_USAGE
from checks.network.temperatures import TEMPERATURES_CHECK
from checks.network.ups import UPS_CHECK
from collectors.base import Absent, Listing, Reason, SessionError
from collectors.facts.devices.device import Device
from collectors.facts.devices.loads import Memory, Pool, Processor, Storage
from collectors.facts.devices.power import Ups
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network import ups
from config.limits import Layered
from config.text import render

SWITCH = Device("1.3.6.1.4.1.9.1.1116", "core-sw", "", "", "", None, None, None)

SCENE = Scene()


def judged(check: Check[Any, Any], facts: object) -> dict[str, Finding]:
    said = list(check.judge(facts, Layered(check.limits), SCENE))
    found = [one for one in said if isinstance(one, Finding)]
    assert len({one.subject for one in found}) == len(found)
    assert all(isinstance(one, Finding | Exhibit) for one in said)
    return {one.subject: one for one in found}


def levels(check: Check[Any, Any], *records: object) -> dict[str, Level]:
    return {subject: one.level for subject, one in judged(check, Listing(records)).items()}


def only(check: Check[Any, Any], record: object) -> Level:
    (level,) = levels(check, record).values()
    return level


# --- processors


CPU = Processor("slot 1", 0.5, window_seconds=300.0)


@pytest.mark.parametrize(
    ("used", "level"),
    [(0.799, Level.OK), (0.80, Level.WARN), (0.899, Level.WARN), (0.90, Level.CRITICAL), (1.0, Level.CRITICAL)],
)
def test_a_processor_at_its_limits(used: float, level: Level) -> None:
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=used)) is level


@pytest.mark.parametrize("window", [None, 5.0, 59.9])
def test_of_a_moment_a_full_processor_is_a_warning_at_most(window: float | None) -> None:
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=1.0, window_seconds=window)) is Level.WARN
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=1.0, window_seconds=60.0)) is Level.CRITICAL


def test_a_forwarding_core_that_polls_is_a_notice() -> None:
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=1.0, is_data_plane=True)) is Level.NOTICE
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=0.1, is_data_plane=True)) is Level.OK


def test_cores_under_one_scheduler_are_judged_by_their_mean() -> None:
    cores = [Processor(f"core {n}", used, window_seconds=60.0, is_core=True) for n, used in enumerate((1.0, 0.2))]
    (found,) = judged(PROCESSOR_LOAD, Listing(tuple(cores))).values()
    assert (found.subject, found.level, found.measures) == ("cores", Level.OK, {"used_ratio": 0.6})
    assert "cores" not in render(found.summary, "zh_CN")


def test_the_devices_own_threshold_counts_where_it_is_lower() -> None:
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=0.7, limit_ratio=0.6)) is Level.WARN
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=0.85, limit_ratio=0.95)) is Level.WARN
    assert only(PROCESSOR_LOAD, replace(CPU, used_ratio=0.7, limit_ratio=0.0)) is Level.OK


# --- memories and storages


@pytest.mark.parametrize(("used", "level"), [(0.799, Level.OK), (0.8, Level.WARN), (0.9, Level.CRITICAL)])
def test_a_memory_at_its_limits(used: float, level: Level) -> None:
    assert only(MEMORY_USAGE, Memory("slot 1", used)) is level


@pytest.mark.parametrize("pool", [Pool.RESERVED, Pool.CACHE, Pool.PACKET, Pool.SWAP])
def test_a_pool_that_is_full_by_design_is_no_fault(pool: Pool) -> None:
    assert only(MEMORY_USAGE, Memory("lsmpi_io", 0.99, pool=pool)) is Level.OK


def test_a_memory_whose_caches_nobody_tells_is_a_notice_at_most() -> None:
    assert only(MEMORY_USAGE, Memory("Physical memory", 0.89, pool=Pool.MIXED)) is Level.OK
    assert only(MEMORY_USAGE, Memory("Physical memory", 0.99, pool=Pool.MIXED)) is Level.NOTICE


@pytest.mark.parametrize(("used", "level"), [(89.9, Level.OK), (90, Level.WARN), (97, Level.CRITICAL)])
def test_a_flash_at_its_limits(used: float, level: Level) -> None:
    assert only(STORAGE_USAGE, Storage("flash:", used, 100)) is level


def test_an_image_that_is_mounted_read_only_is_always_full() -> None:
    images = [Storage(f"/dev/loop{number}", 100, 100, is_fixed=True) for number in range(2)]
    assert levels(STORAGE_USAGE, *images) == {"images": Level.OK}


# --- parts


def part(standing: Standing, name: str = "PWR1", of: Part = Part.POWER) -> Component:
    return Component(name, of, standing, "its own word")


@pytest.mark.parametrize(
    ("standing", "level"),
    [
        (Standing.OK, Level.OK),
        (Standing.WARN, Level.WARN),
        (Standing.FAILED, Level.CRITICAL),
        (Standing.OFF, Level.NOTICE),
        (Standing.UNKNOWN, Level.UNKNOWN),
        (Standing.ABSENT, Level.ABSENT),
    ],
)
def test_a_part_stands_as_the_device_says(standing: Standing, level: Level) -> None:
    for check in (POWER_SUPPLIES_CHECK, FANS_CHECK):
        assert only(check, part(standing)) is level


def test_an_empty_slot_beside_a_supply_is_no_fault_and_no_row() -> None:
    assert levels(POWER_SUPPLIES_CHECK, part(Standing.OK), part(Standing.ABSENT, "PWR2")) == {"PWR1": Level.OK}


def test_a_state_that_no_mib_names_has_a_next_step() -> None:
    (found,) = judged(FANS_CHECK, Listing((part(Standing.UNKNOWN),))).values()
    assert found.remedy is not None
    assert found.reason == "no_record"


def test_two_parts_of_one_name_and_two_kinds_stay_two() -> None:
    board, heat = part(Standing.FAILED, "FPC 0", Part.MODULE), part(Standing.OK, "FPC 0", Part.TEMPERATURE)
    found = levels(HARDWARE_PARTS, board, heat)
    assert found == {"FPC 0 (module)": Level.CRITICAL, "FPC 0 (temperature)": Level.OK}


def test_the_battery_of_a_storage_box_is_judged_as_a_part() -> None:
    assert levels(HARDWARE_PARTS, part(Standing.FAILED, "BBU", Part.BATTERY)) == {"BBU": Level.CRITICAL}
    of_ups = (part(Standing.FAILED, "battery", Part.BATTERY), part(Standing.OK, "output", Part.UPS))
    assert levels(HARDWARE_PARTS, *of_ups) == {"": Level.ABSENT}


def test_outlets_that_are_on_or_off_are_one_row() -> None:
    on, off, lost = (
        part(s, f"outlet {n}", Part.OUTLET) for n, s in enumerate((Standing.OK, Standing.OFF, Standing.UNKNOWN))
    )
    assert levels(HARDWARE_PARTS, on, off, lost) == {"outlets": Level.OK, "outlet 2": Level.UNKNOWN}


def test_members_and_failover_are_judged_apart_from_boards() -> None:
    mate = part(Standing.FAILED, "peer unit", Part.REDUNDANCY)
    assert levels(REDUNDANCY, mate) == {"peer unit": Level.CRITICAL}
    assert levels(HARDWARE_PARTS, mate) == {"": Level.UNKNOWN}, "that HA is told of proves nothing about boards"


def test_boards_alone_do_not_prove_that_there_is_no_stack() -> None:
    board = part(Standing.OK, "board", Part.MODULE)
    assert levels(REDUNDANCY, board) == {"": Level.UNKNOWN}
    alone = part(Standing.ABSENT, "HA mode", Part.REDUNDANCY)
    assert levels(REDUNDANCY, board, alone) == {"": Level.ABSENT}, "the device says so itself"
    peer = part(Standing.FAILED, "peer unit", Part.REDUNDANCY)
    assert levels(REDUNDANCY, alone, peer) == {"peer unit": Level.CRITICAL}


# --- temperatures


AIR = Sensor("inlet", Quantity.TEMPERATURE, 25.0, place=Place.INLET)
CHIP = Sensor("ASIC", Quantity.TEMPERATURE, 95.0, place=Place.CHIP)


@pytest.mark.parametrize(
    ("celsius", "level"),
    [
        (5.0, Level.CRITICAL),
        (5.1, Level.OK),
        (49.9, Level.OK),
        (50.0, Level.WARN),
        (59.9, Level.WARN),
        (60.0, Level.CRITICAL),
        (0.0, Level.UNKNOWN),
    ],
)
def test_air_without_a_limit_of_the_devices_own(celsius: float, level: Level) -> None:
    assert only(TEMPERATURES_CHECK, replace(AIR, value=celsius)) is level


@pytest.mark.parametrize(("celsius", "level"), [(69.9, Level.OK), (70, Level.WARN), (80, Level.CRITICAL)])
def test_the_devices_own_limits_go_before_ours(celsius: float, level: Level) -> None:
    assert only(TEMPERATURES_CHECK, replace(AIR, value=celsius, high_warn=70.0, high_critical=80.0)) is level


def test_a_device_that_has_a_warning_only_never_gets_a_critical() -> None:
    assert only(TEMPERATURES_CHECK, replace(CHIP, high_warn=90.0)) is Level.WARN


def test_air_below_the_devices_own_lower_limit_is_a_warning() -> None:
    cold = replace(AIR, value=17.5, low_critical=18.0, low_warn=20.0, high_warn=25.0, high_critical=27.0)
    assert only(TEMPERATURES_CHECK, cold) is Level.WARN


@pytest.mark.parametrize("high", [0.0, -1.0])
def test_a_limit_of_zero_is_a_placeholder(high: float) -> None:
    assert only(TEMPERATURES_CHECK, replace(AIR, high_warn=high, high_critical=high)) is Level.OK


def test_a_chip_at_95_degrees_is_hot_by_design_and_only_recorded() -> None:
    found = judged(TEMPERATURES_CHECK, Listing((AIR, CHIP, replace(CHIP, name="phy", value=40.0))))
    assert {subject: one.level for subject, one in found.items()} == {"inlet": Level.OK, "others": Level.OK}
    assert "ASIC" in render(found["others"].summary, "en")


# --- optical modules


LIGHT = Sensor("GE0/0/1 rx", Quantity.OPTICAL_POWER, -5.0, port="GE0/0/1")


@pytest.mark.parametrize(
    ("dbm", "level"),
    [(-13.9, Level.OK), (-14.0, Level.NOTICE), (-17.9, Level.NOTICE), (-18.0, Level.WARN), (-34.9, Level.WARN)],
)
def test_light_of_a_module_without_limits(dbm: float, level: Level) -> None:
    assert only(OPTICAL_POWER, replace(LIGHT, value=dbm)) is level


@pytest.mark.parametrize("dbm", [-35.0, -36.96, -40.0])
def test_no_light_at_all_is_no_reading(dbm: float) -> None:
    assert levels(OPTICAL_POWER, replace(LIGHT, value=dbm)) == {"idle": Level.OK}


def test_a_port_that_is_shut_has_no_light_and_no_fault() -> None:
    shut = replace(LIGHT, value=-30.0, low_critical=-14.0, is_idle=True)
    assert levels(OPTICAL_POWER, shut) == {"idle": Level.OK}


def test_a_module_with_limits_of_its_own_may_be_critical() -> None:
    assert only(OPTICAL_POWER, replace(LIGHT, value=-15.0, low_warn=-13.0, low_critical=-14.5)) is Level.CRITICAL
    assert only(OPTICAL_POWER, replace(LIGHT, value=-23.0, low_warn=-25.0, low_critical=-28.0)) is Level.OK


def test_our_limits_for_received_light_are_none_for_light_that_is_sent() -> None:
    assert only(OPTICAL_POWER, replace(LIGHT, name="GE0/0/1 Transmit Power", value=-16.0)) is Level.OK


def test_values_of_a_module_beside_its_light_are_one_row_while_they_are_normal() -> None:
    heat = Sensor("GE0/0/1", Quantity.TEMPERATURE, 40.0, high_critical=75.0, port="GE0/0/1")
    volts = Sensor("GE0/0/1", Quantity.VOLTAGE, 3.3, port="GE0/0/1")
    assert levels(OPTICAL_POWER, LIGHT, heat, volts) == {"GE0/0/1 rx optical_power": Level.OK, "others": Level.OK}
    hot = replace(heat, value=76.0)
    found = levels(OPTICAL_POWER, LIGHT, hot, volts)
    assert found["GE0/0/1 temperature"] is Level.CRITICAL


# --- other sensors


VOLTS = Sensor("12V", Quantity.VOLTAGE, 12.0, low_critical=11.0, low_warn=11.4, high_warn=12.6, high_critical=13.0)


@pytest.mark.parametrize(
    ("volts", "level"),
    [
        (10.9, Level.CRITICAL),
        (11.0, Level.WARN),
        (11.4, Level.OK),
        (12.6, Level.OK),
        (12.7, Level.WARN),
        (13.1, Level.CRITICAL),
    ],
)
def test_a_voltage_against_the_devices_own_limits(volts: float, level: Level) -> None:
    assert levels(SENSOR_VALUES, replace(VOLTS, value=volts)) == {"12V voltage": level}


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (13.0, 11.0)])
def test_limits_that_are_no_range_are_placeholders(low: float, high: float) -> None:
    turned = Sensor("12V", Quantity.VOLTAGE, 12.0, low_critical=low, high_critical=high)
    assert levels(SENSOR_VALUES, turned) == {"others": Level.OK}


def test_the_load_of_a_device_that_is_no_ups_is_not_lost() -> None:
    load = Sensor("PSU 1", Quantity.LOAD, 99.0)
    assert levels(SENSOR_VALUES, load) == {"others": Level.OK}
    assert levels(SENSOR_VALUES, load, Sensor("battery", Quantity.CHARGE, 100.0)) == {"": Level.ABSENT}


# --- UPS


def ups_levels(*values: Sensor, states: Iterable[Component] = ()) -> dict[str, Level]:
    return {subject: one.level for subject, one in judged(UPS_CHECK, Ups(tuple(states), values)).items()}


@pytest.mark.parametrize(
    ("quantity", "value", "level"),
    [
        (Quantity.CHARGE, 75.1, Level.OK),
        (Quantity.CHARGE, 75.0, Level.WARN),
        (Quantity.CHARGE, 40.0, Level.CRITICAL),
        (Quantity.LOAD, 79.9, Level.OK),
        (Quantity.LOAD, 80.0, Level.WARN),
        (Quantity.LOAD, 95.0, Level.CRITICAL),
        (Quantity.RUNTIME, 10.0, Level.OK),
        (Quantity.RUNTIME, 9.9, Level.CRITICAL),
    ],
)
def test_a_ups_at_its_limits(quantity: Quantity, value: float, level: Level) -> None:
    assert ups_levels(Sensor("battery", quantity, value)) == {f"battery {quantity.value}": level}


def test_a_ups_on_battery_is_critical_and_on_bypass_a_warning() -> None:
    battery, bypass = part(Standing.FAILED, "output", Part.UPS), part(Standing.WARN, "output", Part.UPS)
    assert ups_levels(states=[battery]) == {"output": Level.CRITICAL}
    assert ups_levels(states=[bypass]) == {"output": Level.WARN}


def test_a_ups_whose_states_were_not_seen_says_so() -> None:
    lost = SessionError(Reason.TIMEOUT)
    found = ups.derive(lost, Listing((Sensor("battery", Quantity.CHARGE, 100.0),)), lost)
    assert [one.reason for one in found.unseen] == [Reason.TIMEOUT]


@pytest.mark.parametrize(
    ("quantity", "value", "is_reading"),
    [
        (Quantity.CHARGE, -1.0, False),
        (Quantity.CHARGE, 65535.0, False),
        (Quantity.CHARGE, 0.0, True),
        (Quantity.CHARGE, 100.0, True),
        (Quantity.LOAD, -1.0, False),
        (Quantity.LOAD, 0.0, True),
        (Quantity.LOAD, 130.0, True),
        (Quantity.RUNTIME, -1.0, False),
        (Quantity.RUNTIME, 65535.0, False),
        (Quantity.RUNTIME, 0.0, True),
    ],
)
def test_what_a_card_writes_that_knows_no_value_is_no_reading(quantity: Quantity, value: float, is_reading: bool) -> None:  # noqa: FBT001 - a row
    found = ups.derive(
        Listing((part(Standing.OK, "output", Part.UPS),)), Listing((Sensor("battery", quantity, value),)), SWITCH
    )
    assert len(found.values) == is_reading
    assert [one.subject for one in found.unseen] == ([] if is_reading else [f"battery {quantity.value}"])


def test_a_charged_battery_that_lasts_no_minute_is_not_estimated() -> None:
    values = (Sensor("battery", Quantity.CHARGE, 100.0), Sensor("battery", Quantity.RUNTIME, 0.0))
    found = ups.derive(Listing(()), Listing(values), SWITCH)
    assert [one.quantity for one in found.values] == [Quantity.CHARGE]
    assert [one.reason for one in found.unseen] == [Reason.NO_RECORD]


def test_a_power_supply_with_a_load_makes_no_ups() -> None:
    with pytest.raises(Absent):
        ups.derive(Listing((part(Standing.OK),)), Listing((Sensor("PSU 1", Quantity.LOAD, 40.0),)), SWITCH)


def test_where_neither_table_was_seen_nobody_says_that_there_is_no_ups() -> None:
    with pytest.raises(SessionError):
        ups.derive(SessionError(Reason.TIMEOUT), Listing(()), SWITCH)


@pytest.mark.parametrize(
    ("object_id", "error"),
    [
        ("1.3.6.1.4.1.2011.2.23.291", Absent),
        ("1.3.6.1.4.1.9.1.1116", Absent),
        ("1.3.6.1.4.1.2011.6.164.1.2", SessionError),
        ("1.3.6.1.4.1.2254.2.4", SessionError),
        ("1.3.6.1.4.1.99.1", SessionError),
        ("", SessionError),
    ],
)
def test_a_switch_that_answers_no_table_of_a_ups_is_none_by_what_it_calls_itself(
    object_id: str, error: type[Exception]
) -> None:
    untold = SessionError(Reason.NOT_OFFERED)
    with pytest.raises(error):
        ups.derive(untold, untold, replace(SWITCH, object_id=object_id))


def test_a_switch_whose_answer_was_cut_is_not_called_no_ups() -> None:
    with pytest.raises(SessionError):
        ups.derive(SessionError(Reason.CUT), SessionError(Reason.NOT_OFFERED), SWITCH)
