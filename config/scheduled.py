"""``schedules:`` and ``daemon:`` as the rest of the program has them, and what in them does not fit together."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from fnmatch import fnmatchcase
from pathlib import Path

from config.deliveries import Delivery
from config.problems import Problem, suggest
from config.schedules import ROUND_OF, ROUNDS, SELF_CARE, Blackout, Keeping, LogFile, Schedule
from config.site import Target
from config.targets import path_of
from config.text import _
from config.timetable import BlackoutBlock, DaemonBlock, ScheduleBlock


def schedule_of(block: ScheduleBlock, place: str) -> Schedule:
    """One entry; the rounds that it does not name are those that its documents tell of, or the inspection."""
    told = {ROUND_OF[name] for name in block.documents}
    wanted = told if block.documents or block.name == SELF_CARE else {"inspection"}
    return Schedule(
        name=block.name,
        cron=block.cron,
        on=block.on,
        of=block.of,
        at=block.at,
        days_before=block.days_before,
        timezone=block.timezone,
        rounds=tuple(one for one in ROUNDS if one in (wanted if block.rounds is None else block.rounds)),
        targets=tuple(block.targets),
        documents=tuple(dict.fromkeys(block.documents)),
        mail=tuple(block.mail),
        is_approval_needed=block.approve == "required",
        blackouts=tuple(_blackout(one) for one in block.blackouts),
        place=place,
    )


def keeping_of(block: DaemonBlock, folder: Path) -> Keeping:
    """The daemon's block; paths count from the file that names them."""
    beat, log = block.heartbeat, block.log
    return Keeping(
        folder=path_of(block.folder, folder),
        heartbeat_file=path_of(beat.file, folder),
        heartbeat_url=beat.url,
        heartbeat_seconds=beat.every_seconds,
        metrics=path_of(block.metrics, folder),
        memory_megabytes=block.memory_megabytes,
        log=LogFile(path_of(log.file, folder), log.megabytes, log.keep) if log else LogFile(),
        blackouts=tuple(_blackout(one) for one in block.blackouts),
    )


def wrong_schedules(
    schedules: Sequence[Schedule], deliveries: Sequence[Delivery], targets: Sequence[Target]
) -> Iterator[Problem]:
    """What would never run, or would never arrive, told before anything is started."""
    names = [one.name for one in schedules]
    for number, one in enumerate(schedules):
        if one.name in names[:number]:
            found = _("the schedule “{name}” again", name=one.name)
            yield Problem(one.place, "schedules.name", found, _("give each schedule a name of its own"))
        if bool(one.cron) == bool(one.on):
            found = _("both cron and on") if one.cron else _("neither cron nor on")
            yield Problem(one.place, "schedules", found, _("say with one of them when it runs"))
        if not one.rounds and not one.documents and one.name != SELF_CARE:
            yield Problem(one.place, "schedules", _("neither a round nor a document"), _("name at least one of them"))
        yield from _unmet(one)
        yield from _unreached(one, deliveries)
        yield from _strangers(one, targets)
        yield from _windows(one.blackouts, one.place)


def _unmet(one: Schedule) -> Iterator[Problem]:
    for name in one.documents:
        needed = ROUND_OF[name]
        if needed and needed not in one.rounds:
            found = _("the document {name} without the round {round}", name=name, round=needed)
            yield Problem(one.place, "schedules.rounds", found, _("add {round} to rounds", round=needed))


def _unreached(one: Schedule, deliveries: Sequence[Delivery]) -> Iterator[Problem]:
    """A role that no delivery of documents reaches."""
    reached = {role for way in deliveries if "document" in way.what for role in way.to}
    for role in one.mail:
        if role not in reached:
            write = suggest(role, tuple(reached)) if reached else _NO_WAY
            yield Problem(
                one.place, "schedules.mail", _("“{role}”, whom no delivery of documents reaches", role=role), write
            )


_NO_WAY = _("add to deliveries: one of kind smtp or folder with what: document and to: that role")


def _strangers(one: Schedule, targets: Sequence[Target]) -> Iterator[Problem]:
    """A glob that fits neither an id nor a tag: a round that would ask nobody."""
    names = {name for target in targets for name in (target.id, *target.tags)}
    for glob in one.targets:
        if not any(fnmatchcase(name, glob) for name in names):
            found = _("“{glob}”, which no target has as its id or tag", glob=glob)
            yield Problem(one.place, "schedules.targets", found, suggest(glob, tuple(names)))


def _windows(blackouts: Iterable[Blackout], place: str) -> Iterator[Problem]:
    for one in blackouts:
        is_once, is_daily = one.begins_at and one.until_at, one.begins is not None and one.until is not None
        if not is_once and not is_daily:
            yield Problem(place, "blackouts", _("a time of day beside a date"), _("write both as times, or both as dates"))
        elif one.begins_at and one.until_at and one.until_at <= one.begins_at:
            yield Problem(place, "blackouts", _("an end before its beginning"), _("write the later one under until:"))


def _blackout(block: BlackoutBlock) -> Blackout:
    begins, until = block.from_, block.until
    return Blackout(
        days=tuple(block.days),
        begins=begins if isinstance(begins, time) else None,
        until=until if isinstance(until, time) else None,
        begins_at=begins if isinstance(begins, datetime) else None,
        until_at=until if isinstance(until, datetime) else None,
        reason=block.reason,
    )
