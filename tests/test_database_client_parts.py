"""What a database's client prints, read back: every value as it was, null apart from empty, errors at their statement."""

import csv
import io
import os
import pwd
import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import COLLECTORS
from collectors.base import Collector, EachDatabase, Reason, Sql
from collectors.sessions.base import Budget
from collectors.sessions.clients.base import Client, Heard, Run, Wanted
from collectors.sessions.clients.disql import Disql
from collectors.sessions.clients.marks import script, spans
from collectors.sessions.clients.mysql import Mysql
from collectors.sessions.clients.psql import Psql
from collectors.sessions.clients.shell import BYTES_MOST, found, question
from collectors.sessions.clients.sqlplus import Sqlplus
from collectors.sessions.login import CredentialRefused
from collectors.sessions.script import assemble, filter_words
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server

MARK = "@@0123456789abcdef01234567"
SERVER = Server("postgres", 150018, "PostgreSQL 15.18")
MARIADB = Server("mariadb", 101119, "10.11.19-MariaDB")
DM8 = Server("dameng", 800, "DM Database Server x64 V8")
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


def text_of(client: Client, wanted: list[Wanted], server: Server) -> str:
    return script(client.frames, wanted, server.product, MARK)


def where(text: str) -> dict[int, range]:
    return spans(enumerate(text.split("\n"), 1), MARK)


def line_of(text: str, words: str) -> int:
    return text.split("\n").index(words) + 1


def test_an_error_of_psql_belongs_to_its_statement_whatever_its_language() -> None:
    text = text_of(Psql(), [ONE, TWO], SERVER)
    line = line_of(text, "select 2")
    out = f'{MARK} 0\nx\n"1"\n{MARK} 0.\n{MARK} 1\n{MARK} 1.\n'
    for said in ("ERROR:  42501: permission denied for table t", "错误:  42501: 权限不够"):
        heard = Psql().heard(
            Run(out, f"psql:<stdin>:{line}: {said}\nLOCATION:  x, y.c:1\n", 0, where(text)), [ONE, TWO], SERVER, MARK
        )
        assert heard.found[0] == Rows(("x",), (("1",),))
        failure = heard.found[1]
        assert isinstance(failure, StatementFailed)
        assert (failure.state, failure.words) == ("denied", said.partition(":  ")[2].replace(":", "", 1))


def test_a_warning_of_psql_is_no_error() -> None:
    text = text_of(Psql(), [ONE], SERVER)
    line = line_of(text, "select 1")
    out = f'{MARK} 0\nx\n"1"\n{MARK} 0.\n'
    heard = Psql().heard(Run(out, f"psql:<stdin>:{line}: WARNING:  01000: careful\n", 0, where(text)), [ONE], SERVER, MARK)
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
    command = 'as() { printf "%s\\n" "$@"; }\n' + Psql(user="u").call()
    said = subprocess.run(["sh", "-c", command, "sh", "host=evil' dbname\\"], capture_output=True, check=True, text=True)
    assert "\ndbname='host=evil\\' dbname\\\\' user='u'" in said.stdout


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
    text = text_of(Mysql(), [ONE, TWO], MARIADB)
    marks = [mark_of(n) for n in ("0", "0.", "1", "1.")]
    err = (
        f"ERROR 1142 (42000) at line {line_of(text, 'select 2')}: SELECT command denied\nERROR 1193 (HY000) at line 1: no\n"
    )
    found = Mysql().heard(Run("".join(marks), err, 1, where(text)), [ONE, TWO], MARIADB, MARK).found
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
    for client, server in (
        (Psql(), SERVER),
        (Mysql(place="/run/it's"), MARIADB),
        (Sqlplus("ORCL", "sysdba"), ORACLE),
        (Disql("sysdba"), DM8),
    ):
        asked = question("x", client, text_of(client, [ONE], server), MARK, 10, ("", "postgres"))
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


PARTED = "\x1f"


def disql(section: str, exit_code: int = 0, err: str = "") -> Heard:
    return Disql().heard(Run(f"\n{MARK} 0\n{section}\n{MARK} 0.\n", err, exit_code), [ONE], DM8, MARK)


def dm_table(columns: list[str], rows: list[list[str]], said: str) -> str:
    lines = [columns, ["-" * 9 for _column in columns], *rows]
    return "\n".join(PARTED.join(f"{cell:<9}" for cell in line) for line in lines) + f"\n\n{said}\n"


def test_disql_rows_are_those_that_it_counted() -> None:
    rows = [["MAIN", "1.5", "NULL"], ["业务 表空间", "-3", "x"]]
    whole = dm_table(["NAME", "PCT", "NOTE"], rows, "2 rows got")
    expected = Rows(("name", "pct", "note"), (("MAIN", "1.5", None), ("业务 表空间", "-3", "x")))
    assert disql(whole).found == {0: expected}
    for wrong in (
        dm_table(["NAME", "PCT", "NOTE"], rows[:1], "2 rows got"),
        dm_table(["NAME", "PCT", "NOTE"], rows, ""),
        dm_table(["NAME", "PCT", "NOTE"], [["a", "b", "c", "d"]], "1 rows got"),
        "",
    ):
        failure = disql(wrong).found[0]
        assert isinstance(failure, StatementFailed)
        assert failure.state == "cut"


