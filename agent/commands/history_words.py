"""What ``xunjian history`` prints of the course of findings: lines for a person, rows for a table's program, json."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from agent.commands.options import local_time
from agent.histories import SPARKS, Course, spark
from agent.store.glance import Change, moment
from checks.base import LEVEL_WORDS, Level
from checks.subjects import subject_words
from config.text import Text, _, printable, render
from reports.marks import MARKS

Series = Mapping[str, Sequence[tuple[float, float]]]
WIDTH: Final = 48
"""Ours: signs of a sparkline at most; of two years a fortnight each, on a line of 80 beside a measure's name."""
PLAIN_SPARKS: Final = "12345678"
"""For a terminal whose encoding has no blocks."""
_UNITS: Final = {"ratio": "percent", "bytes": "bytes", "seconds": "duration"}
LIST_COLUMNS: Final = (
    "target",
    "check",
    "title",
    "subject",
    "level",
    "since",
    "first",
    "last",
    "worst",
    "worst_at",
    "changes",
)
_FORMULA: Final = ("=", "+", "-", "@")
COURSE_COLUMNS: Final = ("at", "name", "value", "inspection")


def level_word(level: Level, language: str) -> str:
    """A level with its mark."""
    return f"{MARKS[level.value]} {render(LEVEL_WORDS[level], language)}"


def stands(one: Course, language: str) -> str:
    """How a subject stands: its level, or that it is no longer there."""
    if one.level is Level.ABSENT and len(one.changes) > 1:
        return f"{MARKS[one.level.value]} {render(_('no longer there'), language)}"
    return level_word(one.level, language)


def subject_of(one: Course, language: str) -> str:
    """A subject as a person reads it; of the target itself its name."""
    return printable(render(subject_words(one.check, one.subject), language) if one.subject else one.target)


def listed(found: Sequence[Course], language: str, timezone: str, *, is_all: bool) -> Iterator[str]:
    """Say what is known: a heading a check, a line a subject. What does not apply is counted, unless all is wanted."""
    shown = [one for one in found if is_all or one.level is not Level.ABSENT or one.worst is not Level.ABSENT]
    newest = max((one.last_at for one in found), default=None)
    yield render(_("{target}: as of {at}", target=found[0].target, at=minute(newest, timezone) if newest else ""), language)
    check = ""
    for one in shown:
        if one.check != check:
            check = one.check
            yield f"{render(one.title, language)}  {check}"
        said = _summary(one, language, timezone, is_old=one.last_at != newest)
        yield f"  {stands(one, language)}  {render(said, language)}"
    if len(shown) < len(found):
        yield render(_("{count} more never applied; --all lists them, too.", count=len(found) - len(shown)), language)


def _summary(one: Course, language: str, timezone: str, *, is_old: bool) -> Text:
    said = _("{subject}: since {since}", subject=subject_of(one, language), since=minute(one.since_at, timezone))
    if len(one.changes) > 1:
        worst = level_word(one.worst, language)
        said = _("{said}; {count} changes, worst {worst}", said=said, count=len(one.changes) - 1, worst=worst)
    if is_old:
        said = _("{said}; last seen {last}", said=said, last=minute(one.last_at, timezone))
    return said


def told(one: Course, series: Series, language: str, timezone: str, *, is_plain: bool = False) -> Iterator[str]:
    """Say all of one subject: how it stands, each change of level, each measure with its course."""
    yield f"{render(one.title, language)}  {one.check}"
    target = printable(one.target)
    subject = _(
        "Subject: {subject}, target {target}", subject=subject_of(one, language) if one.subject else "—", target=target
    )
    yield render(subject, language)
    yield render(
        _(
            "Now {level}, since {since}",
            level=stands(one, language),
            since=minute(one.since_at, timezone),
        ),
        language,
    )
    yield render(
        _(
            "First seen {first}, last seen {last}, worst {worst} ({at})",
            first=minute(one.first_at, timezone),
            last=minute(one.last_at, timezone),
            worst=level_word(one.worst, language),
            at=minute(one.worst_at, timezone),
        ),
        language,
    )
    yield ""
    yield render(_("Changes of level:"), language)
    for each in one.changes:
        yield f"  {minute(moment(each.at), timezone)}  {_change(each, language)}  {each.inspection}"
    if series:
        yield ""
        yield from _drawn(series, language, timezone, is_plain=is_plain)


