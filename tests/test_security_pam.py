"""PAM: stacks beside the library itself, and what locks an account, keeps weak passwords out, and remembers old ones."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Exhibit, Finding, Level, Scene
from checks.security.linux import (
    file_umask,
    login_lockout,
    login_tmout,
    password_hash,
    password_history,
    password_length_complexity,
)
from checks.security.lockouts import Lock, lock
from checks.security.pam_stacks import Step, run, stack
from checks.security.profiles import rules_of
from checks.security.shell_settings import Outcome, in_login_shells
from collectors.base import Answer, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.accounts import Account, Accounts
from collectors.facts.login_settings import LoginRules, LoginSettings, ShellSetting
from collectors.facts.pam import Pam
from collectors.facts.ssh_server import SshServer
from collectors.linux import login_settings as settings_collector
from collectors.linux import pam as pam_collector
from config.limits import Layered, layer
from tests.house.corpora.configuration import closed

SCENE = Scene(dengbao=3)
SSH = SshServer({"usepam": "yes"}, is_effective=True)
NOT_SEEN = Unseen("", Reason.DENIED, "test")
MODULES = tuple(
    f"pam_{one}.so"
    for one in [
        "cracklib",
        "debug",
        "deny",
        "env",
        "faildelay",
        "faillock",
        "limits",
        "localuser",
        "passwdqc",
        "permit",
        "pwhistory",
        "pwquality",
        "sss",
        "succeed_if",
        "tally2",
        "umask",
        "unix",
        "usertype",
        "deepin_pw_check",
    ]
)


def pam(text: str, conf: str = "", modules: tuple[str, ...] = MODULES) -> Pam:
    """Files of services as ``name: line`` and the lines below it, and passages of settings."""
    body = "".join(
        f"@file /etc/pam.d/{line.strip()[:-1]}\n" if line.strip().endswith(":") else f" {line.strip()}\n"
        for line in text.strip().splitlines()
    )
    listed = "".join(f" {one}\n" for one in modules)
    return pam_collector.parse(closed(f"{body}{conf}@modules\n{listed}"))


def levels(findings: Iterable[Finding | Exhibit]) -> dict[str, Level]:
    return {one.subject: one.level for one in findings if isinstance(one, Finding)}


# --- the stack, as libpam runs it

CODES = ("success", "auth_err", "ignore", "new_authtok_reqd", "user_unknown", "perm_denied", "authinfo_unavail")
ACTIONS = ("ok", "done", "bad", "die", "ignore", "reset", "1", "2", "3")


@st.composite
def controls(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return draw(st.sampled_from(("required", "requisite", "sufficient", "optional", "unheard-of")))
    named = draw(st.lists(st.sampled_from(CODES), max_size=3, unique=True))
    pairs = [f"{name}={draw(st.sampled_from(ACTIONS))}" for name in (*named, "default")]
    return f"[{' '.join(pairs)}]"


@st.composite
def files(draw: st.DrawFn) -> tuple[tuple[str, ...], ...]:
    """Three files, of which each may take in the next; FOLDER stands for where they lie."""
    made = []
    for below in (1, 2, 3):
        call = st.sampled_from(
            (f"auth substack FOLDER/s{below}", f"auth include FOLDER/s{below}", f"@include FOLDER/s{below}")
        )
        code = st.sampled_from(CODES)
        asked = st.builds(lambda control, said: f"auth {control} pam_debug.so auth={said}", controls(), code)
        other = st.sampled_from(
            ("auth required pam_nothere.so", "-auth required pam_nothere.so", "auth include FOLDER/gone")
        )
        line = st.one_of(asked, asked, asked, call, other) if below < 3 else st.one_of(asked, asked, other)
        made.append(tuple(draw(st.lists(line, min_size=1, max_size=5))))
    return tuple(made)


class _Conversation(ctypes.Structure):
    _fields_ = (("converse", ctypes.c_void_p), ("data", ctypes.c_void_p))


def _libpam() -> ctypes.CDLL:
    name = ctypes.util.find_library("pam")
    library = ctypes.CDLL(name) if name else None
    if (
        library is None
        or not hasattr(library, "pam_start_confdir")
        or not list(Path("/").glob("*/*/security/pam_debug.so"))
    ):
        pytest.skip("no libpam with pam_start_confdir and pam_debug: the stack was not compared with it")
    return library


def _authenticates(library: ctypes.CDLL, folder: Path) -> bool:
    converse = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        lambda *_words: 19  # PAM_CONV_ERR
    )
    conversation = _Conversation(ctypes.cast(converse, ctypes.c_void_p), None)
    handle = ctypes.c_void_p()
    words = (b"s0", b"root", ctypes.byref(conversation), str(folder).encode(), ctypes.byref(handle))
    assert library.pam_start_confdir(*words) == 0
    silent = 0x8000
    done: int = library.pam_authenticate(handle, silent)
    library.pam_end(handle, done)
    return done == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pam.d")


@pytest.mark.peer
@given(st.data())
def test_a_stack_comes_to_what_libpam_makes_of_it(folder: Path, data: st.DataObject) -> None:
    library = _libpam()
    written = {f"s{n}": lines for n, lines in enumerate(data.draw(files()))}
    for name, lines in {**written, "other": ("auth required pam_deny.so",)}.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines).replace("FOLDER", str(folder)))
    text = "".join(f"{name}:\n" + "".join(f"{line}\n" for line in lines) for name, lines in written.items())
    read = pam(text)
    mine = run(stack(read, "s0", "auth"), lambda step: step.line.arguments[0].partition("=")[2], MODULES)
    assert mine.is_granted is _authenticates(library, folder)


def granted(text: str, said: Mapping[str, str], kind: str = "auth") -> bool:
    steps = stack(pam(text), "s", kind)
    return run(steps, lambda step: said.get(step.module, "success"), MODULES).is_granted


def test_a_jump_counts_a_substack_as_one() -> None:
    text = """
    s:
    auth [success=1 default=ignore] pam_unix.so
    auth substack below
    auth required pam_permit.so
    below:
    auth required pam_deny.so
    auth required pam_deny.so
    """
    assert granted(text, {"deny": "auth_err"})
    assert not granted(text, {"deny": "auth_err", "unix": "auth_err"})


def test_a_service_without_a_line_of_the_kind_falls_back_to_other() -> None:
    read = pam("s:\naccount required pam_permit.so\nother:\nauth required pam_deny.so")
    assert [one.module for one in stack(read, "s", "auth")] == ["deny"]
    assert [one.module for one in stack(read, "never-heard-of", "auth")] == ["deny"]


def test_an_argument_in_brackets_is_one_and_a_secret_one_is_masked() -> None:
    read = pam(r"s:" + "\n" + r"auth required pam_x.so [a b\]c] d")
    assert read.services["s"][0].arguments == (r"a b\]c", "d")


# --- locks

DEBIAN = """
sshd:
@include common-auth
login:
@include common-auth
common-auth:
auth requisite pam_faillock.so preauth
auth [success=2 default=ignore] pam_unix.so nullok
auth [default=die] pam_faillock.so authfail
auth requisite pam_deny.so
auth required pam_permit.so
"""
RHEL = """
sshd:
auth substack password-auth
login:
auth substack system-auth
system-auth:
auth required pam_env.so
password-auth:
auth required pam_env.so
auth required pam_faillock.so preauth silent
auth [default=1 ignore=ignore success=ok] pam_usertype.so isregular
auth [default=1 ignore=ignore success=ok] pam_localuser.so
auth sufficient pam_unix.so
auth [default=1 ignore=ignore success=ok] pam_usertype.so isregular
auth sufficient pam_sss.so forward_pass
auth required pam_faillock.so authfail
auth required pam_deny.so
"""
CONF = "@settings faillock /etc/security/faillock.conf\n deny = 5\n unlock_time = 600\n even_deny_root\n"


def rules(read: Pam | Unseen, settings: LoginSettings | Unseen = NOT_SEEN, ssh: SshServer | Unseen = SSH) -> LoginRules:
    return LoginRules(NOT_SEEN, settings, read, ssh)


def locked(text: str, conf: str = CONF, ssh: SshServer | Unseen = SSH) -> dict[str, Level]:
    found = rules(pam(text, conf), ssh=ssh)
    return levels(login_lockout.judge(found, Layered(login_lockout.LockoutLimits()), SCENE))


def test_a_lock_in_every_stack_passes() -> None:
    assert locked(DEBIAN) == {"sshd": Level.OK, "login": Level.OK}


@pytest.mark.parametrize(
    ("conf", "level"),
    [
        ("deny = 5\n unlock_time = 600\n even_deny_root", Level.OK),
        ("deny = 6\n unlock_time = 600\n even_deny_root", Level.CRITICAL),
        ("deny = 0\n unlock_time = 600\n even_deny_root", Level.CRITICAL),
        ("deny = 5\n unlock_time = 599\n even_deny_root", Level.CRITICAL),
        ("unlock_time = never\n even_deny_root", Level.OK),
        ("unlock_time = 0\n even_deny_root", Level.OK),
        ("deny = 5", Level.WARN),
        ("", Level.WARN),
    ],
)
def test_failures_and_seconds_at_their_boundaries(conf: str, level: Level) -> None:
    assert locked(DEBIAN, f"@settings faillock /etc/security/faillock.conf\n {conf}\n")["sshd"] is level


def test_an_argument_of_the_line_overrules_the_file() -> None:
    assert locked(DEBIAN.replace("authfail", "authfail deny=9"))["sshd"] is Level.CRITICAL


def test_a_lock_in_one_of_two_stacks_is_missed_in_the_other() -> None:
    """RHEL's password-auth and system-auth are apart."""
    text = RHEL.replace("auth required pam_env.so\npassword-auth", "auth sufficient pam_unix.so\npassword-auth")
    assert locked(text) == {"sshd": Level.OK, "login": Level.CRITICAL}


