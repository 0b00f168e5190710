"""Accounts: none without a name or a password, none almighty from everywhere."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.mysql.accounts import ACCOUNTS, Account
from config.limits import Layered
from config.text import Text, _

_EVERYWHERE: Final = frozenset({"%", ""})
"""MySQL Reference Manual: Specifying Account Names: an empty host means any."""


def judge(accounts: tuple[Account, ...], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding an account with a fault, and one of the others together."""
    people = [one for one in accounts if not one.is_role and not one.is_locked]
    for one in people:
        if fault := _fault(one):
            level, summary = fault
            yield Finding(one.name, level, summary, quote=f"{one.name} {' '.join(one.ways)}".strip())
    fine = sum(1 for one in people if not _fault(one))
    yield Finding("", Level.OK, _("{count:number} accounts that may log in have no fault of this kind", count=fine))


def _fault(one: Account) -> tuple[Level, Text] | None:
    if not one.user:
        return Level.CRITICAL, _("anybody may log in from {host} without a name", host=one.host)
    if one.is_passwordless:
        return Level.CRITICAL, _("{account} may log in without a password", account=one.name)
    if one.is_super and one.host in _EVERYWHERE:
        return Level.WARN, _("{account} may do everything, from every address", account=one.name)
    if one.reads_files and one.host in _EVERYWHERE:
        return Level.NOTICE, _("{account} may read and write files of the server, from every address", account=one.name)
    return None


ACCOUNTS_CHECK: Final = Check(
    id="database.mysql.accounts",
    title=_("MySQL: accounts without a password or with too much"),
    area=Area.DB_SECURITY,
    needs=ACCOUNTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "mysql.global_priv of MariaDB, mysql.user of MySQL: plugin, whether the password is empty, lock, global rights"
    ),
    remedy=_(
        "Anonymous accounts: DROP USER ''@'host' (mysql_secure_installation does it). Without a password: ALTER USER ... "
        "IDENTIFIED BY, or ACCOUNT LOCK if nobody uses it. Almighty from everywhere: the application gets an account with "
        "the rights on its schema alone; administrators come from named addresses."
    ),
    traps=(
        _("roles (MariaDB's PUBLIC) have no password and cannot log in"),
        _("locked accounts (mariadb.sys, mysql.sys) cannot log in"),
        _("root by unix_socket or auth_socket has no password and needs none"),
        _("MariaDB's auth_or lists several ways: one with an empty password is enough"),
        _("an account without a plugin has the native password: empty where no string stands"),
    ),
    clause="1.4.3.4",
    refs=("MariaDB: mysql.global_priv Table", "MySQL Reference Manual: Grant Tables", "CIS MySQL Benchmark"),
)
