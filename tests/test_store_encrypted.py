"""An encrypted store: it works as a plain one does, and none of its files tells anything without the key."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from agent.store.open import open_store
from agent.store.values import StoreError, Trouble
from tests.program import Done, configuration, xunjian
from tests.stored import header, result, round_of

pytest.importorskip("sqlcipher3", reason="an encrypted store is not verified: sqlcipher3 is not installed")

KEY = "Hunter2-geheim"
OWNER = "planted-owner"


def test_it_is_written_read_and_verified_as_a_plain_one(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    with open_store(place, key=KEY) as store:
        one = round_of(store, result("app01"), result("app02"))
    with open_store(place, key=KEY) as store:
        assert {each.target for each in store.load(one).targets} == {"app01", "app02"}
        assert list(store.verify()) == []


def test_while_it_is_open_no_file_tells_anything(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    with open_store(place, key=KEY) as store:
        one = store.begin(header("app01"))
        store.commit_target(one, result("app01"), {})
        files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        assert {"s.db", "s.db-wal"} <= files.keys()
        assert not [
            name for name, body in files.items() for word in (b"app01", b"SQLite format", KEY.encode()) if word in body
        ]
    assert place.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("other", ["", "another key"])
def test_it_opens_for_its_key_alone(tmp_path: Path, other: str) -> None:
    with open_store(tmp_path / "s.db", key=KEY):
        pass
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "s.db", key=other)
    assert caught.value.trouble is Trouble.NOT_A_STORE
    assert "store.key" in str(caught.value.text)
    assert KEY not in str(caught.value.text)


def test_a_plain_one_is_not_taken_for_an_encrypted_one(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db"):
        pass
    before = (tmp_path / "s.db").read_bytes()
    with pytest.raises(StoreError, match="not encrypted"):
        open_store(tmp_path / "s.db", key=KEY)
    assert (tmp_path / "s.db").read_bytes() == before


def test_threads_share_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db", key=KEY) as store:
        names = [f"app{n:02}" for n in range(8)]
        one = store.begin(header(*names))
        threads = [Thread(target=store.commit_target, args=(one, result(name), {})) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {each.target for each in store.load(one).targets} == set(names)


def test_a_process_that_was_killed_leaves_it_whole(tmp_path: Path) -> None:
    words = (
        "import os; from agent.store.open import open_store; from tests.stored import header, result;"
        f"s = open_store({str(tmp_path / 's.db')!r}, key={KEY!r}); one = s.begin(header('app01', 'app02'));"
        "s.commit_target(one, result('app01'), {}); os._exit(9)"
    )
    root = str(Path(__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", words], check=False, env={**os.environ, "PYTHONPATH": root})
    assert done.returncode == 9
    with open_store(tmp_path / "s.db", key=KEY) as store:
        (kept,) = store.inspections()
        assert [one.target for one in store.load(kept.id).targets] == ["app01"]
        assert list(store.verify()) == []


class TestProgram:
    @pytest.fixture
    def site(self, tmp_path: Path) -> Path:
        secret = tmp_path / "secret"
        secret.write_text(KEY + "\n")
        secret.chmod(0o600)
        store = {"url": str(tmp_path / "s.db"), "key": f"${{file:{secret}}}"}
        configuration(tmp_path, [{"id": "planted-host", "kind": "local"}], site={"customer": OWNER}, store=store)
        assert self.said(tmp_path, "run", "--only", "server.accounts").code in range(4)
        return tmp_path

    def said(self, folder: Path, *words: str) -> Done:
        done = xunjian(*words, folder=folder)
        assert KEY not in done.out + done.err
        return done

    def test_the_configuration_names_its_key(self, site: Path) -> None:
        assert b"planted-host" not in (site / "s.db").read_bytes()
        assert "planted-host" in self.said(site, "history", "planted-host", "--output", "csv").out
        assert self.said(site, "evidence", "verify").code == 0

    def test_it_is_purged_after_a_plain_copy_was_handed_over(self, site: Path) -> None:
        assert self.said(site, "purge", "--visit", "--copy-to", "kept.db").code == 0
        assert b"planted-host" in (site / "kept.db").read_bytes()
        done = self.said(site, "purge", "--visit", "--kept-in", "kept.db")
        assert done.code == 0, done.out + done.err
        assert "There is no inspection" in self.said(site, "history").out


def test_without_the_library_the_error_says_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(StoreError, match=r"xunjian\[encrypted\]"):
        open_store(tmp_path / "s.db", key=KEY)
