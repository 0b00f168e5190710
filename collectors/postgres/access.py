"""Roles, rules of login, TLS, what schemas leave open.

Of a password only its kind leaves the server (none, md5, scram): ``pg_authid`` is for superusers alone, and is asked
only where the account may read it. pg_hba_file_rules is the file as it is now; what the server loaded may be older.

Sample (rows of roles)::

    [["app", "f", "f", "f", "f", "f", "", "hidden", null, "f", "1", "t"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError, Unseen, Walk, sql
from collectors.facts.postgres.access import (
    ENCRYPTION,
    HBA,
    ROLES,
    SCHEMA_RIGHTS,
    Encryption,
    HbaRule,
    HbaRules,
    Role,
    SchemaRights,
)
from collectors.postgres.databases import in_each, read_each
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, Table, table
from config.text import _

_ROLES: Final = sql(
    """
with r as (
  select *, oid = 10 as is_bootstrap,
    (select string_agg(g.rolname, ',' order by g.rolname) from pg_auth_members m join pg_roles g on g.oid = m.roleid
      where m.member = r.oid and g.rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files',
        'pg_read_all_data', 'pg_write_all_data')) as members,
    case when has_table_privilege('pg_authid', 'select') then substring(query_to_xml(format(
      'select case when rolpassword is null then ''none'' when rolpassword like ''md5%%'' then ''md5'' '
      'when rolpassword like ''SCRAM%%'' then ''scram'' else ''other'' end as v from pg_authid where oid = %s',
      r.oid), true, false, '')::text
      from '<v>([a-z0-9]+)</v>') else 'hidden' end as password,
    extract(epoch from case r.rolvaliduntil when 'infinity' then null when '-infinity' then timestamptz 'epoch'
      else r.rolvaliduntil end - clock_timestamp()) as expires
  from pg_roles r where r.rolcanlogin
), o as (
  select *, row_number() over (order by is_ordinary, rolname) as n from (
    select *, not (rolsuper or rolreplication or rolbypassrls or rolcreaterole or rolcreatedb) and members is null
      and expires is null and password not in ('none', 'md5') as is_ordinary from r) k
)
select rolname, rolsuper, rolreplication, rolbypassrls, rolcreaterole, rolcreatedb, members, password, expires,
  is_bootstrap, 1 as count, true as is_ordinary
from o where n <= 2000
union all
select '', false, false, false, false, false, null, min(password), null, false, count(*), is_ordinary
from o where n > 2000 group by is_ordinary
order by 1
"""
)
_HBA: Final = sql(
    """
select line_number, type, database, user_name, address, netmask, auth_method, error
from pg_hba_file_rules order by line_number
""",
    rights="pg_hba_file_rules",
)
_ENCRYPTION: Final = sql(
    """
select current_setting('ssl') as is_on, coalesce(current_setting('ssl_min_protocol_version', true), '') as least,
  (select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid) where a.client_addr is not null and not s.ssl
    and not a.client_addr <<= '127.0.0.0/8' and a.client_addr <> '::1') as plain,
  (select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid)
    where a.client_addr is not null and s.ssl) as encrypted,
  current_setting('password_encryption') as password_encryption, current_setting('listen_addresses') as listens,
  (select count(*) from pg_stat_activity where backend_type is null) as hidden
""",
    rights="pg_monitor",
)
_SCHEMAS: Final = sql(
    """
select 'public' as kind, has_schema_privilege('public', 'public', 'create')::text as value
  from pg_namespace where nspname = 'public'
union all
select 'definer', value from (select n.nspname || '.' || p.proname as value from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and (p.proconfig is null or not exists (select 1 from unnest(p.proconfig) x where x like 'search_path=%'))
  order by 1 limit 50) d
union all
select 'language', lanname from pg_language where lanispl and not lanpltrusted
union all
select 'end', ''
"""
)
_MONITOR: Final = _("grant pg_monitor to the inspecting account: without it the sessions of others are hidden")
_HBA_GRANT: Final = _(
    "let the inspecting account read pg_hba_file_rules (“xunjian doctor --grants postgres” prints how), or look at "
    "pg_hba.conf by hand"
)


def roles(answer: Answer) -> Listing[Role]:
    """Read the roles that may log in."""
    found = table(answer)
    if not found.rows:
        raise SessionError(Reason.EMPTY, "pg_roles")
    return Listing(
        tuple(_role(row) for row in found if row.flag("is_ordinary")),
        tuple(Unseen("", Reason.CUT, "pg_roles") for row in found if not row.flag("is_ordinary")),
    )


_ATTRIBUTES: Final = {
    "rolreplication": "REPLICATION",
    "rolbypassrls": "BYPASSRLS",
    "rolcreaterole": "CREATEROLE",
    "rolcreatedb": "CREATEDB",
}


def _role(row: Row) -> Role:
    powers = [word for column, word in _ATTRIBUTES.items() if row.flag(column)]
    return Role(
        name=row.text("rolname"),
        is_superuser=row.flag("rolsuper"),
        powers=(*powers, *(one for one in row.text("members").split(",") if one)),
        password=row.text("password"),
        expires_seconds=row.maybe("expires"),
        is_bootstrap=row.flag("is_bootstrap"),
        count=row.number("count"),
    )


def hba(answer: Answer) -> HbaRules:
    """Read the lines; a server without one lets nobody in, so none is a right that is missing."""
    found = table(answer)
    if not found.rows:
        raise SessionError(Reason.DENIED, "pg_hba_file_rules", _HBA_GRANT)
    return HbaRules(
        tuple(
            HbaRule(
                line=row.number("line_number"),
                kind=row.text("type"),
                databases=row.text("database").strip("{}"),
                users=row.text("user_name").strip("{}"),
                address=" ".join(filter(None, (row.text("address"), row.text("netmask")))),
                method=row.text("auth_method"),
                error=row.text("error"),
            )
            for row in found
        )
    )


def encryption(answer: Answer) -> Encryption:
    """Read the one row."""
    row = table(answer).one()
    if row.number("hidden"):
        raise SessionError(Reason.DENIED, "pg_stat_ssl", _MONITOR)
    return Encryption(
        row.flag("is_on"),
        row.text("least"),
        row.number("plain"),
        row.number("encrypted"),
        row.text("password_encryption"),
        row.text("listens"),
    )


def schema_rights(walk: Walk[Answer]) -> Listing[SchemaRights]:
    """Read each database."""
    return read_each(walk, _schema_rights)


def _schema_rights(database: str, found: Table) -> SchemaRights:
    values: dict[str, list[str]] = {"public": [], "definer": [], "language": []}
    for row in found:
        values.setdefault(row.text("kind"), []).append(row.text("value"))
    return SchemaRights(
        database, any(one.startswith("t") for one in values["public"]), tuple(values["definer"]), tuple(values["language"])
    )


ROLES_POSTGRES: Final = Collector(id="postgres.roles", provides=ROLES, on=POSTGRES, ask=_ROLES, parse=roles)
HBA_POSTGRES: Final = Collector(id="postgres.hba", provides=HBA, on=POSTGRES, ask=_HBA, parse=hba)
ENCRYPTION_POSTGRES: Final = Collector(
    id="postgres.encryption", provides=ENCRYPTION, on=POSTGRES, ask=_ENCRYPTION, parse=encryption
)
SCHEMA_RIGHTS_POSTGRES: Final = Collector(
    id="postgres.schema_rights", provides=SCHEMA_RIGHTS, on=POSTGRES, ask=in_each(_SCHEMAS), parse=schema_rights
)
