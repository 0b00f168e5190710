"""The forms: whole, self-contained, translated to the last word, and not broken by what a target says."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.expected import with_unasked
from checks.base import Exhibit, Level
from config.site import Target
from config.text import PSEUDO, verbatim
from reports import render as renderers
from reports.documents import model
from reports.documents.quarterly import build
from reports.render import KINDS, RenderError, fonts, render, typeset
from reports.render.charts import svg
from reports.render.docx_lines import lines_of
from reports.render.docx_pages import entries, pages
from reports.render.legal import BREAK, breakable, legal
from reports.render.pdf import encoded
from tests import rounds

SAMPLE = build(rounds.sample(), rounds.site(), "zh_CN")
BRACKETED = build(rounds.sample(), rounds.site(), PSEUDO)
TERMS = {"V1.0", *(f"P{n:02}" for n in range(1, 100))}
"""What stands untranslated though no inspection said it: the version, the numbers of problems."""


def facts(value: object) -> Iterator[str]:
    """Every text of the model that says it is a fact's own words."""
    if isinstance(value, model.Words):
        if value.is_fact:
            yield legal(value.shown)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "data":
                yield from facts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from facts(one)


def strings(value: object) -> Iterator[str]:
    """Every string that was handed in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from strings(key)
            yield from strings(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def unbracketed(text: str) -> str:
    """What stands outside the brackets of translated texts."""
    depth, out = 0, []
    for character in text:
        depth += character == "⟦"
        if not depth:
            out.append(character)
        depth -= character == "⟧"
    return "".join(out)


def leaks(texts: Iterator[str], known: set[str]) -> list[str]:
    """Pieces with Latin letters that are neither translated nor a fact."""
    out = []
    for text in texts:
        for piece in re.split(r"[\t\n]", unbracketed(text)):
            short = piece.strip()
            if re.search(r"[A-Za-z]", short) and short not in known and not _is_shortened(short, known):
                out.append(short)
    return out


def _is_shortened(piece: str, known: set[str]) -> bool:
    head, dots, tail = piece.partition("…")
    return bool(dots) and any(one.startswith(head) and one.endswith(tail) for one in known)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as the parser calls it
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.texts.append(data)


def parsed(document: model.Document) -> _Texts:
    reader = _Texts()
    reader.feed(render(document, "html").decode())
    return reader


def docx_texts(document: model.Document) -> Iterator[str]:
    archive = zipfile.ZipFile(io.BytesIO(render(document, "docx")))
    for name in archive.namelist():
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
            for paragraph in re.findall(r"<w:p[ >].*?</w:p>", archive.read(name).decode(), re.DOTALL):
                kept = re.sub(r"<w:br/>|<w:tab/>", "\n", paragraph)
                pieces = re.findall(r"<w:t[ >][^<]*|\n", kept)
                yield (
                    "".join(piece if piece == "\n" else piece.partition(">")[2] for piece in pieces)
                    .replace(BREAK, "")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&")
                )


def xlsx_texts(document: model.Document) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(render(document, "xlsx")))
    for sheet in book.worksheets:
        yield sheet.title
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def test_no_english_leaks_from_any_form() -> None:
    parts = [part for one in facts(BRACKETED) for part in re.split(r"[\t\n]", one)]
    known = {whole.strip() for part in parts for whole in (part, unbracketed(part))} | TERMS  # a fact behind words of ours
    assert leaks(docx_texts(BRACKETED), known) == []
    assert leaks(iter(parsed(BRACKETED).texts), known) == []
    assert leaks(xlsx_texts(BRACKETED), known) == []


def test_what_calls_itself_a_fact_was_handed_in() -> None:
    given_ = sorted({legal(s) for s in (*strings(rounds.sample()), *strings(rounds.site())) if s}, key=len, reverse=True)
    flat = [" ".join(one.split()) for one in given_]
    for fact in set(facts(BRACKETED)) - TERMS:
        left = fact
        for one in (*given_, *flat):
            left = left.replace(one, "")
        if re.search(r"[A-Za-z]", left) and not re.fullmatch(r"#[0-9A-Z]{6}", fact):  # a row's own name
            assert _is_shortened(" ".join(fact.split()), set(flat)), fact


def test_the_leak_test_would_see_a_leak() -> None:
    assert leaks(iter(["⟦Fine⟧ 3", "Not fine", "⟦a ⟦nested⟧ one⟧ x"]), set()) == ["Not fine", "x"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_form_of_both_languages(language: str) -> None:
    document = build(rounds.sample(), rounds.site(), language)
    starts = {"docx": b"PK", "pdf": b"%PDF", "html": b"\n<!DOCTYPE html>", "xlsx": b"PK", "json": b"{"}
    for kind in KINDS:
        made = render(document, kind)
        assert made.lstrip().startswith(starts[kind].lstrip()), kind
        assert len(made) > 10_000


def test_another_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="odt"):
        render(SAMPLE, "odt")


def test_chinese_is_complete() -> None:
    """In the Chinese document no word is English but facts' and those that the sample's own texts hold."""
    english = [w for w in docx_texts(SAMPLE) if re.search(r"\b(?:the|of|and|is|was|not)\b", unbracketed(w))]
    known = set(facts(SAMPLE))
    quoted = ("connect timed out", "a password is required", "read kernel buffer", "Operation not permitted")
    assert [w for w in english if w not in known and not any(q in w for q in quoted)] == []


def test_html_asks_nothing_of_anybody() -> None:
    reader = parsed(SAMPLE)
    assert not {tag for tag, _attributes in reader.tags} & {"script", "link", "iframe", "object"}
    for tag, attributes in reader.tags:
        for name in ("src", "href", "data", "action", "poster", "srcset"):
            value = attributes.get(name) or ""
            assert value.startswith(("#", "data:")) or not value, (tag, name, value)
    text = render(SAMPLE, "html").decode()
    assert "url(" not in text
    assert "@import" not in text
    assert {"http://www.w3.org/2000/svg"} >= set(re.findall(r"https?://[^\"'<\s]+", text))


def test_html_links_lead_somewhere() -> None:
    reader = parsed(SAMPLE)
    ids = [attributes["id"] for _tag, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"] for t, a in reader.tags if t == "a"} <= {f"#{one}" for one in ids}


def test_html_tells_things_in_the_order_of_the_document() -> None:
    reader = parsed(SAMPLE)
    anchors = [section.anchor for section in SAMPLE.all_sections()]
    assert [a["href"] for t, a in reader.tags if t == "a"] == [f"#{anchor}" for anchor in anchors]
    assert [a["id"] for t, a in reader.tags if t == "section"] == anchors
    assert [one.anchor for one in (*SAMPLE.front, SAMPLE.summary)] == ["control", "summary"]


def test_every_heading_of_the_contents_has_a_page_that_never_goes_back() -> None:
    for document in (SAMPLE, build(rounds.sample(), rounds.site(), "en")):
        found = pages(document, has_charts=True)
        places = [found[anchor] for _level, _words, anchor in entries(document)]
        assert places == sorted(places)
        assert (found["control"], found["summary"], found["overview"]) == (2, 4, 5)
        assert pages(document, has_charts=False)["areas"] < found["areas"]


TOLERATED_PAGES = 1
"""That a number of the contents may be off: where a program breaks one line otherwise, a row may go to the next page."""


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice and pdftotext")
@pytest.mark.parametrize("name", ["sample", "first", "large"])
def test_the_contents_name_the_pages_that_libreoffice_sets(name: str, tmp_path: Path) -> None:
    round_, contract = {
        "sample": (rounds.sample(), rounds.site()),
        "first": (rounds.first(), rounds.site()),
        "large": rounds.large(),
    }[name]
    document = build(round_, contract, "zh_CN")
    (tmp_path / "a.docx").write_bytes(render(document, "docx"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    command = ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"]
    sheets = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")
    lines = [{"".join(line.split()) for line in sheet.splitlines()} for sheet in sheets]
    counted = pages(document, has_charts=True)
    off = []
    for _level, words, anchor in entries(document):
        title = "".join(words.text.split())
        real = next(place for place, on_page in enumerate(lines, 1) if title in on_page)
        assert any(re.fullmatch(rf"{re.escape(title)}\.*{counted[anchor]}", line) for line in lines[2]), title
        off.append(abs(real - counted[anchor]))
    assert max(off) <= TOLERATED_PAGES
    assert sum(map(bool, off)) <= len(off) // 5, off


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 100, 1),
        ("字" * 10, 100, 1),
        ("字" * 11, 100, 2),
        ("字" * 10 + "。", 100, 1),
        ("字" * 10 + "。字", 100, 2),
        ("aaaa aaaa", 25, 2),
        ("m" * 24, 100, 2),
        ("m" * 25, 100, 3),
        ("字字 " + "m" * 11, 100, 2),
        ("one\ntwo", 100, 2),
        ("iiii" * 10, 100, 1),
    ],
)
def test_lines_are_counted_as_a_word_processor_breaks_them(text: str, width: float, lines: int) -> None:
    assert lines_of(text, 10, width) == lines


def test_small_tables_stay_whole_and_long_rows_do_not() -> None:
    column = model.Column(model.Words("x"))
    row = (model.Words("字" * 10),)
    assert model.Table((column,), (row,) * 7).is_kept_whole
    assert not model.Table((column,), (row,) * 8).is_kept_whole
    assert not model.Table((column,), ((model.Words("字" * 4000),),)).is_kept_whole
    assert model.Table((column,), ((model.Words("字" * 1800),),)).is_kept_whole


PAGE_POINTS = (18 / 25.4 * 72, (210 - 18) / 25.4 * 72)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_no_word_of_the_pdf_runs_past_the_margin() -> None:
    """Long names in headings, titles of tables and columns, cells, the page's own header."""
    long = "anunbrokenwordof28characters" * 3
    bad = rounds.bad("server.cpu", Level.CRITICAL, long, long, long, long)
    exhibit = Exhibit(verbatim(long), (verbatim(long), verbatim("b")), ((long, "x"),), "server.listening_ports")
    one = rounds.result("x" * 80, bad, asset={"name": long, "location": long})
    rows = tuple(replace(r, title=rounds.both(long, long)) if r.check == "server.cpu" else r for r in rounds.CATALOGUE)
    whole = replace(rounds.inspection((replace(one, exhibits=(exhibit,)),)), catalogue=rows)
    series = {("x" * 80, "server.cpu", "", "used_ratio"): tuple((rounds.AT - timedelta(days=n), 0.5) for n in (3, 2, 1))}
    document = build(replace(rounds.first(), inspection=whole, series=series), rounds.site(customer="C" * 80), "zh_CN")
    made = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=render(document, "pdf"), capture_output=True, check=True)
    found = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]*)', made.stdout.decode())
    assert len(found) > 500
    assert [word for _left, right, word in found if float(right) > PAGE_POINTS[1] + 1] == []


