"""Power over Ethernet: POWER-ETHERNET-MIB (RFC 3621), one row a group of ports (a switch, or a member of a stack)."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.loads import POE_BUDGETS, PoeBudget
from collectors.network.readings import Reading, by_snmp
from collectors.network.varbinds import Objects

_BASE: Final = "1.3.6.1.2.1.105.1.3.1.1"
MAIN: Final[Mapping[str, str]] = {"capacity": f"{_BASE}.2", "state": f"{_BASE}.3", "used": f"{_BASE}.4"}
_STATES: Final = {1: "on", 2: "off", 3: "faulty"}


def _budgets(said: Objects) -> Iterator[PoeBudget]:
    for row in said.rows(MAIN):
        capacity, used = row.number("capacity"), row.number("used")
        if capacity is not None and used is not None:
            state = _STATES.get(row.whole("state") or 0, "")
            yield PoeBudget(f"group {row.index}", capacity, used, state, row.oid("used"))


POE_SNMP: Final = by_snmp("poe_budgets", POE_BUDGETS, (Reading(_budgets, MAIN.values()),))
