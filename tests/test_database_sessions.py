"""A database's session over a dialect of our own: what is asked where, what a failure costs, how often one connects."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from collectors.base import Absent, Answer, EachDatabase, ParseError, Question, Reason, SessionError, Sql, Statement, sql
from collectors.evidence import decode, read
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused
from collectors.sessions.sql import RECONNECTS, Check, Rows, SqlSession, StatementFailed
from collectors.tables import Row, Server, table, written
from config.text import _

SERVER = Server("postgres", 150_018, "PostgreSQL 15.18")
Said = Rows | Exception


@dataclass
class Told:
    """A dialect that says what it is told to: ``says`` by statement, ``doors`` the failure of connecting by database."""

    says: dict[str, Said | Callable[[], Said]] = field(default_factory=dict)
    doors: dict[str, SessionError] = field(default_factory=dict)
    server: Server = SERVER
    connected: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    open_count: int = 0
    most_open: int = 0
    relatives: frozenset[str] = frozenset({"kingbase"})

    def connect(self, database: str, until: float, check: Check) -> "ToldConnection":
        """Connect, or fail as told."""
        del until, check
        self.connected.append(database)
        if database in self.doors:
            raise self.doors[database]
        self.open_count += 1
        self.most_open = max(self.most_open, self.open_count)
        return ToldConnection(self, database)


class ToldConnection:
    """One of its connections."""

    def __init__(self, told: Told, database: str) -> None:
        self._told = told
        self.server = told.server
        self.database = database or "postgres"

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Say what was told for the statement."""
        del seconds, most, until
        check()
        self._told.asked.append((self.database, statement))
        said = self._told.says[statement]
        met = said() if callable(said) else said
        if isinstance(met, Exception):
            raise met
        return met

    def close(self) -> None:
        """Count it as closed."""
        self._told.open_count -= 1


def rows(*values: str | None) -> Rows:
    return Rows(("a",), tuple((value,) for value in values))


def ask(told: Told, *asks: Sql | EachDatabase, budget: Budget | None = None) -> dict[str, bytes]:
    session = SqlSession(told, budget or Budget(5, 2, 1))
    session.connect()
    found = {}
    for question, reply in session.ask([Question(f"q{n}", one) for n, one in enumerate(asks)]):
        assert isinstance(reply, bytes)
        found[question.id] = reply
    session.close()
    return found


def answered(one: Sql | EachDatabase, reply: bytes) -> Answer:
    answer = read(one, reply)
    assert isinstance(answer, Answer)
    return answer


def reason(one: Sql, reply: bytes) -> Reason:
    with pytest.raises(SessionError) as caught:
        read(one, reply)
    return caught.value.reason


def test_rows_come_as_text_with_who_answered_and_how_many() -> None:
    one = sql("select 1")
    found = table(answered(one, ask(Told({"select 1": rows("7", None)}), one)["q0"]))
    assert found.server == SERVER
    assert found.database == "postgres"
    assert [row["a"] for row in found] == ["7", None]


def test_the_statement_for_the_servers_version_is_sent_and_no_other() -> None:
    one = sql("new", Statement("old", 0, 140_000), since=140_000)
    told = Told({"new": rows("1"), "old": rows("2")})
    ask(told, one)
    assert told.asked == [("postgres", "new")]


def test_where_no_statement_is_for_the_version_nothing_is_sent_and_the_servers_words_are_the_witness() -> None:
    one = sql("new", since=170_000)
    told = Told({})
    reply = ask(told, one)["q0"]
    assert told.asked == []
    with pytest.raises(Absent, match=r"PostgreSQL 15\.18"):
        table(answered(one, reply))


def test_a_relative_with_numbers_of_its_own_is_asked_all_the_same() -> None:
    one = sql("new", since=170_000)
    told = Told({"new": StatementFailed("failed", "42P01 no such view")}, server=Server("kingbase", 8, "KingbaseES V8"))
    assert reason(one, ask(told, one)["q0"]) is Reason.FAILED
    assert told.asked == [("postgres", "new")]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("denied", Reason.DENIED),
        ("timeout", Reason.TIMEOUT),
        ("failed", Reason.FAILED),
        ("unreachable", Reason.UNREACHABLE),
    ],
)
def test_a_statement_that_fails_costs_only_itself(state: str, expected: Reason) -> None:
    bad, good = sql("bad"), sql("good")
    found = ask(Told({"bad": StatementFailed(state, "its words"), "good": rows("1")}), bad, good)
    assert reason(bad, found["q0"]) is expected
    assert table(answered(good, found["q1"])).one()["a"] == "1"


def test_more_rows_than_wanted_are_cut_and_said_to_be() -> None:
    one = sql("many", most=2)
    reply = ask(Told({"many": rows("1", "2", "3")}), one)["q0"]
    assert reason(one, reply) is Reason.CUT


def test_a_lost_connection_is_made_anew_for_the_next_question() -> None:
    told = Told({"bad": StatementFailed("timeout", "", is_lost=True), "good": rows("1")})
    found = ask(told, sql("bad"), sql("good"))
    assert table(answered(sql("good"), found["q1"])).one()["a"] == "1"
    assert len(told.connected) == 2
    assert told.most_open == 1


