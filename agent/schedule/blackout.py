"""Windows in which nothing begins: what comes due in one waits until it is over."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from config.schedules import Blackout
from reports.record.calendar import WorkingCalendar

_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST: Final = 400
"""Ours: windows that touch one another are followed so far; who closes every hour of a year lets nothing begin."""


def opens_at(moment: datetime, windows: Sequence[Blackout], zone: ZoneInfo, calendar: WorkingCalendar) -> datetime | None:
    """The first moment from ``moment`` on that lies in no window, in UTC; None where none is found in a year."""
    at = moment
    for _turn in range(_MOST):
        ends = [end for begin, end in _around(at, windows, zone, calendar) if begin <= at < end]
        if not ends:
            return at.astimezone(UTC)
        at = max(ends)
    return None


def _around(
    moment: datetime, windows: Sequence[Blackout], zone: ZoneInfo, calendar: WorkingCalendar
) -> Iterator[tuple[datetime, datetime]]:
    """The windows that may hold a moment: those that begin on its day or the day before."""
    today = moment.astimezone(zone).date()
    for one in windows:
        if one.begins_at and one.until_at:
            yield one.begins_at.replace(tzinfo=zone).astimezone(UTC), one.until_at.replace(tzinfo=zone).astimezone(UTC)
        elif one.begins is not None and one.until is not None:
            for day in (today - _DAY, today):
                if _is_of(day, one.days, calendar):
                    ends = day if one.until > one.begins else day + _DAY
                    yield (
                        datetime.combine(day, one.begins, zone).astimezone(UTC),
                        datetime.combine(ends, one.until, zone).astimezone(UTC),
                    )


def _is_of(day: date, days: Sequence[str], calendar: WorkingCalendar) -> bool:
    if not days or _WEEKDAYS[day.weekday()] in days:
        return True
    return ("working" if calendar.works(day)[0] else "non-working") in days
