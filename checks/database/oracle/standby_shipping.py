"""Does the primary reach its standbys? What it cannot send is what a failover loses."""

from collections.abc import Iterator, Sequence
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.recovery import SHIPPINGS, Shipping
from config.limits import Layered
from config.text import Text, _


def judge(shippings: Sequence[Shipping], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a standby."""
    for one in shippings:
        level, summary = _verdict(one)
        yield Finding(
            one.unique_name or f"dest_{one.number}",
            level,
            summary,
            observed=_("{kind}, {mode}", kind=one.kind, mode=one.recovery_mode or "-"),
            quote=f"dest_id={one.number} {one.status} gap={one.gap} {one.error}".strip(),
        )


def _verdict(one: Shipping) -> tuple[Level, Text]:
    if one.status == "DEFERRED":
        return Level.NOTICE, _("it is deferred: nothing is sent there until it is enabled")
    if one.status not in {"VALID", "IDLE"}:  # IDLE: nothing to send just now (19c on)
        return Level.CRITICAL, _("it is {status}: {error}", status=one.status, error=one.error or "-")
    if "UNRESOLVABLE" in one.gap:
        return Level.CRITICAL, _("it has a gap that cannot be closed: {gap}", gap=one.gap)
    if one.gap not in {"", "NO GAP"}:
        return Level.WARN, _("it has a gap: {gap}", gap=one.gap)
    if one.recovery_mode == "IDLE" and one.kind == "PHYSICAL":
        return Level.WARN, _("it gets the redo and does not apply it")
    return Level.OK, _("it gets the redo without a gap")


STANDBY_SHIPPING: Final = Check(
    id="database.oracle.standby_shipping",
    title=_("Oracle: redo that goes to the standbys"),
    area=Area.DB_BACKUP,
    needs=SHIPPINGS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$archive_dest_status of the primary"),
    remedy=_(
        "Read the error beside the destination and both alert logs: network, listener and service of the standby, password "
        "file after a change of SYS's password, a full disk there. A gap that cannot be closed needs the logs "
        "from a backup "
        "or an incremental backup from the SCN."
    ),
    traps=(
        NOT_RUN,
        _("a deferred destination is a decision: a notice, no alarm"),
        _("what the primary sends says nothing of what is applied: inspect the standby as a target of its own"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$ARCHIVE_DEST_STATUS",),
)
