"""Three stores, each with some of the rounds, hand over to each other in any order, once or twice: one ledger in each."""

import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.bundles.content import ALL, DESK, DOCUMENTED, GOES, NONE, STAYS, Choice
from agent.bundles.envelope import writer_to
from agent.bundles.exporting import export
from agent.bundles.importing import take_in
from agent.bundles.trouble import BundleError
from agent.ledger import CLAIM, DISMISS, entry
from agent.store import merging
from agent.store.engine import reading, writing
from agent.store.open import open_store
from agent.store.store import Store
from agent.store.tables import EVIDENCE, INSPECTIONS, METADATA, RECORD
from agent.store.values import Flaw, Snapshot
from checks.acceptance import Acceptance
from checks.base import Level
from config.site import Site
from tests.site_stores import (
    CUSTOMER,
    DAY,
    SITE,
    content,
    handed,
    moment,
    no_passphrase,
    own,
    round_in,
    seen,
    store_at,
    told,
)
from tests.stored import DISK, SWAP, header

START = moment(2026, 1, 5, 6)
NAMES = ("laptop-a", "laptop-b", "daemon")
SEEN = st.dictionaries(
    st.sampled_from(["/", "/data"]), st.sampled_from([Level.OK, Level.WARN, Level.CRITICAL, Level.UNKNOWN]), max_size=2
)
ROUNDS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.dictionaries(st.sampled_from(["app01", "db01"]), SEEN, min_size=1)),
    min_size=1,
    max_size=7,
)
EXCHANGES = st.lists(st.permutations(NAMES).map(lambda names: (names[0], names[1])), max_size=5)
EXAMPLES = settings().max_examples // 10
"""A tenth of what is drawn elsewhere: each example makes four stores."""
LAST = [(one, other) for _turn in range(2) for one, other in (NAMES[:2], NAMES[1:], (NAMES[2], NAMES[0]))]
"""Two turns round the circle: after them everybody has everything."""


def test_of_every_table_it_is_said_whether_it_goes() -> None:
    assert {table.name for table in METADATA.sorted_tables} == GOES | STAYS
    assert not GOES & STAYS


@settings(max_examples=EXAMPLES)
@given(rounds=ROUNDS, exchanges=EXCHANGES, late=st.booleans())
def test_three_stores_tell_the_same_as_one(
    rounds: list[tuple[str, dict[str, dict[str, Level]]]], exchanges: list[tuple[str, str]], *, late: bool
) -> None:
    with TemporaryDirectory() as made, ExitStack() as stack:
        folder = Path(made)
        stores = {name: stack.enter_context(store_at(folder / f"{name}.db")) for name in (*NAMES, "one")}
        days = [(day, who, found) for day, (who, found) in enumerate(rounds)]
        for day, _who, found in days:
            add(stores["one"], day, found)
        for day, who, found in sorted(days, key=lambda one: (one[1], one[0] if not late else -one[0])):
            add(stores[who], day, found)
        for one, other in (*exchanges, *LAST):
            handed(stores[one], stores[other], folder / "x.bundle")
        expected, rows = told(stores["one"]), content(stores["one"])
        for name in NAMES:
            assert told(stores[name]) == expected
            assert {**content(stores[name]), "record_events": []} == rows  # whom it trusts is each store's own
            assert not list(stores[name].verify())


def add(store: Store, day: int, found: dict[str, dict[str, Level]]) -> str:
    at = START + day * DAY
    return round_in(store, at, *(seen(target, at, levels) for target, levels in sorted(found.items())))


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    with store_at(tmp_path / "a.db") as one, store_at(tmp_path / "b.db") as other:
        yield one, other


