"""Accounts, the SSH server and failed logins: boundaries, each trap, and what a shell reduces, run through every awk."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Exhibit, Finding, Level, Scene
from checks.server import accounts, login_failures, ssh_server
from checks.server.accounts import AccountLimits
from checks.server.login_failures import LoginLimits
from checks.server.ssh_server import SshLimits
from collectors.base import Answer, ParseError, Reason, SessionError, Unseen
from collectors.facts.accounts import Account, Accounts
from collectors.facts.logins import LoginFailures, LoginSource
from collectors.facts.ssh_server import SshServer
from collectors.linux import accounts as accounts_collector
from collectors.linux import auth_failures
from collectors.linux import ssh_server as ssh_collector
from config.limits import Layered
from config.text import render
from tests.house.corpora.configuration import closed

AT = datetime(2026, 11, 22, tzinfo=UTC)
OPS = Account("ops", 1000, "/bin/bash", "set", "6", None, 90, None, AT - timedelta(days=1))
ROOT = Account("root", 0, "/bin/bash", "locked")
SEEN = Accounts(AT, (ROOT, OPS), 90, (), (), has_login_record=True)


def judged(found: Accounts, limits: AccountLimits | None = None) -> dict[str, Level]:
    return {one.subject: one.level for one in accounts.judge(found, Layered(limits or AccountLimits()), Scene())}


def of(one: Account, **more: Any) -> Level:  # noqa: ANN401 - fields by name
    return judged(replace(SEEN, accounts=(one,), **more))[one.name]


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.OK),
        ({"most_days": 91}, Level.WARN),
        ({"most_days": None}, Level.WARN),
        ({"last_login_at": AT - timedelta(days=90)}, Level.OK),
        ({"last_login_at": AT - timedelta(days=91)}, Level.WARN),
        ({"last_login_at": None}, Level.NOTICE),
        ({"algorithm": "1"}, Level.WARN),
        ({"algorithm": "des"}, Level.WARN),
        ({"algorithm": "y"}, Level.OK),
        ({"algorithm": "sm3"}, Level.OK),
        ({"entry": "empty"}, Level.CRITICAL),
        ({"entry": "empty", "shell": "/sbin/nologin"}, Level.WARN),
        ({"uid": 0}, Level.CRITICAL),
        ({"entry": ""}, Level.UNKNOWN),
        ({"entry": "locked", "most_days": None, "last_login_at": None}, Level.OK),
        ({"expires_on": AT.date(), "most_days": None}, Level.OK),
        ({"expires_on": AT.date() + timedelta(days=1), "most_days": None}, Level.WARN),
    ],
)
def test_an_account(change: dict[str, Any], level: Level) -> None:
    assert of(replace(OPS, **change)) is level


def test_system_accounts_that_are_locked_are_counted_and_not_judged() -> None:
    said = judged(replace(SEEN, accounts=(ROOT, Account("bin", 1, "/sbin/nologin", "locked"))))
    assert "bin" not in said
    assert said[""] is Level.OK


def test_accounts_of_a_directory_are_said_to_be_unseen() -> None:
    assert judged(replace(SEEN, directories=("sss",)))[""] is Level.NOTICE


def test_an_account_of_programs_need_not_log_in() -> None:
    silent = replace(OPS, last_login_at=AT - timedelta(days=900), most_days=99999)
    found = replace(SEEN, accounts=(silent,))
    assert judged(found)["ops"] is Level.WARN
    assert judged(found, AccountLimits(service=("ops",)))["ops"] is Level.OK


def test_without_root_nothing_is_said_of_passwords_but_a_second_root_shows() -> None:
    bare = (replace(ROOT, entry=""), Account("toor", 0, "/bin/sh"))
    said = judged(replace(SEEN, accounts=bare, unseen_passwords=Unseen("", Reason.DENIED), free_sudo=None))
    assert said == {
        "root": Level.UNKNOWN, "toor": Level.CRITICAL, "": Level.UNKNOWN, "password policy": Level.OK, "sudo": Level.UNKNOWN
    }  # fmt: skip


@pytest.mark.parametrize(("days", "level"), [(90, Level.OK), (91, Level.WARN), (-1, Level.WARN), (None, Level.UNKNOWN)])
def test_the_policy_for_new_accounts(days: int | None, level: Level) -> None:
    assert judged(replace(SEEN, policy_most_days=days))["password policy"] is level


def test_99999_days_are_never() -> None:
    said = accounts.judge(replace(SEEN, policy_most_days=99999), Layered(AccountLimits()), Scene())
    assert "never" in next(str(one.summary) for one in said if one.subject == "password policy")


def test_who_may_run_all_without_a_password() -> None:
    assert judged(replace(SEEN, free_sudo=("%wheel",)))["sudo"] is Level.WARN
    assert judged(replace(SEEN, free_sudo=("deploy",)), AccountLimits(free_sudo=("deploy",)))["sudo"] is Level.OK


SHADOW = (
    "root:$6$c2FsdA$aGFzaGhhc2g:20000:0:90:7:::\nbin:*:17834:0:99999:7:::\nguest::20000:0:99999:7:::\n"
    "old:abJnggxhB/yWI:20000::::::\nlocked:!$6$c2FsdA$aGFzaA:20000:0:90:7::20500:\nsm:$sm3$c2FsdA$aGFzaA:20000:0:90:7:::\n"
)
REDUCED = (
    " root set 6 20000 90 -\n bin locked - 17834 99999 -\n guest empty - 20000 99999 -\n old set des 20000 - -\n"
    " locked locked - 20000 90 20500\n sm set sm3 20000 90 -\n@shadowed 6\n"
)


@pytest.mark.parametrize("awk", ["awk", "busybox awk", "mawk", "gawk"])
def test_no_hash_leaves_the_target(awk: str) -> None:
    if not shutil.which(awk.split(maxsplit=1)[0]):
        pytest.skip(f"no {awk}: its reading of shadow was not verified")
    ask = accounts_collector.ACCOUNTS_FILES.ask
    program = getattr(ask, "command", "").partition("$S awk -F: '")[2].partition("' /etc/shadow")[0]
    done = subprocess.run([*awk.split(), "-F:", program], input=SHADOW, capture_output=True, text=True, check=True)
    assert done.stdout == REDUCED
    assert "aGFza" not in done.stdout


def test_an_unreadable_shadow_does_not_read_as_locked_accounts() -> None:
    """Some awks come to their END although they could not open the file: no line is not "no password"."""
    text = "@now 1\n@accounts\n root x 0 /bin/sh\n@count 1\n@shadow\n@shadowed 0\n@free\n@rules 2 0\n"
    found = accounts_collector.parse(closed(text))
    assert found.accounts[0].entry == ""
    assert found.unseen_passwords is not None


@pytest.mark.parametrize(
    "line", ["ops 11월 20 10:00:00 +0800 2026", "ops 11月 20 10:00:00 +0800 2026", "ops Nov 31 10:00:00 +0800 2026"]
)
def test_a_login_in_another_language_is_not_misread(line: str) -> None:
    """Asks run under LC_ALL=C; should a tool speak Korean or Chinese all the same, nobody guesses the month."""
    body = (
        "@now 1\n@accounts\n ops x 0 /bin/sh\n@count 1\n@no-shadow\n@lastlog\n "
        + line
        + "\n@logins 1 1\n@free\n@rules 1 0\n"
    )
    with pytest.raises(ParseError):
        accounts_collector.parse(closed(body))


@given(st.text(max_size=300))
def test_whatever_stands_in_an_answer_about_accounts_is_facts_or_a_known_error(text: str) -> None:
    for parse in (accounts_collector.parse, ssh_collector.parse, auth_failures.parse):
        for answer in (Answer(text), Answer(f"@now 1\n{text}\n@end\n"), closed(f"@now 1\n{text}\n")):
            try:
                parse(answer)
            except (SessionError, ParseError):
                continue


# --- the SSH server

GOOD = {
    "permitrootlogin": "no",
    "permitemptypasswords": "no",
    "ciphers": "aes256-gcm@openssh.com",
    "macs": "hmac-sha2-256",
    "kexalgorithms": "curve25519-sha256",
}


def ssh(server: SshServer) -> dict[str, Level]:
    return {one.subject: one.level for one in ssh_server.judge(server, Layered(SshLimits()), Scene())}


@pytest.mark.parametrize(
    ("change", "subject", "level"),
    [
        ({}, "PermitRootLogin", Level.OK),
        ({"permitrootlogin": "yes"}, "PermitRootLogin", Level.WARN),
        ({"permitrootlogin": "without-password"}, "PermitRootLogin", Level.OK),
        ({"permitrootlogin": "forced-commands-only"}, "PermitRootLogin", Level.OK),
        ({"permitemptypasswords": "yes"}, "PermitEmptyPasswords", Level.CRITICAL),
        ({"protocol": "2"}, "Protocol", Level.OK),
        ({"protocol": "2,1"}, "Protocol", Level.CRITICAL),
        ({"ciphers": "aes256-ctr,aes128-cbc"}, "Ciphers", Level.WARN),
        ({"ciphers": "rijndael-cbc@lysator.liu.se"}, "Ciphers", Level.WARN),
        ({"macs": "hmac-sha2-512,hmac-sha1"}, "MACs", Level.NOTICE),
        ({"macs": "hmac-md5-etm@openssh.com"}, "MACs", Level.WARN),
        ({"macs": "hmac-sha1-96"}, "MACs", Level.WARN),
        ({"kexalgorithms": "diffie-hellman-group14-sha256"}, "KexAlgorithms", Level.OK),
        ({"kexalgorithms": "diffie-hellman-group14-sha1"}, "KexAlgorithms", Level.NOTICE),
        ({"kexalgorithms": "diffie-hellman-group1-sha1"}, "KexAlgorithms", Level.WARN),
    ],
)
def test_a_setting(change: dict[str, str], subject: str, level: Level) -> None:
    assert ssh(SshServer(GOOD | change, is_effective=True))[subject] is level


def test_protocol_is_not_named_by_a_server_that_knows_one_only() -> None:
    assert ssh(SshServer(GOOD, is_effective=True))["Protocol"] is Level.OK
    assert ssh(SshServer(GOOD, is_effective=False))["Protocol"] is Level.UNKNOWN


def test_a_default_that_no_file_names_is_not_known() -> None:
    said = ssh(SshServer({"permitrootlogin": "yes"}, is_effective=False))
    assert said.pop("PermitRootLogin") is Level.WARN
    assert set(said.values()) == {Level.UNKNOWN}


def test_an_included_file_that_was_not_read_may_come_first() -> None:
    said = ssh(SshServer(GOOD, is_effective=False, unread=("/etc/ssh/sshd_config.d/*.conf",)))
    assert set(said.values()) == {Level.UNKNOWN}


def test_a_list_that_adds_to_the_default_is_not_the_list() -> None:
    assert ssh(SshServer({"ciphers": "+aes128-cbc"}, is_effective=False))["Ciphers"] is Level.UNKNOWN


def test_a_match_block_is_a_notice_and_no_setting() -> None:
    found = ssh_collector.parse(
        Answer(
            "@effective 255\n@settings 0\n@file /etc/ssh/sshd_config\n PermitRootLogin no\n Match Address 10.0.0.0/8\n"
            " PermitRootLogin yes\n Match all\n MaxAuthTries 3\n@lines 5\n@end\n"
        )
    )
    assert found.settings == {"permitrootlogin": "no", "maxauthtries": "3"}
    assert found.matched == (("permitrootlogin", "yes", "Address 10.0.0.0/8"),)
    assert ssh(found)["PermitRootLogin"] is Level.NOTICE


def test_of_a_setting_given_twice_the_first_holds_and_an_include_stands_in_its_place() -> None:
    found = ssh_collector.parse(
        Answer(
            "@effective 1\n@settings 0\n@file /etc/ssh/sshd_config\n Include /etc/ssh/sshd_config.d/*.conf\n"
            " PermitRootLogin no\n PermitRootLogin=yes\n@lines 3\n@file /etc/ssh/sshd_config.d/01-x.conf\n"
            " permitrootlogin prohibit-password\n@lines 1\n@end\n"
        )
    )
    assert found.settings["permitrootlogin"] == "prohibit-password"


def test_nothing_printed_by_the_server_is_no_proof() -> None:
    with pytest.raises(SessionError) as error:
        ssh_collector.parse(Answer("@effective 255\n@settings 0\n@said no hostkeys available\n@end\n"))
    assert error.value.reason is Reason.EMPTY


@pytest.mark.peer
@pytest.mark.skipif(not Path("/usr/sbin/sshd").exists(), reason="no sshd: its own words were not verified")
def test_the_real_server_tells_all_that_is_judged(tmp_path: Path) -> None:
    ask = ssh_collector.SSH_SERVER_SETTINGS.ask
    command = getattr(ask, "command", "")
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR": str(tmp_path), "LC_ALL": "C"}
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, env=environment, check=True)
    found = ssh_collector.parse(Answer(done.stdout))
    if found.is_effective:
        assert Level.UNKNOWN not in ssh(found).values()
    assert set(ssh(found)) == {"PermitRootLogin", "PermitEmptyPasswords", "Protocol", "Ciphers", "MACs", "KexAlgorithms"}


# --- failed logins

QUIET = LoginFailures("files", AT - timedelta(days=90), AT, 92, 5000, 3, (LoginSource("10.0.0.9", 3, 2),))


def logins(found: LoginFailures, limits: LoginLimits | None = None) -> dict[str, Level]:
    said = login_failures.judge(found, Layered(limits or LoginLimits()), Scene())
    return {one.subject: one.level for one in said if isinstance(one, Finding)}


def with_source(**change: Any) -> LoginFailures:  # noqa: ANN401 - counts by name
    one = replace(LoginSource("10.0.0.9", 3, 2), **change)
    return replace(QUIET, sources=(one,), most_a_day=one.most_a_day)


@pytest.mark.parametrize(
    ("found", "subject", "level"),
    [
        (QUIET, "failures", Level.OK),
        (with_source(most_a_day=50), "failures", Level.OK),
        (with_source(most_a_day=51), "failures", Level.WARN),
        (with_source(most_a_day=20), "sources", Level.OK),
        (with_source(most_a_day=21), "sources", Level.WARN),
        (with_source(broken_in_after=9), "success after failures", Level.OK),
        (with_source(broken_in_after=10), "success after failures", Level.CRITICAL),
        (with_source(key_after=10), "success after failures", Level.NOTICE),
        (replace(QUIET, knows_success=False), "success after failures", Level.UNKNOWN),
        (replace(QUIET, left_out=1), "sources", Level.UNKNOWN),
        (replace(QUIET, covered_from=AT - timedelta(days=7)), "failures", Level.OK),
        (replace(QUIET, covered_from=AT - timedelta(days=6)), "failures", Level.UNKNOWN),
        (replace(QUIET, covered_from=AT - timedelta(days=6)), "sources", Level.UNKNOWN),
        (replace(QUIET, covered_from=AT - timedelta(days=6)), "success after failures", Level.UNKNOWN),
        (replace(QUIET, covered_from=None), "failures", Level.UNKNOWN),
        (replace(with_source(most_a_day=51), covered_from=AT - timedelta(days=6)), "failures", Level.WARN),
    ],
)
def test_failed_logins(found: LoginFailures, subject: str, level: Level) -> None:
    assert logins(found)[subject] is level


def test_good_news_of_a_short_record_is_not_inspected_and_says_since_when() -> None:
    short = replace(QUIET, record="btmp", covered_from=AT - timedelta(days=3))
    for one in login_failures.judge(short, Layered(LoginLimits()), Scene()):
        if isinstance(one, Finding):
            assert "2026-11-19" in render(one.summary, "en")
            assert "too short for the window" in render(one.summary, "en")


def test_a_scanner_that_the_operator_knows_may_fail() -> None:
    found = with_source(most_a_day=900, broken_in_after=20)
    assert set(logins(found, LoginLimits(known=("10.0.0.*",))).values()) == {Level.OK}


def test_the_table_of_sources_stands_beside() -> None:
    said = list(login_failures.judge(QUIET, Layered(LoginLimits()), Scene()))
    assert any(isinstance(one, Exhibit) and one.rows[0][0] == "10.0.0.9" for one in said)


FAILED = "Nov 20 10:00:0{n} db01 sshd[12]: Failed password for {user} from 10.0.0.9 port 4022 ssh2\n"


def counted(log: str, awk: Sequence[str] = ("awk",)) -> list[str]:
    """The lines of the ask's own count over a log."""
    command = getattr(auth_failures.AUTH_FAILURES_LOGS.ask, "command", "")
    count = "count() {" + command.partition("count() {")[2].partition("b=\nfor n in secure")[0]
    script = count.replace("  awk -v users", f"  {' '.join(awk)} -v users") + "\ncount"
    done = subprocess.run(["/bin/sh", "-c", script], input=log, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def one_source(lines: Sequence[str]) -> list[str]:
    return next(line for line in lines if line.startswith("@source")).split()[1:7]


@pytest.mark.parametrize("awk", ["awk", "busybox awk", "mawk", "gawk"])
def test_every_awk_counts_alike(awk: str) -> None:
    if not shutil.which(awk.split(maxsplit=1)[0]):
        pytest.skip(f"no {awk}: its counting was not verified")
    log = FAILED.format(n=1, user="root") * 3 + FAILED.format(n=2, user="invalid user S3cret")
    assert counted(log, awk.split()) == [
        "@first Nov 20 10:00:01", "@source 10.0.0.9 4 4 0 0 1 Nov 20 10:00:02", " root", "@total 4 4 4 1 0"
    ]  # fmt: skip


def test_pam_repeats_what_sshd_says() -> None:
    pam = "Nov 20 10:00:01 db01 sshd[1]: pam_unix(sshd:auth): authentication failure; rhost=10.0.0.9  user=root\n"
    assert one_source(counted(FAILED.format(n=1, user="root") + pam))[1] == "1"


def test_another_program_is_counted_by_pam() -> None:
    pam = "Nov 20 10:00:01 db01 login: pam_unix(login:auth): authentication failure; tty=tty1 ruser= rhost=  user=root\n"
    assert one_source(counted(pam))[:2] == ["local", "1"]


def test_a_message_that_is_repeated_counts_as_often() -> None:
    more = (
        "Nov 20 10:00:02 db01 sshd[12]: message repeated 11 times: [ Failed password for root from 10.0.0.9 port 4 ssh2]\n"
    )
    assert one_source(counted(FAILED.format(n=1, user="root") + more))[1] == "12"


def test_a_refused_key_is_no_guess() -> None:
    key = "Nov 20 10:00:01 db01 sshd[1]: Failed publickey for root from 10.0.0.9 port 4022 ssh2: RSA SHA256:x\n"
    assert counted(key)[-1] == "@total 0 0 1 0 0"


@pytest.mark.parametrize(("way", "counts"), [("password", ["10", "0"]), ("publickey", ["0", "10"])])
def test_a_success_after_ten_failures(way: str, counts: list[str]) -> None:
    accepted = f"Nov 20 10:01:00 db01 sshd[1]: Accepted {way} for root from 10.0.0.9 port 4022 ssh2\n"
    assert one_source(counted(FAILED.format(n=1, user="root") * 10 + accepted))[3:5] == counts
    assert one_source(counted(FAILED.format(n=1, user="root") * 9 + accepted))[3:5] == ["0", "0"]


def test_our_own_login_of_this_moment_is_left_out() -> None:
    me = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    now = subprocess.run(["date", "+%Y-%m-%dT%H:%M"], capture_output=True, text=True, check=True).stdout.strip()
    accepted = f"{now}:01+00:00 db01 sshd[1]: Accepted password for {me} from 10.0.0.9 port 4022 ssh2\n"
    assert one_source(counted(FAILED.format(n=1, user="root") * 10 + accepted))[3:5] == ["0", "0"]


def test_names_that_the_machine_does_not_know_stay_there() -> None:
    assert "hunter2" not in "\n".join(counted(FAILED.format(n=1, user="invalid user hunter2")))
