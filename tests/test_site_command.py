"""``xunjian site`` as a person uses it: keys compared, a file written and taken in, the gate, names that changed."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from agent.bundles.configured import files_of
from agent.bundles.content import GOES
from agent.commands.evidence import command as evidence
from agent.commands.problems import command as problems
from agent.commands.site import command as site
from checks.base import Level
from config.load import load
from tests.site_stores import CUSTOMER, moment, round_in, seen, store_at, told

AT = moment(2026, 3, 2, 8)
SECRET = "planted-clear-secret"
COMMENT = "planted comment"


def configure(folder: Path, data: str = "leaves", role: str = "both", **more: object) -> Path:
    folder.mkdir(exist_ok=True)
    config = folder / "xunjian.yaml"
    blocks = {
        "site": {"customer": CUSTOMER, "timezone": "Asia/Shanghai"},
        "contract": {"data": data},
        "store": {"url": str(folder / "s.db"), "role": role},
        **more,
    }
    config.write_text(f"# {COMMENT}\n{json.dumps(blocks, ensure_ascii=False)}")
    return config


def say(config: Path, *words: str, command: click.Command = site) -> Result:
    return CliRunner().invoke(command, [*words, "--config", str(config), "--lang", "en"])


@pytest.fixture
def laptops(tmp_path: Path) -> tuple[Path, Path]:
    """Two configured machines; the first has a round."""
    one, other = configure(tmp_path / "a"), configure(tmp_path / "b")
    with store_at(tmp_path / "a" / "s.db") as store:
        round_in(store, AT, seen("app01", AT, {"/": Level.WARN}))
    return one, other


def key_of(config: Path) -> tuple[Path, str]:
    """The file with a machine's public key, and what is read aloud of it."""
    done = say(config, "key")
    assert done.exit_code == 0, done.output
    file = config.with_name("key.pub")
    file.write_text(done.output)
    return file, done.output.split()[-1]


