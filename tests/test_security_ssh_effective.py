"""sshd as it answers for each kind of connection: the real one beside us with real Match blocks, and answers of it."""

import os
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.security.linux import (
    ssh_access_limited,
    ssh_host_keys,
    ssh_hostbased_rhosts,
    ssh_idle_timeout,
    ssh_log_level,
    ssh_max_auth_tries,
    ssh_permit_root_login,
    ssh_weak_crypto,
)
from checks.security.linux.ssh_access_limited import AccessLimits
from checks.security.linux.ssh_host_keys import HostKeyLimits
from checks.security.linux.ssh_idle_timeout import IdleLimits
from checks.security.profiles import CIS_L1, rules_of
from collectors.base import Answer, Listing, Reason, SessionError, Shell, Unseen
from collectors.facts.exposure import Exposure
from collectors.facts.files import FileWalk
from collectors.facts.network import Listener
from collectors.facts.routing import FilterChain, PacketFilter
from collectors.facts.ssh_effective import HostKey, SshAnswer, SshDaemon, SshEffective
from collectors.facts.ssh_reach import SshReach, SshTrust
from collectors.linux.ssh_effective import SSH_EFFECTIVE_SSHD
from config.limits import Layered
from tests.peers.namespaces import NOBODY, needs_root

CASES: Final = Path(__file__).parent / "cases" / SSH_EFFECTIVE_SSHD.id
SCENE: Final = Scene(dengbao=3)
NONE: Final = Layered(NoLimits())
FAR: Final = "host=xunjian.invalid,addr=198.51.100.253,laddr=192.0.2.253,lport=22"
SSHD: Final = Path("/usr/sbin/sshd")


def levels(findings: Iterable[Finding | Exhibit]) -> dict[str, Level]:
    return {one.subject: one.level for one in findings if isinstance(one, Finding)}


def case(name: str) -> SshEffective:
    return SSH_EFFECTIVE_SSHD.parse(Answer((CASES / name / "answer.txt").read_text()))


def real(
    folder: Path, config: str, shell: str = "dash", *, files: dict[str, str] | None = None, start: str = ":", drop: str = ""
) -> SshEffective:
    """What the real ask makes of the installed sshd with this sshd_config, in namespaces of its own.

    ``start`` runs before it, ``drop`` runs the ask as somebody else.
    """
    if not SSHD.exists():
        pytest.skip("no sshd: what it answers for these Match blocks was not verified")
    ssh = folder / "ssh"
    ssh.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(ssh / "key")], check=True)
    (ssh / "sshd_config").write_text(f"HostKey /etc/ssh/key\n{config}")
    for name, text in (files or {}).items():
        (ssh / name).write_text(text)
    ask = SSH_EFFECTIVE_SSHD.ask
    assert isinstance(ask, Shell)
    folder.chmod(0o777)
    mounts = f'mount --bind "{ssh}" /etc/ssh && mkdir -p /run/sshd && mount -t tmpfs -o mode=1777 none /mnt'
    environment = {**os.environ, "LC_ALL": "C", "S": "", "TMPDIR": "/mnt"}
    command = ["unshare", "-mpf", "--mount-proc", "/bin/sh", "-c", f"{mounts} && {start}\n{drop} {shell} -s"]
    done = subprocess.run(command, input=ask.command, env=environment, capture_output=True, check=True, text=True)
    return SSH_EFFECTIVE_SSHD.parse(Answer(done.stdout, is_privileged=not drop))


def root_login(found: SshEffective) -> dict[str, Level]:
    return levels(ssh_permit_root_login.judge(found, NONE, SCENE))


def log_level(found: SshEffective) -> dict[str, Level]:
    return levels(ssh_log_level.judge(found, NONE, SCENE))


# --- real Match blocks

GOOD: Final = "PermitRootLogin no\nLogLevel INFO\n"


