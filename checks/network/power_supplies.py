"""Power supplies of a device. The first one that fails is noticed by nobody; the second one switches the device off."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.device_parts import judged
from collectors.base import Listing
from collectors.facts.devices.sensors import POWER_SUPPLIES, Component
from config.limits import Layered
from config.text import _


def judge(parts: Listing[Component], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a power supply, by its name."""
    yield from judged(parts.records)


POWER_SUPPLIES_CHECK: Final = Check(
    id="network.power_supplies",
    title=_("Power supplies of the device"),
    area=Area.HARDWARE,
    needs=POWER_SUPPLIES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the maker's table of power supplies, by SNMP or command line"),
    remedy=_(
        "See whether the supply has mains power (cable, PDU, breaker) and its lamp; if it has, replace it with the same "
        "model. Supplies are replaced while the device runs only where its manual says so."
    ),
    traps=(
        _("an empty slot is no fault; a spare that is switched off on purpose is a notice"),
        _("a module without mains power looks like a failed one"),
        _("an external redundant supply (RPS) that is not connected is not installed, not failed"),
    ),
    refs=("HUAWEI-ENTITY-EXTENT-MIB", "HH3C-ENTITY-EXT-MIB", "CISCO-ENVMON-MIB", "ENTITY-STATE-MIB"),
)
