"""The store on SQLite and on a real PostgreSQL: what is committed comes back, and stays."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from agent.store.leases import credential_fingerprint
from agent.store.open import open_store
from agent.store.store import Store
from agent.store.values import StoreError, Trouble
from checks.base import Finding, Level
from checks.result import finding_id
from collectors.base import Reason, Unseen
from config.text import Text, _, render
from tests.store_places import PLACES, place, postgres_server
from tests.stored import DISK, START, SWAP, finding, header, pieces, result, round_of

DAY = timedelta(days=1)


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


def test_what_is_committed_comes_back_whole(store: Store, url: str) -> None:
    evidence = pieces("Filesystem", "Swap: 0")
    first, second = result("app01", evidence=evidence), result("db01", [finding(Level.WARN, used=0.85)])
    one = store.begin(header("app01", "db01", "gone"))
    store.commit_target(one, first, evidence)
    store.commit_target(one, second, {})
    seal = store.finish(one, {"cpu_seconds": 0.25})
    with open_store(url) as again:
        whole = again.load(one)
        assert whole.targets == (first, second)
        head = header("app01", "db01", "gone")
        assert replace(whole, id="", ended_at=None, seal="", footprint={}, targets=()) == replace(head, state="done")
        assert (whole.seal, whole.previous_seal, whole.footprint) == (seal, "", {"cpu_seconds": 0.25})
        assert [again.evidence(digest) for digest in evidence] == list(evidence.values())
        assert again.target_result(one, "db01") == second
        assert again.target_result(one, "gone") is None
        assert list(again.verify(anchor=seal)) == []


def test_texts_are_kept_in_both_languages_of_that_day(store: Store) -> None:
    one = round_of(store, result(findings=[Finding("/", Level.OK, Text("gone tomorrow"), check=DISK)]))
    (found,) = store.load(one).targets[0].findings
    assert set(found.summary.rendered) == {"zh_CN", "en"}
    gone = replace(result(), session_error=Unseen("", Reason.REFUSED, remedy=Text("ask for the password")))
    error = store.load(round_of(store, gone)).targets[0].session_error
    assert error is not None
    assert error.remedy is not None
    assert set(error.remedy.rendered) == {"zh_CN", "en"}
    said = result(findings=[Finding("/", Level.OK, Text("x", rendered={"zh_CN": "当日的话", "en": "x"}), check=DISK)])
    (found,) = store.load(round_of(store, said)).targets[0].findings
    assert render(found.summary, "zh_CN") == "当日的话"


def test_a_target_is_committed_once_and_an_ended_inspection_is_closed(store: Store) -> None:
    one = store.begin(header("app01"))
    store.commit_target(one, result(), {})
    with pytest.raises(StoreError) as twice:
        store.commit_target(one, result(findings=[finding(Level.CRITICAL)]), {})
    store.finish(one)
    with pytest.raises(StoreError) as late:
        store.commit_target(one, result("late"), {})
    with pytest.raises(StoreError) as again:
        store.finish(one)
    assert {error.value.trouble for error in (twice, late, again)} == {Trouble.IMMUTABLE}
    assert [one.level for one in store.standing()] == [Level.OK]  # the second try left nothing


def test_evidence_under_a_wrong_digest_is_refused_and_leaves_nothing(store: Store) -> None:
    one = store.begin(header("app01"))
    with pytest.raises(ValueError, match="evidence"):
        store.commit_target(one, result(), {"0" * 64: b"x"})
    assert store.load(one).targets == ()
    assert store.standing() == ()


@pytest.mark.parametrize("odd", ["\ud800", "a\0b", "", "x" * 5000, "'; DROP TABLE targets; --"])
def test_odd_words_do_not_cost_the_target(store: Store, odd: str) -> None:
    told = finding(subject=odd)
    one = round_of(store, result(findings=[replace(told, summary=_("{odd}", odd=odd), quote=odd)]))
    (found,) = store.load(one).targets[0].findings
    assert found.subject == odd.encode("utf-8", "backslashreplace").decode()
    assert len(store.standing("app01")) == 1


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_no_measure(store: Store, number: float) -> None:
    odd = replace(
        finding(), measures={"used_ratio": number, "size_bytes": 7.0}, summary=_("{n:number}", n=0.5), observed=None
    )
    one = round_of(store, result(findings=[odd, replace(odd, subject="/b", measures={}, summary=_("{n}", n=number))]))
    assert store.load(one).targets[0].findings[0].measures == {"size_bytes": 7.0}
    assert store.measures("app01", DISK, odd.subject, "used_ratio") == []
    assert store.measures("app01", DISK, odd.subject, "size_bytes") == [(START, 7.0)]


def test_level_since_when_and_each_change(store: Store) -> None:
    levels = (Level.OK, Level.OK, Level.WARN, Level.WARN, Level.UNKNOWN)
    ids = [round_of(store, result(findings=[finding(level)], at=START + n * DAY)) for n, level in enumerate(levels)]
    (now,) = store.standing("app01")
    assert (now.level, now.since_at, now.at, now.inspection) == (Level.UNKNOWN, START + 4 * DAY, START + 4 * DAY, ids[4])
    history = store.history("app01", DISK, "/data/数据")
    assert [(change.before, change.after, change.inspection) for change in history] == [
        (None, Level.OK, ids[0]),
        (Level.OK, Level.WARN, ids[2]),
        (Level.WARN, Level.UNKNOWN, ids[4]),
    ]


def test_a_level_that_lasts_keeps_its_since(store: Store) -> None:
    for day in range(3):
        last = round_of(store, result(findings=[finding(Level.WARN)], at=START + day * DAY))
    (now,) = store.standing()
    assert (now.since_at, now.at, now.inspection) == (START, START + 2 * DAY, last)


def test_a_result_older_than_what_stands_is_told_in_its_place(store: Store) -> None:
    newer = round_of(store, result(findings=[finding(Level.OK, used=0.5)], at=START))
    older = round_of(store, result(findings=[finding(Level.CRITICAL, used=0.97)], at=START - DAY))
    (now,) = store.standing()
    assert (now.level, now.inspection, now.since_at) == (Level.OK, newer, START)
    told = [(one.inspection, one.before, one.after) for one in store.history("app01", DISK, "/data/数据")]
    assert told == [(older, None, Level.CRITICAL), (newer, Level.CRITICAL, Level.OK)]
    assert [value for _at, value in store.measures("app01", DISK, "/data/数据", "used_ratio")] == [0.97, 0.5]


def test_a_subject_that_is_no_longer_there_is_absent_from_then_on(store: Store) -> None:
    round_of(store, result(findings=[finding(subject="/a"), finding(subject="/b")], at=START))
    second = round_of(store, result(findings=[finding(subject="/b")], at=START + DAY))
    third = round_of(store, result(findings=[finding(subject="/b")], at=START + 2 * DAY))
    stands = {one.subject: (one.level, one.since_at, one.inspection) for one in store.standing()}
    assert stands == {"/a": (Level.ABSENT, START + DAY, third), "/b": (Level.OK, START, third)}
    fourth = round_of(store, result(findings=[finding(Level.WARN, subject="/a")], at=START + 3 * DAY))
    assert [(one.level, one.inspection) for one in store.standing() if one.subject == "/a"] == [(Level.WARN, fourth)]
    assert [one.after for one in store.history("app01", DISK, "/a")] == [Level.OK, Level.ABSENT, Level.WARN]
    assert second < third


@pytest.mark.parametrize("checks", [(SWAP,), (DISK,)])
def test_a_subject_that_nobody_could_look_for_keeps_the_inspection_that_saw_it_last(
    checks: tuple[str, ...], store: Store
) -> None:
    first = round_of(store, result(findings=[finding(subject="/a")], at=START))
    blind = Finding("", Level.UNKNOWN, finding().summary, check=checks[0])
    round_of(store, replace(result(findings=[blind], at=START + DAY), checks=checks))
    assert [(one.level, one.inspection) for one in store.standing() if one.subject == "/a"] == [(Level.OK, first)]


def test_of_two_findings_on_one_subject_the_worse_stands(store: Store) -> None:
    round_of(store, result(findings=[finding(Level.UNKNOWN), finding(Level.OK)]))
    assert [one.level for one in store.standing()] == [Level.UNKNOWN]


def test_a_finding_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    subjects = [f"/{n}" for n in range(40)]
    round_of(store, result(findings=[finding(subject=subject) for subject in subjects]))
    short = finding_id("app01", DISK, "/7")
    assert store.find_finding(short.upper()).subject == "/7"
    with pytest.raises(StoreError) as several:
        store.find_finding("")
    assert several.value.trouble is Trouble.UNKNOWN_ID
    first = min(finding_id("app01", DISK, subject)[0] for subject in subjects)
    shared = [s for s in subjects if finding_id("app01", DISK, s).startswith(first)]
    with pytest.raises(StoreError) as both:
        store.find_finding(first)
    assert len(shared) > 1
    assert both.value.trouble is Trouble.AMBIGUOUS
    for word in ("zz", "%", "_"):
        with pytest.raises(StoreError) as none:
            store.find_finding(word)
        assert none.value.trouble is Trouble.UNKNOWN_ID


def test_headings_and_the_latest(store: Store) -> None:
    assert store.latest() is None
    assert store.inspections() == ()
    first = round_of(store, result(at=START), purpose="quarterly")
    daily = round_of(store, result(at=START + DAY), purpose="routine")
    second = round_of(store, result(at=START + 2 * DAY), purpose="quarterly")
    asked_again = round_of(store, result(at=START + 3 * DAY), purpose="quarterly", completes=second)
    running = store.begin(header("app01"))
    assert [one.id for one in store.inspections()] == [running, asked_again, second, daily, first]
    assert [one.id for one in store.inspections(2)] == [running, asked_again]
    latest, routine = store.latest(), store.latest("routine")
    assert latest is not None
    assert routine is not None
    assert (latest.id, routine.id) == (second, daily)
    with pytest.raises(StoreError) as unknown:
        store.load("01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert unknown.value.trouble is Trouble.UNKNOWN_ID


def test_ids_sort_in_the_order_of_beginning(store: Store) -> None:
    ids = [store.begin(header()) for _n in range(20)]
    assert ids == sorted(set(ids))


def test_asking_again_completes_the_earlier_inspection(store: Store) -> None:
    seen, holes = finding(Level.WARN, "/a"), finding(Level.UNKNOWN, "/b")
    base = round_of(
        store, result(findings=[seen, holes, finding(Level.UNKNOWN, "", SWAP)]), result("db01", state="unreached")
    )
    later = result(findings=[finding(Level.UNKNOWN, "/a"), finding(Level.OK, "/b")], at=START + DAY)
    again = round_of(store, later, completes=base)
    last = round_of(store, result(findings=[finding(Level.OK, "", SWAP)], at=START + 2 * DAY), completes=again)
    view = store.completed_view(base)
    assert [(f.check, f.subject, f.level) for f in view.targets[0].findings] == [
        (DISK, "/a", Level.WARN),
        (DISK, "/b", Level.OK),
        (SWAP, "", Level.OK),
    ]
    assert view.targets[0].completed_by == {DISK: again, SWAP: last}
    assert view.targets[1] == store.load(base).targets[1]
    assert (view.id, view.seal) == (base, store.load(base).seal)
    assert store.load(base).targets[0].findings[2].level is Level.UNKNOWN  # what was sealed stays


def test_measures_since(store: Store) -> None:
    for day in range(5):
        round_of(store, result(findings=[finding(used=day / 10)], at=START + day * DAY))
    every = store.all_measures(START + 3 * DAY)
    found = store.measures("app01", DISK, "/data/数据", "used_ratio", since=START + 3 * DAY)
    assert every["app01", DISK, "/data/数据", "used_ratio"] == found
    assert found == [(START + 3 * DAY, 0.3), (START + 4 * DAY, 0.4)]
    assert store.measures("app01", DISK, "/elsewhere", "used_ratio") == []


def test_evidence_is_purged_by_age_and_purpose_and_leaves_its_digest(store: Store) -> None:
    ids = {}
    for purpose, age in (("routine", 29), ("routine", 31), ("quarterly", 399), ("quarterly", 401), ("snapshot", 500)):
        one = result(at=START - age * DAY, evidence=pieces(f"app01 {START - age * DAY}"))
        ids[purpose, age] = round_of(store, one, purpose=purpose)
    assert store.purge_evidence(START, pinned=[ids["snapshot", 500]]) == 2
    gone = {key for key, one in ids.items() if not _has_evidence(store, one)}
    assert gone == {("routine", 31), ("quarterly", 401)}
    assert list(store.verify()) == []
    assert store.purge_evidence(START, pinned=[ids["snapshot", 500]]) == 0


def _has_evidence(store: Store, one: str) -> bool:
    try:
        store.evidence(store.load(one).targets[0].asked[0].evidence)
    except StoreError:
        return False
    return True


def test_evidence_cited_again_is_kept_by_its_latest_citation_and_comes_back_after_a_purge(store: Store) -> None:
    same = pieces("unchanged")
    (digest,) = same
    for age, purpose in ((500, "quarterly"), (10, "routine")):
        one = store.begin(header(purpose=purpose))
        store.commit_target(one, result(at=START - age * DAY), same)
        store.finish(one)
    assert store.purge_evidence(START) == 0
    assert store.purge_evidence(START + 30 * DAY) == 1
    one = store.begin(header())
    store.commit_target(one, result(at=START + 31 * DAY), same)
    assert store.evidence(digest) == b"unchanged"
    store.finish(one)
    assert list(store.verify()) == []


def test_bookmarks_move_with_the_target_and_by_schedule(store: Store) -> None:
    one = store.begin(header("app01"))
    store.commit_target(one, result(), {}, bookmarks_by_collector={"linux.kernel_log": "cursor 7"}, schedule="routine")
    with pytest.raises(StoreError):
        store.commit_target(one, result(), {}, bookmarks_by_collector={"linux.kernel_log": "cursor 9"}, schedule="routine")
    assert store.bookmarks("app01", "routine") == {"linux.kernel_log": "cursor 7"}
    assert store.bookmarks("app01") == {}
    assert store.bookmarks("db01", "routine") == {}


def test_one_holder_a_target(store: Store) -> None:
    assert store.lease("app01", "a", 60)
    assert not store.lease("app01", "b", 60)
    assert store.lease("db01", "b", 60)
    assert store.lease("app01", "a", 60)
    store.release_lease("app01", "b")
    assert not store.lease("app01", "b", 60), "another's lease is nobody's to give back"
    store.release_lease("app01", "a")
    assert store.lease("app01", "b", 60)


def test_an_expired_lease_is_taken_over_and_its_holder_learns_it(store: Store) -> None:
    assert store.lease("app01", "a", 0.05)
    time.sleep(0.1)
    assert store.lease("app01", "b", 60)
    assert not store.lease("app01", "a", 60)


def test_the_lease_of_a_target_ends_with_its_result_and_not_that_of_the_others(store: Store) -> None:
    one = store.begin(header("app01", "db01"))
    assert store.lease(result().target, one, 600)
    assert store.lease("other", one, 600)
    store.commit_target(one, result(), {})
    assert store.lease(result().target, "another", 60)
    assert not store.lease("other", "another", 60)


def test_the_leases_of_an_inspection_end_with_it(store: Store) -> None:
    one = store.begin(header("app01"))
    assert store.lease("app01", one, 600)
    store.finish(one)
    assert store.lease("app01", "another", 60)


def test_of_many_that_want_a_target_one_gets_it(store: Store) -> None:
    got: list[str] = []

    def want_it(name: str) -> None:
        if store.lease("app01", name, 60):
            got.append(name)

    want = [Thread(target=want_it, args=(str(n),)) for n in range(12)]
    for each in want:
        each.start()
    for each in want:
        each.join()
    assert len(got) == 1
    assert store.lease("app01", got[0], 60)


def test_a_refused_credential_is_remembered_until_its_entry_changes_or_by_hand(store: Store) -> None:
    before = credential_fingerprint("ops", "entry 1", "target 1")
    store.remember_refused("app01", before, "ops")
    store.remember_refused("app01", before, "ops")
    assert store.is_refused("app01", before)
    assert not store.is_refused("db01", before)
    for changed in (("ops", "entry 2", "target 1"), ("ops", "entry 1", "target 2"), ("opsentry", " 1", "target 1")):
        assert not store.is_refused("app01", credential_fingerprint(*changed))
    assert store.forget_refused("app01") == 1
    assert not store.is_refused("app01", before)


def test_whom_we_met_first_counts_until_a_person_says_otherwise(store: Store) -> None:
    assert store.known_identity("app01") is None
    round_of(store, result(identity={}))
    assert store.known_identity("app01") is None
    round_of(store, result(identity={"host_key": "k1"}))
    round_of(store, result(identity={"host_key": "k1", "machine_id": "m1"}))
    round_of(store, result(identity={"host_key": "k2", "machine_id": "m2"}))
    round_of(store, result(identity={"serial": "s"}))
    assert store.known_identity("app01") == {"host_key": "k1", "machine_id": "m1"}
    store.confirm_identity("app01", {"machine_id": "m2"}, "张三", "replaced")
    assert store.known_identity("app01") == {"machine_id": "m2"}
    history = store.identity_history("app01")
    assert [(event.by, event.how) for event in history] == [
        ("xunjian", "first_met"),
        ("xunjian", "learned"),
        ("张三", "replaced"),
    ]


def test_threads_commit_beside_each_other(store: Store) -> None:
    one = store.begin(header())
    wrong: list[Exception] = []

    def commit(n: int) -> None:
        try:
            store.commit_target(one, result(f"t{n}"), pieces("shared", f"own {n}"))
        except Exception as error:  # noqa: BLE001 - told below
            wrong.append(error)

    threads = [Thread(target=commit, args=(n,)) for n in range(24)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    store.finish(one)
    assert wrong == []
    assert len(store.load(one).targets) == 24
    assert list(store.verify()) == []


def test_runs_that_end_at_once_do_not_fork_the_chain(url: str, store: Store) -> None:
    with open_store(url) as other:
        ids = {one.begin(header()): one for one in (store, other) for _n in range(8)}
        ending = [Thread(target=one.finish, args=(inspection,)) for inspection, one in ids.items()]
        for each in ending:
            each.start()
        for each in ending:
            each.join()
    follows = {head.previous_seal: head.seal for head in store.inspections()}
    seal, length = "", 0
    while seal in follows:
        seal, length = follows[seal], length + 1
    assert length == 16
    assert list(store.verify()) == []


def test_left_unfinished_in_this_process_it_is_cut_off_when_the_store_closes(url: str) -> None:
    with open_store(url) as store:
        one = store.begin(header("app01", "db01", "app02"))
        assert store.lease("app02", one, 600)
        store.commit_target(one, result("db01"), {})
    with open_store(url) as store:
        (cut,) = store.cut_off_since_last()
        assert (cut.id, cut.finished, cut.unfinished) == (one, ("db01",), ("app01", "app02"))
        assert store.load(one).state == "cut_off"
        assert store.lease("app02", "another", 60)
        assert list(store.verify()) == []
        assert one in render(cut.text, "zh_CN")
        assert "未完成" in render(cut.text, "zh_CN")
        round_of(store, result())
        assert store.cut_off_since_last() == ()
