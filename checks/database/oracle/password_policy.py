"""What do the profiles demand of passwords? UNLIMITED everywhere lets anybody guess for ever."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import POLICIES, Policy
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class PolicyLimits:
    """What a profile in use should bound."""

    most_attempts_count: int = limit(10, unit="count", source="the DEFAULT profile since 10.2: FAILED_LOGIN_ATTEMPTS 10")


def judge(policies: Listing[Policy], limits: Layered[PolicyLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a profile that an open account of a user has."""
    for one in policies.records:
        level, summary = _verdict(one.settings, limits.at(one.subject))
        yield Finding(
            one.subject,
            level,
            summary,
            observed=_("{count:number} account(s) have it", count=one.accounts_count),
            quote="; ".join(f"{name}={value}" for name, value in sorted(one.settings.items())),
        )


def _verdict(settings: Mapping[str, str], limits: PolicyLimits) -> tuple[Level, Text]:
    attempts = settings.get("FAILED_LOGIN_ATTEMPTS", "UNLIMITED")
    if not attempts.isdecimal() or int(attempts) > limits.most_attempts_count:
        return Level.WARN, _("passwords may be guessed without end (FAILED_LOGIN_ATTEMPTS {value})", value=attempts)
    if settings.get("PASSWORD_VERIFY_FUNCTION", "NULL") in {"NULL", ""}:
        return Level.NOTICE, _("no function verifies how good a password is")
    if settings.get("PASSWORD_LIFE_TIME", "UNLIMITED") == "UNLIMITED":
        return Level.NOTICE, _("passwords never expire")
    return Level.OK, _("attempts are bounded, passwords are verified and expire")


PASSWORD_POLICY: Final = Check(
    id="database.oracle.password_policy",
    title=_("Oracle: what profiles demand of passwords"),
    area=Area.DB_SECURITY,
    needs=POLICIES,
    limits=PolicyLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_profiles, dba_users"),
    remedy=_(
        "Agree on it by the customer's security rules and give people a profile with attempts, term and a verify function "
        "(ora12c_verify_function); accounts of programs one of their own, so that no lock stops the application unnoticed."
    ),
    traps=(
        NOT_RUN,
        _("a limit that reads DEFAULT is that of the DEFAULT profile, and is looked up there"),
        _("a profile that no open account has is not judged"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_PROFILES",),
)
