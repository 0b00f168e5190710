"""The processes that an operator names, one line of words each, and the texts that are asked of the target.

    tomcat "-Dcatalina.base=/opt/tomcat " least=1 most=1 user=tomcat memory=6GiB

A name, the text that its command line holds, and what is expected: ``least`` and ``most`` (how many), ``user``, ``memory``
(resident, of each), ``age`` (younger ones were started lately: 10m, 2h).
"""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from checks.operator_lines import by_name

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SIZES: Final = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}
_AGE = re.compile(r"([0-9]{1,6})([smhd])")
_SIZE = re.compile(r"([0-9]{1,15})(?:([KMG])(?:i?B)?|B)?")
_MOST_ASKED: Final = 2000
ANY: Final = 1_000_000
"""No upper bound on how many."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is expected of one program. ``memory_bytes`` and ``age_seconds`` 0: nothing."""

    name: str
    text: str
    least: int = 1
    most: int = ANY
    user: str = ""
    memory_bytes: int = 0
    age_seconds: int = 0


class ProgramError(ValueError):
    """A line that names no program: what was found, and what would be right."""


def program(line: str) -> Program:
    """Read one line. Raises ProgramError."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise ProgramError(f"{line!r}: {error}") from error
    name, text, *options = [*words, "", ""] if len(words) < 2 else words  # noqa: PLR2004 - a name and a text
    if not name or len(text.strip()) < 2 or "|" in text or not text.isprintable():  # noqa: PLR2004 - one sign fits all
        raise ProgramError(f'{line!r}: wants a name and a text of the command line: tomcat "-Dcatalina.base=/opt/tomcat "')
    made = Program(name, text)
    for option in filter(None, options):
        made = _with(made, *option.partition("=")[::2], line)
    if made.least > made.most:
        raise ProgramError(f"{line!r}: least={made.least} above most={made.most}")
    return made


def _with(made: Program, key: str, value: str, line: str) -> Program:
    if key in {"least", "most"} and value.isascii() and value.isdigit():
        count = int(value)
        return replace(made, least=count) if key == "least" else replace(made, most=count)
    if key == "user" and value:
        return replace(made, user=value)
    if key == "memory" and (match := _SIZE.fullmatch(value)):
        return replace(made, memory_bytes=int(match[1]) * _SIZES[match[2] or ""])
    if key == "age" and (match := _AGE.fullmatch(value)):
        return replace(made, age_seconds=int(match[1]) * _UNITS[match[2]])
    raise ProgramError(f"{line!r}: {key}={value} is none of least=1, most=4, user=NAME, memory=4GiB, age=10m")


def programs(lines: Iterable[object]) -> tuple[tuple[Program, ...], tuple[str, ...]]:
    """Read all lines: the programs, and what is wrong with the lines that name none. A second one of a name is wrong."""
    return by_name(lines, program)


def asked_programs(lines: Iterable[object]) -> str:
    """The texts as one value of the ask's parameter, once each; one that has no room is left out, and so is unseen."""
    wanted, _wrong = programs(lines)
    joined = ""
    for text in dict.fromkeys(one.text for one in wanted):
        longer = f"{joined}|{text}" if joined else text
        if len(longer) <= _MOST_ASKED:
            joined = longer
    return joined
