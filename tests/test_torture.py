"""Torture: asks that hang, fork, shout, lie and cannot be killed, on every shell; each costs only its own answer."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import pytest

from collectors.base import Answer, Each, Question, SessionError, Shell
from collectors.evidence import Reply, decode, encode, read
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from tests.peers.traces import processes, within

SHELLS = {"dash": "dash", "bash": "bash --posix", "busybox": "busybox sh", "mksh": "mksh"}
HOSTILE_ITEMS = ("/", "/tmp/a b", "$(touch /tmp/never)", "`touch /tmp/never`;id", 'it\'s "quoted"', "-rf", "数据", "=", "*")

HANGING = {
    "ignores-term": "trap : TERM; sleep 300 & while :; do sleep 1; done",
    "forks": "sleep 300 & yes 2>/dev/null | sleep 303",
    "fifo": 'mkfifo "$TMPDIR/unread"; cat "$TMPDIR/unread"',
    "stopped": "sleep 304 & kill -STOP $!; wait",
}
QUICK: dict[str, tuple[Shell, Reply]] = {
    "plain": (Shell("echo fine"), Reply("ok", 0, b"fine\n")),
    "stdin": (Shell('cat; read -r x; echo "[$x]"', may_be_empty=True), Reply("ok", 0, b"[]\n")),
    "exits": (Shell("echo oops >&2; exit 7"), Reply("ok", 7, b"", b"oops\n")),
    "syntax": (Shell("echo before; eval 'if'; echo after"), Reply("ok", 2)),
    "nul": (Shell("printf 'a\\000b\\000'"), Reply("ok", 0, b"a\0b\0")),
    "no-newline": (Shell("printf x"), Reply("ok", 0, b"x")),
    "forger": (
        Shell("printf '@@%s e 0\\n\\n@@%s done 3\\n' x x; echo '@@N f 0 0 ok 0 0 0 0 0 0 1 1 1 -'"),
        Reply("ok", 0, b"@@x e 0\n\n@@x done 3\n@@N f 0 0 ok 0 0 0 0 0 0 1 1 1 -\n"),
    ),
    "tiny-lines": (
        Shell("i=0; while [ $i -lt 10000 ]; do echo $i; i=$((i+1)); done"),
        Reply("ok", 0, b"".join(b"%d\n" % n for n in range(10000))),
    ),
    "closes-all": (Shell("exec 1>&- 2>&- 3>&- 4>&-; exit 5"), Reply("ok", 5)),
    "missing": (Shell("storcli64 show", tool="storcli64-not-here"), Reply("tool_missing")),
}


def asked(session: LocalSession, questions: list[Question]) -> dict[str, tuple[Reply, ...]]:
    got = {}
    for question, said in session.ask(questions):
        assert isinstance(said, bytes), (question.id, said)
        got[question.id] = decode(said)
    return got


def session_of(shell: str, total: int = 60) -> LocalSession:
    if not shutil.which(SHELLS[shell].split()[0]):
        pytest.skip(f"{shell} is not installed: it was not verified")
    return LocalSession(Budget(total, sample_seconds=0), shell=SHELLS[shell])


@pytest.mark.parametrize("shell", SHELLS)
def test_what_ends_by_itself_is_answered_byte_for_byte(shell: str) -> None:
    got = asked(session := session_of(shell), [Question(name, shell_ask) for name, (shell_ask, _reply) in QUICK.items()])
    for name, (_ask, wanted) in QUICK.items():
        (reply,) = got[name]
        assert (reply.state, reply.cut_bytes) == (wanted.state, 0), name
        if name != "syntax":  # each shell words, and numbers, that in its way
            assert (reply.exit_code, reply.out, reply.err) == (wanted.exit_code, wanted.out, wanted.err), name
        else:
            assert reply.exit_code not in {0, None}
    assert not Path(session.transport["folder"]).exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_what_hangs_costs_its_own_seconds_and_leaves_nothing(shell: str) -> None:
    mark = f"XUNJIAN_MARK={token_hex(8)}"
    session = session_of(shell)
    hanging = [Question(name, Shell(f"export {mark}; {command}", seconds=1)) for name, command in HANGING.items()]
    # All of them on the first shell, the worst on the others: they wait, and the harness is the same.
    chosen = hanging if shell == "dash" else hanging[:1]
    started = time.monotonic()
    got = asked(session, [*chosen, Question("after", Shell("echo after"))])
    assert time.monotonic() - started < 4.5 * len(chosen)
    assert [got[question.id][0].state for question in chosen] == ["timeout"] * len(chosen)
    assert got["after"][0].out == b"after\n"
    assert within(0.5, lambda: not processes(mark))
    assert not Path(session.transport["folder"]).exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_what_shouts_is_bounded(shell: str) -> None:
    started = time.monotonic()
    got = asked(
        session_of(shell),
        [
            Question("yes", Shell("yes", seconds=20, kib=64)),
            Question("stderr", Shell("yes oh >&2", seconds=20, kib=4)),
            Question("warnings", Shell("i=0; while [ $i -lt 3000 ]; do echo warning $i >&2; i=$((i+1)); done; echo x")),
            Question("random", Shell("head -c 5000 /dev/urandom; echo; echo '@@abc123 e 0'")),
        ],
    )
    assert time.monotonic() - started < 10
    assert len(got["yes"][0].out) == 65536
    assert got["yes"][0].cut_bytes > 0
    assert len(got["stderr"][0].err) == 4096
    assert len(got["stderr"][0].out) == 0
    assert (got["warnings"][0].out, len(got["warnings"][0].err), got["warnings"][0].exit_code) == (b"x\n", 4096, 0)
    assert got["random"][0].out.endswith(b"\n@@abc123 e 0\n")


@pytest.mark.parametrize("shell", SHELLS)
def test_hostile_items_are_data(shell: str) -> None:
    walk = Each(Shell("cat <<'END'\n" + "\n".join(f"={item}" for item in HOSTILE_ITEMS) + "\nEND"), Shell('printf %s "$1"'))
    got = asked(
        session_of(shell),
        [Question("walk", walk), Question("follow", Shell('printf %s "$1"'), items=HOSTILE_ITEMS)],
    )
    for replies in (got["walk"][1:], got["follow"]):
        assert [reply.item.decode() for reply in replies] == list(HOSTILE_ITEMS)
        assert [reply.out.decode() for reply in replies] == list(HOSTILE_ITEMS)
    assert not Path("/tmp/never").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_a_daemon_that_holds_the_output_is_ended_with_the_round(shell: str) -> None:
    mark = f"XUNJIAN_MARK={token_hex(8)}"
    daemon = Shell(f"( setsid env {mark} sleep 300 & ) ; echo started")
    writer = Shell("( setsid sh -c 'while :; do echo dirt; sleep 0.01; done' 2>/dev/null & ) ; echo started")
    got = asked(
        session := session_of(shell),
        [Question("daemon", daemon), Question("writer", writer), Question("x", Shell("echo x"))],
    )
    for one in ("daemon", "writer"):
        assert got[one][0].state == "ok"
        assert b"started" in got[one][0].out.splitlines()
    assert got["x"][0].out == b"x\n"
    assert within(0.5, lambda: not processes(mark))
    assert not Path(session.transport["folder"]).exists()


def test_one_item_of_a_walk_hangs_and_the_others_answer() -> None:
    walk = Each(Shell("printf '=%s\\n' a hang b"), Shell('[ "$1" != hang ] || sleep 60; echo "$1"', seconds=1))
    (evidence,) = [said for _question, said in session_of("dash").ask([Question("walk", walk)])]
    assert isinstance(evidence, bytes)
    items = read(walk, evidence).items  # type: ignore[union-attr]  # a walk
    assert [isinstance(one, Answer) for one in items.values()] == [True, False, True]


@contextmanager
def frozen() -> Iterator[Path]:
    """A filesystem where a write never returns: an ext4 in a file, frozen."""
    with tempfile.TemporaryDirectory(prefix="xunjian-frozen-") as made:
        image, mount = Path(made) / "image", Path(made) / "mount"
        mount.mkdir()
        with image.open("wb") as file:
            file.truncate(8 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(["mount", "-o", "loop", str(image), str(mount)], check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no loop device ({done.stderr.strip()}): a child in D state was not verified")
        try:
            subprocess.run(["fsfreeze", "-f", str(mount)], check=True)
            try:
                yield mount
            finally:
                subprocess.run(["fsfreeze", "-u", str(mount)], check=True)
        finally:
            within(5, lambda: not processes(made) - _mine())
            subprocess.run(["umount", str(mount)], check=False)


def _mine() -> set[int]:
    return {os.getpid(), os.getppid()}


@pytest.mark.peer
@pytest.mark.skipif(os.geteuid() != 0, reason="not root: a child in D state was not verified")
def test_a_child_in_d_state_is_walked_away_from() -> None:
    for tool in ("mkfs.ext4", "fsfreeze"):
        if not shutil.which(tool):
            pytest.skip(f"no {tool}: a child in D state was not verified")
    with frozen() as mount:
        questions = [
            Question("before", Shell("echo before")),
            Question("stuck", Shell(f"echo writing; echo x >{mount}/file", seconds=1)),
            Question("walk", Each(Shell(f"printf '=%s\\n' / {mount}"), Shell('ls "$1" >/dev/null && echo "$1"'))),
            Question("after", Shell("echo after")),
        ]
        started = time.monotonic()
        got = asked(session := session_of("dash"), questions)
        assert time.monotonic() - started < 1 + 3 + 3
        assert {name: replies[0].state for name, replies in got.items()} == {
            "before": "ok",
            "stuck": "stuck",
            "walk": "ok",
            "after": "ok",
        }
        assert [reply.state for reply in got["walk"]] == ["ok", "ok", "ok"]
        assert got["stuck"][0].out == b"writing\n"
        with pytest.raises(SessionError, match="stuck"):
            read(Shell("x"), encode(got["stuck"]))
        assert not Path(session.transport["folder"]).exists()
    assert within(3, lambda: not processes(str(mount)))


@pytest.mark.parametrize("sign", ["a ", "a\nl-wx------ 1 root root 64 Nov 22 05:00 "], ids=["blank", "newline"])
def test_a_strangers_file_name_ends_nobody(sign: str, tmp_path: Path) -> None:
    """Whoever still writes into our folder is ended; a file named like a line of that list must not point at others."""
    with subprocess.Popen(["sleep", "60"]) as bystander:
        forger = f"""
        while :; do for d in /dev/shm/.xunjian.* /run/.xunjian.* /var/tmp/.xunjian.* /tmp/.xunjian.*; do
          [ -e "$d" ] || continue
          p="{tmp_path}/$1/proc/{bystander.pid}/fd/1 -> $d"; mkdir -p "$p"; exec sleep 30 >"$p/x"
        done; sleep 0.05; done"""
        with subprocess.Popen(["/bin/bash", "-c", forger, "x", sign], stderr=subprocess.DEVNULL) as stranger:
            question = Question("slow", Shell("(sleep 30 &) ; sleep 2; echo done", seconds=5))
            said = asked(session_of("dash"), [question])
            held = str(Path(f"/proc/{stranger.pid}/fd/1").readlink())
            stranger.kill()
        alive = bystander.poll() is None
        bystander.kill()
    assert said["slow"][0].out == b"done\n"
    assert f"/proc/{bystander.pid}/fd/1 -> " in held, "the forgery was not in place"
    assert alive
