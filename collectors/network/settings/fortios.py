"""Settings of FortiOS (FortiGate). ``show`` tells what differs from the default; the defaults are documented.

Source: FortiOS CLI Reference (config system global, interface, admin, snmp, ntp; config log syslogd setting; config
firewall policy). The interfaces that let people in are the login lines here, pairs of interfaces the filters. Units with
virtual domains are not read: what is told there is a part.
"""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from typing import Final

from collectors.facts.devices.rules import ANY
from collectors.facts.devices.settings import OFF, ON, Community, Filter, Rule, Said, Secret, Settings, SnmpGroup, Terminal
from collectors.network.settings.fortios_entries import Edit, block, edits
from collectors.network.settings.tree import Section

_CLI: Final = "FortiOS CLI Reference"
_TRUSTED: Final = "trusthost"
_MANAGING: Final = frozenset({"ssh", "telnet", "http", "https"})
_LEVELS: Final = {"no-auth-no-priv": "noAuthNoPriv", "auth-no-priv": "authNoPriv", "auth-priv": "authPriv"}
_TRUST_WORDS: Final = tuple(f"trusthost{number}" for number in range(1, 11))
_LOG_SERVERS: Final = ("log syslogd", "log syslogd2", "log syslogd3", "log syslogd4", "log fortianalyzer")


def read_fortios(tree: Sequence[Section]) -> Settings:
    """Read a configuration of FortiOS."""
    admins = edits(tree, "system admin")
    asks = block(tree, "system snmp sysinfo").first("status") == "enable"  # off by default, and then nobody is answered
    said = _said(tree, admins)
    return Settings(
        "fortinet",
        said,
        tuple(_terminals(tree, admins)),
        tuple(Secret(f"user {one.name}", "hash", "set password") for one in admins if "password" in one.sets),
        tuple(_community(one) for one in edits(tree, "system snmp community") if asks and one.first("status") != "disable"),
        tuple(_user(one) for one in edits(tree, "system snmp user") if asks and one.first("status") != "disable"),
        tuple(_log_hosts(tree)),
        tuple(_time_servers(tree)),
        (_trusted(admins), *_policies(tree)),
        "deny",
    )


def _said(tree: Sequence[Section], admins: Sequence[Edit]) -> dict[str, Said]:
    """What holds for the whole unit."""
    unit = block(tree, "system global")
    said = {
        "telnet": _switch(unit, "admin-telnet", default=ON),
        "ssh1": _switch(unit, "admin-ssh-v1", default=OFF),
        "ssh_seconds": _number(unit, "admin-ssh-grace-time", 120),
        "ssh_retries": _number(unit, "admin-lockout-threshold", 3),
        "logging": Said(ON, default_of=f"{_CLI}: config log syslogd setting"),
        "log_times": Said(ON, default_of=f"{_CLI}: messages carry date and time"),
    }
    redirect = _switch(unit, "admin-https-redirect", default=ON)
    ways = [one for one in edits(tree, "system interface") if "http" in one.sets.get("allowaccess", ())]
    said["http"] = Said(OFF, redirect.line, redirect.default_of)
    if ways and redirect.value == OFF:
        said["http"] = Said(ON, f"{ways[0].name}: set allowaccess {' '.join(ways[0].sets['allowaccess'])}")
    remote = [one for one in admins if one.first("remote-auth") == "enable"]
    said["aaa"] = (
        Said(ON, f"{remote[0].name}: set remote-auth enable") if remote else Said(OFF, default_of=f"{_CLI}: system admin")
    )
    return said


def _switch(unit: Edit, word: str, *, default: str) -> Said:
    if word not in unit.sets:
        return Said(default, default_of=f"{_CLI}: config system global, {word}")
    return Said(ON if unit.first(word) == "enable" else OFF, f"set {word} {unit.first(word)}")


def _number(unit: Edit, word: str, default: float) -> Said:
    value = unit.first(word)
    if value.isdecimal():
        return Said(ON, f"set {word} {value}", number=float(value))
    return Said(ON, default_of=f"{_CLI}: config system global, {word}", number=default)


