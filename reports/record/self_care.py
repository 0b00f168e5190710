"""How the program itself did between two moments: what came due and ran, what was sent, whether its store is whole.

Whoever has the store fills in ``SelfCare``; ``told`` says of each part how it stands and how bad that is. What was not
looked at is UNKNOWN here as everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from checks.base import Level
from config.text import Text, _

CALENDAR_DAYS: Final = 45
"""Ours: the notice of the next year's holidays comes in November; by the middle of it somebody must have it."""
ADVISORY_DAYS: Final = 30
"""As the check that reads them: an older file knows nothing of a month's holes."""
LIFECYCLE_DAYS: Final = 400
"""Ours: vendors announce ends at least a year ahead; a program that is older than that misses some."""
VERIFIED_DAYS: Final = 31
"""Ours: our own care verifies the store every week; a month without is a daemon that does not."""


@dataclass(frozen=True, slots=True)
class Late:
    """An occasion that ran long after it was due."""

    schedule: str
    due_at: datetime
    ran_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Occasions of a schedule that never began, from the first to the last."""

    schedule: str
    first: datetime
    last: datetime
    count: int


@dataclass(frozen=True, slots=True)
class SelfCare:
    """The facts. Without schedules nothing came due, and only what the outbox and the store show is told."""

    has_schedules: bool = False
    has_daemon: bool = False
    """Whether anything came due and was written down."""
    ran: int = 0
    late: tuple[Late, ...] = ()
    gaps: tuple[Gap, ...] = ()
    failed: tuple[tuple[str, datetime], ...] = ()
    """Steps that were given up: their name, and when they were due."""
    open: tuple[str, ...] = ()
    """Steps that have failed and are tried again."""
    wrong_clock: int = 0
    """Rows of the ledger that were written under a clock that was ahead."""
    has_deliveries: bool = False
    delivered: int = 0
    doubtful: int = 0
    waiting: int = 0
    dead: int = 0
    verified_at: datetime | None = None
    """When the store was verified whole last, by the daemon's own care."""
    is_intact: bool | None = None
    ends: tuple[tuple[Text, Text], ...] = ()
    """Our own credentials that end soon or have ended: what, and when."""
    calendar_until: date | None = None
    """The last day of the last year whose working days are announced, in this program."""
    packs: tuple[tuple[str, date], ...] = ()
    """Data that was carried in: of what, and its own date."""
    lifecycles_of: date | None = None
    """Of when this program knows until when vendors mend faults."""


class Line(NamedTuple):
    """One thing of our own: what, how it stands, how bad that is."""

    what: Text
    state: Text
    level: Level


def told(one: SelfCare, now: datetime) -> tuple[Line, ...]:
    """Say how each part stands."""
    return tuple(_lines(one, now))


def _lines(one: SelfCare, now: datetime) -> Iterator[Line]:
    if one.has_daemon:
        yield from _rounds(one)
        yield _chain(one, now)
    elif one.has_schedules:
        none = _("nothing came due since the last round: the daemon was not running, or its schedules are new")
        yield Line(_("Scheduled rounds and documents"), none, Level.WARN)
    if one.has_deliveries:
        yield _mails(one)
    for what, state in one.ends:
        yield Line(what, state, Level.WARN)
    if one.calendar_until is not None:
        yield _calendar(one.calendar_until, now.date())
    for name, day in one.packs:
        days = (now.date() - day).days
        state = _("of {day}, {days:number} days old", day=day.isoformat(), days=days)
        yield Line(_("Data carried in: {name}", name=name), state, Level.NOTICE if days > ADVISORY_DAYS else Level.OK)
    if one.lifecycles_of is not None:
        yield _lifecycles(one.lifecycles_of, now.date())


def _rounds(one: SelfCare) -> Iterator[Line]:
    what = _("Scheduled rounds and documents")
    missed = sum(gap.count for gap in one.gaps)
    state = _(
        "ran {ran:number}, of these late {late:number}; missed {missed:number}, given up {failed:number}",
        ran=one.ran,
        late=len(one.late),
        missed=missed,
        failed=len(one.failed),
    )
    yield Line(what, state, Level.WARN if missed or one.failed else Level.OK)
    for gap in one.gaps:
        between = _(
            "{count:number} did not begin, due from {first} to {last}: the machine or the daemon was off",
            count=gap.count,
            first=f"{gap.first:%Y-%m-%d %H:%M}",
            last=f"{gap.last:%Y-%m-%d %H:%M}",
        )
        yield Line(_("Missed: {schedule}", schedule=gap.schedule), between, Level.WARN)
    for late in one.late:
        ran = _("due {due}, ran {ran}", due=f"{late.due_at:%Y-%m-%d %H:%M}", ran=f"{late.ran_at:%Y-%m-%d %H:%M}")
        yield Line(_("Late: {schedule}", schedule=late.schedule), ran, Level.NOTICE)
    if one.open:
        yield Line(_("Failed, and tried again"), _("{names}", names=one.open), Level.WARN)
    if one.wrong_clock:
        yield Line(_("Clock of this machine"), _("was ahead for a time; what ran then does not count"), Level.WARN)


def _chain(one: SelfCare, now: datetime) -> Line:
    what = _("Chain of seals and evidence")
    if one.verified_at is None or one.is_intact is None:
        return Line(what, _("not verified since the last round"), Level.UNKNOWN)
    day = f"{one.verified_at:%Y-%m-%d}"
    if not one.is_intact:
        return Line(
            what, _("verified on {day}: not as it was sealed; see xunjian evidence verify", day=day), Level.CRITICAL
        )
    is_old = now - one.verified_at > timedelta(days=VERIFIED_DAYS)
    return Line(what, _("verified on {day}: whole", day=day), Level.WARN if is_old else Level.OK)


def _mails(one: SelfCare) -> Line:
    state = _(
        "delivered {delivered:number}, perhaps twice {doubtful:number}, waiting {waiting:number},"
        " undelivered {dead:number}",
        delivered=one.delivered,
        doubtful=one.doubtful,
        waiting=one.waiting,
        dead=one.dead,
    )
    level = Level.WARN if one.dead else Level.NOTICE if one.waiting or one.doubtful else Level.OK
    return Line(_("Deliveries"), state, level)


def _lifecycles(of: date, today: date) -> Line:
    days = (today - of).days
    state = _("of {day}, {days:number} days old", day=of.isoformat(), days=days)
    return Line(_("Ends of vendors’ support in this program"), state, Level.NOTICE if days > LIFECYCLE_DAYS else Level.OK)


def _calendar(until: date, today: date) -> Line:
    what, day = _("Working calendar"), until.isoformat()
    if until < today:
        return Line(what, _("known to {day} only: working days are assumed by weekday", day=day), Level.WARN)
    is_near = (until - today).days <= CALENDAR_DAYS
    state = (
        _("known to {day}; write the days of the next year under contract.days", day=day)
        if is_near
        else _("known to {day}", day=day)
    )
    return Line(what, state, Level.NOTICE if is_near else Level.OK)
