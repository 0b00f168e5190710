"""Rpm is asked only where it has a database: elsewhere its first answer makes a folder in the account's home."""

import os
import subprocess
from pathlib import Path

import pytest

from agent.catalogue import CHECKS, collectors_for
from collectors.base import LINUX, Collector, Shell
from collectors.linux.rpm_database import RPMS

IS_OF_RPM = any(any(Path(place).glob("*")) for place in ("/var/lib/rpm", "/usr/lib/sysimage/rpm"))
ASKING = {
    one.id: one.ask.command
    for one in collectors_for(LINUX, CHECKS)
    if isinstance(one, Collector) and isinstance(one.ask, Shell) and "rpm -" in one.ask.command
}


def test_every_ask_that_names_rpm_looks_for_its_database_first() -> None:
    assert len(ASKING) >= 7
    assert [id_ for id_, command in ASKING.items() if RPMS.strip() not in command] == []
    assert [id_ for id_, command in ASKING.items() if "command -v rpm" in command.replace(RPMS.strip(), "")] == []


@pytest.mark.skipif(IS_OF_RPM, reason="this machine is one of rpm's")
@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_a_host_of_dpkg_with_rpm_beside_it_is_left_as_it_was(shell: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    rpm = tmp_path / "bin" / "rpm"
    rpm.write_text('#!/bin/sh\necho "$@" >>"$HOME/asked"\n')
    rpm.chmod(0o755)
    done = subprocess.run(
        [shell, "-c", f"{RPMS}\nrpms && rpm -qa; echo over"],
        env={"HOME": str(tmp_path), "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert done.stdout == "over\n"
    assert not (tmp_path / "asked").exists()
