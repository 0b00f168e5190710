"""Virtual addresses over a group: held by nobody the service is gone, held twice both halves believe to be the only one."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Reason
from collectors.facts.groups import HELD_ADDRESSES, HeldAddress, HeldAddresses
from config.limits import Layered
from config.text import Text, _

_ENOUGH: Final = 2
"""Members that may hold an address: one, and another to take it over."""


def judge(facts: HeldAddresses, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding an address. One that nobody or one member holds is certain only when all were seen."""
    for one in facts.addresses:
        level, summary = _verdict(one, facts)
        yield Finding(
            one.address,
            level,
            summary,
            observed=_(
                "held by {holders}; configured on {candidates}", holders=one.holders or "-", candidates=one.candidates
            ),
            expected=_("held by exactly one member"),
            measures={"holder_count": len(one.holders)},
            reason=Reason.NOT_ASKED.value if level is Level.UNKNOWN else "",
        )
    if not facts.addresses and not facts.unseen:
        yield Finding("", Level.OK, _("no member is configured to hold a virtual address"))


def _verdict(one: HeldAddress, facts: HeldAddresses) -> tuple[Level, Text]:
    if len(one.holders) > 1:
        said = _(
            "{address} is held by several members at once: {holders} (split brain)",
            address=one.address,
            holders=one.holders,
        )
        return Level.CRITICAL, said
    if not facts.is_whole or (len(one.candidates) < _ENOUGH and facts.unseen):
        said = _("{address}: not all members were seen that may hold it", address=one.address)
        return Level.UNKNOWN, said
    if not one.holders:
        return Level.CRITICAL, _("{address} is held by no member: its service cannot be reached", address=one.address)
    if len(one.candidates) < _ENOUGH:
        return Level.WARN, _(
            "{address} is on {holder}, and no other member could take it over", address=one.address, holder=one.holders[0]
        )
    return Level.OK, _("{address} is on {holder}", address=one.address, holder=one.holders[0])


VIRTUAL_ADDRESS: Final = Check(
    id="group.virtual_address",
    title=_("Virtual addresses of a group"),
    area=Area.CLUSTER,
    needs=HELD_ADDRESSES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("of every member the configured virtual addresses and the addresses it holds"),
    remedy=_(
        "Held twice: check the heartbeat between the members (network, multicast or unicast VRRP, firewall "
        "for protocol 112, a virtual_router_id used by others too), find out which member serves the users, "
        "then let the other one give it up. Held by nobody: look at keepalived or the cluster resource on "
        "each member, and at the failed check that makes them all give it up."
    ),
    traps=(
        _("the address on the peer and not on the first node is as right as the other way round"),
        _("the members are asked within one round, not at one moment: look again before acting during a failover"),
    ),
    clause="1.4.3.4",
    refs=("RFC 5798 (VRRP 3)", "keepalived.conf(5)"),
)
