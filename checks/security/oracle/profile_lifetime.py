"""Whether passwords are verified when they are set, and expire."""

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

ID: Final = "security.oracle.profile_lifetime"
_NAMES: Final = ("PASSWORD_LIFE_TIME", "PASSWORD_VERIFY_FUNCTION")
_SHOWN: Final = (*_NAMES, "PASSWORD_GRACE_TIME", "PASSWORD_REUSE_TIME", "PASSWORD_REUSE_MAX")


@dataclass(frozen=True, slots=True)
class LifetimeLimits:
    """How long a password may be in use."""

    most_days: int = limit(90, unit="days", source="GB/T 22239-2019 8.1.4.1 a as assessed: 90 days; CIS Oracle 19c 3.3")


def judge(found: Listing[Policy], limits: Layered[LifetimeLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a profile that an open account of a user has."""
    for one in found.records:
        bounds = limits.at(one.subject)
        quote = " ".join(f"{name}={one.settings[name]}" for name in _SHOWN if name in one.settings)
        if not _is_told(one.settings):
            yield unknown(one.subject, Unseen(one.subject, Reason.EMPTY, quote))
            continue
        wanted = _("a function verifies passwords, and they last {days:number} days at most", days=bounds.most_days)
        observed = _("{count:number} account(s) have it", count=one.accounts_count)
        words = _weakness(one.settings, bounds)
        if words is None:
            words = _("passwords are verified and expire")
            yield Finding(one.subject, Level.OK, words, observed, wanted, quote)
        else:
            yield failed(ID, scene, one.subject, words, observed=observed, expected=wanted, quote=quote)


def _is_told(settings: Mapping[str, str]) -> bool:
    life, function = (settings.get(name, "") for name in _NAMES)
    is_life = life == "UNLIMITED" or life.replace(".", "", 1).isdecimal()
    return is_life and function not in {"", "DEFAULT", "FROM ROOT"}


def _weakness(settings: Mapping[str, str], bounds: LifetimeLimits) -> Text | None:
    life, function = (settings[name] for name in _NAMES)
    if function == "NULL":
        return _("no function verifies how good a password is")
    if life == "UNLIMITED":
        return _("passwords never expire")
    if float(life) > bounds.most_days:
        return _("passwords last {value} days", value=life)
    return None


PROFILE_LIFETIME: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: quality and life of passwords"),
    needs=POLICIES,
    limits=LifetimeLimits(),
    judge=judge,
    reads=_("PASSWORD_LIFE_TIME and PASSWORD_VERIFY_FUNCTION of dba_profiles, DEFAULT looked up, for profiles in use"),
    remedy=_("Give each profile in use a verify function and a life of passwords of at most 90 days."),
    card=Card(
        steps=(
            _("See by dba_users.expiry_date whose password would be expired at once by the new life."),
            _("Make the functions with utlpwdmg.sql; it changes the profile DEFAULT too, so note its limits first."),
            _("Set function and life in each profile; give programs a profile and a calendar of their own."),
        ),
        commands=(
            "select username, profile, created, expiry_date from dba_users where account_status = 'OPEN';",
            "@?/rdbms/admin/utlpwdmg.sql",
            "alter profile <profile> limit password_life_time 90 password_verify_function ora12c_verify_function;",
        ),
        risk=_("Passwords older than the new life expire at the next login: the application then cannot log in."),
        rollback=_("ALTER PROFILE with the limits that were noted; set an expired password anew."),
        verify=(
            "select profile, resource_name, limit from dba_profiles "
            "where resource_name in ('PASSWORD_LIFE_TIME', 'PASSWORD_VERIFY_FUNCTION');"
        ),
    ),
    traps=(
        NOT_RUN,
        _("a limit that reads DEFAULT is that of the profile DEFAULT, and is looked up there"),
        _("that there is a function does not prove what it demands: its text is looked at by a person"),
        _("the function judges passwords that are set from now on: the old ones stay as they are"),
    ),
)
