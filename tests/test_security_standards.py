"""Standards as data, and how a clause stands: what is unverified says so, and nothing unseen ever conforms."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.judging import FIRST
from checks.base import Finding, Level
from checks.security.grades import GUIDE
from checks.security.standards.conformity import ANSWER_HOLDS, Looked, Row, is_valid, rows
from checks.security.standards.guide import ENTRIES
from checks.security.standards.index import INDEX, section_of, shown, shown_together
from checks.security.standards.level_two import NUMBERS, OF_LEVEL_THREE, is_asked
from checks.security.standards.management import QUESTIONS
from checks.security.standards.mapping import ROWS
from checks.security.standards.names import SHORT, STANDARDS
from checks.security.standards.references import REFERENCES, Reference
from checks.security.standards.sections import FROM_MEMORY
from checks.security.standards.verdicts import ANSWERS, Verdict, of_check, together
from config.clauses import CHAPTERS, CLAUSES, MANAGEMENT, POINTS, is_within, point_of
from config.kinds import ANSWERS as WRITTEN
from config.load import load
from config.problems import ConfigError
from config.said import Declaration
from config.site import Site
from config.text import LANGUAGES, render, verbatim

ALL = sorted({one for of in REFERENCES.values() for one in of}, key=lambda one: (one.standard, one.number))
TODAY = date(2026, 11, 20)
LONGEST_TITLE = 90
"""A title of ours is short; a sentence of a standard is longer."""


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.standard}-{one.number}")
def test_every_reference_stands_in_the_index_or_is_printed_as_unverified(one: Reference) -> None:
    known = INDEX.get((one.standard, one.number))
    if known is None or not known.is_verified:
        assert render(shown(one), "zh_CN").endswith("（未核实）")
        assert render(shown(one), "en").endswith("(unverified)")
    else:
        assert render(shown(one), "zh_CN") == f"{SHORT[one.standard]} {one.number}"
        assert known.source is not FROM_MEMORY


def test_a_number_that_nobody_indexed_is_unverified() -> None:
    assert not section_of(Reference("cis-debian12", "99.9")).is_verified
    assert "未核实" in render(shown(Reference("gbt22239", "8.1.4.99")), "zh_CN")


def test_numbers_of_one_source_and_whole_chapters_are_unverified() -> None:
    assert not section_of(Reference("cis-ios15", "1.2.2")).is_verified
    assert not section_of(Reference("cis-mysql56", "7")).is_verified
    assert section_of(Reference("cis-mysql56", "7.6")).is_verified
    assert section_of(Reference("gbt22239", "8.1.4.1a")).is_verified


def test_a_check_prints_all_its_references_and_which_are_unverified() -> None:
    for check, references in REFERENCES.items():
        said = " ".join(render(one, "zh_CN") for one in shown_together(check))
        assert all(one.number in said for one in references)
        assert ("未核实" in said) == any(not section_of(one).is_verified for one in references)


def test_titles_are_ours_short_and_in_both_languages() -> None:
    for section in INDEX.values():
        assert 0 < len(section.title.template) <= LONGEST_TITLE, section
        assert any(sign > "\u2e80" for sign in render(section.title, "zh_CN")), section
    for name in {standard for standard, _number in INDEX}:
        assert all(render(STANDARDS[name], language) for language in LANGUAGES)


def test_every_clause_that_can_be_declared_has_a_title() -> None:
    assert {(("gbt22239", number) in INDEX) for number in (*CLAUSES, *POINTS, *CHAPTERS)} == {True}
    assert len([clause for clause in CLAUSES if clause.startswith("8.1.4.")]) == 34  # as the standard counts them


def test_every_clause_of_a_check_is_a_clause_or_a_control_point() -> None:
    named = {one.number for one in ALL if one.standard == "gbt22239"}
    assert named <= {*CLAUSES, *POINTS}


def test_the_guides_entries_are_indexed_with_their_levels() -> None:
    known = {one.number: one.level for one in ENTRIES}
    assert {number: entry.from_level for number, entry in GUIDE.items()}.items() <= known.items()
    assert {number for _check, _grade, number, _references in ROWS if number} <= known.keys()


def test_the_numbers_of_level_two_that_are_printed_were_seen() -> None:
    assert all(INDEX["gbt22239", number].is_verified for number in NUMBERS.values())
    assert set(CLAUSES) >= OF_LEVEL_THREE
    kept = [clause for clause in CLAUSES if clause.startswith("8.1.4.") and is_asked(clause, 2)]
    assert len(kept) == 23


@pytest.mark.parametrize(
    ("clause", "level", "expected"),
    [
        ("8.1.4.1a", 2, True),
        ("8.1.4.1d", 2, False),
        ("8.1.4.1d", 3, True),
        ("8.1.4.8a", 2, False),
        ("8.1.4.8", 2, False),
        ("8.1.4.4", 2, True),
        ("8.1.5.4d", 4, True),
    ],
)
def test_a_clause_of_level_three_is_not_asked_of_level_two(clause: str, level: int, *, expected: bool) -> None:
    assert is_asked(clause, level) is expected


def found(*levels: Level) -> tuple[Finding, ...]:
    return tuple(Finding(str(place), level, verbatim("seen")) for place, level in enumerate(levels))


OK, BAD, NOTICE, UNSEEN, ABSENT = Level.OK, Level.CRITICAL, Level.NOTICE, Level.UNKNOWN, Level.ABSENT


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((), Verdict.UNSEEN),
        ((OK,), Verdict.CONFORMS),
        ((OK, ABSENT), Verdict.CONFORMS),
        ((ABSENT,), Verdict.ABSENT),
        ((OK, UNSEEN), Verdict.UNSEEN),
        ((ABSENT, UNSEEN), Verdict.UNSEEN),
        ((OK, OK, OK, NOTICE), Verdict.FAILS),
        ((BAD, UNSEEN), Verdict.FAILS),
    ],
)
def test_a_check_stands_by_its_worst_subject(levels: tuple[Level, ...], expected: Verdict) -> None:
    assert of_check(found(*levels)) is expected


def test_a_first_comparison_looked_at_nothing_and_is_no_not_applicable() -> None:
    assert of_check((FIRST,)) is Verdict.UNSEEN


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), Verdict.ABSENT),
        (("conforms", "conforms"), Verdict.CONFORMS),
        (("conforms", "not-applicable"), Verdict.CONFORMS),
        (("not-applicable",), Verdict.ABSENT),
        (("conforms", "unseen"), Verdict.UNSEEN),
        (("conforms", "fails"), Verdict.PARTLY),
        (("conforms", "fails", "unseen"), Verdict.PARTLY),
        (("fails", "fails"), Verdict.FAILS),
        (("fails", "unseen"), Verdict.FAILS),
        (("fails", "partly"), Verdict.PARTLY),
        (("partly", "unseen"), Verdict.PARTLY),
    ],
)
def test_a_whole_stands_by_its_parts(parts: tuple[str, ...], expected: Verdict) -> None:
    assert together(Verdict(part) for part in parts) is expected


LEVELS = st.lists(st.sampled_from(Level), min_size=1, max_size=6)
_CHECKS = st.lists(LEVELS, min_size=1, max_size=4)


@given(_CHECKS, st.integers(0, 3), st.integers(0, 5))
def test_taking_evidence_away_never_makes_a_clause_conform(checks: list[list[Level]], which: int, place: int) -> None:
    whole = together(of_check(found(*levels)) for levels in checks)
    lost = [list(levels) for levels in checks]
    mine = lost[which % len(lost)]
    mine[place % len(mine)] = Level.UNKNOWN
    after = together(of_check(found(*levels)) for levels in lost)
    assert after is not Verdict.CONFORMS
    assert after is not Verdict.ABSENT
    if whole is Verdict.FAILS:
        assert after in {Verdict.FAILS, Verdict.UNSEEN}


@given(_CHECKS)
def test_nothing_seen_never_conforms(checks: list[list[Level]]) -> None:
    assert together(of_check(found(*(Level.UNKNOWN for _one in levels))) for levels in checks) is Verdict.UNSEEN


ROOT_LOGIN = "security.linux.ssh_permit_root_login"
UMASK = "security.linux.file_umask"


def looked(target: str = "app01", level: int = 3, **levels: Level) -> Looked:
    return Looked(target, level, {f"security.linux.{name}": found(one) for name, one in levels.items()})


def of(clause: str, made: Sequence[Row]) -> Row | None:
    return next((row for row in made if row.clause == clause), None)


def verdict(clause: str, *assets: Looked, answers: Sequence[Declaration] = ()) -> Verdict | None:
    row = of(clause, rows(assets, answers, TODAY))
    return row.verdict if row else None


def test_a_clause_over_assets() -> None:
    well, ill = looked("a", ssh_permit_root_login=OK), looked("b", ssh_permit_root_login=BAD)
    assert verdict("8.1.4.1a", well) is Verdict.CONFORMS
    assert verdict("8.1.4.1a", well, ill) is Verdict.PARTLY
    assert verdict("8.1.4.1a", ill) is Verdict.FAILS
    row = of("8.1.4.1a", rows((well, ill), (), TODAY))
    assert row is not None
    assert [cell.target for cell in row.cells if cell.verdict is Verdict.FAILS] == ["b"]


def test_an_asset_whose_kind_has_no_checks_is_not_forgotten() -> None:
    well = looked("a", ssh_permit_root_login=OK)
    assert verdict("8.1.4.1a", well, Looked("ups", 3, {})) is Verdict.UNSEEN


def test_a_clause_that_no_check_speaks_to_waits_for_a_person() -> None:
    row = of("8.1.4.4d", rows((looked(ssh_permit_root_login=OK),), (), TODAY))
    assert row is not None
    assert row.is_for_a_person
    assert row.verdict is Verdict.UNSEEN


def test_an_answer_for_one_asset_does_not_answer_for_the_site() -> None:
    assets = (looked(ssh_permit_root_login=OK), Looked("ups", 3, {}))
    answer = Declaration("8.1.4", "not-applicable", "王工", TODAY, target="ups")
    assert verdict("8.1.4.4d", *assets, answers=[answer]) is Verdict.UNSEEN
    assert verdict("8.1.4.1a", *assets, answers=[answer]) is Verdict.CONFORMS


def test_an_answer_never_betters_what_a_check_found_or_could_not_see() -> None:
    answer = Declaration("8.1.4.1", "conforms", "王工", TODAY)
    assert verdict("8.1.4.1a", looked(ssh_permit_root_login=BAD), answers=[answer]) is Verdict.FAILS
    assert verdict("8.1.4.1a", looked(ssh_permit_root_login=UNSEEN), answers=[answer]) is Verdict.UNSEEN


def test_assets_of_level_two_alone_are_not_held_to_what_level_three_adds() -> None:
    assert verdict("8.1.4.1d", looked(level=2, login_mfa=BAD)) is None
    assert verdict("8.1.4.1d", looked(level=2, login_mfa=BAD), looked("b", login_mfa=OK)) is Verdict.CONFORMS


def test_a_control_point_that_is_spoken_of_as_a_whole_stands_before_its_letters() -> None:
    made = [row.clause for row in rows((looked(kernel_aslr=OK),), (), TODAY)]
    assert made.index("8.1.4.4") + 1 == made.index("8.1.4.4a")


@pytest.mark.parametrize(
    ("on", "until", "expected"),
    [
        (TODAY, None, True),
        (TODAY - ANSWER_HOLDS, None, True),
        (TODAY - ANSWER_HOLDS - timedelta(days=1), None, False),
        (TODAY + timedelta(days=1), None, False),
        (date(2024, 1, 1), TODAY, True),
        (date(2024, 1, 1), TODAY - timedelta(days=1), False),
    ],
)
def test_an_answer_ends_and_is_due_again(on: date, until: date | None, *, expected: bool) -> None:
    answer = Declaration("8.1.4.4d", "conforms", "王工", on, until)
    assert is_valid(answer, TODAY) is expected
    expected_verdict = Verdict.CONFORMS if expected else Verdict.UNSEEN
    assert verdict("8.1.4.4d", looked(ssh_permit_root_login=OK), answers=[answer]) is expected_verdict


def test_the_latest_answer_counts_and_that_of_the_asset_before_that_of_the_site() -> None:
    first = Declaration("8.1.4.4d", "conforms", "王工", TODAY - timedelta(days=30))
    later = Declaration("8.1.4.4d", "fails", "李主任", TODAY)
    assert verdict("8.1.4.4d", looked(kernel_aslr=OK), answers=[later, first]) is Verdict.FAILS
    ups = Looked("ups", 3, {})
    own = replace(first, answer="not-applicable", target="ups")
    row = of("8.1.4.4d", rows((ups,), (later, own), TODAY))
    assert row is not None
    assert {cell.target: cell.verdict for cell in row.cells} == {"": Verdict.FAILS, "ups": Verdict.ABSENT}


def test_a_question_answers_for_its_clauses() -> None:
    answer = Declaration("security.management.change_records", "partly", "王工", TODAY)
    assets = (looked(kernel_aslr=OK),)
    assert verdict("8.1.10.6g", *assets, answers=[answer]) is Verdict.PARTLY
    assert verdict("8.1.10.10", *assets, answers=[answer]) is Verdict.PARTLY


@pytest.mark.parametrize(
    ("clause", "declared", "expected"),
    [
        ("8.1.4.1a", "8.1.4.1a", True),
        ("8.1.4.1a", "8.1.4.1", True),
        ("8.1.4.1a", "8.1.4", True),
        ("8.1.4.10a", "8.1.4.1", False),
        ("8.1.10.5a", "8.1.1", False),
        ("8.1.4.1b", "8.1.4.1a", False),
    ],
)
def test_what_a_declaration_speaks_of(clause: str, declared: str, *, expected: bool) -> None:
    assert is_within(clause, declared) is expected


def test_questions_and_answers_are_those_that_the_configuration_takes() -> None:
    assert tuple(QUESTIONS) == MANAGEMENT
    assert tuple(sorted(ANSWERS)) == tuple(sorted(WRITTEN))
    assert {point_of(clause) for one in QUESTIONS.values() for clause in one.clauses} <= set(POINTS)


def site(folder: Path, text: str) -> Site:
    path = folder / "xunjian.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return load(path)


def test_answers_are_read_from_the_configuration(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        """\
        declared:
          - {item: security.management.restore_drill, answer: conforms, by: 李主任, on: 2026-10-12, until: 2027-10-11}
          - {item: "8.1.4", target: local, answer: not-applicable, by: 王工, on: 2026-11-02}
        """,
    )
    assert [(one.item, one.answer, one.by, one.until, one.target) for one in made.declared] == [
        ("security.management.restore_drill", "conforms", "李主任", date(2027, 10, 11), ""),
        ("8.1.4", "not-applicable", "王工", None, "local"),
    ]
    assert made.declared[0].place.endswith("xunjian.yaml:2")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{item: 8.1.4.99, answer: conforms, by: 王工, on: 2026-11-02}", "8.1.4.99"),
        ("{item: 8.1.4.4d, answer: yes, by: 王工, on: 2026-11-02}", "conforms"),
        ("{item: 8.1.4.4d, answer: conforms, on: 2026-11-02}", "by"),
        ("{item: 8.1.4.4d, answer: conforms, by: '', on: 2026-11-02}", "by"),
        ("{item: 8.1.4.4d, answer: conforms, by: 王工}", "on"),
        ("{item: 8.1.4.4d, answer: conforms, by: 王工, on: 2026-11-02, until: 2026-11-01}", "until"),
        ("{item: 8.1.4.4d, target: nobody, answer: conforms, by: 王工, on: 2026-11-02}", "nobody"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_place(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        site(tmp_path, f"declared:\n  - {entry}\n")
    lines = "\n".join(caught.value.render("en"))
    assert "xunjian.yaml:2" in lines
    assert said in lines


def test_two_answers_of_one_day_that_differ_are_refused(tmp_path: Path) -> None:
    one = "{item: 8.1.4.4d, answer: conforms, by: 王工, on: 2026-11-02}"
    with pytest.raises(ConfigError, match="another answer"):
        site(tmp_path, f"declared:\n  - {one}\n  - {one.replace('conforms', 'fails')}\n")
