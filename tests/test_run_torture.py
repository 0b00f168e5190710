"""What goes wrong around a run: slow logins, a clock that is off, a store that cannot be written, a disk that is full."""

import re
import shutil
import subprocess
from pathlib import Path

import paramiko
import pytest

from agent.store.open import open_store
from tests.peers.sshd import keys, missing, sshd
from tests.peers.stub import StubPeer, stub
from tests.program import PROGRAM, configuration, environment, ops, target, xunjian

ONLY = ("--only", "server.bonding", "--only", "server.md_raid")
RUN = ("run", "--output", "json", "--store", "s.db", *ONLY)
needs_sshd = pytest.mark.skipif(bool(missing()), reason=missing() or "sshd is there")


@pytest.mark.peer
@needs_sshd
@pytest.mark.parametrize(("wait", "expected"), [(1, {"absent"}), (60, {"unknown"})])
def test_a_slow_login_is_waited_for_and_not_for_ever(wait: int, expected: set[str], tmp_path: Path) -> None:
    with sshd(shell="bash", login_script=f"sleep {wait}") as peer:
        site = {"known_hosts": peer.known_hosts}
        configuration(tmp_path, [target("a", peer)], credentials=ops(peer), bounds={"connect_seconds": 2}, site=site)
        made = xunjian(*RUN, folder=tmp_path, seconds=30)
    assert {f["level"] for f in made.findings("a")} == expected
    if expected == {"unknown"}:
        assert {f["reason"] for f in made.findings("a")} == {"timeout"}


def test_a_name_that_nobody_knows(tmp_path: Path) -> None:
    one = {"id": "a", "kind": "linux", "address": "no-such-machine.invalid", "access": {"ssh": {"credential": "ops"}}}
    credentials = {"ops": {"user": "x", "private_key": "/none"}}
    configuration(tmp_path, [one, {"id": "here", "kind": "local"}], credentials=credentials)
    made = xunjian(*RUN, folder=tmp_path, seconds=60)
    assert {f["reason"] for f in made.findings("a")} == {"unreachable"}
    assert {f["level"] for f in made.findings("here")} == {"absent"}


def ten_minutes_ahead(channel: paramiko.Channel, script: bytes) -> None:
    """An honest shell on a machine whose clock is ten minutes ahead."""
    made = subprocess.run(["/bin/sh", "-s"], input=script, capture_output=True, check=False, cwd="/").stdout
    channel.sendall(re.sub(rb"( begin \d+ [\d.]+ )(\d+)", lambda m: m[1] + str(int(m[2]) + 600).encode(), made, count=1))
    channel.close()


def of_stub(peer: StubPeer, folder: Path) -> None:
    access = {"ssh": {"credential": "ops", "port": peer.port}}
    one = {"id": "a", "kind": "linux", "address": peer.address, "access": access}
    credentials = {"ops": {"user": "x", "private_key": str(keys() / "user"), "use_agent": False}}
    configuration(folder, [one], credentials=credentials, site={"known_hosts": peer.known_hosts})


@pytest.mark.peer
@needs_sshd
def test_a_clock_that_is_ten_minutes_off_is_a_finding(tmp_path: Path) -> None:
    with stub(ten_minutes_ahead, tmp_path) as peer:
        of_stub(peer, tmp_path)
        made = xunjian("run", "--only", "server.clock", "--output", "json", "--store", "s.db", folder=tmp_path)
    off = [f for f in made.findings("a") if f["subject"] == "measured offset"]
    assert [f["level"] for f in off] in (["warn"], ["critical"]), made.findings("a")
    assert made.code in {1, 2, 3}


# --- the store


def refused(made_code: int, err: str, place: str) -> None:
    assert made_code == 69
    assert place in err
    assert len(err.strip().splitlines()) <= 2, err
    assert re.search(r"--store|room|again", err), "no remedy"


