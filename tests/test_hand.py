"""What an engineer typed into a document survives: saved by LibreOffice, with marks lost, rows moved, copied, deleted."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from agent.hand import Outcome, Read, hand_of, read_back
from agent.hand_docx import HandError, read
from agent.registering import Filing, filing, places
from agent.store.open import open_store
from agent.store.store import Store
from reports.documents.model import Document, Entry
from reports.documents.quarterly import build
from reports.record.hand import Hand, Typed, hand, print_of, row_of, visible
from reports.render import render
from tests import rounds

needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LINES = "已与王工确认，\n先清理日志\t再扩容 🙂 <b>&"


def document(typed: Hand | None = None) -> Document:
    return build(replace(rounds.sample(), hand=typed or Hand()), rounds.site(), "zh_CN", has_sheets=False, has_data=False)


FIRST = document()
CELLS = [one for one, _text in FIRST.entries()]
ROWS = list(dict.fromkeys(one.id for one in CELLS if one.place == "remark"))


def cell(place: str, row: int = 0) -> Entry:
    return next(
        one for one in CELLS if one.place == place and (place not in {"remark", "day", "decision"} or one.id == ROWS[row])
    )


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render(FIRST, "docx")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "s.db"), create=True) as opened:
        written(opened, FIRST)
        yield opened


def written(store: Store, made: Document) -> Filing:
    new = filing(store, rounds.site(), "quarterly", rounds.sample().number, subject="2026Q4", language="zh_CN")
    new.written(made, {f"{new.number}.docx": b"."}, Path())
    return new


def edited(content: bytes, *steps: Callable[[Any], None]) -> bytes:
    """The docx after somebody's work in it."""
    word = docx.Document(io.BytesIO(content))
    for step in steps:
        step(word.element.body)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def control(body: Any, one: Entry) -> Any:  # noqa: ANN401 - lxml
    return next(
        s
        for s in body.iter(qn("w:sdt"))
        if f"{one.place}.{one.id}" in s.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
    )


def types(one: Entry, text: str) -> Callable[[Any], None]:
    """Type a text into a cell, as a word processor writes it."""

    def step(body: Any) -> None:  # noqa: ANN401 - lxml
        inside = control(body, one).find(qn("w:sdtContent"))
        for old in list(inside):
            inside.remove(old)
        run = parse_xml(f"<w:r {SPACE}/>")
        for place, part in enumerate(re.split(r"([\n\t])", text)):
            if place % 2:
                run.append(parse_xml(f"<w:{'br' if part == chr(10) else 'tab'} {SPACE}/>"))
            elif part:
                run.append(parse_xml(f'<w:t {SPACE} xml:space="preserve"/>'))
                run[-1].text = part
        inside.append(run)

    return step


def row_element(body: Any, row: int) -> Any:  # noqa: ANN401 - lxml
    found = control(body, cell("remark", row))
    while found.tag != qn("w:tr"):
        found = found.getparent()
    return found


def without_controls(body: Any) -> None:  # noqa: ANN401 - lxml
    for one in list(body.iter(qn("w:sdt"))):
        for child in list(one.find(qn("w:sdtContent"))):
            one.addprevious(child)
        one.getparent().remove(one)


def without_bookmarks(body: Any) -> None:  # noqa: ANN401 - lxml
    for one in [*body.iter(qn("w:bookmarkStart")), *body.iter(qn("w:bookmarkEnd"))]:
        one.getparent().remove(one)


def without_names(body: Any) -> None:  # noqa: ANN401 - lxml
    for one in body.iter(qn("w:t")):
        one.text = re.sub(r"#[0-9A-Z]{6}", "", one.text or "")


TEXTS = {
    ("remark", 0): LINES,
    ("day", 1): "2026年12月5日",
    ("decision", 0): "整改",
    ("conclusion", 0): "总体平稳\n\n两处须扩容",
}
TYPING = tuple(types(cell(place, row), text) for (place, row), text in TEXTS.items())


