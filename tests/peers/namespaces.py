"""A round in a namespace of its own: root prepares mounts that nobody else sees, an account without rights may run it."""

import os
import subprocess
from collections.abc import Sequence
from secrets import token_hex

import pytest

from collectors.base import Question
from collectors.sessions.base import Budget
from collectors.sessions.script import assemble

NOBODY = "setpriv --reuid 65534 --regid 65534 --clear-groups"

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="not root: mount namespaces, sudo and freezing were not verified")


def in_namespace(
    prepare: str, questions: Sequence[Question], *, sudo: bool = False, drop: str = "", shell: str = "/bin/sh"
) -> str:
    """Run a round where root prepared the mounts of a namespace of its own; what came, raw."""
    script = assemble(questions, nonce=token_hex(8), budget=Budget(30, sample_seconds=0), sudo=sudo, shell=shell)
    command = ["unshare", "-m", "/bin/sh", "-c", f"{prepare}\nexec {drop} {shell} -s"]
    said = subprocess.run(command, input=script, capture_output=True, check=False, timeout=60)
    return said.stdout.decode(errors="surrogateescape")


def nonce_of(said: str) -> str:
    """Name the round that ``said`` came from."""
    return said.removeprefix("@@").split(" ")[0]
