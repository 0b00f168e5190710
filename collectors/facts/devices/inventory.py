"""Facts about which parts are plugged in."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Inventory:
    """The names of the parts that are there, with what kind each is ("fan FAN1")."""

    present: tuple[str, ...]


INVENTORY: Final = FactKind[Inventory]("network.inventory")
