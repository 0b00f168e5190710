"""Replication slots that hold the write-ahead log for somebody who does not fetch it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.postgres.replication import SLOTS, Slot
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class SlotLimits:
    """How much a slot may hold that nobody reads, and for how long; and one that is read, too slowly."""

    warn_bytes: int = limit(2**30, unit="bytes", source="our judgement: 1 GiB")
    critical_bytes: int = limit(10 * 2**30, unit="bytes", source="our judgement: 10 GiB")
    read_warn_bytes: int = limit(10 * 2**30, unit="bytes", source="our judgement: 10 GiB, though it is read")
    read_critical_bytes: int = limit(100 * 2**30, unit="bytes", source="our judgement: 100 GiB, though it is read")
    inactive_seconds: int = limit(3600, unit="seconds", source="our judgement: 1 h")


def judge(found: Listing[Slot], limits: Layered[SlotLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a slot; one of the server where there is none."""
    if not found.records:
        yield Finding("", Level.OK, _("there is no replication slot"), measures={"slot_count": 0})
    for one in found.records:
        level, summary = _verdict(one, limits.at(one.name))
        yield Finding(
            one.name,
            level,
            summary,
            expected=_("read, or dropped; limited by max_slot_wal_keep_size"),
            quote=" ".join(filter(None, (one.kind, one.wal_status, one.invalidation))),
            measures={} if one.retained_bytes is None else {"retained_bytes": one.retained_bytes},
        )


def _verdict(one: Slot, limits: SlotLimits) -> tuple[Level, Text]:
    held = one.retained_bytes or 0
    if one.invalidation or one.wal_status == "lost":
        return Level.CRITICAL, _("it is invalid: what it waited for is gone, and its reader must be set up anew")
    if one.wal_status == "unreserved":
        return Level.CRITICAL, _("it holds {held:bytes} and will be invalid at the next checkpoint", held=held)
    if one.is_active or one.is_synced:
        return _read(one, held, limits)
    if held >= limits.critical_bytes:
        return Level.CRITICAL, _("nobody reads it; it holds {held:bytes} of write-ahead log", held=held)
    if held >= limits.warn_bytes or (one.inactive_seconds or 0) > limits.inactive_seconds:
        return Level.WARN, _("nobody reads it; it holds {held:bytes} of write-ahead log", held=held)
    return Level.NOTICE, _("nobody reads it at this moment; it holds {held:bytes}", held=held)


def _read(one: Slot, held: int, limits: SlotLimits) -> tuple[Level, Text]:
    level = LEVEL_OF_SIDE[compare(held, limits.read_warn_bytes, limits.read_critical_bytes)]
    if level is Level.OK or one.is_synced:
        return Level.OK, _("it is read; it holds {held:bytes}", held=held)
    return level, _("it is read, and its reader does not keep up: it holds {held:bytes} of write-ahead log", held=held)


REPLICATION_SLOTS: Final = Check(
    id="database.postgres.replication_slots",
    title=_("PostgreSQL: replication slots"),
    area=Area.DB_BACKUP,
    needs=SLOTS,
    limits=SlotLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_replication_slots, the distance to the current write-ahead log, wal_status (13 and later)"),
    remedy=_(
        "Find who reads it (standby, logical replication, a tool that is gone). Bring the reader back, or, with its "
        "owner's consent, drop the slot (pg_drop_replication_slot): until then pg_wal grows until the disk is full. Set "
        "max_slot_wal_keep_size (13 and later) so that a dead slot cannot stop the database."
    ),
    traps=(
        _("slots that are copied to a standby (17 and later) are never read there"),
        _("one that is read holds the log as well where its reader does not keep up"),
        _("a slot also holds back VACUUM: see the check of what does"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 27.2.6 Replication Slots",),
)
