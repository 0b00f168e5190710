"""The map of the network, from the links that exhibits tell of: one a topology group, one of all other devices."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from checks.base import Exhibit, Level, Link
from checks.device_names import whose
from config.text import Text, _
from reports.documents.material import Material
from reports.documents.model import Block, Device, Map, Wire, fact
from reports.documents.tables import paragraph

DEVICES_AT_MOST: Final = 60
"""More have no legible name on a page; then the table alone tells of them."""
FEWEST: Final = 2
LEGEND: Final[Mapping[str, Text]] = {
    "agreed": _("link"),
    "several": _("several links"),
    "one_end": _("only one end tells"),
    "differ": _("ends differ"),
    "named": _("neighbour that was not inspected"),
}
_STYLE_OF: Final = {Level.OK: "agreed", Level.NOTICE: "one_end", Level.WARN: "differ"}
_WORST_FIRST: Final = ("differ", "one_end", "outside", "agreed")

Drawn = dict[frozenset[str], list[Link]]


def maps(material: Material, exhibits: Iterable[tuple[str, Exhibit]]) -> Iterator[Block]:
    """Draw every topology group, and what stands in none; a sentence in place of a map that would not be legible."""
    told = [(target, [_of(link, target) for link in exhibit.links]) for target, exhibit in exhibits if exhibit.links]
    covered: set[str] = set()
    for target, links in told:
        if _is_topology(material, target):
            covered |= set(material.results[target].members)
            title = _("Network map: {group}", group=target)
            yield from _drawn(material, title, links, material.results[target].members)
    own = _own_names(material)
    rest = [
        replace(link, other=whose(link.other, own) or link.other)
        for target, links in told
        if not _is_topology(material, target)
        for link in links
        if link.one not in covered
    ]
    if rest:
        title = _("Network map: devices of no topology group") if covered else _("Network map")
        yield from _drawn(material, title, rest, ())


def _of(link: Link, target: str) -> Link:
    return link if link.one else replace(link, one=target)


def _is_topology(material: Material, target: str) -> bool:
    return material.results[target].kind == "topology"


def _own_names(material: Material) -> Mapping[str, str]:
    """What devices call themselves, where no two do so by one name; and their ids."""
    called: dict[str, set[str]] = {}
    for target, result in material.results.items():
        name = result.about.get("hostname", "").casefold()
        if name and not result.members:
            called.setdefault(name, set()).add(target)
    known = {name: next(iter(targets)) for name, targets in called.items() if len(targets) == 1}
    return known | {target.casefold(): target for target, result in material.results.items() if not result.members}


def _drawn(material: Material, title: Text, links: list[Link], members: tuple[str, ...]) -> Iterator[Block]:
    """Draw a map; without the neighbours that nobody inspected where they are what makes it too large."""
    own = {*members, *(link.one for link in links), *(link.other for link in links if link.other in material.results)}
    named = {link.other for link in links} - own
    if len(own) + len(named) > DEVICES_AT_MOST >= len(own):
        links = [link for link in links if link.other in own]
        yield paragraph(
            material,
            _(
                "{count} neighbours that were not inspected are left out of the map; the table lists every link.",
                count=len(named),
            ),
            style="note",
        )
        named = set()
    if len(own) > DEVICES_AT_MOST:
        words = _("{count} devices: too many for a legible map; the table lists every link.", count=len(own) + len(named))
        yield paragraph(material, words)
    elif len(own) + len(named) >= FEWEST:
        yield _map(material, title, links, (sorted(own), sorted(named)))


def _map(material: Material, title: Text, links: list[Link], names: tuple[list[str], list[str]]) -> Map:
    own, named = names
    places = {name: n for n, name in enumerate((*own, *named))}
    pairs: Drawn = {}
    for link in links:
        if link.one != link.other:
            pairs.setdefault(frozenset((link.one, link.other)), []).append(link)
    wires = tuple(
        _wire(sorted(places[name] for name in pair), _style(found, own), _count(found))
        for pair, found in sorted(pairs.items(), key=lambda one: sorted(one[0]))
    )
    shown = {wire.style for wire in wires} | {"several" for wire in wires if wire.count > 1} | {"named" for _n in named}
    devices = (*(Device(fact(name)) for name in own), *(Device(fact(name), is_inspected=False) for name in named))
    legend = tuple((style, material.say(words)) for style, words in LEGEND.items() if style in shown)
    return Map(material.say(title), devices, wires, legend)


def _wire(ends: list[int], style: str, count: int) -> Wire:
    one, other = ends
    return Wire(one, other, style=style, count=count)


def _style(found: list[Link], own: list[str]) -> str:
    """How the links between two devices stand together: the worst of them."""
    judged = {_STYLE_OF[link.level] for link in found if link.level in _STYLE_OF}
    if judged:
        return min(judged, key=_WORST_FIRST.index)
    if not {found[0].one, found[0].other} <= set(own):
        return "outside"
    return "agreed" if len({link.one for link in found}) > 1 else "one_end"


def _count(found: list[Link]) -> int:
    """How many links: as many as ports that the one that tells of more has."""
    ports: dict[str, set[str]] = {}
    for link in found:
        ports.setdefault(link.one, set()).add(link.port)
    judged = {(link.one, link.port, link.other_port) for link in found if link.level in _STYLE_OF}
    return max(len(judged), *(len(each) for each in ports.values()))
