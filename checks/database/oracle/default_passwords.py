"""Have accounts the password that Oracle published? Whoever reads the manual is in."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import ACCOUNTS, Account
from config.limits import Layered
from config.text import _


def judge(accounts: Listing[Account], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account with such a password, one of each container where no open account has it."""
    for database in dict.fromkeys(one.database for one in accounts.records):
        known = [one for one in accounts.records if one.database == database and one.has_default_password]
        quiet = [one for one in known if one.is_maintained and "LOCKED" in one.status]
        yield from (_finding(one) for one in known if one not in quiet)
        if all("LOCKED" in one.status for one in known):
            yield Finding(
                database,
                Level.OK,
                _("no account that can log in has the published password"),
                observed=_("{count:number} of Oracle's own have it and are locked, as delivered", count=len(quiet)),
                quote=" ".join(one.name for one in quiet)[:300],
            )


def _finding(one: Account) -> Finding:
    if "LOCKED" in one.status:
        return Finding(one.subject, Level.NOTICE, _("it has the published password and is locked"), quote=one.status)
    return Finding(one.subject, Level.CRITICAL, _("it has the published password and can log in"), quote=one.status)


DEFAULT_PASSWORDS: Final = Check(
    id="database.oracle.default_passwords",
    title=_("Oracle: published passwords"),
    area=Area.DB_SECURITY,
    needs=ACCOUNTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("dba_users_with_defpwd, dba_users"),
    remedy=_(
        "Change the password (alter user ... identified by) or lock the account and let its password expire; ask "
        "first which "
        "program uses it. For those that nobody uses: alter user ... account lock password expire."
    ),
    traps=(
        NOT_RUN,
        _("Oracle's own accounts are delivered locked with it: they are named together, and are no notice each"),
        _("a locked account with such a password is a notice: whoever unlocks it opens the door"),
        _("the view knows Oracle's published passwords only, not weak ones"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_USERS_WITH_DEFPWD",),
)
