"""The commands around ``xunjian run``: what they print agrees with what a run does and what the store holds."""

import json
import re
import shutil
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from agent.catalogue import CHECKS, COLLECTORS, checks_for
from agent.commands.checks import command as checks_command
from agent.store.open import open_store
from checks.result import Inspection
from collectors.base import Collector, Recall
from config.load import load
from tests.peers.sshd import missing, sshd
from tests.peers.stub import Door, stub
from tests.program import DISKS, configuration, folder_until_the_end, inspected, ops, target, xunjian
from tests.test_run_rights import honest, via

IDS = tuple(check.id for check in CHECKS)
LEVELS = ("absent", "ok", "notice", "warn", "unknown", "critical")
needs_sshd = pytest.mark.skipif(bool(missing()), reason=missing() or "sshd is there")


def stored(path: Path) -> Inspection:
    with open_store(path, create=False) as store:
        return store.load(store.inspections()[0].id)


# --- plan


@cache
def planned() -> list[dict[str, Any]]:
    folder = folder_until_the_end("plan")
    made = xunjian("plan", "--output", "json", folder=folder)
    assert not made.err
    asks: list[dict[str, Any]] = made.json()[0]["asks"]
    return asks


def test_a_run_sends_what_the_plan_says_and_nothing_else() -> None:
    _done, folder = inspected()
    recalled = {one.id for one in COLLECTORS if isinstance(one, Collector) and isinstance(one.ask, Recall)}
    asked = [one for one in stored(folder / "s.db").targets[0].asked if one.id not in recalled]
    by_id = {ask["id"]: ask for ask in planned()}
    assert len({a.id for a in asked}) == len(asked)
    for one in asked:
        ask = by_id[one.id]
        assert one.command == ask["command"] + (f"\n=> {ask['each']}" if ask["each"] else "")
    sent = {one.command for one in asked}
    first_round = [ask for ask in planned() if ask["round"] == 1]
    assert all(ask["command"] + (f"\n=> {ask['each']}" if ask["each"] else "") in sent for ask in first_round)


def test_the_plan_of_some_checks_is_a_part_of_the_whole(tmp_path: Path) -> None:
    part = xunjian("plan", "--only", "server.md_raid", "--output", "json", folder=tmp_path).json()[0]["asks"]
    assert 1 < len(part) < len(planned())
    assert [ask["id"] for ask in planned() if ask["id"] in {p["id"] for p in part}] == [ask["id"] for ask in part]


def test_every_ask_of_the_plan_serves_a_check_or_says_who_we_met() -> None:
    assert all(ask["for_checks"] or ask["id"] == "linux.identity" for ask in planned())
    assert {check for ask in planned() for check in ask["for_checks"]} == {check.id for check in checks_for("linux")}
    assert all(1 <= ask["seconds_at_most"] <= 60 and ask["kib_at_most"] for ask in planned())


def test_the_script_of_the_plan_holds_every_command_of_the_first_round(tmp_path: Path) -> None:
    script = xunjian("plan", "--script", folder=tmp_path).out
    for ask in planned():
        if ask["round"] == 1:
            assert ask["command"].strip().splitlines()[-1].replace("'", "'\\''") in script


@pytest.mark.peer
@needs_sshd
def test_a_plan_sends_nothing(tmp_path: Path) -> None:
    with sshd() as peer:
        configuration(tmp_path, [target("a", peer)], credentials=ops(peer), site={"known_hosts": peer.known_hosts})
        made = xunjian("plan", folder=tmp_path)
        assert made.code == 0
        assert "a (127.0.0.1, by ssh)" in made.out
        assert peer.log().count("Connection from") <= 1, "more than the one that saw whether sshd was up"


# --- asking again


@pytest.mark.peer
@needs_sshd
def test_what_was_unknown_is_asked_again_and_completes(tmp_path: Path) -> None:
    run = ("run", "--output", "json", "--store", "s.db", "--only", "server.bonding", "--only", "server.md_raid")
    with sshd() as peer, stub(honest, tmp_path, Door(password="later")) as late:
        known = tmp_path / "known_hosts"
        known.write_text(Path(peer.known_hosts).read_text() + Path(late.known_hosts).read_text())
        credentials = ops(peer) | {"late": {"user": "x", "password": "${env:XUNJIAN_LATER}", "use_agent": False}}
        targets = [target("now", peer), via("late", late.address, late.port)]
        configuration(tmp_path, targets, credentials=credentials, site={"known_hosts": str(known)})
        first = xunjian(*run, folder=tmp_path)
        assert {f["level"] for f in first.findings("late")} == {"unknown"}
        logins = peer.log().count("Accepted publickey")
        retry = xunjian("run", "--retry-unknown", "--output", "json", "--store", "s.db", folder=tmp_path,
                        env={"XUNJIAN_LATER": "later"})  # fmt: skip
        assert retry.code == 0, retry.err
        assert peer.log().count("Accepted publickey") == logins, "what was seen is not asked again"
    assert [t["id"] for t in retry.json()["targets"]] == ["now", "late"]
    assert "unknown" not in {f["level"] for f in retry.findings()}
    assert {f["check"] for f in retry.findings("late")} == {"server.bonding", "server.md_raid"}
    with open_store(tmp_path / "s.db") as store:
        second, base = (store.load(header.id) for header in store.inspections())
    assert (second.completes, [t.target for t in second.targets]) == (base.id, ["late"])
    again = xunjian("run", "--retry-unknown", "--store", "s.db", folder=tmp_path)
    assert (again.code, again.out) == (0, "")
    assert "nothing to ask again" in again.err


