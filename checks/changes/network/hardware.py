"""Parts that are plugged in. From inspection to inspection ``network.missing_parts`` tells them against the baseline."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.facts.devices.inventory import FAN, INVENTORY, OTHERS, POWER, Inventory, group_of
from collectors.policies import Policy
from config.text import _

_LOOSE: Final = frozenset({"optics", "outlet", "port", "redundancy"})
"""Kinds that people pull out in their daily work, as network.missing_parts."""
_FIXED: Final = "fixed"


@dataclass(frozen=True, slots=True)
class Fitted:
    """One part that is plugged in, with its kind ("fan FAN1")."""

    name: Annotated[str, Policy.IDENTITY]


def fitted(group: str, inventory: Inventory) -> Iterator[Fitted]:
    """The parts of one group: power supplies, fans, boards and the like, or what is pulled out daily."""
    for name in inventory.present:
        if _group(name) == group:
            yield Fitted(name)


def _group(name: str) -> str:
    group = group_of(name)
    return group if group != OTHERS or name.partition(" ")[0] in _LOOSE else _FIXED


def _untold(group: str) -> Callable[[Inventory], bool]:
    """Whether an inventory tells nothing of such parts: then none is missing of it."""
    return lambda inventory: (OTHERS if group == _FIXED else group) in inventory.untold


POWER_ASPECT: Final = Aspect(
    id="network.changed_power_supplies",
    title=_("Changes of power supplies"),
    area=Area.HARDWARE,
    needs=INVENTORY,
    record=Fitted,
    things=partial(fitted, POWER),
    one=_("{name}"),
    fields={},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("power supplies that are plugged in, now and then"),
    remedy=_("Look into the cabinet: was it taken out? See its cable and the feed."),
    partly=_untold(POWER),
    is_checked=False,
    traps=(_("of parts that the device tells nothing of none is missing"),),
)
FANS_ASPECT: Final = Aspect(
    id="network.changed_fans",
    title=_("Changes of fans"),
    area=Area.HARDWARE,
    needs=INVENTORY,
    record=Fitted,
    things=partial(fitted, FAN),
    one=_("{name}"),
    fields={},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("fans that are plugged in, now and then"),
    remedy=_("Look into the cabinet: was the tray taken out or not pushed in fully?"),
    partly=_untold(FAN),
    is_checked=False,
    traps=(_("of parts that the device tells nothing of none is missing"),),
)
PARTS_ASPECT: Final = Aspect(
    id="network.changed_parts",
    title=_("Changes of boards and other parts"),
    area=Area.HARDWARE,
    needs=INVENTORY,
    record=Fitted,
    things=partial(fitted, _FIXED),
    one=_("{name}"),
    fields={},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("boards, disks and other parts that are plugged in, now and then"),
    remedy=_("See whether the board starts, and whether the new software supports it; find out where a missing one is."),
    partly=_untold(_FIXED),
    is_checked=False,
    traps=(_("of parts that the device tells nothing of none is missing"),),
)
LOOSE_PARTS_ASPECT: Final = Aspect(
    id="network.changed_modules",
    title=_("Changes of optical modules and outlets"),
    area=Area.HARDWARE,
    needs=INVENTORY,
    record=Fitted,
    things=partial(fitted, OTHERS),
    one=_("{name}"),
    fields={},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("optical modules and outlets, now and then"),
    remedy=_("Ask who pulled it out; a module of another maker may not be accepted by the new software."),
    partly=_untold(OTHERS),
    is_checked=False,
    traps=(_("of parts that the device tells nothing of none is missing"),),
)