def test_a_level_between_two_known_ones(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    first, third = add(one, 0, {"app01": {"/": Level.OK}}), add(one, 2, {"app01": {"/": Level.OK}})
    second = add(other, 1, {"app01": {"/": Level.CRITICAL}})
    assert len(one.history("app01", DISK, "/")) == 1
    handed(other, one, tmp_path / "x")
    changes = [(change.inspection, change.before, change.after) for change in one.history("app01", DISK, "/")]
    assert changes == [(first, None, Level.OK), (second, Level.OK, Level.CRITICAL), (third, Level.CRITICAL, Level.OK)]
    (now,) = one.standing()
    assert (now.level, now.since_at, now.inspection) == (Level.OK, START + 2 * DAY, third)


def test_what_a_later_round_no_longer_saw_is_gone_however_they_came(two: tuple[Store, Store]) -> None:
    one, other = two
    for store, days in ((one, (0, 1)), (other, (1, 0))):
        for day in days:
            add(store, day, {"app01": {"/": Level.OK} if day == 0 else {}})
    assert told(one) == told(other)
    assert [change.after for change in other.history("app01", DISK, "/")] == [Level.OK, Level.ABSENT]


def test_twice_is_once(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.WARN}})
    handed(one, other, tmp_path / "x")
    before = content(other)
    _made, taken = handed(one, other, tmp_path / "x")
    assert not taken.added
    assert content(other) == before


def test_each_origins_chain_is_verified_in_whichever_store_it_lies(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    paper = one.load(add(one, 2, {"app01": {"/": Level.WARN}})).seal
    add(other, 1, {"app01": {"/": Level.OK}})
    handed(one, other, tmp_path / "x")
    assert not list(other.verify(paper))
    assert other.inspections(1)[0].seal == paper
    with store_at(tmp_path / "c.db") as third:
        handed(other, third, tmp_path / "x")
        assert not list(third.verify(paper))
        add(third, 3, {"app01": {"/": Level.OK}})
        handed(third, one, tmp_path / "x")
    assert not list(one.verify(paper))


@pytest.mark.parametrize(
    ("statement", "flaw"),
    [
        ("UPDATE inspections SET purpose = 'routine' WHERE id = ?", Flaw.INSPECTION_CHANGED),
        ("DELETE FROM foreign_seals WHERE inspection = ?", Flaw.NOT_SEALED),
        ("UPDATE foreign_seals SET previous = 'x' WHERE inspection = ?", Flaw.INSPECTION_CHANGED),
        ("UPDATE foreign_seals SET number = 9 WHERE inspection = ?", Flaw.INSPECTION_REMOVED),
    ],
)
def test_what_was_changed_in_anothers_chain_is_found(
    two: tuple[Store, Store], tmp_path: Path, statement: str, flaw: Flaw
) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    last = add(one, 1, {"app01": {"/": Level.WARN}})
    handed(one, other, tmp_path / "x")
    with sqlite3.connect(other.place) as raw:
        raw.execute(statement, (last,))
    assert flaw in {problem.flaw for problem in other.verify()}


def test_a_store_that_was_copied_and_went_on_in_both_copies_forks(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as one:
        add(one, 0, {"app01": {"/": Level.OK}})
    (tmp_path / "b.db").write_bytes((tmp_path / "a.db").read_bytes())
    with store_at(tmp_path / "a.db") as one, store_at(tmp_path / "b.db") as other:
        add(one, 1, {"app01": {"/": Level.OK}})
        add(other, 2, {"app01": {"/": Level.WARN}})
        handed(one, other, tmp_path / "x")
        assert [problem.flaw for problem in other.verify()] == [Flaw.CHAIN_FORKED]
        assert len(other.inspections()) == 3


def test_two_decisions_on_one_thing_are_both_told_and_the_later_counts(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.WARN}})
    handed(one, other, tmp_path / "x")
    key = ("app01", DISK, "/")
    accepted = Acceptance(*key, Level.WARN, "低风险", "王工", "每周核对", moment(2027, 1, 1).date())
    one.accept(accepted)
    one.record([entry(CLAIM, key, "李工", "已清理")])
    other.accept(replace(accepted, by="张主任", until=moment(2027, 3, 1).date()))
    other.record([entry(DISMISS, key, "赵工", "测试分区", shape="shape")])
    _made, taken = handed(other, one, tmp_path / "x")
    handed(one, other, tmp_path / "x")
    assert [met.key for met in taken.meetings] == [key]
    assert [decision.by for decision in taken.meetings[0].decisions] == ["王工", "李工", "张主任", "赵工"]
    for store in two:
        assert [one.by for one in store.acceptances()] == ["张主任"]
        assert {one.by for one in store.recorded("problem")} == {"李工", "赵工"}
    assert told(one) == told(other)


