"""doctor against real sshds: reached, refused, a stranger, an account without rights, and with the printed rights."""

import json
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from agent.store.open import open_store
from tests.peers.namespaces import needs_root
from tests.peers.sshd import SSHD, free_port, keys, missing, sshd
from tests.program import Done, configuration, ops, target, xunjian
from tests.test_run_same import CLUSTERS

pytestmark = [pytest.mark.peer, pytest.mark.skipif(bool(missing()), reason=missing() or "sshd is there")]
DOCTOR = ("doctor", "--store", "s.db", "--output", "json")
ACCOUNT = "xjinspect"


def seen(done: Done, name: str) -> dict[str, Any]:
    (one,) = [found for found in done.json()["targets"] if found["id"] == name]
    return dict(one)


def test_each_target_tells_how_it_was_met_and_nothing_is_kept(tmp_path: Path) -> None:
    with sshd() as peer:
        wrong = {"user": peer.user, "private_key": str(keys() / "stranger"), "use_agent": False}
        refusing = target("refusing", peer)
        refusing["access"]["ssh"]["credential"] = "wrong"
        dead = target("dead", peer, "127.0.0.9")
        credentials = ops(peer) | {"wrong": wrong}
        configuration(
            tmp_path,
            [target("good", peer), refusing, dead],
            credentials=credentials,
            site={"known_hosts": peer.known_hosts},
        )
        made = xunjian(*DOCTOR, folder=tmp_path)
        assert made.code == 3
        good, refused, lost = (seen(made, name) for name in ("good", "refusing", "dead"))
        assert good["has_session"]
        assert good["transport"]["login"] == "publickey"
        assert set(good["identity"]) >= {"host_key"}
        assert good["account"]["name"] == peer.user
        assert good["account"]["folder_free_bytes"] > 0
        assert (refused["has_session"], refused["failure"]["reason"]) == (False, "refused")
        assert (lost["has_session"], lost["failure"]["reason"]) == (False, "unreachable")
        assert all(one["remedy"] for one in (refused["failure"], lost["failure"]))
        xunjian(*DOCTOR, folder=tmp_path)
        assert peer.log().count("Failed publickey") == 1, "a refused credential was offered again"
    with open_store(tmp_path / "s.db") as store:
        assert list(store.inspections()) == []
        assert store.known_identity("good") is None, "only an inspection makes somebody known"


def test_a_stranger_behind_a_known_address_is_named(tmp_path: Path) -> None:
    with sshd() as peer:
        configuration(tmp_path, [target("a", peer)], credentials=ops(peer), site={"known_hosts": peer.known_hosts})
        with open_store(tmp_path / "s.db") as store:
            store.confirm_identity("a", {"machine_id": "0" * 32, "host_key": "SHA256:x"}, "test", "replaced")
        made = seen(xunjian(*DOCTOR, folder=tmp_path), "a")
        assert (made["failure"]["reason"], made["is_known"]) == ("identity", False)
        assert "targets confirm a" in made["failure"]["remedy"]


def test_words_for_a_person_fit_a_hundred_columns(tmp_path: Path) -> None:
    with sshd() as peer:
        configuration(tmp_path, [target("a", peer)], credentials=ops(peer), site={"known_hosts": peer.known_hosts})
        made = xunjian("doctor", "--store", "s.db", "--lang", "zh-CN", folder=tmp_path)
    assert max(sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in made.out.splitlines()) <= 100
    assert "首次遇到" in made.out
    assert "本机（运行 xunjian 的机器）" in made.out


def test_a_target_that_nobody_has_is_a_usage_error(tmp_path: Path) -> None:
    assert xunjian("doctor", "-t", "nobody", "--store", "s.db", folder=tmp_path).code == 64
    assert xunjian("doctor", "--sudoers", "-t", "nobody", folder=tmp_path).code == 64
    assert xunjian("doctor", "--sudoers", "--user", "x ALL=(ALL) ALL #", folder=tmp_path).code == 64


# --- an account without rights, and with the rights that doctor prints


