"""Accounts with more rights than an application needs, without a password, with a weak one, or about to expire."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown, worst
from collectors.base import Listing, Reason, Unseen
from collectors.facts.postgres.access import ROLES, Role
from config.limits import Layered, limit
from config.text import Text, _

_DAY_SECONDS: Final = 86_400
_STRONG: Final = frozenset(
    {"pg_execute_server_program", "pg_write_server_files", "pg_read_server_files", "pg_write_all_data", "BYPASSRLS"}
)


@dataclass(frozen=True, slots=True)
class RoleLimits:
    """Which accounts may be strong, and how soon an end of validity is told."""

    allowed: tuple[str, ...] = limit((), unit="role", source="the operator: accounts whose rights were agreed")
    expires_days: float = limit(30.0, unit="days", source="our judgement: until somebody can change it")


def judge(found: Listing[Role], limits: Layered[RoleLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding an account with something to say, one of those that are in order."""
    fine = 0
    for one in found.records:
        told = list(_told(one, limits.base))
        if not told:
            fine += one.count
            continue
        level = worst(level for level, _words in told)
        yield Finding(
            one.name,
            level,
            next(words for at, words in told if at is level),
            observed=reduce(_and, (words for _level, words in told)),
            quote=" ".join((("SUPERUSER",) if one.is_superuser else ()) + one.powers),
        )
    if fine:
        yield Finding("", Level.OK, _("{count:number} further accounts with the rights of an application", count=fine))
    if "hidden" in {one.password for one in found.records}:
        yield unknown("passwords", Unseen("passwords", Reason.DENIED, "pg_authid", _HIDDEN))
    yield Exhibit(
        _("Accounts that may log in"),
        (_("Account"), _("Rights"), _("Password")),
        tuple(
            (one.name, " ".join((("SUPERUSER",) if one.is_superuser else ()) + one.powers) or "-", one.password)
            for one in found.records
            if one.name
        ),
    )
    yield from (unknown(one.subject, one) for one in found.unseen)


def _and(some: Text, more: Text) -> Text:
    return _("{some}; {more}", some=some, more=more)


_HIDDEN: Final = _(
    "let the DBA run, as superuser: select rolname, left(rolpassword, 3) from pg_authid where rolcanlogin; the inspecting "
    "account should not be able to"
)


def _told(one: Role, limits: RoleLimits) -> Iterator[tuple[Level, Text]]:
    match one.password:
        case "none":
            yield _without_password(one), _("it has no password")
        case "md5":
            yield Level.WARN, _("its password is kept as md5, which is easily guessed from the file")
    if one.expires_seconds is not None and one.expires_seconds < limits.expires_days * _DAY_SECONDS:
        if one.expires_seconds < 0:
            yield Level.NOTICE, _("its password has expired")
        else:
            yield Level.WARN, _("its password expires in {left:duration}", left=one.expires_seconds)
    if one.name in limits.allowed or one.is_bootstrap:
        return
    if one.is_superuser:
        yield Level.WARN, _("it is a further superuser")
    strong = tuple(power for power in one.powers if power in _STRONG)
    if strong:
        yield Level.WARN, _("it has rights over the whole server: {powers}", powers=strong)


def _without_password(one: Role) -> Level:
    """The account that initdb made has none of its own accord and cannot log in by one: it comes as the system's user."""
    if one.is_bootstrap:
        return Level.NOTICE
    return Level.CRITICAL if one.is_superuser else Level.WARN


ROLES_CHECK: Final = Check(
    id="database.postgres.roles",
    title=_("PostgreSQL: accounts and their rights"),
    area=Area.DB_SECURITY,
    needs=ROLES,
    limits=RoleLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_roles, memberships, and of passwords only their kind, where the account may see it"),
    remedy=_(
        "Ask the customer for each strong account who uses it and for what; take away what is not needed (ALTER ROLE ... "
        "NOSUPERUSER, REVOKE). Give every account a password (password_encryption = scram-sha-256 first, then set it "
        "anew). An account that expires stops its application that day: agree the change in time."
    ),
    traps=(
        _("passwords are never tried: that could lock accounts"),
        _("an account without a password may log in through pg_hba.conf all the same (peer, cert, trust)"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 21 Database Roles",),
)
