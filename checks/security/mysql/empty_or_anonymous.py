"""Whether somebody may log in without a name or without a password, or as an administrator from everywhere."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.mysql.accounts import ACCOUNTS, Account
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.mysql.empty_or_anonymous"
_EVERYWHERE: Final = frozenset({"%", ""})
"""MySQL Reference Manual, Specifying Account Names: an empty host means any."""
_WANTED: Final = _("a name and a password for everybody, and administrators from named addresses")


def judge(accounts: tuple[Account, ...], _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account with a fault; one of all where there is none."""
    people = [one for one in accounts if not one.is_role and not one.is_locked]
    wrong = [(one, fault) for one in people if (fault := _fault(one)) is not None]
    for one, (words, most) in wrong:
        quote = f"{one.name} {' '.join(one.ways)}".strip()
        yield failed(ID, scene, one.name, words, expected=_WANTED, quote=quote, most=most)
    if not wrong:
        words = _(
            "each of {count:number} accounts that may log in has a name, and a password or the machine’s socket",
            count=len(people),
        )
        yield Finding("", Level.OK, words, expected=_WANTED)


def _fault(one: Account) -> tuple[Text, Level] | None:
    if not one.user:
        return _("anybody may log in from {host} without a name", host=one.host), Level.CRITICAL
    if one.is_passwordless:
        return _("{account} may log in without a password", account=one.name), Level.CRITICAL
    if one.host in _EVERYWHERE and (one.is_super or one.user == "root"):
        return _("{account} is an administrator and may come from every address", account=one.name), Level.WARN
    return None


EMPTY_OR_ANONYMOUS: Final[SecurityCheck] = security_check(
    ID,
    title=_("MySQL: accounts without a name or a password, administrators from everywhere"),
    needs=ACCOUNTS,
    limits=NoLimits(),
    judge=judge,
    reads=_("of each account its plugins, whether its password is empty (compared on the server), its lock, global rights"),
    remedy=_("Drop anonymous accounts, give each account a password or lock it, and let root come from named addresses."),
    card=Card(
        steps=(
            _("Drop the anonymous accounts; no application may depend on one."),
            _("Ask who uses an account without a password. Nobody: lock it. Somebody: set a password together."),
            _("Set it inside the client (ALTER USER ... IDENTIFIED BY ...), so that it is not in the shell’s history."),
            _("Let root log in by the machine’s socket, and from afar from the management network alone."),
        ),
        commands=(
            "mysql -e \"DROP USER IF EXISTS ''@'<anonymous host>'\"",
            "mysql -e \"ALTER USER '<account>'@'<host>' ACCOUNT LOCK\"",
            "mysql -e \"RENAME USER 'root'@'%' TO 'root'@'<management network>'\"",
            "mysql -e \"ALTER USER 'root'@'localhost' IDENTIFIED VIA unix_socket\"   # MariaDB",
            "mysql -e \"ALTER USER 'root'@'localhost' IDENTIFIED WITH auth_socket\"   # MySQL with its plugin auth_socket",
        ),
        risk=_("A job that logs in without a password, or as root from another address, fails."),
        rollback=_("ALTER USER ... ACCOUNT UNLOCK; RENAME USER back to the old host."),
        verify=(
            "mysql -e \"SELECT user, host, plugin, authentication_string = '' AS is_empty FROM mysql.user "
            "WHERE user IN ('', 'root') OR host = '%' OR authentication_string = ''\""
        ),
    ),
    traps=(
        _("roles and locked accounts cannot log in, and are no finding"),
        _("root by unix_socket or auth_socket has no password and needs none"),
        _("MariaDB’s auth_or lists several ways: one with an empty password is enough"),
        _("what stands there may be a weak password: whether it is, is not seen, for hashes stay on the server"),
    ),
)
