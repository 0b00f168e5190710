"""What a problem of a MySQL or MariaDB server may do to the business."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

MYSQL_EFFECTS: Final[Mapping[str, Text]] = {
    "database.mysql.product": _("leave parts of a product that is no MySQL uninspected"),
    "database.mysql.instance": _("interrupt the business on MySQL, or let it write where it should not"),
    "database.mysql.connections": _("keep applications from logging in to MySQL"),
    "database.mysql.long_transactions": _("hold row locks for long and let undo pile up in MySQL"),
    "database.mysql.lock_waits": _("make the business hang behind one session of MySQL"),
    "database.mysql.history_list": _("make MySQL slow and its undo files large, until somebody ends the old transaction"),
    "database.mysql.error_log": _("hide a failure that MySQL has already written down"),
    "database.mysql.backup_age": _("leave MySQL with old data only after a fault"),
    "database.mysql.replication": _("make the replica useless when it must take over"),
    "database.mysql.group_replication": _("stop the group's writing with the next member that fails"),
    "database.mysql.galera": _("stop the Galera cluster, or let nodes part from each other"),
    "database.mysql.schema_space": _("fill the disk of MySQL's data directory"),
    "database.mysql.schema_growth": _("fill the data directory earlier than the customer planned"),
    "database.mysql.binary_logs": _("fill the disk with binary logs, or leave too few to restore by"),
    "database.mysql.coverage": _("leave parts of MySQL unseen by this inspection"),
    "database.mysql.auto_increment": _("make inserts fail on the day the column's numbers end"),
    "database.mysql.primary_keys": _(
        "make replication of changes to such tables very slow, and cleaning up double rows hard"
    ),
    "database.mysql.engines": _("lose or damage tables of engines that know no transaction at a crash"),
    "database.mysql.redundant_indexes": _("slow down MySQL's writing for indexes that another one covers"),
    "database.mysql.fragmentation": _("waste disk on free room inside big tables of MySQL"),
    "database.mysql.table_density": _("make MySQL read more pages for the same rows each month"),
    "database.mysql.buffer_pool": _("make MySQL read from disk what memory should hold"),
    "database.mysql.top_statements": _("let a few statements take most of MySQL's time"),
    "database.mysql.parameters": _("lose committed data at a crash, or leave MySQL slower than it could be"),
    "database.mysql.accounts": _("let somebody into MySQL without a password or with every right"),
    "database.mysql.security_settings": _("let data or passwords of MySQL be read on the way"),
    "database.mysql.version_support": _("leave holes of this MySQL version open for ever"),
    "database.mysql.server_log": _("let what MySQL reports about damage and failures go by unread"),
    "database.mysql.connection_growth": _("turn users of MySQL away on the day that it says"),
    "database.mysql.auto_increment_growth": _("make inserts into MySQL fail on the day that it says"),
    "database.mysql.binary_log_trend": _("fill the disk of MySQL with binary logs"),
    "database.mysql.schema_trend": _("fill the data directory of MySQL earlier than anybody planned"),
}
