"""Members of aggregated links. A link of two that runs on one is not noticed until the second goes."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing
from collectors.facts.devices.topology import AGGREGATES, AggregateMember
from config.limits import Layered
from config.text import _


def judge(members: Listing[AggregateMember], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an aggregate, by its name."""
    ordered = sorted(members.records, key=lambda one: one.aggregate)
    for aggregate, of in groupby(ordered, key=lambda one: one.aggregate):
        yield _judge_one(aggregate, tuple(of))
    if not members.records and not members.unseen:
        yield Finding("", Level.ABSENT, _("no aggregated link is there (IEEE8023-LAG-MIB has none)"))


def _judge_one(aggregate: str, members: tuple[AggregateMember, ...]) -> Finding:
    out = tuple(one.port for one in members if one.is_distributing is False or one.is_expired or one.is_defaulted)
    unknown = tuple(one.port for one in members if one.is_distributing is None)
    quote = "; ".join(f"{one.port} {one.words}".strip() for one in members)
    if len(out) == len(members):
        summary = _("{aggregate}: none of its {count} members carries traffic", aggregate=aggregate, count=len(members))
        return Finding(aggregate, Level.CRITICAL, summary, quote=quote)
    if out:
        summary = _("{aggregate}: members that carry no traffic: {ports}", aggregate=aggregate, ports=out)
        return Finding(aggregate, Level.WARN, summary, quote=quote)
    if unknown:
        summary = _(
            "Not inspected: whether these members of {aggregate} carry traffic: {ports}", aggregate=aggregate, ports=unknown
        )
        return Finding(aggregate, Level.UNKNOWN, summary, quote=quote, reason="no_record")
    summary = _("{aggregate}: all {count} members carry traffic", aggregate=aggregate, count=len(members))
    return Finding(aggregate, Level.OK, summary, quote=quote)


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
        _("members beyond the highest number of active ones are not selected by design"),
    ),
    refs=("IEEE 802.1AX",),
)
