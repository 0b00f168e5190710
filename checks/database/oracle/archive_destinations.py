"""Do the archive destinations take the redo? An error there stops the database as soon as the online logs are full."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.recovery import DESTINATIONS, Destination, Destinations
from config.limits import Layered
from config.text import Text, _

_UNUSED: Final = frozenset({"INACTIVE"})
_SOUND: Final = frozenset({"VALID", "IDLE"})
"""IDLE: nothing to archive just now (V$ARCHIVE_DEST_STATUS from 19c on)."""


def judge(destinations: Destinations, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a destination in use, and one for the database where none is."""
    used = [one for one in destinations.records if one.status not in _UNUSED and one.place]
    if destinations.log_mode == "NOARCHIVELOG":
        yield Finding("", Level.ABSENT, _("the redo is not archived: no destination is needed"))
        return
    if not any(one.status in _SOUND for one in used):
        yield Finding("", Level.CRITICAL, _("no archive destination is valid: the database stops when its logs are full"))
    for number, group in groupby(sorted(used, key=lambda one: one.number), key=lambda one: one.number):
        yield _finding(number, list(group))


def _finding(number: int, each: list[Destination]) -> Finding:
    wrong = [one for one in each if one.status not in _SOUND | {"ALTERNATE"} or one.error]
    quote = "; ".join(f"inst_id={one.instance_number} {one.status} {one.error}".strip() for one in wrong or each)
    observed = _("{place} ({binding}, {target})", place=each[0].place, binding=each[0].binding, target=each[0].target)
    level, summary = Level.OK, _("it takes the redo")
    if wrong:
        level, summary = _wrong(wrong[0])
    return Finding(f"dest_{number}", level, summary, observed=observed, expected=_("VALID"), quote=quote)


def _wrong(one: Destination) -> tuple[Level, Text]:
    if one.status == "DEFERRED":
        return Level.NOTICE, _("it is deferred: nothing is sent there until it is enabled")
    if one.status in {"VALID", "ALTERNATE"}:
        return Level.WARN, _("it is {status}, with an error: {error}", status=one.status, error=one.error or "-")
    return Level.CRITICAL, _("it is {status}: {error}", status=one.status, error=one.error or "-")


ARCHIVE_DESTINATIONS: Final = Check(
    id="database.oracle.archive_destinations",
    title=_("Oracle: archive destinations"),
    area=Area.DB_BACKUP,
    needs=DESTINATIONS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("gv$archive_dest, v$database log_mode"),
    remedy=_(
        "Read the error and the alert log of that instance: a full disk or recovery area (free it through RMAN), a standby "
        "that cannot be reached (network, listener, password file), a wrong path. The database archives again by "
        "itself once "
        "the cause is gone (or after “alter system set log_archive_dest_state_n=enable”)."
    ),
    traps=(
        NOT_RUN,
        _("an alternate destination waits for its turn: without an error it is sound"),
        _("a deferred destination is a decision: a notice, no alarm"),
        _("without archiving no destination is needed"),
        _("of a cluster each instance has its own view of each destination"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$ARCHIVE_DEST",),
)
