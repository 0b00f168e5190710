"""Stacks, supervisors, modules, vPC and failover of Cisco: what the device says of its own redundancy and boards.

Evidence: Cisco's command references and the recorded answers behind ntc-templates' ``show_switch_detail``,
``show_redundancy``, ``show_module``, ``show_vpc`` and ``cisco_asa_show_failover``. Of a kind one collector answers: where
there are two supervisors, how they stand to each other, else the modules.

Sample (of ASA)::

    Failover On
    Failover unit Primary
    Failover LAN Interface: failover GigabitEthernet0/5 (up)
    Version: Ours 9.8(4), Mate 9.8(4)
            This host: Primary - Active
            Other host: Secondary - Standby Ready
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from collectors.base import Absent, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.devices.sensors import PARTS, Component, Part, Standing
from collectors.facts.devices.topology import STACK_MEMBERS, StackMember
from collectors.network.lines.asking import IOS, by_command, rows, search, word
from collectors.network.lines.states import part
from config.text import verbatim


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_STACK_HEAD: Final = re.compile(r" *Switch# +Role +Mac Address +Priority")
_STACK_ROW: Final = re.compile(
    r"[* ]*(?P<number>\d+) +(?P<role>[A-Za-z]+) +(?P<mac>[0-9a-fA-F.]{14}) +\d+ +(?:\S*\d\S* +)?"
    r"(?P<state>[A-Z][\w .-]*?)\s*"
)
_STACK_END: Final = re.compile(r" *Stack Port Status.*")
_PORTS_HEAD: Final = re.compile(r" *Switch# +Port 1 +Port 2")
_PORTS_ROW: Final = re.compile(r" *(?P<number>\d+) +(?P<first>\S+) +(?P<second>\S+) +\S+ +\S+\s*")
_REDUNDANCY: Final = {
    "hardware": _of(r"^ *Hardware Mode = (\S.*?) *$"),
    "configured": _of(r"^ *Configured Redundancy Mode = (\S.*?) *$"),
    "operating": _of(r"^ *Operating Redundancy Mode = (\S.*?) *$"),
    "communications": _of(r"^ *Communications = (\S.*?) *$"),
    "peer": _of(r"^ *Standby Location = .*\n(?:.*\n)?? *Current Software state = (\S.*?) *$"),
}
_WHOLE_STANDBY: Final = {
    "stateful switchover": ("standby hot",),
    "sso": ("standby hot",),
    "rpr": ("standby cold", "standby hot"),
    "route processor redundancy": ("standby cold", "standby hot"),
}
_MODULE_HEAD: Final = re.compile(r" *Mod +Ports +(?:Module-Type|Card Type) +Model +(?:Status|Serial)")
_MODULE_ROW: Final = re.compile(
    r" *(?P<number>\d+) +(?P<ports>\d+) +(?P<type>\S.*?) {2,}(?:(?P<model>\S+) +)?"
    r"(?P<state>[a-z][\w-]*(?: [a-z]+)*) ?\*?\s*"
)
_MODULE_END: Final = re.compile(r" *(?:Mod +(?:Sw|MAC|Online|Power|Hw)|Xbar|\*).*")
_VPC_ID: Final = _of(r"^vPC domain id *: *(\S.*?) *$")
_VPC: Final = {
    "peer": _of(r"^Peer status *: *(\S.*?) *$"),
    "keepalive": _of(r"^vPC keep-?alive status *: *(\S.*?) *$"),
    "consistency": _of(r"^Configuration consistency status *: *(\S.*?) *$"),
}
_VPC_BESIDE: Final = {
    "per-vlan consistency": _of(r"^Per-vlan consistency status *: *(\S.*?) *$"),
    "type-2 consistency": _of(r"^Type-2 consistency status *: *(\S.*?) *$"),
}
"""Where they fail the pair forwards, but not all that it should, or not alike on both sides; older software lacks them."""
_VPC_COUNT: Final = _of(r"^Number of vPCs configured *: *(\d+) *$")
_VPC_ROW: Final = _of(
    r"^ *\d+ +(?P<port>(?:Po|port-channel|Eth)\S+) +(?P<state>up|down\*?) +(?P<consistency>success|failed|not\b|-|\S+)"
)
_VPC_TABLE: Final = _of(r"^vPC status *$")
_VPC_WELL: Final = ("peer adjacency formed ok", "peer is alive", "success")
_ON: Final = _of(r"^ *Failover (On|Off)\b.*$")
_HOST: Final = _of(r"^ *(?P<which>This host|Other host): *(?P<unit>Primary|Secondary)(?: - (?P<state>\S.*?))? *$")
_GROUP: Final = _of(r"^ *Group (?P<number>\d+) +State: *(?P<state>\S.*?) *$")
_LAN: Final = _of(r"^ *Failover LAN Interface: *(?P<name>\S+) +\S+ +\((?P<state>[^)]*)\)")
_MATES: Final = _of(r"^ *Version: *Ours (?P<ours>\S+?), *Mate (?P<mate>\S+) *$")
_MONITORED: Final = _of(r"^ *(?P<context>\S+ )?Interface (?P<name>\S+) \([^)]*\): *(?P<state>\S.*?) *$")
_UNIT_STATES: Final = {
    "active": Standing.OK,
    "standby ready": Standing.OK,
    "failed": Standing.FAILED,
    "disabled": Standing.OFF,
    "not detected": Standing.FAILED,
    "cold standby": Standing.WARN,
    "bulk sync": Standing.WARN,
    "sync config": Standing.WARN,
    "sync file system": Standing.WARN,
    "negotiation": Standing.WARN,
    "app sync": Standing.WARN,
}


def _stack(text: str) -> Listing[StackMember]:
    """Members, and the ports between them; one alone has none to lose. One that is only provisioned is not there."""
    found = [
        StackMember(f"Switch {row['number']}", row["role"].lower(), row["state"].lower() == "ready", row["state"])
        for row in rows(text, _STACK_HEAD, _STACK_ROW, re.compile(r" *H/W +Current *|.*Mac.*"), _STACK_END)
        if row["state"].lower() != "provisioned"
    ]
    if not found:
        raise ParseError("no member below the head", text[:200])
    if len(found) > 1 and re.search(_PORTS_HEAD.pattern, text):
        for row in rows(text, _PORTS_HEAD, _PORTS_ROW):
            for number, words in ((1, row["first"]), (2, row["second"])):
                found.append(StackMember(f"Switch {row['number']} port {number}", "", words.lower() == "ok", words))
    return Listing(tuple(found))


def _redundancy(text: str) -> Listing[Component]:
    """Two supervisors. Raises SessionError (not offered) where the device has but one by design."""
    said = {name: word(pattern, text) for name, pattern in _REDUNDANCY.items()}
    if not said["hardware"] or not said["operating"]:
        raise ParseError("no hardware mode and operating mode", text[:200])
    if said["hardware"].lower() != "simplex":
        return Listing(tuple(_supervisors(said)))
    if "non-redundant" in said["configured"].lower():
        raise SessionError(Reason.NOT_OFFERED, f"Hardware Mode = {said['hardware']}")
    # with one supervisor by design it looks the same as with the other one lost: the baseline of parts tells which
    return Listing((Component("supervisors", Part.REDUNDANCY, Standing.OFF, said["hardware"]),))


def _supervisors(said: dict[str, str]) -> Iterator[Component]:
    yield Component("supervisors", Part.REDUNDANCY, Standing.OK, said["hardware"])
    is_as_set = said["operating"].lower() == said["configured"].lower()
    words = f"{said['operating']} ({said['configured']})"
    yield Component("redundancy mode", Part.REDUNDANCY, Standing.OK if is_as_set else Standing.WARN, words)
    if said["communications"]:
        is_up = said["communications"].lower().startswith("up")
        standing = Standing.OK if is_up else Standing.FAILED
        yield Component("supervisor link", Part.REDUNDANCY, standing, said["communications"])
    mode = said["operating"].lower()
    whole = next((states for words, states in _WHOLE_STANDBY.items() if mode.startswith(words)), ("standby hot",))
    standing = Standing.OK if said["peer"].lower().startswith(whole) else Standing.FAILED
    yield Component("standby supervisor", Part.REDUNDANCY, standing, said["peer"] or "-")


def _modules(text: str) -> Listing[Component]:
    """Boards by slot. Raises ParseError without a row."""
    found = {}
    for row in rows(text, _MODULE_HEAD, _MODULE_ROW, end=_MODULE_END):
        made = part(Part.MODULE, f"module {row['number']}", row["state"])
        found[made.name] = replace(made, words=f"{row['type']} {made.words}")
    if not found:
        raise ParseError("no module below the head", text[:200])
    return Listing(tuple(found.values()))


def _vpc(text: str) -> Listing[StackMember]:
    """The pair as this side sees it. Raises Absent where no domain is configured."""
    domain = search(_VPC_ID, text, "the vPC domain")
    if not domain[1][0].isdecimal():
        raise Absent(domain[0].strip())
    said = {name: search(pattern, text, name)[1] for name, pattern in _VPC.items()}
    found = [
        StackMember(f"vPC {domain[1]} {name}", "", words.lower().startswith(_VPC_WELL), words)
        for name, words in said.items()
    ]
    for name, pattern in _VPC_BESIDE.items():
        if told := pattern.search(text):
            is_well = told[1].lower() == "success"
            found.append(StackMember(f"vPC {domain[1]} {name}", "", is_well, told[1], is_impaired=not is_well))
    each = list(_vpcs(domain[1], text))
    count = _VPC_COUNT.search(text)
    is_whole = count is None or int(count[1]) == len(each)
    why = verbatim(f"{len(each)} / {count[1]} vPC" if count else "")
    return Listing((*found, *each), () if is_whole else (Unseen("", Reason.NOT_UNDERSTOOD, why),))


def _vpcs(domain: str, text: str) -> Iterator[StackMember]:
    """Each vPC by its port channel. One that is down here is forwarded by the other side (``down*``), or by none."""
    head = _VPC_TABLE.search(text)
    for row in _VPC_ROW.finditer(text, head.end()) if head else ():
        is_well = row["state"].lower() == "up" and row["consistency"].lower() == "success"
        words = f"{row['state']} {row['consistency']}"
        yield StackMember(f"vPC {domain} {row['port']}", "", is_well, words, is_impaired=not is_well)


def _failover(text: str) -> Listing[Component]:
    """Both units, the link between them, their versions; where failover is off, that alone."""
    on = search(_ON, text, "whether failover is on")
    if on[1].lower() == "off":
        return Listing((Component("failover", Part.REDUNDANCY, Standing.ABSENT, on[0].strip()),))
    found = [*_units(text)]
    if len({one.name.split()[0] for one in found}) != len(_HOSTS):
        raise ParseError("not both hosts are told", text[:200])
    if lan := _LAN.search(text):
        standing = Standing.OK if lan["state"].lower().startswith("up") else Standing.FAILED
        found.append(Component("failover link", Part.REDUNDANCY, standing, lan["state"]))
    if mates := _MATES.search(text):
        is_same = mates["ours"] == mates["mate"]
        words = f"{mates['ours']} / {mates['mate']}"
        found.append(Component("failover versions", Part.REDUNDANCY, Standing.OK if is_same else Standing.WARN, words))
    return Listing(tuple(found))


_HOSTS: Final = ("This host", "Other host")


def _units(text: str) -> Iterator[Component]:
    heads = list(_HOST.finditer(text))
    ends = [one.start() for one in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=bool(heads)):
        below = text[head.end() : end]
        states = {head["unit"]: head["state"]} if head["state"] else {}
        states |= {f"{head['unit']} group {one['number']}": one["state"] for one in _GROUP.finditer(below)}
        if not states:
            raise ParseError("a host without a state", head[0])
        for name, words in states.items():
            yield Component(name, Part.REDUNDANCY, _UNIT_STATES.get(words.lower(), Standing.UNKNOWN), words)
        for one in _MONITORED.finditer(below):
            if one["state"].lower().startswith(("failed", "no link", "link down", "unknown")):
                standing = Standing.WARN if not one["state"].lower().startswith("unknown") else Standing.UNKNOWN
                yield Component(
                    f"{head['unit']} interface {one['context'] or ''}{one['name']}", Part.REDUNDANCY, standing, one["state"]
                )


_NX, _ASA = ("cisco_nxos",), ("cisco_asa",)
COLLECTORS: Final = (
    by_command("stack_members", STACK_MEMBERS, IOS, "show switch detail", _stack),
    by_command("stack_members", STACK_MEMBERS, _NX, "show vpc", _vpc),
    by_command("parts", PARTS, IOS, "show redundancy", _redundancy),
    by_command("parts", PARTS, IOS, "show module", _modules, also="modules"),
    by_command("parts", PARTS, _NX, "show module", _modules),
    by_command("parts", PARTS, _ASA, "show failover", _failover),
)
