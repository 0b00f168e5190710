"""The run log: each line holds the digest of the one before; what was changed, taken out or torn is said."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from agent.planning import is_sent
from agent.run_log import FIRST, LoggedSession, RunLog, place_of, read
from agent.store.open import open_store
from collectors.base import Question, Recall, SessionError, Shell
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.site import Target
from config.text import render
from tests.program import xunjian

HERE = Target("local", kind="local")
UPTIME = Question("linux.uptime", Shell("uptime"))


def log(folder: Path, count: int = 3) -> Path:
    place = folder / "log"
    for number in range(count):
        RunLog(place, "li@host").append(HERE, [Question(f"ask{number}", Shell(f"echo {number}"))])
    return place


def said(place: Path) -> tuple[list[str], list[str]]:
    chain = read(place)
    return [render(one, "en") for one in chain.flaws], [render(one, "en") for one in chain.torn]


def test_each_line_says_what_was_sent_and_carries_the_digest_before(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in log(tmp_path).read_text().splitlines()]
    assert [one["ask"] for one in lines] == ["ask0", "ask1", "ask2"]
    assert lines[0]["previous"] == FIRST
    assert len({one["previous"] for one in lines}) == 3
    assert lines[0] == {
        "at": lines[0]["at"], "target": "local", "ask": "ask0", "by": "li@host", "previous": FIRST,
        "digest": Question("", Shell("echo 0")).digest,
    }  # fmt: skip
    assert said(tmp_path / "log") == ([], [])


def test_there_is_no_flaw_where_there_is_no_log(tmp_path: Path) -> None:
    assert read(tmp_path / "none").lines == 0


@pytest.mark.parametrize("line", [0, 1])
def test_a_line_that_was_changed_shows_at_the_next(tmp_path: Path, line: int) -> None:
    place = log(tmp_path)
    lines = place.read_text().splitlines(keepends=True)
    lines[line] = lines[line].replace("li@host", "he@host")
    place.write_text("".join(lines))
    assert said(place)[0] == [f"{place}, line {line + 2}: the chain is broken before it"]


@pytest.mark.parametrize("line", [0, 1])
def test_a_line_that_was_taken_out_shows(tmp_path: Path, line: int) -> None:
    place = log(tmp_path)
    lines = place.read_text().splitlines(keepends=True)
    del lines[line]
    place.write_text("".join(lines))
    assert said(place)[0] == [f"{place}, line {line + 1}: the chain is broken before it"]


def test_a_line_that_was_put_in_or_is_none_of_ours_shows(tmp_path: Path) -> None:
    place = log(tmp_path)
    lines = place.read_text().splitlines(keepends=True)
    place.write_text("".join([lines[0], "hello\n", *lines[1:]]))
    flaws, torn = said(place)
    assert "line 2: this is no line of the run log" in flaws[0]
    assert "line 3: the chain is broken" in flaws[1]
    assert torn == []


@pytest.mark.parametrize("cut", [1, 2, 30])
def test_a_torn_last_line_is_said_and_the_chain_goes_on_behind_it(tmp_path: Path, cut: int) -> None:
    place = log(tmp_path)
    place.write_bytes(place.read_bytes()[:-cut])
    flaws, torn = said(place)
    assert flaws == []
    assert "line 3 is torn" in torn[0]
    RunLog(place, "li@host").append(HERE, [UPTIME])
    flaws, torn = said(place)
    assert flaws == []
    assert ["line 3 is torn" in one for one in torn] == ([True] if cut > 1 else [])
    assert json.loads(place.read_bytes().splitlines()[-1])["ask"] == "linux.uptime"


def test_a_line_made_to_look_torn_without_its_writer_saying_so_is_a_flaw(tmp_path: Path) -> None:
    place = log(tmp_path)
    lines = place.read_text().splitlines(keepends=True)
    lines[1] = lines[1][:40] + "\n"
    place.write_text("".join(lines))
    assert len(said(place)[0]) == 2


WRITER = """
import sys
from pathlib import Path
from agent.run_log import RunLog
from collectors.base import Question, Shell
from config.site import Target
log = RunLog(Path(sys.argv[1]), "x")
print("ready", flush=True)
while True:
    log.append(Target("t"), [Question(f"ask{n}", Shell("x" * 50)) for n in range(50)])
