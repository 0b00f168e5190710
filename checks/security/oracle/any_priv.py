"""Which accounts of users may reach everything, and whether somebody approved each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing
from collectors.facts.oracle.accounts import HOLDERS, Holder
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.oracle.any_priv"
_WANTED: Final = _("no account of a user holds DBA, SYSDBA or a privilege with ANY, but those that were approved")


@dataclass(frozen=True, slots=True)
class ApprovedLimits:
    """Who was approved."""

    allowed: tuple[str, ...] = limit((), unit="accounts", source="the operator: accounts whose rights were approved")


def judge(found: Listing[Holder], limits: Layered[ApprovedLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding an account that nobody approved, one of each container where there is none, and the list of all."""
    strong = [one for one in found.records if _rights(one)]
    for database in dict.fromkeys(one.database for one in found.records):
        its = [one for one in strong if one.database == database]
        wrong = [one for one in its if not _is_allowed(one, limits)]
        for one in wrong:
            quote = f"{one.name}: {'; '.join(_rights(one))}"[:300]
            yield failed(ID, scene, one.subject, _words(one), expected=_WANTED, quote=quote)
        if not wrong:
            words = _("no account has such rights unapproved; {count:number} approved one(s) have", count=len(its))
            yield Finding(database, Level.OK, words, expected=_WANTED, quote=" ".join(one.name for one in its)[:300])
    rows = tuple((one.subject, "; ".join(_rights(one))) for one in strong)
    yield Exhibit(_("Accounts with rights over the whole database"), (_("Account"), _("Rights")), rows)


def _is_allowed(one: Holder, limits: Layered[ApprovedLimits]) -> bool:
    return one.name.upper() in {name.upper() for name in limits.at(one.subject).allowed}


def _rights(one: Holder) -> tuple[str, ...]:
    return (*one.ways, *one.privileges, *one.by_roles)


def _words(one: Holder) -> Text:
    if one.name == "PUBLIC":
        return _("every account has such a right, for it was granted to PUBLIC")
    if "SYSDBA" in one.ways:
        return _("may log in as SYSDBA, and nobody approved it")
    if one.ways:
        return _("comes to the DBA role, and nobody approved it")
    if one.privileges:
        return _("holds {count:number} privilege(s) over everything, and nobody approved it", count=len(one.privileges))
    return _("has {count:number} privilege(s) over everything through roles, unapproved", count=len(one.by_roles))


ANY_PRIV: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: privileges with ANY, DBA and SYSDBA"),
    needs=HOLDERS,
    limits=ApprovedLimits(),
    judge=judge,
    reads=_("dba_role_privs, dba_sys_privs and v$pwfile_users, for accounts that are not Oracle’s own and not locked"),
    remedy=_("Take the right from who does not need it; put those that are approved into allowed of this check’s limits."),
    card=Card(
        steps=(
            _("Ask the owner of each account what it needs, and note all that it was granted."),
            _("Grant the objects and roles that it needs by name, test the program with them, then revoke the wide right."),
            _("Administrators get accounts of their own name; SYSDBA by the password file only for those that start it."),
            _("Write the accounts that stay, and who approved them, into the limits of this check."),
        ),
        commands=(
            "select privilege, admin_option from dba_sys_privs where grantee = '<account>';",
            "select granted_role, admin_option from dba_role_privs where grantee = '<account>';",
            "revoke dba from <account>;",
            "revoke select any table from <account>;",
            "revoke sysdba from <account>;",
        ),
        risk=_(
            "A program that used the right without anybody knowing fails; REVOKE DBA takes UNLIMITED TABLESPACE with it."
        ),
        rollback=_("GRANT the role or privilege again, as it was noted."),
        verify=(
            "select grantee, privilege from dba_sys_privs where privilege like '% ANY %' and grantee in "
            "(select username from dba_users where oracle_maintained = 'N');"
        ),
    ),
    traps=(
        NOT_RUN,
        _("a privilege that comes through a role of one’s own making counts as one that is held"),
        _("what is granted to PUBLIC, everybody has"),
        _("a locked account cannot log in and is left out: its procedures may still run with its rights"),
        _("SELECT ANY DICTIONARY and UNLIMITED TABLESPACE reach no rows of the application, and are not counted"),
    ),
)
