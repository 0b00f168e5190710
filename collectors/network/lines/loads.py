"""How busy processors are and how full memories, by command line.

Evidence for the forms: the public collectors' parsers of ``display cpu-usage`` and ``display memory-usage`` of VRP 5 and 8,
of ``display cpu-usage`` and ``display memory`` of Comware 5 and 7, of ``show cpu`` and ``show memory`` of RGOS, of ``show
processor`` of ZXROS. Samples::

    CPU utilization for five seconds: 11%: one minute: 12%: five minutes: 10%
    System Total Memory Is: 536870912 bytes

    Slot 1 CPU 0 CPU usage:
          10% in last 5 minutes

    CPU utilization in five minutes: 4.20%
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from collectors.base import Answer, Listing, ParseError, Wired
from collectors.facts.devices.loads import MEMORIES, PROCESSORS, Memory, Pool, Processor
from collectors.network.lines.reading import Table, at_least_one, by_lines, ratio, rows, shown, size
from collectors.network.lines.zte_stamps import unstamped

_FIVE, _ONE = 300.0, 60.0
_PLACE: Final = re.compile(
    r"[\s\[=]*(?:the )?(?P<name>(?:(?:chassis|slot|board|unit)\s*\d[\w/.]*\s*)+(?:cpu\s*\d+)?|slot [\w/]+)\b(?!.*%)",
    re.IGNORECASE,
)
_MEANS: Final = (
    (_FIVE, re.compile(r"\bfive minutes\s*:\s*([\d.]+)%", re.IGNORECASE)),
    (_FIVE, re.compile(r"([\d.]+)% in last 5 minutes", re.IGNORECASE)),
    (_ONE, re.compile(r"\bone minute\s*:\s*([\d.]+)%", re.IGNORECASE)),
)
_MOMENT: Final = re.compile(r"(?:system cpu (?:use rate is|using percentage)|cpu usage)\s*:\s*([\d.]+)%", re.IGNORECASE)
_TOTAL: Final = re.compile(r"system total memory(?: is)?\s*(?:\((\w+)\))?\s*:\s*([\d,]+)\s*(\w*)", re.IGNORECASE)
_USED: Final = re.compile(
    r"total (?:memory used|used memory)(?: is)?\s*(?:\((\w+)\))?\s*:\s*([\d,]+)\s*(\w*)", re.IGNORECASE
)
_SHARE: Final = re.compile(r"(?:memory using percentage(?: is)?|used rate)\s*:\s*([\d.]+)\s*%", re.IGNORECASE)
_MEM: Final = re.compile(r"\s*mem:((?:\s+[\d.]+%?)+)\s*$", re.IGNORECASE)
_RUIJIE_MEMORY: Final = re.compile(
    r"system memory\s*:\s*([\d.,]+)\s*([kmg]?b?)\s*total\b.*?([\d.]+)%\s*used(?:\s*rate)?", re.IGNORECASE
)
_RUIJIE_USED: Final = re.compile(r"\b(?:memory )?used rate\s*:\s*([\d.]+)\s*%", re.IGNORECASE)
_POOL: Final = re.compile(r"(\S+) pool total:?\s*(\d+)\s+used:?\s*(\d+)", re.IGNORECASE)
_ZTE: Final = Table(("cpu", "phymem", "memory"), between=r"\w+ ?\w*\s*:\s*\D|[A-Z]: ")


def _placed(lines: Iterable[str], default: str) -> Iterator[tuple[str, str]]:
    """Each line with the slot, board or unit that it stands below."""
    name = default
    for line in lines:
        if head := _PLACE.match(line):
            name = " ".join(head["name"].split()).lower()
        yield name, line


def processors(answer: Answer) -> Listing[Processor]:
    """The longest mean that each processor tells; a moment's value where it tells nothing else."""
    lines = shown(answer)
    found: dict[tuple[str, float], Processor] = {}
    for name, line in _placed(lines, "cpu"):
        for one in _told(name, line):
            if (name, one.window_seconds or 0.0) in found:
                raise ParseError(f"a second figure of {name}", line)
            found[name, one.window_seconds or 0.0] = one
    at_least_one(tuple(found), lines)
    best = {name: one for (name, _window), one in sorted(found.items(), key=lambda pair: pair[0][1])}
    return Listing(tuple(best[name] for name in dict.fromkeys(name for name, _window in found)))


def _told(name: str, line: str) -> Iterator[Processor]:
    for window, words in _MEANS:
        if said := words.search(line.replace("in five minutes", "five minutes").replace("in one minute", "one minute")):
            yield Processor(name, ratio(said[1], line), window_seconds=window)
    if said := _MOMENT.match(line.strip()):
        yield Processor(name, ratio(said[1], line))


