"""Rounds whose targets workers ask: the same findings, whoever dies meanwhile, on a real PostgreSQL."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("procrastinate")

from agent.fleet import tables
from agent.store.open import open_store
from tests.fleets import ENV, Site, devices, entries, site, told
from tests.peers.postgres import PostgresServer, debian_binaries, postgres
from tests.peers.sshd import Peer, missing, sshd
from tests.program import target, xunjian
from tests.test_run_killed import SOON_SECONDS, child_of

if TYPE_CHECKING:
    import subprocess

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(bool(missing()) or debian_binaries() is None, reason="no sshd or no PostgreSQL is installed"),
]
HOSTS = [f"127.0.6.{n}" for n in range(1, 7)]
SLOW = "sleep 1.5; exec /bin/sh -s"
"""A host that takes its time before it does what it is asked."""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres() as made:
        yield made


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    with sshd(addresses=HOSTS) as made:
        yield made


@pytest.fixture(scope="module")
def slow() -> Iterator[Peer]:
    with sshd(addresses=HOSTS, command=SLOW) as made:
        yield made


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.05)


def asking(made: Site) -> int:
    with open_store(made.url) as store:
        return sum(one.asking for one in tables.workers(store)) if tables.is_there(store) else 0


def ended_well(process: "subprocess.Popen[str]", made: Site) -> list[tuple[str, str]]:
    """Wait for a round; of each target its state. The chain is whole and nothing is left on the queue."""
    _out, err = process.communicate(timeout=180)
    assert process.returncode in {0, 1, 2, 3}, err
    with open_store(made.url) as store:
        kept = store.load(store.inspections()[0].id)
        assert kept.state == "done"
        assert not list(store.verify())
        assert not tables.waiting(store)
    return sorted((one.target, one.state) for one in kept.targets)


def test_a_dozen_targets_of_several_kinds_come_to_the_same_by_workers(
    tmp_path: Path, server: PostgresServer, peer: Peer
) -> None:
    with site(tmp_path, server, peer) as made, devices(4) as (hosts, port):
        every = entries(peer, hosts, port)
        made.write(every, workers="own")
        embedded = made.round()
        made.write(every)
        made.worker("--jobs", "3")
        made.worker("--jobs", "3")
        shared = made.round()
        said = made.end()
        verified = xunjian("evidence", "verify", folder=tmp_path)
    assert told(shared) == told(embedded)
    assert {one["id"] for one in shared.json()["targets"]} == {str(one["id"]) for one in every}
    assert said.count("targets asked by this worker") == 2
    assert verified.code == 0, verified.out


def test_a_worker_that_is_killed_leaves_its_targets_to_another(tmp_path: Path, server: PostgresServer, slow: Peer) -> None:
    with site(tmp_path, server, slow) as made:
        made.write([target(f"h{n}", slow, host) for n, host in enumerate(HOSTS)])
        first = made.worker("--jobs", "4")
        running = made.begun()
        until(lambda: asking(made) >= 2)
        first.kill()
        made.worker("--jobs", "4")
        assert ended_well(running, made) == [(f"h{n}", "done") for n in range(6)]


def test_a_database_that_restarts_in_the_middle_loses_nothing(tmp_path: Path, server: PostgresServer, slow: Peer) -> None:
    with site(tmp_path, server, slow) as made:
        made.write([target(f"h{n}", slow, host) for n, host in enumerate(HOSTS)])
        made.worker("--jobs", "2")
        running = made.begun()
        until(lambda: asking(made) == 2)
        server.control("stop", "-m", "fast")
        until(lambda: "waiting for the store" in made.said())
        server.control("start")
        assert ended_well(running, made) == [(f"h{n}", "done") for n in range(6)]
        assert "the store answers again" in made.end()


def test_a_zone_without_a_worker_and_one_with_another_configuration_are_not_inspected(
    tmp_path: Path, server: PostgresServer, peer: Peer
) -> None:
    (tmp_path / "other").mkdir()
    with site(tmp_path, server, peer) as made:
        made.write([target("here", peer), target("there", peer, zone="dmz"), target("changed", peer, zone="lab")])
        shutil.copy(tmp_path / "xunjian.yaml", tmp_path / "other")
        with (tmp_path / "other" / "xunjian.yaml").open("a") as file:
            file.write("# another\n")
        made.worker()
        made.worker("--zone", "lab", folder=tmp_path / "other")
        with open_store(made.url) as store:
            until(lambda: tables.is_there(store) and len(tables.workers(store)) == 2)
        done = made.round()
        listed = xunjian("worker", "list", folder=tmp_path).out
        said = made.end()
    found = {one["id"]: one["findings"] for one in done.json()["targets"]}
    assert "unknown" not in {one["level"] for one in found["here"]}
    assert {one["level"] for name in ("there", "changed") for one in found[name]} == {"unknown"}
    assert "no worker serves the zone dmz" in found["there"][0]["summary"]
    assert "xunjian worker --zone dmz" in found["there"][0]["remedy"]
    assert "no worker of the zone lab has this configuration" in found["changed"][0]["summary"]
    assert "zones lab" in listed
    assert "targets of zone lab wait for another configuration" in said


def test_a_round_that_is_killed_is_cut_off_and_what_workers_bring_later_is_refused(
    tmp_path: Path, server: PostgresServer, slow: Peer
) -> None:
    with site(tmp_path, server, slow) as made:
        made.write([target(f"h{n}", slow, host) for n, host in enumerate(HOSTS)])
        made.worker("--jobs", "2")
        running = made.begun()
        until(lambda: asking(made) == 2)
        child_of(running).kill()
        running.communicate(timeout=SOON_SECONDS)
        with open_store(made.url) as store:
            cut_off = store.inspections()[0].id
            assert len(tables.waiting(store)) == 1
        until(lambda: asking(made) == 0)
        again = made.round()
        assert "was cut off" in again.err
        with open_store(made.url) as store:
            assert not list(store.verify())
            assert not tables.waiting(store)
            assert store.load(cut_off).state == "cut_off"
            assert [one.state for one in store.load(store.inspections()[0].id).targets] == ["done"] * 6
        assert "Traceback" not in made.end()


def test_what_every_worker_died_of_is_not_tried_again(tmp_path: Path, server: PostgresServer, peer: Peer) -> None:
    with site(tmp_path, server, peer) as made:
        made.write([target("h0", peer), target("poison", peer, zone="dmz")])
        made.worker()
        running = made.begun()
        put = "select count(*) from procrastinate_jobs where args ->> 'target' = 'poison'"
        until(lambda: _there(server, made.database) and server.sql(put, database=made.database) == [(1,)])
        server.sql("update procrastinate_jobs set attempts = 3 where args ->> 'target' = 'poison'", database=made.database)
        made.worker("--zone", "dmz")
        assert ended_well(running, made) == [("h0", "done"), ("poison", "unreached")]
        with open_store(made.url) as store:
            (kept,) = (one for one in store.load(store.inspections()[0].id).targets if one.target == "poison")
    assert kept.session_error is not None
    assert "each worker that began to ask it" in str(kept.session_error.detail)


def _there(server: PostgresServer, database: str) -> bool:
    return server.sql("select to_regclass('procrastinate_jobs') is not null", database=database) == [(True,)]


def test_the_approved_list_and_the_run_log_hold_on_a_worker(tmp_path: Path, server: PostgresServer, peer: Peer) -> None:
    with site(tmp_path, server, peer) as made:
        made.write([target("h0", peer), target("h1", peer, HOSTS[1])])
        xunjian("report", "approval", "--target", "h0", "--form", "json", "--scope", "inspection", folder=tmp_path, env=ENV)
        (approved,) = tmp_path.glob("*.list.json")
        made.worker()
        done = made.round("--approved", approved.name)
        made.end()
        with open_store(made.url) as store:
            kept = {one.target: one for one in store.load(store.inspections()[0].id).targets}
    assert {one["level"] for one in done.findings("h1")} == {"unknown"}
    assert kept["h0"].transport["approved_list"]
    assert kept["h0"].transport["run_log"]
    assert "@" in kept["h0"].transport["worker"]


def test_a_file_in_place_of_the_shared_store_has_the_targets_asked_from_here(
    tmp_path: Path, server: PostgresServer, peer: Peer
) -> None:
    with site(tmp_path, server, peer) as made:
        made.write([target("h0", peer)])
        done = made.round("--store", "s.db")
    assert "s.db is a file" in done.err
    assert "unknown" not in {one["level"] for one in done.findings()}


def test_a_worker_says_at_once_what_it_would_have_to_ask_a_person(
    tmp_path: Path, server: PostgresServer, peer: Peer
) -> None:
    with site(tmp_path, server, peer) as made:
        made.write([target("h0", peer)])
        path = tmp_path / "xunjian.yaml"
        path.write_text(path.read_text().replace('"use_agent": false', '"use_agent": false, "passphrase": "${ask}"'))
        done = xunjian("worker", "--until-empty", "--zone", "default", "--zone", "moon", folder=tmp_path, env=ENV)
    assert done.code == 0, done.err
    assert "the credentials ops will not be inspected" in done.err
    assert "No target of the configuration is in zone moon" in done.err
