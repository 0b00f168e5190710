"""Whatever is taken from an answer of Oracle: it is missed, and what it was about is not seen."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import Absent, Collector, Listing, ParseError, Reason, SessionError
from collectors.evidence import decode, encode, read
from collectors.oracle import COLLECTORS
from tests.test_cases import CASES, evidence_of

ASKED = {one.id: one for one in COLLECTORS if isinstance(one, Collector)}
FOLDERS = [CASES / name / case for name in ASKED for case in ("sound", "troubled")]


def outcome(name: str, evidence: bytes) -> object:
    """The facts, or what was raised."""
    one = ASKED[name]
    try:
        return one.parse(read(one.ask, evidence))
    except (Absent, SessionError, ParseError) as error:
        return error


def is_missed(found: object) -> bool:
    """Whether something is not seen."""
    return isinstance(found, SessionError | ParseError) or (isinstance(found, Listing) and bool(found.unseen))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_lost_row_is_missed(folder: Path) -> None:
    """Every row of every answer, one after the other; a lost row of a list of containers is a lost container."""
    replies = decode(evidence_of(folder))
    place = len(replies) - 1
    said = json.loads(replies[place].out)
    for number in range(min(len(said["rows"]), 40)):
        rows = [row for at, row in enumerate(said["rows"]) if at != number]
        less = replace(replies[place], out=json.dumps(said | {"rows": rows}).encode())
        assert is_missed(outcome(folder.parent.name, encode((*replies[:place], less)))), number


@given(st.sampled_from(FOLDERS), st.floats(0, 1, exclude_max=True))
def test_an_answer_that_ends_too_early_is_missed(folder: Path, share: float) -> None:
    replies = decode(evidence_of(folder))
    last = replies[-1]
    less = replace(last, out=last.out[: int(len(last.out) * share)])
    assert is_missed(outcome(folder.parent.name, encode((*replies[:-1], less))))


@given(st.sampled_from([one for one in FOLDERS if (one / "items").exists()]), st.data())
def test_a_list_of_containers_that_lost_a_line_is_missed(folder: Path, data: st.DataObject) -> None:
    listing, *items = decode(evidence_of(folder))
    lines = listing.out.splitlines(keepends=True)
    lost = data.draw(st.integers(0, len(lines) - 1))
    less = replace(listing, out=b"".join(line for at, line in enumerate(lines) if at != lost))
    assert is_missed(outcome(folder.parent.name, encode((less, *items))))


@given(st.sampled_from(FOLDERS), st.sampled_from(["denied", "timeout", "failed", "unreachable"]))
def test_an_answer_that_did_not_come_is_missed(folder: Path, state: str) -> None:
    *others, last = decode(evidence_of(folder))
    found = outcome(folder.parent.name, encode((*others, replace(last, state=state, out=b"", err=b"ORA-00000"))))
    assert is_missed(found)
    assert not isinstance(found, SessionError) or found.reason is not Reason.BUG
