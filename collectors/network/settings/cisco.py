"""Settings of Cisco IOS and IOS XE, and of RGOS, which Ruijie writes in the same words.

Defaults that are judged, each of a document: an exec session ends after 10 minutes (Terminal Services Command Reference,
exec-timeout); SSH waits 120 seconds and lets one try 3 times (Secure Shell Command Reference, ip ssh); AAA is off (Security
Command Reference, aaa new-model). Which protocols a line takes, whether the web server runs and which versions of SSH are
served differ between releases: where no line says it, it is not known.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from collectors.facts.devices.settings import OFF, ON, Community, Said, Secret, Settings, SnmpGroup, Terminal
from collectors.network.settings.filters import cisco_filters
from collectors.network.settings.tree import (
    Section,
    heads,
    idle_seconds,
    last,
    matches,
    numbered,
    said_of,
    topic,
    unread,
    values,
)

_TOPICS: Final = (
    topic("http", r"ip http server", ON),
    topic("http", r"no ip http server", OFF),
    topic("https", r"ip http secure-server", ON),
    topic("https", r"no ip http secure-server", OFF),
    topic("ssh1", r"ip ssh version 2", OFF),
    topic("ssh1", r"ip ssh version 1", ON),
    topic("ssh_seconds", r"ip ssh time-?out (?P<n>\d+)", ON),
    topic("ssh_retries", r"ip ssh authentication-retries (?P<n>\d+)", ON),
    topic("aaa", r"aaa new-model", ON),
    topic("aaa", r"no aaa new-model|aaa authentication login default none", OFF),
    topic("accounting", r"aaa accounting (?:exec|commands \d+|network|system) .+", ON),
    topic("logging", r"no logging (?:on|enable)", OFF),
    topic("log_times", r"service timestamps log (?:datetime|uptime).*", ON),
    topic("log_times", r"no service timestamps(?: log)?(?: .*)?", OFF),
    topic("time_keys", r"ntp authenticate", ON),
    topic("cover", r"service password-encryption", ON),
    topic("cover", r"no service password-encryption", OFF),
    topic("archive", r"archive", ON),
)
_RGOS: Final = (
    topic("telnet", r"enable service telnet-server", ON),
    topic("telnet", r"no enable service telnet-server", OFF),
    topic("http", r"enable service web-server(?: (?:http|all))?", ON),
    topic("http", r"no enable service web-server(?: (?:http|all))?", OFF),
    topic("http", r"enable service web-server https", OFF),
)
_SSH_DEFAULTS: Final = "Cisco IOS Secure Shell Command Reference: ip ssh"
IOS_DEFAULTS: Final[Mapping[str, Said]] = {
    "telnet": Said(ON, default_of="Cisco IOS Terminal Services Configuration Guide: telnet is bound by the lines alone"),
    "ssh_seconds": Said(ON, default_of=_SSH_DEFAULTS, number=120),
    "ssh_retries": Said(ON, default_of=_SSH_DEFAULTS, number=3),
    "aaa": Said(OFF, default_of="Cisco IOS Security Command Reference: aaa new-model"),
    "accounting": Said(OFF, default_of="Cisco IOS Security Command Reference: aaa accounting"),
    "time_keys": Said(OFF, default_of="Cisco IOS Network Management Command Reference: ntp authenticate"),
    "logging": Said(ON, default_of="Cisco IOS Network Management Command Reference: logging on"),
}
RGOS_DEFAULTS: Final[Mapping[str, Said]] = {
    "aaa": Said(OFF, default_of="Ruijie RGOS Command Reference: aaa new-model"),
    "accounting": Said(OFF, default_of="Ruijie RGOS Command Reference: aaa accounting"),
    "logging": Said(ON, default_of="Ruijie RGOS Command Reference: logging on"),
}
_IDLE: Final = Said("", default_of="Cisco IOS Terminal Services Command Reference: exec-timeout", number=600)
_RGOS_IDLE: Final = Said("", default_of="Ruijie RGOS Command Reference: exec-timeout", number=600)
KEPT: Final[Mapping[str, str]] = {
    "0": "plain",
    "": "plain",
    "4": "weak-hash",
    "5": "hash",
    "6": "reversible",
    "7": "readable",
    "8": "hash",
    "9": "hash",
    "14": "hash",
}
"""Types of passwords; 4 is a hash without salt or rounds (Cisco advisory cisco-sr-20130318-type4), 7 hides nothing."""
_SECRET: Final = re.compile(
    r"(?P<whose>enable|username (?P<user>\S+)(?: .*?)?) "
    r"(?P<word>secret|password)(?: level \d+)?(?: (?P<type>\d{1,2}))? \*+.*"
)
_OPEN: Final = re.compile(r"username (?P<user>\S+)(?: .*)? nopassword(?: .*)?")
_OTHER_SECRET: Final = re.compile(r"(?:username|enable) .*\*{6}")
_COMMUNITY: Final = re.compile(
    r"snmp-server community(?: [07])? (?P<name>\S+)(?: view \S+)?(?P<rw> (?:RO|RW|ro|rw))?"
    r"(?: ipv6 (?P<v6>\S+))?(?: (?P<acl>\S+))?"
)
GROUP: Final = re.compile(r"snmp-server group (?P<name>\S+) v3 (?P<level>auth|noauth|priv)(?: .*)?")
LEVELS: Final[Mapping[str, str]] = {"auth": "authNoPriv", "noauth": "noAuthNoPriv", "priv": "authPriv"}
_HOST: Final = r"logging (?:host |server )?(?P<v>\d[\d.]+|[0-9a-fA-F:]*:[0-9a-fA-F:]+|ipv6 \S+)(?: .*)?"
_NAMED_HOST: Final = r"logging (?:host|server) (?P<v>\S+)(?: .*)?"
TIME_SERVER: Final = r"(?:s?ntp) (?:server|peer|server pool)(?: vrf \S+| oob)?(?: ip(?:v6)?)? (?P<v>\S+)(?: .*)?"
_USE: Final = re.compile(r"ip access-group (?P<name>\S+) (?P<way>in|out)(?: .*)?")


def read_ios(tree: Sequence[Section]) -> Settings:
    """Read a configuration of IOS or IOS XE."""
    return _read(tree, "cisco_ios", {**IOS_DEFAULTS, **said_of(tree, _TOPICS)}, _IDLE)


def read_rgos(tree: Sequence[Section]) -> Settings:
    """Read a configuration of RGOS."""
    return _read(tree, "ruijie_os", {**RGOS_DEFAULTS, **said_of(tree, (*_TOPICS, *_RGOS))}, _RGOS_IDLE)


def _read(tree: Sequence[Section], dialect: str, said: dict[str, Said], idle: Said) -> Settings:
    top = heads(tree)
    return Settings(
        dialect,
        said,
        tuple(_terminals(tree, idle)),
        (*secrets(top), *_line_secrets(tree)),
        communities(top),
        groups(top),
        tuple(dict.fromkeys((*values(top, _HOST), *values(top, _NAMED_HOST)))),
        values(top, TIME_SERVER),
        cisco_filters(tree, tuple(uses(tree))),
        "deny",
    )


def _terminals(tree: Sequence[Section], idle: Said) -> Iterator[Terminal]:
    for one, match in matches(tree, r"line (?P<name>(?P<kind>con(?:sole)?|aux|vty|tty) .+)"):
        came = last(one.lines, r"(?:no )?transport input(?: (?P<v>.+))?")
        timeout = last(one.lines, r"(?:(?P<no>no) )?exec-timeout(?: (?P<m>\d+)(?: (?P<s>\d+))?)?")
        yield Terminal(
            match["name"],
            match["kind"] in {"vty", "tty"},
            Said(came["v"] or "none", came[0]) if came else None,
            values(one.lines, r"(?:ip )?access-class (?P<v>\S+) in(?: .*)?"),
            _idle(timeout) if timeout else idle,
            _authentication(one.lines),
            "no exec" in one.lines,
            one.lines,
        )


def _idle(found: re.Match[str]) -> Said:
    never = found["no"] is not None or found["m"] is None
    return Said("", found[0], number=0.0 if never else idle_seconds(found["m"], found["s"]))


def _authentication(lines: Sequence[str]) -> Said | None:
    found = last(lines, r"(?P<no>no )?login(?: (?P<v>local|authentication \S+|tacacs))?")
    if found is None:
        return None
    word = "none" if found["no"] else {None: "password", "local": "local"}.get(found["v"], "aaa")
    return Said(word, found[0])


def secrets(top: Sequence[str]) -> Iterator[Secret]:
    """How passwords of users and of the enable command are kept."""
    for line in top:
        if match := _SECRET.fullmatch(line):
            owner = "enable" if match["whose"] == "enable" else f"user {match['user']}"
            kept = "hash" if match["word"] == "secret" and match["type"] is None else KEPT.get(match["type"] or "", "")
            yield Secret(owner, kept, line)
        elif match := _OPEN.fullmatch(line):
            yield Secret(f"user {match['user']}", "none", line)
        elif _OTHER_SECRET.match(line):
            yield Secret(" ".join(line.split()[:2]), "", line)


def _line_secrets(tree: Sequence[Section]) -> Iterator[Secret]:
    for one, head in matches(tree, r"line (?P<name>.+)"):
        if match := last(one.lines, r"password(?: (?P<type>\d{1,2}))? \*+"):
            yield Secret(head["name"], KEPT.get(match["type"] or "", ""), match[0])


def communities(top: Sequence[str]) -> tuple[Community, ...]:
    """Communities of SNMP v1 and v2c."""
    found = [match for line in top if (match := _COMMUNITY.fullmatch(line))]
    names = numbered(_community_name(match["name"], (match["rw"] or "").strip(), match["acl"] or "") for match in found)
    made = tuple(
        Community(
            name,
            not match["name"].startswith("*"),
            (match["rw"] or " ro").strip().lower() == "rw",
            tuple(each for each in (match["v6"], match["acl"]) if each),
            match[0],
        )
        for name, match in zip(names, found, strict=True)
    )
    strange = unread(top, "snmp-server community ", (one.line for one in made))
    return (*made, *(Community(name, False, None, (), line) for name, line in strange))  # noqa: FBT003 - no community of the factory


def _community_name(name: str, access: str, acl: str) -> str:
    if not name.startswith("*"):
        return name
    return " ".join(word for word in ("community", access.lower() or "ro", acl) if word)


def groups(top: Sequence[str]) -> tuple[SnmpGroup, ...]:
    """Groups of SNMPv3; IOS keeps its users out of the configuration, and with them their ciphers."""
    found = (match for line in top if (match := GROUP.fullmatch(line)))
    return tuple(SnmpGroup(f"group {match['name']}", LEVELS[match["level"]], (), match[0]) for match in found)


def uses(tree: Sequence[Section]) -> Iterator[tuple[str, str]]:
    """Which list is applied where packets pass."""
    for one, head in matches(tree, r"interface (?P<name>.+)"):
        for line in one.lines:
            if match := _USE.fullmatch(line):
                yield match["name"], f"{head['name']} {match['way']}"
