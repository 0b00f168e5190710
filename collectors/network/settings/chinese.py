"""Settings of Huawei VRP and of Comware (H3C, HPE), which grew from one: what they write alike is read here.

Defaults that are judged, each of a document: an idle session ends after 10 minutes, SSH waits 60 seconds and lets one try
3 times (command references of both, idle-timeout, ssh server). Whether telnet, the web and version 1 of SSH are served, and
which protocols a line takes, differ between releases: where no line says it, it is not known.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from collectors.facts.devices.settings import OFF, ON, Community, Said, SnmpGroup, Terminal
from collectors.network.settings.tree import Section, Topic, idle_seconds, last, matches, numbered, topic, values

TOPICS: Final[tuple[Topic, ...]] = (
    topic("telnet", r"telnet (?:ipv6 )?server enable", ON),
    topic("telnet4", r"telnet server enable|undo telnet server disable", ON),
    topic("telnet4", r"undo telnet server enable|telnet server disable", OFF),
    topic("telnet6", r"telnet ipv6 server enable|undo telnet ipv6 server disable", ON),
    topic("ssh1", r"ssh server compatible-ssh1x(?: enable)?", ON),
    topic("ssh1", r"undo ssh server compatible-ssh1x(?: enable)?|ssh server compatible-ssh1x disable", OFF),
    topic("ssh_seconds", r"ssh server (?:authentication-)?timeout (?P<n>\d+)", ON),
    topic("ssh_retries", r"ssh server authentication-retries (?P<n>\d+)", ON),
    topic("http", r"(?:ip )?http (?:server )?enable", ON),
    topic("http", r"undo (?:ip )?http (?:server )?enable", OFF),
    topic("https", r"(?:ip https|http secure-server) enable", ON),
    topic("logging", r"undo info-center enable|info-center disable", OFF),
    topic("time_keys", r"ntp(?:-service)? authentication enable|ntp(?:-service)? authentication-?enable", ON),
    topic("archive", r"archive configuration (?:location|server) .+|set save-configuration backup-to-server .+", ON),
)
KEPT: Final[Mapping[str, str]] = {
    "irreversible-cipher": "hash",
    "hash": "hash",
    "cipher": "reversible",
    "simple": "plain",
}
"""How a password stands in the configuration; ``cipher`` is encrypted with a key that every device has."""
_COMMUNITY: Final = re.compile(
    r"snmp-agent community (?:(?P<access>read|write) )?(?:(?:simple|cipher) )?"
    r"(?P<name>(?!complexity-check\b)\S+)(?P<rest>(?: .*)?)"
)
_WRITING: Final = re.compile(r"user-role (?:network-admin|mdc-admin|level-15|context-admin)\b")
"""Roles of Comware 7 that may change everything; of others nobody knows here what they may."""
_GROUP: Final = re.compile(
    r"snmp-agent group v3 (?P<name>\S+)(?: (?P<level>privacy|authentication|noauthentication))?(?: .*)?"
)
_LEVELS: Final = {"privacy": "authPriv", "authentication": "authNoPriv"}


def defaults(maker: str) -> dict[str, Said]:
    """What both makers document of what no line says."""
    return {
        "ssh_seconds": Said(ON, default_of=f"{maker} Command Reference: ssh server timeout", number=60),
        "ssh_retries": Said(ON, default_of=f"{maker} Command Reference: ssh server authentication-retries", number=3),
        "logging": Said(ON, default_of=f"{maker} Command Reference: info-center enable"),
        "log_times": Said(ON, default_of=f"{maker} Command Reference: info-center timestamp"),
        "time_keys": Said(OFF, default_of=f"{maker} Command Reference: ntp-service authentication enable"),
    }


def telnet_of(said: dict[str, Said]) -> None:
    """Whether telnet is served at all: on where it is by IPv4 or IPv6, off where IPv4 is said to be and IPv6 not on."""
    four, six = said.pop("telnet4", None), said.pop("telnet6", None)
    said.pop("telnet", None)
    found = next((one for one in (four, six) if one is not None and one.value == ON), four)
    if found is not None:
        said["telnet"] = found


def terminals(tree: Sequence[Section], maker: str) -> Iterator[Terminal]:
    """The lines; ``line class`` of Comware 7 gives what a line does not say itself."""
    classes = {match["kind"]: one.lines for one, match in matches(tree, r"(?:line|user-interface) class (?P<kind>\S+)")}
    for one, match in matches(tree, r"(?:line|user-interface) (?P<name>(?P<kind>con(?:sole)?|aux|vty|tty|usb) .+)"):
        lines = (*classes.get(match["kind"], ()), *one.lines)
        came = last(lines, r"protocol inbound (?P<v>\S+)")
        timeout = last(lines, r"(?:(?P<no>undo) )?idle-timeout(?: (?P<m>\d+)(?: (?P<s>\d+))?)?")
        idle = Said("", default_of=f"{maker} Command Reference: idle-timeout", number=600)
        yield Terminal(
            match["name"],
            match["kind"] == "vty",
            Said(came["v"], came[0]) if came else None,
            values(lines, r"acl (?:ipv6 )?(?:name )?(?P<v>\S+)(?: ipv6)? inbound"),
            Said("", timeout[0], number=idle_seconds(timeout["m"], timeout["s"])) if timeout and timeout["m"] else idle,
            _authentication(lines),
            lines=one.lines,
        )


def _authentication(lines: Sequence[str]) -> Said | None:
    found = last(lines, r"authentication-mode (?P<v>\S+)(?: .*)?")
    return Said({"scheme": "aaa"}.get(found["v"], found["v"]), found[0]) if found else None


def communities(top: Sequence[str]) -> tuple[Community, ...]:
    """Communities of SNMP v1 and v2c."""
    found = [match for line in top if (match := _COMMUNITY.fullmatch(line))]
    filters = [tuple(word[1] for word in re.finditer(r"\bacl (?:ipv6 )?(\S+)", match["rest"])) for match in found]
    names = numbered(
        match["name"] if not match["name"].startswith("*") else " ".join(("community", _access(match), *acls))
        for match, acls in zip(found, filters, strict=True)
    )
    return tuple(
        Community(name, not match["name"].startswith("*"), _is_writing(match), acls, match[0])
        for name, match, acls in zip(names, found, filters, strict=True)
    )


def _access(match: re.Match[str]) -> str:
    """``read`` or ``write``; of Comware 7’s other form the role."""
    role = re.search(r"user-role (\S+)", match["rest"])
    return match["access"] or (role[1] if role else "")


def _is_writing(match: re.Match[str]) -> bool | None:
    if match["access"]:
        return match["access"] == "write"
    if _WRITING.search(match["rest"]):
        return True
    return False if "user-role network-operator" in match["rest"] else None


def groups(top: Sequence[str]) -> tuple[SnmpGroup, ...]:
    """Groups of SNMPv3, with the ciphers of all users: a user's protocols stand on lines of their own."""
    ciphers = values(top, r"snmp-agent usm-user v3 .*(?:privacy-mode) (?P<v>\S+)(?: .*)?")
    hashes = values(top, r"snmp-agent usm-user v3 .*(?:authentication-mode) (?P<v>\S+)(?: .*)?")
    found = (match for line in top if (match := _GROUP.fullmatch(line)))
    return tuple(
        SnmpGroup(f"group {one['name']}", _LEVELS.get(one["level"] or "", "noAuthNoPriv"), (*hashes, *ciphers), one[0])
        for one in found
    )


def versions(top: Sequence[str]) -> Said | None:
    """Which versions of SNMP are served, where a line says it."""
    found = last(top, r"snmp-agent sys-info version (?P<v>.+)")
    return Said(found["v"], found[0]) if found else None
