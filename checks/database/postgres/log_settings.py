"""Whether the server's log will say enough when something has gone wrong."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.facts.postgres.settings import SETTINGS, Settings
from config.limits import Layered
from config.text import _


def judge(found: Settings, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of where the log goes, one of what it says."""
    destination = found.text("log_destination") or ""
    is_kept = found.is_on("logging_collector") or any(one in destination for one in ("syslog", "eventlog"))
    yield Finding(
        "destination",
        Level.OK if is_kept else Level.NOTICE,
        _("the log is kept: {destination}", destination=destination)
        if is_kept
        else _("the log goes to standard error, and whoever started the server keeps it or not"),
        expected=_("logging_collector = on, or log_destination = syslog; or a service manager that keeps it"),
        quote=f"log_destination = {destination}, logging_collector = {found.text('logging_collector')}",
    )
    hidden = found.overridden("log_lock_waits", "log_temp_files", "log_autovacuum_min_duration", "log_checkpoints")
    if hidden:
        yield unknown("content", hidden[0])
        return
    missing = tuple(_missing(found))
    yield Finding(
        "content",
        Level.NOTICE if missing else Level.OK,
        _("not logged: {what}", what=missing) if missing else _("the log says what a diagnosis needs"),
        expected=_(
            "checkpoints, long waits for locks, temporary files, autovacuum; time, process, user, database, address"
        ),
        quote=f"log_line_prefix = {found.text('log_line_prefix')}",
    )


def _missing(found: Settings) -> Iterator[str]:
    for name in ("log_checkpoints", "log_lock_waits"):
        if found.is_on(name) is False:
            yield name
    for name in ("log_temp_files", "log_autovacuum_min_duration"):
        if (found.amount(name) or 0.0) < 0:
            yield name
    prefix = found.text("log_line_prefix")
    if prefix is not None and "csvlog" not in (found.text("log_destination") or ""):
        lacking = [sign for sign, others in _SIGNS.items() if not any(one in prefix for one in (sign, *others))]
        if lacking:
            yield f"log_line_prefix ({' '.join(lacking)})"


_SIGNS: Final = {"%m": ("%t", "%n"), "%p": ("%c",), "%u": (), "%d": (), "%h": ("%r",)}
"""What a line's head should have, and what does as well."""

LOG_SETTINGS: Final = Check(
    id="database.postgres.log_settings",
    title=_("PostgreSQL: what the log will tell"),
    area=Area.DB_LOGS,
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("pg_settings: log_destination, logging_collector, log_* switches, log_line_prefix"),
    remedy=_(
        "Set log_checkpoints, log_lock_waits = on, log_temp_files = 10MB, log_autovacuum_min_duration = 10min, "
        "log_line_prefix = '%m [%p] %u@%d %h ' and reload; no restart is needed. logging_collector needs one."
    ),
    traps=(_("the defaults changed with version 15: log_checkpoints is on and autovacuum is logged from 10 minutes"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 19.8 Error Reporting and Logging",),
)
