"""A visit is purged only after its copy is seen to be whole; then nothing of it is found in any file beside the store."""

from pathlib import Path

import pytest

from agent.run_log import read
from agent.store import removal
from agent.store.open import open_store
from tests.program import Done, configuration, xunjian

CUSTOMER = "滨海市环卫局"
PLANTED = ("planted-owner", "planted-host-name", CUSTOMER)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    own = {"id": "site.planted", "title": "planted", "is": "text", "expected": ["x"], "column": 1}
    asked = [{**own, "ask": f"echo {' '.join(PLANTED)}"}]
    configuration(
        tmp_path, [{"id": "planted-host-name", "kind": "local"}], site={"customer": CUSTOMER}, custom_checks=asked
    )
    for _turn in range(2):
        done = xunjian("run", "--only", "custom.*", "--only", "server.accounts", "--store", "s.db", folder=tmp_path)
        assert done.code in range(4), done.err
    return tmp_path


def purge(folder: Path, *words: str) -> Done:
    return xunjian("purge", "--visit", *words, "--store", "s.db", folder=folder)


def inspections(folder: Path) -> int:
    with open_store(folder / "s.db") as store:
        return len(store.inspections())


def found(folder: Path) -> list[tuple[str, str]]:
    """Which planted words stand in which file beside the store; its pieces of evidence are packed."""
    files = [one for one in folder.glob("s.db*") if "run-log" not in one.name]
    return [(one.name, word) for one in files for word in PLANTED if word.encode() in one.read_bytes()]


def test_nothing_is_deleted_before_it_is_kept_elsewhere(site: Path) -> None:
    assert purge(site).code == 64
    assert purge(site, "--kept-in", "nowhere").code == 64
    assert purge(site, "--kept-in", "s.db").code == 64
    assert purge(site, "--copy-to", "kept.db").code == 0
    assert {oct(path.stat().st_mode & 0o777) for path in site.glob("kept.db*")} == {"0o600"}
    assert purge(site, "--copy-to", "kept.db").code == 64, "what was handed over is not written over"
    more = xunjian("run", "--only", "custom.*", "--store", "s.db", folder=site)
    assert more.code in range(4)
    refused = purge(site, "--kept-in", "kept.db")
    assert (refused.code, "lacks" in refused.err) == (64, True), refused.err
    assert inspections(site) == 3


def test_a_damaged_copy_is_none(site: Path) -> None:
    assert purge(site, "--copy-to", "kept.db").code == 0
    with open_store(site / "kept.db") as store, store.engine.begin() as connection:
        connection.exec_driver_sql("update evidence set checksum = checksum + 1")
    with open_store(site / "kept.db") as store, store.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert purge(site, "--kept-in", "kept.db").code == 64
    assert inspections(site) == 2


def test_what_was_handed_over_is_gone_here_and_whole_there(site: Path) -> None:
    assert found(site)
    assert purge(site, "--copy-to", "kept.db").code == 0
    kept = (site / "kept.db").read_bytes()
    size = (site / "s.db").stat().st_size
    done = purge(site, "--kept-in", "kept.db", "--out", "certificates")
    assert done.code == 0, done.out + done.err
    assert found(site) == []
    assert (site / "s.db").stat().st_size < size
    assert inspections(site) == 0
    assert (site / "kept.db").read_bytes() == kept
    (written,) = (site / "certificates").iterdir()
    assert written.read_text() == done.out
    assert "2 inspections" in done.out
    chain = read(site / "s.db.run-log.jsonl")
    assert (chain.flaws, chain.torn) == ((), ())
    assert '"ask": "purge"' in (site / "s.db.run-log.jsonl").read_text().splitlines()[-1]
    assert xunjian("evidence", "verify", "--store", "s.db", folder=site).code == 0
    assert xunjian("evidence", "verify", "--store", "kept.db", folder=site).code == 0


def test_the_certificate_is_chinese_too(site: Path) -> None:
    purge(site, "--copy-to", "kept.db")
    done = purge(site, "--kept-in", "kept.db", "--lang", "zh-CN")
    assert CUSTOMER in done.out
    assert "Deleted" not in done.out


def test_another_customers_inspections_stay(site: Path) -> None:
    configuration(site, [{"id": "other-host", "kind": "local"}], site={"customer": "另一家"})
    assert xunjian("run", "--only", "server.accounts", "--store", "s.db", folder=site).code in range(4)
    assert purge(site, "--copy-to", "kept.db").code == 0
    done = xunjian("purge", "--visit", CUSTOMER, "--kept-in", "kept.db", "--store", "s.db", folder=site)
    assert done.code == 0, done.out + done.err
    assert inspections(site) == 1
    with open_store(site / "s.db") as store:
        (left,) = store.inspections()
        assert [one.target for one in store.load(left.id).targets] == ["other-host"]
        assert all(store.evidence(one.evidence) for one in store.load(left.id).targets[0].asked if one.evidence)


def test_of_every_table_it_is_said_what_becomes_of_it() -> None:
    assert removal.untold() == []
