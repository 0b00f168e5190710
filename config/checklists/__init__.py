"""Checklists: what a person looks at where no session leads, as data. Which list is for which target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from config.site import Target
from config.text import Text

Words = Mapping[str, str]
"""One text by language (``config.text.LANGUAGES``)."""
Grade = Literal["ok", "notice", "warn", "critical"]
Kind = Literal["choice", "number", "text", "date"]
OTHER: Final = "other"
"""The list for what no other list is made for."""
RESTORE_EVIDENCE: Final = "restore_evidence"
"""What an item may feed besides its own list: the last restore that was tried."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be ticked, and the level it comes to."""

    words: Words
    level: Grade
    also: tuple[str, ...] = ()
    """Other words that mean it."""


@dataclass(frozen=True, slots=True)
class Range:
    """Limits of a number in ``unit``; reaching one counts, None is no limit."""

    unit: str = ""
    warn_above: float | None = None
    critical_above: float | None = None
    warn_below: float | None = None
    critical_below: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist. ``id`` (``ups.load``) is for ever; ``look`` says where and how, ``right`` what should be.

    ``kind``: choice; number within ``range``; text, which is noted, and where ``level`` is not ok should read "none"; date,
    which is too old after ``warn_days`` or ``critical_days``.
    """

    id: str
    title: Words
    look: Words
    right: Words
    remedy: Words
    source: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    range: Range = Range()
    level: Grade = "ok"
    warn_days: int | None = None
    critical_days: int | None = None
    feeds: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """One list. ``kinds`` are kinds of target, ``words`` stand in the type of an asset it is for."""

    id: str
    title: Words
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def feeds(self) -> frozenset[str]:
        """What its items feed besides the list itself."""
        return frozenset(item.feeds for item in self.items if item.feeds)


def told(words: Words) -> Text:
    """A text of a list as a Text, in both languages."""
    return Text("{verbatim}", {"verbatim": words["en"]}, dict(words))


def chosen(target: Target, lists: Sequence[Checklist]) -> Checklist:
    """The list for a target: by its asset's type, by its kind, by its asset's name or model, else OTHER.

    A list made for other kinds does not take a target whose own kind has a list: a Windows server is one, whatever its type
    says. Of two that fit the one that stands first counts, so an operator's own before ours. ``lists`` hold OTHER.
    """
    by_kind = next((one for one in lists if target.kind in one.kinds), None)
    by_type = _worded(target, "type", lists)
    if by_type and (by_kind is None or not by_type.kinds or target.kind in by_type.kinds):
        return by_type
    other = next(one for one in lists if one.id == OTHER)
    return by_kind or _worded(target, "name", lists) or _worded(target, "model", lists) or other


def _worded(target: Target, key: str, lists: Sequence[Checklist]) -> Checklist | None:
    """The list of which the longest word stands in what the asset's ``key`` says."""
    said = target.asset.get(key, "").casefold()
    found = [(len(word), one) for one in lists for word in one.words if word.casefold() in said]
    return max(found, key=lambda pair: pair[0])[1] if found else None
