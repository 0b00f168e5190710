"""Coverage-guided fuzzing by atheris, fetched where it is missing: a module fuzzes itself in a process of its own."""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 180
HANG_SECONDS: Final = 2
MEGABYTES: Final = 700
"""Resident, of the fuzzer with its instrumented modules: some 250 of them are there before the first input."""


class FuzzFailedError(Exception):
    """An input that raised what is not ours, hung, or took too much memory."""


def fuzz(module: str, inputs: str, seconds: int = SECONDS) -> str:
    """Fuzz for so long; atheris is named where it cannot be fetched. ``inputs`` is the plural word for what is thrown."""
    with tempfile.TemporaryDirectory(prefix="xunjian-fuzz-") as made:
        path = [] if importlib.util.find_spec("atheris") else [made]
        if path:
            words = [sys.executable, "-m", "pip", "install", "-q", "--target", made, "atheris"]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return f"**skipped**, atheris cannot be installed: {done.stderr.strip()[-200:]}"
        environment = dict(os.environ) | {"PYTHONPATH": os.pathsep.join([str(ROOT), *path])}
        words = [sys.executable, "-m", module, str(seconds)]
        done = subprocess.run(words, cwd=made, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FuzzFailedError(f"{done.stdout[-1500:]}{done.stderr[-1500:]}")
    found = re.findall(r"#(\d+)\s+DONE\s+cov: (\d+)", done.stderr)
    if not found:
        raise FuzzFailedError(f"no count in what it said: {done.stderr[-500:]}")
    runs, covered = found[-1]
    return f"{int(runs):,} {inputs} in {seconds} s, {covered} places reached, nothing raised but ours"


def run(once: Callable[[bytes], None], seeds: Iterable[bytes], longest_bytes: int) -> None:
    """Fuzz in this process for as many seconds as the command line says, until an input fails or the time is up."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 - only here, and not on every machine

    folder = Path("seeds")
    folder.mkdir()
    for n, seed in enumerate(seeds):
        (folder / str(n)).write_bytes(seed)
    limits = [f"-max_total_time={sys.argv[1]}", f"-timeout={HANG_SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
    atheris.Setup([sys.argv[0], *limits, f"-max_len={longest_bytes}", str(folder)], once)
    atheris.Fuzz()
