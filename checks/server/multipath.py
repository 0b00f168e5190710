"""Paths to storage. A volume on one path works until that path is touched; then the database on it stops."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing, Reason
from collectors.facts.paths import MULTIPATHS, MultipathMap, PathGroup, StoragePath
from config.limits import Layered, limit
from config.text import Text, Value, _

_READY: Final = "ready"
_STANDBY: Final = "ghost"
_UNSURE: Final = frozenset({"undef", "i/o pending", "delayed", "wild", "unchecked", ""})
"""Checker states that do not say yet (multipath(8): a check is under way, delayed, or was never made)."""
_NETWORKS: Final = frozenset({"fc", "iscsi", "srp"})
_ALIVE: Final = frozenset({"running", "live", "undef", "unknown", ""})


@dataclass(frozen=True, slots=True)
class PathLimits:
    """How many working paths a volume of a storage network needs."""

    least_paths: int = limit(2, unit="count", source="our judgement")


def judge(maps: Listing[MultipathMap], limits: Layered[PathLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a map, named by its WWID."""
    for one in maps.records:
        level, summary = _verdict(one, limits.at(one.wwid))
        ready, standby = _count(one.paths, _READY), _count(one.paths, _STANDBY)
        yield Finding(
            one.wwid,
            level,
            summary,
            observed=_observed(one, ready, standby),
            expected=_("at least {least:number} working paths", least=limits.at(one.wwid).least_paths),
            quote=" ".join(f"{p.device} {p.mapper_state} {p.checker_state} {p.device_state}".strip() for p in one.paths),
            reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
            measures={"path_count": len(one.paths), "working_path_count": ready + standby},
        )


def _observed(one: MultipathMap, ready: int, standby: int) -> Text:
    values: dict[str, Value] = {"product": one.product or "-", "ready": ready, "standby": standby, "total": len(one.paths)}
    if one.is_queueing:
        return _(
            "{product}: {ready:number} ready and {standby:number} standby of {total:number} paths; without a path its "
            "requests wait",
            **values,
        )
    return _("{product}: {ready:number} ready and {standby:number} standby of {total:number} paths", **values)


def _works(path: StoragePath) -> bool:
    return path.checker_state in {_READY, _STANDBY} and path.mapper_state != "failed" and path.device_state in _ALIVE


def _is_unsure(path: StoragePath) -> bool:
    return path.checker_state in _UNSURE and path.mapper_state != "failed" and path.device_state in _ALIVE


def _count(paths: Iterable[StoragePath], state: str) -> int:
    return sum(_works(path) and path.checker_state == state for path in paths)


def _verdict(one: MultipathMap, limits: PathLimits) -> tuple[Level, Text]:
    """Judge a map; a path that does not say yet hides no fault that the others prove."""
    broken = _broken(one)
    if broken:
        return Level.CRITICAL, broken
    unsure = tuple(path.device for path in one.paths if _is_unsure(path))
    if unsure:
        return Level.UNKNOWN, _("{map}: the path checker does not say how {paths} are", map=one.name, paths=unsure)
    working = sum(map(_works, one.paths))
    if working < limits.least_paths:
        return _too_few(one, working)
    failed = tuple(path.device for path in one.paths if not _works(path))
    if failed:
        return Level.WARN, _("{map}: path(s) {paths} have failed", map=one.name, paths=failed)
    return Level.OK, _("{map}: all {total:number} paths work", map=one.name, total=len(one.paths))


def _broken(one: MultipathMap) -> Text | None:
    usable = tuple(path for path in one.paths if _works(path) or _is_unsure(path))
    if not usable:
        return _("{map} has no working path", map=one.name)
    if all(path.checker_state == _STANDBY for path in usable):
        return _("{map} has standby paths only: the active controller cannot be reached", map=one.name)
    if any(_is_dead(group) for group in one.groups):
        return _(
            "{map}: a whole group of paths has failed; {working:number} of {total:number} paths work",
            map=one.name,
            working=sum(map(_works, one.paths)),
            total=len(one.paths),
        )
    return None


def _is_dead(group: PathGroup) -> bool:
    return bool(group.paths) and not any(_works(path) or _is_unsure(path) for path in group.paths)


def _too_few(one: MultipathMap, working: int) -> tuple[Level, Text]:
    """Judge by what the paths speak: over a storage network one path is a fault, a local disk has one by nature."""
    transports = {path.transport for path in one.paths}
    if transports & _NETWORKS:
        return Level.CRITICAL, _("{map} has {count:number} working path(s) only", map=one.name, count=working)
    if "sas" in transports or any(path.device.startswith("nvme") for path in one.paths):
        return Level.WARN, _(
            "{map} has {count:number} working path(s) only: a lost path, or a disk of this machine that multipath claims",
            map=one.name,
            count=working,
        )
    return Level.NOTICE, _("{map} is a disk of this machine that multipath claims: it has one path by nature", map=one.name)


MULTIPATH: Final = Check(
    id="server.multipath",
    title=_("Multipath paths to storage"),
    area=Area.STORAGE,
    needs=MULTIPATHS,
    limits=PathLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("multipathd show maps json, else multipath -ll, as root; device-mapper's devices below /sys/block"),
    remedy=_(
        "Keep multipath -ll and the kernel's log, then follow the failed path: multipath -ll names the host "
        "adapter, then the fibre and its optics, the port of the SAN switch and its zone, the controller of "
        "the storage (its maker wants the storage's own log). Replace one side at a time, after seeing that "
        "the other side's paths work. When it is repaired, see that the path comes back by itself and that "
        "requests return to the preferred controller."
    ),
    traps=(
        _("standby paths (ghost) and groups waiting as enabled are normal with ALUA and RDAC"),
        _("a local disk that multipath claims has one path by nature (find_multipaths)"),
        _("queue_if_no_path lets requests wait for ever: told, not judged"),
        _("PowerPath, UltraPath and HDLM replace dm-multipath: they are named, and looked at with their own tool"),
        _("multipath -ll that prints nothing proves nothing: sysfs names the maps"),
        _("a path that was taken away altogether shows in the number of paths only: it is kept as a measure"),
    ),
    clause="1.4.3.4",
    refs=("multipath(8)", "multipathd(8)"),
)
