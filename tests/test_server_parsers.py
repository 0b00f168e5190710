"""Parsers of resources, clocks, logs and boots: whatever a target says, they answer or raise what the house knows."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import Absent, Answer, Collector, ParseError, SessionError
from collectors.linux.boots import BOOTS_JOURNAL, BOOTS_WTMP
from collectors.linux.clock_sources import CLOCK_SOURCES_CHRONY, CLOCK_SOURCES_NTPQ
from collectors.linux.clocks import CLOCKS_SERVICES, CLOCKS_TIMEDATECTL
from collectors.linux.cpu_uses import CPU_USES
from collectors.linux.kernel_logs import KERNEL_LOGS_DMESG, KERNEL_LOGS_FILES, KERNEL_LOGS_JOURNAL
from collectors.linux.loads import LOADS
from collectors.linux.memory import MEMORY_PROC
from collectors.linux.system_limits import SYSTEM_LIMITS_PROC
from collectors.linux.vm_activities import VM_ACTIVITIES

COLLECTORS: tuple[Collector[Any, Any], ...] = (
    MEMORY_PROC,
    VM_ACTIVITIES,
    CPU_USES,
    LOADS,
    SYSTEM_LIMITS_PROC,
    CLOCK_SOURCES_CHRONY,
    CLOCK_SOURCES_NTPQ,
    CLOCKS_TIMEDATECTL,
    CLOCKS_SERVICES,
    KERNEL_LOGS_JOURNAL,
    KERNEL_LOGS_FILES,
    KERNEL_LOGS_DMESG,
    BOOTS_WTMP,
    BOOTS_JOURNAL,
)
CASES = Path(__file__).parent / "cases"
WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["0", "-1", "+9999", "9" * 20, "1e308", "nan", "٣", "@hit", "@file", "@end", "Feb", "31", ""]),
)


def answers(collector: Collector[Any, Any]) -> list[tuple[str, str]]:
    """Every recorded answer with its first sample."""
    found = []
    for case in sorted((CASES / collector.id).iterdir()):
        first = case / "earlier.txt"
        found.append(((case / "answer.txt").read_text(), first.read_text() if first.exists() else ""))
    return found


def spoilt(data: st.DataObject, text: str) -> str:
    """One recorded answer with lines lost, doubled, swapped or with a word replaced; its end mostly kept."""
    lines = text.splitlines(keepends=True)
    for _change in range(data.draw(st.integers(0, 3))):
        if not lines:
            break
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "word", "cut"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "word":
                words = lines[at].rstrip("\n").split(" ")
                words[data.draw(st.integers(0, len(words) - 1))] = data.draw(WORDS)
                lines[at] = " ".join(words) + "\n"
            case _:
                lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))] + "\n"
    return "".join(lines)


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda one: one.id)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_parser_answers_or_says_why_not(collector: Collector[Any, Any], data: st.DataObject) -> None:
    text, earlier = data.draw(st.sampled_from(answers(collector)))
    answer = Answer(
        spoilt(data, text),
        stderr=data.draw(st.sampled_from(["", "x: Permission denied", "grep: /proc/modules: No such file or directory"])),
        is_privileged=data.draw(st.booleans()),
        earlier=spoilt(data, earlier),
    )
    try:
        collector.parse(answer)
    except (Absent, SessionError, ParseError):
        return


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda one: one.id)
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200))
def test_a_parser_bears_any_text(collector: Collector[Any, Any], text: str) -> None:
    with pytest.raises((Absent, SessionError, ParseError)):
        collector.parse(Answer(text, earlier=text))


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda one: one.id)
def test_an_answer_cut_at_any_byte_is_no_answer(collector: Collector[Any, Any]) -> None:
    for text, earlier in answers(collector):
        for at in range(len(text)):
            with pytest.raises((SessionError, ParseError)):
                collector.parse(Answer(text[:at], earlier=earlier))
