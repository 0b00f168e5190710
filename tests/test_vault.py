"""The vault: it gives back what was put in, opens for its passphrase alone, and tells its passwords nowhere."""

import hashlib
import json
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.vaults import Vault, VaultTrouble, load, save
from config.secrets import Secret, resolve
from config.vault import Cost, Entry, VaultError, Wrong, opened, sealed
from tests.peers.sshd import missing
from tests.program import PROGRAM, Done, environment, xunjian
from tests.test_run_rights import PLANTED, RUN, assert_told_nowhere, door, levels, planted, reasons, summaries

CHEAP = Cost(n=2, r=1, p=1)
WORDS = Secret("correct horse battery")
OTHER = Secret("another horse battery")


def some(**secrets: str) -> dict[str, Entry]:
    return {"db01": Entry("oracle", {name: Secret(value) for name, value in secrets.items()}, date(2026, 1, 2), None)}


def told(entries: Mapping[str, Entry]) -> dict[str, object]:
    """Entries as values that compare."""
    return {
        name: (e.user, {k: v.reveal() for k, v in e.secrets.items()}, e.changed_on, e.expires_on, e.version)
        for name, e in entries.items()
    }


def why(content: bytes, passphrase: Secret = WORDS) -> Wrong:
    with pytest.raises(VaultError) as caught:
        opened(content, passphrase)
    return caught.value.why


def resummed(content: bytes) -> bytes:
    """A file whose checksum fits again, as one who changes it on purpose would write it."""
    body = content.rstrip(b"\n").rpartition(b"\n")[0] + b"\n"
    return body + hashlib.sha256(body).hexdigest().encode() + b"\n"


# --- the file

WRITABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(
    st.dictionaries(
        WRITABLE, st.builds(Entry, WRITABLE, st.dictionaries(WRITABLE, st.builds(Secret, WRITABLE)), st.dates())
    )
)
def test_what_was_put_in_comes_back(entries: dict[str, Entry]) -> None:
    assert told(opened(sealed(entries, WORDS, CHEAP), WORDS)) == told(entries)


def test_another_passphrase_does_not_open_it() -> None:
    assert why(sealed(some(password=PLANTED), WORDS, CHEAP), OTHER) is Wrong.PASSPHRASE


def test_a_passphrase_typed_in_either_form_of_unicode_opens_it() -> None:
    content = sealed(some(password="x"), Secret("Zürich, Bahnhof 1"), CHEAP)
    assert opened(content, Secret("Zu\N{COMBINING DIAERESIS}rich, Bahnhof 1"))


@settings(max_examples=60)
@given(st.data())
def test_a_flipped_byte_never_opens(data: st.DataObject) -> None:
    content = sealed(some(password=PLANTED), WORDS, CHEAP)
    at = data.draw(st.integers(0, len(content) - 2))
    bad = bytearray(content)
    bad[at] ^= data.draw(st.sampled_from([1, 2, 4, 8, 16, 32, 64]))
    assert why(bytes(bad)) in {Wrong.DAMAGED, Wrong.NO_VAULT}


@settings(max_examples=60)
@given(st.data())
def test_an_edited_file_with_a_new_checksum_never_opens(data: st.DataObject) -> None:
    content = sealed(some(password=PLANTED), WORDS, CHEAP)
    at = data.draw(st.integers(len(b"xunjian-vault 1\n"), len(content) - 67))
    bad = bytearray(content)
    bad[at] = data.draw(st.integers(32, 126).filter(lambda sign: sign != content[at]))
    assert why(resummed(bytes(bad))) in {Wrong.DAMAGED, Wrong.PASSPHRASE, Wrong.COSTLY}


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_torn_file_is_called_damaged(kept: float) -> None:
    content = sealed(some(password=PLANTED), WORDS, CHEAP)
    assert why(content[: int(len(content) * kept)]) is Wrong.DAMAGED


def test_a_file_that_a_windows_editor_saved_still_opens() -> None:
    assert opened(sealed(some(password="x"), WORDS, CHEAP).replace(b"\n", b"\r\n"), WORDS)


@pytest.mark.parametrize("content", [b"", b"hello\n", b"xunjian-vault 2\n{}\nAA==\n00\n"])
def test_another_file_is_no_vault(content: bytes) -> None:
    assert why(content) is Wrong.NO_VAULT


@pytest.mark.parametrize("change", [b'"n": 1099511627776', b'"n": 3', b'"n": 0', b'"n": -2'])
def test_a_header_that_would_take_all_memory_is_refused_before_it_does(change: bytes) -> None:
    content = resummed(sealed(some(password="x"), WORDS, CHEAP).replace(b'"n": 2', change))
    begun = time.monotonic()
    assert why(content) is Wrong.COSTLY
    assert time.monotonic() - begun < 1


