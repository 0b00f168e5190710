"""Seeds for what a device measures: loads, memories, storages, temperatures, voltages, light, power over Ethernet, a UPS."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.ladders import object_ladder
from tests.house.recall.shapes import UNTOUCHED, Seeding, Variation, fault, healthy
from tests.house.recall.varbinds import Said, says

_HUAWEI = "1.3.6.1.4.1.2011.5.25.31.1.1"
_STATE = f"{_HUAWEI}.1.1"
_H3C = "1.3.6.1.4.1.25506.2.6.1.1.1.1"
_CISCO = "1.3.6.1.4.1.9.9"
_HOST = "1.3.6.1.2.1.25"


def _seeded(check: str, case: str, *variations: Variation) -> Seeding:
    return Seeding(check, (case,), (UNTOUCHED, *variations), platform="network")


LOADS = (
    _seeded(
        "network.processor_load", "snmp.processors/huawei-stack-in-order",
        *(one for index, name in ((100, "MPU Board 1"), (200, "MPU Board 2")) for one in object_ladder(f"{_STATE}.5.{index}", name, {"warn": (80, 89, 90, 100), "": (0, 79)})),
        *object_ladder(f"{_STATE}.5.100", "MPU Board 1", {"warn": (60, 79), "": (59,)}, beside={f"{_STATE}.6.100": 60}),
    ),
    _seeded("network.processor_load", "snmp.processors/h3c-irf-in-order", *object_ladder(f"{_H3C}.6.2", "Board 1", {"warn": (80, 95), "": (79,)})),
    _seeded(
        "network.processor_load", "snmp.processors/cisco-switch-in-order",
        *object_ladder(f"{_CISCO}.109.1.1.1.1.8.1", "Supervisor 1", {"warn": (80, 89), "critical": (90, 100), "": (0, 79)}),
        healthy("a minute's burst within five quiet ones", says({f"{_CISCO}.109.1.1.1.1.7.1": 99})),
    ),
    _seeded(
        "network.processor_load", "snmp.processors/router-in-order",
        *(fault(f"all cores {load} %", {"cores": level}, says({f"{_HOST}.3.3.1.2.{n}": load for n in (1, 2)})) for load, level in ((80, "warn"), (89, "warn"), (90, "critical"), (100, "critical"))),
        healthy("all cores 79 %", says({f"{_HOST}.3.3.1.2.{n}": 79 for n in (1, 2)})),
        healthy("one core alone", says({f"{_HOST}.3.3.1.2.1": 100, f"{_HOST}.3.3.1.2.2": 20})),
    ),
    _seeded(
        "network.memory_usage", "snmp.memories/huawei-stack-in-order",
        *(one for index, name in ((100, "MPU Board 1"), (200, "MPU Board 2")) for one in object_ladder(f"{_STATE}.7.{index}", name, {"warn": (80, 89), "critical": (90, 100), "": (1, 79)})),
    ),
    _seeded("network.memory_usage", "snmp.memories/h3c-irf-in-order", *object_ladder(f"{_H3C}.8.2", "Board 1", {"warn": (80, 89), "critical": (90, 99), "": (79,)})),
    _seeded(
        "network.memory_usage", "snmp.memories/cisco-switch-in-order",
        *(
            fault(f"Processor {used} %", {"Processor": level}, says({f"{_CISCO}.48.1.1.1.5.1": used * 10_000_000, f"{_CISCO}.48.1.1.1.6.1": (100 - used) * 10_000_000}))
            for used, level in ((80, "warn"), (89, "warn"), (90, "critical"), (99, "critical"))
        ),
        healthy("Processor 79 %", says({f"{_CISCO}.48.1.1.1.5.1": 790_000_000, f"{_CISCO}.48.1.1.1.6.1": 210_000_000})),
        healthy("packets' memory is full by design", says({f"{_CISCO}.48.1.1.1.5.2": 59_000_000, f"{_CISCO}.48.1.1.1.6.2": 1_000_000})),
    ),
    _seeded("network.memory_usage", "snmp.memories/router-in-order", healthy("caches perhaps among it", says({f"{_HOST}.2.3.1.6.1": 7_900_000}))),
    _seeded(
        "network.storage_usage", "snmp.storages/huawei-stack-in-order",
        *object_ladder("1.3.6.1.4.1.2011.6.9.1.4.2.1.4.1", "flash", {"warn": (104_857, 31_458), "critical": (31_457, 0), "": (104_858, 1_048_576)}),
    ),
    _seeded(
        "network.storage_usage", "snmp.storages/router-in-order",
        *object_ladder(f"{_HOST}.2.3.1.6.2", "/cf", {"warn": (900_000, 969_999), "critical": (970_000, 1_000_000), "": (899_999, 0)}),
    ),
    _seeded(
        "network.power_over_ethernet", "snmp.poe_budgets/router-in-order",
        *object_ladder("1.3.6.1.2.1.105.1.3.1.1.4.1", "group 1", {"warn": (296, 351), "critical": (352, 370, 400), "": (0, 295)}),
        *object_ladder("1.3.6.1.2.1.105.1.3.1.1.3.1", "group 1", {"critical": (3,), "": (1, 2)}),
    ),
)  # fmt: skip
_SENSOR, _LIMIT = f"{_CISCO}.91.1.1.1.1.4", f"{_CISCO}.91.1.2.1.1.4"
_PLATE = f"{_HUAWEI}.8.1.6.1.0.0.1"
_VOLTS = f"{_HUAWEI}.9.1.7.1.0.0.2"
_LIGHT = f"{_HUAWEI}.3.1"
_SHUT = {"1.3.6.1.2.1.2.2.1.7.5": 2, "1.3.6.1.2.1.2.2.1.8.5": 2}
_NO_LIMITS: dict[str, Said] = {f"{_LIGHT}.{column}.101": -1 for column in (13, 14, 15, 16, 20, 21, 22, 23)}
SENSORS = (
    _seeded(
        "network.temperatures", "snmp.temperatures/huawei-stack-in-order",
        *object_ladder(f"{_STATE}.11.100", "MPU Board 1", {"critical": (68, 69, 120), "": (1, 67, 0, 0x7FFFFFF)}),
        *object_ladder(f"{_PLATE}", "slot 1 sensor 0.0.1", {"warn": (58, 65), "critical": (66, 99), "": (20, 57)}),
    ),
    _seeded("network.temperatures", "snmp.temperatures/h3c-irf-in-order", *object_ladder(f"{_H3C}.12.12", "Inflow 1", {"warn": (60, 90), "": (10, 59)})),
    _seeded(
        "network.temperatures", "snmp.temperatures/cisco-switch-in-order",
        *object_ladder(f"{_SENSOR}.15", "Supervisor 1 Inlet Temp Sensor", {"warn": (46, 55), "critical": (56, 70), "": (10, 45)}),
        *object_ladder(f"{_SENSOR}.16", "Supervisor 1 ASIC Temp Sensor", {"warn": (105, 124), "critical": (125,), "": (40, 104)}),
        *object_ladder(f"{_CISCO}.13.1.3.1.3.1", "SW#1, Sensor#1*", {"critical": (62, 90), "": (61,)}),
        *(
            fault(f"{value} °C and no limit of its own", {"Supervisor 1 Inlet Temp Sensor": level}, says({f"{_LIMIT}.15.1": None, f"{_LIMIT}.15.2": None, f"{_SENSOR}.15": value}))
            for value, level in ((50, "warn"), (59, "warn"), (60, "critical"), (5, "critical"), (-10, "critical"))
        ),
        healthy("49 °C and no limit of its own", says({f"{_LIMIT}.15.1": None, f"{_LIMIT}.15.2": None, f"{_SENSOR}.15": 49})),
        healthy("a chip of 99 °C without a limit", says({f"{_LIMIT}.16.1": None, f"{_LIMIT}.16.2": None, f"{_SENSOR}.16": 99})),
        healthy("a sensor that does not work", says({f"{_CISCO}.91.1.1.1.1.5.15": 3, f"{_SENSOR}.15": 0})),
    ),
    _seeded("network.sensor_values", "snmp.sensors/huawei-stack-in-order",
            *object_ladder(_VOLTS, "slot 1 sensor 0.0.2 voltage", {"critical": (2899, 2700, 3701, 4000), "warn": (2999, 2901, 3601, 3699), "": (3001, 3599)})),
    _seeded("network.sensor_values", "snmp.sensors/cisco-switch-in-order",
            *object_ladder(f"{_SENSOR}.17", "Supervisor 1 Voltage 1 voltage", {"critical": (899, 850, 1101, 1200), "warn": (919, 905, 1081, 1095), "": (921, 1079)})),
    _seeded(
        "network.optical_power", "snmp.optics/huawei-stack-in-order",
        *object_ladder(f"{_LIGHT}.8.101", "10GE1/0/1 Rx optical_power", {"warn": (-1441, -1839), "critical": (-1841, -2500), "": (-1439, -100)}),
        *object_ladder(f"{_LIGHT}.9.101", "10GE1/0/1 Tx optical_power", {"warn": (-821, -919), "critical": (-921, -1500), "": (-819, -10)}),
        *(fault(f"without limits, {dbm} hundredths", {"10GE1/0/1 Rx optical_power": "warn"}, says({**_NO_LIMITS, f"{_LIGHT}.8.101": dbm})) for dbm in (-1800, -2600)),
        healthy("without limits, -13 dBm", says({**_NO_LIMITS, f"{_LIGHT}.8.101": -1300})),
        healthy("the port is shut and dark", says({**_SHUT, f"{_LIGHT}.8.101": -3600})),
        healthy("an empty cage", says({f"{_LIGHT}.{column}.101": value for column, value in ((1, 1), (5, -255), (6, -1), (7, -1), (8, -1), (9, -1))})),
    ),
    _seeded("network.optical_power", "snmp.optics/cisco-switch-in-order",
            *object_ladder(f"{_SENSOR}.14", "*Te1/1/1*", {"warn": (-145, -183, -9, 29), "critical": (-185, -250, 31, 50), "": (-143, -11)})),
)  # fmt: skip
_UPS = "1.3.6.1.2.1.33.1"
_APC = "1.3.6.1.4.1.318.1.1.1"


def _ups(case: str, *variations: Variation) -> Seeding:
    return Seeding(
        "network.ups", (f"snmp.parts/{case}", f"snmp.sensors/{case}"), (UNTOUCHED, *variations), platform="network"
    )


UPSES = (
    _ups(
        "ups-on-the-mains",
        *object_ladder(f"{_UPS}.4.1.0", "output*", {"critical": (2, 5), "warn": (4, 6, 7), "": (3,)}),
        *object_ladder(f"{_UPS}.2.1.0", "battery", {"critical": (3, 4), "": (2,)}),
        *object_ladder(f"{_UPS}.7.3.0", "last test", {"critical": (3,), "warn": (2, 4), "": (1, 5, 6)}),
        *object_ladder(f"{_UPS}.2.4.0", "battery charge", {"warn": (75, 41), "critical": (40, 0), "": (76, 100)}, of="snmp.sensors"),
        *object_ladder(f"{_UPS}.4.4.1.5.1", "output 1 load", {"warn": (80, 94), "critical": (95, 120), "": (0, 79)}, of="snmp.sensors"),
        *object_ladder(f"{_UPS}.2.3.0", "battery runtime", {"critical": (9, 1), "": (10, 90)}, of="snmp.sensors"),
    ),
    _ups(
        "apc-ups-on-the-mains",
        *object_ladder(f"{_APC}.4.1.1.0", "APC output", {"critical": (3, 10, 16), "warn": (4, 6, 8, 9, 11, 12), "": (2, 13, 14, 15)}),
        *object_ladder(f"{_APC}.2.1.1.0", "APC battery", {"critical": (3, 4), "": (2,)}),
        *object_ladder(f"{_APC}.2.2.4.0", "battery to be replaced", {"critical": (2,), "": (1,)}),
        *object_ladder(f"{_APC}.7.2.3.0", "APC self-test", {"critical": (2,), "warn": (3,), "": (1, 4)}),
        *object_ladder(f"{_APC}.2.2.3.0", "APC battery runtime", {"critical": (59_999, 6_000), "": (60_000,)}, of="snmp.sensors"),
        *object_ladder(f"{_APC}.2.2.1.0", "APC battery charge", {"warn": (75,), "critical": (40,), "": (76,)}, of="snmp.sensors"),
        *object_ladder(f"{_APC}.4.2.3.0", "APC output load", {"warn": (80,), "critical": (95,), "": (79,)}, of="snmp.sensors"),
    ),
)  # fmt: skip
SEEDINGS = (*LOADS, *SENSORS, *UPSES)
