"""What a problem of a DM8 database may do to the business."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

DAMENG_EFFECTS: Final[Mapping[str, Text]] = {
    "database.dameng.instance": _("interrupt the business on DM8, or hang whoever writes"),
    "database.dameng.licence": _("keep DM8 from starting once its licence has ended"),
    "database.dameng.sessions": _("keep applications from logging in to DM8"),
    "database.dameng.lock_waits": _("make the business hang behind one transaction of DM8"),
    "database.dameng.long_transactions": _("hold locks in DM8 and keep undo from being cleaned"),
    "database.dameng.deadlocks": _("make transactions on DM8 fail now and then"),
    "database.dameng.redo_logs": _("make every writer of DM8 wait for room in the redo logs"),
    "database.dameng.jobs": _("leave out what DM8's jobs should have done, backups among it"),
    "database.dameng.server_log": _("hide a failure that DM8 has already written down"),
    "database.dameng.backup_age": _("leave DM8 with old data only after a fault"),
    "database.dameng.archiving": _("keep DM8 from online backups and from a restore to a moment"),
    "database.dameng.guard": _("leave nobody to take over when the DM8 primary fails"),
    "database.dameng.replay_lag": _("lose data or time when the DM8 standby must take over"),
    "database.dameng.tablespace_usage": _("make inserts into DM8's tablespace fail"),
    "database.dameng.invalid_objects": _("make procedures of the application fail in DM8"),
    "database.dameng.parameters": _("leave DM8 slower than it could be, or change it at the next start"),
    "database.dameng.top_statements": _("let a few statements take most of DM8's time"),
    "database.dameng.tablespace_growth": _("fill a tablespace of DM8 on the day that it says"),
    "database.dameng.session_growth": _("let nobody log in to DM8 from the day that it says"),
    "database.dameng.accounts": _("lock the application out of DM8 when its password ends"),
    "database.dameng.password_policy": _("let weak passwords of DM8 be guessed, and leave no trace of it"),
}