def test_tally2_behind_a_sufficient_pam_unix_locks_nobody_out() -> None:
    text = """
    sshd:
    auth sufficient pam_unix.so
    auth required pam_tally2.so deny=5 unlock_time=600 even_deny_root
    auth required pam_deny.so
    """
    found = rules(pam(text))
    one = next(login_lockout.judge(found, Layered(login_lockout.LockoutLimits()), SCENE))
    assert isinstance(one, Finding)
    assert one.level is Level.CRITICAL
    assert "right password" in str(one.summary)


def test_tally2_before_pam_unix_locks_and_without_deny_does_not() -> None:
    text = "sshd:\nauth required pam_tally2.so {}\nauth required pam_unix.so"
    assert locked(text.format("deny=5 even_deny_root"))["sshd"] is Level.OK
    assert locked(text.format("even_deny_root"))["sshd"] is Level.CRITICAL


def test_a_way_in_without_the_password_is_no_gap_of_the_lock() -> None:
    """Kylin's biometric module suffices by itself before the lock; who guesses passwords does not pass it."""
    text = DEBIAN.replace("auth requisite pam_faillock", "auth sufficient pam_biometric.so\nauth requisite pam_faillock")
    found = rules(replace(pam(text, CONF), modules=()))
    one = next(login_lockout.judge(found, Layered(login_lockout.LockoutLimits()), SCENE))
    assert isinstance(one, Finding)
    assert one.level is Level.OK


