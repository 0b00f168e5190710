"""Seeds for a device's own word of its parts: supplies, fans, boards, stack ports, disks; and parts that are gone."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.ladders import object_ladder
from tests.house.recall.shapes import UNTOUCHED, Seeding, fault, healthy
from tests.house.recall.varbinds import says

_HUAWEI = "1.3.6.1.4.1.2011.5.25.31.1.1"
_POWER, _FAN, _STATE, _LIGHT = f"{_HUAWEI}.18.1", f"{_HUAWEI}.10.1", f"{_HUAWEI}.1.1.2", f"{_HUAWEI}.1.1.4"
_H3C = "1.3.6.1.4.1.25506"
_CISCO = "1.3.6.1.4.1.9.9"
_STACK_PORTS = "1.3.6.1.4.1.2011.5.25.183.1.21.1.5"
_SLOTS = tuple((f"{m}.{n}", f"slot {m} power {n}", f"slot {m} fan {n}") for m in (1, 2) for n in (1, 2))
POWER = (
    Seeding(
        "network.power_supplies",
        ("snmp.power_supplies/huawei-stack-in-order",),
        (
            UNTOUCHED,
            *(one for index, name, _fan in _SLOTS for one in object_ladder(f"{_POWER}.6.{index}", name, {"critical": (2,), "": (1, 3)})),
            healthy("an empty place, whatever is said of its state", says({f"{_POWER}.5.1.2": 2, f"{_POWER}.6.1.2": 2})),
            fault("two at once", {"slot 1 power 1": "critical", "slot 2 power 2": "critical"}, says({f"{_POWER}.6.1.1": 2, f"{_POWER}.6.2.2": 2})),
        ),
        platform="network",
    ),
    Seeding(
        "network.power_supplies",
        ("snmp.power_supplies/h3c-irf-in-order",),
        (UNTOUCHED, *object_ladder(f"{_H3C}.8.35.9.1.2.1.2.1", "power 1", {"critical": (2,), "": (1, 3)})),
        platform="network",
    ),
    Seeding(
        "network.power_supplies",
        ("snmp.power_supplies/cisco-switch-in-order",),
        (
            UNTOUCHED,
            *object_ladder(f"{_CISCO}.117.1.1.2.1.2.12", "Power Supply 2", {"critical": (1, 4, 5, 6, 7, 8, 10, 11), "warn": (9, 12), "": (2, 3)}),
            *object_ladder(f"{_CISCO}.13.1.5.1.3.1", "Sw1, PS1*", {"critical": (3, 4, 6), "warn": (2,), "": (1, 5)}),
            fault("the name tells its state too", {"Sw1, PS1*": "critical"}, says({f"{_CISCO}.13.1.5.1.2.1": "Sw1, PS1 Faulty, RPS NotExist", f"{_CISCO}.13.1.5.1.3.1": 3})),
        ),
        platform="network",
    ),
)  # fmt: skip
_DELL_FAN = "1.3.6.1.4.1.674.10892.5.4.700.12.1.5.1"
FANS = (
    Seeding(
        "network.fans",
        ("snmp.fans/huawei-stack-in-order",),
        (
            UNTOUCHED,
            *(one for index, _power, name in _SLOTS for one in object_ladder(f"{_FAN}.7.{index}", name, {"critical": (2,), "": (1,)})),
            healthy("an empty place", says({f"{_FAN}.6.2.2": 2, f"{_FAN}.7.2.2": 2})),
        ),
        platform="network",
    ),
    Seeding(
        "network.fans",
        ("snmp.fans/h3c-irf-in-order",),
        (UNTOUCHED, *object_ladder(f"{_H3C}.8.35.9.1.1.1.2.1", "fan 1", {"critical": (2,), "": (1, 3)})),
        platform="network",
    ),
    Seeding(
        "network.fans",
        ("snmp.fans/cisco-switch-in-order",),
        (
            UNTOUCHED,
            *object_ladder(f"{_CISCO}.13.1.4.1.3.2", "Switch#1, Fan#2", {"critical": (3, 4, 6), "warn": (2,), "": (1, 5)}),
            *object_ladder(f"{_CISCO}.117.1.4.1.1.1.13", "Fan Tray 1", {"critical": (3,), "warn": (4,), "": (2,)}),
        ),
        platform="network",
    ),
    Seeding(
        "network.fans",
        ("snmp.fans/dell-server-with-a-disk-that-failed",),
        (UNTOUCHED, *object_ladder(f"{_DELL_FAN}.2", "System Board Fan2", {"critical": (5, 6, 8, 9, 10), "warn": (4, 7), "": (3,)})),
        platform="network",
    ),
)  # fmt: skip
BOARDS = (
    Seeding(
        "network.hardware_parts",
        ("snmp.parts/huawei-stack-in-order",),
        (
            UNTOUCHED,
            *(one for index, name in ((100, "MPU Board 1"), (200, "MPU Board 2")) for one in object_ladder(f"{_STATE}.{index}", name, {"critical": (2, 4, 12), "": (3, 11, 18)})),
            healthy("switched off on purpose", says({f"{_STATE}.200": 4, f"{_HUAWEI}.1.1.1.200": 2})),
            *object_ladder(f"{_LIGHT}.100", "MPU Board 1*", {"critical": (b"\x20",), "warn": (b"\x10", b"\x08"), "": (b"\x00", b"\x04")}),
            *object_ladder(f"{_HUAWEI}.8.1.5.1.0.0.1", "slot 1 sensor 0.0.1*", {"critical": (3, 4), "warn": (2,), "": (1,)}),
            *object_ladder(f"{_HUAWEI}.9.1.5.1.0.0.2", "slot 1 sensor 0.0.2*", {"critical": (2, 3), "": (1,)}),
        ),
        platform="network",
    ),
    Seeding(
        "network.hardware_parts",
        ("snmp.parts/h3c-irf-in-order",),
        (
            UNTOUCHED,
            *object_ladder(f"{_H3C}.2.6.1.1.1.1.19.2", "Board 1*", {"critical": (3, 11, 21, 23, 41, 51, 61, 71, 81, 91), "warn": (22, 31, 32, 33), "": (2, 4)}),
        ),
        platform="network",
    ),
    Seeding(
        "network.hardware_parts",
        ("snmp.parts/cisco-switch-in-order",),
        (
            UNTOUCHED,
            *object_ladder(f"{_CISCO}.117.1.2.1.1.2.10", "Supervisor 1", {"critical": (7, 8, 9, 10, 11, 14, 17, 20), "warn": (4, 5, 6, 12, 18, 19, 21, 22, 23), "": (2, 3, 13, 15, 16)}),
            *object_ladder(f"{_CISCO}.13.1.3.1.6.1", "SW#1, Sensor#1", {"critical": (3, 4, 6), "warn": (2,), "": (1, 5)}),
        ),
        platform="network",
    ),
)  # fmt: skip
REDUNDANCY = (
    Seeding(
        "network.redundancy",
        ("snmp.parts/huawei-stack-in-order",),
        (UNTOUCHED, *(one for port in ("1.1", "1.2", "2.1", "2.2") for one in object_ladder(f"{_STACK_PORTS}.{port}", f"port stack-port {port.replace('.', '/')}", {"warn": (2,), "": (1,)}))),
        platform="network",
    ),
    Seeding(
        "network.redundancy",
        ("snmp.parts/h3c-irf-in-order",),
        (
            UNTOUCHED,
            *object_ladder(f"{_H3C}.2.91.4.1.3.1.1", "IRF port 1/1", {"critical": (2, 3), "": (1, 4)}),
            healthy("a port that is bound to none is down", says({f"{_H3C}.2.91.4.1.2.2.2": 1, f"{_H3C}.2.91.4.1.3.2.2": 2})),
        ),
        platform="network",
    ),
    Seeding(
        "network.redundancy",
        ("snmp.parts/cisco-switch-in-order",),
        (
            UNTOUCHED,
            *object_ladder(f"{_CISCO}.176.1.1.4.0", "peer unit", {"warn": (3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16), "": (2, 9, 14, 15)}),
        ),
        platform="network",
    ),
)  # fmt: skip
_SWITCH = f"{_CISCO}.500.1.2.1.1.6.2000"
"""cswSwitchState of switch 2."""
CISCO_STACK = (
    Seeding(
        "network.redundancy",
        ("snmp.parts/cisco-stack-in-order",),
        (
            UNTOUCHED,
            *object_ladder(_SWITCH, "switch 2", {"critical": (5, 6, 7, 10, 11), "warn": (1, 2, 3, 8), "": (4, 9)}),
            *object_ladder(f"{_CISCO}.500.1.1.3.0", "stack ring", {"warn": (2,), "": (1,)}),
            *object_ladder(f"{_CISCO}.500.1.2.2.1.1.5002", "StackSub-St1-2", {"warn": (2,), "": (1, 3)}),
        ),
        platform="network",
    ),
    Seeding(
        "network.stack_members",
        ("snmp.stack_members/cisco-stack-in-order",),
        (
            UNTOUCHED,
            *object_ladder(_SWITCH, "switch 2", {"critical": (5, 6, 7, 9, 10, 11), "": (4,)}),
            fault("switch 2 is gone", {"switch 2": "critical"}, says({f"{_CISCO}.500.1.2.1.1.{n}.2000": None for n in (1, 3, 6)})),
        ),
        platform="network",
        days=90,
    ),
    Seeding(
        "network.hardware_parts",
        ("snmp.parts/ups-on-the-mains",),
        (UNTOUCHED, *object_ladder("1.3.6.1.2.1.33.1.6.1.0", "alarms of the UPS", {"warn": (1, 2, 40), "": (0,)})),
        platform="network",
    ),
)  # fmt: skip
_MEMBERS = "1.3.6.1.4.1.2011.5.25.183.1.20.1"
_BOARD = f"{_H3C}.2.91.3.1"
STACKS = (
    Seeding(
        "network.stack_members",
        ("snmp.stack_members/huawei-stack-in-order",),
        (
            UNTOUCHED,
            *(fault(f"member {n} is gone", {f"member {n}": "critical"}, says({f"{_MEMBERS}.3.{n}": None, f"{_MEMBERS}.5.{n}": None})) for n in (1, 2)),
            healthy("the master changed", says({f"{_MEMBERS}.3.1": 2, f"{_MEMBERS}.3.2": 1})),
            healthy("a member came", says({f"{_MEMBERS}.3.3": 3, f"{_MEMBERS}.5.3": "CE-C"})),
        ),
        platform="network",
        days=90,
    ),
    Seeding(
        "network.stack_members",
        ("snmp.stack_members/h3c-irf-in-order",),
        (
            UNTOUCHED,
            fault("member 2 is gone", {"member 2": "critical"}, says({f"{_BOARD}.1.5": None, f"{_BOARD}.2.5": None})),
            fault("member 2 is loading", {"member 2": "critical"}, says({f"{_BOARD}.1.5": 3})),
            healthy("the master changed", says({f"{_BOARD}.1.2": 1, f"{_BOARD}.1.5": 2})),
        ),
        platform="network",
        days=90,
    ),
)  # fmt: skip
_INVENTORY = tuple(f"snmp.{kind}/huawei-stack-in-order" for kind in ("power_supplies", "fans", "parts"))
MISSING = Seeding(
    "network.missing_parts",
    _INVENTORY,
    (
        UNTOUCHED,
        *(fault(f"{name} was taken out", {f"power {name}": "critical"}, says({f"{_POWER}.5.{index}": 2}, of="snmp.power_supplies")) for index, name, _fan in _SLOTS),
        *(fault(f"{name} was taken out", {f"fan {name}": "critical"}, says({f"{_FAN}.6.{index}": 2}, of="snmp.fans")) for index, _power, name in _SLOTS),
        *(
            fault(f"{name} is in no table any more", {f"fan {name}": "critical"}, says({f"{_FAN}.{column}.{index}": None for column in (5, 6, 7)}, of="snmp.fans"))
            for index, _power, name in _SLOTS[:2]
        ),
        fault(
            "a board is gone", {"module MPU Board 2": "critical"},
            says({f"{_HUAWEI}.1.1.{column}.200": None for column in (1, 2, 4)} | {f"1.3.6.1.2.1.47.1.1.1.1.{column}.200": None for column in (4, 5, 7)}, of="snmp.parts"),
        ),
        healthy("a supply that failed is there", says({f"{_POWER}.6.1.1": 2}, of="snmp.power_supplies")),
        healthy("a fan more", says({f"{_FAN}.5.2.3": 30, f"{_FAN}.6.2.3": 1, f"{_FAN}.7.2.3": 1}, of="snmp.fans")),
    ),
    platform="network",
    days=90,
)  # fmt: skip
SEEDINGS = (*POWER, *FANS, *BOARDS, *REDUNDANCY, *CISCO_STACK, *STACKS, MISSING)
