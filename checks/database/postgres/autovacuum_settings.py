"""Whether autovacuum may do its work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.facts.postgres.settings import SETTINGS, Settings
from config.limits import Layered, limit
from config.text import Text, _

_V12: Final = 120_000
_OLD_DELAY_MILLISECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class AutovacuumLimits:
    """What is too slow."""

    naptime_seconds: int = limit(300, unit="seconds", source="our judgement: the default is 60 s")


def judge(found: Settings, limits: Layered[AutovacuumLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server."""
    hidden = found.overridden("track_counts")
    if hidden:
        yield unknown("", hidden[0])
        return
    wrong = tuple(_wrong(found, limits.base))
    off = [name for name in ("autovacuum", "track_counts") if found.is_on(name) is False]
    level = Level.CRITICAL if off else Level.WARN if wrong else Level.OK
    summary: Text = _("autovacuum is on and may work")
    if off:
        summary = _("{names} is off: dead rows stay, statistics grow old, transaction ids run out", names=tuple(off))
    elif wrong:
        summary = wrong[0]
    names = ("autovacuum", "track_counts", "autovacuum_max_workers", "autovacuum_naptime", "autovacuum_vacuum_cost_delay")
    yield Finding(
        "",
        level,
        summary,
        expected=_("autovacuum and track_counts on, the delays of this version"),
        quote=", ".join(f"{name} = {found.text(name)}" for name in names),
    )


def _wrong(found: Settings, limits: AutovacuumLimits) -> Iterator[Text]:
    delay = found.amount("autovacuum_vacuum_cost_delay")
    if found.version >= _V12 and delay is not None and delay >= _OLD_DELAY_MILLISECONDS:
        yield _(
            "autovacuum_vacuum_cost_delay = {delay:number} ms is the value of version 11: since 12 it is 2 ms, ten times "
            "as fast",
            delay=delay,
        )
    nap = found.amount("autovacuum_naptime")
    if nap is not None and nap > limits.naptime_seconds:
        yield _("autovacuum looks only every {nap:duration}", nap=nap)


AUTOVACUUM_SETTINGS: Final = Check(
    id="database.postgres.autovacuum_settings",
    title=_("PostgreSQL: autovacuum"),
    area=Area.DB_STATUS,
    needs=SETTINGS,
    limits=AutovacuumLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_settings: autovacuum, track_counts, workers, naptime, cost delay"),
    remedy=_(
        "Set autovacuum and track_counts to on and reload. After a long time without it the first runs are heavy: VACUUM "
        "the largest tables by hand off peak first. Take over no old configuration file into a new major version unread."
    ),
    traps=(
        _("tables can switch it off for themselves: that is judged with the dead rows of the tables"),
        _("even when it is off the server starts it to prevent wraparound: that alone is no cleaning"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 19.10 Automatic Vacuuming",),
)
