"""The settings of a security check: logging, audit, how passwords are kept, the mode of the data directory.

As in ``settings``, what our own account or database sets for its sessions is not the server's, and its value is null. The
last row says how many rows there are. Roles and databases with values of their own stand in pg_db_role_setting; of it only
these names are asked for.

Sample (rows)::

    [["log_connections", "on", "f", null, null, "1"], ["", null, "f", null, null, "9"]]
"""

from typing import Final, TypeVar

from collectors.base import Answer, Collector, Derived, Listing, ParseError, Reason, SessionError, sql
from collectors.facts.postgres.access import HBA, ROLES, HbaRules, Role
from collectors.facts.postgres.security_settings import (
    KEEPING,
    REACH,
    SECURITY_SETTINGS,
    Keeping,
    Override,
    Reach,
    SecuritySettings,
)
from collectors.facts.postgres.settings import Setting, Settings
from collectors.postgres.instances import POSTGRES
from collectors.tables import table
from config.text import _

F = TypeVar("F")
_PLAIN: Final = (
    *("log_connections", "log_destination", "log_disconnections", "log_line_prefix", "log_statement", "log_timezone"),
    *("logging_collector", "listen_addresses", "password_encryption", "data_directory_mode", "pgaudit.log"),
)
_GUARDED: Final = "shared_preload_libraries"
"""Of every version, and only for pg_read_all_settings, which pg_monitor includes."""
_ASK: Final = sql(
    """
with o as (
  select coalesce(r.rolname, '') as role, coalesce(b.datname, '') as database, split_part(c, '=', 1) as name,
    substring(c from position('=' in c) + 1) as value,
    (d.setrole = 0 or r.rolname = session_user) and (d.setdatabase = 0 or b.datname = current_database()) as is_ours
  from pg_db_role_setting d cross join unnest(d.setconfig) c left join pg_roles r on r.oid = d.setrole
    left join pg_database b on b.oid = d.setdatabase
), f as (
  select s.name, case when s.source in ('database', 'user', 'database user', 'client')
      or s.name in (select name from o where is_ours) then null
      when s.name = 'data_directory_mode' then s.setting else coalesce(s.reset_val, s.setting) end as value,
    s.source in ('database', 'user', 'database user', 'client') or s.name in (select name from o where is_ours) as is_own,
    null as role, null as database
  from pg_settings s where s.name in (<read>)
  union all
  select name, value, false, role, database from o
    where name in ('pgaudit.log', 'log_statement') and role || database <> ''
)
select name, value, is_own, role, database, count(*) over () as n from f
union all
select '', null, false, null, null, (select count(*) from f)
order by 1 desc, 4, 5
""".replace("<read>", ", ".join(f"'{name}'" for name in (*_PLAIN, _GUARDED))),
    rights="pg_monitor",
)
_GRANT: Final = _("grant pg_monitor to the inspecting account: without it part of the settings is hidden")


def parse(answer: Answer) -> SecuritySettings:
    """Read the settings. Raises where not as many came as were counted, or where the account sees only a part."""
    found = table(answer)
    rows = tuple(row for row in found if row.text("name"))
    ends = tuple(row for row in found if not row.text("name"))
    if len(ends) != 1 or any(row.number("n") != len(rows) for row in found):
        raise ParseError("not as many settings as were counted")
    own = tuple(row for row in rows if not row.text("role") and not row.text("database"))
    made = {
        row.text("name"): Setting(
            row.text("name"), row.text("value"), "", "", "", is_pending=False, is_own=row.flag("is_own")
        )
        for row in own
    }
    if _GUARDED not in made:
        raise SessionError(Reason.DENIED, _GUARDED, _GRANT)
    return SecuritySettings(
        Settings(found.server.product, found.server.version, made),
        tuple(
            Override(row.text("role"), row.text("database"), row.text("name"), row.text("value"))
            for row in rows
            if row.text("role") or row.text("database")
        ),
    )


def reach(hba: HbaRules | Exception, settings: SecuritySettings | Exception) -> Reach:
    """Put the rules beside the addresses. Raises what came instead of either."""
    rules, known = _needed(hba), _needed(settings)
    listens = known.settings.text("listen_addresses")
    if listens is None:
        raise SessionError(Reason.NO_RECORD, "listen_addresses")
    return Reach(rules, listens)


def keeping(roles: Listing[Role] | Exception, settings: SecuritySettings | Exception) -> Keeping:
    """Put the roles beside how new passwords are kept. Raises what came instead of either."""
    return Keeping(_needed(settings).settings.text("password_encryption"), _needed(roles))


def _needed(found: F | Exception) -> F:
    if isinstance(found, Exception):
        raise found
    return found


SECURITY_SETTINGS_POSTGRES: Final = Collector(
    id="postgres.security_settings", provides=SECURITY_SETTINGS, on=POSTGRES, ask=_ASK, parse=parse
)
REACH_POSTGRES: Final = Derived(id="postgres.reach", provides=REACH, of=(HBA, SECURITY_SETTINGS), derive=reach)
KEEPING_POSTGRES: Final = Derived(
    id="postgres.password_keeping", provides=KEEPING, of=(ROLES, SECURITY_SETTINGS), derive=keeping
)
