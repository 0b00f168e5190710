"""One release after another and back: the links, the store and its copy, and everything as it was where a step fails."""

import os
import platform
import sqlite3
import stat
import tarfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from agent.installing import host, releases, upgrading
from agent.installing.trouble import InstallError
from agent.store.open import open_store
from agent.store.revision import HEAD
from tests.program import PROGRAM, Done, xunjian
from tests.stored import START, result, round_of

EARLIER = f"{int(HEAD) - 1:04}"
WORKS = f'#!/bin/sh\nexec {PROGRAM} "$@"\n'
FAILS = '#!/bin/sh\n[ "$1" = --version ] || { echo "disk is full" >&2; exit 1; }\n'
PYTHON = f"#!/bin/sh\necho {EARLIER}\n"


def bundle(folder: Path, version: str, program: str = WORKS, machine: str = "", extra: str = "", link: str = "") -> Path:
    """A bundle whose program is the one under test; its Python tells an earlier revision of the store."""
    label = f"xunjian-{version}-linux-{machine or platform.machine()}"
    path = folder / f"{label}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in (("bin/xunjian", program), ("bin/python3", PYTHON), *(((extra, "x"),) if extra else ())):
            one = tarfile.TarInfo(f"{label}/{name}")
            one.size, one.mode = len(text.encode()), stat.S_IMODE(0o755)
            archive.addfile(one, BytesIO(text.encode()))
        if link:
            one = tarfile.TarInfo(f"{label}/link")
            one.type, one.linkname = tarfile.SYMTYPE, link
            archive.addfile(one)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "s.db"
    with open_store(path) as opened:
        round_of(opened, result(at=START), purpose="quarterly")
    return path


def revision(path: Path) -> str:
    raw = sqlite3.connect(path)
    try:
        return str(raw.execute("SELECT version_num FROM xunjian_revision").fetchone()[0])
    finally:
        raw.close()


def service(folder: Path, *words: str) -> Done:
    return xunjian("service", *words, "--to", "base", "--store", str(folder / "s.db"), folder=folder)


def upgraded(folder: Path, path: Path) -> Done:
    """To a bundle that nobody signed, by its digest."""
    return service(folder, "upgrade", str(path), "--digest", sha256(path.read_bytes()).hexdigest())


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("s.db.before-*"))


def test_upgrade_and_back_again(tmp_path: Path, store: Path) -> None:
    base = tmp_path / "base"
    for version in ("0.1.0", "0.2.0"):
        done = upgraded(tmp_path, bundle(tmp_path, version))
        assert done.code == 0, done.err
    assert releases.named(base, "current") == "0.2.0"
    assert releases.named(base, "previous") == "0.1.0"
    assert releases.there(base) == ["0.2.0", "0.1.0"]
    back = service(tmp_path, "rollback")
    assert back.code == 0, back.err
    assert releases.named(base, "current") == "0.1.0"
    assert revision(store) == EARLIER
    newest = max(copies(tmp_path), key=lambda one: one.stat().st_mtime_ns)
    assert f"copy of the store as it was: {newest}" in back.out
    assert {revision(one) for one in copies(tmp_path)} == {HEAD}
    with open_store(store) as opened:
        assert len(list(opened.inspections())) == 1
        assert list(opened.verify()) == []


def test_a_store_that_cannot_be_moved_leaves_everything_as_it_was(tmp_path: Path, store: Path) -> None:
    base, before = tmp_path / "base", revision(store)
    assert upgraded(tmp_path, bundle(tmp_path, "0.1.0")).code == 0
    done = upgraded(tmp_path, bundle(tmp_path, "0.2.0", FAILS))
    assert done.code == 77
    assert "disk is full" in done.err
    assert releases.named(base, "current") == "0.1.0"
    assert releases.named(base, "previous") == ""
    assert releases.there(base) == ["0.1.0"]
    assert revision(store) == before


def test_what_the_service_manager_refuses_is_taken_back(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "base"
    common = ["--store", str(store)]
    upgrading.upgrade(bundle(tmp_path, "0.1.0"), base, common, str(store))
    monkeypatch.setattr(host, "is_active", lambda: "active")
    asked: list[str] = []

    def must(*words: str) -> None:
        asked.append(words[1])
        if words[1] == "start":
            raise InstallError

    real = host.run
    monkeypatch.setattr(host, "must", must)
    monkeypatch.setattr(
        host,
        "run",
        lambda *words, **more: asked.append(words[1]) if words[0] == "systemctl" else real(*words, **more),
    )
    with pytest.raises(InstallError):
        upgrading.upgrade(bundle(tmp_path, "0.2.0"), base, common, str(store))
    assert asked == ["stop", "start", "stop", "start"]
    assert releases.links(base) == {"current": "0.1.0", "previous": ""}
    with open_store(store) as opened:
        assert len(list(opened.inspections())) == 1
        assert list(opened.verify()) == []
    assert [one.name.split("-")[1] for one in copies(tmp_path)] == ["0.1.0"]


def test_what_is_no_bundle_of_this_machine_is_refused(tmp_path: Path) -> None:
    (bad := tmp_path / "x.tar.gz").write_bytes(b"")
    for path, words in (
        (bad, "is not named as a bundle"),
        (bundle(tmp_path, "0.3.0", machine="s390x"), "s390x"),
        (bundle(tmp_path, "0.4.0", extra="../../../out"), "outside"),
        (bundle(tmp_path, "0.5.0", link="/etc"), "outside"),
        (bundle(tmp_path, "0.6.0", link="bin/../.."), "outside"),
    ):
        with pytest.raises(InstallError) as refused:
            releases.unpacked(path, tmp_path / "base")
        assert words in str(refused.value)
    assert not [one for one in (tmp_path / "base").rglob("*") if one.is_file()]


def test_what_is_unpacked_is_readable_for_the_service_under_any_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        made = releases.unpacked(bundle(tmp_path, "0.1.0", link="bin/xunjian"), tmp_path / "a" / "base")
    finally:
        os.umask(before)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (made.parents[1], made.parent, made, *made.rglob("*"))}
    assert set(modes.values()) == {0o755}
    assert (made / "link").readlink() == Path("bin/xunjian")


def test_a_database_server_is_not_moved_without_a_copy(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="pg_dump"):
        upgrading.rollback(tmp_path, (), "postgresql://db/xunjian")


def test_the_releases_of_a_program_installed_another_way_are_none() -> None:
    assert releases.home() is None
    assert releases.launcher() == ""
