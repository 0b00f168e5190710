"""Facts about which parts are plugged in."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class Inventory:
    """The names of the parts that are there, with what kind each is ("fan FAN1").

    ``untold`` are the kinds of part (``POWER``, ``FAN``, ``OTHERS``) that the device told nothing of: of those nobody knows
    what is missing. ``unseen`` is why a kind was not seen that the device may well tell.
    """

    present: tuple[str, ...]
    untold: tuple[str, ...] = ()
    unseen: tuple[Unseen, ...] = ()


POWER: Final = "power"
FAN: Final = "fan"
OTHERS: Final = "others"
INVENTORY: Final = FactKind[Inventory]("network.inventory")


def group_of(name: str) -> str:
    """Of which of the three a part's name in ``present`` is."""
    kind = name.partition(" ")[0]
    return kind if kind in {POWER, FAN} else OTHERS
