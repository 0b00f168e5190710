"""What ``xunjian init`` writes loads as it is, inspects this machine, and its commented lines are right too."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from agent.commands.init import command
from agent.init_file import text
from agent.store.open import open_store
from config.load import load
from config.site import Bounds, Site, Target
from tests import stored


def loaded(folder: Path, content: str) -> Site:
    path = folder / "xunjian.yaml"
    path.write_text(content, encoding="utf-8")
    return load(path)


def uncommented(content: str) -> str:
    """The same file with every commented key and entry put into force."""
    key = re.compile(r"^( *)# ((?:  )*(?:- )?(?:[a-z_]+:|\{).*)$")
    return "\n".join(key.sub(r"\1\2", line) for line in content.splitlines())


@pytest.mark.parametrize(("language", "site_language"), [("zh_CN", "zh_CN"), ("en", "en"), ("fr", "en")])
def test_it_loads_and_inspects_this_machine(language: str, site_language: str, tmp_path: Path) -> None:
    made = loaded(tmp_path, text(language, hostname="db-01.example", timezone="Asia/Shanghai"))
    place = made.targets[0].place
    assert made.targets == (Target("db-01.example", "local", "localhost", asset={"name": "db-01.example"}, place=place),)
    assert (made.language, made.timezone, made.customer, made.bounds) == (site_language, "Asia/Shanghai", "", Bounds())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_its_commented_examples_hold_as_well(language: str, tmp_path: Path) -> None:
    (tmp_path / "company-profile.yaml").write_text("site: {}", encoding="utf-8")
    (tmp_path / "targets.yaml").write_text("targets: [{id: x, kind: manual}]", encoding="utf-8")
    content = uncommented(text(language, hostname="db01"))
    assert "#     - {" not in content
    made = loaded(tmp_path, content)
    assert [t.id for t in made.targets] == ["x", "db01", "app01", "core-sw", "ups-1"]
    assert made.targets[1].sudo
    assert made.targets[1].asset["warranty_ends_on"] == "2028-12-31"
    assert len(made.rules) == 2
    assert made.credentials["old"].password == "${ask}"
    assert made.bounds == Bounds(), "the commented bounds are said to be the defaults"


def test_the_chinese_one_is_chinese() -> None:
    comments = [line for line in text("zh_CN", hostname="a").splitlines() if line.startswith("#") and ":" not in line]
    assert comments
    assert all(re.search(r"[\u4e00-\u9fff]", line) for line in comments)


@given(hostname=st.text(max_size=80))
def test_whatever_the_machine_is_called_the_file_loads(tmp_path_factory: pytest.TempPathFactory, hostname: str) -> None:
    made = loaded(tmp_path_factory.getbasetemp(), text("zh_CN", hostname=hostname))
    assert [t.kind for t in made.targets] == ["local"]


def test_it_says_how_what_was_seen_before_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNJIAN_STORE", str(tmp_path / "s.db"))
    monkeypatch.setattr("agent.commands.init.gethostname", lambda: "db01")
    written = [str(tmp_path / "xunjian.yaml"), "--force", "--lang", "en"]

    def told() -> str:
        done = CliRunner().invoke(command, written)
        assert done.exit_code == 0, done.output
        return done.output

    assert "site alias" not in told()
    assert not (tmp_path / "s.db").exists(), "no store is made to be asked"
    with open_store(tmp_path / "s.db") as store:
        stored.round_of(store, stored.result("local"))
    assert "“local”" in told()
    assert "xunjian site alias local db01 --by NAME --reason WHY" in told()
    with open_store(tmp_path / "s.db") as store:
        stored.round_of(store, stored.result("db01"))
    assert "site alias" not in told()
    (tmp_path / "s.db").write_bytes(b"this is no store")
    assert "site alias" not in told()
