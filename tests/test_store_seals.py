"""Seals: whatever is edited later is found and named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.store.open import open_store
from agent.store.store import Store
from agent.store.values import Flaw, StoreError, Trouble
from checks.base import Level
from config.text import render
from tests.stored import START, finding, header, pieces, result, round_of

DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


@pytest.fixture
def rounds(store: Store) -> list[str]:
    return [round_of(store, result("app01", at=START + n * DAY), result("db01", at=START + n * DAY)) for n in range(4)]


def edit(path: Path, statement: str, *values: object) -> None:
    """What somebody with a database client would do."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(statement, values).rowcount > 0
        connection.commit()


def flaws(store: Store, anchor: str = "") -> list[tuple[Flaw, str, str]]:
    return [(problem.flaw, problem.inspection, problem.target) for problem in store.verify(anchor)]


def test_an_untouched_store_has_no_flaw_and_the_chain_holds_together(store: Store, rounds: list[str]) -> None:
    heads = [store.load(one) for one in rounds]
    assert [head.previous_seal for head in heads] == ["", *(head.seal for head in heads[:-1])]
    assert len({head.seal for head in heads}) == 4
    assert flaws(store) == []


def test_one_byte_anywhere_in_evidence_or_document_is_found(tmp_path: Path) -> None:
    """Every single byte of one document, one piece of evidence and one catalogue, one after the other."""
    path = tmp_path / "one.db"
    with open_store(path) as store:
        one = round_of(store, result())
        for table, flaw in (
            ("targets", Flaw.DOCUMENT_CHANGED),
            ("evidence", Flaw.EVIDENCE_CHANGED),
            ("books", Flaw.CATALOGUE_CHANGED),
        ):
            with closing(sqlite3.connect(path)) as connection:
                (whole,) = connection.execute(f"SELECT body FROM {table}").fetchone()
                for at in range(len(whole)):
                    changed = whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :]
                    connection.execute(f"UPDATE {table} SET body = ?", (changed,))
                    connection.commit()
                    assert [problem.flaw for problem in store.verify()] == [flaw], at
                connection.execute(f"UPDATE {table} SET body = ?", (whole,))
                connection.commit()
        assert flaws(store) == []
        assert store.load(one).state == "done"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_edit_of_what_is_sealed_goes_unseen(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any cell of any sealed table, changed to another value of its kind."""
    path = tmp_path_factory.mktemp("edit") / "store.db"
    with open_store(path) as store:
        for n in range(2):
            round_of(store, result("app01", at=START + n * DAY), result("db01", at=START + n * DAY))
        table, columns = data.draw(
            st.sampled_from(
                [
                    ("targets", ("target", "state", "digest", "body", "checksum", "evidence")),
                    ("evidence", ("body", "checksum", "size_bytes")),
                    ("books", ("body", "checksum")),
                    ("seals", ("number", "inspection", "seal", "previous")),
                    (
                        "inspections",
                        (
                            "purpose",
                            "tool_version",
                            "started_at",
                            "ended_at",
                            "state",
                            "config_digest",
                            "expected",
                            "footprint",
                        ),
                    ),
                ]
            )
        )
        column = data.draw(st.sampled_from(columns))
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
            rowid, value = data.draw(st.sampled_from(rows))
            kinds = {
                str: st.text(alphabet="ab12", min_size=1, max_size=8),
                bytes: st.binary(max_size=64),
                int: st.integers(100, 1 << 31),
            }
            new = data.draw(kinds.get(type(value), st.floats(0, 1e9)))
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, rowid))
            connection.commit()
        assert (new == value) == (not list(store.verify()))


def test_changed_findings_are_named_and_not_read(store: Store, rounds: list[str], path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        other = connection.execute("SELECT body, checksum FROM targets WHERE inspection = ?", (rounds[3],)).fetchone()
    edit(path, "UPDATE targets SET body = ?, checksum = ? WHERE inspection = ? AND target = 'db01'", *other, rounds[1])
    assert flaws(store) == [(Flaw.DOCUMENT_CHANGED, rounds[1], "db01")]
    with pytest.raises(StoreError) as error:
        store.load(rounds[1])
    assert error.value.trouble is Trouble.DAMAGED


def test_a_document_replaced_with_its_digest_breaks_its_seal(store: Store, rounds: list[str], path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT body, checksum, digest FROM targets WHERE inspection = ? AND target = 'db01'"
        other = connection.execute(query, (rounds[3],)).fetchone()
    statement = "UPDATE targets SET body = ?, checksum = ?, digest = ? WHERE inspection = ? AND target = 'db01'"
    edit(path, statement, *other, rounds[1])
    assert flaws(store) == [(Flaw.INSPECTION_CHANGED, rounds[1], "")]


def test_removed_evidence_is_named_where_it_is_cited(store: Store, rounds: list[str], path: Path) -> None:
    (digest,) = pieces(f"db01 {START + 2 * DAY}")
    edit(path, "DELETE FROM evidence WHERE digest = ?", digest)
    assert flaws(store) == [(Flaw.EVIDENCE_MISSING, rounds[2], "db01")]
    (told,) = store.verify()
    assert digest in render(told.text, "zh_CN")
    assert "证据" in render(told.text, "zh_CN")


def test_evidence_emptied_without_a_purge_is_named(store: Store, rounds: list[str], path: Path) -> None:
    (digest,) = pieces(f"db01 {START}")
    edit(path, "UPDATE evidence SET body = x'' WHERE digest = ?", digest)
    assert [(problem.flaw, problem.digest) for problem in store.verify()] == [(Flaw.EVIDENCE_CHANGED, digest)]


def test_evidence_removed_from_what_was_not_purged_is_named_beside_what_was(
    store: Store, rounds: list[str], path: Path
) -> None:
    late = round_of(store, result("app01", at=START + 890 * DAY))
    assert store.purge_evidence(START + 900 * DAY) == 8
    (digest,) = pieces(f"app01 {START + 890 * DAY}")
    edit(path, "DELETE FROM evidence WHERE digest = ?", digest)
    assert flaws(store) == [(Flaw.EVIDENCE_MISSING, late, "app01")]


@pytest.mark.parametrize("n", range(4))
def test_a_removed_inspection_is_named(store: Store, rounds: list[str], path: Path, n: int) -> None:
    over_it = _packed_over(path, rounds[n])
    edit(path, "DELETE FROM targets WHERE inspection = ?", rounds[n])
    edit(path, "DELETE FROM inspections WHERE id = ?", rounds[n])
    lost = [(Flaw.DOCUMENT_CHANGED, *one) for one in over_it]
    assert sorted(flaws(store), key=str) == sorted([(Flaw.INSPECTION_REMOVED, rounds[n], ""), *lost], key=str)
    assert bool(lost) is (n == 0)


def _packed_over(path: Path, inspection: str) -> list[tuple[str, str]]:
    """The documents that cannot be read without those of an inspection."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT inspection, target FROM targets WHERE base = ?", (inspection,)).fetchall()


