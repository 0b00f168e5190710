"""H3C and HPE Comware by SNMP: three roots, loads, parts, optical modules, IRF; each trap of its MIBs by name."""

import pytest

from collectors.facts.devices.sensors import Part, Place, Quantity, Sensor, Standing
from collectors.network import components, making, memories, processors, redundancy, sensors, storages
from collectors.network.entities import ENTITY
from collectors.network.readings import found_by
from collectors.network.varbinds import Objects
from collectors.network.vendors.h3c import ROOTS, Root
from collectors.network.vendors.h3c_optics import BOARDS, CHANNELS, OPTICS, PORTS
from collectors.network.vendors.links import LINKS
from tests.house.snmp_answers import Said, answered, said_by

_ROOT = ROOTS[0]
_DEVICE = f"{_ROOT.of}.1.999"
_DESCRIPTION = "1.3.6.1.2.1.1.1.0"
_NAME = "Ten-GigabitEthernet1/0/49"


def _state(root: Root = _ROOT, entity: str = "Board", class_number: int = 9, **row: Said) -> Objects:
    return answered(
        f"{root.of}.1.999",
        [(root.state, {"2": row}), (ENTITY, {"2": {"class": class_number, "name": entity}})],
    )


def _sensors(said: Objects) -> list[Sensor]:
    return list(found_by(sensors.READINGS, said).records)


def _components(said: Objects) -> dict[tuple[str, Part], Standing]:
    return {(one.name, one.part): one.standing for one in found_by(components.READINGS, said).records}


@pytest.mark.parametrize("root", ROOTS, ids=["25506", "2011.10", "3Com"])
def test_each_generation_keeps_the_same_leaves_below_its_own_root(root: Root) -> None:
    said = _state(root, cpu=12, cpu_limit=80, memory=61, memory_bytes=2**30, temperature=38, temperature_high=65)
    assert [(one.name, one.used_ratio, one.limit_ratio) for one in found_by(processors.READINGS, said).records] == [
        ("Board", 0.12, 0.8)
    ]
    assert [(one.used_ratio, one.total_bytes) for one in found_by(memories.READINGS, said).records] == [(0.61, 2.0**30)]
    assert [(one.value, one.high_warn, one.oid) for one in _sensors(said)] == [(38, 65, f"{root.state['temperature']}.2")]


def test_rows_of_ports_and_sensors_have_no_load() -> None:
    said = _state(cpu=0, cpu_limit=0, memory=0, memory_bytes=0, temperature=65535)
    assert not found_by(processors.READINGS, said).records
    assert not found_by(memories.READINGS, said).records
    assert not _sensors(said)


def test_an_idle_board_with_memory_has_a_processor() -> None:
    assert [one.used_ratio for one in found_by(processors.READINGS, _state(cpu=0, memory_bytes=2**29)).records] == [0.0]


def test_limits_of_65535_and_0_are_none() -> None:
    [found] = _sensors(_state(temperature=31, temperature_high=65535, temperature_critical=0))
    assert (found.high_warn, found.high_critical) == (None, None)


def test_a_critical_limit_below_the_other_is_none() -> None:
    [found] = _sensors(_state(temperature=31, temperature_high=60, temperature_critical=60))
    assert (found.high_warn, found.high_critical) == (60, None)


def test_thermometers_at_the_inflow_are_inlets() -> None:
    assert [one.place for one in _sensors(_state(entity="Temperature inflow 1", temperature=24))] == [Place.INLET]
    assert [one.place for one in _sensors(_state(entity="Board", temperature=24))] == [Place.BOARD]


def test_power_is_milliwatt() -> None:
    said = answered(_DEVICE, [(_ROOT.power, {"2": {"current": 84250}}), (ENTITY, {"2": {"class": 6, "name": "PSU 1"}})])
    assert [(one.name, one.quantity, one.value) for one in _sensors(said)] == [("PSU 1", Quantity.POWER, 84.25)]


