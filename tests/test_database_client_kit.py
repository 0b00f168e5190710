"""A kit's databases without a server: the shell writes what a session sends, and fakes of clients print as books say."""

import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.catalogue import COLLECTORS
from collectors.base import Collector, EachDatabase, Question, Reason, SessionError, Shell, Sql, Statement, sql
from collectors.evidence import Reply, decode
from collectors.sessions.base import Budget
from collectors.sessions.bundle import bundles
from collectors.sessions.client import ClientSession
from collectors.sessions.client_bundle import BundleRuns
from collectors.sessions.client_kit import Carried, carried
from collectors.sessions.clients.base import Client, Wanted
from collectors.sessions.clients.disql import Disql
from collectors.sessions.clients.marks import script, spans
from collectors.sessions.clients.mysql import Mysql
from collectors.sessions.clients.psql import Psql
from collectors.sessions.clients.sqlplus import Sqlplus
from collectors.sessions.kit import kit
from collectors.sessions.mysql_connection import product_of as product_of_mysql
from collectors.sessions.mysql_connection import unquoted, version_of
from collectors.sessions.oracle import number_of
from collectors.sessions.postgres_words import RELATIVES, product_of
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server

MARK = "@@0123456789abcdef01234567"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
CLIENTS: dict[str, Client] = {"postgres": Psql(), "mysql": Mysql(), "oracle": Sqlplus(), "dameng": Disql()}
SERVERS = {
    "postgres": (
        Server("postgres", 100_023, "PostgreSQL 10.23"),
        Server("postgres", 180_001, "PostgreSQL 18.1"),
        Server("opengauss", 90_204, "(openGauss 5.0.0)"),
        Server("kingbase", 120_001, "KingbaseES V008R006"),
    ),
    "mysql": (
        Server("mariadb", 101_119, "10.11.19-MariaDB"),
        Server("mysql", 50_744, "5.7.44"),
        Server("mysql", 80_036, "8.0.36"),
        Server("tidb", 80_011, "8.0.11-TiDB"),
    ),
    "oracle": (Server("oracle", 1_102_000_400, "11g"), Server("oracle", 1_921_000_000, "19c")),
    "dameng": (Server("dameng", 800, "V8"),),
}


def questions_of(platform: str) -> list[Question]:
    asked = [one for one in COLLECTORS if isinstance(one, Collector) and one.on == platform]
    return [Question(one.id, one.ask) for one in asked if isinstance(one.ask, Sql | EachDatabase)]


def composed(made: Carried, part: str, server: Server, database: str, folder: Path, client: Client) -> str:
    """What the kit's shell writes for the client, with the mark in which it differs from ours put in its place."""
    for name, content in made.files.items():
        (folder / name).write_text(content)
    is_relative = int(server.product in client.relatives)
    words = f"v={server.version} p='{server.product}' r={is_relative} m='{MARK}'"
    command = f'. "$TMPDIR/db0.sh"; {words}; compose {part} "$1"'
    done = subprocess.run(
        ["sh", "-c", command, "sh", database],
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(folder), "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().rstrip("\n")


def expected(asks: Sequence[Sql], client: Client, server: Server, database: str) -> str:
    wanted = []
    for ask in dict.fromkeys(asks):
        choice = ask.choice(server.version, server.product, is_relative=server.product in client.relatives)
        if choice >= 0:
            text = client.sent(ask.statements[choice].text)
            wanted.append(Wanted(7, text, ask.seconds, ask.most))
    return script(client.frames, wanted, server.product, MARK, database).rstrip("\n")


def without_numbers(text: str) -> str:
    """The kit counts all statements of all versions, a session those that it sends."""
    return re.sub(rf"{MARK} \d+(?!\d)", f"{MARK} 7", text).replace(f"{MARK} 7\nalter", f"{MARK} 999999\nalter")


@pytest.mark.parametrize(("platform", "server"), [(name, one) for name, some in SERVERS.items() for one in some])
def test_the_shell_writes_what_a_session_sends(platform: str, server: Server, tmp_path: Path) -> None:
    client, questions = CLIENTS[platform], questions_of(platform)
    made = carried(0, client, "", questions)
    own = [one.ask for one in questions if isinstance(one.ask, Sql)]
    assert without_numbers(composed(made, "own", server, "", tmp_path, client)) == expected(own, client, server, "")
    walks = [one.ask for one in questions if isinstance(one.ask, EachDatabase)]
    if walks:
        name = "odd' n\"a=me \\ & {mark} 业务"
        inner = [one.ask for one in walks]
        said = without_numbers(composed(made, "each0", server, name, tmp_path, client))
        assert said == expected(inner, client, server, name)


@given(
    variants=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([(), ("mariadb",), ("mysql", "mariadb")])),
        min_size=1,
        max_size=4,
    ),
    version=st.integers(0, 6),
    product=st.sampled_from(["mariadb", "mysql", "tidb"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_shell_chooses_the_statement_that_a_session_chooses(
    variants: list[tuple[int, int, tuple[str, ...]]], version: int, product: str, tmp_path: Path
) -> None:
    texts = [Statement(f"select {n}", since, before, products) for n, (since, before, products) in enumerate(variants)]
    ask = Sql(tuple(texts), 10, 100)
    made = carried(0, Mysql(), "", [Question("q", ask)])
    server = Server(product, version, "")
    said = composed(made, "own", server, "", tmp_path, Mysql())
    choice = ask.choice(version, product, is_relative=product in Mysql().relatives)
    assert [n for n in range(len(texts)) if f"\nselect {n}\n" in said] == ([choice] if choice >= 0 else [])


def known(client: Client, out: str) -> list[str]:
    command = f"m='{MARK}'\n{client.known()}"
    done = subprocess.run(["sh", "-c", command], input=out.encode(), capture_output=True, check=True, env={"LC_ALL": "C"})
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (150018, "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu"),
        (90204, "(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29 on aarch64-unknown-linux-gnu"),
        (90204, "PostgreSQL 9.2.4 (GaussDB Kernel V500R002C10 build 1) compiled"),
        (120001, "KingbaseES V008R006C007B0012 on x86_64-pc-linux-gnu"),
        (140010, "HighGo Database 4.5"),
        (110002, "瀚高安全版数据库系统 V4.5"),
        (110200, "PostgreSQL 11.2-YB-2.18.0.0-b0 on x86_64"),
        (90500, "CockroachDB CCL v22.1"),
        (100000, "Something of its own"),
    ],
)
def test_the_shell_knows_the_postgres_that_the_driver_knows(number: int, words: str) -> None:
    out = f'{MARK} 0\ncurrent_setting,version,current_database\n"{number}","{words}","po""st"\n{MARK} 0.\n'
    product = product_of(words)
    assert known(Psql(), out) == [str(number), product, str(int(product in RELATIVES))]
    assert known(Psql(), f"{MARK} 0\n{MARK} 0.\n") == []


