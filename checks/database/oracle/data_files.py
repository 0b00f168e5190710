"""Are all data files there and sound? Offline, corrupt, in need of recovery, forgotten in backup mode, not recoverable."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.recovery import FILE_STATES, FileState
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How long a file may stand in backup mode, and how many files there may be."""

    warn_backup_seconds: int = limit(86_400, unit="seconds", source="our own: no copy of a file takes a day")
    warn_count: float = limit(0.8, unit="ratio", source="our own: of db_files, which only a restart raises")
    critical_count: float = limit(0.95, unit="ratio", source="our own: the next tablespace cannot be made")


def judge(state: FileState, limits: Layered[FileLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of all files, of the worst that is the matter; further ones of what else is."""
    wrong = list(_wrong(state, limits.base))
    if not wrong:
        yield Finding("", Level.OK, _("all {count:number} data files are online and sound", count=state.files_count))
    for subject, level, summary, quote in wrong:
        yield Finding(subject, level, summary, quote=quote)


def _wrong(state: FileState, limits: FileLimits) -> Iterator[tuple[str, Level, Text, str]]:
    if state.offline:
        summary = _("{count:number} data file(s) are not online", count=len(state.offline))
        yield "offline", Level.CRITICAL, summary, " ".join(state.offline[:10])
    if state.parked:
        summary = _("{count:number} data file(s) belong to tablespaces that were taken offline", count=len(state.parked))
        yield "parked", Level.NOTICE, summary, " ".join(state.parked[:10])
    if state.in_recovery:
        summary = _("{count:number} data file(s) need recovery", count=len(state.in_recovery))
        yield "recovery", Level.CRITICAL, summary, "; ".join(state.in_recovery[:10])
    if state.corrupt_blocks_count:
        summary = _(
            "{count:number} corrupt block(s) in {files:number} file(s)",
            count=state.corrupt_blocks_count,
            files=len(state.corrupt_files),
        )
        yield "corrupt", Level.CRITICAL, summary, "file# " + " ".join(map(str, state.corrupt_files[:10]))
    forgotten = [path for path, age in state.in_backup_mode if age >= limits.warn_backup_seconds]
    if forgotten:
        summary = _("{count:number} data file(s) stand in backup mode since more than a day", count=len(forgotten))
        yield "backup_mode", Level.WARN, summary, " ".join(forgotten[:10])
    yield from _of_count(state, limits)
    if state.unrecoverable:
        summary = _(
            "{count:number} data file(s) hold changes without redo (NOLOGGING) since their last backup",
            count=len(state.unrecoverable),
        )
        yield "unrecoverable", Level.WARN, summary, " ".join(state.unrecoverable[:10])


def _of_count(state: FileState, limits: FileLimits) -> Iterator[tuple[str, Level, Text, str]]:
    """db_files bounds how many there may be."""
    if not state.limit_count:
        return
    level = LEVEL_OF_SIDE[compare(state.files_count / state.limit_count, limits.warn_count, limits.critical_count)]
    if level is not Level.OK:
        summary = _(
            "{count:number} of {limit:number} data files (db_files)", count=state.files_count, limit=state.limit_count
        )
        yield "count", level, summary, f"db_files={state.limit_count}"


DATA_FILES: Final = Check(
    id="database.oracle.data_files",
    title=_("Oracle: state of the data files"),
    area=Area.DB_STATUS,
    needs=FILE_STATES,
    limits=FileLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$datafile, v$recover_file, v$database_block_corruption, v$backup, v$parameter db_files"),
    remedy=_(
        "Save the alert log and a backup of what there is before anything else. Offline or in recovery: recover datafile, "
        "then online. Corrupt blocks: RMAN validate, then blockrecover from a sound backup; look at the disks "
        "below. Backup "
        "mode: end backup, once no copy runs. Changes without redo: back up these files now, and agree on force logging."
    ),
    traps=(
        NOT_RUN,
        _("v$database_block_corruption knows what RMAN or DBVERIFY met, no more: silence is no proof of sound blocks"),
        _("a tablespace that was taken offline in order needs no recovery: a notice, no alarm"),
        _("a standby recovers all the time: only files with an error count there"),
        _("a file stands in backup mode while a copy runs: only a day of it is a fault"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$DATAFILE, V$RECOVER_FILE, V$DATABASE_BLOCK_CORRUPTION, V$BACKUP",),
)
