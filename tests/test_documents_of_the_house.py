"""What the pages say holds: links lead somewhere, commands parse, configurations load, both languages say the same."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from agent.catalogue import CHECKS
from agent.cli import cli
from config.load import load

ROOT = Path(__file__).resolve().parents[1]
GENERATED = frozenset({"asks.md", "checks.md", "checks.zh-CN.md"})
PAGES = sorted(p for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("config/**/*.md")))
WRITTEN = [p for p in PAGES if p.name not in GENERATED]
OPERATORS = [ROOT / "docs" / "operator.md", ROOT / "docs" / "operator.zh-CN.md"]
INSTALLATION = (ROOT / "docs" / "installation.md", ROOT / "docs" / "installation.zh-CN.md")
PAIRS = [(ROOT / "README.md", ROOT / "README.zh-CN.md"), (OPERATORS[0], OPERATORS[1]), INSTALLATION]

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`(xunjian [^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """What GitHub makes of a heading: lower case, no punctuation, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if link.startswith(("https://", "mailto:")):
            continue
        place, _hash, fragment = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{name_of(page)}: {link}"
        assert target.is_relative_to(ROOT), f"{name_of(page)}: {link} leads out of the project"
        if fragment:
            headings = [anchor(words) for _level, words in HEADING.findall(prose(target))]
            assert fragment in headings, f"{name_of(page)}: {link} among {headings}"


def shell_lines(path: Path) -> Iterator[str]:
    for kind, body in FENCE.findall(path.read_text(encoding="utf-8")):
        if kind == "sh":
            yield from body.splitlines()


def commands(path: Path) -> Iterator[tuple[str, str]]:
    """Every ``xunjian ...`` that a page shows: a whole line to be typed, or words in a sentence."""
    for line in shell_lines(path):
        for part in re.split(r"[;|>]|&&", line.partition("#")[0]):
            if part.strip().startswith("xunjian "):
                yield part.strip(), "line"
    for span in SPAN.findall(prose(path)):
        yield span, "words"


def parse(words: list[str]) -> None:
    """Let click itself take a command line apart, down to its types; nothing is run."""
    command: click.Command = cli
    rest = words
    while isinstance(command, click.Group) and rest:
        if rest[0].startswith("--"):
            assert any(rest[0] in option.opts for option in command.get_params(click.Context(command))), rest[0]
            return
        inner = command.get_command(click.Context(command), rest[0])
        assert inner is not None, f"no command {rest[0]}"
        command, rest = inner, rest[1:]
    command.make_context(command.name, list(rest))


def shown() -> list[tuple[str, str, str]]:
    return [(name_of(page), line, kind) for page in WRITTEN for line, kind in commands(page)]


def test_the_pages_show_commands() -> None:
    found = shown()
    assert len(found) >= 100
    seen = {shlex.split(line)[1] for _page, line, _kind in found}
    assert set(cli.list_commands(click.Context(cli))) <= seen, "a command that no page shows"


@pytest.mark.parametrize(("page", "line", "kind"), sorted(set(shown())))
def test_every_command_shown_parses(
    page: str, line: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)[1:]
    for word in words:
        if word.endswith((".xlsx", ".csv", ".docx", ".pdf")):
            Path(word).touch()
    try:
        parse(words)
    except click.MissingParameter:
        assert kind == "words", f"{page}: {line}"
    except click.UsageError as error:
        pytest.fail(f"{page}: {line}: {error.format_message()}")


def test_a_wrong_command_would_be_found() -> None:
    for wrong in (["run", "--outptu", "json"], ["run", "--output", "xml"], ["report", "quarterly", "--out"]):
        with pytest.raises(click.UsageError):
            parse(wrong)
    with pytest.raises(AssertionError):
        parse(["rum"])


@pytest.mark.parametrize("page", OPERATORS, ids=name_of)
def test_every_configuration_shown_loads(page: Path, tmp_path: Path) -> None:
    blocks = [body for kind, body in FENCE.findall(page.read_text(encoding="utf-8")) if kind == "yaml"]
    assert len(blocks) >= 5
    for number, body in enumerate(blocks):
        file = tmp_path / f"{number}.yaml"
        file.write_text(body, encoding="utf-8")
        load(file, {check.id: check.limits for check in CHECKS})


@pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=name_of)
def test_both_languages_have_the_same_sections_tables_and_commands(english: Path, chinese: Path) -> None:
    def shape(page: Path) -> tuple[list[str], int]:
        text = re.sub(r"<!-- help -->.*?<!-- /help -->", "", prose(page), flags=re.DOTALL)
        return [level for level, _words in HEADING.findall(text)], sum(line.startswith("|") for line in text.splitlines())

    assert shape(english) == shape(chinese)
    typed = [[line.partition("#")[0].strip() for line in shell_lines(page)] for page in (english, chinese)]
    assert typed[0] == typed[1]


def test_the_readme_names_as_many_checks_as_there_are() -> None:
    assert f"\n{len(CHECKS)} checks, each with" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"共 {len(CHECKS)} 项" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def test_every_decision_is_listed_and_every_folder_explained() -> None:
    listed = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "adr").glob("0*.md"):
        assert page.name in listed
    architecture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for place in re.findall(
        r"`((?:agent|checks|collectors|config|reports|tests)/[\w./]+)`", architecture.split("## What is not")[0]
    ):
        assert (ROOT / place).exists(), place