def test_a_server_that_loses_every_connection_is_not_asked_for_ever() -> None:
    told = Told({"bad": StatementFailed("unreachable", "57P01", is_lost=True)})
    many = [sql("bad") for _n in range(10)]
    found = ask(told, *many)
    assert len(told.connected) <= RECONNECTS + 1
    assert {reason(one, found[f"q{n}"]) for n, one in enumerate(many)} == {Reason.UNREACHABLE}


def test_a_refused_credential_is_offered_once() -> None:
    told = Told(doors={"": CredentialRefused("28P01", _("check the account"))})
    session = SqlSession(told, Budget(5, 2, 1))
    with pytest.raises(CredentialRefused):
        session.connect()
    assert told.connected == [""]


EACH = EachDatabase(sql("databases"), sql("inside"))


def test_each_database_is_connected_to_once_for_all_its_questions_one_after_the_other() -> None:
    told = Told({"databases": rows("shop", "商城"), "inside": rows("1"), "here": rows("2")})
    found = ask(told, EACH, sql("here"), EachDatabase(sql("databases"), sql("here")))
    assert told.connected == ["", "shop", "商城"]
    assert told.most_open == 1
    assert [one.item.decode() for one in decode(found["q0"])] == ["", "shop", "商城"]


def test_a_database_that_is_closed_to_us_is_unseen_and_the_others_are_asked() -> None:
    told = Told(
        {"databases": rows("shop", "closed", "last"), "inside": rows("1")},
        doors={"closed": SessionError(Reason.DENIED, "permission denied for database")},
    )
    walk = read(EACH, ask(told, EACH)["q0"])
    assert not isinstance(walk, Answer)
    states = {name: getattr(said, "reason", None) for name, said in walk.items.items()}
    assert states == {"shop": None, "closed": Reason.DENIED, "last": None}


def test_a_name_with_a_line_break_stays_one_item() -> None:
    told = Told({"databases": rows("a\nb"), "inside": rows("1")})
    walk = read(EACH, ask(told, EACH)["q0"])
    assert not isinstance(walk, Answer)
    assert list(walk.items) == ["a\\nb"]
    assert walk.unseen == ()


def test_more_databases_than_are_asked_are_unseen_by_name() -> None:
    one = EachDatabase(sql("databases"), sql("inside"), most=1)
    told = Told({"databases": rows("a", "b"), "inside": rows("1")})
    session = SqlSession(told, Budget(5, 2, 1))
    session.connect()
    [(_question, reply)] = session.ask([Question("q", one, most=1)])
    assert isinstance(reply, bytes)
    walk = read(one, reply)
    assert not isinstance(walk, Answer)
    assert [unseen.subject for unseen in walk.unseen] == ["b"]


def test_when_the_budget_is_used_up_the_rest_is_not_asked() -> None:
    def slow() -> Said:
        time.sleep(1.2)
        return rows("1")

    told = Told({"slow": slow, "good": rows("1")})
    found = ask(told, sql("slow"), sql("good"), budget=Budget(1, 1, 1))
    assert reason(sql("good"), found["q1"]) is Reason.BUDGET


def test_closing_from_another_thread_ends_it() -> None:
    told = Told({"good": rows("1")})
    session = SqlSession(told, Budget(5, 2, 1))
    session.connect()
    session.close()
    with pytest.raises(SessionError) as caught:
        list(session.ask([Question("q", sql("good"))]))
    assert caught.value.reason is Reason.BUDGET


# --- reading what came


def test_a_row_that_is_lost_is_missed() -> None:
    text = written(SERVER, "shop", 0, ("a",), (("1",), ("2",)))
    with pytest.raises(ParseError, match="not as many"):
        table(Answer(text.replace('["1"],', "")))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"server": 3}'])
def test_what_is_not_whole_is_not_understood(text: str) -> None:
    with pytest.raises(ParseError):
        table(Answer(text))


def test_an_answer_cut_anywhere_is_never_a_shorter_answer() -> None:
    text = written(SERVER, "shop", 0, ("a", "b"), (("1", None), ("两", "2")))
    for at in range(len(text)):
        with pytest.raises(ParseError):
            table(Answer(text[:at]))


def test_values_are_read_by_kind() -> None:
    row = Row(n="42", x="1.5", yes="t", no="OFF", at="2026-11-22 03:00:01.5+00", plain="2026-11-22 03:00:01", none=None)
    assert row.number("n") == 42
    assert row.maybe("x") == 1.5
    assert (row.flag("yes"), row.flag("no")) == (True, False)
    at, plain = row.moment("at"), row.moment("plain")
    assert at is not None
    assert plain is not None
    assert (at - plain).total_seconds() == 0.5
    assert row.maybe("none") is None
    assert row.number("none", 3) == 3


@pytest.mark.parametrize(
    ("name", "how"),
    [("n", "flag"), ("yes", "maybe"), ("yes", "moment"), ("none", "number"), ("gone", "text"), ("none", "flag")],
)
def test_what_is_of_another_kind_is_not_understood(name: str, how: str) -> None:
    with pytest.raises(ParseError):
        getattr(Row(n="42", yes="t", none=None), how)(name)
