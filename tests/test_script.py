"""The script of a round: the same bytes for the same questions, data as data, no word that a filter refuses."""

import subprocess
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.catalogue import COLLECTORS
from collectors.base import Collector, Each, Parameter, Question, Root, Shell, Source
from collectors.sessions.base import Budget
from collectors.sessions.script import DECLARED_WORDS, FILTER_WORDS, assemble, filter_words, harness, quote, sent_items

BUDGET = Budget(total_seconds=30, sample_seconds=1)
PATH_PARAMETER = Parameter("path", r"/.*", Source.CONFIGURATION)


def script(*questions: Question, sudo: bool = False, budget: Budget = BUDGET) -> str:
    return assemble(questions, nonce="ab12", budget=budget, sudo=sudo).decode()


def test_equal_questions_give_equal_bytes_but_for_the_nonce() -> None:
    questions = [Question("a", Shell("df")), Question("b", Each(Shell("ls"), Shell("cat")))]
    one = assemble(questions, nonce="1111", budget=BUDGET)
    assert one == assemble(list(questions), nonce="1111", budget=BUDGET)
    assert assemble(questions, nonce="2222", budget=BUDGET) == one.replace(b"1111", b"2222")
    assert one.count(b"1111") == 1


def test_all_code_stands_in_functions_called_on_the_last_line() -> None:
    text = script(Question("a", Shell("echo it ran")))
    assert text.endswith("\n_round </dev/null 2>/dev/null\n")
    whole = text.encode()
    last = whole.rindex(b"_round ")
    # Cut in the middle of the asks, before the call, in its name.
    for cut in (len(whole) // 2, last - 10, last, last + 3, last + 5):
        said = subprocess.run(["/bin/sh", "-s"], input=whole[:cut], capture_output=True, check=False, timeout=10)
        assert said.stdout == b""


def test_the_script_ends_before_the_client_gives_up() -> None:
    assert "TOTAL=26 " in script(Question("a", Shell("df")))
    assert "TOTAL=1 " in script(Question("a", Shell("df")), budget=Budget(total_seconds=2))


def test_sudo_is_named_only_where_allowed() -> None:
    ask = Question("a", Shell("dmidecode", root=Root.NEEDED))
    assert "SUDO=0 " in script(ask)
    assert "SUDO=1 " in script(ask, sudo=True)


def test_two_samples_stand_at_both_ends() -> None:
    text = script(Question("rates", Shell("cat /proc/stat", samples=2)), Question("b", Shell("df")))
    first, asks, second = text.index("run 0 1 "), text.index("run 1 0 "), text.index("run 0 0 ")
    assert first < asks < text.index("\nrest\n") < second
    assert "\nrest\n" not in script(Question("b", Shell("df")))


@pytest.mark.parametrize(
    "question",
    [
        Question("a", Each(Shell("ls"), Shell("cat", samples=2))),
        Question("a", Shell("cat", samples=2), items=("x",)),
        Question("a", Shell('cat "$1"', parameters=(PATH_PARAMETER,)), values=("relative",)),
        Question("a", Shell('cat "$1"', parameters=(PATH_PARAMETER,)), values=()),
        Question("a", Shell("x"), values=("a\0b",)),
    ],
)
def test_what_cannot_be_asked_is_an_error_of_ours(question: Question) -> None:
    with pytest.raises(ValueError, match=r"."):
        script(question)


def test_items_that_no_line_carries_and_those_past_the_most_are_left_out() -> None:
    question = Question("a", Shell("x"), items=("one", "two\nlines", "nul\0", "four", "five"), most=4)
    assert sent_items(question) == ("one", "four")
    text = script(question)
    assert "_w 'four'\nwalked 0 2\n" in text
    assert "two" not in text


@given(value=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_quoted_value_is_one_word_and_only_data(value: str) -> None:
    said = subprocess.run(["/bin/sh", "-c", f"printf %s {quote(value)}"], capture_output=True, check=True)
    assert said.stdout == value.encode()
    assert said.stderr == b""


def test_the_harness_has_no_filtered_word_but_the_declared() -> None:
    assert filter_words(harness()) == DECLARED_WORDS
    assert DECLARED_WORDS < FILTER_WORDS
    assert filter_words("echo formatted; x_rm=1\nrm -f /x") == {"rm"}
    assert filter_words("# reboot") == set()


def test_it_costs_the_client_next_to_nothing() -> None:
    sent = [one for one in COLLECTORS if isinstance(one, Collector) and isinstance(one.ask, Shell | Each)]
    questions = [Question(one.id, one.ask) for one in sent]
    assemble(questions, nonce="warm", budget=BUDGET)
    started = time.process_time()
    for n in range(100):
        assemble(questions, nonce=f"{n}", budget=BUDGET)
    assert (time.process_time() - started) / 100 < 0.001
    fresh = [replace(question, most=63) for question in questions]
    started = time.process_time()
    assemble(fresh, nonce="x", budget=BUDGET)
    assert time.process_time() - started < 0.02


MASKED = [
    ("mysql -uroot -pS3cret db", "S3cret"),
    ("mysqldump --password=S3cret --all", "S3cret"),
    ("mariadb-dump -pS3cret", "S3cret"),
    ("app --password S3cret --port 80", "S3cret"),
    ("app --db-passwd 'S3cret two words'", "S3cret"),
    ("java -Dspring.datasource.password=S3cret -jar x", "S3cret"),
    ('x password="S3cret with blanks" y', "with"),
    ("x passphrase='S3cret with blanks' y", "with"),
    ("psql postgres://app:S3cret@db/x", "S3cret"),
    ("curl http://u:p@ss@host/", "p@ss"),
    ("curl -u user:S3cret http://x", "S3cret"),
    ("AWS_SECRET_ACCESS_KEY=S3cret app", "S3cret"),
    ("app --api-key S3cret", "S3cret"),
    ("app --token=S3cret", "S3cret"),
    ("curl -H Authorization: Bearer S3cret", "S3cret"),
    ("sshpass -p S3cret ssh x", "S3cret"),
    ("redis-cli -a S3cret ping", "S3cret"),
    ("snmpwalk -v3 -A S3cretAuth -X S3cretPriv host", "S3cret"),
    ("snmpget -v2c -c S3cret host", "S3cret"),
    ("sqlplus system/S3cret@orcl", "S3cret"),
    ("rman target sys/S3cret@db", "S3cret"),
    ("net use /user:x PWD=S3cret", "S3cret"),
    ('ERROR login {"user":"a","db_password": "S3cret"}', "S3cret"),
    ("ERROR login error password: S3cret", "S3cret"),
    ("ERROR password = S3cret", "S3cret"),
    ("ERROR jdbc:oracle:thin:scott/S3cret@//db:1521/x", "S3cret"),
    ("ERROR ALTER USER scott IDENTIFIED BY 'S3cret two'", "two"),
    ("ERROR denied Authorization: Basic S3cret", "S3cret"),
    ("ERROR denied Cookie: JSESSIONID=S3cret; b=S3cret", "S3cret"),
    ("GET /x;jsessionid=S3cret 500", "S3cret"),
    ("ERROR 密码：S3cret", "S3cret"),
    ("ERROR 口令: S3cret", "S3cret"),
    ("ERROR token eyJhbGciOiJub25lIn0.eyJzdWIiOiJTM2NyZXQifQ.S3cret refused", "S3cret"),
    ("auth_pass S3cret", "S3cret"),
    ("requirepass S3cret", "S3cret"),
]


@pytest.fixture(scope="module")
def mask() -> str:
    """The mask as asks have it."""
    text = harness()
    start = text.index("mask() {")
    body = text[start : text.index("\n}\n", start) + 3].replace("'\"'[^']*'\"'", "'[^']*'")
    return f"{body}mask"


@pytest.mark.parametrize("program", [["/bin/sh", "-c"], ["busybox", "sh", "-c"]], ids=["dash", "busybox"])
def test_mask_takes_secrets_out_of_command_lines(mask: str, program: list[str]) -> None:
    lines = "\n".join(line for line, _secret in MASKED)
    said = subprocess.run([*program, mask], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) == len(MASKED)
    for (line, secret), masked in zip(MASKED, said, strict=True):
        assert secret not in masked, line
        assert "***" in masked


def test_mask_leaves_what_holds_no_secret(mask: str) -> None:
    lines = "/usr/sbin/sshd -D -p 22\npostgres: app db [local] idle\nps -ef\nmysqld --port=3306 --datadir=/var/lib/mysql\n"
    assert subprocess.run(["/bin/sh", "-c", mask], input=lines, capture_output=True, text=True, check=True).stdout == lines
