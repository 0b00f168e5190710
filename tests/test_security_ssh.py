"""The SSH server's settings as an assessor asks for them: sshd itself beside us, and answers of it."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest

from checks.base import Exhibit, Finding, Level, Scene
from checks.security.linux import (
    ssh_hostbased_rhosts,
    ssh_idle_timeout,
    ssh_log_level,
    ssh_login_grace_time,
    ssh_max_auth_tries,
    ssh_permit_empty_passwords,
    ssh_permit_root_login,
    ssh_weak_crypto,
)
from checks.security.linux.ssh_hostbased_rhosts import SSH_HOSTBASED_RHOSTS
from checks.security.linux.ssh_idle_timeout import SSH_IDLE_TIMEOUT
from checks.security.linux.ssh_log_level import SSH_LOG_LEVEL
from checks.security.linux.ssh_login_grace_time import SSH_LOGIN_GRACE_TIME
from checks.security.linux.ssh_max_auth_tries import SSH_MAX_AUTH_TRIES
from checks.security.linux.ssh_permit_empty_passwords import SSH_PERMIT_EMPTY_PASSWORDS
from checks.security.linux.ssh_permit_root_login import SSH_PERMIT_ROOT_LOGIN
from checks.security.linux.ssh_weak_crypto import SSH_WEAK_CRYPTO
from checks.security.profiles import CIS_L1, rules_of
from checks.security.shape import SecurityCheck
from collectors.facts.files import FileWalk
from collectors.facts.ssh_effective import SshAnswer, SshDaemon, SshEffective
from collectors.facts.ssh_reach import SshTrust
from config.limits import Layered

SSHD: Final = Path("/usr/sbin/sshd")
SCENE: Final = Scene(dengbao=3)
Found = Iterable[Finding | Exhibit]


FAR: Final = "user=root,host=xunjian.invalid,addr=198.51.100.253,laddr=192.0.2.253,lport=22"


def server(settings: Mapping[str, str], *, matches: tuple[str, ...] = (), unclear: tuple[str, ...] = ()) -> SshEffective:
    """What answers for root with these settings, whom none of ``matches`` concerns."""
    return SshEffective((SshDaemon((), matches, (SshAnswer(settings, (), (FAR,)),), unclear),))


def judged(asked: SshEffective, scene: Scene = SCENE) -> dict[str, dict[str, Level]]:
    """Levels by check and subject, of all six."""
    made: dict[str, Found] = {
        "root": ssh_permit_root_login.judge(asked, Layered(SSH_PERMIT_ROOT_LOGIN.check.limits), scene),
        "empty": ssh_permit_empty_passwords.judge(asked, Layered(SSH_PERMIT_EMPTY_PASSWORDS.check.limits), scene),
        "tries": ssh_max_auth_tries.judge(asked, Layered(ssh_max_auth_tries.TriesLimits()), scene),
        "grace": ssh_login_grace_time.judge(asked, Layered(ssh_login_grace_time.GraceLimits()), scene),
        "log": ssh_log_level.judge(asked, Layered(SSH_LOG_LEVEL.check.limits), scene),
        "crypto": ssh_weak_crypto.judge(asked, Layered(ssh_weak_crypto.CryptoLimits()), scene),
    }
    return {name: {one.subject: one.level for one in found if isinstance(one, Finding)} for name, found in made.items()}


def of_real(folder: Path, text: str) -> SshEffective:
    """What the installed sshd makes of a file."""
    if not SSHD.exists():
        pytest.skip("no sshd: what it makes of these settings was not verified")
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    (folder / "conf").write_text(f"HostKey {key}\n{text}")
    said = subprocess.run([str(SSHD), "-T", "-f", str(folder / "conf")], capture_output=True, text=True, check=True)
    return server({name: value for name, _space, value in (line.partition(" ") for line in said.stdout.splitlines())})


WEAK: Final = """PermitRootLogin yes
PermitEmptyPasswords yes
MaxAuthTries 20
LoginGraceTime 0
LogLevel QUIET
Ciphers +aes128-cbc
MACs +hmac-md5
KexAlgorithms +diffie-hellman-group1-sha1
"""


def test_every_planted_weakness_of_a_real_server_is_found(tmp_path: Path) -> None:
    assert judged(of_real(tmp_path, WEAK)) == {
        "root": {"PermitRootLogin": Level.CRITICAL},
        "empty": {"PermitEmptyPasswords": Level.CRITICAL},
        "tries": {"MaxAuthTries": Level.WARN},
        "grace": {"LoginGraceTime": Level.NOTICE},
        "log": {"LogLevel": Level.NOTICE},
        "crypto": {"Ciphers": Level.WARN, "MACs": Level.WARN, "KexAlgorithms": Level.WARN},
    }


CARDS: Final = (
    SSH_PERMIT_ROOT_LOGIN,
    SSH_PERMIT_EMPTY_PASSWORDS,
    SSH_MAX_AUTH_TRIES,
    SSH_LOGIN_GRACE_TIME,
    SSH_LOG_LEVEL,
    SSH_WEAK_CRYPTO,
    SSH_IDLE_TIMEOUT,
    SSH_HOSTBASED_RHOSTS,
)


def _typed(card: SecurityCheck, path: Path) -> None:
    for line in card.card.commands:
        if "hardening" in line:
            done = line.replace("/etc/ssh/sshd_config.d/00-hardening.conf", str(path))
            subprocess.run(["/bin/sh", "-c", done], check=True)


def test_who_follows_the_cards_passes_with_the_weak_lines_still_behind(tmp_path: Path) -> None:
    """The first value holds: what the cards write stands before the weak lines."""
    first = tmp_path / "00-hardening.conf"
    for card in CARDS:
        _typed(card, first)
    real = of_real(
        tmp_path, first.read_text() + WEAK + "ClientAliveInterval 0\nIgnoreRhosts no\nHostbasedAuthentication yes\n"
    )
    found = judged(real)
    idle = ssh_idle_timeout.judge(real, Layered(ssh_idle_timeout.IdleLimits()), SCENE)
    walk = FileWalk((), (), (), (), ("/",), 1)
    trust = ssh_hostbased_rhosts.judge(SshTrust(real, walk), Layered(SSH_HOSTBASED_RHOSTS.check.limits), SCENE)
    found["others"] = {one.subject: one.level for one in (*idle, *trust)}
    assert {level for levels in found.values() for level in levels.values()} == {Level.OK}


def test_a_setting_that_the_server_did_not_tell_is_not_judged() -> None:
    found = judged(server({}))
    assert {level for levels in found.values() for level in levels.values()} == {Level.UNKNOWN}


def test_what_was_not_tried_is_no_pass_but_a_bad_value_stays_one() -> None:
    """A block that no connection met, an option that sshd -T cannot be given: neither hides what was seen."""
    for asked in (
        server({"permitrootlogin": "no", "maxauthtries": "9"}, matches=("RDomain x",)),
        server({"permitrootlogin": "no", "maxauthtries": "9"}, unclear=("-z",)),
    ):
        found = judged(asked)
        assert found["root"] == {"PermitRootLogin": Level.UNKNOWN}
        assert found["tries"] == {"MaxAuthTries": Level.WARN}


@pytest.mark.parametrize("value", ["prohibit-password", "without-password", "forced-commands-only"])
def test_root_by_key_alone_is_a_middle_one(value: str) -> None:
    assert judged(server({"permitrootlogin": value}))["root"] == {"PermitRootLogin": Level.WARN}


@pytest.mark.parametrize(("dengbao", "level"), [(1, Level.WARN), (2, Level.CRITICAL), (3, Level.CRITICAL)])
def test_empty_passwords_are_as_grave_as_the_guide_says(dengbao: int, level: Level) -> None:
    asked = server({"permitemptypasswords": "yes"})
    assert judged(asked, Scene(dengbao=dengbao))["empty"] == {"PermitEmptyPasswords": level}


@pytest.mark.parametrize(("value", "level"), [("1", Level.OK), ("5", Level.OK), ("6", Level.WARN), ("0", Level.WARN)])
def test_tries_at_their_bounds(value: str, level: Level) -> None:
    assert judged(server({"maxauthtries": value}))["tries"] == {"MaxAuthTries": level}


def test_a_profile_of_cis_allows_four_tries() -> None:
    rule = next(one for one in rules_of(CIS_L1, "a") if one.check == ssh_max_auth_tries.ID)
    assert rule.values == {"tries": 4}


@pytest.mark.parametrize(("value", "level"), [("0", Level.NOTICE), ("1", Level.OK), ("60", Level.OK), ("61", Level.NOTICE)])
def test_grace_time_at_its_bounds_and_without_an_end(value: str, level: Level) -> None:
    assert judged(server({"logingracetime": value}))["grace"] == {"LoginGraceTime": level}


@pytest.mark.parametrize(
    ("value", "level"), [("INFO", Level.OK), ("VERBOSE", Level.OK), ("ERROR", Level.NOTICE), ("DEBUG3", Level.NOTICE)]
)
def test_log_level(value: str, level: Level) -> None:
    assert judged(server({"loglevel": value}))["log"] == {"LogLevel": level}


def test_algorithms_on_their_way_out_are_a_low_one() -> None:
    asked = server({"macs": "hmac-sha2-256,hmac-sha1", "ciphers": "aes256-ctr", "kexalgorithms": "curve25519-sha256"})
    assert judged(asked)["crypto"] == {"MACs": Level.NOTICE, "Ciphers": Level.OK, "KexAlgorithms": Level.OK}
