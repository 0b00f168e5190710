"""updateinfo.xml of an rpm repository: advisories with their packages. Format: createrepo_c's updateinfo, as dnf reads it.

The file does not say which release it is of; the repository does. Only advisories of type security count.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from agent.advisories.rated import Gathered, day_of, severity_of
from agent.advisories.units import Unit, units
from collectors.facts.advisories import Advisory

_CVE: Final = re.compile(r"CVE-\d{4}-\d{4,}")


def read(pieces: Iterable[bytes]) -> tuple[Gathered, str]:
    """Give what it says, and the day of its newest advisory of any type ("" none). Raises DataRefused."""
    found, newest = Gathered(), ""
    for unit in units(pieces, ("update",)):
        issued, updated = (day_of(_date(unit, name)) for name in ("issued", "updated"))
        newest = max(newest, issued, updated)
        if unit.words.get("type", "").lower() == "security":
            found.add(_advisory(unit, issued or updated), _packages(unit))
    return found, newest


def _date(unit: Unit, name: str) -> str:
    one = unit.first(name)
    return one.words.get("date", "") or one.text if one is not None else ""


def _advisory(unit: Unit, day: str) -> Advisory:
    said = " ".join(f"{one.words.get('id', '')} {one.words.get('title', '')}" for one in unit.all("reference"))
    return Advisory(unit.said("id"), severity_of(unit.said("severity")), day, tuple(sorted(set(_CVE.findall(said)))))


def _packages(unit: Unit) -> Iterator[tuple[str, str, str]]:
    """Name, version, module; without an epoch where the file names none (openEuler's): then none is compared."""
    for collection in unit.all("collection"):
        module = collection.first("module")
        stream = f"{module.words.get('name', '')}:{module.words.get('stream', '')}" if module is not None else ""
        for one in collection.all("package"):
            words = one.words
            name, version, release = (words.get(part, "") for part in ("name", "version", "release"))
            if name and version and words.get("arch") != "src":
                epoch = f"{words['epoch']}:" if words.get("epoch", "").isdigit() else ""
                yield name, f"{epoch}{version}-{release}" if release else f"{epoch}{version}", stream
