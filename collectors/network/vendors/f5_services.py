"""F5 BIG-IP: whether virtual servers and the members of their pools are available (F5-BIGIP-LOCAL-MIB)."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.prefixes import F5
from collectors.network.vendors.states import States, distinct, stated

_OK, _WARN, _FAILED, _OFF, _UNKNOWN = Standing.OK, Standing.WARN, Standing.FAILED, Standing.OFF, Standing.UNKNOWN
_SERVER: Final = f"{F5}.2.2.10.13.2.1"
SERVER: Final[Mapping[str, str]] = {"name": f"{_SERVER}.1", "state": f"{_SERVER}.2", "enabled": f"{_SERVER}.3"}
"""ltmVsStatusName, AvailState, EnabledState."""
_MEMBER: Final = f"{F5}.2.2.5.6.2.1"
MEMBER: Final[Mapping[str, str]] = {
    "name": f"{_MEMBER}.1",
    "port": f"{_MEMBER}.4",
    "state": f"{_MEMBER}.5",
    "enabled": f"{_MEMBER}.6",
    "node": f"{_MEMBER}.9",
}
"""ltmPoolMbrStatusPoolName, Port, AvailState, EnabledState, NodeName."""
AVAILABLE_STATES: Final[States] = {
    0: (_UNKNOWN, "none"),
    1: (_OK, "green"),
    2: (_WARN, "yellow"),
    3: (_FAILED, "red"),
    4: (_OFF, "blue"),
    5: (_OFF, "gray"),
}
"""Blue is what no monitor watches, gray what no licence covers."""
_ENABLED: Final = 1


def _services(said: Objects) -> Iterator[Component]:
    found = []
    for row in said.rows(SERVER):
        found += [(row.index, one) for one in _available(row, row.text("name") or row.index)]
    for row in said.rows(MEMBER):
        name = f"{row.text('name')} {row.text('node')}:{row.text('port')}"
        found += [(row.index, one) for one in _available(row, name)]
    yield from distinct(found)


def _available(row: Row, name: str) -> Iterator[Component]:
    """What is disabled by hand is off, whatever its monitors see."""
    is_disabled = row.whole("enabled") not in {None, 0, _ENABLED}
    states: States = {code: (_OFF, words) for code, (_standing, words) in AVAILABLE_STATES.items()}
    yield from stated(row, "state", states if is_disabled else AVAILABLE_STATES, name, Part.SERVICE)


COMPONENTS: Final = (Reading(_services, (*SERVER.values(), *MEMBER.values()), of=(F5,)),)
