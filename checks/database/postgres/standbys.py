"""The standbys that follow this server: there, in which state, how far behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, worst
from collectors.facts.postgres.replication import REPLICATION, Replication, Standby
from config.limits import Layered, compare, limit
from config.text import _


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
    if found.synchronous_names and not any(one.sync_state in {"sync", "quorum"} for one in found.standbys):
        yield Finding(
            "synchronous",
            Level.CRITICAL,
            _("writes wait for a synchronous standby, and none is connected: {names}", names=found.synchronous_names),
        )
    if not found.standbys and not limits.base.expected and not found.synchronous_names:
        yield Finding("", Level.OK, _("no standby is connected, and none is expected"), measures={"standby_count": 0})
    for one in found.standbys:
        yield _standby(one, limits.at(one.name))


def _standby(one: Standby, limits: StandbyLimits) -> Finding:
    by_bytes = compare(one.lag_bytes or 0, limits.warn_bytes, limits.critical_bytes)
    by_time = compare(one.lag_seconds or 0.0, limits.warn_seconds, limits.critical_seconds)
    is_streaming = one.state == "streaming"
    level = worst((LEVEL_OF_SIDE[by_bytes], LEVEL_OF_SIDE[by_time], Level.OK if is_streaming else Level.WARN))
    measures = {}
    if one.lag_bytes is not None:
        measures["lag_bytes"] = float(one.lag_bytes)
    if one.lag_seconds is not None:
        measures["lag_seconds"] = one.lag_seconds
    return Finding(
        f"{one.name} {one.address}".strip(),
        level,
        _("{state}, {lag:bytes} behind", state=one.state, lag=max(0, one.lag_bytes or 0))
        if one.lag_bytes is not None
        else _("{state}; how far behind is not told", state=one.state),
        observed=_("{state}, {sync}", state=one.state, sync=one.sync_state),
        expected=_(
            "streaming, less than {seconds:duration} and {most:bytes} behind",
            seconds=limits.warn_seconds,
            most=limits.warn_bytes,
        ),
        measures=measures,
    )


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
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 28.2.4 pg_stat_replication",),
)
