"""A PostgreSQL of 100,000 tables, two of them locked: what our whole inspection costs it, beside check_postgres's bloat."""

import shutil
import subprocess
import time
from typing import Final

from tests.peers.postgres import HOST, PostgresServer, debian_binaries, postgres
from tests.peers.postgres_monitor import monitor
from tests.peers.postgres_weigh import SETTINGS, held, tables, waits, weighed

COUNT: Final = 100_000
MOST_SECONDS: Final = 15.0
MOST_BYTES: Final = 60 * 2**20
_OTHER_SECONDS: Final = 900
_SECRET: Final = "Superuser-0f-the-proof"


class TooDearError(Exception):
    """It cost more than it may, or there is nothing to measure with; the message has the figures."""


def large() -> str:
    """Make it, inspect it while tables are locked, and run check_postgres on it."""
    found = debian_binaries()
    if found is None:
        raise TooDearError("Debian's PostgreSQL is not installed")
    with postgres(found, SETTINGS | {"shared_buffers": "256MB"}, ("-k",), password=_SECRET) as server:
        tables(server, "many", COUNT)
        monitor(server, "many")
        server.sql("checkpoint")
        with held(server, "many"):
            weight = weighed(server)
        late = waits(server)
        beside = _check_postgres(server, weight.seconds)
        hidden = sum("timeout" in words or "Not inspected" in words for words in weight.bad.values())
    told = f"{COUNT:,} tables: whole inspection {weight.told()}; {hidden} not inspected; {beside}"
    if late or weight.seconds > MOST_SECONDS or weight.grown_bytes > MOST_BYTES:
        raise TooDearError(f"{told}; waits: {late[:3]}")
    return told


def _check_postgres(server: PostgresServer, ours: float) -> str:
    program = shutil.which("check_postgres")
    if program is None:
        return "check_postgres is not installed: nothing to compare with"
    words = [program, "--action=bloat", f"--host={HOST}", f"--port={server.port}", "--dbuser=postgres", "--dbname=many"]
    started = time.monotonic()
    subprocess.run(
        words,
        env={"PGPASSWORD": _SECRET, "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        capture_output=True,
        check=False,
        timeout=_OTHER_SECONDS,
        cwd="/tmp",
    )
    seconds = time.monotonic() - started
    return f"check_postgres's bloat alone {seconds:.1f} s, {seconds / ours:.1f} times our whole inspection"
