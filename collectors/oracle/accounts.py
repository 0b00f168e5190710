"""Accounts with the state of their passwords, and who was given roles and privileges that reach everything.

No hash is read: DBA_USERS_WITH_DEFPWD names the accounts whose password is the published one.
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError, Statement, Walk, sql
from collectors.facts.oracle.accounts import ACCOUNTS, RIGHTS_GIVEN, Account, Grant, Rights
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, about, by_container, in_each, of_each
from collectors.oracle.owners import MAINTAINED_11
from collectors.tables import Row

_ACCOUNTS: Final = (
    "select u.username, u.account_status, round((u.expiry_date - sysdate) * 86400) as expires_seconds, u.profile, "
    "u.default_tablespace, u.password_versions, {maintained} as maintained, d.username as with_default from dba_users u "
    "left join dba_users_with_defpwd d on d.username = u.username order by u.username"
)
_RIGHTS: Final = (
    "select 'role' as about, grantee, granted_role as granted, admin_option as more from dba_role_privs union all "
    "select 'privilege', grantee, privilege, admin_option from dba_sys_privs where privilege like '% ANY %' "
    "or privilege in ('ALTER SYSTEM', 'ALTER DATABASE', 'BECOME USER', 'UNLIMITED TABLESPACE', 'GRANT ANY ROLE') union all "
    "select 'profile', profile, resource_name, limit from dba_profiles where resource_type = 'PASSWORD' union all "
    "select 'password file', username, 'SYSDBA', sysdba from v$pwfile_users where sysdba = 'TRUE'"
)


def _account(database: str, row: Row) -> Account:
    return Account(
        database=database,
        name=row.text("username"),
        status=row.text("account_status"),
        expires_seconds=row.maybe("expires_seconds"),
        profile=row.text("profile"),
        tablespace=row.text("default_tablespace"),
        has_default_password=bool(row.text("with_default")),
        is_maintained=row.text("maintained") == "Y"
        or (not row.text("maintained") and row.text("username") in MAINTAINED_11),
        password_versions=row.text("password_versions").strip(),
    )


def _rights(database: str, rows: tuple[Row, ...]) -> Rights:
    roles = about(rows, "role")
    if not roles:
        raise SessionError(Reason.EMPTY, "dba_role_privs")
    given = (*roles, *about(rows, "privilege"), *about(rows, "password file"))
    return Rights(
        database=database,
        grants=tuple(
            Grant(row.text("about"), row.text("grantee"), row.text("granted"), row.text("more") in {"YES", "TRUE"})
            for row in given
        ),
        profiles=tuple((r.text("grantee"), r.text("granted"), r.text("more")) for r in about(rows, "profile")),
    )


def parse_accounts(walk: Walk[Answer]) -> Listing[Account]:
    """Read every account of every container."""
    return of_each(walk, _account, "username")


def parse_rights(walk: Walk[Answer]) -> Listing[Rights]:
    """Read who was given what; there is always SYS with its roles."""
    return by_container(walk, _rights)


ACCOUNTS_DBA: Final = Collector(
    id="oracle.accounts",
    provides=ACCOUNTS,
    on=ORACLE,
    ask=in_each(
        sql(
            _ACCOUNTS.format(maintained="to_char(null)"),
            Statement(_ACCOUNTS.format(maintained="u.oracle_maintained"), SINCE_12_1),
            rights=RIGHTS,
        )
    ),
    parse=parse_accounts,
)
RIGHTS_DBA: Final = Collector(
    id="oracle.rights", provides=RIGHTS_GIVEN, on=ORACLE, ask=in_each(sql(_RIGHTS, rights=RIGHTS)), parse=parse_rights
)
