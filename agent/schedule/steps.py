"""A step of an occasion as a command of ours: its words, and how long it may take."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from agent.schedule.due import DELIVER, DOCUMENT, VERIFY
from agent.schedule.ledger import Step
from config.schedules import ROUND_OF, ROUNDS, Schedule
from config.site import Site

_RUN_MORE_SECONDS: Final = 900.0
"""Ours: beyond a round's own bound, to read the configuration, judge groups and seal."""
_DOCUMENT_SECONDS: Final = 3600.0
_VERIFY_SECONDS: Final = 4 * 3600.0
_DELIVER_SECONDS: Final = 3600.0
"""Ours: far beyond what was measured (docs/bench.md: 5 s for a report of 500 targets), for a slow disk."""
_SOON: Final = 3
"""Ours: a daily record that is written in the first days of a month is that of the month before."""


def name_of(one: Step) -> str:
    """A step in one word, for a command line."""
    return f"{one.schedule}@{one.due_at.astimezone(UTC).isoformat()}/{one.name}"


def key_of(name: str) -> tuple[str, datetime, str]:
    """The step that ``name_of`` wrote. Raises ValueError."""
    schedule, _at, rest = name.rpartition("@")
    moment, _slash, step = rest.partition("/")
    return schedule, datetime.fromisoformat(moment), step


def words_of(one: Step, schedule: Schedule, folder: Path, zone: ZoneInfo, quarter: str) -> tuple[str, ...]:
    """The command of a step, without what is common to all: the configuration and the store.

    ``quarter`` is that of the round that a document tells of: under a clock that was ahead, the last is another.
    """
    if one.name in ROUNDS:
        return _round(one, schedule)
    if one.name.startswith(DOCUMENT):
        return _document(one, folder, zone, quarter)
    return {DELIVER: ("outbox", "send"), VERIFY: ("evidence", "verify")}[one.name]


def seconds_of(one: Step, site: Site) -> float:
    """After how many seconds it is killed."""
    if one.name in ROUNDS:
        return site.bounds.run_seconds + _RUN_MORE_SECONDS
    return {VERIFY: _VERIFY_SECONDS, DELIVER: _DELIVER_SECONDS}.get(one.name, _DOCUMENT_SECONDS)


def is_done(one: Step, code: int, *, is_sealed: bool) -> bool:
    """Whether a step that ended so is done.

    Of a round the seal says it, for a round that was killed ends with the code of one that saw nothing. What the outbox
    could not send stays in the outbox (75); a store that is not as it was sealed (2) has been looked through.
    """
    if one.name in ROUNDS:
        return is_sealed
    return code in {DELIVER: (0, 75), VERIFY: (0, 2)}.get(one.name, (0,))


def _round(one: Step, schedule: Schedule) -> tuple[str, ...]:
    is_documented = any(ROUND_OF[document] == one.name for document in schedule.documents)
    kind = ["--security"] if one.name == "security" else [] if is_documented else ["--routine"]
    globs = [word for glob in schedule.targets for word in ("--target", glob)]
    return ("run", "--quiet", *kind, *globs, "--occasion", name_of(one))


def _document(one: Step, folder: Path, zone: ZoneInfo, quarter: str) -> tuple[str, ...]:
    name = one.name.removeprefix(DOCUMENT)
    more: tuple[str, ...] = ("--quarter", quarter) if ROUND_OF[name] else ()
    day = one.due_at.astimezone(zone).date()
    if name == "holiday":
        more = (*more, "--day", day.isoformat())
    if name == "daily":
        month = day - timedelta(days=day.day) if day.day <= _SOON else day
        more = ("--month", f"{month:%Y-%m}")
    return ("report", name, *more, "--out", str(folder))
