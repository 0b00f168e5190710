"""The worked example of docs/writing-a-check.md works: its files are taken out of the page, put in place, and run."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "writing-a-check.md"
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PACKAGES = ("agent", "checks", "collectors", "config", "reports")
COLLECTOR = "linux.thermal_zones.sysfs"
OUTCOMES = {
    "ordinary-two-sockets": '"x86_pkg_temp 2"',
    "one-zone-refuses-to-be-read": '"iwlwifi_1"',
    "virtual-machine-without-a-zone": "Absent",
    "kernel-without-thermal-zones": "SessionError empty",
}


def blocks() -> list[tuple[str, str, str]]:
    found = [(kind, path, body) for kind, path, body in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    assert len(found) >= 16, "the page lost files of its example"
    return found


def registered(module: str, lines: str) -> str:
    """A package with the lines of a diff in their places: the import before the tuple, the entry at its end."""
    imports = "".join(line[1:] + "\n" for line in lines.splitlines() if line.startswith("+from"))
    entries = "".join(line[1:] + "\n" for line in lines.splitlines() if line.startswith("+ "))
    assert imports, lines
    assert entries, lines
    at = re.search(r"^(?:COLLECTORS|CHECKS): Final", module, re.MULTILINE)
    assert at is not None
    end = module.index("\n)\n", at.start()) + 1
    return module[: at.start()] + imports + module[at.start() : end] + entries + module[end:]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the example in it."""
    folder = tmp_path_factory.mktemp("example")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "house", folder / "tests" / "house", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("xunjian.py", "pyproject.toml", "tests/__init__.py", "tests/conftest.py", "tests/test_cases.py"):
        shutil.copy(ROOT / name, folder / name)
    for kind, path, body in blocks():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(registered(place.read_text(), body) if kind == "diff" else body, encoding="utf-8")
    return folder


def ran(project: Path, *command: str) -> str:
    done = subprocess.run([sys.executable, *command], cwd=project, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_words_of_the_example_are_complete(project: Path) -> None:
    assert "temperature.po" not in ran(project, "-m", "tests.house.messages", "checks/server/temperature.py")
    page = {path: body for kind, path, body in blocks() if kind == "po"}
    assert len(page) == 2
    for path in page:
        assert 'msgstr ""\n\n' not in (project / path).read_text(encoding="utf-8"), f"{path}: without Chinese"


def test_the_tests_of_the_example_pass(project: Path) -> None:
    ran(project, "-m", "tests.house.messages", "checks/server/temperature.py", "collectors/linux/thermal_zones.py")
    told = ran(project, "-m", "pytest", "--verbose", "--verbose", "tests/test_temperature.py")
    assert "9 passed" in told


def test_the_cases_of_the_example_come_to_what_the_page_says(project: Path) -> None:
    only = ("-m", "pytest", "tests/test_cases.py", "-k", COLLECTOR)
    ran(project, *only, "--accept")
    ran(project, *only)
    for case, said in OUTCOMES.items():
        folder = project / "tests" / "cases" / COLLECTOR / case
        written = [folder / name for name in ("facts.json", "error.txt") if (folder / name).exists()]
        assert len(written) == 1
        assert said in written[0].read_text()


def test_the_example_is_explained_and_planned_by_the_program(project: Path) -> None:
    ran(project, "-m", "tests.house.messages", "checks/server/temperature.py", "collectors/linux/thermal_zones.py")
    explained = ran(project, "xunjian.py", "checks", "explain", "server.temperature", "--lang", "zh-CN")
    assert "设备温度" in explained
    assert "warn = 80" in explained
    planned = ran(project, "xunjian.py", "plan", "--only", "server.temperature", "--lang", "en")
    assert "cd /sys/class/thermal" in planned


def test_the_example_is_written_as_the_house_writes(project: Path) -> None:
    ours = [path for kind, path, _body in blocks() if kind == "python"]
    for command in (("ruff", "check", *ours), ("ruff", "format", "--check", *ours)):
        ran(project, "-m", *command)