@pytest.mark.parametrize("place", ["/proc/xunjian/s.db", "file/s.db", "file", "."])
def test_a_place_where_no_store_can_be(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("something else\n")
    made = xunjian("run", *ONLY, "--store", place, folder=tmp_path)
    refused(made.code, made.err, place)
    assert not made.out
    assert (tmp_path / "file").read_text() == "something else\n"


@pytest.mark.parametrize("most_bytes", [4096, 150_000, 400_000])
def test_a_disk_that_takes_no_more(most_bytes: int, tmp_path: Path) -> None:
    """A limit on the size of files does as a full disk does (setrlimit(2), RLIMIT_FSIZE: EFBIG)."""
    configuration(tmp_path, [{"id": "here", "kind": "local"}])
    before = ["prlimit", f"--fsize={most_bytes}"]
    no_byte_code = {"PYTHONDONTWRITEBYTECODE": "1"}  # or a module cut short would be read by the next test
    made = xunjian("run", "--store", "s.db", folder=tmp_path, before=before, env=no_byte_code)
    if made.code <= 3:
        assert most_bytes == 400_000, made.out
        return
    refused(made.code, made.err, "s.db")
    if (tmp_path / "s.db").stat().st_size:
        with open_store(tmp_path / "s.db") as store:
            assert not list(store.verify())
    assert xunjian(*RUN, folder=tmp_path).code == 0, "with room again it goes on"


@pytest.mark.skipif(not shutil.which("unshare"), reason="unshare is not installed")
@pytest.mark.parametrize("size", ["100k", "220k"])
def test_a_full_filesystem(size: str, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    script = f"mount -t tmpfs -o size={size} tmpfs {tmp_path}/small || exit 99\n" + 'exec "$@"'
    before = ["unshare", "-m", "sh", "-c", script, "sh"]
    made = xunjian("run", "--store", "small/s.db", folder=tmp_path, before=before)
    if made.code == 99:
        pytest.skip("nothing may be mounted here")
    refused(made.code, made.err, "small/s.db")


def test_the_store_of_the_configuration_lies_beside_it(tmp_path: Path) -> None:
    """``--store`` wins over the environment, that over the file, that over the account's own."""
    (tmp_path / "site").mkdir()
    configuration(tmp_path / "site", [{"id": "here", "kind": "local"}], store={"url": "kept/of-site.db"})
    run = ("run", *ONLY, "--config", "site/xunjian.yaml")
    assert xunjian(*run, folder=tmp_path).code == 0
    assert (tmp_path / "site" / "kept" / "of-site.db").exists()
    history = xunjian("history", "--config", "site/xunjian.yaml", "--output", "json", folder=tmp_path).json()
    assert len(history) == 1
    assert xunjian(*run, folder=tmp_path, env={"XUNJIAN_STORE": "env.db"}).code == 0
    assert xunjian(*run, "--store", "named.db", folder=tmp_path, env={"XUNJIAN_STORE": "env.db"}).code == 0
    assert (tmp_path / "env.db").exists()
    assert (tmp_path / "named.db").exists()
    assert not list((tmp_path / "home").rglob("*.db"))


@pytest.mark.parametrize("form", ["table", "json"])
def test_an_output_that_takes_nothing_is_said(form: str, tmp_path: Path) -> None:
    shell = ["sh", "-c", 'exec "$@" >/dev/full', "sh"]
    made = xunjian("run", *ONLY, "--output", form, "--store", "s.db", folder=tmp_path, before=shell)
    assert (made.code, made.err.splitlines()[-1]) == (74, "standard output: no space left on the device")
    with open_store(tmp_path / "s.db", create=False) as store:
        assert store.inspections()[0].state == "done"


def test_an_output_that_nobody_reads_on_ends_neither_as_passed_nor_with_a_traceback(tmp_path: Path) -> None:
    """``| head``: 1, as click would have it, says "passed on conditions" to a change script that minds its pipes."""
    shell = ["sh", "-c", 'exec "$@" | (exec <&-; exit 0); exit', "sh"]
    pipefail = ["bash", "-o", "pipefail", "-c", '"$@" | true', "bash"]
    for before, code in ((shell, 0), (pipefail, 74)):
        made = xunjian("checks", "list", folder=tmp_path, before=before)
        assert (made.code, made.err) == (code, "")


def test_documents_go_nowhere_where_nothing_can_be_written(tmp_path: Path) -> None:
    xunjian(*RUN, folder=tmp_path)
    for out in ("/proc/none", "s.db"):
        made = xunjian("report", "quarterly", "--form", "json", "--store", "s.db", "--out", out, folder=tmp_path)
        assert made.code in {64, 73}
        assert out in made.err


@pytest.mark.parametrize(
    "arguments", [("export", "/proc/none/list.csv"), ("import", "list.csv", "--out", "/proc/none.yaml")]
)
def test_lists_go_nowhere_where_nothing_can_be_written(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,address\na,192.0.2.1\n")
    made = xunjian("targets", *arguments, folder=tmp_path)
    assert made.code == 73
    assert "/proc/none" in made.err


def test_a_reader_that_goes_away_does_not_hurt(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [str(PROGRAM), *RUN, "-q"],
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    process.wait(60)
    assert "Traceback" not in err
    with open_store(tmp_path / "s.db", create=False) as store:
        assert store.inspections()[0].state == "done"
