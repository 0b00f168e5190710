"""The customer's own docx as the ground of ours: his page, styles, header and cover, all filled in."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from agent.store.open import open_store
from checks.base import Level
from reports.documents.model import Document
from reports.documents.quarterly import build
from reports.render import RenderError, render
from tests import rounds
from tests.program import xunjian
from tests.stored import finding, header, result


@pytest.fixture(scope="module")
def ours() -> Document:
    return build(rounds.sample(), rounds.site(), "zh_CN")


def theirs(*body: str, heading_id: str = "1", frame: str = "某市环卫局 {{文档编号}}", is_narrow: bool = True) -> bytes:
    """A file as Chinese Word writes it: ids of styles are numbers, headings are numbered by themselves."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(35 if is_narrow else 18)
    first = word.styles["Heading 1"]
    first.element.set(qn("w:styleId"), heading_id)
    first.font.size = Pt(22)
    first.font.name = "FangSong"
    section.header.paragraphs[0].text = frame
    for text in body:
        paragraph = word.add_paragraph()
        for piece in text.split("|"):  # each a run of its own, as Word cuts them
            paragraph.add_run(piece)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def made(document: Document, template: bytes) -> Any:  # noqa: ANN401 - the library has no types
    return docx.Document(io.BytesIO(render(replace(document, template=template), "docx")))


def texts(word: Any) -> list[str]:  # noqa: ANN401 - as above
    return ["".join(text.text or "" for text in one.iter(qn("w:t"))) for one in word.element.body.iter(qn("w:p"))]


def test_ours_stands_where_the_marker_was_between_theirs(ours: Document) -> None:
    word = made(ours, theirs("封面：{{标题}}", "甲方 {{|客户名称}|}，第 {{编号}} 号", "{{正文}}", "封底"))
    told = texts(word)
    assert told[0] == f"封面：{ours.cover.title.text}"
    assert told[1] == f"甲方 {ours.cover.owner.text}，第 {ours.number} 号"
    assert told[-1] == "封底"
    assert ours.summary.title.text in told
    assert not [one for one in told if "{{" in one]
    assert told.count(ours.cover.title.text) == 0  # our own cover is not there
    assert word.sections[0].header.paragraphs[0].text == f"某市环卫局 {ours.number}"


def test_spaces_in_the_marker_do_not_lose_what_stands_around_it(ours: Document) -> None:
    assert texts(made(ours, theirs("封面", "{{ 正文 }}", "封底")))[-1] == "封底"


def test_without_a_marker_their_text_goes_and_our_cover_comes(ours: Document) -> None:
    told = texts(made(ours, theirs("样张：请删除")))
    assert "样张：请删除" not in told
    assert ours.cover.title.text in told


def test_their_styles_stay_and_every_style_that_is_named_is_there(ours: Document) -> None:
    word = made(ours, theirs("{{content}}"))
    assert word.styles["Heading 1"].font.size == Pt(22)
    ids = {one.style_id for one in word.styles}
    used = {one.get(qn("w:val")) for one in word.element.body.iter(qn("w:pStyle"), qn("w:rStyle"))}
    assert used <= ids
    assert "1" in used


def test_a_heading_is_not_numbered_twice(ours: Document) -> None:
    word = made(ours, theirs("{{正文}}"))
    headings = [one for one in word.element.body.iter(qn("w:pStyle")) if one.get(qn("w:val")) in {"1", "Heading2"}]
    assert len(headings) > 10
    for one in headings:
        order = [child.tag.rpartition("}")[2] for child in one.getparent()]
        assert "numPr" in order
        known = ["pStyle", "keepNext", "pageBreakBefore", "numPr", "spacing", "jc"]
        assert order == sorted(order, key=known.index)


def test_no_table_is_wider_than_their_page(ours: Document) -> None:
    room = int(140 * 56.7)
    narrow = made(ours, theirs("{{正文}}")).styles["TOC 1"].paragraph_format.tab_stops
    assert narrow[0].position <= Mm(141)
    widths = [int(one.get(qn("w:w"))) for one in made(ours, theirs("{{正文}}")).element.body.iter(qn("w:tblW"))]
    assert widths
    assert max(widths) <= room
    wide = made(ours, theirs("{{正文}}", is_narrow=False)).element.body
    assert max(int(one.get(qn("w:w"))) for one in wide.iter(qn("w:tblW"))) == 9865
    grid = next(iter(wide.iter(qn("w:tblGrid"))))
    assert sum(int(one.get(qn("w:w"))) for one in grid) <= 9865


def test_a_header_of_ours_where_they_have_none(ours: Document) -> None:
    word = made(ours, theirs("{{正文}}", frame=""))
    assert ours.number in word.sections[0].header.paragraphs[0].text


def test_a_name_that_the_document_does_not_have_is_told(ours: Document) -> None:
    with pytest.raises(RenderError, match="合同金额") as caught:
        made(ours, theirs("{{合同金额}}", "{{正文}}"))
    assert "{{编号}}" in str(caught.value)
    with pytest.raises(RenderError, match="docx"):
        made(ours, b"\xd0\xcf\x11\xe0 an old .doc")


def test_the_other_forms_do_not_change(ours: Document) -> None:
    with_template = replace(ours, template=theirs("{{正文}}"))
    assert render(with_template, "html") == render(ours, "html")
    assert render(with_template, "json") == render(ours, "json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "xunjian.yaml").write_text(
        "site: {customer: 甲局, template: theirs.docx}\ntargets: [{id: app01, kind: local}]\nstore: {url: s.db}\n",
        encoding="utf-8",
    )
    with open_store(str(tmp_path / "s.db")) as store:
        begun = store.begin(replace(header("app01"), customer="甲局"))
        store.commit_target(begun, result("app01", (finding(Level.WARN),)), {})
        store.finish(begun)
    return tmp_path


def test_the_configuration_names_it_and_a_lost_one_stops_nothing(folder: Path) -> None:
    lost = xunjian("report", "confirmation", "--form", "docx", folder=folder)
    assert lost.code == 0, lost
    assert "theirs.docx" in lost.err
    (folder / "theirs.docx").write_bytes(theirs("局内编号 {{编号}}", "{{正文}}"))
    done = xunjian("report", "confirmation", "--form", "docx", folder=folder)
    file = folder / done.out.strip().splitlines()[-1]
    assert any(one.startswith("局内编号 XJ-") for one in texts(docx.Document(str(file))))
    assert zipfile.ZipFile(file).testzip() is None
