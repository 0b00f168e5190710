"""Why something was not inspected, in Chinese: our words are Chinese, and only what another program said is quoted."""

import ast
import errno
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.guarding import Guard
from agent.inspecting import _kept, given_up
from agent.outcomes import unseen_of
from checks.base import REASON_WORDS, unknown
from collectors.base import Cli, ParseError, Question, Reason, SessionError, Shell, Unseen
from collectors.evidence import Reply, encode, read
from collectors.manual.filled_forms import parse_restore
from collectors.sessions import host_keys, reach
from collectors.sessions.base import Budget
from collectors.sessions.device import DeviceSession
from collectors.sessions.frames import answers
from collectors.sessions.local import LocalSession
from collectors.sessions.login import CredentialRefused, private_key
from collectors.sessions.watch import closed
from config.os_words import OS_WORDS, os_words
from config.site import Credential, SshAccess, Target
from config.text import LANGUAGES, Text, render
from tests.forms import restore_told

ROOT = Path(__file__).parents[1]
TERMS = re.compile(r"\b(?:SSH|CPU|YAML|GiB|MiB|KiB|B|shell|xunjian|D|I/O|machine-id|ipmitool|journal|MemAvailable|Shmem)\b")
"""Words of the field that Chinese engineers write as they are; and units."""
QUOTED = re.compile("「[^「」]*」")
ASK = Shell("x", tool="smartctl")


def answered(reply: Reply) -> Exception:
    with pytest.raises(SessionError) as met:
        read(ASK, encode((reply,)))
    return met.value


def met(call: object, *values: object) -> Exception:
    assert callable(call)
    with pytest.raises(SessionError) as found:
        call(*values)
    return found.value


def of_connecting() -> Exception:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return met(reach.connect, "127.0.0.1", port, float("inf"), lambda: None)


def of_stream(stream: bytes) -> Exception:
    (_question, error), *_rest = answers((Question("a", ASK),), "n", iter((stream,)))
    assert isinstance(error, SessionError)
    return error


def of_no_shell() -> Exception:
    session = LocalSession(Budget(30, 5, 1), shell="/nowhere/sh")
    ((_question, error),) = session.ask([Question("a", ASK)])
    assert isinstance(error, SessionError)
    return error


def of_no_way() -> Exception:
    """A device whose entry names no command line, asked for one."""
    ((_question, error),) = DeviceSession({}).ask([Question("a", Cli(("huawei_vrp",), "display version"))])
    assert isinstance(error, SessionError)
    return error


BEGUN = b"@@n begin 1 1700000000 1\n"


def failures() -> Iterator[Exception]:
    """At least one failure of every reason, made by what makes it on a target."""
    yield of_connecting()
    yield CredentialRefused("ops", reach._DEAD)
    yield met(host_keys.verify, "10.0.0.1", "ssh-ed25519", b"key", (), "SHA256:other")
    yield met(host_keys.verify, "10.0.0.1", "ssh-ed25519", b"key", ())
    yield met(private_key, "/nowhere/key", None)
    yield answered(Reply("ok", 1, b"", b"smartctl: Permission denied\n"))
    yield answered(Reply("ok", 3, b"", b"No such device or address\n"))
    yield answered(Reply("ok", 3))
    yield answered(Reply("ok", 0, b"", b"nothing to say\n"))
    yield answered(Reply("ok", 127))
    yield answered(Reply("ok", 0, b"x", cut_bytes=70000))
    yield from (answered(Reply(state)) for state in ("timeout", "stuck", "budget", "tool_missing", "cut"))
    yield from map(of_stream, (b"", BEGUN, BEGUN + b"@@n fatal no_folder\n", BEGUN + b"hello there\n", b"x" * (1 << 21)))
    yield of_no_shell()
    yield of_no_way()
    yield from (closed(), given_up(90))
    yield SessionError(Reason.NO_RECORD)
    yield SessionError(Reason.NOT_ASKED)
    yield met(parse_restore, restore_told("2026-03-01", is_told=True))
    yield met(parse_restore, restore_told("去年"))
    yield ParseError("a line that names no file", "what is this line")
    yield ValueError("invalid literal for int()")


