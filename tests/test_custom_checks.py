"""Custom checks in YAML: what is refused and where, what is taken from an answer, by what it is judged."""

import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Area, Finding, Level, Scene
from checks.custom import custom_check
from collectors.base import Answer, Reason, SessionError
from collectors.custom import cksum, kind_of, number_of, parse
from collectors.evidence import text_of
from config import own_asks, patterns
from config.limits import Layered, Rule, Side, layer
from config.load import load
from config.own import AREAS, CustomCheck, NumberLimits, ProgramCheck, read, written
from config.problems import ConfigError
from config.site import Target, with_own

DF = "/dev/sda1 41152736 30864552 10288184 76% /u01\n/dev/sdb1 41152736 39864552 1288184 97% /u02\n"
SPACE = CustomCheck(
    "site.space", "空间", "space", "df -Pk", column=5, subject_column=6, unit="percent", warn_above=80, critical_above=90
)
STATE = CustomCheck(
    "site.state", "状态", "state", "cat /run/state", regex=r"^state=(\S+)$", is_number=False, expected=("running",)
)


def answered(text: str | bytes, code: int = 0) -> Answer:
    """What the target sends for a custom ask that said this."""
    body = text.encode() if isinstance(text, str) else text
    return Answer(text_of(body + f"@{code} {cksum(body)} {len(body)}\n".encode()))


def judged(custom: CustomCheck, text: str | bytes) -> list[Finding]:
    check = custom_check(custom)
    said = check.judge(parse(custom, answered(text)), Layered(custom.limits), Scene())
    return [one for one in said if isinstance(one, Finding)]


@pytest.mark.parametrize(
    "ask",
    [
        "rm -rf /tmp/x",
        "/bin/rm x",
        "cat x; \\rm y",
        "echo $(kill 1)",
        "mkfs.ext4 /dev/sdb",
        "df -Pk > /tmp/x",
        "df -Pk >>x",
        "df 2>err",
        "find / -name x -delete",
        "find / -exec ls {} +",
        "sed -i s/a/b/ x",
        "awk '{print > \"/tmp/x\"}' y",
        "awk 'BEGIN{system(\"x\")}'",
        "systemctl restart nginx",
        "systemctl status a; systemctl stop b",
        "service nginx reload",
        "sleep 9 &",
        "cat <<E",
        "echo 'unclosed",
        "df\nrm x",
        "sysctl -w a=b",
        "x" * 1001,
        "ls | xargs cat",
        "python3 -c 1",
    ],
)
def test_an_ask_that_writes_is_refused(ask: str) -> None:
    assert own_asks.refused(ask) is not None


@pytest.mark.parametrize(
    "ask",
    [
        "df -Pk /u01 | tail -1",
        "cat /etc/passwd",
        "grep -c ORA- /u01/alert.log",
        "awk '$3 > 5 {print $1}' /proc/loadavg",
        "systemctl is-active nginx 2>/dev/null",
        "service nginx status 2>&1",
        "find /backup -mtime -1 -type f | wc -l",
        "ls /opt/rm-tools/a.sh",
        "ps -eo args | grep [r]m",
        "test -e /x && echo yes || echo no",
        "sed -n 1p /etc/os-release",
        "/opt/app/bin/status.sh --quiet",
    ],
)
def test_an_ask_that_reads_is_taken(ask: str) -> None:
    assert own_asks.refused(ask) is None


@pytest.mark.parametrize(
    "pattern", [r"(a*)*b", r"(a|a)+b", r"(\d+,)*x", r"(a)\1", r"(?=a)b", r"(?<=a)b", "a" * 201, r"(", r".*.*.*x"]
)
def test_a_pattern_that_can_run_away_is_refused(pattern: str) -> None:
    assert patterns.refused(pattern) is not None


@pytest.mark.parametrize(
    "pattern", [r"(\d+)%", r"^(?P<subject>\S+)\s+\S+\s+(?P<value>\d+)%", r"(?:up|down) ([0-9.]+)", r"[^ ]+ (\S+)?$"]
)
def test_a_plain_pattern_is_taken(pattern: str) -> None:
    assert patterns.refused(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "sign"), [(r".*.*(\d+)x", "1"), (r".*(\d+)%", "1"), (r"^.*(\d+)%", "1"), (r"(\d+)%", "1")]
)
def test_the_worst_line_that_is_let_through_is_searched_in_seconds(pattern: str, sign: str) -> None:
    length = max(n for n in range(1, 4097) if patterns.is_in_time(pattern, [n]))
    started = time.process_time()
    assert re.search(pattern, sign * length) is None
    assert time.process_time() - started < 20