def test_a_byte_of_what_others_are_packed_over_is_named_with_each_that_needs_it(
    store: Store, rounds: list[str], path: Path
) -> None:
    edit(
        path,
        "UPDATE targets SET body = cast(substr(body, 1, 20) AS BLOB) WHERE inspection = ? AND target = 'db01'",
        rounds[0],
    )
    assert {(flaw, target) for flaw, _one, target in flaws(store)} == {(Flaw.DOCUMENT_CHANGED, "db01")}
    assert [one for _flaw, one, _target in flaws(store)] == rounds
    after = round_of(store, result("db01", at=START + 9 * DAY))
    assert store.load(after).targets == (result("db01", at=START + 9 * DAY),), "nothing new is built on what is damaged"


@pytest.mark.parametrize("n", range(4))
def test_an_inspection_removed_with_its_seal_is_missed_in_the_chain_or_on_paper(
    store: Store, rounds: list[str], path: Path, n: int
) -> None:
    paper = store.load(rounds[n]).seal
    edit(path, "DELETE FROM targets WHERE inspection = ?", rounds[n])
    edit(path, "DELETE FROM inspections WHERE id = ?", rounds[n])
    edit(path, "DELETE FROM seals WHERE inspection = ?", rounds[n])
    assert Flaw.ANCHOR_UNKNOWN in [problem.flaw for problem in store.verify(anchor=paper)]
    if n < 3:
        assert Flaw.INSPECTION_REMOVED in [problem.flaw for problem in store.verify()]


def test_an_anchor_is_a_seal_of_this_chain_or_told_apart(store: Store, rounds: list[str]) -> None:
    paper = store.load(rounds[1]).seal
    for good in ("", paper, f" {paper.upper()}\n"):
        assert flaws(store, good) == []
    for wrong in ("zz", paper[:-1], paper + "0", "g" + paper[1:]):
        assert flaws(store, wrong) == [(Flaw.ANCHOR_MISWRITTEN, "", "")]
    assert flaws(store, "0" * 64) == [(Flaw.ANCHOR_UNKNOWN, "", "")]


def test_a_removed_target_is_named(store: Store, rounds: list[str], path: Path) -> None:
    edit(path, "DELETE FROM targets WHERE inspection = ? AND target = 'app01'", rounds[2])
    assert flaws(store) == [(Flaw.INSPECTION_CHANGED, rounds[2], "")]


def test_a_removed_seal_is_named(store: Store, rounds: list[str], path: Path) -> None:
    edit(path, "DELETE FROM seals WHERE inspection = ?", rounds[3])
    assert flaws(store) == [(Flaw.NOT_SEALED, rounds[3], "")]


def test_resealing_one_inspection_breaks_the_next(store: Store, rounds: list[str], path: Path) -> None:
    edit(path, "UPDATE inspections SET tool_version = 'x' WHERE id = ?", rounds[1])
    with store._reading() as connection:
        from agent.store import seals  # noqa: PLC0415 - the forger's tool

        forged = seals.compute(connection, rounds[1], store.load(rounds[0]).seal)
    edit(path, "UPDATE seals SET seal = ? WHERE inspection = ?", forged, rounds[1])
    assert flaws(store) == [(Flaw.CHAIN_BROKEN, rounds[2], "")]


def test_purged_evidence_is_no_flaw_but_its_digest_still_counts(store: Store, rounds: list[str], path: Path) -> None:
    assert store.purge_evidence(START + 900 * DAY) == 8
    assert flaws(store) == []
    edit(path, "UPDATE targets SET evidence = x'' WHERE inspection = ? AND target = 'app01'", rounds[0])
    assert flaws(store) == [(Flaw.INSPECTION_CHANGED, rounds[0], "")]


def test_verifying_beside_a_run_names_nothing(store: Store, path: Path) -> None:
    one = store.begin(header("app01", "db01"))
    store.commit_target(one, result(evidence=pieces("x")), pieces("x"))
    with open_store(path) as beside:
        going = beside.verify()
        store.commit_target(one, result("db01", [finding(Level.WARN)]), pieces("y"))
        assert list(going) == []
    store.finish(one)
    assert flaws(store) == []
