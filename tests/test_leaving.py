"""What leaves the site leaves as the customer chose: every command is known, every way out has the gate before it."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from agent.cli import cli
from agent.leaving import WAYS, Way, masked
from agent.masking import Mask
from reports.documents.model import Table, Words, fact
from tests.program import Done, configuration, xunjian

NOT_ALLOWED = 77
PLANTED = ("滨海市环卫局", "李主任", "hq-report", "planted-user")
COPIES = tuple(one for one, way in WAYS.items() if way is Way.ON_DEMAND)


def leaves(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its path."""
    if not isinstance(group, click.Group):
        yield " ".join(path), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield from leaves(found, (*path, name))


COMMANDS = dict(leaves(cli))


def way(path: str) -> Way | None:
    return WAYS.get(path) or WAYS.get(path.split(maxsplit=1)[0])


@pytest.mark.parametrize("path", COMMANDS)
def test_of_every_command_it_is_said_whether_its_data_leaves(path: str) -> None:
    assert way(path), "say in agent/leaving.py what becomes of what it writes"


@pytest.mark.parametrize("path", WAYS)
def test_what_is_said_is_of_a_command(path: str) -> None:
    assert path == "purge" or any(one == path or one.startswith(f"{path} ") for one in COMMANDS)


@pytest.mark.parametrize("path", COMMANDS)
def test_the_option_of_a_copy_is_where_a_copy_is_made(path: str) -> None:
    has_option = any("--leaving" in one.opts for one in COMMANDS[path].params)
    assert has_option == (way(path) is Way.ON_DEMAND)


def configure(folder: Path, data: str) -> None:
    words = f"echo {' '.join(PLANTED)} 10.44.17.8"
    own = [{"id": "site.planted", "title": "planted", "is": "text", "expected": ["x"], "column": 1, "ask": words}]
    configuration(
        folder,
        [{"id": "hq-report", "kind": "local", "asset": {"owner": PLANTED[1]}}],
        site={"customer": PLANTED[0]},
        contract={"data": data},
        contacts=[{"name": PLANTED[1], "role": "it-application-manager"}],
        credentials={"ops": {"user": PLANTED[3], "password": "${ask}"}},
        custom_checks=own,
    )


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A site with one inspection and one security check; and a finding."""
    folder = tmp_path_factory.mktemp("leaving")
    configure(folder, "leaves-masked")
    first = xunjian("run", "--only", "custom.*", "--output", "json", "--store", "s.db", folder=folder)
    second = xunjian("run", "--security", "--only", "security.linux.file_umask", "--store", "s.db", folder=folder)
    assert second.code in range(4), second.err
    return folder, first.findings()[0]["id"]


def asked(folder: Path, data: str, *words: str) -> Done:
    configure(folder, data)
    return xunjian(*words, "--store", "s.db", folder=folder)


@pytest.mark.parametrize("path", COPIES)
def test_a_copy_leaves_as_the_customer_chose(inspected: tuple[Path, str], path: str) -> None:
    folder, _finding = inspected
    out = path.replace(" ", "-")
    words = (*path.split(), "--form", "html", "--form", "xlsx", "--form", "docx", "--form", "json", "--out")
    refused = asked(folder, "stays", *words, f"{out}-stays", "--leaving")
    assert refused.code == NOT_ALLOWED, refused.err
    assert not (folder / f"{out}-stays").exists()
    assert asked(folder, "stays", *words, f"{out}-here").code == 0
    assert asked(folder, "leaves", *words, f"{out}-leaves", "--leaving").code == 0
    assert any(PLANTED[0] in text for text in told(folder / f"{out}-leaves").values())
    done = asked(folder, "leaves-masked", *words, f"{out}-masked", "--leaving")
    assert done.code == 0, done.err
    found = told(folder / f"{out}-masked")
    assert {Path(name).suffix for name in found} >= {".docx", ".html", ".xlsx", ".json"}
    assert not [(name, one) for name, text in found.items() for one in (*PLANTED, "10.44.17.8") if one in name + text]


@pytest.mark.parametrize(("data", "code"), [("stays", NOT_ALLOWED), ("leaves", 0), ("leaves-masked", 0)])
def test_evidence_leaves_as_the_customer_chose(inspected: tuple[Path, str], data: str, code: int) -> None:
    folder, finding = inspected
    done = asked(folder, data, "evidence", "export", finding, f"evidence-{data}")
    assert done.code == code, done.err
    answers = [one.read_text() for one in (folder / f"evidence-{data}").rglob("answer.txt")]
    assert len(answers) == (0 if data == "stays" else 1)
    assert [PLANTED[2] in one for one in answers] == [data == "leaves"] * len(answers)


@pytest.mark.parametrize(("data", "code"), [("stays", NOT_ALLOWED), ("leaves-masked", 64)])
def test_a_file_for_us_is_not_made_where_nothing_leaves(tmp_path: Path, data: str, code: int) -> None:
    done = asked(tmp_path, data, "doctor", "--selftest", "oracle")
    assert done.code == code, done.err
    assert not list(tmp_path.glob("xunjian-selftest-*"))


def told(folder: Path) -> dict[str, str]:
    """The files of a folder as text; of a pdf its bytes, which hold its title."""
    found = {}
    for path in folder.iterdir():
        if path.suffix in {".docx", ".xlsx"}:
            with ZipFile(path) as packed:
                found[path.name] = " ".join(packed.read(one).decode("utf-8", "replace") for one in packed.namelist())
        else:
            found[path.name] = path.read_bytes().decode("utf-8", "replace")
    return found


def test_what_says_how_a_document_looks_is_not_masked() -> None:
    mask = Mask(bytes(32), {"grid": "zzzz", "app01": "kkk77"})
    table = Table((), ((fact("app01", tone="critical"), Words("grid")),), kind="grid")
    made = masked(table, mask)
    assert made.kind == "grid"
    assert [one.text for one in made.rows[0]] == ["kkk77", "zzzz"]
    assert made.rows[0][0].tone == "critical"
