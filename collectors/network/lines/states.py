"""What the words of a command line mean for a part's standing; words that nobody listed are not judged."""

import re
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Standing

_WORDS: Final = (
    (Standing.ABSENT, r"not (?:present|inserted|installed|plugged)|notpresent|absent|empty|none"),
    (
        Standing.FAILED,
        (
            r".*\b(?:fail|faulty|failed|failure|bad|err|error|no input|power loss|no power|loss|critical|not ok|"
            r"no response|not functioning|unresponsive|insufficient|mismatch|incompatible|unsupported|lost)"
        ),
    ),
    (Standing.OFF, r"disabled?|shutdown|shut|off|powered[- ]?d(?:ow)?n|power[- ]?down|admin.*|off line"),
    (Standing.WARN, r"minor|major|warning|warn|degraded|marginal|yellow|offline"),
    (
        Standing.OK,
        r"ok|good|normal|green|powered[- ]?up|active|ha-standby|standby(?: (?:hot|ready))?|online|present|up|ready|pass",
    ),
)
_PATTERNS: Final = tuple((standing, re.compile(rf"(?:{words})\b.*", re.IGNORECASE)) for standing, words in _WORDS)


def standing_of(words: str) -> Standing:
    """By the first word list that the state belongs to: nothing plugged in, failed, off on purpose, impaired, well."""
    told = words.strip().strip("*").strip()
    return next((standing for standing, pattern in _PATTERNS if pattern.fullmatch(told)), Standing.UNKNOWN)


def part(kind: Part, name: str, words: str) -> Component:
    """A part by its name and the state that its device names."""
    told = " ".join(words.split())
    return Component(name, kind, standing_of(told), told)
