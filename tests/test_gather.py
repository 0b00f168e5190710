"""From evidence to facts: which collector's word counts, what is asked in which round, what a lost session leaves."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from agent.gather import Gathering
from agent.outcomes import NOT_ASKED, Missed, Outcome, Seen, merge, unseen_of
from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    FactKind,
    FollowUp,
    Listing,
    Merge,
    Parameter,
    ParseError,
    Reason,
    SessionError,
    Shell,
    Source,
    Unseen,
    Walk,
)
from collectors.evidence import Reply, digest, encode

Names = Listing[str]
FIRST: FactKind[Names] = FactKind("first")
BOTH: FactKind[Names] = FactKind("both", Merge.UNION)
SIZES: FactKind[Names] = FactKind("sizes")
MADE: FactKind[str] = FactKind("made")


def parse(answer: Answer) -> Names:
    if answer.text == "none\n":
        raise Absent("none")
    if "?" in answer.text:
        raise ParseError("what?", answer.text)
    if "!" in answer.text:
        raise KeyError("a bug of ours")
    return Listing(tuple(answer.text.split()))


def collector(name: str, kind: FactKind[Names] = FIRST, command: str = "") -> Collector[Answer, Names]:
    return Collector(name, kind, LINUX, Shell(command or f"cat {name}", tool="cat"), parse)


def sizes(walk: Walk[Answer]) -> Names:
    seen = tuple(f"{item}={a.text.strip()}" for item, a in walk.items.items() if isinstance(a, Answer))
    return Listing(seen, tuple(a for a in walk.items.values() if isinstance(a, Unseen)) + walk.unseen)


FOLLOWS: FollowUp[Names, Names] = FollowUp("s", SIZES, LINUX, FIRST, Shell('wc "$1"'), lambda n: n.records, sizes)


def derive(*of: object) -> str:
    return " ".join(type(one).__name__ for one in of)


def said(text: str, *, code: int = 0, err: str = "") -> bytes:
    return encode((Reply("ok", code, text.encode(), err.encode()),))


def settled(gathering: Gathering, replies: dict[str, bytes | SessionError]) -> dict[str, Outcome]:
    gathering.questions(1)
    gathering.replies.update(replies)
    gathering.settle()
    return gathering.outcomes


def reason(outcome: Outcome) -> Reason | None:
    assert isinstance(outcome, Missed)
    return outcome.error.reason if isinstance(outcome.error, SessionError) else None


MISSING, FAILED, DENIED, CUT = (
    Missed(SessionError(one)) for one in (Reason.TOOL_MISSING, Reason.FAILED, Reason.DENIED, Reason.CUT)
)
NONE = Missed(Absent("none"))
GARBLED = Missed(ParseError("what?"))
A, B = Seen(Listing(("a",)), ("1",)), Seen(Listing(("b",)), ("2",))


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([A, B], A),
        ([MISSING, B], B),
        ([FAILED, B], B),
        ([MISSING, FAILED, B], B),
        ([DENIED, B], DENIED),
        ([CUT, B], CUT),
        ([GARBLED, B], GARBLED),
        ([NONE, B], NONE),
        ([MISSING, NONE], NONE),
        ([MISSING, MISSING], MISSING),
        ([MISSING, FAILED], FAILED),
        ([FAILED, MISSING], FAILED),
    ],
)
def test_the_first_that_knows_its_form_counts(tries: list[Outcome], expected: Outcome) -> None:
    assert merge(FIRST, tries) is expected


def test_what_nobody_collects_was_not_asked() -> None:
    assert reason(merge(FIRST, [])) is Reason.NOT_ASKED


@pytest.mark.parametrize("other", [DENIED, CUT, FAILED, GARBLED, Missed(KeyError("x"))])
def test_a_union_says_of_each_other_why_it_was_not_seen(other: Missed) -> None:
    made = merge(BOTH, [A, other])
    assert isinstance(made, Seen)
    assert made.facts == Listing(("a",), (unseen_of(other.error),))


@pytest.mark.parametrize("other", [MISSING, NONE])
def test_a_union_does_not_miss_what_is_not_there(other: Missed) -> None:
    made = merge(BOTH, [A, other])
    assert isinstance(made, Seen)
    assert made.facts == Listing(("a",))


def test_a_union_joins_records_and_evidence_once() -> None:
    made = merge(BOTH, [A, B, Seen(Listing(("a", "c")), ("1", "3"))])
    assert made == Seen(Listing(("a", "b", "c")), ("1", "2", "3"))


@pytest.mark.parametrize(
    ("tries", "expected"),
    [([MISSING, NONE], NONE), ([NONE, DENIED], DENIED), ([MISSING, CUT], CUT), ([MISSING] * 2, MISSING)],
)
def test_a_union_of_none_is_absent_only_where_nobody_was_kept_out(tries: list[Outcome], expected: Outcome) -> None:
    assert merge(BOTH, tries) is expected


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (said("none\n"), Absent),
        (said("what ?\n"), ParseError),
        (said("oh !\n"), KeyError),
        (said(""), SessionError),
        (said("x", code=1), SessionError),
        (b"no evidence", ParseError),
        (SessionError(Reason.TIMEOUT), SessionError),
    ],
)
def test_whatever_comes_is_an_outcome(evidence: bytes | SessionError, expected: type[Exception]) -> None:
    made = settled(Gathering((collector("a"),)), {"a": evidence})["first"]
    assert isinstance(made, Missed)
    assert isinstance(made.error, expected)
    assert made.evidence == ((digest(evidence),) if isinstance(evidence, bytes) else ())


def test_equal_asks_are_sent_once_and_both_are_answered() -> None:
    gathering = Gathering((collector("a", command="same"), collector("b", BOTH, command="same")))
    assert [q.id for q in gathering.questions(1)] == ["a"]
    gathering.replies["a"] = said("x y")
    gathering.settle()
    expected = Seen(Listing(("x", "y")), (digest(said("x y")),))
    assert gathering.outcomes == {"first": expected, "both": expected}


def test_a_follow_up_asks_each_item_once_in_the_next_round() -> None:
    gathering = Gathering((FOLLOWS, collector("a")))
    settled(gathering, {"a": said("x y x")})
    (question,) = gathering.questions(2)
    assert (question.id, question.items, question.most) == ("s", ("x", "y"), 256)
    assert gathering.questions(3) == []
    gathering.replies["s"] = encode((Reply("ok", 0, b"3", item=b"x"), Reply("timeout", item=b"y")))
    gathering.settle()
    made = gathering.outcomes["sizes"]
    assert isinstance(made, Seen)
    assert made.facts.records == ("x=3",)
    assert [(u.subject, u.reason) for u in made.facts.unseen] == [("y", Reason.TIMEOUT)]
    assert made.evidence == (digest(said("x y x")), digest(gathering.replies["s"]))  # type: ignore[arg-type]  # bytes, put there above


@pytest.mark.parametrize(
    ("first", "expected"), [(said("none\n"), Absent), (SessionError(Reason.DENIED), SessionError), (said("?"), ParseError)]
)
def test_where_the_facts_behind_it_are_missing_a_follow_up_is_missed_for_the_same_reason(
    first: bytes | SessionError, expected: type[Exception]
) -> None:
    gathering = Gathering((collector("a"), FOLLOWS))
    outcomes = settled(gathering, {"a": first})
    assert gathering.questions(2) == []
    made = outcomes["sizes"]
    assert isinstance(made, Missed)
    assert isinstance(made.error, expected)


def test_a_follow_up_of_no_items_sees_that_there_are_none() -> None:
    gathering = Gathering((Collector("a", FIRST, LINUX, Shell("x", may_be_empty=True), parse), FOLLOWS))
    outcomes = settled(gathering, {"a": said("")})
    assert gathering.questions(2) == []
    assert outcomes["sizes"] == Seen(Listing(()), (digest(said("")),))


def test_a_follow_up_without_an_answer_was_not_asked() -> None:
    gathering = Gathering((collector("a"), FOLLOWS))
    settled(gathering, {"a": said("x")})
    gathering.questions(2)
    gathering.settle()
    assert reason(gathering.outcomes["sizes"]) is Reason.NOT_ASKED


def test_derived_facts_get_what_each_kind_came_to() -> None:
    derived: Derived[str] = Derived("d", MADE, (FIRST, BOTH), derive)
    outcomes = settled(
        Gathering((derived, collector("a"), collector("b", BOTH))), {"a": said("x"), "b": SessionError(Reason.DENIED)}
    )
    assert outcomes["made"] == Seen("Listing SessionError", (digest(said("x")),))


def test_a_bug_in_derived_facts_is_their_own() -> None:
    def broken(*_of: object) -> str:
        raise ZeroDivisionError

    outcomes = settled(Gathering((Derived("d", MADE, (FIRST,), broken), collector("a"))), {"a": said("x")})
    made = outcomes["made"]
    assert isinstance(made, Missed)
    assert isinstance(made.error, ZeroDivisionError)
    assert outcomes["first"] == Seen(Listing(("x",)), (digest(said("x")),))


def test_values_of_the_configuration_travel_with_the_question() -> None:
    days = Parameter("log_days", r"\d{1,3}", Source.CONFIGURATION, default="92")
    one = Collector("a", FIRST, LINUX, Shell('tail "$1"', parameters=(days,)), parse)
    assert [q.values for q in Gathering((one,)).questions(1)] == [("92",)]
    assert [q.values for q in Gathering((one,), {"log_days": "7"}).questions(1)] == [("7",)]
    with pytest.raises(ValueError, match="log_days"):
        Gathering((one,), {"log_days": "7; reboot"}).questions(1)


def outcomes_under(error: SessionError | None) -> dict[str, Any]:
    gathering = Gathering((collector("a"), collector("b", BOTH), collector("c", SIZES)))
    gathering.questions(1)
    gathering.replies |= {"a": said("x"), "b": SessionError(Reason.DENIED)}
    return gathering.settled_under(error)


def test_a_session_that_breaks_off_leaves_what_came() -> None:
    made = outcomes_under(SessionError(Reason.CUT))
    assert isinstance(made["first"], Seen)
    assert (reason(made["both"]), reason(made["sizes"])) == (Reason.DENIED, Reason.CUT)


@pytest.mark.parametrize("why", [Reason.IDENTITY, Reason.UNPROVED])
def test_of_another_machine_nothing_counts(why: Reason) -> None:
    made = outcomes_under(SessionError(why))
    assert {reason(one) for one in made.values()} == {why}


def test_without_an_error_what_was_not_asked_stays_so() -> None:
    assert reason(outcomes_under(None)["sizes"]) is Reason.NOT_ASKED


KINDS: Iterable[tuple[Exception, Reason]] = (
    (SessionError(Reason.STUCK, "d"), Reason.STUCK),
    (ParseError("d"), Reason.NOT_UNDERSTOOD),
    (ValueError("d"), Reason.BUG),
    (NOT_ASKED, Reason.NOT_ASKED),
)


@pytest.mark.parametrize(("error", "expected"), KINDS)
def test_every_failure_has_a_reason(error: Exception, expected: Reason) -> None:
    assert unseen_of(error).reason is expected


def test_detail_of_a_failure_is_bounded() -> None:
    long: Callable[[str], Exception] = ValueError
    assert len(str(unseen_of(long("x" * 10_000)).detail)) == 200
