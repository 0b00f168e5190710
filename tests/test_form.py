"""The inspection record form: printed, typed into, read back, judged."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from agent.by_hand import by_hand, checklist_of
from agent.expected import whole
from agent.forms import Batch, understood
from agent.judged_forms import batches, inspect_forms, is_known, moment
from agent.judging import judge_one
from agent.outcomes import Missed, Outcome, Seen
from agent.photos import Album, album
from agent.replaying import differences, replay
from agent.rounds import joined
from agent.sheets.filled import filled
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Exhibit, Finding, Level, Scene
from checks.manual.checklist import CHECKLIST
from checks.server.restore_evidence import RESTORE_EVIDENCE_CHECK
from checks.subjects import subject_words
from collectors.base import Answer, ParseError, Reason
from collectors.evidence import decode
from collectors.manual.filled_forms import parse
from collectors.manual.values import NotUnderstood, day_of, value_of
from collectors.sessions.form import evidence_of
from config.checklists import Checklist, Item, chosen
from config.checklists.read import every, read, shipped
from config.limits import Layered
from config.problems import ConfigError
from config.site import Site, Target
from config.text import render
from reports.documents.record_form import build
from reports.render import render as draw
from reports.render.form_xlsx import form_xlsx
from reports.render.legal import BREAK
from tests import rounds
from tests.forms import DAY, NOW, ROOM, SITE, UPS, WINDOWS, forms_of, sheets_of, typed, written

FINE = {"mode": "市电逆变", "load": "45", "runtime": "35", "battery_charge": "100", "battery_age": "2025-03-01"}


def text_of(checklist: str, answers: Mapping[str, str], on: date = DAY) -> str:
    return decode(evidence_of(written(checklist, answers, on)))[0].out.decode()


def outcome_of(text: str) -> Outcome:
    try:
        return Seen(parse(Answer(text)))
    except ParseError as error:
        return Missed(error)


def judged(text: str) -> dict[str, Finding]:
    said = judge_one(CHECKLIST, outcome_of(text), Layered(CHECKLIST.limits), Scene())
    return {one.subject: one for one in said if isinstance(one, Finding)}


def level_of(checklist: str, item: str, answer: str, on: date = DAY) -> Level:
    return judged(text_of(checklist, {item: answer}, on))[f"{checklist}.{item}"].level


def batch_of(answers: Mapping[str, Mapping[str, Any]], heading: Mapping[str, Any] | None = None) -> Batch:
    return understood(SITE, sheets_of(answers, heading), Album(), NOW.date())


# --- the lists


def test_every_list_has_eight_items_or_more_with_all_that_a_person_needs() -> None:
    for one in shipped():
        assert len(one.items) >= 8, one.id
        for item in one.items:
            words = (item.title, item.look, item.right, item.remedy)
            assert all(text[language] for text in words for language in ("zh_CN", "en")), item.id
            assert item.source, item.id
            assert all(text["zh_CN"] != text["en"] or text["en"].isdigit() for text in words), item.id


def test_every_item_can_be_answered_well_and_every_choice_list_fits_a_drop_down() -> None:
    for item in (item for one in shipped() for item in one.items if item.kind == "choice"):
        assert any(choice.level == "ok" for choice in item.choices), item.id
        for language in ("zh_CN", "en"):
            said = [choice.words[language] for choice in item.choices]
            assert len(set(said)) == len(said)
            assert all(value_of(item, words) for words in said)
            assert len(",".join(said)) < 200


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        (UPS, "ups"),
        (ROOM, "machine_room"),
        (WINDOWS, "windows_server"),
        (Target(id="a", kind="manual", asset={"type": "精密空调"}), "cooling"),
        (Target(id="a", kind="manual", asset={"type": "光纤交换机"}), "network_device"),
        (Target(id="a", kind="storage", asset={"type": "磁带库"}), "tape_library"),
        (Target(id="a", kind="storage"), "disk_array"),
        (Target(id="a", kind="ups"), "ups"),
        (Target(id="a", kind="linux", asset={"type": "服务器"}), "server_panel"),
        (Target(id="a", kind="manual", asset={"name": "二号UPS"}), "ups"),
        (Target(id="a", kind="manual", asset={"type": "大屏"}), "other"),
    ],
)
def test_the_list_for_a_target(target: Target, wanted: str) -> None:
    assert chosen(target, shipped()).id == wanted


OWN = """
id: screen
title: {zh: 大屏}
for: {words: [大屏]}
items:
  - {id: 亮度, title: {zh: 亮度}, look: {zh: 看}, right: {zh: 亮}, remedy: {zh: 修}, yes_no: {right: "yes", wrong: notice}}
