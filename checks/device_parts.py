"""How a part of a device is judged by the device's own word, for every check of parts."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from checks.base import Finding, Level, unknown
from checks.network_names import part_called
from collectors.base import Reason, Unseen
from collectors.facts.devices.sensors import Component, Part, Standing
from config.text import Text, _

_LEVELS: Final[Mapping[Standing, Level]] = {
    Standing.OK: Level.OK,
    Standing.WARN: Level.WARN,
    Standing.FAILED: Level.CRITICAL,
    Standing.OFF: Level.NOTICE,
    Standing.ABSENT: Level.ABSENT,
}
_SUMMARIES: Final[Mapping[Standing, Text]] = {
    Standing.OK: _("{part}: the device calls it “{words}”"),
    Standing.WARN: _("{part} is impaired: the device calls it “{words}”"),
    Standing.FAILED: _("{part} has failed: the device calls it “{words}”"),
    Standing.OFF: _("{part} is off or standing by: the device calls it “{words}”"),
    Standing.ABSENT: _("{part}: nothing is plugged in (“{words}”)"),
}
_COUNTED: Final = re.compile(r"(\d+) active", re.ASCII)
NOT_KNOWN: Final = _("look at the part itself (lamps, command line): the device does not say how it stands")


def judged(parts: Sequence[Component]) -> Iterator[Finding]:
    """One finding a part that is there; empty slots are told only where nothing at all is plugged in."""
    names = Counter(one.name for one in parts)
    present = [one for one in parts if one.standing is not Standing.ABSENT]
    for one in present or parts:
        yield _finding(one if names[one.name] == 1 else replace(one, name=f"{one.name} ({one.part.value})"))


def _finding(one: Component) -> Finding:
    """What one part's state means."""
    if one.standing is Standing.UNKNOWN:
        why = _("the device calls it “{words}”", words=one.words)
        return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why, NOT_KNOWN))
    called = part_called(one.part.value, one.name)
    summary = _alarms(one) or Text(_SUMMARIES[one.standing].template, {"part": called, "words": one.words})
    quote = f"{one.oid} = {one.words}" if one.oid else one.words
    return Finding(one.name, _LEVELS[one.standing], summary, quote=quote)


def _alarms(one: Component) -> Text | None:
    """Where all that a device tells of its alarms is how many stand."""
    found = _COUNTED.fullmatch(one.words) if one.part is Part.ALARM else None
    return _("{count} alarms are active on the device", count=found[1]) if found else None
