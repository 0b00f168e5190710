"""Coverage-guided fuzzing of all that reads SNMP's datagrams: no exception but ours, no hang, bounded memory.

python -m tests.house.prove_snmp SECONDS      the fuzzer itself; atheris must be importable
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 180
HANG_SECONDS: Final = 2
MEGABYTES: Final = 700
"""Resident, of the fuzzer with its instrumented modules: some 250 of them are there before the first datagram."""


class FuzzFailedError(Exception):
    """An input that raised what is not ours, hung, or took too much memory."""


def fuzz(seconds: int = SECONDS) -> str:
    """Fuzz for so long; atheris is fetched where it is missing, and named where it cannot be."""
    with tempfile.TemporaryDirectory(prefix="xunjian-fuzz-") as made:
        path = [] if importlib.util.find_spec("atheris") else [made]
        if path:
            words = [sys.executable, "-m", "pip", "install", "-q", "--target", made, "atheris"]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return f"**skipped**, atheris cannot be installed: {done.stderr.strip()[-200:]}"
        environment = dict(os.environ) | {"PYTHONPATH": os.pathsep.join([str(ROOT), *path])}
        words = [sys.executable, "-m", "tests.house.prove_snmp", str(seconds)]
        done = subprocess.run(words, cwd=made, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FuzzFailedError(f"{done.stdout[-1500:]}{done.stderr[-1500:]}")
    found = re.findall(r"#(\d+)\s+DONE\s+cov: (\d+)", done.stderr)
    if not found:
        raise FuzzFailedError(f"no count in what it said: {done.stderr[-500:]}")
    runs, covered = found[-1]
    return f"{int(runs):,} datagrams in {seconds} s, {covered} places reached, nothing raised but ours"


def main() -> None:
    """Fuzz in this process, until an input fails or the time is up."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 - only here, and not on every machine

    with atheris.instrument_imports(include=["collectors.sessions.snmp"]):
        from tests import test_snmp_codec as codec  # noqa: PLC0415 - instrumented

    def once(data: bytes) -> None:
        codec.all_of(data)
        codec.values(data, data[0] if data else 0, data[1:])

    seeds = Path("seeds")
    seeds.mkdir()
    for n, message in enumerate(codec.MESSAGES):
        (seeds / str(n)).write_bytes(message)
    limits = [f"-max_total_time={sys.argv[1]}", f"-timeout={HANG_SECONDS}", f"-rss_limit_mb={MEGABYTES}", "-max_len=2048"]
    atheris.Setup([sys.argv[0], *limits, str(seeds)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
