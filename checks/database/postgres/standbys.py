"""The standbys that follow this server: there, in which state, how far behind."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, worst
from collectors.facts.postgres.replication import REPLICATION, Replication, Standby
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class StandbyLimits:
    """How far behind one may be, and which ones there must be."""

    warn_seconds: int = limit(60, unit="seconds", source="our judgement: 60 s")
    critical_seconds: int = limit(600, unit="seconds", source="our judgement: 10 min")
    warn_bytes: int = limit(64 * 2**20, unit="bytes", source="our judgement: four files of write-ahead log")
    critical_bytes: int = limit(2**30, unit="bytes", source="our judgement: 1 GiB")
    expected: tuple[str, ...] = limit((), unit="application_name", source="the operator: the standbys that there must be")


def judge(found: Replication, limits: Layered[StandbyLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a standby, one of those that are missing."""
    names = {one.name for one in found.standbys}
    for name in limits.base.expected:
        if name not in names:
            yield Finding(name, Level.CRITICAL, _("the standby {name} is not connected", name=name))
    waits = bool(found.synchronous_names) and not found.is_standby
    if waits:
        yield from _synchronous(found)
    if not found.standbys and not limits.base.expected and not waits:
        yield Finding("", Level.OK, _("no standby is connected, and none is expected"), measures={"standby_count": 0})
    seen: Counter[str] = Counter()
    for one in found.standbys:
        subject = f"{one.name} {one.address}".strip()
        seen[subject] += 1
        numbered = subject if seen[subject] == 1 else f"{subject} {seen[subject]}"
        yield _standby(numbered, one, limits.at(one.name))


def _synchronous(found: Replication) -> Iterator[Finding]:
    """One finding where fewer answer than each write waits for."""
    there = sum(
        one.sync_state in {"sync", "quorum"} or (one.sync_state == "potential" and one.state == "streaming")
        for one in found.standbys
    )
    wanted = wanted_count(found.synchronous_names)
    if not there:
        yield Finding(
            "synchronous",
            Level.CRITICAL,
            _("writes wait for a synchronous standby, and none is connected: {names}", names=found.synchronous_names),
        )
    elif there < wanted:
        yield Finding(
            "synchronous",
            Level.CRITICAL,
            _(
                "writes wait for {wanted:number} synchronous standbys, and {there:number} answer: {names}",
                wanted=wanted,
                there=there,
                names=found.synchronous_names,
            ),
        )


def wanted_count(names: str) -> int:
    """For how many standbys each write waits: of ``FIRST 2 (a, b, c)``, ``ANY 2 (*)``, ``2 (a, b)``; else one."""
    found = _COUNTED.match(names)
    return int(found[1]) if found else 1


_COUNTED: Final = re.compile(r"\s*(?:(?:first|any)\s+)?([0-9]+)\s*\(", re.IGNORECASE)


def _standby(subject: str, one: Standby, limits: StandbyLimits) -> Finding:
    measures = {}
    if one.lag_bytes is not None:
        measures["lag_bytes"] = float(one.lag_bytes)
    if one.lag_seconds is not None:
        measures["lag_seconds"] = one.lag_seconds
    return Finding(
        subject,
        _level(one, limits),
        _summary(one),
        observed=_("{state}, {sync}", state=one.state, sync=one.sync_state),
        expected=_(
            "streaming, less than {seconds:duration} and {most:bytes} behind",
            seconds=limits.warn_seconds,
            most=limits.warn_bytes,
        ),
        measures=measures,
    )


def _level(one: Standby, limits: StandbyLimits) -> Level:
    if one.state == _BACKUP:
        return Level.OK
    by_bytes = compare(one.lag_bytes or 0, limits.warn_bytes, limits.critical_bytes)
    by_time = compare(one.lag_seconds or 0.0, limits.warn_seconds, limits.critical_seconds)
    return worst(
        (
            LEVEL_OF_SIDE[by_bytes],
            LEVEL_OF_SIDE[by_time],
            Level.OK if one.state == "streaming" else Level.WARN,
            Level.NOTICE if one.lag_bytes is None else Level.OK,
        )
    )


def _summary(one: Standby) -> Text:
    if one.state == _BACKUP:
        return _("a base backup is being taken")
    if one.lag_bytes is None:
        return _("{state}; how far behind is not told", state=one.state)
    return _("{state}, {lag:bytes} behind", state=one.state, lag=max(0, one.lag_bytes))


_BACKUP: Final = "backup"
"""The state of a base backup, which is no standby and has no lag."""

STANDBYS: Final = Check(
    id="database.postgres.standbys",
    title=_("PostgreSQL: standbys of this server"),
    area=Area.DB_BACKUP,
    needs=REPLICATION,
    limits=StandbyLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_stat_replication, synchronous_standby_names"),
    remedy=_(
        "On the standby look whether it runs, at its log and at the network between. What is missing of the write-ahead "
        "log comes from the archive; where it is gone too, the standby must be made anew (pg_basebackup). A synchronous "
        "standby that is away stops the writes: decide with the customer whether to take it out of "
        "synchronous_standby_names meanwhile."
    ),
    traps=(
        _("a standby that is not connected leaves no row: those that there must be are named in the limits"),
        _("while a base backup runs it stands here too, in the state backup"),
        _("a standby obeys its primary's word about synchronous standbys, not its own setting"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 28.2.4 pg_stat_replication",),
)