def test_asking_again_an_empty_store(tmp_path: Path) -> None:
    open_store(tmp_path / "s.db").close()
    assert xunjian("run", "--retry-unknown", "--store", "s.db", folder=tmp_path).code == 64


# --- looking up


def explained(check: str, language: str, output: str = "table") -> str:
    made = CliRunner().invoke(checks_command, ["explain", check, "--lang", language, "--output", output])
    assert made.exit_code == 0, made.output
    return made.output


@pytest.mark.parametrize("check", IDS)
def test_each_check_explains_itself_in_both_languages(check: str) -> None:
    chinese, english = explained(check, "zh-CN"), explained(check, "en")
    assert check in chinese
    assert check in english
    card, carte = (json.loads(explained(check, language, "json")) for language in ("zh-CN", "en"))
    for name in ("title", "reads", "remedy"):
        assert re.search(r"[\u4e00-\u9fff]", card[name]), name
        assert not re.search(r"[\u4e00-\u9fff]", carte[name]), name
    assert len(card["traps"]) == len(carte["traps"])
    assert all(limit["origin"] for limit in card["limits"])


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_list_names_every_check_whole(columns: str, tmp_path: Path) -> None:
    made = xunjian("checks", "list", folder=tmp_path, env={"COLUMNS": columns})
    assert all(re.search(rf"(?m)^{re.escape(check)}\s", made.out) for check in IDS)
    listed = xunjian("checks", "list", "--output", "json", folder=tmp_path).json()
    assert [row["id"] for row in listed] == list(IDS)


@pytest.mark.parametrize("level", LEVELS)
def test_why_tells_from_the_level_back_to_the_evidence(level: str) -> None:
    done, folder = inspected()
    finding = next((f for f in done.findings() if f["level"] == level), None)
    if finding is None:
        pytest.skip(f"nothing on this machine is {level} just now")
    told = xunjian("why", finding["id"], "--store", "s.db", folder=folder)
    assert told.code == 0
    assert finding["summary"] in told.out
    for digest in finding["evidence"]:
        if f"sha256 {digest}" in told.out:
            shown = xunjian("evidence", "show", digest, "--store", "s.db", folder=folder)
            assert shown.out.startswith("# ")
    assert not finding["evidence"] or "sha256 " in told.out
    if finding["remedy"]:
        assert finding["remedy"] in told.out


def test_history_lists_the_newest_first(tmp_path: Path) -> None:
    for _turn in range(2):
        xunjian("run", "--only", "server.bonding", "--store", "s.db", folder=tmp_path)
    listed = xunjian("history", "--store", "s.db", "--output", "json", folder=tmp_path).json()
    assert [row["state"] for row in listed] == ["done", "done"]
    assert listed[0]["started_at"] > listed[1]["started_at"]
    assert len(xunjian("history", "--store", "s.db", "--most", "1", folder=tmp_path).out.splitlines()) == 1


# --- replay, and what somebody changed


def test_a_replay_gives_the_same_findings() -> None:
    done, folder = inspected()
    made = xunjian("replay", "--store", "s.db", "--output", "json", folder=folder)
    assert made.json() == {
        "inspection": done.json()["inspection"]["id"],
        "findings": len(done.findings()),
        "differences": [],
    }
    assert made.code == 0


def test_a_replay_under_other_limits_says_what_reads_otherwise(tmp_path: Path) -> None:
    _done, folder = inspected()
    limits = [{"check": "server.filesystem_usage", "warn": 0.001, "critical": 0.002, "reason": "test"}]
    configuration(tmp_path, [{"id": "local", "kind": "local"}], limits=limits)
    arguments = ("replay", "--store", str(folder / "s.db"), "--output", "json")
    assert xunjian(*arguments, folder=tmp_path).json()["differences"] == []
    now = xunjian(*arguments, "--limits", "now", folder=tmp_path)
    assert now.code == 1
    assert any("/" in row["now"] and "critical" in row["now"] for row in now.json()["differences"])


