"""Targets that lie, and those who live on them: no program of theirs runs as root, nothing of theirs fills our memory."""

import gzip
import io
import shutil
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest

from agent import vaults
from agent.catalogue import COLLECTORS
from collectors.base import Answer, Collector, Reason, SessionError, Shell
from collectors.linux import backup_tools
from collectors.linux.programs import SAFELY
from collectors.sessions import armour, resp
from collectors.sessions.page_text import page_text
from collectors.sessions.script import harness
from collectors.sessions.terminal import Terminal
from config.secrets import Secret
from config.vault import Cost, Entry, opened, sealed

SHELLS = [one for one in (["dash"], ["bash"], ["mksh"], ["busybox", "ash"]) if shutil.which(one[0])]
each_shell = pytest.mark.parametrize("shell", SHELLS, ids=[one[-1] for one in SHELLS])


def command(ask: str) -> str:
    for one in COLLECTORS:
        if one.id == ask and isinstance(one, Collector) and isinstance(one.ask, Shell):
            return one.ask.command
    raise KeyError(ask)


def run(
    shell: list[str], text: str, *values: str, path: str = "/usr/sbin:/usr/bin:/sbin:/bin", folder: Path | None = None
) -> str:
    whole = harness()
    carrier = whole[whole.index("_carrier=") : whole.index("quit() {")]
    mask = carrier + 'eval "${_carrier%%_c=*}"\n'
    environment = {"PATH": path, "LC_ALL": "C", "S": "", "HOME": "/", "TMPDIR": str(folder or "/tmp")}
    made = subprocess.run([*shell, "-c", mask + text, "ask", *values], env=environment, capture_output=True, check=False)
    return made.stdout.decode(errors="backslashreplace")


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@each_shell
def test_a_program_that_others_can_replace_is_not_safe(shell: list[str], tmp_path: Path) -> None:
    other = program(tmp_path / "open" / "jstat", "true")
    other.parent.chmod(0o777)
    said = run(
        shell, SAFELY + 'for f; do if safe "$f"; then echo yes; else echo no; fi; done', "/bin/sh", str(other), "/nope"
    )
    assert said.split() == ["yes", "no", "no"]


@each_shell
def test_what_is_not_safe_does_not_run_as_ourselves(shell: list[str], tmp_path: Path) -> None:
    other = program(tmp_path / "open" / "jstat", f"echo ran >{tmp_path}/open/ran")
    other.parent.chmod(0o777)
    assert run(shell, SAFELY + 'by $$ "$1" 2>/dev/null; echo $?', str(other)) == "126\n"
    assert not (tmp_path / "open" / "ran").exists()


@each_shell
def test_a_link_that_is_turned_after_the_look_runs_nothing_else(shell: list[str], tmp_path: Path) -> None:
    other = program(tmp_path / "open" / "attack", f"echo ran >{tmp_path}/open/ran")
    other.parent.chmod(0o777)
    link = tmp_path / "open" / "jstat"
    link.symlink_to("/bin/true")
    # nice stands between the look and the run: here it turns the link, as its owner could
    turn = 'nice() { shift 2; ln -sf "$t" "$l"; "$@"; }\n'
    words = SAFELY + turn + 't=$1 l=$2; by $$ "$2"; echo $?'
    assert run(shell, words, str(other), str(link)) == "0\n"
    assert link.resolve() == other
    assert not (tmp_path / "open" / "ran").exists()


@each_shell
def test_a_folder_is_safe_by_itself(shell: list[str], tmp_path: Path) -> None:
    text = SAFELY + 'for f; do if safe "$f" d; then echo "$_f"; else echo "no$_f"; fi; done'
    assert run(shell, text, "/proc/self/root/usr/", str(tmp_path), "/bin/true").split() == ["/usr", "no", "no"]


@each_shell
def test_a_process_that_calls_itself_nginx_names_no_program_for_us(shell: list[str], tmp_path: Path) -> None:
    evil = program(tmp_path / "evil", f"echo ran >>{tmp_path}/ran")
    named = tmp_path / "nginx"
    shutil.copy("/bin/sleep", named)
    with subprocess.Popen([f"nginx: master process {evil}", "60"], executable=named) as process:
        try:
            said = run(shell, command("linux.nginx"))
        finally:
            process.kill()
    assert "\n@test 126 xunjian: permission denied" in said
    assert not (tmp_path / "ran").exists()


@each_shell
def test_passwords_in_blocks_of_one_line_stay_on_the_target(shell: list[str], tmp_path: Path) -> None:
    file = tmp_path / "keepalived.conf"
    file.write_text(
        "vrrp_instance A { state MASTER authentication { auth_type PASS auth_pass S3cret } "
        "virtual_ipaddress { 10.0.0.1 } }\n"
        "vrrp_instance B {\n authentication { auth_type PASS\n auth_pass S3cret }\n virtual_ipaddress {\n 10.0.0.2\n }\n}\n"
    )
    said = run(shell, command("linux.keepalived").replace("/etc/keepalived/keepalived.conf", str(file)))
    assert "S3cret" not in said
    assert "10.0.0.1" in said
    assert "10.0.0.2" in said


