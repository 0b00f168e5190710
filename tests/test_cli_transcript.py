"""Saved logs of a terminal: exact commands and whole answers only, whatever the terminal program left in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import Answer, Cli, Question, Reason, SessionError
from collectors.evidence import read
from collectors.sessions.cli.transcript import Transcript, TranscriptSession, transcripts

VRP = ("huawei_vrp",)
VERSION = "Huawei Versatile Routing Platform Software\nVRP (R) software, Version 5.170\n"
LOG = (
    "\nInfo: The max number of VTY users is 5.\n<SW1>screen-length 0 temporary\nInfo: done\n"
    f"<SW1>display version\n{VERSION}<SW1>\n<SW1>display clock\n10:00:00\n<SW1>dis cpu\n7%\n"
    "<SW1>display nonsense\n       ^\nError: Unrecognized command found at '^' position.\n<SW1>system-view\n"
    "[SW1]display this-way\nin a view\n[SW1-GigabitEthernet0/0/1]display that-way\nin a port\n[SW1]quit\n<SW1>\n"
)


def answered(log: bytes, *commands: str, families: tuple[str, ...] = VRP) -> dict[str, object]:
    (found,) = transcripts(log)
    said: dict[str, object] = {}
    for question, reply in found.replies([Question(one, Cli(families, one)) for one in commands]):
        answer = reply if isinstance(reply, SessionError) else read(question.ask, reply)
        said[question.id] = answer.text if isinstance(answer, Answer) else answer
    return said


def reason(said: object) -> Reason:
    assert isinstance(said, SessionError), said
    return said.reason


def test_a_plain_log_is_read() -> None:
    said = answered(LOG.encode(), "display version", "display clock", "display nonsense", "display cpu", "display this-way")
    assert said["display version"] == VERSION
    assert said["display clock"] == "10:00:00\n"
    assert reason(said["display nonsense"]) is Reason.NOT_OFFERED
    assert reason(said["display cpu"]) is Reason.NOT_ASKED, "abbreviated is another command"
    assert said["display this-way"] == "in a view\n"
    (found,) = transcripts(LOG.encode())
    assert (found.name, found.family) == ("SW1", "huawei_vrp")
    assert found.missing([Question("a", Cli(VRP, "display clock")), Question("b", Cli(VRP, "display fan"))]) == (
        "display fan",
    )


@pytest.mark.parametrize("ending", ["\r\n", "\r\r\n", "\n\r"])
def test_line_ends_of_any_terminal(ending: str) -> None:
    assert answered(LOG.replace("\n", ending).encode(), "display clock") == {"display clock": "10:00:00\n"}


def test_a_log_that_ends_in_an_answer_gives_none_for_it() -> None:
    log = LOG + "<SW1>display cfg\nline 1\nline 2\n"
    said = answered(log.encode(), "display cfg", "display clock")
    assert reason(said["display cfg"]) is Reason.CUT
    assert said["display clock"] == "10:00:00\n"


def test_the_latest_whole_answer_counts() -> None:
    log = LOG + "<SW1>display clock\n11:00:00\n<SW1>display clock\n11:0"
    assert answered(log.encode(), "display clock") == {"display clock": "11:00:00\n"}


@pytest.mark.parametrize(
    "mark",
    [
        "  ---- More ----\x1b[42D" + " " * 42 + "\x1b[42D",
        "  ---- More ----\r" + " " * 20 + "\r",
        "  ---- More ----\n",
        " --More-- " + "\b" * 9 + " " * 8 + "\b" * 9,
        " --More-- ",
        "<--- More --->\r              \r",
    ],
)
def test_the_marks_of_the_pager_go(mark: str) -> None:
    log = f"<SW1>display cfg\nline 1\nline 2\n{mark}line 3\n{mark}line 4\n<SW1>\n"
    assert answered(log.encode(), "display cfg") == {"display cfg": "line 1\nline 2\nline 3\nline 4\n"}


def test_what_was_typed_and_erased_is_not_the_command() -> None:
    log = "<SW1>display clokc\b \b\b \bck\n10:00\n<SW1>display xx\b\b\x1b[Kclock2\n11:00\n<SW1>\n"
    assert answered(log.encode(), "display clock", "display clock2") == {
        "display clock": "10:00\n",
        "display clock2": "11:00\n",
    }


def test_stamps_before_each_line_go() -> None:
    log = "".join(f"[2026-11-22 10:00:0{at % 10}] {line}\n" for at, line in enumerate(LOG.strip().split("\n")))
    assert answered(log.encode(), "display clock", "display version")["display version"] == VERSION


def test_an_ios_log_with_its_modes() -> None:
    log = (
        "R1>show clock\n10:00\nR1>enable\nPassword: \nR1#show run\n"
        "hostname R1\nusername a password 7 0822455D0A16\nend\n\nR1#\n"
    )
    said = answered(log.encode(), "show clock", "show run", families=("cisco_ios",))
    assert said["show clock"] == "10:00\n"
    assert said["show run"] == "hostname R1\nusername a password 7 ******\nend\n\n"


def test_devices_of_one_log_are_told_apart() -> None:
    found = transcripts(b"<A>display clock\n1\n<A>quit\n<B>display clock\n2\n<B>\n")
    assert [(one.name, one.answers["display clock"]) for one in found] == [("A", "1\n"), ("B", "2\n")]


def test_another_familys_command_is_not_missing() -> None:
    (found,) = transcripts(LOG.encode())
    question = Question("x", Cli(("cisco_ios",), "show clock"))
    assert found.missing([question]) == ()
    ((_question, reply),) = TranscriptSession(found).ask([question])
    assert reason(reply) is Reason.NOT_OFFERED


def test_bytes_of_gbk_stay() -> None:
    log = b"<SW1>display x\n" + "描述".encode("gbk") + b"\n<SW1>\n"
    (found,) = transcripts(log)
    assert found.answers["display x"].encode("utf-8", errors="surrogateescape") == "描述\n".encode("gbk")


@given(st.binary(max_size=400))
def test_no_log_breaks_it(log: bytes) -> None:
    assert all(isinstance(one, Transcript) for one in transcripts(log))


@given(st.integers(min_value=0, max_value=len(LOG)))
def test_a_log_cut_anywhere_gives_the_same_answer_or_none(at: int) -> None:
    whole = transcripts(LOG.encode())[0].answers
    for one in transcripts(LOG[:at].encode()):
        assert {command: whole[command] for command in one.answers} == one.answers


@pytest.mark.parametrize(
    "left",
    [
        "  ---- More ----\x1b[42D" + " " * 42 + "\x1b[42D",
        " --More-- " + "\b" * 9 + " " * 9 + "\b" * 9,
        " --More-- \r\n",
        " --More-- ",
        "---(more 45%)---\r" + " " * 16 + "\r",
        "---- More ----\r\n\r\n",
    ],
)
def test_an_answer_that_was_left_at_the_pager_is_not_whole(left: str) -> None:
    log = f"<SW1>display x\r\none\r\ntwo\r\n{left}<SW1>display clock\r\n10:00\r\n<SW1>\r\n"
    (found,) = transcripts(log.encode())
    assert found.answers == {"display clock": "10:00\n"}
    assert found.cut == {"display x"}


def test_an_answer_that_was_paged_to_its_end_is_whole() -> None:
    mark = "  ---- More ----\x1b[42D" + " " * 42 + "\x1b[42D"
    log = f"<SW1>display x\r\none\r\n{mark}two\r\n{mark}three\r\n<SW1>\r\n"
    (found,) = transcripts(log.encode())
    assert found.answers == {"display x": "one\ntwo\nthree\n"}
    assert not found.cut


def test_a_whole_answer_stays_when_it_is_asked_again_and_left() -> None:
    log = "<SW1>display x\r\none\r\ntwo\r\n<SW1>display x\r\none\r\n ---- More ----\r\n<SW1>\r\n"
    (found,) = transcripts(log.encode())
    assert found.answers == {"display x": "one\ntwo\n"}
