"""Whether an account is locked when its password is guessed at, and for how long."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing, Reason, Unseen
from collectors.facts.oracle.accounts import POLICIES, Policy
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.oracle.profile_lockout"
_DAY_SECONDS: Final = 86_400
_CUT_DAYS: Final = 0.0001
"""DBA_PROFILES shows parts of a day to four digits, the rest cut off: ten minutes read .0069."""


@dataclass(frozen=True, slots=True)
class LockoutLimits:
    """What a profile must bound."""

    most_attempts: int = limit(5, unit="count", source="GB/T 22239-2019 8.1.4.1 b as assessed: five attempts; CIS 3.1")
    lock_seconds: int = limit(600, unit="seconds", source="GB/T 22239-2019 8.1.4.1 b as assessed: ten minutes")


def judge(found: Listing[Policy], limits: Layered[LockoutLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a profile that an open account of a user has."""
    for one in found.records:
        bounds = limits.at(one.subject)
        attempts = one.settings.get("FAILED_LOGIN_ATTEMPTS", "")
        held = one.settings.get("PASSWORD_LOCK_TIME", "")
        quote = f"FAILED_LOGIN_ATTEMPTS={attempts} PASSWORD_LOCK_TIME={held}"
        wanted = _(
            "locked after at most {count:number} failed logins, for at least {time:duration}",
            count=bounds.most_attempts,
            time=bounds.lock_seconds,
        )
        if _number(attempts) is None or _number(held) is None:
            yield unknown(one.subject, Unseen(one.subject, Reason.EMPTY, quote))
            continue
        words = _weakness(one.settings, bounds)
        observed = _("{count:number} account(s) have it", count=one.accounts_count)
        if words is None:
            words = _("failed logins lock the account")
            yield Finding(one.subject, Level.OK, words, observed, wanted, quote)
        else:
            yield failed(ID, scene, one.subject, words, observed=observed, expected=wanted, quote=quote)


def _number(value: str) -> float | None:
    """A limit of a profile; None where it is none that we know."""
    if value == "UNLIMITED":
        return float("inf")
    return float(value) if value.replace(".", "", 1).isdecimal() else None


def _weakness(settings: Mapping[str, str], bounds: LockoutLimits) -> Text | None:
    attempts = settings["FAILED_LOGIN_ATTEMPTS"]
    if (_number(attempts) or float("inf")) > bounds.most_attempts:
        return _("an account is locked after {value} failed logins only", value=attempts)
    days = (_number(settings["PASSWORD_LOCK_TIME"]) or 0.0) + _CUT_DAYS
    if days * _DAY_SECONDS < bounds.lock_seconds:
        return _("a locked account is open again after {value} days", value=settings["PASSWORD_LOCK_TIME"])
    return None


PROFILE_LOCKOUT: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: lockout after failed logins"),
    needs=POLICIES,
    limits=LockoutLimits(),
    judge=judge,
    reads=_("FAILED_LOGIN_ATTEMPTS and PASSWORD_LOCK_TIME of dba_profiles, DEFAULT looked up, for profiles in use"),
    remedy=_("Bound FAILED_LOGIN_ATTEMPTS to 5 and set PASSWORD_LOCK_TIME in every profile that is in use."),
    card=Card(
        steps=(
            _("See which accounts have which profile, and which of them belong to programs."),
            _("Have the passwords in the programs right first: wrong ones would lock the account at once."),
            _("Set both limits in each profile that is in use; they count for the next login."),
        ),
        commands=(
            "select profile, username from dba_users where account_status = 'OPEN' order by 1, 2;",
            "alter profile <profile> limit failed_login_attempts 5 password_lock_time 1;",
        ),
        risk=_("Whoever tries wrong passwords can lock an account of the application on purpose."),
        rollback=_("ALTER PROFILE with the limits that were noted; ALTER USER <account> ACCOUNT UNLOCK."),
        verify=(
            "select profile, resource_name, limit from dba_profiles "
            "where resource_name in ('FAILED_LOGIN_ATTEMPTS', 'PASSWORD_LOCK_TIME');"
        ),
    ),
    traps=(
        NOT_RUN,
        _("a limit that reads DEFAULT is that of the profile DEFAULT, and is looked up there"),
        _("DBA_PROFILES cuts parts of a day to four digits: ten minutes read .0069, which is 596 s"),
        _("PASSWORD_LOCK_TIME UNLIMITED is the strictest: somebody must unlock the account"),
        _("a profile that no open account of a user has is not judged"),
    ),
)
