"""Every statement for Oracle: parsed, linted by our own rules, its columns known, run on the emulated dictionary."""

from collections.abc import Iterator

import pytest

from collectors.base import Collector, EachDatabase, Sql, Statement
from collectors.oracle import COLLECTORS
from collectors.sessions.oracle_packs import allowed, packs_of
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
    assert list(problems(statement.text, version, is_licensed=bool(packs_of(statement.text)))) == []


@pytest.mark.parametrize(("statement", "version"), STATEMENTS)
def test_without_a_declared_pack_nothing_that_needs_one_is_sent(statement: Statement, version: int) -> None:
    sent = allowed(statement.text, ())
    assert not packs_of(sent)
    assert list(problems(sent.replace("'diagnostics' as not_sent", "dummy"), version)) == []


def test_what_needs_a_pack_is_one_question_only() -> None:
    gated = {name for name, ask in asks() for one in ask.statements if packs_of(one.text)}
    assert gated == {"oracle.workload"}


@pytest.mark.parametrize(
    ("name", "packs"),
    [
        ("dba_hist_sqlstat", ("diagnostics",)),
        ("DBA_HIST_TBSPC_SPACE_USAGE", ("diagnostics",)),
        ("dba_hist_wr_control", ("diagnostics",)),
        ("dba_hist_snapshots_of_mine", ("diagnostics",)),
        ("cdb_hist_snapshot", ("diagnostics",)),
        ("awr_pdb_snapshot", ("diagnostics",)),
        ("v$active_session_history", ("diagnostics",)),
        ("gv$active_session_history", ("diagnostics",)),
        ("dba_addm_findings", ("diagnostics",)),
        ("dba_advisor_tasks", ("diagnostics",)),
        ("cdb_advisor_findings", ("diagnostics",)),
        ("v$sql_monitor", ("tuning",)),
        ("gv$sql_plan_monitor", ("tuning",)),
        ("dba_sql_profiles", ("tuning",)),
        ("dba_sqlset_statements", ("tuning",)),
        ("dba_sqltune_plans", ("tuning",)),
        *((name, ()) for name in ("dba_hist_snapshot", "dba_hist_database_instance", "dba_hist_snap_error")),
        *((name, ()) for name in ("dba_hist_seg_stat", "dba_hist_seg_stat_obj", "dba_hist_undostat")),
        *((name, ()) for name in ("v$sqlstats", "v$sysaux_occupants", "dba_segments", "dba_sequences", "v$sysstat")),
    ],
)
def test_the_gate_knows_what_is_sold_apart(name: str, packs: tuple[str, ...]) -> None:
    statement = f"select count(*) as n from {name} x"
    assert packs_of(statement) == packs
    assert (allowed(statement, ()) == statement) is not bool(packs)
    assert allowed(statement, ("diagnostics", "tuning")) == statement
    for pack in packs:
        assert allowed(statement, ()) == f"select '{pack}' as not_sent from dual"


@pytest.mark.parametrize(("statement", "version"), STATEMENTS)
def test_a_statement_runs_on_the_emulated_dictionary(statement: Statement, version: int) -> None:
    name = next(name for name, number in VERSIONS.items() if number == version)
    connection = EmulatedConnection(World(name, {}, packs=("diagnostics",)), "ORCL")
    assert connection.run(statement.text, 5, 10, 0.0, lambda: None).columns


def test_every_question_is_for_each_version_or_says_from_which_on() -> None:
    missing = {name: [v for v, number in VERSIONS.items() if ask.choice(number) < 0] for name, ask in asks()}
    assert {name: versions for name, versions in missing.items() if versions} == {
        "oracle.pluggables": ["11.2"],
        "oracle.pluggables.mounted": ["11.2"],
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
