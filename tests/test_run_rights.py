"""Credentials, identities, secrets: what was refused is not offered twice, a stranger is not judged, no secret is told."""

import json
import os
import pty
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko
import pytest

from agent.store.open import open_store
from tests.peers.sshd import Peer, keys, missing, sshd
from tests.peers.stub import Door, StubPeer, stub
from tests.program import PROGRAM, Done, configuration, environment, ops, target, xunjian

pytestmark = [pytest.mark.peer, pytest.mark.skipif(bool(missing()), reason=missing() or "sshd is there")]

ONLY = ("--only", "server.bonding", "--only", "server.md_raid")
RUN = ("run", "--output", "json", "--store", "s.db", *ONLY)
PLANTED = "Planted%Secret-4711"


def levels(done: Done, name: str) -> set[str]:
    return {f["level"] for f in done.findings(name)}


def reasons(done: Done, name: str) -> set[str]:
    return {f["reason"] for f in done.findings(name)}


def summaries(done: Done, name: str) -> str:
    return "\n".join(f["summary"] for f in done.findings(name))


def honest(channel: paramiko.Channel, script: bytes) -> None:
    """Do what a real login does: let a shell read the script."""
    made = subprocess.run(["/bin/sh", "-s"], input=script, capture_output=True, check=False, cwd="/")
    channel.sendall(made.stdout)
    channel.close()


# --- a credential that is refused


def test_a_refused_credential_is_not_offered_again_until_a_person_says_so(tmp_path: Path) -> None:
    with sshd() as peer:
        stranger = {"ops": {"user": peer.user, "private_key": str(keys() / "stranger"), "use_agent": False}}
        site = {"known_hosts": peer.known_hosts}
        configuration(tmp_path, [target("a", peer)], credentials=stranger, site=site)
        first = xunjian(*RUN, folder=tmp_path)
        assert (levels(first, "a"), reasons(first, "a")) == ({"unknown"}, {"refused"})
        assert peer.log().count("Failed publickey") == 1
        second = xunjian(*RUN, folder=tmp_path)
        assert reasons(second, "a") == {"refused"}
        assert "not offered again" in summaries(second, "a")
        assert peer.log().count("Failed publickey") == 1, "it was offered again"
        assert peer.log().count("Connection from") == 1 + 1, "the one login, and the one that saw whether sshd was up"
        told = xunjian("targets", "offer-again", "a", "--store", "s.db", folder=tmp_path)
        assert (told.code, told.out) == (0, "a: 1 refusals forgotten\n")
        assert reasons(xunjian(*RUN, folder=tmp_path), "a") == {"refused"}
        assert peer.log().count("Failed publickey") == 2
        configuration(tmp_path, [target("a", peer)], credentials=ops(peer), site=site)
        assert "unknown" not in levels(xunjian(*RUN, folder=tmp_path), "a"), "a changed entry is another credential"


def test_two_targets_with_one_wrong_credential_are_each_tried_once(tmp_path: Path) -> None:
    with sshd(addresses=("127.0.0.1", "127.0.6.1")) as peer:
        stranger = {"ops": {"user": peer.user, "private_key": str(keys() / "stranger"), "use_agent": False}}
        both = [target(name, peer, address) for name, address in zip("ab", peer.addresses, strict=True)]
        configuration(tmp_path, both, credentials=stranger, site={"known_hosts": peer.known_hosts})
        for _turn in range(2):
            xunjian(*RUN, folder=tmp_path)
        assert peer.log().count("Failed publickey") == 2


# --- jump hosts


def behind(name: str, peer: Peer, jump: str) -> dict[str, Any]:
    access = {"ssh": {"credential": "ops", "port": peer.port, "jump": jump}}
    return {"id": name, "kind": "linux", "address": peer.address, "access": access}


def test_targets_behind_a_jump_host_that_is_behind_another(tmp_path: Path) -> None:
    with sshd() as outer, sshd(addresses=("127.0.7.1",)) as inner, sshd(addresses=("127.0.7.2",)) as last:
        known = tmp_path / "known_hosts"
        known.write_text("".join(Path(peer.known_hosts).read_text() for peer in (outer, inner, last)))
        targets = [
            target("outer", outer),
            behind("inner", inner, "outer"),
            behind("a", last, "inner"),
            behind("b", last, "inner"),
        ]
        configuration(tmp_path, targets, credentials=ops(outer), site={"known_hosts": str(known)})
        made = xunjian(*RUN, "-t", "a", "-t", "b", folder=tmp_path, seconds=40)
        for name in "ab":
            assert levels(made, name) == {"absent"}, summaries(made, name)
        assert [peer.log().count("Accepted publickey") for peer in (outer, inner, last)] == [1, 1, 2]


