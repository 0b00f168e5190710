"""Which parts are plugged in, of all that a device says of its parts."""

from typing import Final

from collectors.base import Absent, Derived, Listing, Reason, SessionError, Unseen
from collectors.facts.devices.inventory import FAN, INVENTORY, OTHERS, POWER, Inventory
from collectors.facts.devices.sensors import FANS, PARTS, POWER_SUPPLIES, Component, Part, Standing

_SOFT: Final = frozenset({Part.SERVICE, Part.ALARM, Part.SYSTEM, Part.TEMPERATURE, Part.VOLTAGE, Part.UPS, Part.OTHER})
"""States that are no part to be pulled out."""
Told = Listing[Component] | Absent | SessionError


def derive(supplies: Told, fans: Told, parts: Told) -> Inventory:
    """Join what was seen. Raises the first reason where nothing was."""
    told = {POWER: supplies, FAN: fans, OTHERS: parts}
    seen = [one for one in told.values() if isinstance(one, Listing)]
    failed = {name: one for name, one in told.items() if isinstance(one, Exception)}
    if not seen and failed:
        raise next(iter(failed.values()))
    lost = [one for one in failed.values() if isinstance(one, SessionError) and one.reason is not Reason.NOT_OFFERED]
    why = tuple(dict.fromkeys(Unseen("", one.reason, one.detail, one.remedy) for one in lost))
    own = tuple(dict.fromkeys(unseen for listing in seen for unseen in listing.unseen))
    names = (
        f"{one.part.value} {one.name}"
        for listing in seen
        for one in listing.records
        if one.standing is not Standing.ABSENT and one.part not in _SOFT
    )
    return Inventory(tuple(dict.fromkeys(names)), tuple(failed), (*why, *own))


INVENTORY_DERIVED: Final = Derived(
    id="network.inventory", provides=INVENTORY, of=(POWER_SUPPLIES, FANS, PARTS), derive=derive
)
