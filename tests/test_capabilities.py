"""Local asks that want root's rights, answered by ambient capabilities in place of sudo."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from collectors.base import Each, FollowUp, Question, Root, Shell
from collectors.evidence import decode
from collectors.linux import COLLECTORS as LINUX_COLLECTORS
from collectors.sessions.base import Budget
from collectors.sessions.capabilities import ADMIN, NEEDS, RAW, READ, TRACE, ambient, seen_whole
from collectors.sessions.local import LocalSession
from collectors.sessions.script import assemble

BUDGET = Budget(total_seconds=30, connect_seconds=15, sample_seconds=1)
SECRET = Question("linux.accounts.files", Shell("cat /etc/shadow >/dev/null && echo read", root=Root.BETTER, ok=(0, 1)))
OTHER = Question("linux.volume_groups.lvm", Shell("id -u", root=Root.NEEDED))
NEVER = Question("linux.jobs", Shell("id -u"))
BECOME = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs")
INSIDE = "import sys; sys.path[:0] = [{home!r}]; from tests.test_capabilities import told; told()"


def wants_root(one: object) -> bool:
    ask = one.template if isinstance(one, FollowUp) else getattr(one, "ask", None)
    parts = (ask.items, ask.ask) if isinstance(ask, Each) else (ask,)
    return any(isinstance(part, Shell) and part.root is not Root.NEVER for part in parts)


def test_every_ask_of_the_table_is_one_that_wants_roots_rights() -> None:
    assert set(NEEDS) <= {one.id for one in LINUX_COLLECTORS if wants_root(one)}


def test_what_a_process_hands_on_is_read_from_the_kernels_own_words() -> None:
    assert ambient("CapEff:\t000001ffffffffff\nCapAmb:\t0000000000000004\n") == {READ}
    assert ambient("CapAmb:\t00000000002a0004\n") == {READ, RAW, TRACE, ADMIN}
    assert ambient("Name:\tsh\n") == frozenset()


def test_an_ask_is_seen_whole_only_with_all_that_it_needs() -> None:
    assert seen_whole("linux.sudoers", frozenset({READ}))
    assert not seen_whole("linux.listeners.ss", frozenset({READ}))
    assert seen_whole("linux.listeners.ss", frozenset({READ, TRACE}))
    assert not seen_whole("linux.volume_groups.lvm", frozenset({READ, TRACE, RAW, ADMIN}))


def test_only_an_ask_that_wants_roots_rights_is_marked() -> None:
    whole = frozenset({SECRET.id, NEVER.id})
    lines = assemble([SECRET, OTHER, NEVER], nonce="n", budget=BUDGET, whole=whole).decode().splitlines()
    assert [line.split()[5] for line in lines if re.match(r"run \d", line)] == ["2", "1", "0"]


def told() -> None:
    """In another process, as another account: whether each answer is privileged, and what it said."""
    for question, said in LocalSession(BUDGET).ask([SECRET, OTHER, NEVER]):
        assert isinstance(said, bytes)
        (reply,) = decode(said)
        sys.stdout.write(f"{question.id} {reply.is_privileged} {reply.exit_code} {reply.out.decode().strip()}\n")


def as_nobody(*more: str) -> list[str]:
    home = str(Path(__file__).resolve().parents[1])
    done = subprocess.run(
        [*BECOME, *more, sys.executable, "-I", "-c", INSIDE.format(home=home)],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv to become another")
def test_an_account_with_the_capability_reads_what_is_roots() -> None:
    search = "+dac_read_search"  # also leads to an interpreter in a home of root's
    seen = as_nobody(f"--inh-caps={search}", f"--ambient-caps={search}")
    assert seen == ["linux.accounts.files True 0 read", "linux.volume_groups.lvm False 0 65534", "linux.jobs False 0 65534"]
