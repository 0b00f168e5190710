"""Stacks, chassis pairs and failover as the device itself sees them."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from checks.device_parts import judged
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.sensors import PARTS, Component, Part, Standing
from config.limits import Layered
from config.text import _

_MINE: Final = frozenset({Part.STACK, Part.REDUNDANCY})
_ASK: Final = _(
    "let the entry name both access: snmp and access: ssh; what neither tells, look up on the device (display stack, "
    "display irf, show redundancy, show failover)"
)


def judge(parts: Listing[Component], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a member, link or state of redundancy, by its name.

    Not applicable where the device says that it stands alone; that it tells of other parts only proves nothing.
    """
    mine = [one for one in parts.records if one.part in _MINE]
    if mine and all(one.standing is Standing.ABSENT for one in mine):
        words = tuple(f"{one.name}: {one.words}" for one in mine)
        yield Finding("", Level.ABSENT, _("by its own word the device stands alone ({words})", words=words))
        return
    yield from judged(mine)
    if not mine and not parts.unseen:
        why = _(
            "none of the {count} parts that the device tells of is a stack, a pair or a failover, and nothing says that "
            "there is none",
            count=len(parts.records),
        )
        yield unknown("", Unseen("", Reason.NO_RECORD, why, _ASK))


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
