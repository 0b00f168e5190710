"""What vendors' files have in common: words of severity, names of releases, days, and packs put together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from collectors.facts.advisories import Advisory, Mended

SEVERITIES: Final = {
    "critical": "critical",
    "important": "important",
    "high": "important",
    "moderate": "moderate",
    "medium": "moderate",
    "low": "low",
    "negligible": "low",
    "unimportant": "low",
}
"""By a vendor's word (Red Hat, SUSE, openEuler; Ubuntu; Debian's urgency); any other word is no rating."""
CODENAMES: Final = {
    "stretch": "9",
    "buster": "10",
    "bullseye": "11",
    "bookworm": "12",
    "trixie": "13",
    "forky": "14",
}
"""Debian's releases by codename, https://www.debian.org/releases/."""
_PLATFORMS: Final = (
    (r"Debian GNU/Linux (\d+)", "debian"),
    (r"Ubuntu (\d+\.\d+)", "ubuntu"),
    (r"Red Hat Enterprise Linux (\d+)", "rhel"),
    (r"Oracle Linux (\d+)", "ol"),
    (r"AlmaLinux (\d+)", "almalinux"),
    (r"Rocky Linux (\d+)", "rocky"),
    (r"CentOS(?: Linux)? (\d+)", "centos"),
    (r"SUSE Linux Enterprise Server (\d+(?: SP\d+)?)", "sles"),
    (r"openSUSE Leap (\d+\.\d+)", "opensuse-leap"),
    (r"openEuler[ -](\d+\.\d+(?:[ -]LTS)?(?:[ -]SP\d+)?)", "openEuler"),
    (r"Anolis OS (\d+)", "anolis"),
)
_EPOCH: Final = re.compile(r"\d{9,10}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def release_of(platform: str) -> tuple[str, str] | None:
    """os-release's ID and release of a platform as OVAL names it; None for one that is not known here."""
    for pattern, name in _PLATFORMS:
        found = re.search(pattern, platform)
        if found is not None:
            return name, re.sub(r"(?<=\d)-(?=LTS)", " ", found[1])
    return None


def severity_of(word: str) -> str:
    """A vendor's word for it in ours; "" where it is no rating."""
    return SEVERITIES.get(word.strip().strip("*").lower(), "")


def day_of(word: str) -> str:
    """An ISO day from a vendor's date (a day, a day with a time, seconds since 1970); "" where it is none."""
    word = word.strip()
    if _EPOCH.fullmatch(word):
        return datetime.fromtimestamp(int(word), UTC).date().isoformat()
    found = _DAY.match(word)
    return found[0] if found else ""


@dataclass(slots=True)
class Gathered:
    """A pack of one release while its file is read."""

    advisories: dict[str, int] = field(default_factory=dict)
    made: list[Advisory] = field(default_factory=list)
    packages: dict[str, dict[tuple[str, str], set[int]]] = field(default_factory=dict)
    unfixed_count: int = 0
    unjudged_count: int = 0

    def add(self, one: Advisory, mended: Iterable[tuple[str, str, str]]) -> None:
        """Add an advisory with the packages that it mends: name, version, module."""
        place = self.advisories.setdefault(one.id, len(self.made))
        if place == len(self.made):
            self.made.append(one)
        for name, fixed, module in mended:
            self.packages.setdefault(name, {}).setdefault((fixed, module), set()).add(place)

    def by_package(self) -> dict[str, tuple[Mended, ...]]:
        """The packages as a pack has them."""
        return {
            name: tuple(Mended(fixed, module, tuple(sorted(places))) for (fixed, module), places in found.items())
            for name, found in self.packages.items()
        }
