"""How the server is set: pg_settings, all of it but what may hold a secret.

Settings that only superusers or pg_read_all_settings may see are simply not listed; where four of those that every version
has are missing, the account lacks the right.

Sample (rows)::

    [["shared_buffers", "16384", "8kB", "configuration file", "1024", "f"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError, sql
from collectors.facts.postgres.settings import SETTINGS, Setting, Settings
from collectors.postgres.instances import POSTGRES
from collectors.tables import table
from config.text import _

_ASK: Final = sql(
    """
select name, coalesce(reset_val, setting) as setting, unit, source, boot_val, pending_restart from pg_settings
where name not in ('ssl_passphrase_command', 'archive_command', 'restore_command', 'archive_cleanup_command')
  and name !~ '(password|secret|passphrase|token)(_|$)|conninfo' or name = 'password_encryption' order by name
""",
    rights="pg_monitor",
)
_GUARDED: Final = ("data_directory", "config_file", "hba_file", "unix_socket_directories")
"""Settings of every version that only pg_read_all_settings sees; pg_monitor includes it."""
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
