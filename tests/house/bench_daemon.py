"""What the daemon costs while it waits, and during a round, beside agents that watch a host, all at the same time.

    python -m tests.house.bench_daemon [seconds]

CPU is that of a process with all its children, ended ones too; wake-ups are voluntary context switches of its threads.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from tests.peers.sshd import missing, sshd

SECONDS: Final = 600.0
TARGETS: Final = 50
LISTENS: Final = 16
PROGRAM: Final = [sys.executable, "-c", "import xunjian; xunjian.main()"]
_QUIET: Final = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
Row = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Look:
    """A process with its children at one moment: resident bytes, CPU seconds, wake-ups so far."""

    rss_bytes: int
    cpu_seconds: float
    wakeups: int


def look(pid: int) -> Look:
    """Look at a process and what it has started."""
    whole = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    rss = cpu = wakes = 0.0
    for one in whole:
        try:
            times = one.cpu_times()
            rss += one.memory_info().rss
            cpu += times.user + times.system + times.children_user + times.children_system
            wakes += sum(_switches(path) for path in Path(f"/proc/{one.pid}/task").iterdir())
        except (psutil.Error, OSError):
            continue  # it ended between two looks
    return Look(int(rss), cpu, int(wakes))


def _switches(task: Path) -> int:
    for line in (task / "status").read_text().splitlines():
        if line.startswith("voluntary_ctxt_switches:"):
            return int(line.split()[1])
    return 0


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run a program until the block ends; its pid."""
    process = subprocess.Popen(command, env=environment, **_QUIET)  # type: ignore[call-overload] # keywords of one kind
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def peers(folder: Path) -> dict[str, list[str]]:
    """How the others are started, those that are installed."""
    ports = _ports(3)
    zabbix = folder / "zabbix.conf"
    zabbix.write_text(
        f"Server=127.0.0.1\nListenPort={ports[0]}\nListenIP=127.0.0.1\nLogType=console\nHostname=x\n"
        f"ControlSocket={folder}/zabbix.sock\nPidFile={folder}/zabbix.pid\n"
    )
    netdata = folder / "netdata"
    netdata.mkdir()
    places = "\n".join(f"{name} = {netdata}" for name in ("cache", "lib", "log"))
    conf = folder / "netdata.conf"
    conf.write_text(f"[directories]\n{places}\n[web]\nbind to = 127.0.0.1:{ports[1]}\n[global]\nrun as user = root\n")
    found = {
        "prometheus-node-exporter": ["prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{ports[2]}"],
        "zabbix-agent2": ["zabbix_agent2", "-f", "-c", str(zabbix)],
        "netdata": ["netdata", "-D", "-c", str(conf)],
    }
    return {name: command for name, command in found.items() if shutil.which(command[0])}


def _ports(count: int) -> list[int]:
    """So many free ports; zabbix-agent2 takes none over 32767."""
    found: list[int] = []
    for port in range(20_000, 32_767):
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == count:
            break
    return found


def rows(seconds: float = SECONDS) -> Iterator[Row]:
    """Idle for ``seconds``, all at the same time; then a round of fifty targets over SSH; and how fast it starts."""
    with tempfile.TemporaryDirectory(prefix="xunjian-bench-") as made, ExitStack() as running:
        folder = Path(made)
        environment = {**os.environ, "XDG_DATA_HOME": f"{made}/data", "XUNJIAN_STORE": f"{made}/x.db"}
        config = folder / "xunjian.yaml"
        config.write_text(_site(running, folder))
        began = time.monotonic()
        ours = running.enter_context(started([*PROGRAM, "daemon", "--config", str(config)], environment))
        lock = folder / "x.db.daemon-lock"
        while not (lock.exists() and lock.read_text().strip() == str(ours)):
            time.sleep(0.01)
        yield "daemon: from its start until it keeps time", f"{time.monotonic() - began:.2f} s", "", "", "1 s"
        while not (folder / "beat.json").exists():
            time.sleep(0.02)
        yield "daemon: from its start until its first turn is done", f"{time.monotonic() - began:.2f} s", "", "", ""
        pids = {"ours": ours}
        pids |= {name: running.enter_context(started(command)) for name, command in peers(folder).items()}
        time.sleep(15)
        before = {name: look(pid) for name, pid in pids.items()}
        time.sleep(seconds)
        after = {name: look(pid) for name, pid in pids.items()}
        yield from _idle(before, after, seconds)
        yield from _round(folder, config, ours)


