"""``xunjian form`` as a process: printed, typed into, read back; then the report of the quarter."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.forms import typed
from tests.program import xunjian

TODAY = datetime.now(UTC).date()
STORE = ("--store", "s.db")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    targets = [
        {"id": "ups01", "kind": "manual", "asset": {"type": "UPS"}},
        {"id": "room", "kind": "manual", "asset": {"type": "机房"}},
        {"id": "local", "kind": "local"},
    ]
    lines = [f"- {json.dumps(one, ensure_ascii=False)}" for one in targets]
    text = "\n".join(["site: {customer: 某市环卫局, engineer: 张工, timezone: Asia/Shanghai}", "targets:", *lines])
    (tmp_path / "xunjian.yaml").write_text(text + "\n", encoding="utf-8")
    return tmp_path


def printed(site: Path, *more: str) -> Path:
    done = xunjian("form", "--out", "forms", *more, folder=site)
    assert done.code == 0, done.err
    return next(site / line for line in done.out.splitlines() if line.endswith(".xlsx"))


def filled_in(site: Path, answers: dict[str, object], name: str = "filled.xlsx", days_ago: int = 0) -> str:
    heading = {"on": TODAY - timedelta(days=days_ago)}
    (site / name).write_bytes(typed({"ups01": answers}, printed(site), heading))
    return name


def test_it_prints_both_forms_and_only_of_what_nobody_asks(site: Path) -> None:
    done = xunjian("form", "--out", "forms", folder=site)
    assert done.code == 0, done.err
    assert [Path(line).suffix for line in done.out.splitlines()] == [".docx", ".xlsx"]
    assert xunjian("form", "-t", "nobody", folder=site).code == 64
    assert xunjian("form", "-t", "local", "--form", "docx", folder=site).code == 0, "a server's panel, when it is named"


def test_what_was_typed_comes_back_as_findings_with_its_photo(site: Path) -> None:
    name = filled_in(site, {"ups.mode": ("bypass", "seen on site"), "ups.load": 45, "ups.alarms": ("none", "told")})
    (site / "photos").mkdir()
    (site / "photos" / "ups01-1.jpg").write_bytes(b"\xff\xd8 a picture")
    done = xunjian("form", "read", name, "--photos", "photos", *STORE, folder=site)
    assert done.code == 2, done.err
    assert "Mode: bypass" in done.out
    assert "room]: nothing was filled in" in done.err
    assert xunjian("evidence", "verify", *STORE, folder=site).code == 0
    assert xunjian("replay", *STORE, folder=site).code == 0
    again = xunjian("form", "read", name, "--photos", "photos", *STORE, folder=site)
    assert "was read before" in again.err
    assert again.code == 0


def test_a_photo_is_evidence_that_can_be_had_back(site: Path) -> None:
    picture = b"another picture"
    (site / "photos").mkdir()
    (site / "photos" / "ups01-2.jpg").write_bytes(picture)
    assert xunjian("form", "read", filled_in(site, {"ups.load": 45}), "--photos", "photos", *STORE, folder=site).code == 3
    digest = sha256(picture).hexdigest()
    raw = xunjian("evidence", "show", digest, "--raw", *STORE, folder=site)
    assert (raw.code, raw.out) == (0, "another picture"), raw.err
    assert "--raw" in xunjian("evidence", "show", digest, *STORE, folder=site).err


def test_what_cannot_be_understood_is_said_and_nothing_at_all_is_65(site: Path) -> None:
    done = xunjian("form", "read", filled_in(site, {"ups.load": "about 40"}), *STORE, folder=site)
    assert done.code == 3, done.out
    assert "sheet ups01, row 10: item 2 (Load" in done.err
    assert "says “about 40”. To correct: write one number in %, such as 23.5" in done.err
    assert "as listed above: 1." in done.err
    (site / "no.xlsx").write_bytes(b"no workbook")
    assert xunjian("form", "read", "no.xlsx", *STORE, folder=site).code == 65
    assert xunjian("form", "read", "gone.xlsx", *STORE, folder=site).code == 66
    assert xunjian("form", "read", "filled.xlsx", "--photos", "gone", *STORE, folder=site).code == 66


def test_a_form_counts_in_the_quarter_of_its_day_and_is_due_again(site: Path) -> None:
    old = filled_in(site, {"ups.load": 45}, "old.xlsx", days_ago=120)
    assert xunjian("form", "read", old, *STORE, folder=site).code == 3
    new = filled_in(site, {"ups.load": 46, "ups.mode": "on line"}, "new.xlsx")
    assert xunjian("form", "read", new, *STORE, folder=site).code == 3
    there = datetime.now(UTC) - timedelta(days=120)
    quarter = f"{there.year}Q{(there.month - 1) // 3 + 1}"
    for more, wanted in ((("--quarter", quarter), "45 %"), ((), "46 %")):
        done = xunjian("report", "quarterly", "--form", "html", "--out", "r", *more, *STORE, folder=site)
        assert done.code == 0, done.err
        said = (site / done.out.strip()).read_text(encoding="utf-8")
        assert wanted in said
        assert "xunjian form" in said, "the room has no form in this quarter, and the report says what to do"


def test_a_run_says_of_what_is_looked_at_by_hand_which_form_counts(site: Path) -> None:
    run = ("run", "-q", "--only", "server.md_raid", "--lang", "en", *STORE)
    before = xunjian(*run, folder=site)
    assert "ups01: looked at by hand, no form of this quarter was read back" in before.out
    assert xunjian("form", "read", filled_in(site, {"ups.load": 45}), *STORE, folder=site).code == 3
    after = xunjian(*run, folder=site)
    assert f"ups01: looked at by hand; its form of {TODAY.isoformat()} was read back" in after.out
    assert "ups01: looked at by hand, no form" not in after.out
    assert "room: looked at by hand, no form of this quarter was read back" in after.out


def test_a_word_file_is_named_as_such_and_an_unknown_target_as_unknown(site: Path) -> None:
    workbook = printed(site)
    done = xunjian("form", "read", str(workbook.with_suffix(".docx")), *STORE, folder=site)
    assert done.code == 65
    assert "read the .xlsx that was printed beside it" in done.err
    assert "Excel" not in done.err
    nobody = xunjian("form", "-t", "nobody", folder=site)
    assert (nobody.code, "The configuration has no target nobody" in nobody.err) == (64, True)
