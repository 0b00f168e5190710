"""Two sides of one aspect: what is gone, new, changed, renamed, no longer told; and what is not compared at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Comparison, Difference, Way, Weight, compare
from checks.base import Exhibit, Finding, Level, Scene, Then
from checks.changed import ChangedLimits, changes
from collectors.base import FactKind, Listing, Reason, Unseen
from collectors.policies import UNTOLD, Policy, Within
from config.limits import Layered
from config.text import _


@dataclass(frozen=True, slots=True)
class Card:
    """A thing with a field under every policy."""

    name: Annotated[str, Policy.IDENTITY]
    mac: Annotated[str, Policy.ALIAS] = ""
    speed: Annotated[int | None, Policy.AT_LEAST] = 1000
    state: Annotated[str, Policy.EQUAL] = "up"
    model: Annotated[str, Policy.REPORT] = "x"
    firmware: Annotated[str, Policy.NOTED] = "1"
    load: Annotated[float, Within(ratio=0.3, least=5.0)] = 10.0
    paths: Annotated[tuple[str, ...], Policy.AT_LEAST] = ("a", "b")
    counted: int = 0
    since: Annotated[str, Policy.EPOCH] = "boot-1"


CARDS: Final = FactKind[Listing[Card]]("test.cards")


def records(listing: Listing[Card]) -> Iterable[Card]:
    return listing.records


ASPECT: Final = Aspect(
    id="test.changed_cards",
    title=_("Changes"),
    area=Area.NETWORK,
    needs=CARDS,
    record=Card,
    things=records,
    one=_("port {name}"),
    fields={},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("Changes"),
    remedy=_("Changes"),
)


def compared(now: Iterable[Card], then: Iterable[Card]) -> tuple[Difference, ...]:
    return compare(ASPECT, Listing(tuple(now)), Listing(tuple(then))).differences


def test_the_same_twice_differs_in_nothing() -> None:
    assert compare(ASPECT, Listing((Card("a"), Card("b"))), Listing((Card("b"), Card("a")))) == Comparison((), 2)


def test_what_is_gone_and_what_is_new() -> None:
    assert compared([Card("b", "m2")], [Card("a", "m1")]) == (
        Difference("b", Way.COME, Weight.REPORT),
        Difference("a", Way.GONE, Weight.FAULT),
    )


def test_a_new_name_of_the_same_thing_is_a_rename_and_its_fields_are_compared() -> None:
    assert compared([Card("ens3", "m1", state="down")], [Card("eth0", "m1")]) == (
        Difference("ens3", Way.RENAMED, Weight.NOTED, "", "eth0", "ens3"),
        Difference("ens3", Way.CHANGED, Weight.FAULT, "state", "up", "down"),
    )


def test_an_alias_that_two_have_renames_nothing() -> None:
    found = compared([Card("x", "m"), Card("y", "m")], [Card("a", "m")])
    assert {one.way for one in found} == {Way.COME, Way.GONE}


def test_an_alias_that_is_not_told_renames_nothing() -> None:
    assert {one.way for one in compared([Card("x", UNTOLD)], [Card("a", UNTOLD)])} == {Way.COME, Way.GONE}


def test_each_policy_weighs_its_own_change() -> None:
    now = Card("a", speed=100, model="y", firmware="2", load=20.0, paths=("a",), counted=9)
    assert {(one.field, one.weight) for one in compared([now], [Card("a")])} == {
        ("speed", Weight.FAULT),
        ("model", Weight.REPORT),
        ("firmware", Weight.NOTED),
        ("load", Weight.REPORT),
        ("paths", Weight.FAULT),
    }


def test_more_of_what_must_not_shrink_is_noted_and_a_small_move_is_nothing() -> None:
    found = compared([Card("a", speed=10000, paths=("a", "b", "c"), load=14.9)], [Card("a")])
    assert {(one.field, one.weight) for one in found} == {("speed", Weight.NOTED), ("paths", Weight.NOTED)}


def test_over_two_epochs_or_an_unknown_one_fields_are_not_compared() -> None:
    assert not compared([Card("a", speed=1, since="boot-2")], [Card("a")])
    assert not compared([Card("a", speed=1, since="")], [Card("a", since="")])


def test_what_is_no_longer_told_is_said_and_what_was_not_told_then_is_not_held_against_it() -> None:
    assert compared([Card("a", speed=None)], [Card("a")]) == (
        Difference("a", Way.UNTOLD, Weight.REPORT, "speed", 1000, None),
    )
    assert not compared([Card("a")], [Card("a", speed=None)])


def test_what_one_side_did_not_see_is_neither_gone_nor_new() -> None:
    whole, blind = Listing((Card("a"), Card("b"))), Listing((Card("a"),), (Unseen("b", Reason.DENIED),))
    assert not compare(ASPECT, blind, whole).differences
    assert not compare(ASPECT, whole, blind).differences
    assert compare(ASPECT, blind, whole).unseen_now == (Unseen("b", Reason.DENIED),)
    dark: Listing[Card] = Listing((), (Unseen("", Reason.CUT),))
    assert not compare(ASPECT, dark, whole).differences
    assert not compare(ASPECT, whole, dark).differences


def test_a_side_that_proves_to_have_none_lost_all() -> None:
    assert compare(ASPECT, None, Listing((Card("a"),))).differences == (Difference("a", Way.GONE, Weight.FAULT),)


def judged(now: Listing[Card] | None, then: Listing[Card], ignored: tuple[str, ...] = ()) -> list[Finding | Exhibit]:
    (check,) = changes([ASPECT])
    return list(check.judge(now, Then(then, Scene().at), Layered(ChangedLimits(ignored)), Scene()))


def test_the_check_tells_one_finding_a_thing_at_its_heaviest_and_a_table() -> None:
    *findings, table = judged(Listing((Card("a", state="down", model="y"), Card("n"))), Listing((Card("a"), Card("b"))))
    assert [(one.subject, one.level) for one in findings if isinstance(one, Finding)] == [
        ("a", Level.WARN),
        ("n", Level.NOTICE),
        ("b", Level.WARN),
    ]
    assert isinstance(table, Exhibit)
    assert len(table.rows) == 4


def test_the_check_says_ok_of_what_it_compared_and_unknown_of_what_is_no_longer_told() -> None:
    (same,) = judged(Listing((Card("a"),)), Listing((Card("a"),)))
    assert isinstance(same, Finding)
    assert (same.subject, same.level) == ("", Level.OK)
    first = judged(Listing((Card("a", speed=None),)), Listing((Card("a"),)))[0]
    assert isinstance(first, Finding)
    assert (first.subject, first.level) == ("a", Level.UNKNOWN)


def test_many_changes_are_one_event_and_ignored_ones_are_none() -> None:
    now = Listing(tuple(Card(f"n{place}") for place in range(30)))
    one, _table = judged(now, Listing(()))
    assert isinstance(one, Finding)
    assert (one.subject, one.level) == ("", Level.NOTICE)
    (quiet,) = judged(now, Listing(()), ignored=("n*",))
    assert isinstance(quiet, Finding)
    assert quiet.level is Level.OK
