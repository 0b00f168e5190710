"""What a database's client prints, read back: every value as it was, null apart from empty, errors at their statement."""

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import COLLECTORS
from collectors.base import Collector, EachDatabase, Reason, Sql
from collectors.sessions.base import Budget
from collectors.sessions.clients.base import Heard, Run, Wanted
from collectors.sessions.clients.mysql import Mysql
from collectors.sessions.clients.psql import Psql
from collectors.sessions.clients.shell import BYTES_MOST, question
from collectors.sessions.clients.sqlplus import Sqlplus
from collectors.sessions.login import CredentialRefused
from collectors.sessions.script import assemble, filter_words
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server

MARK = "@@0123456789abcdef01234567"
SERVER = Server("postgres", 150018, "PostgreSQL 15.18")
MARIADB = Server("mariadb", 101119, "10.11.19-MariaDB")
ONE = Wanted(0, "select 1", 10, 100)
TWO = Wanted(1, "select 2", 10, 100)
VALUES = st.none() | st.text(st.characters(exclude_characters="\0", codec="utf-8"))


def as_copied(rows: list[list[str | None]]) -> str:
    """As COPY writes it: quotes around every value, nothing for null."""
    lines = [",".join("" if value is None else '"' + value.replace('"', '""') + '"' for value in row) for row in rows]
    return "".join(f"{line}\n" for line in lines)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), max_size=5)))
def test_what_psql_copies_is_read_as_it_was(rows: list[list[str | None]]) -> None:
    columns = [f"c{number}" for number in range(len(rows[0]) if rows else 1)]
    out = f"{MARK} 0\n{','.join(columns)}\n{as_copied(rows)}{MARK} 0.\n"
    heard = Psql().heard(Run(out, "", 0), [ONE], SERVER, MARK)
    assert heard.found == {0: Rows(tuple(columns), tuple(tuple(row) for row in rows))}


def test_a_strange_name_of_a_column_is_read() -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(["?column?", 'a"b', "a,b"])
    out = f'{MARK} 0\n{written.getvalue()}"1","2",\n{MARK} 0.\n'
    assert Psql().heard(Run(out, "", 0), [ONE], SERVER, MARK).found[0] == Rows(
        ("?column?", 'a"b', "a,b"), (("1", "2", None),)
    )


def line_of(text: str, words: str) -> int:
    return text.split("\n").index(words) + 1


def test_an_error_of_psql_belongs_to_its_statement_whatever_its_language() -> None:
    text = Psql().text([ONE, TWO], SERVER, MARK)
    line = line_of(text, "select 2")
    out = f'{MARK} 0\nx\n"1"\n{MARK} 0.\n{MARK} 1\n{MARK} 1.\n'
    for said in ("ERROR:  42501: permission denied for table t", "错误:  42501: 权限不够"):
        heard = Psql().heard(Run(out, f"psql:<stdin>:{line}: {said}\nLOCATION:  x, y.c:1\n", 0), [ONE, TWO], SERVER, MARK)
        assert heard.found[0] == Rows(("x",), (("1",),))
        failure = heard.found[1]
        assert isinstance(failure, StatementFailed)
        assert (failure.state, failure.words) == ("denied", said.partition(":  ")[2].replace(":", "", 1))


def test_a_warning_of_psql_is_no_error() -> None:
    line = line_of(Psql().text([ONE], SERVER, MARK), "select 1")
    out = f'{MARK} 0\nx\n"1"\n{MARK} 0.\n'
    heard = Psql().heard(Run(out, f"psql:<stdin>:{line}: WARNING:  01000: careful\n", 0), [ONE], SERVER, MARK)
    assert heard.found == {0: Rows(("x",), (("1",),))}


def test_rows_without_their_end_are_no_answer() -> None:
    out = f'{MARK} 0\nx\n"1"\n'
    assert Psql().heard(Run(out, "", None), [ONE, TWO], SERVER, MARK).found == {}


