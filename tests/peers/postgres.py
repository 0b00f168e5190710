"""PostgreSQL servers of our own on loopback, of any major that is at hand, as a user that is not root."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import psycopg2

from tests.peers.postgres_majors import binaries as fetched
from tests.peers.sshd import free_port

if TYPE_CHECKING:
    from psycopg2.extensions import connection

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. ``superuser`` logs in on the socket: with ``password``, or by trust where that is empty."""

    folder: Path
    port: int
    binaries: Path
    superuser: str = "postgres"
    settings: Mapping[str, str] = field(default_factory=dict)
    password: str = ""

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.folder / "server.log"

    @property
    def major(self) -> int:
        """Its version, as 10 or 18."""
        return int((self.data / "PG_VERSION").read_text())

    def connect(self, database: str = "postgres", application_name: str = "") -> "connection":
        """Log in as the superuser; each statement is committed."""
        opened = psycopg2.connect(
            host=str(self.folder),
            port=self.port,
            user=self.superuser,
            password=self.password,
            dbname=database,
            application_name=application_name,
        )
        opened.autocommit = True
        return opened

    def sql(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the superuser, each committed; the rows of the last one."""
        with closing(self.connect(database)) as opened, opened.cursor() as cursor:
            for one in statements:
                cursor.execute(one)
            return cursor.fetchall() if cursor.description else []

    def control(self, *words: str) -> None:
        """Run pg_ctl; raises with what it said."""
        command = [str(self.binaries / "pg_ctl"), "-D", str(self.data), "-l", str(self.log), "-w", "-t", "30", *words]
        run(command)

    def run(self, program: str, *words: str) -> None:
        """Run another of its programs on the stopped cluster, as its owner."""
        run([str(self.binaries / program), "-D", str(self.data), *words])

    def put(self, path: str, content: bytes) -> None:
        """Write a file of the stopped cluster."""
        (self.data / path).write_bytes(content)
        give(self.data / path)

    def configure(self, **settings: str) -> None:
        """Write settings after those that stand there; the server reads them at its next start or reload."""
        append(self.data / "postgresql.conf", "".join(f"{name} = {value}\n" for name, value in settings.items()))

    def signal(self, pid: int, number: int) -> None:
        """Send a process of the server's own a signal."""
        assert str(self.data) in Path(f"/proc/{self.postmaster}/cmdline").read_text(), "not our server"
        parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        assert int(parent) == self.postmaster, "not a process of our server"
        os.kill(pid, number)

    @property
    def postmaster(self) -> int:
        """The process id of the running server."""
        return int((self.data / "postmaster.pid").read_text().split()[0])


def debian_binaries() -> Path | None:
    """The newest of Debian's own, where PostgreSQL is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def of_major(major: int) -> Path | None:
    """The programs of a major, where they were fetched."""
    return fetched(major) if os.geteuid() or _has_account() else None


@contextmanager
def postgres(
    binaries: Path | None = None,
    settings: Mapping[str, str] | None = None,
    options: tuple[str, ...] = (),
    password: str = "",
) -> Iterator[PostgresServer]:
    """Make a cluster and run it; ``settings`` go to postgresql.conf, ``options`` to initdb.

    With a ``password`` of its superuser nobody is let in without one; else the socket trusts everybody.
    """
    found = binaries or debian_binaries()
    assert found is not None, "no PostgreSQL is installed"
    with place() as folder:
        server = PostgresServer(folder, free_port(), found, settings=settings or {}, password=password)
        proof: list[str] = []
        if password:
            (folder / "pw").write_text(password + "\n")
            give(folder / "pw")
            proof = ["-A", "scram-sha-256", f"--pwfile={folder / 'pw'}"]
        words = ["-D", str(server.data), "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", *proof, *options]
        run([str(found / "initdb"), *words])
        lines = {
            "port": str(server.port),
            "listen_addresses": f"'{HOST}'",
            "unix_socket_directories": f"'{folder}'",
            "fsync": "off",
            "max_connections": "60",
            **(settings or {}),
        }
        server.configure(**lines)
        local, far = ("scram-sha-256", "scram-sha-256") if password else ("trust", "md5")  # md5 takes both kinds
        rules = (f"local all all {local}", f"local replication all {local}", f"host all all {HOST}/32 {far}")
        (server.data / "pg_hba.conf").write_text("".join(f"{one}\n" for one in rules))
        with running(server):
            yield server


@contextmanager
def standby(
    primary: PostgresServer, name: str = "standby1", slot: str = "", upstream: PostgresServer | None = None
) -> Iterator[PostgresServer]:
    """Make a standby of a running server and run it; with ``slot`` through a slot of that name, which is made.

    It follows ``upstream``, itself a standby of the primary, where one is named: a cascade.
    """
    with place() as folder:
        server = PostgresServer(folder, free_port(), primary.binaries, password=primary.password)
        if slot:
            primary.sql(f"select pg_create_physical_replication_slot('{slot}', true)")
        _copy(primary, server)
        followed = upstream or primary
        source = f"host={followed.folder} port={followed.port} user=postgres application_name={name}"
        source += f" password={primary.password}" if primary.password else ""
        follow = {"primary_conninfo": f"'{source}'"} | ({"primary_slot_name": f"'{slot}'"} if slot else {})
        server.configure(port=str(server.port), unix_socket_directories=f"'{folder}'", hot_standby="on")
        if server.major > 11:
            server.configure(**follow)
            append(server.data / "standby.signal", "")
        else:
            recovery = {"standby_mode": "'on'", **follow}
            append(server.data / "recovery.conf", "".join(f"{key} = {value}\n" for key, value in recovery.items()))
        with running(server):
            yield server


def _copy(primary: PostgresServer, server: PostgresServer) -> None:
    """Copy a running server by its low-level interface: the packages of all majors bring no pg_basebackup."""
    start, stop = ("pg_backup_start('t', true)", "pg_backup_stop(false)")
    if primary.major < 15:
        start, stop = ("pg_start_backup('t', true, false)", "pg_stop_backup(false, false)")
    with closing(primary.connect()) as opened, opened.cursor() as cursor:
        cursor.execute(f"select {start}")
        shutil.copytree(
            primary.data,
            server.data,
            ignore=lambda path, names: set(names) if path.endswith("/pg_wal") else {"postmaster.pid"} & set(names),
            copy_function=_copied,
        )
        (server.data / "pg_wal" / "archive_status").mkdir()
        cursor.execute(f"select (x).labelfile from (select {stop} as x) y")
        row = cursor.fetchone()
    assert row is not None
    (server.data / "backup_label").write_text(str(row[0]))
    for one in (server.data, *server.data.rglob("*")):
        give(one)
    server.data.chmod(0o700)


def _copied(source: str, target: str) -> None:
    """Copy a file that may go while it is copied: a server at work removes temporary ones."""
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        return


@contextmanager
def place() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="xj-pg-", dir="/tmp"))
    try:
        give(folder)
        yield folder
    finally:
        for _turn in range(3):  # of hundreds of thousands of files one pass was seen to leave half
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(server: PostgresServer) -> Iterator[None]:
    server.control("start")
    try:
        yield
    finally:
        words = ["-D", str(server.data), "-m", "immediate", "-w", "-t", "20", "stop"]
        run([str(server.binaries / "pg_ctl"), *words], check=False)


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)
    give(path)


def _has_account() -> bool:
    return any(one.pw_name == "postgres" for one in pwd.getpwall())


def _owner() -> str:
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def give(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, _owner(), _owner())


def run(command: list[str], *, check: bool = True, seconds: float = 60, cwd: Path = Path("/")) -> None:
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
        cwd=cwd,
        timeout=seconds,
    )
    assert not check or said.returncode == 0, f"{command}: {said.stderr or said.stdout}"
