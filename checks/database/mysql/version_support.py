"""Whether the maker still mends this version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.mysql.variables import SETTINGS, Variables
from config.limits import Layered, limit
from config.text import _, verbatim

_MYSQL: Final = {
    "5.5": "2018-12-31",
    "5.6": "2021-02-28",
    "5.7": "2023-10-31",
    "8.0": "2026-04-30",
    "8.4": "2032-04-30",
}
_MARIADB: Final = {
    "5.5": "2020-04-11",
    "10.0": "2019-03-31",
    "10.1": "2020-10-17",
    "10.2": "2022-05-23",
    "10.3": "2023-05-25",
    "10.4": "2024-06-18",
    "10.5": "2025-06-24",
    "10.6": "2026-07-06",
    "10.11": "2028-02-16",
    "11.4": "2029-05-29",
    "11.8": "2028-06-04",
}
"""The last day of support (Oracle Lifetime Support Policy; MariaDB Server maintenance policy), of long-term versions."""
_ENDS: Final = {"mysql": _MYSQL, "mariadb": _MARIADB}


@dataclass(frozen=True, slots=True)
class VersionLimits:
    """How long before the end of support it is said."""

    notice_days: float = limit(365.0, unit="days", source="our judgement: to plan a migration of a database")


def judge(settings: Variables, limits: Layered[VersionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server."""
    known = _ENDS.get(settings.product, {})
    series = f"{settings.version // 10000}.{settings.version // 100 % 100}"
    quote = f"version {settings.text('version')}"
    if series not in known:
        summary = _("nothing is known here about the end of support of this version: ask its maker")
        yield Finding("", Level.ABSENT, summary, observed=verbatim(settings.words), quote=quote)
        return
    ends_at = datetime.fromisoformat(known[series]).replace(tzinfo=UTC)
    days = (ends_at - scene.at).total_seconds() / 86400
    level, summary = Level.OK, _("version {series} is supported until {day}", series=series, day=known[series])
    if days < limits.base.notice_days:
        level, summary = Level.NOTICE, _("support of version {series} ends on {day}", series=series, day=known[series])
    if days < 0:
        level, summary = Level.WARN, _("support of version {series} ended on {day}", series=series, day=known[series])
    yield Finding("", level, summary, observed=verbatim(settings.words), quote=quote)


VERSION_SUPPORT: Final = Check(
    id="database.mysql.version_support",
    title=_("MySQL: support of this version"),
    area=Area.DB_SECURITY,
    needs=SETTINGS,
    limits=VersionLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("version, version_comment"),
    remedy=_(
        "Plan the move to a supported long-term version: rehearse it on a copy (mysqlcheck --check-upgrade, the MySQL "
        "Shell "
        "upgrade checker), test the application, take a full backup before. A distribution may mend a version longer than "
        "its maker: then say so with a limit of this site."
    ),
    traps=(
        _("a distribution (Debian, Red Hat, Kylin) may carry security fixes for longer than the maker"),
        _("innovation versions of MySQL (8.1 to 8.3, 9.x) and short-term ones of MariaDB are not in the table"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Lifetime Support Policy: Technology Products", "MariaDB Server: Maintenance Policy"),
)
