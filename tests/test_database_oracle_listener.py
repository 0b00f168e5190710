"""Oracle's listener: what lsnrctl tells, to whom it tells nothing, and the very command beside a process of that name."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Level, Scene
from checks.database.oracle.listener import LISTENER, judge
from collectors.base import Absent, Answer, ParseError, Question, Reason, SessionError, Shell
from collectors.evidence import decode, understood
from collectors.linux.oracle_listeners import LISTENERS_LSNRCTL, parse
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.limits import Layered
from tests.test_cases import CASES


def answer(case: str) -> str:
    return (CASES / "linux.oracle_listeners" / case / "answer.txt").read_text()


@pytest.mark.parametrize(
    ("case", "level"),
    [("ready", Level.OK), ("blocked", Level.WARN), ("static-only", Level.NOTICE), ("no-services", Level.CRITICAL)],
)
def test_what_a_listener_serves(case: str, level: Level) -> None:
    [found] = judge(parse(Answer(answer(case))), Layered(LISTENER.limits), Scene())
    assert (found.subject, found.level) == ("LISTENER", level)


def test_an_account_that_lsnrctl_refuses_knows_nothing() -> None:
    [unseen] = parse(Answer(answer("denied"))).unseen
    assert (unseen.subject, unseen.reason) == ("LISTENER", Reason.DENIED)


def test_the_endpoints_are_read() -> None:
    [one] = parse(Answer(answer("ready"))).records
    assert one.endpoints == ("tcp db01:1521", "ipc EXTPROC1521")


@given(st.data())
def test_a_lost_line_is_missed(data: st.DataObject) -> None:
    lines = answer("ready").splitlines(keepends=True)
    lost = data.draw(st.integers(0, len(lines) - 1))
    with pytest.raises((SessionError, ParseError, Absent)):
        parse(Answer("".join(line for at, line in enumerate(lines) if at != lost)))


def test_the_command_asks_the_lsnrctl_beside_the_process(tmp_path: Path) -> None:
    home = tmp_path / "bin"
    home.mkdir()
    shutil.copy("/bin/sleep", home / "tnslsnr")
    status = "".join(f"{line[1:]}\n" for line in answer("ready").splitlines() if line.startswith(" "))
    (tmp_path / "status.txt").write_text(status)
    (home / "lsnrctl").write_text(
        f'#!/bin/sh\n[ "$1" = status ] && [ "$ORACLE_HOME" = {tmp_path} ] && cat {tmp_path}/status.txt\n'
    )
    (home / "lsnrctl").chmod(0o755)
    ask = LISTENERS_LSNRCTL.ask
    assert isinstance(ask, Shell)
    script = f"mask() {{ cat; }}\n{ask.command}"
    with subprocess.Popen([str(home / "tnslsnr"), "30"]) as process:
        try:
            done = subprocess.run(["/bin/sh"], input=script, capture_output=True, text=True, check=True)
        finally:
            process.kill()
    [one] = parse(Answer(done.stdout)).records
    assert [service.name for service in one.services] == ["orcl", "orclXDB"]


def test_a_host_without_an_oracle_has_no_listener() -> None:
    """A listener's lsnrctl lies beside it, not on the PATH: that none is there is no reason not to look."""
    session = LocalSession(Budget())
    [(_question, reply)] = session.ask([Question("linux.oracle_listeners", LISTENERS_LSNRCTL.ask)])
    assert isinstance(reply, bytes)
    said = understood(LISTENERS_LSNRCTL.ask, decode(reply))
    assert isinstance(said, Answer)
    with pytest.raises(Absent, match="processes, no tnslsnr"):
        parse(said)
