"""Every other part of a device that says how it stands: boards, controllers, disks, arrays, the whole system."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from checks.device_parts import NOT_KNOWN, judged
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.sensors import PARTS, Component, Part, Standing
from config.limits import Layered
from config.text import _

_ELSEWHERE: Final = frozenset({Part.REDUNDANCY, Part.STACK})
"""What network.redundancy judges."""
_OF_UPS: Final = frozenset({Part.UPS, Part.BATTERY})
"""What network.ups judges, of a device that has a state of a UPS; other batteries are parts as any."""
_QUIET: Final = frozenset({Standing.OK, Standing.OFF})


def judge(parts: Listing[Component], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a part, by its name; outlets as long as they are on or off are one together.

    Absent for a UPS that tells only of what other checks judge; of any other device that leaves its boards unseen.
    """
    is_ups = any(one.part is Part.UPS for one in parts.records)
    elsewhere = _ELSEWHERE | _OF_UPS if is_ups else _ELSEWHERE
    mine = [one for one in parts.records if one.part not in elsewhere]
    outlets = [one for one in mine if one.part is Part.OUTLET and one.standing in _QUIET]
    rest = [one for one in mine if one not in outlets]
    if rest:
        yield from judged(rest)
    if outlets:
        on = sum(one.standing is Standing.OK for one in outlets)
        yield Finding("outlets", Level.OK, _("{on} of {count} outlets are on", on=on, count=len(outlets)))
    if not mine and not parts.unseen:
        told = _("no board, disk or controller is told of, only: {names}", names=tuple(one.name for one in parts.records))
        yield Finding("", Level.ABSENT, told) if is_ups else unknown("", Unseen("", Reason.NO_RECORD, told, NOT_KNOWN))


HARDWARE_PARTS: Final = Check(
    id="network.hardware_parts",
    title=_("Boards and other parts of the device"),
    area=Area.HARDWARE,
    needs=PARTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the maker's tables of boards, controllers, disks and arrays, by SNMP or command line"),
    remedy=_(
        "See the device's own alarms and log for the part, look at its lamps, have the maker's support confirm the fault, "
        "then replace it in an agreed window."
    ),
    traps=(
        _("a board that is switched off on purpose is a notice"),
        _("a state that no MIB names is not inspected, and not normal"),
    ),
    refs=("ENTITY-STATE-MIB", "HUAWEI-ENTITY-EXTENT-MIB", "HH3C-ENTITY-EXT-MIB", "CISCO-ENTITY-FRU-CONTROL-MIB"),
)
