"""Settings of Junos, as ``show configuration | display set`` writes them; what is deactivated does not hold.

Source: Junos CLI Reference. Telnet and the web are served only where a line says it (system services); SSH is version 2
(protocol-version); a session ends by itself only where its login class or the system says when (idle-timeout); passwords
are kept as hashes (encrypted-password). Filters of lo0 are for the device itself and bound who may log in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from collectors.facts.devices.rules import ANY
from collectors.facts.devices.settings import OFF, ON, Community, Filter, Rule, Said, Secret, Settings, SnmpGroup, Terminal
from collectors.network.settings.tree import Section, heads, last, said_of, topic, values

_SERVICES: Final = "Junos CLI Reference: system services"
_TOPICS: Final = (
    topic("telnet", r"set system services telnet.*", ON),
    topic("http", r"set system services web-management http(?: .*)?", ON),
    topic("ssh1", r"set system services ssh protocol-version v1", ON),
    topic("aaa", r"set system authentication-order (?:\[ )?(?:tacplus|radius).*", ON),
    topic("accounting", r"set system accounting destination .+", ON),
    topic("archive", r"set system archival configuration archive-sites .+", ON),
    topic("time_keys", r"set system ntp trusted-key .+", ON),
)
_DEFAULTS: Final[Mapping[str, Said]] = {
    "telnet": Said(OFF, default_of=_SERVICES),
    "http": Said(OFF, default_of=_SERVICES),
    "ssh1": Said(OFF, default_of="Junos CLI Reference: protocol-version"),
    "aaa": Said(OFF, default_of="Junos CLI Reference: authentication-order"),
    "accounting": Said(OFF, default_of="Junos CLI Reference: accounting (system)"),
    "logging": Said(ON, default_of="Junos CLI Reference: syslog"),
    "log_times": Said(ON, default_of="Junos CLI Reference: time-format"),
    "time_keys": Said(OFF, default_of="Junos CLI Reference: trusted-key"),
}
_SECRET: Final = re.compile(
    r"set system (?:(?P<root>root)-authentication|login user (?P<user>\S+) authentication) encrypted-password .+"
)
_COMMUNITY: Final = re.compile(r"set snmp community (?P<name>\S+) authorization (?P<access>read-only|read-write)")
_CLIENTS: Final = r"set snmp community {name} (?:clients|client-list-name) (?P<v>\S+)"
_LEVELS: Final = {"none": "noAuthNoPriv", "authentication": "authNoPriv", "privacy": "authPriv"}
_GROUP: Final = re.compile(
    r"set snmp v3 vacm access group (?P<name>\S+) .*security-level (?P<level>none|authentication|privacy) .+"
)
_INPUT: Final = r"set interfaces lo0 unit \d+ family inet filter (?:input|input-list) (?P<v>\S+)"
_TERM: Final = re.compile(
    r"set firewall (?:family inet )?filter (?P<filter>\S+) term (?P<term>\S+) (?P<rest>(?:from|then) .+)"
)


def active(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines that hold: nothing under what is deactivated."""
    off = tuple(f"set {line.removeprefix('deactivate ')}" for line in lines if line.startswith("deactivate "))
    return tuple(line for line in lines if not any(line == one or line.startswith(f"{one} ") for one in off))


def read_junos(tree: Sequence[Section]) -> Settings:
    """Read a configuration of Junos."""
    top = active(heads(tree))
    said = {**_DEFAULTS, **said_of(tuple(Section(line) for line in top), _TOPICS)}
    return Settings(
        "juniper_junos",
        said,
        tuple(_terminals(top)),
        tuple(_secrets(top)),
        tuple(_communities(top)),
        tuple(_groups(top)),
        tuple(one for one in values(top, r"set system syslog host (?P<v>\S+) .+")),
        values(top, r"set system ntp (?:server|peer) (?P<v>\S+)(?: .*)?"),
        tuple(_filters(top)),
        "deny",
    )


def _terminals(top: Sequence[str]) -> Iterator[Terminal]:
    """One a login class that an account is of; a class that comes with Junos has no idle time of its own."""
    usual = last(top, r"set system login idle-timeout (?P<n>\d+)")
    for name in values(top, r"set system login user \S+ class (?P<v>\S+)"):
        found = last(top, rf"set system login class {re.escape(name)} idle-timeout (?P<n>\d+)") or usual
        idle = Said("", default_of="Junos CLI Reference: idle-timeout", number=0)
        if found:
            idle = Said("", found[0], number=int(found["n"]) * 60.0)
        every = Said("all", default_of=_SERVICES)
        yield Terminal(f"class {name}", is_remote=True, protocols=every, access=values(top, _INPUT), idle=idle)


def _secrets(top: Sequence[str]) -> Iterator[Secret]:
    for line in top:
        if match := _SECRET.fullmatch(line):
            yield Secret("user root" if match["root"] else f"user {match['user']}", "hash", line)


def _communities(top: Sequence[str]) -> Iterator[Community]:
    """Names are masked, so that clients are told of all together; as many of one name as there are."""
    for number, match in enumerate((found for line in top if (found := _COMMUNITY.fullmatch(line))), 1):
        name, is_masked = match["name"], match["name"].startswith("*")
        alike = sum(bool(_COMMUNITY.fullmatch(line)) and f" {name} " in line for line in top)
        clients = values(top, _CLIENTS.format(name=re.escape(name))) if alike == 1 else ()
        label = f"community {number}" if is_masked else name.strip('"')
        yield Community(label, not is_masked, match["access"] == "read-write", clients, match[0])


def _groups(top: Sequence[str]) -> Iterator[SnmpGroup]:
    seen: dict[str, SnmpGroup] = {}
    for line in top:
        if match := _GROUP.fullmatch(line):
            name = f"group {match['name']} {match['level']}"
            seen.setdefault(name, SnmpGroup(name, _LEVELS[match["level"]], (), line))
    yield from seen.values()


def _filters(top: Sequence[str]) -> Iterator[Filter]:
    """IPv4 filters by their terms: one that asks for nothing takes all; what a term asks for is not compared."""
    terms: dict[str, dict[str, list[str]]] = {}
    for line in top:
        if match := _TERM.fullmatch(line):
            terms.setdefault(match["filter"], {}).setdefault(match["term"], []).append(match["rest"])
    for name, found in terms.items():
        uses = re.compile(
            rf"set interfaces (?P<v>\S+ unit \d+) family inet filter (?:in|out)put(?:-list)? {re.escape(name)}"
        )
        places = tuple(use["v"] for line in top if (use := uses.fullmatch(line)) and not use["v"].startswith("lo0 "))
        rules = tuple(rule for term, said in found.items() if (rule := _rule(term, said)))
        yield Filter(name, rules, places, any(line.split()[-1] == name for line in top if " filter " in line))


def _rule(term: str, said: Sequence[str]) -> Rule | None:
    """A term that decides; one that only counts or polices goes on to the next where it says so."""
    asks = " ".join(sorted(one for one in said if one.startswith("from ")))
    does = {one.split()[1] for one in said if one.startswith("then ")}
    if "next" in does:
        return None
    source = ANY if not asks else None
    return Rule(f"term {term} {asks}".strip(), not does & {"discard", "reject"}, "ip", source, source, asks)
