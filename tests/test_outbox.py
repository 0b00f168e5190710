"""The outbox: what is due and when next, each piece once, and every step of an attempt on record before it is taken."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.store.open import open_store
from agent.store.store import Store
from agent.store.values import StoreError, Trouble
from reports.record.outbox import (
    DELAYS_SECONDS,
    MOST_ATTEMPTS,
    After,
    Again,
    Outcome,
    Piece,
    Refused,
    Sent,
    State,
    after,
    delay_seconds,
    due,
    next_due_at,
)

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def piece(key: str = "a", state: State = State.WAITING, **more: object) -> Piece:
    known: dict[str, object] = {
        "channel": "mail",
        "kind": "document",
        "payload": {},
        "made_at": NOW,
        "next_at": NOW,
        **more,
    }
    return Piece(key=key, state=state, **known)  # type: ignore[arg-type] # what a test names


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "s.db")


@pytest.mark.parametrize(
    ("attempts", "asked", "seconds"),
    [(0, 0, 60), (1, 0, 60), (2, 0, 300), (7, 0, 14_400), (50, 0, 14_400), (1, 90, 90), (2, 90, 300), (1, 1e9, 14_400)],
)
def test_waits_grow_to_a_ceiling_and_take_what_the_peer_asks_for(attempts: int, asked: float, seconds: float) -> None:
    assert delay_seconds(attempts, asked) == seconds


@given(st.integers(-5, 10_000), st.floats(0, 1e12))
def test_no_wait_is_shorter_than_the_first_nor_longer_than_the_ceiling(attempts: int, asked: float) -> None:
    assert DELAYS_SECONDS[0] <= delay_seconds(attempts, asked) <= DELAYS_SECONDS[-1]
    assert delay_seconds(attempts + 1, asked) >= delay_seconds(attempts, asked)


@pytest.mark.parametrize(
    ("outcome", "handed", "state"),
    [
        (Sent("250"), None, State.DELIVERED),
        (Sent("250"), NOW - MINUTE, State.DOUBTFUL),
        (Again("451"), None, State.WAITING),
        (Refused("550"), None, State.DEAD),
        (Refused("550"), NOW - MINUTE, State.DEAD),
    ],
)
def test_what_becomes_of_an_attempt(outcome: Outcome, handed: datetime | None, state: State) -> None:
    made = after(piece(attempts=1, handed_at=handed), outcome, NOW)
    assert made.state is state
    assert made.handed_at == handed, "what an attempt before it left in doubt stays so"


def test_a_lost_answer_leaves_a_doubt_and_a_clear_one_does_not() -> None:
    assert after(piece(attempts=1), Again("cut", is_handed=True), NOW).handed_at == NOW
    assert after(piece(attempts=1), Again("451"), NOW).handed_at is None


@pytest.mark.parametrize(("attempts", "state"), [(MOST_ATTEMPTS - 1, State.WAITING), (MOST_ATTEMPTS, State.DEAD)])
def test_it_is_given_up_after_as_many_attempts_as_take_five_days(attempts: int, state: State) -> None:
    assert after(piece(attempts=attempts), Again("timed out"), NOW).state is state
    days = [sum(delay_seconds(one) for one in range(1, most)) / 86_400 for most in (MOST_ATTEMPTS - 1, MOST_ATTEMPTS)]
    assert days[0] < 5 <= days[1]


def test_due_is_what_waits_and_whose_moment_came_the_oldest_first() -> None:
    pieces = [
        piece("late", made_at=NOW, next_at=NOW + MINUTE),
        piece("new", made_at=NOW - MINUTE),
        piece("old", made_at=NOW - 2 * MINUTE),
        piece("sent", State.DELIVERED),
        piece("dead", State.DEAD),
        piece("back", State.WITHDRAWN),
        piece("now", State.SENDING),
    ]
    assert [one.key for one in due(pieces, NOW)] == ["old", "new"]
    assert next_due_at(pieces) == NOW
    assert next_due_at(pieces[3:]) is None


def test_the_later_word_on_a_thing_waits_for_the_earlier_and_nobody_elses() -> None:
    pieces = [
        piece("open", about="p1", made_at=NOW - 3 * MINUTE, next_at=NOW + MINUTE),
        piece("over", about="p1", made_at=NOW - 2 * MINUTE),
        piece("other", about="p2", made_at=NOW - MINUTE),
        piece("elsewhere", about="p1", channel="robot"),
    ]
    assert [one.key for one in due(pieces, NOW)] == ["other", "elsewhere"]


def test_the_same_key_goes_in_once(store: Store) -> None:
    with store:
        assert store.put_out([piece("a", payload={"title": "一"}), piece("b")]) == 2
        assert store.put_out([piece("a", payload={"title": "另"}), piece("c")]) == 1
        assert [one.payload for one in store.outbox() if one.key == "a"] == [{"title": "一"}]


def test_an_attempt_is_on_record_before_it_is_made(store: Store) -> None:
    with store:
        store.put_out([piece("a")])
        begun = store.begin_sending("a")
        assert begun is not None
        assert (begun.state, begun.attempts) == (State.SENDING, 1)
        assert begun.begun_at is not None
        assert store.begin_sending("a") is None, "nobody else begins it meanwhile"
        store.handed_over("a")
        store.end_sending("a", after(begun, Again("cut", is_handed=True), datetime.now(UTC)))
        (waits,) = store.outbox("mail", (State.WAITING,))
        assert waits.error == "cut"
        assert waits.is_doubted


def test_what_a_dead_process_was_sending_waits_again_with_what_is_known(store: Store) -> None:
    with store:
        store.put_out([piece("before"), piece("after"), piece("elsewhere", channel="robot")])
        for key in ("before", "after", "elsewhere"):
            store.begin_sending(key)
        store.handed_over("after")
        assert store.recover_outbox("mail") == 2
        known = {one.key: one for one in store.outbox()}
        assert (known["before"].state, known["before"].is_doubted) == (State.WAITING, False)
        assert (known["after"].state, known["after"].is_doubted) == (State.WAITING, True)
        assert known["elsewhere"].state is State.SENDING
        assert known["after"].attempts == 1, "the attempt is counted"


def test_dead_and_withdrawn_stay_and_can_be_sent_anew_delivered_cannot(store: Store) -> None:
    with store:
        store.put_out([piece(key, made_at=NOW - timedelta(days=9)) for key in ("dead", "back", "sent")])
        for key, state in (("dead", State.DEAD), ("sent", State.DELIVERED)):
            store.begin_sending(key)
            store.end_sending(key, After(state, NOW, error="550"))
        assert store.withdraw_outbox(["back", "sent"]) == 1
        assert store.retry_outbox(["dead", "back", "sent"]) == 2
        known = {one.key: one for one in store.outbox()}
        assert {key: one.state for key, one in known.items()} == {
            "dead": State.WAITING,
            "back": State.WAITING,
            "sent": State.DELIVERED,
        }
        assert known["dead"].attempts == 0


def test_the_channels_trouble_holds_up_what_waits_for_it_alone(store: Store) -> None:
    with store:
        store.put_out([piece("a"), piece("b", channel="robot")])
        until = datetime.now(UTC) + MINUTE
        store.hold_back("mail", until)
        assert [one.key for one in due(store.outbox(), until - MINUTE)] == ["b"]


def test_since_when_a_channel_is_told_is_when_it_was_met(store: Store) -> None:
    with store:
        first = store.told_since("mail")
        assert store.told_since("mail") == first
        assert store.outbox() == (), "the mark is nothing to send"


def test_one_process_sends_on_a_channel_and_a_dead_ones_hold_ends(store: Store) -> None:
    with store:
        held = store.hold_channel("mail", 60)
        assert held
        assert store.hold_channel("mail", 60) == held, "it is prolonged"
        gone = held.replace(held[held.index('"pid"') :].split(",")[0], '"pid": 999999999')
        store.release_channel("mail", held)
        with store._writing() as connection:
            from agent.store import leases  # noqa: PLC0415 - what another process would have written

            assert leases.take(connection, "outbox:mail", gone, 600)
        assert store.hold_channel("mail", 60) == held


def test_a_file_is_kept_once_and_read_back_byte_for_byte(store: Store) -> None:
    with store:
        digest = store.attach("巡检报告.pdf", "application/pdf", b"%PDF\x00")
        assert store.attach("另名.pdf", "application/pdf", b"%PDF\x00") == digest
        assert store.attachment(digest) == b"%PDF\x00"
        with pytest.raises(StoreError) as unknown:
            store.attachment("0" * 64)
        assert unknown.value.trouble is Trouble.UNKNOWN_ID
        with store._writing() as connection:
            connection.exec_driver_sql("UPDATE attachments SET body = zeroblob(20)")
        with pytest.raises(StoreError) as damaged:
            store.attachment(digest)
        assert damaged.value.trouble is Trouble.DAMAGED