@needs_root
@pytest.mark.parametrize("shell", ["dash", "bash --posix", "busybox ash"])
def test_a_block_that_lets_root_in_from_somewhere_is_found(shell: str, tmp_path: Path) -> None:
    found = real(tmp_path, GOOD + "Match Address 10.0.0.0/8\n PermitRootLogin yes\n", shell)
    assert root_login(found) == {"PermitRootLogin": Level.OK, "Match Address 10.0.0.0/8": Level.CRITICAL}


@needs_root
def test_a_block_in_a_file_that_an_included_file_includes_is_found(tmp_path: Path) -> None:
    """The files' text, read one include deep, showed nothing of it."""
    found = real(
        tmp_path,
        "Include /etc/ssh/a.conf\n" + GOOD,
        files={"a.conf": "Include /etc/ssh/b.conf\n", "b.conf": "Match User root\n PermitRootLogin yes\n"},
    )
    assert root_login(found)["PermitRootLogin"] is Level.CRITICAL


@needs_root
def test_a_block_of_another_user_says_nothing_of_root(tmp_path: Path) -> None:
    found = real(tmp_path, GOOD + "Match User bob\n PermitRootLogin yes\n LogLevel QUIET\n")
    assert root_login(found) == {"PermitRootLogin": Level.OK}
    assert log_level(found) == {"LogLevel": Level.OK, "Match User bob": Level.NOTICE}


@needs_root
@pytest.mark.parametrize(
    "condition",
    [
        "Group adm,nogroup",
        "User back*",
        "Host *.corp",
        "LocalPort 2222",
        "Address fd00::/8",
        "Address *,!10.0.0.0/8 User x",
    ],
)
def test_each_kind_of_condition_is_met_by_some_connection(condition: str, tmp_path: Path) -> None:
    found = real(tmp_path, GOOD + f"Match {condition}\n LogLevel QUIET\n")
    assert log_level(found) == {"LogLevel": Level.OK, f"Match {condition}": Level.NOTICE}


@needs_root
def test_a_block_for_all_is_what_all_get(tmp_path: Path) -> None:
    assert log_level(real(tmp_path, GOOD + "Match all\n LogLevel QUIET\n")) == {"LogLevel": Level.NOTICE}


@needs_root
def test_a_block_of_a_group_without_members_is_no_pass(tmp_path: Path) -> None:
    """The group has no member here: nobody whom the block concerns was asked about."""
    found = real(tmp_path, GOOD + "Match Group xunjian-no-such-group\n LogLevel QUIET\n")
    assert log_level(found) == {"LogLevel": Level.UNKNOWN}


@needs_root
def test_a_block_within_a_file_that_a_block_includes_is_no_pass(tmp_path: Path) -> None:
    """Sshd does not tell which blocks of it are at work: what stands there may hold for somebody."""
    inner = "Match User carol\n LogLevel QUIET\n"
    found = real(tmp_path, GOOD + "Match Address 10.0.0.0/8\n Include /etc/ssh/in.conf\n", files={"in.conf": inner})
    assert log_level(found)["LogLevel"] is Level.UNKNOWN


@needs_root
def test_who_is_not_root_gets_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(SessionError) as caught:
        real(tmp_path, GOOD, drop=NOBODY)
    assert caught.value.reason is Reason.DENIED


@needs_root
def test_what_stands_on_the_running_daemons_command_line_holds(tmp_path: Path) -> None:
    """As on RHEL 8, where the system's policy stands there; the ask itself would not see it in the files."""
    start = "/usr/sbin/sshd -p 22099 -oListenAddress=127.0.0.1 -oCiphers=aes128-cbc && sleep 0.3"
    (daemon,) = real(tmp_path, GOOD, start=start).daemons
    assert daemon.options == ("-p", "22099", "-oListenAddress=127.0.0.1", "-oCiphers=aes128-cbc")
    crypto = ssh_weak_crypto.judge(SshEffective((daemon,)), Layered(ssh_weak_crypto.CryptoLimits()), SCENE)
    assert levels(crypto)["Ciphers"] is Level.WARN