"""


def test_an_operators_own_list_stands_before_ours(tmp_path: Path) -> None:
    path = tmp_path / "screen.yaml"
    path.write_text(OWN, encoding="utf-8")
    site = Site(checklists=(str(path),))
    assert checklist_of(site, Target(id="a", kind="manual", asset={"type": "会议室大屏"})).items[0].id == "screen.亮度"
    path.write_text(OWN.replace("id: screen", "id: ups"), encoding="utf-8")
    assert [one.id for one in every([str(path)])].count("ups") == 1
    assert render(subject_words(CHECKLIST.id, "ups.load"), "zh_CN") == "最大一相负载率"
    assert render(subject_words(CHECKLIST.id, "screen.亮度"), "zh_CN") == "screen.亮度"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wrong: notice", "wrong: bad", "“bad”"),
        ("id: 亮度", "id: a b", "“a b”"),
        ("zh: 修", "xx: 修", "“xx”"),
        ('yes_no: {right: "yes", wrong: notice}', "number: {warn_above: 很多}", "“很多”"),
        ('yes_no: {right: "yes", wrong: notice}', "", "nothing"),
        ('yes_no: {right: "yes", wrong: notice}', "choices: [{zh: 好, level: ok}]", "a list"),
    ],
)
def test_a_list_that_does_not_fit_says_where(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "screen.yaml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read(path)
    assert f"{path}:6" in str(refused.value)
    assert said in str(refused.value)


# --- what an answer means


@pytest.mark.parametrize(
    ("item", "answer", "wanted"),
    [
        ("load", "69.9", Level.OK),
        ("load", "70", Level.WARN),
        ("load", "89.9%", Level.WARN),
        ("load", "90", Level.CRITICAL),
        ("load", "９０", Level.CRITICAL),
        ("runtime", "29", Level.WARN),
        ("runtime", "30分钟", Level.OK),
        ("runtime", "10", Level.CRITICAL),
        ("mode", "旁路", Level.CRITICAL),
        ("mode", "On Line", Level.OK),
        ("fans", "√", Level.OK),
        ("fans", "x", Level.NOTICE),
        ("alarms", "无", Level.OK),
        ("alarms", "电池过温", Level.WARN),
        ("discharge_test", "2025-11-21", Level.OK),
        ("discharge_test", "2025-11-20", Level.WARN),
        ("discharge_test", "从未", Level.WARN),
        ("battery_age", "2021-11-22", Level.WARN),
        ("battery_age", "2021-11-21", Level.CRITICAL),
        ("load", "", Level.UNKNOWN),
        ("load", "未检", Level.UNKNOWN),
        ("load", "约40", Level.UNKNOWN),
        ("load", "40~50", Level.UNKNOWN),
        ("load", "40 A", Level.UNKNOWN),
        ("load", "不适用", Level.UNKNOWN),
        ("mode", "还行", Level.UNKNOWN),
        ("battery_age", "去年", Level.UNKNOWN),
        ("battery_age", "2026-11-21", Level.UNKNOWN),
    ],
)
def test_the_level_of_an_answer(item: str, answer: str, wanted: Level) -> None:
    assert level_of("ups", item, answer) is wanted


def test_not_applicable_with_its_reason_is_absent_and_without_it_unknown() -> None:
    form = written("ups", FINE)
    items = [
        replace(line, answer="不适用", remark="无监控") if line.item.id == "ups.alarms" else line for line in form.items
    ]
    text = decode(evidence_of(replace(form, items=tuple(items))))[0].out.decode()
    assert judged(text)["ups.alarms"].level is Level.ABSENT
    assert level_of("ups", "alarms", "N/A") is Level.UNKNOWN


def test_what_was_told_is_not_inspected_whatever_was_said() -> None:
    form = written("ups", FINE)
    told = replace(form, items=tuple(replace(line, is_told=True) for line in form.items))
    found = judged(decode(evidence_of(told))[0].out.decode())
    assert {one.level for one in found.values()} == {Level.UNKNOWN}
    assert found["ups.mode"].reason == Reason.TOLD.value
    assert found["ups.alarms"].reason == Reason.NOT_ASKED.value


def test_a_finding_says_who_saw_what_when_and_what_is_right() -> None:
    one = judged(text_of("ups", {"load": "93"}))["ups.load"]
    assert render(one.summary, "zh_CN") == "最大一相负载率：93 %"
    assert one.observed is not None
    assert render(one.observed, "zh_CN") == "93 %（张工 于 2026-11-20 查看）"
    assert one.remedy is not None
    assert "扩容" in render(one.remedy, "zh_CN")
    assert one.measures == {"form_reading": 93.0}


def test_the_record_shows_every_answer_and_who_gave_it() -> None:
    said = judge_one(CHECKLIST, outcome_of(text_of("ups", FINE)), Layered(CHECKLIST.limits), Scene())
    record = next(one for one in said if isinstance(one, Exhibit))
    assert len(record.rows) == len(FINE) + 1
    assert record.rows[-1][1] == "张工"


SAID = text_of("ups", {**FINE, "alarms": "电池过温"})


@given(st.integers(0, len(SAID)))
def test_a_form_that_is_cut_says_nothing(at: int) -> None:
    whole_findings = judged(SAID)
    for subject, finding in judged(SAID[:at]).items():
        assert finding.level is Level.UNKNOWN or finding.level is whole_findings[subject].level


@given(st.integers(0, SAID.count("\n")))
def test_a_form_without_one_of_its_lines_says_nothing(gone: int) -> None:
    left = "\n".join(line for number, line in enumerate(SAID.split("\n")) if number != gone)
    now = judged(left)
    assert now.keys() == judged(SAID).keys() or {one.level for one in now.values()} == {Level.UNKNOWN}


@given(st.text(max_size=40), st.sampled_from([item for one in shipped() for item in one.items]))
def test_any_words_are_a_value_or_not_understood(said: str, item: Item) -> None:
    try:
        value_of(item, said)
    except NotUnderstood:
        assert item.kind != "text"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_as_people_write_it(day: date) -> None:
    for form in ("{0:%Y-%m-%d}", "{0:%Y}年{0.month}月{0.day}日", "{0:%Y}/{0.month}/{0.day}", "{0:%Y%m%d}"):
        assert day_of(form.format(day)) == day


# --- the workbook


def test_a_round_trip_keeps_every_answer_in_both_languages() -> None:
    for language, mode in (("zh_CN", "旁路"), ("en", "bypass")):
        answers = {"ups01": {"ups.mode": mode, "ups.load": 45, "ups.battery_age": date(2025, 3, 1)}}
        batch = understood(SITE, sheets_of(answers, language=language), Album(), NOW.date())
        assert not batch.problems
        assert len(batch.notes) == 2
        ((target, form),) = batch.forms
        assert (target.id, form.on, form.answered_by) == ("ups01", DAY, "张工")
        said = {line.item.id: line.answer for line in form.items if line.answer}
        assert said == {"ups.mode": mode, "ups.load": "45", "ups.battery_age": "2025-03-01"}


def test_a_percentage_that_the_sheet_made_a_fraction_is_what_was_typed() -> None:
    book = load_workbook(io.BytesIO(form_xlsx(forms_of())))
    page = book["ups01"]
    row = next(row for row in page.iter_rows() if row[0].value == "ups.load")
    row[4].value, row[4].number_format = 0.45, "0%"
    out = io.BytesIO()
    book.save(out)
    sheets, _problems = filled(out.getvalue(), "f.xlsx")
    assert next(one for one in sheets[0].rows if one.item == "ups.load").answer == "45"


def test_rows_that_were_sorted_and_columns_that_were_inserted_are_found() -> None:
    page = load_workbook(io.BytesIO(typed({"ups01": {"ups.load": 45}}, form_xlsx(forms_of()))))["ups01"]
    moved = Workbook()
    other = moved.active
    assert isinstance(other, Worksheet)
    for cell in (cell for row in page.iter_rows() for cell in row if cell.value is not None):
        other.cell(cell.row + 2 if cell.row < 9 else 40 - cell.row, cell.column + (cell.column > 2), cell.value)
    out = io.BytesIO()
    moved.save(out)
    sheets, problems = filled(out.getvalue(), "f.xlsx")
    assert not problems
    found = next(one for one in sheets if one.target == "ups01")
    assert next(one for one in found.rows if one.item == "ups.load").answer == "45"


def test_what_is_no_form_is_named() -> None:
    book = load_workbook(io.BytesIO(form_xlsx(forms_of())))
    book["ups01"].delete_rows(1, 2)
    out = io.BytesIO()
    book.save(out)
    sheets, problems = filled(out.getvalue(), "f.xlsx")
    assert [one.target for one in sheets] == ["room", "win1"]
    assert problems[0].place == "f.xlsx [ups01]"
    assert filled(b"no workbook", "f.xlsx")[1]


def test_wrong_answers_are_listed_by_sheet_and_row_and_counted_unknown() -> None:
    batch = batch_of({"ups01": {"ups.load": "约40", "ups.mode": ("旁路", "听说"), "ups.fans": "不适用"}})
    places = [problem.place for problem in batch.problems]
    assert places == ["form.xlsx [ups01]:9", "form.xlsx [ups01]:10", "form.xlsx [ups01]:17"]
    assert len(batch.forms) == 1
    found = judged(decode(evidence_of(batch.forms[0][1]))[0].out.decode())
    assert {found[name].reason for name in ("ups.load", "ups.fans")} == {"miswritten"}
    assert found["ups.mode"].reason == "told", "a word that is not known is no proof that somebody looked"


@pytest.mark.parametrize(
    "heading", [{"on": None}, {"on": "上周"}, {"on": date(2026, 11, 23)}, {"answered_by": None}], ids=str
)
def test_a_form_without_who_or_when_is_not_read(heading: Mapping[str, Any]) -> None:
    batch = batch_of({"ups01": {"ups.load": 45}}, heading)
    assert not batch.forms
    assert batch.problems[0].place == "form.xlsx [ups01]"


def test_a_form_of_a_strange_target_is_not_read() -> None:
    sheets = sheets_of({"ups01": {"ups.load": 45}})
    batch = understood(replace(SITE, targets=(ROOM,)), sheets, Album(), NOW.date())
    assert not batch.forms
    assert "ups01" in str(batch.problems[0].found)


# --- photos


def test_photos_go_by_number_or_id_and_are_bounded(tmp_path: Path) -> None:
    sheets = sheets_of({"ups01": {"ups.load": 45}})
    for name in ("UPS01-2.JPG", "ups01-load-2.png", "ups01-ups.mode.jpg", "ups01-99.jpg", "room.jpg", "notes.txt"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "ups01-3.jpg").write_bytes(b"")
    (tmp_path / "ups01-4.jpg").write_bytes(b"\0" * (8 * 1024**2 + 1))
    found = album(tmp_path, sheets)
    assert [photo.name for photo in found.of("ups01", "ups.load")] == ["UPS01-2.JPG", "ups01-load-2.png"]
    assert [photo.name for photo in found.of("ups01", "ups.mode")] == ["ups01-ups.mode.jpg"]
    assert sorted(problem.place for problem in found.problems) == ["room.jpg", "ups01-3.jpg", "ups01-4.jpg", "ups01-99.jpg"]
    assert len(found.pieces("ups01")) == 3


# --- into the store


def keep(store: Store, answers: Mapping[str, Mapping[str, Any]], heading: Mapping[str, Any] | None = None) -> list[str]:
    batch = batch_of(answers, heading)
    return [inspect_forms(SITE, store, forms, Album(), NOW) for forms in batches(batch.forms)]


def test_two_visits_count_each_for_its_own_day(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        keep(store, {"ups01": {"ups.load": 95}}, {"on": date(2026, 11, 18)})
        keep(store, {"ups01": {"ups.load": 30}}, {"on": date(2026, 9, 30)})  # handed in late
        late = {one.subject: one for one in store.standing("ups01")}["ups.load"]
        assert late.level is Level.CRITICAL, "an older form changes nothing of what stands"
        found = sorted((store.load(one.id) for one in store.inspections()), key=lambda one: one.started_at)
        assert [f"{one.started_at:%Y-%m-%d}" for one in found] == ["2026-09-30", "2026-11-18"]
        assert {one.purpose for one in found} == {"form"}
        view = joined(found).targets[0]
        assert view.transport["origin"] == "form"
        assert next(f for f in view.findings if f.subject == "ups.load").level is Level.CRITICAL


def test_one_batch_with_two_forms_of_a_target_makes_two_inspections() -> None:
    one = batch_of({"ups01": {"ups.load": 45}, "room": {"machine_room.humidity": 50}}).forms
    assert [len(batch) for batch in batches([*one, *one])] == [2, 2]


def test_the_same_form_is_known_when_it_comes_again(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        form = batch_of({"ups01": {"ups.load": 45}}).forms[0][1]
        assert not is_known(store, form)
        keep(store, {"ups01": {"ups.load": 45}})
        assert is_known(store, form)


def test_replay_gives_the_same_findings(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        (one,) = keep(store, {"ups01": {"ups.load": 95, "ups.mode": ("旁路", "口述")}, "win1": {"windows_server.cpu": 20}})
        for target, findings in replay(store.load(one), store):
            assert not differences(target, findings)


def test_the_restore_of_a_server_feeds_its_own_check(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        (one,) = keep(store, {"win1": {"windows_server.restore_drill": date(2026, 3, 1)}})
        found = {(f.check, f.subject): f for f in store.load(one).targets[0].findings}
    assert found[RESTORE_EVIDENCE_CHECK.id, ""].level is Level.OK
    assert (CHECKLIST.id, "windows_server.restore_drill") not in found


def test_a_form_beside_a_remote_round_leaves_the_machines_own_answers_their_origin() -> None:
    remote = replace(rounds.result("app01"), transport={"user": "inspect"})
    form = replace(
        remote,
        platform="manual-server",
        transport={"origin": "form"},
        checks=(CHECKLIST.id,),
        findings=(Finding("server_panel.fans", Level.OK, CHECKLIST.title, check=CHECKLIST.id),),
    )
    view = joined([rounds.inspection((remote,)), rounds.inspection((form,))]).targets[0]
    assert (view.platform, "origin" in view.transport) == (remote.platform, False)
    assert view.transport[f"origin {CHECKLIST.id}"] == "form"


def test_without_a_form_in_the_window_the_list_is_expected_and_not_inspected() -> None:
    view = whole(rounds.inspection((rounds.result("app01"),)), SITE)
    missing = {one.target: one for one in view.targets if one.state == "unasked"}
    assert missing.keys() == {"ups01", "room", "win1"}
    assert missing["ups01"].checks == (CHECKLIST.id,)
    assert set(missing["win1"].checks) == {CHECKLIST.id, RESTORE_EVIDENCE_CHECK.id}
    (finding,) = missing["ups01"].findings
    assert finding.level is Level.UNKNOWN
    assert "xunjian form" in str(finding.remedy)
    assert CHECKLIST.id in {row.check for row in view.catalogue}


def test_the_moment_of_a_day_is_its_noon_and_never_to_come() -> None:
    assert moment(DAY, SITE, NOW).isoformat() == "2026-11-20T04:00:00+00:00"
    assert moment(date(2026, 11, 22), SITE, NOW) == NOW


# --- on paper


def test_the_docx_has_a_page_a_target_and_every_question() -> None:
    document = build(forms_of())
    content = draw(document, "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("word/document.xml").decode().replace(BREAK, "")
    for target in SITE.targets:
        assert target.id in text
        for item in checklist_of(SITE, target).items:
            assert item.title["zh_CN"] in text
    assert text.count("pageBreakBefore") == len(SITE.targets)
    assert "TOC" not in text
    assert "某市环卫局" in text
    assert "客户代表（签字、日期）" in text


def test_the_platform_of_a_form_is_its_lists() -> None:
    assert [by_hand(SITE, target).platform for target in SITE.targets] == ["manual", "manual", "manual-server"]


def _lists() -> dict[str, Checklist]:
    return {one.id: one for one in shipped()}


@pytest.mark.parametrize("name", sorted(_lists()))
def test_the_limits_of_a_number_agree_with_each_other(name: str) -> None:
    for item in _lists()[name].items:
        low, high = item.range.critical_below, item.range.critical_above
        assert low is None or item.range.warn_below is None or low < item.range.warn_below
        assert high is None or item.range.warn_above is None or high >= item.range.warn_above
        assert item.critical_days is None or item.warn_days is None or item.critical_days > item.warn_days
