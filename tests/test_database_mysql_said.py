"""What MySQL says otherwise than MariaDB, by its manual and reported faults; and what an answer may not hold."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Exhibit, Finding, Level, Scene
from checks.database.mysql.accounts import ACCOUNTS_CHECK
from checks.database.mysql.group_replication import GROUP_REPLICATION
from checks.database.mysql.parameters import PARAMETERS
from checks.database.mysql.product import PRODUCT
from checks.database.mysql.top_statements import TOP_STATEMENTS_CHECK
from checks.unproved import TITLE
from collectors.base import Absent, Answer, Collector, Reason, SessionError, Sql
from collectors.facts.mysql.accounts import Account
from collectors.facts.mysql.sessions import Statements, TopStatements
from collectors.mysql import COLLECTORS
from collectors.mysql.coverage import COVERAGE_MYSQL, MOST_TABLES
from collectors.mysql.groups import GROUP_MEMBERS_MYSQL
from collectors.mysql.replication import CHANNELS_MYSQL
from collectors.mysql.statements import TOP_STATEMENTS_MYSQL
from collectors.mysql.tables import seen
from collectors.sessions.mysql_connection import unquoted
from collectors.sessions.sql import Rows
from collectors.tables import Server, written
from config.limits import Layered
from tests.test_database_mysql_judges import AT, said, work

MYSQL8 = Server("mysql", 80036, "8.0.36 MySQL Community Server - GPL")
GROUP = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
MEMBER = (
    "member_host",
    "member_port",
    "member_state",
    "member_role",
    "is_self",
    "is_counted",
    "group_name",
    "own_host",
    "own_port",
)


@pytest.mark.parametrize(("product", "is_proved"), [("mariadb", True), ("mysql", False), ("tidb", False)])
def test_the_report_says_once_what_no_test_of_ours_ran_on(product: str, *, is_proved: bool) -> None:
    found = list(PRODUCT.judge(Server(product, 80036, f"8.0.36 {product}"), Layered(PRODUCT.limits), Scene(at=AT)))
    assert [one.level for one in found if isinstance(one, Finding)] == [Level.NOTICE if product == "tidb" else Level.OK]
    assert [one.title for one in found if isinstance(one, Exhibit)] == ([] if is_proved else [TITLE])


@pytest.mark.parametrize(("value", "is_wrong"), [("ON", False), ("DETECT_AND_RECOVER", False), ("DETECT_ONLY", True)])
def test_a_doublewrite_that_only_detects_mends_nothing(value: str, *, is_wrong: bool) -> None:
    facts = work({"uptime": "1"}, innodb_doublewrite=value)
    assert ("innodb_doublewrite" in said(PARAMETERS, facts)) is is_wrong


@pytest.mark.parametrize("host", ["%", ""])
def test_an_empty_host_is_every_host(host: str) -> None:
    boss = Account("boss", host, ("ed25519",), False, False, False, True, True)  # noqa: FBT003 - in the order of the fields
    assert said(ACCOUNTS_CHECK, (boss,))[f"boss@{host}"] is Level.WARN


def items(text: str) -> Iterator[str]:
    """The columns of the outermost SELECT."""
    depth, item = 0, ""
    for word in re.findall(r"[(),]|[^(),\s]+|\s+", text.removeprefix("SELECT ")):
        if not depth and word == "FROM":
            break
        depth += {"(": 1, ")": -1}.get(word, 0)
        if word == "," and not depth:
            yield item.strip()
            item = ""
        else:
            item += word
    yield item.strip()


@pytest.mark.parametrize("version", [50744, 80019, 80036, 80400])
def test_mysql_8_names_columns_of_views_in_capitals_so_each_has_an_alias(version: int) -> None:
    asked = {one.id: one.ask for one in COLLECTORS if isinstance(one, Collector) and isinstance(one.ask, Sql)}
    texts = {name: ask.statements[n].text for name, ask in asked.items() if (n := ask.choice(version, "mysql")) >= 0}
    views = {name: text for name, text in texts.items() if "_schema." in text and text.startswith("SELECT")}
    assert len(views) >= 10
    for name, text in views.items():
        assert [item for item in items(text) if not re.search(r" AS \w+$", item)] == [], name


def test_an_error_of_replication_leaves_its_statement_on_the_server() -> None:
    whole = (
        "Error 'Duplicate entry '7' for key 'PRIMARY'' on query. Default database: 'shop'. "
        "Query: 'INSERT INTO good VALUES (7, 'secret; Query: '))'"
    )
    rows = unquoted(Rows(("Channel_Name", "Last_SQL_Error", "Last_Error"), (("east", whole, None), ("w", "", "ok"))))
    assert rows.rows == (("east", "Error 'Duplicate entry '...' for key 'PRIMARY''", None), ("w", "", "ok"))
    other = Rows(("a",), ((whole,),))
    assert unquoted(other) is other


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Duplicate entry '", "' for key 'users.mobile', Error_code: 1062; handler error HA_ERR_FOUND_DUPP_KEY"),
        ("Incorrect integer value: '", "' for column 'age' at row 1, Error_code: 1366"),
        ("Truncated incorrect DOUBLE value: '", "', Error_code: 1292"),
        ("Error 'Truncated incorrect DOUBLE value: '", "''"),
    ],
)
@pytest.mark.parametrize("value", ["13800138000", "O'Neil", "two\nlines", "张三; Query: '1'"])
def test_an_error_of_replication_leaves_the_rows_values_on_the_server(before: str, after: str, value: str) -> None:
    words = f"Could not execute Write_rows event on table shop.users; {before}{value}{after}"
    rows = unquoted(Rows(("Last_SQL_Error",), ((words,),)))
    assert [part for part in re.findall(r"\w{2,}", value) if part in str(rows.rows[0][0])] == []
    assert str(rows.rows[0][0]).startswith(f"Could not execute Write_rows event on table shop.users; {before}...")


@given(st.text(), st.text())
def test_nothing_of_a_quoted_statement_stays(before: str, statement: str) -> None:
    rows = unquoted(Rows(("LAST_SQL_ERROR",), ((f"{before}. Query: '{statement}'",),)))
    assert f"{before}. Query: ".startswith(str(rows.rows[0][0]))


def member(rows: list[list[str | None]]) -> Answer:
    return Answer(written(MYSQL8, "", 1, MEMBER, rows))


def test_a_group_that_nobody_counts_is_not_absent() -> None:
    with pytest.raises(SessionError) as caught:
        GROUP_MEMBERS_MYSQL.parse(member([[None, None, None, None, None, "0", None, "db1", "3306"]]))
    assert caught.value.reason is Reason.NO_RECORD


def test_a_server_without_a_group_is_absent_by_its_own_settings() -> None:
    with pytest.raises(Absent):
        GROUP_MEMBERS_MYSQL.parse(member([["", None, "OFFLINE", "", None, "1", "", "db1", "3306"]]))


@pytest.mark.parametrize("state", ["OFFLINE", None])
def test_a_server_that_is_set_up_for_a_group_and_not_in_it_is_said(state: str | None) -> None:
    group = GROUP_MEMBERS_MYSQL.parse(member([["" if state else None, None, state, "", None, "1", GROUP, "db1", "3306"]]))
    found = GROUP_REPLICATION.judge(group, Layered(GROUP_REPLICATION.limits), Scene(at=AT))
    levels = {one.subject: one.level for one in found if isinstance(one, Finding)}
    assert levels == {"db1:3306": Level.CRITICAL, "group": Level.CRITICAL}


def test_the_channel_by_which_a_member_caught_up_is_no_broken_replica() -> None:
    columns = ("Channel_Name", "Source_Host", "Replica_IO_Running")
    assert CHANNELS_MYSQL.parse(Answer(written(MYSQL8, "", 1, columns, []))) == ()
    with pytest.raises(Exception, match="no column"):
        CHANNELS_MYSQL.parse(Answer(written(MYSQL8, "", 1, columns, [["group_replication_recovery", "", "No"]])))


def test_more_tables_than_are_walked_through_are_not_inspected_and_none_is_fine() -> None:
    columns = ("name", "tables_count", "seen_count")
    fits = [["shop", "20000", "0"], ["shop", "0", "20000"], ["", str(MOST_TABLES), "0"]]
    (shop,) = COVERAGE_MYSQL.parse(Answer(written(MYSQL8, "", 1, columns, fits)))
    assert shop.seen_count == shop.tables_count
    with pytest.raises(SessionError) as caught:
        COVERAGE_MYSQL.parse(Answer(written(MYSQL8, "", 1, columns, [fits[0], ["", str(MOST_TABLES + 1), "0"]])))
    assert caught.value.reason is Reason.BUDGET
    with pytest.raises(SessionError):
        seen((), caught.value)


def test_a_kind_of_statement_in_two_schemas_is_two_subjects() -> None:
    kinds = tuple(Statements("d" * 64, schema, "SELECT ?", 200, 900.0, 200, 200, 0, 0) for schema in ("a", "b", ""))
    judged = TOP_STATEMENTS_CHECK.judge(TopStatements(kinds, 2700.0, 0), Layered(TOP_STATEMENTS_CHECK.limits), Scene(at=AT))
    subjects = [one.subject for one in judged if isinstance(one, Finding)]
    assert subjects == ["a.dddddddddddddddd", "b.dddddddddddddddd", "dddddddddddddddd", ""]


def test_where_not_even_our_own_statements_are_counted_nobody_says_that_none_stands_out() -> None:
    columns = ("digest", "is_counted", "all_seconds", "lost_count")
    with pytest.raises(SessionError) as caught:
        TOP_STATEMENTS_MYSQL.parse(Answer(written(MYSQL8, "", 0, columns, [["", "1", None, None]])))
    assert caught.value.reason is Reason.NO_RECORD
