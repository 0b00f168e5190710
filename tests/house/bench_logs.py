"""What reading a log costs: the real ask on this machine over a log of two gigabytes, and mining on our side.

    python -m tests.house.bench_logs

The log is made by repeating 200,000 lines of usual programs, three in a hundred of them with words of trouble.
"""

import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from collectors.base import Answer, Question, Shell
from collectors.evidence import decode, read
from collectors.facts.system_logs import LogLine
from collectors.linux.log_mining import mine
from collectors.linux.system_logs import SYSTEM_LOGS_FILES, parse_files
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession

LINES = 200_000
HEALTHY = (
    "systemd[1]: Started Session {n} of user root.",
    "sshd[4711]: Accepted publickey for ops from 10.0.0.{m} port 4{m} ssh2",
    "shop[123]: INFO request {n} handled in {m} ms",
    "crond[99]: (root) CMD (/usr/lib64/sa/sa1 1 {m})",
    "NetworkManager[800]: dhcp4 (eth0): option lease_time => '{n}'",
)
TROUBLED = (
    "shop[123]: ERROR cannot reach 10.0.{m}.7: timed out",
    "systemd[1]: nginx.service: Failed with result 'exit-code'.",
    "shop[123]: WARN pool exhausted after {n} ms, retry {m}",
    "kernel: blk_update_request: I/O error, dev sdb, sector {n}",
)


@dataclass(frozen=True)
class LogCost:
    """What one ask cost the target, and what it read."""

    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int
    read_bytes: int
    left_bytes: int
    answer_bytes: int


def sample_lines() -> list[str]:
    """Two hundred thousand lines of today, in order."""
    dice = random.Random(1)
    day = time.strftime("%b %e")
    made = []
    for at in range(LINES):
        words = dice.choice(TROUBLED if dice.random() < 0.03 else HEALTHY)
        second = at * 80_000 // LINES
        stamp = f"{day} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        made.append(f"{stamp} db01 {words.format(n=dice.randrange(10**6), m=dice.randrange(250))}")
    return made


def ask_over(folder: Path) -> LogCost:
    """Send the very ask of the log files, with ``folder`` for /var/log."""
    ask = SYSTEM_LOGS_FILES.ask
    assert isinstance(ask, Shell)
    moved = replace(ask, command=ask.command.replace("/var/log", str(folder)))
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ((_question, reply),) = LocalSession(Budget(120)).ask([Question("log", moved, ("92", "none", ""))])
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    if not isinstance(reply, bytes):
        raise SystemExit(f"the ask failed: {reply}")
    answer = read(moved, reply)
    assert isinstance(answer, Answer)
    facts = parse_files(answer).facts
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = len(decode(reply)[0].out)
    return LogCost(cpu, wall, after.ru_maxrss * 1024, facts.read_bytes, facts.left_bytes, size)


def mining_rate(lines: list[str]) -> float:
    """Lines a second of one core that mining takes, as if the target had grouped none."""
    parts = [line[16:].split(" ", 2) for line in lines]
    made = [LogLine(one[1].partition("[")[0], one[2], 1, None, None, one[2]) for one in parts]
    started = time.process_time()
    mine(made)
    return len(made) / (time.process_time() - started)


def rows() -> list[tuple[str, str, str]]:
    """What, how much, the aim."""
    lines = sample_lines()
    chunk = ("\n".join(lines) + "\n").encode()
    found = []
    with tempfile.TemporaryDirectory(prefix="xunjian-bench-") as name:
        log = Path(name) / "messages"
        for size, what in ((400 * 2**20, "400 MiB"), (2 * 2**30, "2 GiB")):
            with log.open("ab") as file:
                while file.tell() < size:
                    file.write(chunk)
            cost = ask_over(Path(name))
            rate = cost.read_bytes / len(chunk) * LINES / cost.cpu_seconds
            found += [
                (
                    f"log of {what}: lines a second and core through the signatures, on the target",
                    f"{rate:,.0f}",
                    "200,000",
                ),
                (
                    f"log of {what}: read, left, answer",
                    f"{cost.read_bytes >> 20} MiB, {cost.left_bytes >> 20} MiB, {cost.answer_bytes >> 10} KiB",
                    "said",
                ),
                (
                    f"log of {what}: CPU, wall, largest process",
                    f"{cost.cpu_seconds:.1f} s, {cost.wall_seconds:.1f} s, {cost.peak_bytes / 2**20:.0f} MiB",
                    "bounded",
                ),
            ]
    found.append(("lines a second and core through mining", f"{mining_rate(lines):,.0f}", "20,000"))
    return found


def main() -> int:
    """Print the table."""
    print("| what | ours | aim |\n| --- | --- | --- |")
    for what, ours, aim in rows():
        print(f"| {what} | {ours} | {aim} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