def test_rows_that_hold_a_mark_of_another_run_are_rows() -> None:
    out = f'{MARK} 0\nx\n"@@ffffffffffffffffffffffff 1\n"\n{MARK} 0.\n'
    found = Psql().heard(Run(out, "", 0), [ONE], SERVER, MARK).found
    assert found == {0: Rows(("x",), (("@@ffffffffffffffffffffffff 1\n",),))}


def test_a_refused_login_of_psql_is_not_offered_again() -> None:
    said = 'psql: error: connection to server on socket "/run/x" failed: FATAL:  Peer authentication failed for user "x"\n'
    failure = Psql().heard(Run("", said, 2), [ONE], SERVER, MARK).failure
    assert isinstance(failure, CredentialRefused)
    assert "pgpass" in str(failure.remedy)


def test_no_name_of_a_database_is_taken_for_a_connection_string() -> None:
    value = Psql(user="u").value("host=evil' dbname\\")
    assert value.startswith("dbname='host=evil\\' dbname\\\\' user='u'")


def mark_of(number: str) -> str:
    field = f'<field name="xunjian">{MARK} {number}</field>'
    return f'<resultset statement="x" xmlns:xsi="y">\n  <row>\n\t{field}\n  </row>\n</resultset>\n'


def test_mysql_tells_null_from_the_word_and_from_empty() -> None:
    result = (
        '<?xml version="1.0"?>\n\n<resultset statement="SELECT 1 &lt; 2 AS `a`" xmlns:xsi="http://www.w3.org/2001/'
        'XMLSchema-instance">\n  <row>\n\t<field name="a&quot;b">NULL</field>\n\t<field name="b" xsi:nil="true" />\n\t'
        '<field name="c"></field>\n\t<field name="d">&lt;row&gt;\n\x01 &amp;amp;</field>\n  </row>\n</resultset>\n'
    )
    marks = [mark_of(n) for n in ("0", "0.")]
    found = Mysql().heard(Run(marks[0] + result + marks[1], "", 0), [ONE], MARIADB, MARK).found
    assert found == {0: Rows(('a"b', "b", "c", "d"), (("NULL", None, "", "<row>\n\x01 &amp;"),))}


def test_an_error_of_mysql_belongs_to_its_statement() -> None:
    text = Mysql().text([ONE, TWO], MARIADB, MARK)
    marks = [mark_of(n) for n in ("0", "0.", "1", "1.")]
    err = (
        f"ERROR 1142 (42000) at line {line_of(text, 'select 2')}: SELECT command denied\nERROR 1193 (HY000) at line 1: no\n"
    )
    found = Mysql().heard(Run("".join(marks), err, 1), [ONE, TWO], MARIADB, MARK).found
    assert 0 not in found
    failure = found[1]
    assert isinstance(failure, StatementFailed)
    assert (failure.state, failure.words) == ("denied", "1142 SELECT command denied")


def test_a_refused_login_of_mysql_is_not_offered_again() -> None:
    said = "ERROR 1698 (28000): Access denied for user 'x'@'localhost'\n"
    assert isinstance(Mysql().heard(Run("", said, 1), [ONE], MARIADB, MARK).failure, CredentialRefused)


def html(rows: list[list[str]], heads: list[str], said: str) -> str:
    lines = ["".join(f'<th scope="col">\n{head}\n</th>\n' for head in heads)]
    lines += ["".join(f'<td align="right">\n{value}\n</td>\n' for value in row) for row in rows]
    body = "".join(f"<tr>\n{line}</tr>\n" for line in lines)
    table = f"<p>\n<table border='1' summary='Script output'>\n{body}</table>\n<p>\n" if rows else ""
    return f"{MARK} 0\n<br>\n{table}\n{said}<br>\n{MARK} 0.\n<br>\n"


ORACLE = Server("oracle", 1_102_000_400, "Oracle Database 11g")


def sqlplus(out: str, exit_code: int = 0) -> Heard:
    return Sqlplus().heard(Run(out, "", exit_code), [ONE], ORACLE, MARK)


