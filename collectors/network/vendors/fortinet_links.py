"""Fortinet FortiGate: links that it watches itself, by link monitors and by the health checks of SD-WAN."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Standing
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import FORTINET
from collectors.network.vendors.states import States, distinct, stated

_SYSTEM: Final = f"{FORTINET}.101.4"
MONITOR: Final[Mapping[str, str]] = {"name": f"{_SYSTEM}.8.2.1.2", "state": f"{_SYSTEM}.8.2.1.3"}
"""fgLinkMonitorName, fgLinkMonitorState."""
HEALTH: Final[Mapping[str, str]] = {
    "name": f"{_SYSTEM}.9.2.1.2",
    "state": f"{_SYSTEM}.9.2.1.4",
    "port": f"{_SYSTEM}.9.2.1.14",
}
"""fgVWLHealthCheckLinkName, State, IfName."""
LINK_STATES: Final[States] = {0: (Standing.OK, "alive"), 1: (Standing.FAILED, "dead")}


def _links(said: Objects) -> Iterator[Component]:
    found = []
    for row in said.rows(MONITOR):
        name = f"link monitor {row.text('name') or row.index}"
        found += [(row.index, one) for one in stated(row, "state", LINK_STATES, name, Part.SERVICE)]
    for row in said.rows(HEALTH):
        name = f"SD-WAN {row.text('name') or row.index} {row.text('port')}".rstrip()
        found += [(row.index, one) for one in stated(row, "state", LINK_STATES, name, Part.SERVICE)]
    yield from distinct(found)


COMPONENTS: Final = (Reading(_links, (*MONITOR.values(), *HEALTH.values()), of=(FORTINET,)),)
