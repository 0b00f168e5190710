"""The kit: what it brings back is judged like a live run; what was altered is refused; what is missing is named."""

import gzip
import random
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import Each, Parameter, Question, Reason, SessionError, Shell, Source, Walk
from collectors.evidence import read
from collectors.sessions.armour import SHELL, WIDTH, line_checksum, recovered
from collectors.sessions.base import Budget
from collectors.sessions.bundle import Bundle, BundleRefused, BundleSession, again, bundles, ranges
from collectors.sessions.kit import END, FOLD_WIDTH, kit, pasted
from collectors.sessions.script import folded, quote

NOW = datetime.now(UTC)
DAYS = Parameter("log_days", r"[0-9]{1,3}", Source.CONFIGURATION, "92")
QUESTIONS = (
    Question("plain", Shell("echo one; echo \"two 'quoted' \\$x\"")),
    Question("valued", Shell('echo "$1"', parameters=(DAYS,)), ("31",)),
    Question("walk", Each(Shell("printf '=a b\\n=c\\n'"), Shell('echo "item $1"'), 8)),
    Question("rate", Shell("date +%s%N", samples=2)),
    Question("long", Shell("echo " + "long-word-" * 300)),
    Question("silent", Shell("true", may_be_empty=True)),
    Question("last", Shell("seq 1 3000", kib=64)),
)
SHELLS = ("dash", "bash", "busybox sh", "mksh")


def _kit(questions: Sequence[Question] = QUESTIONS) -> str:
    return kit(questions, Budget(60, 5, 1), version="0.0.1", about="a kit\nof a test")


def _run(text: str, folder: Path, *arguments: str, shell: str = "sh") -> bytes:
    path = folder / "kit.sh"
    path.write_text(text)
    done = subprocess.run([*shell.split(), str(path), "-o", str(folder), *arguments], capture_output=True, check=True)
    [made] = [one for one in folder.iterdir() if one.name.startswith("xunjian-")]
    assert str(made) in done.stderr.decode()
    return made.read_bytes() if not arguments else done.stdout


def _answers(bundle: Bundle, questions: Sequence[Question] = QUESTIONS) -> dict[str, object]:
    session = BundleSession(bundle, NOW)
    return {q.id: r if isinstance(r, SessionError) else read(q.ask, r) for q, r in session.ask(questions)}


def _text(answer: object) -> str:
    return str(getattr(answer, "text", answer))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _run(_kit(), tmp_path_factory.mktemp("kit"))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _run(_kit(), tmp_path_factory.mktemp("kit"), "-t")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_answers_every_question(shell: str, tmp_path: Path) -> None:
    [bundle] = bundles([_run(_kit(), tmp_path, shell=shell)])
    said = _answers(bundle)
    assert not bundle.is_cut
    assert _text(said["plain"]) == "one\ntwo 'quoted' $x\n"
    assert _text(said["valued"]) == "31\n"
    walk = said["walk"]
    assert isinstance(walk, Walk)
    assert {item: _text(answer) for item, answer in walk.items.items()} == {"a b": "item a b\n", "c": "item c\n"}
    assert int(getattr(said["rate"], "earlier", "0")) < int(_text(said["rate"]))
    assert _text(said["last"]).split() == [str(n) for n in range(1, 3001)]


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_pasted_runs_and_no_line_of_it_is_long(shell: str, tmp_path: Path) -> None:
    text = pasted(_kit())
    assert max(map(len, text.split("\n"))) < 4096 / 8
    typed = text.encode()
    done = subprocess.run(shell.split(), input=typed, capture_output=True, check=True, cwd=tmp_path)
    [bundle] = bundles([done.stdout])
    assert _text(_answers(bundle)["long"]) == "long-word-" * 300 + "\n"


