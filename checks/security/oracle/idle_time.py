"""Whether a session that nobody uses is ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing, Reason, Unseen
from collectors.facts.oracle.hardening import IDLE_LIMITS, IdleLimit
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.oracle.idle_time"


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """How long a session may idle."""

    most_minutes: int = limit(15, unit="minutes", source="GB/T 22239-2019 8.1.4.1 b as assessed: 5 to 15 minutes")


def judge(found: Listing[IdleLimit], limits: Layered[IdleLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a profile that an open account of a user has."""
    for one in found.records:
        bounds = limits.at(one.subject)
        quote = f"IDLE_TIME={one.minutes} resource_limit={one.resource_limit}"
        is_told = one.minutes == "UNLIMITED" or one.minutes.isdecimal()
        if not is_told or one.resource_limit not in {"TRUE", "FALSE"}:
            yield unknown(one.subject, Unseen(one.subject, Reason.EMPTY, quote))
            continue
        wanted = _(
            "idle sessions end after {count:number} minutes at most, and resource_limit is TRUE", count=bounds.most_minutes
        )
        observed = _("{count:number} account(s) have it", count=one.accounts_count)
        words = _weakness(one, bounds)
        if words is None:
            words = _("an idle session ends after {value} minutes", value=one.minutes)
            yield Finding(one.subject, Level.OK, words, observed, wanted, quote)
        else:
            yield failed(ID, scene, one.subject, words, observed=observed, expected=wanted, quote=quote)


def _weakness(one: IdleLimit, bounds: IdleLimits) -> Text | None:
    if one.minutes == "UNLIMITED":
        return _("an idle session never ends")
    if one.resource_limit == "FALSE":
        return _("IDLE_TIME is set and not kept: resource_limit is FALSE")
    if int(one.minutes) > bounds.most_minutes:
        return _("an idle session ends after {value} minutes only", value=one.minutes)
    return None


IDLE_TIME: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: end of idle sessions"),
    needs=IDLE_LIMITS,
    limits=IdleLimits(),
    judge=judge,
    reads=_("IDLE_TIME of dba_profiles, DEFAULT looked up, for profiles in use; the parameter resource_limit"),
    remedy=_("Set IDLE_TIME in the profiles of people, and resource_limit to TRUE."),
    card=Card(
        steps=(
            _("Part the accounts of people from those of programs: a profile for each."),
            _("Make connection pools test a connection before they use it, or give their profile a longer time."),
            _("Set IDLE_TIME in the profile, then resource_limit; new sessions keep to it at once."),
        ),
        commands=(
            "select profile, username from dba_users where account_status = 'OPEN' order by 1, 2;",
            "alter profile <profile> limit idle_time 15;",
            "alter system set resource_limit = true scope = both sid = '*';",
        ),
        risk=_(
            "A pool whose connections idle gets ORA-02396 at their next use; other limits of profiles hold from then on."
        ),
        rollback=_("ALTER PROFILE with the limit that was noted; resource_limit back to its value."),
        verify=(
            "select profile, limit from dba_profiles where resource_name = 'IDLE_TIME'; "
            "select value from v$parameter where name = 'resource_limit';"
        ),
    ),
    traps=(
        NOT_RUN,
        _("IDLE_TIME without resource_limit is a wish: before 12.1.0.2 the parameter is FALSE by default"),
        _("a limit that reads DEFAULT is that of the profile DEFAULT, and is looked up there"),
        _("a profile that no open account of a user has is not judged"),
    ),
)
