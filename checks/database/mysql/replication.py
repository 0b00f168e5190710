"""Replication: each channel receives and applies, how far it is behind, and a replica is not written to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, worst
from collectors.facts.mysql.replication import FOLLOWING, Channel, Following
from config.limits import Layered, compare, limit
from config.text import Text, _, verbatim

_RUNS: Final = "yes"


@dataclass(frozen=True, slots=True)
class ReplicationLimits:
    """How far behind, beyond a delay that is set."""

    lag_warn_seconds: float = limit(300.0, unit="seconds", source="our judgement; Percona Monitoring Plugins warn at 300")
    lag_critical_seconds: float = limit(1800.0, unit="seconds", source="our judgement: half an hour of data to lose")


def judge(following: Following, limits: Layered[ReplicationLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a channel, and one of whether the replica may be written to."""
    if not following.channels:
        yield Finding(
            "", Level.ABSENT, _("it follows no other server: no channel is set up"), quote="SHOW REPLICA STATUS: 0"
        )
        return
    for channel in following.channels:
        yield _channel(channel, limits.at(channel.name))
    if following.is_read_only is not None:
        yield _writable(following)


def _channel(channel: Channel, limits: ReplicationLimits) -> Finding:
    level, summary = _verdict(channel, limits)
    words = channel.applier_error or channel.receiver_error
    return Finding(
        channel.name,
        level,
        summary,
        observed=verbatim(words) if words else _state(channel),
        expected=_("both threads run, behind by less than {seconds:duration}", seconds=limits.lag_warn_seconds),
        quote=f"IO {channel.receiver}, SQL {channel.applier}, behind {channel.lag_seconds}",
        measures={} if channel.lag_seconds is None else {"lag_seconds": channel.lag_seconds},
    )


def _state(channel: Channel) -> Text:
    return _("receiving: {receiver}, applying: {applier}", receiver=channel.receiver, applier=channel.applier)


def _verdict(channel: Channel, limits: ReplicationLimits) -> tuple[Level, Text]:
    if channel.applier.lower() != _RUNS:
        if channel.applier_error:
            return Level.CRITICAL, _(
                "what {source} wrote is not applied any more: an error stopped it", source=channel.source
            )
        return Level.CRITICAL, _("what {source} wrote is not applied: somebody stopped it", source=channel.source)
    if channel.receiver.lower() != _RUNS:
        return Level.CRITICAL, _("nothing is received from {source}", source=channel.source)
    if channel.lag_seconds is None:
        return Level.UNKNOWN, _("how far it is behind {source} is not said", source=channel.source)
    lag = max(0.0, channel.lag_seconds - channel.delay_seconds)
    level = LEVEL_OF_SIDE[compare(lag, limits.lag_warn_seconds, limits.lag_critical_seconds)]
    if level is not Level.OK:
        return level, _("it is {lag:duration} behind {source}", lag=lag, source=channel.source)
    return level, _("it follows {source}, {lag:duration} behind", lag=lag, source=channel.source)


def _writable(following: Following) -> Finding:
    """A replica that anybody may write to drifts away from its source."""
    quote = f"read_only {following.is_read_only}; super_read_only {following.is_super_read_only}"
    if following.is_read_only or following.is_super_read_only:
        return Finding("read_only", worst([Level.OK]), _("the replica takes no writes of applications"), quote=quote)
    return Finding(
        "read_only",
        Level.WARN,
        _("the replica may be written to: its data can drift away from its source's"),
        expected=_("read_only = ON, and super_read_only where there is one"),
        quote=quote,
    )


REPLICATION: Final = Check(
    id="database.mysql.replication",
    title=_("MySQL: replication"),
    area=Area.DB_BACKUP,
    needs=FOLLOWING,
    limits=ReplicationLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("SHOW REPLICA STATUS (SHOW SLAVE STATUS, SHOW ALL SLAVES STATUS), read_only, super_read_only"),
    remedy=_(
        "Read the error and the row it names; do not skip it blindly (sql_slave_skip_counter, an empty GTID transaction): "
        "the data differ there. Compare both sides (pt-table-checksum), mend the row or build the replica anew from a "
        "backup. "
        "Nothing received: network, account and password of replication, binary logs purged too early on the source. "
        "Behind: a long transaction, a table without a primary key, too few parallel appliers. Two writable servers on "
        "purpose: set the level of read_only for this site."
    ),
    traps=(
        _(
            "Seconds_Behind_Source is of what was received: a receiver that hangs can show 0; the source's own "
            "position tells"
        ),
        _("a delay that is set (SQL_Delay) is no lag"),
        _("several channels are judged each by itself; a channel without a name is the default one"),
        _("NULL seconds are not 0"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: SHOW REPLICA STATUS Statement", "MariaDB: SHOW REPLICA STATUS"),
)