def test_faillock_without_authfail_counts_nothing() -> None:
    assert locked(DEBIAN.replace("auth [default=die] pam_faillock.so authfail\n", "").replace("=2", "=1")) == {
        "sshd": Level.CRITICAL,
        "login": Level.CRITICAL,
    }


def test_faillock_conf_without_the_module_does_nothing() -> None:
    assert locked("sshd:\nauth required pam_unix.so")["sshd"] is Level.CRITICAL


def test_every_service_that_asks_for_a_password_is_shown() -> None:
    found = rules(pam(f"{DEBIAN}su:\nauth sufficient pam_rootok.so\nauth required pam_unix.so", CONF))
    *_findings, table = login_lockout.judge(found, Layered(login_lockout.LockoutLimits()), SCENE)
    assert isinstance(table, Exhibit)
    assert [(row[0], str(row[2])) for row in table.rows] == [
        ("sshd", "5 failures, 10 minutes"),
        ("login", "5 failures, 10 minutes"),
        ("su", "-"),
    ]


def test_sshd_that_does_not_ask_pam_has_no_lock() -> None:
    assert locked(DEBIAN, ssh=SshServer({"usepam": "no"}, is_effective=True)) == {
        "sshd": Level.CRITICAL,
        "login": Level.OK,
    }
    assert locked(DEBIAN, ssh=NOT_SEEN)["sshd"] is Level.UNKNOWN
    assert locked(DEBIAN, ssh=SshServer({}, is_effective=False))["sshd"] is Level.UNKNOWN


def test_a_lock_whose_file_is_elsewhere_was_not_read() -> None:
    assert locked(DEBIAN.replace("preauth", "preauth conf=/opt/faillock.conf"))["sshd"] is Level.UNKNOWN
    assert lock(pam(DEBIAN), ()) is None


def test_the_loosest_of_two_lines_counts() -> None:
    steps = stack(
        pam("s:\nauth required pam_faillock.so deny=3 even_deny_root\nauth required pam_faillock.so unlock_time=30"),
        "s",
        "auth",
    )
    assert lock(pam("s:\nauth required pam_faillock.so"), steps) == Lock(3, 30, is_for_root=False)


def test_unread_and_unseen_pam_pass_nothing() -> None:
    found = rules(replace(pam(DEBIAN, CONF), unread=("/etc/security/faillock.conf",)))
    assert levels(login_lockout.judge(found, Layered(login_lockout.LockoutLimits()), SCENE)) == {"": Level.UNKNOWN}
    found = rules(NOT_SEEN)
    assert levels(login_lockout.judge(found, Layered(login_lockout.LockoutLimits()), SCENE)) == {"": Level.UNKNOWN}


