"""docs/devices.md, docs/devices.zh-CN.md: what can answer each check of network devices, by the catalogue itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from agent.catalogue import COLLECTORS
from checks.base import AnyCheck
from checks.network import CHECKS
from collectors.base import Cli, Collector, Derived, Snmp, Wired
from config.kinds import FAMILIES
from config.text import render
from reports.output.catalogue import MADE

_WORDS: Final = {
    "en": (
        "# What answers the checks of network devices",
        "What tells what a check looks at. SNMP goes first; the command line answers what it does not offer.",
        ("check", "SNMP", "command line of"),
        "yes",
        "all families",
    ),
    "zh_CN": (
        "# 网络设备各检查项由什么方式回答",
        "各检查项的内容由什么方式提供。两者皆可时先用 SNMP，设备不以 SNMP 提供的由命令行回答。",
        ("检查项", "SNMP", "命令行（设备系列）"),
        "是",
        "全部系列",
    ),
}


_BY_SNMP_ALONE: Final = frozenset({"network.ups"})
"""A UPS is made of parts and sensors, which network devices tell by command line too; none of these is a UPS."""


_TOLD_BY: Final = {
    "network.memory_levels": "network.memories",
    "network.bgp_sessions": "network.bgp_peers",
    "network.starts": "network.restart_reason",
    "network.firewall_sessions": "network.session_tables",
    "network.signatures": "network.signature_databases",
    "network.measured_links": "network.interfaces",
}
"""Of kinds that are joined with what every device tells (since when it runs, what it is), the kind that counts."""


_BY_BOTH: Final = frozenset({"network.saved_configuration"})
"""What compares two answers: a family that gives but one of them compares nothing."""


@dataclass(frozen=True, slots=True)
class Ways:
    """By what one check can be answered."""

    is_by_snmp: bool
    families: tuple[str, ...]


def ways_of(check: AnyCheck) -> Ways:
    """Go from the check's kind to the asks behind it, through what is derived."""
    kind = _TOLD_BY.get(check.needs.name, check.needs.name)
    asks = [one.ask for one in _behind(kind, frozenset()) if isinstance(one, Collector)]
    known = _families(kind, frozenset())
    if check.id in _BY_SNMP_ALONE:
        return Ways(is_by_snmp=True, families=())
    return Ways(any(isinstance(ask, Snmp) for ask in asks), tuple(family for family in FAMILIES if family in known))


def _families(kind: str, seen: frozenset[str]) -> frozenset[str]:
    """The families whose command line gives a kind."""
    found: frozenset[str] = frozenset()
    for one in COLLECTORS if kind not in seen else ():
        if one.provides.name != kind:
            continue
        if isinstance(one, Derived):
            each = [_families(inner.name, seen | {kind}) for inner in one.of]
            found |= frozenset.intersection(*each) if one.id in _BY_BOTH else frozenset().union(*each)
        elif isinstance(one, Collector) and isinstance(one.ask, Cli):
            found |= frozenset(one.ask.families)
    return found


def _behind(kind: str, seen: frozenset[str]) -> Iterator[Wired]:
    for one in COLLECTORS:
        if one.provides.name != kind or kind in seen:
            continue
        yield one
        if isinstance(one, Derived):
            for inner in one.of:
                yield from _behind(inner.name, seen | {kind})


def page(language: str) -> str:
    """One line a check."""
    title, words, heads, yes, every = _WORDS[language]
    lines = [title, "", f"*{render(MADE, language)}*", "", words, "", f"| {' | '.join(heads)} |", "| --- | --- | --- |"]
    for check in CHECKS:
        ways = ways_of(check)
        if not ways.is_by_snmp and not ways.families:
            continue  # told by the session itself
        families = every if len(ways.families) == len(FAMILIES) else ", ".join(ways.families) or "-"
        lines.append(f"| {render(check.title, language)} `{check.id}` | {yes if ways.is_by_snmp else '-'} | {families} |")
    return "\n".join((*lines, ""))
