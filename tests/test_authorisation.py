"""The customer's authorisation: where the contract demands one, nothing is sent to another machine without it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from agent.authorising import refusal, told
from config.said import Authorisation
from config.site import Site, Target
from config.text import render
from reports.documents.quarterly import build
from reports.render import render as draw
from tests.program import xunjian
from tests.rounds import first

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
"""23:30 in Shanghai."""
FAR = Target("app01", address="192.0.2.1", tags=("core",))
HERE = Target("local", kind="local")
WHOLE = Authorisation("张三", "remote", date(2026, 11, 1), date(2026, 11, 20))


def why(one: Authorisation | None, *targets: Target, at: datetime = NOW, needs: bool = True) -> str:
    said = refusal(Site(authorisation=one, needs_authorisation=needs), targets or (FAR,), at)
    return render(said, "en") if said else ""


def test_without_one_a_run_over_another_machine_is_refused_and_told_what_to_write() -> None:
    said = why(None)
    assert "app01" in said
    for word in ("contract.authorisation", "approved_by", "approved_on", "valid_until", "windows"):
        assert word in said


def test_the_machine_itself_needs_none_nor_does_a_contract_that_demands_none() -> None:
    assert not why(None, HERE)
    assert not why(None, needs=False)
    assert why(None, HERE, FAR)


def test_one_that_holds_lets_it_run_on_its_first_and_its_last_day() -> None:
    assert not why(WHOLE)
    assert not why(WHOLE, at=datetime(2026, 10, 31, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "ended on 2026-11-20"),
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), "from 2026-11-01"),
    ],
)
def test_days_are_those_of_the_site(at: datetime, words: str) -> None:
    assert words in why(WHOLE, at=at)


def test_one_without_a_name_or_without_an_end_is_none() -> None:
    assert "has none" in why(Authorisation("", "remote", None, date(2027, 1, 1)))
    assert "until when" in why(Authorisation("张三"))


@pytest.mark.parametrize(
    ("window", "is_allowed"),
    [
        ("22:00-06:00", True),
        ("23:30-23:31", True),
        ("23:00-23:30", False),
        ("00:00-06:00", False),
        ("09:00-18:00", False),
        ("18:00-00:00", True),
    ],
)
def test_windows_are_times_of_day_at_the_site_and_may_go_over_midnight(window: str, is_allowed: bool) -> None:  # noqa: FBT001 - a table
    one = Authorisation("张三", "remote", None, date(2026, 12, 1), (window,))
    assert (not why(one)) is is_allowed


def test_targets_beyond_it_are_named() -> None:
    one = Authorisation("张三", "remote", None, date(2026, 12, 1), targets=("core", "db*"))
    assert not why(one, FAR, Target("db1", address="192.0.2.2"))
    assert "not for web1" in why(one, FAR, Target("web1", address="192.0.2.3"))


def test_it_is_told_in_one_line() -> None:
    assert told(WHOLE) == "张三 remote 2026-11-01/2026-11-20"
    assert not told(None)


def write(folder: Path, contract: str) -> None:
    (folder / "xunjian.yaml").write_text(
        f"contract:\n{contract}"
        "credentials:\n  c: {user: inspect, password: '${env:P}'}\n"
        "targets:\n- {id: app, kind: linux, address: 127.0.0.1, access: {ssh: {credential: c, port: 1}}}\n"
        "- {id: here, kind: local}\n"
    )


def run(folder: Path, *more: str) -> Any:  # noqa: ANN401 - what the program came to
    return xunjian("run", "--only", "server.filesystem_usage", "--store", "s.db", *more, folder=folder, env={"P": "x"})


def test_a_run_without_it_ends_before_anything_is_sent(tmp_path: Path) -> None:
    write(tmp_path, "  needs_authorisation: true\n")
    done = run(tmp_path)
    assert done.code == 77
    assert "contract.authorisation" in done.err
    assert not (tmp_path / "s.db.run-log.jsonl").exists()
    assert run(tmp_path, "--target", "here").code in {0, 1, 2}


def test_with_it_the_run_goes_on_and_every_line_of_its_log_names_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        "  needs_authorisation: true\n  authorisation: {mode: remote, approved_by: Zhang, approved_on: 2020-01-01, "
        "valid_until: 2999-01-01, windows: ['00:00-23:59', '23:59-00:00']}\n",
    )
    done = run(tmp_path, "--output", "json")
    assert done.code == 3, "app is not reached, and that is all"
    lines = (tmp_path / "s.db.run-log.jsonl").read_text().splitlines()
    assert lines
    assert all('"authorisation": "Zhang remote 2020-01-01/2999-01-01"' in line for line in lines)


def test_a_window_that_is_none_is_refused_by_its_place(tmp_path: Path) -> None:
    write(tmp_path, "  authorisation: {windows: ['at night']}\n")
    done = run(tmp_path)
    assert done.code == 78
    assert "22:00-06:00" in done.err


def test_the_report_prints_who_allowed_the_inspection() -> None:
    made = first()
    told_ = [replace(one, transport={**one.transport, "authorisation": told(WHOLE)}) for one in made.inspection.targets]
    allowed = replace(made, inspection=replace(made.inspection, targets=tuple(told_)))
    pages = [draw(build(one, Site(), "zh_CN"), "html").decode() for one in (allowed, made)]
    assert ["张三 remote 2026-11-01/2026-11-20" in page for page in pages] == [True, False]
    assert ["用户授权" in page for page in pages] == [True, False]