"""


def test_a_kill_9_while_it_writes_leaves_a_chain_that_others_go_on_with(tmp_path: Path) -> None:
    place = tmp_path / "log"
    for _round in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(place)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        seen = place.stat().st_size if place.exists() else 0
        while not place.exists() or place.stat().st_size <= seen:
            pass
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    chain = read(place)
    assert chain.lines > 100
    assert chain.flaws == ()


def test_threads_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    one = RunLog(tmp_path / "log", "x")
    other = RunLog(tmp_path / "log", "y")
    threads = [threading.Thread(target=who.append, args=(HERE, [UPTIME] * 5)) for who in (one, other) * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain = read(tmp_path / "log")
    assert (chain.lines, chain.flaws) == (80, ())


def test_what_cannot_be_written_down_is_not_sent(tmp_path: Path) -> None:
    session = LoggedSession(LocalSession(Budget()), HERE, RunLog(tmp_path / "no" / "folder", "x"))
    session.connect()
    with pytest.raises(SessionError, match="run log"):
        list(session.ask([UPTIME]))
    session.close()


def test_a_session_writes_what_it_sends_and_keeps_the_head_and_the_authorisation(tmp_path: Path) -> None:
    place = tmp_path / "log"
    session = LoggedSession(LocalSession(Budget()), HERE, RunLog(place, "x", "Zhang daemon /"))
    session.connect()
    answers = list(session.ask([UPTIME]))
    assert len(answers) == 1
    assert session.transport["authorisation"] == "Zhang daemon /"
    assert session.transport["run_log"] in read(place).heads
    session.close()
    assert [json.loads(line)["ask"] for line in place.read_text().splitlines()] == ["linux.uptime"]


def test_what_our_own_store_recalls_is_sent_to_nobody_and_so_is_no_line(tmp_path: Path) -> None:
    assert not is_sent(Recall("linux.uptime"), HERE)
    run(tmp_path)
    lines = place_of(str(tmp_path / "s.db")).read_text().splitlines()
    with open_store(tmp_path / "s.db") as store:
        recalled = {a.id for t in store.load(store.inspections()[0].id).targets for a in t.asked if "recall" in a.command}
    assert not recalled & {json.loads(line)["ask"] for line in lines}


def run(folder: Path) -> None:
    done = xunjian("run", "--only", "server.filesystem_usage", "--store", "s.db", folder=folder)
    assert done.code in {0, 1, 2, 3}, done.err


def test_a_run_writes_what_it_sent_and_evidence_verify_follows_the_chain(tmp_path: Path) -> None:
    run(tmp_path)
    run(tmp_path)
    place = place_of(str(tmp_path / "s.db"))
    assert place.stat().st_mode & 0o077 == 0
    with open_store(tmp_path / "s.db") as store:
        asked = [a.ask_digest for h in store.inspections() for t in store.load(h.id).targets for a in t.asked]
    assert sorted(json.loads(line)["digest"] for line in place.read_text().splitlines()) == sorted(asked)
    done = xunjian("evidence", "verify", "--store", "s.db", folder=tmp_path)
    assert done.code == 0, done.out
    assert f"run log: {len(asked)} lines verified" in done.out


def test_a_run_log_whose_end_was_cut_off_is_a_flaw_for_its_inspections_say_so(tmp_path: Path) -> None:
    run(tmp_path)
    place = place_of(str(tmp_path / "s.db"))
    place.write_text("".join(place.read_text().splitlines(keepends=True)[:-1]))
    done = xunjian("evidence", "verify", "--store", "s.db", folder=tmp_path)
    assert done.code == 2
    assert "its lines are no longer in the run log" in done.out


def test_a_store_that_is_a_database_has_its_log_among_our_own_data_without_the_password() -> None:
    place = place_of("postgresql://u:secret@h/d")
    assert "secret" not in str(place)
    assert place.suffix == ".jsonl"
