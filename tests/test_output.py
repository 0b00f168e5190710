"""The forms of output, from values: counts that agree, and a target's words that steer nothing."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from agent.expected import unknown_checks, with_unasked
from checks.base import Exhibit, Finding, Level, Link
from checks.result import UNASKED, CatalogueRow, Inspection, TargetResult
from config.site import Site, Target
from config.text import _, render, verbatim
from reports.documents.score import assess
from reports.output.junit import as_junit
from reports.output.machine import as_json
from reports.output.nagios import as_nagios
from reports.output.openmetrics import as_openmetrics
from reports.output.table import show

AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
HOSTILE = 'a"b\\c|d\ne[bold red]f\x1b]0;owned\x07\x00\u202e</failure>&#x0;{x}'


def finding(level: Level, subject: str = HOSTILE, **measures: float) -> Finding:
    reason = "denied" if level is Level.UNKNOWN else ""
    words = verbatim(f"{HOSTILE} is {level.value}")
    return Finding(subject, level, words, observed=words, quote=HOSTILE, measures=measures, reason=reason, check="server.x")


def inspection(*findings: Finding) -> Inspection:
    exhibit = Exhibit(_("Table"), (_("Name"),), ((HOSTILE,),), check="server.x")
    about = {"hostname": HOSTILE, "os": HOSTILE}
    one = TargetResult(
        "t", "linux", "linux", "192.0.2.1", "done", AT, AT, findings, (exhibit,), checks=("server.x",), about=about
    )
    row = CatalogueRow("server.x", _("X"), "storage", _("x"), _("x"), "critical")
    return Inspection("i", "on-demand", "0", AT, AT, "done", (one,), (row,), seal="s", expected=("t",))


ALL = inspection(*(finding(level, f"{HOSTILE}{level.value}", used_ratio=0.5) for level in Level))


def as_table(whole: Inspection) -> str:
    out = StringIO()
    show(Console(file=out, width=100, force_terminal=False, highlight=False), whole, assess(whole, Site()), "en")
    return out.getvalue()


FORMS: dict[str, Callable[[Inspection], str]] = {
    "table": as_table,
    "nagios": lambda i: as_nagios(i, "en"),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_word_of_a_target_steers_a_terminal(form: str) -> None:
    made = FORMS[form](ALL)
    assert not [c for c in made if not c.isprintable() and c not in "\n\t"]
    assert made.count("owned") >= 3, "the words themselves are there"


def test_markup_of_a_target_is_shown_as_it_is() -> None:
    assert "[bold red]" in as_table(ALL).replace("\n", "")


def test_json_gives_back_every_word() -> None:
    made = json.loads(as_json(ALL, assess(ALL, Site()), "en"))
    (one,) = made["targets"]
    assert [f["level"] for f in one["findings"]] == [level.value for level in Level]
    assert one["findings"][0]["quote"] == HOSTILE
    assert one["exhibits"][0]["rows"] == [[HOSTILE]]
    assert len({f["id"] for f in one["findings"]}) == len(Level)


def test_json_has_the_links_of_the_map() -> None:
    (target,) = ALL.targets
    links = (Link("", "1/0/1", HOSTILE, "2", Level.OK), Link("sw1", "3", "sw2", "", Level.WARN))
    shown = replace(target, target="core-1", exhibits=(Exhibit(_("x"), (), (), links=links), *target.exhibits))
    whole = replace(ALL, targets=(shown,))
    (made,) = json.loads(as_json(whole, assess(whole, Site()), "en"))["targets"]
    assert made["exhibits"][0]["links"] == [
        {"one": "core-1", "port": "1/0/1", "other": HOSTILE, "other_port": "2", "level": "ok"},
        {"one": "sw1", "port": "3", "other": "sw2", "other_port": "", "level": "warn"},
    ]
    assert made["exhibits"][1]["links"] == []


def test_junit_counts_what_fails_and_what_is_skipped() -> None:
    (suite,) = ET.fromstring(as_junit(ALL, "en"))
    assert (suite.attrib["tests"], suite.attrib["failures"], suite.attrib["skipped"]) == ("6", "2", "2")
    assert len(suite.findall("testcase/failure")) == 2
    assert len(suite.findall("testcase/skipped")) == 2


@pytest.mark.parametrize(
    ("levels", "status"),
    [
        ((), "UNKNOWN"),
        ((Level.ABSENT,), "OK"),
        ((Level.OK, Level.NOTICE), "OK"),
        ((Level.OK, Level.WARN), "WARNING"),
        ((Level.WARN, Level.UNKNOWN), "UNKNOWN"),
        ((Level.UNKNOWN, Level.CRITICAL), "CRITICAL"),
    ],
)
def test_a_plugins_status_is_the_worst_level(levels: tuple[Level, ...], status: str) -> None:
    first = as_nagios(inspection(*map(finding, levels)), "en").splitlines()[0]
    assert first.startswith(f"XUNJIAN {status} - ")
    assert first.count("|") == 1


def test_openmetrics_escapes_labels_and_has_one_state_a_finding() -> None:
    made = as_openmetrics(ALL, assess(ALL, Site()))
    assert made.endswith("\n# EOF")
    states = [line for line in made.split("\n") if line.startswith("xunjian_finding_level{")]
    assert len(states) == len(Level) ** 2
    assert sum(line.endswith(" 1") for line in states) == len(Level)
    label = re.compile(r'subject="((?:[^"\\]|\\["\\n])*)"')
    subjects = {found[1] for line in states if (found := label.search(line))}
    unescaped = {s.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\") for s in subjects}
    shown = re.sub("[\x00-\x09\x0b-\x1f\u202e]", "\N{REPLACEMENT CHARACTER}", HOSTILE)
    assert unescaped == {f"{shown}{level.value}" for level in Level}
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", made)


def test_what_no_check_can_look_at_is_shown_as_not_inspected() -> None:
    ups = Target("ups", kind="manual", address="room 3")
    whole = with_unasked(ALL, (ups,))
    (shown,) = (t for t in whole.targets if t.target == "ups")
    (only,) = shown.findings
    assert (only.check, only.level, only.reason) == (UNASKED, Level.UNKNOWN, "not_asked")
    assert only.remedy is not None
    assert "by hand" in render(only.summary, "en")
    assert "ups" in as_nagios(whole, "en")
    assert with_unasked(ALL, ()) == ALL


def test_what_is_asked_again() -> None:
    assert unknown_checks(ALL) == {"t": frozenset({"server.x"})}
    assert unknown_checks(inspection(finding(Level.OK))) == {}
