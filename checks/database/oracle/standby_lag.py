"""How far is the standby behind? It is what a failover loses, and how long it takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, worst
from checks.oracle_words import NOT_RUN
from collectors.base import Reason
from collectors.facts.oracle.recovery import STANDBYS, Standby
from config.limits import Layered, compare, limit
from config.text import Text, _

_APPLYING: Final = frozenset({"PHYSICAL STANDBY", "LOGICAL STANDBY"})


@dataclass(frozen=True, slots=True)
class LagLimits:
    """Lags, and how long ago the primary spoke last."""

    warn_seconds: int = limit(600, unit="seconds", source="our own: ten minutes; set what the agreement says")
    critical_seconds: int = limit(3600, unit="seconds", source="our own: an hour; set what the agreement says")
    silent_seconds: int = limit(300, unit="seconds", source="our own: the primary speaks every few seconds")


def judge(standby: Standby, limits: Layered[LagLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the lag, one of the standby redo logs."""
    if standby.standby_groups_count is not None and standby.online_groups:
        yield _of_logs(standby.standby_groups_count, standby.online_groups)
    verdicts = list(_verdicts(standby, limits.base))
    level = worst(one for one, _words in verdicts)
    yield Finding(
        "",
        level,
        next(words for one, words in verdicts if one is level),
        observed=_("{role}, {mode}", role=standby.role, mode=standby.open_mode),
        expected=_("less than {warn:duration} behind", warn=limits.base.warn_seconds),
        quote=f"transport={standby.transport_lag_seconds} apply={standby.apply_lag_seconds} "
        f"datum_age={standby.datum_age_seconds} gaps={standby.gaps_count} {' '.join(standby.apply_processes)}",
        measures={
            name: value
            for name, value in (
                ("transport_lag_seconds", standby.transport_lag_seconds),
                ("apply_lag_seconds", standby.apply_lag_seconds),
            )
            if value is not None
        },
        reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
    )


def _of_logs(count: int, online: tuple[int, ...]) -> Finding:
    """One group more a thread than there are online ones, so that the receiver never waits (Data Guard Concepts, 6.2)."""
    wanted = sum(online) + len(online)
    level, summary = Level.OK, _("{count:number} standby redo log groups", count=count)
    if not count:
        level = Level.WARN
        summary = _(
            "no standby redo log: redo comes over with each archived log only, and the last one is lost with the primary"
        )
    elif count < wanted:
        level, summary = (
            Level.NOTICE,
            _("{count:number} of {wanted:number} standby redo log groups", count=count, wanted=wanted),
        )
    return Finding(
        "standby_logs",
        level,
        summary,
        expected=_("{wanted:number}: one more a thread than online groups", wanted=wanted),
        quote=f"v$standby_log={count} v$log={'+'.join(map(str, online))}",
    )


def _verdicts(standby: Standby, limits: LagLimits) -> Iterator[tuple[Level, Text]]:
    if standby.gaps_count:
        yield Level.CRITICAL, _("{count:number} gap(s) in the redo that it got", count=standby.gaps_count)
    if standby.role == "PHYSICAL STANDBY" and not standby.apply_processes:
        yield Level.CRITICAL, _("no process applies the redo (no MRP)")
    applied = standby.apply_lag_seconds if standby.role in _APPLYING else 0.0
    if applied is None or standby.transport_lag_seconds is None or standby.datum_age_seconds is None:
        yield Level.UNKNOWN, _("it does not say how far it is behind")
        return
    if standby.datum_age_seconds >= limits.silent_seconds:
        yield (
            Level.CRITICAL,
            _(
                "the primary was last heard {age:duration} ago: the lag that it tells means nothing",
                age=standby.datum_age_seconds,
            ),
        )
    lag = max(applied, standby.transport_lag_seconds)
    yield (
        LEVEL_OF_SIDE[compare(lag, limits.warn_seconds, limits.critical_seconds)],
        _(
            "redo arrives {transport:duration} and is applied {apply:duration} behind the primary",
            transport=max(0.0, standby.transport_lag_seconds),
            apply=max(0.0, applied),
        ),
    )


STANDBY_LAG: Final = Check(
    id="database.oracle.standby_lag",
    title=_("Oracle: lag of the standby"),
    area=Area.DB_BACKUP,
    needs=STANDBYS,
    limits=LagLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$dataguard_stats, v$archive_gap, gv$managed_standby, v$standby_log, v$log of the standby"),
    remedy=_(
        "A gap: are the missing logs still on the primary or in a backup? Then copy and register them; else an incremental "
        "backup from the SCN. No MRP: the alert log of the standby tells why it stopped (a full disk, a missing "
        "file), then "
        "recover managed standby database disconnect. Silence of the primary: network, listener, password file, "
        "the state of "
        "its destination. Standby redo logs: add groups of the size of the online ones, here and on the primary."
    ),
    traps=(
        NOT_RUN,
        _("a lag of zero means nothing while the primary is not heard: datum_time tells when it was"),
        _("the primary's own view of the lag is empty: the standby itself is asked"),
        _("a snapshot standby and a far sync instance apply nothing by design: only the transport is judged"),
        _("standby redo logs that are not assigned to a thread yet count as well"),
        _("a standby that is delayed on purpose has its delay in the limits"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$DATAGUARD_STATS, V$ARCHIVE_GAP, V$MANAGED_STANDBY",),
)
