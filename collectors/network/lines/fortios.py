"""FortiOS: processors, memory, and the HA cluster.

Evidence: Fortinet's CLI reference and technical tips on ``get system performance status`` and ``get system ha status``, and
the recorded answers behind ntc-templates' ``fortinet_get_system_ha_status`` and ``fortinet_diagnose_sys_top``. Versions up
to 6.2 say master and slave, later ones primary and secondary.

Sample (shortened)::

    HA Health Status: OK
    Model: FortiGate-100F
    Mode: HA A-P
    Configuration Status:
        FG100F0000000001(updated 1 seconds ago): in-sync
        FG100F0000000002(updated 3 seconds ago): in-sync
    HBDEV stats:
        FG100F0000000001(updated 1 seconds ago):
            ha1: physical/1000auto, up, rx-bytes/packets/dropped/errors=1/1/0/0, tx=1/1/0/0
    Primary     : fw-a, FG100F0000000001, HA cluster index = 1
    Secondary   : fw-b, FG100F0000000002, HA cluster index = 0
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from collectors.base import Listing, ParseError
from collectors.facts.devices.loads import MEMORIES, PROCESSORS, Memory, Processor
from collectors.facts.devices.sensors import PARTS, Component, Part, Standing
from collectors.network.lines.asking import by_command, number, search, share


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE)


_CPU: Final = _of(r"^CPU(?P<core>\d*) states: .*?(?P<idle>\d+)% idle")
_TOP: Final = _of(r"^\d+U, \d+N, \d+S, (?P<idle>\d+)I\b.*?; *(?P<total>\d+)T, *(?P<free>\d+)F")
_MEMORY: Final = _of(r"^Memory: +(?P<total>\d+)k total, +(?P<used>\d+)k used(?: \((?P<percent>[\d.]+)%\))?")
_MEMORY_OLD: Final = _of(r"^Memory states: +(?P<percent>\d+)% used")
_KIB, _MIB = 1024.0, 1024.0 * 1024.0
_CONSERVE: Final = 0.82
"""FortiOS's default of memory-use-threshold-green, below which conserve mode ends."""
_REFUSING: Final = 0.88
"""Its default of memory-use-threshold-red, from which it is in conserve mode."""
_MODE: Final = _of(r"^Mode: *(\S.*?) *$")
_TITLE: Final = re.compile(
    r"(?P<title>HA Health Status|Model|Mode|Configuration Status|System Usage stats|HBDEV stats|MONDEV stats|PINGSVR stats|"
    r"Master|Slave|Primary|Secondary|number of vcluster|[a-z]\w+)(?: selected using)? *:(?P<rest>.*)"
)
_UNIT_LINE: Final = re.compile(r" *(?P<serial>[^\s(]+)\(updated .*?\): *(?P<state>.*?) *")
_PORT_LINE: Final = re.compile(r" *(?P<port>\S+): [^,]+, *(?P<state>up|down), .*")
_PORTS: Final = {"HBDEV stats": "heartbeat", "MONDEV stats": "monitored"}
_MEMBER: Final = _of(
    r"^(?P<role>Master|Slave|Primary|Secondary) *: *(?P<name>[^,\s]+) *, *(?P<serial>[^,\s]+), (?:HA )?cluster index = \d+"
)


def _processors(text: str) -> Listing[Processor]:
    """What is not idle, at the moment of asking; cores beside the whole. The head of ``diagnose sys top`` tells it too."""
    found = [
        Processor(f"core {one['core']}" if one["core"] else "CPU", 1.0 - share(one["idle"]), is_core=bool(one["core"]))
        for one in _CPU.finditer(text)
    ]
    if not found:
        found = [Processor("CPU", 1.0 - share(search(_TOP, text, "the states of the CPU")["idle"]))]
    return Listing(tuple({one.name: one for one in found}.values()))


def _memories(text: str) -> Listing[Memory]:
    """Used as FortiOS itself counts it, what could be freed not among it."""
    if whole := _MEMORY.search(text):
        total, used = number(whole["total"]) * _KIB, number(whole["used"]) * _KIB
        return Listing((_memory(total, used, whole[0]),))
    if old := _MEMORY_OLD.search(text):
        return Listing((Memory("System", share(old["percent"]), limit_ratio=_CONSERVE, critical_ratio=_REFUSING),))
    top = search(_TOP, text, "the line of the memory")
    total, free = number(top["total"]) * _MIB, number(top["free"]) * _MIB
    return Listing((_memory(total, total - free, top[0]),))


