"""What an inspection of a large PostgreSQL costs: its seconds, our memory, its dearest statements.

python -m tests.peers.postgres_weigh PORT     in a process of its own, so that the memory is the inspection's
"""

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Final

from checks.base import Level
from collectors.sessions.postgres import PostgresDialect
from collectors.sessions.sql import SqlSession
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.asked import judged
from tests.peers.postgres import HOST, PostgresServer
from tests.peers.postgres_monitor import BUDGET, PASSWORD, Seen

SETTINGS: Final = {
    "max_wal_size": "4GB",
    "log_lock_waits": "on",
    "deadlock_timeout": "400ms",  # more than a wait of ours may last: then each longer one is logged
    "log_line_prefix": "'%m [%p] %u@%d '",
}
MAKE: Final = (
    "create or replace procedure mk(n int) language plpgsql as $$ begin for i in 1..n loop execute format("
    "'create table t%s (id int primary key, a int, b text)', i); if i % 1000 = 0 then commit; end if; end loop; end $$"
)


@dataclass(frozen=True, slots=True)
class Weight:
    """Seconds of the whole inspection and of its dearest statements, growth of our memory, findings that are not well."""

    seconds: float
    grown_bytes: int
    dearest: dict[str, float]
    bad: dict[str, str]

    def told(self) -> str:
        dearest = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in list(self.dearest.items())[:4])
        return f"{self.seconds:.1f} s, {self.grown_bytes / 2**20:.0f} MB of ours ({dearest})"


def tables(server: PostgresServer, database: str, count: int) -> None:
    """Make a database of many tables, each with an index and a TOAST table."""
    server.sql(f"create database {database}")
    server.sql(MAKE, f"call mk({count})", database=database)
    server.sql("vacuum analyze pg_class", "vacuum analyze pg_attribute", "vacuum analyze pg_index", database=database)


@contextmanager
def held(server: PostgresServer, database: str) -> Iterator[None]:
    """While it lasts, one session holds AccessExclusive on a table, and another waits for it on a second one."""
    with ExitStack() as stack:
        opened = [stack.enter_context(closing(server.connect(database))) for _n in range(3)]
        for one in opened[:2]:
            one.autocommit = False
        opened[0].cursor().execute("lock table t1 in access exclusive mode")
        opened[1].cursor().execute("lock table t2 in access share mode")
        waiting = Thread(target=opened[2].cursor().execute, args=("alter table t2 add column c int",))
        waiting.start()
        time.sleep(0.3)
        try:
            yield
        finally:
            for one in opened[:2]:
                one.rollback()
            waiting.join(30)


def waits(server: PostgresServer) -> list[str]:
    """What the server's log says of waits for locks by xunjian (log_lock_waits, %u in the line's head)."""
    return [line for line in server.log.read_text().splitlines() if "xunjian@" in line and "still waiting" in line]


def weighed(server: PostgresServer) -> Weight:
    """Inspect it in a process of its own."""
    words = [sys.executable, "-m", "tests.peers.postgres_weigh", str(server.port)]
    said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=150)
    assert said.returncode == 0, said.stderr
    return Weight(**json.loads(said.stdout.splitlines()[-1]))


def main() -> None:
    """Warm up what is imported late with a statement or two, then inspect and print."""
    port = int(sys.argv[1])

    def opened() -> SqlSession:
        return SqlSession(PostgresDialect(HOST, SqlAccess(port=port), "xunjian", Secret(PASSWORD)), BUDGET)

    judged(opened(), "postgres", "database.postgres.connections")
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the highest so far is forgotten
    started, asked = time.monotonic(), opened()
    findings, exhibits = judged(asked, "postgres", "database.postgres.*")
    seconds = time.monotonic() - started
    grown = _memory("VmHWM") - before
    costs: defaultdict[str, float] = defaultdict(float)
    for one in asked.costs:
        costs[one.id] += one.seconds
    ordered = dict(sorted(costs.items(), key=lambda one: -one[1]))
    bad = Seen(findings, exhibits).at(Level.WARN, Level.CRITICAL, Level.UNKNOWN)
    told = {" ".join(key).removeprefix("database.postgres."): words for key, words in bad.items()}
    print(json.dumps({"seconds": seconds, "grown_bytes": grown, "dearest": ordered, "bad": told}))  # noqa: T201


def _memory(name: str) -> int:
    """Bytes of a line of /proc/self/status."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
