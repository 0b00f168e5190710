"""Which device it is. From inspection to inspection ``network.identity_change`` tells it."""

from collections.abc import Iterator
from typing import Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import Trait
from collectors.facts.devices.device import MADE, Made
from collectors.policies import UNTOLD
from config.text import _


def traits(made: Made) -> Iterator[Trait]:
    """Version, model and serial number."""
    yield Trait("version", version=made.version or UNTOLD)
    yield Trait("model", nature=made.model or UNTOLD)
    yield Trait("serial", nature=made.serial or UNTOLD)


IDENTITY_ASPECT: Final = Aspect(
    id="network.changed_identity",
    title=_("Changes of version, model and serial number"),
    area=Area.CONFIGURATION,
    needs=MADE,
    record=Trait,
    things=traits,
    one=_("{name}"),
    fields={"version": _("version"), "nature": _("value")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("software version, model and serial number, now and then"),
    remedy=_("Compare with the change's record: the software that runs must be the one that was meant to."),
    traps=(_("after a stack has changed its master, the serial number is that of the new one: declare it"),),
    is_checked=False,
)