FAILURES = tuple(failures())


def test_every_reason_is_among_the_failures() -> None:
    assert {unseen_of(error).reason for error in FAILURES} == set(Reason)
    assert {reason.value for reason in Reason} == set(REASON_WORDS)


def bare(said: str) -> str:
    """What is left of a Chinese text when quotations, addresses, names of our own collectors and terms are taken out."""
    return TERMS.sub("", re.sub(r"[\w./:@-]*[/.:@][\w./:@-]*", "", QUOTED.sub("", said)))


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: unseen_of(error).reason.value)
def test_why_something_was_not_seen_leaks_no_english(error: Exception) -> None:
    said = render(unknown("", unseen_of(error)).summary, "zh_CN")
    assert not re.search("[A-Za-z]", bare(said)), said


def test_the_targets_own_words_stay_and_are_quoted() -> None:
    said = unseen_of(answered(Reply("ok", 3, b"", b"ls: no such device\n")))
    assert render(unknown("", said).summary, "zh_CN") == "未检：命令执行失败（退出码 3：「ls: no such device」）"
    assert (
        render(unknown("", said).summary, "en")
        == "Not inspected: the command itself failed; exit code 3: “ls: no such device”"
    )
    denied = Unseen("", Reason.DENIED, "cat: /etc/x: Permission denied")
    assert "（「cat: /etc/x: Permission denied」）" in render(unknown("", denied).summary, "zh_CN")


@pytest.mark.parametrize("number", sorted(OS_WORDS), ids=errno.errorcode.get)
def test_what_the_system_refuses_is_said_in_chinese(number: int) -> None:
    said = render(os_words(OSError(number, "in English")), "zh_CN")
    assert re.fullmatch("[\u4e00-\u9fff（）/]+", said), said


def test_a_number_that_is_not_known_keeps_the_systems_words_in_quotes() -> None:
    strange = OSError(errno.EXDEV, "Invalid cross-device link")
    assert [render(os_words(strange), one) for one in LANGUAGES] == [
        "「Invalid cross-device link」",
        "“Invalid cross-device link”",
    ]


def test_a_refused_credential_that_is_remembered_is_said_in_chinese() -> None:
    class Remembers:
        def is_refused(self, _target: str, _fingerprint: str) -> bool:
            return True

    target = Target("db01", "linux", address="10.0.0.9", platform="linux")
    guard = Guard(Remembers(), target, Credential(name="ops"), entry=SshAccess())  # type: ignore[arg-type]  # all it asks of a store
    said = render(unknown("", unseen_of(met(guard.before))).summary, "zh_CN")
    assert not re.search("[A-Za-z]", bare(said)), said


PROSE = re.compile(
    r"\b(?:no|the|an?|is|are|was|were|not|in|of|to|than|neither|between|cannot|did|has|have|it|went|without|only|after|and)\b"
)
"""Words that make a sentence of what would else be names: of files, commands, keys."""
PLACES = {"SessionError": 1, "_error": 1, "Unseen": 2, "broken": 0}
"""Where the detail stands among what is given."""


def prose(path: Path) -> Iterator[str]:
    """Details that are no message and read like a sentence."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) not in PLACES:
            continue
        place = PLACES[ast.unparse(node.func)]
        for argument in node.args[place : place + 1]:
            if not isinstance(argument, ast.Call):
                strings = (one.value for one in ast.walk(argument) if isinstance(one, ast.Constant))
                yield from (one for one in strings if isinstance(one, str) and PROSE.search(one))


SOURCES = [path for top in ("agent", "checks", "collectors") for path in sorted((ROOT / top).rglob("*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_detail_is_written_in_english_prose(path: Path) -> None:
    assert list(prose(path)) == [], "write it as a Text: _(...)"


def test_a_detail_that_is_a_text_is_kept_in_both_languages() -> None:
    kept = _kept(unseen_of(given_up(90)))
    assert isinstance(kept.detail, Text)
    assert kept.detail.rendered == {"zh_CN": "等待 90 秒后放弃", "en": "given up after 90 s"}
