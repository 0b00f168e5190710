"""Is the database archiving its redo? Without it every change since the last cold backup is lost with a disk."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.instances import DATABASES, Database
from config.limits import Layered
from config.text import _


def judge(database: Database, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding."""
    level, summary = Level.OK, _("the redo is archived ({mode})", mode=database.log_mode)
    is_guarded = database.role == "PRIMARY" and database.protection_mode in {"MAXIMUM AVAILABILITY", "MAXIMUM PROTECTION"}
    if database.log_mode == "NOARCHIVELOG":
        is_important = scene.importance != "low"
        level = Level.CRITICAL if is_important else Level.WARN
        summary = _("the redo is not archived: nothing can be recovered beyond the last cold backup")
    elif is_guarded and database.force_logging == "NO":
        level, summary = Level.WARN, _("there is a standby, and logging is not forced: NOLOGGING changes never reach it")
    elif is_guarded and database.protection_mode != database.protection_level:
        level = Level.WARN
        summary = _(
            "protection is configured as {mode} and is only {actual}",
            mode=database.protection_mode,
            actual=database.protection_level,
        )
    yield Finding(
        "",
        level,
        summary,
        observed=_(
            "log_mode {mode}, force_logging {forced}, flashback {flashback}",
            mode=database.log_mode,
            forced=database.force_logging,
            flashback=database.flashback,
        ),
        expected=_("ARCHIVELOG"),
        quote=f"{database.log_mode} {database.force_logging} {database.protection_mode} {database.protection_level}",
    )


ARCHIVE_MODE: Final = Check(
    id="database.oracle.archive_mode",
    title=_("Oracle: archiving of the redo"),
    area=Area.DB_BACKUP,
    needs=DATABASES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$database: log_mode, force_logging, protection_mode, protection_level"),
    remedy=_(
        "Agree with the customer whether the data may be lost; if not, set a destination and the recovery area, restart to "
        "MOUNT and “alter database archivelog” in a window, then take a full backup at once. With a standby: "
        "alter database "
        "force logging."
    ),
    traps=(
        NOT_RUN,
        _("a standby's own flag of forced logging is that of its creation: the primary's counts, and is judged there"),
        _("a test database without archiving may be meant so: it is a warning where its importance is low"),
        _("a configured protection mode says nothing of what protects now: protection_level does"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$DATABASE",),
)