def test_cis_wants_a_longer_lock() -> None:
    limits = layer(login_lockout.LockoutLimits(), [r for r in rules_of("cis-l1", "a") if r.check == login_lockout.ID], "a")
    found = rules(pam(DEBIAN, CONF))
    assert levels(login_lockout.judge(found, limits, SCENE))["login"] is Level.CRITICAL


# --- strength and history

QUALITY = """
passwd:
@include common-password
common-password:
password requisite pam_pwquality.so retry=3
password [success=1 default=ignore] pam_unix.so use_authtok
password requisite pam_deny.so
password required pam_permit.so
"""


def strong(text: str, conf: str = "", limits: password_length_complexity.StrengthLimits | None = None) -> Level:
    block = f"@settings pwquality /etc/security/pwquality.conf\n {conf}\n" if conf else ""
    wanted = Layered(limits or password_length_complexity.StrengthLimits())
    return levels(password_length_complexity.judge(pam(text, block), wanted, SCENE))["passwd"]


@pytest.mark.parametrize(
    ("conf", "level"),
    [
        ("minlen = 8\n minclass = 2", Level.OK),
        ("minlen = 7\n minclass = 2", Level.CRITICAL),
        ("minlen = 8\n minclass = 1", Level.CRITICAL),
        ("minlen = 8\n dcredit = -1\n ucredit = -1", Level.OK),
        ("minlen = 8\n minclass = 3\n dcredit = 1", Level.CRITICAL),
        ("#dcredit = 1\n minlen = 9\n minclass = 3", Level.CRITICAL),
        ("#minlen = 9\n #dcredit = 0\n minclass = 3", Level.OK),
        ("minlen = 8\n minclass = 2\n enforcing = 0", Level.CRITICAL),
    ],
)
def test_length_and_classes_at_their_boundaries(conf: str, level: Level) -> None:
    assert strong(QUALITY, conf) is level


def test_a_later_file_of_the_folder_does_not_overrule_the_main_file() -> None:
    """pwquality.conf(5): the folder is read first."""
    conf = (
        "@settings pwquality /etc/security/pwquality.conf.d/90.conf\n minlen = 6\n"
        "@settings pwquality /etc/security/pwquality.conf\n minlen = 10\n minclass = 3\n"
    )
    found = levels(
        password_length_complexity.judge(pam(QUALITY, conf), Layered(password_length_complexity.StrengthLimits()), SCENE)
    )
    assert found == {"passwd": Level.OK}


@pytest.mark.parametrize(
    "line",
    [
        "password optional pam_pwquality.so minlen=10 minclass=3",
        "password [success=ok default=ignore] pam_pwquality.so minlen=10 minclass=3",
        "password sufficient pam_pwquality.so minlen=10 minclass=3",
        "",
    ],
)
def test_a_module_whose_refusal_is_ignored_refuses_nothing(line: str) -> None:
    assert strong(QUALITY.replace("password requisite pam_pwquality.so retry=3", line), "minlen = 10\n minclass = 3") is (
        Level.CRITICAL
    )


def test_a_module_behind_the_end_is_not_met() -> None:
    text = "passwd:\npassword sufficient pam_unix.so\npassword requisite pam_pwquality.so minlen=10 minclass=3"
    assert strong(text) is Level.CRITICAL


def test_a_module_that_is_not_installed_changes_no_password() -> None:
    read = pam(QUALITY, "", tuple(one for one in MODULES if one != "pam_pwquality.so"))
    found = password_length_complexity.judge(read, Layered(password_length_complexity.StrengthLimits()), SCENE)
    assert levels(found) == {"passwd": Level.UNKNOWN}


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("pam_cracklib.so minlen=12 dcredit=-1 ucredit=-1 lcredit=0 ocredit=0", Level.OK),
        ("pam_cracklib.so minlen=9 minclass=3", Level.CRITICAL),
        ("pam_passwdqc.so min=disabled,disabled,disabled,8,8", Level.OK),
        ("pam_passwdqc.so", Level.CRITICAL),
        ("pam_passwdqc.so min=disabled,8,8,8,8 enforce=none", Level.CRITICAL),
        ("pam_passwdqc.so config=/etc/other.conf", Level.UNKNOWN),
        ("pam_deepin_pw_check.so", Level.UNKNOWN),
    ],
)
def test_other_modules_of_strength(line: str, level: Level) -> None:
    assert strong(QUALITY.replace("pam_pwquality.so retry=3", line)) is level