def test_word_tables_repeat_their_header_and_keep_rows_whole() -> None:
    word = docx.Document(io.BytesIO(render(SAMPLE, "docx")))
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    grids = [t for t in word.tables if len(t.rows) > 20]
    assert grids
    for table in grids:
        assert table.rows[0]._tr.find(f".//{namespace}tblHeader") is not None
    for table in word.tables[1:]:
        grid = [int(col.get(f"{namespace}w")) for col in table._tbl.tblGrid]
        assert 9800 <= sum(grid) <= 9900
        for row in table.rows:
            assert row._tr.find(f".//{namespace}cantSplit") is not None


def test_word_has_headings_contents_fields_and_chinese_fonts() -> None:
    made = render(SAMPLE, "docx")
    word = docx.Document(io.BytesIO(made))
    headings = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [section.title.text for section in SAMPLE.all_sections()]
    archive = zipfile.ZipFile(io.BytesIO(made))
    body, styles = (archive.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    assert r"TOC \o" in body
    contents = [p.text for p in word.paragraphs if p.style and (p.style.name or "").lower().startswith("toc")]
    assert [entry.rpartition("\t")[0] for entry in contents] == [words.text for _level, words, _anchor in entries(SAMPLE)]
    anchors = set(re.findall(r'w:anchor="([^"]+)"', body))
    assert anchors == set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="(_Toc_[^"]+)"', body))
    assert body.count("PAGEREF") == len(anchors)
    assert "w:dirty" not in body, "Word would ask on opening whether it may update fields"
    assert "updateFields" not in archive.read("word/settings.xml").decode()
    footer = "".join(archive.read(n).decode() for n in archive.namelist() if "footer" in n)
    assert {"PAGE", "NUMPAGES"} <= set(re.findall(r">\s*([A-Z]+)\s*</w:instrText>", footer))
    for style in ("Normal", "Heading1", "XJCell", "XJHead"):
        found = re.search(rf'<w:style [^>]*w:styleId="{style}".*?</w:style>', styles, re.DOTALL)
        assert found, style
        assert 'w:eastAsia="微软雅黑"' in found[0] or style.startswith("XJ")


