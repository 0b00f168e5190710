"""Recorded answers as two sides of a comparison: the same twice, or one of them with a few words of it changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

from agent.catalogue import COLLECTORS
from checks.aspects import AnyAspect, Way, Weight, compare, subject_of
from checks.changes import ASPECTS
from collectors.base import Absent, Collector, Derived, FactKind, Marked, ParseError, Reason, SessionError, Snmp
from tests.house.snmp_recorded import answer
from tests.test_cases import ASKED, facts_of

Told = tuple[str, str, Way, str, Weight]
"""One difference: aspect, subject, way, field, weight."""


def outcomes(case: Path) -> dict[FactKind[Any], object]:
    """What a recorded answer comes to, with everything that is derived of it; empty where it comes to no facts."""
    try:
        facts = facts_of(case)
    except (Absent, SessionError, ParseError):
        return {}
    return derived({ASKED[case.parent.name].provides: facts})


def recorded_agent(path: Path) -> dict[FactKind[Any], object]:
    """What our SNMP collectors find in a recording, and what is derived of it."""
    found: dict[FactKind[Any], object] = {}
    for one in COLLECTORS:
        if isinstance(one, Collector) and isinstance(one.ask, Snmp):
            try:
                found.setdefault(one.provides, one.parse(answer(path, one.ask)))
            except (Absent, SessionError):
                continue
    return derived(found)


def derived(told: Mapping[FactKind[Any], object]) -> dict[FactKind[Any], object]:
    """These facts with everything that is derived of any of them."""
    found = {kind: facts.facts if isinstance(facts, Marked) else facts for kind, facts in told.items()}
    for one in COLLECTORS:
        if isinstance(one, Derived) and found.keys() & set(one.of) and one.provides not in found:
            try:
                made = one.derive(*(found.get(kind, SessionError(Reason.NOT_OFFERED)) for kind in one.of))
            except (Absent, SessionError):
                continue
            found[one.provides] = made.facts if isinstance(made, Marked) else made
    return found


def differences(now: Mapping[FactKind[Any], object], then: Mapping[FactKind[Any], object]) -> Iterator[Told]:
    """Everything that any aspect names between two sides."""
    for aspect in ASPECTS:
        if aspect.needs in now and aspect.needs in then:
            for one in compare(aspect, now[aspect.needs], then[aspect.needs]).differences:
                yield aspect.id, one.subject, one.way, one.field, one.weight


def names_of(aspect: AnyAspect, facts: object) -> list[str]:
    """What the things of one side are called."""
    return [subject_of(aspect, one) for one in aspect.things(facts)]


def rewritten(case: Path, folder: Path, change: Callable[[str], str]) -> dict[FactKind[Any], object]:
    """What the same answer would have come to, had every part of it been as ``change`` makes it."""
    copy = folder / case.parent.name / case.name
    copytree(case, copy)
    before = {path: path.read_bytes() for path in copy.rglob("*.txt")}
    for path, whole in before.items():
        path.write_bytes(change(whole.decode(errors="surrogateescape")).encode(errors="surrogateescape"))
    assert any(path.read_bytes() != whole for path, whole in before.items()), "nothing was rewritten"
    return outcomes(copy)


def seeded(case: Path, folder: Path, *swaps: tuple[str, str]) -> dict[FactKind[Any], object]:
    """What the same answer would have come to with some words changed; each stands in exactly one file of it."""
    copy = folder / case.parent.name / case.name
    copytree(case, copy)
    for old, new in swaps:
        files = [path for path in copy.rglob("*.txt") if old.encode() in path.read_bytes()]
        assert len(files) == 1, f"{old!r} stands in {[one.name for one in files]}"
        whole = files[0].read_bytes()
        assert whole.count(old.encode()) == 1, f"{old!r} stands there {whole.count(old.encode())} times"
        files[0].write_bytes(whole.replace(old.encode(), new.encode()))
    return outcomes(copy)


@dataclass(frozen=True, slots=True)
class Seed:
    """A recorded case ``collector/case``, words of it that are changed, and all that must be named of it."""

    name: str
    case: str
    swaps: tuple[tuple[str, str], ...]
    told: tuple[Told, ...]
