"""What is demanded of each account at login: TLS, and a lock after failed attempts. No hash is asked for.

MySQL keeps the lock in a JSON object beside other attributes, of which only these two numbers are read on the server.

Sample (rows; of MySQL)::

    [["app", "%", "0", "0", "0", "1", "5", "1"], ["root", "localhost", "1", "0", "0", "0", null, null]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, ParseError, Reason, SessionError, Sql, Statement, Unseen
from collectors.facts.mysql.accounts import ACCOUNT_RULES, GUESSING, TRANSPORT, AccountRule, Guarded
from collectors.facts.mysql.variables import LOGIN_GUARDS, SETTINGS, Variables
from collectors.mysql.products import MARIADB, MYSQL, native

LOCKS_ACCOUNTS: Final = 80019
"""From here on MySQL locks an account after failed logins (MySQL 8.0 Reference Manual: CREATE USER)."""
_OF_COLUMNS: Final = (
    "SELECT user, host, plugin {sockets} AS is_by_socket, {locked} AS is_locked, {role} AS is_role, "
    "ssl_type <> '' AS needs_tls, {failures} AS failures_count, {days} AS lock_days FROM mysql.user ORDER BY user, host"
)
_OF_MYSQL: Final = {"sockets": "= 'auth_socket'", "locked": "account_locked", "role": "0"}


def _attribute(name: str) -> str:
    return f"JSON_UNQUOTE(JSON_EXTRACT(user_attributes, '$.Password_locking.{name}'))"


_ASK: Final = Sql(
    (
        Statement(
            "SELECT user, host, IFNULL(JSON_VALUE(priv, '$.plugin'), '') = 'unix_socket' AND "
            "JSON_EXTRACT(priv, '$.auth_or') IS NULL AS is_by_socket, "
            "IFNULL(JSON_VALUE(priv, '$.account_locked'), 0) IN ('1', 'true') AS is_locked, "
            "IFNULL(JSON_VALUE(priv, '$.is_role'), 0) IN ('1', 'true') AS is_role, "
            "IFNULL(JSON_VALUE(priv, '$.ssl_type'), 0) <> 0 AS needs_tls, NULL AS failures_count, NULL AS lock_days "
            "FROM mysql.global_priv ORDER BY user, host",
            since=100400,
            products=MARIADB,
        ),
        Statement(
            _OF_COLUMNS.format(sockets="= 'unix_socket'", locked="0", role="is_role", failures="NULL", days="NULL"),
            products=MARIADB,
        ),
        Statement(
            _OF_COLUMNS.format(
                **_OF_MYSQL, failures=_attribute("failed_login_attempts"), days=_attribute("password_lock_time_days")
            ),
            since=LOCKS_ACCOUNTS,
        ),
        Statement(_OF_COLUMNS.format(**_OF_MYSQL, failures="NULL", days="NULL")),
    ),
    rights="accounts",
)


def parse(answer: Answer) -> tuple[AccountRule, ...]:
    """Read the accounts. Ours is one of them, so none at all is not understood."""
    found = tuple(
        AccountRule(
            user=row.text("user"),
            host=row.text("host"),
            is_by_socket=row.flag("is_by_socket"),
            is_locked=row.flag("is_locked"),
            is_role=row.flag("is_role"),
            needs_tls=row.flag("needs_tls"),
            failures_count=row.number("failures_count", 0),
            lock_days=row.number("lock_days", 0),
        )
        for row in native(answer)
    )
    if not found:
        raise ParseError("a server without a single account")
    return found


def guarded(settings: object, accounts: object) -> Guarded:
    """Put both together; accounts that were not seen are told. Raises what the settings came to."""
    if isinstance(settings, SessionError):
        raise settings
    assert isinstance(settings, Variables)  # noqa: S101 - a kind comes to its facts, an Absent or a SessionError
    if isinstance(accounts, tuple):
        return Guarded(settings, accounts)
    if isinstance(accounts, SessionError):
        return Guarded(settings, (), Unseen("", accounts.reason, accounts.detail, accounts.remedy))
    return Guarded(settings, (), Unseen("", Reason.NO_RECORD))


ACCOUNT_RULES_MYSQL: Final = Collector(id="mysql.account_rules", provides=ACCOUNT_RULES, on=MYSQL, ask=_ASK, parse=parse)
TRANSPORTS: Final = Derived(id="mysql.transport", provides=TRANSPORT, of=(SETTINGS, ACCOUNT_RULES), derive=guarded)
GUESSINGS: Final = Derived(id="mysql.guessing", provides=GUESSING, of=(LOGIN_GUARDS, ACCOUNT_RULES), derive=guarded)
