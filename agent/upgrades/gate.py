"""The go/no-go gate: what must be well before a change is made, read from the findings of the snapshot.

Source of the conditions: the catalogue of pre-upgrade snapshots (no critical in disk, raid, cluster, backup, read-only
filesystems, fstab; space; unsaved configuration; pending restart; a backup younger than a day that can be restored).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level
from checks.result import Inspection, TargetResult
from checks.verification import GateRow, GateState
from config.planned import ByHand
from config.text import Text, _

BACKUP_SECONDS: Final = 86400.0
"""A backup older than a day does not bring back the day before the change: the catalogue's gate."""
BOOT_BYTES: Final = 200 * 2**20
"""What a new kernel and its initial RAM disk need in /boot: the catalogue's gate."""
_AGES: Final = ("backup_age_seconds", "age_seconds", "oldest_backup_seconds", "last_backup_seconds")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: globs of the checks that tell it, and the levels of theirs that stop a change.

    ``wants_proof``: what is not there is not known to be well (a backup). ``most_seconds``: a finding whose age is above
    stops. ``least_free_bytes`` of the subjects ``subjects``.
    """

    id: str
    title: Text
    checks: tuple[str, ...]
    stops: tuple[Level, ...] = (Level.CRITICAL,)
    subjects: tuple[str, ...] = ("*",)
    wants_proof: bool = False
    most_seconds: float | None = None
    least_free_bytes: float | None = None


_ANY_FAULT: Final = (Level.WARN, Level.CRITICAL)
CONDITIONS: Final = (
    Condition(
        "backup",
        _("a backup younger than a day"),
        ("server.backup_freshness", "server.backup_tools", "database.*.backup_age", "database.*.base_backups"),
        _ANY_FAULT,
        wants_proof=True,
        most_seconds=BACKUP_SECONDS,
    ),
    Condition("restore", _("a restore was tried"), ("server.restore_evidence",), _ANY_FAULT, wants_proof=True),
    Condition(
        "space",
        _("enough space"),
        ("server.filesystem_usage", "server.inode_usage", "database.*.tablespace*", "database.oracle.recovery_area"),
    ),
    Condition(
        "boot_space",
        _("200 MiB free in /boot"),
        ("server.filesystem_usage",),
        (),
        ("/boot", "/"),
        least_free_bytes=BOOT_BYTES,
    ),
    Condition(
        "disks",
        _("disks and arrays are well"),
        (
            "server.disk_health",
            "server.md_raid",
            "server.raid_controller",
            "server.lvm",
            "server.multipath",
            "server.zfs_pools",
            "server.btrfs_devices",
            "server.fc_ports",
            "server.hardware_health",
        ),
        _ANY_FAULT,
    ),
    Condition(
        "cluster",
        _("cluster and replication are well"),
        (
            "server.cluster",
            "server.quorum",
            "server.clusterware",
            "server.drbd",
            "database.postgres.standbys",
            "database.postgres.replay",
            "database.mysql.replication",
            "database.oracle.standby_*",
            "network.redundancy",
            "network.stack_members",
        ),
        _ANY_FAULT,
    ),
    Condition("writable", _("no filesystem is read-only by an error"), ("server.filesystem_readonly",), _ANY_FAULT),
    Condition("fstab", _("what is mounted is what fstab says"), ("server.fstab_consistency",), _ANY_FAULT),
    Condition("saved", _("the configuration is saved"), ("network.unsaved_configuration",), (Level.NOTICE, *_ANY_FAULT)),
    Condition(
        "restart", _("no restart is due from before"), ("server.patch_level",), (Level.NOTICE, *_ANY_FAULT), ("restart",)
    ),
)


def gate(inspection: Inspection, by_hand: Sequence[ByHand] = ()) -> tuple[GateRow, ...]:
    """Every condition on every target that has a check for it; a person's word stands only where nothing was seen."""
    return tuple(_looked_at(row, by_hand) for one in inspection.targets for row in _of_target(one))


def _looked_at(row: GateRow, by_hand: Sequence[ByHand]) -> GateRow:
    if row.state is not GateState.UNSEEN:
        return row
    for one in by_hand:
        if fnmatchcase(row.condition, one.condition) and fnmatchcase(row.target, one.target):
            return replace(row, state=GateState.BY_HAND, words=_("{by}: {found}", by=one.by, found=one.found))
    return row


def is_open(rows: Iterable[GateRow]) -> bool:
    """Whether nothing stops the change and nothing was left unseen."""
    return all(row.state in {GateState.GO, GateState.BY_HAND, GateState.NOT_THERE} for row in rows)


def _of_target(one: TargetResult) -> Iterator[GateRow]:
    if one.state != "done":
        words = _("the target was not inspected to its end")
        yield GateRow(one.target, "inspected", _("the target was inspected"), GateState.UNSEEN, words)
    for condition in CONDITIONS:
        asked = [check for check in one.checks if any(fnmatchcase(check, glob) for glob in condition.checks)]
        if asked:
            found = _about([f for f in one.findings if f.check in asked], condition)
            state, words = _state(condition, found)
            yield GateRow(one.target, condition.id, condition.title, state, words)


def _about(findings: Sequence[Finding], condition: Condition) -> list[Finding]:
    """Those that tell of the condition: of the first of its subjects that is there.

    A check that saw nothing at all has no subject, and tells that it saw none.
    """
    blind = [one for one in findings if one.level is Level.UNKNOWN and not one.subject]
    for glob in condition.subjects:
        told = [one for one in findings if one not in blind and fnmatchcase(one.subject, glob)]
        if told:
            return told + blind
    return blind


def _state(condition: Condition, found: list[Finding]) -> tuple[GateState, Text]:
    for finding in found:
        if why := _stopping(condition, finding):
            return GateState.STOP, why
    present = [one for one in found if one.level not in {Level.ABSENT, Level.UNKNOWN}]
    unseen = [one for one in found if one.level is Level.UNKNOWN]
    if unseen and not (condition.wants_proof and present):
        return GateState.UNSEEN, unseen[0].summary
    if present:
        return GateState.GO, present[0].summary if len(present) == 1 else _("{count:number} looked at", count=len(present))
    if condition.wants_proof:
        return GateState.UNSEEN, found[0].summary if found else _("nobody knows of one")
    return GateState.NOT_THERE, found[0].summary if found else _("there is no such thing")


def _stopping(condition: Condition, finding: Finding) -> Text | None:
    if finding.level in condition.stops:
        return finding.summary
    age = next((finding.measures[name] for name in _AGES if name in finding.measures), None)
    if condition.most_seconds is not None and age is not None and age > condition.most_seconds:
        return _("{what}: {age:duration} old", what=finding.summary, age=age)
    usable = finding.measures.get("usable_bytes")
    free = None if usable is None else usable - finding.measures.get("used_bytes", 0.0)
    if condition.least_free_bytes is not None and free is not None and free < condition.least_free_bytes:
        return _("{what}: {free:bytes} free", what=finding.summary, free=free)
    return None