def standing(store: Store) -> dict[tuple[str, int], str]:
    typed = hand_of(store)
    return {key: typed.text(key[0], cell(*key).of) for key in TEXTS}


def outcomes(found: Read) -> list[Outcome]:
    return [one.outcome for one in found.lines if one.outcome is not Outcome.SAME]


def told(text: str) -> str:
    return print_of(text)


# --- one file, read back


@pytest.fixture(scope="module")
def filled(plain: bytes) -> bytes:
    return edited(plain, *TYPING)


@pytest.fixture(scope="module")
def by_libreoffice(filled: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The filled document, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "a.docx").write_bytes(filled)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "docx"]
    subprocess.run([*command, "--outdir", folder / "out", folder / "a.docx"], check=True, capture_output=True, timeout=120)
    return (folder / "out" / "a.docx").read_bytes()


def test_what_was_typed_is_stored_and_stands_in_the_document_that_is_written_anew(filled: bytes, store: Store) -> None:
    found = read_back(store, filled, "a.docx", by="李工")
    assert outcomes(found) == [Outcome.TYPED] * len(TEXTS)
    assert standing(store) == TEXTS
    again = document(hand_of(store))
    assert {(one.place, one.id): text for one, text in again.entries() if text} == {
        (cell(*key).place, cell(*key).id): text for key, text in TEXTS.items()
    }
    second = read_back(store, render(again, "docx"), "b.docx")
    assert outcomes(second) == [], "what the program printed itself was not typed"


def test_what_nobody_touched_says_nothing(plain: bytes, store: Store) -> None:
    found = read_back(store, plain, "a.docx")
    assert found.number == rounds.sample().number
    assert len(found.lines) == len(CELLS)
    assert outcomes(found) == []
    assert store.recorded("hand") == ()


@needs_libreoffice
def test_libreoffice_drops_the_tags_and_keeps_the_text_once(by_libreoffice: bytes, store: Store) -> None:
    body = zipfile.ZipFile(io.BytesIO(by_libreoffice)).read("word/document.xml").decode()
    assert body.count("两处须扩容") == 1, "other kinds of control are written three times over"
    found = read_back(store, by_libreoffice, "a.docx")
    assert found.number == rounds.sample().number
    assert outcomes(found) == [Outcome.TYPED] * len(TEXTS)
    assert {key: told(text) for key, text in standing(store).items()} == {key: told(text) for key, text in TEXTS.items()}
    assert standing(store)["conclusion", 0].split("\n") == ["总体平稳", "", "两处须扩容"]


@needs_libreoffice
@pytest.mark.parametrize(
    "lost",
    [(without_controls,), (without_bookmarks,), (without_names,), (without_controls, without_bookmarks)],
    ids=["controls", "bookmarks", "names", "controls and bookmarks"],
)
def test_with_marks_lost_the_others_tell(
    lost: tuple[Callable[[Any], None], ...], filled: bytes, by_libreoffice: bytes, store: Store
) -> None:
    for place, content in enumerate((filled, by_libreoffice)):
        if place and without_bookmarks in lost and without_controls not in lost:
            lost = (without_bookmarks, without_controls)  # LibreOffice has dropped the tags already
        found = read_back(store, edited(content, *lost), "a.docx")
        assert outcomes(found) == ([Outcome.TYPED] * len(TEXTS) if not place else [])
        assert {key: told(text) for key, text in standing(store).items()} == {k: told(t) for k, t in TEXTS.items()}


@pytest.mark.parametrize("kept", ["control", "bookmark", "row"])
def test_one_kind_of_mark_is_enough(kept: str, filled: bytes, store: Store) -> None:
    strips = {"control": without_controls, "bookmark": without_bookmarks, "row": without_names}
    found = read_back(store, edited(filled, *(strip for name, strip in strips.items() if name != kept)), "a.docx")
    assert outcomes(found) == [Outcome.TYPED] * len(TEXTS)
    assert {one.ways for one in found.lines if one.text} == {(kept,)}
    assert standing(store) == TEXTS


