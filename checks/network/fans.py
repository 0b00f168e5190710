"""Fans of a device. Without air it switches itself off within minutes, and ages until then."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.device_parts import judged
from collectors.base import Listing
from collectors.facts.devices.sensors import FANS, Component
from config.limits import Layered
from config.text import _


def judge(parts: Listing[Component], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a fan or tray of fans, by its name."""
    yield from judged(parts.records)


FANS_CHECK: Final = Check(
    id="network.fans",
    title=_("Fans of the device"),
    area=Area.HARDWARE,
    needs=FANS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the maker's table of fans, by SNMP or command line"),
    remedy=_(
        "Look at the fan's lamp and filter, listen to it, then replace the tray with a spare of the same air direction; "
        "the manual says how long the device may run without it, usually one to three minutes."
    ),
    traps=(
        _("a device without fans has none to fail; an empty slot is no fault"),
        _("a tray of the wrong air direction is shown as abnormal by some makers"),
    ),
    refs=("HUAWEI-ENTITY-EXTENT-MIB", "HH3C-ENTITY-EXT-MIB", "CISCO-ENVMON-MIB"),
)
