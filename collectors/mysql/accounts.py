"""Accounts: who may log in, how, and whether without a password. Password hashes are compared on the server and stay there.

MariaDB keeps an account as one JSON object; its ``auth_or`` lists several ways to log in, ``{}`` among them being the outer
one. A key that is missing has its default: the native password, empty.

Sample (rows; of MariaDB)::

    [["", "localhost", "", "1", "0", "0", "0", "0", null, "0"], ["root", "localhost", "mysql_native_password", "0", ...]]
"""

import json
from typing import Final

from collectors.base import Answer, Collector, ParseError, Sql, Statement
from collectors.facts.mysql.accounts import ACCOUNTS, Account
from collectors.mysql.products import MARIADB, MYSQL, native
from collectors.tables import Row

_WITH_PASSWORD: Final = frozenset(
    {"", "mysql_native_password", "mysql_old_password", "caching_sha2_password", "sha256_password", "ed25519", "parsec"}
)
"""Plugins whose empty authentication string is an empty password; of the others (socket, PAM, LDAP) it says nothing."""
_ASK: Final = Sql(
    (
        Statement(
            "SELECT user, host, IFNULL(JSON_VALUE(priv, '$.plugin'), '') AS plugin, "
            "IFNULL(JSON_VALUE(priv, '$.authentication_string'), '') = '' AS is_empty, "
            "IFNULL(JSON_VALUE(priv, '$.account_locked'), 0) IN ('1', 'true') AS is_locked, "
            "IFNULL(JSON_VALUE(priv, '$.is_role'), 0) IN ('1', 'true') AS is_role, "
            "(IFNULL(JSON_VALUE(priv, '$.access'), 0) & 32768) <> 0 AS is_super, "
            "(IFNULL(JSON_VALUE(priv, '$.access'), 0) & 512) <> 0 AS reads_files, "
            "JSON_EXTRACT(priv, '$.auth_or[*].plugin') AS more_plugins, "
            "IFNULL(JSON_CONTAINS(JSON_EXTRACT(priv, '$.auth_or[*].authentication_string'), '\"\"'), 0) AS is_more_empty "
            "FROM mysql.global_priv ORDER BY user, host",
            since=100400,
            products=MARIADB,
        ),
        Statement(
            "SELECT user, host, plugin, authentication_string = '' AND password = '' AS is_empty, 0 AS is_locked, "
            "is_role, super_priv AS is_super, file_priv AS reads_files, NULL AS more_plugins, 0 AS is_more_empty "
            "FROM mysql.user ORDER BY user, host",
            products=MARIADB,
        ),
        Statement(
            "SELECT user, host, plugin, IFNULL(authentication_string, '') = '' AS is_empty, account_locked AS is_locked, "
            "0 AS is_role, super_priv AS is_super, file_priv AS reads_files, NULL AS more_plugins, 0 AS is_more_empty "
            "FROM mysql.user ORDER BY user, host"
        ),
    ),
    rights="accounts",
)


def parse(answer: Answer) -> tuple[Account, ...]:
    """Read the accounts. Ours is one of them, so none at all is not understood."""
    found = tuple(_account(row) for row in native(answer))
    if not found:
        raise ParseError("a server without a single account")
    return found


def _account(row: Row) -> Account:
    plugin = row.text("plugin")
    ways = tuple(dict.fromkeys((plugin, *_more(row.text("more_plugins")))))
    is_empty = row.flag("is_empty") and plugin in _WITH_PASSWORD
    return Account(
        user=row.text("user"),
        host=row.text("host"),
        ways=tuple(one for one in ways if one),
        is_passwordless=is_empty or row.flag("is_more_empty"),
        is_locked=row.flag("is_locked"),
        is_role=row.flag("is_role"),
        is_super=row.flag("is_super"),
        reads_files=row.flag("reads_files"),
    )


def _more(words: str) -> tuple[str, ...]:
    if not words:
        return ()
    try:
        said = json.loads(words)
    except ValueError:
        raise ParseError("no list of plugins", words[:200]) from None
    return tuple(str(one) for one in said) if isinstance(said, list) else ()


ACCOUNTS_MYSQL: Final = Collector(id="mysql.accounts", provides=ACCOUNTS, on=MYSQL, ask=_ASK, parse=parse)