def _idle(before: Mapping[str, Look], after: Mapping[str, Look], seconds: float) -> Iterator[Row]:
    mine, was = after["ours"], before["ours"]
    share = (mine.cpu_seconds - was.cpu_seconds) / seconds
    for name in (one for one in after if one != "ours"):
        theirs, had = after[name], before[name]
        what = f"daemon, idle for {seconds:.0f} s, beside {name}"
        load = (theirs.cpu_seconds - had.cpu_seconds) / seconds
        yield f"{what}: resident", _mib(mine), _mib(theirs), f"{mine.rss_bytes / theirs.rss_bytes:.2f}", "35 MB"
        yield f"{what}: of a core", f"{share:.3%}", f"{load:.3%}", f"{share / load:.2f}" if load else "", "0.1 %"
        per = [(one.wakeups - earlier.wakeups) / seconds for one, earlier in ((mine, was), (theirs, had))]
        yield f"{what}: wake-ups a second", f"{per[0]:.2f}", f"{per[1]:.2f}", f"{per[0] / per[1]:.2f}" if per[1] else "", ""


def _round(folder: Path, config: Path, pid: int) -> Iterator[Row]:
    """Let a round come due by a configuration that says so, and watch it."""
    if missing():
        yield f"daemon, a round of {TARGETS} targets", "", missing(), "", ""
        return
    was, began = look(pid), time.monotonic()
    site = json.loads(config.read_text())
    site["schedules"] = [{"name": "now", "cron": "* * * * *"}]
    config.write_text(json.dumps(site))
    most, until = 0, time.monotonic() + 300
    log = folder / "daemon.log"
    while "now@" not in log.read_text() or "inspection: done" not in log.read_text():
        if time.monotonic() > until:
            raise SystemExit(log.read_text())
        most = max(most, look(pid).rss_bytes)
        time.sleep(0.2)
    spent = look(pid).cpu_seconds - was.cpu_seconds
    what = f"daemon with its children, a round of {TARGETS} SSH targets"
    yield f"{what}: CPU", f"{spent:.1f} s ({spent / TARGETS * 1000:.0f} ms a target)", "", "", ""
    yield f"{what}: most resident", f"{most / 2**20:.0f} MB", "", "", ""
    yield f"{what}: wall clock with the wait for its minute", f"{time.monotonic() - began:.0f} s", "", "", ""


def _site(running: ExitStack, folder: Path) -> str:
    made: dict[str, object] = {
        "site": {"customer": "bench"},
        "schedules": [{"name": "routine", "cron": "0 0 29 2 *"}],
        "daemon": {"heartbeat": {"file": str(folder / "beat.json")}, "log": {"file": str(folder / "daemon.log")}},
    }
    if not missing():
        addresses = [f"127.0.5.{1 + n}" for n in range(TARGETS)]
        hosts = [running.enter_context(sshd(addresses=addresses[at : at + LISTENS])) for at in range(0, TARGETS, LISTENS)]
        known = folder / "known_hosts"
        known.write_text("".join(Path(one.known_hosts).read_text() for one in hosts))
        first = hosts[0]
        made["site"] = {"customer": "bench", "known_hosts": str(known)}
        made["credentials"] = {"ops": {"user": first.user, "private_key": first.key_path}}
        made["targets"] = [
            {"id": f"h{n}", "kind": "linux", "address": address, "access": {"ssh": {"credential": "ops", "port": one.port}}}
            for n, (address, one) in enumerate((address, one) for one in hosts for address in one.addresses)
        ]
    return json.dumps(made)


def _mib(one: Look) -> str:
    return f"{one.rss_bytes / 2**20:.1f} MB"


def main() -> int:
    """Print the table."""
    print("| what | ours | peer | ours / peer | aim |\n| --- | --- | --- | --- | --- |")
    for one in rows(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS):
        print("| " + " | ".join(one) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
