"""The course of findings over time, out of what the store remembers of them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from agent.called import Names
from agent.store.glance import Change, Seen, moment
from checks.base import SUMMARY_ORDER, Level
from config.text import Text, verbatim
from reports.record.problems import Key

SPARKS = "▁▂▃▄▅▆▇█"
_CLOSE = 0.5
"""Ours, of difflib's measure: "db1" is near "db01", and "web" is not."""
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Course:
    """One subject of a check over time: how it stands, and each change of its level, the oldest first."""

    target: str
    check: str
    title: Text
    subject: str
    level: Level
    since_at: datetime
    last_at: datetime
    inspection: str
    changes: tuple[Change, ...]
    kept_as: tuple[Key, ...]
    """The names under which the store has it; the last is that of today, where it was seen under that."""

    @property
    def first_at(self) -> datetime:
        """When it was seen for the first time."""
        return moment(self.changes[0].at) if self.changes else self.since_at

    @property
    def worst(self) -> Level:
        """The worst level that it ever had."""
        return max((Level(one.after) for one in self.changes), key=SUMMARY_ORDER.index, default=self.level)

    @property
    def worst_at(self) -> datetime:
        """When it came to that last."""
        worst = self.worst.value
        return next((moment(one.at) for one in reversed(self.changes) if one.after == worst), self.since_at)


@dataclass(frozen=True, slots=True)
class Known:
    """What a store has of a target under one name."""

    target: str
    seen: Sequence[Seen]
    changes: Mapping[tuple[str, str], Sequence[Change]]


def courses(known: Sequence[Known], now: Names, titles: Mapping[str, Mapping[str, str]]) -> list[Course]:
    """Lay together what stands and what changed under all names of a target, in the order of the catalogue."""
    order = {check: number for number, check in enumerate(titles)}
    found: dict[Key, list[tuple[Key, Seen, Sequence[Change]]]] = {}
    for one in known:
        for seen in one.seen:
            then = (one.target, seen.check, seen.subject)
            found.setdefault(now.key(then), []).append((then, seen, one.changes.get((seen.check, seen.subject), ())))
    made = [_course(key, rows, titles) for key, rows in found.items()]
    return sorted(made, key=lambda one: (order.get(one.check, len(order)), one.check, one.subject))


def _course(
    key: Key, rows: Sequence[tuple[Key, Seen, Sequence[Change]]], titles: Mapping[str, Mapping[str, str]]
) -> Course:
    target, check, subject = key
    _then, last, _changes = max(rows, key=lambda one: (one[1].at, one[0] == key))
    changes = tuple(_one_after_another([change for *_rest, changes in rows for change in changes]))
    return Course(
        target=target,
        check=check,
        title=Text(check, rendered=titles[check]) if check in titles else verbatim(check),
        subject=subject,
        level=Level(last.level),
        since_at=moment(changes[-1].at if len(rows) > 1 and changes else last.since_at),
        last_at=moment(last.at),
        inspection=last.inspection,
        changes=changes,
        kept_as=tuple(sorted((then for then, _seen, _changes in rows), key=lambda then: then == key)),
    )


def _one_after_another(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes of several names as those of one: what only another name saw first is none."""
    before: str | None = None
    for one in sorted(changes, key=lambda each: (each.at, each.inspection)):
        if one.after != before:
            yield one._replace(before=before)
        before = one.after


def spark(points: Sequence[tuple[float, float]], width: int, signs: str = SPARKS) -> str:
    """Draw (moment, value) over evenly spaced moments, of each stretch the greatest value; a blank where nothing was seen.

    Weeks that grew thin and days that did not stand on one scale of time, so a slope is one.
    """
    if not points:
        return ""
    begins, ends = points[0][0], points[-1][0]
    greatest: dict[int, float] = {}
    for at, value in points:
        place = min(width - 1, int((at - begins) / (ends - begins) * width)) if ends > begins else 0
        greatest[place] = max(value, greatest.get(place, value))
    low, high = min(greatest.values()), max(greatest.values())
    scale = (len(signs) - 1) / (high - low) if high > low else 0.0
    drawn = (signs[round((greatest[n] - low) * scale)] if n in greatest else " " for n in range(max(greatest) + 1))
    return "".join(drawn)


def near(wanted: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give the names that somebody who wrote ``wanted`` may have meant, the nearest first."""
    known = sorted(set(names))
    inside = [name for name in known if wanted and wanted.casefold() in name.casefold()]
    close = get_close_matches(wanted, known, _MOST_NEAR, _CLOSE)
    return tuple(dict.fromkeys([*close, *inside]))[:_MOST_NEAR]
