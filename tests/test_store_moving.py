"""A store from one program to another and back: what is kept, what is named as lost, the copy beside it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from agent.store.engine import writing
from agent.store.moving import copied, moved, put_back
from agent.store.open import open_engine, open_store
from agent.store.revision import HEAD
from agent.store.tables import METADATA
from agent.store.values import StoreError, Trouble
from tests.store_places import PLACES, place, postgres_server
from tests.stored import START, pieces, result, round_of

REVISIONS = [f"{number:04}" for number in range(1, int(HEAD))]
LATER = {
    "baselines": "0002",
    "snapshots": "0003",
    "acceptances": "0006",
    "record_events": "0007",
    "outbox": "0008",
    "occasions": "0009",
    "schedules": "0009",
}
"""Tables that a revision brought, of those that hold what somebody said or did."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as folder:
        yield folder


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return place(request, tmp_path)


def value(column: "sa.Column[object]") -> object:
    kinds = {sa.String: "word", sa.LargeBinary: b"bytes"}
    return next((made for kind, made in kinds.items() if isinstance(column.type, kind)), 1)


def filled(url: str) -> str:
    """A store with an inspection, and a row in each of the later tables."""
    with open_store(url) as store:
        return round_of(store, result(at=START, evidence=pieces("df")), purpose="quarterly")


def planted(engine: sa.Engine, url: str) -> None:
    with writing(engine, url) as connection:
        for name in LATER:
            table = METADATA.tables[name]
            connection.execute(sa.insert(table).values({one.name: value(one) for one in table.columns}))


@pytest.mark.parametrize("revision", REVISIONS)
def test_back_to_any_revision_and_up_again(url: str, revision: str) -> None:
    inspection = filled(url)
    with open_store(url) as store:
        before = store.load(inspection)
    engine, shown = open_engine(url)
    planted(engine, url)
    down = moved(engine, shown, revision)
    assert (down.before, down.after) == (HEAD, revision)
    assert down.lost == {name: 1 for name, since in LATER.items() if since > revision}
    assert moved(engine, shown).lost == {}
    engine.dispose()
    with open_store(url) as store:
        assert store.load(inspection) == before
        assert list(store.verify()) == []


def test_at_its_revision_nothing_is_moved(url: str) -> None:
    filled(url)
    engine, shown = open_engine(url)
    assert moved(engine, shown) == moved(engine, shown, HEAD)
    engine.dispose()


def test_a_revision_that_nobody_knows_changes_nothing(url: str) -> None:
    filled(url)
    engine, shown = open_engine(url)
    with pytest.raises(StoreError):
        moved(engine, shown, "0000")
    assert moved(engine, shown).before == HEAD
    engine.dispose()


def test_the_copy_is_whole_private_and_can_be_put_back(tmp_path: Path) -> None:
    path, copy = tmp_path / "s.db", tmp_path / "s.db.before"
    inspection = filled(str(path))
    engine, shown = open_engine(path)
    copied(engine, shown, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError) as refused:
        copied(engine, shown, copy)
    assert refused.value.trouble is Trouble.NOT_WRITABLE
    moved(engine, shown, "0001")
    engine.dispose()
    put_back(str(path), copy)
    assert not copy.exists()
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version_num FROM xunjian_revision").fetchone() == (HEAD,)
    raw.close()
    with open_store(path) as store:
        assert store.load(inspection).id == inspection
        assert list(store.verify()) == []


def test_an_encrypted_store_is_copied_encrypted(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3")
    path, copy = tmp_path / "s.db", tmp_path / "s.db.before"
    with open_store(path, key="a long secret of words") as store:
        inspection = round_of(store, result(at=START), purpose="quarterly")
    engine, shown = open_engine(path, key="a long secret of words")
    copied(engine, shown, copy)
    engine.dispose()
    assert not copy.read_bytes().startswith(b"SQLite format 3")
    with open_store(copy, key="a long secret of words") as store:
        assert store.load(inspection).id == inspection
