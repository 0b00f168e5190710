"""What a target or a subject is called today, from what persons said of its former names. Pure.

A target that was renamed or moved to another host keeps its rows: OLD is from now on, and was ever, the same as NEW. Two
that were kept apart become one, and an undone word lets them be two again. Nothing that was stored is rewritten.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar

from reports.record.ledger import name_now, names_of
from reports.record.problems import Alias, Key

STREAM: Final = "alias"
RENAMED: Final = "renamed"
UNDONE: Final = "undone"
At = TypeVar("At", float, datetime)
Measure = tuple[str, str, str, str]
"""(target, check, subject, name of the measure)."""


class Row(Protocol):
    """An entry of the service record, as far as it is read here (``agent.store.record.Entry``)."""

    @property
    def id(self) -> str:
        """Its ULID."""

    @property
    def name(self) -> str:
        """Of what: (target, check, old name) as JSON."""

    @property
    def kind(self) -> str:
        """``RENAMED`` or ``UNDONE``."""

    @property
    def at(self) -> datetime:
        """When it was said."""

    @property
    def by(self) -> str:
        """Who said it."""

    @property
    def note(self) -> str:
        """Why."""

    @property
    def body(self) -> Mapping[str, str]:
        """``new``: the new name; ``of``: the id of the word that no longer counts."""


@dataclass(frozen=True, slots=True)
class Named:
    """One word: ``old`` is now called ``new``. With a check it is a subject of a target, else a target."""

    id: str
    old: str
    new: str
    by: str
    at: datetime
    reason: str = ""
    target: str = ""
    check: str = ""

    @property
    def alias(self) -> Alias:
        """As the fold takes it; of a target with neither check nor subject."""
        if self.check:
            before, after = ((self.target, self.check, name) for name in (self.old, self.new))
        else:
            before, after = ((name, "", "") for name in (self.old, self.new))
        return Alias(before, after, self.by, self.at)


def every(rows: Iterable[Row]) -> tuple[tuple[Named, bool], ...]:
    """Every word that was ever said, the oldest first, and whether it was undone."""
    rows = list(rows)
    undone = {row.body.get("of") for row in rows if row.kind == UNDONE}
    return tuple((_named(row), row.id in undone) for row in rows if row.kind == RENAMED)


def counting(rows: Iterable[Row], at: datetime | None = None) -> tuple[Named, ...]:
    """The words that count, or that counted at a moment."""
    said = [row for row in rows if at is None or row.at <= at]
    return tuple(one for one, is_undone in every(said) if not is_undone)


def _named(row: Row) -> Named:
    target, check, old = json.loads(row.name)
    new = row.body.get("new", "")
    if not check:
        return Named(row.id, str(target), new, row.by, row.at, row.note)
    return Named(row.id, str(old), new, row.by, row.at, row.note, str(target), str(check))


class Names:
    """The names of today, of targets and of their subjects."""

    def __init__(self, named: Sequence[Named]) -> None:
        self._targets = names_of([one.alias for one in named if not one.check])
        self._subjects: Mapping[Key, Key] = names_of([one.alias for one in named if one.check])

    def __bool__(self) -> bool:
        return bool(self._targets or self._subjects)

    def target(self, name: str) -> str:
        """What a target is called today."""
        return name_now((name, "", ""), self._targets)[0]

    def key(self, then: Key) -> Key:
        """What a subject is called today: its own name under the target's names of then and of now."""
        while True:
            _target, check, subject = name_now(then, self._subjects)
            later = self._targets.get((then[0], "", ""), (then[0], "", ""))  # one name on: each had its subjects
            now = (later[0], check, subject)
            if now == then:
                return now
            then = now

    def formerly(self, target: str) -> tuple[str, ...]:
        """Every name that a target had before, its own of today not among them."""
        return tuple(old for old, _check, _subject in self._targets if self.target(old) == target != old)


def joined(found: Mapping[Measure, Sequence[tuple[At, float]]], now: Names) -> dict[Measure, list[tuple[At, float]]]:
    """Measures under the names of today: those of all names that a subject had are one, in the order of time.

    Where two names were measured in one moment that of today counts.
    """
    made: dict[Measure, dict[At, float]] = {}
    today = {then: _today(then, now) for then in found}
    for then in sorted(found, key=lambda each: today[each] == each):
        made.setdefault(today[then], {}).update(found[then])
    return {key: sorted(points.items()) for key, points in made.items()}


def _today(then: Measure, now: Names) -> Measure:
    target, check, subject, measure = then
    return (*now.key((target, check, subject)), measure)
