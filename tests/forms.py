"""Forms for tests: a workbook as ``xunjian form`` prints it, typed into as an engineer would."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from agent.by_hand import checklist_of
from agent.sheets.filled import FilledSheet, filled
from collectors.base import Answer
from collectors.evidence import decode
from collectors.facts.forms import WrittenForm, WrittenItem
from collectors.sessions.form import evidence_of
from config.checklists.read import shipped
from config.site import Site, Target
from reports.documents.record_form import RecordForm, RecordForms
from reports.render.form_xlsx import form_xlsx

UPS = Target(id="ups01", kind="manual", platform="manual", asset={"type": "UPS", "serial": "SN0001"})
ROOM = Target(id="room", kind="manual", platform="manual", asset={"type": "机房"})
WINDOWS = Target(id="win1", kind="windows", platform="windows", address="192.0.2.9", asset={"type": "服务器"})
SITE = Site(customer="某市环卫局", engineer="张工", timezone="Asia/Shanghai", targets=(UPS, ROOM, WINDOWS))
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
KEY, ANSWER, HOW, REMARK = 0, 4, 6, 7
"""Columns of a sheet, from 0."""


def forms_of(site: Site = SITE, language: str = "zh_CN") -> RecordForms:
    made = tuple(RecordForm(target, checklist_of(site, target)) for target in site.targets)
    return RecordForms(made, site, NOW, "XJ-test-2026Q4-form", language)


def typed(answers: Mapping[str, Mapping[str, Any]], book: bytes | Path, heading: Mapping[str, Any] | None = None) -> bytes:
    """A workbook with answers by target and item: a value, or (value, how, remark); ``heading`` on each of these sheets."""
    found = load_workbook(book if isinstance(book, Path) else io.BytesIO(book))
    said = {"on": DAY, **(heading or {})}
    for page in found.worksheets:
        mine = answers.get(str(page.cell(1, 2).value), {})
        for row in page.iter_rows():
            key = str(row[KEY].value or "")
            if mine and key.startswith("@") and key[1:] in said:
                row[ANSWER].value = said[key[1:]]
            if key in mine:
                written = mine[key] if isinstance(mine[key], tuple) else (mine[key],)
                for place, value in zip((ANSWER, HOW, REMARK), written, strict=False):
                    row[place].value = value
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def sheets_of(
    answers: Mapping[str, Mapping[str, Any]], heading: Mapping[str, Any] | None = None, language: str = "zh_CN"
) -> list[FilledSheet]:
    sheets, problems = filled(typed(answers, form_xlsx(forms_of(language=language)), heading), "form.xlsx")
    assert not problems
    return sheets


def written(checklist: str, answers: Mapping[str, str], on: date = DAY) -> WrittenForm:
    """A form of one of our lists; the answers by item, without the list's name."""
    found = next(one for one in shipped() if one.id == checklist)
    items = tuple(
        WrittenItem(item, answers.get(item.id.partition(".")[2], ""), is_told=False, remark="", photos=())
        for item in found.items
    )
    return WrittenForm(1, "x01", found.id, found.title, "张工", "", on, items, "", len(items))


def restore_told(answer: str, *, is_told: bool = False) -> Answer:
    """The answer of a server's form whose item of the last restore says this."""
    form = written("server_panel", {"restore_drill": answer})
    items = tuple(replace(line, is_told=is_told) for line in form.items)
    return Answer(decode(evidence_of(replace(form, items=items)))[0].out.decode())
