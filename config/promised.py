"""``contract.promises``, ``duties``, ``calendars``, ``days`` and ``levels``: the clocks that run, and what is owed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from config.block import Block
from config.grammar import Day, Word, Words, as_list, fits, one_of, reject, whole
from config.problems import Problem, suggest
from config.terms import (
    AROUND_THE_CLOCK,
    EVENTS,
    IMPACTS,
    LEVELS,
    OFFICE,
    SERVICES,
    URGENCIES,
    WAITS,
    Clock,
    Hours,
    Owing,
)
from config.text import _

_TIME: Final = r"([01]\d|2[0-3]):[0-5]\d"
_WINDOW: Final = rf"{_TIME}-({_TIME}|24:00)"


def _many(*choices: str) -> BeforeValidator:
    def read(value: object) -> list[str]:
        written = as_list(value)
        if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
            reject(_("write one word, or several in brackets: [a, b]"))
        for one in written:
            if one.strip() not in choices:
                reject(suggest(one.strip(), choices))
        return [one.strip() for one in written]

    return BeforeValidator(read)


def _forward(value: str) -> str:
    begins, ends = value.split("-")
    return value if begins < ends else reject(_("write a window that ends after it begins; a night is two windows"))


def _day_key(value: object) -> object:
    if isinstance(value, dict):
        for key in value:
            try:
                date.fromisoformat(str(key))
            except ValueError:
                reject(_("write each day as 2027-02-08: work or rest"))
    return value


Events = Annotated[list[str], _many(*EVENTS), Field(default_factory=list)]


class CalendarBlock(Block):
    """One entry of ``calendars:``: the windows of a day in which time counts, on working days or on every day."""

    windows: list[Annotated[str, fits(_WINDOW, _("write times of day as 08:30-12:00")), BeforeValidator(_forward)]] = Field(
        default_factory=list
    )
    days: Annotated[str, one_of("working", "every")] = "working"


class Promise(Block):
    """One clock of the contract."""

    clause: Word = ""
    what: Word = ""
    level: Words = Field(default_factory=list)
    service: Annotated[list[str], _many(*SERVICES), Field(default_factory=list)]
    start: Events
    stop: Events
    minutes: Annotated[int, whole(1, 5_256_000)] | None = None  # ten years
    working_days: Annotated[int, whole(1, 1000)] | None = None
    calendar: Word = AROUND_THE_CLOCK
    pauses: Annotated[list[str], _many(*WAITS), Field(default_factory=list)]


class Duty(Block):
    """What is owed again and again, or a number of times; ``counted_from`` acceptance, or by the calendar's periods."""

    what: Word
    every: Annotated[str, one_of("day", "week", "month", "quarter", "half-year", "year")] = ""
    count: Annotated[int, whole(1, 1000)] | None = None
    on: Annotated[str, one_of("statutory-holidays")] = ""
    clause: Word = ""
    until: Day | None = None
    counted_from: Annotated[str, one_of("acceptance", "calendar")] = "calendar"


class LevelBlock(Block):
    """One entry of ``levels:``: the grade of what has this impact and this urgency."""

    impact: Annotated[str, one_of(*IMPACTS)]
    urgency: Annotated[str, one_of(*URGENCIES)]
    level: Annotated[str, one_of(*LEVELS)]


Days = Annotated[dict[str, Annotated[str, one_of("work", "rest")]], BeforeValidator(_day_key), Field(default_factory=dict)]


def clock_of(block: Promise, place: str) -> Clock:
    """One promise as the rest of the program sees it."""
    return Clock(
        clause=block.clause,
        what=block.what,
        start=tuple(block.start),
        stop=tuple(block.stop),
        minutes=block.minutes,
        working_days=block.working_days,
        calendar=block.calendar,
        levels=tuple(block.level),
        services=tuple(block.service),
        pauses=tuple(block.pauses),
        place=place,
    )


def owing_of(block: Duty) -> Owing:
    """One duty as the rest of the program sees it."""
    is_from = block.counted_from == "acceptance"
    return Owing(block.what, block.every, block.count or 0, block.on, block.clause, block.until, is_from)


def hours_of(blocks: Mapping[str, CalendarBlock]) -> dict[str, Hours]:
    """The calendars by name, the two that are always there among them."""
    always = {AROUND_THE_CLOCK: Hours(is_every_day=True), OFFICE: Hours(("08:30-12:00", "13:30-18:00"))}
    return always | {name: Hours(tuple(block.windows), block.days == "every") for name, block in blocks.items()}


def wrong_promises(clocks: tuple[Clock, ...], calendars: Mapping[str, Hours]) -> Iterator[Problem]:
    """Find promises that no clock could be made of."""
    for one in clocks:
        if not one.start or not one.stop:
            lacking = "start" if not one.start else "stop"
            write = _("write the events between which it runs, as in start: received, stop: [restored, substituted]")
            yield Problem(one.place, f"promises.{lacking}", _("nothing"), write)
        if (one.minutes is None) == (one.working_days is None):
            found = _("both minutes and working_days") if one.minutes else _("neither minutes nor working_days")
            yield Problem(one.place, "promises.minutes", found, _("write one of the two"))
        if one.calendar not in calendars:
            found = _("the unknown calendar “{name}”", name=one.calendar)
            yield Problem(one.place, "promises.calendar", found, suggest(one.calendar, tuple(calendars)))
        elif one.working_days is not None and not calendars[one.calendar].windows:
            found = _("working days of a calendar without windows")
            yield Problem(one.place, "promises.calendar", found, _("write a calendar with windows, as 5x8 is"))
