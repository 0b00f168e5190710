"""Software arrays as mdadm tells them, where /proc/mdstat cannot be read.

mdadm's own word for the state is not enough: the superblock of a member that was left behind says ``clean`` for ever. What
counts is how many members the array should have and how many are active, or the map of ``Array State`` (A active, ``.``
missing, R replacing).

Sample::

    @detail /dev/md0
     /dev/md0:
            Raid Level : raid1
          Raid Devices : 2
                 State : clean, degraded, recovering
        Active Devices : 1
        Rebuild Status : 20% complete
        Number   Major   Minor   RaidDevice State
           0       8        1        0      active sync   /dev/sda1
    @end
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.volumes import ARRAYS, Array, Member
from collectors.linux.array_identities import uuid_of
from collectors.linux.passages import Passage, number, passages
from collectors.linux.raid_lines import leading, pair, whole_reports

_COMMAND: Final = r"""
command -v mdadm >/dev/null || { echo mdadm >&2; exit 127; }
n=0
for d in /dev/md[0-9]* /dev/md_d[0-9]* /dev/md/*; do
  [ -b "$d" ] || continue
  n=$((n + 1)) out=$($S mdadm --detail "$d")
  echo "@detail $d"; printf '%s\n' "$out" | sed 's/^/ /'; echo "@lines detail $d" $(printf '%s\n' "$out" | wc -l)
done
echo "@count $n"; echo @end"""

_MEMBER: Final = re.compile(
    r"(?:this\s+)?\s*(?:\d+|-)\s+(?:\d+\s+)?\d+\s+\d+\s+(?:\d+|-)\s+(?P<state>[a-zA-Z -]*?)\s*(?P<device>/dev/\S+)?\s*"
)
_DOING: Final = {
    "Rebuild Status": "recovery",
    "Resync Status": "resync",
    "Check Status": "check",
    "Reshape Status": "reshape",
}
_FLAGS: Final = {"faulty": "F", "spare": "S", "journal": "J", "writemostly": "W", "replacement": "R"}


def parse(answer: Answer) -> Listing[Array]:
    """Read every array. Raises Absent where there is no device of one, and mdadm is there to make them."""
    parts = whole_reports(answer.text)
    found = [one for one in passages(answer.text) if one.kind == "detail"]
    if "count" in parts and number(parts["count"].rest) != len(found):
        raise SessionError(Reason.CUT, f"/dev/md* {len(found)}/{parts['count'].rest}")
    if not found and "count" in parts:
        raise Absent("/dev/md*: 0")
    arrays, unseen = [], []
    for one in found:
        reports = tuple(_reports(one))
        arrays += [_array(report) for report in reports]
        if not reports:
            said = (answer.stderr.strip().splitlines() or [one.rest])[-1][:200]
            reason = Reason.EMPTY if answer.is_privileged else Reason.DENIED
            unseen.append(Unseen(_name(one.rest), reason, said))
    if not arrays:
        raise SessionError(unseen[0].reason if unseen else Reason.EMPTY, unseen[0].detail if unseen else "mdadm --detail")
    known = {(one.uuid or one.name): one for one in reversed(arrays)}  # /dev/md/NAME is a second way to /dev/mdN
    return Listing(tuple(one for one in dict.fromkeys(arrays) if known[one.uuid or one.name] == one), tuple(unseen))


def _reports(one: Passage) -> Iterator[Passage]:
    """One a device: each begins with its path and a colon."""
    lines: tuple[str, ...] = ()
    for line in one.lines:
        if line.startswith("/dev/") and line.rstrip().endswith(":") and any(each.strip() for each in lines):
            yield one._replace(lines=lines)
            lines = ()
        lines += (line,) if line.strip() or lines else ()
    if any(line.strip() for line in lines):
        yield one._replace(lines=lines)


def _name(device: str) -> str:
    return device.removeprefix("/dev/").removeprefix("md/")


def _array(one: Passage) -> Array:
    pairs: dict[str, str] = {}
    members: list[Member] = []
    for line in one.lines:
        match = _MEMBER.fullmatch(line.strip())
        if match and match["device"]:
            members.append(Member(match["device"].removeprefix("/dev/"), _flags(match["state"])))
        else:
            key, value = pair(line)
            pairs.setdefault(key, value)
    if "Raid Level" not in pairs and "State" not in pairs:
        raise ParseError("mdadm --detail", " | ".join(one.lines)[:160])
    state = pairs.get("State", "")
    expected, working = _counts(pairs)
    doing = next(((word, pairs[key]) for key, word in _DOING.items() if key in pairs), None)
    level = pairs.get("Raid Level", "")
    return Array(
        name=_name(one.lines[0].strip().rstrip(":")) if one.lines[0].startswith("/dev/") else _name(one.rest),
        state="inactive" if "inactive" in state else "broken" if "FAILED" in state or "broken" in state else "active",
        level=level,
        members=tuple(dict.fromkeys(members)),
        metadata=pairs.get("Version", "") if not level.startswith("container") else "external:imsm",
        expected_count=expected,
        working_count=working,
        degraded_count=1 if "degraded" in state and expected == working else None,
        action=doing[0] if doing else "",
        action_ratio=(leading(doing[1].partition("%")[0]) or 0) / 100 if doing else None,
        uuid=uuid_of(pairs.get("UUID", "")),
        given_name=pairs.get("Name", "").partition(" ")[0],
    )


def _flags(state: str) -> str:
    """The flags of a member's words; one that is being rebuilt is no spare any more, as mdstat has it."""
    words = set(state.split())
    if "rebuilding" in words:
        words.discard("spare")
    return "".join(flag for word, flag in _FLAGS.items() if word in words)


def _counts(pairs: dict[str, str]) -> tuple[int | None, int | None]:
    """Members the array should have and has in step; a member still being rebuilt is not counted by mdadm either."""
    expected = leading(pairs.get("Raid Devices", ""))
    shown = pairs.get("Array State", "").split(" ")[0]
    if shown and set(shown) <= set("AR."):
        return len(shown), sum(sign != "." for sign in shown)
    working = leading(pairs.get("Active Devices", ""))
    return expected, min(working, expected) if working is not None and expected is not None else None


ARRAYS_MDADM: Final = Collector(
    id="linux.mdadm_details",
    provides=ARRAYS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=10, kib=128, root=Root.NEEDED),
    parse=parse,
)