@pytest.mark.parametrize(
    ("version", "comment", "kin"),
    [
        ("10.11.19-MariaDB-0+deb12u1", "Debian 12", "wsrep_on"),
        ("8.0.36", "MySQL Community Server - GPL", ""),
        ("8.0.36-28", "Percona Server (GPL)", ""),
        ("5.7.25-TiDB-v7.1.0", "TiDB Server (Apache License 2.0)", ""),
        ("5.7.25-OceanBase-v4.2.1", "OceanBase 4.2.1", ""),
        ("8.0.26", "Source distribution", "aurora_version"),
        ("8.4", "", ""),
    ],
)
def test_the_shell_knows_the_mysql_that_the_driver_knows(version: str, comment: str, kin: str) -> None:
    out = (
        f'\t<field name="@@version">{version}</field>\n\t<field name="@@version_comment">{comment}</field>\n'
        f'\t<field name="Variable_name">{kin}</field>\n\t<field name="Value">OFF</field>\n'
    )
    product = product_of_mysql(f"{version} {comment} {kin}")
    assert known(Mysql(), out) == [str(version_of(version)), product, str(int(product in Mysql().relatives))]
    assert known(Mysql(), "ERROR 2002 (HY000)\n") == []


def html(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> str:
    cells = ["".join(f'<th scope="col">\n{head}\n</th>\n' for head in heads)]
    cells += ["".join(f"<td>\n{value}\n</td>\n" for value in row) for row in rows]
    body = "".join(f"<tr>\n{line}</tr>\n" for line in cells)
    counted = "1 row selected." if len(rows) == 1 else f"{len(rows)} rows selected." if rows else "no rows selected"
    table = f"<p>\n<table border='1'>\n{body}</table>\n<p>\n" if rows else ""
    return f"{table}\n{counted}<br>\n"


def test_the_shell_knows_the_oracle_that_the_driver_knows() -> None:
    banner = html([["Oracle Database 19c 19.0.0.0.0", "ORCL"]], ["BANNER", "X"])
    version = html([["19.21.0.0.0"]], ["VERSION"])
    out = f"{MARK} 0<br>\n{banner}{MARK} 0.<br>\n{MARK} 1<br>\n{version}{MARK} 1.<br>\n"
    assert known(Sqlplus(), out.replace("<br>", "")) == [str(number_of("19.21.0.0.0")), "oracle", "0"]


FAKE_SQLPLUS = """\
#!/bin/sh
container=CDB$ROOT
while IFS= read -r line; do
  case $line in
    prompt*) printf '%s\\n<br>\\n' "${line#prompt }" ;;
    *'set container = '*) container=${line##*= \\"} container=${container%\\"*} ;;
    *'from v$version'*) cat "$0.banner" ;;
    *'select version'*) cat "$0.version" ;;
    *CON_NAME*v'$containers'*) cat "$0.containers" ;;
    *CON_NAME*) cat "$0.root" ;;
    *where*am*i*) sed "s/NAME-HERE/$container/" "$0.here" ;;
    *gone*) printf 'ERROR at line 1:\\n<br>\\nORA-00942: table or view does not exist\\n' ;;
  esac
done
"""


class Here(Sqlplus):
    """A client that lies in a folder of the test."""

    __slots__ = ()
    folder = ""

    @property
    def folders(self) -> tuple[str, ...]:
        return (type(self).folder,)


def run_of(client: Client, questions: Sequence[Question], folder: Path) -> dict[str, tuple[Reply, ...] | SessionError]:
    """Write the kit, run it, and ask a session over what it left."""
    made = carried(0, client, "", questions)
    text = kit(
        made.questions,
        Budget(60, 5, 1),
        version="0",
        about="",
        files=made.files,
        lines=("database 0 x y db 1", *made.lines),
    )
    (folder / "kit.sh").write_text(text)
    (folder / "out").mkdir()
    subprocess.run(["sh", "kit.sh", "-o", "out"], cwd=folder, check=True, capture_output=True)
    [path] = (folder / "out").iterdir()
    [bundle] = bundles([path.read_bytes()])
    assert [one.target for one in bundle.databases] == ["db 1"]
    assert not bundle.is_of_host
    session = ClientSession(BundleRuns(bundle, 0, client, NOW), client)
    session.connect()
    return {one.id: reply if isinstance(reply, SessionError) else decode(reply) for one, reply in session.ask(questions)}


def test_a_kit_of_oracle_goes_through_the_containers_of_a_sqlplus_that_prints_as_its_book_says(tmp_path: Path) -> None:
    program = tmp_path / "sqlplus"
    program.write_text(FAKE_SQLPLUS)
    program.chmod(0o755)
    for name, said in {
        "banner": html([["Oracle Database 19c", "ORCL"]], ["BANNER", "NAME"]),
        "version": html([["19.21.0.0.0"]], ["VERSION"]),
        "root": html([["CDB$ROOT"]], ["CON_NAME"]),
        "containers": html([["CDB$ROOT"], ["SALES"]], ["NAME"]),
        "here": html([["NAME-HERE"]], ["AT"]),
    }.items():
        (tmp_path / f"sqlplus.{name}").write_text(said)
    Here.folder = str(tmp_path)
    listing = next(one.ask.items for one in questions_of("oracle") if isinstance(one.ask, EachDatabase))
    questions = [
        Question("here", EachDatabase(listing, sql("select where_am_i at from dual"))),
        Question("gone", sql("select * from gone")),
    ]
    found = run_of(Here("ORCL"), questions, tmp_path)
    walk, gone = found["here"], found["gone"]
    assert isinstance(walk, tuple)
    assert isinstance(gone, tuple)
    assert [(one.item.decode(), b'"rows":[["SALES"]]' in one.out) for one in walk[1:]] == [
        ("CDB$ROOT", False),
        ("SALES", True),
    ]
    assert gone[0].state == "denied"


FAKE_DISQL = """\
#!/bin/sh
[ "$*" = "-S -L /@localhost:5236 as users" ] || exit 1
s=$(printf '\\037')
while IFS= read -r line; do
  case $line in
    "set colsep '$s'") parted=1 ;;
    prompt*) echo "${line#prompt }" ;;
    *svr_version*) printf 'SVR_VERSION%sINSTANCE_NAME\\n---%s---\\nDM Server x64 V8%sDM01\\n\\n1 rows got\\n' $s $s $s ;;
    *two*) printf 'A  %sB\\n---%s---\\n1  %sNULL\\n业务%s2.5\\n\\n2 rows got\\n' $s $s $s $s ;;
    *gone*) printf '第1 行附近出现错误[-2106]:无效的表或视图名[GONE].\\n' ;;
    *none*) printf '\\n未选定行\\n' ;;
  esac
done
"""


class HereToo(Disql):
    """As above."""

    __slots__ = ()
    folder = ""

    @property
    def folders(self) -> tuple[str, ...]:
        return (type(self).folder,)


def test_a_kit_of_dm8_is_read_from_a_disql_that_prints_as_its_book_says(tmp_path: Path) -> None:
    program = tmp_path / "disql"
    program.write_text(FAKE_DISQL)
    program.chmod(0o755)
    HereToo.folder = str(tmp_path)
    texts = {"two": "select a, b from two", "gone": "select * from gone", "none": "select * from none"}
    found = run_of(HereToo("users", 5236), [Question(name, sql(text)) for name, text in texts.items()], tmp_path)
    two, gone, none = (found[name] for name in texts)
    assert isinstance(two, tuple)
    assert isinstance(gone, tuple)
    assert isinstance(none, tuple)
    assert '"columns":["a","b"],"rows":[["1",null],["业务","2.5"]]' in two[0].out.decode()
    assert '"database":"DM01"' in two[0].out.decode()
    assert (gone[0].state, none[0].state) == ("failed", "ok")


def bundle_runs(out: str, state: str, code: int | None, questions: Sequence[Question]) -> dict[str, object]:
    """What a session makes of one run of psql that ended so."""
    made = carried(0, Psql(), "", questions)
    server = Server("postgres", 150018, "PostgreSQL 15.18")
    runs = BundleRuns.__new__(BundleRuns)
    runs._client = Psql()
    runs._digests = {"own": {int(n): d for _sql, _place, part, n, d in map(str.split, made.lines) if part == "own"}}
    return dict(runs._heard(Reply(state, code, out.encode()), "own", server))


def test_a_run_that_stopped_in_the_middle_answers_what_came_before_and_says_what_nobody_asked() -> None:
    questions = [Question(name, sql(f"select {n}")) for n, name in enumerate("abc")]
    numbers = [int(line.split()[3]) for line in carried(0, Psql(), "", questions).lines if " own " in line]
    wanted = [Wanted(number, f"select {n}", 10, 5000) for n, number in enumerate(numbers)]
    text = script(Psql().frames, wanted, "postgres", MARK)
    lines = "".join(f"{at}:{line}\n" for at, line in enumerate(text.split("\n"), 1) if MARK in line)
    assert set(spans(enumerate(text.split("\n"), 1), MARK)) == set(numbers)
    out = f'{MARK}\n{lines}{MARK} run\n{MARK} {numbers[0]}\na\n"1"\n{MARK} {numbers[0]}.\n{MARK} {numbers[1]}\n'
    first, second, third = bundle_runs(out, "timeout", None, questions).values()
    assert getattr(first, "rows", None) == (("1",),)
    assert isinstance(second, StatementFailed)
    assert second.state == "timeout"
    assert isinstance(third, SessionError)
    assert third.reason is Reason.NOT_ASKED
    assert third.remedy is not None


def test_a_statement_that_would_break_the_file_is_not_carried() -> None:
    with pytest.raises(ValueError, match="begins with"):
        carried(0, Psql(), "", [Question("q", sql("select 1\n=== sql 1 1 1 0 0 1"))])
    with pytest.raises(TypeError):
        carried(0, Psql(), "", [Question("w", Shell("true"))])


@pytest.mark.parametrize(
    "words",
    [
        "Error 'Duplicate entry '13800138000' for key 'PRIMARY'' on query. Default database: 'shop'. Query: 'INSERT 13800'",
        "Error 'Table 'shop.gone' doesn't exist' on query. Default database: 'shop'.\nQuery: 'INSERT\n13800'",
        "Could not execute Write_rows event on table shop.users; Duplicate entry '13800\n138000' for key 'users.mobile'",
        "",
        "error connecting to master 'repl@10.0.0.11:3306' - retry-time: 60",
    ],
)
def test_what_replication_quotes_of_the_customers_rows_is_in_no_bundle(words: str, tmp_path: Path) -> None:
    made = carried(0, Mysql(), "", questions_of("mysql"))
    for name, content in made.files.items():
        (tmp_path / name).write_text(content)
    head = '<resultset statement="SHOW ALL SLAVES STATUS">\n  <row>\n\t<field name="Master_Host">db1</field>\n'
    tail = '\t<field name="Last_SQL_Errno">1062</field>\n  </row>\n</resultset>\n'
    came = f'{head}\t<field name="Last_SQL_Error">{words}</field>\n{tail}'
    command = '. "$TMPDIR/db0.sh"; reduced'
    env = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "LC_ALL": "C"}
    done = subprocess.run(["sh", "-c", command], input=came.encode(), env=env, capture_output=True, check=True)
    said = done.stdout.decode()
    assert said.startswith(head)
    assert said.endswith(tail)
    assert "13800" not in said
    kept = said.removeprefix(head).removesuffix(tail).strip().removeprefix('<field name="Last_SQL_Error">')
    ours = unquoted(Rows(("Last_SQL_Error",), ((words,),))).rows[0][0]
    assert str(ours).startswith(kept.removesuffix("</field>")), "no more is kept than a session keeps"
