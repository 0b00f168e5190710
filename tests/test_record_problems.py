"""The ledger of problems: each line of its table of states, and five quarters in which everything happens."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.acceptance import Acceptance, Bound, Withdrawal
from checks.acceptance import State as Worth
from checks.base import Finding, Level
from config.text import Text
from reports.record.ledger import ledger, name_now, names_of
from reports.record.problems import Alias, Claim, Dismissal, Key, Problem, Rating, Sight, State, Told, What

ROOT: Key = ("app01", "server.filesystem_usage", "/")
START = datetime(2026, 1, 5, tzinfo=UTC)
TODAY = date(2027, 4, 1)
MARKS = {"f": What.FAILED, "p": What.PASSED, "u": What.UNSEEN, "g": What.GONE, "x": What.UNCHECKED}


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def finding(level: Level, used: float = 0.9, key: Key = ROOT) -> Finding:
    return Finding(key[2], level, Text("full"), check=key[1], measures={"used_ratio": used})


def sight(day: float, mark: str, level: Level = Level.WARN, key: Key = ROOT, shape: str = "v1", used: float = 0.9) -> Sight:
    failed = finding(level, used, key) if mark == "f" else None
    return Sight(key, f"inspection {day:06.1f}", at(day), MARKS[mark], failed, shape)


def sights(marks: str, first: int = 0) -> list[Told]:
    """One inspection a day."""
    return [sight(first + day, mark) for day, mark in enumerate(marks)]


def acceptance(day: float, until: str = "2027-12-31", level: Level = Level.WARN, *bounds: Bound) -> Acceptance:
    return Acceptance(*ROOT, level, "低风险", "王工", "每周人工核对", date.fromisoformat(until), bounds, at=at(day))


def one(told: Sequence[Told], today: date = TODAY, aliases: Sequence[Alias] = ()) -> Problem:
    [problem] = ledger(told, aliases, today).values()
    return problem


@pytest.mark.parametrize(
    ("marks", "state", "seen", "recurred"),
    [
        ("f", State.NEW, 1, 0),
        ("ff", State.CONTINUING, 2, 0),
        ("fp", State.VERIFIED, 1, 0),
        ("fg", State.RETIRED, 1, 0),
        ("fu", State.NEW, 1, 0),
        ("ffu", State.CONTINUING, 2, 0),
        ("fuu", State.NEW, 1, 0),
        ("fup", State.VERIFIED, 1, 0),
        ("fuf", State.CONTINUING, 2, 0),
        ("fpf", State.RECURRED, 2, 1),
        ("fpff", State.CONTINUING, 3, 1),
        ("fgf", State.RECURRED, 2, 1),
        ("fpu", State.VERIFIED, 1, 0),
        ("fpp", State.VERIFIED, 1, 0),
        ("fpfpf", State.RECURRED, 3, 2),
        ("fx", State.SUPERSEDED, 1, 0),
        ("fpx", State.VERIFIED, 1, 0),
        ("fxf", State.CONTINUING, 2, 0),
        ("pf", State.NEW, 1, 0),
        ("upf", State.NEW, 1, 0),
    ],
)
def test_what_inspections_make_of_it(marks: str, state: State, seen: int, recurred: int) -> None:
    found = one(sights(marks))
    assert (found.state, found.times_seen, found.times_recurred) == (state, seen, recurred)
    assert found.first_seen == at(marks.index("f"))
    assert found.last_seen == at(marks.rindex("f"))
    assert (found.unverified_since is not None) == (marks[-1] in "ux" and not {"p", "g"} & set(marks[-2:]))


@pytest.mark.parametrize("marks", ["p", "u", "g", "pp", "up", "x"])
def test_what_never_failed_is_no_problem(marks: str) -> None:
    assert ledger(sights(marks), (), TODAY) == {}


def test_it_is_not_verified_since_the_first_that_could_not_look() -> None:
    assert one(sights("fuuu")).unverified_since == at(1)


@pytest.mark.parametrize(
    ("after", "state"),
    [("", State.CLAIMED), ("u", State.CLAIMED), ("p", State.VERIFIED), ("f", State.CONTINUING), ("g", State.RETIRED)],
)
def test_what_a_person_says_is_fixed_waits_for_the_next_inspection(after: str, state: State) -> None:
    assert one([*sights("f"), Claim(ROOT, "李工", at(0.5)), *sights(after, 1)]).state is state


def test_a_claim_about_what_is_solved_changes_nothing() -> None:
    assert one([*sights("fp"), Claim(ROOT, "李工", at(1.5))]).state is State.VERIFIED


def test_an_acceptance_ends_with_its_day() -> None:
    told = [*sights("ff"), acceptance(1.5, "2026-03-31")]
    assert one(told, date(2026, 3, 31)).state is State.ACCEPTED
    later = one(told, date(2026, 4, 1))
    assert (later.state, later.reopened_by) == (State.CONTINUING, Worth.EXPIRED)


@pytest.mark.parametrize(
    ("level", "used", "state"),
    [
        (Level.WARN, 0.92, State.ACCEPTED),
        (Level.NOTICE, 0.90, State.ACCEPTED),
        (Level.WARN, 0.921, State.CONTINUING),
        (Level.CRITICAL, 0.90, State.CONTINUING),
    ],
)
def test_an_acceptance_is_outgrown(level: Level, used: float, state: State) -> None:
    bound = Bound("used_ratio", 0.92)
    told = [*sights("f"), acceptance(0.5, "2027-12-31", Level.WARN, bound), sight(1, "f", level, used=used)]
    assert one(told).state is state


def test_an_acceptance_is_taken_back() -> None:
    told = [*sights("f"), acceptance(0.5), Withdrawal(*ROOT, "王工", "有窗口了", at(0.7))]
    assert one(told).state is State.NEW


def test_what_was_accepted_and_cured_is_solved_and_not_accepted() -> None:
    assert one([*sights("f"), acceptance(0.5), *sights("p", 1)]).state is State.VERIFIED


@pytest.mark.parametrize(("shape", "state"), [("v1", State.DISMISSED), ("v2", State.CONTINUING)])
def test_a_false_alarm_is_offered_again_when_the_check_changes(shape: str, state: State) -> None:
    told = [*sights("f"), Dismissal(ROOT, "李工", at(0.5), "测试分区", "v1"), sight(1, "f", shape=shape)]
    assert one(told).state is state


def test_a_false_alarm_of_another_shape_says_nothing() -> None:
    assert one([*sights("f"), Dismissal(ROOT, "李工", at(0.5), "测试分区", "v0")]).state is State.NEW


def test_a_false_alarm_stays_excluded_when_it_passes_and_comes_back() -> None:
    said = Dismissal(ROOT, "李工", at(0.5), "测试分区", "v1")
    assert one([*sights("f"), said, *sights("pf", 1)]).state is State.DISMISSED
    over = Dismissal(ROOT, "张工", at(9), "不是误报", "v1", is_over=True)
    assert one([*sights("f"), said, *sights("pf", 1), over]).state is State.CONTINUING


def test_a_name_that_changed_is_the_same_row() -> None:
    new: Key = ("app01", "server.filesystem_usage", "/data")
    moved: Key = ("app02", "server.filesystem_usage", "/data")
    told = [*sights("ff"), sight(2, "f", key=new), sight(3, "f", key=moved)]
    aliases = [Alias(ROOT, new, "李工", at(2)), Alias(new, moved, "李工", at(3))]
    found = one(told, aliases=aliases)
    assert (found.key, found.first_seen, found.times_seen) == (moved, at(0), 4)


def test_a_name_that_was_named_back() -> None:
    new: Key = ("app01", "server.filesystem_usage", "/data")
    told = [*sights("f"), sight(1, "f", key=new), *sights("f", 2)]
    there_and_back = [Alias(ROOT, new, "李工", at(1)), Alias(new, ROOT, "李工", at(2))]
    assert one(told, aliases=there_and_back).key == ROOT


def test_of_two_findings_of_one_inspection_the_worse() -> None:
    told = [sight(0, "p"), sight(0, "f", Level.NOTICE), sight(0, "f", Level.CRITICAL), sight(0, "u")]
    found = one(told)
    assert (found.level, found.times_seen) == (Level.CRITICAL, 1)


def test_five_quarters() -> None:
    """A round each quarter: it appears, stays, is not reached, is fixed, comes back twice, and is accepted."""
    day = 91
    rounds: list[list[Told]] = [
        [sight(0, "f")],
        [sight(day, "f")],
        [sight(day * 2, "u"), Claim(ROOT, "李工", at(day * 2 + 5))],
        [sight(day * 3, "p")],
        [sight(day * 4, "f"), acceptance(day * 4 + 1, "2027-02-15")],
        [sight(day * 4 + 30, "p"), sight(day * 4 + 40, "f", Level.CRITICAL)],
    ]
    states = [
        one([*chain.from_iterable(rounds[: number + 1])], (at(day * number) + timedelta(days=6)).date()).state
        for number in range(len(rounds))
    ]
    assert states[:4] == [State.NEW, State.CONTINUING, State.CLAIMED, State.VERIFIED]
    assert states[4:] == [State.ACCEPTED, State.RECURRED]
    last = one([*chain.from_iterable(rounds)], TODAY)
    assert last.times_recurred == 2
    assert last.needs_corrective_action
    assert last.worst is Level.CRITICAL


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ([*sights("ff")], True),
        ([*sights("fuf")], True),
        ([*sights("f"), sight(1, "f", Level.CRITICAL)], False),
        ([*sights("f"), sight(1, "f", Level.CRITICAL), sight(2, "f")], True),
        ([*sights("fpf")], False),
        ([*sights("f"), Rating(ROOT, "张工", at(0.7), "", "low", Level.WARN, is_over=True)], False),
    ],
    ids=["the same", "unseen between", "worse", "as it was", "solved and back", "taken back"],
)
def test_a_rating_counts_while_the_level_is_the_one_of_which_it_was_said(told: list[Told], *, counts: bool) -> None:
    found = one([*told, Rating(ROOT, "李工", at(0.5), "测试环境", "low", Level.WARN)])
    assert (found.rated is not None) is counts


def test_a_rating_that_was_told_before_the_first_sight_waits_for_it() -> None:
    found = one([Rating(ROOT, "李工", at(-1), "测试环境", "low", Level.WARN), *sights("f")])
    assert found.rated is not None


KEYS = [ROOT, ("app01", "server.clock", "ntp"), ("app02", "server.clock", "ntp")]


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Told], list[Alias]]:
    told: list[Told] = []
    for day in range(draw(st.integers(1, 8))):
        for key in KEYS:
            mark = draw(st.sampled_from("fpug-"))
            level = draw(st.sampled_from([Level.NOTICE, Level.WARN, Level.CRITICAL]))
            if mark != "-":
                told.append(sight(day, mark, level, key))
            match draw(st.sampled_from("cdar-----")):
                case "r":
                    is_over = draw(st.booleans())
                    told.append(Rating(key, "李工", at(day + 0.2), "测试环境", "low", level, is_over=is_over))
                case "c":
                    told.append(Claim(key, "李工", at(day + 0.3)))
                case "d":
                    told.append(Dismissal(key, "李工", at(day + 0.4), "误报", "v1"))
                case "a":
                    told.append(Acceptance(*key, level, "r", "王工", "c", date(2026, 1, 9), at=at(day + 0.5)))
    pairs = draw(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), st.integers(0, 8)), max_size=3))
    return told, [Alias(old, new, "李工", at(when)) for old, new, when in pairs]


@given(lives(), st.randoms(use_true_random=False))
def test_in_any_order_and_twice_it_is_one_ledger(life: tuple[list[Told], list[Alias]], random: Random) -> None:
    told, aliases = life
    shuffled = [*told, *told[::2]]
    random.shuffle(shuffled)
    renamed = [*aliases, *aliases]
    random.shuffle(renamed)
    assert ledger(shuffled, renamed, TODAY) == ledger(told, aliases, TODAY)


@given(lives())
def test_what_was_not_looked_at_is_never_resolved(life: tuple[list[Told], list[Alias]]) -> None:
    """Blind to everything, whatever was open is as open as it was."""
    told, aliases = life
    before = ledger(told, aliases, TODAY)
    blind = [sight(100, "u", key=key) for key in KEYS]
    after = ledger([*told, *blind], aliases, TODAY)
    assert {key: row.state for key, row in after.items()} == {key: row.state for key, row in before.items()}


def test_names_lead_to_an_end_whatever_was_renamed_to_what() -> None:
    """Four words about three names, every way: none goes round, and the last word holds."""
    for words in product(product(KEYS, KEYS), repeat=4):
        names = names_of([Alias(old, new, "李工", at(day)) for day, (old, new) in enumerate(words)])
        for key in KEYS:
            way = [key]
            while way[-1] in names:
                way.append(names[way[-1]])
                assert len(way) <= len(KEYS), words
        old, new = words[-1]
        assert old == new or name_now(old, names) == name_now(new, names)