def test_cis_wants_fourteen_signs() -> None:
    rules_ = [one for one in rules_of("cis-l2", "a") if one.check == password_length_complexity.ID]
    limits = layer(password_length_complexity.StrengthLimits(), rules_, "a")
    assert strong(QUALITY, "minlen = 13\n minclass = 3", limits.base) is Level.CRITICAL
    assert strong(QUALITY, "minlen = 14\n minclass = 3", limits.base) is Level.OK


def remembered(line: str, conf: str = "") -> Level:
    text = QUALITY.replace("pam_pwquality.so retry=3", line)
    found = password_history.judge(pam(text, conf), Layered(password_history.HistoryLimits()), SCENE)
    return levels(found)["passwd"]


@pytest.mark.parametrize(
    ("line", "conf", "level"),
    [
        ("pam_pwhistory.so remember=5", "", Level.OK),
        ("pam_pwhistory.so remember=4", "", Level.NOTICE),
        ("pam_pwhistory.so", "", Level.OK),
        ("pam_pwhistory.so", "@settings pwhistory /etc/security/pwhistory.conf\n remember = 3\n", Level.NOTICE),
        ("pam_pwhistory.so conf=/opt/x.conf", "", Level.UNKNOWN),
        ("pam_pwquality.so", "", Level.NOTICE),
    ],
)
def test_old_passwords_at_the_boundary(line: str, conf: str, level: Level) -> None:
    assert remembered(line, conf) is level


def test_pam_unix_of_old_systems_remembers_by_itself() -> None:
    found = pam("passwd:\npassword sufficient pam_unix.so remember=5\npassword required pam_deny.so")
    assert levels(password_history.judge(found, Layered(password_history.HistoryLimits()), SCENE)) == {"passwd": Level.OK}


def test_unread_files_of_pam_pass_no_password_rule() -> None:
    found = replace(pam(QUALITY), unread=("/etc/security/pwquality.conf",))
    assert levels(password_history.judge(found, Layered(password_history.HistoryLimits()), SCENE)) == {"": Level.UNKNOWN}
    limits = Layered(password_length_complexity.StrengthLimits())
    assert levels(password_length_complexity.judge(found, limits, SCENE)) == {"": Level.UNKNOWN}


# --- hashes

OPS = Account("ops", 1000, "/bin/bash", "set", "6")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def hashed(line: str, method: str = "SHA512", *people: Account, **more: Unseen) -> dict[str, Level]:
    definitions = {"ENCRYPT_METHOD": method} if method else {}
    found = LoginRules(
        Accounts(NOW, people or (OPS,), unseen_passwords=more.get("unseen")),
        LoginSettings(definitions),
        pam(f"passwd:\npassword required {line}"),
        SSH,
    )
    return levels(password_hash.judge(found, Layered(password_hash.HashLimits()), SCENE))


def test_strong_hashes_pass() -> None:
    assert hashed("pam_unix.so yescrypt") == {"new passwords": Level.OK, "": Level.OK}


@pytest.mark.parametrize(("kind", "level"), [("1", Level.CRITICAL), ("des", Level.CRITICAL), ("other", Level.UNKNOWN)])
def test_weak_hashes_are_named(kind: str, level: Level) -> None:
    assert hashed("pam_unix.so sha512", "SHA512", replace(OPS, algorithm=kind))["ops"] is level


def test_the_word_of_pam_unix_overrules_login_defs() -> None:
    assert hashed("pam_unix.so md5", "SHA512")["new passwords"] is Level.CRITICAL
    assert hashed("pam_unix.so", "MD5")["new passwords"] is Level.CRITICAL
    assert hashed("pam_unix.so", "")["new passwords"] is Level.UNKNOWN
    assert hashed("pam_unix.so sm3", "MD5")["new passwords"] is Level.OK


def test_hashes_that_were_not_seen_pass_nothing() -> None:
    assert hashed("pam_unix.so sha512", unseen=NOT_SEEN) == {"new passwords": Level.OK, "": Level.UNKNOWN}
    found = LoginRules(NOT_SEEN, NOT_SEEN, NOT_SEEN, NOT_SEEN)
    judged = levels(password_hash.judge(found, Layered(password_hash.HashLimits()), SCENE))
    assert set(judged.values()) == {Level.UNKNOWN}


# --- TMOUT and umask

C, Z, N, R = "c", "z", "n", "r"


def place(name: str, value: str, flags: str = "") -> ShellSetting:
    return ShellSetting(name, value, C in flags, Z in flags, N in flags, R in flags)


INCLUDE = place("include", "profile.d")


def timed(*places: ShellSetting, profile: tuple[ShellSetting, ...] = (INCLUDE,)) -> Level:
    found = LoginSettings({}, {"/etc/profile": profile, "/etc/profile.d/a.sh": places})
    return levels(login_tmout.judge(found, Layered(login_tmout.TmoutLimits()), SCENE))[""]


