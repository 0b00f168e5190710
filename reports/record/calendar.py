"""The working calendar: which minutes count for a promise, and how far the state's notice of working days reaches.

Working days are those of the State Council's yearly notice (chinese_calendar, from 2004 to the year of its release), with
the days that are worked in exchange; what the operator wrote comes before it. Past its last year Monday to Friday are
assumed, and what depended on such a day is provisional.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

OFFICE_HOURS: Final = ((time(8, 30), time(12, 0)), (time(13, 30), time(18, 0)))
"""Our proposal where the contract names none: eight hours with lunch between."""
_WEEK: Final = 5
_LONGEST: Final = timedelta(days=366 * 45)
"""Ten years of minutes, worked eight hours a day on five days of seven, are 43 years; beyond it a promise is none."""


class Span(NamedTuple):
    """From and until, both aware; ``is_provisional``: whether it counts was assumed, not announced."""

    start: datetime
    end: datetime
    is_provisional: bool = False


class Moment(NamedTuple):
    """When something is due; provisional where a day before it was assumed."""

    at: datetime
    is_provisional: bool = False


class Worked(NamedTuple):
    """How much working time went by."""

    minutes: float
    is_provisional: bool = False


@lru_cache(maxsize=4096)
def announced(day: date) -> bool | None:
    """Whether a day is worked by the State Council's notice; None where no notice of its year is in the library."""
    import chinese_calendar  # noqa: PLC0415 - 10 ms, only where a clock counts working days

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When time counts. Without ``hours`` it always does (7×24); ``overrides`` say of a day whether it is worked."""

    name: str
    zone: str = "Asia/Shanghai"
    hours: tuple[tuple[time, time], ...] = ()
    overrides: Mapping[date, bool] = field(default_factory=dict)
    notice: Callable[[date], bool | None] = announced

    @property
    def minutes_a_day(self) -> float:
        """Of one working day."""
        if not self.hours:
            return 24 * 60.0
        return sum(_of_day(end) - _of_day(start) for start, end in self.hours)

    def works(self, day: date) -> tuple[bool, bool]:
        """Whether a day is worked, and whether that was only assumed."""
        if day in self.overrides:
            return self.overrides[day], False
        told = self.notice(day)
        return (day.weekday() < _WEEK, True) if told is None else (told, False)


AROUND_THE_CLOCK: Final = WorkingCalendar("7x24")


def spans(calendar: WorkingCalendar, start: datetime, end: datetime) -> Iterator[Span]:
    """Give the working time between two moments in order, in UTC."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if not calendar.hours:
        if start < end:
            yield Span(start, end)
        return
    zone = ZoneInfo(calendar.zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        is_worked, is_assumed = calendar.works(day)
        for opens, closes in calendar.hours if is_worked else ():
            begin, until = max(start, _at(day, opens, zone)), min(end, _at(day, closes, zone))
            if begin < until:
                yield Span(begin, until, is_assumed)
        day += timedelta(days=1)


def elapsed(calendar: WorkingCalendar, start: datetime, end: datetime, without: Iterable[Span] = ()) -> Worked:
    """Working minutes between two moments, without the pauses; provisional where a day between them was assumed."""
    counted = [left for span in spans(calendar, start, end) for left in _without(span, tuple(without))]
    total = sum((span.end - span.start for span in counted), timedelta())
    return Worked(total / timedelta(minutes=1), _assumed(calendar, start, end))


def due(calendar: WorkingCalendar, start: datetime, minutes: float, without: Iterable[Span] = ()) -> Moment:
    """When so many working minutes after ``start`` are over. Raises OverflowError where that is past all reason."""
    left = timedelta(minutes=minutes)
    pauses = tuple(without)
    last = start + _LONGEST
    for span in spans(calendar, start, last):
        for piece in _without(span, pauses):
            if piece.end - piece.start >= left:
                at = piece.start + left
                return Moment(at, _assumed(calendar, start, at))
            left -= piece.end - piece.start
    raise OverflowError(f"{minutes} minutes of {calendar.name} after {start.isoformat()}")


def _assumed(calendar: WorkingCalendar, start: datetime, end: datetime) -> bool:
    """Whether any day from one moment to the other, worked or not, was only assumed."""
    if not calendar.hours or end < start:
        return False
    zone = ZoneInfo(calendar.zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    return any(calendar.works(day + timedelta(days=n))[1] for n in range((last - day).days + 1))


def _without(span: Span, pauses: Iterable[Span]) -> list[Span]:
    left = [span]
    for pause in pauses:
        left = [
            piece
            for one in left
            for piece in (
                one._replace(end=min(one.end, pause.start.astimezone(UTC))),
                one._replace(start=max(one.start, pause.end.astimezone(UTC))),
            )
            if piece.start < piece.end
        ]
    return left


def _at(day: date, moment: time, zone: ZoneInfo) -> datetime:
    """A time of a day in UTC; ``time.max`` is its end."""
    if moment == time.max:
        day, moment = day + timedelta(days=1), time()
    return datetime.combine(day, moment, zone).astimezone(UTC)


def _of_day(moment: time) -> float:
    """Minutes since midnight."""
    return 24 * 60.0 if moment == time.max else moment.hour * 60 + moment.minute
