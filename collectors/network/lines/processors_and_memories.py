"""Processors and memories: Cisco (IOS, IOS XE, NX-OS, ASA) and Arista.

Evidence: the makers' command references (``show processes cpu``, ``show processes memory sorted``, ``show system
resources``, ``show cpu usage detailed``, ``show memory``) and the recorded answers behind ntc-templates' templates of the
same names; Arista's is the JSON of eAPI (ShowProcessesTopOnce names its fields ``cpuInfo`` and ``memInfo`` after top).

Sample (of IOS)::

    CPU utilization for five seconds: 4%/0%; one minute: 6%; five minutes: 5%
"""

import re
from typing import Final

from collectors.base import Listing, ParseError
from collectors.facts.devices.loads import MEMORIES, PROCESSORS, Memory, Pool, Processor
from collectors.network.lines.asking import IOS, by_command, number, search, share
from collectors.network.lines.json_answers import document, items_at, number_at

_FIVE_MINUTES: Final = 300.0
_KIB: Final = 1024.0
_IOS_CPU: Final = re.compile(
    r"^ *(?:Core (?P<core>\d+): )?CPU utilization for five seconds: *\d+%(?:/\d+%)?; +one minute: +\d+%; +"
    r"five minutes: +(?P<used>\d+)%",
    re.MULTILINE,
)
_IOS_POOL: Final = re.compile(
    r"^ *(?P<name>\S.*?) Pool Total: +(?P<total>\d+) +Used: +(?P<used>\d+) +Free: +(?P<free>\d+) *$", re.MULTILINE
)
_IOS_OLD: Final = re.compile(r"^ *Total: +(?P<total>\d+),? +Used: +(?P<used>\d+),? +Free: +(?P<free>\d+) *$", re.MULTILINE)
_XE_SYSTEM: Final = re.compile(
    r"^ *System memory *: +(?P<total>\d+)K? total, +(?P<used>\d+)K? used, +(?P<free>\d+)K? free",
    re.MULTILINE | re.IGNORECASE,
)
_NX_MEMORY: Final = re.compile(
    r"^ *Memory usage: +(?P<total>\d+)K total, +(?P<used>\d+)K used, +(?P<free>\d+)K free", re.MULTILINE
)
_ASA_CORE: Final = re.compile(r"^Core (\d+) +[\d.]+ \(.*?\) +[\d.]+ \(.*?\) +([\d.]+) \(", re.MULTILINE)
_ASA_CORES: Final = re.compile(r"^Core +5 sec +1 min +5 min", re.MULTILINE)
_ASA_TOTAL: Final = re.compile(
    r"^(?:Total CPU utilization for: *\n +|CPU utilization for )5 seconds = [\d.]+%; 1 minute: [\d.]+%; "
    r"5 minutes: (?P<used>[\d.]+)%",
    re.MULTILINE,
)
_ASA_CONTROL: Final = re.compile(
    r"^Current control point elapsed .*\n +5 seconds = [\d.]+%; 1 minute: [\d.]+%; 5 minutes: ([\d.]+)%", re.MULTILINE
)
_ASA_MEMORY: Final = re.compile(r"^(?P<what>Free|Used|Total) memory: +(?P<bytes>\d+) bytes", re.MULTILINE)


def _processors_ios(text: str) -> Listing[Processor]:
    """IOS and NX-OS. A switch of several cores under IOS XE 3 writes the line once a core."""
    search(_IOS_CPU, text, "the line of the utilisation")
    found = {
        f"core {one['core']}" if one["core"] else "CPU": Processor(
            f"core {one['core']}" if one["core"] else "CPU",
            share(one["used"]),
            window_seconds=_FIVE_MINUTES,
            is_core=one["core"] is not None,
        )
        for one in _IOS_CPU.finditer(text)
    }
    return Listing(tuple(found.values()))


def _processors_asa(text: str) -> Listing[Processor]:
    """The total, each core, and the control point, which alone answers us. Five minutes' means."""
    found = [Processor("CPU", share(search(_ASA_TOTAL, text, "the total")["used"]), window_seconds=_FIVE_MINUTES)]
    control = _ASA_CONTROL.search(text)
    if control:
        found.append(Processor("control point", share(control[1]), window_seconds=_FIVE_MINUTES))
    cores = _ASA_CORE.findall(text)
    if _ASA_CORES.search(text) and [name for name, _used in cores] != [str(number) for number in range(len(cores))]:
        raise ParseError("the cores are not all there", " ".join(name for name, _used in cores))
    found += [
        Processor(f"core {name}", share(used), window_seconds=_FIVE_MINUTES, is_core=True, is_data_plane=True)
        for name, used in cores
    ]
    return Listing(tuple(found))