def test_without_any_mark_nothing_is_guessed_and_everything_is_shown(filled: bytes, store: Store) -> None:
    found = read_back(store, edited(filled, without_controls, without_bookmarks, without_names), "a.docx")
    assert sorted(one.text for one in found.lines) == sorted(TEXTS.values())
    assert outcomes(found) == [Outcome.UNMARKED] * len(TEXTS)
    assert not found.is_clear
    assert store.recorded("hand") == ()


# --- rows moved about


def test_rows_in_another_order_are_the_same_rows(filled: bytes, store: Store) -> None:
    def reorder(body: Any) -> None:  # noqa: ANN401 - lxml
        first, last = row_element(body, 0), row_element(body, len(ROWS) - 1)
        last.addnext(first)

    read_back(store, edited(filled, reorder), "a.docx")
    assert standing(store) == TEXTS
    read_back(store, edited(filled, reorder, without_controls, without_bookmarks), "a.docx")
    assert standing(store) == TEXTS


def test_a_row_that_was_deleted_takes_nothing_back(filled: bytes, store: Store) -> None:
    read_back(store, filled, "a.docx")
    again = render(document(hand_of(store)), "docx")
    found = read_back(store, edited(again, lambda body: row_element(body, 0).getparent().remove(row_element(body, 0))), "a")
    assert outcomes(found) == []
    assert standing(store) == TEXTS


def copied(text: str) -> Callable[[Any], None]:
    def step(body: Any) -> None:  # noqa: ANN401 - lxml
        row = row_element(body, 0)
        twin = deepcopy(row)
        row.addnext(twin)
        inside = next(
            s for s in twin.iter(qn("w:sdt")) if ".remark." in s.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        )
        for old in inside.iter(qn("w:t")):
            old.text = text

    return step


def test_a_row_copied_with_one_text_is_one_and_with_two_a_conflict(filled: bytes, store: Store) -> None:
    found = read_back(store, edited(filled, copied("另一种说法")), "a.docx")
    twice = [one for one in found.lines if one.outcome is Outcome.TWICE]
    assert [one.place for one in twice] == ["remark"]
    assert "另一种说法" in twice[0].text
    assert LINES in twice[0].text
    assert standing(store)["remark", 0] == "", "neither was chosen"
    same = edited(filled, lambda body: row_element(body, 0).addnext(deepcopy(row_element(body, 0))))
    assert read_back(store, same, "a.docx").is_clear
    assert standing(store) == TEXTS


def test_marks_that_disagree_are_shown_and_nothing_is_stored(filled: bytes, store: Store) -> None:
    def swapped(body: Any) -> None:  # noqa: ANN401 - lxml
        one, other = (control(body, cell("remark", row)).getparent() for row in (0, 1))
        for old in list(other):
            if old.tag != qn("w:pPr"):
                other.remove(old)
        for moved in [child for child in one if child.tag != qn("w:pPr")]:
            other.append(moved)

    found = read_back(store, edited(filled, swapped), "a.docx")
    [line] = [one for one in found.lines if one.outcome is Outcome.MARKS]
    assert line.row == f"{visible(ROWS[0])} / {visible(ROWS[1])}"
    assert line.text == LINES
    assert standing(store)["remark", 0] == ""


def test_text_in_a_new_row_is_told_as_without_a_mark(plain: bytes, store: Store) -> None:
    def new_row(body: Any) -> None:  # noqa: ANN401 - lxml
        row = deepcopy(row_element(body, 0))
        row_element(body, 0).addnext(row)
        for strip in (without_controls, without_bookmarks, without_names):
            strip(row)
        list(row.iter(qn("w:t")))[-1].text = "新写的一行"

    found = read_back(store, edited(plain, new_row), "a.docx")
    assert [(one.outcome, one.text) for one in found.lines if one.outcome is not Outcome.SAME] == [
        (Outcome.UNMARKED, "新写的一行")
    ]


