"""Each day of a month as inspections saw it: per target the worst that stood at the day's end, and what changed.

A day on which nobody looked has no verdict, and one on which something could not be seen is not 正常.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from checks.base import Level
from config.text import _

_PROBLEMS: Final = (Level.CRITICAL, Level.WARN, Level.NOTICE)
"""Worst first."""


class Verdict(Enum):
    """What is told of one target on one day; the value is the tone that it is shown in."""

    CRITICAL = "critical"
    WARN = "warn"
    NOTICE = "notice"
    OK = "ok"
    PARTIAL = "unknown"
    UNREACHED = "unreached"
    NOT_LOOKED = ""


VERDICT_WORDS: Final = {
    Verdict.CRITICAL: _("critical"),
    Verdict.WARN: _("warning"),
    Verdict.NOTICE: _("notice"),
    Verdict.OK: _("OK"),
    Verdict.PARTIAL: _("no problem seen, in part not inspected"),
    Verdict.UNREACHED: _("not reached"),
    Verdict.NOT_LOOKED: _("not looked at"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that reached a level; ``key`` is (target, check, subject). In the order of time."""

    key: tuple[str, str, str]
    on: date
    after: Level


@dataclass(frozen=True, slots=True)
class Look:
    """One inspection of one target; ``is_reached`` where it answered."""

    target: str
    on: date
    is_reached: bool
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one target."""

    verdict: Verdict = Verdict.NOT_LOOKED
    looks: int = 0
    appeared: int = 0
    """Problems that were none the day before."""
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a month: (target, day) to what is told; a pair that is not there was not looked at."""

    targets: tuple[str, ...]
    days: tuple[date, ...]
    of: Mapping[tuple[str, date], Day] = field(default_factory=dict)
    purposes: Mapping[date, tuple[str, ...]] = field(default_factory=dict)

    def day(self, target: str, on: date) -> Day:
        """One day of one target."""
        return self.of.get((target, on), Day())


def month(targets: Sequence[str], days: Sequence[date], looks: Iterable[Look], changes: Iterable[Change]) -> Month:
    """Fold looks and changes (those from before the month are the standing with which it begins) into days."""
    by_day: dict[tuple[str, date], list[Look]] = {}
    purposes: dict[date, dict[str, None]] = {}
    for look in looks:
        by_day.setdefault((look.target, look.on), []).append(look)
        purposes.setdefault(look.on, {})[look.purpose] = None
    standing: dict[str, dict[tuple[str, str, str], Level]] = {target: {} for target in targets}
    waiting = sorted(changes, key=lambda one: one.on)
    made: dict[tuple[str, date], Day] = {}
    place = 0
    for day in days:
        before = {target: _open(standing[target]) for target in targets}
        while place < len(waiting) and waiting[place].on <= day:
            one = waiting[place]
            if one.key[0] in standing:
                standing[one.key[0]][one.key] = one.after
            place += 1
        for target in targets:
            found = by_day.get((target, day))
            if found:
                now = _open(standing[target])
                appeared, ended = len(now - before[target]), len(before[target] - now)
                made[target, day] = Day(_verdict(found, standing[target].values()), len(found), appeared, ended)
    return Month(tuple(targets), tuple(days), made, {on: tuple(names) for on, names in purposes.items()})


def _open(standing: Mapping[tuple[str, str, str], Level]) -> frozenset[tuple[str, str, str]]:
    return frozenset(key for key, level in standing.items() if level in _PROBLEMS)


def _verdict(looks: Sequence[Look], levels: Iterable[Level]) -> Verdict:
    if not any(look.is_reached for look in looks):
        return Verdict.UNREACHED
    found = frozenset(levels)
    for level in _PROBLEMS:
        if level in found:
            return Verdict(level.value)
    return Verdict.OK if found and Level.UNKNOWN not in found else Verdict.PARTIAL
