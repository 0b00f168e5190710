"""Years of daily rounds through the real store: what a real inspection of this machine found, varied by target and day.

What is varied is what a real machine varies: the answers that differ between two inspections seconds apart, every measure
and the words that tell it, every moment, now and then a level. Everything else repeats, as it does there.
"""

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Final

from agent.aging import age
from agent.store import committing, documents, packing
from agent.store.open import open_store
from agent.store.store import Store
from agent.store.ulid import ulid
from checks.base import Finding, Level
from checks.result import Asked, Inspection, TargetResult
from config.text import Text, keep

PROGRAM: Final = (sys.executable, "-I", "-c", "import sys; sys.path.insert(0, {home!r}); import xunjian; xunjian.run()")
DAY: Final = timedelta(days=1)
QUARTER_DAYS: Final = 91
"""Every so many days the round is a documented one, of which a document is issued; the others are routine."""
KEPT_DAYS: Final = 32
"""Routine evidence older than this is purged when it is done: of those days only the digests are made whole."""
VARIANTS: Final = 4
"""Wordings a day: to render each target's own costs more than all the rest of making it."""
FLIPPED: Final = {Level.OK: Level.WARN, Level.WARN: Level.OK, Level.NOTICE: Level.OK, Level.ABSENT: Level.UNKNOWN}
_SPELL_DAYS, _ONE_IN = 5, 250
"""Of 250 findings one stands otherwise for five days."""


@dataclass(frozen=True, eq=False)  # there is one, and it is looked up by itself
class Template:
    """A real inspection of this machine, and which of its answers the next one gave otherwise."""

    heading: Inspection
    result: TargetResult
    pieces: Mapping[str, bytes]
    changing: frozenset[str]


