"""Frames: whatever the bytes, what was whole stays as it was, and the rest says why it is not there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import Answer, Each, Question, Reason, SessionError, Shell, Walk
from collectors.evidence import Reply, decode, encode, follow_up, read
from collectors.sessions.frames import BEATS_MOST, answers
from collectors.sessions.notices import Begin, Cost, Ready
from collectors.sessions.streams import LINE_BYTES, NOISE_BYTES, checksum

NONCE = "5e1f"
WALK: Each = Each(Shell("list"), Shell("ask", kib=1), most=4)
QUESTIONS = (
    Question("plain", Shell("a", kib=4)),
    Question("rates", Shell("b", samples=2)),
    Question("walk", WALK),
    Question("follow", Shell("c"), items=("x", "数据")),
    Question("missing", Shell("d", tool="nowhere")),
)
REPLIES: dict[str, tuple[tuple[int, Reply], ...]] = {
    "plain": ((0, Reply("ok", 3, b"hi\n@@5e1f done 9\n", b"oops\n")),),
    "rates": ((1, Reply("ok", 0, b"1\n")), (0, Reply("ok", 0, b"2\n"))),
    "walk": (
        (0, Reply("ok", 0, b"seen by list\n=a\n=-rf $(id)\n=b\n")),
        (2, Reply("ok", 0, b"A\0\xff", item=b"a")),
        (2, Reply("timeout", None, b"", b"", item=b"-rf $(id)")),
        (2, Reply("ok", 0, b"B", is_privileged=True, item=b"b")),
    ),
    "follow": ((2, Reply("ok", 0, b"1", item=b"x")), (2, Reply("ok", 1, b"2", item="数据".encode()))),
    "missing": ((0, Reply("tool_missing")),),
}


def frame(index: int, part: int, reply: Reply) -> bytes:
    """Write a reply as the script does."""
    out, err = reply.out, reply.err
    code = "-" if reply.exit_code is None else reply.exit_code
    sums = [checksum(data) if data else 0 for data in (out, err)]
    head = (
        f"{index} {part} {reply.state} {code} {len(out)} {sums[0]} {len(err)} {sums[1]} {reply.cut_bytes} "
        f"{int(reply.is_privileged)} 100.00 100.50 0m0.010s 0m0.020s"
    ).encode()
    mark = f"@@{NONCE} ".encode()
    return (
        mark
        + b"f "
        + head
        + b"\n"
        + reply.item
        + b"\n"
        + out
        + err
        + b"\n"
        + mark
        + b"e "
        + head
        + b"\n"
        + reply.item
        + b"\n"
    )


def stream(*, noise: bytes = b"Welcome!\n") -> tuple[bytes, list[tuple[str, int]]]:
    """A whole round, and where each question's last byte stands."""
    said = noise + f"@@{NONCE} begin 1 100.00 1790000000 500000000\n@@{NONCE} ready 1 . /run/x /bin/dash\n".encode()
    ends = []
    early = [(1, 1, REPLIES["rates"][0][1])]
    for index, part, reply in early:
        said += frame(index, part, reply)
    for index in (0, 2, 3, 4, 1):
        question = QUESTIONS[index]
        said += f"@@{NONCE} t 100.70\n".encode()
        for part, reply in REPLIES[question.id]:
            said += frame(index, part, reply) if part != 1 else b""
        if question.items or isinstance(question.ask, Each):
            said += f"@@{NONCE} w {index} {len(REPLIES[question.id]) - int(not question.items)}\n".encode()
        ends.append((question.id, len(said)))
    return said + f"@@{NONCE} done 9\n".encode(), ends


def expected(asked: str) -> bytes:
    if asked == "rates":
        first, second = (reply for _part, reply in REPLIES["rates"])
        return encode((replace(second, earlier=first.out),))
    return encode(tuple(reply for _part, reply in REPLIES[asked]))


def heard(said: bytes, questions: Sequence[Question] = QUESTIONS, size: int = 7) -> dict[str, bytes | SessionError]:
    chunks = (said[at : at + size] for at in range(0, len(said), size))
    got = list(answers(questions, NONCE, chunks))
    assert sorted(question.id for question, _said in got) == sorted(question.id for question in questions)
    return {question.id: evidence for question, evidence in got}


WHOLE, ENDS = stream()


