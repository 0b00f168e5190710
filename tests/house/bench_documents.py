"""The quarterly documents of 500 targets with 3,000 problems, from a real store: seconds and memory of each form.

python -m tests.house.bench_documents
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from agent.store.open import open_store
from tests.huge_round import huge

TARGETS: Final = 500
FORMS: Final = ("docx", "pdf")
_PROGRAM: Final = [sys.executable, "-c", "import xunjian; xunjian.main()"]


def store(folder: Path) -> None:
    """A store with two quarters of the round, and a configuration that names its targets."""
    made, site = huge(TARGETS)
    lines = [f"  - {{id: {one.id}, kind: linux, address: 192.0.2.1}}" for one in site.targets]
    (folder / "xunjian.yaml").write_text(f"site: {{customer: {site.customer}}}\ntargets:\n" + "\n".join(lines) + "\n")
    with open_store(str(folder / "s.db")) as opened:
        for days in (91, 0):
            at = made.inspection.started_at - timedelta(days=days)
            header = replace(made.inspection, id="", started_at=at, customer=site.customer, targets=())
            new = opened.begin(header)
            for one in made.inspection.targets:
                opened.commit_target(new, replace(one, started_at=at), {})
            opened.finish(new)


def measured(folder: Path, document: str, form: str) -> tuple[float, float]:
    """Seconds of wall clock, and MB of the process at its largest."""
    command = [*_PROGRAM, "report", document, "--form", form, "--store", "s.db", "--lang", "zh-CN", "--out", form]
    started = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    child = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{document} {form}: exit {child.returncode}")
    return time.monotonic() - started, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024  # KiB on Linux


def rows() -> Iterator[tuple[str, str, str]]:
    """What, ours, aim."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        store(folder)
        for document, form in (*(("quarterly", form) for form in FORMS), ("signing", "pdf")):
            seconds, megabytes = measured(folder, document, form)
            what = f"`report {document} --form {form}` of {TARGETS} targets with 3,000 problems"
            yield what, f"{seconds:.1f} s, {megabytes:.0f} MB", "20 s, 400 MB"


if __name__ == "__main__":
    for what, ours, aim in rows():
        print(f"| {what} | {ours} | | | {aim} |")
