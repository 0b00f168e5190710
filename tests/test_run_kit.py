"""A kit's bundle and a live run of the same machine give the same findings, on every shell and by every way back."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.commands.imported import ONLY_MOST, Asked, advise
from checks.base import Finding, Level
from checks.result import TargetResult
from collectors.sessions.bundle import ASK_IT
from config.text import Text, _
from tests.program import Done, xunjian
from tests.test_run_same import UNSTEADY, as_it_is, here, verdict

AT = datetime(2026, 11, 22, tzinfo=UTC)
SHELLS = ("dash", "bash", "busybox sh", "mksh")
IMPORT = ("import", "--output", "json", "--store", "s.db", "--target", "local")


def _kit(folder: Path, *more: str) -> Path:
    here(folder)
    done = xunjian("kit", "-o", "kit.sh", *more, folder=folder)
    assert done.code == 0, done.err
    return folder / "kit.sh"


def _run(shell: str, kit: Path, *arguments: str) -> bytes:
    done = subprocess.run(
        [*shell.split(), str(kit), *arguments], capture_output=True, check=True, cwd=kit.parent, timeout=120
    )
    return done.stdout


def _assert_as_live(done: Done) -> None:
    """The same verdicts; only what depends on a second question may say that the kit did not ask it."""
    live, found = as_it_is(), verdict(done)
    assert {check for check, _subject in live} == {check for check, _subject in found}
    differing = {}
    for key in live.keys() | found.keys():
        mine, theirs = live.get(key), found.get(key)
        is_second = theirs is not None and theirs["level"] == "unknown" and theirs["reason"] == "not_asked"
        if key[0] in UNSTEADY or is_second or (mine and theirs and mine["level"] == theirs["level"]):
            continue
        differing[key] = (mine and mine["level"], theirs and theirs["level"])
    assert not differing


@pytest.mark.parametrize("shell", SHELLS)
def test_the_file_of_every_shell_is_judged_as_a_live_run(shell: str, tmp_path: Path) -> None:
    _run(shell, _kit(tmp_path), "-o", str(tmp_path))
    [made] = tmp_path.glob("xunjian-*.xjb")
    done = xunjian(*IMPORT, made.name, folder=tmp_path)
    _assert_as_live(done)
    assert done.json()["inspection"]["purpose"] == "kit"


def test_a_pasted_kit_s_terminal_log_is_judged_as_a_live_run(tmp_path: Path) -> None:
    pasted = _kit(tmp_path, "--paste").read_bytes()
    done = subprocess.run(["bash"], input=pasted, capture_output=True, check=True, cwd=tmp_path, timeout=120)
    log = b"\r\n".join(line[at : at + 80] for line in done.stdout.split(b"\n") for at in range(0, max(1, len(line)), 80))
    (tmp_path / "session.log").write_bytes("[root@主机 ~]# \r\n".encode("gbk") + log)
    _assert_as_live(xunjian(*IMPORT, "session.log", folder=tmp_path))


def test_a_bundle_that_was_altered_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    _run("sh", _kit(tmp_path, "--only", "server.md_raid"), "-o", str(tmp_path))
    [made] = tmp_path.glob("xunjian-*.xjb")
    raw = bytearray(made.read_bytes())
    raw[len(raw) // 2] ^= 4
    made.write_bytes(raw)
    done = xunjian(*IMPORT, made.name, folder=tmp_path)
    assert done.code == 65
    assert "checksum" in done.err
    assert not (tmp_path / "s.db").exists()


def test_a_bundle_cut_in_half_is_judged_as_far_as_it_goes_and_marked(tmp_path: Path) -> None:
    _run("sh", _kit(tmp_path), "-o", str(tmp_path))
    [made] = tmp_path.glob("xunjian-*.xjb")
    raw = made.read_bytes()
    made.write_bytes(raw[: len(raw) // 2])
    done = xunjian(*IMPORT, made.name, folder=tmp_path)
    assert "ends before the kit had ended" in done.err
    found, live = verdict(done), as_it_is()
    cut = [one for one in found.values() if one["reason"] == "cut"]
    assert cut
    assert all(one["remedy"] for one in cut)
    seen = [key for key, one in found.items() if one["level"] != "unknown" and key[0] not in UNSTEADY]
    assert seen
    assert [key for key in seen if key in live and live[key]["level"] != found[key]["level"]] == []


def test_a_host_that_no_configuration_knows_gets_its_own_name(tmp_path: Path) -> None:
    _run("sh", _kit(tmp_path, "--only", "server.md_raid"), "-o", str(tmp_path))
    [made] = tmp_path.glob("xunjian-*.xjb")
    (tmp_path / "xunjian.yaml").unlink(missing_ok=True)
    done = xunjian("import", "--output", "json", "--store", "other.db", made.name, folder=tmp_path)
    [target] = done.json()["targets"]
    assert target["id"] in made.name


def test_a_wrong_name_and_no_file_are_said(tmp_path: Path) -> None:
    _run("sh", _kit(tmp_path, "--only", "server.md_raid"), "-o", str(tmp_path))
    [made] = tmp_path.glob("xunjian-*.xjb")
    assert xunjian("import", "--store", "s.db", "--target", "nobody", made.name, folder=tmp_path).code == 65
    assert xunjian("import", "--store", "s.db", "no-such.xjb", folder=tmp_path).code == 66
    (tmp_path / "empty.log").write_text("nothing here\n")
    assert xunjian("import", "--store", "s.db", "empty.log", folder=tmp_path).code == 65


def test_what_a_kit_did_not_ask_is_asked_by_another_kit_not_by_a_live_session(tmp_path: Path) -> None:
    _run("dash", _kit(tmp_path, "--only", "server.md_raid"), "-o", str(tmp_path))
    [made] = tmp_path.glob("xunjian-*.xjb")
    done = xunjian("import", "--store", "s.db", "--target", "local", made.name, folder=tmp_path)
    assert "retry-unknown" not in done.out + done.err
    assert "xunjian kit --only CHECK" in done.out
    assert "xunjian kit --target local --out kit.sh" in done.err


def left_out(check: str, remedy: Text | None = ASK_IT) -> Finding:
    return Finding("", Level.UNKNOWN, _("x"), reason="not_asked", remedy=remedy, check=check)


@pytest.mark.parametrize(
    ("findings", "command"),
    [
        ((left_out("server.lvm"), left_out("server.cpu")), " --only server.lvm --only server.cpu\n"),
        (tuple(left_out(f"server.c{n}") for n in range(ONLY_MOST + 1)), " --out kit.sh\n"),
        ((left_out("server.lvm", None),), ""),
        ((), ""),
    ],
)
def test_the_command_that_asks_what_was_left_out_names_a_few_checks(
    findings: tuple[Finding, ...], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    advise(TargetResult("h", "linux", "linux", "", "done", AT, AT, findings), Asked("f", "", "table", "en"))
    said = capsys.readouterr().err
    assert said.endswith(command) if command else not said