@needs_root
def test_an_option_that_cannot_be_given_is_no_pass(tmp_path: Path) -> None:
    start = "ln -s /usr/sbin/sshd /mnt/sshd && /mnt/sshd -p 22099 -oListenAddress=127.0.0.1 && sleep 0.3"
    assert log_level(real(tmp_path, GOOD, start=start)) == {"LogLevel": Level.UNKNOWN}


@needs_root
def test_more_daemons_than_are_asked_are_no_pass(tmp_path: Path) -> None:
    one = "/usr/sbin/sshd -p 2209$n -oListenAddress=127.0.0.1"
    found = real(tmp_path, GOOD, start=f"for n in 1 2 3 4 5; do {one}; done && sleep 0.3")
    assert sorted(log_level(found).values(), key=lambda level: level.value) == [*[Level.OK] * 4, Level.UNKNOWN]


@needs_root
def test_sessions_are_no_daemons_and_a_title_without_its_end_is_no_pass(tmp_path: Path) -> None:
    """A long command line is cut where the daemon writes its title over it."""
    shown = "exec -a 'sshd: root@pts/0' /mnt/sshd 60"
    start = f'cp /bin/sleep /mnt/sshd; bash -c "{shown}" & sleep 0.2'
    assert log_level(real(tmp_path, GOOD, start=start)) == {"LogLevel": Level.OK}
    cut = tmp_path / "cut"
    cut.mkdir()
    start = start.replace("root@pts/0", "/usr/sbin/sshd -D -4")
    assert log_level(real(cut, GOOD, start=start)) == {"LogLevel": Level.UNKNOWN}


# --- who met which block


def of(*answers: tuple[tuple[int, ...], str, str], matches: tuple[str, ...]) -> SshDaemon:
    """A daemon of blocks, users and values of LogLevel."""
    made = tuple(SshAnswer({"loglevel": value}, blocks, (f"user={user},{FAR}",)) for blocks, user, value in answers)
    return SshDaemon((), matches, made)


def test_a_block_is_tried_where_nothing_before_it_could_hide_it() -> None:
    assert (
        of(((), "x", "INFO"), ((0, 1), "root", "INFO"), matches=("User root", "Address 10.0.0.0/8")).untried()
        == (
            "User root",
            "Address 10.0.0.0/8",
        )[1:]
    )
    assert of(((), "x", "INFO"), ((0,), "root", "INFO"), matches=("User root",)).untried() == ()
    assert of(((0, 1), "root", "INFO"), matches=("all", "User root")).untried() == ()


def test_one_bad_block_is_told_once_however_many_fit_with_it() -> None:
    daemon = of(
        ((), "x", "INFO"), ((0,), "a", "QUIET"), ((0, 1), "a", "QUIET"), ((1,), "x", "INFO"), matches=("User a", "Host b")
    )
    assert log_level(SshEffective((daemon,))) == {"Match User a": Level.NOTICE, "LogLevel": Level.OK}


def test_two_daemons_are_told_apart() -> None:
    one = of(((), "x", "INFO"), matches=())
    assert log_level(SshEffective((one, replace(one, options=("-f", "/etc/ssh/b"))))) == {
        "LogLevel": Level.OK,
        "LogLevel (-f /etc/ssh/b)": Level.OK,
    }


def test_recorded_answers_are_judged() -> None:
    crypto = ssh_weak_crypto.judge(
        case("crypto-policy-on-the-command-line"), Layered(ssh_weak_crypto.CryptoLimits()), SCENE
    )
    assert levels(crypto)["Ciphers"] is Level.WARN
    tries = ssh_max_auth_tries.judge(case("match-blocks"), Layered(ssh_max_auth_tries.TriesLimits()), SCENE)
    assert levels(tries) == {"MaxAuthTries": Level.WARN, "Match Group nogroup,adm": Level.WARN}
    assert log_level(case("an-option-that-cannot-be-given")) == {"LogLevel": Level.UNKNOWN}


# --- the end of silent connections


