"""Who may do everything? Each account with DBA or a sweeping privilege is a way to all data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import HOLDERS, Holder
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class HolderLimits:
    """Who is known to have such rights."""

    allowed: tuple[str, ...] = limit((), unit="accounts", source="the operator: administrators who are known")


def judge(holders: Listing[Holder], limits: Layered[HolderLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a user with such rights, one of each container where none has them unknown."""
    known = {name.upper() for name in limits.base.allowed}
    by_database: dict[str, int] = {}
    for one in holders.records:
        by_database.setdefault(one.database, 0)
        verdict = _verdict(one)
        if one.name and one.name not in known and verdict is not None:
            by_database[one.database] += 1
            level, summary = verdict
            yield Finding(one.subject, level, summary, quote="; ".join((*one.ways, *one.privileges))[:300])
    for database, count in by_database.items():
        if not count:
            yield Finding(database, Level.OK, _("no unexpected account has the DBA role or a sweeping privilege"))


def _verdict(one: Holder) -> tuple[Level, Text] | None:
    if "SYSDBA" in one.ways:
        return Level.WARN, _("may log in as SYSDBA by the password file")
    if one.ways:
        return Level.WARN, _("has the DBA role (by way of {ways})", ways=one.ways)
    if one.privileges:
        return Level.NOTICE, _("has {count:number} privilege(s) that reach everything", count=len(one.privileges))
    return None


PRIVILEGED_ACCOUNTS: Final = Check(
    id="database.oracle.privileged_accounts",
    title=_("Oracle: accounts that may do everything"),
    area=Area.DB_SECURITY,
    needs=HOLDERS,
    limits=HolderLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_role_privs, dba_sys_privs, v$pwfile_users, dba_users"),
    remedy=_(
        "Ask each account's owner what it is for. Take the role from applications and give what they need (object grants, "
        "quota); administrators work with accounts of their own name. Those that are right stand in allowed of "
        "this check's "
        "limits."
    ),
    traps=(
        NOT_RUN,
        _("a role that was given the DBA role passes it on: grants are followed through roles"),
        _("SYS, SYSTEM and Oracle's own accounts have it by design"),
        _("UNLIMITED TABLESPACE comes with the RESOURCE role of old versions: it is no right to data, and not counted"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_ROLE_PRIVS, DBA_SYS_PRIVS, V$PWFILE_USERS",),
)