def test_a_value_of_several_lines_goes_on_until_its_row_of_disql_is_whole() -> None:
    table = dm_table(["A", "B"], [["first\nsecond", "x"]], "1 rows got")
    assert disql(table).found == {0: Rows(("a", "b"), (("first\nsecond", "x"),))}


def test_disql_without_rows_says_so_in_either_language() -> None:
    for said in ("no rows", "未选定行"):
        assert disql(f"\n{said}\n").found == {0: Rows((), ())}


def test_an_error_of_disql_is_told() -> None:
    for said, state in (
        ("第1 行附近出现错误[-2106]:无效的表或视图名[NO_SUCH].", "failed"),
        ("[-5504]:没有[V$SESSIONS]对象的查询权限.", "denied"),
        ("[-6407]:锁超时.", "timeout"),
    ):
        failure = disql(said).found[0]
        assert isinstance(failure, StatementFailed)
        assert (failure.state, failure.words[:1]) == (state, "-")


def test_an_error_code_in_a_row_of_disql_is_a_value() -> None:
    found = disql(dm_table(["A"], [["[-2106]:x"]], "1 rows got")).found
    assert found == {0: Rows(("a",), (("[-2106]:x",),))}


def test_a_refused_login_of_disql_is_not_offered_again() -> None:
    heard = Disql().heard(Run("[-2501]:用户名或密码错误\n", "", 1), [ONE], DM8, MARK)
    assert isinstance(heard.failure, CredentialRefused)
    assert "ENABLE_LOCAL_OSAUTH" in str(heard.failure.remedy)
    down = Disql().heard(Run("[-70028]:创建SOCKET连接失败\n", "", 1), [ONE], DM8, MARK).failure
    assert down is not None
    assert down.reason is Reason.UNREACHABLE


def test_disql_is_met_by_the_words_of_its_instance() -> None:
    server, name = Disql().met([Rows(("svr_version", "instance_name"), (("DM Database Server x64 V8", "DMSERVER"),))])
    assert (server.product, server.version, name) == ("dameng", 800, "DMSERVER")


def test_disql_logs_in_once_as_the_account_of_the_system() -> None:
    assert Disql("SYSDBA", 5237).call().endswith("-S -L '/@localhost:5237' as sysdba")
    assert Disql("monitor").call().endswith("-S -L '/' as auto")


def test_no_statement_of_the_catalogue_is_a_command_of_disql() -> None:
    known = statements("dameng")
    assert known
    for text in known:
        assert not re.search(r"^\s*(@|!|`|#|/\s*$)|;\s*$", text, re.MULTILINE), text


def test_relatives_set_their_settings_one_by_one_and_before_the_mark() -> None:
    """What openGauss refuses (it has no lock_timeout) must not be the answer to a statement of ours."""
    gauss = Server("opengauss", 90204, "(openGauss 5.0.0)")
    text = text_of(Psql(kind="postgres"), [ONE], gauss)
    span = where(text)[0]
    lines = text.split("\n")
    inside = "\n".join(lines[span.start - 1 : span.stop - 1])
    assert "lock_timeout" not in inside
    assert "statement_timeout" not in inside
    assert "set lock_timeout = 300;" in lines
    assert "set statement_timeout = 10000;" in lines
    before = text_of(Psql(), [ONE], Server("", 0, ""))
    assert before == text  # as long as nobody has said who answers, it is asked as a relative


@pytest.mark.parametrize(
    ("program", "password"), [("psql", ["-w"]), ("gsql", ["-W", ""]), ("ksql", ["-w"]), ("psql-16", ["-w"])]
)
def test_no_client_asks_for_a_password(program: str, password: list[str]) -> None:
    """Without a terminal gsql, which has no -w, would read it from the script, and offer a line of ours."""
    command = f'c=/opt/x/bin/{program}\nas() {{ printf "%s|" "$@"; }}\n{Psql().call()}'
    said = subprocess.run(["sh", "-c", command, "sh", ""], capture_output=True, check=True, text=True).stdout.split("|")
    at = said.index(f"/opt/x/bin/{program}")
    assert said[at + 1 : at + 1 + len(password)] == password
    assert said[:at] == ([] if program.startswith("psql") else ["env", "LD_LIBRARY_PATH=/opt/x/bin/../lib"])


@pytest.mark.skipif(os.geteuid() != 0, reason="root may become anybody")
@pytest.mark.parametrize("shell", ["dash", "bash", "busybox sh", "mksh"])
def test_root_becomes_the_account_with_its_home_and_nobody_else(shell: str) -> None:
    command = f"u=daemon\n{found(Psql())}as sh -c 'id -un; echo $HOME'"
    done = subprocess.run([*shell.split(), "-c", command], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["daemon", pwd.getpwnam("daemon").pw_dir]
    strange = f"u='daemon; echo oh'\n{found(Psql())}as echo was"
    assert subprocess.run([*shell.split(), "-c", strange], capture_output=True, check=False, text=True).stdout == ""


def test_each_product_s_own_client_comes_first() -> None:
    assert Psql(kind="kingbase").names[0] == "ksql"
    assert set(Psql().names) == {"psql", "ksql", "gsql"}
    assert "d='test'" in Psql(kind="kingbase").call()
    assert "d='postgres'" in Psql().call()
