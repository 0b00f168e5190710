"""Members of aggregated links. A link of two that runs on one is not noticed until the second goes."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing
from collectors.facts.devices.topology import AGGREGATES, AggregateMember
from config.limits import Layered
from config.text import Text, _


def judge(members: Listing[AggregateMember], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an aggregate, by its name."""
    ordered = sorted(members.records, key=lambda one: one.aggregate)
    for aggregate, of in groupby(ordered, key=lambda one: one.aggregate):
        yield _judge_one(aggregate, tuple(of))
    if not members.records and not members.unseen:
        yield Finding("", Level.ABSENT, _("no link is aggregated by LACP (IEEE8023-LAG-MIB has none)"))


def _judge_one(aggregate: str, members: tuple[AggregateMember, ...]) -> Finding:
    level, summary = _verdict(aggregate, members)
    quote = "; ".join(f"{one.port} {one.words}".strip() for one in members)
    return Finding(aggregate, level, summary, quote=quote, reason="no_record" if level is Level.UNKNOWN else "")


def _verdict(aggregate: str, members: tuple[AggregateMember, ...]) -> tuple[Level, Text]:
    out = tuple(one.port for one in members if not one.is_standby and _is_out(one))
    spare = tuple(one.port for one in members if one.is_standby)
    if all(one.is_shut for one in members):
        return Level.OK, _("{aggregate} is switched off on purpose", aggregate=aggregate)
    if out and len(out) + len(spare) == len(members):
        return Level.CRITICAL, _(
            "{aggregate}: none of its {count} members carries traffic", aggregate=aggregate, count=len(members)
        )
    if out:
        return Level.WARN, _("{aggregate}: members that carry no traffic: {ports}", aggregate=aggregate, ports=out)
    return _whole(aggregate, members, spare)


def _whole(aggregate: str, members: tuple[AggregateMember, ...], spare: tuple[str, ...]) -> tuple[Level, Text]:
    """Of an aggregate of which no member is known to be out."""
    if len(spare) == len(members):
        return Level.WARN, _("{aggregate}: no member is active, all stand by: {ports}", aggregate=aggregate, ports=spare)
    untold = tuple(one.port for one in members if one.is_distributing is None)
    if untold:
        return Level.UNKNOWN, _(
            "Not inspected: whether these members of {aggregate} carry traffic: {ports}", aggregate=aggregate, ports=untold
        )
    if spare:
        return Level.NOTICE, _(
            "{aggregate}: members that stand by until another one goes: {ports}", aggregate=aggregate, ports=spare
        )
    return Level.OK, _("{aggregate}: all {count} members carry traffic", aggregate=aggregate, count=len(members))


def _is_out(one: AggregateMember) -> bool:
    return one.is_distributing is False or bool(one.is_expired) or bool(one.is_defaulted)


AGGREGATED_LINKS: Final = Check(
    id="network.aggregated_links",
    title=_("Members of aggregated links"),
    area=Area.NETWORK,
    needs=AGGREGATES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("LACP's state of each member, by SNMP (IEEE8023-LAG-MIB) or command line"),
    remedy=_(
        "Compare both ends of the member: its link, speed and duplex, the aggregate it is configured for, LACP mode and "
        "keys; expired or defaulted means that the far end sends no LACP."
    ),
    traps=(
        _("a static aggregate has no LACP state: its members are judged by their links"),
        _("members beyond the highest number of active ones stand by, by design: a notice"),
    ),
    refs=("IEEE 802.1AX",),
)
