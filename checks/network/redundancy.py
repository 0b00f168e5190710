"""Stacks, chassis pairs and failover as the device itself sees them."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.device_parts import judged
from collectors.base import Listing
from collectors.facts.devices.sensors import PARTS, Component, Part
from config.limits import Layered
from config.text import _

_MINE: Final = frozenset({Part.STACK, Part.REDUNDANCY})


def judge(parts: Listing[Component], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a member, link or state of redundancy, by its name; not applicable where the device tells of none."""
    mine = [one for one in parts.records if one.part in _MINE]
    yield from judged(mine)
    if not mine and not parts.unseen:
        count = len(parts.records)
        yield Finding(
            "", Level.ABSENT, _("the device tells of no stack, pair or failover among its {count} parts", count=count)
        )


REDUNDANCY: Final = Check(
    id="network.redundancy",
    title=_("Stack, chassis pair and failover"),
    area=Area.CLUSTER,
    needs=PARTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the maker's tables of stack members, stack ports and failover, by SNMP or command line"),
    remedy=_(
        "Check the stack cables and ports of both members, the detection of two masters (MAD), and that versions and "
        "configurations agree; do not restart a member before the cause is known."
    ),
    traps=(
        _("another master after a restart is no fault"),
        _("a member that is gone altogether is in no table: network.stack_members and the baseline tell it"),
    ),
    refs=("CISCO-STACKWISE-MIB", "HUAWEI-STACK-MIB", "HH3C-STACK-MIB"),
)
