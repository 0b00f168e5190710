"""PostgreSQL servers of our own on loopback, of any major that is at hand, as a user that is not root."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import psycopg2

from tests.peers.sshd import free_port

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. ``superuser`` logs in without a password from this machine (trust on the socket)."""

    folder: Path
    port: int
    binaries: Path
    superuser: str = "postgres"
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.folder / "data"

    def sql(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the superuser, each committed; the rows of the last one."""
        opened = psycopg2.connect(host=str(self.folder), port=self.port, user=self.superuser, dbname=database)
        try:
            opened.autocommit = True
            with opened.cursor() as cursor:
                for one in statements:
                    cursor.execute(one)
                return cursor.fetchall() if cursor.description else []
        finally:
            opened.close()

    def control(self, *words: str) -> None:
        """Run pg_ctl; raises with what it said."""
        log = str(self.folder / "server.log")
        command = [str(self.binaries / "pg_ctl"), "-D", str(self.data), "-l", log, "-w", "-t", "30", *words]
        _run(command)


def debian_binaries() -> Path | None:
    """The newest of Debian's own, where PostgreSQL is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


@contextmanager
def postgres(
    binaries: Path | None = None, settings: Mapping[str, str] | None = None, options: tuple[str, ...] = ()
) -> Iterator[PostgresServer]:
    """Make a cluster and run it; ``settings`` go to postgresql.conf, ``options`` to initdb."""
    found = binaries or debian_binaries()
    assert found is not None, "no PostgreSQL is installed"
    folder = Path(mkdtemp(prefix="xj-pg-", dir="/tmp"))
    try:
        _give(folder)
        server = PostgresServer(folder, free_port(), found, settings=settings or {})
        _run([str(found / "initdb"), "-D", str(server.data), "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", *options])
        lines = {
            "port": str(server.port),
            "listen_addresses": f"'{HOST}'",
            "unix_socket_directories": f"'{folder}'",
            "fsync": "off",
            "max_connections": "60",
            **(settings or {}),
        }
        with (server.data / "postgresql.conf").open("a") as conf:
            conf.write("".join(f"{name} = {value}\n" for name, value in lines.items()))
        rules = ("local all all trust", "local replication all trust", f"host all all {HOST}/32 {_method(found)}")
        hba = "".join(f"{one}\n" for one in rules)
        (server.data / "pg_hba.conf").write_text(hba)
        server.control("start")
        try:
            yield server
        finally:
            _run([str(found / "pg_ctl"), "-D", str(server.data), "-m", "immediate", "-w", "-t", "20", "stop"], check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def standby(primary: PostgresServer, name: str = "standby1", slot: str = "") -> Iterator[PostgresServer]:
    """Make a standby of a running server and run it; with ``slot`` through a slot of that name, which is made."""
    folder = Path(mkdtemp(prefix="xj-pg-", dir="/tmp"))  # noqa: S108 - as above
    try:
        _give(folder)
        server = PostgresServer(folder, free_port(), primary.binaries)
        more = ["-C", "-S", slot] if slot else []
        source = f"host={primary.folder} port={primary.port} user=postgres application_name={name}"
        _run([str(primary.binaries / "pg_basebackup"), "-D", str(server.data), "-d", source, "-R", "-c", "fast", *more])
        with (server.data / "postgresql.conf").open("a") as conf:
            conf.write(f"port = {server.port}\nunix_socket_directories = '{folder}'\nhot_standby = on\n")
        server.control("start")
        try:
            yield server
        finally:
            _run([str(server.binaries / "pg_ctl"), "-D", str(server.data), "-m", "immediate", "-w", "stop"], check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _method(_binaries: Path) -> str:
    return "md5"  # takes SCRAM verifiers as well, and is known to 10 as to 18


def _owner() -> str:
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _give(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, _owner(), _owner())


def _run(command: list[str], *, check: bool = True) -> None:
    """Run a program as the owner of the cluster: a server refuses to be root."""
    owner = _owner()
    as_owner = ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--clear-groups"] if os.geteuid() == 0 else []
    variables = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": "/tmp"}
    library = Path(command[0]).parent.parent / "lib"
    if library.is_dir() and not str(library).startswith("/usr/lib/postgresql"):
        variables["LD_LIBRARY_PATH"] = str(library)
    said = subprocess.run(
        [*as_owner, *command],
        env=variables,
        capture_output="initdb" in command[0],
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        cwd="/",
        timeout=60,
    )
    assert not check or said.returncode == 0, f"{command}: {said.stderr or said.stdout}"
