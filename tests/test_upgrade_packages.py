"""A package upgraded by dpkg on an overlay of this machine's own root: as declared, undeclared, with a service lost."""

import json
import os
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.program import PROGRAM, configuration

ROOT = Path(__file__).parent.parent
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(os.geteuid() != 0, reason="root makes the mount namespace"),
    pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed"),
]
CHANGE = """\
change: {number: CHG-2026-077, version_from: "1.0", version_to: "2.0", functions_waived: 演示软件包}
by_hand:
  - {condition: "*", by: 张工, found: 演练环境，已核实}
expected:
  - {aspect: server.changed_packages, subject: "xj-demo.*", to: "2.0", reason: 本次升级, required: yes}
"""
SCRIPT = """\
set -eu
mount -t tmpfs overlay {place}
mkdir -p {place}/upper {place}/work {place}/root
mount -t overlay overlay -o lowerdir=/,upperdir={place}/upper,workdir={place}/work {place}/root
for one in /proc /sys /dev {prefix} {base} {project} {folder}; do
  mkdir -p {place}/root$one; mount --rbind $one {place}/root$one
done
cd {folder}
in_root() {{ chroot {place}/root env -C {folder} HOME={folder} LC_ALL=C "$@"; }}
said() {{ name=$1; shift; code=0; in_root {program} "$@" --store {place}/s.db --output json -q >$name 2>$name.err || code=$?
  echo $code >$name.code; }}
in_root dpkg -i xj-demo_1.0.deb >/dev/null
chroot {place}/root {python} -m http.server {port} --bind 127.0.0.1 >/dev/null 2>&1 &
service=$!
trap 'kill $service 2>/dev/null || :' EXIT
sleep 1
said gate snapshot before
said same verify before
in_root dpkg -i xj-demo_2.0.deb >/dev/null
said declared verify before --change change.yaml
said undeclared verify before
kill $service; wait $service || :
said lost verify before --change change.yaml
"""


def lasting_port() -> int:
    """A free port below those that Linux gives out by chance, which are not compared."""
    for port in range(23000, 24000):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no port is free")


def package(folder: Path, version: str) -> None:
    """Make a small package of our own."""
    tree = folder / f"tree-{version}"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "usr/share/xj-demo").mkdir(parents=True)
    (tree / "usr/share/xj-demo/version").write_text(f"{version}\n")
    control = f"""\
        Package: xj-demo
        Version: {version}
        Architecture: all
        Maintainer: nobody <nobody@example.org>
        Description: a package to be upgraded by a test
        """
    (tree / "DEBIAN/control").write_text(textwrap.dedent(control))
    words = ["dpkg-deb", "--build", "--root-owner-group", str(tree), str(folder / f"xj-demo_{version}.deb")]
    subprocess.run(words, check=True, capture_output=True)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, dict[str, Any]]]:
    """By step, what the program said and its exit code."""
    folder = tmp_path_factory.mktemp("packages")
    place = tmp_path_factory.mktemp("overlay")
    for version in ("1.0", "2.0"):
        package(folder, version)
    configuration(folder, [{"id": "here", "kind": "local"}])
    (folder / "change.yaml").write_text(CHANGE, encoding="utf-8")
    script = SCRIPT.format(
        place=place,
        folder=folder,
        prefix=sys.prefix,
        base=sys.base_prefix,
        project=ROOT,
        program=PROGRAM,
        python=sys.executable,
        port=lasting_port(),
    )
    done = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    steps = ("gate", "same", "declared", "undeclared", "lost")
    for step in steps:
        assert (folder / step).read_text(), (folder / f"{step}.err").read_text()
    return {one: (int((folder / f"{one}.code").read_text()), json.loads((folder / one).read_text())) for one in steps}


def of(step: tuple[int, dict[str, Any]], stand: str) -> set[tuple[str, str]]:
    return {(row["aspect"], row["subject"]) for row in step[1]["changes"] if row["stand"] == stand}


def test_nothing_done_is_no_difference(said: dict[str, tuple[int, dict[str, Any]]]) -> None:
    assert [row for row in said["same"][1]["changes"] if row["stand"] != "noted"] == []


def test_the_declared_upgrade_passes_and_names_the_package_alone(said: dict[str, tuple[int, dict[str, Any]]]) -> None:
    code, document = said["declared"]
    assert of(said["declared"], "expected") == {("server.changed_packages", "xj-demo.all")}
    assert of(said["declared"], "unexpected") == of(said["declared"], "open") == set()
    assert document["verdict"] in {"passed", "conditional"}, document["reasons"]
    assert code in {0, 1}


def test_the_undeclared_one_asks_for_a_word(said: dict[str, tuple[int, dict[str, Any]]]) -> None:
    assert said["undeclared"][0] == 1
    assert of(said["undeclared"], "open") == {("server.changed_packages", "xj-demo.all")}


def test_a_service_that_did_not_come_back_fails_it(said: dict[str, tuple[int, dict[str, Any]]]) -> None:
    code, document = said["lost"]
    assert (code, document["verdict"]) == (2, "failed")
    assert {aspect for aspect, _subject in of(said["lost"], "unexpected")} == {"server.changed_listeners"}
