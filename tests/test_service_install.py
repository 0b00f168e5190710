"""Installing and taking away the service: what is looked at, what is written, what is left."""

import os
import pwd
from pathlib import Path

import pytest

from agent.installing import host, installing, removal
from agent.installing.trouble import InstallError
from agent.installing.wanted import Needs, needs_of, without_a_person
from config.credential_files import credential_name
from config.load import load
from tests.program import Done, xunjian

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root installs a service")
SITE = """\
site: {{customer: 甲, timezone: Asia/Shanghai}}
credentials:
  ops: {{user: inspect, password: "${{credential:ops}}"}}
  # nothing of a comment counts: "${{credential:never}}"
  two: {{user: inspect, password: "${{file:{folder}/two}}"}}
  three: {{user: inspect, password: "${{env:THREE}}"}}
  four: {{user: inspect, private_key: {folder}/id}}
daemon: {{folder: /srv/reports, log: {{file: /var/log/xunjian/daemon.log}}}}
targets:
  - {{id: {target}}}
"""


def configured(folder: Path, target: str = "here, kind: local") -> Path:
    path = folder / "xunjian.yaml"
    path.write_text(SITE.format(folder=folder, target=target), encoding="utf-8")
    (folder / "id").touch(mode=0o600)
    return path


def needs(path: Path, store: str = "") -> Needs:
    files: dict[str, bytes] = {}
    return needs_of(load(path, None, files), files, store)


def test_what_the_configuration_needs_is_read_from_it(tmp_path: Path) -> None:
    path = configured(tmp_path)
    told = needs(path, "/data/xj/store.db")
    assert told.is_local
    assert told.credentials == {
        "ops": "/etc/xunjian/credentials/ops",
        credential_name(f"{tmp_path}/two"): f"{tmp_path}/two",
    }
    assert told.variables == ("THREE",)
    assert not told.asks
    assert {str(path), f"{tmp_path}/id"} <= set(told.reads)
    assert told.writes == ("/data/xj", "/srv/reports")


def test_without_a_local_target_nothing_of_this_machine_is_asked(tmp_path: Path) -> None:
    assert not needs(
        configured(tmp_path, "app, kind: linux, address: 192.0.2.1, access: {ssh: {credential: ops}}")
    ).is_local


def test_a_secret_that_nobody_can_give_is_told(tmp_path: Path) -> None:
    path = configured(tmp_path)
    (missing,) = without_a_person(needs(path), "")
    assert "THREE" in str(missing)
    assert list(without_a_person(needs(path), "THREE=x\n")) == []
    path.write_text(path.read_text().replace("${env:THREE}", "${ask}"))
    (asked,) = without_a_person(needs(path), "")
    assert "${ask}" in str(asked).replace("{{", "{").replace("}}", "}")


@needs_root
def test_all_that_keeps_it_from_working_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "RUNNING", tmp_path)
    monkeypatch.setattr(host, "account", lambda: None)
    monkeypatch.setattr(host, "systemd_version", lambda: 252)
    (tmp_path / "two").write_text("secret")
    (tmp_path / "two").chmod(0o644)
    told = needs(configured(tmp_path))
    plan = installing.planned(told, tmp_path / "xunjian.yaml", has_hardware=False, has_processes=False)
    with pytest.raises(InstallError) as refused:
        installing.install(plan, told, Path("/"), starts=False)
    said = "\n".join(map(str, refused.value.texts))
    assert "useradd --system" in said
    assert f"{tmp_path}/id cannot be read" in said
    assert f"{tmp_path}/two is open to others" in said
    assert "/etc/xunjian/credentials/ops is not there" in said
    assert not any((Path("/") / name).exists() for name in installing.WRITTEN)


@needs_root
def test_a_service_manager_that_is_too_old_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "RUNNING", tmp_path)
    monkeypatch.setattr(host, "systemd_version", lambda: 219)
    told = needs(configured(tmp_path))
    plan = installing.planned(told, tmp_path / "xunjian.yaml", has_hardware=False, has_processes=False)
    with pytest.raises(InstallError, match="systemd 219 is older than 235"):
        installing.install(plan, told, Path("/"), starts=False)


@needs_root
def test_what_another_account_can_reach_is_asked_of_the_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "account", lambda: pwd.getpwnam("nobody"))
    (path := tmp_path / "file").touch(mode=0o600)
    assert not host.reachable(str(path), "r")
    assert host.reachable("/etc/passwd", "r")
    assert not host.reachable("/etc/passwd", "w")


def service(folder: Path, *words: str) -> Done:
    return xunjian("service", *words, folder=folder)


@needs_root
@pytest.mark.skipif(not Path("/usr/bin/systemctl").exists(), reason="systemd's tools are not installed")
def test_an_image_is_given_the_service_and_rid_of_it(tmp_path: Path) -> None:
    configured(tmp_path)
    (root := tmp_path / "root").mkdir()
    done = service(tmp_path, "install", "--root", str(root), "--config", "xunjian.yaml", "--hardware")
    assert done.code == 0, done.err
    written = {one for one in installing.WRITTEN if (root / one).is_file()}
    assert written == set(installing.WRITTEN)
    assert (root / "etc/systemd/system/multi-user.target.wants/xunjian.service").is_symlink()
    assert "xunjian:" in (root / "etc/passwd").read_text()
    assert (root / "etc/xunjian/credentials").stat().st_mode & 0o777 == 0o700
    assert "exposure" in service(tmp_path, "show", "--root", str(root)).out
    (state := root / "var/lib/xunjian").mkdir(parents=True)
    (state / "xunjian.db").write_bytes(b"x" * 2048)
    (root / "srv/reports").mkdir(parents=True)
    gone = service(tmp_path, "uninstall", "--root", str(root), "--config", "xunjian.yaml")
    assert gone.code == 0, gone.err
    assert f"stays: {state}, 2 KiB" in gone.out
    assert not any((root / one).exists() for one in installing.WRITTEN)
    assert not list((root / "etc/systemd/system").rglob("xunjian*"))
    purged = service(tmp_path, "uninstall", "--root", str(root), "--config", "xunjian.yaml", "--purge", "--yes")
    assert f"deleted: {state}" in purged.out
    assert f"stays: {root}/srv/reports" in purged.out
    assert removal.left(root) == ()


def test_the_files_can_be_seen_without_any_right(tmp_path: Path) -> None:
    configured(tmp_path)
    done = service(tmp_path, "install", "--print", "--config", "xunjian.yaml")
    assert done.code == 0, done.err
    assert "LoadCredential=ops:/etc/xunjian/credentials/ops" in done.out
    assert f"LoadCredential={credential_name(f'{tmp_path}/two')}:{tmp_path}/two" in done.out


def test_rights_to_this_machine_are_refused_where_it_is_no_target(tmp_path: Path) -> None:
    configured(tmp_path, "app, kind: linux, address: 192.0.2.1, access: {ssh: {credential: ops}}")
    done = service(tmp_path, "install", "--print", "--hardware", "--config", "xunjian.yaml")
    assert done.code == 64
