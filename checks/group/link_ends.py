"""Links between devices of which both ends were seen: speed and duplex agree, and each end names the other."""

from collections.abc import Iterator, Mapping
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Link, NoLimits, Scene
from checks.device_names import whose
from collectors.facts.devices.links import LINKS, LinkEnd, Links, port_key
from config.limits import Layered
from config.text import _

_MEGA: Final = 1_000_000


def judge(links: Links, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a link among the members, named by its ends; what a map draws of all links."""
    every = [(member, end) for member, ends in links.ends.items() for end in ends]
    members = {end.own_name.casefold(): member for member, end in every if end.own_name}
    known = {(member, port_key(end.port)): end for member, end in every}
    backwards = {
        (member, whose(end.neighbour, members), port_key(end.neighbour_port)): end for member, end in every
    }  # a device may call its ports otherwise
    done: set[tuple[str, str]] = set()
    drawn: list[Link] = []
    for member, end in every:
        other, here = whose(end.neighbour, members), (member, port_key(end.port))
        if not other or here in done:
            continue
        far = known.get((other, port_key(end.neighbour_port)))
        if far is None or not _names_back(far, here, known, members):
            far = backwards.get((other, *here))
        far_port = far.port if far else end.neighbour_port
        done |= {here, (other, port_key(far_port))}
        name = f"{member} {end.port} - {other} {far_port}"
        finding = _judge_one(name, end, far)
        drawn.append(Link(member, end.port, other, far_port, finding.level))
        yield finding
    if any(links.ends.values()):
        drawn += [Link(member, end.port, end.neighbour, end.neighbour_port) for member, end in _outside(every, members)]
        yield Exhibit(_("Links by LLDP"), (), (), links=tuple(drawn))  # its rows stand with each device, in its neighbours
    if not done and not links.unseen:
        yield Finding("", Level.ABSENT, _("no link between two members: {members}", members=tuple(links.ends)))


def _names_back(
    far: LinkEnd, here: tuple[str, str], known: Mapping[tuple[str, str], LinkEnd], members: Mapping[str, str]
) -> bool:
    """Whether the far end does not name somebody else, or another port that we have; it may call ours otherwise."""
    said = (here[0], port_key(far.neighbour_port))
    return whose(far.neighbour, members) in {"", here[0]} and (said == here or said not in known)


def _outside(every: list[tuple[str, LinkEnd]], members: Mapping[str, str]) -> list[tuple[str, LinkEnd]]:
    """Give the ends that lead to what is no member."""
    return [(member, end) for member, end in every if end.neighbour and not whose(end.neighbour, members)]


def _judge_one(name: str, end: LinkEnd, other: LinkEnd | None) -> Finding:
    if other is None:
        return Finding(name, Level.NOTICE, _("{link}: only one end tells of this link", link=name))
    if (
        end.speed_bits_per_second
        and other.speed_bits_per_second
        and end.speed_bits_per_second != other.speed_bits_per_second
    ):
        summary = _(
            "{link}: the ends run at different speeds, {one} and {other} Mbit/s",
            link=name,
            one=end.speed_bits_per_second // _MEGA,
            other=other.speed_bits_per_second // _MEGA,
        )
        return Finding(name, Level.WARN, summary)
    if end.duplex and other.duplex and end.duplex != other.duplex:
        return Finding(name, Level.WARN, _("{link}: one end runs full duplex, the other half", link=name))
    if not end.speed_bits_per_second or not other.speed_bits_per_second:
        summary = _("{link}: each end names the other; not both tell their speed", link=name)
        return Finding(name, Level.OK, summary)
    return Finding(name, Level.OK, _("{link}: both ends agree", link=name))


LINK_ENDS_CHECK: Final = Check(
    id="group.link_ends",
    title=_("Both ends of the links between devices"),
    area=Area.NETWORK,
    needs=LINKS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("LLDP neighbours of every member with speed and duplex of the ports that lead to them"),
    remedy=_(
        "Set both ends to auto-negotiation, or to the same speed and duplex; where one end is silent, enable LLDP there."
    ),
    traps=(
        _("a device is known by the name that it tells its neighbours: two devices of one name are taken for one"),
        _("some devices call their ports otherwise in LLDP: then the ends are joined by what the other one says"),
    ),
    refs=("IEEE 802.1AB", "IEEE 802.3 clause 28"),
)
