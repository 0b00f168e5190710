"""Rules of packet filters, of Cisco's kind and of the Chinese makers', as addresses that can be compared.

Sources: Cisco IOS Security Command Reference (access-list, ip access-list), Nexus 9000 NX-OS Security Configuration Guide,
the command references of VRP and Comware (rule of basic and advanced ACLs).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Final

from collectors.facts.devices.rules import ANY
from collectors.facts.devices.settings import Filter, Rule
from collectors.network.settings.tree import Section

_DECIMAL: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_NOTES: Final = re.compile(r"\s*\b(?:log(?:-input)?|logging|counting|match-local-traffic)\b")
_MATCHES: Final = re.compile(r"\s*\((?:\d+ match(?:es)?|[^)]*time matched[^)]*)\)\s*$|\s*\[match=\d+\]\s*$")
_CISCO: Final = re.compile(r"(?:(?P<number>\d+)\s+)?(?P<action>permit|deny)\s+(?P<rest>.+)")
_CHINESE: Final = re.compile(r"rule(?:\s+\d+)?\s+(?:name\s+\S+\s+)?(?P<action>permit|deny)(?:\s+(?P<rest>.+))?")
_PORTS: Final = {"eq": 2, "neq": 2, "gt": 2, "lt": 2, "range": 3}


def address(words: list[str], *, is_standard: bool = False) -> tuple[int, int] | None:
    """Take an address off the beginning: any, host and one, one and its wildcard, one with a length; else None."""
    first = words.pop(0) if words else ""
    if first in {"any", "any4"}:
        return ANY
    if first in {"host", "object", "object-group", "addrgroup"} and words:
        second = words.pop(0)
        return _exact(second) if first == "host" else None
    if not _DECIMAL.fullmatch(first):
        return _network(first)
    if words and (_DECIMAL.fullmatch(words[0]) or words[0] == "0"):
        return _wild(first, words.pop(0))
    return _exact(first) if is_standard else None


def _exact(word: str) -> tuple[int, int] | None:
    return _wild(word, "0.0.0.0")  # noqa: S104 - a wildcard, nothing is bound


def _wild(word: str, wildcard: str) -> tuple[int, int] | None:
    try:
        bits = 0 if wildcard == "0" else int(IPv4Address(wildcard))
        return int(IPv4Address(word)) & ~bits & ANY[1], bits
    except ValueError:
        return None


def _network(word: str) -> tuple[int, int] | None:
    if "/" not in word:
        return None
    try:
        net = IPv4Network(word, strict=False)
    except ValueError:
        return None
    return int(net.network_address), int(net.hostmask)


def cisco_rule(line: str, *, is_standard: bool) -> Rule | None:
    """Read ``10 permit tcp any host 192.0.2.1 eq 22 log``; None of a remark."""
    match = _CISCO.fullmatch(_MATCHES.sub("", line))
    if match is None:
        return None
    words = _NOTES.sub("", match["rest"]).split()
    is_permit = match["action"] == "permit"
    if is_standard:
        source = address(words, is_standard=True)
        return Rule(line, is_permit, "ip", source, ANY, " ".join(words))
    protocol = words.pop(0)
    source = address(words)
    ports = _ports(words)
    destination = address(words)
    return Rule(line, is_permit, protocol, source, destination, " ".join((*ports, *words)))


def _ports(words: list[str]) -> tuple[str, ...]:
    if not words or words[0] not in _PORTS:
        return ()
    count = _PORTS[words[0]]
    taken = ("from", *words[:count])
    del words[:count]
    return taken


def chinese_rule(line: str, *, is_basic: bool) -> Rule | None:
    """Read ``rule 5 permit tcp source any destination 192.0.2.0 0.0.0.255``; None of a description."""
    match = _CHINESE.fullmatch(_MATCHES.sub("", line))
    if match is None:
        return None
    words = _NOTES.sub("", match["rest"] or "").split()
    protocol = "ip" if is_basic or not words else words.pop(0)
    source = _after("source", words)
    destination = _after("destination", words)
    return Rule(line, match["action"] == "permit", protocol, source, destination, " ".join(words))


def _after(word: str, words: list[str]) -> tuple[int, int] | None:
    """The address behind a word, taken out; any where the word does not stand there."""
    if word not in words:
        return ANY
    at = words.index(word)
    tail = words[at + 1 :]
    found = address(tail, is_standard=True)
    words[at:] = tail
    return found


def cisco_filters(tree: Sequence[Section], uses: Sequence[tuple[str, str]]) -> tuple[Filter, ...]:
    """Named and numbered lists of Cisco's kind; ``uses`` are pairs of a list's name and the place that it is applied at."""
    rules: dict[str, list[Rule]] = {}
    for one in tree:
        for name, rule in _cisco_lines(one):
            kept = rules.setdefault(name, [])
            if rule is not None:
                kept.append(rule)
    return _made(tree, rules, uses)


_NUMBERED: Final = re.compile(r"access-list (?P<name>\d+) (?P<rest>(?:permit|deny) .+)")
_NAMED: Final = re.compile(r"ip access-list (?:(?P<kind>standard|extended) )?(?P<name>\S+)")
_STANDARD: Final = (range(1, 100), range(1300, 2000))
"""Numbers of IOS's standard lists, which look at the source alone."""


