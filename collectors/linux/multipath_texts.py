r"""The two ways in which multipath-tools tell of maps: JSON (since 0.5) and the tree of ``multipath -ll``, old and new.

Up to RHEL 5 a group was ``\_ round-robin 0 [prio=50][active]`` and a path ``\_ 3:0:0:1 sda 8:0 [active][ready]``. Lines
before the first map (logs, the list of paths of -v3) are no answer; a line behind it that fits nothing is an error.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from collectors.base import ParseError
from collectors.facts.paths import MultipathMap, PathGroup, StoragePath

_MAP = re.compile(
    r"(?:[a-z]+: )?(?:(?P<name>\S+) \((?P<wwid>[^\s()]+)\)|(?P<bare>[^\s()|`\\]+))"
    r"(?: (?P<dm>dm-\d+))?(?: (?P<product>\S.*))?"
)
_SIZE = re.compile(r"\[?size=")
_GROUP = re.compile(r"[|` ]*(?:-\+-|\\_) .*?(?:status=(?P<status>\w+)|\[(?P<old>active|enabled|disabled|undef)\]) *")
_PATH = re.compile(
    r"[|` ]*(?:[|`]-|\\_) (?:\d+|#):(?:\d+|#):(?:\d+|#):(?:\d+|#) +(?P<device>\S+) +(?:\d+|#):(?:\d+|#) *(?P<states>.*)"
)
_LOG = re.compile(r"\w{3} +\d+ \d\d:\d\d:\d\d \| .*|\S+: .*|\d\S* \| .*")
_TWO_WORDS = re.compile(r"\bi/o (timeout|pending|error)\b")
_STATES = 2
"""A path shows at least device-mapper's state and the checker's; the kernel's came later."""


def read_text(lines: Iterable[str]) -> tuple[MultipathMap, ...]:
    """Read ``multipath -ll``. Raises ParseError for a line behind the first map that fits nothing."""
    maps: list[MultipathMap] = []
    for line in lines:
        match = _MAP.fullmatch(line.rstrip())
        if match and (match["name"] or match["bare"]) and (match["dm"] or match["name"]):
            wwid = match["wwid"] or match["bare"]
            maps.append(MultipathMap(wwid, match["name"] or wwid, match["product"] or "", is_queueing=False, groups=()))
        elif maps:
            maps[-1] = _added(maps[-1], line.rstrip())
        elif _PATH.fullmatch(line) or _GROUP.fullmatch(line):
            raise ParseError("a path without its map", line)
    return tuple(maps)


def _added(one: MultipathMap, line: str) -> MultipathMap:
    if path := _PATH.fullmatch(line):
        if not one.groups:
            raise ParseError("a path without its group", line)
        last = one.groups[-1]
        return replace(one, groups=(*one.groups[:-1], replace(last, paths=(*last.paths, _path(path, line)))))
    if group := _GROUP.fullmatch(line):
        return replace(one, groups=(*one.groups, PathGroup(group["status"] or group["old"], ())))
    if _SIZE.match(line):
        return replace(one, is_queueing="queue_if_no_path" in line)
    if _LOG.fullmatch(line):
        return one
    raise ParseError("multipath -ll line", line)


def _path(match: "re.Match[str]", line: str) -> StoragePath:
    words = _TWO_WORDS.sub(r"i/o_\1", match["states"].replace("[", " ").replace("]", " ")).split()
    if len(words) < _STATES:
        raise ParseError("a path without its states", line)
    mapper, checker, *device = (word.replace("_", " ") for word in words)
    return StoragePath(match["device"], mapper, checker, device[0] if device else "")


def read_json(text: str) -> tuple[MultipathMap, ...]:
    """Read ``multipathd show maps json``. Raises ParseError for what is no such document."""
    try:
        document = json.loads(text[text.index("{") :])
        return tuple(_map_of(one) for one in document["maps"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParseError(f"multipathd's JSON: {type(error).__name__} {error}"[:200], text[:80]) from error


def _map_of(one: dict[str, Any]) -> MultipathMap:
    groups = tuple(PathGroup(str(g["dm_st"]), tuple(map(_path_of, g["paths"]))) for g in one["path_groups"])
    product = ",".join(str(one[key]).strip() for key in ("vend", "prod") if one.get(key))
    is_queueing = "queue_if_no_path" in str(one.get("features", "")) or str(one.get("queueing", "")) == "on"
    return MultipathMap(str(one["uuid"]), str(one["name"]), product, is_queueing, groups)


def _path_of(one: dict[str, Any]) -> StoragePath:
    return StoragePath(str(one["dev"]), str(one["dm_st"]), str(one["chk_st"]), str(one.get("dev_st", "")))
