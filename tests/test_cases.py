"""Every collector reads every recorded answer. Add a folder, get a test.

``tests/cases/<collector id>/<why>/``: ``answer.txt`` (byte-exact; ``earlier.txt`` for the first of two samples; a walk has
``items/<n>.txt`` beside it, ``answer.txt`` being the listing), ``facts.json`` or ``error.txt`` (first line: the exception's
name and, for SessionError, its reason), ``origin.yaml``: platform, version, captured, kind (real or synthetic), licence,
and where they differ from the usual exit, stderr, state, cut, privileged, items (list of {item, exit, state, stderr}).
"""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from agent.catalogue import COLLECTORS
from collectors.base import Absent, Collector, Derived, FollowUp, ParseError, Repeated, SessionError, Single
from collectors.evidence import Reply, encode, follow_up, read

CASES = Path(__file__).parent / "cases"
ASKED = {one.id: one for one in COLLECTORS if not isinstance(one, Derived)}
FOLDERS = sorted(p for p in CASES.glob("*/*") if p.is_dir())


def _reply(origin: dict[str, Any], out: bytes, earlier: bytes = b"", item: str = "") -> Reply:
    return Reply(
        state=origin.get("state", "ok"),
        exit_code=origin.get("exit", 0),
        out=out,
        err=origin.get("stderr", "").encode(),
        cut_bytes=origin.get("cut", 0),
        is_privileged=origin.get("privileged", True),
        earlier=earlier,
        item=item.encode(),
    )


def evidence_of(case: Path) -> bytes:
    """A case as the evidence that a session would have brought."""
    origin = yaml.safe_load((case / "origin.yaml").read_text())
    first = case / "earlier.txt"
    whole = (case / "answer.txt").read_bytes() if (case / "answer.txt").exists() else b""
    items = tuple(
        _reply(
            said,
            (case / "items" / f"{n}.txt").read_bytes() if (case / "items" / f"{n}.txt").exists() else b"",
            item=said["item"],
        )
        for n, said in enumerate(origin.get("items", []))
    )
    if isinstance(ASKED[case.parent.name], FollowUp):
        return encode(items)
    return encode((_reply(origin, whole, first.read_bytes() if first.exists() else b""), *items))


def facts_of(case: Path) -> object:
    """Parse a case as the runner would."""
    one = ASKED[case.parent.name]
    evidence = evidence_of(case)
    if isinstance(one, FollowUp):
        asked = tuple(said["item"] for said in yaml.safe_load((case / "origin.yaml").read_text())["items"])
        return one.parse(follow_up(one.template, asked, evidence))
    assert isinstance(one, Collector)
    return one.parse(read(one.ask, evidence, reads_cut=one.reads_cut))


def _facts_or_error(case: Path) -> tuple[object, Exception | None]:
    try:
        return facts_of(case), None
    except (Absent, SessionError, ParseError) as error:
        return None, error


@pytest.mark.parametrize("case", FOLDERS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_recorded_answer(case: Path, request: pytest.FixtureRequest) -> None:
    wanted_error = case / "error.txt"
    facts, error = _facts_or_error(case)
    if error is not None:
        said = type(error).__name__ + (f" {error.reason.value}" if isinstance(error, SessionError) else "")
        if request.config.getoption("--accept") and not (case / "facts.json").exists():
            wanted_error.write_text(f"{said}\n{error}\n")
        assert wanted_error.exists(), f"{said}: {error}"
        assert said == wanted_error.read_text().splitlines()[0]
        return
    got = msgspec.json.format(msgspec.json.encode(facts), indent=2).decode()
    if request.config.getoption("--accept") and not wanted_error.exists():
        (case / "facts.json").write_text(got + "\n")
    assert msgspec.json.decode(got) == msgspec.json.decode((case / "facts.json").read_bytes())


@pytest.mark.parametrize("collector", sorted(ASKED))
def test_every_collector_has_an_ordinary_an_odd_and_a_failing_case(collector: str) -> None:
    cases = [p for p in FOLDERS if p.parent.name == collector]
    assert len(cases) >= 3, f"{collector} has {[p.name for p in cases]}"
    assert any((p / "error.txt").exists() for p in cases), "no failing case"
    assert any((p / "facts.json").exists() for p in cases), "no case with facts"


@pytest.mark.parametrize("case", FOLDERS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_case_says_where_it_is_from(case: Path) -> None:
    assert case.parent.name in ASKED
    origin = yaml.safe_load((case / "origin.yaml").read_text())
    assert origin["kind"] in {"real", "synthetic"}
    assert {"platform", "version", "captured", "licence"} <= origin.keys()
    if origin["kind"] == "synthetic":
        assert origin["after"], "a synthetic answer names the public description it follows"


def test_asks_are_data_of_known_kinds() -> None:
    for one in COLLECTORS:
        if isinstance(one, Collector):
            assert isinstance(one.ask, Single | Repeated), one.id
