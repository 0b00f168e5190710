"""A configuration as sections by indentation, without banners: what stands in one is anybody's words and no command."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from collectors.facts.devices.settings import Said

_BANNER: Final = re.compile(r"banner (?:motd|login|exec|incoming|prompt-timeout|slip-ppp)\s+(?P<sign>\^C|\S)(?P<text>.*)")
_EOS_BANNER: Final = re.compile(r"banner (?:motd|login)\s*$")
_HEADER: Final = re.compile(r"header (?:login|shell|motd|legal|incoming)(?: information)?\s+(?P<sign>\S)(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Section:
    """A line, and the lines that are indented under it."""

    words: str
    lines: tuple[str, ...] = ()
    is_indented: bool = False
    """It stands under another line, and may yet be one of the device's own: see ``with_indented``."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Where ``pattern`` fits all of a line, ``topic`` is ``value``, and its number the group ``n``."""

    topic: str
    pattern: re.Pattern[str]
    value: str


def topic(name: str, pattern: str, value: str) -> Topic:
    """Make one."""
    return Topic(name, re.compile(pattern), value)


def sections(lines: Iterable[str]) -> tuple[Section, ...]:
    """Group lines under the line without indentation that they follow."""
    found: list[tuple[str, list[str]]] = []
    for line in _without_banners(lines):
        if line[:1].isspace() and found:
            found[-1][1].append(line.strip())
        else:
            found.append((line.strip(), []))
    return tuple(Section(words, tuple(below)) for words, below in found)


def with_indented(tree: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, and each line under one as its own too.

    VRP and Comware indent single commands of the whole device by one blank behind a ``#``, which is not kept: they stand
    under the section before. No command of a section is written as one of the device is.
    """
    return (*tree, *(Section(line, is_indented=True) for one in tree for line in one.lines))


def _without_banners(lines: Iterable[str]) -> Iterator[str]:
    end = ""
    for line in lines:
        if end:
            end = "" if end in line else end
            continue
        start = _BANNER.fullmatch(line.strip()) or _HEADER.fullmatch(line.strip())
        if _EOS_BANNER.fullmatch(line):
            end = "EOF"
        elif start:
            end = "" if start["sign"] in start["text"] else start["sign"]
        else:
            yield line


def said_of(tree: Sequence[Section], topics: Sequence[Topic]) -> dict[str, Said]:
    """What the lines without indentation say, the last of a topic; a group ``n`` is its number."""
    found: dict[str, Said] = {}
    for one in tree:
        for each in topics:
            if match := each.pattern.fullmatch(one.words):
                number = match.groupdict().get("n")
                found[each.topic] = Said(each.value, one.words, number=float(number) if number else None)
    return found


def matches(tree: Iterable[Section], pattern: str) -> Iterator[tuple[Section, re.Match[str]]]:
    """The sections whose head the pattern fits whole."""
    rule = re.compile(pattern)
    for one in tree:
        if match := rule.fullmatch(one.words):
            yield one, match


def values(lines: Iterable[str], pattern: str, group: str = "v") -> tuple[str, ...]:
    """A group of those lines that the pattern fits whole, each once, in order."""
    rule = re.compile(pattern)
    found = (match[group] for line in lines if (match := rule.fullmatch(line)))
    return tuple(dict.fromkeys(found))


def last(lines: Iterable[str], pattern: str) -> re.Match[str] | None:
    """The last line that the pattern fits whole."""
    rule = re.compile(pattern)
    found = None
    for line in lines:
        found = rule.fullmatch(line) or found
    return found


def heads(tree: Iterable[Section]) -> tuple[str, ...]:
    """The lines without indentation."""
    return tuple(one.words for one in tree)


def numbered(names: Iterable[str]) -> Iterator[str]:
    """Tell equal names apart: the second of them gets ``#2``."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        yield name if counts[name] == 1 else f"{name} #{counts[name]}"


def unread(lines: Iterable[str], start: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names and lines of what begins like a thing and was not understood: it is there, and nobody knows what it does."""
    seen = set(known)
    left = [line for line in lines if re.match(start, line) and line not in seen]
    yield from zip(numbered("not understood" for _line in left), left, strict=True)


def idle_seconds(minutes: str, seconds: str | None) -> float:
    """``10 30`` as seconds."""
    return int(minutes) * 60.0 + int(seconds or 0)