@pytest.mark.parametrize(("evidence", "pieces"), [(NONE, 0), (DOCUMENTED, 1), (ALL, 2)])
def test_evidence_by_choice(two: tuple[Store, Store], tmp_path: Path, evidence: str, pieces: int) -> None:
    one, other = two
    at = START
    round_in(one, at, seen("app01", at, {"/": Level.OK}))
    round_in(one, at + DAY, seen("app01", at + DAY, {"/": Level.OK}), purpose="routine")
    handed(one, other, tmp_path / "x", choice=Choice(DESK, evidence))
    with reading(other.engine, other.place) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(EVIDENCE)).scalar_one() == pieces
        marked = sa.select(sa.func.count()).where(INSPECTIONS.c.purged_at.is_not(None))
        assert connection.execute(marked).scalar_one() == 2 - pieces
    assert not list(other.verify())
    handed(one, other, tmp_path / "x")
    with reading(other.engine, other.place) as connection:
        assert connection.execute(marked).scalar_one() == 0
    assert not list(other.verify())


def test_a_stranger_is_refused_until_somebody_compared_the_fingerprint_once(
    two: tuple[Store, Store], tmp_path: Path
) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    export(one, SITE, tmp_path / "x", Choice(), lambda out: writer_to(out, own(one), own(other).public))
    name = own(one).public.fingerprint
    for trusted in ("", own(other).public.fingerprint, name[:20]):
        with (tmp_path / "x").open("rb") as file, pytest.raises(BundleError, match=name):
            take_in(other, SITE, file, own(other), no_passphrase, trusted)
        assert not other.inspections()
        assert not other.recorded("trust")
    for trusted in (name.lower(), ""):
        with (tmp_path / "x").open("rb") as file:
            take_in(other, SITE, file, own(other), no_passphrase, trusted)
    assert [row.name for row in other.recorded("trust")] == [name]
    assert len(other.inspections()) == 1
    handed(other, one, tmp_path / "y")
    assert [row.name for row in one.recorded("trust")] == [own(other).public.fingerprint]


