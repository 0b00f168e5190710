"""Whether there is a backup of the data that is young enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing, Reason, Unseen
from collectors.facts.mysql.accounts import BACKUPS, Backup
from config.limits import Layered, limit
from config.text import _, verbatim

ID: Final = "security.mysql.backup_recent"
_LOOK: Final = _("Look where the backups of this server are kept, and write the date of the last full one down.")


@dataclass(frozen=True, slots=True)
class RecentLimits:
    """How old the newest full backup may be."""

    most_days: float = limit(8.0, unit="days", source="our judgement: a weekly backup and a day of grace")


def judge(found: Listing[Backup], limits: Layered[RecentLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the newest full backup that the server's own records name. What they do not name nobody knows."""
    most = limits.base.most_days
    full = [one for one in found.records if not (one.is_failed or one.is_partial or one.is_incremental)]
    if not full:
        words = _("the records of this server name no full backup that was finished, and others are not seen from here")
        yield unknown("", Unseen("", Reason.NO_RECORD, words, _LOOK))
        return
    newest = max(full, key=lambda one: one.ended_at)
    age = max(0.0, (scene.at - newest.ended_at).total_seconds())
    words = _("the newest full backup ended {age:duration} ago", age=age)
    observed, expected = verbatim(newest.tool), _("a full backup of the last {days:number} days", days=most)
    quote = f"{newest.tool} {newest.ended_at.isoformat()}"
    measures = {"backup_age_seconds": age}
    if age <= most * 86_400:
        yield Finding("", Level.OK, words, observed, expected, quote, measures)
    else:
        yield failed(ID, scene, "", words, observed=observed, expected=expected, quote=quote, measures=measures)


BACKUP_RECENT: Final[SecurityCheck] = security_check(
    ID,
    title=_("MySQL: a recent backup"),
    needs=BACKUPS,
    limits=RecentLimits(),
    judge=judge,
    reads=_("what xtrabackup, mariadb-backup and MySQL Enterprise Backup record in the server about their backups"),
    remedy=_("Make a full backup today onto another file system, mend the job, and rehearse a restore."),
    card=Card(
        steps=(
            _("Read the log of the backup job and mend what stopped it."),
            _("Make a full backup by hand onto another file system, with --history, and prepare it."),
            _("Restore it to a test machine, and have date and result recorded."),
        ),
        commands=(
            "mariadb-backup --backup --history --target-dir=<folder>/<date>   # MySQL: xtrabackup",
            "mariadb-backup --prepare --target-dir=<folder>/<date>",
        ),
        risk=_("A full backup reads all data once: outside the hours of work."),
        rollback=_("None is needed: a backup changes nothing."),
        verify='mysql -e "SELECT start_time, end_time, partial, incremental FROM mysql.mariadb_backup_history '
        'ORDER BY end_time DESC LIMIT 5"',
    ),
    traps=(
        _("mysqldump and copies of a disk leave no record in the server: nobody knows from here, and that is said"),
        _("a partial, incremental or failed backup alone is no backup"),
        _("the record says that a backup ended, not that its files are still there"),
        _("that a backup is there does not prove that it can be restored: the rehearsal is declared by a person"),
    ),
)