def template(folder: Path) -> Template:
    """Inspect this machine twice with the real program, and see what differs."""
    place = folder / "template.db"
    words = [one.format(home=str(Path(__file__).resolve().parents[2])) for one in PROGRAM]
    environment = {**os.environ, "XUNJIAN_STORE": str(place), "XUNJIAN_CONFIG": ""}
    for _turn in range(2):
        done = subprocess.run(
            [*words, "run", "--quiet"], env=environment, cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode > 3:
            raise RuntimeError(f"no inspection of this machine: {done.stderr[-1000:]}")
    with open_store(place) as store:
        later, earlier = (store.load(heading.id) for heading in store.inspections())
        then = {asked.id: asked.evidence for asked in earlier.targets[0].asked}
        asked = [one for one in later.targets[0].asked if one.evidence]
        pieces = {one.evidence: store.evidence(one.evidence) for one in asked}
    changing = frozenset(one.evidence for one in asked if then.get(one.id) != one.evidence)
    return Template(replace(later, targets=()), later.targets[0], pieces, changing)


@dataclass(frozen=True)
class Years:
    """What is made: the last of the days ends at ``ends_at``."""

    place: str
    made_of: Template
    targets: Sequence[str]
    days: int
    ends_at: datetime

    def at(self, day: int) -> datetime:
        """When the round of a day, counted from the first, begins."""
        return self.ends_at - (self.days - 1 - day) * DAY

    def is_documented(self, day: int) -> bool:
        """Whether a document is made of it."""
        return day % QUARTER_DAYS == QUARTER_DAYS - 1

    def has_evidence(self, day: int) -> bool:
        """Whether its evidence is still kept at the end: elsewhere only its digests matter."""
        return self.is_documented(day) or self.days - day <= KEPT_DAYS


def grow(years: Years, *, workers: int = 0, told: Callable[[int, int], None] = lambda _day, _bytes: None) -> None:
    """Inspect, commit, seal, pin and age, day by day; ``told`` hears the day and the store's bytes."""
    with open_store(years.place) as store:
        if workers:
            context = get_context("fork")
            with ProcessPoolExecutor(workers, context, _prepare, (years,)) as pool:
                parts = [years.targets[n::workers] for n in range(workers)]
                for day in range(years.days):
                    _day(store, years, day, lambda one, n: list(pool.map(_commit_part, [(one, n, p) for p in parts])))
                    told(day + 1, size_bytes(years.place))
            return
        for day in range(years.days):
            _day(store, years, day, lambda one, n: commit(store, years, one, n, years.targets))
            told(day + 1, size_bytes(years.place))


def size_bytes(place: str) -> int:
    """What the store takes on the disk."""
    return sum(one.stat().st_size for one in (Path(place), Path(f"{place}-wal")) if one.exists())


def _day(store: Store, years: Years, day: int, commits: Callable[[str, int], object]) -> None:
    at = years.at(day)
    latest = store.inspections(1)
    one = store.begin(
        replace(
            years.made_of.heading,
            id=ulid(int(at.timestamp() * 1000), after=latest[0].id if latest else ""),
            purpose="quarterly" if years.is_documented(day) else "routine",
            started_at=at,
            expected=tuple(years.targets),
        )
    )
    commits(one, day)
    store.finish(one, {"cpu_seconds": 8.0})
    if years.is_documented(day):
        store.pin(one, f"XJ-{at:%Y-%m-%d}")
    age(store, at + DAY / 2)


_WORKER: dict[str, tuple[Store, Years]] = {}
"""A worker process's own store, opened after the fork."""


def _prepare(years: Years) -> None:
    _WORKER["own"] = (open_store(years.place), years)


def _commit_part(part: tuple[str, int, Sequence[str]]) -> None:
    store, years = _WORKER["own"]
    one, day, targets = part
    commit(store, years, one, day, targets)


def commit(store: Store, years: Years, one: str, day: int, targets: Sequence[str]) -> None:
    """Commit a day's results of some targets as ``Store.commit_target`` does, but in one transaction.

    What is written is not read back before: that it can be read is shown by reading the store.
    """
    with store._reading() as connection:
        bases = [documents.base_of(connection, target) for target in targets]
    made = []
    for target, base in zip(targets, bases, strict=True):
        result, pieces = of_day(years, target, day)
        made.append(committing.ready(result, packing._ENCODER.encode(result), pieces, base))
    with store._writing() as connection:
        for each in made:
            committing.write(connection, one, each, {}, "", store.place)


def of_day(years: Years, target: str, day: int) -> tuple[TargetResult, dict[str, bytes]]:
    """What a target's inspection of a day comes to: its result, and its evidence by digest."""
    made_of = years.made_of
    dice = Random(f"{target} {day}")
    named, pieces = _evidence(years, target, day)
    shift = years.at(day) + timedelta(seconds=dice.uniform(0, 900)) - made_of.result.started_at
    worded = _worded(made_of, day, dice.randrange(VARIANTS))
    findings = tuple(
        Finding(
            one.subject,
            _level(one.level, target, number, day),
            one.summary,
            one.observed,
            one.expected,
            one.quote,
            {name: varied(name, value, target, day) for name, value in one.measures.items()},
            one.remedy,
            one.reason,
            one.check,
            tuple(named[digest] for digest in one.evidence if digest in named),
            one.at and one.at + shift,
        )
        for number, one in enumerate(worded)
    )
    result = made_of.result
    return (
        replace(
            result,
            target=target,
            address=f"192.0.2.{sum(target.encode()) % 250}",
            started_at=result.started_at + shift,
            ended_at=result.ended_at + shift,
            findings=findings,
            exhibits=tuple(replace(e, evidence=tuple(named.get(d, d) for d in e.evidence)) for e in result.exhibits),
            asked=tuple(_asked(one, named, dice) for one in result.asked),
            scene=replace(result.scene, at=result.scene.at + shift),
            identity={"machine_id": sha256(target.encode()).hexdigest()[:32]},
            about={**result.about, "hostname": target},
            compared_with={},
        ),
        pieces,
    )


def _asked(one: Asked, named: Mapping[str, str], dice: Random) -> Asked:
    return Asked(
        one.id,
        one.ask_digest,
        one.command,
        one.state,
        round(one.seconds * (0.8 + dice.random()), 2),
        round(one.cpu_seconds * (0.8 + dice.random()), 2),
        named.get(one.evidence, ""),
        one.evidence_bytes,
        one.values,
        one.unseen,
    )


def _evidence(years: Years, target: str, day: int) -> tuple[dict[str, str], dict[str, bytes]]:
    """The day's names of the template's pieces, and the pieces: those that do not change are the target's for ever."""
    named, pieces = {}, {}
    digits = bytes.maketrans(b"0123456789", bytes(Random(f"{target} {day} digits").sample(b"0123456789", 10)))
    for digest, body in years.made_of.pieces.items():
        if digest not in years.made_of.changing:
            piece = body + target.encode()
        elif years.has_evidence(day):
            piece = body.translate(digits) + f"{target} {day}".encode()
        else:
            piece = f"{target} {day} {digest}".encode()
        named[digest] = sha256(piece).hexdigest()
        pieces[named[digest]] = piece
    return named, pieces


@lru_cache(maxsize=2 * VARIANTS)
def _worded(made_of: "Template", day: int, variant: int) -> tuple[Finding, ...]:
    """The findings as they are worded on a day: whatever tells a measure tells another number."""
    return tuple(
        replace(one, summary=_said(one.summary, day, variant), observed=one.observed and _said(one.observed, day, variant))
        if one.measures
        else one
        for one in made_of.result.findings
    )


def _said(text: Text, day: int, variant: int) -> Text:
    values = {
        name: varied(name, value, str(variant), day) if isinstance(value, float) else value
        for name, value in text.values.items()
    }
    return text if values == dict(text.values) else keep(Text(text.template, values))


def varied(name: str, value: float, target: str, day: int) -> float:
    """A measure on a day: shares swing by the week, sizes rise and are cleaned up, counters count."""
    own = _own(target, name)
    noise = math.sin(day * 12.9898 + own * 78.233) * 43758.5453 % 1  # as good as chance, and the same again
    unit = name.rpartition("_")[2]
    if unit == "ratio":
        return min(1.0, max(0.0, round(value + 0.08 * math.sin(day / 7 * math.tau + own * 9) + 0.04 * (noise - 0.5), 6)))
    if unit == "bytes":
        return float(round(value * (1 + 0.0008 * own * day + 0.05 * (day % 30) / 30 + 0.01 * noise)))
    if unit == "count":
        return float(round(value + day * own * 3 + noise * 5))
    return round(value * (1 + 0.1 * noise), 3)


@lru_cache(maxsize=100_000)
def _own(target: str, name: str) -> float:
    return Random(f"{target} {name}").random()


def _level(level: Level, target: str, number: int, day: int) -> Level:
    spell = hash((_own(target, "spell"), number, day // _SPELL_DAYS))
    return FLIPPED.get(level, level) if spell % _ONE_IN == 0 else level


def names(count: int) -> Iterator[str]:
    """Names of targets."""
    return (f"srv{number:03}" for number in range(1, count + 1))
