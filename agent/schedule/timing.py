"""When a schedule comes due: cron as Debian's cron means it, the working calendar's days, the days before a holiday.

Times are local to the schedule's zone. One that the change to summer time skips comes when the gap ends, one that the
change back repeats comes once (``cronsim``, which follows Debian's cron).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from config.schedules import Schedule
from config.site import DEFAULT_TIMEZONE
from reports.record.calendar import WorkingCalendar
from reports.record.holidays import holidays

_DAY: Final = timedelta(days=1)
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_AHEAD: Final = timedelta(days=800)
"""Ours: how far ahead holidays are looked for; further than any notice reaches."""


class Due(NamedTuple):
    """A moment, in UTC; provisional where a day that it hangs on was assumed to be worked, or off, not announced so."""

    at: datetime
    is_provisional: bool = False


def zone_of(one: Schedule, site_zone: str) -> ZoneInfo:
    """The zone that a schedule counts in."""
    return ZoneInfo(one.timezone or site_zone or DEFAULT_TIMEZONE)


def after(one: Schedule, moment: datetime, zone: ZoneInfo, calendar: WorkingCalendar) -> Iterator[Due]:
    """When it comes due strictly after a moment, in order and without end, but for holidays not announced yet."""
    local = moment.astimezone(zone)
    found = _cron(one, local) if one.cron else _holidays(one, local, zone, calendar)
    if one.on.endswith("working-day"):
        found = _working_days(one, local, zone, calendar)
    return (due for due in found if due.at > moment)


def _cron(one: Schedule, local: datetime) -> Iterator[Due]:
    from cronsim import CronSim  # noqa: PLC0415 - only where a schedule has it

    for found in CronSim(one.cron, local):
        yield Due(found.astimezone(UTC))


def _working_days(one: Schedule, local: datetime, zone: ZoneInfo, calendar: WorkingCalendar) -> Iterator[Due]:
    """The first or last working day of each period, from that which the moment lies in."""
    for first, last in _periods(one.of, local.date()):
        is_first = one.on.startswith("first")
        day, step, provisional = (first, _DAY, False) if is_first else (last, -_DAY, False)
        while first <= day <= last:
            is_worked, is_assumed = calendar.works(day)
            provisional = provisional or is_assumed
            if is_worked:
                yield Due(_at(day, one.at, zone), provisional)
                break
            day += step


def _periods(of: str, day: date) -> Iterator[tuple[date, date]]:
    """First and last day of the weeks (from Monday), months, quarters or years from that of ``day`` on."""
    if of == "week":
        monday = day - timedelta(days=day.weekday())
        for number in count():
            begins = monday + timedelta(weeks=number)
            yield begins, begins + timedelta(days=6)
    months = _MONTHS[of]
    begins = date(day.year, (day.month - 1) // months * months + 1, 1)
    while True:
        later = begins.month - 1 + months
        follows = date(begins.year + later // 12, later % 12 + 1, 1)
        yield begins, follows - _DAY
        begins = follows


def _holidays(one: Schedule, local: datetime, zone: ZoneInfo, calendar: WorkingCalendar) -> Iterator[Due]:
    """So many working days before the first day off of each statutory holiday."""
    for holiday in holidays(local.date(), local.date() + _AHEAD, calendar):
        day, left, provisional = holiday.first, one.days_before, holiday.is_provisional
        while left:
            day -= _DAY
            is_worked, is_assumed = calendar.works(day)
            provisional = provisional or is_assumed
            left -= is_worked
        yield Due(_at(day, one.at, zone), provisional)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
