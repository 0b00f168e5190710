"""Which parts are plugged in, of all that a device says of its parts."""

from typing import Final

from collectors.base import Absent, Derived, Listing, SessionError
from collectors.facts.devices.inventory import INVENTORY, Inventory
from collectors.facts.devices.sensors import FANS, PARTS, POWER_SUPPLIES, Component, Part, Standing

_SOFT: Final = frozenset({Part.SERVICE, Part.ALARM, Part.SYSTEM, Part.TEMPERATURE, Part.VOLTAGE, Part.UPS, Part.OTHER})
"""States that are no part to be pulled out."""
Told = Listing[Component] | Absent | SessionError


def derive(supplies: Told, fans: Told, parts: Told) -> Inventory:
    """Join what was seen. Raises the first reason where nothing was; what was not offered is not there to be missed."""
    seen = [one for one in (supplies, fans, parts) if isinstance(one, Listing)]
    failed = [one for one in (supplies, fans, parts) if isinstance(one, Exception)]
    if not seen and failed:
        raise failed[0]
    names = (
        f"{one.part.value} {one.name}"
        for listing in seen
        for one in listing.records
        if one.standing is not Standing.ABSENT and one.part not in _SOFT
    )
    return Inventory(tuple(dict.fromkeys(names)))


INVENTORY_DERIVED: Final = Derived(
    id="network.inventory", provides=INVENTORY, of=(POWER_SUPPLIES, FANS, PARTS), derive=derive
)