# --- how word processors write text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:rPr><w:b/></w:rPr><w:t>加</w:t></w:r><w:r><w:t>粗</w:t></w:r>", "加粗"),
        (("<w:r><w:t>一</w:t></w:r><w:del w:id='1' w:author='a'><w:r><w:delText>删</w:delText></w:r></w:del>"
         "<w:ins w:id='2' w:author='a'><w:r><w:t>增</w:t></w:r></w:ins>"), "一增"),
        ("<w:moveFrom w:id='1' w:author='a'><w:r><w:t>走</w:t></w:r></w:moveFrom><w:r><w:t>留</w:t></w:r>", "留"),
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:t>x</w:t></w:r>", "链接-x"),
        (("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
         "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>日</w:t></w:r>"), "日"),
        ("<w:r><w:t>\u3000a\u200bb\u200e\ufeff </w:t></w:r>", "ab"),
        ("<w:r><w:t>👨\u200d👩\u200d👧</w:t></w:r>", "👨\u200d👩\u200d👧"),
    ],
    ids=["formatting", "tracked", "moved", "link", "field", "unseen", "joined emoji"],
)  # fmt: skip
def test_text_as_word_processors_write_it(inside: str, text: str, plain: bytes) -> None:
    def step(body: Any) -> None:  # noqa: ANN401 - lxml
        content = control(body, cell("remark")).find(qn("w:sdtContent"))
        for old in list(content):
            content.remove(old)
        for new in parse_xml(f"<w:p {SPACE}>{inside}</w:p>"):
            content.append(new)

    [found] = [one for one in read(edited(plain, step)).cells if (one.place, one.row) == ("remark", ROWS[0])]
    assert found.text == text


def test_a_paragraph_more_outside_the_control_belongs_to_the_cell(plain: bytes) -> None:
    def step(body: Any) -> None:  # noqa: ANN401 - lxml
        types(cell("remark"), "一")(body)
        control(body, cell("remark")).getparent().addnext(parse_xml(f"<w:p {SPACE}><w:r><w:t>二</w:t></w:r></w:p>"))

    [found] = [one for one in read(edited(plain, step)).cells if (one.place, one.row) == ("remark", ROWS[0])]
    assert found.text == "一\n二"


def test_a_row_deleted_under_track_changes_is_not_there(filled: bytes) -> None:
    def step(body: Any) -> None:  # noqa: ANN401 - lxml
        row_element(body, 0).find(qn("w:trPr")).append(parse_xml(f'<w:del {SPACE} w:id="9" w:author="a"/>'))

    assert ROWS[0] not in {one.row for one in read(edited(filled, step)).cells}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"PK" + b"\0" * 400])
def test_what_is_no_docx_is_said(content: bytes) -> None:
    with pytest.raises(HandError):
        read(content)


