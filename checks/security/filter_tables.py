"""A rule of iptables-save, read for a new connection (iptables(8), iptables-extensions(8))."""

import shlex
from dataclasses import replace
from typing import Final

from checks.security.filter_words import Packet, Rule, port_meets, protocol_meets

_SOURCES: Final = frozenset({"-s", "--source", "--src", "--src-range", "--mac-source"})
_PORTS: Final = frozenset({"--dport", "--dports", "--destination-port", "--destination-ports", "--ports"})
_CHANCES: Final = (
    "--limit",
    "--hashlimit",
    "--connlimit",
    "--tcp-flags",
    "--sport",
    "--source-port",
    "--seconds",
    "--hitcount",
)
_MORE_CHANCES: Final = frozenset(
    {"-f", "--set", "--update", "--rcheck", "--name", "--rsource", "--mask", "--mark", "--remove"}
)
_NOTHING: Final = frozenset({"-m", "--match", "--syn", "--comment", "--reject-with", "--tcp-option", "--return-nomatch"})
_QUIET: Final = frozenset(
    {"LOG", "NFLOG", "AUDIT", "MARK", "CONNMARK", "CT", "NOTRACK", "TCPMSS", "TRACE", "SECMARK", "ULOG"}
)


def read_rule(line: str, packet: Packet) -> Rule:
    """Read one rule without its ``-A CHAIN``; what it asks for and we do not know makes it odd."""
    rule = Rule()
    for is_not, option, value in _options(line):
        if option in {"-j", "-g", "--jump", "--goto"}:
            rule = _to(rule, value, is_goto=option in {"-g", "--goto"})
        elif option.startswith("--log") or option in _NOTHING:
            continue
        else:
            rule = _narrowed(rule, option, value, packet, is_not=is_not)
    return rule


def _options(line: str) -> list[tuple[bool, str, str]]:
    try:
        words = shlex.split(line)
    except ValueError:
        return [(False, "-j", "ACCEPT"), (False, "?", line)]
    found: list[tuple[bool, str, str]] = []
    is_not = False
    for word in words:
        if word == "!":
            is_not = True
        elif word.startswith("-") and len(word) > 1:
            found.append((is_not, word, ""))
            is_not = False
        elif found:
            was_not, option, value = found.pop()
            found.append((was_not, option, f"{value} {word}".strip()))
    return found


def _to(rule: Rule, value: str, *, is_goto: bool) -> Rule:
    verdicts = {"ACCEPT": "accept", "DROP": "drop", "REJECT": "drop", "TARPIT": "drop", "RETURN": "return"}
    verdicts["NFQUEUE"] = "accept"
    name = value.split(" ", maxsplit=1)[0]
    if name in _QUIET:
        return replace(rule, verdict="")
    if name in verdicts and not is_goto:
        return replace(rule, verdict=verdicts[name])
    return replace(rule, verdict="goto" if is_goto else "jump", target=name)


def _narrowed(rule: Rule, option: str, value: str, packet: Packet, *, is_not: bool) -> Rule:
    if option in _SOURCES or (option == "--match-set" and "src" in value.rsplit(" ", maxsplit=1)[-1]):
        if value in {"0.0.0.0/0", "::/0"}:
            return rule
        return replace(rule, by_source="out" if is_not else "in")
    meets = _meets(option, value, packet)
    if meets is not None:
        return replace(rule, is_met=rule.is_met and meets != is_not)
    if option in {"-i", "--in-interface", "-d", "--destination", "--dst", "--match-set", "--dst-range"}:
        return replace(rule, by_place=True)
    is_chance = option.startswith(_CHANCES) or option in _MORE_CHANCES
    return replace(rule, by_chance=True) if is_chance else replace(rule, is_odd=True)


def _meets(option: str, value: str, packet: Packet) -> bool | None:
    """Whether the packet meets a condition that is the same for all sources; None where it is of another kind."""
    if option in {"-p", "--protocol"}:
        return protocol_meets(value, packet)
    if option in _PORTS:
        return port_meets(value, packet.port)
    if option in {"--state", "--ctstate"}:
        return "NEW" in value.split(",")
    if option == "--dst-type":
        return "LOCAL" in value
    if option in {"--icmp-type", "--icmpv6-type"}:
        return False
    return False if option in {"-i", "--in-interface"} and value == "lo" else None
