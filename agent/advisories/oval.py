"""OVAL definitions of Linux vendors: which version of which package mends which advisory.

Format: OVAL 5 definitions schema with its Linux part (dpkginfo_test, rpminfo_test). A definition's criteria name tests, a
test an object (the package) and a state (``evr`` less than the version that mends). Debian's file names source packages.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from agent.advisories.rated import Gathered, day_of, release_of, severity_of
from agent.advisories.units import Unit, units
from collectors.facts.advisories import Advisory

_TESTS: Final = frozenset({"dpkginfo_test", "rpminfo_test"})
_OBJECTS: Final = frozenset({"dpkginfo_object", "rpminfo_object"})
_STATES: Final = frozenset({"dpkginfo_state", "rpminfo_state"})
_OTHERS: Final = frozenset({"definition", "constant_variable", "generator"})
_MODULE: Final = re.compile(r"Module ([^\s:]+:[^\s:]+) is enabled")
_CVE: Final = re.compile(r"CVE-\d{4}-\d{4,}")
_OF_VENDORS: Final = re.compile(
    r"^(?:RH[SBE]A|[A-Z]{2,5}[SBE]A|DSA|DLA|USN|SUSE-[A-Z]+|openEuler-SA)\b[-:]?", re.IGNORECASE
)


@dataclass(slots=True)
class _Definition:
    platforms: tuple[tuple[str, str], ...]
    advisory: Advisory
    criteria: Unit


@dataclass(slots=True)
class _Parts:
    """The file's parts, by id."""

    dated: str = ""
    definitions: list[_Definition] = field(default_factory=list)
    tests: dict[str, tuple[str, tuple[str, ...], bool]] = field(default_factory=dict)
    objects: dict[str, tuple[str, ...] | str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    systems: set[str] = field(default_factory=set)


def read(pieces: Iterable[bytes]) -> tuple[dict[tuple[str, str], Gathered], str, str]:
    """Give what it says by release, the date that it bears ("" none), and dpkg or rpm. Raises DataRefused."""
    parts = _Parts()
    for unit in units(pieces, _TESTS | _OBJECTS | _STATES | _OTHERS):
        _take(unit, parts)
    found: dict[tuple[str, str], Gathered] = {}
    for one in parts.definitions:
        walk = _Walk(parts)
        walk.over(one.criteria, "")
        for platform in one.platforms:
            gathered = found.setdefault(platform, Gathered())
            if walk.is_beyond:
                gathered.unjudged_count += 1
            elif walk.mended:
                gathered.add(one.advisory, walk.mended)
            elif walk.is_unfixed:
                gathered.unfixed_count += 1
    return found, parts.dated, "dpkg" if "dpkginfo_test" in parts.systems else "rpm"


def _take(unit: Unit, parts: _Parts) -> None:
    name, own = unit.name, unit.words.get("id", "")
    if name == "definition":
        made = _definition(unit)
        if made is not None:
            parts.definitions.append(made)
    elif name == "generator":
        parts.dated = unit.said("timestamp")
    elif name in _TESTS:
        parts.systems.add(name)
        refers = unit.first("object")
        states = tuple(one.words.get("state_ref", "") for one in unit.all("state"))
        is_turned = unit.words.get("check_existence", "") == "none_exist"
        parts.tests[own] = (refers.words.get("object_ref", "") if refers else "", states, is_turned)
    elif name in _OBJECTS:
        called = unit.first("name")
        by = called.words.get("var_ref", "") if called is not None else ""
        parts.objects[own] = by or ((called.text.strip(),) if called is not None else ())
    elif name in _STATES:
        evr = unit.first("evr")
        if evr is not None:
            is_before = evr.words.get("operation", "equals") == "less than"
            parts.states[own] = evr.text.strip() if is_before else "?"
    else:
        parts.values[own] = tuple(one.text.strip() for one in unit.all("value"))


def _definition(unit: Unit) -> _Definition | None:
    """A definition of a hole or a patch; None for others (what is installed) and for unknown platforms."""
    criteria = next((one for one in unit.parts if one.name == "criteria"), None)
    said = {release_of(one.text) for one in unit.all("platform")}
    platforms = tuple(sorted(one for one in said if one is not None))
    if unit.words.get("class") not in {"patch", "vulnerability"} or criteria is None or not platforms:
        return None
    return _Definition(platforms, _advisory(unit), criteria)


def _advisory(unit: Unit) -> Advisory:
    references = [one.words.get("ref_id", "") for one in unit.all("reference")]
    title = unit.said("title")
    cves = tuple(sorted({*_CVE.findall(" ".join((*references, title))), *_CVE.findall(" ".join(_cves(unit)))}))
    named = next((one for one in (*references, title) if _OF_VENDORS.match(one)), "") or unit.said("dsa")
    rated = severity_of(unit.said("severity")) or _worst_of_cves(unit)
    dates = [(part, unit.first(part)) for part in ("issued", "public_date", "updated")]
    day = next((day_of(one.words.get("date", "") or one.text) for _part, one in dates if one is not None), "")
    name = named.split(" ")[0].rstrip(":") or (cves[0] if cves else title.split(" ")[0])
    return Advisory(name or unit.words.get("id", ""), rated, day or day_of(unit.said("date")), cves)


def _cves(unit: Unit) -> Iterator[str]:
    return (one.text for one in unit.all("cve"))


def _worst_of_cves(unit: Unit) -> str:
    order = ("critical", "important", "moderate", "low")
    said = {severity_of(one.words.get("priority", "") or one.words.get("impact", "")) for one in unit.all("cve")}
    return next((one for one in order if one in said), "")


class _Walk:
    """The criteria of one definition gone over: what mends it, whether nothing does yet, what goes beyond versions."""

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        self.mended: list[tuple[str, str, str]] = []
        self.is_unfixed = self.is_beyond = False

    def over(self, node: Unit, module: str) -> None:
        """Go over one node. Of a node whose parts all must hold, more than one version cannot be told by the package."""
        tests = [one for one in node.parts if one.name == "criterion"]
        enabled = [found[1] for one in tests if (found := _MODULE.search(one.words.get("comment", "")))]
        module = enabled[0] if enabled else module
        before = len(self.mended)
        for one in tests:
            self._test(one, module)
        must_all = node.words.get("operator", "AND").upper() == "AND"
        if must_all and len({name for name, _fixed, _module in self.mended[before:]}) > 1 and len(tests) > 1:
            self.is_beyond = self.is_beyond or sum(self._is_version(one) for one in tests) > 1
        self.is_beyond = self.is_beyond or node.words.get("negate") == "true"
        for one in node.parts:
            if one.name == "criteria":
                self.over(one, module)

    def _is_version(self, one: Unit) -> bool:
        _object, states, _turned = self._parts.tests.get(one.words.get("test_ref", ""), ("", (), False))
        return any(state in self._parts.states for state in states)

    def _test(self, one: Unit, module: str) -> None:
        known = self._parts.tests.get(one.words.get("test_ref", ""))
        if known is None:
            return  # which system, which architecture, which module: told by other things
        subject, states, is_turned = known
        names = self._names(subject)
        versions = [self._parts.states[state] for state in states if state in self._parts.states]
        if "?" in versions or (versions and (is_turned or one.words.get("negate") == "true")):
            self.is_beyond = True
        elif versions:
            self.mended += [(name, versions[0], module) for name in names if not _is_never(versions[0])]
        elif not states:
            self.is_unfixed = True

    def _names(self, subject: str) -> tuple[str, ...]:
        found = self._parts.objects.get(subject, ())
        return self._parts.values.get(found, ()) if isinstance(found, str) else found


def _is_never(version: str) -> bool:
    """Whether nothing is older: Debian writes 0 where a release never had the hole."""
    return version in {"0", "0:0"}