def test_fans_and_supplies_that_are_not_installed_are_absent() -> None:
    states: dict[str, dict[str, Said]] = {str(code): {"status": code} for code in (1, 2, 3, 4)}
    said = answered(_DEVICE, [(_ROOT.fans, states), (_ROOT.supplies, states)])
    expected = (Standing.OK, Standing.FAILED, Standing.ABSENT, Standing.UNKNOWN)
    assert _components(said) == {
        (f"{what} {number}", part): standing
        for what, part in (("fan", Part.FAN), ("power", Part.POWER))
        for number, standing in enumerate(expected, start=1)
    }


def _fans(active: list[int], errors: list[int]) -> list[tuple[str, Standing]]:
    said = answered(
        _DEVICE,
        [
            (_ROOT.fans, {str(number): {"status": status} for number, status in enumerate(active, start=1)}),
            (_ROOT.state, {str(number): {"error": error} for number, error in enumerate(errors, start=31)}),
            (ENTITY, {str(number): {"class": 7, "name": f"Fan tray {number}"} for number in (31, 32, 33)}),
        ],
    )
    return [(one.name, one.standing) for one in found_by(components.READINGS, said).records]


def test_a_fan_that_stands_in_two_tables_is_told_of_once() -> None:
    assert _fans([1, 2], [2, 41]) == [("fan 1", Standing.OK), ("fan 2", Standing.FAILED)]
    assert _fans([1], [2, 41]) == [("Fan tray 31", Standing.OK), ("Fan tray 32", Standing.FAILED)]
    assert _fans([1, 1], [2, 41]) == [("Fan tray 31", Standing.OK), ("Fan tray 32", Standing.FAILED)]


def test_no_fault_is_lost_between_two_tables_of_fans() -> None:
    assert ("fan 1", Standing.FAILED) in _fans([2], [2, 2])
    assert ("Fan tray 31", Standing.FAILED) in _fans([1, 1], [41])


@pytest.mark.parametrize(
    ("error", "class_number", "part", "standing"),
    [
        (2, 9, Part.MODULE, Standing.OK),
        (41, 7, Part.FAN, Standing.FAILED),
        (51, 6, Part.POWER, Standing.FAILED),
        (4, 6, Part.POWER, Standing.ABSENT),
        (31, 10, Part.OTHER, Standing.WARN),
        (99, 9, Part.MODULE, Standing.UNKNOWN),
    ],
)
def test_the_error_status_of_a_part(error: int, class_number: int, part: Part, standing: Standing) -> None:
    assert _components(_state(class_number=class_number, error=error)) == {("Board", part): standing}


def test_a_part_that_supports_no_error_status_says_nothing() -> None:
    assert not _components(_state(error=1))


def test_two_parts_of_one_name_stay_apart() -> None:
    said = answered(
        _DEVICE,
        [
            (_ROOT.state, {"11": {"temperature": 30}, "21": {"temperature": 50}}),
            (
                ENTITY,
                {
                    "1": {"class": 9, "name": "Slot 1"},
                    "2": {"class": 9, "name": "Slot 2"},
                    "11": {"class": 8, "name": "Hotspot", "contained_in": 1},
                    "21": {"class": 8, "name": "Hotspot", "contained_in": 2},
                },
            ),
        ],
    )
    assert {one.name: one.value for one in _sensors(said)} == {"Slot 1 Hotspot": 30, "Slot 2 Hotspot": 50}


def test_a_partition_of_flash_is_a_storage() -> None:
    said = said_by(
        _DEVICE, _ROOT.flash, {"1.1": {"size": 512, "free": 128, "name": "flash0:"}, "2.1": {"size": 0, "free": 0}}
    )
    assert [(one.name, one.used_bytes, one.total_bytes) for one in found_by(storages.READINGS, said).records] == [
        ("flash0:", 384, 512)
    ]


@pytest.mark.parametrize(
    ("words", "model", "version"),
    [
        (
            b"H3C Comware Platform Software, Software Version 7.1.070, Release 6555P01\r\nH3C S5560X-30C-EI\r\nCopyright",
            "S5560X-30C-EI",
            "7.1.070 Release 6555P01",
        ),
        (
            b"HPE Comware Platform Software, Software Version 7.1.045 ESS 2432\r\nHPE FF 5700-40XG\r\n",
            "5700-40XG",
            "7.1.045 ESS 2432",
        ),
    ],
)
def test_what_it_is_stands_in_its_description(words: bytes, model: str, version: str) -> None:
    [found] = found_by(making.READINGS, answered(_DEVICE, [], {_DESCRIPTION: words})).records[:1]
    assert (found.model, found.version) == (model, version)