def test_equal_entries_are_sealed_differently_and_length_is_not_told() -> None:
    short, long, again = (sealed(some(password=words), WORDS, CHEAP) for words in ("a", "a" * 60, "a"))
    assert short != again
    assert len(short) == len(long)


def test_a_try_costs_what_it_should() -> None:
    """OWASP's parameters: the default is not cheapened by accident."""
    assert Cost() == Cost(n=2**17, r=8, p=1)


# --- the file in its place


def test_it_is_written_for_its_owner_alone_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "v"
    os.umask(os.umask(0))
    save(path, some(password=PLANTED), WORDS, None)
    assert (path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (0o600, [path])
    entries, before = load(path, lambda: WORDS)
    save(path, {**entries, "x": Entry()}, WORDS, before)
    assert (path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (0o600, [path])


def test_two_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v"
    save(path, {}, WORDS, None)
    _entries, before = load(path, lambda: WORDS)
    save(path, some(password="mine"), WORDS, before)
    with pytest.raises(VaultTrouble, match="changed by another"):
        save(path, some(password="late"), WORDS, before)
    with pytest.raises(FileExistsError):
        save(path, {}, WORDS, None)
    assert load(path, lambda: WORDS)[0]["db01"].secrets["password"].reveal() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_vault_that_others_can_read_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "v"
    save(path, {}, WORDS, None)
    path.chmod(0o640)
    with pytest.raises(VaultTrouble) as caught:
        load(path, lambda: WORDS)
    assert "chmod 600" in str(caught.value.text)


def test_a_run_asks_for_the_passphrase_once_and_does_not_try_a_wrong_one_again(tmp_path: Path) -> None:
    path, asked = tmp_path / "v", []
    save(path, some(password=PLANTED, auth="a"), WORDS, None)

    def ask(words: Secret) -> Secret:
        asked.append(1)
        return words

    vault = Vault(path, lambda: ask(WORDS))
    for reference, secret in (("${vault:db01}", PLANTED), ("${vault:db01.auth}", "a")):
        assert resolve(reference, ask=str, place="x:1", vault=vault.secret).reveal() == secret
    with pytest.raises(VaultTrouble, match="has no"):
        vault.secret("db02", "password")
    wrong = Vault(path, lambda: ask(OTHER))
    for _turn in range(3):
        with pytest.raises(VaultTrouble, match="does not open"):
            wrong.secret("db01", "password")
    assert len(asked) == 2
    assert PLANTED not in repr(vault) + repr(vault.open())


# --- the commands


def phrase(folder: Path, words: str = WORDS.reveal(), name: str = "phrase") -> dict[str, str]:
    file = folder / name
    file.write_text(words + "\n")
    file.chmod(0o600)
    return {"XUNJIAN_VAULT_PASSPHRASE_FILE": str(file)}


def credentials(folder: Path, *arguments: str, typed: str | None = None, env: Mapping[str, str] | None = None) -> Done:
    return xunjian("credentials", *arguments, folder=folder, env=env or phrase(folder), typed=typed)


def test_an_entry_from_beginning_to_end(tmp_path: Path) -> None:
    assert credentials(tmp_path, "init").code == 0
    assert credentials(tmp_path, "init").code == 73
    made = credentials(tmp_path, "add", "db01", "--user", "oracle", "--expires-on", "2026-12-31", typed=PLANTED + "\n")
    assert (made.code, "${vault:db01}" in made.err) == (0, True)
    assert credentials(tmp_path, "add", "db01", "--field", "auth", typed=PLANTED + "-2\n").code == 0
    listed = credentials(tmp_path, "list", "--output", "json")
    (row,) = json.loads(listed.out)
    assert (row["user"], row["fields"], row["expires_on"]) == ("oracle", ["auth", "password"], None)
    assert credentials(tmp_path, "show-users").out == "db01\toracle\n"
    assert "oracle" in credentials(tmp_path, "list").out
    assert credentials(tmp_path, "remove", "db02").code == 64
    assert credentials(tmp_path, "remove", "db01").code == 0
    assert credentials(tmp_path, "list").out == ""
    said = made.out + made.err + listed.out + listed.err
    assert PLANTED not in said


def test_another_passphrase_takes_the_place_of_the_old(tmp_path: Path) -> None:
    credentials(tmp_path, "init")
    credentials(tmp_path, "add", "a", typed="x\n")
    new = {"XUNJIAN_VAULT_NEW_PASSPHRASE_FILE": phrase(tmp_path, OTHER.reveal(), "new")["XUNJIAN_VAULT_PASSPHRASE_FILE"]}
    assert credentials(tmp_path, "passphrase", env=phrase(tmp_path) | new).code == 0
    assert credentials(tmp_path, "list").code == 78
    assert "a" in credentials(tmp_path, "list", env=phrase(tmp_path, OTHER.reveal(), "new")).out


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [(("add", "../x"), "p\n", 64), (("add", "a"), "\n", 64), (("add", "a", "--expires-on", "soon"), "p\n", 64)],
)
def test_what_cannot_be_kept_is_refused(arguments: tuple[str, ...], typed: str, code: int, tmp_path: Path) -> None:
    credentials(tmp_path, "init")
    before = (tmp_path / "xunjian.vault").read_bytes()
    assert credentials(tmp_path, *arguments, typed=typed).code == code
    assert (tmp_path / "xunjian.vault").read_bytes() == before


def test_a_short_passphrase_a_missing_vault_and_a_damaged_one_are_said_in_words(tmp_path: Path) -> None:
    short = credentials(tmp_path, "init", env=phrase(tmp_path, "short"))
    assert (short.code, "at least 12" in short.err) == (78, True)
    assert "credentials init" in credentials(tmp_path, "list").err
    credentials(tmp_path, "init")
    path = tmp_path / "xunjian.vault"
    path.write_bytes(path.read_bytes()[:-100])
    damaged = credentials(tmp_path, "list")
    assert (damaged.code, "damaged" in damaged.err) == (78, True)


def on_a_terminal(folder: Path, lines: list[str], *arguments: str) -> tuple[int, str]:
    """Run it on a terminal where a person types a line at each prompt; give the exit code and the screen."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", str(PROGRAM), "credentials", *arguments],
        cwd=folder,
        env=environment(folder / "home"),
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    screen = b""
    for line in lines:
        seen = len(screen)
        while not re.search(rb": $", screen[seen:]):
            screen += os.read(master, 1024)
        os.write(master, line.encode() + b"\n")
    with suppress(OSError):  # the terminal is gone with the last who held it
        while more := os.read(master, 1024):
            screen += more
    os.close(master)
    return process.wait(60), screen.decode(errors="replace")


def test_a_person_types_each_secret_twice_and_never_sees_it(tmp_path: Path) -> None:
    words = WORDS.reveal()
    code, screen = on_a_terminal(tmp_path, [words, words], "init")
    assert (code, words in screen) == (0, False)
    code, screen = on_a_terminal(tmp_path, [words, PLANTED, PLANTED], "add", "db01")
    assert (code, PLANTED in screen) == (0, False), screen
    code, screen = on_a_terminal(tmp_path, [words, PLANTED, "other"], "add", "db02")
    assert (code, "do not agree" in screen) == (64, True)
    assert credentials(tmp_path, "show-users").out == "db01\t\n"


def test_a_process_that_opened_a_vault_leaves_no_core(tmp_path: Path) -> None:
    """Neither as a file nor through a pipe: prctl(2), PR_GET_DUMPABLE."""
    program = (
        "import ctypes, resource; from agent.vaults import keep_out_of_dumps; keep_out_of_dumps();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert made.stdout == "0 (0, 0)\n"


# --- a run that needs it

peer = [pytest.mark.peer, pytest.mark.skipif(bool(missing()), reason=missing() or "sshd is there")]


@pytest.mark.peer
@peer[1]
@pytest.mark.parametrize("is_right", [True, False])
def test_a_password_of_the_vault_is_told_nowhere(*, is_right: bool, tmp_path: Path) -> None:
    credentials(tmp_path, "init")
    credentials(tmp_path, "add", "db01", "--user", "inspect", typed=PLANTED + "\n")
    with door(tmp_path, PLANTED if is_right else "another") as stub:
        planted(tmp_path, stub, "${vault:db01}", user="")
        made = xunjian(*RUN, "--verbose", folder=tmp_path, env=phrase(tmp_path))
        again = xunjian(*RUN, folder=tmp_path, env=phrase(tmp_path))
        assert stub.offers.count(f"password {PLANTED}") == (2 if is_right else 1)
        assert ("unknown" in levels(made, "a")) != is_right, summaries(made, "a")
        if not is_right:
            credentials(tmp_path, "add", "db01", typed="another\n")
            assert "unknown" not in levels(xunjian(*RUN, folder=tmp_path, env=phrase(tmp_path)), "a"), "changed there"
    (tmp_path / "phrase").unlink()
    assert_told_nowhere(tmp_path, made.out, made.err, again.out, again.err)


@pytest.mark.peer
@peer[1]
def test_a_wrong_passphrase_is_said_once_and_nothing_is_offered(tmp_path: Path) -> None:
    credentials(tmp_path, "init")
    credentials(tmp_path, "add", "db01", "--user", "inspect", typed=PLANTED + "\n")
    with door(tmp_path, PLANTED) as stub:
        planted(tmp_path, stub, "${vault:db01}", user="")
        made = xunjian(*RUN, folder=tmp_path, env=phrase(tmp_path, OTHER.reveal()))
        assert (made.code, stub.offers) == (3, [])
    assert made.err.count("does not open") == 1
    assert reasons(made, "a") == {"no_credential"}
