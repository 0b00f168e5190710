"""Regular expressions that an operator writes: only such as cannot run away.

Python's matcher goes back and tries again. What makes it run away is a repeat within a repeat, or several in a row over
the same signs. So a repeat stands behind a single sign or class only; of those that can take what follows them there are at
most two; and where a pattern is used, the steps that it could take at worst are counted beforehand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import comb
from typing import Final

from config.text import Text, _

MOST_CHARACTERS: Final = 200
MOST_AMBIGUOUS: Final = 2
MOST_STEPS: Final = 100_000_000
"""At 25 ns a step, measured with CPython 3.11, two and a half seconds."""
_ATOM: Final = re.compile(
    r"""(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\]) | (?P<open>\((?:\?(?::|P<\w+>)|(?!\?))) | (?P<odd>\(\?) | (?P<close>\))
      | (?P<or>\|) | (?P<anchor>\^|\$|\\[bBAZ]) | (?P<back>\\[1-9]) | (?P<sign>\\.|[^\\])""",
    re.VERBOSE | re.DOTALL,
)
_REPEAT: Final = re.compile(r"(?:[*+]|\?|\{(\d*)(,?)(\d*)\})[?+]?")
_SAMPLE: Final = "".join(map(chr, range(9, 127))) + "\u00e9\u4e2d\u3000\uff0c"
"""The signs by which two classes are held against each other."""
_ALL: Final = frozenset(_SAMPLE)


def refused(pattern: str) -> Text | None:
    """Say what is wrong with a pattern; None where it may be used."""
    if len(pattern) > MOST_CHARACTERS:
        return _("write at most {most} characters", most=MOST_CHARACTERS)
    try:
        re.compile(pattern)
    except re.error:
        return _("write a regular expression; a backslash before a sign that is meant as itself")
    return _structure(pattern)


def is_in_time(pattern: str, lengths: Iterable[int]) -> bool:
    """Whether searching lines of these lengths ends in time, whatever stands in them.

    A match of n signs with k ambiguous repeats tries at worst each way to lay k + 1 borders between them, and a search
    begins at every sign, unless the pattern begins with ``^``.
    """
    signs = _signs(pattern) or []
    borders = _ambiguous(signs) + 1 + (not pattern.startswith("^"))
    return sum(comb(length + borders, borders) for length in lengths) <= MOST_STEPS


@dataclass(frozen=True, slots=True)
class _Sign:
    """What a sign or class takes; whether many of it, whether none."""

    taken: frozenset[str]
    is_wide: bool
    may_be_empty: bool


def _structure(pattern: str) -> Text | None:
    if any(found["odd"] or found["back"] for found, _repeat in _atoms(pattern)):
        return _("write it without back references, (?…) other than (?:…) and (?P<name>…)")
    signs = _signs(pattern)
    if signs is None:
        return _("write no *, + or {{…}} behind a bracket: a repeat within a repeat can run away")
    if _ambiguous(signs) > MOST_AMBIGUOUS:
        return _("write [^ ]* in place of .*: at most {most} such repeats can be tried in time", most=MOST_AMBIGUOUS)
    return None


def _atoms(pattern: str) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """The atoms of a pattern that compiles, each with its repeat."""
    at = 0
    while found := _ATOM.match(pattern, at):
        repeat = _REPEAT.match(pattern, found.end())
        at = repeat.end() if repeat else found.end()
        yield found, repeat


def _signs(pattern: str) -> list[_Sign] | None:
    """Signs and classes in order; None where a bracket is repeated."""
    signs = []
    for found, repeat in _atoms(pattern):
        if found["close"] and repeat:
            if repeat[0] not in {"?", "??"}:
                return None
            signs.append(_Sign(_ALL, is_wide=False, may_be_empty=True))
        elif found["class"] or found["sign"]:
            words = repeat[0] if repeat else ""
            is_wide = bool(repeat and _is_wide(repeat))
            signs.append(_Sign(_taken(found[0]), is_wide, words.startswith(("*", "?", "{0", "{,"))))
    return signs


def _ambiguous(signs: list[_Sign]) -> int:
    """Count the repeats that can take what follows them."""
    return sum(sign.is_wide and bool(sign.taken & _next(signs, place)) for place, sign in enumerate(signs))


def _next(signs: list[_Sign], place: int) -> frozenset[str]:
    """What may follow: the next sign's, and where that may be empty, what follows it."""
    taken: frozenset[str] = frozenset()
    for sign in signs[place + 1 :]:
        taken |= sign.taken
        if not sign.may_be_empty:
            break
    return taken


def _taken(atom: str) -> frozenset[str]:
    made = re.compile(atom if len(atom) > 1 or atom == "." else re.escape(atom))
    return frozenset(sign for sign in _SAMPLE if made.fullmatch(sign))


def _is_wide(repeat: re.Match[str]) -> bool:
    """Whether it may take more than a few."""
    if repeat[0].startswith("{"):
        return bool(repeat[2]) and (not repeat[3] or int(repeat[3]) > 1)
    return repeat[0][0] in "*+"