def reason(said: bytes | SessionError) -> Reason:
    assert isinstance(said, SessionError)
    return said.reason


@pytest.mark.parametrize("size", [1, 64, 100_000])
def test_a_whole_round_is_read_whatever_the_chunks(size: int) -> None:
    got = heard(WHOLE, size=size)
    assert got == {question.id: expected(question.id) for question in QUESTIONS}


def test_notices_tell_clock_rights_and_costs() -> None:
    notices: list[object] = []
    list(answers(QUESTIONS, NONCE, [WHOLE], notices.append))
    assert notices[0] == Begin(1790000000.5, 0.0)
    assert notices[1] == Ready(is_root=True, has_sudo=False, folder="/run/x", shell="/bin/dash")
    costs = [one for one in notices if isinstance(one, Cost)]
    assert len(costs) == 10
    assert costs[0].seconds == pytest.approx(0.5)
    assert costs[0].cpu_seconds == pytest.approx(0.03)


def test_a_clock_without_nanoseconds_is_known_to_half_a_second() -> None:
    notices: list[object] = []
    said = WHOLE.replace(b"1790000000 500000000", b"1790000000 %N")
    list(answers(QUESTIONS, NONCE, [said], notices.append))
    assert notices[0] == Begin(1790000000.5, 0.5)


@given(cut=st.integers(0, len(WHOLE) - 1), size=st.integers(1, 300))
@settings(max_examples=150, deadline=None)
def test_a_cut_at_any_byte_keeps_what_was_whole(cut: int, size: int) -> None:
    got = heard(WHOLE[:cut], size=size)
    for asked, end in ENDS:
        if end <= cut:
            assert got[asked] == expected(asked)
            continue
        said = got[asked]
        if isinstance(said, SessionError):
            assert said.reason is Reason.CUT
        else:
            _only_less(asked, said)


def _only_less(asked: str, evidence: bytes) -> None:
    """A walk that was cut: what came is as it was, what did not says so."""
    whole = decode(expected(asked))
    for was, now in zip(whole, decode(evidence), strict=True):
        assert now == was or (now.state == "cut" and now.item == was.item)