def test_a_logo_stands_on_the_cover_of_every_form() -> None:
    logo = typeset.typeset(
        "#set page(width: 40pt, height: 20pt, margin: 0pt)\n#rect(width: 100%, height: 100%, fill: blue)", "png", {}
    )[0]
    document = build(replace(rounds.first(), logo=logo), rounds.site(), "zh_CN")
    assert any("media/image" in n for n in zipfile.ZipFile(io.BytesIO(render(document, "docx"))).namelist())
    assert b"data:image/png;base64," in render(document, "html")
    assert len(render(document, "pdf")) != len(render(build(rounds.first(), rounds.site(), "zh_CN"), "pdf"))


def test_what_is_no_picture_is_no_logo() -> None:
    document = build(replace(rounds.first(), logo=b"GIF89a or a page of an error"), rounds.site(), "zh_CN")
    for kind in ("docx", "pdf", "html"):
        assert render(document, kind)


def test_without_a_logo_nothing_stands_in_its_place() -> None:
    assert not SAMPLE.cover.logo
    assert "标志" not in "".join((*docx_texts(SAMPLE), *parsed(SAMPLE).texts, encoded(SAMPLE)))


def test_only_words_longer_than_their_column_may_be_broken() -> None:
    assert breakable("x" * 20, 20) == "x" * 20
    assert breakable("x" * 20, 19) == BREAK.join(("x" * 12, "x" * 8))
    assert breakable("set-timezone Asia/Shanghai", 40) == "set-timezone Asia/Shanghai"


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_what_is_copied_from_the_pdf_is_what_was_written() -> None:
    command = ["pdftotext", "-", "-"]
    text = subprocess.run(command, input=render(SAMPLE, "pdf"), capture_output=True, check=True).stdout.decode()
    assert BREAK in encoded(SAMPLE)
    assert BREAK not in text
    assert rounds.sample().inspection.id in text
    assert "0123456789abcdef0123" in re.sub(r"\n", "", text)


