"""Whether something slows down or stops whoever tries one password after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.mysql.accounts import GUESSING, AccountRule, Guarded
from collectors.facts.mysql.variables import Variables
from collectors.mysql.account_rules import LOCKS_ACCOUNTS
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.mysql.connection_control"
_PREFIXES: Final = ("component_connection_control.", "connection_control_")
_MARIADB: Final = "max_password_errors"


@dataclass(frozen=True, slots=True)
class GuessLimits:
    """After how many failures, and by how much each further try is delayed at least."""

    failures: int = limit(5, unit="count", source="assessors of GB/T 22239-2019: locked after 5 failures")
    delay_seconds: float = limit(
        1.0, unit="seconds", source="MySQL Reference Manual: connection_control_min_connection_delay"
    )


def judge(found: Guarded, limits: Layered[GuessLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server: by its settings, else by what each account demands."""
    base = limits.base
    expected = _("a lock or a delay after {count:number} failed logins at most", count=base.failures)
    quote = _quote(found.settings)
    guard = _by_settings(found.settings, base)
    if guard is None and _needs_accounts(found.settings):
        if found.unread is not None:
            yield unknown("", found.unread)
            return
        guard, quote = _by_accounts(found.accounts, base), quote or _named(found.accounts, base)
    if guard is not None:
        yield Finding("", Level.OK, guard, expected=expected, quote=quote)
        return
    words = _("nothing slows down or stops whoever tries one password after the other")
    if quote:
        words = _("what stops the trying of passwords comes too late, or not for every account")
    yield failed(ID, scene, "", words, expected=expected, quote=quote)


def _needs_accounts(settings: Variables) -> bool:
    """MariaDB and MySQL before 8.0.19 have no lock by account; of a relative nobody knows before its accounts are read."""
    return settings.product != "mariadb" and not (settings.product == "mysql" and settings.version < LOCKS_ACCOUNTS)


def _by_settings(settings: Variables, limits: GuessLimits) -> Text | None:
    for prefix in _PREFIXES:
        failures = settings.number(f"{prefix}failed_connections_threshold") or 0
        delay = min(settings.number(f"{prefix}{name}_connection_delay") or 0 for name in ("min", "max"))
        if 0 < failures <= limits.failures and delay >= limits.delay_seconds * 1000:
            return _("after {count:number} failed logins each further try is delayed", count=failures)
    failures = settings.number(_MARIADB) or 0
    if 0 < failures <= limits.failures:
        return _("after {count:number} failed logins an account is blocked", count=failures)
    return None


def _by_accounts(accounts: tuple[AccountRule, ...], limits: GuessLimits) -> Text | None:
    people = _people(accounts)
    if people and all(_locks(one, limits) for one in people):
        return _("each of {count:number} accounts is locked after failed logins", count=len(people))
    return None


def _people(accounts: tuple[AccountRule, ...]) -> list[AccountRule]:
    return [one for one in accounts if not (one.is_role or one.is_locked or one.is_by_socket)]


def _locks(one: AccountRule, limits: GuessLimits) -> bool:
    return 0 < one.failures_count <= limits.failures and one.lock_days != 0


def _quote(settings: Variables) -> str:
    names = [name for name in sorted(settings.values) if name == _MARIADB or name.endswith(("threshold", "_delay"))]
    return ", ".join(f"{name} = {settings.text(name)}" for name in names)


def _named(accounts: tuple[AccountRule, ...], limits: GuessLimits) -> str:
    """The accounts that lock, where some do."""
    return ", ".join(one.name for one in _people(accounts) if _locks(one, limits))


CONNECTION_CONTROL: Final[SecurityCheck] = security_check(
    ID,
    title=_("MySQL: what happens after failed logins"),
    needs=GUESSING,
    limits=GuessLimits(),
    judge=judge,
    reads=_("connection_control (MySQL), max_password_errors (MariaDB), and the lock of each account (MySQL 8.0.19 on)"),
    remedy=_("MySQL: set up connection_control. MariaDB: set max_password_errors. Both to 5 failures at most."),
    card=Card(
        steps=(
            _("MariaDB 10.4.2 on: set max_password_errors; write it below [mysqld] in the configuration as well."),
            _("MySQL: set up connection_control (9.2 on: its component); or give each account FAILED_LOGIN_ATTEMPTS."),
            _("Try a wrong password of a test account six times: the next try must be refused or be slow."),
            _("Tell the operators how an account is opened again (MariaDB: FLUSH PRIVILEGES; MySQL: ACCOUNT UNLOCK)."),
        ),
        commands=(
            'mysql -e "SET GLOBAL max_password_errors = 5"   # MariaDB',
            "printf '%s\\n' '[mariadb]' 'max_password_errors = 5' ><folder>/zz-logins.cnf   # MariaDB",
            "mysql -e \"INSTALL PLUGIN connection_control SONAME 'connection_control.so'\"   # MySQL before 9.2",
            "mysql -e \"INSTALL COMPONENT 'file://component_connection_control'\"   # MySQL 9.2 on",
        ),
        risk=_("An application with a wrong password blocks its own account; anybody may block an account on purpose."),
        rollback=_("SET GLOBAL max_password_errors = DEFAULT; UNINSTALL PLUGIN connection_control."),
        verify="mysql -e \"SHOW GLOBAL VARIABLES WHERE Variable_name LIKE '%connection_control%' "
        "OR Variable_name = 'max_password_errors'\"",
    ),
    traps=(
        _("max_connect_errors counts broken connections, not wrong passwords"),
        _("a threshold of 0 switches the plugin off though it is there"),
        _("MariaDB’s usual max_password_errors is 4294967295: never"),
        _("MariaDB never blocks an administrator (SUPER, CONNECTION ADMIN): limit from where it may come"),
        _("MySQL 8.0.19 on may lock account by account: without the right to read them it is not inspected"),
    ),
)