def _change(each: Change, language: str) -> str:
    after = level_word(Level(each.after), language)
    if each.before is None:
        return render(_("first seen: {level}", level=after), language)
    return f"{level_word(Level(each.before), language)} → {after}"


def _drawn(series: Series, language: str, timezone: str, *, is_plain: bool) -> Iterator[str]:
    ends = [at for points in series.values() for at in (points[0][0], points[-1][0])]
    yield render(
        _(
            "Measures from {first} to {last} (older than 400 days: one a week):",
            first=minute(moment(min(ends)), timezone),
            last=minute(moment(max(ends)), timezone),
        ),
        language,
    )
    width = max(len(name) for name in series)
    for name, points in series.items():
        values = [value for _at, value in points]
        line = spark(points, min(WIDTH, len(points)), PLAIN_SPARKS if is_plain else SPARKS)
        numbers = _(
            "least {least}, greatest {greatest}, last {last} ({count:number} values)",
            least=amount(name, min(values), language),
            greatest=amount(name, max(values), language),
            last=amount(name, values[-1], language),
            count=len(values),
        )
        yield f"  {name:<{width}}  {line}"
        yield f"  {'':<{width}}  {render(numbers, language)}"


def amount(name: str, value: float, language: str) -> str:
    """A measure's value in the unit that its name ends in."""
    spec = _UNITS.get(name.rpartition("_")[2], "number")
    return render(Text(f"{{value:{spec}}}", {"value": value}, {}), language)


def minute(at: datetime, timezone: str) -> str:
    """A moment where the site is, to the minute, with its offset."""
    return local_time(at.replace(second=0, microsecond=0), timezone).replace(":00+", "+", 1).replace(":00-", "-", 1)


def list_rows(found: Iterable[Course], language: str, timezone: str) -> Iterator[tuple[object, ...]]:
    """A row a subject, in the order of ``LIST_COLUMNS``."""
    for one in found:
        moments = (local_time(at, timezone) for at in (one.since_at, one.first_at, one.last_at))
        worst = (one.worst.value, local_time(one.worst_at, timezone), len(one.changes) - 1)
        title = render(one.title, language)
        yield (one.target, one.check, title, one.subject, one.level.value, *moments, *worst)


def course_rows(one: Course, series: Series, timezone: str) -> Iterator[tuple[object, ...]]:
    """A row a change of level and a value, in the order of time."""
    rows: list[tuple[float, str, str | float, str]] = [(e.at, "level", e.after, e.inspection) for e in one.changes]
    rows += [(at, name, value, "") for name, points in series.items() for at, value in points]
    for at, name, value, inspection in sorted(rows, key=lambda row: row[:2]):
        yield (local_time(moment(at), timezone), name, value, inspection)


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows under their heads, as RFC 4180 has them; a cell that a spreadsheet would take for a formula is quoted."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row])
    return made.getvalue()


def json_of(one: Course, series: Series | None, language: str, timezone: str) -> dict[str, Any]:
    """A course as plain values; without its measures where only what is known is listed."""
    made: dict[str, Any] = dict(zip(LIST_COLUMNS, next(list_rows((one,), language, timezone)), strict=True))
    if series is None:
        return made
    made["inspection"] = one.inspection
    made["changes"] = [
        {
            "at": local_time(moment(each.at), timezone),
            "before": each.before,
            "after": each.after,
            "inspection": each.inspection,
        }
        for each in one.changes
    ]
    made["measures"] = {
        name: {
            "least": min(value for _at, value in points),
            "greatest": max(value for _at, value in points),
            "last": points[-1][1],
            "points": [[local_time(moment(at), timezone), value] for at, value in points],
        }
        for name, points in series.items()
    }
    return made
