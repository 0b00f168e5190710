"""200 targets inspected daily for two years, in one store: what it takes on the disk, and how long a look into it takes.

python -m tests.house.prove_years [TARGETS DAYS]
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.house import years

TARGETS: Final = 200
DAYS: Final = 730
WORKERS: Final = 2
MOST_BYTES: Final = 2_000_000_000
HISTORY_SECONDS: Final = 0.3
REPORT_SECONDS: Final = 10.0
_TURNS: Final = 5
_GROWTH_DAYS: Final = 180
"""The last of these days show how it grows when old measures grow thin and old evidence goes."""
PROGRAM: Final = (sys.executable, "-c", "import xunjian; xunjian.main()")
ROOT: Final = Path(__file__).resolve().parents[2]


class TooMuchError(Exception):
    """It takes more than it may; the message has the figures."""


@dataclass(frozen=True)
class Taken:
    """What a command took, in seconds: by the clock, and of all processors."""

    seconds: float
    cpu_seconds: float


def prove(targets: int = TARGETS, days: int = DAYS) -> str:
    """Make the years, look into them, and hold the figures against their limits."""
    with tempfile.TemporaryDirectory(prefix="xunjian-years-") as made:
        folder = Path(made)
        grown = folder / "years.db"
        sizes, seconds = make(folder, grown, targets, days)
        config = folder / "xunjian.yaml"
        named = [{"id": name, "kind": "linux", "address": "192.0.2.1"} for name in years.names(targets)]
        config.write_text(json.dumps({"targets": named, "store": {"url": str(grown)}}))
        one = f"srv{targets // 2:03}"
        look = [took(("history", one, "server.filesystem_usage", "/"), folder) for _turn in range(_TURNS)]
        known = [took(("history", one), folder) for _turn in range(_TURNS)]
        paper = took(("report", "quarterly", "--form", "docx", "--out", str(folder)), folder)
        every = took(("report", "quarterly", "--out", str(folder)), folder)
        size = grown.stat().st_size
    history = max(min(one.seconds for one in turns) for turns in (look, known))
    since = max(days - _GROWTH_DAYS, 1)
    told = (
        f"{targets} targets, {days} days, made in {seconds / 60:.0f} min: {size / 1e9:.2f} GB, "
        f"{size / targets / days / 1000:.1f} KB a target a day over all, "
        f"{(sizes[days] - sizes[since]) / targets / (days - since) / 1000:.1f} in the last {days - since} days; "
        f"history {history:.2f} s; quarterly report docx {paper.seconds:.1f} s ({paper.cpu_seconds:.1f} s CPU), "
        f"all five forms {every.seconds:.1f} s ({every.cpu_seconds:.1f} s CPU)"
    )
    if size > MOST_BYTES or history > HISTORY_SECONDS or paper.seconds > REPORT_SECONDS:
        raise TooMuchError(told)
    return told


def make(folder: Path, place: Path, targets: int, days: int) -> tuple[Mapping[int, int], float]:
    """Make the years; give the store's bytes after each day, and the seconds it took."""
    wanted = years.Years(str(place), years.template(folder), list(years.names(targets)), days, datetime.now(UTC))
    sizes: dict[int, int] = {}
    started = time.monotonic()
    years.grow(wanted, workers=WORKERS, told=sizes.__setitem__)
    return sizes, time.monotonic() - started


def took(words: Sequence[str], folder: Path) -> Taken:
    """Run the program as a person does, with the configuration in its folder; it must end well."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in ("XUNJIAN_STORE", "XUNJIAN_CONFIG"):
        environment.pop(name, None)
    done = subprocess.run([*PROGRAM, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise TooMuchError(f"{' '.join(words)}: exit {done.returncode}: {done.stderr[-800:]}")
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(time.monotonic() - started, cpu_seconds)


if __name__ == "__main__":
    print(prove(*map(int, sys.argv[1:3])))
