"""A message of several lines in the journal's short form: each of its lines is said by whom the first is said by."""

import shutil
import subprocess

import pytest

from collectors.linux.system_log_lines import GROUP, VARIABLES
from tests.test_torture import SHELLS

JOURNAL = """\
2026-11-22T09:10:42+0000 guest kernel: md/raid1:md0: unable to read, disabling device.
                                       md/raid1:md0: failed over to 1 device.
2026-11-22T09:10:43+0000 guest app[12]: Exception in thread main
                                        at com.example.Failed(Main.java:1)
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_below_is_said_by_the_one_above(shell: str) -> None:
    if not shutil.which(SHELLS[shell].split()[0]):
        pytest.skip(f"{shell} is not installed: it was not verified")
    script = f"mask() {{ cat; }}\n{VARIABLES}cat <<'END' | {GROUP}\n{JOURNAL}END\n"
    words = [*SHELLS[shell].split(), "-c", script, "x", "92", "", ""]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert [line.split(" ", 3)[3] for line in said.splitlines() if line.startswith(" 2026")][1:] == [
        "kernel: md/raid1:md0: unable to read, disabling device.",
        "kernel: md/raid1:md0: failed over to 1 device.",
        "app[12]: Exception in thread main",
        "app[12]: at com.example.Failed(Main.java:1)",
    ]
    assert "@lines 4" in said.splitlines()
