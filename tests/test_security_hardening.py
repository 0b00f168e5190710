"""The list of remedies: each card once, each target what it needs, and scripts that do nothing."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.purposes import SECURITY
from checks.base import Level
from checks.security import CARDS
from checks.security.shape import WINDOW_WORDS, Window
from config.text import render as rendered
from reports.documents import model
from reports.documents.security.hardening import build, scripts
from reports.documents.security.remedies import Remedies, remedies_of
from reports.documents.security.scripts import file_name
from reports.render import render
from tests import security_rounds as rounds
from tests.program import xunjian
from tests.test_quarterly import table, words
from tests.test_security_report import keep

SHELLS = [shell for shell in ("sh", "dash", "bash", "busybox", "mksh") if shutil.which(shell)]
UID0 = "security.linux.account_uid0"


def made(*targets: str) -> Remedies:
    return remedies_of(rounds.sample(), rounds.site(), "zh_CN", targets, rounds.CARDS)


SAMPLE = build(made())


def test_the_gravest_come_first_and_each_card_stands_once() -> None:
    of = made()
    levels = [one.level for one in of.remedies]
    order = [Level.CRITICAL, Level.WARN, Level.NOTICE]
    assert levels == sorted(levels, key=order.index)
    checks = [one.check for one in of.remedies]
    assert len(checks) == len(set(checks))
    assert "security.linux.ssh_permit_root_login" in checks
    headings = [
        b.words.text for s in SAMPLE.sections if s.anchor == "cards" for b in s.blocks if isinstance(b, model.Heading)
    ]
    assert [one.split(" ")[0] for one in headings] == [one.number for one in of.remedies]


def test_each_target_has_what_failed_on_it_and_nothing_else() -> None:
    of = made()
    failed = {
        one.target: {f.check for f in one.findings if f.level in {Level.CRITICAL, Level.WARN, Level.NOTICE}}
        for one in rounds.sample().inspection.targets
    }
    assert {target: {one.check for one in of.of_target(target)} for target in of.targets} == {
        target: checks for target, checks in failed.items() if checks
    }
    assert "core-sw" not in of.targets  # nothing of it was seen: nothing is known to mend


def test_some_targets_can_be_named() -> None:
    assert made("app02").targets == ("app02",)
    assert set(scripts(made("app02"))) == {"app02"}


def test_a_card_tells_steps_commands_risk_window_way_back_and_how_to_verify() -> None:
    rows = table(SAMPLE, "cards", 0).rows
    names = [row[0].text for row in rows]
    assert names == ["步骤 1", "步骤 2", "步骤 3", "命令", "命令", "维护窗口", "操作风险", "回退方法", "验证命令", "对象"]
    assert rows[5][1].text == rendered(WINDOW_WORDS[Window.RELOAD], "zh_CN")


def test_nothing_to_mend_is_said_as_far_as_was_inspected() -> None:
    well = replace(rounds.first(), inspection=rounds.inspection((rounds.result("app01", "linux"),)))
    of = remedies_of(well, rounds.site(), "zh_CN", (), rounds.CARDS)
    assert "在已检范围内" in words(build(of), "summary")
    assert scripts(of) == {}


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "xlsx", "json"])
def test_every_form_can_be_made(form: str) -> None:
    assert len(render(SAMPLE, form)) > 3000


def run(shell: str, script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "remedies.sh"
    path.write_text(script, encoding="utf-8")
    command = [shell, "sh"] if shell == "busybox" else [shell]
    return subprocess.run(
        [*command, str(path)], cwd=folder, capture_output=True, text=True, check=False, timeout=20, stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_does_nothing_with_its_exit_and_without_it(shell: str, tmp_path: Path) -> None:
    script = scripts(made())["app01"]
    for text in (script, script.replace("\nexit 0\n", "\n")):
        done = run(shell, text, tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert [path.name for path in tmp_path.iterdir()] == ["remedies.sh"]


def statements(script: str) -> list[str]:
    return [line for line in script.split("\n") if line and not line.startswith("#")]


def test_the_first_statement_is_an_exit_and_the_only_one() -> None:
    for script in scripts(made()).values():
        assert statements(script) == ["exit 0"]
        assert script.startswith("#!/bin/sh\n")


HOSTILE = "x\nrm -rf /tmp/nothing\r\ntouch pwned\u2028touch pwned\x85touch pwned\x0btouch pwned\x1b[2J"


def test_what_a_target_says_cannot_leave_its_comment(tmp_path: Path) -> None:
    finding = rounds.bad(UID0, HOSTILE, subject=HOSTILE)
    one = replace(rounds.first(), inspection=rounds.inspection((rounds.result("app01", "linux", finding),)))
    of = remedies_of(one, rounds.site(customer=HOSTILE), "en", (), rounds.CARDS)
    script = scripts(of)["app01"]
    assert statements(script) == ["exit 0"]
    assert "\x1b" not in script
    assert "\r" not in script
    for shell in SHELLS:
        assert run(shell, script.replace("\nexit 0\n", "\n"), tmp_path).returncode == 0
        assert [path.name for path in tmp_path.iterdir()] == ["remedies.sh"]


@given(st.text(max_size=200))
def test_no_words_make_a_statement(text: str) -> None:
    finding = rounds.bad(UID0, text)
    card = replace(rounds.card(), commands=(text,), verify=text)
    one = replace(rounds.first(), inspection=rounds.inspection((rounds.result("app01", "linux", finding),)))
    of = remedies_of(one, rounds.site(customer=text), "zh_CN", (), {UID0: card})
    assert statements(scripts(of)["app01"]) == ["exit 0"]


def test_what_is_typed_into_a_database_is_no_command_of_a_shell() -> None:
    script = scripts(made())["hr"]
    assert not [line for line in script.split("\n")[1:] if line.startswith("# ")]
    assert "##   sshd -t && systemctl reload sshd" in script


def test_a_command_with_something_to_fill_in_stands_behind_two_signs() -> None:
    card = replace(rounds.card(), commands=("usermod -L <account> ", "sysctl -w x=2 2>&1", "cat <<'EOF'\nx\nEOF"))
    finding = rounds.bad(UID0, "toor")
    one = replace(rounds.first(), inspection=rounds.inspection((rounds.result("app01", "linux", finding),)))
    script = scripts(remedies_of(one, rounds.site(), "zh_CN", (), {UID0: card}))["app01"].split("\n")
    assert "##   usermod -L <account> " in script
    assert "# sysctl -w x=2 2>&1" in script
    assert "# cat <<'EOF'" in script


@pytest.mark.parametrize("shell", [shell for shell in SHELLS if shell in {"dash", "bash"}])
def test_the_commands_of_linux_cards_are_understood_by_shells(shell: str) -> None:
    for check, card in CARDS.items():
        if check.startswith("security.linux."):
            for command in ("\n".join(card.commands), card.verify):
                filled = re.sub(r"<[^<>\n]*>", "filled_in", command)
                done = subprocess.run([shell, "-n", "-c", filled], capture_output=True, text=True, check=False, timeout=20)
                assert (done.returncode, done.stderr) == (0, ""), (check, command)


def test_a_check_is_explained_with_its_references(tmp_path: Path) -> None:
    done = xunjian("checks", "explain", UID0, folder=tmp_path)
    assert done.code == 0
    assert "CIS Debian 12: 5.4.2.1" in done.out
    assert "GB/T 22239-2019: 8.1.4.1a 8.1.4.2d" in done.out


def test_the_name_of_a_script_is_a_name_whatever_the_target_is_called() -> None:
    assert file_name("XJ-1-S-H", "a/../b c") == "XJ-1-S-H-a_.._b_c.sh"


@pytest.mark.parametrize("check", sorted(CARDS))
def test_every_card_of_the_program_can_be_listed(check: str) -> None:
    card = CARDS[check]
    assert card.steps
    assert card.verify.strip()
    kind = next((kind for kind, starts in rounds.OF_KIND.items() if check.startswith(starts)), "linux")
    finding = rounds.bad(check, "问题")
    one = replace(rounds.first(), inspection=rounds.inspection((rounds.result("app01", kind, finding),)))
    for language in ("zh_CN", "en"):
        of = remedies_of(one, rounds.site(), language, ())
        assert [remedy.check for remedy in of.remedies] == [check]
        script = scripts(of)["app01"]
        assert statements(script) == ["exit 0"]
        assert rendered(card.risk, language) in script


def test_the_command_writes_the_list_and_a_script_a_target(tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    keep(place, SECURITY, 0, rounds.bad(UID0, "toor 的 UID 为 0", subject="toor"))
    out = str(tmp_path / "out")
    done = xunjian(
        "report", "hardening", "--out", out, "--form", "json", "--store", str(place), "--lang", "zh-CN", folder=tmp_path
    )
    assert done.code == 0, done.err
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name.endswith(end) for name, end in zip(names, ("-H-app01.sh", "-H.json"), strict=True)] == [True, True]
    plain = json.loads((tmp_path / "out" / names[1]).read_text())
    data = plain.get("data", plain)
    assert [one["check"] for one in data["remedies"]] == [UID0]
    wrong = xunjian("report", "hardening", "--target", "nobody", "--out", out, "--store", str(place), folder=tmp_path)
    assert wrong.code == 64
    assert "nobody" in wrong.err
