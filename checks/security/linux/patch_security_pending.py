"""Which security updates wait? Each names in public the hole that stays open until it is installed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from checks.security.update_indexes import FRESH_DAYS, deciding, is_stale
from collectors.base import Reason, Unseen
from collectors.facts.updates import UPDATES, Pending, Updates
from config.limits import Layered, limit
from config.text import Text, _, verbatim

ID: Final = "security.linux.patch_security_pending"


@dataclass(frozen=True, slots=True)
class PendingLimits:
    """Until which age of the index that nothing waits may be believed."""

    fresh_days: int = limit(
        FRESH_DAYS, unit="days", source="our judgement: an older index knows nothing of a month’s holes"
    )


_REFRESH: Final = _("Refresh the local indexes, or those of the mirror in the closed network, and inspect again.")
_EXPECTED: Final = _("no update from a security source waits, by an index that is fresh")


def judge(found: Updates, limits: Layered[PendingLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding for all: what waits by the local indexes, which bear a date; and the list of it."""
    if isinstance(found.pending, Unseen):
        yield unknown("", found.pending)
        return
    indexes = tuple(f"{one.name} {day(one.dated_at, scene)}" for one in found.indexes if one.dated_at)
    waiting = [one for one in found.pending if one.is_security]
    if waiting:
        said = _(
            "{count:number} security updates wait, by the local indexes ({indexes})", count=len(waiting), indexes=indexes
        )
        quote = " ".join(f"{one.package} {one.installed} -> {one.offered}" for one in waiting)[:300]
        measures = {"security_updates_count": float(len(waiting)), "updates_count": float(len(found.pending))}
        yield failed(ID, scene, "", said, expected=_EXPECTED, quote=quote, measures=measures)
        yield Exhibit(_("Security updates that wait"), _COLUMNS, tuple(_row(one) for one in waiting))
        return
    yield _none_waits(found, indexes, limits.base, scene)


def _none_waits(found: Updates, indexes: tuple[str, ...], limits: PendingLimits, scene: Scene) -> Finding:
    security = [one for one in found.indexes if one.is_security]
    if not security:
        said = _("no source of security updates is configured")
        return unknown("", Unseen("", Reason.NO_RECORD, said, _REFRESH))
    if any(is_stale(one, found.asked_at, limits.fresh_days) for one in deciding(found)):
        said = _("the indexes are out of date and count for reference only: {indexes}", indexes=indexes)
        return unknown("", Unseen("", Reason.NO_RECORD, said, _REFRESH))
    if found.held:
        said = _("packages are held back from updates: {packages}", packages=found.held)
        return failed(ID, scene, "", said, expected=_EXPECTED, quote=" ".join(indexes), most=Level.NOTICE)
    said = _("by the local indexes ({indexes}) no update from a security source waits", indexes=indexes)
    return Finding("", Level.OK, said, None, _EXPECTED, " ".join(indexes), {"security_updates_count": 0.0})


def _row(one: Pending) -> tuple[str | Text, ...]:
    return verbatim(one.package), one.installed or "-", one.offered, one.origin


_COLUMNS: Final = (_("package"), _("installed"), _("offered"), _("source"))

PATCH_SECURITY_PENDING: Final[SecurityCheck] = security_check(
    ID,
    title=_("Security updates that wait"),
    needs=UPDATES,
    limits=PendingLimits(),
    judge=judge,
    reads=_("a trial run of apt over the local indexes, with the dates that these bear; nothing is fetched"),
    remedy=_("Install the security updates in a change window, after a trial on a test machine and with a backup."),
    card=Card(
        steps=(
            _("Refresh the index, and read the vendor’s advisories on what waits; the exploited ones come first."),
            _("Install on a test machine, and have the applications tested."),
            _("Make a backup or snapshot, agree the window and the way back, and install here."),
            _("Start anew what uses the old libraries, or the host; then inspect again."),
        ),
        commands=(
            "apt-get update && apt-get -s dist-upgrade    # Debian, Ubuntu",
            "apt-get dist-upgrade",
            "dnf updateinfo list --security && dnf upgrade --security    # RHEL, openEuler, Kylin",
        ),
        risk=_("Services are restarted by the installation; an application may depend on what changes."),
        rollback=_(
            "Return to the snapshot; or install the former version (apt-get install package=version, dnf history undo)."
        ),
        verify="apt-get -s dist-upgrade | grep -ci '^Inst.*security'    # 0; dnf updateinfo list --security",
        window=Window.RESTART,
    ),
    traps=(
        _("what waits is true of the index’s day, not of today: an index past its date counts for reference only"),
        _("a lock held by another installation is no failure of the host"),
        _("a repository without advisories (many mirrors of RHEL’s kin) tells nothing: unknown, and not none"),
        _("held packages wait unseen: they are named"),
        _("versions are never compared with the makers’ own: distributions mend faults in old versions"),
    ),
)