def test_what_differs_under_one_id_is_refused_whole(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    one.record([entry(CLAIM, ("app01", DISK, "/"), "李工", "已清理")])
    handed(one, other, tmp_path / "x")
    with writing(other.engine, other.place) as connection:
        connection.execute(sa.update(RECORD).values(note="改过"))
    add(one, 1, {"app01": {"/": Level.WARN}})
    with pytest.raises(BundleError, match="record_events"):
        handed(one, other, tmp_path / "x")
    assert len(other.inspections()) == 1


def test_one_store_holds_one_customer(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    elsewhere = replace(SITE, customer="另一家客户")
    with pytest.raises(BundleError, match="另一家客户"):
        handed(one, other, tmp_path / "x", sites=(SITE, elsewhere))
    assert not other.inspections()
    with pytest.raises(BundleError, match="several customers"):
        handed(one, other, tmp_path / "x", sites=(elsewhere, elsewhere))
    assert not (tmp_path / "x").exists()
    _made, taken = handed(one, other, tmp_path / "x", sites=(Site(), Site()))
    assert taken.customer == CUSTOMER


def test_of_two_snapshots_of_one_name_the_earlier_keeps_it_in_both(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    for store, day in ((one, 1), (other, 0)):
        made = add(store, day, {"app01": {"/": Level.OK}})
        store.add_snapshot(Snapshot("before", made, START + day * DAY, "李工"))
    for _turn in range(2):
        handed(one, other, tmp_path / "x")
        handed(other, one, tmp_path / "x")
    assert one.snapshots() == other.snapshots()
    assert [(shot.name[:7], shot.made_at) for shot in one.snapshots()] == [("before", START), ("before~", START + DAY)]


def test_measures_that_were_thinned_stay_thin(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    for day in range(20):
        add(one, day, {"app01": {"/": Level.OK}})
    handed(one, other, tmp_path / "x")
    now = START + timedelta(days=500)
    assert one.thin_measures(now) > 0
    handed(other, one, tmp_path / "x")
    assert one.thin_measures(now) > 0
    assert other.thin_measures(now) > 0
    assert told(one) == told(other)


def test_what_a_target_no_longer_has_is_gone_in_its_place_in_time(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK, "/old": Level.WARN}})
    add(one, 4, {"app01": {"/": Level.OK}})
    at = START + 2 * DAY
    round_in(other, at, replace(seen("app01", at, {"/": Level.OK}), checks=(DISK, SWAP)))
    handed(other, one, tmp_path / "x")
    gone = [(change.at, change.after) for change in one.history("app01", DISK, "/old")]
    assert gone == [(START, Level.WARN), (at, Level.ABSENT)]


def test_an_inspection_that_runs_stays_behind(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    running = one.begin(header("app01"))
    one.commit_target(running, seen("app01", START + DAY, {"/": Level.WARN}), {})
    handed(one, other, tmp_path / "x")
    assert len(other.inspections()) == 1
    assert not list(other.verify())
    one.finish(running)
    handed(one, other, tmp_path / "x")
    assert told(one) == told(other)


def test_a_store_of_an_older_program_has_no_moments_beside_its_documents(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    add(one, 2, {"app01": {"/": Level.OK}})
    with sqlite3.connect(one.place) as raw:
        raw.execute("UPDATE targets SET started_at = NULL")
    add(other, 1, {"app01": {"/": Level.WARN}})
    handed(other, one, tmp_path / "x")
    handed(one, other, tmp_path / "x")
    assert len(one.history("app01", DISK, "/")) == 3
    assert told(one) == told(other)


def test_nothing_is_taken_in_where_something_fails_at_the_end(
    two: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    add(one, 0, {"app01": {"/": Level.OK}})
    one.record([entry(CLAIM, ("app01", DISK, "/"), "李工", "已清理")])

    def failing(*_words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, "retell", failing)
    with pytest.raises(KeyboardInterrupt):
        handed(one, other, tmp_path / "x")
    assert not other.inspections()
    assert not any(other.recorded(stream) for stream in ("problem", "trust"))


def test_open_again_after_all(tmp_path: Path) -> None:
    with store_at(tmp_path / "a.db") as one, store_at(tmp_path / "b.db") as other:
        add(one, 0, {"app01": {"/": Level.WARN}})
        handed(one, other, tmp_path / "x")
        expected = told(one)
    with open_store(tmp_path / "b.db") as other:
        assert told(other) == expected


def test_two_stores_that_each_met_a_target_first(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    met = {"machine_id": "m1"}
    for store, day, identity in ((one, 0, {**met, "serial": "s1"}), (other, 1, met)):
        at = START + day * DAY
        round_in(store, at, replace(seen("app01", at, {"/": Level.OK}), identity=identity))
    handed(other, one, tmp_path / "x")
    handed(one, other, tmp_path / "x")
    assert one.known_identity("app01") == other.known_identity("app01") == {**met, "serial": "s1"}
    one.confirm_identity("app01", {"machine_id": "m2"}, "李工", "replaced")
    handed(one, other, tmp_path / "x")
    assert other.known_identity("app01") == {"machine_id": "m2"}


def test_a_large_store_is_handed_over_in_little_memory(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    dice = Random(1)
    evidence = {sha256(body).hexdigest(): body for body in (dice.randbytes(500_000) for _piece in range(60))}
    begun = one.begin(header("app01"))
    one.commit_target(begun, seen("app01", START, {"/": Level.OK}), evidence)
    one.finish(begun)
    handed(other, one, tmp_path / "x")  # what is loaded once is loaded now
    tracemalloc.start()
    try:
        handed(one, other, tmp_path / "x")
        _now, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    size_bytes = (tmp_path / "x").stat().st_size
    assert size_bytes > 30_000_000
    assert peak_bytes < size_bytes / 2
    assert not list(other.verify())