def test_sqlplus_rows_are_those_that_it_counted() -> None:
    rows = [["SYSTEM", ".5", "&nbsp;"], ["A&lt;B &amp; C", "12345678901234567890", "x"]]
    whole = html(rows, ["NAME", "PCT", "NOTE"], "2 rows selected.")
    expected = Rows(("name", "pct", "note"), (("SYSTEM", ".5", None), ("A<B & C", "12345678901234567890", "x")))
    assert sqlplus(whole).found == {0: expected}
    short = sqlplus(html(rows[:1], ["NAME", "PCT", "NOTE"], "2 rows selected.")).found[0]
    assert isinstance(short, StatementFailed)
    assert short.state == "cut"


def test_sqlplus_without_rows_says_so() -> None:
    assert sqlplus(html([], [], "no rows selected")).found == {0: Rows((), ())}
    silent = sqlplus(html([], [], "")).found[0]
    assert isinstance(silent, StatementFailed)


def test_an_error_code_in_a_row_of_sqlplus_is_a_value() -> None:
    found = sqlplus(html([["ORA-00600: internal error code"]], ["MESSAGE"], "1 row selected.")).found
    assert found == {0: Rows(("message",), (("ORA-00600: internal error code",),))}


def test_an_error_of_sqlplus_is_told() -> None:
    said = "select * from dba_users\n<br>\n*\n<br>\nERROR at line 1:\n<br>\nORA-00942: table or view does not exist\n"
    failure = sqlplus(html([], [], said)).found[0]
    assert isinstance(failure, StatementFailed)
    assert (failure.state, failure.words) == ("denied", "ORA-00942: table or view does not exist")


def test_a_refused_login_of_sqlplus_is_not_offered_again() -> None:
    said = "ERROR:\nORA-01017: invalid username/password; logon denied\n\nSP2-0751: Unable to connect to Oracle.\n"
    assert isinstance(sqlplus(said, 1).failure, CredentialRefused)
    down = sqlplus("ERROR:\nORA-01034: ORACLE not available\n", 1).failure
    assert down is not None
    assert down.reason is Reason.UNREACHABLE


def test_the_scripts_use_no_word_that_a_bastion_refuses_but_those_of_sudo() -> None:
    for client, server in ((Psql(), SERVER), (Mysql(place="/run/it's"), MARIADB), (Sqlplus("ORCL", "sysdba"), ORACLE)):
        asked = question("x", client, client.text([ONE], server, MARK), MARK, 10, ("", "postgres"))
        script = assemble([asked], nonce="n" * 24, budget=Budget())
        assert filter_words(script.decode()) <= {"kill", "sudo", "rmdir"}


def test_a_script_fits_into_one_argument() -> None:
    assert BYTES_MOST + 30_000 < 131_072  # MAX_ARG_STRLEN; the harness's carrier is the rest


def statements(product: str) -> list[str]:
    asks = [one.ask for one in COLLECTORS if isinstance(one, Collector) and one.on == product]
    inner = [one.ask if isinstance(one, EachDatabase) else one for one in asks]
    inner += [one.items for one in asks if isinstance(one, EachDatabase)]
    return [text.text for one in inner if isinstance(one, Sql) for text in one.statements]


def test_no_statement_of_the_catalogue_is_a_command_of_sqlplus() -> None:
    known = statements("oracle")
    assert known
    for text in known:
        assert not re.search(r"^\s*(@|!|#|\$|\.\s*$|/\s*$)|;\s*$", text, re.MULTILINE), text
        assert text.count("'") % 2 == 0, text


def test_no_statement_of_the_catalogue_is_changed_by_psql() -> None:
    """A colon before a name, outside of quotes, is a variable of psql."""
    known = statements("postgres")
    assert known
    for text in known:
        bare = re.sub(r"--[^\n]*|'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$", "", text, flags=re.DOTALL)
        assert not re.search(r"(?<!:):[A-Za-z_'\"]", bare), text
        assert "\\" not in bare, text
        assert not bare.rstrip().endswith(";"), text
