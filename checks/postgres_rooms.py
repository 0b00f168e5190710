"""Judging tables and indexes of PostgreSQL by the room that they take beside the room that their rows need."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol, TypeVar

from checks.base import Finding, Level, unknown
from collectors.base import Reason, Unseen
from collectors.facts.postgres.bloat import Doubt, Room
from config.limits import Layered
from config.text import Text, _


class RoomLimits(Protocol):
    """Waste counts where it is large in bytes and in share."""

    @property
    def warn_bytes(self) -> int:
        """Bytes wasted from which on it is a warning."""

    @property
    def warn_ratio(self) -> float:
        """Share wasted that goes with them."""

    @property
    def critical_bytes(self) -> int:
        """Bytes wasted from which on it is critical."""

    @property
    def critical_ratio(self) -> float:
        """Share wasted that goes with those."""


L = TypeVar("L", bound=RoomLimits)
HELPER: Final = _(
    "install the helper that “xunjian doctor --grants postgres” prints: it shows the widths of columns and no values"
)
_ANALYZE: Final = _("run ANALYZE on it (it reads a sample and blocks nobody), then inspect again")
_LATER: Final = _("inspect again when nobody holds it")
_DOUBTS: Final = {
    Doubt.NEVER_ANALYZED: (_("it was never vacuumed or analysed"), _ANALYZE),
    Doubt.NO_WIDTHS: (_("a column has no statistics"), _ANALYZE),
    Doubt.STALE: (_("more than 10 % of its rows changed since the last analyse"), _ANALYZE),
    Doubt.LOST: (_("the counters of its changes were lost or are not kept here (standby)"), _ANALYZE),
    Doubt.LOCKED: (_("it is held exclusively, or somebody waits for that"), _LATER),
}


def judged(database: str, rooms: Sequence[Room], limits: Layered[L], fine: Callable[[int], Text]) -> Iterator[Finding]:
    """One finding each that wastes much or may do so and cannot be told; one of the database where all is fine.

    What as a whole is smaller than the limit cannot waste so much, whatever its statistics are. ``fine`` says that so many
    are in order.
    """
    found = [_judged(database, one, limits.at(f"{database}.{one.name}")) for one in rooms]
    yield from (one for one in found if one is not None)
    hidden = sum(one.doubt is Doubt.HIDDEN and one.size_bytes >= limits.base.warn_bytes for one in rooms)
    if hidden:
        detail = _("{count:number} large ones: the widths of their columns are hidden", count=hidden)
        yield unknown(database, Unseen(database, Reason.DENIED, detail, HELPER))
    elif not any(found):
        yield Finding(database, Level.OK, fine(len(rooms)), measures={"room_count": len(rooms)})


def _judged(database: str, one: Room, limits: RoomLimits) -> Finding | None:
    if one.size_bytes < limits.warn_bytes or one.doubt is Doubt.HIDDEN:
        return None
    subject = f"{database}.{one.name}"
    if one.needed_bytes is None:
        why, remedy = _DOUBTS[one.doubt]
        return unknown(subject, Unseen(subject, Reason.NO_RECORD, why, remedy))
    if one.wasted_bytes < limits.warn_bytes or one.wasted_ratio < limits.warn_ratio:
        return None
    is_critical = one.wasted_bytes >= limits.critical_bytes and one.wasted_ratio >= limits.critical_ratio
    return Finding(
        subject,
        Level.CRITICAL if is_critical else Level.WARN,
        _(
            "about {wasted:bytes} of {size:bytes} are not needed ({share:percent}, estimated from the catalogue)",
            wasted=one.wasted_bytes,
            size=one.size_bytes,
            share=round(one.wasted_ratio, 2),
        ),
        expected=_("below {least:bytes} or {share:percent}", least=limits.warn_bytes, share=limits.warn_ratio),
        measures={"wasted_bytes": one.wasted_bytes, "wasted_ratio": one.wasted_ratio},
    )