def test_lines_that_could_take_too_long_are_not_searched() -> None:
    custom = replace(STATE, regex=r".*.*(\d+)x")
    with pytest.raises(SessionError) as raised:
        parse(custom, answered("1" * 400 + "\n"))
    assert raised.value.reason is Reason.BUDGET


@given(st.binary(max_size=300))
def test_the_checksum_is_that_of_posix(body: bytes) -> None:
    done = subprocess.run(["cksum"], input=body, capture_output=True, check=True)
    assert done.stdout.split()[:2] == [str(cksum(body)).encode(), str(len(body)).encode()]


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("85", 85),
        ("85%", 85),
        ("-1.5", -1.5),
        ("1,234,567", 1234567),
        ("1e3", 1000),
        ("", None),
        ("-", None),
        ("1,2", None),
        ("0x10", None),
        ("nan", None),
    ],
)
def test_numbers(word: str, number: float | None) -> None:
    assert number_of(word) == number


@pytest.mark.parametrize(
    ("used", "level"), [("79", Level.OK), ("80", Level.WARN), ("89", Level.WARN), ("90", Level.CRITICAL)]
)
def test_reaching_a_limit_counts(used: str, level: Level) -> None:
    (found,) = judged(SPACE, f"/dev/sda1 1 1 1 {used}% /u01\n")
    assert (found.level, found.subject, found.measures) == (level, "/u01", {"value_ratio": int(used) * 0.01})
    assert found.quote == f"/dev/sda1 1 1 1 {used}% /u01"


def test_limits_have_two_ends() -> None:
    limits = NumberLimits(warn_below=10, warn_above=90, critical_below=5, critical_above=95)
    assert [limits.side(value) for value in (4, 5, 10, 11, 89, 90, 95)] == [
        Side.CRITICAL, Side.CRITICAL, Side.WARN, Side.WITHIN, Side.WITHIN, Side.WARN, Side.CRITICAL,
    ]  # fmt: skip


def test_one_finding_a_line_that_matches() -> None:
    assert [(f.subject, f.level) for f in judged(SPACE, DF)] == [("/u01", Level.OK), ("/u02", Level.CRITICAL)]


def test_the_operators_rules_hold_for_single_subjects() -> None:
    rules = [Rule(SPACE.check, {"warn_above": 98.0, "critical_above": 99.0}, item="/u02")]
    said = custom_check(SPACE).judge(parse(SPACE, answered(DF)), layer(SPACE.limits, rules, "app01"), Scene())
    assert [f.level for f in said if isinstance(f, Finding)] == [Level.OK, Level.OK]


@pytest.mark.parametrize(
    ("line", "level"), [("state=running\n", Level.OK), ("state=stopped\n", Level.WARN), ("state=Running\n", Level.WARN)]
)
def test_texts_are_compared_word_for_word(line: str, level: Level) -> None:
    assert [f.level for f in judged(STATE, line)] == [level]


def test_a_text_in_the_encoding_of_old_systems_is_read() -> None:
    custom = replace(STATE, expected=("正常",))
    assert [f.level for f in judged(custom, "state=正常\n".encode("gb18030"))] == [Level.OK]


@pytest.mark.parametrize("text", ["nothing of the kind\n", "state=\n"])
def test_what_does_not_match_is_never_ok(text: str) -> None:
    with pytest.raises(SessionError) as raised:
        parse(STATE, answered(text))
    assert raised.value.reason is Reason.NO_RECORD


def test_an_empty_answer_is_never_ok() -> None:
    with pytest.raises(SessionError) as raised:
        parse(STATE, answered("\n"))
    assert raised.value.reason is Reason.EMPTY


def test_a_column_that_is_not_there_and_a_word_that_is_no_number_are_unseen() -> None:
    facts = parse(SPACE, answered("a b c d - /u01\nshort\n"))
    assert facts.records == ()
    assert [one.subject for one in facts.unseen] == ["/u01", ""]


@pytest.mark.parametrize(("line", "subjects"), [(1, ["/u01"]), (-1, ["/u02"]), (0, ["/u01", "/u02"])])
def test_a_line_is_counted_from_either_end(line: int, subjects: list[str]) -> None:
    assert [f.subject for f in judged(replace(SPACE, line=line), DF)] == subjects


def test_a_line_beyond_the_answer_is_not_inspected() -> None:
    with pytest.raises(SessionError):
        parse(replace(SPACE, line=3), answered(DF))


