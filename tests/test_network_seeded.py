"""What seeded faults and arbitrary answers once found wrong in the checks and readings of devices; each by its name."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from checks.base import Confirmed, Finding, Level, Scene
from checks.network import aggregated_links, stack_members
from checks.network.device_log import DEVICE_LOG
from collectors.base import Answer, Listing, ParseError
from collectors.facts.devices.logs import LogLine
from collectors.facts.devices.topology import StackMember
from collectors.network import redundancy
from collectors.network.lines import reading
from collectors.network.lines.bounds import LONGEST, bounded
from collectors.network.readings import found_by
from config.limits import Layered
from tests.house.cli_answers import known, readers
from tests.house.line_answers import OURS, read
from tests.house.recall.varbinds import ObjectsError, changed, says
from tests.house.snmp_answers import Said, answered

_MOST_SECONDS = 2.0


@pytest.mark.parametrize(
    ("severity", "text", "wanted"),
    [
        (2, "The state of fan 1 changed from normal to failed.", Level.CRITICAL),
        (2, "An unrecoverable ECC error was found in memory 0.", Level.CRITICAL),
        (4, "Power supply 1 failed and cannot be restored.", Level.CRITICAL),
        (4, "Fan 1 failed to recover.", Level.CRITICAL),
        (4, "Fan 1 failed, and was restored.", None),
        (4, "The state of fan 1 changed from failed to normal.", None),
        (2, "The fan fault was cleared.", None),
    ],
)
def test_words_of_an_end_that_did_not_come_hide_no_failure(severity: int, text: str, wanted: Level | None) -> None:
    lines = Listing((LogLine("DEVM", severity, "STATE", text),))
    found = [one for one in DEVICE_LOG.judge(lines, Layered(DEVICE_LOG.limits), Scene()) if isinstance(one, Finding)]
    levels = {one.subject: one.level for one in found}
    assert levels.get("DEVM/STATE") is wanted


_LAG = redundancy.LAG
_NAMES = {"name": "1.3.6.1.2.1.31.1.1.1.1", "oper": "1.3.6.1.2.1.2.2.1.8"}


@pytest.mark.parametrize(
    ("state", "oper", "wanted"),
    [
        (b"\x80", 1, Level.NOTICE),
        (b"\x80", 2, Level.WARN),
        (b"\x80", 7, Level.WARN),
        (b"\x82", 1, Level.WARN),
        (b"\x81", 1, Level.WARN),
    ],
)
def test_a_member_without_a_link_or_a_partner_stands_by_for_nothing(state: bytes, oper: int, wanted: Level) -> None:
    members: dict[str, dict[str, Said]] = {
        "1": {"selected": 9, "attached": 9, "state": b"\xbc"},
        "2": {"selected": 9, "attached": 0, "state": state},
    }
    links: dict[str, dict[str, Said]] = {"1": {"oper": 1}, "2": {"oper": oper}, "9": {"name": "ae0"}}
    said = answered("1.3.6.1.4.1.99999.3", [(_LAG, members), (_NAMES, links)])
    listing = found_by(redundancy.AGGREGATE_READINGS, said)
    found = aggregated_links.judge(listing, Layered(aggregated_links.AGGREGATED_LINKS.limits), Scene())
    assert [one.level for one in found if isinstance(one, Finding)] == [wanted]


def test_an_answer_of_which_every_line_is_left_out_is_not_understood() -> None:
    with pytest.raises(ParseError, match="nothing in it"):
        reading.at_least_one((), [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "cli.power_supplies.huawei_vrp",
            "Slot Sub Type Online Power Register Status Role\n   Present PowerOn Registered Normal NA\n",
        ),
        ("cli.memories.huawei_vrp", "System Total Memory(CB): 1024\n"),
        ("cli.memories.huawei_vrp", "System Total Memory is: , bytes\n"),
        ("cli.memories.huawei_vrp", f"System Total Memory is: {'9' * 400} bytes\n"),
    ],
)
def test_what_fuzzing_found_is_refused_and_no_bug(name: str, text: str) -> None:
    """A row without its place; a size in a unit that there is none of, without a digit, or of 400 digits."""
    with pytest.raises(OURS):
        read(name, text)


def test_a_line_longer_than_devices_write_is_refused_and_json_is_not() -> None:
    assert bounded("x" * LONGEST)
    assert bounded('{"a": "' + "x" * LONGEST + '"}')
    with pytest.raises(ParseError, match="characters"):
        bounded("x\n" + "x" * (LONGEST + 1))


@pytest.mark.parametrize(
    "word", ["a", " ", "9", "-", "9.", "1/", "1,", "a ", ": ", "\n", "\t", " \n", "{", "²", "9" * 64 + " "]
)
def test_no_answer_of_one_word_again_and_again_takes_long(word: str) -> None:
    """Regular expressions that take the square of a line's length, or of the lines' number, show here."""
    answers = [word * (20_000 // len(word)), "\n".join([word * (LONGEST // len(word))] * 10)]
    for reader in readers():
        for text in answers:
            started = time.thread_time()
            with suppress(*OURS):
                reader.parse(Answer(text))
            assert time.thread_time() - started < _MOST_SECONDS, reader.id


def test_no_recorded_answer_a_hundred_times_over_takes_long() -> None:
    answers = known()
    for reader in readers():
        for text in answers.get(reader.id, ()):
            started = time.thread_time()
            with suppress(*OURS):
                reader.parse(Answer(text * max(1, 60_000 // max(1, len(text)))))
            assert time.thread_time() - started < _MOST_SECONDS, reader.id


_ANSWER = b"@device 1.3\n1.1.0|2|5\n@scalars 1\n1.2.1|4|a\n1.2.2|4|b\n@column 1.2 2\n@end 3\n"


def test_objects_of_an_answer_are_changed_added_and_taken_and_counted() -> None:
    said = changed(_ANSWER, says({"1.1.0": 6, "1.2.1": None, "1.2.7": b"\x01"}))
    assert said == b"@device 1.3\n1.1.0|2|6\n@scalars 1\n1.2.2|4|b\n1.2.7|4x|01\n@column 1.2 2\n@end 3\n"


@pytest.mark.parametrize("said", [{"1.9.1": 1}, {"1.2.9": None}])
def test_objects_that_were_not_asked_or_not_there_are_an_error_of_the_harness(said: dict[str, int | None]) -> None:
    with pytest.raises(ObjectsError, match="not"):
        changed(_ANSWER, says(dict(said)))


@pytest.mark.parametrize(
    ("then", "now", "wanted"),
    [
        (True, StackMember("switch 2", "member", is_ready=None, words="provisioned"), Level.CRITICAL),
        (None, StackMember("switch 2", "member", is_ready=None, words="provisioned"), Level.OK),
        (True, StackMember("switch 2", "member", is_ready=None), Level.UNKNOWN),
        (None, StackMember("switch 2", "member", is_ready=None), Level.OK),
        (True, StackMember("switch 2", "member", is_ready=True), Level.OK),
    ],
)
def test_a_member_that_was_ready_and_is_only_provisioned_is_gone(
    then: bool | None,  # noqa: FBT001 - a fact's field
    now: StackMember,
    wanted: Level,
) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    before = Confirmed(Listing((StackMember("switch 2", "member", is_ready=then),)), at, "li", at)
    found = stack_members.judge(Listing((now,)), before, Layered(stack_members.STACK_MEMBERS_CHECK.limits), Scene())
    assert [one.level for one in found] == [wanted]
