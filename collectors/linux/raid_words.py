"""The makers' words for the state of volumes, disks and batteries, as ours.

No collector of its own. Words of StorCLI/PercCLI (short), MegaCli (long), ssacli and arcconf, as their manuals list them.
What is not here is UNKNOWN and shown as the tool wrote it: a new word is never taken for a good one.
"""

import re
from collections.abc import Sequence
from typing import Final, TypeVar

from collectors.facts.raid import CacheState, DriveState, VolumeState

S = TypeVar("S")

_VOLUMES: Final[Sequence[tuple[str, VolumeState]]] = (
    (r"ok|opti?m?a?l|optl|ready", VolumeState.OPTIMAL),
    (r"dgrd|pdgd|(partially )?degraded|interim recovery( mode)?|critical|impacted|suboptimal.*", VolumeState.DEGRADED),
    (r"rec|recover(y|ing)|rebuild(ing)?|ready for rebuild|ready for recovery.*|.*recover.*", VolumeState.REBUILDING),
    (
        r"ofln|offln|offline|failed|off-?line|.*failed.*|hidn.*fail|unusable|wrong .*|not available|missing.*",
        VolumeState.FAILED,
    ),
    (
        r"init|.*initiali[sz].*|.*expan.*|reconstruct.*|transforming.*|migrat.*|.*verify.*|check.*|logging|build.*",
        VolumeState.BUSY,
    ),
)
_DRIVES: Final[Sequence[tuple[str, DriveState]]] = (
    (r"onln|online|ok|online(,| \().*|present|optimal", DriveState.ONLINE),
    (r"ghs|dhs|(global |dedicated )?hot.?spare.*|hotspare.*|spare|standby hot spare|rdy spare", DriveState.SPARE),
    (
        r"ugood|jbod.*|conf|unconfigured.?\(?good.*|ready|raw( \(pass through\))?|hba|available",
        DriveState.UNUSED,
    ),
    (r"rbld|rebuild.*", DriveState.REBUILDING),
    (r"cpybck|copyback.*|copying.*|erasing.*|sntze|sanitiz.*|transforming.*", DriveState.COPYING),
    (r"ugood f|foreign.*", DriveState.FOREIGN),
    (r"predictive failure.*|.*predict.*|.*s\.m\.a\.r\.t\..*", DriveState.PREDICTED),
    (
        r"failed.*|offln|offline.*|missing.*|msng|ubad|ubunsp|ugunsp|unconfigured.?\(?bad.*|dead|inconsistent|unusable|"  # noqa: ISC004
        r"not (available|responding|supported).*|erase fail.*|sntze?fail.*|unsupported|wrong.*|.*removed.*",
        DriveState.FAILED,
    ),
)
_CACHES: Final[Sequence[tuple[str, CacheState]]] = (
    (r"absent|not installed|not present|none|.*missing.*|not available|n/?a|no battery.*", CacheState.ABSENT),
    (r"optimal|optl|ok|ready|fully charged|operational|good", CacheState.GOOD),
    (r".*learn.*|.*charg.*|.*recondition.*|.*calibrat.*|maintenance", CacheState.LEARNING),
    (r"failed.*|fail|dead|.*replace.*|.*failed.*|.*overheat.*|.*over temperature.*|.*need.*attention.*", CacheState.FAILED),
    (r"degraded.*|dgd.*|dgrd.*|low.*|weak|.*not optimal.*|sub ?optimal.*|non.?operational|unknown.*low.*", CacheState.WEAK),
)


def volume_state(said: str) -> VolumeState:
    """A volume's state from a tool's word."""
    return _match(_VOLUMES, said, VolumeState.UNKNOWN)


def drive_state(said: str) -> DriveState:
    """A disk's state from a tool's word."""
    return _match(_DRIVES, said, DriveState.UNKNOWN)


def cache_state(said: str) -> CacheState:
    """A battery's or capacitor's state from a tool's word."""
    return _match(_CACHES, said, CacheState.UNKNOWN)


def _match(table: Sequence[tuple[str, S]], said: str, unknown: S) -> S:
    word = " ".join(said.split()).lower()
    return next((state for pattern, state in table if re.fullmatch(pattern, word)), unknown)


def percent_of(said: str) -> float | None:
    """How far work is, from words that hold a percentage (``Rebuilding, 23% complete``)."""
    match = re.search(r"([0-9]{1,3})(?:\.[0-9]+)?\s?%", said)
    return min(int(match[1]), 100) / 100 if match else None
