"""Which md array a device is: its UUID and the name in its metadata, as udev or mdadm.conf tell them.

udev asks ``mdadm --detail --export`` when an array starts (MD_UUID, MD_NAME) and blkid of each member (ID_FS_UUID, the same
number with other signs between). The UUID stays for the array's life; mdadm writes it as four words of eight digits.

Sample::

    @id md127
     uuid=3f2a1b4c:5d6e7f80:91a2b3c4:d5e6f708
     name=db01:0
    @ids 1
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason, SessionError
from collectors.linux.passages import Passage, number

WHICH: Final = r"""
which() {
  awk -v of="$1" '{ i = index($0, "="); v[substr($0, 1, i - 1)] = substr($0, i + 1) }
  END { if (of == "MD") { u = v["E:MD_UUID"]; n = v["E:MD_NAME"] }
  else if (v["E:ID_FS_TYPE"] == "linux_raid_member") { u = v["E:ID_FS_UUID"]; n = v["E:ID_FS_LABEL"] }
  if (u != "") print " uuid=" u "\n name=" n }'
}
"""
"""Defines ``which``: from udev's record of an array (``MD``) or of a member (``FS``), whose superblock it bears."""
_DIGITS = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Identity:
    """An array's UUID as mdadm writes it, and the name in its metadata; "" where nobody told."""

    uuid: str = ""
    given_name: str = ""


def uuid_of(word: str) -> str:
    """Write a UUID as mdadm does; "" for what is none."""
    digits = word.lower().replace(":", "").replace("-", "")
    return ":".join(digits[at : at + 8] for at in range(0, 32, 8)) if _DIGITS.fullmatch(digits) else ""


def identities(heads: Sequence[Passage]) -> dict[str, Identity]:
    """By kernel name. Raises SessionError (cut) where fewer were told than were counted: another name would be judged."""
    found = {one.rest: _identity(one.lines) for one in heads if one.kind == "id"}
    counts = [one.rest for one in heads if one.kind == "ids"]
    told = sum(any(line.startswith("uuid=") for line in one.lines) for one in heads if one.kind == "id")
    if counts and number(counts[-1]) != told:
        raise SessionError(Reason.CUT, f"@ids {counts[-1]}")
    return found


def _identity(lines: Iterable[str]) -> Identity:
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    return Identity(uuid_of(said.get("uuid", "")), said.get("name", ""))


def configured_uuid(words: Iterable[str]) -> str:
    """The UUID that a line of mdadm.conf names."""
    return next((uuid_of(word[5:]) for word in words if word[:5].lower() == "uuid="), "")