@pytest.mark.parametrize(
    ("interval", "count", "level"),
    [
        ("0", "3", Level.WARN),
        ("300", "0", Level.WARN),
        ("300", "3", Level.OK),
        ("301", "3", Level.WARN),
        ("1", "1", Level.OK),
    ],
)
def test_silent_connections_end_in_time(interval: str, count: str, level: Level) -> None:
    settings = {"clientaliveinterval": interval, "clientalivecountmax": count}
    found = SshEffective((SshDaemon((), (), (SshAnswer(settings),)),))
    assert levels(ssh_idle_timeout.judge(found, Layered(IdleLimits()), SCENE)) == {"ClientAliveInterval": level}


def test_an_end_that_the_server_did_not_tell_is_not_judged() -> None:
    found = SshEffective((SshDaemon((), (), (SshAnswer({"clientaliveinterval": "300"}),)),))
    judged = levels(ssh_idle_timeout.judge(found, Layered(IdleLimits()), SCENE))
    assert judged == {"ClientAliveInterval": Level.UNKNOWN}


# --- host keys

KEY: Final = HostKey("/etc/ssh/k", 0o600, "root", "root", "ED25519", 256)


@pytest.mark.parametrize(
    ("key", "level"),
    [
        (KEY, Level.OK),
        (replace(KEY, mode=0o640), Level.WARN),
        (replace(KEY, mode=0o640, group="ssh_keys"), Level.OK),
        (replace(KEY, mode=0o644, group="ssh_keys"), Level.WARN),
        (replace(KEY, user="app"), Level.WARN),
        (replace(KEY, kind="DSA", bits_count=1024), Level.WARN),
        (replace(KEY, kind="RSA", bits_count=2047), Level.WARN),
        (replace(KEY, kind="RSA", bits_count=2048), Level.OK),
        (replace(KEY, kind="", bits_count=None), Level.UNKNOWN),
    ],
)
def test_host_keys(key: HostKey, level: Level) -> None:
    found = SshEffective((SshDaemon((), (), (SshAnswer({}),)),), (key,))
    assert levels(ssh_host_keys.judge(found, Layered(HostKeyLimits()), SCENE)) == {"/etc/ssh/k": level}


def test_a_host_key_that_is_not_there_is_none_and_none_at_all_is_no_pass() -> None:
    found = SshEffective((SshDaemon((), (), (SshAnswer({}),)),), (HostKey("/etc/ssh/k", None),))
    assert levels(ssh_host_keys.judge(found, Layered(HostKeyLimits()), SCENE)) == {"HostKey": Level.UNKNOWN}


@needs_root
def test_a_short_host_key_that_all_can_read_is_found_where_it_stands(tmp_path: Path) -> None:
    key = tmp_path / "weak"
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", str(key)], check=True)
    found = real(tmp_path, "HostKey /etc/ssh/weak\n", files={"weak": key.read_text()}, start="chmod 640 /etc/ssh/weak")
    judged = levels(ssh_host_keys.judge(found, Layered(HostKeyLimits()), SCENE))
    assert judged == {"/etc/ssh/weak": Level.WARN, "/etc/ssh/key": Level.OK}


# --- trust in hosts


def trust(
    hostbased: str,
    ignore: str,
    rhosts: tuple[str, ...] = (),
    more: tuple[tuple[str, int], ...] = (),
    unseen: tuple[Unseen, ...] = (),
) -> SshTrust:
    found = FileWalk((), (), (), rhosts, ("/",), 100, more, unseen=unseen)
    settings = {"hostbasedauthentication": hostbased, "ignorerhosts": ignore}
    return SshTrust(SshEffective((SshDaemon((), (), (SshAnswer(settings),)),)), found)


