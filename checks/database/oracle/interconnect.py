"""Does the network between the instances of a cluster lose blocks, is it a private one? Each lost block is a pause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.cluster import INTERCONNECTS, Interconnect
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class LossLimits:
    """Blocks that were lost beside those that came."""

    warn: float = limit(0.001, unit="ratio", source="our own: one in a thousand; a sound network loses next to none")
    least_count: int = limit(100, unit="count", source="our own: a few are lost while an instance starts or stops")


def judge(found: Sequence[Interconnect], limits: Layered[LossLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an instance."""
    for one in found:
        subject = f"instance {one.instance_number}"
        level, summary = _verdict(one, limits.at(subject))
        yield Finding(
            subject,
            level,
            summary,
            observed=_("networks: {links}", links=tuple(f"{link.name} {link.address}" for link in one.links) or ("-",)),
            quote=f"gc blocks lost={one.lost_count} corrupt={one.corrupt_count} received={one.received_count}",
            measures={"lost_count": float(one.lost_count), "received_count": float(one.received_count)},
        )


def _verdict(one: Interconnect, limits: LossLimits) -> tuple[Level, Text]:
    public = tuple(link.name for link in one.links if link.is_public)
    if public:
        return Level.WARN, _("blocks travel over a public network: {names}", names=public)
    if one.corrupt_count:
        return Level.WARN, _("{count:number} block(s) came damaged since the start", count=one.corrupt_count)
    share = one.lost_count / one.received_count if one.received_count else 0.0
    if one.lost_count >= limits.least_count and share >= limits.warn:
        return Level.WARN, _("{share:percent} of the blocks were lost since the start of the instance", share=share)
    return Level.OK, _(
        "{lost:number} of {received:number} blocks were lost", lost=one.lost_count, received=one.received_count
    )


INTERCONNECT: Final = Check(
    id="database.oracle.interconnect",
    title=_("Oracle: network between the instances"),
    area=Area.DB_STATUS,
    needs=INTERCONNECTS,
    limits=LossLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("gv$cluster_interconnects, gv$sysstat (gc blocks), v$parameter cluster_database"),
    remedy=_(
        "Look at the private cards, cables and switch ports for errors, at the size of packets (MTU the same everywhere) "
        "and at UDP buffers and reassembly (netstat -s) on each node. A public network: name the private one by oifcfg, "
        "take cluster_interconnects out of the parameters, and restart instance by instance."
    ),
    traps=(
        NOT_RUN,
        _("the counts are since the start of the instance: old losses stay in them"),
        _("with HAIP the addresses are 169.254.*, which is as it should be"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: GV$CLUSTER_INTERCONNECTS, Statistics Descriptions",),
)