@pytest.mark.parametrize(
    ("places", "level"),
    [
        ((), Level.WARN),
        ((("TMOUT", "900", R),), Level.OK),
        ((("TMOUT", "901", R),), Level.WARN),
        ((("TMOUT", "0", R),), Level.WARN),
        ((("TMOUT", "600"),), Level.NOTICE),
        ((("TMOUT", "600"), ("TMOUT", "", R)), Level.OK),
        ((("TMOUT", "600", R), ("TMOUT", "0")), Level.OK),
        ((("TMOUT", "600"), ("TMOUT", "0")), Level.WARN),
        ((("TMOUT", "600", C),), Level.UNKNOWN),
        ((("TMOUT", "600"), ("TMOUT", "7200", C)), Level.UNKNOWN),
        ((("TMOUT", "600", C + Z + R),), Level.OK),
        ((("TMOUT", "300"), ("TMOUT", "600", C)), Level.NOTICE),
        ((("TMOUT", "?"),), Level.UNKNOWN),
    ],
)
def test_tmout_in_the_order_of_a_login_shell(places: tuple[tuple[str, ...], ...], level: Level) -> None:
    assert timed(*(place(*one) for one in places)) is level


def test_profile_d_counts_only_where_the_profile_reads_it() -> None:
    assert timed(place("TMOUT", "600", R), profile=()) is Level.WARN


def test_a_profile_that_was_not_read_passes_nothing() -> None:
    limits = Layered(login_tmout.TmoutLimits())
    assert levels(login_tmout.judge(LoginSettings({}), limits, SCENE)) == {"": Level.UNKNOWN}
    found = LoginSettings({}, {"/etc/profile": (place("TMOUT", "600", R),)}, unread=("/etc/bashrc",))
    assert levels(login_tmout.judge(found, limits, SCENE)) == {"": Level.UNKNOWN}


def masked(
    read: Pam | Unseen, *places: ShellSetting, rc: tuple[ShellSetting, ...] = (), **definitions: str
) -> dict[str, Level]:
    settings = LoginSettings(definitions, {"/etc/profile": places, "/etc/bashrc": rc})
    return levels(file_umask.judge(rules(read, settings), Layered(file_umask.UmaskLimits()), SCENE))


WITH = pam("sshd:\nsession required pam_unix.so\nsession optional pam_umask.so")
WITHOUT = pam("sshd:\nsession required pam_unix.so")


@pytest.mark.parametrize(
    ("value", "level"),
    [("027", Level.OK), ("0077", Level.OK), ("u=rwx,g=rx,o=", Level.OK), ("026", Level.NOTICE), ("?", Level.UNKNOWN)],
)
def test_umask_at_its_boundary(value: str, level: Level) -> None:
    assert masked(WITHOUT, place("umask", value))["login shells"] is level


def test_login_defs_alone_decides_nothing_without_pam_umask() -> None:
    assert masked(WITHOUT, UMASK="027")["login shells"] is Level.NOTICE
    assert masked(WITH, UMASK="027")["login shells"] is Level.OK
    assert masked(NOT_SEEN, UMASK="027")["login shells"] is Level.UNKNOWN
    assert masked(NOT_SEEN, place("umask", "027"))["login shells"] is Level.OK


def test_usergroups_give_the_group_the_owners_bits() -> None:
    assert masked(WITH, UMASK="027", USERGROUPS_ENAB="yes")["login shells"] is Level.NOTICE
    assert masked(WITH, UMASK="077", USERGROUPS_ENAB="yes")["login shells"] is Level.NOTICE
    assert masked(WITH, UMASK="027", USERGROUPS_ENAB="no")["login shells"] is Level.OK


def test_branches_that_agree_decide_and_others_do_not() -> None:
    """RHEL 7's profile: 002 for ordinary users, 022 for others: both are too weak."""
    both = (place("umask", "002", C), place("umask", "022", C))
    assert masked(WITHOUT, *both)["login shells"] is Level.NOTICE
    assert masked(WITHOUT, place("umask", "027"), place("umask", "022", C))["login shells"] is Level.UNKNOWN
    assert masked(WITHOUT, *both, place("umask", "027"))["login shells"] is Level.OK


def test_a_guard_against_a_umask_of_0_changes_no_other() -> None:
    assert masked(WITH, place("umask", "022", C + Z), UMASK="027")["login shells"] is Level.OK
    assert masked(WITH, place("umask", "022", C + Z), UMASK="000")["login shells"] is Level.NOTICE


