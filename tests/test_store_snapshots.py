"""Snapshots: an inspection under a name; what keeps evidence and measures beyond their age; the migration both ways."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.store.open import open_store
from agent.store.store import Store
from agent.store.values import Pin, Snapshot, StoreError, Trouble
from config.text import render
from tests.store_places import PLACES, back_to, place, postgres_server, tables_of
from tests.stored import START, header, pieces, result, round_of

DAY = timedelta(days=1)
BEFORE = Snapshot("升级前", "", START, "张三", "CHG-0001", "PostgreSQL 14 → 15")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as folder:
        yield folder


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place(request, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def test_a_snapshot_is_an_inspection_under_a_name(store: Store) -> None:
    assert store.snapshots() == ()
    before = replace(BEFORE, inspection=round_of(store, result()))
    after = Snapshot("after", round_of(store, result(at=START + DAY)), START + DAY, "张三")
    store.add_snapshot(after)
    store.add_snapshot(before)
    assert store.snapshots() == (before, after)
    assert store.snapshot("升级前") == before


def test_a_name_is_given_once_and_free_again_when_it_was_taken_back(store: Store) -> None:
    first, second = round_of(store, result()), round_of(store, result(at=START + DAY))
    store.add_snapshot(replace(BEFORE, inspection=first))
    with pytest.raises(StoreError) as taken:
        store.add_snapshot(replace(BEFORE, inspection=second))
    assert taken.value.trouble is Trouble.NAME_TAKEN
    assert "升级前" in render(taken.value.text, "zh_CN")
    assert store.snapshot("升级前").inspection == first
    store.remove_snapshot("升级前")
    store.add_snapshot(replace(BEFORE, inspection=second))
    assert store.snapshot("升级前").inspection == second


def test_what_is_not_there_is_an_error_and_never_nothing(store: Store) -> None:
    running = store.begin(header("app01"))
    for refused, trouble in (("01ARZ3NDEKTSV4RRFFQ69G5FAV", Trouble.UNKNOWN_ID), (running, Trouble.STILL_RUNNING)):
        with pytest.raises(StoreError) as error:
            store.add_snapshot(replace(BEFORE, inspection=refused))
        assert error.value.trouble is trouble
    for missing in (store.snapshot, store.remove_snapshot):
        with pytest.raises(StoreError) as error:
            missing("nobody made it")
        assert error.value.trouble is Trouble.UNKNOWN_ID
    assert store.snapshots() == ()


def test_a_snapshot_keeps_its_evidence_as_long_as_it_has_its_name(store: Store) -> None:
    plain, named = (round_of(store, result(at=START + n * DAY), purpose="routine") for n in range(2))
    store.add_snapshot(replace(BEFORE, inspection=named))
    assert store.pins() == (Pin(named, "snapshot 升级前"),)
    assert store.purge_evidence(START + 900 * DAY) == 1
    kept = pieces(f"app01 {START + DAY}")
    assert [store.evidence(digest) for digest in kept] == list(kept.values())
    with pytest.raises(StoreError):
        store.evidence(*pieces(f"app01 {START}"))
    store.remove_snapshot("升级前")
    assert store.purge_evidence(START + 900 * DAY) == 1
    assert list(store.verify()) == []
    assert {one.id for one in store.inspections()} == {plain, named}


def test_what_completed_a_snapshot_is_kept_with_it(store: Store) -> None:
    base = round_of(store, result(), purpose="routine")
    round_of(store, result(at=START + DAY), purpose="routine", completes=base)
    store.add_snapshot(replace(BEFORE, inspection=base))
    assert store.purge_evidence(START + 900 * DAY) == 0


def test_a_document_pins_and_a_baseline_does(store: Store) -> None:
    first, second, third = (round_of(store, result(at=START + n * DAY)) for n in range(3))
    for _twice in range(2):
        store.pin(first, "XJ-客户-2026Q2")
    store.pin(first, "CHG-0001")
    store.confirm_baseline("app01", ("linux.volumes",), second, "张三")
    assert store.pins() == (Pin(second, "baseline"), Pin(first, "XJ-客户-2026Q2"), Pin(first, "CHG-0001"))
    assert store.purge_evidence(START + 900 * DAY) == 1
    with pytest.raises(StoreError):
        store.evidence(*pieces(f"app01 {START + 2 * DAY}"))
    assert third


def test_the_migration_goes_forwards_and_back_and_leaves_what_was_there(url: str) -> None:
    with open_store(url) as store:
        one = round_of(store, result())
        store.add_snapshot(replace(BEFORE, inspection=one))
    new = tables_of(url)
    back_to(url, "0002")
    assert new - tables_of(url) == {
        *("snapshots", "pins", "bases", "thinned", "acceptances"),
        *("record_events", "attachments", "outbox", "foreign_seals", "occasions", "schedules"),
    }
    with open_store(url) as store:
        assert store.load(one).targets == (result(),)
        assert store.snapshots() == ()
        store.add_snapshot(replace(BEFORE, inspection=one))
        assert list(store.verify()) == []
    assert tables_of(url) == new
