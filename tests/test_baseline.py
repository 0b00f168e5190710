"""A baseline that a person confirms: through the command line, against a real agent, and what keeps it over the years."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.baselines import confirmable
from agent.judging import judge_one
from agent.outcomes import Seen
from agent.past import Past, Whose, past_again, past_of
from agent.replaying import differences, replay
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Confirmed, Finding, Level, Scene
from checks.network.missing_parts import MISSING_PARTS
from checks.network.port_state import PORT_STATE
from checks.result import TargetResult
from collectors.base import SessionError
from collectors.facts.devices.inventory import Inventory
from config.kinds import BOX, HOST, NETWORK, UPS
from config.limits import Layered
from tests.peers.snmpd import COMMUNITY, SnmpPeer, snmpd
from tests.program import Done, configuration, xunjian
from tests.store_places import back_to
from tests.stored import result, round_of

PORT = "GE0/0/1"
CHECK = "network.port_state"
LATER = timedelta(days=4000)


def ports(state: int, admin: int = 1) -> list[str]:
    """Lines of snmpd.conf that give the agent one more port."""
    table, names, row = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1.1", 900
    values = {2: f"octet_str {PORT}", 3: "integer 6", 7: f"integer {admin}", 8: f"integer {state}"}
    return [
        *(f"override {table}.{column}.{row} {said}" for column, said in values.items()),
        f"override {names}.{row} octet_str {PORT}",
    ]


@contextmanager
def switch(state: int = 1, admin: int = 1) -> Iterator[SnmpPeer]:
    with snmpd(*ports(state, admin), users=()) as peer:
        yield peer


def program(folder: Path, *arguments: str) -> Done:
    return xunjian(*arguments, "--store", "s.db", folder=folder, env={"COMMUNITY": COMMUNITY.reveal()})


def inspect(folder: Path, peer: SnmpPeer) -> dict[str, str]:
    """The levels of the ports' subjects."""
    entry = {
        "id": "sw",
        "kind": "network",
        "address": "127.0.0.1",
        "access": {"snmp": {"credential": "c", "port": peer.port}},
    }
    configuration(folder, [entry], credentials={"c": {"community": "${env:COMMUNITY}"}})
    done = program(folder, "run", "--output", "json", "--only", CHECK)
    return {one["subject"]: one["level"] for one in done.findings() if one["check"] == CHECK}


@pytest.mark.peer
def test_a_port_that_is_down_is_a_fault_only_once_a_person_confirmed_it_up(tmp_path: Path) -> None:
    with switch() as peer:
        first = inspect(tmp_path, peer)
        assert first == {"ports": "notice"}
        assert "network.interfaces" in program(tmp_path, "baseline", "show", "sw").out
        said = program(tmp_path, "baseline", "confirm", "sw", "--by", "王工")
        assert said.code == 0, said.err
        shown = program(tmp_path, "baseline", "show").out
        assert "王工" in shown
        assert inspect(tmp_path, peer) == {"ports": "ok"}
    with switch(state=2) as peer:
        assert inspect(tmp_path, peer)[PORT] == "critical"
        _replays_the_same(tmp_path)
    with switch(state=2, admin=2) as peer:
        assert inspect(tmp_path, peer)[PORT] == "warn"
        dropped = program(tmp_path, "baseline", "drop", "sw", "--by", "王工")
        assert dropped.code == 0, dropped.err
        assert inspect(tmp_path, peer) == {"ports": "notice"}
    _replays_the_same(tmp_path)


def _replays_the_same(folder: Path) -> None:
    """Every inspection, also those of before the baseline and of after it was taken back."""
    with open_store(folder / "s.db") as store:
        for heading in store.inspections():
            inspection = store.load(heading.id)
            for one, findings in replay(inspection, store):
                assert differences(one, findings) == []


@pytest.mark.peer
def test_the_evidence_of_a_baseline_survives_the_purge_and_only_that(tmp_path: Path) -> None:
    with switch() as peer:
        inspect(tmp_path, peer)
        program(tmp_path, "baseline", "confirm", "sw", "--by", "王工")
        inspect(tmp_path, peer)
    with open_store(tmp_path / "s.db") as store:
        (second, first) = store.inspections()
        store.purge_evidence(datetime.now(UTC) + LATER)
        asked = {one.id: store.target_result(one.id, "sw") for one in (first, second)}
        kept = asked[first.id]
        assert kept is not None
        digests = {one.evidence for one in kept.asked if one.evidence}
        assert digests
        assert all(store.evidence(digest) for digest in digests)
        store.confirm_baseline("sw", tuple(store.baselines("sw")), "", "王工")
        assert store.purge_evidence(datetime.now(UTC) + LATER) == len(digests)


@pytest.mark.peer
def test_what_was_confirmed_and_is_no_longer_kept_is_not_called_unconfirmed(tmp_path: Path) -> None:
    with switch() as peer:
        inspect(tmp_path, peer)
    with open_store(tmp_path / "s.db") as store:
        (first,) = store.inspections()
        store.purge_evidence(datetime.now(UTC) + LATER)
        store.confirm_baseline("sw", ("network.interfaces",), first.id, "王工")
    with switch(state=2) as peer:
        found = inspect(tmp_path, peer)
    assert found == {"": "unknown"}
    _replays_the_same_of_the_last(tmp_path)


