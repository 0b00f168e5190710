"""What every check of Oracle says of itself: so far no statement of ours ran on a real Oracle."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

NOT_RUN: Final[Text] = _(
    "not run on a real Oracle so far: written after the Oracle Reference, tested on an emulated dictionary"
)
"""A trap of every check of Oracle, until a real run is recorded."""

SUBJECTS: Final[Mapping[tuple[str, str], Text]] = {
    ("database.oracle.backup_age", "control"): _("control file"),
    ("database.oracle.backup_age", "files"): _("data files"),
    ("database.oracle.backup_age", "redo"): _("archived redo"),
    ("database.oracle.data_files", "count"): _("number of data files"),
    ("database.oracle.data_files", "offline"): _("files that are offline"),
    ("database.oracle.data_files", "parked"): _("files of tablespaces taken offline"),
    ("database.oracle.data_files", "recovery"): _("files in need of recovery"),
    ("database.oracle.data_files", "corrupt"): _("corrupt blocks"),
    ("database.oracle.data_files", "backup_mode"): _("files in backup mode"),
    ("database.oracle.data_files", "unrecoverable"): _("changes without redo"),
    ("database.oracle.parameters", "file"): _("server parameter file"),
    ("database.oracle.parameters", "hidden"): _("hidden parameters"),
    ("database.oracle.parameters", "deprecated"): _("deprecated parameters"),
    ("database.oracle.standby_lag", "standby_logs"): _("standby redo logs"),
    ("database.oracle.top_statements", "time"): _("time of the statements"),
    ("database.oracle.top_statements", "chained"): _("chained rows"),
}
"""Our own fixed subjects, as a person reads them."""
NAMED: Final[Mapping[tuple[str, str], Text]] = {
    ("database.oracle.interconnect", "instance"): _("instance {name}"),
    ("database.oracle.process_memory", "instance"): _("instance {name}"),
    ("database.oracle.instance", "thread"): _("redo thread {name}"),
    ("database.oracle.redo_logs", "thread"): _("redo thread {name}"),
    ("database.oracle.redo_logs", "group"): _("redo log group {name}"),
    ("database.oracle.backup_age", "job"): _("job {name}"),
}
"""Subjects that are a word of ours and a name."""
