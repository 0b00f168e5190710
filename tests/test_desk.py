"""A desk over many customers' stores: who was inspected this quarter, who not, what repeats, what ends."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from click.testing import CliRunner

from agent.commands.desk import command
from checks.base import Level
from reports.record.desk import Standing, missing, repeats
from tests.site_stores import round_in, seen, store_at

NOW = datetime.now(UTC)


def site(folder: Path, name: str, customer: str, ends: str = "2090-01-01") -> Path:
    made = folder / name
    made.mkdir()
    (made / "xunjian.yaml").write_text(
        f"site: {{customer: {customer}, timezone: Asia/Shanghai}}\nstore: {{url: x.db}}\n"
        f"credentials: {{ops: {{user: a, private_key: /k}}}}\n"
        f"targets: [{{id: app01, kind: linux, address: 192.0.2.1, access: {{ssh: {{credential: ops}}}}, "
        f'asset: {{warranty_ends_on: "{ends}"}}}}]\n',
        encoding="utf-8",
    )
    return made / "x.db"


def test_each_customer_is_told_and_one_that_cannot_be_read_hides_nobody(tmp_path: Path) -> None:
    with store_at(site(tmp_path, "a", "甲局", (NOW + timedelta(days=30)).date().isoformat())) as store:
        for days, level in ((400, Level.WARN), (300, Level.OK), (200, Level.WARN), (100, Level.OK), (0, Level.CRITICAL)):
            at = NOW - timedelta(days=days, minutes=1)
            round_in(store, at, seen("app01", at, {"/data": level}))
    with store_at(site(tmp_path, "b", "乙局")) as store:
        at = NOW - timedelta(days=150)
        round_in(store, at, seen("app01", at, {"/data": Level.OK}))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "xunjian.yaml").write_text("site: [", encoding="utf-8")
    site(tmp_path, "d", "丁局")  # a store that is not there

    done = CliRunner().invoke(command, [str(tmp_path), "--output", "json"])
    assert done.exit_code == 0, done.output
    found = {one["name"]: one for one in json.loads(done.output)["sites"]}
    assert list(found) == ["a", "b", "c", "d"]
    assert found["a"]["inspected_at"]
    assert (found["a"]["criticals"], found["a"]["open_problems"]) == (1, 1)
    assert found["a"]["repeats"] == [["server.filesystem_usage", "app01 /data", 2]]
    assert [target for _day, target in found["a"]["warranties"]] == ["app01"]
    assert found["b"]["inspected_at"] is None
    assert found["b"]["seen_at"]
    assert found["b"]["warranties"] == []
    assert "xunjian.yaml" in found["c"]["trouble"]
    assert "x.db" in found["d"]["trouble"]

    plain = CliRunner().invoke(command, [str(tmp_path), "--lang", "en"])
    assert "Not inspected this quarter: 乙局" in plain.output
    assert "Repeats: server.filesystem_usage, 2 times: 甲局 2" in plain.output
    assert "Cannot be read: c:" in plain.output


def test_days_are_those_of_the_customer(tmp_path: Path) -> None:
    """Half past midnight in Shanghai is still the day before, and the quarter before, where the desk is."""
    night = NOW.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=0, minute=30) - timedelta(days=1)
    with store_at(site(tmp_path, "a", "甲局")) as store:
        round_in(store, night.astimezone(UTC), seen("app01", night.astimezone(UTC), {"/data": Level.OK}))
    done = CliRunner().invoke(command, [str(tmp_path), "--lang", "en"], env={"TZ": "UTC"})
    assert f"{night:%Y-%m-%d}" in done.output


def test_a_folder_without_any_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path)])
    assert done.exit_code == 66
    assert str(tmp_path) in done.output


def test_what_repeats_over_customers_comes_first_and_who_was_silent_longest() -> None:
    one = Standing("a", "A", repeats=(("x", "h1", 2), ("y", "h1", 1)), seen_at=NOW)
    other = Standing("b", "B", repeats=(("x", "h9", 3),))
    assert [(r.check, r.times, dict(r.customers)) for r in repeats([one, other])] == [
        ("x", 5, {"A": 2, "B": 3}),
        ("y", 1, {"A": 1}),
    ]
    assert [m.name for m in missing([one, other, Standing("c", inspected_at=NOW)])] == ["b", "a"]
