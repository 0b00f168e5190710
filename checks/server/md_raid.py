"""Software RAID. A degraded array still works, and the next disk takes the data with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing, Reason
from collectors.facts.volumes import ARRAYS, Array
from config.limits import Layered, limit
from config.text import Text, _

_WITHOUT_REDUNDANCY: Final = frozenset({"raid0", "linear", "faulty", "multipath", "container", ""})
_MIRRORS: Final = frozenset({"raid1", "raid10"})


@dataclass(frozen=True, slots=True)
class ArrayLimits:
    """Blocks whose copies differ, as the last check of the array counted them."""

    warn_mismatch_count: int = limit(1024, unit="count", source="Netdata mdstat_mismatch_cnt")


def judge(arrays: Listing[Array], limits: Layered[ArrayLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an array, named by its UUID, else by the kernel's name; limits may be set for either."""
    running = [array.uuid for array in arrays.records if array.uuid and array.state != "missing"]
    named = set[str]()
    for array in arrays.records:
        known = array.uuid or array.name
        is_twice = running.count(array.uuid) > 1
        subject = f"{known} {array.name}" if known in named else known
        named.add(known)
        level, summary = _verdict(array, limits.at(known) if limits.at(known) != limits.base else limits.at(array.name))
        if is_twice:
            level, summary = Level.CRITICAL, _assembled_twice(array, arrays)
        yield Finding(
            subject,
            level,
            summary,
            observed=_observed(array),
            expected=_("all members working"),
            quote=_quote(array),
            reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
            measures={} if array.mismatch_count is None else {"mismatch_count": array.mismatch_count},
        )


def _assembled_twice(array: Array, arrays: Listing[Array]) -> Text:
    return _(
        "{array} is assembled twice, as {names}: its copies part from each other",
        array=array.given_name or array.uuid,
        names=tuple(one.name for one in arrays.records if one.uuid == array.uuid and one.state != "missing"),
    )


def _called(array: Array) -> str:
    return f"{array.name} ({array.given_name})" if array.given_name else array.name


def _verdict(array: Array, limits: ArrayLimits) -> tuple[Level, Text]:
    if array.state != "active":
        return _not_active(array)
    faulty = tuple(one.device for one in array.members if "F" in one.flags)
    if array.level in _WITHOUT_REDUNDANCY:
        if faulty:
            return Level.CRITICAL, _(
                "{array} has no redundancy and a faulty member: {members}", array=_called(array), members=faulty
            )
        return Level.OK, _("{array} runs; {level} has no redundancy", array=_called(array), level=array.level or "-")
    return _redundant(array, faulty, limits)


def _not_active(array: Array) -> tuple[Level, Text]:
    if array.state == "missing":
        return Level.CRITICAL, _("{array} is configured in mdadm.conf and does not run", array=_called(array))
    if array.state == "broken":
        return Level.CRITICAL, _("{array} is broken: it has lost more members than it can bear", array=_called(array))
    if array.metadata.startswith("external:"):
        return Level.OK, _("{array} is a container of the BIOS RAID and holds no data itself", array=_called(array))
    return Level.CRITICAL, _("{array} is not running", array=_called(array))


def _redundant(array: Array, faulty: tuple[str, ...], limits: ArrayLimits) -> tuple[Level, Text]:
    lost = max((array.expected_count or 0) - (array.working_count or 0), array.degraded_count or 0)
    if lost > 0:
        if array.action in {"recovery", "recover"}:
            return Level.CRITICAL, _(
                "{array} lacks {lost:number} member(s) and is rebuilding", array=_called(array), lost=lost
            )
        return Level.CRITICAL, _(
            "{array} lacks {lost:number} member(s) and is not rebuilding", array=_called(array), lost=lost
        )
    if array.expected_count is None and array.degraded_count is None:
        return Level.UNKNOWN, _("{array} does not say how many of its members work", array=_called(array))
    if faulty:
        return Level.WARN, _(
            "{array} is whole, with faulty member(s) still in it: {members}", array=_called(array), members=faulty
        )
    is_harmless = array.is_swap and array.level in _MIRRORS
    if (array.mismatch_count or 0) > limits.warn_mismatch_count and not is_harmless:
        count = array.mismatch_count or 0
        return Level.WARN, _(
            "{array} is whole, but {count:number} sectors differ between its copies", array=_called(array), count=count
        )
    return _whole(array)


def _whole(array: Array) -> tuple[Level, Text]:
    if array.read_only == "read-only":
        return Level.NOTICE, _("{array} is whole and set read-only", array=_called(array))
    if array.expected_count == 1:
        return Level.NOTICE, _("{array} is a mirror of one member: there is no second copy", array=_called(array))
    if array.action:
        return Level.OK, _("{array} is whole; {action} under way", array=_called(array), action=array.action)
    return Level.OK, _("{array} is whole", array=_called(array))


def _observed(array: Array) -> Text | None:
    if array.state == "missing":
        return None
    members = tuple(one.device + (f"({one.flags})" if one.flags else "") for one in array.members)
    if array.action and array.action_ratio is not None:
        return _(
            "{level}, members {members}, {action} {done:percent} done",
            level=array.level or array.state,
            members=members,
            action=array.action,
            done=array.action_ratio,
        )
    return _("{level}, members {members}", level=array.level or array.state, members=members)


def _quote(array: Array) -> str:
    words = [f"{array.name} : {array.state}", array.level]
    if array.expected_count is not None:
        words.append(f"[{array.expected_count}/{array.working_count}]")
    return " ".join(word for word in words if word)


MD_RAID: Final = Check(
    id="server.md_raid",
    title=_("Software RAID"),
    area=Area.STORAGE,
    needs=ARRAYS,
    limits=ArrayLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "/proc/mdstat, degraded and mismatch_cnt of each array below /sys/block, the arrays that mdadm.conf names; their "
        "UUIDs from udev"
    ),
    remedy=_(
        "Find the member with mdadm --detail and its slot by the serial number (smartctl -i, ledctl). Make "
        "sure of a backup and agree a window with the customer; then take the disk out (mdadm --fail, "
        "--remove), replace it, partition it like its neighbour (sfdisk -d, or sgdisk for GPT), add it (mdadm "
        "--add) and watch /proc/mdstat until it is rebuilt. On a new boot disk install the boot loader again: "
        "grub2-install (grub-install on the Debian family, grub on RHEL 6); under UEFI copy the EFI "
        "partition. See that mdmonitor mails somebody."
    ),
    traps=(
        _("an array has another name of the kernel (md127) after a start without mdadm.conf: its UUID is followed"),
        _("the monthly check and a resync are not a fault"),
        _("RAID 0 and linear have no redundancy to lose"),
        _("differing blocks in a mirror that is swap are harmless"),
        _("resync=PENDING on an array nobody has written to yet is normal"),
        _("an inactive container of a BIOS RAID (IMSM, DDF) is normal"),
        _("all members working with a faulty one beside them is a spare that took over: replace the faulty one"),
    ),
    clause="1.4.3.4",
    refs=("md(4)", "mdadm(8)"),
)
