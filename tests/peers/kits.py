"""A kit run by sh as an account of this machine, as its operator runs it: what it left, and what import makes of it."""

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.program import Done, xunjian

FOLDERS = ("/dev/shm", "/run", "/tmp", "/var/tmp")
"""Where a round makes its private folder."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a kit: the file that it left, and how it ended."""

    bundle: Path
    said: str
    left: tuple[str, ...] = ()
    """Its private folders that are still there."""


def written(folder: Path, target: str, *more: str) -> Path:
    """Write the kit of a target by the configuration in ``folder``, readable for everybody."""
    done = xunjian("kit", "-t", target, "-o", "kit.sh", *more, folder=folder)
    assert done.code == 0, done.err
    (folder / "kit.sh").chmod(0o755)
    folder.chmod(0o755)
    return folder / "kit.sh"


def ran(kit: Path, account: str, *, shell: str = "sh", home: Path | None = None, seconds: float = 150) -> Ran:
    """Run it as ``account`` in a folder of that account's own."""
    out = kit.parent / f"out-{account}-{len(list(kit.parent.glob('out-*')))}"
    out.mkdir()
    words = []
    if os.geteuid() == 0:
        group = pwd.getpwnam(account).pw_gid
        shutil.chown(out, account, group)
        words = ["setpriv", f"--reuid={account}", f"--regid={group}", "--clear-groups"]
    done = subprocess.run(
        [*words, *shell.split(), str(kit), "-o", str(out)],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "HOME": str(home or out)},
        timeout=seconds,
    )
    [bundle] = out.iterdir()
    nonce = re.search(rb"^nonce (\w+)$", bundle.read_bytes(), re.MULTILINE)
    assert nonce is not None
    left = [str(one) for folder in FOLDERS for one in Path(folder).glob(f"*{nonce[1].decode()}*")]
    return Ran(bundle, done.stderr, tuple(left))


def imported(ran: Ran, folder: Path, *more: str) -> Done:
    """Import what it left by the configuration in ``folder``, into a store of its own."""
    store = f"{ran.bundle.parent.name}.db"
    return xunjian("import", "--output", "json", "--store", store, *more, str(ran.bundle), folder=folder)
