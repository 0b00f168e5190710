"""What the contract owes again and again: each instance with the day it was due, and how it was done (履约台账).

A pure function over the contract's rows, its term, what was done and the calendar. A period is the calendar's (a quarter
from 1 January) or, where the duty says so, counted from the day of acceptance. The first and the last period of a term are
owed when at least half of them lies within it.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Final

from config.text import _
from reports.record.calendar import WorkingCalendar

MONTHS: Final = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
SOON_DAYS: Final = 14
"""From how many days before it is due it is named as due soon; ours."""


class State(Enum):
    """How one instance of a duty stands."""

    DONE = "done"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    AHEAD = "ahead"


STATE_WORDS: Final = {
    State.DONE: _("done in time"),
    State.DONE_LATE: _("done late"),
    State.OVERDUE: _("overdue"),
    State.DUE_SOON: _("due soon"),
    State.OPEN: _("due in this period"),
    State.AHEAD: _("not due yet"),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the contract: ``every`` period, or ``count`` times in the term, or ``on`` each statutory holiday."""

    what: str
    every: str = ""
    count: int = 0
    on: str = ""
    clause: str = ""
    is_from_acceptance: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """Something that fulfilled a duty: a document issued, a visit, a training. ``period`` names which, where it is said."""

    what: str
    on: date
    document: str = ""
    by: str = ""
    reason: str = ""
    """Why it was late, in the words of who did it."""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """One instance: from the first day on which it may be done to the day by which it must be."""

    duty: Duty
    period: str
    begins: date
    due_on: date
    state: State
    done: Done | None = None
    is_provisional: bool = False
    more: tuple[Done, ...] = field(default=(), repr=False)
    """What else was done for it."""

    @property
    def late_days(self) -> int:
        """How many days after its due day it was done."""
        return max((self.done.on - self.due_on).days, 0) if self.done else 0


def owed(duty: Duty, begins: date, ends: date, done: Iterable[Done], today: date, calendar: WorkingCalendar) -> list[Owed]:
    """Every instance of a duty in a term (both days within it), in order, each with what was done for it.

    What was done fits the period that it names, as documents do; else the period in which it was done, and where that is
    done already the oldest that was left out.
    """
    windows = list(_windows(duty, begins, ends, calendar))
    given: dict[str, list[Done]] = {one.name: [] for one in windows}
    for one in sorted((d for d in done if d.what == duty.what), key=lambda d: (d.on, d.document)):
        fitting = _fitting(windows, given, one)
        if fitting is not None:
            given[fitting.name].append(one)
    return [_stands(duty, one, given[one.name], today) for one in windows]


@dataclass(frozen=True, slots=True)
class _Window:
    name: str
    begins: date
    due_on: date
    is_provisional: bool = False


def _fitting(windows: Sequence[_Window], given: dict[str, list[Done]], one: Done) -> _Window | None:
    if one.period:
        return next((window for window in windows if window.name == one.period), None)
    free = [window for window in windows if not given[window.name] and window.begins <= one.on]
    now = next((window for window in free if one.on <= window.due_on), None)
    return now or next(iter(free), None) or next((w for w in windows if w.begins <= one.on <= w.due_on), None)


def _stands(duty: Duty, window: _Window, done: Sequence[Done], today: date) -> Owed:
    first = done[0] if done else None
    if first is not None:
        state = State.DONE if first.on <= window.due_on else State.DONE_LATE
    elif today > window.due_on:
        state = State.OVERDUE
    elif today < window.begins:
        state = State.AHEAD
    else:
        state = State.DUE_SOON if (window.due_on - today).days <= SOON_DAYS else State.OPEN
    return Owed(duty, window.name, window.begins, window.due_on, state, first, window.is_provisional, tuple(done[1:]))


def _windows(duty: Duty, begins: date, ends: date, calendar: WorkingCalendar) -> Iterator[_Window]:
    if duty.count:
        yield from (_Window(f"{number}/{duty.count}", begins, ends) for number in range(1, duty.count + 1))
    elif duty.on:
        yield from _holidays(begins, ends, calendar)
    elif not duty.every:
        yield _Window("term", begins, ends)
    elif duty.every in MONTHS:
        yield from _periods(duty, begins, ends)
    else:
        days = {"day": 1, "week": 7}[duty.every]
        first = begins if days == 1 or duty.is_from_acceptance else begins - timedelta(days=begins.weekday())
        while first <= ends:
            last = first + timedelta(days=days - 1)
            is_owed = days > 1 or calendar.works(first)[0]
            if is_owed and _is_half_within(first, last, begins, ends):
                yield _Window(first.isoformat(), max(first, begins), min(last, ends))
            first = last + timedelta(days=1)


def _periods(duty: Duty, begins: date, ends: date) -> Iterator[_Window]:
    months = MONTHS[duty.every]
    start = begins if duty.is_from_acceptance else date(begins.year, (begins.month - 1) // months * months + 1, 1)
    number = 0
    while (first := _months_later(start, number * months)) <= ends:
        number += 1
        last = _months_later(start, number * months) - timedelta(days=1)
        if _is_half_within(first, last, begins, ends):
            name = f"#{number}" if duty.is_from_acceptance else _name(duty.every, first)
            yield _Window(name, max(first, begins), min(last, ends))


def _name(every: str, first: date) -> str:
    match every:
        case "month":
            return f"{first:%Y-%m}"
        case "quarter":
            return f"{first.year}Q{(first.month + 2) // 3}"
        case "half-year":
            return f"{first.year}H{1 if first.month == 1 else 2}"
        case _:
            return str(first.year)


def _is_half_within(first: date, last: date, begins: date, ends: date) -> bool:
    inside = (min(last, ends) - max(first, begins)).days + 1
    return inside * 2 >= (last - first).days + 1


def _months_later(start: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _holidays(begins: date, ends: date, calendar: WorkingCalendar) -> Iterator[_Window]:
    """Each run of days off that is more than a weekend: the statutory holidays with the days around them.

    A year whose notice is not out has none that are known.
    """
    day = begins
    while day <= ends:
        first = day
        while day <= ends and not calendar.works(day)[0]:
            day += timedelta(days=1)
        if any((first + timedelta(days=n)).weekday() < _SATURDAY for n in range((day - first).days)):
            yield _Window(first.isoformat(), first, day - timedelta(days=1), calendar.works(first)[1])
        day += timedelta(days=1)


_SATURDAY: Final = 5
