"""Bonding. A bond with one card left looks healthy until that card fails too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.network import BONDS, Bond, BondMember
from config.limits import Layered, limit
from config.text import Text, _

_NO_PARTNER = "00:00:00:00:00:00"


@dataclass(frozen=True, slots=True)
class BondLimits:
    """When the last card but one is lost, and how many lost links are worth a word."""

    critical_tags: tuple[str, ...] = limit(
        ("database", "cluster"), unit="tag", source="our judgement: one of two left is critical for databases and clusters"
    )
    link_failures_notice: int = limit(10, unit="count", source="our judgement")


def judge(bonds: Listing[Bond], limits: Layered[BondLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a bond, by its name."""
    for bond in bonds.records:
        yield _judge_one(bond, limits.at(bond.name), scene)


def _judge_one(bond: Bond, limits: BondLimits, scene: Scene) -> Finding:
    level, summary = _verdict(bond, limits, scene)
    up = [member for member in bond.members if member.is_up]
    failures = sum(member.link_failures_count for member in bond.members)
    return Finding(
        bond.name,
        level,
        summary,
        observed=_(
            "{mode}; cards: {members}; active: {active}; lost links since boot: {failures:number}",
            mode=bond.mode,
            members=tuple(map(_told, bond.members)) or ("-",),
            active=bond.active_member or "-",
            failures=failures,
        ),
        expected=_("at least two cards up, all with the same switch"),
        quote=f"{bond.name} {bond.mode} " + ", ".join(f"{m.name} {m.status}" for m in bond.members),
        measures={"cards_count": len(bond.members), "cards_up_count": len(up), "link_failures_count": failures},
    )


def _told(member: BondMember) -> str:
    parts = (member.status, member.speed, member.duplex)
    return f"{member.name} ({', '.join(part for part in parts if part)})"


def _verdict(bond: Bond, limits: BondLimits, scene: Scene) -> tuple[Level, Text]:
    up = [member for member in bond.members if member.is_up]
    if not bond.members:
        return Level.NOTICE, _("{bond} has no card at all", bond=bond.name)
    if not up or not bond.is_up:
        return Level.CRITICAL, _("{bond} is down: none of its cards works", bond=bond.name)
    if len(up) < len(bond.members):
        is_last = len(up) == 1 and (scene.importance == "high" or bool({*scene.tags} & {*limits.critical_tags}))
        summary = _("{bond} has {up} of {count} cards left", bond=bond.name, up=len(up), count=len(bond.members))
        return Level.CRITICAL if is_last else Level.WARN, summary
    return _redundancy(bond, limits)


def _redundancy(bond: Bond, limits: BondLimits) -> tuple[Level, Text]:
    if bond.is_lacp and bond.partner == _NO_PARTNER:
        return Level.CRITICAL, _("{bond}: the switch does not answer LACP", bond=bond.name)
    if len({member.aggregator for member in bond.members if member.aggregator}) > 1 and bond.is_lacp:
        summary = _("{bond}: the cards are not in one aggregate, so only part of them carries traffic", bond=bond.name)
        return Level.CRITICAL, summary
    if len(bond.members) == 1:
        return Level.WARN, _("{bond} has only one card and no redundancy", bond=bond.name)
    if any(member.link_failures_count > limits.link_failures_notice for member in bond.members):
        return Level.NOTICE, _("{bond} is whole, but a card keeps losing its link", bond=bond.name)
    return Level.OK, _("{bond}: all {count} cards are up", bond=bond.name, count=len(bond.members))


BONDING: Final = Check(
    id="server.bonding",
    title=_("Network card redundancy (bonding)"),
    area=Area.NETWORK,
    needs=BONDS,
    limits=BondLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("each bond and team: its mode, the state of each card, LACP's aggregates and partner, lost links"),
    remedy=_(
        "See first that the other card carries the traffic. Check cable, optical module and switch port of "
        "the card that is down, and the speed it negotiated. With LACP, see that both switch ports are in the "
        "same port channel in active mode. Afterwards watch that the card rejoins."
    ),
    traps=(
        _("the backup card of active-backup is up though it carries no traffic: its MII status counts"),
        _("the switch's LACP address is told to root alone; without it only the aggregates are compared"),
        _("a bond without any card is often made by the driver by itself: only a notice"),
    ),
    clause="1.4.3.4",
    refs=("Linux Documentation/networking/bonding.rst", "teamdctl(8)"),
)
