"""What each command loads: nothing heavy that it does not need, for a run must not wait for what only a report wants."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import environment

HOME = Path(__file__).parents[1]
START = f"import sys; sys.path.insert(0, {str(HOME)!r}); import xunjian; xunjian.run()"
TIMED = re.compile(r"import time:.*\|\s+([\w.]+)$")
DOCUMENTS = {"alembic", "docx", "netmiko", "oracledb", "typst", "jinja2", "openpyxl", "xlsxwriter", "pygal", "grandalf"}
STORE = {"sqlalchemy", "zstandard", "msgspec"}


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Top-level packages that a command loads in the process that does its work."""
    done = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", "-c", START, *arguments],
        cwd=folder,
        env=environment(folder / "home"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode <= 3, done.stderr[-2000:]
    return {found[1].split(".")[0] for line in done.stderr.splitlines() if (found := TIMED.fullmatch(line))}


def test_help_loads_neither_store_nor_ssh_nor_schema(tmp_path: Path) -> None:
    found = loaded(tmp_path, "--help")
    assert "click" in found
    assert not found & {*DOCUMENTS, *STORE, "pydantic", "paramiko", "psutil", "rich", "yaml", "checks"}


@pytest.mark.parametrize("command", ["init", "run", "report", "why", "history", "targets", "checks", "evidence", "replay"])
def test_the_help_of_a_command_loads_neither_ssh_nor_documents(command: str, tmp_path: Path) -> None:
    assert not loaded(tmp_path, command, "--help") & {*DOCUMENTS, *STORE, "pydantic", "paramiko", "psutil"}


def test_an_inspection_of_this_machine_loads_nothing_of_the_documents(tmp_path: Path) -> None:
    arguments = ("run", "--in-child", "--only", "server.bonding", "--store", "s.db", "-q")
    found = loaded(tmp_path, *arguments)
    assert not found & {*DOCUMENTS, "paramiko", "pydantic"} - {"alembic"}
    again = loaded(tmp_path, *arguments)
    assert "sqlalchemy" in again
    assert "alembic" not in again, "the store is at its revision already"
