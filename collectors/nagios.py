"""Monitoring plug-ins (Nagios, Icinga, monitoring-plugins): run here or on the target, and what their words mean.

Source: Monitoring Plugins Development Guidelines, sections "Plugin Output for Nagios", "Plugin Return Codes" and
"Performance data" (label, value, unit of measurement, warn, crit, min, max).

Sample::

    DISK OK - free space: / 3326 MiB (56%); | /=2643MiB;5948;5958;0;5968
    / 15272 MiB (77%);
    | /boot=68MiB;88;93;0;98
"""

import re
import shlex
from typing import Final

from collectors.base import Answer, Ask, Collector, FactKind, Process, Reason, Root, SessionError, Shell
from collectors.facts.own import Measured, PluginAnswer
from config.own import HERE, ProgramCheck

LEVELS: Final = (0, 1, 2, 3)
"""OK, WARNING, CRITICAL, UNKNOWN; any other exit code is no plug-in's answer."""
KIB: Final = 64
_PERF: Final = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^\s='][^=']*))=([^\s;]*)((?:;[^\s;]*)*)")
_VALUE: Final = re.compile(r"([-+]?[0-9.,]*[0-9](?:[eE][-+]?[0-9]+)?)([^0-9\s]*)")
_UNITS: Final = {
    "": ("", 1.0),
    "s": ("seconds", 1.0),
    "ms": ("seconds", 1e-3),
    "us": ("seconds", 1e-6),
    "ns": ("seconds", 1e-9),
    "%": ("ratio", 0.01),
    "c": ("count", 1.0),
    "b": ("bytes", 1.0),
    **{f"{sign}{end}": ("bytes", 1024.0**power)
       for power, sign in enumerate("kmgtpe", 1) for end in ("b", "ib")},
}  # fmt: skip
"""By unit in small letters. KB, MB, GB are binary: check_disk and check_swap divide by 1024."""


def kind_of(program: ProgramCheck, target: str, address: str) -> FactKind[PluginAnswer]:
    """The kind that a plug-in's check needs; it brings its own collector along."""
    name = program.check
    words = tuple(word.replace("{address}", address).replace("{id}", target) for word in program.command)
    collector = Collector(name, FactKind[PluginAnswer](name), "linux", _ask(program, words), parse)
    return FactKind(name, own=collector)


def _ask(program: ProgramCheck, words: tuple[str, ...]) -> Ask[Answer]:
    if program.runs == HERE:
        return Process(words, seconds=program.seconds, kib=KIB, ok=LEVELS)
    is_root = program.root == "needed"
    command = ("$S " if is_root else "") + shlex.join(words)
    root = Root.NEEDED if is_root else Root.NEVER
    return Shell(command, tool=words[0], seconds=program.seconds, kib=KIB, root=root, ok=LEVELS)


def parse(answer: Answer) -> PluginAnswer:
    """Read what a plug-in printed. Raises SessionError where it printed no line."""
    first, *rest = answer.text.strip("\n").split("\n")
    text, _bar, perf = first.partition("|")
    more: list[str] = []
    for number, line in enumerate(rest):
        said, bar, data = line.partition("|")
        more.append(said.rstrip())
        if bar:
            perf = " ".join((perf, data, *rest[number + 1 :]))
            break
    if not text.strip():
        raise SessionError(Reason.EMPTY, answer.stderr[-200:])
    measured, strange = performance(perf)
    return PluginAnswer(answer.exit_code, text.strip(), tuple(line for line in more if line), measured, strange)


def performance(data: str) -> tuple[tuple[Measured, ...], tuple[str, ...]]:
    """Read performance data: what was measured, and the words that are none."""
    at, found, strange = 0, [], []
    while data[at:].strip():
        part = _PERF.match(data, at)
        if part is None:
            word = data[at:].split(maxsplit=1)[0]
            strange.append(word)
            at = data.index(word, at) + len(word)
            continue
        at = part.end()
        label = part[1].replace("''", "'") if part[1] is not None else part[2].strip()
        one = _measured(label, part[3], part[4].split(";")[1:])
        if one is not None:
            found.append(one)
        elif part[3] != "U":  # undetermined, says the guideline
            strange.append(part[0].strip())
    return tuple(found), tuple(strange)


def _measured(label: str, written: str, ranges: list[str]) -> Measured | None:
    value = _VALUE.fullmatch(written)
    unit = _UNITS.get(value[2].lower()) if value else None
    number = number_of(value[1]) if value else None
    if unit is None or number is None:
        return None
    warn, critical = (*ranges, "", "")[:2]
    name = re.sub(r"\s+", "_", label.strip())
    return Measured("_".join(filter(None, (name, unit[0]))), number * unit[1], label, written, warn, critical)


def number_of(word: str) -> float | None:
    """Read a number as some locale writes it: of two signs the last divides; a lone comma is a decimal one."""
    dot, comma = word.rfind("."), word.rfind(",")
    if dot >= 0 and comma >= 0:
        word = word.replace("," if dot > comma else ".", "")
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return None
