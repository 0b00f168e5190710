"""Secrets: where they are found, when they are refused, and that they never show."""

import logging
import os
import pickle
import traceback
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.problems import ConfigError
from config.secrets import Asked, Secret, check, check_key_file, resolve

PLANTED = "Hunter2-geheim"


def never(name: str) -> str:
    raise AssertionError(name)


def planted(folder: Path, content: bytes = PLANTED.encode(), mode: int = 0o600) -> Path:
    path = folder / "secret"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def refused(reference: str) -> str:
    with pytest.raises(ConfigError) as caught:
        resolve(reference, ask=never, place="x.yaml:7", name="ops.password")
    (problem,) = caught.value.problems
    assert problem.place == "x.yaml:7"
    assert check(reference, "x.yaml:7", "ops.password") == (problem,)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + "".join(caught.value.render("zh_CN"))
    assert PLANTED not in shown
    return caught.value.render("en")[0]


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XJ_TEST", PLANTED)
    assert resolve("${env:XJ_TEST}", ask=never, place="x:1").reveal() == PLANTED
    monkeypatch.delenv("XJ_TEST")
    assert refused("${env:XJ_TEST}") == (
        "x.yaml:7: ops.password: found no environment variable XJ_TEST;"
        " set it for the process that runs xunjian: export XJ_TEST=…"
    )
    monkeypatch.setenv("XJ_TEST", "")
    assert "an empty secret" in refused("${env:XJ_TEST}")


@pytest.mark.parametrize(
    ("content", "secret"), [(b"a b", "a b"), (b"a\n", "a"), (b"a\r\n", "a"), (b" a \n", " a "), ("密".encode(), "密")]
)
def test_from_a_file_without_its_line_end(content: bytes, secret: str, tmp_path: Path) -> None:
    assert resolve(f"${{file:{planted(tmp_path, content)}}}", ask=never, place="x:1").reveal() == secret


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o620, 0o602, 0o601, 0o666])
def test_a_file_that_others_can_touch_is_refused(mode: int, tmp_path: Path) -> None:
    path = planted(tmp_path, mode=mode)
    said = refused(f"${{file:{path}}}")
    assert f"{path}, which others can read or write (mode {mode:04o}); take their rights away: chmod 600 {path}" in said


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ours_alone_is_taken(mode: int, tmp_path: Path) -> None:
    assert resolve(f"${{file:{planted(tmp_path, mode=mode)}}}", ask=never, place="x:1").reveal() == PLANTED


def test_a_link_is_judged_by_what_it_leads_to(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(planted(tmp_path, mode=0o644))
    assert "others can read" in refused(f"${{file:{link}}}")
    planted(tmp_path, mode=0o600)
    assert resolve(f"${{file:{link}}}", ask=never, place="x:1").reveal() == PLANTED


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_account_is_refused(tmp_path: Path) -> None:
    path = planted(tmp_path)
    os.chown(path, 12345, 12345)
    assert "belongs to another account" in refused(f"${{file:{path}}}")


def test_what_is_no_secret_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(f"${{file:{tmp_path}/gone}}")
    assert "no ordinary file" in refused(f"${{file:{tmp_path}}}")
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "no ordinary file" in refused(f"${{file:{tmp_path}/pipe}}")
    assert "an empty secret" in refused(f"${{file:{planted(tmp_path, b'')}}}")
    assert "no text in UTF-8" in refused(f"${{file:{planted(tmp_path, PLANTED.encode() + bytes([255]))}}}")
    assert "too long" in refused(f"${{file:{planted(tmp_path, b'a' * 65_537)}}}")


def test_a_secret_in_place_of_a_reference_is_refused_and_not_repeated() -> None:
    assert "a secret in clear text" in refused(PLANTED)
    assert "a secret in clear text" in refused("${env:X}" + PLANTED)


def test_an_empty_reference_is_no_secret() -> None:
    assert not resolve("", ask=never, place="x:1")


def test_a_person_is_asked_once_a_name_also_by_many_threads() -> None:
    questions: list[str] = []

    def prompt(name: str) -> str:
        questions.append(name)
        return PLANTED

    asked = Asked(prompt)
    got: list[str] = []

    def one() -> None:
        got.append(resolve("${ask}", ask=asked, place="x:1", name="ops.password").reveal())

    threads = [Thread(target=one) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (questions, got) == (["ops.password"], [PLANTED] * 8)
    assert check("${ask}", "x:1") == ()
    assert PLANTED not in repr(asked)


def test_an_empty_answer_is_no_secret() -> None:
    with pytest.raises(ConfigError, match="an empty secret"):
        resolve("${ask}", ask=lambda _name: "", place="x:1")


def test_a_private_key_is_held_to_the_same_rules(tmp_path: Path) -> None:
    path = planted(tmp_path)
    assert check_key_file(str(path), "x:1") == ()
    path.chmod(0o644)
    (problem,) = check_key_file(str(path), "x:1", "ops.private_key")
    assert "others can read" in str(problem.text())
    assert len(check_key_file(str(tmp_path / "gone"), "x:1")) == 1


@given(st.text(min_size=8))
def test_a_secret_never_shows(value: str) -> None:
    secret = Secret(value)
    shown = [repr(secret), str(secret), f"{secret}", "%s" % secret, repr([secret]), repr({"a": secret})]  # noqa: UP031 - as loggers do
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s %r", (secret, secret), None)
    assert {*shown, record.getMessage()} <= {
        "Secret(***)",
        "[Secret(***)]",
        "{'a': Secret(***)}",
        "Secret(***) Secret(***)",
    }
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert not hasattr(secret, "__dict__")
