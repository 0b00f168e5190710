"""A rule of ``nft list ruleset``, read for a new connection (nft(8))."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from checks.security.filter_words import Packet, Rule, port_meets, protocol_meets

_COMMENT: Final = re.compile(r'\s*comment "[^"]*"')
_QUIET: Final = re.compile(
    r"(?<![\w-])(?<!jump )(?<!goto )"
    r"(?:counter(?: packets \d+ bytes \d+)?|log(?: (?:prefix \"[^\"]*\"|(?:level|group|flags) \S+))*)(?![\w-])"
)
_VERDICT: Final = re.compile(
    r"(?:^|\s)(?P<verdict>accept|drop|reject|return|queue|jump|goto|masquerade|notrack)(?P<rest>(?:\s.*)?)$"
)
_VALUE: Final = r"(?P<value>\{[^}]*\}|\S+)"
_KEYS: Final = re.compile(
    r"(?P<key>(?:rt type|ip6?|meta|tcp|udp|th|ct|fib|iifname|iif|icmp|icmpv6|igmp|"
    r"limit|meter|add|update|socket|ether|mark)\b"
    r"(?: (?:saddr|daddr|protocol|nexthdr|l4proto|nfproto|iifname|iif|dport|sport|flags|state|status|rate))?)"
    r"(?: (?P<sign>!=|==))? " + _VALUE
)
_BY_CHANCE: Final = (
    "limit",
    "meter",
    "add",
    "update",
    "socket",
    "mark",
    "tcp flags",
    "meta",
    "ip",
    "ip6",
    "tcp sport",
    "udp sport",
    "rt type",
)


def read_rule(line: str, packet: Packet) -> Rule:
    """Read one rule; what it asks for and we do not know makes it odd."""
    text = _QUIET.sub("", _COMMENT.sub("", line)).strip()
    if " vmap " in f" {text} ":
        return _of_map(text)
    match = _VERDICT.search(text)
    if not match:
        return Rule()
    verdict = {"reject": "drop", "queue": "accept", "masquerade": "", "notrack": ""}.get(match["verdict"], match["verdict"])
    rule = Rule(verdict, match["rest"].strip() if verdict in {"jump", "goto"} else "")
    asked = text[: match.start()].strip()
    while asked:
        one = _KEYS.match(asked)
        if one is None:
            return replace(rule, is_odd=True)
        rule = _narrowed(rule, one, packet)
        asked = asked[one.end() :].strip()
        if one["key"].startswith(("limit", "meter", "add", "update", "fib", "tcp flags", "ether", "socket")):
            asked = _behind(asked)
    return rule


def _of_map(text: str) -> Rule:
    """A verdict map: of states one that says nothing of new connections lets them go on."""
    if text.startswith("ct state vmap") and "new" not in text:
        return Rule()
    return Rule("accept", is_odd=True)


def _behind(asked: str) -> str:
    """Pass over the words of a condition whose length differs, up to the next that begins one."""
    match = re.search(r"(?:^|\s)(?=(?:ip6?|tcp|udp|ct|iifname|iif|meta) (?:saddr|daddr|dport|sport|state|\"))", asked)
    return asked[match.start() :].strip() if match else ""


def _narrowed(rule: Rule, one: re.Match[str], packet: Packet) -> Rule:
    key, value, is_not = one["key"], one["value"].strip('"'), one["sign"] == "!="
    for names, read in _READERS:
        if key in names:
            return read(rule, key, value, is_not, packet)
    if key in {"icmp", "icmpv6", "igmp"}:
        return replace(rule, is_met=False)
    return replace(rule, by_chance=True) if key.startswith(_BY_CHANCE) else replace(rule, is_odd=True)


def _address(rule: Rule, key: str, value: str, is_not: bool, packet: Packet) -> Rule:  # noqa: FBT001 - one of the readers
    if (key.startswith("ip6")) != (packet.family == 6):  # noqa: PLR2004 - IPv6
        return replace(rule, is_met=False)
    if key.endswith("daddr"):
        return replace(rule, by_place=True)
    if value in {"0.0.0.0/0", "::/0"}:
        return replace(rule, is_met=rule.is_met and not is_not)
    return replace(rule, by_source="out" if is_not else "in")


def _protocol(rule: Rule, _key: str, value: str, is_not: bool, packet: Packet) -> Rule:  # noqa: FBT001 - one of the readers
    return replace(rule, is_met=rule.is_met and protocol_meets(value, packet) != is_not)


def _family(rule: Rule, _key: str, value: str, is_not: bool, packet: Packet) -> Rule:  # noqa: FBT001 - one of the readers
    return replace(rule, is_met=rule.is_met and (value == f"ipv{packet.family}") != is_not)


def _port(rule: Rule, key: str, value: str, is_not: bool, packet: Packet) -> Rule:  # noqa: FBT001 - one of the readers
    if key.split(maxsplit=1)[0] not in {packet.protocol, "th"}:
        return replace(rule, is_met=False)
    said = None if value.startswith("@") and packet.port is not None else port_meets(value, packet.port)
    return replace(rule, is_odd=True) if said is None else replace(rule, is_met=rule.is_met and said != is_not)


def _card(rule: Rule, _key: str, value: str, is_not: bool, _packet: Packet) -> Rule:  # noqa: FBT001 - one of the readers
    if value == "lo":
        return replace(rule, is_met=rule.is_met and is_not)
    return replace(rule, by_place=True)


def _state(rule: Rule, key: str, value: str, is_not: bool, _packet: Packet) -> Rule:  # noqa: FBT001 - one of the readers
    said = set(re.findall(r"[a-z]+", value))
    is_new = "new" in said and key == "ct state"
    return replace(rule, is_met=rule.is_met and is_new != is_not)


def _fib(rule: Rule, _key: str, value: str, _is_not: bool, _packet: Packet) -> Rule:  # noqa: FBT001 - one of the readers
    return replace(rule, is_met=rule.is_met and value not in {"broadcast", "multicast", "anycast"}, by_chance=True)


_Reader = Callable[[Rule, str, str, bool, Packet], Rule]
_READERS: Final[tuple[tuple[frozenset[str], _Reader], ...]] = (
    (frozenset({"ip saddr", "ip6 saddr", "ip daddr", "ip6 daddr"}), _address),
    (frozenset({"ip protocol", "ip6 nexthdr", "meta l4proto"}), _protocol),
    (frozenset({"meta nfproto"}), _family),
    (frozenset({"tcp dport", "udp dport", "th dport"}), _port),
    (frozenset({"iifname", "iif", "meta iifname", "meta iif"}), _card),
    (frozenset({"ct state", "ct status"}), _state),
    (frozenset({"fib", "fib daddr", "fib saddr"}), _fib),
)
