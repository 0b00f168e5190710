"""Settings of Cisco NX-OS.

Defaults that are judged, each of a document: telnet is off and SSH of version 2 alone is served (Nexus 9000 NX-OS Security
Configuration Guide, Configuring SSH and Telnet); NX-API is off (Programmability Guide). When an idle session ends differs
between releases and is not known where no line says it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from collectors.facts.devices.settings import OFF, ON, Community, Said, Secret, Settings, SnmpGroup, Terminal
from collectors.network.settings.cisco import GROUP, LEVELS, uses
from collectors.network.settings.filters import cisco_filters
from collectors.network.settings.tree import Section, heads, last, matches, numbered, said_of, topic, unread, values

_TOPICS: Final = (
    topic("telnet", r"feature telnet", ON),
    topic("telnet", r"no feature telnet", OFF),
    topic("nxapi", r"feature nxapi", ON),
    topic("nxapi_http", r"nxapi http port \d+", ON),
    topic("aaa", r"aaa authentication login default group .+", ON),
    topic("aaa", r"aaa authentication login default local", OFF),
    topic("accounting", r"aaa accounting default group .+", ON),
    topic("log_times", r"logging timestamp \S+", ON),
    topic("time_keys", r"ntp authenticate", ON),
)
_SERVERS: Final = "Cisco Nexus 9000 NX-OS Security Configuration Guide: Configuring SSH and Telnet"
_AAA: Final = "Cisco Nexus 9000 NX-OS Security Configuration Guide: Configuring AAA"
_DEFAULTS: Final[Mapping[str, Said]] = {
    "telnet": Said(OFF, default_of=_SERVERS),
    "ssh1": Said(OFF, default_of=_SERVERS),
    "aaa": Said(OFF, default_of=_AAA),
    "accounting": Said(OFF, default_of=_AAA),
    "log_times": Said(
        ON, default_of="Cisco Nexus 9000 NX-OS System Management Configuration Guide: Configuring System Logging"
    ),
    "time_keys": Said(OFF, default_of="Cisco Nexus 9000 NX-OS System Management Configuration Guide: Configuring NTP"),
    "logging": Said(
        ON, default_of="Cisco Nexus 9000 NX-OS System Management Configuration Guide: Configuring System Logging"
    ),
}
_NXAPI: Final = Said(OFF, default_of="Cisco Nexus 9000 NX-OS Programmability Guide: NX-API")
_ALL: Final = Said("all", default_of=_SERVERS)
"""Its lines take whatever a server serves."""
_KEPT: Final[Mapping[str, str]] = {
    "0": "plain",
    "3": "reversible",
    "5": "hash",
    "7": "readable",
    "8": "hash",
    "9": "hash",
}
_USER: Final = re.compile(r"username (?P<user>\S+) password (?P<type>\d) \S+(?: .*)?")
_COMMUNITY: Final = re.compile(r"snmp-server community (?P<name>\S+) group (?P<role>\S+)")
_COMMUNITY_FILTER: Final = r"snmp-server community {name} use-(?:acl|ipv[46]acl) (?P<v>\S+)(?: .*)?"
_FILTERED: Final = re.compile(r"snmp-server community \S+ use-.+")
_V3: Final = re.compile(r"snmp-server user (?P<name>\S+)(?P<rest> .*)")


def read_nxos(tree: Sequence[Section]) -> Settings:
    """Read a configuration of NX-OS."""
    top = heads(tree)
    said = {**_DEFAULTS, **said_of(tree, _TOPICS)}
    said["http"] = said["nxapi_http"] if "nxapi_http" in said and "nxapi" in said else _NXAPI
    if "nxapi" in said and "nxapi_http" not in said:
        del said["http"]  # whether NX-API serves http by itself differs between releases
    return Settings(
        "cisco_nxos",
        said,
        tuple(_terminals(tree)),
        tuple(_secrets(top)),
        _communities(top),
        tuple(_users(top)),
        values(top, r"logging server (?P<v>\S+)(?: .*)?"),
        values(top, r"ntp (?:server|peer) (?P<v>\S+)(?: .*)?"),
        cisco_filters(tree, (*uses(tree), *_port_uses(tree))),
        "deny",
    )


def _terminals(tree: Sequence[Section]) -> Iterator[Terminal]:
    for one, match in matches(tree, r"line (?P<name>console|vty)"):
        timeout = last(one.lines, r"exec-timeout (?P<m>\d+)")
        yield Terminal(
            match["name"],
            match["name"] == "vty",
            _ALL,
            values(one.lines, r"(?:ip(?:v6)? )?access-class (?P<v>\S+) in"),
            Said("", timeout[0], number=int(timeout["m"]) * 60.0) if timeout else None,
            None,
            lines=one.lines,
        )


def _port_uses(tree: Sequence[Section]) -> Iterator[tuple[str, str]]:
    for one, head in matches(tree, r"interface (?P<name>.+)"):
        yield from ((name, f"{head['name']} in") for name in values(one.lines, r"ip port access-group (?P<v>\S+) in"))


def _secrets(top: Sequence[str]) -> Iterator[Secret]:
    for line in top:
        if match := _USER.fullmatch(line):
            yield Secret(f"user {match['user']}", _KEPT.get(match["type"], ""), line)


def _communities(top: Sequence[str]) -> tuple[Community, ...]:
    """NX-OS writes a community's list on a line of its own; the names are masked: where there are as many, each has one."""
    found = [match for line in top if (match := _COMMUNITY.fullmatch(line))]
    names = numbered(
        match["name"] if not match["name"].startswith("*") else f"community {match['role']}" for match in found
    )
    made = []
    for name, match in zip(names, found, strict=True):
        rule = _COMMUNITY_FILTER.format(name=re.escape(match["name"]))
        filters = [one["v"] for line in top if (one := re.fullmatch(rule, line))]
        alike = sum(each["name"] == match["name"] for each in found)
        made.append(
            Community(
                name,
                not match["name"].startswith("*"),
                match["role"] in {"network-admin", "vdc-admin"},
                tuple(dict.fromkeys(filters)) if len(filters) >= alike else (),
                match[0],
            )
        )
    known = (*(one.line for one in made), *(line for line in top if _FILTERED.fullmatch(line)))
    strange = unread(top, "snmp-server community ", known)
    return (*made, *(Community(name, False, None, (), line) for name, line in strange))  # noqa: FBT003 - no community of the factory


def _users(top: Sequence[str]) -> Iterator[SnmpGroup]:
    """Users of SNMPv3: NX-OS makes one of each account, and a user's line tells whether he encrypts."""
    seen: set[str] = set()
    for line in top:
        match = _V3.fullmatch(line)
        if match is None or match["name"] in seen or re.search(r" use-ipv[46]acl ", line):
            continue
        seen.add(match["name"])
        rest = match["rest"]
        level = "authPriv" if " priv " in rest else "authNoPriv" if " auth " in rest else "noAuthNoPriv"
        cipher = ("aes128",) if " priv aes-128 " in rest else ("des",) if " priv " in rest else ()
        hashes = tuple(found[1] for found in re.finditer(r" auth (\S+)", rest))
        yield SnmpGroup(f"user {match['name']}", level, (*hashes, *cipher), line)
    for line in top:
        if found := GROUP.fullmatch(line):
            yield SnmpGroup(f"group {found['name']}", LEVELS[found["level"]], (), line)
