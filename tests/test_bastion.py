"""Behind a bastion: no exec, a menu, a code, an echo, 80 columns, lost lines, a word filter: the same, or said why not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors.base import Each, Question, Reason, SessionError, Shell
from collectors.evidence import read
from collectors.sessions.base import Budget
from collectors.sessions.login import CredentialRefused, Login
from collectors.sessions.ssh import SshSession
from config.secrets import Secret
from config.site import SshAccess
from tests.peers.bastion import HOST, Bastion, known_hosts, serving
from tests.program import Done, configuration, xunjian
from tests.test_run_same import UNSTEADY, as_it_is, verdict

MENU = (("Opt> ", "{choice}"),)
NAMES = {"user": "wang", "account": "root", "address": "10.0.0.11", "choice": "1"}
QUESTIONS = (
    Question("plain", Shell('echo "it\'s $((1 + 1))"; echo 中文')),
    Question("long", Shell("seq 1 20000", kib=512)),
    Question("walk", Each(Shell("printf '=a\\n=b c\\n'"), Shell('echo "item $1"'))),
)
SECOND = (Question("second", Shell('echo "then $1"'), items=("x", "y z")),)


@pytest.fixture
def folders() -> Iterator[None]:
    """Nothing of ours is left where private folders are made."""
    yield
    left = [one for place in ("/dev/shm", "/run", "/tmp", "/var/tmp") for one in Path(place).glob(".xunjian.t*")]
    assert not left


def _session(bastion: Bastion, folder: Path, *, ways: tuple[str, ...] = ("exec", "terminal"), **more: str) -> SshSession:
    login = Login("wang", password=Secret(bastion.password), code=lambda _prompt: bastion.code)
    access = SshAccess(port=bastion.port, ways=ways, menu=MENU if bastion.has_menu else (), bastion=HOST)
    hosts = str(known_hosts(bastion, folder))
    return SshSession(HOST, access, login, Budget(60, 3, 1), known_hosts=hosts, names={**NAMES, **more})


def _told(session: SshSession, questions: tuple[Question, ...] = QUESTIONS) -> dict[str, object]:
    session.connect()
    try:
        return {q.id: r if isinstance(r, SessionError) else read(q.ask, r) for q, r in session.ask(questions)}
    finally:
        session.close()


def _assert_whole(told: dict[str, object]) -> None:
    assert str(getattr(told["plain"], "text", told["plain"])) == "it's 2\n中文\n"
    assert str(getattr(told["long"], "text", "")).split()[-1] == "20000"
    items = getattr(told["walk"], "items", {})
    assert {name: answer.text for name, answer in items.items()} == {"a": "item a\n", "b c": "item b c\n"}


@pytest.mark.usefixtures("folders")
def test_exec_is_tried_and_the_terminal_found_out(tmp_path: Path) -> None:
    with serving(Bastion()) as bastion:
        session = _session(bastion, tmp_path)
        _assert_whole(_told(session))
        assert bastion.execs == 1
        assert session.transport["way"] == "terminal"
        assert "host_key" not in session.transport  # it is the bastion's, not the target's


@pytest.mark.usefixtures("folders")
def test_a_second_round_goes_the_way_that_was_found(tmp_path: Path) -> None:
    with serving(Bastion()) as bastion:
        session = _session(bastion, tmp_path)
        session.connect()
        list(session.ask(QUESTIONS[:1]))
        [(question, reply)] = list(session.ask(SECOND))
        session.close()
        assert bastion.execs == 1
        assert isinstance(reply, bytes)
        assert b"then x" in reply
        assert b"then y z" in reply
        assert question.id == "second"


@pytest.mark.usefixtures("folders")
def test_a_one_time_code_is_asked_once(tmp_path: Path) -> None:
    with serving(Bastion(code="424242")) as bastion:
        _assert_whole(_told(_session(bastion, tmp_path)))
        assert len(bastion.logins) == 1


@pytest.mark.usefixtures("folders")
@pytest.mark.parametrize("columns", [40, 80])
def test_narrow_terminals_wrap_and_nothing_is_lost(columns: int, tmp_path: Path) -> None:
    with serving(Bastion(columns=columns)) as bastion:
        _assert_whole(_told(_session(bastion, tmp_path)))


@pytest.mark.usefixtures("folders")
def test_lines_that_were_lost_are_asked_for_again(tmp_path: Path) -> None:
    with serving(Bastion(drops=9000)) as bastion:
        _assert_whole(_told(_session(bastion, tmp_path)))


@pytest.mark.usefixtures("folders")
def test_a_filtered_word_makes_it_unknown_with_what_the_bastion_said(tmp_path: Path) -> None:
    with serving(Bastion(blocked=("kill",))) as bastion:
        session = _session(bastion, tmp_path)
        with pytest.raises(SessionError) as caught:
            _told(session)
        assert caught.value.reason is Reason.REFUSED
        assert "命令被禁止执行: kill" in str(caught.value.detail)
        assert caught.value.remedy is not None
        assert bastion.blocked_lines > 0


def test_another_menu_than_the_configured_one_is_said(tmp_path: Path) -> None:
    with serving(Bastion()) as bastion:
        session = _session(bastion, tmp_path, ways=("terminal",), choice="9")
        with pytest.raises(SessionError) as caught:
            _told(session)
        assert caught.value.reason in {Reason.TIMEOUT, Reason.CUT}
        assert "无效的选择" in str(caught.value.detail)


def test_without_the_terminal_allowed_exec_s_refusal_is_said(tmp_path: Path) -> None:
    with serving(Bastion()) as bastion:
        told = _told(_session(bastion, tmp_path, ways=("exec",)))
        error = told["plain"]
        assert isinstance(error, SessionError)
        assert "No PTY requested" in str(error.detail)


def test_a_wrong_password_is_offered_once(tmp_path: Path) -> None:
    with serving(Bastion(code="424242")) as bastion:
        session = _session(bastion, tmp_path)
        bastion.code = "other"
        session._login = Login("wang", password=Secret("wrong"), code=lambda _prompt: "000000")
        with pytest.raises(CredentialRefused):
            session.connect()
        assert len(bastion.logins) == 1


def _run(folder: Path, peer: Bastion, **ssh: object) -> Done:
    secret = folder / "secret"
    secret.write_text(peer.password)
    secret.chmod(0o600)
    access = {"credential": "ops", "port": peer.port, "ways": ["exec", "terminal"], **ssh}
    known_hosts(peer, folder)
    configuration(
        folder,
        [{"id": "db01", "kind": "linux", "address": HOST, "access": {"ssh": access}}],
        credentials={"ops": {"user": "wang", "password": f"${{file:{secret}}}", "use_agent": False}},
        site={"known_hosts": str(folder / "known_hosts")},
    )
    return xunjian("run", "--output", "json", "--store", "s.db", "-q", folder=folder)


def _assert_as_direct(done: Done) -> None:
    live, found = as_it_is(), verdict(done, "db01")
    assert {check for check, _subject in live} == {check for check, _subject in found}
    differing = {
        key: (live[key]["level"] if key in live else None, found[key]["level"] if key in found else None)
        for key in live.keys() | found.keys()
        if key[0] not in UNSTEADY and (key not in live or key not in found or live[key]["level"] != found[key]["level"])
    }
    assert not differing


@pytest.mark.usefixtures("folders")
def test_the_program_gives_the_same_verdicts_through_the_bastion(tmp_path: Path) -> None:
    with serving(Bastion(drops=30_000)) as bastion:
        menu = [{"expect": "Opt> ", "send": "1"}]
        _assert_as_direct(_run(tmp_path, bastion, menu=menu, bastion=f"{HOST}:{bastion.port}"))


@pytest.mark.usefixtures("folders")
def test_a_direct_connect_login_names_the_target_in_the_user(tmp_path: Path) -> None:
    with serving(Bastion(has_menu=False)) as bastion:
        done = _run(tmp_path, bastion, bastion=f"{HOST}:{bastion.port}", login="{user}@{account}@{address}", account="root")
        _assert_as_direct(done)
        assert set(bastion.logins) == {f"wang@root@{HOST}"}