# Optical modules


def _optics(oper: int = 1, **row: Said) -> Objects:
    return answered(_DEVICE, [(OPTICS, {"49": row}), (LINKS, {"49": {"name": _NAME, "admin": 1, "oper": oper}})])


def test_a_module_measures_in_hundredths() -> None:
    found = {
        (one.name, one.quantity): round(one.value, 5)
        for one in _sensors(_optics(tx=-213, rx=-505, temperature=36, voltage=331, bias=612))
    }
    assert found == {
        (_NAME, Quantity.TEMPERATURE): 36,
        (_NAME, Quantity.VOLTAGE): 3.31,
        (_NAME, Quantity.BIAS_CURRENT): 0.00612,
        (f"{_NAME} Tx", Quantity.OPTICAL_POWER): -2.13,
        (f"{_NAME} Rx", Quantity.OPTICAL_POWER): -5.05,
    }


def test_limits_of_a_module_have_units_of_their_own() -> None:
    found = {
        one.name: one
        for one in _sensors(
            _optics(rx=-505, rx_low_critical=100, rx_high_critical=10000, temperature=36, temperature_high_critical=80000)
        )
    }
    light, module = found[f"{_NAME} Rx"], found[_NAME]
    assert (light.low_critical, light.low_warn, light.high_warn, light.high_critical) == (-20.0, None, None, 0.0)
    assert (module.low_critical, module.high_critical) == (None, 80.0)


def test_a_module_that_does_not_measure_says_2147483647() -> None:
    none = 2147483647
    assert not _sensors(_optics(tx=none, rx=none, temperature=none, voltage=none, bias=none))


def test_a_port_without_link_expects_no_light() -> None:
    assert [one.is_idle for one in _sensors(_optics(oper=2, rx=-3696))] == [True]
    assert [one.is_idle for one in _sensors(_optics(oper=1, rx=-3696))] == [False]


def test_lanes_stand_for_the_module_that_has_them() -> None:
    said = answered(
        _DEVICE,
        [
            (OPTICS, {"49": {"rx": -100}}),
            (CHANNELS, {"49.1": {"rx": -110, "bias": 3650}, "49.2": {"rx": -3000, "bias": 3640}}),
            (LINKS, {"49": {"name": _NAME, "admin": 1, "oper": 1}}),
        ],
    )
    assert {one.name: one.value for one in _sensors(said) if one.quantity is Quantity.OPTICAL_POWER} == {
        f"{_NAME} Rx lane 1": -1.1,
        f"{_NAME} Rx lane 2": -30.0,
    }


# IRF


def test_a_member_is_master_where_one_of_its_boards_is() -> None:
    said = said_by(
        _DEVICE,
        BOARDS,
        {
            "1": {"role": 2, "member": 1},
            "2": {"role": 1, "member": 1},
            "3": {"role": 1, "member": 2},
            "4": {"role": 3, "member": 3},
        },
    )
    found = found_by(redundancy.STACK_READINGS, said).records
    assert [(one.name, one.role, one.is_ready) for one in found] == [
        ("member 1", "master", True),
        ("member 2", "slave", True),
        ("member 3", "loading", False),
    ]


def test_an_irf_port_without_a_physical_port_is_not_failed() -> None:
    said = said_by(
        _DEVICE,
        PORTS,
        {"1.1": {"enabled": 2, "status": 1}, "1.2": {"enabled": 1, "status": 2}, "2.1": {"enabled": 2, "status": 2}},
    )
    assert _components(said) == {
        ("IRF port 1/1", Part.STACK): Standing.OK,
        ("IRF port 1/2", Part.STACK): Standing.OFF,
        ("IRF port 2/1", Part.STACK): Standing.FAILED,
    }
