"""When does the licence end? On that day the instance does not start any more, or ends connections."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import MANUAL, NOT_RUN
from collectors.facts.dameng.instances import LICENCE, Licence
from config.limits import Layered, compare, limit
from config.text import Text, _

_KINDS: Final = {"2": _("test edition"), "3": _("trial edition")}


@dataclass(frozen=True, slots=True)
class LicenceLimits:
    """Days until the licence ends."""

    warn_days: int = limit(90, unit="days", source="our own: a licence must be bought, which takes weeks")
    critical_days: int = limit(30, unit="days", source="our own: before the next visit")


def judge(licence: Licence, limits: Layered[LicenceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the licence."""
    level, summary = _verdict(licence, limits.base)
    yield Finding(
        "",
        level,
        summary,
        observed=_("edition {series}, kind {kind}", series=licence.series or "?", kind=licence.kind or "?"),
        expected=_("more than {days:number} days", days=limits.base.warn_days),
        quote=f"series={licence.series} type={licence.kind} expires={licence.ends or '-'}",
        measures={} if licence.days_left is None else {"days_left": float(licence.days_left)},
    )


def _verdict(licence: Licence, limits: LicenceLimits) -> tuple[Level, Text]:
    if licence.days_left is not None and licence.days_left < 0:
        return Level.CRITICAL, _("the licence ended on {date}", date=licence.ends)
    if licence.days_left is not None:
        level = LEVEL_OF_SIDE[compare(licence.days_left, limits.warn_days, limits.critical_days)]
        if level is not Level.OK:
            return level, _("the licence ends on {date}, in {days:number} days", date=licence.ends, days=licence.days_left)
    if licence.kind in _KINDS:
        return Level.WARN, _("the licence is of a {kind}: not for production", kind=_KINDS[licence.kind])
    if licence.days_left is None:
        return Level.OK, _("the licence names no end")
    return Level.OK, _("the licence ends on {date}, in {days:number} days", date=licence.ends, days=licence.days_left)


LICENCE_CHECK: Final = Check(
    id="database.dameng.licence",
    title=_("DM8: licence"),
    area=Area.DB_STATUS,
    needs=LICENCE,
    limits=LicenceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$license: expired_date, server_type"),
    remedy=_(
        "Have the customer order the licence (dm.key) from the vendor in time, put it beside the server's "
        "programs on every "
        "node, standbys too, load it (SP_LOAD_LIC_INFO) or restart in an agreed window, and look at v$license again."
    ),
    traps=(
        NOT_RUN,
        _("a server without dm.key runs on a trial licence that ends by itself"),
        _("a licence without a date has no end"),
        _("each node has its own file: this is the one of the instance that answered"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, "github.com/gaoyuan98/dameng_exporter"),
)