def test_the_kit_shows_its_commands_and_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "kit.sh"
    path.write_text(_kit())
    done = subprocess.run(["sh", str(path), "-l"], capture_output=True, check=True, text=True)
    assert "seq 1 3000" in done.stdout
    assert sorted(one.name for one in tmp_path.iterdir()) == ["kit.sh"]
    _run(_kit(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_transfer_of_the_kit_that_was_cut_runs_nothing(tmp_path: Path) -> None:
    text = _kit()
    for part in (len(text) // 3, len(text) // 2, len(text) - 8):
        done = subprocess.run(["sh", "-s"], input=text[:part].encode(), capture_output=True, check=False, cwd=tmp_path)
        assert done.stdout == b""
        assert list(tmp_path.iterdir()) == []


def test_one_flipped_bit_anywhere_is_refused(file: bytes) -> None:
    places = random.Random(7).sample(range(len(file)), 300)
    for place in [*places, 0, len(file) - 1, len(file) - 2, file.index(b"\nXUNJIAN-END") + 5]:
        altered = bytearray(file)
        altered[place] ^= 1 << (place % 8)
        if altered[place] == file[place] or (place == len(file) - 1 and not altered[place : place + 1].strip()):
            continue
        with pytest.raises(BundleRefused):
            bundles([bytes(altered)])


def test_a_bundle_cut_in_half_is_read_as_far_as_it_goes_and_marked(file: bytes) -> None:
    [bundle] = bundles([file[: file.index(b"long-word-") + 300]])
    assert bundle.is_cut
    said = _answers(bundle)
    assert _text(said["valued"]) == "31\n"
    for lost in ("long", "last"):
        error = said[lost]
        assert isinstance(error, SessionError)
        assert error.reason is Reason.CUT
        assert error.remedy is not None


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_cut_anywhere_an_answer_is_whole_or_not_there(file: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(file.index(b"\n\n") + 2, len(file) - 40))
    [cut] = bundles([file[:place]])
    [whole] = bundles([file])
    full = _answers(whole)
    for name, answer in _answers(cut).items():
        if not isinstance(answer, SessionError | Walk):
            assert _text(answer) == _text(full[name])


def test_a_packed_file_is_read_too(file: bytes) -> None:
    assert _text(_answers(bundles([gzip.compress(file)])[0])["valued"]) == "31\n"


def _wrapped(log: bytes, width: int, end: bytes = b"\r\n") -> bytes:
    lines = [line[at : at + width] for line in log.split(b"\n") for at in range(0, max(1, len(line)), width)]
    return end.join(lines)


@pytest.mark.parametrize("width", [40, 72, 75, 80, 132])
def test_a_log_wrapped_at_any_width_is_put_together(log: bytes, width: int) -> None:
    assert _text(_answers(bundles([_wrapped(log, width)])[0])["valued"]) == "31\n"


def test_prompts_colours_pagers_and_gbk_between_the_lines_pass(log: bytes) -> None:
    lines = log.split(b"\n")
    dirty = []
    for number, line in enumerate(lines):
        dirty.append(b"\x1b[32m" + line + b"\x1b[0m")
        if number % 24 == 23:
            dirty.append(b"--More--\r        \r")
        if number % 31 == 30:
            dirty.append("--更多--".encode("gbk"))
        if number % 50 == 49:
            dirty.append("[root@数据库 ~]# ".encode("gbk") + b"ls\x08 \x08")
    raw = b"\x1b]0;root@db01\x07" + "登录成功\r\n".encode("gbk") + b"\r\n".join(dirty)
    [bundle] = bundles([raw])
    assert not bundle.missing
    assert _text(_answers(bundle)["last"]).split()[-1] == "3000"


def test_a_pager_in_the_middle_of_a_wrapped_line_passes(log: bytes) -> None:
    lines = _wrapped(log, 60).split(b"\r\n")
    lines[7:7] = [b"--More--"]
    assert not bundles([b"\r\n".join(lines)])[0].missing


def test_lost_lines_are_named_and_a_second_log_brings_them(log: bytes, tmp_path: Path) -> None:
    lines = log.split(b"\n")
    count = sum(bool(re.match(rb"~\w{4} \d{5} ", line)) for line in lines)
    first = next(n for n, line in enumerate(lines) if b" 00060 " in line)
    short = b"\n".join(lines[:first] + lines[first + 5 :])
    [bundle] = bundles([short])
    assert bundle.missing == (60, 61, 62, 63, 64)
    assert count > 20
    error = _answers(bundle)["last"]
    assert isinstance(error, SessionError)
    assert error.reason is Reason.CUT
    assert "sed -n" in str(error.remedy.values if error.remedy else "")
    kept = tmp_path / f"xunjian-{bundle.host}-20260101T000000Z.txt"
    kept.write_bytes(log)
    command = again(bundle.host, bundle.name, bundle.missing)
    printed = subprocess.run(["sh", "-c", command], capture_output=True, check=True, cwd=tmp_path).stdout
    assert printed.count(b"\n") == 5
    [mended] = bundles([short, printed])
    assert not mended.missing
    assert _text(_answers(mended)["last"]) == _text(_answers(bundles([log])[0])["last"])


def test_a_damaged_line_is_a_missing_line(log: bytes) -> None:
    place = log.index(b" 00070 ") + 20
    altered = log[:place] + (b"A" if log[place : place + 1] != b"A" else b"B") + log[place + 1 :]
    assert bundles([altered])[0].missing == (70,)


def test_two_hosts_in_one_log_are_told_apart(tmp_path: Path) -> None:
    logs = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        questions = (Question("plain", Shell(f"echo {name}; seq 1 500")),)
        logs.append(_run(_kit(questions), tmp_path / name, "-t").split(b"\n"))
    mixed = [line for pair in zip(*logs, strict=False) for line in pair]
    longest = max(logs, key=len)
    mixed += longest[min(map(len, logs)) :]
    found = bundles([b"\n".join(mixed)])
    own = [_answers(b, (Question("plain", Shell(f"echo {n}; seq 1 500")),)) for b in found for n in ("one", "two")]
    assert sorted(_text(one["plain"])[:4] for one in own if not isinstance(one["plain"], SessionError)) == [
        "one\n",
        "two\n",
    ]


def test_what_the_kit_did_not_ask_is_said_so_and_other_values_are_read(file: bytes) -> None:
    [bundle] = bundles([file])
    other = (
        Question("new", Shell("echo new")),
        Question("valued", Shell('echo "$1"', parameters=(DAYS,)), ("92",)),
        Question("late", Shell("echo late"), items=("x",)),
    )
    said = _answers(bundle, other)
    assert _text(said["valued"]) == "31\n"
    for name in ("new", "late"):
        error = said[name]
        assert isinstance(error, SessionError)
        assert error.reason is Reason.NOT_ASKED


@pytest.mark.parametrize(
    "raw", [b"", b"nothing", b"~abcd 00001 AAAA 0000", b"XUNJIAN-BUNDLE 1\nnonce x\n\n", b"\x1f\x8b\x08"]
)
def test_what_is_no_bundle_is_refused(raw: bytes) -> None:
    with pytest.raises(BundleRefused):
        bundles([raw])


def test_an_implausible_clock_is_not_believed(file: bytes) -> None:
    [bundle] = bundles([file])
    session = BundleSession(bundle, datetime(2021, 1, 1, tzinfo=UTC))
    list(session.ask(QUESTIONS))
    assert "taken_at" not in session.transport
    assert session.transport["clock_is_implausible"] == "yes"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=400))
@settings(max_examples=80, deadline=None)
def test_folding_keeps_words(value: str) -> None:
    text = folded(f"printf %s {quote(value)}\n", 50)
    done = subprocess.run(["sh"], input=text.encode(), capture_output=True, check=True)
    assert done.stdout == value.encode()
    assert FOLD_WIDTH > 50


@given(st.binary(min_size=1, max_size=3000))
@settings(max_examples=25, deadline=None)
def test_armour_brings_any_bytes_back(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("a") / "f"
    path.write_bytes(raw)
    done = subprocess.run(["sh", "-c", f"{SHELL}\nK4=ab12 armour '{path}'"], capture_output=True, check=True)
    [found] = recovered(done.stdout).values()
    assert found.is_whole
    assert found.content() == raw
    assert all(len(line) <= 80 for line in done.stdout.split(b"\n"))
    assert sorted(one.name for one in path.parent.iterdir()) == ["f"]


def test_a_line_s_checksum_sees_order_and_place() -> None:
    assert line_checksum(b"AB") != line_checksum(b"BA")
    assert WIDTH + len("~abcd 00001  ffff") < 80


def test_ranges_read_as_a_person_writes_them() -> None:
    assert ranges((1, 2, 3, 7, 9, 10)) == "1-3, 7, 9-10"
    assert again("db01", "ab12", (3, 7, 8)) == "sed -n '/ 00003 /p;/ 00007 /,/ 00008 /p' xunjian-db01-*.txt   # ~ab12"


def test_the_end_of_the_here_document_is_no_line_of_a_kit() -> None:
    assert END not in _kit().split("\n")
    with pytest.raises(ValueError, match=END):
        pasted(f"echo\n{END}\n")
