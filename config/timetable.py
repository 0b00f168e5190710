"""``schedules:`` and ``daemon:``: cron as cron means it, rules of the working calendar, windows in which nothing begins."""

from datetime import datetime, time, timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, ConfigDict, Field

from config.block import Block
from config.grammar import Id, Reference, Word, Words, as_list, is_timezone, one_of, reject, whole
from config.schedules import DAYS, PERIODS, ROUND_OF, ROUNDS, RULES
from config.text import _

_HOURS = _("write a time of day as 06:30")
_MOMENT = _("write a moment as 2026-12-31 18:00, or a time of day as 18:00")
_YEARS: Final = 28
"""After so many years every date has fallen on every weekday, save over 2100."""


def _cron(value: object) -> str:
    """Five fields as Debian's cron reads them, names allowed, 0 and 7 are Sunday; it must come true some day."""
    from cronsim import CronSim, CronSimError  # noqa: PLC0415 - only where a schedule is read

    word = value.strip() if isinstance(value, str) else ""
    write = _('write five fields: minute hour day month weekday, as in "30 2 * * *"')
    if len(word.split()) != 5:  # noqa: PLR2004 - fields, as the words below name them
        return reject(write)
    begins = datetime(2024, 1, 1)  # noqa: DTZ001 - a day of no zone
    try:
        first = next(CronSim(word, begins))
    except CronSimError as error:
        return reject(_("{write}; wrong here: {field}", write=write, field=str(error).removeprefix("Bad ")))
    except StopIteration:
        return reject(_("this day never comes; {write}", write=write))
    return (
        word if first - begins < timedelta(days=_YEARS * 366) else reject(_("this day never comes; {write}", write=write))
    )


def _time(value: object) -> time:
    try:
        return datetime.strptime(str(value).strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        return reject(_HOURS)


def _time_or_moment(value: object) -> time | datetime:
    word = str(value).strip().replace("T", " ")
    for form in ("%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            read = datetime.strptime(word, form)  # noqa: DTZ007 - the zone is the schedule's
        except ValueError:
            continue
        return read.time() if form == "%H:%M" else read
    return reject(_MOMENT)


def _zone(value: object) -> str:
    word = str(value).strip()
    return word if not word or is_timezone(word) else reject(_("write it as in Asia/Shanghai"))


Time = Annotated[time, BeforeValidator(_time)]
Moment = Annotated[time | datetime, BeforeValidator(_time_or_moment)]


class BlackoutBlock(Block):
    """One entry of ``blackouts:``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_: Annotated[Moment, Field(alias="from")]
    until: Moment
    days: Annotated[list[Annotated[str, one_of(*DAYS)]], BeforeValidator(as_list)] = Field(default_factory=list)
    reason: Word = ""


class ScheduleBlock(Block):
    """One entry of ``schedules:``."""

    name: Id
    cron: Annotated[str, BeforeValidator(_cron)] = ""
    on: Annotated[str, one_of(*RULES)] = ""
    of: Annotated[str, one_of(*PERIODS)] = "quarter"
    at: Time = time(6, 0)
    days_before: Annotated[int, whole(1, 10)] = 1
    timezone: Annotated[str, BeforeValidator(_zone)] = ""
    rounds: Annotated[list[Annotated[str, one_of(*ROUNDS)]] | None, BeforeValidator(as_list)] = None
    targets: Words = Field(default_factory=list)
    documents: Annotated[list[Annotated[str, one_of(*ROUND_OF)]], BeforeValidator(as_list)] = Field(default_factory=list)
    mail: Words = Field(default_factory=list)
    approve: Annotated[str, one_of("required", "not-required")] = "required"
    blackouts: list[BlackoutBlock] = Field(default_factory=list)


class HeartbeatBlock(Block):
    """``daemon.heartbeat:``."""

    file: Word = ""
    url: Reference | Word = ""
    every_seconds: Annotated[int, whole(60, 86_400)] = 300


class LogBlock(Block):
    """``daemon.log:``."""

    file: Word
    megabytes: Annotated[int, whole(1, 1000)] = 10
    keep: Annotated[int, whole(1, 100)] = 5


class DaemonBlock(Block):
    """``daemon:``: what concerns the process that keeps time."""

    folder: Word = ""
    heartbeat: HeartbeatBlock = HeartbeatBlock()
    metrics: Word = ""
    memory_megabytes: Annotated[int, whole(256, 1_000_000)] = 2048
    log: LogBlock | None = None
    blackouts: list[BlackoutBlock] = Field(default_factory=list)