def _memory(total: float, used: float, line: str) -> Memory:
    if total <= 0 or not 0 <= used <= total:
        raise ParseError("more is used than there is", line)
    share_used = used / total
    return Memory("System", share_used, total_bytes=total, used_bytes=used, limit_ratio=_CONSERVE, critical_ratio=_REFUSING)


def _passages(text: str) -> dict[str, list[str]]:
    """The lines below each title, with what stands behind its colon; some versions indent them and some do not."""
    found: dict[str, list[str]] = {}
    title = ""
    for line in text.splitlines():
        head = _TITLE.fullmatch(line)
        if head and not _PORT_LINE.fullmatch(line):
            title = head["title"]
            found.setdefault(title, [])
        told = head["rest"] if head and not _PORT_LINE.fullmatch(line) else line
        if title and told.strip():
            found[title].append(told)
    return found


def _cluster(text: str) -> Listing[Component]:
    """The cluster's health, the members, whether their configurations agree, heartbeat and monitored ports.

    Where the unit stands alone by its own word, that is all there is. Raises ParseError where the parts of the page do not
    agree.
    """
    mode = search(_MODE, text, "the mode")
    if mode[1].lower().startswith("standalone"):
        return Listing((Component("HA mode", Part.REDUNDANCY, Standing.ABSENT, mode[1].strip()),))
    passages = _passages(text)
    members = list(_MEMBER.finditer(text))
    states = [
        one for line in passages.get("Configuration Status", ()) if (one := _UNIT_LINE.fullmatch(line)) and one["state"]
    ]
    if not members or sorted(one["serial"] for one in members) != sorted(one["serial"] for one in states):
        raise ParseError("members and their configuration status do not agree", f"{len(members)} / {len(states)}")
    names = {one["serial"]: one["name"] for one in members}
    found = [_health(passages)]
    found += [
        Component(f"{one['name']} {one['serial']}", Part.REDUNDANCY, Standing.OK, one["role"].lower()) for one in members
    ]
    found += [
        Component(
            f"{names[one['serial']]} configuration",
            Part.REDUNDANCY,
            Standing.OK if one["state"] == "in-sync" else Standing.FAILED,
            one["state"],
        )
        for one in states
    ]
    if len(members) == 1:
        found.append(Component("cluster members", Part.REDUNDANCY, Standing.FAILED, "1"))
    for title, what in _PORTS.items():
        found += _ports(what, passages.get(title, ()), names)
    return Listing(tuple(dict.fromkeys(found)))


def _health(passages: Mapping[str, Sequence[str]]) -> Component:
    words = [line.strip().rstrip(";") for line in passages.get("HA Health Status", ())]
    if not words:
        raise ParseError("a health without words", "HA Health Status")
    is_error = any("error" in one.lower() or "critical" in one.lower() for one in words)
    standing = Standing.OK if words == ["OK"] else Standing.FAILED if is_error else Standing.WARN
    return Component("HA health", Part.REDUNDANCY, standing, "; ".join(words))


def _ports(what: str, lines: Iterable[str], names: Mapping[str, str]) -> Iterator[Component]:
    name = ""
    for line in lines:
        if unit := _UNIT_LINE.fullmatch(line):
            name = names.get(unit["serial"], unit["serial"])
        elif port := _PORT_LINE.fullmatch(line):
            down = Standing.WARN if what == "heartbeat" else Standing.FAILED  # the cluster still hears by another one
            standing = Standing.OK if port["state"] == "up" else down
            yield Component(f"{name} {what} {port['port']}", Part.REDUNDANCY, standing, port["state"])


_FORTI: Final = ("fortinet",)
COLLECTORS: Final = (
    by_command("processors", PROCESSORS, _FORTI, "get system performance status", _processors),
    by_command("memories", MEMORIES, _FORTI, "get system performance status", _memories),
    by_command("parts", PARTS, _FORTI, "get system ha status", _cluster),
)
