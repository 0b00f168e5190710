"""Opening the store: where it lies, who may read it, and what is said when it cannot be used."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from agent.store.engine import connect
from agent.store.open import open_store
from agent.store.revision import HEAD
from agent.store.tables import METADATA
from agent.store.ulid import milliseconds, ulid
from agent.store.values import TROUBLE_WORDS, StoreError, Trouble, default_path
from config.text import render
from tests.stored import header, pieces, result, round_of


def trouble_of(place: Path | str, *, create: bool = True, busy_seconds: float = 30) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(place, create=create, busy_seconds=busy_seconds)
    return caught.value


@contextmanager
def ordinary_account() -> Iterator[None]:
    """Act as an account that is not root, to whom a folder's rights mean something."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_the_file_is_private_and_so_is_the_folder_it_makes(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "xunjian.db"
    old = os.umask(0)
    try:
        with open_store(path) as store:
            round_of(store, result())
            beside = [stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()]
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(beside) == 3  # the file, its log and its index: all of them hold findings
    assert set(beside) == {0o600}


@pytest.mark.parametrize("data", ["", "relative/is/ignored", "/srv/data"])
def test_where_the_store_lies(monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", data)
    monkeypatch.setenv("HOME", "/home/zhang")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert default_path() == Path("/var/lib/xunjian/xunjian.db")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    base = Path(data) if data == "/srv/data" else Path("/home/zhang/.local/share")
    assert default_path() == base / "xunjian" / "xunjian.db"


def test_a_path_and_a_url_are_the_same_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        one = round_of(store, result())
    with open_store(f"sqlite:///{tmp_path}/s.db") as store:
        assert store.load(one).state == "done"


def test_a_store_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    error = trouble_of(tmp_path / "none.db", create=False)
    assert error.trouble is Trouble.MISSING
    assert error.place == str(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "words", [b"no database at all, only words, and long enough to have a header", b"x", b"SQLite format 3\0" * 99]
)
def test_a_file_that_is_none_of_ours_is_left_alone(tmp_path: Path, words: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(words)
    assert trouble_of(path).trouble in {Trouble.NOT_A_STORE, Trouble.DAMAGED}
    assert path.read_bytes() == words


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE invoices (n)")
    before = path.read_bytes()
    assert trouble_of(path).trouble is Trouble.NOT_A_STORE
    assert path.read_bytes() == before


def test_a_folder_and_no_name_are_no_store(tmp_path: Path) -> None:
    for place in (str(tmp_path), "sqlite://"):
        assert trouble_of(place).trouble is Trouble.NOT_A_STORE


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        one = round_of(store, *(result(f"t{n}") for n in range(30)))
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    path.write_bytes(whole)
    with pytest.raises(StoreError) as caught, open_store(path) as store:
        store.load(one)
    assert caught.value.trouble is Trouble.DAMAGED


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE xunjian_revision SET version_num = '9999'")
        connection.commit()
    error = trouble_of(path)
    assert error.trouble is Trouble.NEWER
    assert "9999" not in render(error.text, "zh_CN")  # what the library says of it is English, and names its revisions
    assert "表结构" in render(error.text, "zh_CN")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM xunjian_revision").fetchall() == [("9999",)]


def test_a_folder_that_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above, "theirs")
        folder.mkdir(mode=0o755)
        folder.parent.chmod(0o755)
        with open_store(folder / "theirs.db") as store:
            round_of(store, result())
        (folder / "theirs.db").chmod(0o644)
        folder.chmod(0o555)
        with ordinary_account():
            assert (folder / "theirs.db").read_bytes()
            errors = [trouble_of(folder / name) for name in ("theirs.db", "new.db", "deeper/new.db")]
        folder.chmod(0o755)
        assert [error.trouble for error in errors] == [Trouble.NOT_WRITABLE] * 3
        assert sorted(one.name for one in folder.iterdir()) == ["theirs.db"]


def test_a_store_locked_too_long(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path, busy_seconds=0.1) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.inspections() == ()  # reading goes on
        with pytest.raises(StoreError) as caught:
            store.begin(header("app01"))
        other.execute("ROLLBACK")
        assert caught.value.trouble is Trouble.LOCKED
        store.begin(header("app01"))


FULL = """
import resource, sys
from agent.store.open import open_store
from agent.store.values import StoreError
from tests.stored import header, pieces, result
with open_store(sys.argv[1]) as store:
    one = store.begin(header(*(f"t{n}" for n in range(999))))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        for n in range(999):
            store.commit_target(one, result(f"t{n}"), pieces(*(f"{n} {i} " + str(i ** 900) for i in range(9))))
            print(n, flush=True)
    except StoreError as error:
        print(error.trouble.value)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.parametrize("room_bytes", [400_000, 600_001, 1_000_003])
def test_a_full_disk_loses_nothing_that_was_committed(tmp_path: Path, room_bytes: int) -> None:
    path = tmp_path / "store.db"
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(path), str(room_bytes)], capture_output=True, text=True, check=True
    )
    *numbers, trouble = ran.stdout.split()
    assert trouble == Trouble.FULL.value
    assert numbers
    with open_store(path) as store:
        (cut,) = store.cut_off_since_last()
        assert cut.finished == tuple(f"t{n}" for n in numbers)
        assert list(store.verify()) == []


def test_a_small_disk_that_is_full_from_the_start(tmp_path: Path) -> None:
    """A file size limit of nothing: the store cannot even be made."""
    code = (
        "import resource, sys\nfrom agent.store.open import open_store\nfrom agent.store.values import StoreError\n"
        "import agent.store.store\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "try:\n    open_store(sys.argv[1])\nexcept StoreError as error:\n    print(error.trouble.value)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path / "s.db")], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [Trouble.FULL.value]


def test_a_server_that_is_not_there_and_a_url_of_another_kind(tmp_path: Path) -> None:
    error = trouble_of(f"postgresql://zhang:planted@/x?host={tmp_path}")
    assert error.trouble is Trouble.UNREACHABLE
    assert "planted" not in f"{error} {render(error.text, 'zh_CN')}"
    assert trouble_of("mysql+pymysql://u:planted@h/x").trouble is Trouble.UNREACHABLE
    odd = trouble_of("://planted")
    assert odd.trouble is Trouble.UNREACHABLE
    assert "planted" not in str(odd)


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_is_said_in_chinese_with_place_and_remedy(trouble: Trouble) -> None:
    error = StoreError(trouble, "/srv/xunjian.db", "EIO")
    chinese, english = render(error.text, "zh_CN"), render(error.text, "en")
    assert chinese != english
    assert chinese.startswith("/srv/xunjian.db：")
    assert render(TROUBLE_WORDS[trouble][1], "zh_CN") in chinese
    assert "EIO" in chinese


def _shape(engine: sa.Engine) -> dict[str, object]:
    look = sa.inspect(engine)
    return {
        table: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in look.get_columns(table)],
            look.get_pk_constraint(table)["constrained_columns"],
            sorted((one["constrained_columns"], one["referred_table"]) for one in look.get_foreign_keys(table)),
            sorted((one["name"], one["column_names"]) for one in look.get_indexes(table)),
            sorted(one["column_names"] for one in look.get_unique_constraints(table)),
            look.get_table_options(table),
        )
        for table in look.get_table_names()
    }


def test_an_older_store_is_brought_up_to_the_same_shape_as_a_new_one(tmp_path: Path) -> None:
    open_store(tmp_path / "new.db").close()
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.execute("CREATE TABLE xunjian_revision (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    with open_store(tmp_path / "old.db") as store:
        round_of(store, result())
    shapes = []
    for name in ("new.db", "old.db"):
        engine = connect(sa.URL.create("sqlite", database=str(tmp_path / name)), 1)
        shapes.append(_shape(engine))
        engine.dispose()
    assert shapes[0] == shapes[1]
    assert shapes[0].keys() == METADATA.tables.keys()


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE xunjian_revision (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute("CREATE TABLE series (in_the_way)")
    assert trouble_of(path).trouble is Trouble.FAILED
    with closing(sqlite3.connect(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == {"xunjian_revision", "series"}


def test_the_latest_revision_is_the_programs() -> None:
    versions = Path(__file__).parents[1] / "agent" / "store" / "migrations" / "versions"
    assert max(one.name for one in versions.glob("[0-9]*.py")).split("_")[0] == HEAD


def test_what_is_imported_and_when(tmp_path: Path) -> None:
    code = (
        "import sys\nimport agent.store, agent.store.open, agent.store.values\n"
        "print('sqlalchemy' in sys.modules)\n"
        "for _time in range(2):\n    agent.store.open.open_store(sys.argv[1]).close()\n"
        "print('sqlalchemy' in sys.modules, 'alembic' in sys.modules, 'psycopg2' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path / "s.db")], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True", "False", "False"]


def test_what_is_written_is_in_the_kernels_hands_at_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        with store._reading() as connection:
            asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            modes = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
        assert modes == ["wal", 1, 1, 30000]
        one = store.begin(header("app01"))
        store.commit_target(one, result(), pieces("x"))
        store.finish(one)


@given(st.integers(0, 2**48 - 2), st.integers(0, 2**48 - 2))
def test_a_ulid_is_later_than_the_one_before_whatever_the_clock_says(first_ms: int, second_ms: int) -> None:
    first = ulid(first_ms)
    second = ulid(second_ms, after=first)
    assert first < second
    assert milliseconds(first) == first_ms
    assert milliseconds(second) >= second_ms


@given(st.text())
def test_what_is_no_ulid_is_said(word: str) -> None:
    with pytest.raises(ValueError, match="no ULID"):
        milliseconds(word)