def test_trust_in_hosts() -> None:
    def judged(found: SshTrust) -> dict[str, Level]:
        return levels(ssh_hostbased_rhosts.judge(found, NONE, SCENE))

    names = ("HostbasedAuthentication", "IgnoreRhosts", ".rhosts")
    assert judged(trust("no", "yes")) == dict.fromkeys(names, Level.OK)
    assert judged(trust("yes", "no", rhosts=("/root/.rhosts",))) == dict.fromkeys(
        (*names[:2], "/root/.rhosts"), Level.CRITICAL
    )
    closed = Unseen("/home/a", Reason.DENIED, "/home/a")
    assert judged(trust("no", "yes", unseen=(closed,)))[""] is Level.UNKNOWN
    assert judged(trust("no", "yes", more=(("rhosts", 1),)))[""] is Level.UNKNOWN
    assert judged(SshTrust(closed, closed)) == dict.fromkeys((*names[:2], ""), Level.UNKNOWN)


# --- who may come from where

OPEN: Final = PacketFilter("", ())
LIMITED: Final = PacketFilter(
    "nft",
    (
        FilterChain(
            "inet filter input",
            "type filter hook input priority filter; policy drop;",
            ("ip saddr 10.0.0.0/8 tcp dport 22 accept",),
        ),
    ),
)


def reached(
    settings: dict[str, str],
    packet_filter: PacketFilter | Unseen = OPEN,
    address: str = "0.0.0.0",
    *,
    matches: tuple[str, ...] = (),
    unclear: tuple[str, ...] = (),
) -> Level:
    one = SshDaemon((), matches, (SshAnswer({"port": "22"} | settings, (), (f"user=root,{FAR}",)),), unclear)
    exposure = Exposure(Listing((Listener("tcp", address, 22, "sshd"),)), packet_filter, Unseen("", Reason.NOT_ASKED))
    found = ssh_access_limited.judge(SshReach(SshEffective((one,)), exposure), Layered(AccessLimits()), SCENE)
    return levels(found)["tcp/22"]


@pytest.mark.parametrize(
    ("settings", "level"),
    [
        ({}, Level.WARN),
        ({"allowusers": "ops@10.0.0.0/8 *@192.168.1.*"}, Level.OK),
        ({"allowusers": "ops@10.0.0.0/8 backup"}, Level.NOTICE),
        ({"allowusers": "ops@*"}, Level.NOTICE),
        ({"allowusers": "*"}, Level.WARN),
        ({"allowgroups": "wheel"}, Level.NOTICE),
        ({"denyusers": "guest"}, Level.WARN),
        ({"denyusers": "*"}, Level.OK),
    ],
)
def test_sources_that_sshd_limits_itself(settings: dict[str, str], level: Level) -> None:
    assert reached(settings) is level


def test_sources_that_the_packet_filter_limits() -> None:
    assert reached({}, LIMITED) is Level.OK
    assert reached({}, Unseen("", Reason.DENIED, "nft")) is Level.UNKNOWN
    assert reached({}, address="127.0.0.1") is Level.OK


def test_limits_that_were_not_tried_are_no_pass() -> None:
    good = {"allowusers": "ops@10.0.0.0/8"}
    assert reached(good, unclear=("-z",)) is Level.UNKNOWN
    assert reached(good, matches=("Host x",)) is Level.UNKNOWN
    assert reached({}, matches=("Host x",)) is Level.WARN


def test_a_profile_of_cis_is_content_with_names() -> None:
    rule = next(one for one in rules_of(CIS_L1, "a") if one.check == ssh_access_limited.ID)
    assert rule.values == {"names_suffice": True}


@needs_root
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("{one} && sleep 0.3 && touch -d @$(($(date +%s) + 60)) /etc/ssh/sshd_config", Level.UNKNOWN),
        ("touch -d @$(($(date +%s) - 60)) /etc/ssh/sshd_config && {one} && sleep 0.3", Level.OK),
    ],
)
def test_files_that_changed_after_sshd_read_them_are_no_pass(tmp_path: Path, start: str, expected: Level) -> None:
    one = "/usr/sbin/sshd -p 22095 -oListenAddress=127.0.0.1"
    assert set(log_level(real(tmp_path, GOOD, start=start.format(one=one))).values()) == {expected}
