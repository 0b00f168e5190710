"""The same machine asked in other ways gives the same verdict, or says what it could not see and why."""

import os
import shutil
import stat
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.peers.sshd import missing, sshd
from tests.program import Done, configuration, folder_until_the_end, ops, target, xunjian

CLUSTERS = ("server.cluster", "server.quorum", "server.virtual_address")
DATABASES = (
    "database.postgres.server_log",
    "database.postgres.base_backups",
    "database.mysql.server_log",
    "server.databases_found",
    "server.database_host_settings",
)
UNSTEADY: Mapping[str, str] = {
    "server.cpu": "a momentary load, differs from second to second",
    "server.load_pressure": "as above",
    "server.memory": "what other programs of the machine hold just now",
    "server.swap_activity": "a momentary rate",
    "server.disk_latency": "a momentary rate; an idle disk is not judged",
    "server.link_errors": "a momentary rate",
    "server.zombie_and_stuck_processes": "other tests start and end processes",
    "server.open_files_and_pids": "what other programs hold just now",
    **dict.fromkeys(CLUSTERS, "other tests run clusters in namespaces, whose processes stand in /proc"),
    **dict.fromkeys(DATABASES, "other tests start and stop database servers"),
    "server.tcp_overflows": "the many connections of other tests drop some",
    "server.listening_ports": "the sshd of these tests listens itself",
    "server.kernel_log": "other programs of the machine write to it",
    "server.clock": "over SSH the clock is also compared with ours",
    "server.filesystem_usage": "temporary filesystems of other tests come and go",
    "server.inode_usage": "as above",
    "server.fstab_consistency": "as above",
    "server.log_retention": "logs grow while they are looked at",
}
"""Checks whose verdict may differ between two runs, each with its reason; they are compared by being there."""
TOO_FEW_RIGHTS = {"denied", "failed", "empty", "tool_missing"}
needs_sshd = pytest.mark.skipif(bool(missing()), reason=missing() or "sshd is there")

Verdict = dict[tuple[str, str], dict[str, Any]]


def here(folder: Path) -> Path:
    return configuration(folder, [{"id": "local", "kind": "local"}])


def run(folder: Path, *more: str, env: Mapping[str, str] | None = None, is_bare: bool = False) -> Done:
    here(folder)
    return xunjian(*RUN, *more, folder=folder, env=env, is_bare=is_bare)


RUN = ("run", "--output", "json", "--store", "s.db", "-q")


def verdict(done: Done, name: str = "local") -> Verdict:
    all_of_it = ((f["check"], f["subject"], f) for f in done.findings(name))
    made: Verdict = {
        (check, subject): f
        for check, subject, f in all_of_it
        if check in DATABASES or not subject.startswith("/tmp/")  # what other tests put there
    }
    assert made, done.err
    return made


@cache
def as_it_is() -> Verdict:
    """The verdict of a plain local run."""
    return verdict(run(folder_until_the_end("same")))


def assert_same(other: Verdict) -> None:
    mine = as_it_is()
    assert {check for check, _subject in mine} == {check for check, _subject in other}
    differing = {
        key: (mine[key]["level"] if key in mine else None, other[key]["level"] if key in other else None)
        for key in mine.keys() | other.keys()
        if key[0] not in UNSTEADY and (key not in mine or key not in other or mine[key]["level"] != other[key]["level"])
    }
    assert not differing


def assert_no_better(other: Verdict) -> None:
    """As seen with fewer rights: the same, or not inspected with a reason and a remedy; nothing vanishes."""
    for (check, subject), finding in as_it_is().items():
        if check in DATABASES:  # of another test's server, gone or changed meanwhile; that it is said at all is held
            assert check in {one for one, _subject in other}
            continue
        found = other.get((check, subject)) or other.get((check, ""))
        assert found is not None, (check, subject)
        if found["level"] == "unknown":
            assert found["reason"] in {*TOO_FEW_RIGHTS, finding["reason"]}, found
            assert found["remedy"], found
        elif check not in UNSTEADY:
            assert found["level"] == finding["level"], (finding["summary"], found["summary"])


def test_the_unsteady_are_of_the_catalogue() -> None:
    assert set(UNSTEADY) <= {check for check, _subject in as_it_is()}


def test_with_an_empty_environment(tmp_path: Path) -> None:
    assert_same(verdict(run(tmp_path, is_bare=True)))


def test_in_another_language_and_place(tmp_path: Path) -> None:
    strange = {"LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Chatham", "POSIXLY_CORRECT": "1"}
    assert_same(verdict(run(tmp_path, env=strange)))


STRANGER = 'open({marker!r}, "a").write(__name__ + "\\n")\nraise SystemExit("a stranger ran")\n'
OURS = ("agent", "checks", "collectors", "config", "reports")


