"""What a report says of the tool itself: rounds late and missed, mails, chain, credentials, calendar, data."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent.schedule.due import VERIFY
from agent.schedule.ledger import MISSED_STEP, State, Step
from agent.self_care import self_care
from agent.store.store import Store
from checks.base import Level
from config.schedules import Schedule
from config.site import Credential, Site
from config.text import render
from reports.documents.material import gather
from reports.documents.own_care import annex_own_care
from reports.record.self_care import Late, SelfCare, told
from tests import rounds
from tests.site_stores import store_at

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
BEGINS = NOW - timedelta(days=90)
SITE = Site(timezone="Asia/Shanghai", schedules=(Schedule("nightly", cron="30 2 * * *"),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path / "s.db") as opened:
        yield opened


def step(days: float, state: State = State.DONE, name: str = "inspection", late: float = 0.0, **more: str) -> Step:
    due = NOW - timedelta(days=days)
    begun = due + timedelta(hours=late)
    ended = begun + timedelta(minutes=9) if state is State.DONE else None
    return Step("nightly", due, name, state, begun_at=begun, ended_at=ended, note=more)


def lines(one: SelfCare) -> dict[str, tuple[str, Level]]:
    return {render(line.what, "en"): (render(line.state, "en"), line.level) for line in told(one, NOW)}


def test_what_ran_late_was_missed_and_was_given_up_is_told(store: Store) -> None:
    gap = {"first": (NOW - timedelta(days=20)).isoformat(), "count": "7"}
    steps = [
        step(80),
        step(70, late=5.9),
        step(60, late=30),
        step(50, State.FAILED),
        step(13, State.MISSED, MISSED_STEP, 0.0, **gap),
        replace(step(3, State.VOID), ended_at=NOW - timedelta(days=3)),
        step(2, name=VERIFY, code="0"),
        step(100, late=40),
    ]
    store.write_occasions(steps, ())
    said = lines(self_care(store, SITE, BEGINS, NOW))
    rounds_ = said["Scheduled rounds and documents"]
    assert rounds_ == ("ran 4, of these late 1; missed 7, given up 1", Level.WARN)  # the one before the last round not
    assert said["Late: nightly"][0] == "due 2026-09-24 10:00, ran 2026-09-25 16:00"
    assert said["Missed: nightly"][0].startswith("7 did not begin, due from 2026-11-03 10:00 to 2026-11-10 10:00")
    assert said["Clock of this machine"][1] is Level.WARN
    assert said["Chain of seals and evidence"] == ("verified on 2026-11-21: whole", Level.OK)


@pytest.mark.parametrize(
    ("days", "code", "level"),
    [(2, "2", Level.CRITICAL), (40, "0", Level.WARN), (2, "", Level.CRITICAL), (0, None, Level.UNKNOWN)],
)
def test_a_chain_is_whole_only_where_it_was_seen(store: Store, days: int, code: str | None, level: Level) -> None:
    store.write_occasions([step(5)] if code is None else [step(days, name=VERIFY, code=code)], ())
    assert lines(self_care(store, SITE, BEGINS, NOW))["Chain of seals and evidence"][1] is level


def test_schedules_without_a_daemon_are_no_silence(store: Store) -> None:
    """Written in the configuration, and never anything came due: nobody started the daemon."""
    said = lines(self_care(store, SITE, BEGINS, NOW))
    assert said["Scheduled rounds and documents"][1] is Level.WARN
    assert "daemon was not running" in said["Scheduled rounds and documents"][0]
    assert not lines(self_care(store, Site(), BEGINS, NOW))


def test_a_daemon_that_is_silent_is_no_daemon_that_missed_nothing(store: Store) -> None:
    """It ran for three days of the quarter, then ended; who looks before it is back finds no gap in the ledger."""
    store.meet_schedules({"nightly": "x"}, BEGINS, NOW)
    store.write_occasions([step(89), step(88), step(87)], ())
    said = lines(self_care(store, SITE, BEGINS, NOW))
    assert said["Scheduled rounds and documents"] == ("ran 3, of these late 0; missed 87, given up 0", Level.WARN)
    assert said["Missed: nightly"][0].startswith("87 did not begin")
    store.write_occasions([step(0.1), replace(step(-900, State.VOID), ended_at=BEGINS - timedelta(days=1))], ())
    assert "Clock of this machine" not in lines(self_care(store, SITE, BEGINS, NOW))  # of the round before
    assert "Missed: nightly" not in lines(self_care(store, SITE, BEGINS, NOW))


def test_a_certificate_of_ours_that_ends_is_told(store: Store, tmp_path: Path) -> None:
    for words in (
        ["-t", "ed25519", "-N", "", "-f", "ca"],
        ["-t", "ed25519", "-N", "", "-f", "id"],
        ["-s", "ca", "-I", "us", "-n", "u", "-V", "20261101:20261128", "id.pub"],
    ):
        subprocess.run(["ssh-keygen", "-q", *words], cwd=tmp_path, check=True)
    site = replace(SITE, credentials={"ops": Credential("ops", user="u", private_key=str(tmp_path / "id"))})
    state, level = lines(self_care(store, site, BEGINS, NOW))["SSH certificate of ops"]
    assert "2026-11-2" in state
    assert level is Level.WARN


def test_how_far_the_calendar_reaches() -> None:
    year = SelfCare(calendar_until=date(2026, 12, 31))
    assert lines(year)["Working calendar"] == (
        "known to 2026-12-31; write the days of the next year under contract.days",
        Level.NOTICE,
    )
    assert lines(replace(year, calendar_until=date(2025, 12, 31)))["Working calendar"][1] is Level.WARN
    assert lines(replace(year, calendar_until=date(2027, 12, 31)))["Working calendar"][1] is Level.OK


def test_old_data_is_said_to_be_old() -> None:
    one = SelfCare(packs=(("debian 12", date(2026, 10, 1)), ("rhel 9", date(2026, 11, 20))), lifecycles_of=date(2025, 1, 1))
    said = lines(one)
    assert [said[name][1] for name in ("Data carried in: debian 12", "Data carried in: rhel 9")] == [Level.NOTICE, Level.OK]
    assert said["Ends of vendors’ support in this program"][1] is Level.NOTICE


@pytest.mark.parametrize(("waiting", "dead", "level"), [(0, 0, Level.OK), (1, 0, Level.NOTICE), (0, 1, Level.WARN)])
def test_deliveries(waiting: int, dead: int, level: Level) -> None:
    one = SelfCare(has_deliveries=True, delivered=3, waiting=waiting, dead=dead)
    assert lines(one)["Deliveries"][1] is level


def test_the_annex_has_a_line_each_and_none_where_nothing_is_known() -> None:
    late = Late("nightly", NOW - timedelta(days=1), NOW)
    care = SelfCare(has_daemon=True, ran=3, late=(late,), has_deliveries=True, delivered=1)
    made = replace(rounds.first(), care=care)
    (annex,) = annex_own_care(gather(made, rounds.site(), "zh_CN"), "F")
    table = annex.blocks[-1]
    assert len(getattr(table, "rows", ())) == len(told(care, NOW)) == 4
    assert not tuple(annex_own_care(gather(replace(made, care=SelfCare()), rounds.site(), "zh_CN"), "F"))
