"""Collectors by the command line of Cisco, Arista, Juniper, Fortinet: of whatever they are told, facts or our errors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.catalogue import COLLECTORS as ALL
from collectors.base import Absent, Answer, Cli, ParseError, SessionError
from collectors.sessions.cli.commands import is_read_only
from collectors.sessions.cli.secrets import masked
from config.kinds import FAMILIES
from tests.western_lines import ANSWERS, COLLECTOR, read

OURS = (Absent, ParseError, SessionError)
LINES = sorted({line for answer in ANSWERS.values() for line in answer.splitlines()})


def told(name: str, text: str) -> object:
    """What is made of a text, or which error of ours."""
    try:
        return COLLECTOR[name].parse(Answer(text))
    except OURS as error:
        return type(error)


def test_every_collector_has_an_answer_that_it_reads() -> None:
    assert set(ANSWERS) == set(COLLECTOR)
    for name in ANSWERS:
        assert read(name), name


def test_every_command_only_shows_and_every_family_is_known() -> None:
    for one in COLLECTOR.values():
        assert isinstance(one.ask, Cli)
        assert is_read_only(one.ask.command), one.id
        assert set(one.ask.families) <= set(FAMILIES), one.id


def test_all_stand_in_the_catalogue_once_behind_what_snmp_tells() -> None:
    places = {one.id: at for at, one in enumerate(ALL)}
    kinds = {one.provides.name: places[one.id] for one in ALL if one.id.startswith("snmp.")}
    for one in COLLECTOR.values():
        assert places[one.id] > kinds.get(one.provides.name, -1), one.id


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_what_masks_secrets_leaves_an_answer_readable(name: str) -> None:
    assert read(name, masked(ANSWERS[name])) == read(name)


@pytest.mark.parametrize("name", sorted(ANSWERS))
@pytest.mark.parametrize(
    "text", ["", "\n", "% Invalid input detected at '^' marker.\n", "Permission denied\n", "{}", "[]", "null"]
)
def test_a_refusal_is_never_an_empty_table(name: str, text: str) -> None:
    assert told(name, text) in OURS


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_without_any_one_line_it_is_an_answer_or_an_error_of_ours(name: str) -> None:
    lines = ANSWERS[name].splitlines(keepends=True)
    for at in range(len(lines)):
        assert told(name, "".join(lines[:at] + lines[at + 1 :])) is not None


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_cut_anywhere_it_is_an_answer_or_an_error_of_ours(name: str) -> None:
    text = ANSWERS[name]
    for at in range(0, len(text), 7):
        assert told(name, text[:at]) is not None


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(ANSWERS)), text=st.text(max_size=400))
def test_any_text_is_an_answer_or_an_error_of_ours(name: str, text: str) -> None:
    assert told(name, text) is not None


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(sorted(ANSWERS)),
    lines=st.lists(
        st.one_of(st.sampled_from(LINES), st.text(alphabet=" -0123456789.:/()%ABcde|", max_size=60)), max_size=30
    ),
)
def test_lines_of_any_answers_in_any_order_are_an_answer_or_an_error_of_ours(name: str, lines: list[str]) -> None:
    assert told(name, "\n".join(lines)) is not None
