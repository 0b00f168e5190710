"""Members of a stack or chassis pair against the baseline: one that is gone took its ports and the spare master with it."""

from collections.abc import Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Finding, Level, NoLimits, Scene, unknown
from checks.local_time import day
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.topology import STACK_MEMBERS, StackMember
from config.limits import Layered
from config.text import _


def judge(
    now: Listing[StackMember], confirmed: Confirmed[Listing[StackMember]] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a member, also of those that are gone since the baseline."""
    before = {one.name: one for one in confirmed.facts.records} if confirmed else {}
    for one in now.records:
        yield _judge_one(one, before.get(one.name))
    known = {one.name for one in now.records}
    for name in before:
        if confirmed and name not in known:
            since = day(confirmed.confirmed_at, scene)
            summary = _("{member} is gone; it is in the baseline of {since}", member=name, since=since)
            yield Finding(name, Level.CRITICAL, summary)
    if not now.records and not now.unseen and not before:
        yield unknown("", Unseen("", Reason.NO_RECORD, _("the device tells of no stack")))


def _judge_one(one: StackMember, then: StackMember | None) -> Finding:
    quote = " ".join(word for word in (one.name, one.role, one.words) if word)
    was_ready = then is not None and then.is_ready is True
    if one.is_impaired:
        summary = _("{member} is impaired: “{words}”", member=one.name, words=one.words)
        return Finding(one.name, Level.WARN, summary, quote=quote)
    if one.is_ready is False or (was_ready and one.is_ready is None and one.role and one.words):
        summary = _("{member} is not ready: “{words}”", member=one.name, words=one.words or one.role)
        return Finding(one.name, Level.CRITICAL, summary, quote=quote)
    if one.is_ready is None and (was_ready or not one.role):
        why = _("the device tells no state of {member}", member=one.name)
        return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why))
    if then is not None and then.role and one.role != then.role:
        summary = _(
            "{member} is {after} and was {before}: the master changed", member=one.name, after=one.role, before=then.role
        )
        return Finding(one.name, Level.NOTICE, summary, quote=quote)
    return Finding(
        one.name, Level.OK, _("{member} is there ({role})", member=one.name, role=one.role or one.words), quote=quote
    )


STACK_MEMBERS_CHECK: Final = Against(
    id="network.stack_members",
    title=_("Members of the stack"),
    area=Area.CLUSTER,
    needs=STACK_MEMBERS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the maker's table of stack members and their roles, beside the confirmed baseline; by SNMP or command line"),
    remedy=_(
        "Check power and stack cables of the member that is gone, and whether it runs alone as a second master; do not "
        "restart it before the cause is known."
    ),
    traps=(
        _("another master after a restart is a notice, not a fault"),
        _("a member that is gone is in no table: only a baseline tells"),
    ),
    refs=("CISCO-STACKWISE-MIB", "HUAWEI-STACK-MIB", "HH3C-STACK-MIB", "JUNIPER-VIRTUALCHASSIS-MIB"),
)