def test_rc_files_are_for_other_shells() -> None:
    rc = (place("umask", "002", C + N), place("umask", "022", C + N))
    assert masked(WITHOUT, place("umask", "027"), rc=rc) == {"login shells": Level.OK, "other shells": Level.NOTICE}


def test_shell_settings_that_were_not_seen_pass_nothing() -> None:
    found = levels(file_umask.judge(rules(WITH), Layered(file_umask.UmaskLimits()), SCENE))
    assert found == {"": Level.UNKNOWN}


# --- what is asked

PROFILE = """
# TMOUT=1; umask 000
if [ $UID -gt 199 ]; then
    umask 002
else
    umask 022
fi
for i in /etc/profile.d/*.sh ; do
   . $i
done
off() {
  TMOUT=3
}
[ -z "$TMOUT" ] && readonly TMOUT=900
TMOUT=600; readonly TMOUT; export TMOUT
typeset -xr TMOUT="300"
export TMOUT=$X PGPASSWORD=planted-secret
[ `umask` -eq 0 ] && umask 022
if ! shopt -q login_shell ; then # none
  if [ $UID -gt 199 ]; then umask 007; else umask 077; fi
fi
umask u=rwx,g=rx,o=
umask
"""
TOLD = """ umask 002 c
 umask 022 c
 include profile.d -
 TMOUT 3 c
 TMOUT 900 czr
 TMOUT 600 -
 TMOUT - r
 TMOUT 300 r
 TMOUT ? -
 umask 022 cz
 umask 007 cn
 umask 077 cn
 umask u=rwx,g=rx,o= -
"""


def asked(ask: object, moved: Mapping[str, Path], shell: str) -> str:
    """What an ask prints where its files lie elsewhere."""
    command = _command(ask)
    for old, new in moved.items():
        command = command.replace(old, str(new))
    words = [*shell.split(), "-c", command]
    return subprocess.run(
        words, capture_output=True, text=True, check=True, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    ).stdout


def _command(ask: object) -> str:
    assert isinstance(ask, Shell)
    return ask.command


SHELLS = ("dash", "bash", "busybox sh")


@pytest.mark.parametrize("shell", SHELLS)
def test_start_files_are_reduced_to_their_places(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell.split(maxsplit=1)[0]):
        pytest.skip(f"no {shell}: its reading of start files was not verified")
    (tmp_path / "profile").write_text(PROFILE)
    text = asked(settings_collector.LOGIN_SETTINGS_FILES.ask, {"/etc/profile": tmp_path / "profile"}, shell)
    assert TOLD in text
    assert "planted" not in text
    found = settings_collector.parse(Answer(text))
    renamed = replace(found, files={"/etc/profile": found.files[str(tmp_path / "profile")]})
    outcome = in_login_shells(renamed, "TMOUT")
    either = frozenset[str | None]({"600", "900"})  # 600 if off() was called, which nobody knows
    assert outcome == Outcome(either, ("/etc/profile",), is_fixed=True)


@pytest.mark.parametrize("shell", SHELLS)
def test_files_of_pam_are_reduced_and_secrets_stay(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell.split(maxsplit=1)[0]):
        pytest.skip(f"no {shell}: its reading of PAM's files was not verified")
    folder = tmp_path / "pam.d"
    folder.mkdir()
    (folder / "ftp").write_text(
        "# a comment\nauth required \\\n   pam_mysql.so user=x passwd=planted1 [crypt_key=planted2 a]  # more\n"
        "auth sufficient pam_unix.so try_first_pass secret=planted3"
    )
    (folder / "nothing").write_text("")
    text = asked(pam_collector.PAM_FILES.ask, {"/etc/pam.d": folder}, shell)
    assert "planted" not in text
    read = pam_collector.parse(Answer(text))
    first, second = read.services["ftp"]
    assert (first.module, first.arguments) == ("pam_mysql.so", ("user=x", "passwd=***", "crypt_key=*** a"))
    assert (second.control, second.arguments) == ("sufficient", ("try_first_pass", "secret=***"))
    assert read.services["nothing"] == ()


