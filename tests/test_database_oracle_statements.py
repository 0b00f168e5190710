"""Every statement for Oracle: parsed, linted by our own rules, its columns known, run on the emulated dictionary."""

from collections.abc import Iterator

import pytest

from collectors.base import Collector, EachDatabase, Sql, Statement
from collectors.oracle import COLLECTORS
from tests.house.oracle.dictionary import VERSIONS, known, views
from tests.house.oracle.emulated import EmulatedConnection, World
from tests.house.oracle.lint import problems


def asks() -> Iterator[tuple[str, Sql]]:
    for one in COLLECTORS:
        if isinstance(one, Collector):
            if isinstance(one.ask, EachDatabase):
                yield one.id, one.ask.ask
                yield f"{one.id} (containers)", one.ask.items
            elif isinstance(one.ask, Sql):
                yield one.id, one.ask


STATEMENTS = [
    pytest.param(statement, number, id=f"{name}-{version}")
    for name, ask in asks()
    for version, number in VERSIONS.items()
    if (choice := ask.choice(number)) >= 0
    for statement in (ask.statements[choice],)
]


@pytest.mark.parametrize(("statement", "version"), STATEMENTS)
def test_a_statement_is_one_read_of_known_columns(statement: Statement, version: int) -> None:
    assert list(problems(statement.text, version)) == []


@pytest.mark.parametrize(("statement", "version"), STATEMENTS)
def test_a_statement_runs_on_the_emulated_dictionary(statement: Statement, version: int) -> None:
    name = next(name for name, number in VERSIONS.items() if number == version)
    connection = EmulatedConnection(World(name, {}), "ORCL")
    assert connection.run(statement.text, 5, 10, 0.0, lambda: None).columns


def test_every_question_is_for_each_version_or_says_from_which_on() -> None:
    missing = {name: [v for v, number in VERSIONS.items() if ask.choice(number) < 0] for name, ask in asks()}
    assert {name: versions for name, versions in missing.items() if versions} == {
        "oracle.pluggables": ["11.2"],
        "oracle.patches": ["11.2"],
    }


def test_every_view_of_the_catalogue_is_used_or_the_sessions_own() -> None:
    named = " ".join(statement.text for _name, ask in asks() for statement in ask.statements)
    assert {name for name in views() if name not in named} <= {"dual", "v$version", "all_synonyms"}
    assert known(VERSIONS["11.2"]).keys() < known(VERSIONS["23ai"]).keys()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("select name from v$database limit 5", "Limit"),
        ("select name from v$database fetch first 5 rows only", "FETCH"),
        ("select * from v$database", "select *"),
        ("select nme from v$database", "no column v$database.nme"),
        ("select name from v$databse", "no view v$databse"),
        ("select listagg(name) from v$database", "function"),
        ("delete from v$database", "no single select"),
        ("select snap_id from dba_hist_tbspc_space_usage", "licence"),
        ("select sample_id from v$active_session_history", "licence"),
        ("select startup_time from gv$instance", "moment"),
        ("select name as size from v$database", "reserved"),
        ("select null as a, name from v$database union all select dummy, dummy from dual", "without a type"),
        ("select name from v$database where name = :x", "bind"),
        ("select name from x$kccdi", "X$"),
        ("select name, from v$database", "comma"),
        ("select cdb from v$database", "no column v$database.cdb"),
        ("select name from v$database; select 1 from dual", "second statement"),
        ("select a.name from v$database a join v$parameter b on name = b.name", "says not whose"),
    ],
)
def test_what_the_parser_takes_and_oracle_does_not_is_refused(text: str, wrong: str) -> None:
    assert any(wrong in one for one in problems(text, VERSIONS["11.2"])), list(problems(text, VERSIONS["11.2"]))
