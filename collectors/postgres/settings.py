"""How the server is set: of pg_settings what the checks read, and the names of what waits for a restart.

A setting that our own account, database or client sets for its sessions is not the server's: its value is null.

Settings that only superusers or pg_read_all_settings may see are simply not listed; where four of those that every version
has are missing, the account lacks the right.

Sample (rows)::

    [["shared_buffers", "16384", "8kB", "configuration file", "1024", "f", "f"]]
"""

from collections.abc import Sequence
from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, sql
from collectors.facts.postgres.settings import SETTINGS, Setting, Settings
from collectors.postgres.instances import POSTGRES
from collectors.tables import table
from config.text import _

_READ: Final = (
    *("fsync", "full_page_writes", "zero_damaged_pages", "ignore_checksum_failure", "ignore_invalid_pages"),
    *("allow_system_table_mods", "ignore_system_indexes"),
    *("autovacuum", "track_counts", "autovacuum_max_workers", "autovacuum_naptime", "autovacuum_vacuum_cost_delay"),
    *("log_destination", "logging_collector", "log_checkpoints", "log_lock_waits", "log_temp_files"),
    *("log_autovacuum_min_duration", "log_line_prefix"),
    *("shared_buffers", "maintenance_work_mem", "work_mem", "effective_cache_size", "huge_pages", "max_connections"),
    *("checkpoint_completion_target", "idle_in_transaction_session_timeout"),
)
"""What the checks read. Of any other setting (commands and extensions' own may hold secrets) no value is asked for."""


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_GUARDED: Final = ("data_directory", "config_file", "hba_file", "unix_socket_directories")
"""Settings of every version that only pg_read_all_settings sees; pg_monitor includes it."""
_ASK: Final = sql(
    """
with mine as (
  select split_part(c, '=', 1) as name from pg_db_role_setting d, unnest(d.setconfig) c
  where (d.setrole = 0 or d.setrole = (select oid from pg_roles where rolname = session_user))
    and (d.setdatabase = 0 or d.setdatabase = (select oid from pg_database where datname = current_database()))
    and (d.setrole <> 0 or d.setdatabase <> 0)
), s as (
  select *, name in (<read>) as is_read from pg_settings
)
select name, case when is_read and not is_own then coalesce(reset_val, setting) end as setting, unit, source,
  case when is_read then boot_val end as boot_val, pending_restart, is_own
from (
  select *, source in ('database', 'user', 'database user', 'client') or name in (select name from mine) as is_own from s
  where is_read or pending_restart or name in (<guarded>)
) o order by name
""".replace("<read>", _quoted(_READ)).replace("<guarded>", _quoted(_GUARDED)),
    rights="pg_monitor",
)
_GRANT: Final = _("grant pg_monitor to the inspecting account: without it part of the settings is hidden")


def parse(answer: Answer) -> Settings:
    """Read the settings."""
    found = table(answer)
    made = {
        row.text("name"): Setting(
            row.text("name"),
            row.text("setting"),
            row.text("unit"),
            row.text("source"),
            row.text("boot_val"),
            row.flag("pending_restart"),
            row.flag("is_own"),
        )
        for row in found
    }
    if not made:
        raise SessionError(Reason.EMPTY, "pg_settings")
    hidden = sum(1 for name in _GUARDED if name not in made)
    if hidden == len(_GUARDED):
        raise SessionError(Reason.DENIED, "pg_settings", _GRANT)
    return Settings(found.server.product, found.server.version, made, hidden)


SETTINGS_POSTGRES: Final = Collector(id="postgres.settings", provides=SETTINGS, on=POSTGRES, ask=_ASK, parse=parse)