def test_pdf_is_the_same_twice() -> None:
    assert render(SAMPLE, "pdf") == render(SAMPLE, "pdf")


def test_without_a_chinese_font_the_other_forms_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "bundled", lambda: None)
    monkeypatch.setattr(fonts, "SYSTEM", ("No Such Family",))
    typeset.system_family.cache_clear()
    with pytest.raises(RenderError, match="pylopdf-fonts-zh-cn"):
        render(SAMPLE, "pdf")
    for kind in ("docx", "html", "xlsx", "json"):
        assert render(SAMPLE, kind)


def test_workbook_has_its_sheets_filters_and_no_formula() -> None:
    evil = rounds.bad("server.swap", Level.WARN, "x", "x", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0")
    round_ = replace(rounds.first(), inspection=rounds.inspection((rounds.result("app01", evil),)))
    book = openpyxl.load_workbook(io.BytesIO(render(build(round_, rounds.site(), "zh_CN"), "xlsx")))
    assert book.sheetnames[:5] == ["问题", "检查项全表", "未检项", "命令清单", "证据索引"]
    seen = 0
    for sheet in book.worksheets:
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                seen += str(cell.value).startswith(("=cmd", "@SUM")) and cell.quotePrefix
    assert seen >= 4


def test_json_is_versioned_and_whole() -> None:
    got = json.loads(render(SAMPLE, "json"))
    assert (got["schema"], got["kind"], got["number"]) == (1, "quarterly", "XJ-HWJ-2026Q4-001")
    assert len(got["results"]) == len(next(s.table for s in SAMPLE.sheets if s.title.text == "检查项全表").rows)
    assert (
        got["coverage"]["expected"] == got["coverage"]["judged"] + got["coverage"]["partial"] + got["coverage"]["unknown"]
    )


@given(st.text())
def test_legal_text_is_legal_and_stays(text: str) -> None:
    made = legal(text)
    assert legal(made) == made
    made.encode()
    assert breakable(text, 12).replace(BREAK, "") == made.replace(BREAK, "")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", made)


HOSTILE = (
    "\x00\x01\x08",
    "]]>",
    "</w:t><b>",
    "#{panic()}",
    "$x$ *b* _i_ `c` \\",
    "{{ 7*7 }}",
    "\ud800",
    "\u202eevil",
    "字" * 2000,
    "x" * 3000,
    "a\r\nb\rc",
    "=1+1",
    "&amp;\ufeff",
)


@pytest.mark.parametrize("evil", HOSTILE, ids=range(len(HOSTILE)))
def test_what_a_target_says_breaks_no_form(evil: str) -> None:
    finding = rounds.bad("server.swap", Level.CRITICAL, "x", "x", evil, evil)
    finding = replace(
        finding, summary=rounds.both("{evil}", "{evil}", evil=evil), observed=rounds.both("{evil}", "{evil}", evil=evil)
    )
    one = rounds.result("app01", finding, about={"os": evil}, asset={"name": evil, "warranty_ends_on": evil}, address=evil)
    round_ = replace(rounds.first(), inspection=rounds.inspection((one,)), number=f"XJ-{evil[:20]}")
    document = build(round_, replace(rounds.site(), customer=evil, provider=evil), "zh_CN")
    word = docx.Document(io.BytesIO(render(document, "docx")))
    assert len(word.tables) > 10
    assert openpyxl.load_workbook(io.BytesIO(render(document, "xlsx"))).sheetnames
    assert render(document, "pdf").startswith(b"%PDF")
    assert "<b>" not in {f"<{tag}>" for tag, _attributes in parsed(document).tags}
    assert json.loads(render(document, "json"))["problems"][0]["check"] == "server.swap"


def test_charts_are_drawn_for_odd_values() -> None:
    at = rounds.AT
    for unit, values in (
        ("ratio", (0.0, 1.0, 1.4)),
        ("bytes", (0.0, 0.0, 0.0)),
        ("count", (1.0, 3e9, 2.0)),
        ("seconds", (0.0001, 0.2, 0.3)),
    ):
        line = model.Line(model.fact("a<b&c"), tuple((at, value) for value in values))
        made = svg(model.Chart(model.Words("x"), unit, (line,)), "zh_CN")
        assert "a&lt;b&amp;c" in made
        assert "nan" not in made


def test_asking_for_a_form_loads_only_that_form() -> None:
    heavy = "('docx', 'jinja2', 'typst', 'xlsxwriter', 'lxml')"
    code = f"import sys, reports.render, reports.documents.quarterly; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    assert renderers.KINDS == ("docx", "pdf", "html", "xlsx", "json")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_page_one_is_one_page_at_its_fullest(language: str) -> None:
    words = "磁盘阵列控制器日志反复报告同一块物理盘的介质错误与重试，需核对 " * 6
    bad = [rounds.bad(check, Level.CRITICAL, words, words, "s") for check in rounds.IDS[1:8]]
    reasons = ("denied", "timeout", "tool_missing", "empty", "cut", "failed", "unreachable")
    unknown = [rounds.unseen(check, reason) for check, reason in zip(rounds.IDS[8:15], reasons, strict=True)]
    targets = [replace(t, asset={"warranty_ends_on": f"2026-0{n}-01"}) for n, t in enumerate(rounds.site().targets, 1)]
    results = tuple(rounds.result(t.id, *bad, *unknown) for t in targets)
    before = replace(rounds.inspection(results), targets=tuple(rounds.result(t.id, *bad[1:], *unknown) for t in targets))
    switch = Target("sw01", "network", "10.0.0.250", platform="network")
    round_ = replace(rounds.first(), inspection=with_unasked(rounds.inspection(results), (switch,)), previous=before)
    made = build(round_, replace(rounds.site(), targets=tuple(targets)), language)
    only = replace(made, front=(), sections=())
    drawn = typeset.typeset(typeset.template("document.typ"), "png", {"document": encoded(only)}, ppi=10)
    assert len(drawn) == 3, "cover, contents, page one"
    counted = pages(made, has_charts=True)
    assert counted["overview"] - counted["summary"] == 1, "in Word, too"
