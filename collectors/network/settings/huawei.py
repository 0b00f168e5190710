"""Settings of Huawei VRP.

Documents: Command References of the S300 to S12700 and of CloudEngine; packets that no rule of a traffic-filter fits pass
(traffic-filter, usage guidelines).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.facts.devices.settings import OFF, ON, Said, Secret, Settings
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
from collectors.network.settings.tree import Section, heads, last, matches, said_of, values

_MAKER: Final = "Huawei"
_USER: Final = re.compile(r"local-user (?P<user>\S+) password (?P<how>irreversible-cipher|cipher|simple)? ?\S+.*")
_SUPER: Final = re.compile(r"super password(?: level \d+)? (?P<how>cipher|simple|irreversible-cipher) \S+")
_RESERVED: Final = re.compile(r"vty (?:1[6-9]|20)(?: (?:1[6-9]|2[01]))?")
"""Lines that VRP keeps for its network manager; untouched ones are no way in."""


def read_vrp(tree: Sequence[Section]) -> Settings:
    """Read a configuration of VRP."""
    top, said = heads(tree), {**defaults(_MAKER), **said_of(tree, TOPICS)}
    telnet_of(said)
    said |= _aaa(tree)
    if found := versions(top):
        said["snmp_versions"] = found
    lines = tuple(one for one in terminals(tree, _MAKER) if one.lines or not _RESERVED.fullmatch(one.name))
    return Settings(
        "huawei_vrp",
        said,
        lines,
        tuple(_secrets(tree)),
        communities(top),
        groups(top),
        values(top, r"info-center loghost (?!source )(?P<v>\S+)(?: .*)?"),
        values(top, r"ntp(?:-service)? (?:unicast-server|unicast-peer)(?: ipv6)? (?P<v>\S+)(?: .*)?"),
        chinese_filters(tree, tuple(_uses(tree))),
        "permit",
    )


def _aaa(tree: Sequence[Section]) -> dict[str, Said]:
    """AAA: a scheme with a server, and accounting or recording by one."""
    said = {
        "aaa": Said(OFF, default_of="Huawei Command Reference: authentication-mode is local"),
        "accounting": Said(OFF, default_of="Huawei Command Reference: accounting-mode is none"),
    }
    for one in tree:
        if one.words != "aaa":
            continue
        if found := last(one.lines, r"authentication-mode (?:local )?(?:hwtacacs|radius|ldap|ad).*"):
            said["aaa"] = Said(ON, found[0])
        if found := last(
            one.lines, r"accounting-mode (?:hwtacacs|radius).*|recording-mode hwtacacs .+|cmd recording-scheme .+"
        ):
            said["accounting"] = Said(ON, found[0])
    return said


def _secrets(tree: Sequence[Section]) -> Iterator[Secret]:
    for one in tree:
        if match := _USER.fullmatch(one.words):
            yield Secret(f"user {match['user']}", KEPT[match["how"] or "simple"], one.words)
        elif match := _SUPER.fullmatch(one.words):
            yield Secret("super", KEPT[match["how"]], one.words)
    for one, head in matches(tree, r"user-interface (?P<name>.+)"):
        if found := last(one.lines, r"set authentication password (?P<how>cipher|simple|irreversible-cipher) \S+"):
            yield Secret(head["name"], KEPT[found["how"]], found[0])


def _uses(tree: Sequence[Section]) -> Iterator[tuple[str, str]]:
    pattern = re.compile(
        r"(?:traffic-(?:filter|secure)|packet-filter) (?:vlan \d+ )?(?P<way>inbound|outbound)? ?"
        r"acl (?:name )?(?P<v>\S+)(?: .*)?"
    )
    for one in (each for each in tree if not each.is_indented):
        place = one.words.removeprefix("interface ") if one.lines else ""
        for line in one.lines or (one.words,):
            if match := pattern.fullmatch(line):
                yield match["v"], f"{place} {match['way'] or ''}".strip() or "global"
