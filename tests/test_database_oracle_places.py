"""Room for an Oracle on its host's filesystems: its folders, each once, beside what the host measures."""

import pytest

from collectors.base import Absent, Answer, SessionError
from collectors.facts.database_servers import HostSide, Place, ServerSide
from collectors.facts.storage import Filesystem
from collectors.group.database_headroom import parse as join
from collectors.oracle.places import parse
from collectors.tables import Server, written

SERVER = Server("oracle", 1_921_000_000, "Oracle")


def told(*rows: tuple[str, str | None]) -> Answer:
    return Answer(written(SERVER, "ORCL", 0, ("about", "path"), rows))


ON_DISK = told(
    ("all", "3"),
    ("data", "/u01/oradata/ORCL/system01.dbf"),
    ("data", "/u01/oradata/ORCL/users01.dbf"),
    ("data", "/u02/oradata/big01.dbf"),
    ("temporary", "/u01/oradata/ORCL/temp01.dbf"),
    ("wal", "/u03/redo/redo01.log"),
    ("archive", "/arch/"),
    ("archive", "USE_DB_RECOVERY_FILE_DEST"),
    ("archive", "orcl_sh"),
    ("recovery", "+FRA"),
    ("log", "/u01/app/oracle"),
)


def test_each_folder_is_named_once_and_what_is_no_folder_is_left_out() -> None:
    assert parse(ON_DISK) == ServerSide(
        "oracle",
        (
            Place("data", "/u01/oradata/ORCL"),
            Place("data", "/u02/oradata"),
            Place("temporary", "/u01/oradata/ORCL"),
            Place("wal", "/u03/redo"),
            Place("archive", "/arch"),
            Place("log", "/u01/app/oracle"),
        ),
    )


def test_a_database_that_lies_on_asm_has_no_folder_and_one_without_files_was_not_seen() -> None:
    with pytest.raises(Absent):
        parse(told(("all", "2"), ("data", "+DATA/a.1"), ("recovery", "+FRA")))
    with pytest.raises(SessionError):
        parse(told(("all", "0")))


def filesystem(mount: str) -> Filesystem:
    size = 100 << 30
    return Filesystem(
        mount=mount, device=f"/dev{mount}", kind="xfs", size_bytes=size, used_bytes=size // 2, available_bytes=size // 2
    )


def test_tablespaces_that_share_a_filesystem_share_its_room_once() -> None:
    side = parse(ON_DISK)
    host = HostSide((filesystem("/"), filesystem("/u01"), filesystem("/u02"), filesystem("/arch")), ())
    rooms = join({"db": side, "host": host})
    assert [(room.filesystem.mount, len(room.places)) for room in rooms.records] == [
        ("/u01", 3),
        ("/u02", 1),
        ("/", 1),
        ("/arch", 1),
    ]
