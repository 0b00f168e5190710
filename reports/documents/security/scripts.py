"""The remedies of one target as a shell script that does nothing: it exits first, and every line after is a comment.

What a target said of itself stands in it too, so nothing of it may begin a line of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from checks.base import Finding, Level
from checks.security.shape import WINDOW_WORDS, Card
from config.text import Text, _, printable
from reports.documents.conditions import RISKS
from reports.documents.material import Material
from reports.documents.model import Words

_NOT_A_NAME: Final = re.compile(r"[^\w.-]+")
_TO_FILL_IN: Final = re.compile(r"<[^\W\d][^<>]*>")
"""What is to be filled in: a shell would read from a file of that name and write to the one behind it."""
_OF_THE_SHELL: Final = "security.linux."
"""How the ids of checks begin whose commands are typed into the target's own shell."""


@dataclass(frozen=True, slots=True)
class Item:
    """One remedy of one target."""

    number: str
    check: str
    level: Level
    card: Card
    found: tuple[Finding, ...]


class Listed(Protocol):
    """What a script is made of beside its items."""

    @property
    def material(self) -> Material:
        """The round."""

    @property
    def number(self) -> str:
        """The number of the list."""

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the document's language."""


def file_name(number: str, target: str) -> str:
    """The name of a target's script."""
    return f"{number}-{_NOT_A_NAME.sub('_', target)}.sh"


def script(of: Listed, target: str, items: Sequence[Item]) -> str:
    """Write it. Words stand behind two signs, commands that can be typed as they stand behind one."""
    lines = ["#!/bin/sh", *_opening(of, target), "exit 0", ""]
    for item in items:
        lines += [*_item(of, item), ""]
    return "\n".join(lines)


def _opening(of: Listed, target: str) -> Iterator[str]:
    material = of.material
    yield from _words(of.say(_("Security remedies of {target}", target=target)).text)
    yield from _words(f"{of.number} {material.day(material.round.made_at)} {material.site.customer}".rstrip())
    for text in (
        _("This file does nothing: its first statement exits, and everything behind it is a comment."),
        _("Commands that can be typed as they stand have one #; words, and commands with a <...> to fill in, have two."),
        _("Read an item to its end, agree its window and make its backup before using any of it."),
        _("Do not run the whole file. Keep a second session open, verify each item, and write down who did it and when."),
    ):
        yield from _words(of.say(text).text)


def _item(of: Listed, item: Item) -> Iterator[str]:
    card, say = item.card, of.say
    risk = say(RISKS[item.level][1]).text
    yield from _words(f"==== {item.number} [{risk}] {of.material.title(item.check).text} ({item.check})")
    for finding in item.found:
        yield from _words(say(_("Found: {what}", what=finding.summary)).text)
    yield from _words(say(_("Window: {window}", window=WINDOW_WORDS[card.window])).text)
    yield from _words(say(_("Risk: {risk}", risk=card.risk)).text)
    for place, step in enumerate(card.steps, 1):
        yield from _words(f"{place}. {say(step).text}")
    is_shell = item.check.startswith(_OF_THE_SHELL)
    if not is_shell:
        yield from _words(say(_("To be typed into the device or database itself, not into a shell:")).text)
    for command in card.commands:
        yield from _commands(command, is_shell=is_shell)
    yield from _words(say(_("Verify by:")).text)
    yield from _commands(card.verify, is_shell=is_shell)
    yield from _words(say(_("Way back: {rollback}", rollback=card.rollback)).text)


def _words(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"## {printable(line)}".rstrip()


def _commands(text: str, *, is_shell: bool) -> Iterator[str]:
    """One sign before what a shell understands; what it does not, or would take for the name of a file, has two."""
    is_whole = is_shell and not _TO_FILL_IN.search(text)
    for line in text.split("\n"):
        yield f"# {printable(line)}" if is_whole else f"##   {printable(line)}"
