"""Ratios to peers, measured in one run: CPU seconds (user and system, of all children) by getrusage.

    python -m tests.house.bench [hosts]

What is not installed is named and left out. Figures of one machine on one day; read the ratios.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.house.bench_daemon import rows as daemon_rows
from tests.house.bench_documents import rows as document_rows
from tests.house.bench_fleet import rows as fleet_rows
from tests.house.bench_forecasts import rows as forecast_rows
from tests.house.bench_logs import rows as log_rows
from tests.house.bench_snmp import rows as snmp_rows
from tests.house.bench_upgrades import TARGETS as UPGRADE_TARGETS
from tests.house.bench_upgrades import measured as upgrade_measured
from tests.peers.sshd import Peer, missing, sshd
from tests.rounds import large

ROOT = Path(__file__).resolve().parents[2]
HOSTS = 100
LISTENS = 16  # sshd listens on so many addresses at most (MAX_LISTEN_SOCKS)
REPEATS = 3
FEW, MANY = 4, 20
PROGRAM = [sys.executable, "-c", "import xunjian; xunjian.main()"]


@dataclass(frozen=True)
class Cost:
    """CPU of a command and its children, and its wall time, in seconds."""

    cpu_seconds: float
    wall_seconds: float


def cost(command: Sequence[str], environment: dict[str, str] | None = None, ok: Sequence[int] = range(4)) -> Cost:
    """Run a command and say what it cost; an unexpected exit code ends the benchmark."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), os.times().elapsed
    done = subprocess.run(command, env=environment, capture_output=True, cwd=ROOT, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in ok:
        raise SystemExit(f"{command[:4]}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, os.times().elapsed - started)


def best(command: Sequence[str], environment: dict[str, str] | None = None, ok: Sequence[int] = range(4)) -> Cost:
    """The cheapest of a few runs: load of others only adds."""
    return min((cost(command, environment, ok) for _turn in range(REPEATS)), key=lambda one: one.cpu_seconds)


def row(what: str, ours: str, peer: str = "", ratio: str = "", aim: str = "") -> None:
    """Print one line of the table."""
    print(f"| {what} | {ours} | {peer} | {ratio} | {aim} |", flush=True)


def environment(folder: Path) -> dict[str, str]:
    """Our environment with a store of its own."""
    return dict(os.environ) | {"XUNJIAN_STORE": str(folder / "bench.db"), "XUNJIAN_LANG": "en"}


def of_help(folder: Path) -> None:
    """The start of the command line."""
    ours = best([*PROGRAM, "--help"], environment(folder))
    row("`xunjian --help`, CPU", f"{ours.cpu_seconds * 1000:.0f} ms", aim="150 ms")


def of_local_run(folder: Path) -> None:
    """A whole local run, its dearest asks, and peers that look at the same machine."""
    ours = best([*PROGRAM, "run", "--quiet", "--output", "json"], environment(folder))
    footprint, dearest = last_run(folder)
    own, children = footprint["cpu_seconds"], footprint["children_cpu_seconds"]
    row("local run, our process, CPU", f"{own:.2f} s", aim="1 s")
    row("local run, its children, CPU", f"{children:.2f} s", aim="2 s")
    row("local run, all with the parent, CPU", f"{ours.cpu_seconds:.2f} s, {ours.wall_seconds:.1f} s on the clock")
    for name, seconds in dearest:
        row(f"- {name}, CPU", f"{seconds * 1000:.0f} ms")
    security = best([*PROGRAM, "run", "--security", "--quiet", "--output", "json"], environment(folder))
    for name, seconds in last_run(folder)[1]:
        row(f"- security check, {name}, CPU", f"{seconds * 1000:.0f} ms")
    ran = {"inspection": ours, "security check": security}
    against("lynis audit system", ["lynis", "audit", "system", "--quick", "--quiet", "--no-colors"], ran)
    against("ansible -m setup (local)", ["ansible", "localhost", "-c", "local", "-m", "setup"], {"inspection": ours})


def against(what: str, command: list[str], ran: Mapping[str, Cost]) -> None:
    """One peer on the same machine in the same run, beside what ran of ours."""
    if shutil.which(command[0]) is None:
        row(f"beside {what}", "", "not installed")
        return
    peer = cost(command, ok=range(256))
    for name, ours in ran.items():
        ratio = f"{ours.cpu_seconds / peer.cpu_seconds:.3f}"
        aim = "0.050" if name == "security check" else ""
        row(f"{name} beside {what}, CPU", f"{ours.cpu_seconds:.2f} s", f"{peer.cpu_seconds:.2f} s", ratio, aim)


def last_run(folder: Path) -> tuple[dict[str, float], list[tuple[str, float]]]:
    """The footprint of the last inspection and its five dearest asks."""
    from agent.store.open import open_store  # noqa: PLC0415 - only here

    with open_store(folder / "bench.db") as store:
        last = store.latest()
        assert last is not None
        asked = [(a.id, a.cpu_seconds) for one in last.targets for a in one.asked]
        return dict(last.footprint), sorted(asked, key=lambda one: -one[1])[:5]


def of_many(folder: Path, hosts: int) -> None:
    """Client CPU a host: connect, ask, parse, judge, store."""
    if missing():
        row(f"{hosts} SSH hosts", "", missing())
        return
    addresses = [f"127.0.{2 + n // 200}.{1 + n % 200}" for n in range(hosts)]
    with ExitStack() as running:
        peers = [running.enter_context(sshd(addresses=addresses[at : at + LISTENS])) for at in range(0, hosts, LISTENS)]
        known = folder / "known_hosts"
        known.write_text("".join(Path(peer.known_hosts).read_text() for peer in peers))
        config = folder / "many.yaml"
        config.write_text(configuration(peers, known))
        mine = of_run(folder, config) / hosts
        row(f"{hosts} SSH hosts, client CPU a host", f"{mine * 1000:.1f} ms", aim="25 ms")
        of_ansible(folder, peers[0], mine)


def of_further(folder: Path) -> None:
    """Client CPU of a further host: many hosts less few, so that start-up is taken out; few at once."""
    if missing():
        row("a further SSH host", "", missing())
        return
    spent = []
    for count in (FEW, MANY):
        with ExitStack() as running:
            addresses = [f"127.0.4.{1 + n}" for n in range(count)]
            peers = [running.enter_context(sshd(addresses=addresses[at : at + LISTENS])) for at in range(0, count, LISTENS)]
            known, config = folder / f"known_hosts{count}", folder / f"further{count}.yaml"
            known.write_text("".join(Path(peer.known_hosts).read_text() for peer in peers))
            config.write_text(configuration(peers, known, parallel=2))
            spent.append(of_run(folder, config))
    further = (spent[1] - spent[0]) / (MANY - FEW)
    what = f"{MANY} SSH hosts less {FEW}, two at once, client CPU a further host (start-up taken out)"
    row(what, f"{further * 1000:.1f} ms", aim="25 ms")


def of_run(folder: Path, config: Path) -> float:
    """CPU seconds of our process over one run."""
    cost([*PROGRAM, "run", "--quiet", "--output", "json", "--config", str(config)], environment(folder))
    return last_run(folder)[0]["cpu_seconds"]


def of_ansible(folder: Path, peer: Peer, mine: float) -> None:
    """Ansible's setup over the same daemons; a few of the hosts, its CPU a host."""
    if shutil.which("ansible") is None:
        row("beside ansible -m setup over SSH", "", "not installed")
        return
    some = peer.addresses[:10]
    inventory = folder / "inventory"
    options = f"-o UserKnownHostsFile={peer.known_hosts} -o IdentitiesOnly=yes"
    inventory.write_text("\n".join(
        f"{a} ansible_port={peer.port} ansible_user={peer.user} ansible_ssh_private_key_file={peer.key_path}" for a in some
    ))  # fmt: skip
    command = ["ansible", "all", "-i", str(inventory), "-m", "setup", "-f", "10", f"--ssh-common-args={options}"]
    theirs = cost(command, ok=(0,)).cpu_seconds / len(some)
    row("beside ansible -m setup, a host", f"{mine * 1000:.1f} ms", f"{theirs * 1000:.0f} ms", f"{mine / theirs:.3f}")


def configuration(peers: Sequence[Peer], known_hosts: Path, *, parallel: int = 16) -> str:
    """A site of all their addresses, as JSON, which is YAML."""
    places = [(address, peer) for peer in peers for address in peer.addresses]
    targets = [
        {"id": f"h{n}", "kind": "linux", "address": address, "access": {"ssh": {"credential": "ops", "port": peer.port}}}
        for n, (address, peer) in enumerate(places)
    ]
    first = peers[0]
    site = {
        "bounds": {"sample_seconds": 5, "parallel": parallel},
        "credentials": {"ops": {"user": first.user, "private_key": first.key_path}},
        "site": {"known_hosts": str(known_hosts)},
        "targets": targets,
    }
    return json.dumps(site)


def of_report(folder: Path) -> None:
    """A report of thirty hosts in all formats."""
    from agent.store.open import open_store  # noqa: PLC0415 - only here

    own = {**environment(folder), "XUNJIAN_STORE": str(folder / "thirty.db")}
    inspection = large(30)[0].inspection
    config = folder / "thirty.yaml"
    named = [{"id": one.target, "kind": "linux", "address": one.address} for one in inspection.targets]
    config.write_text(json.dumps({"targets": named}))
    with open_store(folder / "thirty.db") as store:
        made = store.begin(inspection)
        for result in inspection.targets:
            store.commit_target(made, result, {})
        store.finish(made)
    ours = best([*PROGRAM, "report", "quarterly", "--config", str(config), "--out", str(folder)], own, ok=(0,))
    row("report of 30 hosts, all formats, CPU", f"{ours.cpu_seconds:.2f} s", aim="6 s")


def of_logs(_folder: Path) -> None:
    """A log of two gigabytes through the real ask, and mining."""
    for what, ours, aim in log_rows():
        row(what, ours, aim=aim)


def of_snmp(_folder: Path) -> None:
    """Walks beside snmpbulkwalk, and a fleet of devices."""
    for what, ours, peer, ratio, aim in snmp_rows():
        row(what, ours, peer, ratio, aim)


def of_fleet(_folder: Path) -> None:
    """Fleets of devices through the whole program."""
    for what, ours, peer, ratio, aim in fleet_rows():
        row(what, ours, peer, ratio, aim)


def of_forecasts(_folder: Path) -> None:
    """Series of every kind."""
    for what, ours, aim in forecast_rows():
        row(what, ours, aim=aim)


def of_documents(_folder: Path) -> None:
    """The documents of a large site."""
    for what, ours, aim in document_rows():
        row(what, ours, aim=aim)


def of_upgrades(_folder: Path) -> None:
    """Two snapshots of many targets compared."""
    wall, cpu, _found, _verdict = upgrade_measured()
    row(f"two snapshots of {UPGRADE_TARGETS} targets compared, wall clock", f"{wall:.1f} s ({cpu:.1f} s CPU)")


def of_daemon(_folder: Path) -> None:
    """The daemon while it waits, ten minutes, and in a round, beside agents that watch a host."""
    for what, ours, peer, ratio, aim in daemon_rows():
        row(what, ours, peer, ratio, aim)


def main() -> int:
    """Print the table."""
    hosts = int(sys.argv[1]) if len(sys.argv) > 1 else HOSTS
    steps: list[Callable[[Path], None]] = [
        of_help,
        of_local_run,
        lambda folder: of_many(folder, hosts),
        of_further,
        of_report,
        of_documents,
        of_logs,
        of_snmp,
        of_fleet,
        of_forecasts,
        of_upgrades,
        of_daemon,
    ]
    print("| what | ours | peer | ours / peer | aim |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="xunjian-bench-") as folder:
        for step in steps:
            step(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