def _replays_the_same_of_the_last(folder: Path) -> None:
    with open_store(folder / "s.db") as store:
        inspection = store.load(store.inspections()[0].id)
        for one, findings in replay(inspection, store):
            assert differences(one, findings) == []


# --- the command line


def refused(folder: Path, *arguments: str) -> str:
    done = program(folder, "baseline", *arguments)
    assert done.code == 64, done.out
    return done.err


@pytest.fixture
def inspected(tmp_path: Path) -> Path:
    """A store with an inspection that saw nothing that can be confirmed."""
    configuration(tmp_path, [{"id": "app01", "kind": "linux", "address": "192.0.2.7"}])
    with open_store(tmp_path / "s.db") as store:
        round_of(store, result("app01"))
    return tmp_path


def test_what_cannot_be_confirmed_is_said(inspected: Path) -> None:
    assert "app01" in refused(inspected, "confirm", "app01", "--by", "me")
    assert "other" in refused(inspected, "confirm", "other", "--by", "me")
    refused(inspected, "confirm", "app01", "--by", "me", "--inspection", "01NONE")
    assert "network.nonsense" in refused(inspected, "confirm", "app01", "--by", "me", "--kind", "network.nonsense")


def test_a_baseline_is_the_word_of_somebody(inspected: Path) -> None:
    assert "--by" in refused(inspected, "confirm", "app01", "--by", " ")
    assert "--by" in refused(inspected, "confirm", "app01")


def test_what_is_not_there_is_neither_shown_nor_dropped(inspected: Path) -> None:
    assert "nobody" in refused(inspected, "show", "nobody")
    assert "app01" in refused(inspected, "drop", "app01", "--by", "me")


# --- the store


AT = datetime(2026, 4, 5, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        yield opened


def test_the_last_word_counts_and_all_are_kept(store: Store, tmp_path: Path) -> None:
    one, two = round_of(store, result("sw")), round_of(store, result("sw", at=AT + timedelta(days=1)))
    store.confirm_baseline("sw", ("network.interfaces", "network.neighbours"), one, "王工")
    store.confirm_baseline("sw", ("network.interfaces",), two, "李工")
    store.confirm_baseline("sw", ("network.neighbours",), "", "李工")
    assert {kind: (said.inspection, said.by) for kind, said in store.baselines("sw").items()} == {
        "network.interfaces": (two, "李工")
    }
    assert store.baselines("other") == {}
    with sqlite3.connect(tmp_path / "s.db") as database:
        assert database.execute("select count(*) from baselines").fetchone() == (4,)


def test_a_baseline_of_later_is_none_of_an_evidence_of_before(store: Store) -> None:
    one = round_of(store, result("sw"))
    store.confirm_baseline("sw", ("network.interfaces",), one, "王工")
    whose = Whose("sw", NETWORK, {}, AT)
    assert past_of(store, whose, (PORT_STATE,)).then == {}
    later = Whose("sw", NETWORK, {}, datetime.now(UTC) + timedelta(days=1))
    past = past_of(store, later, (PORT_STATE,))
    assert isinstance(past.then[CHECK], SessionError)  # it has no evidence of interfaces
    assert past.compared[CHECK].by == "王工"
    judged = result("sw", at=datetime.now(UTC))
    again = TargetResult(
        **{name: getattr(judged, name) for name in judged.__dataclass_fields__} | {"compared_with": past.compared}
    )
    assert not isinstance(past_again(store, again, (PORT_STATE,)).then[CHECK], Confirmed)


def test_a_store_of_before_baselines_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store:
        one = round_of(store, result("sw"))
    back_to(str(path), "0001")
    with open_store(path) as store:
        met = store.target_result(one, "sw")
        assert met is not None
        assert met.findings[0].level is Level.OK
        assert store.baselines("sw") == {}
        store.confirm_baseline("sw", ("network.interfaces",), one, "王工")
        assert list(store.baselines("sw")) == ["network.interfaces"]
        assert list(store.verify()) == []


def test_what_can_be_confirmed_is_what_some_check_judges_against() -> None:
    assert {"network.interfaces", "network.neighbours", "network.inventory"} <= set(confirmable(NETWORK))
    assert "network.spanning_trees" not in confirmable(BOX)
    assert set(confirmable(UPS)) <= set(confirmable(NETWORK))
    assert "network.inventory" not in confirmable(HOST)
    assert {"listeners", "services", "filesystems"} <= set(confirmable("linux"))
    assert not set(confirmable("linux")) & set(confirmable(NETWORK))
    assert confirmable("bmc") == ()


def test_what_another_way_tells_is_not_held_against_the_baseline() -> None:
    """SNMP calls a supply "slot 1 power 1", the command line "0 PWR1": nothing of it is gone."""
    at = datetime(2026, 5, 1, tzinfo=UTC)
    then = Confirmed(Inventory(("power slot 1 power 1",)), at, "Li", at, ("snmp",))
    for ways, levels in (
        (("cli",), [Level.UNKNOWN]),
        (("snmp",), [Level.CRITICAL, Level.NOTICE, Level.OK]),
    ):
        seen = Seen(Inventory(("power 0 PWR1",)), ways=ways)
        said = judge_one(MISSING_PARTS, seen, Layered(MISSING_PARTS.limits), Scene(), Past({MISSING_PARTS.id: then}))
        assert sorted({one.level.value for one in said if isinstance(one, Finding)}) == sorted(one.value for one in levels)