def test_a_jump_host_that_refuses_is_asked_once_for_all_behind_it(tmp_path: Path) -> None:
    with sshd() as jump, sshd(addresses=("127.0.7.1",)) as last:
        known = tmp_path / "known_hosts"
        known.write_text("".join(Path(peer.known_hosts).read_text() for peer in (jump, last)))
        wrong = {"user": jump.user, "private_key": str(keys() / "stranger"), "use_agent": False}
        door = target("door", jump)
        door["access"]["ssh"]["credential"] = "wrong"
        targets = [door, *(behind(name, last, "door") for name in "abc"), target("free", last)]
        configuration(tmp_path, targets, credentials=ops(jump) | {"wrong": wrong}, site={"known_hosts": str(known)})
        made = xunjian(*RUN, "-t", "[a-c]", "-t", "free", folder=tmp_path)
        for name in "abc":
            assert reasons(made, name) == {"refused"}
            assert "door" in summaries(made, name)
        assert levels(made, "free") == {"absent"}
        assert jump.log().count("Failed publickey") == 1


# --- another machine behind a known address


def test_another_machine_is_not_judged_until_a_person_confirms_it(tmp_path: Path) -> None:
    with sshd() as peer:
        configuration(tmp_path, [target("a", peer)], credentials=ops(peer), site={"known_hosts": peer.known_hosts})
        assert "unknown" not in levels(xunjian(*RUN, folder=tmp_path), "a")
        with open_store(tmp_path / "s.db") as store:
            met = store.known_identity("a") or {}
            assert set(met) >= {"machine_id", "host_key"}
            store.confirm_identity("a", {**met, "machine_id": "0" * 32}, "test", "replaced")
        stranger = xunjian(*RUN, folder=tmp_path)
        assert (levels(stranger, "a"), reasons(stranger, "a")) == ({"unknown"}, {"identity"})
        assert "0" * 32 in summaries(stranger, "a")
        assert stranger.code == 3
        replayed = xunjian("replay", "--store", "s.db", folder=tmp_path)
        assert (replayed.code, "0 read otherwise" in replayed.out) == (0, True), replayed.out
        assert reasons(xunjian(*RUN, folder=tmp_path), "a") == {"identity"}, "it stays so"
        arguments = ("targets", "confirm", "a", "--as", "replaced", "--by", "王工", "--store", "s.db")
        said = xunjian(*arguments, folder=tmp_path)
        assert said.code == 0
        assert met["machine_id"] in said.out
        assert "unknown" not in levels(xunjian(*RUN, folder=tmp_path), "a")
    with open_store(tmp_path / "s.db") as store:
        assert [(e.how, e.by) for e in store.identity_history("a")][-1] == ("replaced", "王工")


def test_a_new_host_key_of_the_same_machine_is_judged(tmp_path: Path) -> None:
    """The machine's own id decides; the operator has put the new key into known_hosts."""
    for host_key in ("host", "other_host"):
        with sshd(host_key=host_key) as peer:
            configuration(tmp_path, [target("a", peer)], credentials=ops(peer), site={"known_hosts": peer.known_hosts})
            assert "unknown" not in levels(xunjian(*RUN, folder=tmp_path), "a")


def test_a_first_contact_is_no_stranger_and_what_stays_dark_tells_its_newest_reason(tmp_path: Path) -> None:
    with sshd() as peer:
        known = tmp_path / "known_hosts"
        stranger = {"ops": {"user": peer.user, "private_key": str(keys() / "stranger"), "use_agent": False}}
        configuration(tmp_path, [target("a", peer)], credentials=stranger, site={"known_hosts": str(known)})
        first = xunjian(*RUN, folder=tmp_path)
        assert (levels(first, "a"), reasons(first, "a")) == ({"unknown"}, {"unproved"})
        assert f"ssh-keyscan -p {peer.port}" in str(first.findings("a")[0]["remedy"])
        known.write_text(Path(peer.known_hosts).read_text())
        again = ("run", "--retry-unknown", "--output", "json", "--store", "s.db")
        assert reasons(xunjian(*again, folder=tmp_path), "a") == {"refused"}
        configuration(tmp_path, [target("a", peer)], credentials=ops(peer), site={"known_hosts": str(known)})
        assert "unknown" not in levels(xunjian(*again, folder=tmp_path), "a")


def test_nobody_is_confirmed_who_was_never_met(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}])
    xunjian(*RUN, folder=tmp_path)
    said = xunjian("targets", "confirm", "other", "--as", "same", "--by", "me", "--store", "s.db", folder=tmp_path)
    assert (said.code, said.out) == (64, "")


# --- secrets that are not there


