"""The program as a real process, with a store and a configuration of its own.

done = xunjian("run", "--output", "json", store=folder / "s.db")
done.code, done.out, done.err, done.json()
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.peers.sshd import Peer

PROGRAM = Path(sys.executable).parent / "xunjian"
DISKS = ("server.filesystem_usage", "server.md_raid", "server.lvm", "server.bonding")
"""Checks that are quick to ask, with no samples: for tests that are not about what is judged."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the program came to."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - the program's own JSON, looked into by each test
        return json.loads(self.out)

    def findings(self, target: str = "") -> list[dict[str, Any]]:
        return [f for t in self.json()["targets"] if target in ("", t["id"]) for f in t["findings"]]


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment that leads to nothing of the account that runs the tests."""
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(home), "XUNJIAN_LANG": "en", **(extra or {})}


def xunjian(
    *arguments: str,
    folder: Path,
    env: Mapping[str, str] | None = None,
    is_bare: bool = False,
    before: Sequence[str] = (),
    typed: str | None = None,
    seconds: float = 100,
) -> Done:
    """Run it in ``folder``, which is its home too; ``before`` is what stands before it on the command line."""
    done = subprocess.run(
        [*before, str(PROGRAM), *arguments],
        cwd=folder,
        env=dict(env or {}) if is_bare else environment(folder / "home", env),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL if typed is None else None,
        input=typed,
        timeout=seconds,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def folder_until_the_end(name: str) -> Path:
    """A folder for what several tests look at; it goes when the tests end."""
    made = Path(mkdtemp(prefix=f"xunjian-{name}-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def inspected() -> tuple[Done, Path]:
    """One whole run over this machine without a configuration, for all tests that only look; and the folder of ``s.db``."""
    folder = folder_until_the_end("inspected")
    return xunjian("run", "--output", "json", "--store", "s.db", folder=folder), folder


def started(*arguments: str, folder: Path, env: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start it and go on."""
    return subprocess.Popen(
        [str(PROGRAM), *arguments],
        cwd=folder,
        env=environment(folder / "home", env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def target(name: str, peer: Peer, address: str = "", **more: object) -> dict[str, Any]:
    """One entry of ``targets:`` for a peer, with credential ``ops``."""
    return {
        "id": name,
        "kind": "linux",
        "address": address or peer.address,
        "access": {"ssh": {"credential": "ops", "port": peer.port}},
        **more,
    }


def configuration(folder: Path, targets: Sequence[Mapping[str, Any]], **more: Any) -> Path:  # noqa: ANN401 - YAML's own values
    """Write an xunjian.yaml with short bounds; JSON is YAML. One line a key and target, so that an error names a line."""
    bounds = {"sample_seconds": 1, "connect_seconds": 3, "target_seconds": 40, **more.pop("bounds", {})}
    blocks = {"bounds": bounds, **more}
    lines = [f"{name}: {json.dumps(block)}" for name, block in blocks.items()]
    lines += ["targets:", *(f"- {json.dumps(one)}" for one in targets)]
    path = folder / "xunjian.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def ops(peer: Peer) -> dict[str, dict[str, Any]]:
    """The credential that a peer lets in."""
    return {"ops": {"user": peer.user, "private_key": peer.key_path, "use_agent": False}}