def test_a_document_type_in_the_xml_is_refused(plain: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, raw.replace(b"<w:document ", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document ", 1))
    with pytest.raises(HandError, match="document type"):
        read(out.getvalue())


# --- two persons


def test_two_files_with_two_texts_are_a_conflict_until_a_person_chooses(plain: bytes, store: Store) -> None:
    one, other = (edited(plain, types(cell("remark"), text)) for text in ("周五扩容", "下月扩容"))
    assert outcomes(read_back(store, one, "a.docx", by="李工")) == [Outcome.TYPED]
    found = read_back(store, other, "b.docx", by="王工")
    [line] = [each for each in found.lines if each.outcome is Outcome.CONFLICT]
    assert (line.text, [(each.by, each.text) for each in line.standing]) == ("下月扩容", [("李工", "周五扩容")])
    assert standing(store)["remark", 0] == "周五扩容"
    assert [[each.text for each in heads] for _place, heads in hand_of(store).conflicts()] == [
        ["周五扩容", "下月扩容"]
    ] * len(cell("remark").of)
    read_back(store, other, "b.docx", by="王工")
    assert len(store.recorded("hand")) == 2, "read twice is stored once"
    taken = read_back(store, other, "b.docx", by="王工", take=(visible(ROWS[0]),))
    assert outcomes(taken) == [Outcome.TAKEN]
    assert standing(store)["remark", 0] == "下月扩容"
    assert hand_of(store).conflicts() == ()
    assert [row.body["text"] for row in store.recorded("hand")] == ["周五扩容", "下月扩容", "下月扩容"], "nothing is lost"


def test_a_text_edited_in_the_document_that_printed_it_replaces_it(filled: bytes, store: Store) -> None:
    read_back(store, filled, "a.docx", by="李工")
    again = edited(render(document(hand_of(store)), "docx"), types(cell("remark"), "已扩容"))
    assert outcomes(read_back(store, again, "b.docx", by="王工")) == [Outcome.TYPED]
    assert standing(store)["remark", 0] == "已扩容"
    older = (filled, edited(filled, without_controls, without_bookmarks))
    for content in older:
        assert outcomes(read_back(store, content, "a.docx")) == [Outcome.OLDER], "it does not win by being read once more"
        assert standing(store)["remark", 0] == "已扩容"
    assert outcomes(read_back(store, filled, "a.docx", take=("all",))) == [Outcome.TAKEN]
    assert standing(store)["remark", 0] == LINES


def test_an_emptied_place_is_asked_about_and_an_empty_one_is_none(filled: bytes, plain: bytes, store: Store) -> None:
    read_back(store, filled, "a.docx")
    assert outcomes(read_back(store, plain, "old.docx")) == [], "it was empty when it was printed"
    assert outcomes(read_back(store, plain, "old.docx", take=("all",))) == []
    emptied = edited(render(document(hand_of(store)), "docx"), types(cell("day", 1), ""))
    assert outcomes(read_back(store, emptied, "b.docx")) == [Outcome.EMPTIED]
    assert standing(store) == TEXTS
    assert outcomes(read_back(store, emptied, "b.docx", take=("all",))) == [Outcome.TAKEN]
    assert standing(store) == {**TEXTS, ("day", 1): ""}


def test_a_document_of_another_store_is_told_as_strange(filled: bytes, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "other.db"), create=True) as other:
        found = read_back(other, filled, "a.docx")
    assert found.number == ""
    assert outcomes(found) == [Outcome.STRANGE] * len(TEXTS)


# --- by identity, never by position


def test_a_remark_follows_its_problems_into_another_row(store: Store) -> None:
    known = places(store)[ROWS[0]]
    now = datetime(2026, 11, 23, tzinfo=UTC)
    typed = hand([Typed("1", "remark", (*known.of, "gone"), "整改中", "李工", now, now)])
    assert typed.text("remark", (known.of[0], "new")) == "整改中"
    assert typed.text("remark", ("new",)) == ""
    assert row_of(known.of) == row_of(tuple(reversed(known.of))) == ROWS[0]


def test_the_order_in_which_stores_learn_it_changes_nothing() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    first = Typed("1", "remark", ("p",), "一", "甲", at, at)
    rival = Typed("2", "remark", ("p",), "二", "乙", at, at + timedelta(hours=1))
    edit = Typed("3", "remark", ("p", "q"), "三", "甲", at, at + timedelta(hours=2), frozenset({"1"}))
    every = [hand([*order, *order]) for order in permutations((first, rival, edit))]
    assert all(one == every[0] for one in every)
    assert [one.text for one in every[0].heads["remark", "p"]] == ["三", "二"], "who replaced nothing only claims"
    assert every[0].text("remark", ("p", "q")) == "三"
    done = hand([first, rival, edit, Typed("4", "remark", ("p", "q"), "二", "乙", at, at + timedelta(3), frozenset("123"))])
    assert done.conflicts() == ()
    assert done.text("remark", ("p",)) == "二"


def test_paper_and_pages_print_it(filled: bytes, store: Store) -> None:
    read_back(store, filled, "a.docx")
    made = document(hand_of(store))
    page = render(made, "html").decode()
    assert "先清理日志" in page
    assert "总体平稳" in page
    assert all(visible(row) in page for row in ROWS)
    assert render(made, "pdf").startswith(b"%PDF")