def test_a_missing_secret_darkens_its_own_target_only(tmp_path: Path) -> None:
    (tmp_path / "open").write_text(PLANTED)
    (tmp_path / "open").chmod(0o644)
    wrong = {
        "unset": "${env:XUNJIAN_NO_SUCH}",
        "gone": f"${{file:{tmp_path}/none}}",
        "open": f"${{file:{tmp_path}/open}}",
        "asked": "${ask}",
    }
    with sshd() as peer:
        credentials = ops(peer) | {name: {"user": peer.user, "password": secret} for name, secret in wrong.items()}
        targets = [target("good", peer), *(via(name, peer.address, peer.port) for name in wrong)]
        path = configuration(tmp_path, targets, credentials=credentials, site={"known_hosts": peer.known_hosts})
        lines = path.read_text().splitlines()
        at = 1 + next(n for n, line in enumerate(lines) if line.startswith("credentials"))
        made = xunjian(*RUN, folder=tmp_path)
        assert "unknown" not in levels(made, "good")
        for name in wrong:
            assert levels(made, name) == {"unknown"}, name
        for name in ("unset", "gone", "open"):
            assert f"xunjian.yaml:{at}" in summaries(made, name), summaries(made, name)
        assert "chmod 600" in str(made.findings("open")[0]["remedy"])
        assert "password" not in peer.log()
    assert PLANTED not in made.out + made.err


def via(name: str, address: str, port: int) -> dict[str, Any]:
    """A target whose credential has its own name."""
    return {"id": name, "kind": "linux", "address": address, "access": {"ssh": {"credential": name, "port": port}}}


# --- a secret that is there, and is told nowhere


@contextmanager
def door(folder: Path, password: str) -> Iterator[StubPeer]:
    with stub(honest, folder, Door(password=password)) as peer:
        yield peer


def planted(folder: Path, peer: StubPeer, reference: str, user: str = "inspect") -> None:
    credential = {"user": user, "password": reference, "use_agent": False}
    access = {"ssh": {"credential": "ops", "port": peer.port}}
    one = {"id": "a", "kind": "linux", "address": peer.address, "access": access}
    configuration(folder, [one], credentials={"ops": credential}, site={"known_hosts": peer.known_hosts})


def assert_told_nowhere(folder: Path, *said: str) -> None:
    """Neither in what was printed, nor in the store's bytes, nor in what they hold, nor in a document."""
    for words in said:
        assert PLANTED not in words
    made = xunjian("report", "quarterly", "--store", "s.db", "--out", "out", folder=folder)
    assert PLANTED not in made.out + made.err
    kept = [path for path in folder.rglob("*") if path.is_file() and path.name != "secret"]
    assert {"s.db", "xunjian.yaml"} <= {path.name for path in kept}
    for path in kept:
        assert PLANTED.encode() not in path.read_bytes(), path
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                assert all(PLANTED.encode() not in archive.read(name) for name in archive.namelist()), path
    with open_store(folder / "s.db", create=False) as store:
        for header in store.inspections():
            whole = store.load(header.id)
            assert PLANTED not in repr(whole)
            pieces = [asked.evidence for one in whole.targets for asked in one.asked if asked.evidence]
            assert all(PLANTED.encode() not in store.evidence(piece) for piece in pieces)


@pytest.mark.parametrize("how", ["environment", "file"])
@pytest.mark.parametrize("is_right", [True, False])
def test_a_password_is_told_nowhere(how: str, *, is_right: bool, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PLANTED)
    secret.chmod(0o600)
    env: Mapping[str, str] = {"XUNJIAN_PLANTED": PLANTED} if how == "environment" else {}
    with door(tmp_path, PLANTED if is_right else "another") as peer:
        planted(tmp_path, peer, "${env:XUNJIAN_PLANTED}" if how == "environment" else f"${{file:{secret}}}")
        made = xunjian(*RUN, "--verbose", folder=tmp_path, env=env)
        again = xunjian(*RUN, folder=tmp_path, env=env)
        assert peer.offers.count(f"password {PLANTED}") == (2 if is_right else 1)
        assert ("unknown" in levels(made, "a")) != is_right
    assert_told_nowhere(tmp_path, made.out, made.err, again.out, again.err)


def test_a_typed_password_is_asked_once_and_told_nowhere(tmp_path: Path) -> None:
    with door(tmp_path, PLANTED) as peer:
        planted(tmp_path, peer, "${ask}")
        out, screen = typed(tmp_path, PLANTED)
        assert peer.offers == [f"password {PLANTED}"]
    assert "unknown" not in {f["level"] for f in json.loads(out)["targets"][0]["findings"]}
    assert screen.count("ops.password") == 1
    assert_told_nowhere(tmp_path, out, screen)


def typed(folder: Path, words: str) -> tuple[str, str]:
    """Run it on a terminal of its own where a person types; give its output, and what the screen showed."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", str(PROGRAM), *RUN, "-q"],
        cwd=folder,
        env=environment(folder / "home"),
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
    )
    os.close(slave)
    screen = b""
    while b"password" not in screen:
        screen += os.read(master, 1024)
    os.write(master, words.encode() + b"\n")
    out, _err = process.communicate(timeout=60)
    with suppress(OSError):  # the terminal is gone with the last who held it
        while more := os.read(master, 1024):
            screen += more
    os.close(master)
    return out.decode(), screen.decode(errors="replace")
