"""Which accounts that can log in have the password that Oracle published."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing
from collectors.facts.oracle.accounts import ACCOUNTS, Account
from config.limits import Layered
from config.text import _

ID: Final = "security.oracle.default_password"
_WANTED: Final = _("no account that can log in has a published password")


def judge(found: Listing[Account], _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account that is open with such a password, one of each container without one."""
    for database in dict.fromkeys(one.database for one in found.records):
        its = [one for one in found.records if one.database == database]
        known = [one for one in its if one.has_default_password]
        wrong = [one for one in known if "LOCKED" not in one.status]
        for one in wrong:
            words = _("it has the published password and can log in")
            yield failed(ID, scene, one.subject, words, expected=_WANTED, quote=f"{one.name}: {one.status}")
        if not wrong:
            words = _(
                "{count:number} accounts, of which {known:number} have a published password and are locked",
                count=len(its),
                known=len(known),
            )
            yield Finding(database, Level.OK, words, expected=_WANTED, quote=" ".join(one.name for one in known)[:300])


DEFAULT_PASSWORD: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: published passwords of open accounts"),
    needs=ACCOUNTS,
    limits=NoLimits(),
    judge=judge,
    reads=_("dba_users_with_defpwd and account_status of dba_users; no hash is read and no login is tried"),
    remedy=_("Set a new password for each of these accounts, or lock those that nobody uses."),
    card=Card(
        steps=(
            _("Ask which program uses the account: job files, connection pools, database links."),
            _("Lock the account where nobody uses it; else set a new password and change it in the programs together."),
            _("Do it in each pluggable database: their local accounts have passwords of their own."),
        ),
        commands=(
            "sqlplus / as sysdba",
            "alter session set container = <pdb>;",
            "alter user <account> account lock password expire;",
            "alter user <account> identified by <new password>;",
        ),
        risk=_("A program that logs in with the old password fails, and may lock the account by trying again."),
        rollback=_("ALTER USER <account> ACCOUNT UNLOCK, with a password that is not the published one."),
        verify=(
            "select d.username, u.account_status from dba_users_with_defpwd d join dba_users u on u.username = d.username "
            "where u.account_status not like '%LOCKED%';"
        ),
    ),
    traps=(
        NOT_RUN,
        _("an account whose password has expired is not locked: whoever knows the old one sets the new one"),
        _("Oracle’s own accounts are delivered locked with such a password: they pass while they stay locked"),
        _("the view knows the passwords that Oracle published, and no other weak ones"),
    ),
)
