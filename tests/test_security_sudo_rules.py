"""sudo's rules: who becomes root without a password, and whether sudo logs; real answers of the real ask where it runs."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.linux import sudo_log_pty, sudo_nopasswd
from collectors.base import Absent, Answer, Reason, SessionError, Shell, Unseen, Walk
from collectors.facts.files import FileRights
from collectors.facts.sudoers import Sudoers, SudoGroup, SudoRights
from collectors.linux.sudo_programs import SUDO_PROGRAMS_STAT, paths
from collectors.linux.sudoers import SUDOERS_FILES
from collectors.linux.sudoers_grammar import Reading, logical, take
from config.limits import Layered
from tests.peers.namespaces import NOBODY, needs_root

CASES: Final = Path(__file__).parent / "cases" / "linux.sudoers"


def rules(text: str, **more: tuple[str, ...]) -> Sudoers:
    reading, unclear = Reading(), []
    for at, line in logical(text.splitlines()):
        if not take(line, reading):
            unclear.append(str(at))
    return Sudoers(
        tuple(reading.rules),
        tuple(reading.defaults),
        reading.aliases,
        unclear=tuple(unclear),
        host="app01.example",
        groups=(SudoGroup("ops", 1001, ()),),
        **more,
    )


def free(found: Sudoers) -> dict[str, Level]:
    return _levels(sudo_nopasswd.judge(SudoRights(found), Layered(NoLimits()), Scene(dengbao=3)))


def logged(found: Sudoers) -> dict[str, Level]:
    return _levels(sudo_log_pty.judge(found, Layered(NoLimits()), Scene(dengbao=3)))


def _levels(made: object) -> dict[str, Level]:
    assert hasattr(made, "__iter__")
    return {one.subject: one.level for one in made if isinstance(one, Finding)}


def case(name: str) -> Sudoers:
    return SUDOERS_FILES.parse(Answer((CASES / name / "answer.txt").read_text()))


def real(folder: Path, rules: str, *, shell: str = "dash", drop: str = "", mode: int = 0o440) -> str:
    """The real ask's answer, its rules in the place of this machine's; included files in ``folder``/d."""
    path = folder / "sudoers"
    path.write_text(rules)
    path.chmod(mode)
    script = f'mount --bind "{path}" /etc/sudoers && {drop} {shell} -s'
    ask = SUDOERS_FILES.ask
    assert isinstance(ask, Shell)
    environment = {**os.environ, "LC_ALL": "C", "S": ""}
    done = subprocess.run(
        ["unshare", "-m", "/bin/sh", "-c", script],
        input=ask.command,
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


@needs_root
@pytest.mark.parametrize("shell", ["dash", "bash --posix", "mksh", "busybox ash"])
def test_files_are_read_in_the_order_in_which_they_hold(shell: str, tmp_path: Path) -> None:
    inner = tmp_path / "d"
    inner.mkdir()
    (inner / "20-b").write_text("b ALL = ALL\n")
    (inner / "10-a").write_text(f"@include {tmp_path}/more.conf\na ALL = ALL\n")
    (inner / "never.bak").write_text("never ALL = ALL\n")
    (inner / "gone~").write_text("never ALL = ALL\n")
    (tmp_path / "more.conf").write_text("more ALL = ALL\n")
    text = real(tmp_path, f"first ALL = ALL\n#includedir {inner}\nlast ALL = ALL\n# include d\n", shell=shell)
    found = SUDOERS_FILES.parse(Answer(text))
    assert [one.users for one in found.rules] == [("first",), ("more",), ("a",), ("b",), ("last",)]
    assert not found.unread


@needs_root
def test_words_of_comments_stay_on_the_target_and_numbered_users_do_not(tmp_path: Path) -> None:
    text = real(tmp_path, "# Zx9secret of old\n#1005 ALL = ALL\n")
    assert "Zx9secret" not in text
    assert SUDOERS_FILES.parse(Answer(text)).rules[0].users == ("#1005",)


@needs_root
def test_files_that_include_each_other_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "one").write_text(f"@include {tmp_path}/one\n")
    found = SUDOERS_FILES.parse(Answer(real(tmp_path, f"@include {tmp_path}/one\n")))
    assert found.unread == (f"{tmp_path}/one",)


@needs_root
def test_who_may_not_read_the_rules_sees_none(tmp_path: Path) -> None:
    with pytest.raises(SessionError) as raised:
        SUDOERS_FILES.parse(Answer(real(tmp_path, "a ALL = ALL\n", drop=NOBODY, mode=0o400)))
    assert raised.value.reason is Reason.DENIED


def test_recorded_answers_come_to_what_was_done_there() -> None:
    assert free(case("ordinary")) == {"root": Level.OK, "%sudo": Level.OK}
    assert logged(case("ordinary")) == {"use_pty": Level.OK, "log": Level.OK}
    found = case("free-rules-in-included-files")
    assert free(found) == {
        "root": Level.OK,
        "anna": Level.CRITICAL,
        "%ops": Level.CRITICAL,
        "ben": Level.CRITICAL,
        "#1005": Level.NOTICE,
    }
    assert logged(found) == {"use_pty": Level.NOTICE, "log": Level.NOTICE}


def test_what_was_not_seen_gives_no_pass_for_all() -> None:
    found = case("a-line-not-understood-and-a-directory-service")
    unseen = {"nsswitch", "/etc/none", "sudoers"}
    assert free(found) == {"root": Level.OK} | dict.fromkeys(unseen, Level.UNKNOWN)
    assert logged(found) == dict.fromkeys({*unseen, "use_pty", "log"}, Level.UNKNOWN)


def test_a_host_without_sudo_has_no_such_rules() -> None:
    with pytest.raises(Absent):
        case("none")


@pytest.mark.parametrize(
    ("commands", "level"),
    [
        ("NOPASSWD: ALL", Level.CRITICAL),
        ("(postgres) NOPASSWD: ALL", Level.WARN),
        ("ALL", Level.OK),
        ("NOPASSWD: /bin/ls, PASSWD: ALL", Level.OK),
        ("PASSWD: /bin/ls, NOPASSWD: ALL", Level.CRITICAL),
        ("NOPASSWD: ALL, PASSWD: ALL", Level.OK),
        ("NOPASSWD: /usr/bin/vim /etc/motd", Level.CRITICAL),
        ("NOPASSWD:NOEXEC: /usr/bin/less /var/log/messages", Level.NOTICE),
        ("NOPASSWD: /usr/bin/systemctl restart nginx", Level.NOTICE),
        ("NOPASSWD: /usr/bin/systemctl", Level.CRITICAL),
        ("NOPASSWD: /usr/bin/find /var *", Level.CRITICAL),
        ("NOPASSWD: /opt/app/*", Level.WARN),
        ("NOPASSWD: /opt/app/", Level.WARN),
        ("NOPASSWD: sudoedit /etc/motd", Level.WARN),
        ("NOPASSWD: !/bin/su", Level.OK),
        ("CWD=/tmp NOPASSWD: sha256:ab+/= /opt/x", Level.NOTICE),
    ],
)
def test_how_much_is_given_without_a_password(commands: str, level: Level) -> None:
    assert free(rules(f"anna ALL = {commands}\n")) == {"anna": level}


def test_a_tag_holds_for_what_stands_behind_it() -> None:
    assert free(rules("anna ALL = NOPASSWD: /bin/ls, /bin/su\n")) == {"anna": Level.CRITICAL}


@pytest.mark.parametrize(
    ("host", "is_told"),
    [("app01", True), ("db01", False), ("ALL, !app01", False), ("10.0.0.0/8", True), ("+hosts", True), ("FARM", True)],
)
def test_rules_of_other_hosts_are_not_ours(host: str, is_told: bool) -> None:  # noqa: FBT001 - a table
    found = free(rules(f"Host_Alias FARM = db01, app01\nanna {host} = NOPASSWD: ALL\n"))
    assert found == ({"anna": Level.CRITICAL} if is_told else {"": Level.OK})


def test_everybody_with_his_own_password_but_not_with_roots() -> None:
    assert free(rules("ALL ALL = (ALL) ALL\n")) == {"ALL": Level.CRITICAL}
    assert free(rules("Defaults targetpw\nALL ALL = (ALL) ALL\n")) == {"ALL": Level.OK}


def test_settings_that_take_the_question_away() -> None:
    rule = "anna ALL = ALL\n"
    assert free(rules(f"Defaults !authenticate\n{rule}"))["authenticate"] is Level.CRITICAL
    assert free(rules(f"Defaults !authenticate\nDefaults authenticate\n{rule}")) == {"anna": Level.OK}
    assert free(rules(f"Defaults:anna !authenticate\n{rule}")) == {"anna": Level.CRITICAL}
    assert free(rules(f"Defaults!/bin/ls !authenticate\n{rule}"))["authenticate !/bin/ls"] is Level.CRITICAL


def test_excepted_users_and_groups_by_number_and_netgroups() -> None:
    found = free(rules("ALL, !ben ALL = /bin/ls\n%#27, +net ALL = NOPASSWD: ALL\n"))
    assert found == {"ALL": Level.OK, "%#27": Level.CRITICAL, "+net": Level.CRITICAL}


@pytest.mark.parametrize(
    ("text", "pty", "log"),
    [
        ("Defaults use_pty", Level.OK, Level.OK),
        ("Defaults use_pty\nDefaults !use_pty", Level.NOTICE, Level.OK),
        ("Defaults env_reset", Level.NOTICE, Level.OK),
        ("Defaults use_pty, !syslog", Level.OK, Level.NOTICE),
        ("Defaults use_pty, !syslog, logfile=/var/log/sudo.log", Level.OK, Level.OK),
    ],
)
def test_terminal_and_log(text: str, pty: Level, log: Level) -> None:
    assert logged(rules(f"{text}\n")) == {"use_pty": pty, "log": log}


def test_a_setting_that_is_off_for_some() -> None:
    assert logged(rules("Defaults use_pty\nDefaults:anna !use_pty\n"))["use_pty :anna"] is Level.NOTICE


@pytest.mark.parametrize(
    ("command", "level"),
    [
        ("/bin/su - root", Level.CRITICAL),
        ("/usr/bin/su -", Level.CRITICAL),
        ("/bin/bash -i", Level.CRITICAL),
        ("/usr/bin/python3.11", Level.CRITICAL),
        ("/usr/bin/vim.basic /etc/hosts", Level.CRITICAL),
        ("/bin/sh /usr/local/sbin/job.sh", Level.NOTICE),
    ],
)
def test_what_gives_a_shell_is_no_fixed_command(command: str, level: Level) -> None:
    assert free(rules(f"wang ALL=(root) NOPASSWD: {command}\n"))["wang"] is level


def test_a_group_that_is_exempt_is_asked_for_no_password() -> None:
    found = free(rules('Defaults exempt_group="ops"\n%ops ALL=(ALL) ALL\nwang ALL=(ALL) ALL\n'))
    assert (found["%ops"], found["wang"]) == (Level.CRITICAL, Level.OK)


# --- what is as good as a shell

TOOL: Final = (FileRights("/opt/tools/job.sh", 0o755, "root", "root"), FileRights("/opt/tools", 0o755, "root", "root"))
ABOVE: Final = (FileRights("/opt", 0o755, "root", "root"), FileRights("/", 0o755, "root", "root"))
JOB: Final = "anna ALL=(root) NOPASSWD: /opt/tools/job.sh"


def with_rights(rule: str, *seen: FileRights, groups: tuple[SudoGroup, ...] = ()) -> Level:
    found = replace(rules(rule), groups=groups)
    given = SudoRights(found, {"/opt/tools/job.sh": (*seen, *ABOVE)})
    (level,) = _levels(sudo_nopasswd.judge(given, Layered(NoLimits()), Scene(dengbao=3))).values()
    return level


@pytest.mark.parametrize(
    ("at", "mode", "user", "group", "expected"),
    [
        (0, 0o755, "root", "root", Level.NOTICE),
        (0, 0o757, "root", "root", Level.CRITICAL),
        (0, 0o755, "anna", "root", Level.CRITICAL),
        (0, 0o555, "anna", "root", Level.CRITICAL),
        (0, 0o775, "root", "ops", Level.CRITICAL),
        (0, 0o775, "root", "other", Level.NOTICE),
        (1, 0o777, "root", "root", Level.CRITICAL),
        (1, 0o1777, "root", "root", Level.NOTICE),
        (1, 0o775, "root", "ops", Level.CRITICAL),
        (1, 0o755, "ben", "root", Level.NOTICE),
    ],
)
def test_a_command_that_its_user_may_write_is_a_shell(at: int, mode: int, user: str, group: str, expected: Level) -> None:
    seen = [*TOOL]
    seen[at] = replace(seen[at], mode=mode, user=user, group=group)
    assert with_rights(JOB, *seen, groups=(SudoGroup("ops", 1001, ("anna",)),)) is expected


def test_a_group_may_write_as_its_members_do() -> None:
    rule, groups = JOB.replace("anna", "%ops"), (SudoGroup("ops", 1001, ("anna",)),)
    assert with_rights(rule, replace(TOOL[0], user="anna"), TOOL[1], groups=groups) is Level.CRITICAL
    assert with_rights(rule, *TOOL, groups=groups) is Level.NOTICE


def test_who_may_write_it_was_not_seen() -> None:
    lost = Unseen("/opt/tools/job.sh", Reason.DENIED, "/opt/tools")
    given = SudoRights(rules(JOB), {"/opt/tools/job.sh": lost})
    assert _levels(sudo_nopasswd.judge(given, Layered(NoLimits()), Scene())) == {"anna": Level.UNKNOWN}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ("/etc/sudoers", Level.CRITICAL),
        ("/etc/sudoers.d/*", Level.CRITICAL),
        ("/etc/passwd", Level.CRITICAL),
        ("/etc/*", Level.CRITICAL),
        ("/usr/local/bin/job", Level.CRITICAL),
        ("", Level.CRITICAL),
        ("/srv/app.conf", Level.WARN),
        ("/etc/motd", Level.WARN),
    ],
)
def test_sudoedit_of_a_file_that_makes_root(files: str, expected: Level) -> None:
    assert free(rules(f"anna ALL=(root) NOPASSWD: sudoedit {files}".rstrip())) == {"anna": expected}


def test_the_rights_of_this_machines_folders_are_seen(tmp_path: Path) -> None:
    place = tmp_path / "tools"
    place.mkdir()
    place.chmod(0o777)
    job = place / "job.sh"
    job.write_text("")
    job.chmod(0o755)
    link = tmp_path / "link"
    link.symlink_to(job)
    script = SUDO_PROGRAMS_STAT.template.command
    for path in (job, link, place / "gone"):
        out = subprocess.run(["sh", "-s", str(path)], input=f"S=; {script}", capture_output=True, text=True, check=True)
        found = SUDO_PROGRAMS_STAT.parse(Walk({str(path): Answer(out.stdout)}))[str(path)]
        assert not isinstance(found, Unseen)
        assert (str(place), 0o777) in {(one.path, one.mode) for one in found}
        assert "/" in {one.path for one in found}
    assert [*paths(rules("anna ALL=(root) NOPASSWD: /opt/a, /opt/b/, sudoedit /x, /opt/*/c"))] == ["/opt/a", "/opt/b"]
    assert [*paths(rules("anna ALL=(root) /opt/a"))] == []
