"""What a problem of an Oracle database may do to the business."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

ORACLE_EFFECTS: Final[Mapping[str, Text]] = {
    "database.oracle.instance": _("interrupt every business on this Oracle database"),
    "database.oracle.pluggable_databases": _("keep applications of a pluggable database that is not open from working"),
    "database.oracle.listener": _("keep new connections from reaching Oracle"),
    "database.oracle.data_files": _("make data in the files concerned unreachable, or lose it"),
    "database.oracle.resource_limits": _("refuse new sessions of Oracle at the busiest hour"),
    "database.oracle.blocked_sessions": _("make users wait in Oracle until the blocking session ends"),
    "database.oracle.long_transactions": _("use up undo, and take as long again to roll back in Oracle"),
    "database.oracle.redo_logs": _("stop Oracle's writing while a redo log cannot be used again"),
    "database.oracle.jobs": _("leave out what Oracle's jobs should have done, night after night"),
    "database.oracle.patch_level": _("leave known faults and holes of Oracle open"),
    "database.oracle.alert_log": _("hide a failure that Oracle's alert log announces"),
    "database.oracle.archive_mode": _("lose all changes since the last backup of Oracle"),
    "database.oracle.archive_destinations": _("hang Oracle when no archive destination takes its redo"),
    "database.oracle.backup_age": _("leave Oracle with old backups only after a fault"),
    "database.oracle.rman_logs": _("leave nobody a usable backup of Oracle, though a job runs every night"),
    "database.oracle.unsaved_archived_logs": _("leave a gap in what Oracle can be restored to"),
    "database.oracle.standby_lag": _("lose data or time when the Oracle standby must take over"),
    "database.oracle.standby_shipping": _("leave the Oracle standby without what the primary wrote last"),
    "database.oracle.tablespace_usage": _("make inserts into Oracle's tablespace fail"),
    "database.oracle.tablespace_growth": _("fill an Oracle tablespace on the day that it says"),
    "database.oracle.tablespace_fragmentation": _("keep Oracle from allocating a large extent though room seems free"),
    "database.oracle.disk_groups": _("leave every database of the ASM disk group without space or redundancy"),
    "database.oracle.recovery_area": _("hang Oracle when its recovery area is full"),
    "database.oracle.temporary_space": _("make sorts and reports fail in Oracle"),
    "database.oracle.undo_space": _("make long queries of Oracle fail (ORA-01555) and changes too"),
    "database.oracle.largest_segments": _("make the largest segments of Oracle ever harder to back up and maintain"),
    "database.oracle.unusable_indexes": _("make statements fail or scan whole tables in Oracle"),
    "database.oracle.invalid_objects": _("make procedures of the application fail in Oracle"),
    "database.oracle.optimizer_statistics": _("make Oracle choose slow plans all of a sudden"),
    "database.oracle.foreign_keys": _("lock child tables of Oracle and end in deadlocks"),
    "database.oracle.redundant_indexes": _("slow Oracle's writing for indexes that say nothing new"),
    "database.oracle.high_water_marks": _("make Oracle read empty blocks in every full scan"),
    "database.oracle.top_statements": _("let a few statements take most of Oracle's time"),
    "database.oracle.parameters": _("make Oracle lose safety or speed by a setting"),
    "database.oracle.account_expiry": _("lock the application out of Oracle when its password ends"),
    "database.oracle.default_passwords": _("let anybody who reads the list of published passwords into Oracle"),
    "database.oracle.privileged_accounts": _("let one stolen account do everything in Oracle"),
    "database.oracle.password_policy": _("let weak passwords of Oracle be guessed"),
}