@given(
    at=st.integers(0, 10_000), custom=st.sampled_from([(SPACE, DF), (STATE, "state=running\n"), (STATE, "state=正常\n")])
)
def test_an_answer_that_lost_a_byte_is_not_judged(at: int, custom: tuple[CustomCheck, str]) -> None:
    whole = answered(custom[1]).text.encode()
    at %= len(whole)
    try:
        facts = parse(custom[0], Answer(text_of(whole[:at] + whole[at + 1 :])))
    except SessionError as error:
        assert error.reason is Reason.CUT  # noqa: PT017 - either way is right
    else:
        assert facts == parse(custom[0], answered(custom[1])), "only what says nothing may go unnoticed"


def test_the_same_words_by_a_real_shell() -> None:
    ask = kind_of(replace(STATE, ask="echo state=running; false")).own
    assert ask is not None
    done = subprocess.run(["sh", "-c", ask.ask.command], capture_output=True, text=True, check=False)  # type: ignore[attr-defined]  # a Shell
    assert done.returncode == 1, "the ask's own exit code"
    assert [one.text for one in parse(STATE, Answer(done.stdout)).records] == ["running"]


@pytest.mark.parametrize("own", [SPACE, STATE, ProgramCheck("site.load", "负载", "load", ("/x/check_load", "-w", "5"))])
def test_a_definition_is_read_back_as_it_was_written(own: CustomCheck | ProgramCheck) -> None:
    assert read(written(own)) == own


def test_a_definition_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        read('{"kind": "custom", "id": "x", "made_later": 1}')


def test_areas_are_those_of_checks() -> None:
    assert set(AREAS) <= {one.value for one in Area}


def test_it_looks_at_targets_by_id_tag_and_platform() -> None:
    one = replace(SPACE, targets=("app*", "oracle"))
    assert with_own(Target("app01"), [one]).own == (one,)
    assert with_own(Target("db01", tags=("oracle",)), [one]).own == (one,)
    assert with_own(Target("db02"), [one]).own == ()
    assert with_own(Target("app02", kind="bmc", platform="bmc"), [one]).own == ()


GOOD = """
custom_checks:
  - id: site.space
    title: {zh: 空间, en: space}
    ask: df -Pk /u01 | tail -1
    column: 5
    warn_above: 80
limits:
  - {check: custom.site.space, warn_above: 85}
"""


def told(folder: Path, text: str) -> str:
    file = folder / "xunjian.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load(file, known_checks={"server.cpu": NumberLimits()})
    return "\n".join(raised.value.render("en"))


def test_limits_of_a_custom_check_may_stand_under_limits(tmp_path: Path) -> None:
    file = tmp_path / "xunjian.yaml"
    file.write_text(GOOD, encoding="utf-8")
    site = load(file, known_checks={"server.cpu": NumberLimits()})
    assert [one.own for one in site.targets] == [site.own]
    assert site.rules[0].values == {"warn_above": 85.0}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("df -Pk /u01 | tail -1", "rm -f /u01/x", "xunjian.yaml:5: custom_checks[1].ask: found the word “rm”"),
        ("column: 5", "regex: (a*)*", "xunjian.yaml:6: custom_checks[1].regex: found “(a*)*”"),
        ("column: 5", "regex: 'a b'", "put brackets around the value"),
        ("column: 5", "unit: percent", "neither “regex” nor “column”"),
        ("    warn_above: 80\n", "", "custom_checks[1].is: found a number without a limit"),
        ("warn_above: 80", "is: text", "custom_checks[1].is: found a text without what is expected"),
        ("warn_above: 80", "warn_above: 80\n    critical_above: 70", "before its warning"),
        ("warn_above: 80", "warn_above: 80\n    root: needed", "custom_checks[1].ask: found nothing that runs with root"),
        ("warn_above: 80", "warn_above: 80\n    unit: furlong", "write one of: percent"),
        ("warn_above: 80", "warn_above: 80\n    targets: [app9]", "the unknown target “app9”"),
        ("warn_above: 80", "warn_above: 80\n    warm: 1", "the unknown key “warm”"),
        ("id: site.space", "id: Site Space", "small letters"),
        ("{check: custom.site.space, ", "{check: custom.site.spice, ", "the unknown check “custom.site.spice”"),
        ("{check: custom.site.space, warn_above: 85}", "{check: custom.site.space, warm: 85}", "the unknown limit “warm”"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in GOOD
    assert said in told(tmp_path, GOOD.replace(old, new, 1))


def test_an_id_stands_once(tmp_path: Path) -> None:
    twice = GOOD.replace("limits:", "  - {id: site.space, title: x, ask: date, column: 1, warn_above: 1}\nlimits:")
    assert "xunjian.yaml:8: custom_checks: found the id “site.space” again" in told(tmp_path, twice)
