"""Oracle's MySQL on loopback, as Debian's unstable branch carries it: unpacked outside the project, with its own libraries.

Debian's stable releases have MariaDB only. What is fetched is that day's version; it runs by its own loader (ld.so) beside
an older system. No test of every day needs it: where it is not there they are skipped, and the long proofs fetch it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final

from tests.peers.mariadb import HOST, MariadbServer, as_owner, end, owner, variables, wait
from tests.peers.sshd import free_port

FOLDER: Final = Path("/var/cache/xunjian-tests/mysql")
PACKAGE: Final = "mysql-server-core"
_SOURCE: Final = "deb [signed-by={keys}] {mirror} unstable main\n"
_MIRROR: Final = "http://deb.debian.org/debian"
_KEYS: Final = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_SECONDS: Final = 300
_NEEDLESS: Final = ("perl", "libperl", "libc-gconv")
"""What the server's scripts want, not the server."""


class NotFetchedError(Exception):
    """The packages could not be had; the message says why."""


def is_there() -> bool:
    """Whether it was fetched."""
    return (FOLDER / "usr/sbin/mysqld").exists()


def version() -> str:
    """The server's words for its version."""
    said = subprocess.run([*_program(), "--version"], capture_output=True, text=True, check=False)
    return said.stdout.strip().partition("Ver ")[2]


def fetch() -> None:
    """Fetch and unpack the packages, where they are missing. Raises NotFetchedError."""
    if is_there():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NotFetchedError("needs root and apt-get")
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=FOLDER.parent, prefix=".new-") as made:
        for one in _packages(Path(made)):
            if not one.name.startswith(_NEEDLESS):
                subprocess.run(["dpkg-deb", "-x", str(one), f"{made}/root"], check=True)
        shutil.rmtree(FOLDER, ignore_errors=True)
        (Path(made) / "root").rename(FOLDER)
    FOLDER.chmod(0o755)
    if not is_there():
        raise NotFetchedError(f"{PACKAGE} holds no mysqld")


def _packages(into: Path) -> list[Path]:
    """Download the server and all that it needs, with a state of apt's of our own: nothing is installed."""
    for name in ("state/lists/partial", "cache/archives/partial", "parts"):
        (into / name).mkdir(parents=True)
    (into / "state/status").touch()
    (into / "sources").write_text(_SOURCE.format(keys=_KEYS, mirror=_MIRROR))
    places = {
        "State": into / "state",
        "State::status": into / "state/status",
        "Cache": into / "cache",
        "Etc::sourcelist": into / "sources",
        "Etc::sourceparts": into / "parts",
        "Etc::preferencesparts": into / "parts",
    }
    command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root"]
    command += [word for name, path in places.items() for word in ("-o", f"Dir::{name}={path}")]
    for words in (["update"], ["install", "-y", "--download-only", "--no-install-recommends", PACKAGE]):
        try:
            said = subprocess.run([*command, *words], capture_output=True, text=True, check=False, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise NotFetchedError(f"apt-get {words[0]} did not end in {_SECONDS} s") from None
        if said.returncode:
            raise NotFetchedError((said.stderr.strip().splitlines() or ["apt-get failed"])[-1])
    return sorted((into / "cache/archives").glob("*.deb"))


def _program() -> list[str]:
    libraries = f"{FOLDER}/usr/lib/x86_64-linux-gnu"
    return [f"{libraries}/ld-linux-x86-64.so.2", "--library-path", libraries, f"{FOLDER}/usr/sbin/mysqld"]


def _words(folder: Path) -> list[str]:
    return [
        *as_owner(),
        *_program(),
        "--no-defaults",
        f"--basedir={FOLDER}/usr",
        f"--lc-messages-dir={FOLDER}/usr/share/mysql",
        f"--character-sets-dir={FOLDER}/usr/share/mysql/charsets",
        f"--plugin-dir={FOLDER}/usr/lib/mysql/plugin",
        f"--datadir={folder / 'd'}",
        f"--log-error={folder / 'error.log'}",
    ]


@contextmanager
def mysql(*options: str, zone: str = "UTC") -> Iterator[MariadbServer]:
    """Make a data directory and run a server on it; root logs in on the socket without a password."""
    folder = Path(mkdtemp(prefix="xj-ms-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner(), owner())
        made = subprocess.run([*_words(folder), "--initialize-insecure"], cwd="/", env=variables(zone), check=False)
        assert made.returncode == 0, (folder / "error.log").read_text()[-2000:]
        port = free_port()
        more = [
            f"--socket={folder / 's'}",
            f"--port={port}",
            f"--bind-address={HOST}",
            f"--pid-file={folder / 'd' / 'pid'}",
            "--mysqlx=OFF",
            "--secure-file-priv=/tmp",
            "--innodb-buffer-pool-size=64M",
            *options,
        ]
        process = subprocess.Popen([*_words(folder), *more], cwd="/", env=variables(zone))
        server = MariadbServer(folder, port, process)
        try:
            wait(server)
            yield server
        finally:
            end(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
