"""Disks, arrays and controllers of Dell servers (IDRAC-MIB-SMIv2, storageManagementGroup), and what is left of SSDs.

A disk is called by its display name, which has its bay and its controller ("Disk 1 in Backplane 1 of ..."); its own name
("Solid State Disk 0:1:1") is what its controller numbers. What else it tells (a prediction,
an operation) is no part of its own, and its component status is what its state and its prediction say already.
"""

from typing import Final

from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, measures, states
from collectors.network.vendors.dell_idrac import BOARD, OBJECT_STATES, OF
from collectors.network.vendors.states import States

_S: Final = f"{BOARD}.5.1.20"
_CONTROLLER: Final = f"{_S}.130.1.1"
_ENCLOSURE: Final = f"{_S}.130.3.1"
_DISK: Final = f"{_S}.130.4.1"
_ENCLOSURE_FAN: Final = f"{_S}.130.7.1"
_ENCLOSURE_POWER: Final = f"{_S}.130.9.1"
_BATTERY: Final = f"{_S}.130.15.1"
_ARRAY: Final = f"{_S}.140.1.1"
_NOT_TOLD: Final = 255
"""physicalDiskRemainingRatedWriteEndurance of a disk that has no such figure."""
_DISK_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "ready"),
    3: (Standing.OK, "online"),
    4: (Standing.WARN, "foreign"),
    5: (Standing.FAILED, "offline"),
    6: (Standing.FAILED, "blocked"),
    7: (Standing.FAILED, "failed"),
    8: (Standing.OK, "nonraid"),
    9: (Standing.ABSENT, "removed"),
    10: (Standing.WARN, "readonly"),
}
_ARRAY_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "online"),
    3: (Standing.FAILED, "failed"),
    4: (Standing.WARN, "degraded"),
}
_BATTERY_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "unknown"),
    2: (Standing.OK, "ready"),
    3: (Standing.FAILED, "failed"),
    4: (Standing.WARN, "degraded"),
    5: (Standing.FAILED, "missing"),
    6: (Standing.OK, "charging"),
    7: (Standing.WARN, "belowThreshold"),
}
_OPERATION: Final[States] = {
    1: (Standing.OK, "notApplicable"),
    2: (Standing.WARN, "rebuild"),
    3: (Standing.OK, "clear"),
    4: (Standing.WARN, "copyback"),
}
_SMART: Final[States] = {0: (Standing.OK, "no"), 1: (Standing.WARN, "yes")}
"""physicalDiskSmartAlertIndication: whether the disk says that it will fail."""

SENSORS: Final = (
    measures(
        (),
        (Measure(f"{_DISK}.49", "{name}", Quantity.ENDURANCE, none=(_NOT_TOLD,), named=f"{_DISK}.55"),),
        of=OF,
    ),
)
COMPONENTS: Final = (
    states(
        (),
        (
            State(f"{_CONTROLLER}.38", "{name}", Part.CONTROLLER, OBJECT_STATES, named=f"{_CONTROLLER}.2"),
            State(f"{_DISK}.4", "{name}", Part.DISK, _DISK_STATES, named=f"{_DISK}.55"),
            State(f"{_DISK}.31", "failure predicted of {name}", Part.OTHER, _SMART, named=f"{_DISK}.55"),
            State(f"{_DISK}.50", "operation on {name}", Part.OTHER, _OPERATION, named=f"{_DISK}.55"),
            State(f"{_ARRAY}.4", "{name}", Part.ARRAY, _ARRAY_STATES, named=f"{_ARRAY}.36"),
            State(f"{_BATTERY}.4", "{name}", Part.BOARD_BATTERY, _BATTERY_STATES, named=f"{_BATTERY}.21"),
            State(f"{_ENCLOSURE}.24", "{name}", Part.OTHER, OBJECT_STATES, named=f"{_ENCLOSURE}.2"),
            State(f"{_ENCLOSURE_FAN}.15", "{name}", Part.FAN, OBJECT_STATES, named=f"{_ENCLOSURE_FAN}.2"),
            State(f"{_ENCLOSURE_POWER}.9", "{name}", Part.POWER, OBJECT_STATES, named=f"{_ENCLOSURE_POWER}.2"),
        ),
        of=OF,
    ),
)
