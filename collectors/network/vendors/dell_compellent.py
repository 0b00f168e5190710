"""Dell Compellent and SC storage (DELL-STORAGE-SC-MIB): controllers, enclosures, disks, volumes, its servers' paths.

Its agent is net-snmp on FreeBSD and says so in sysObjectID. Parts of controllers and enclosures are indexed by holder and
part (1.2), which goes into their names: every controller has a "Fan 1". Voltages of 0 with limits of 0 are placeholders.
"""

from typing import Final

from collectors.facts.devices.sensors import Part, Place, Quantity, Standing
from collectors.network.tables_of_values import Measure, State, measures, states
from collectors.network.vendors.prefixes import DELL, NET_SNMP
from collectors.network.vendors.states import States

_FREE_BSD: Final = f"{NET_SNMP}.3.2.8"
_ROOT: Final = f"{DELL}.11000.2000.500"
_C: Final = f"{_ROOT}.1.2"
_GLOBAL: Final[States] = {
    1: (Standing.UNKNOWN, "other"),
    2: (Standing.UNKNOWN, "unknown"),
    3: (Standing.OK, "ok"),
    4: (Standing.WARN, "noncritical"),
    5: (Standing.FAILED, "critical"),
    6: (Standing.FAILED, "nonrecoverable"),
}
_STATES: Final[States] = {1: (Standing.OK, "up"), 2: (Standing.FAILED, "down"), 3: (Standing.WARN, "degraded")}
_SERVER: Final[States] = {1: (Standing.OK, "up"), 2: (Standing.WARN, "down"), 3: (Standing.WARN, "degraded")}
"""A server of its customers that is down may be switched off: a warning at most."""
_CONNECTED: Final[States] = {1: (Standing.OK, "up"), 2: (Standing.WARN, "down"), 3: (Standing.WARN, "partial")}
_HEALTHY: Final[States] = {1: (Standing.OK, "healthy"), 2: (Standing.WARN, "nothealthy")}
_BATTERY: Final[States] = {
    0: (Standing.ABSENT, "nobattery"),
    1: (Standing.OK, "normal"),
    2: (Standing.WARN, "expirationpending"),
    3: (Standing.FAILED, "expired"),
}


def _limits(table: str) -> tuple[str, str, str, str]:
    """Columns 6 to 9: warning upper, warning lower, critical lower, critical upper."""
    return f"{table}.8", f"{table}.7", f"{table}.6", f"{table}.9"


def _up(number: int, name: str, part: Part, meanings: States = _STATES) -> State:
    table = f"{_C}.{number}.1"
    return State(f"{table}.3", name, part, meanings, named=f"{table}.4")


_OF: Final = (_FREE_BSD, _ROOT)
SENSORS: Final = (
    measures(
        (),
        (
            Measure(
                f"{_C}.16.1.5",
                "{name} of controller {index}",
                Quantity.FAN_SPEED,
                named=f"{_C}.16.1.4",
                limits=_limits(f"{_C}.16.1"),
            ),
            Measure(
                f"{_C}.18.1.5",
                "{name} of controller {index}",
                Quantity.VOLTAGE,
                none=(0,),
                named=f"{_C}.18.1.4",
                limits=_limits(f"{_C}.18.1"),
            ),
            Measure(
                f"{_C}.19.1.5",
                "{name} of controller {index}",
                Quantity.TEMPERATURE,
                named=f"{_C}.19.1.4",
                limits=_limits(f"{_C}.19.1"),
            ),
            Measure(
                f"{_C}.23.1.5",
                "{name} of enclosure {index}",
                Quantity.TEMPERATURE,
                place=Place.BOARD,
                named=f"{_C}.23.1.4",
            ),
            Measure(f"{_C}.27.1.6", "paths of {name}", Quantity.COUNT, named=f"{_C}.27.1.4"),
        ),
        of=_OF,
    ),
)
COMPONENTS: Final = (
    states(
        (State(f"{_C}.6.0", "storage", Part.SYSTEM, _GLOBAL),),
        (
            _up(14, "{name}", Part.DISK),
            State(f"{_C}.14.1.5", "health of {name}", Part.OTHER, _HEALTHY, named=f"{_C}.14.1.4"),
            _up(15, "{name}", Part.OTHER),
            _up(16, "{name} of controller {index}", Part.FAN),
            _up(17, "{name} of controller {index}", Part.POWER),
            _up(18, "{name} of controller {index}", Part.VOLTAGE),
            _up(19, "{name} of controller {index}", Part.TEMPERATURE),
            _up(20, "{name} of enclosure {index}", Part.FAN),
            _up(21, "{name} of enclosure {index}", Part.POWER),
            _up(22, "{name} of enclosure {index}", Part.MODULE),
            _up(23, "{name} of enclosure {index}", Part.TEMPERATURE),
            _up(24, "{name} of enclosure {index}", Part.ALARM),
            _up(25, "disk folder {name}", Part.ARRAY),
            _up(26, "volume {name}", Part.OTHER),
            _up(27, "server {name}", Part.OTHER, _SERVER),
            State(f"{_C}.27.1.5", "connectivity of {name}", Part.OTHER, _CONNECTED, named=f"{_C}.27.1.4"),
            _up(28, "{name}", Part.BOARD_BATTERY, _BATTERY),
        ),
        of=_OF,
    ),
)
