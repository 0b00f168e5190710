"""Two snapshots of many targets compared: wall clock and CPU of the whole verification, over a real store.

Every target is this machine's own inspection under another id, in two inspections; of some the second side has another
answer of ``listeners``, so that there is something to find.
"""

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from agent.store.open import open_store
from agent.store.store import Store
from agent.upgrades.verifying import Declared, verify
from checks.result import Inspection, TargetResult
from checks.verdict import decide
from checks.verification import Side, Verification
from tests.program import xunjian

TARGETS: Final = 500
CHANGED: Final = 10
"""Every so many targets one has lost a port."""


def snapshots(folder: Path, count: int) -> tuple[Store, Inspection, Inspection]:
    """A store with two inspections of ``count`` targets."""
    xunjian("run", "--store", "one.db", folder=folder)
    store = open_store(str(folder / "one.db"), create=False)
    header = store.inspections(1)[0]
    one = store.load(header.id).targets[0]
    pieces = {asked.evidence: store.evidence(asked.evidence) for asked in one.asked if asked.evidence}
    made = []
    for turn in range(2):
        at = datetime.now(UTC)
        names = tuple(f"t{number:03}" for number in range(count))
        new = store.begin(replace(header, id="", started_at=at, expected=names, completes=""))
        for number, name in enumerate(names):
            store.commit_target(new, _under(one, name, is_changed=bool(turn) and number % CHANGED == 0), pieces)
        store.finish(new)
        made.append(store.load(new))
    return store, made[0], made[1]


def _under(one: TargetResult, name: str, *, is_changed: bool) -> TargetResult:
    """The same result of another target; a changed one was not asked who listens."""
    asked = tuple(a for a in one.asked if not (is_changed and "listeners" in a.id))
    return replace(one, target=name, asked=asked)


def compared(store: Store, before: Inspection, after: Inspection) -> Verification:
    """Verify the one against the other."""
    sides = [(Side("", one.id, one.started_at, one.tool_version), one) for one in (before, after)]
    return verify(store, sides[0], sides[1], Declared(), {}, "Asia/Shanghai", datetime.now(UTC))


def measured(count: int = TARGETS) -> tuple[float, float, int, str]:
    """Seconds of wall clock and CPU, differences or losses found, and the verdict."""
    with TemporaryDirectory(prefix="xj-bench-") as folder:
        store, before, after = snapshots(Path(folder), count)
        wall, cpu = time.perf_counter(), time.process_time()
        made = compared(store, before, after)
        verdict, _reasons = decide(made)
        found = sum(row.is_loss for row in made.unseen) + len(made.changes)
        return time.perf_counter() - wall, time.process_time() - cpu, found, verdict.value


if __name__ == "__main__":
    print(measured(int(sys.argv[1]) if len(sys.argv) > 1 else TARGETS))
