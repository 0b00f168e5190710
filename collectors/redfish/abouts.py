"""Which question a document that was not had would have answered, by the keys that lead to it."""

from dataclasses import replace
from enum import Enum
from typing import Final

from collectors.base import Unseen
from collectors.redfish.documents import Documents


class About(Enum):
    """The kinds of fact that a walk answers."""

    SENSORS = "sensors"
    POWER = "power"
    EVENTS = "events"
    PARTS = "parts"


_BY_KEY: Final = {
    "LogServices": (About.EVENTS,),
    "Entries": (About.EVENTS,),
    "Sensors": (About.SENSORS,),
    "Thermal": (About.SENSORS, About.POWER),
    "ThermalSubsystem": (About.SENSORS, About.POWER),
    "Fans": (About.SENSORS,),
    "Power": (About.SENSORS, About.POWER),
    "PowerSubsystem": (About.POWER,),
    "PowerSupplies": (About.POWER,),
}
_WHOLE: Final = {
    "Chassis": (About.SENSORS, About.POWER, About.PARTS),
    "Systems": (About.PARTS, About.EVENTS),
    "Managers": (About.PARTS, About.EVENTS),
}
"""A chassis that was not had might have had sensors and supplies, a system or manager logs."""


_LEAVES: Final = frozenset(
    (key,) for key in ("Drives", "DiskDrives", "Volumes", "Memory", "Processors", "Sensors", "Fans", "PowerSupplies")
)
"""Collections whose members are one subject each. Of any other document nobody knows how many subjects it told of."""


def missing(documents: Documents, about: About) -> tuple[Unseen, ...]:
    """What was not had and would have told of ``about``: by its own name, or of no subject where it held several."""
    return tuple(
        one if _is_leaf(documents, path) else replace(one, subject="", detail=f"{one.subject} {one.detail}".strip())
        for path, one in documents.unseen.items()
        if about in _abouts(documents, path)
    )


def _is_leaf(documents: Documents, path: str) -> bool:
    chain = documents.chains.get(path, ())
    return "#" not in path and (chain[-1:] == ("Drives",) or (chain[-1:] == ("Members",) and chain[-2:-1] in _LEAVES))


def _abouts(documents: Documents, path: str) -> tuple[About, ...]:
    chain = documents.chains.get(path.partition("#")[0], ())
    if not chain or chain[0] not in _WHOLE:
        return tuple(About)
    named = next((_BY_KEY[key] for key in reversed(chain) if key in _BY_KEY), None)
    if named is not None:
        return named
    inside = [key for key in chain if key != "Members"]
    return _WHOLE[chain[0]] if len(inside) == 1 else (About.PARTS,)