@contextmanager
def host(folder: Path, sudoers: str) -> Iterator[dict[str, Any]]:
    """An sshd in a mount namespace of its own: an account more, a sudoers of ours, logs and crontabs that are root's."""
    for name, more in (
        ("passwd", f"{ACCOUNT}:x:61234:61234::/:/bin/sh\n"),
        ("shadow", f"{ACCOUNT}:*:20000:0:99999:7:::\n"),
    ):
        (folder / name).write_text(Path("/etc", name).read_text() + more)
    (folder / "shadow").chmod(0o600)
    (folder / "sudoers").write_text(sudoers)
    (folder / "sudoers").chmod(0o440)
    logs = folder / "log.d"
    logs.mkdir()
    stamp = time.strftime("%b %e %H:%M:%S")
    (logs / "auth.log").write_text(f"{stamp} db01 sshd[7]: Failed password for root from 192.0.2.7 port 22 ssh2\n")
    (logs / "syslog").write_text(f"{stamp} db01 kernel: EXT4-fs error (device sda1): ext4_find_entry: reading directory\n")
    for file in logs.iterdir():
        file.chmod(0o600)
    logs.chmod(0o755)
    port, made = free_port(), folder / "sshd"
    made.mkdir(mode=0o755)
    (made / "authorized").write_text((keys() / "authorized").read_text())
    for one in (folder, *folder.parents):
        if one != Path("/") and not one.stat().st_mode & 0o001 and one.stat().st_uid == 0 and "pytest" in str(one):
            one.chmod(0o755)
    rules = (
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {keys() / 'host'}",
        f"PidFile {made / 'pid'}",
        "UsePAM no",
        "StrictModes no",
        f"AuthorizedKeysFile {made / 'authorized'}",
        "PasswordAuthentication no",
        "LogLevel VERBOSE",
    )
    (made / "config").write_text("\n".join(rules) + "\n")
    mounts = {"passwd": "/etc/passwd", "shadow": "/etc/shadow", "sudoers": "/etc/sudoers", "log.d": "/var/log"}
    binds = "; ".join(f"mount --bind {shlex.quote(str(folder / name))} {place}" for name, place in mounts.items())
    run = f"{binds}; mkdir -p /run/sshd; exec {SSHD} -D -f {made / 'config'} -E {made / 'log'}"
    process = subprocess.Popen(["unshare", "-m", "/bin/sh", "-c", run])
    known = folder / "known_hosts"
    kind, key = (keys() / "host.pub").read_text().split()[:2]
    known.write_text(f"[127.0.0.1]:{port} {kind} {key}\n")
    try:
        until = time.monotonic() + 10
        while not (made / "pid").exists() and time.monotonic() < until:
            time.sleep(0.05)
        yield {"port": port, "known_hosts": str(known)}
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)


def site_of(folder: Path, peer: dict[str, Any], user: str, *, sudo: bool) -> None:
    credential = {"user": user, "private_key": str(keys() / "user"), "use_agent": False}
    ssh = {"credential": "ops", "port": peer["port"], "sudo": sudo}
    one = {"id": "a", "kind": "linux", "address": "127.0.0.1", "access": {"ssh": ssh}}
    configuration(folder, [one], credentials={"ops": credential}, site={"known_hosts": peer["known_hosts"]})


@needs_root
def test_the_printed_file_opens_what_doctor_said_it_would(tmp_path: Path) -> None:
    """Before: dark for want of rights, with the rules. Then the printed file: root's verdicts, finding by finding."""
    printed = xunjian("doctor", "--sudoers", "--user", ACCOUNT, folder=tmp_path)
    assert printed.code == 0
    bare, given = (tmp_path / name for name in ("bare", "given"))
    for folder in (bare, given):
        folder.mkdir()
    with host(bare, "root ALL=(ALL) ALL\n") as peer:
        site_of(bare, peer, ACCOUNT, sudo=False)
        before = seen(xunjian(*DOCTOR, folder=bare), "a")
    assert before["account"]["name"] == ACCOUNT
    denied = {check for one in before["dark"] if one["reason"] == "denied" for check in one["checks"]}
    rules = {rule for one in before["dark"] for rule in one["sudoers"]}
    assert "server.login_failures" in denied
    assert "/usr/bin/cat /var/log/auth.log" in rules
    with host(given, "root ALL=(ALL) ALL\n" + printed.out) as peer:
        site_of(given, peer, ACCOUNT, sudo=True)
        after = seen(xunjian(*DOCTOR, folder=given), "a")
        still = {check for one in after["dark"] if one["reason"] == "denied" for check in one["checks"]}
        assert "server.login_failures" not in still
        assert len(after["account"]["sudo_rules"]) > 100
        allowed = xunjian("run", "--output", "json", "--store", "r.db", folder=given)
        site_of(given, peer, "root", sudo=False)
        root = xunjian("run", "--output", "json", "--store", "root.db", folder=given)
    file = json.loads(xunjian("doctor", "--sudoers", "--output", "json", folder=tmp_path).out)
    left = {check for one in file["left_out"] for check in one["checks"]}
    whole = {check for one in file["allowed"] for check in one["checks"]} - left
    assert {"server.login_failures", "server.listening_ports", "server.scheduled_jobs"} <= whole
    for check in whole - set(CLUSTERS):
        assert verdicts(allowed, check) == verdicts(root, check), check


def verdicts(done: Done, check: str) -> set[tuple[str, str]]:
    return {(finding["subject"], finding["level"]) for finding in done.findings("a") if finding["check"] == check}