@each_shell
@pytest.mark.parametrize("ask", ["linux.traits", "linux.mount_tables"])
def test_passwords_of_mounts_stay_on_the_target(shell: list[str], ask: str, tmp_path: Path) -> None:
    file = tmp_path / "fstab"
    file.write_text("//server/share /mnt/share cifs username=a,password=S3cret,nofail 0 0\n")
    said = run(shell, command(ask).replace("/etc/fstab", str(file)))
    assert "S3cret" not in said
    assert "/mnt/share cifs username=a,password=***" in said


@each_shell
def test_settings_are_read_without_the_folder_that_would_be_mounted(shell: list[str]) -> None:
    said = run(shell, command("linux.settings_files")).partition("@area hosts")[0]
    assert " vm.swappiness = " in said
    assert "binfmt_misc" not in said
    assert "sysctl -a" not in command("linux.settings_files").replace("# never sysctl -a", "")


@each_shell
@pytest.mark.parametrize(("target", "is_run"), [("libexec/dnf-utils", 0), ("bin/yum-utils", 1)])
def test_needs_restarting_of_dnf_is_left_alone(shell: list[str], target: str, is_run: int, tmp_path: Path) -> None:
    real = program(tmp_path / target, f"echo ran >{tmp_path}/ran; echo 'Reboot should not be necessary.'")
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "needs-restarting").symlink_to(real)
    said = run(shell, command("linux.patches.release"), path=f"{tmp_path}/first:/usr/bin:/bin")
    assert said.endswith("@end\n")
    assert [(tmp_path / "ran").exists(), "@needs-restarting 0" in said] == [bool(is_run)] * 2


def test_a_packed_file_unpacks_to_so_much_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(armour, "MOST_BYTES", 1000)
    assert len(armour.unpacked(gzip.compress(bytes(5_000_000)))) == 1000
    damaged = bytearray(gzip.compress(bytes(5_000_000)))
    damaged[-6] ^= 0xFF
    assert 1000 <= len(armour.unpacked(bytes(damaged))) < 1_200_000


@pytest.mark.parametrize("sign", [b" ", b"-", b"\x1b[", b"\x1b]", b"\t", b"(", b"-- "])
def test_a_log_costs_no_more_than_its_length(sign: bytes) -> None:
    started = time.process_time()
    armour.cleaned(sign * 300_000)
    assert time.process_time() - started < 5


def test_a_title_and_a_pager_are_still_taken_out() -> None:
    assert armour.cleaned(b"\x1b]0;ops@db01:~\x07ab\x1b[31mc --More-- \r        \rd") == b"abcd"


def test_a_head_that_claims_ten_million_lines_is_none() -> None:
    assert not armour.recovered(b"~abcd begin 9999999 1 1\n")


def test_who_never_stops_talking_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectors.sessions.terminal._HEARD_MOST_BYTES", 1_000_000)

    class Endless:
        def settimeout(self, _seconds: float) -> None: ...

        def recv(self, most: int) -> bytes:
            return b"x" * most

        def heard(self) -> None: ...

        def check_total(self) -> None: ...

    endless = cast("Any", Endless())
    with pytest.raises(SessionError) as raised:
        Terminal(endless, endless, lambda: None).read_until(b"end", 30)
    assert raised.value.reason is Reason.CUT


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "unicode_escape", "UTF-7", "zlib", "nonsense"])
def test_a_page_names_no_codec_of_python_alone(charset: str) -> None:
    started = time.process_time()
    assert page_text(b"a-" + b"z9" * 100_000 + b"\\u4e2d", f"text/html; charset={charset}").endswith("\\u4e2d")
    assert time.process_time() - started < 1


def test_arrays_within_arrays_are_no_answer() -> None:
    with pytest.raises(SessionError):
        resp.ask(cast("Any", io.BufferedRandom(cast("Any", io.BytesIO()))), ("INFO",), 1000)
    for said in (b"*1\r\n" * 50_000, b"*100000\r\n", b"*64\r\n" + b"$1000\r\n"):
        with pytest.raises(SessionError):
            resp._reply(cast("Any", io.BytesIO(said)), 1000)


@pytest.mark.parametrize(("tool", "nothing"), [("pgbackrest", "[]"), ("barman", "{}"), ("pgbackrest", "[" * 100_000)])
def test_a_backup_program_that_knows_of_nothing_is_not_seen(tool: str, nothing: str) -> None:
    found = backup_tools.parse(Answer(f"@now 1790000000\n@{tool} 0\n {nothing}\n@found 1\n@lines 4\n@end\n"))
    assert not found.sets.records
    assert [one.subject for one in found.sets.unseen] == [tool]


def test_of_two_who_write_the_vault_at_once_none_is_told_saved_and_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vaults, "sealed", lambda entries, passphrase: sealed(entries, passphrase, Cost(n=2**10)))
    path, passphrase = tmp_path / "x.vault", Secret("a passphrase of ours")
    vaults.save(path, {}, passphrase, None)
    for turn in range(20):
        before = path.read_bytes()
        base, saved, both = opened(before, passphrase), list[str](), threading.Barrier(2)

        def write(
            name: str,
            before: bytes = before,
            base: dict[str, Entry] = base,
            saved: list[str] = saved,
            both: threading.Barrier = both,
        ) -> None:
            both.wait()
            with suppress(vaults.VaultTrouble):
                vaults.save(path, {**base, name: Entry("u")}, passphrase, before)
                saved.append(name)

        writers = [threading.Thread(target=write, args=(f"{turn}-{one}",)) for one in "ab"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert saved
        assert set(saved) <= opened(path.read_bytes(), passphrase).keys()
