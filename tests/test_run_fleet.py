"""Many devices that are asked twice, by the whole program: they wait beside each other; a killed run keeps what it has."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.store.open import open_store
from tests.house.bench_fleet import addresses, device, site
from tests.house.bench_snmp import playing
from tests.program import started, xunjian
from tests.test_run_killed import SOON_SECONDS, child_of, family

pytestmark = pytest.mark.peer
COUNT, PARALLEL, SAMPLE_SECONDS = 40, 4, 4
RUN = ("run", "--store", "s.db", "--only", "network.port_state")
ENV = {"COMMUNITY": "public"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A fleet on loopback."""
    with playing(addresses(COUNT), device()) as number:
        yield number


def configured(folder: Path, port: int) -> None:
    made = site(addresses(COUNT), port, frozenset(), parallel=PARALLEL, sample_seconds=SAMPLE_SECONDS, target_seconds=60)
    (folder / "xunjian.yaml").write_text(json.dumps(made))


def test_forty_devices_by_four_wait_beside_each_other(port: int, tmp_path: Path) -> None:
    configured(tmp_path, port)
    began = time.monotonic()
    done = xunjian(*RUN, "--output", "json", folder=tmp_path, env=ENV)
    assert SAMPLE_SECONDS < time.monotonic() - began < COUNT / PARALLEL * SAMPLE_SECONDS / 2
    found = done.findings()
    assert len(done.json()["targets"]) == COUNT
    assert {one["check"] for one in found} == {"network.port_state"}
    assert not [one for one in found if one["level"] == "unknown"]


def test_killed_while_some_wait_it_keeps_what_has_finished_and_asks_the_rest_again(port: int, tmp_path: Path) -> None:
    configured(tmp_path, port)
    process = started(*RUN, folder=tmp_path, env=ENV)
    try:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("[1/40] ")
        child_of(process).kill()
        process.communicate(timeout=SOON_SECONDS)
    finally:
        for one in family(process):
            one.kill()
        process.kill()
    with open_store(tmp_path / "s.db", create=False) as store:
        assert not list(store.verify())
        kept = store.load(store.inspections()[0].id)
    assert kept.state == "cut_off"
    assert 1 <= len(kept.targets) < COUNT
    assert {one.state for one in kept.targets} == {"done"}
    began = time.monotonic()
    again = xunjian("run", "--retry-unknown", "--store", "s.db", "--output", "json", folder=tmp_path, env=ENV)
    assert time.monotonic() - began < COUNT / PARALLEL * SAMPLE_SECONDS / 2, "no lease of the killed run holds it up"
    assert [one["id"] for one in again.json()["targets"]] == [f"d{n:04}" for n in range(COUNT)]
    assert not [one for one in again.findings() if one["level"] == "unknown"]
