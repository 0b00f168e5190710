"""The JSON of Debian's security tracker (https://security-tracker.debian.org/tracker/data/json): holes by source package.

It bears no date of its own: who carries it says of which day it is.
"""

import json
from typing import Any, Final

from agent.advisories.rated import CODENAMES, Gathered, severity_of
from agent.advisories.refused import DataRefused
from collectors.facts.advisories import Advisory
from config.text import _

MOST_BYTES: Final = 512 * 1024**2
"""Ours: ten times what the tracker gives."""


def read(content: bytes) -> dict[tuple[str, str], Gathered]:
    """Give what it says by release. Raises DataRefused where it is no such file."""
    try:
        told = json.loads(content)
        found: dict[tuple[str, str], Gathered] = {}
        for package, holes in told.items():
            for name, hole in holes.items():
                for codename, state in hole.get("releases", {}).items():
                    _take(found, package, name, codename, state)
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise DataRefused(_("it is JSON, but not that of Debian’s security tracker")) from error
    if not found:
        raise DataRefused(_("it is JSON, but not that of Debian’s security tracker"))
    return found


def _take(found: dict[tuple[str, str], Gathered], package: str, name: str, codename: str, state: dict[str, Any]) -> None:
    if codename not in CODENAMES:
        return
    gathered = found.setdefault(("debian", CODENAMES[codename]), Gathered())
    status, fixed = str(state.get("status", "")), str(state.get("fixed_version", ""))
    if status == "open":
        gathered.unfixed_count += 1
    elif status == "resolved" and fixed not in {"", "0"}:
        cves = (name,) if name.startswith("CVE-") else ()
        rated = severity_of(str(state.get("urgency", "")))
        gathered.add(Advisory(name, rated, "", cves), ((package, fixed, ""),))
