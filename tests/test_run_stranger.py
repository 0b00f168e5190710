"""A kit's file of a host that nobody listed, or that came before: said at once, and never lost from the report."""

import subprocess
from pathlib import Path

import pytest

from tests.program import configuration, xunjian

ONLY = ("--only", "server.md_raid")
STORE = ("--store", "s.db")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The file of a kit that ran here, beside a configuration that calls this machine otherwise."""
    configuration(tmp_path, [{"id": "local", "kind": "local"}])
    assert xunjian("kit", "-o", "kit.sh", *ONLY, folder=tmp_path).code == 0
    subprocess.run(["sh", "kit.sh"], check=True, capture_output=True, cwd=tmp_path, timeout=100)
    return next(tmp_path.glob("xunjian-*.xjb"))


def _kept(folder: Path) -> int:
    return len(xunjian("history", "--output", "json", *STORE, folder=folder).json())


def test_a_host_that_is_not_listed_is_said_and_stands_in_the_report(bundle: Path) -> None:
    folder, host = bundle.parent, bundle.name.split("-", 1)[1].rsplit("-", 1)[0]
    assert xunjian("run", *ONLY, "-q", *STORE, folder=folder).code in {0, 1, 2, 3}
    done = xunjian("import", bundle.name, *STORE, folder=folder)
    assert f"{bundle.name}: host {host}, collected 20" in done.err
    assert f"{host} is not in the configuration" in done.err
    assert f"  - id: {host}\n" in done.err
    is_known = Path("/etc/machine-id").is_file() and Path("/etc/machine-id").read_text().strip() != ""
    assert (
        f"machine-id of target local. If it is that machine: xunjian import {bundle.name} --target local" in done.err
    ) == (is_known)
    report = xunjian("report", "quarterly", "--form", "html", *STORE, folder=folder)
    assert report.code == 0, report.err
    assert host in report.err
    page = (folder / report.out.strip()).read_text(encoding="utf-8")
    assert host in page
    assert page.count("not in the configuration’s list of targets") == 1


def test_a_host_that_is_listed_is_not_marked(bundle: Path) -> None:
    folder = bundle.parent
    done = xunjian("import", bundle.name, "--target", "local", *STORE, folder=folder)
    assert "not in the configuration" not in done.err
    report = xunjian("report", "quarterly", "--form", "html", *STORE, folder=folder)
    assert report.err == ""
    assert "not in the configuration" not in (folder / report.out.strip()).read_text(encoding="utf-8")


def test_the_same_file_again_is_said_and_makes_no_second_inspection(bundle: Path) -> None:
    folder = bundle.parent
    first = xunjian("import", bundle.name, "--target", "local", *STORE, folder=folder)
    assert first.out != ""
    again = xunjian("import", bundle.name, "--target", "local", *STORE, folder=folder)
    assert "already imported for target local" in again.err
    assert bundle.name in again.err
    assert (again.code, again.out) == (first.code, "")
    same = xunjian("import", bundle.name, "--target", "local", "--output", "json", *STORE, folder=folder)
    assert [one["id"] for one in same.json()["targets"]] == ["local"]
    assert _kept(folder) == 1
    xunjian("import", bundle.name, *STORE, folder=folder)
    assert _kept(folder) == 2, "of another target it is another inspection"


def test_a_file_that_is_not_there_is_said_in_the_readers_language(bundle: Path) -> None:
    done = xunjian("import", "gone.xjb", "--lang", "zh-cn", *STORE, folder=bundle.parent)
    assert (done.code, "No such file" in done.err, "gone.xjb：没有" in done.err) == (66, False, True), done.err


def test_what_is_pasted_has_its_own_next_step(bundle: Path) -> None:
    folder = bundle.parent
    pasted = xunjian("kit", "--paste", "-o", "paste.txt", *ONLY, folder=folder)
    assert "paste the whole content of the file" in pasted.err
    assert "xunjian import LOG" in pasted.err
    assert "-o /tmp" not in pasted.err
    assert "sh kit.sh -o /tmp" in xunjian("kit", "-o", "kit.sh", *ONLY, folder=folder).err


def test_a_paste_that_was_damaged_is_said_in_both_languages_and_runs_nothing(bundle: Path) -> None:
    folder = bundle.parent
    text = xunjian("kit", "--paste", *ONLY, folder=folder).out
    damaged = text.replace("XUNJIAN-BUNDLE", "XUNJIAN-BUNDEL", 1)
    assert damaged != text
    (folder / "there").mkdir()
    done = subprocess.run(["sh"], input=damaged.encode(), capture_output=True, check=True, cwd=folder / "there")
    assert "未执行任何命令" in done.stdout.decode()
    assert "nothing was run" in done.stdout.decode()
    assert list((folder / "there").iterdir()) == []