def test_from_one_laptop_to_the_next(laptops: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = laptops
    (public, _fingerprint), (_public, signer) = key_of(other), key_of(one)
    file = str(tmp_path / "x.bundle")
    done = say(one, "export", file, "--to", str(public))
    assert done.exit_code == 0, done.output
    assert "1 inspections" in done.output
    assert (tmp_path / "x.bundle").stat().st_mode & 0o777 == 0o600
    refused = say(other, "import", file)
    assert refused.exit_code == 65
    assert signer in refused.output
    taken = say(other, "import", file, "--trust", signer, "--write-config", str(tmp_path / "taken"))
    assert taken.exit_code == 0, taken.output
    assert say(other, "import", file).exit_code == 0
    with store_at(tmp_path / "a" / "s.db") as first, store_at(tmp_path / "b" / "s.db") as second:
        assert told(first) == told(second)
        assert [row.name for row in second.recorded("trust")] == [signer]
    verified = say(other, "verify", command=evidence)
    assert (verified.exit_code, "0 flaws" in verified.output) == (0, True)
    assert load(tmp_path / "taken" / "xunjian.yaml").customer == CUSTOMER
    log = (tmp_path / "a" / "s.db.run-log.jsonl").read_text()
    assert "site export" in log
    again = say(other, "import", file, "--write-config", str(tmp_path / "taken"))
    assert again.exit_code == 73


def test_a_file_is_never_written_over(laptops: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = laptops
    public, _fingerprint = key_of(other)
    (tmp_path / "x").write_text("old")
    assert say(one, "export", str(tmp_path / "x"), "--to", str(public)).exit_code == 73
    assert (tmp_path / "x").read_text() == "old"
    assert say(one, "export", str(tmp_path / "y"), "--to", str(one)).exit_code == 65
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "x"]


@pytest.mark.parametrize(
    ("data", "way", "code"),
    [
        ("stays", "key", 77),
        ("stays", "passphrase", 77),
        ("stays", "key here", 0),
        ("leaves-masked", "key", 0),
        ("leaves-masked", "passphrase", 77),
        ("leaves-masked", "passphrase here", 0),
        ("leaves", "passphrase", 0),
    ],
)
def test_it_leaves_as_the_customer_chose(
    laptops: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, way: str, code: int
) -> None:
    one, other = laptops
    public, _fingerprint = key_of(other)
    configure(one.parent, data)
    monkeypatch.setenv("PASSPHRASE", "twelve or more signs")
    words = ["--to", str(public)] if way.startswith("key") else ["--passphrase-ref", "${env:PASSPHRASE}"]
    words += ["--here"] if way.endswith("here") else []
    done = say(one, "export", str(tmp_path / "x"), *words)
    assert done.exit_code == code, done.output
    assert (tmp_path / "x").exists() == (code == 0)


def test_under_a_passphrase_and_back(laptops: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = laptops
    _public, signer = key_of(one)
    monkeypatch.setenv("SHORT", "short")
    monkeypatch.setenv("RIGHT", "twelve or more signs")
    monkeypatch.setenv("WRONG", "twelve or more others")
    assert say(one, "export", str(tmp_path / "x"), "--passphrase-ref", "${env:SHORT}").exit_code == 65
    assert say(one, "export", str(tmp_path / "x")).exit_code == 64
    assert say(one, "export", str(tmp_path / "x"), "--passphrase-ref", "${env:RIGHT}").exit_code == 0
    wrong = say(other, "import", str(tmp_path / "x"), "--trust", signer, "--passphrase-ref", "${env:WRONG}")
    assert (wrong.exit_code, "passphrase" in wrong.output) == (65, True)
    missing = say(other, "import", str(tmp_path / "x"), "--trust", signer, "--passphrase-ref", "${env:NOBODY}")
    assert missing.exit_code == 65
    right = say(other, "import", str(tmp_path / "x"), "--trust", signer, "--passphrase-ref", "${env:RIGHT}")
    assert right.exit_code == 0, right.output


def test_the_configuration_goes_without_secrets_comments_and_the_stores_place(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "profile.yaml").write_text("limits: []\n")
    vault = {"ops": {"user": "inspect", "password": "${vault:ops}"}, "bad": {"user": "x", "password": SECRET}}
    config = configure(tmp_path, credentials=vault, include=["inner/profile.yaml"])
    text = dict(files_of(config))
    assert sorted(text) == ["profile.yaml", "xunjian.yaml"]
    for word in (SECRET, COMMENT, "s.db"):
        assert word not in text["xunjian.yaml"]
    assert "${vault:ops}" in text["xunjian.yaml"]
    assert "- profile.yaml" in text["xunjian.yaml"]


def test_a_name_that_changed(laptops: tuple[Path, Path]) -> None:
    one, _other = laptops
    said = ("--by", "李工", "--reason", "更换硬件")
    assert say(one, "alias", "nobody", "app02", *said).exit_code == 64
    assert say(one, "alias", "app01", *said).exit_code == 64
    assert say(one, "alias", "app01", "app02", *said).exit_code == 0
    listed = say(one, "list", "--all", command=problems)
    assert ("app02" in listed.output, "app01" in listed.output) == (True, False)
    assert say(one, "alias", "app01", "--undo", *said).exit_code == 0
    assert "app01" in say(one, "list", "--all", command=problems).output
    assert say(one, "alias", "app01", "--undo", *said).exit_code == 64
    words = say(one, "aliases").output
    assert ("app01 → app02" in words, "undone" in words) == (True, True)


def test_a_subject_that_was_renamed(laptops: tuple[Path, Path]) -> None:
    one, _other = laptops
    of = ("--target", "app01", "--check", "server.filesystem_usage")
    said = ("--by", "李工", "--reason", "改挂载点")
    assert say(one, "alias", "/", "/root", "--target", "app01", *said).exit_code == 64
    assert say(one, "alias", "/nothing", "/root", *of, *said).exit_code == 64
    assert say(one, "alias", "/", "/root", *of, *said).exit_code == 0
    assert "/root" in say(one, "list", "--all", command=problems).output


def test_both_words_on_one_problem_are_shown(laptops: tuple[Path, Path]) -> None:
    one, _other = laptops
    found = json.loads(say(one, "list", "--output", "json", command=problems).output)["problems"][0]["id"]
    for by in ("李工", "赵工"):
        assert say(one, "claim", found, "--by", by, "--note", f"{by}已处理", command=problems).exit_code == 0
    shown = say(one, "show", found, command=problems).output
    assert ("李工: claim 李工已处理" in shown, "赵工: claim 赵工已处理" in shown) == (True, True)


def test_what_lies_ready_to_be_sent_and_who_was_refused_stay_behind() -> None:
    assert not GOES & {"outbox", "leases", "refusals", "bookmarks"}
