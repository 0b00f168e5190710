"""Faults that are really made here: in namespaces of this machine, by the tests that make peers, and in the QEMU guest.

What a check says of a round in which nothing of its kind was broken counts as a healthy round of it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from tests.house import guest
from tests.house.guest_faults import BROKEN, CUT, HEALTHY
from tests.house.guest_image import NoGuestError
from tests.house.guest_machine import GuestError
from tests.house.recall.live_faults import MACHINE, PEERS, Made
from tests.house.recall.measuring import LOUD, RANK, Tally, compared
from tests.test_live_faults import inspected

ROOT: Final = Path(__file__).resolve().parents[3]
Levels = Mapping[tuple[str, str], str]


def _levels(folder: Path, one: Made) -> Levels:
    one.prepare(folder)
    done = inspected(folder, one.script, one.undo, one.sample_seconds, one.checks, limits=list(one.limits))
    return {(f["check"], f["subject"]): f["level"] for f in done.findings("here")}


@cache
def _before(checks: tuple[str, ...]) -> Levels:
    """What is said here without any fault of ours."""
    with tempfile.TemporaryDirectory(prefix="xunjian-recall-") as name:
        return _levels(Path(name), Made("nothing", ":", {}, checks))


def _counted(one: Made, now: Levels, before: Levels, place: str) -> Iterator[tuple[str, Tally]]:
    """A round by check. What was so before the fault is this machine's own affair."""
    truth = {(check, subject.replace("{folder}", place)): level for (check, subject), level in one.truth.items()}
    for check in sorted({check for check, _subject in now}):
        said = {
            subject: level for (of, subject), level in now.items() if of == check and before.get((of, subject)) != level
        }
        wanted = {subject: level for (of, subject), level in truth.items() if of == check}
        seen = any(level in RANK[1:] for (of, _subject), level in now.items() if of == check)
        tally = compared(f"{check}: {one.what}", wanted, said, {})
        if wanted or seen:
            yield check, tally
    for check in sorted({check for check, _subject in truth} - {check for check, _subject in now}):
        yield check, Tally(faults=1, missed=(f"{check}: {one.what}: it was not asked",))


def machine(faults: Sequence[Made] = MACHINE, told: Callable[[str], None] = lambda _line: None) -> dict[str, Tally]:
    """Make each fault in namespaces of its own, run the program there."""
    found: dict[str, Tally] = {}
    for one in faults:
        with tempfile.TemporaryDirectory(prefix="xunjian-recall-") as name:
            try:
                now = _levels(Path(name), one)
            except pytest.skip.Exception as why:
                told(f"not made: {one.what}: {why}")
                continue
            for check, tally in _counted(one, now, _before(one.checks), name):
                found[check] = found.get(check, Tally()) + tally
                for line in (*tally.missed, *tally.alarmed):
                    told(line)
    return found


def peers(told: Callable[[str], None] = lambda _line: None) -> dict[str, Tally]:
    """Run the tests that make faults of peers; one that passed found each of its faults and alarmed on nothing else."""
    with tempfile.TemporaryDirectory(prefix="xunjian-recall-") as name:
        report = Path(name) / "report.xml"
        argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *PEERS]
        subprocess.run(argv, cwd=ROOT, capture_output=True, timeout=1200, check=False)
        cases = list(ET.parse(report).iter("testcase"))
    found: dict[str, Tally] = {}
    for test, counts in PEERS.items():
        mine = [case for case in cases if case.get("name", "").partition("[")[0] == test.rpartition("::")[2]]
        if not mine or any(case.find("skipped") is not None for case in mine):
            told(f"not made: {test}")
            continue
        has_failed = any(case.find("failure") is not None or case.find("error") is not None for case in mine)
        for check, (faults, healthy) in counts.items():
            tally = Tally(faults, 0 if has_failed else faults, healthy, 0, (f"{check}: {test}",) if has_failed else ())
            found[check] = found.get(check, Tally()) + tally
    return found


def in_guest(told: Callable[[str], None] = lambda _line: None) -> dict[str, Tally]:
    """The proof of the guest: it passes only where every fault was found and nothing else was alarmed."""
    try:
        told(guest.prove())
    except (NoGuestError, GuestError) as why:
        told(f"not made: the guest: {why}")
        return {}
    found: dict[str, Tally] = {}
    for one in (*BROKEN, *CUT):
        if one.level in (*LOUD, "notice"):
            found[one.check] = found.get(one.check, Tally()) + Tally(faults=1, found=1)
    for check in dict.fromkeys(one.check for one in HEALTHY if one.level == "ok"):
        found[check] = found.get(check, Tally()) + Tally(healthy=1)
    return found
