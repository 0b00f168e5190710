"""The history of old row versions that purge has yet to clean up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.mysql.sessions import HISTORY
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """Transactions in the history."""

    warn_count: float = limit(1e6, unit="count", source="our judgement; Percona: above a million reads slow down")
    critical_count: float = limit(1e7, unit="count", source="our judgement")


def judge(length: int, limits: Layered[HistoryLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of the server."""
    base = limits.base
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(float(length), base.warn_count, base.critical_count)],
        _("{length:number} old transactions wait for purge", length=length),
        expected=_("fewer than {count:number}", count=base.warn_count),
        quote=f"trx_rseg_history_len {length}",
        measures={"history_count": float(length)},
    )


HISTORY_LIST: Final = Check(
    id="database.mysql.history_list",
    title=_("MySQL: history that purge has to clean up"),
    area=Area.DB_STATUS,
    needs=HISTORY,
    limits=HistoryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("trx_rseg_history_len of information_schema.innodb_metrics"),
    remedy=_(
        "Look for the oldest open transaction first: purge cannot go past it. Without one: more innodb_purge_threads, and "
        "batches of deletes in smaller pieces. The undo tablespaces grow meanwhile (innodb_undo_log_truncate gives it "
        "back)."
    ),
    traps=(_("a metric that is switched off stands at 0: that is not read as none"),),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Purge Configuration",),
)
