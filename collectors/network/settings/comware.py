"""Settings of Comware 5 and 7 (H3C, HPE).

Documents: H3C Security and ACL Command References; packets that no rule of a packet-filter fits pass, but
where ``packet-filter default deny`` says otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from collectors.facts.devices.settings import OFF, ON, Said, Secret, Settings, Terminal
from collectors.network.settings.chinese import (
    KEPT,
    TOPICS,
    communities,
    defaults,
    groups,
    telnet_of,
    terminals,
    versions,
)
from collectors.network.settings.filters import chinese_filters
from collectors.network.settings.tree import Section, heads, last, matches, said_of, topic, values

_MAKER: Final = "H3C"
_OWN: Final = (topic("unmatched", r"packet-filter default deny", "deny"),)
_PASSWORD: Final = r"password (?P<how>hash|cipher|simple) \S+"  # noqa: S105 - a pattern
_SCHEME: Final = r"{what} (?:login|default) (?:hwtacacs|radius|ldap)-scheme .+"


def read_comware(tree: Sequence[Section]) -> Settings:
    """Read a configuration of Comware."""
    top, said = heads(tree), {**defaults(_MAKER), **said_of(tree, (*TOPICS, *_OWN))}
    telnet_of(said)
    for name, what in (("aaa", "authentication"), ("accounting", "accounting")):
        said[name] = _scheme(tree, what)
    if found := versions(top):
        said["snmp_versions"] = found
    unmatched = said.pop("unmatched", None)
    return Settings(
        "hp_comware",
        said,
        tuple(_bounded(one, top) for one in terminals(tree, _MAKER)),
        tuple(_secrets(tree)),
        communities(top),
        groups(top),
        values(top, r"info-center loghost (?!source )(?:vpn-instance \S+ )?(?P<v>\S+)(?: .*)?"),
        values(
            top, r"(?:ntp-service|sntp) (?:ipv6 )?(?:unicast-server|unicast-peer) (?:vpn-instance \S+ )?(?P<v>\S+)(?: .*)?"
        ),
        chinese_filters(tree, tuple(_uses(tree))),
        unmatched.value if unmatched else "permit",
    )


def _bounded(one: Terminal, top: Sequence[str]) -> Terminal:
    """Comware 7 bounds who may come by lists of the telnet and SSH servers, not of the lines."""
    servers = values(top, r"(?:telnet|ssh) server (?:ipv6 )?acl (?:ipv6 )?(?:mac )?(?P<v>\S+)")
    return replace(one, access=(*(one.access or ()), *servers)) if one.is_remote else one


def _scheme(tree: Sequence[Section], what: str) -> Said:
    """A domain's scheme with a server."""
    for one, _match in matches(tree, r"domain (?:name )?\S+"):
        if found := last(one.lines, _SCHEME.format(what=what)):
            return Said(ON, found[0])
    return Said(OFF, default_of=f"H3C Security Command Reference: {what} default is local")


def _secrets(tree: Sequence[Section]) -> Iterator[Secret]:
    for one, head in matches(tree, r"local-user (?P<user>\S+)(?: class (?P<class>\S+))?"):
        if found := last(one.lines, _PASSWORD):
            yield Secret(f"user {head['user']}", KEPT[found["how"]], found[0])
    for one, head in matches(tree, r"(?:line|user-interface) (?P<name>.+)"):
        if found := last(one.lines, r"set authentication password (?P<how>hash|cipher|simple) \S+"):
            yield Secret(head["name"], KEPT[found["how"]], found[0])
    for one, _match in matches(tree, r"super password.*"):
        if found := re.fullmatch(r"super password(?: (?:level|role) \S+)? (?P<how>hash|cipher|simple) \S+", one.words):
            yield Secret("super", KEPT[found["how"]], one.words)


def _uses(tree: Sequence[Section]) -> Iterator[tuple[str, str]]:
    pattern = re.compile(r"packet-filter (?:name )?(?P<v>\d+|\S+) (?P<way>inbound|outbound)(?: .*)?")
    for one, head in matches(tree, r"interface (?P<name>.+)"):
        for line in one.lines:
            if match := pattern.fullmatch(line):
                yield match["v"], f"{head['name']} {match['way']}"
