"""Is redo archived, and does every destination take it? Without it no online backup and no restore to a moment."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.dameng_words import MANUAL, NOT_RUN
from collectors.facts.dameng.protection import ARCHIVING, Archiving, Destination
from config.limits import Layered
from config.text import Text, _

_ON_PRIMARY: Final = frozenset({"REALTIME", "TIMELY", "RAFT", "LEARNER"})


def judge(archiving: Archiving, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the mode, one a destination."""
    if not archiving.is_on:
        yield Finding(
            "", Level.WARN, _("redo is not archived: only offline backups, no restore to a moment"), quote="ARCH_MODE=N"
        )
        return
    yield Finding("", Level.OK, _("redo is archived to {count:number} destination(s)", count=len(archiving.destinations)))
    for one in archiving.destinations:
        level, summary = _verdict(one)
        yield Finding(
            f"{one.kind} {one.place}",
            level,
            summary,
            quote=f"{one.kind} {one.place} {one.status or '-'} limit={one.limit_mib if one.limit_mib is not None else '-'}",
        )


def _verdict(one: Destination) -> tuple[Level, Text]:
    if one.status == "INVALID":
        return Level.CRITICAL, _("the destination is invalid: nothing is archived there")
    if one.status == "ASYNC_SEND":
        return Level.NOTICE, _("missing archives are being sent to it")
    if not one.status and one.kind in _ON_PRIMARY:
        return Level.NOTICE, _("the primary tells the state of this destination, not the standby")
    if one.status != "VALID":
        return Level.WARN, _("the destination is {status}", status=one.status or "?")
    if one.kind == "LOCAL" and one.limit_mib == 0:
        return Level.NOTICE, _("valid, but without a limit of space: it may fill its disk")
    return Level.OK, _("the destination is valid")


ARCHIVING_CHECK: Final = Check(
    id="database.dameng.archiving",
    title=_("DM8: archiving of redo"),
    area=Area.DB_BACKUP,
    needs=ARCHIVING,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$database, v$arch_status, v$dm_arch_ini"),
    remedy=_(
        "INVALID, local: is the disk of the archive full or gone? Make room by deleting archives that a backup holds "
        "(SF_ARCHIVELOG_DELETE_BEFORE_TIME), never with rm. INVALID, of a standby: its instance, its watcher "
        "and the MAL link. "
        "Without archiving: agree a window and set it up (dmarch.ini, alter database archivelog)."
    ),
    traps=(
        NOT_RUN,
        _("a standby shows no state of REALTIME and TIMELY destinations: its primary does"),
        _("ARCH_SPACE_LIMIT 0 is no limit, and another number deletes the oldest archives by itself"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL,),
)
