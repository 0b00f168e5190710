"""The measured figures: docs/measured.json, from which the pages tell of each check what its seeded faults showed.

    python -m tests.house.prove recall            all sources
    python -m tests.house.recall.figures NAME...  some: recorded, corpus, machine, peers, guest

Each source keeps the day and commit of its own last run; one that cannot run here leaves its last figures.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from reports.output.catalogue import Measured
from tests.house.corpus import usual_folder
from tests.house.recall.measuring import Tally

ROOT: Final = Path(__file__).resolve().parents[3]
PAGE: Final = ROOT / "docs" / "measured.json"
LIVE: Final = ("machine", "peers", "guest")
"""Sources of faults that were really made."""
ORDER: Final = ("recorded", "corpus", *LIVE)


def _recorded(_told: Callable[[str], None]) -> dict[str, Tally]:
    from tests.house.recall.recorded import measure  # noqa: PLC0415 - each source imports only what it needs

    return measure()


def _corpus(told: Callable[[str], None]) -> dict[str, Tally]:
    from tests.house.recall.corpus import measure  # noqa: PLC0415 - as above

    folder = usual_folder()
    if folder.is_dir():
        return measure(folder)
    told(f"not made: {folder} is not here")
    return {}


def _live(name: str) -> Callable[[Callable[[str], None]], dict[str, Tally]]:
    def run(told: Callable[[str], None]) -> dict[str, Tally]:
        from tests.house.recall import live  # noqa: PLC0415 - it imports the tests

        return {
            "machine": lambda: live.machine(told=told),
            "peers": lambda: live.peers(told),
            "guest": lambda: live.in_guest(told),
        }[name]()

    return run


SOURCES: Final[Mapping[str, Callable[[Callable[[str], None]], dict[str, Tally]]]] = {
    "recorded": _recorded,
    "corpus": _corpus,
    **{name: _live(name) for name in LIVE},
}


def kept() -> dict[str, Any]:
    """The figures as they were written last."""
    return dict(json.loads(PAGE.read_text(encoding="utf-8"))) if PAGE.exists() else {"sources": {}, "checks": {}}


def write(name: str, tallies: Mapping[str, Tally]) -> None:
    """Put a source's figures in the place of its last ones; nothing measured leaves them."""
    if not tallies:
        return
    whole = kept()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    total = sum(tallies.values(), Tally())
    whole["sources"][name] = {
        "on": datetime.now(tz=UTC).date().isoformat(),
        "commit": commit.stdout.strip(),
        "checks": len(tallies),
        "faults": total.faults,
        "found": total.found,
        "healthy": total.healthy,
        "alarms": total.alarms,
    }
    for said in whole["checks"].values():
        said.pop(name, None)
    for check, tally in tallies.items():
        figures = {key: value for key, value in asdict(tally).items() if value or isinstance(value, int)}
        whole["checks"].setdefault(check, {})[name] = figures
    whole["checks"] = {check: whole["checks"][check] for check in sorted(whole["checks"]) if whole["checks"][check]}
    whole["sources"] = {one: whole["sources"][one] for one in ORDER if one in whole["sources"]}
    PAGE.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measured() -> dict[str, Measured]:
    """By check, what the pages say of it."""
    found = {}
    for check, said in kept()["checks"].items():
        live = [said[name] for name in LIVE if name in said]
        found[check] = Measured(
            live=_counts(live),
            recorded=_counts([said["recorded"]] if "recorded" in said else []),
            corpus=_counts([said["corpus"]] if "corpus" in said else []),
            rests=tuple(said.get("recorded", {}).get("rests", ())),
            missed=tuple(line for one in said.values() for line in (*one.get("missed", ()), *one.get("alarmed", ()))),
        )
    return found


def _counts(figures: list[dict[str, Any]]) -> tuple[int, int, int, int] | None:
    """Faults, found, healthy, alarms; None of nothing."""
    if not figures:
        return None
    faults, found, healthy, alarms = (
        sum(int(one[name]) for one in figures) for name in ("faults", "found", "healthy", "alarms")
    )
    return faults, found, healthy, alarms


def run(names: tuple[str, ...] = ORDER, told: Callable[[str], None] = print) -> str:
    """Measure the named sources, write them, and tell the sums."""
    lines = []
    for name in names:
        tallies = SOURCES[name](told)
        write(name, tallies)
        total = sum(tallies.values(), Tally())
        lines.append(
            f"{name}: {len(tallies)} checks, {total.found} of {total.faults} faults found, {total.alarms} false alarms in "
            f"{total.healthy} healthy rounds and those with a fault"
            if tallies
            else f"{name}: not measured here"
        )
    return "; ".join(lines)


if __name__ == "__main__":
    print(run(tuple(sys.argv[1:]) or ORDER))
