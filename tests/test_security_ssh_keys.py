"""Keys that open accounts by SSH: real files of keys read by the real ask, and what is said of them."""

import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from checks.base import Confirmed, Finding, Level, Scene
from checks.security.linux import ssh_authorized_keys_review
from checks.security.linux.ssh_authorized_keys_review import KeyLimits
from collectors.base import Answer, Reason, SessionError, Unseen, Walk
from collectors.facts.authorized_keys import AuthorizedKey, AuthorizedKeys, KeyLogins, KeyPath
from collectors.facts.ssh_effective import SshAnswer, SshDaemon, SshEffective
from collectors.linux.authorized_keys import AUTHORIZED_KEYS_FILES, derive, items
from config.limits import Layered
from tests.peers.namespaces import NOBODY, needs_root

AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
KEY: Final = AuthorizedKey("ops", "/home/ops/.ssh/authorized_keys", "ED25519", 256, "SHA256:a", ("from",), "10.0.0.9")
SECRET: Final = "Zx9secretword"


def sshd(**settings: str) -> SshEffective:
    return SshEffective((SshDaemon((), (), (SshAnswer({"authorizedkeysfile": ".ssh/authorized_keys"} | settings),)),))


def real(folder: Path, prepare: str, pattern: str = ".ssh/authorized_keys", *, drop: str = "", shell: str = "dash") -> str:
    """The real ask's answer, root's home being a folder of ours."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    start = (
        f'mount --bind "{home}" /root && mount -t tmpfs -o mode=1777 none /mnt && mkdir -m 700 /root/.ssh && cd /root/.ssh'
    )
    environment = {**os.environ, "LC_ALL": "C", "S": "", "TMPDIR": "/mnt"}
    script = f"{start} && {prepare}\n{drop} {shell} -s -- {pattern}"
    command = ["unshare", "-m", "/bin/sh", "-c", script]
    ask = AUTHORIZED_KEYS_FILES.template.command
    done = subprocess.run(command, input=ask, env=environment, capture_output=True, check=True, text=True)
    return done.stdout


def read(text: str) -> AuthorizedKeys:
    return AUTHORIZED_KEYS_FILES.parse(Walk({".ssh/authorized_keys": Answer(text)}))


def judged(
    *keys: AuthorizedKey,
    ssh: SshEffective | None = None,
    before: tuple[AuthorizedKey, ...] | None = None,
    paths: tuple[KeyPath, ...] = (),
    unseen: tuple[Unseen, ...] = (),
    more_count: int = 0,
) -> dict[str, Level]:
    found = KeyLogins(ssh or sshd(), AuthorizedKeys(3, keys, paths, unseen, more_count))
    confirmed = None
    if before is not None:
        confirmed = Confirmed(KeyLogins(sshd(), AuthorizedKeys(3, before)), AT, "who", AT)
    made = ssh_authorized_keys_review.judge(found, confirmed, Layered(KeyLimits()), Scene(dengbao=3))
    return {one.subject: one.level for one in made if isinstance(one, Finding)}


MADE: Final = f"""
ssh-keygen -q -t rsa -b 1024 -N '' -f a -C ops@bastion && ssh-keygen -q -t ed25519 -N '' -f b -C '{SECRET} of mine' && {{
  cat a.pub; printf 'from="10.0.0.9",command="/bin/x \\"a, b\\" {SECRET}",no-pty '; cat b.pub; echo '# note'
}} >authorized_keys"""


@needs_root
@pytest.mark.parametrize("shell", ["dash", "bash --posix", "mksh"])
def test_keys_are_told_and_neither_they_nor_what_stands_beside_them_leaves(shell: str, tmp_path: Path) -> None:
    text = real(tmp_path, MADE, shell=shell)
    public = (tmp_path / "home/.ssh/a.pub").read_text().split()[1]
    assert SECRET not in text
    assert public not in text
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(tmp_path / "home/.ssh/b.pub")], capture_output=True, check=True, text=True
    )
    first, second = read(text).keys
    assert (first.user, first.kind, first.bits_count, first.options, first.comment) == (
        "root",
        "RSA",
        1024,
        (),
        "ops@bastion",
    )
    assert second.fingerprint == shown.stdout.split()[1]
    assert (second.options, second.sources, second.comment) == (("from", "command", "no-pty"), "10.0.0.9", "")


@needs_root
def test_keys_are_looked_for_where_sshd_looks(tmp_path: Path) -> None:
    text = real(
        tmp_path, f"{MADE} && mkdir /mnt/keys && mv authorized_keys /mnt/keys/root && chmod 755 /mnt", "/mnt/keys/%u"
    )
    assert {one.path for one in read(text).keys} == {"/mnt/keys/root"}


@needs_root
def test_who_may_not_look_into_homes_gives_no_pass(tmp_path: Path) -> None:
    found = read(real(tmp_path, MADE, drop=NOBODY))
    assert not found.keys
    assert {one.reason for one in found.unseen} == {Reason.DENIED}
    assert Level.OK not in judged(unseen=found.unseen).values()


def test_what_is_asked_are_the_patterns_of_all_answers() -> None:
    assert tuple(items(sshd(authorizedkeysfile=".ssh/authorized_keys /etc/keys/%u"))) == (
        ".ssh/authorized_keys",
        "/etc/keys/%u",
    )
    assert tuple(items(sshd(authorizedkeysfile="none"))) == ()
    assert derive(sshd(authorizedkeysfile="none"), SessionError(Reason.NOT_ASKED)).keys.keys == ()


def test_good_keys_of_accounts_pass_and_none_at_all_does() -> None:
    assert judged(KEY) == {"ops": Level.OK}
    assert judged() == {"": Level.OK}


@pytest.mark.parametrize(
    ("key", "level"),
    [
        (replace(KEY, kind="RSA", bits_count=2047), Level.WARN),
        (replace(KEY, kind="DSA", bits_count=1024), Level.WARN),
        (replace(KEY, kind="sk-x", bits_count=None), Level.UNKNOWN),
    ],
)
def test_weak_keys(key: AuthorizedKey, level: Level) -> None:
    assert judged(key) == {"ops SHA256:a": level, "ops": Level.OK}


def test_an_rsa_key_of_2048_bits_is_long_enough() -> None:
    assert judged(replace(KEY, kind="RSA", bits_count=2048)) == {"ops": Level.OK}


def test_keys_of_root_that_open_from_everywhere_are_to_be_confirmed() -> None:
    free = replace(KEY, user="root", options=())
    assert judged(free) == {"root": Level.NOTICE}
    assert judged(free, before=(free,)) == {"root": Level.OK}
    assert judged(replace(free, options=("from",))) == {"root": Level.OK}


def test_a_key_that_was_not_confirmed_is_told() -> None:
    new = replace(KEY, fingerprint="SHA256:b")
    assert judged(KEY, new, before=(KEY,)) == {"ops SHA256:b": Level.WARN, "ops": Level.OK}


def test_one_key_of_several_accounts() -> None:
    assert judged(KEY, replace(KEY, user="app"))["SHA256:a"] is Level.NOTICE


@pytest.mark.parametrize(
    ("mode", "owner", "is_bad"),
    [(0o600, "ops", False), (0o644, "root", False), (0o664, "ops", True), (0o602, "ops", True), (0o600, "app", True)],
)
def test_who_else_may_put_a_key_there(mode: int, owner: str, is_bad: bool) -> None:  # noqa: FBT001 - a table
    found = judged(KEY, paths=(KeyPath("/home/ops/.ssh", "ops", mode, owner, is_folder=True),))
    assert ("/home/ops/.ssh" in found) is is_bad


@pytest.mark.parametrize("name", ["authorizedkeyscommand", "trustedusercakeys"])
def test_what_no_file_names_cannot_be_seen(name: str) -> None:
    found = judged(ssh=sshd(**{name: "/etc/x"}))
    assert set(found.values()) == {Level.UNKNOWN}


def test_more_keys_than_are_named_are_no_pass() -> None:
    assert judged(more_count=1) == {"AuthorizedKeysFile": Level.UNKNOWN}
    assert judged(unseen=(Unseen("x", Reason.DENIED),)) == {"x": Level.UNKNOWN}