def _memories_ios(text: str) -> Listing[Memory]:
    """Pools by their names; of a switch under IOS XE 3 the whole, whose caches count as used."""
    found = {one["name"]: _memory(one["name"], one, _pool(one["name"])) for one in _IOS_POOL.finditer(text)}
    if not found and (whole := _XE_SYSTEM.search(text)):
        found["System"] = _memory("System", whole, Pool.MIXED, _KIB)
    if not found:
        found["Processor"] = _memory("Processor", search(_IOS_OLD, text, "a pool"))
    return Listing(tuple(found.values()))


def _pool(name: str) -> Pool:
    """What a pool of IOS is for: reserve and lsmpi_io are full by design, I/O holds packets."""
    lower = name.lower()
    if lower.startswith(("reserve", "lsmpi_io", "image", "interrupt", "critical", "exception")):
        return Pool.RESERVED
    return Pool.PACKET if lower.startswith(("i/o", "io", "driver te", "fast")) else Pool.SYSTEM


def _memory(name: str, one: re.Match[str], pool: Pool = Pool.SYSTEM, unit: float = 1.0) -> Memory:
    total, used = number(one["total"]) * unit, number(one["used"]) * unit
    if total <= 0 or used > total:
        raise ParseError("more is used than there is", one[0])
    return Memory(name, used / total, total_bytes=total, used_bytes=used, pool=pool)


def _memories_nxos(text: str) -> Listing[Memory]:
    """The whole of the supervisor, caches among the used."""
    return Listing((_memory("System", search(_NX_MEMORY, text, "the line of the memory"), Pool.MIXED, _KIB),))


def _memories_asa(text: str) -> Listing[Memory]:
    """The first three lines; what stands below them is of the platform."""
    said: dict[str, float] = {}
    for one in _ASA_MEMORY.finditer(text):
        said.setdefault(one["what"], number(one["bytes"]))
    if set(said) != {"Free", "Used", "Total"} or said["Total"] <= 0 or said["Used"] > said["Total"]:
        raise ParseError("free, used and total memory are not all told", text[:200])
    return Listing((Memory("System", said["Used"] / said["Total"], total_bytes=said["Total"], used_bytes=said["Used"]),))


def _processors_eos(text: str) -> Listing[Processor]:
    """``top``'s line: a moment's mean over all cores."""
    idle = [found for _name, one in items_at(document(text), "cpuInfo") if (found := number_at(one, "idle")) is not None]
    if not idle:
        raise ParseError("no idle share", text[:200])
    return Listing((Processor("CPU", 1.0 - share(str(sum(idle) / len(idle)))),))


def _memories_eos(text: str) -> Listing[Memory]:
    """``show version``: free does not hold what caches would give back."""
    said = document(text)
    total, free = number_at(said, "memTotal"), number_at(said, "memFree")
    if total is None or free is None or not 0 <= free <= total or total <= 0:
        raise ParseError("no memTotal and memFree", text[:200])
    used = total - free
    return Listing((Memory("System", used / total, total_bytes=total * _KIB, used_bytes=used * _KIB, pool=Pool.MIXED),))


_NX: Final = ("cisco_nxos",)
_ASA: Final = ("cisco_asa",)
_EOS: Final = ("arista_eos",)
COLLECTORS: Final = (
    by_command("processors", PROCESSORS, IOS, "show processes cpu", _processors_ios),
    by_command("processors", PROCESSORS, _NX, "show processes cpu", _processors_ios),
    by_command("processors", PROCESSORS, _ASA, "show cpu usage detailed", _processors_asa),
    by_command("processors", PROCESSORS, _ASA, "show cpu usage", _processors_asa, also="total"),
    by_command("processors", PROCESSORS, _EOS, "show processes top once | json", _processors_eos),
    by_command("memories", MEMORIES, IOS, "show processes memory sorted", _memories_ios),
    by_command("memories", MEMORIES, _NX, "show system resources", _memories_nxos),
    by_command("memories", MEMORIES, _ASA, "show memory", _memories_asa),
    by_command("memories", MEMORIES, _EOS, "show version | json", _memories_eos),
)