def _cisco_lines(one: Section) -> Iterator[tuple[str, Rule | None]]:
    if match := _NUMBERED.fullmatch(one.words):
        is_standard = any(int(match["name"]) in numbers for numbers in _STANDARD)
        yield match["name"], cisco_rule(match["rest"], is_standard=is_standard)
    elif match := _NAMED.fullmatch(one.words):
        yield match["name"], None
        for line in one.lines:
            yield match["name"], cisco_rule(line, is_standard=match["kind"] == "standard")


_ACL: Final = re.compile(
    r"acl (?:ipv4 )?(?:number |(?P<basic>basic )|advanced )?(?:name (?P<name>\S+) ?)?(?P<number>\d+)?(?:basic|advance)?"
    r"(?: name (?P<also>\S+))?(?: match-order (?:auto|config))?"
)
_BASIC: Final = range(2000, 3000)
_ADVANCED: Final = range(3000, 4000)


def chinese_filters(tree: Sequence[Section], uses: Sequence[tuple[str, str]]) -> tuple[Filter, ...]:
    """Basic and advanced lists of VRP and Comware; those for layer 2 and for IPv6 are passed by."""
    rules: dict[str, list[Rule]] = {}
    also: dict[str, str] = {}
    for one in tree:
        match = _ACL.fullmatch(one.words)
        number = int(match["number"] or 0) if match else 0
        if match is None or (number and number not in _BASIC and number not in _ADVANCED):
            continue
        name = match["number"] or match["name"] or ""
        also |= {each: name for each in (match["name"], match["also"]) if each}
        is_basic = number in _BASIC or match["basic"] is not None
        read = (chinese_rule(line, is_basic=is_basic) for line in one.lines)
        rules.setdefault(name, []).extend(rule for rule in read if rule is not None)
    return _made(tree, rules, [(also.get(name, name), place) for name, place in uses], also)


def _made(
    tree: Sequence[Section],
    rules: dict[str, list[Rule]],
    uses: Sequence[tuple[str, str]],
    also: dict[str, str] | None = None,
) -> tuple[Filter, ...]:
    named = _words_elsewhere(tree)
    aliases = also or {}
    for used, _place in uses:
        rules.setdefault(used, [])  # applied, and defined in a way that is not read
    return tuple(
        Filter(
            name,
            tuple(lines),
            tuple(dict.fromkeys(place for used, place in uses if used == name)),
            name in named or any(each in named for each, of in aliases.items() if of == name),
        )
        for name, lines in rules.items()
    )


def _words_elsewhere(tree: Iterable[Section]) -> frozenset[str]:
    """All words of lines that define no list: what names one there uses it."""
    lines = (line for one in tree for line in (one.words, *one.lines) if not _defines(one))
    return frozenset(word for line in lines for word in line.split())


def _defines(one: Section) -> bool:
    return bool(_NUMBERED.fullmatch(one.words) or _NAMED.fullmatch(one.words) or _ACL.fullmatch(one.words))
