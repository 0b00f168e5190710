"""Whether there is a backup of the data that is young enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.oracle.recovery import BACKUPS, Backups
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.oracle.backup_recent"
_LOOK: Final = _("Inspect the standby too, ask where backups are made (RMAN, storage, a backup system), and note the date.")


@dataclass(frozen=True, slots=True)
class RecentLimits:
    """How old the least recent backup of a data file may be."""

    most_days: float = limit(8.0, unit="days", source="our judgement: a weekly full backup and a day of grace")


def judge(found: Backups, limits: Layered[RecentLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the data files; what the control file does not know may still be backed up elsewhere."""
    most = limits.base.most_days
    wanted = _("a backup of every data file within {days:number} days", days=most)
    quote = f"files={found.files_count} without_backup={found.never_count} keep_days={found.kept_days}"
    age = found.oldest_seconds
    if not found.files_count or found.never_count == found.files_count or age is None:
        words = _("the control file knows no backup of any data file; what is kept elsewhere is not seen from here")
        yield unknown("", Unseen("", Reason.NO_RECORD, words, _LOOK))
        return
    age = max(0.0, age)
    measures = {"backup_age_seconds": age}
    wrong = _weakness(found, age, most)
    if wrong is None:
        words = _("every data file has a backup; the least recent is {age:duration} old", age=age)
        yield Finding("", Level.OK, words, expected=wanted, quote=quote, measures=measures)
    elif found.role != "PRIMARY" or found.standbys_count:
        words = _("{words}; another database of the same Data Guard may make the backups", words=wrong)
        yield unknown("", Unseen("", Reason.NO_RECORD, words, _LOOK))
    else:
        yield failed(ID, scene, "", wrong, expected=wanted, quote=quote, measures=measures)


def _weakness(found: Backups, age: float, most: float) -> Text | None:
    if found.never_count:
        return _(
            "{never:number} of {count:number} data files have no backup that the control file remembers",
            never=found.never_count,
            count=found.files_count,
        )
    if age > most * 86_400:
        return _("the least recent backup of a data file is {age:duration} old", age=age)
    return None


BACKUP_RECENT: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: a recent backup"),
    needs=BACKUPS,
    limits=RecentLimits(),
    judge=judge,
    reads=_("v$backup_datafile, v$datafile_copy and v$datafile: the last backup of each data file"),
    remedy=_("Back up the whole database today to other storage, mend the job, and rehearse a restore."),
    card=Card(
        steps=(
            _("Read the log of the backup job and mend what stopped it."),
            _("Make a full backup with the archived logs by hand, onto storage of its own."),
            _("Restore it to a test machine, and have date and result recorded."),
        ),
        commands=(
            "rman target /",
            "list backup summary;",
            "backup database plus archivelog;",
            "restore database validate;",
        ),
        risk=_("A full backup reads all data once: outside the hours of work, with room for it looked at before."),
        rollback=_("None is needed: a backup changes nothing."),
        verify="rman target / <<< 'report need backup days 8;'",
    ),
    traps=(
        NOT_RUN,
        _("backups that a standby, the storage or an export makes stand in no view here: none found is not none made"),
        _("a file that was added after the last full backup has none, however young that backup is"),
        _("an incremental backup of level 1 alone restores nothing: it does not count"),
        _("that a backup is there does not prove that it can be restored: the rehearsal is declared by a person"),
    ),
)