@pytest.mark.peer
@pytest.mark.parametrize("profile", ["", PROFILE])
def test_who_follows_the_cards_of_shells_passes(profile: str, tmp_path: Path) -> None:
    """The cards' own commands, on a copy of this machine's start files and on those of a RHEL of old."""
    (tmp_path / "etc/profile.d").mkdir(parents=True)
    (tmp_path / "etc/login.defs").write_text("UMASK 022\n")
    own = Path("/etc/profile").read_text() if not profile else "for i in /etc/profile.d/*.sh; do . $i; done\n"
    weak = "if [ $UID -gt 199 ]; then\n    umask 002\nelse\n    umask 022\nfi\n"
    (tmp_path / "etc/profile").write_text((weak if profile else "") + own)
    (tmp_path / "etc/bashrc").write_text(weak if profile else "")
    moved = {"/etc/profile": tmp_path / "etc/profile", " /etc/bash": Path(f" {tmp_path}/etc/bash")}

    def judged() -> dict[str, Level]:
        text = asked(settings_collector.LOGIN_SETTINGS_FILES.ask, moved, "dash").replace(str(tmp_path), "")
        found = settings_collector.parse(Answer(text))
        tmout = levels(login_tmout.judge(found, Layered(login_tmout.TmoutLimits()), SCENE))
        return tmout | levels(file_umask.judge(rules(WITHOUT, found), Layered(file_umask.UmaskLimits()), SCENE))

    assert Level.OK not in judged().values()
    for card in (login_tmout.LOGIN_TMOUT.card, file_umask.FILE_UMASK.card):
        for command in (one for one in card.commands if not one.startswith("grep")):
            subprocess.run(["bash", "-c", command.replace("/etc/", f"{tmp_path}/etc/")], check=True, capture_output=True)
    assert set(judged().values()) == {Level.OK}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may try what another account reads")
@pytest.mark.parametrize("closed_part", ["pam.d", "pam.d/common-auth"])
def test_who_may_not_read_pam_passes_nothing(closed_part: str) -> None:
    """Tried as another account, so in a folder that this one may enter."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        Path(name).chmod(0o755)
        shutil.copytree("/etc/pam.d", Path(name, "pam.d"))
        Path(name, closed_part).chmod(0o000)
        command = _command(pam_collector.PAM_FILES.ask).replace("/etc/pam.d", f"{name}/pam.d")
        environment = {"PATH": "/usr/bin:/bin"}
        words = ["dash", "-c", command]
        done = subprocess.run(words, capture_output=True, text=True, check=True, user=65534, env=environment, cwd="/")
    assert "@unread" in done.stdout
    found = settings_collector.derive(NOT_SEEN, NOT_SEEN, _read(done.stdout), SSH)
    judged = levels(login_lockout.judge(found, Layered(login_lockout.LockoutLimits()), SCENE))
    assert judged == {"": Level.UNKNOWN}


def _read(text: str) -> Pam | SessionError:
    try:
        return pam_collector.parse(Answer(text))
    except SessionError as error:
        return error


@pytest.mark.peer
def test_who_follows_the_cards_on_debian_passes(tmp_path: Path) -> None:
    """The cards' own commands, typed on a copy of this machine's PAM, as pam-auth-update makes its stacks."""
    if not shutil.which("pam-auth-update") or not Path("/usr/share/pam-configs").is_dir():
        pytest.skip("no pam-auth-update: the cards of PAM were not tried")
    for part in ("etc/pam.d", "etc/security", "usr/share/pam-configs", "var/lib/pam"):
        shutil.copytree(f"/{part}", tmp_path / part, ignore=shutil.ignore_patterns("opasswd", "namespace*"))
    cards = (login_lockout.LOGIN_LOCKOUT.card, password_history.PASSWORD_HISTORY.card)
    for command in (one for card in cards for one in card.commands if not one.startswith("authselect")):
        here = command.replace("/usr/share/", f"{tmp_path}/usr/share/").replace("/etc/", f"{tmp_path}/etc/")
        here = here.replace("pam-auth-update", f"pam-auth-update --root {tmp_path}")
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["bash", "-c", here], check=True, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    text = asked(
        pam_collector.PAM_FILES.ask, {one: tmp_path / one[1:] for one in ("/etc/pam.d", "/etc/security")}, "dash"
    ).replace(str(tmp_path), "")
    read = pam_collector.parse(Answer(text))
    lockouts = levels(login_lockout.judge(rules(read), Layered(login_lockout.LockoutLimits()), SCENE))
    assert set(lockouts.values()) == {Level.OK}, lockouts
    histories = levels(password_history.judge(read, Layered(password_history.HistoryLimits()), SCENE))
    assert set(histories.values()) == {Level.OK}, histories


@given(st.text(max_size=300))
def test_whatever_stands_in_an_answer_is_facts_or_a_known_error(text: str) -> None:
    for parse in (pam_collector.parse, settings_collector.parse):
        for answer in (Answer(text), closed(f"@file /etc/pam.d/x\n {text}\n@modules\n"), closed(f"{text}\n")):
            try:
                parse(answer)
            except (SessionError, ParseError):
                continue


def test_a_step_says_where_it_stands() -> None:
    step = next(iter(stack(pam(DEBIAN), "sshd", "auth")))
    assert isinstance(step, Step)
    assert str(step) == "common-auth: auth requisite pam_faillock.so preauth"