@given(at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
@settings(max_examples=300, deadline=None)
def test_one_wrong_byte_never_changes_an_answer(at: int, byte: int) -> None:
    said = bytearray(WHOLE)
    said[at] = byte
    for asked, evidence in heard(bytes(said), size=500).items():
        if isinstance(evidence, SessionError):
            assert evidence.reason in {Reason.REFUSED, Reason.CUT}
        else:
            _only_less(asked, evidence)


@given(at=st.integers(0, len(WHOLE)), dirt=st.binary(min_size=1, max_size=200))
@settings(max_examples=150, deadline=None)
def test_dirt_in_the_middle_never_changes_an_answer(at: int, dirt: bytes) -> None:
    for asked, evidence in heard(WHOLE[:at] + dirt + WHOLE[at:], size=500).items():
        if not isinstance(evidence, SessionError):
            _only_less(asked, evidence)


@given(said=st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_at_all_are_only_session_errors(said: bytes) -> None:
    begun = f"@@{NONCE} begin 1 1.0 1790000000 0\n@@{NONCE} ".encode()
    for evidence in (*heard(said).values(), *heard(begun + said).values()):
        assert reason(evidence) in {Reason.CUT, Reason.REFUSED, Reason.FAILED}


def test_a_banner_of_a_mebibyte_is_noise_and_more_is_a_flood() -> None:
    whole, _ends = stream(noise=b"x" * (NOISE_BYTES - 100))
    assert heard(whole, size=65536)["plain"] == expected("plain")
    pulled = 0

    def endless() -> Iterator[bytes]:
        nonlocal pulled
        while True:
            pulled += 1
            yield b"y\n" * 32768

    got = list(answers(QUESTIONS, NONCE, endless()))
    assert {reason(said) for _question, said in got} == {Reason.REFUSED}
    assert pulled < 40


@pytest.mark.parametrize(
    "lie",
    [
        frame(0, 0, Reply("ok", 0, b"x" * 4097)),  # more than the ask's 4 KiB
        frame(9, 0, Reply("ok", 0, b"x")),  # an ask that is not of this round
        frame(0, 2, Reply("ok", 0, b"x", item=b"x")),  # an item of an ask without items
        frame(0, 1, Reply("ok", 0, b"x")),  # a first sample where there is one only
        frame(2, 2, Reply("ok", 0, b"x", item=b"a")),  # an item before its listing
        frame(3, 2, Reply("ok", 0, b"x", item=b"z")),  # an item nobody asked
        frame(0, 0, Reply("ok", 0, b"x", item=b"i")),  # an item where there is none
        f"@@{NONCE} w 3 5\n".encode(),  # a count of items that never came
        f"@@{NONCE} w 0 0\n".encode(),
        f"@@{NONCE} w 2 -1\n".encode(),
        f"@@{NONCE} w 3 0\n".encode(),
        b"@@beef f 0 0 ok 0 0 0 0 0 0 1 1 1 -\n",  # another's nonce
        b"x" * (LINE_BYTES + 1),
        f"@@{NONCE} ".encode() + b"x" * LINE_BYTES + b"\n",
        f"@@{NONCE} t 1.0\n".encode() * (BEATS_MOST + 1),
        f"@@{NONCE} done 0\n".encode(),  # done, without an answer
    ],
)
def test_a_liar_is_refused(lie: bytes) -> None:
    said = f"@@{NONCE} begin 1 1.0 1790000000 0\n".encode() + lie
    got = list(answers(QUESTIONS, NONCE, [said]))
    assert {reason(evidence) for _question, evidence in got} == {Reason.REFUSED}


def test_an_answer_is_taken_once() -> None:
    said = WHOLE.replace(
        f"@@{NONCE} w 2 3\n".encode(), f"@@{NONCE} w 2 3\n".encode() + frame(0, 0, Reply("ok", 0, b"other"))
    )
    got = heard(said)
    assert got["plain"] == expected("plain")
    assert reason(got["missing"]) is Reason.REFUSED


def test_no_folder_on_the_target_says_what_would_help() -> None:
    got = heard(f"@@{NONCE} begin 1 1.0 1790000000 0\n@@{NONCE} fatal no_folder\n".encode())
    assert reason(got["plain"]) is Reason.FAILED
    assert isinstance(got["plain"], SessionError)
    assert got["plain"].remedy is not None


def test_what_a_cut_walk_did_not_bring_is_unseen_when_read() -> None:
    end_of_a = WHOLE.index(frame(2, 2, REPLIES["walk"][2][1]))
    got = heard(WHOLE[:end_of_a])
    assert isinstance(got["walk"], bytes)
    walk = read(WALK, got["walk"])
    assert isinstance(walk, Walk)
    assert isinstance(walk.items["a"], Answer)
    assert getattr(walk.items["b"], "reason", None) is Reason.CUT
    end_of_x = WHOLE.index(frame(3, 2, REPLIES["follow"][1][1]))
    followed = heard(WHOLE[:end_of_x])["follow"]
    assert isinstance(followed, bytes)
    assert getattr(follow_up(Shell("c"), ("x", "数据"), followed).items["数据"], "reason", None) is Reason.CUT


@pytest.mark.parametrize(
    ("first", "second", "state", "code"),
    [
        (Reply("timeout"), Reply("ok", 0, b"2"), "timeout", None),
        (Reply("ok", 0, b"1"), Reply("budget"), "budget", None),
        (Reply("ok", 4, b"1"), Reply("ok", 0, b"2"), "ok", 4),
        (Reply("ok", 0, b"1"), Reply("ok", 5, b"2"), "ok", 5),
    ],
)
def test_of_two_samples_the_one_that_failed_speaks(first: Reply, second: Reply, state: str, code: int | None) -> None:
    question = QUESTIONS[1]
    said = f"@@{NONCE} begin 1 1.0 1790000000 0\n".encode() + frame(0, 1, first) + frame(0, 0, second)
    evidence = heard(said + f"@@{NONCE} done 2\n".encode(), [question])["rates"]
    assert isinstance(evidence, bytes)
    (reply,) = decode(evidence)
    assert (reply.state, reply.exit_code) == (state, code)


@given(data=st.binary(max_size=300))
@settings(max_examples=10, deadline=None)
def test_the_checksum_is_posix_cksum(data: bytes) -> None:
    said = run(["cksum"], input=data, capture_output=True, check=True).stdout
    assert checksum(data) == int(said.split()[0])
