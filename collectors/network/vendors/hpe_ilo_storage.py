"""Disks, arrays and controllers of HPE servers (CPQIDA-MIB), their temperatures, and what is left of SSDs.

A condition is no part of its own beside the status.
cpqDaPhyDrvSSDPercntEndrnceUsed is what is used of an SSD; 4294967295 where the disk is none or does not tell.
"""

from typing import Final

from collectors.facts.devices.sensors import Part, Place, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, measures, states
from collectors.network.vendors.hpe_ilo import CONDITIONS
from collectors.network.vendors.prefixes import COMPAQ
from collectors.network.vendors.states import States

_A: Final = f"{COMPAQ}.3.2"
_CONTROLLER: Final = f"{_A}.2.1.1"
_CACHE: Final = f"{_A}.2.2.1"
_ARRAY: Final = f"{_A}.3.1.1"
_DISK: Final = f"{_A}.5.1.1"
_WHOLE_PERCENT: Final = 100.0
_BATTERY: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.OK, "ok"),
    3: (Standing.OK, "recharging"),
    4: (Standing.FAILED, "failed"),
    5: (Standing.WARN, "degraded"),
    6: (Standing.ABSENT, "notPresent"),
    7: (Standing.FAILED, "capacitorFailed"),
}
_ARRAY_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.OK, "ok"),
    3: (Standing.FAILED, "failed"),
    4: (Standing.OFF, "unconfigured"),
    5: (Standing.WARN, "recovering"),
    6: (Standing.WARN, "readyForRebuild"),
    7: (Standing.WARN, "rebuilding"),
    8: (Standing.FAILED, "wrongDrive"),
    9: (Standing.FAILED, "badConnect"),
    10: (Standing.FAILED, "overheating"),
    11: (Standing.FAILED, "shutdown"),
    12: (Standing.OK, "expanding"),
    13: (Standing.FAILED, "notAvailable"),
    14: (Standing.OK, "queuedForExpansion"),
    15: (Standing.WARN, "multipathAccessDegraded"),
    16: (Standing.OK, "erasing"),
    17: (Standing.WARN, "predictiveSpareRebuildReady"),
    18: (Standing.OK, "rapidParityInitInProgress"),
    19: (Standing.OK, "rapidParityInitPending"),
    20: (Standing.FAILED, "noAccessEncryptedNoCntlrKey"),
    21: (Standing.OK, "unencryptedToEncryptedInProgress"),
    22: (Standing.OK, "newLogDrvKeyRekeyInProgress"),
    23: (Standing.FAILED, "noAccessEncryptedCntlrEncryptnNotEnbld"),
    24: (Standing.OK, "unencryptedToEncryptedNotStarted"),
    25: (Standing.OK, "newLogDrvKeyRekeyRqstReceived"),
}
_DISK_STATES: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.OK, "ok"),
    3: (Standing.FAILED, "failed"),
    4: (Standing.WARN, "predictiveFailure"),
    5: (Standing.OK, "erasing"),
    6: (Standing.OK, "eraseDone"),
    7: (Standing.OK, "eraseQueued"),
    8: (Standing.WARN, "ssdWearOut"),
    9: (Standing.WARN, "notAuthenticated"),
}

SENSORS: Final = (
    measures(
        (),
        (
            Measure(
                f"{_DISK}.70",
                "{name}",
                Quantity.TEMPERATURE,
                place=Place.CHIP,
                none=(-1, 0),
                named=f"{_DISK}.64",
                limits=("", "", f"{_DISK}.71", ""),
            ),
            Measure(
                f"{_DISK}.75", "{name}", Quantity.ENDURANCE, -1.0, none=(-1,), named=f"{_DISK}.64", offset=_WHOLE_PERCENT
            ),
        ),
        of=(COMPAQ,),
    ),
)
COMPONENTS: Final = (
    states(
        (),
        (
            State(f"{_CONTROLLER}.6", "{name}", Part.CONTROLLER, CONDITIONS, named=f"{_CONTROLLER}.20"),
            State(f"{_CACHE}.6", "battery of cache {index}", Part.BOARD_BATTERY, _BATTERY),
            State(f"{_CACHE}.9", "cache {index}", Part.CONTROLLER, CONDITIONS),
            State(f"{_ARRAY}.4", "logical drive {index}", Part.ARRAY, _ARRAY_STATES),
            State(f"{_ARRAY}.11", "condition of logical drive {index}", Part.OTHER, CONDITIONS),
            State(f"{_DISK}.6", "{name}", Part.DISK, _DISK_STATES, named=f"{_DISK}.64"),
            State(f"{_DISK}.37", "condition of {name}", Part.OTHER, CONDITIONS, named=f"{_DISK}.64"),
        ),
        of=(COMPAQ,),
    ),
)
