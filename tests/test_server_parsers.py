"""Parsers of services, network, configuration and assets: whatever a target says, they raise only what they may."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import Absent, Answer, ParseError, SessionError, Walk
from collectors.linux import bonds, hardware, identities, jobs, links, listeners, logs_kept, processes, services, units
from collectors.linux.job_commands import called
from collectors.linux.passages import number, passages
from tests.test_cases import CASES

PARSERS: Mapping[str, Callable[[Answer], Any]] = {
    "linux.identity": identities.parse,
    "linux.units.systemctl": units.parse,
    "linux.boot_services.scripts": services.parse_boot,
    "linux.processes.stat": processes.parse,
    "linux.bonds.proc": bonds.parse,
    "linux.links.proc": links.parse,
    "linux.listeners.ss": listeners.parse_ss,
    "linux.listeners.netstat": listeners.parse_netstat,
    "linux.listeners.tables": listeners.parse_tables,
    "linux.logs_kept.find": logs_kept.parse,
    "linux.jobs": jobs.parse,
    "linux.hardware": hardware.parse,
}


def recorded(collector: str) -> list[str]:
    return [path.read_text() for path in sorted(Path(CASES).glob(f"{collector}/*/answer.txt"))]


def mangled(collector: str) -> st.SearchStrategy[str]:
    """A recorded answer with lines dropped, doubled, swapped, cut, or replaced by noise; or noise alone."""
    lines = sorted({line for answer in recorded(collector) for line in answer.split("\n")})
    line = st.one_of(st.sampled_from(lines), st.text(max_size=40), st.sampled_from(lines).map(lambda x: x[: len(x) // 2]))
    return st.one_of(
        st.lists(line, max_size=40).map("\n".join), st.sampled_from(recorded(collector)), st.text(max_size=200)
    )


@pytest.mark.parametrize("collector", PARSERS)
def test_a_parser_raises_only_what_it_may(collector: str) -> None:
    @given(mangled(collector), mangled(collector))
    def holds(text: str, earlier: str) -> None:
        try:
            PARSERS[collector](Answer(text, earlier=earlier))
        except (ParseError, Absent, SessionError):
            return

    holds()


@pytest.mark.parametrize("collector", PARSERS)
def test_an_answer_cut_at_any_line_is_understood_or_refused(collector: str) -> None:
    for answer in recorded(collector):
        lines = answer.split("\n")
        for end in range(len(lines)):
            try:
                PARSERS[collector](Answer("\n".join(lines[:end]), earlier=answer))
            except (ParseError, Absent, SessionError):
                continue


@given(st.text(max_size=200))
def test_any_command_can_be_read(command: str) -> None:
    programs, scripts = called(command)
    assert all(path.startswith("/") for path in (*programs, *scripts))


@given(st.dictionaries(st.text(), st.text(max_size=80)))
def test_any_word_of_ls_is_understood_or_refused(said: dict[str, str]) -> None:
    try:
        jobs.parse_files(Walk({path: Answer(text) for path, text in said.items()}))
    except ParseError:
        return


def test_no_content_can_forge_a_head() -> None:
    assert [one.kind for one in passages("@file /x\n @file /y\n  @z")] == ["file"]
    for text in ("", "x", " x", "@a\n\n@b"):
        with pytest.raises(ParseError):
            passages(text)


@pytest.mark.parametrize("word", ["", "-", "１２", "1.5", "0x1", "--1", "1 "])
def test_what_is_no_number(word: str) -> None:
    with pytest.raises(ParseError):
        number(word)
