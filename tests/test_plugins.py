"""Plug-ins of third parties: the rules that hold, the template, an installation, one that breaks."""

import gettext
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import replace
from pathlib import Path

import pytest

from agent.new_plugin import compiled, files
from checks.plugins import Plugin, Plugins, gathered
from checks.server.md_raid import MD_RAID
from collectors.linux.arrays import ARRAYS_MDSTAT
from config.installed import Installed
from config.text import Text, render
from tests.program import environment

ONE = Installed("acme-checks", "acme_checks", "acme_checks:PLUGIN")
CHECK = replace(MD_RAID, id="acme_checks.raid")
COLLECTOR = replace(ARRAYS_MDSTAT, id="acme_checks.mdstat")


def test_what_keeps_the_rules_is_taken() -> None:
    words = {("acme_checks.raid", "x"): Text("X")}
    made = gathered([(ONE, Plugin((CHECK,), (COLLECTOR,), words))])
    assert made == Plugins((CHECK,), (COLLECTOR,), words)


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (ImportError("no module named x"), "ImportError: no module named x"),
        ("a word", "is no checks.plugins.Plugin"),
        (Plugin((MD_RAID,)), "server.md_raid does not begin with"),
        (Plugin((CHECK,), (ARRAYS_MDSTAT,)), "does not begin with"),
        (Plugin((CHECK, CHECK)), "acme_checks.raid is given twice"),
        (Plugin(("raid",)), "no check or collector"),  # type: ignore[arg-type]  # what a stranger may offer
    ],
)
def test_what_breaks_a_rule_is_left_out_whole_and_told(offer: object, said: str) -> None:
    made = gathered([(ONE, offer)])
    assert (made.checks, made.collectors) == ((), ())
    (defect,) = made.defects
    assert "acme-checks" in str(defect)
    assert said in str(defect)


def test_two_that_give_one_id_leave_the_first() -> None:
    made = gathered([(ONE, Plugin((CHECK,))), (ONE, Plugin((CHECK,)))])
    assert made.checks == (CHECK,)
    assert len(made.defects) == 1


@pytest.mark.parametrize("name", ["server", "custom", "nagios", "agent"])
def test_a_name_that_ids_of_ours_begin_with_is_refused(name: str) -> None:
    made = gathered([(Installed(name, name, f"{name}:P"), Plugin((replace(MD_RAID, id=f"{name}.x"),)))])
    assert made.checks == ()
    assert len(made.defects) == 1


def test_compiled_words_are_read_by_gettext(tmp_path: Path) -> None:
    (tmp_path / "x.mo").write_bytes(
        compiled(files("acme-checks")["acme_checks/locale/zh_CN/LC_MESSAGES/acme_checks.po"].decode())
    )
    with (tmp_path / "x.mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Queue of new connections") == "新连接等待队列"
    assert words.gettext("{count:number} new connections can wait at a socket").startswith("每个套接字")
    assert words.gettext("not there") == "not there"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that sees the program, with the template installed in it."""
    folder = tmp_path_factory.mktemp("house")
    ran(sys.executable, "-m", "xunjian", "checks", "new", "acme-checks", "--out", "acme", folder=folder)
    venv.create(folder / "env", with_pip=False, symlinks=True)
    (packages(folder) / "program.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
    install = ("install", "--single-version-externally-managed", "--record", str(folder / "record"))
    ran(python(folder), "-c", "import setuptools; setuptools.setup()", "-q", *install, folder=folder / "acme")
    return folder


def packages(folder: Path) -> Path:
    return next((folder / "env" / "lib").glob("python3*/site-packages"))


def python(folder: Path) -> str:
    return str(folder / "env" / "bin" / "python")


def ran(*command: str, folder: Path, code: int = 0) -> str:
    env = environment(folder / "home", {"XUNJIAN_LANG": "zh-CN", "XUNJIAN_STORE": str(folder / "s.db")})
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_template_passes_its_own_tests(house: Path) -> None:
    assert "passed" in ran(python(house), "-m", "pytest", "-q", "-p", "no:cacheprovider", "acme/tests", folder=house)


def test_an_installed_plug_in_is_listed_planned_and_run_with_its_own_words(house: Path) -> None:
    assert "acme_checks.queue" in ran(python(house), "-m", "xunjian", "checks", "list", folder=house)
    assert "somaxconn" in ran(python(house), "-m", "xunjian", "plan", "--only", "acme_checks.*", folder=house)
    most = int(Path("/proc/sys/net/core/somaxconn").read_text())
    code = 0 if most > 511 else 1 if most > 127 else 2
    said = ran(
        python(house), "-m", "xunjian", "run", "-q", "--only", "acme_checks.*", "--output", "json", folder=house, code=code
    )
    assert "每个套接字最多" in said
    ran(python(house), "-m", "xunjian", "replay", folder=house)


def test_the_help_does_not_look_for_plug_ins(house: Path) -> None:
    command = (python(house), "-I", "-X", "importtime", "-c", "import xunjian; xunjian.run()", "--help")
    assert "acme_checks" not in ran(*command, folder=house)


def test_one_that_fails_to_import_is_a_defect_of_ours_in_every_output(house: Path, tmp_path: Path) -> None:
    shutil.copytree(house / "env", tmp_path / "env", symlinks=True)
    module = packages(tmp_path) / "acme_checks" / "__init__.py"
    module.write_text("raise RuntimeError('half installed')\n")
    run = (python(tmp_path), "-m", "xunjian", "run", "-q", "--only", "server.bonding")
    assert "half installed" in ran(*run, folder=tmp_path, code=3)
    assert "half installed" in ran(*run, "--output", "json", folder=tmp_path, code=3)
    assert "half installed" in ran(python(tmp_path), "-m", "xunjian", "checks", "list", folder=tmp_path)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "mine").write_text("x")
    ran(sys.executable, "-m", "xunjian", "checks", "new", "acme", folder=tmp_path, code=73)
    ran(sys.executable, "-m", "xunjian", "checks", "new", "server", folder=tmp_path, code=64)


def test_words_that_nobody_translates_stay_as_they_are() -> None:
    assert render(Text("a template of nobody"), "zh_CN") == "a template of nobody"
