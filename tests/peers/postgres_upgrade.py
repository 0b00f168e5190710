"""A cluster of PostgreSQL carried to Debian's version by the real pg_upgrade, in place of the old one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.peers.postgres import PostgresServer, append, debian_binaries, give, place, run, running

_RESETWAL: Final = """\
#!/bin/sh
# pg_resetwal -n DATA: what the control file says; shown the cluster under the number of its own version
made=$(mktemp -d) && trap 'rm -rf "$made"' EXIT
cp -r "$2/global" "$made/" && ln -s "$2/pg_wal" "$made/pg_wal" && echo {major} >"$made/PG_VERSION" && chmod 700 "$made"
{program} "$1" "$made"
"""
"""pg_upgrade wants pg_controldata and pg_resetwal of the old version, which its package lacks. Those of 15 read a control
file of 14: both are of version 1300 (pg_control.h)."""


@contextmanager
def upgraded(old: PostgresServer) -> Iterator[PostgresServer]:
    """Stop the old server, upgrade its cluster, run the new one on its port with its settings and rules."""
    new = debian_binaries()
    assert new is not None, "no PostgreSQL is installed"
    old.control("-m", "fast", "stop")
    with place() as folder:
        server = replace(old, folder=folder, binaries=new)
        run([str(new / "initdb"), "-D", str(server.data), "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"])
        words = ["-b", str(_bindir(old, folder)), "-B", str(new), "-d", str(old.data), "-D", str(server.data)]
        run([str(new / "pg_upgrade"), *words, "-U", "postgres", "-s", str(folder), "--no-sync"], seconds=180, cwd=folder)
        lines = (old.data / "postgresql.conf").read_text().replace(str(old.folder), str(folder))
        (server.data / "postgresql.conf").unlink()
        append(server.data / "postgresql.conf", lines)
        shutil.copy(old.data / "pg_hba.conf", server.data / "pg_hba.conf")
        with running(server):
            yield server


def _bindir(old: PostgresServer, folder: Path) -> Path:
    """The old version's programs, with those of the new that read its control file."""
    made = folder / "old" / "bin"
    made.mkdir(parents=True)
    (folder / "old" / "lib").symlink_to(old.binaries.parent / "lib")
    (folder / "old" / "share").symlink_to(old.binaries.parent / "share")
    new = debian_binaries()
    assert new is not None
    library = old.binaries.parent / "lib"
    for one in old.binaries.iterdir():
        wrapper = made / one.name
        wrapper.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={library} exec {one} "$@"\n')
        wrapper.chmod(0o755)
    (made / "pg_controldata").symlink_to(new / "pg_controldata")
    (made / "pg_resetwal").write_text(_RESETWAL.format(major=new.parent.name, program=new / "pg_resetwal"))
    (made / "pg_resetwal").chmod(0o755)
    give(folder)
    return made