def memories(answer: Answer) -> Listing[Memory]:
    """Total, used and the device's own percentage, of each slot."""
    lines = shown(answer)
    totals: dict[str, float] = {}
    used: dict[str, float] = {}
    shares: dict[str, float] = {}
    for name, line in _placed(lines, "memory"):
        if said := _TOTAL.search(line):
            totals.setdefault(name, size(said[2], said[1] or said[3]))
        elif said := _USED.search(line):
            used.setdefault(name, size(said[2], said[1] or said[3]))
        elif said := _SHARE.search(line):
            if name in shares:
                raise ParseError(f"a second figure of {name}", line)
            shares[name] = ratio(said[1], line)
    at_least_one(tuple(shares), lines)
    return Listing(
        tuple(
            Memory(name, share, total_bytes=totals.get(name), used_bytes=used.get(name)) for name, share in shares.items()
        )
    )


def comware_memories(answer: Answer) -> Listing[Memory]:
    """Comware 7 by its row ``Mem:``, whose last figure is the free share by its own word; Comware 5 as ``memories``."""
    lines = shown(answer)
    if not any(_MEM.match(line) for line in lines):
        return memories(answer)
    found: dict[str, Memory] = {}
    for name, line in _placed(lines, "memory"):
        if said := _MEM.match(line):
            if name in found:
                raise ParseError(f"a second figure of {name}", line)
            found[name] = _comware(name, said[1].split(), line)
    return Listing(tuple(found.values()))


def _comware(name: str, cells: list[str], line: str) -> Memory:
    """In KB as its first line says; the free share counts caches as free where they are."""
    if len(cells) < 3 or "%" in "".join(cells[:3]):  # noqa: PLR2004 - total, used, free
        raise ParseError("no total, used and free", line)
    total, used = (size(cell, "k") for cell in cells[:2])
    if not total:
        raise ParseError("a memory of no size", line)
    share = 1.0 - ratio(cells[-1].rstrip("%"), line) if cells[-1].endswith("%") else min(used / total, 1.0)
    return Memory(name, share, total_bytes=total, used_bytes=used)


def ruijie_memories(answer: Answer) -> Listing[Memory]:
    """``System Memory: 512MB total, ... 74.9% used rate``; of older software the pools."""
    lines = shown(answer)
    found = []
    for name, line in _placed(lines, "memory"):
        if said := _RUIJIE_MEMORY.search(line):
            total = size(said[1], said[2] or "k")
            found.append(Memory(name, ratio(said[3], line), total_bytes=total))
        elif said := _RUIJIE_USED.search(line):
            found.append(Memory(name, ratio(said[1], line)))
        elif (said := _POOL.search(line)) and int(said[2]):
            found.append(_pool(said, line))
    at_least_one(found, lines)
    return Listing(tuple(dict.fromkeys(found)))


def _pool(said: re.Match[str], line: str) -> Memory:
    share = int(said[3]) / int(said[2])
    if share > 1.0:
        raise ParseError("more used than there is", line)
    kind = Pool.SYSTEM if said[1].lower() in {"system", "processor"} else Pool.PACKET
    return Memory(said[1], share, total_bytes=float(said[2]), used_bytes=float(said[3]), pool=kind)


def zte_processors(answer: Answer) -> Listing[Processor]:
    """``show processor``: a row a panel, with the means of 5 s, 1 min and 5 min in this order."""
    found = []
    for name, cells in _panels(answer):
        found.append(Processor(name, ratio(cells[2].rstrip("%"), " ".join(cells)), window_seconds=_FIVE))
    return Listing(tuple(found))


def zte_memories(answer: Answer) -> Listing[Memory]:
    """``show processor``: the last figure of a row; PhyMem is in megabytes."""
    found = []
    for name, cells in _panels(answer):
        total = size(cells[-3], "m") if cells[-3].isdecimal() else None
        found.append(Memory(name, ratio(cells[-1].rstrip("%"), " ".join(cells)), total_bytes=total))
    return Listing(tuple(found))


def _panels(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """Panel and its figures: CPU three times, peak, PhyMem, buffer, memory."""
    lines = shown(answer)
    found = rows(lines, _ZTE)
    at_least_one(found, lines)
    for row in found:
        name, *cells = row.text.split()
        if len(cells) < 7:  # noqa: PLR2004 - as above
            raise ParseError("not as many figures as the heading has", row.text)
        yield name, cells


_FAMILIES: Final[
    tuple[tuple[str, str, str, Callable[[Answer], Listing[Processor]], Callable[[Answer], Listing[Memory]]], ...]
] = (
    ("huawei_vrp", "display cpu-usage", "display memory-usage", processors, memories),
    ("hp_comware", "display cpu-usage", "display memory", processors, comware_memories),
    ("ruijie_os", "show cpu", "show memory", processors, ruijie_memories),
    ("zte_zxros", "show processor", "show processor", unstamped(zte_processors), unstamped(zte_memories)),
)
COLLECTORS: Final[tuple[Wired, ...]] = (
    *(by_lines("processors", PROCESSORS, one[0], one[1], one[3]) for one in _FAMILIES),
    *(by_lines("memories", MEMORIES, one[0], one[2], one[4]) for one in _FAMILIES),
)