def strangers(folder: Path, *names: str) -> Path:
    """Put modules of these names into a folder; each writes the file ``marker`` when it runs. Give that file."""
    marker = folder / "marker"
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(STRANGER.format(marker=str(marker)))
        (folder / f"{name}.py").write_text(STRANGER.format(marker=str(marker)))
    return marker


def test_in_a_folder_with_modules_of_our_names(tmp_path: Path) -> None:
    marker = strangers(tmp_path, *OURS, "xunjian", "sitecustomize", "usercustomize", "click", "json", "sqlalchemy")
    assert_same(verdict(run(tmp_path)))
    assert not marker.exists()


def test_with_our_names_on_the_python_path(tmp_path: Path) -> None:
    marker = strangers(tmp_path / "theirs", *OURS, "click", "sqlalchemy", "json")
    made = run(tmp_path, "--only", "server.bonding", env={"PYTHONPATH": str(tmp_path / "theirs"), "PYTHONSTARTUP": "x.py"})
    assert verdict(made)
    assert not marker.exists()


def test_with_everything_on_the_python_path_and_started_isolated(tmp_path: Path) -> None:
    """What Python itself runs before any program (sitecustomize) only Python can keep out: started with -I it does."""
    marker = strangers(tmp_path / "theirs", *OURS, "xunjian", "sitecustomize", "click", "re", "pathlib")
    here(tmp_path)
    path = {"PYTHONPATH": str(tmp_path / "theirs")}
    before = [sys.executable, "-I"]
    made = xunjian(*RUN, "--only", "server.bonding", folder=tmp_path, before=before, env=path)
    assert verdict(made)
    assert not marker.exists()


NOBODY = ("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups")
OPENED = """set -e
closed=$1 held=$2; shift 2
mkdir "$held"
mount --bind "$closed" "$held"
mount -t tmpfs -o mode=755 tmpfs "$closed"
for needed do
  shift
  [ "$needed" != -- ] || break
  mkdir -p "$closed/$needed"
  mount --bind "$held/$needed" "$closed/$needed"
done
exec "$@"
"""
"""In a mount name space of its own: of a folder that is closed to others, only what is needed, and that open."""


def as_nobody(folder: Path) -> list[str]:
    """What stands before a command so that it runs as ``nobody``, with interpreter and program within reach."""
    needed = {Path(sys.base_prefix), Path(sys.prefix), Path(__file__).parents[1]}
    closed = next((p for one in needed for p in reversed(one.parents) if not p.stat().st_mode & stat.S_IXOTH), None)
    if closed is None:
        return [*NOBODY]
    within = [str(one.relative_to(closed)) for one in needed if one.is_relative_to(closed)]
    (folder / "opened.sh").write_text(OPENED)
    script = ["sh", str(folder / "opened.sh"), str(closed), str(folder / "held"), *within, "--"]
    return ["unshare", "-m", *script, *NOBODY]


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can become nobody")
def test_without_rights_nothing_looks_better() -> None:
    folder = folder_until_the_end("nobody")  # pytest's own is closed to others
    here(folder)
    for path in (folder, folder / "home"):
        path.mkdir(exist_ok=True)
        os.chown(path, 65534, 65534)
    made = verdict(xunjian(*RUN, folder=folder, before=as_nobody(folder)))
    assert_no_better(made)
    assert len({check for (check, _subject), f in made.items() if f["level"] != "unknown"}) >= 15


BANNER = 'echo "*** 仅限授权人员 ***"; echo warning >&2; sleep 1; export LC_ALL=zh_CN.GB18030; alias df="df -h"'


@pytest.mark.peer
@needs_sshd
def test_over_ssh_and_whatever_the_login_does(tmp_path: Path) -> None:
    ways = {"plain": {}, "busybox": {"shell": "busybox"}, "noisy": {"shell": "bash", "login_script": BANNER}}
    with ExitStack() as stack:
        peers = {name: stack.enter_context(sshd(**how)) for name, how in ways.items()}
        known = tmp_path / "known_hosts"
        known.write_text("".join(Path(peer.known_hosts).read_text() for peer in peers.values()))
        targets = [target(name, peer) for name, peer in peers.items()]
        configuration(tmp_path, targets, credentials=ops(peers["plain"]), site={"known_hosts": str(known)})
        made = xunjian(*RUN, folder=tmp_path)
    for name in ways:
        assert_same(verdict(made, name))
    replayed = xunjian("replay", "--store", "s.db", "--output", "json", folder=tmp_path).json()
    assert replayed["differences"] == []
    assert replayed["findings"] == len(made.findings())
