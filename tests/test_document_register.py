"""The register of documents: what may follow what, versions that never change, and files kept byte for byte."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from agent.commands.documents import command
from agent.commands.report_files import write
from agent.expected import DEFAULT_TIMEZONE
from agent.hand import Outcome, hand_of, read_back
from agent.hand_docx import read
from agent.issuing import IssueError, identified, issue, sign, step
from agent.masking import Mask
from agent.registering import Filing, compared_with, entry, filed, filing, versions
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Level
from reports.documents.front import control
from reports.documents.material import gather
from reports.documents.model import Document, Entry, Table
from reports.documents.quarterly import build
from reports.record.register import KIND_WORDS, STATE_WORDS, State, Step, Told, register
from reports.record.register_rules import last_before, next_version, numbered, refusal
from tests import rounds, stored
from tests.program import xunjian
from tests.test_hand import cell, edited, types
from tests.test_security_report import keep

AT = datetime.now(UTC) + timedelta(hours=1)  # after all that is written meanwhile, or a step is too early
SITE = rounds.site()
BASE = "XJ-客户-2026Q4"


def told(number: str, what: Step, hours: int, **more: Any) -> Told:  # noqa: ANN401 - fields by name
    at = AT + timedelta(hours=hours)
    one = Told(
        f"{number}{what.value}{hours:03}", number, what, at, at, "李工", base=BASE, kind="quarterly", subject="2026Q4"
    )
    return replace(one, **more)


LIFE = (
    told(BASE, Step.WRITTEN, 0, files={"a.docx": "d1"}),
    told(BASE, Step.REVIEWED, 1, by="张工"),
    told(BASE, Step.ISSUED, 2, by="王经理", files={"a.docx": "d1"}),
    told(BASE, Step.SIGNED, 3, by="李主任", files={"scan.pdf": "s1"}),
    told(f"{BASE}-V2", Step.WRITTEN, 4, version=2, files={"b.docx": "d2"}),
    told(f"{BASE}-V2", Step.REVIEWED, 5),
    told(f"{BASE}-V2", Step.ISSUED, 6, files={"b.docx": "d2"}),
)


# --- the fold


@pytest.mark.parametrize(
    ("count", "states"),
    [
        (1, [State.DRAFT]),
        (2, [State.REVIEWED]),
        (3, [State.ISSUED]),
        (4, [State.SIGNED]),
        (5, [State.SIGNED, State.DRAFT]),
        (6, [State.SIGNED, State.REVIEWED]),
        (7, [State.SUPERSEDED, State.ISSUED]),
    ],
)
def test_the_life_of_a_document(count: int, states: list[State]) -> None:
    known = register(LIFE[:count])
    assert [one.state for one in known.values()] == states
    assert next_version(known, BASE) == [1, 1, 2, 2, 2, 2, 3][count - 1]


def test_the_order_in_which_stores_learn_it_changes_nothing() -> None:
    whole = register(LIFE)
    for order in list(permutations(LIFE))[:: 5040 // 60]:
        assert register([*order, *order]) == whole
    assert (whole[BASE].superseded_by, whole[f"{BASE}-V2"].replaces) == (f"{BASE}-V2", BASE)


def test_a_draft_written_anew_wants_a_new_review() -> None:
    known = register([*LIFE[:2], told(BASE, Step.WRITTEN, 3, files={"a.docx": "d3"})])
    assert (known[BASE].state, known[BASE].reviewed) == (State.DRAFT, None)
    assert known[BASE].files == {"a.docx": "d3"}
    assert known[BASE].every_digest == {"d1", "d3"}


def test_what_was_issued_never_changes() -> None:
    late = told(BASE, Step.WRITTEN, 9, files={"a.docx": "d9"})
    again = told(BASE, Step.ISSUED, 10, by="别人", files={"a.docx": "d9"})
    known = register([*LIFE[:3], late, again])[BASE]
    assert (known.state, known.files) == (State.ISSUED, {"a.docx": "d1"})
    assert known.issued is not None
    assert (known.issued.by, known.twice and known.twice.by) == ("王经理", "别人"), "two stores issued it: both are shown"


@pytest.mark.parametrize(
    ("before", "what", "reason"),
    [
        (1, Step.REVIEWED, None),
        (1, Step.ISSUED, "lacks a review"),
        (1, Step.SIGNED, "not issued"),
        (2, Step.ISSUED, None),
        (2, Step.SIGNED, "not issued"),
        (3, Step.SIGNED, None),
        (3, Step.REVIEWED, "issued already"),
        (3, Step.ISSUED, "issued already"),
        (4, Step.SIGNED, None),
        (7, Step.SIGNED, "superseded by"),
        (7, Step.WITHDRAWN, None),
    ],
)
def test_a_refusal_says_what_is_missing(before: int, what: Step, reason: str | None) -> None:
    why = refusal(register(LIFE[:before])[BASE], what)
    assert (why is None) == (reason is None)
    assert reason is None or reason in str(why)


def test_what_is_withdrawn_takes_no_step_and_the_next_is_a_new_version() -> None:
    known = register([*LIFE[:3], told(BASE, Step.WITHDRAWN, 4, note="数据有误")])
    assert known[BASE].state is State.WITHDRAWN
    assert all(refusal(known[BASE], what) for what in (Step.REVIEWED, Step.ISSUED, Step.SIGNED, Step.WITHDRAWN))
    assert next_version(known, BASE) == 2
    assert next_version(known, "XJ-other") == 1


def test_numbers_and_words() -> None:
    assert [numbered(BASE, version) for version in (1, 2)] == [BASE, f"{BASE}-V2"]
    assert set(STATE_WORDS) == set(State)
    assert {"quarterly", "security", "hardening", "fault", "service", "duties"} <= set(KIND_WORDS)


def test_only_what_was_issued_counts_as_the_last() -> None:
    earlier = [told("Q2", step_, n, base="Q2", subject="2026Q2", files={"q": "x"}) for n, step_ in enumerate(Step) if n < 4]
    draft = told("Q3", Step.WRITTEN, 9, base="Q3", subject="2026Q3")
    known = register([*earlier, draft])
    assert [last_before(known, quarter) for quarter in ("2026Q2", "2026Q4")] == [None, known["Q2"]]
    assert last_before(known, "2026Q4", (State.ISSUED,)) is None, "it is signed"


# --- with a store, files and a real docx


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "s.db"), create=True) as opened:
        yield opened


def made(store: Store, out: Path, language: str = "zh_CN") -> tuple[Filing, Document]:
    """Write the quarterly document of the sample as the command does, docx and html."""
    round_ = replace(rounds.sample(), number=BASE, inspections=(("I1", "seal1"),), hand=hand_of(store))
    numbered_, new = filed(store, SITE, round_, "quarterly", language)
    document = build(numbered_, SITE, language, has_sheets=False, has_data=False)
    write(out, numbered_.number, document, ("docx", "html"), language, None, new)
    return new, document


@pytest.fixture
def issued(store: Store, tmp_path: Path) -> Path:
    made(store, tmp_path)
    step(store, BASE, Step.REVIEWED, "张工", AT)
    issue(store, BASE, "王经理", AT, ())
    return tmp_path


def test_an_issued_document_is_given_back_byte_for_byte(issued: Path, store: Store) -> None:
    kept = {name: store.attachment(digest) for name, digest in versions(store)[BASE].files.items()}
    assert kept == {f"{BASE}.{form}": (issued / f"{BASE}.{form}").read_bytes() for form in ("docx", "html")}
    assert [(pin.inspection, pin.reason) for pin in store.pins()] == [("I1", f"document {BASE}")]
    [row] = [one for one in store.recorded("document", BASE) if one.kind == "issued"]
    assert set(row.body["digests"].split()) == {sha256(content).hexdigest() for content in kept.values()}


def test_after_it_was_issued_the_next_is_a_version_that_names_it(issued: Path, store: Store) -> None:
    before = (issued / f"{BASE}.docx").read_bytes()
    new, document = made(store, issued)
    assert (new.number, document.number) == (f"{BASE}-V2", f"{BASE}-V2")
    assert (issued / f"{BASE}.docx").read_bytes() == before
    page = next(block for block in document.front[0].blocks if isinstance(block, Table))
    assert [row[0].text for row in page.rows[:2]] == ["V1.0", "V2.0"]
    assert [name in page.rows[0][3].text for name in ("张工", "王经理")] == [True, True]
    assert BASE in page.rows[1][3].text
    assert versions(store)[BASE].state is State.ISSUED, "a draft replaces nothing"
    step(store, new.number, Step.REVIEWED, "张工", AT)
    issue(store, new.number, "王经理", AT, ())
    assert versions(store)[BASE].superseded_by == new.number


def test_a_first_draft_says_so_and_stays_the_same_version(store: Store, tmp_path: Path) -> None:
    numbers = [made(store, tmp_path)[0].number for _again in range(2)]
    assert numbers == [BASE, BASE]
    page = control(gather(rounds.sample(), SITE, "zh_CN")).blocks[0]
    assert isinstance(page, Table)
    assert [row[0].text for row in page.rows] == ["V1.0", ""]


def test_another_language_is_a_document_of_its_own(store: Store, tmp_path: Path) -> None:
    new, document = made(store, tmp_path, "en")
    assert (new.number, document.number) == (f"{BASE}-EN", f"{BASE}-EN")
    assert made(store, tmp_path)[0].number == BASE


def test_nothing_is_issued_that_nobody_reviewed_or_that_is_not_as_written(store: Store, tmp_path: Path) -> None:
    made(store, tmp_path)
    with pytest.raises(IssueError, match="lacks a review"):
        issue(store, BASE, "王经理", AT, ())
    step(store, BASE, Step.REVIEWED, "张工", AT)
    page = tmp_path / f"{BASE}.html"
    page.write_bytes(page.read_bytes() + b" ")
    with pytest.raises(IssueError, match="is no file of"):
        issue(store, BASE, "王经理", AT, ())
    page.unlink()
    with pytest.raises(IssueError, match="cannot be read"):
        issue(store, BASE, "王经理", AT, ())
    version, _left = issue(store, BASE, "王经理", AT, (tmp_path / f"{BASE}.docx",))
    assert list(version.files) == [f"{BASE}.docx"]
    with pytest.raises(IssueError, match="no document"):
        issue(store, "XJ-none", "王经理", AT, ())


def test_a_docx_typed_into_is_read_and_issued_as_it_is(store: Store, tmp_path: Path) -> None:
    made(store, tmp_path)
    step(store, BASE, Step.REVIEWED, "张工", AT)
    file = tmp_path / f"{BASE}.docx"
    file.write_bytes(edited(file.read_bytes(), types(cell("remark"), "已与王工确认")))
    version, left = issue(store, BASE, "王经理", AT, ())
    assert [path.name for path in left] == [f"{BASE}.html"], "it lacks what was typed"
    assert store.attachment(version.files[file.name]) == file.read_bytes()
    assert hand_of(store).text("remark", cell("remark").of) == "已与王工确认"


def test_a_docx_in_conflict_is_not_issued(store: Store, tmp_path: Path) -> None:
    made(store, tmp_path)
    step(store, BASE, Step.REVIEWED, "张工", AT)
    file = tmp_path / f"{BASE}.docx"
    read_back(store, edited(file.read_bytes(), types(cell("remark"), "周五")), "other.docx")
    file.write_bytes(edited(file.read_bytes(), types(cell("remark"), "周一")))
    with pytest.raises(IssueError, match="not settled") as error:
        issue(store, BASE, "王经理", AT, ())
    assert error.value.read
    assert Outcome.CONFLICT in {one.outcome for one in error.value.read.lines}
    assert versions(store)[BASE].state is State.REVIEWED


def test_a_file_that_somebody_changed_is_kept_when_the_document_is_written_anew(store: Store, tmp_path: Path) -> None:
    made(store, tmp_path)
    file = tmp_path / f"{BASE}.docx"
    changed = edited(file.read_bytes(), types(cell("remark"), "周五"))
    file.write_bytes(changed)
    made(store, tmp_path)
    assert [path.read_bytes() == changed for path in tmp_path.glob(f"{BASE}.*.docx")] == [True]
    assert file.read_bytes() != changed


def test_a_signature_keeps_its_scan_and_its_day(issued: Path, store: Store) -> None:
    scan = issued / "扫描件.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    with pytest.raises(IssueError, match="after that day"):
        sign(store, BASE, "李主任", AT - timedelta(days=1), scan)
    for content in (b"", b"site: {customer: x}"):
        (issued / "blank.pdf").write_bytes(content)
        with pytest.raises(IssueError, match="no scan"):
            sign(store, BASE, "李主任", AT + timedelta(days=1), issued / "blank.pdf")
    version = sign(store, BASE, "李主任", AT + timedelta(days=1), scan)
    assert (version.state, [act.by for act in version.signed]) == (State.SIGNED, ["李主任"])
    assert store.attachment(version.signed[0].files["扫描件.pdf"]) == scan.read_bytes()
    assert identified(versions(store), scan.read_bytes()).is_scan


def test_verify_says_what_a_file_is(issued: Path, store: Store) -> None:
    known, content = versions(store), (issued / f"{BASE}.docx").read_bytes()
    assert identified(known, content).is_same
    changed = identified(known, edited(content, types(cell("remark"), "x")))
    assert (changed.version and changed.version.number, changed.is_same) == (BASE, False)
    assert identified(known, b"anything").version is None


# --- since last time


def test_since_last_time_is_the_last_issued_round(store: Store) -> None:
    headers = [rounds.inspection((), AT - timedelta(days=100 - n), f"I{n}") for n in range(3)]
    drafts = compared_with(store, BASE, "2026Q4", headers)
    assert (drafts.headers, drafts.number) == (headers, "")
    assert drafts.note is not None
    assert "draft" in str(drafts.note)
    old = BASE.replace("Q4", "Q2")
    for place, what in enumerate((Step.WRITTEN, Step.REVIEWED, Step.ISSUED)):
        one = told(old, what, place, base=old, subject="2026Q2", files={"a": "b"}, inspections={"I0": "s", "I1": "s"})
        store.record([entry(one)])
    found = compared_with(store, BASE, "2026Q4", headers)
    assert ([one.id for one in found.headers], found.number) == (["I0", "I1"], old)
    assert compared_with(store, f"{BASE}-S", "2026Q4", headers).number == "", "the security check's are others"
    assert compared_with(store, BASE.replace("客户", "别的客户"), "2026Q4", headers).number == ""
    assert compared_with(store, old, "2026Q2", headers).number == "", "a correction compares with the quarter before"


# --- the commands


def run(folder: Path, *arguments: str) -> Result:
    where = {"XUNJIAN_STORE": str(folder / "s.db"), "XUNJIAN_CONFIG": str(folder / "xunjian.yaml"), "XUNJIAN_LANG": "zh-CN"}
    (folder / "xunjian.yaml").write_text("site: {customer: 客户}\ntargets: [{id: here, kind: local}]\n")
    return CliRunner().invoke(command, list(arguments), env=where)


def test_the_commands_take_a_document_from_draft_to_signed(store: Store, tmp_path: Path) -> None:
    made(store, tmp_path / "out")
    today = (
        datetime.now(ZoneInfo(DEFAULT_TIMEZONE)).date().isoformat()
    )  # where this machine stands is not where the site is
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF")
    assert "尚未审核" in run(tmp_path, "issue", BASE, "--by", "王经理").output
    assert run(tmp_path, "review", BASE, "--by", "张工").exit_code == 0
    said = run(tmp_path, "issue", BASE, "--by", "王经理")
    assert (said.exit_code, "已签发" in said.output) == (0, True), said.output
    assert run(tmp_path, "sign", BASE, "--by", "李主任", "--on", today, "--scan", str(scan)).exit_code == 0
    [one] = json.loads(run(tmp_path, "list", "--output", "json").output)["documents"]
    assert (one["state"], one["reviewed"]["by"], one["issued"]["by"], one["signed"][0]["by"]) == (
        "signed",
        "张工",
        "王经理",
        "李主任",
    )
    assert one["inspections"] == {"I1": "seal1"}
    shown = run(tmp_path, "show", BASE.lower()).output
    assert all(word in shown for word in ("张工", "王经理", "李主任", "seal1", one["files"][f"{BASE}.docx"]))
    assert run(tmp_path, "get", BASE, "--out", str(tmp_path / "back")).exit_code == 0
    for path in (tmp_path / "out").iterdir():
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes()
    assert (tmp_path / "back" / "scan.pdf").read_bytes() == scan.read_bytes()
    back = tmp_path / "back" / f"{BASE}.docx"
    assert run(tmp_path, "verify", str(back)).exit_code == 0
    back.write_bytes(edited(back.read_bytes(), types(cell("remark"), "改")))
    assert run(tmp_path, "verify", str(back)).exit_code == 1
    assert "内容不同" in run(tmp_path, "get", BASE, "--out", str(tmp_path / "back")).output
    assert run(tmp_path, "read", str(back), "--by", "李工").exit_code == 0
    assert "李工" in run(tmp_path, "hand").output
    assert run(tmp_path, "withdraw", BASE, "--by", "王经理", "--reason", "误发").exit_code == 0
    assert "登记册中还没有文件" in run(tmp_path, "list").output
    assert BASE in run(tmp_path, "list", "--all").output


def test_a_masked_copy_is_not_registered(store: Store, tmp_path: Path) -> None:
    new = filing(store, SITE, "quarterly", BASE, subject="2026Q4", language="zh_CN")
    document = build(rounds.first(), SITE, "zh_CN", has_sheets=False, has_data=False)
    write(tmp_path, BASE, document, ("html",), "zh_CN", Mask(b"key", {}), new)
    assert versions(store) == {}
    assert [path.name for path in tmp_path.glob("*.html")] == [f"{BASE}-masked.html"]
    page = (tmp_path / f"{BASE}-masked.html").read_text()
    assert not re.search(r"#[0-9A-Z]{6}<", page), "the name of a row is a digest of names"
    assert "综合结论" in page


def test_the_report_reads_what_was_typed_and_compares_with_what_was_issued(tmp_path: Path) -> None:
    """Two quarters by the program itself: written, typed into, written anew, issued, corrected, and the next quarter."""
    place = tmp_path / "s.db"
    (tmp_path / "xunjian.yaml").write_text("site: {customer: 客户}\ntargets: [{id: app01, kind: local}]\n")
    report = ("report", "quarterly", "--form", "docx", "--out", "out", "--store", "s.db", "--lang", "zh-CN")
    full = stored.finding(Level.CRITICAL, used=0.97)
    keep(place, "on-demand", 0, full)
    done = xunjian(*report, folder=tmp_path)
    assert done.code == 0, done.err
    file = tmp_path / "out" / "XJ-客户-2026Q2.docx"
    place_of = next(one for one in read(file.read_bytes()).cells if one.place == "remark")
    file.write_bytes(edited(file.read_bytes(), types(Entry(0, 0, "remark", place_of.row, ()), "周五扩容")))
    again = xunjian(*report, folder=tmp_path)
    assert again.code == 0, again.err
    assert "周五扩容" in again.err
    assert "周五扩容" in [one.text for one in read(file.read_bytes()).cells]
    assert len(list((tmp_path / "out").glob("*.docx"))) == 2, "the file that was typed into is kept"
    keep(place, "on-demand", 100, full)
    draft = xunjian(*report, "--form", "html", folder=tmp_path)
    page = (tmp_path / "out" / "XJ-客户-2026Q3.html").read_text()
    assert draft.code == 0, draft.err
    assert "上一轮未签发文件，仅为草稿" in page
    assert "周五扩容" in page, "the problem stands, and so does what was said of it"
    with open_store(str(place)) as opened:
        step(opened, "XJ-客户-2026Q2", Step.REVIEWED, "张工", datetime.now(UTC))
        issue(opened, "XJ-客户-2026Q2", "王经理", datetime.now(UTC), ())
        assert len(opened.pins()) == 1
    assert xunjian(*report, "--form", "html", folder=tmp_path).code == 0
    page = (tmp_path / "out" / "XJ-客户-2026Q3.html").read_text()
    assert "XJ-客户-2026Q2" in page
    assert "该文件已签发" in page
