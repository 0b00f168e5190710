"""What the upgrade verification report is made of: the verification, its verdict, and the words every part shares."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from typing import Final

from checks.base import LEVEL_WORDS, Level, Scene
from checks.local_time import day, minute
from checks.subjects import subject_words
from checks.verdict import decide
from checks.verification import Stand, UnseenRow, Verdict, Verification
from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text, _
from reports.documents.model import DASH, NOTHING, Words, fact, say


class Chapter(IntEnum):
    """The chapters, in their order. All of them always stand: what there is none of is said."""

    CHANGE = 1
    GATE = 2
    REHEARSAL = 3
    DIFFERENCES = 4
    FINDINGS = 5
    FUNCTIONS = 6
    ERRORS = 7
    PERFORMANCE = 8
    UNSEEN = 9
    STANDARD = 10
    ROLLBACK = 11
    CONCLUSION = 12
    SIGNATURES = 13


STAND_TITLES: Final[Mapping[Stand, Text]] = {
    Stand.UNEXPECTED: _("Unexpected"),
    Stand.OPEN: _("To be explained"),
    Stand.MISSED: _("Declared, did not happen"),
    Stand.EXPECTED: _("As declared"),
    Stand.NOTED: _("Changes by itself"),
}
"""At the head of a table or a figure, those that call for somebody first."""


@dataclass(frozen=True)
class Matter:
    """A verification with what follows from it. Every figure of the document comes from here."""

    of: Verification
    site: Site
    language: str
    verdict: Verdict
    reasons: tuple[Text, ...]

    @cached_property
    def stands(self) -> Counter[Stand]:
        """How many differences stand how beside what was declared."""
        return Counter(one.stand for one in self.of.changes)

    @cached_property
    def one_sided(self) -> tuple[UnseenRow, ...]:
        """What only one side saw, so that it could not be compared: the losses first."""
        return tuple(sorted((one for one in self.of.unseen if not one.is_both), key=lambda one: not one.is_loss))

    @cached_property
    def neither(self) -> tuple[UnseenRow, ...]:
        """What neither side saw."""
        return tuple(one for one in self.of.unseen if one.is_both)

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """Every target as the rows call it: its id, with the former one where it differs."""
        return tuple(before if before == after else f"{before} → {after}" for before, after in self.of.targets)

    @cached_property
    def scene(self) -> Scene:
        """The site's clock."""
        return Scene(timezone=self.site.timezone or DEFAULT_TIMEZONE)

    @property
    def number(self) -> str:
        """The document's own: that of the change, else the name of the snapshot before it."""
        return f"XJ-{self.of.plan.number or self.of.before.name or self.of.before.inspection}"

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the document's language."""
        return say(text, self.language, tone=tone, is_strong=is_strong)

    def level(self, level: Level | None) -> Words:
        """A level by word and shape; a dash where there was no such finding."""
        return self.say(LEVEL_WORDS[level], tone=level.value) if level else DASH

    def at(self, at: datetime | None) -> Words:
        """A moment to the minute by the site's clock, with its offset."""
        return fact(minute(at, self.scene)) if at else DASH

    def day(self, at: datetime) -> str:
        """A moment's date at the site."""
        return day(at, self.scene)

    def subject(self, check: str, subject: str) -> Words:
        """A subject as a person reads it; nothing where it is the target itself."""
        return self.say(subject_words(check, subject)) if subject else NOTHING

    def given(self, value: str) -> Words:
        """What the change file says; where it says nothing, that it does."""
        return fact(value) if value else self.say(_("not handed in"), tone="unknown")


def matter(of: Verification, site: Site, language: str) -> Matter:
    """Work out the verdict once for every part."""
    verdict, reasons = decide(of)
    return Matter(of, site, language, verdict, reasons)
