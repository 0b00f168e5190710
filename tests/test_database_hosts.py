"""Databases found on a host, and the room that its filesystems leave them."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.group.database_headroom import RoomLimits
from checks.group.database_headroom import judge as headroom
from checks.server.databases_found import judge as found
from collectors.base import Absent, Answer, Listing, Question, Reason, SessionError, Unseen
from collectors.evidence import decode
from collectors.facts.database_servers import DatabaseServer, HostSide, Place, Room, ServerSide
from collectors.facts.mounts import RemoteMount, Response
from collectors.facts.storage import Filesystem
from collectors.group.database_headroom import parse as joined
from collectors.linux.database_servers import DATABASE_SERVERS_PROC, derive, parse
from collectors.sessions.base import Budget
from collectors.sessions.local import LocalSession
from config.limits import Layered
from config.load import load
from tests.peers.mariadb import is_there, mariadb
from tests.peers.postgres import debian_binaries, postgres
from tests.program import xunjian

GIB = 1024**3
LIMITS = RoomLimits()


def filesystem(mount: str, used_ratio: float, size: int = 100 * GIB) -> Filesystem:
    used = int(size * used_ratio)
    return Filesystem(mount, "/dev/sda1", "xfs", size, used, size - used)


def judged(*rooms: Filesystem, limits: RoomLimits = LIMITS) -> dict[str, Level]:
    facts = Listing(tuple(Room(one, (Place("data", one.mount),)) for one in rooms))
    return {one.subject: one.level for one in headroom(facts, Layered(limits), Scene())}


def test_room_is_judged_at_its_limits() -> None:
    levels = judged(filesystem("/a", 0.799), filesystem("/b", 0.8), filesystem("/c", 0.9), filesystem("/d", 0.5, 10 * GIB))
    assert levels == {"/a": Level.OK, "/b": Level.WARN, "/c": Level.CRITICAL, "/d": Level.WARN}


def test_a_share_says_little_of_a_large_filesystem() -> None:
    assert judged(filesystem("/a", 0.9, 100 * 1024 * GIB)) == {"/a": Level.OK}


def test_a_filesystem_that_is_read_only_is_no_room() -> None:
    assert judged(replace(filesystem("/a", 0.1), is_readonly=True)) == {"/a": Level.CRITICAL}


def server(data: str, *places: Place, kind: str = "postgres", port: int = 5432) -> DatabaseServer:
    return DatabaseServer(kind, "PostgreSQL", "", data, port, "", (Place("data", data), *places))


ROOT, DATA, WAL = filesystem("/", 0.2), filesystem("/data", 0.5), filesystem("/wal", 0.95)
DATABASE = ServerSide("postgres", (Place("data", "/data/pg"), Place("tablespace", "/data/ts")))


def test_a_filesystem_counts_once_for_all_its_folders() -> None:
    rooms = joined({"db": DATABASE, "host": HostSide((ROOT, DATA, WAL), ())})
    assert [(one.filesystem.mount, len(one.places)) for one in rooms.records] == [("/data", 2)]
    assert rooms.unseen == ()


def test_a_link_of_the_wal_is_what_the_host_tells() -> None:
    host = HostSide((ROOT, DATA, WAL), (server("/data/pg", Place("wal", "/wal/pg")),))
    assert {one.filesystem.mount for one in joined({"db": DATABASE, "host": host}).records} == {"/data", "/wal"}


def test_another_server_of_the_host_is_not_its_own() -> None:
    other = server("/srv/other", Place("wal", "/wal/other"), port=5433)
    host = HostSide((ROOT, DATA, WAL), (server("/data/pg"), other))
    assert [one.filesystem.mount for one in joined({"db": DATABASE, "host": host}).records] == ["/data"]


def test_a_hidden_data_directory_is_that_of_the_only_server_there() -> None:
    hidden = ServerSide("postgres", (), (Unseen("", Reason.DENIED, "data_directory"),))
    rooms = joined({"db": hidden, "host": HostSide((ROOT, DATA, WAL), (server("/data/pg"),))})
    assert [one.filesystem.mount for one in rooms.records] == ["/data"]
    lost = joined({"db": hidden, "host": HostSide((ROOT, DATA, WAL), ())})
    assert [one.reason for one in lost.unseen] == [Reason.DENIED]


def test_a_hidden_data_directory_of_one_of_several_servers_stays_unseen_beside_what_it_tells() -> None:
    told = ServerSide("postgres", (Place("tablespace", "/data/ts"),), (Unseen("", Reason.DENIED, "data_directory"),))
    host = HostSide((ROOT, DATA, WAL), (server("/data/pg"), server("/wal/other", port=5433)))
    rooms = joined({"db": told, "host": host})
    assert [one.filesystem.mount for one in rooms.records] == ["/data"]
    assert [one.reason for one in rooms.unseen] == [Reason.DENIED]


def test_a_mount_point_is_no_beginning_of_a_name() -> None:
    at = ServerSide("postgres", (Place("data", "/database/pg"),))
    assert [one.filesystem.mount for one in joined({"db": at, "host": HostSide((ROOT, DATA), ())}).records] == ["/"]
    none = joined({"db": at, "host": HostSide((DATA,), ())})
    assert [one.subject for one in none.unseen] == ["/database/pg"]


def test_files_on_another_machines_disks_are_not_held_for_the_roots() -> None:
    nas = RemoteMount("/u02/oradata", "nas:/ora", "nfs4", Response.ANSWERS)
    lost = Unseen("/u03", Reason.FAILED, "df: -")
    remote = Listing((nas,), (Unseen("/u04", Reason.NOT_ASKED),))
    host = derive(Absent("none"), Listing((ROOT,), (lost,)), remote)
    places = tuple(Place("data", path) for path in ("/u02/oradata/shop", "/u03/x", "/u04", "/u02/other"))
    rooms = joined({"db": ServerSide("oracle", places), "host": host})
    assert [(one.filesystem.mount, [place.path for place in one.places]) for one in rooms.records] == [
        ("/", ["/u02/other"])
    ]
    assert {one.subject for one in rooms.unseen} >= {"/u02/oradata/shop", "/u03/x", "/u04"}


def test_without_the_host_nothing_is_known() -> None:
    with pytest.raises(SessionError) as error:
        joined({"db": DATABASE, "host": Unseen("", Reason.UNREACHABLE, "down")})
    assert error.value.reason is Reason.UNREACHABLE
    rooms = joined({"db": Unseen("", Reason.REFUSED), "host": HostSide((ROOT, DATA), (server("/data/pg"),))})
    assert [one.filesystem.mount for one in rooms.records] == ["/data"]
    assert rooms.unseen


def test_filesystems_that_were_not_seen_are_no_room() -> None:
    with pytest.raises(SessionError):
        derive(Absent("none"), SessionError(Reason.TIMEOUT), Absent("none"))
    with pytest.raises(SessionError):
        derive(Absent("none"), Listing((ROOT,)), SessionError(Reason.TIMEOUT))
    host = derive(Listing((replace(server("/data/pg"), is_closed=True),)), Listing((ROOT,)), Absent("none"))
    assert [one.reason for one in host.unseen] == [Reason.DENIED]


def entries(exhibits: list[Finding | Exhibit]) -> list[str]:
    return [str(row[2]) for one in exhibits if isinstance(one, Exhibit) for row in one.rows]


HOST = "targets:\n  - {id: HOST, kind: local}"


def test_every_proposed_entry_is_one_that_the_configuration_takes(tmp_path: Path) -> None:
    servers = (
        server("/var/lib/pg"),
        DatabaseServer("oracle", "Oracle", "ORCL", "/u01/db", 1521),
        DatabaseServer("mysql", "MariaDB", "", "/var/lib/mysql", None),
        DatabaseServer("dameng", "DM8", "", "/dm/data", 5236),
        DatabaseServer("kingbase", "KingbaseES", "", "/kb", 54321),
    )
    lines = entries(list(found(Listing(servers), Layered(NoLimits()), Scene())))
    (tmp_path / "xunjian.yaml").write_text(
        "\n".join(("credentials: {DB: {user: u}}", HOST, *(f"  {line}" for line in lines)))
    )
    read = load(tmp_path / "xunjian.yaml").targets[1:]
    assert [one.kind for one in read] == ["postgres", "oracle", "mysql", "dameng", "kingbase"]
    assert read[1].sql is not None
    assert read[1].sql.database == "ORCL"
    assert len({one.id for one in read}) == len(read)


@pytest.mark.peer
@pytest.mark.skipif(debian_binaries() is None or not is_there(), reason="no PostgreSQL or no MariaDB is installed")
@pytest.mark.parametrize("shell", ["/bin/dash", "/bin/bash", "busybox sh", "mksh"])
def test_real_servers_are_found_with_their_folders(shell: str) -> None:
    if not shutil.which(shell.split(maxsplit=1)[0]):
        pytest.skip(f"no {shell}")
    with mariadb("--log-bin=bin", "--server-id=1") as my, postgres() as pg:
        elsewhere = pg.folder / "elsewhere"
        elsewhere.mkdir()
        shutil.chown(elsewhere, pg.data.owner())
        pg.sql(f"create tablespace t1 location '{elsewhere}'")
        session = LocalSession(Budget(30, 5), shell=shell)
        ((_question, reply),) = session.ask([Question("x", DATABASE_SERVERS_PROC.ask)])
        assert isinstance(reply, bytes)
        servers = {one.port: one for one in parse(Answer(decode(reply)[0].out.decode())).records}
        assert servers[pg.port].data == str(pg.data)
        assert Place("tablespace", str(elsewhere)) in servers[pg.port].places
        assert servers[my.port].socket == my.socket
        pg.sql("drop tablespace t1")


CONFIG = """\
targets:
  - {{id: here, kind: local}}
  - id: db
    kind: postgres
    address: {folder}
    host: here
    access:
      sql: {{port: {port}, credential: dba}}
credentials:
  dba: {{user: postgres}}
"""


@pytest.mark.peer
@pytest.mark.skipif(debian_binaries() is None, reason="no PostgreSQL is installed")
def test_the_room_of_a_real_database_is_that_of_its_filesystem(tmp_path: Path) -> None:
    with postgres() as pg:
        (tmp_path / "xunjian.yaml").write_text(CONFIG.format(folder=pg.folder, port=pg.port))
        only = (
            "--only",
            "group.database_headroom",
            "--only",
            "server.databases_found",
            "--only",
            "database.postgres.instance",
        )
        done = xunjian("run", "--output", "json", "--store", "s.db", *only, folder=tmp_path)
        room = [one for one in done.findings() if one["check"] == "group.database_headroom"]
        assert [one["level"] for one in room if one["level"] != "unknown"], [one["summary"] for one in room]
        mount = subprocess.run(["df", "--output=target", str(pg.data)], capture_output=True, text=True, check=True).stdout
        assert mount.split()[-1] in {one["subject"] for one in room}
        here = [one["summary"] for one in done.findings("here") if one["check"] == "server.databases_found"]
        assert any(str(pg.port) in one for one in here)
