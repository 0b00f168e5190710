"""What the words mean by which command lines call the state of a part."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import Listing, Reason, SessionError
from collectors.facts.devices.sensors import Component, Part, Standing

_STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.ABSENT: "absent noexist notexist notinstalled notpresent nodevice nolink none empty no null n/a na",
    Standing.OFF: "off poweroff standbyoff sleep powersave shutdown",
    Standing.WARN: "minor warning warn major degraded notice linkandreadyforpower",
    Standing.FAILED: (
        "abnormal fault faulty fail failed error notsupply nopower linkandnopower critical fatal unregistered offline "
        "poweroffbyfault linkandpowerabnormal powerbutabnormal linefail stop stopped down "
        "existnopower alarm fandirectionfault"
    ),
    Standing.OK: (
        "normal ok good supply registered online present yes on poweron master slave standby active linkandpower running "
        "up auto run backup primary"
    ),
}
_BY_WORD: Final = {word: standing for standing, words in _STANDINGS.items() for word in words.split()}
_FANS: Final = re.compile(r"fan|fcbb|fcm", re.IGNORECASE)
_POWERS: Final = re.compile(r"pwr|power|psu|pem|ac-|dc-", re.IGNORECASE)


def standing_of(word: str) -> Standing:
    """What a word of the command line means; a word that we do not know is UNKNOWN."""
    return _BY_WORD.get(re.sub(r"[\s_-]|\(.*\)", "", word).lower(), Standing.UNKNOWN)


def part_of(*words: str) -> Part:
    """What a part is by its place and type: a power supply, a fan, else a board."""
    for word in words:
        if _FANS.match(word):
            return Part.FAN
        if _POWERS.match(word):
            return Part.POWER
    return Part.MODULE


def apart(found: Iterable[Component]) -> Iterator[Component]:
    """The same components, each with a name of its own: of equal ones the later carry their number."""
    taken: dict[tuple[str, Part], int] = {}
    for one in found:
        count = taken[one.name, one.part] = taken.get((one.name, one.part), 0) + 1
        yield one if count == 1 else replace(one, name=f"{one.name} #{count}")


def only(found: Listing[Component], *parts: Part) -> Listing[Component]:
    """Those of some kinds of part; with none named, all that are neither supply nor fan.

    Raises SessionError (not offered) where none is among them: a supply that is built in stands in no table.
    """
    wanted = parts or tuple(one for one in Part if one not in {Part.POWER, Part.FAN})
    records = tuple(one for one in found.records if one.part in wanted)
    if not records:
        raise SessionError(Reason.NOT_OFFERED)
    return Listing(records, found.unseen)
