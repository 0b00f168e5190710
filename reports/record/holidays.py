"""Statutory holidays: their names and the days off that belong to them, as the State Council announced them.

``chinese_calendar`` knows the years whose notice had come when it was released. Past them only the holidays with a
fixed date are known (国务院《全国年节及纪念日放假办法》), and they are provisional: which days are worked in exchange is
announced late each autumn. The others follow the moon and are not guessed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from config.text import Text, _
from reports.record.calendar import WorkingCalendar

_NAMES: Final[Mapping[str, Text]] = {
    "New Year's Day": _("New Year’s Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "Mid-autumn Festival": _("Mid-autumn Festival"),
    "National Day": _("National Day"),
}
_FIXED: Final = {(1, 1): ("New Year's Day", 1), (5, 1): ("Labour Day", 2), (10, 1): ("National Day", 3)}
"""Month and day, name, and how many days are off by law (of the ordinance as amended in 2024)."""
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_OTHER: Final = _("Statutory holiday")
"""Days off that the operator wrote from a notice that this program does not know yet."""


class Holiday(NamedTuple):
    """Days off in one piece; ``is_provisional`` where no notice of that year is known."""

    name: Text
    first: date
    last: date
    is_provisional: bool = False


def holidays(begins: date, ends: date, calendar: WorkingCalendar) -> Iterator[Holiday]:
    """The holidays whose first day lies between two days, both included, in their order."""
    day = begins
    while day <= ends:
        found = _beginning(day, calendar)
        if found is None:
            day += _DAY
        else:
            yield found
            day = found.last + _DAY


def _beginning(day: date, calendar: WorkingCalendar) -> Holiday | None:
    """The holiday that begins on a day: the day before is worked, and one of the days off that follow has a name."""
    if not calendar.works(day)[0] and calendar.works(day - _DAY)[0]:
        last, names = day, []
        while not calendar.works(last)[0]:
            names.append(_named(last) or _written(last, calendar))
            last += _DAY
        if name := next((one for one in names if one), ""):
            return Holiday(_NAMES.get(name, _OTHER), day, last - _DAY)
    return _unannounced(day, calendar)


def _named(day: date) -> str:
    """The name that the library has for a day off; "" of a plain weekend and of a year that it does not know."""
    import chinese_calendar  # noqa: PLC0415 - 10 ms, only where holidays count

    try:
        return str(chinese_calendar.get_holiday_detail(day)[1] or "")
    except NotImplementedError:
        return ""


def _written(day: date, calendar: WorkingCalendar) -> str:
    """What a day off is that the operator wrote: a holiday of fixed date, or one that no notice named yet; "" of none."""
    if day.weekday() >= _SATURDAY or calendar.overrides.get(day, True):
        return ""
    return _FIXED.get((day.month, day.day), ("-", 0))[0]


def next_holiday(today: date, calendar: WorkingCalendar) -> Holiday | None:
    """The holiday that is being prepared for: the one that began today or begins next, within a year."""
    return next(holidays(today, today + timedelta(days=366), calendar), None)


def _unannounced(day: date, calendar: WorkingCalendar) -> Holiday | None:
    """A holiday of fixed date in a year without a notice; the operator's own days come before it."""
    fixed = _FIXED.get((day.month, day.day))
    if fixed is None or calendar.notice(day) is not None:
        return None
    name, days = fixed
    return Holiday(_NAMES[name], day, day + (days - 1) * _DAY, is_provisional=True)


def known_until(calendar: WorkingCalendar, today: date) -> date:
    """The last day of the last year that a notice is known of; the day before this year where there is none."""
    year = today.year
    while calendar.notice(date(year, 6, 1)) is not None:
        year += 1
    return date(year, 1, 1) - _DAY
