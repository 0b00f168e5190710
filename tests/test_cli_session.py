"""The command line of devices, against some of ours on loopback: whole answers or an error, never a short one."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from collectors.base import Answer, Cli, Question, Reason, SessionError
from collectors.evidence import decode, read
from collectors.sessions.base import Budget
from collectors.sessions.cli.session import CliSession, Way
from collectors.sessions.host_keys import ChangedHostKey
from collectors.sessions.login import CredentialRefused, Login
from collectors.sessions.ssh import SshSession
from config.secrets import Secret
from config.site import SshAccess
from config.text import render
from tests.peers.cli_devices import HOST, Device, device
from tests.peers.sshd import keys, missing, sshd

pytestmark = pytest.mark.peer
BUDGET = Budget(total_seconds=30, connect_seconds=5)
VRP = ("huawei_vrp",)
IOS = ("cisco_ios", "cisco_xe")
PLANTED = "Planted-7_word"
LONG = "".join(f"line {number} of the configuration\n" for number in range(1, 501))


def session_to(
    peer: Device,
    folder: Path,
    family: str = "",
    *,
    budget: Budget = BUDGET,
    password: str = "",
    enable: str = "",
    jump: SshSession | None = None,
    **access: object,
) -> CliSession:
    login = Login(peer.user, password=Secret(password or peer.password))
    entry = SshAccess(port=peer.port, **access)  # type: ignore[arg-type]  # the test's own fields
    ssh = SshSession(HOST, entry, login, budget, known_hosts=peer.known_hosts(folder), jump=jump)
    return CliSession(ssh, budget, Way(family, peer.user, Secret(enable) if enable else None))


def told(session: CliSession, commands: Sequence[str], families: tuple[str, ...] = VRP, **bounds: int) -> dict[str, object]:
    questions = [Question(one, Cli(families, one, **bounds)) for one in commands]  # type: ignore[arg-type]  # as above
    session.connect()
    said: dict[str, object] = {}
    try:
        for question, reply in session.ask(questions):
            try:
                answer = reply if isinstance(reply, SessionError) else read(question.ask, reply)
            except SessionError as error:
                answer = error
            said[question.id] = answer.text if isinstance(answer, Answer) else answer
    finally:
        session.close()
    return said


def reason(said: object) -> Reason:
    assert isinstance(said, SessionError), said
    assert said.reason is Reason.NOT_OFFERED or said.remedy is not None or said.reason is Reason.EMPTY
    return said.reason


def in_english(error: object) -> str:
    assert isinstance(error, SessionError)
    return error.detail if isinstance(error.detail, str) else render(error.detail, "en")


def connected(session: CliSession) -> SessionError:
    started = time.monotonic()
    with pytest.raises(SessionError) as caught:
        session.connect()
    session.close()
    assert time.monotonic() - started < 20
    return caught.value


@pytest.mark.parametrize(("kind", "families", "word"), [("vrp", VRP, "display"), ("ios", IOS, "show")])
def test_answers_come_whole_and_bare(kind: str, families: tuple[str, ...], word: str, tmp_path: Path) -> None:
    with device(Device(kind, {f"{word} clock": "10:00:00\n", f"{word} cfg": LONG})) as peer:
        session = session_to(peer, tmp_path)
        said = told(session, [f"{word} clock", f"{word} cfg"], families)
    assert said == {f"{word} clock": "10:00:00\n", f"{word} cfg": LONG}
    assert session.transport["family"] == families[0]
    assert session.transport["device_name"] == "SW1"
    assert session.transport["is_paged"] == "no"


@pytest.mark.parametrize(("kind", "families", "word"), [("vrp", VRP, "display"), ("ios", IOS, "show")])
def test_a_pager_that_may_not_be_turned_off_is_paged_through(
    kind: str, families: tuple[str, ...], word: str, tmp_path: Path
) -> None:
    with device(Device(kind, {f"{word} cfg": LONG}, may_unpage=False)) as peer:
        session = session_to(peer, tmp_path)
        assert told(session, [f"{word} cfg"], families) == {f"{word} cfg": LONG}
        assert session.transport["is_paged"] == "yes"


def test_the_marks_of_the_pager_are_wiped_whatever_stays_of_them(tmp_path: Path) -> None:
    with device(Device("ios", {"show cfg": LONG}, may_unpage=False, page_lines=1)) as peer:
        assert told(session_to(peer, tmp_path, "cisco_ios"), ["show cfg"], IOS) == {"show cfg": LONG}


BANNER = "###########\n# Only for the staff of SW1>\n* login# *\n<SW1>\n SW1# \n--- welcome --->\n"


@pytest.mark.parametrize(("kind", "families", "word"), [("vrp", VRP, "display"), ("ios", IOS, "show")])
def test_banners_that_look_like_prompts_are_none(kind: str, families: tuple[str, ...], word: str, tmp_path: Path) -> None:
    with device(Device(kind, {f"{word} clock": "10:00\n"}, banner=BANNER)) as peer:
        assert told(session_to(peer, tmp_path), [f"{word} clock"], families) == {f"{word} clock": "10:00\n"}


def test_an_answer_that_quotes_the_prompt_is_not_cut_there(tmp_path: Path) -> None:
    text = "10:00 SW1# show version\nSW1#\nSW1# show clock\n10:00\n" * 20 + "the end\n"
    with device(Device("ios", {"show logging": text}, is_slow=True)) as peer:
        assert told(session_to(peer, tmp_path, "cisco_ios"), ["show logging"], IOS) == {"show logging": text}


def test_a_role_above_the_prompt_is_no_answer(tmp_path: Path) -> None:
    with device(
        Device("ios", {"show clock": "10:00\n", "show a": "{master} is written\n"}, above="\n{master:0}\n")
    ) as peer:
        said = told(session_to(peer, tmp_path, "cisco_ios"), ["show clock", "show a"], IOS)
    assert said == {"show clock": "10:00\n", "show a": "{master} is written\n"}


def test_what_ends_like_a_question_is_none_while_more_comes(tmp_path: Path) -> None:
    text = "prompt for it (y/n)\nenter password:\n--More--\n" * 30
    with device(Device("ios", {"show help": text}, is_slow=True)) as peer:
        assert told(session_to(peer, tmp_path, "cisco_ios"), ["show help"], IOS) == {
            "show help": text.replace("--More--\n", "")
        }


def test_what_the_device_does_not_know_is_said_and_never_empty(tmp_path: Path) -> None:
    with device(Device("vrp", {"display a": "Error: You do not have permission to run the command.\n"})) as peer:
        said = told(session_to(peer, tmp_path), ["display nonsense", "display a", "display version"])
    assert reason(said["display nonsense"]) is Reason.NOT_OFFERED
    assert "Unrecognized command" in in_english(said["display nonsense"])
    assert reason(said["display a"]) is Reason.DENIED
    assert "VRP (R) software" in str(said["display version"]), "and the session goes on"


def test_another_familys_question_is_not_typed(tmp_path: Path) -> None:
    with device(Device("vrp")) as peer:
        said = told(session_to(peer, tmp_path), ["show version"], IOS)
        assert reason(said["show version"]) is Reason.NOT_OFFERED
        assert "show version" not in peer.typed


def test_nothing_is_typed_but_what_shows(tmp_path: Path) -> None:
    with device(Device("vrp")) as peer:
        session = session_to(peer, tmp_path, "huawei_vrp")
        session.connect()
        for command in (
            "reset saved-configuration",
            "display x\nreboot",
            "display x > flash:/a",
            "show a | redirect b",
            "save",
        ):
            with pytest.raises(ValueError, match="none of the commands"):
                list(session.ask([Question("x", Cli(VRP, command))]))
        session.close()
        assert peer.typed == ["screen-length 0 temporary", "quit"]


def test_the_line_is_given_back_each_time(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, lines_most=1)) as peer:
        for turn in range(3):
            assert told(session_to(peer, tmp_path, "huawei_vrp"), ["display clock"]) == {"display clock": "10:00\n"}
            assert peer.left == turn + 1
            deadline = time.monotonic() + 3
            while peer.lines and time.monotonic() < deadline:
                time.sleep(0.01)


def test_all_lines_in_use_is_said(tmp_path: Path) -> None:
    with device(Device("vrp", lines_most=0)) as peer:
        error = connected(session_to(peer, tmp_path, "huawei_vrp"))
    assert error.reason is Reason.CUT
    assert "All user interfaces are used" in in_english(error)


QUESTION = "\nWarning: The password will expire in 3 days.\nThe password needs to be changed. Change now? [Y/N]:"


def test_a_password_that_expires_is_not_changed(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, question=QUESTION)) as peer:
        session = session_to(peer, tmp_path)
        assert told(session, ["display clock"]) == {"display clock": "10:00\n"}
        assert peer.typed[0] == "answer N"
        assert "Change now? [Y/N]: N" in session.transport["asked_at_login"]


def test_a_forced_change_of_the_password_ends_the_login_untyped(tmp_path: Path) -> None:
    with device(Device("vrp", forced="First login: change your password.\nold password:")) as peer:
        error = connected(session_to(peer, tmp_path))
        assert error.reason is Reason.DENIED
        assert "old password" in in_english(error)
        assert not any(peer.secrets)


def test_a_question_in_an_answer_is_answered_no(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, asks_at="display all")) as peer:
        said = told(session_to(peer, tmp_path, "huawei_vrp"), ["display all", "display clock"])
        assert reason(said["display all"]) is Reason.FAILED
        assert said["display clock"] == "10:00\n"
        assert "answer N" in peer.typed


def test_the_privileged_mode_is_opened_where_there_is_its_password(tmp_path: Path) -> None:
    with device(Device("ios", {"show run": "x\n"}, enable="planted-enable-4")) as peer:
        session = session_to(peer, tmp_path, enable="planted-enable-4")
        assert told(session, ["show run"], IOS) == {"show run": "x\n"}
        assert session.transport["is_user_mode"] == "no"


def test_without_it_an_unknown_command_is_a_missing_right(tmp_path: Path) -> None:
    with device(Device("ios", {"show clock": "x\n"}, enable="planted-enable-4")) as peer:
        session = session_to(peer, tmp_path)
        said = told(session, ["show run", "show clock"], IOS)
        assert reason(said["show run"]) is Reason.DENIED
        assert said["show clock"] == "x\n"
        assert session.transport["is_user_mode"] == "yes"
        assert not peer.secrets


def test_a_wrong_enable_password_is_typed_once(tmp_path: Path) -> None:
    with device(Device("ios", enable="planted-enable-4")) as peer:
        error = connected(session_to(peer, tmp_path, enable="wrong"))
        assert isinstance(error, CredentialRefused)
        assert peer.secrets == ["wrong"]


def test_a_wrong_password_is_offered_once(tmp_path: Path) -> None:
    with device(Device("vrp")) as peer:
        session = session_to(peer, tmp_path, password="wrong")
        assert isinstance(connected(session), CredentialRefused)
        with pytest.raises(CredentialRefused):
            session.connect()
        assert peer.logins == ["inspect wrong"]


def test_another_host_key_is_met_before_anything_is_shown(tmp_path: Path) -> None:
    with device(Device("vrp")) as peer:
        error = connected(session_to(peer, tmp_path, host_key="SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
        assert isinstance(error, ChangedHostKey)
        assert not peer.logins


def test_a_device_of_yesterday_only_by_its_entry(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, legacy=True)) as peer:
        error = connected(session_to(peer, tmp_path))
        assert error.reason is Reason.REFUSED
        assert not peer.logins
        session = session_to(peer, tmp_path, legacy=True)
        assert told(session, ["display clock"]) == {"display clock": "10:00\n"}
        assert session.transport["is_legacy"] == "yes"


@pytest.mark.skipif(bool(missing()), reason=f"{missing()}: no jump host was verified")
def test_through_a_jump_host(tmp_path: Path) -> None:
    with sshd() as between, device(Device("vrp", {"display clock": "10:00\n"})) as peer:
        mine = Login(between.user, str(keys() / "user"))
        jump = SshSession(between.address, SshAccess(port=between.port), mine, BUDGET, known_hosts=between.known_hosts)
        assert told(session_to(peer, tmp_path, jump=jump), ["display clock"]) == {"display clock": "10:00\n"}
        jump.close()


def test_a_command_that_hangs_costs_its_seconds_and_no_other_answer(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, hangs_at="display hang")) as peer:
        said = told(session_to(peer, tmp_path, "huawei_vrp"), ["display hang", "display clock"], seconds=1)
    assert reason(said["display hang"]) is Reason.TIMEOUT
    assert said["display clock"] == "10:00\n"


def test_a_device_that_hangs_for_good_is_said_of_every_later_command(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, hangs_at="display hang", hangs_for_good=True)) as peer:
        started = time.monotonic()
        said = told(session_to(peer, tmp_path, "huawei_vrp"), ["display hang", "display clock", "display b"], seconds=1)
        assert time.monotonic() - started < 20
    assert [reason(one) for one in said.values()] == [Reason.TIMEOUT, Reason.CUT, Reason.CUT]


def test_the_total_budget_ends_it(tmp_path: Path) -> None:
    with device(Device("vrp", hangs_at="display hang")) as peer:
        session = session_to(peer, tmp_path, "huawei_vrp", budget=Budget(total_seconds=2, connect_seconds=2))
        started = time.monotonic()
        said = told(session, ["display hang", "display clock"])
        assert time.monotonic() - started < 8
    assert [reason(one) for one in said.values()] == [Reason.BUDGET, Reason.BUDGET]


def test_a_restart_in_an_answer_is_no_short_answer(tmp_path: Path) -> None:
    with device(Device("vrp", {"display clock": "10:00\n"}, drops_at="display drop")) as peer:
        said = told(session_to(peer, tmp_path, "huawei_vrp"), ["display clock", "display drop", "display clock"])
    assert reason(said["display drop"]) is Reason.CUT
    assert reason(said["display clock"]) is Reason.CUT


def test_an_endless_answer_is_bounded_in_time_and_memory(tmp_path: Path) -> None:
    with device(Device("vrp", shouts_at="display shout")) as peer:
        started = time.monotonic()
        said = told(session_to(peer, tmp_path, "huawei_vrp"), ["display shout"], seconds=2, kib=16)
        assert time.monotonic() - started < 20
    assert reason(said["display shout"]) is Reason.TIMEOUT


def test_an_answer_beyond_its_bound_is_cut_and_the_next_one_whole(tmp_path: Path) -> None:
    with device(Device("vrp", {"display cfg": LONG, "display clock": "10:00\n"})) as peer:
        said = told(session_to(peer, tmp_path, "huawei_vrp"), ["display cfg", "display clock"], kib=4)
    assert reason(said["display cfg"]) is Reason.CUT
    assert said["display clock"] == "10:00\n"


def test_bytes_of_any_kind_come_as_they_are(tmp_path: Path) -> None:
    gbk = "描述".encode("gbk").decode("utf-8", errors="surrogateescape")
    with device(Device("vrp", {"display x": f"核心 {gbk} \x1b[31mred\x1b[0m\tend\n"})) as peer:
        session = session_to(peer, tmp_path, "huawei_vrp")
        session.connect()
        replies = [reply for _question, reply in session.ask([Question("x", Cli(VRP, "display x"))])]
        session.close()
    assert isinstance(replies[0], bytes)
    assert decode(replies[0])[0].out == "核心 ".encode() + "描述".encode("gbk") + b" red\tend\n"


def test_secrets_are_masked_before_anything_is_kept(tmp_path: Path) -> None:
    configuration = f"#\nsnmp-agent community read cipher {PLANTED}\n local-user wang password simple {PLANTED}\n#\n"
    with device(Device("vrp", {"display cfg": configuration})) as peer:
        session = session_to(peer, tmp_path, "huawei_vrp")
        session.connect()
        ((_question, reply),) = session.ask([Question("x", Cli(VRP, "display cfg"))])
        session.close()
    assert isinstance(reply, bytes)
    assert PLANTED.encode() not in reply
    assert reply.count(b"******") == 2


def test_an_unknown_device_asks_for_its_platform(tmp_path: Path) -> None:
    with device(Device("ios", {"show version": "Some other OS 1.0\n"})) as peer:
        error = connected(session_to(peer, tmp_path))
        assert error.remedy is not None
        assert "platform:" in error.remedy.template
        assert peer.typed == ["show version", "display version", "get system status", "show sys version"]


def test_closing_from_outside_ends_it_at_once(tmp_path: Path) -> None:
    with device(Device("vrp", hangs_at="display hang")) as peer:
        session = session_to(peer, tmp_path, "huawei_vrp")
        session.connect()
        threading.Timer(0.5, session.close).start()
        started = time.monotonic()
        replies = [reply for _question, reply in session.ask([Question("x", Cli(VRP, "display hang"))])]
        assert time.monotonic() - started < 3
    assert isinstance(replies[0], SessionError)
    assert replies[0].reason is Reason.BUDGET


_SECRETS = f"username wang password 7 {PLANTED}\r\nsnmp-server community {PLANTED} RO\r\n"


@pytest.mark.parametrize("way", ["hangs_at", "drops_at"])
def test_no_secret_stands_in_why_an_answer_did_not_end(way: str, tmp_path: Path) -> None:
    made = Device("ios", {"show clock": _SECRETS}, page_lines=0)
    setattr(made, way, "show half")
    made.half = f"{_SECRETS}rest"
    with device(made) as peer:
        said = told(session_to(peer, tmp_path, "cisco_ios"), ["show half"], IOS, seconds=4)
    words = in_english(said["show half"])
    assert "community" in words
    assert PLANTED not in words


def test_no_secret_stands_in_a_refusal_that_is_quoted(tmp_path: Path) -> None:
    with device(Device("ios", {"show x": f"snmp-server community {PLANTED} RO\n% Authorization failed\n"})) as peer:
        said = told(session_to(peer, tmp_path, "cisco_ios"), ["show x"], IOS)
    assert reason(said["show x"]) is Reason.DENIED
    assert PLANTED not in in_english(said["show x"])


def test_a_password_that_the_device_echoes_is_not_quoted(tmp_path: Path) -> None:
    with device(Device("ios", enable="planted-enable-4", echoes=True)) as peer:
        error = connected(session_to(peer, tmp_path, enable="wrong enable 4"))
        assert peer.secrets == ["wrong enable 4"]
    assert isinstance(error, CredentialRefused)
    assert "wrong enable 4" not in in_english(error)
    assert "Access denied" in in_english(error)
