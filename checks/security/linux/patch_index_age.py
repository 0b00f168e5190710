"""Of which day is what the host knows of updates? Without a fresh index nobody sees what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from checks.security.update_indexes import FRESH_DAYS, deciding, is_stale
from collectors.base import Reason, Unseen
from collectors.facts.updates import UPDATES, Index, Updates
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.patch_index_age"


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """How old an index may be."""

    fresh_days: int = limit(
        FRESH_DAYS, unit="days", source="our judgement: an older index knows nothing of a month’s holes"
    )


def judge(found: Updates, limits: Layered[AgeLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an index of security, else one of the newest index."""
    indexes = deciding(found)
    for one in indexes:
        yield _judged(one, found, limits.at(one.name), scene)
    if not indexes and found.unread:
        yield unknown("", Unseen("", Reason.DENIED, " ".join(found.unread)))
    elif not indexes:
        said = _("no index of packages lies on the host: nobody sees here which updates wait")
        yield failed(ID, scene, "", said, quote=f"{found.system} {found.sources_count}")


def _judged(one: Index, found: Updates, limits: AgeLimits, scene: Scene) -> Finding:
    expected = _("at most {days:number} days old, and within the day its maker vouches for", days=limits.fresh_days)
    if one.dated_at is None:
        return failed(ID, scene, one.name, _("the index {name} was never fetched", name=one.name), expected=expected)
    until = f" Valid-Until: {one.valid_until_at:%Y-%m-%d}" if one.valid_until_at else ""
    quote = f"{one.name} Date: {one.dated_at:%Y-%m-%d}{until}"
    age = (found.asked_at - one.dated_at).total_seconds() / 86_400
    measures = {"index_age_days": age}
    said = _("the index {name} is of {day}", name=one.name, day=day(one.dated_at, scene))
    if is_stale(one, found.asked_at, limits.fresh_days):
        return failed(ID, scene, one.name, said, expected=expected, quote=quote, measures=measures)
    return Finding(one.name, Level.OK, said, None, expected, quote, measures)


PATCH_INDEX_AGE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Age of the index of updates"),
    needs=UPDATES,
    limits=AgeLimits(),
    judge=judge,
    reads=_("the dates that the local indexes of apt or of dnf and yum bear themselves (Date, Valid-Until, timestamp)"),
    remedy=_("Refresh the indexes; in a closed network keep a mirror and refresh it by a fixed rule."),
    card=Card(
        steps=(
            _("In a closed network: bring the vendor’s updates to the mirror by a fixed rule, and note the day."),
            _("Point the host’s sources to the mirror, and refresh its index."),
        ),
        commands=("apt-get update    # Debian, Ubuntu", "dnf makecache    # RHEL, openEuler, Kylin"),
        risk=_("None for the services: only the list of what could be installed is renewed."),
        rollback=_("None is needed."),
        verify="grep -h ^Date /var/lib/apt/lists/*Release; dnf repolist -v | grep updated",
    ),
    traps=(
        _("the day the file was written is not the day of what it says"),
        _("a release’s own index keeps its date for years: the one of security counts"),
        _("an index past Valid-Until is refused by apt itself: its maker no longer vouches for it"),
    ),
)