def _terminals(tree: Sequence[Section], admins: Sequence[Edit]) -> Iterator[Terminal]:
    """Interfaces that let people in; who may come is bounded by the accounts, all of them or none."""
    unit = block(tree, "system global")
    minutes = _number(unit, "admintimeout", 5)
    idle = Said("", minutes.line, minutes.default_of, (minutes.number or 0) * 60)
    is_bounded = bool(admins) and all(any(word in one.sets for word in _TRUST_WORDS) for one in admins)
    for one in edits(tree, "system interface"):
        ways = [word for word in one.sets.get("allowaccess", ()) if word in _MANAGING]
        if ways and one.first("status") != "down":
            line = f"{one.name}: set allowaccess {' '.join(one.sets['allowaccess'])}"
            bounds = (_TRUSTED,) if is_bounded else ()
            yield Terminal(one.name, is_remote=True, protocols=Said(" ".join(ways), line), access=bounds, idle=idle)


def _trusted(admins: Sequence[Edit]) -> Filter:
    """The addresses that accounts are bounded to, as a list."""
    pairs = [one.sets[word] for one in admins for word in _TRUST_WORDS if word in one.sets]
    rules = tuple(
        Rule(f"set trusthost {' '.join(pair)}", is_permit=True, protocol="ip", source=_network(pair), destination=ANY)
        for pair in pairs
    )
    wide = tuple(sorted(rules, key=lambda rule: rule.source != ANY))  # the widest first: it is what bounds nothing
    return Filter(_TRUSTED, wide, (), is_used=True)


def _network(pair: Sequence[str]) -> tuple[int, int] | None:
    try:
        found = IPv4Network("/".join(pair), strict=False)
    except ValueError:
        return None
    return int(found.network_address), int(found.hostmask)


def _community(one: Edit) -> Community:
    name = one.first("name")
    is_masked = name.startswith("*") or not name
    hosts = tuple(" ".join(each["ip"]) for each in one.below if "ip" in each)
    label = f"community {one.name}" if is_masked else name
    line = f"edit {one.name}: set name {name}"
    return Community(label, is_factory=not is_masked, is_writing=False, filters=hosts, line=line)


def _user(one: Edit) -> SnmpGroup:
    level = one.first("security-level", "no-auth-no-priv")
    ciphers = tuple(word for word in (one.first("auth-proto"), one.first("priv-proto")) if word)
    return SnmpGroup(f"user {one.name}", _LEVELS.get(level, ""), ciphers, f"edit {one.name}: security-level {level}")


def _log_hosts(tree: Sequence[Section]) -> Iterator[str]:
    for name in _LOG_SERVERS:
        found = block(tree, f"{name} setting")
        if found.first("status") == "enable" and found.first("server"):
            yield found.first("server")


def _time_servers(tree: Sequence[Section]) -> Iterator[str]:
    """Those that are set; without a line the unit follows FortiGuard's."""
    found = block(tree, "system ntp")
    if found.first("ntpsync", "enable") != "enable":
        return
    if found.first("type", "fortiguard") == "fortiguard":
        yield "fortiguard"
    yield from (each["server"][0] for each in found.below if each.get("server"))


def _policies(tree: Sequence[Section]) -> Iterator[Filter]:
    """Policies by pair of interfaces, in the order in which they are tried; those that are switched off are none."""
    rules: dict[str, list[Rule]] = {}
    for one in edits(tree, "firewall policy"):
        if one.first("status") == "disable":
            continue
        pair = f"{' '.join(one.sets.get('srcintf', ()))} - {' '.join(one.sets.get('dstintf', ()))}"
        rules.setdefault(pair, []).append(_rule(one))
    for pair, found in rules.items():
        yield Filter(pair, tuple(found), (pair,), is_used=True)


def _rule(one: Edit) -> Rule:
    source, destination, service = (one.sets.get(word, ()) for word in ("srcaddr", "dstaddr", "service"))
    words = [] if service == ("ALL",) else list(service)
    for word, usual in (("schedule", ("always",)), ("users", ()), ("groups", ()), ("internet-service", ("disable",))):
        if one.sets.get(word, usual) != usual:
            words += [word, *one.sets[word]]
    return Rule(
        f"edit {one.name}: {' '.join(source)} > {' '.join(destination)} {' '.join(service)} {one.first('action', 'deny')}",
        one.first("action", "deny") == "accept",
        "ip",
        ANY if source == ("all",) else None,
        ANY if destination == ("all",) else None,
        " ".join(words),
    )