def test_a_replay_of_another_inspection_than_the_last(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "local", "kind": "local"}])
    store = ("--store", "s.db")
    ids = [
        xunjian("run", "-t", "local", "--only", DISKS[0], "--output", "json", *store, folder=tmp_path).json()["inspection"][
            "id"
        ]
        for _number in range(2)
    ]
    for given in (("--inspection", ids[0]), (ids[0],), ("--inspection", ids[0][:-1] + ids[0][-1])):
        made = xunjian("replay", *given, *store, "--output", "json", folder=tmp_path)
        assert (made.code, made.json()["inspection"]) == (0, ids[0])
    assert xunjian("replay", *store, "--output", "json", folder=tmp_path).json()["inspection"] == ids[1]
    unknown = xunjian("replay", "--inspection", "zz", *store, folder=tmp_path)
    assert unknown.code == 64
    assert f"no inspection zz. The newest: {ids[1]}, {ids[0]}" in unknown.err
    several = xunjian("replay", "--inspection", ids[0][:4], *store, folder=tmp_path)
    assert several.code == 64
    assert all(one in several.err for one in ids)


def test_a_store_that_somebody_changed_is_found_out(tmp_path: Path) -> None:
    _done, folder = inspected()
    assert xunjian("evidence", "verify", "--store", "s.db", folder=folder).code == 0
    with sqlite3.connect(folder / "s.db") as source, sqlite3.connect(tmp_path / "s.db") as copy:
        source.backup(copy)
    one = stored(tmp_path / "s.db").targets[0].asked[0].evidence
    with sqlite3.connect(tmp_path / "s.db") as copy:
        changed = copy.execute("UPDATE evidence SET body = zeroblob(40) WHERE digest = ?", (one,)).rowcount
    copy.close()
    assert changed == 1
    made = xunjian("evidence", "verify", "--store", "s.db", folder=tmp_path)
    assert made.code == 2
    assert one in made.out
    again = xunjian("replay", "--store", "s.db", folder=tmp_path)
    assert again.code != 0
    assert "Traceback" not in again.err


def test_evidence_exported_is_a_test_case(tmp_path: Path) -> None:
    done, folder = inspected()
    finding = next(f for f in done.findings() if f["check"] == "server.filesystem_usage")
    made = xunjian("evidence", "export", finding["id"], str(tmp_path / "cases"), "--store", "s.db", folder=folder)
    assert made.code == 0
    origins = list((tmp_path / "cases").rglob("origin.yaml"))
    assert origins
    for origin in origins:
        said = yaml.safe_load(origin.read_text())
        assert said["captured"]
        assert (origin.parent / "answer.txt").exists() or said["items"]


# --- lists of targets, and the first configuration


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_of_targets_goes_out_and_comes_back(form: str, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "app01", "kind": "linux", "address": "192.0.2.11", "tags": ["production"], "importance": "high"},
        {"id": "db01", "kind": "linux", "address": "192.0.2.12", "asset": {"name": "数据库", "serial": "X-1"}},
    ]
    configuration(tmp_path, rows)
    assert xunjian("targets", "export", f"list.{form}", folder=tmp_path).code == 0
    made = xunjian("targets", "import", f"list.{form}", "--out", "back.yaml", folder=tmp_path)
    assert made.code == 0, made.err
    back = load(tmp_path / "back.yaml", {})
    before = load(tmp_path / "xunjian.yaml", {})
    assert [(t.id, t.kind, t.address, t.tags, t.importance, dict(t.asset)) for t in back.targets] == [
        (t.id, t.kind, t.address, t.tags, t.importance, dict(t.asset)) for t in before.targets
    ]


def test_what_init_writes_runs(tmp_path: Path) -> None:
    made = xunjian("init", folder=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert xunjian("init", folder=tmp_path).code == 73, "it is not written over"
    assert xunjian("init", "--force", folder=tmp_path).code == 0
    run = xunjian("run", "--only", "server.bonding", "--store", "s.db", folder=tmp_path)
    assert run.code in range(4)
    assert "bond" in run.out or run.code == 0
    shutil.rmtree(tmp_path / "home")
    assert xunjian("plan", folder=tmp_path).code == 0


@pytest.mark.parametrize("form", ["docx", "html", "xlsx", "json"])
def test_the_quarterly_report_is_written(form: str, tmp_path: Path) -> None:
    _done, folder = inspected()
    store = str(folder / "s.db")
    made = xunjian("report", "quarterly", "--form", form, "--store", store, "--out", "out", folder=tmp_path)
    assert (made.code, made.err) == (0, "")
    (path,) = (tmp_path / "out").iterdir()
    assert made.out.strip().endswith(path.name)
    assert path.suffix == f".{form}"
    assert path.stat().st_size > 1000
