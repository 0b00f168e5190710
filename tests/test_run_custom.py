"""Custom checks and monitoring plug-ins of a configuration, from the plan to the replay, by the real program."""

import subprocess
from pathlib import Path

import pytest

from tests.program import Done, xunjian

OWN = ("--only", "custom.*", "--only", "nagios.*")
FILE = """
targets:
  - {{id: here, kind: local, address: 127.0.0.1}}
  - {{id: else, kind: linux, address: 127.0.0.2, tags: [other]}}
custom_checks:
  - id: site.queue
    title: {{zh: 队列长度, en: length of the queue}}
    ask: cat {folder}/queue
    regex: '^(?P<subject>\\w+) (?P<value>\\d+)$'
    warn_above: 10
    critical_above: {critical}
    remedy: {{zh: 联系应用方清理队列, en: call the application's people}}
    targets: [here]
  - id: site.other
    title: 其他
    ask: cat /nonexistent
    column: 1
    warn_above: 1
    targets: [other]
plugins:
  - id: site.state
    title: {{zh: 状态, en: state}}
    command: [{folder}/check_state, "{{id}} of {{address}}"]
    runs: here
    target: here
  - id: site.state_there
    title: {{zh: 状态二, en: state there}}
    command: [{folder}/check_state, there]
    runs: on-target
    target: here
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "queue").write_text("orders 9\nmails 12\n")
    (tmp_path / "check_state").write_text('#!/bin/sh\necho "STATE WARNING - $1 | time=0.5s;0.4;1"\nexit 1\n')
    (tmp_path / "check_state").chmod(0o755)
    configure(tmp_path, 20)
    return tmp_path


def configure(folder: Path, critical: int) -> None:
    (folder / "xunjian.yaml").write_text(FILE.format(folder=folder, critical=critical), encoding="utf-8")


def run(folder: Path, *more: str) -> Done:
    return xunjian("run", "-q", "-t", "here", *OWN, "--output", "json", "--store", "s.db", *more, folder=folder)


def levels(done: Done) -> dict[tuple[str, str], str]:
    return {(f["check"], f["subject"]): f["level"] for f in done.findings("here")}


def test_they_are_judged_like_any_other(folder: Path) -> None:
    done = run(folder)
    assert done.code == 1
    assert levels(done) == {
        ("custom.site.queue", "orders"): "ok",
        ("custom.site.queue", "mails"): "warn",
        ("nagios.site.state", ""): "warn",
        ("nagios.site.state_there", ""): "warn",
    }
    by_subject = {f["subject"] or f["check"]: f for f in done.findings("here")}
    assert by_subject["mails"]["measures"] == {"value_count": 12}
    assert by_subject["mails"]["remedy"] == "call the application's people"
    assert by_subject["nagios.site.state"]["summary"] == "STATE WARNING - here of 127.0.0.1"
    assert by_subject["nagios.site.state"]["measures"] == {"time_seconds": 0.5}


def test_what_no_line_fits_is_not_inspected(folder: Path) -> None:
    (folder / "queue").write_text("the queue is empty\n")
    assert levels(run(folder))["custom.site.queue", ""] == "unknown"
    (folder / "queue").unlink()
    assert levels(run(folder))["custom.site.queue", ""] == "unknown"


def test_the_plan_shows_them_under_their_own_heading(folder: Path) -> None:
    said = xunjian("plan", "--full", "-t", "here", folder=folder).out
    listed = said[said.index("(127.0.0.1, by local)") :]  # behind the index
    head, _line, own = listed.partition("The site's own, from the configuration")
    assert "custom.site.queue" not in head
    assert f"cat {folder}/queue" in own
    assert f"{folder}/check_state 'here of 127.0.0.1'" in own
    assert "run on the inspecting machine" in own
    assert "cat /nonexistent" not in said, "that one is another target's"
    assert "自定义" in xunjian("plan", "--full", "-t", "here", "--lang", "zh-CN", folder=folder).out


def test_they_are_listed_and_explained(folder: Path) -> None:
    assert "custom.site.queue" in xunjian("checks", "list", folder=folder).out
    said = xunjian("checks", "explain", "custom.site.queue", folder=folder).out
    assert "warn_above = 10" in said
    assert f"cat {folder}/queue" in said
    assert "state there" in xunjian("checks", "explain", "nagios.site.state_there", folder=folder).out


def test_why_leads_back_to_the_line_and_the_limit(folder: Path) -> None:
    done = run(folder)
    (mails,) = [f for f in done.findings() if f["subject"] == "mails"]
    said = xunjian("why", mails["id"], "--store", "s.db", folder=folder).out
    assert "mails 12" in said
    assert "warn_above = 10" in said
    assert "cksum" in xunjian("why", mails["id"], "--full", "--store", "s.db", folder=folder).out


def test_a_replay_judges_by_the_definition_of_that_day(folder: Path) -> None:
    run(folder)
    configure(folder, 11)
    (folder / "queue").unlink()
    assert xunjian("replay", "--store", "s.db", folder=folder).code == 0
    (folder / "xunjian.yaml").write_text("targets: [{id: here, kind: local}]\n")
    assert xunjian("replay", "--store", "s.db", folder=folder).code == 0


def test_limits_may_be_set_for_one_subject(folder: Path) -> None:
    with (folder / "xunjian.yaml").open("a") as file:
        file.write("limits:\n  - {check: custom.site.queue, item: mails, warn_above: 15}\n")
    assert levels(run(folder))["custom.site.queue", "mails"] == "ok"


def test_the_history_of_its_measures_is_kept(folder: Path) -> None:
    run(folder)
    (folder / "queue").write_text("mails 30\n")
    done = run(folder)
    assert levels(done)["custom.site.queue", "mails"] == "critical"
    assert "2" in xunjian("history", "--store", "s.db", folder=folder).out


def test_a_kit_carries_them_and_its_import_judges_them(folder: Path) -> None:
    script = folder / "kit.sh"
    kit = xunjian("kit", "--target", "here", "-o", str(script), *OWN, folder=folder)
    assert kit.code == 0, kit.err
    assert f"cat {folder}/queue" in script.read_text()
    assert "here of" not in script.read_text(), "a program of our own side is nothing for a kit"
    subprocess.run(["sh", str(script), "-o", str(folder)], check=True, capture_output=True, timeout=60)
    (bundle,) = folder.glob("*.xjb")
    (folder / "queue").unlink()
    arguments = ("import", str(bundle), "--target", "here", "--output", "json", "--store", "k.db")
    found = levels(xunjian(*arguments, folder=folder))
    assert found["custom.site.queue", "mails"] == "warn"
    assert found["nagios.site.state_there", ""] == "warn"
    assert found["nagios.site.state", ""] == "unknown"
    assert xunjian("replay", "--store", "k.db", folder=folder).code == 0


def test_a_mistake_ends_before_anything_is_asked(folder: Path) -> None:
    text = (folder / "xunjian.yaml").read_text().replace("cat /nonexistent", "rm /nonexistent")
    (folder / "xunjian.yaml").write_text(text)
    done = run(folder)
    assert done.code == 78
    assert "xunjian.yaml:16: custom_checks[2].ask: found the word “rm”" in done.err
