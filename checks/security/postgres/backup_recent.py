"""Whether there is a backup of the data that is young enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.postgres.base_backups import BASE_BACKUPS, BaseBackups
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.postgres.backup_recent"


_LOOK: Final = _(
    "Look where the backups of this server are kept (pgBackRest, Barman, a backup system), and write the date down."
)


@dataclass(frozen=True, slots=True)
class RecentLimits:
    """How old the newest backup may be."""

    most_days: float = limit(8.0, unit="days", source="our judgement: a weekly backup and a day of grace")


def judge(found: BaseBackups, limits: Layered[RecentLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the newest base backup on the host that is whole as far as is seen."""
    good = [one for one in found.backups if one.is_whole is not False]
    most = limits.base.most_days
    wanted = _("a base backup of the last {days:number} days", days=most)
    if good:
        newest = max(good, key=lambda one: one.written_at)
        age = max(0.0, (found.asked_at - newest.written_at).total_seconds())
        words = _("the newest base backup is {age:duration} old", age=age)
        measures = {"backup_age_seconds": age}
        if age <= most * 86_400:
            yield Finding("", Level.OK, words, expected=wanted, quote=newest.folder, measures=measures)
        else:
            yield failed(ID, scene, "", words, expected=wanted, quote=newest.folder, measures=measures)
    elif not found.unseen:
        words = _(
            "there is no base backup on this host that was finished, and what is kept elsewhere is not seen from here"
        )
        yield unknown("", Unseen("", Reason.NO_RECORD, words, _LOOK))


BACKUP_RECENT: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: a recent backup"),
    needs=BASE_BACKUPS,
    limits=RecentLimits(),
    judge=judge,
    reads=_("base backups below the folders of backups of the host: their manifest and age"),
    remedy=_("Make a base backup today onto another file system, mend the job, and rehearse a restore."),
    card=Card(
        steps=(
            _("Read the log of the backup job and mend what stopped it."),
            _("Make a base backup by hand onto another file system, and verify it."),
            _("Restore it to a test machine, and have date and result recorded."),
        ),
        commands=(
            "pg_basebackup -D <folder>/$(date +%Y%m%d) -Fp -X stream -c fast -P",
            "pg_verifybackup <folder>/<date>",
        ),
        risk=_("A base backup reads all data once: outside the hours of work."),
        rollback=_("None is needed: a backup changes nothing."),
        verify="pg_verifybackup <folder>/<date>",
    ),
    traps=(
        _("a backup that broke off leaves a folder that looks like one"),
        _("backups that are kept on another machine (pgBackRest, Barman, a backup system) are not seen from here"),
        _("that a backup is there does not prove that it can be restored: the rehearsal is declared by a person"),
    ),
)
