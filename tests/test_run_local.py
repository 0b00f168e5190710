"""``xunjian run`` on the machine it stands on, without any configuration: every form of output, every exit code."""

import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.program import DISKS, Done, configuration, folder_until_the_end, inspected, xunjian

CODES = {"absent": 0, "ok": 0, "notice": 0, "warn": 1, "critical": 2, "unknown": 3}
SUMMARY_ORDER = ("absent", "ok", "notice", "warn", "unknown", "critical")
KEYS = {
    "": {"schema", "inspection", "coverage", "score", "score_withheld", "targets"},
    "inspection": {"id", "started_at", "ended_at", "purpose", "tool_version"},
    "coverage": {"expected", "judged", "unknown", "absent"},
    "targets": {"id", "kind", "platform", "findings"},
    "findings": {
        "check", "subject", "level", "summary", "observed", "expected", "measures", "evidence", "remedy", "reason"
    },
}  # fmt: skip
LABELS = r"\{(?:[a-z_]+=\"(?:[^\"\\\n]|\\[\\\"n])*\",?)*\}"
METRIC = re.compile(rf"[a-z_]+(?:{LABELS})? -?[0-9.e+-]+")


def whole() -> Done:
    return inspected()[0]


def found() -> list[dict[str, Any]]:
    return whole().findings("local")


def of(check: str) -> list[dict[str, Any]]:
    return [f for f in found() if f["check"] == check]


def said(command: str) -> str:
    """What this machine itself says to a command of ours; empty where it does not know it."""
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False).stdout.strip()


def test_without_a_configuration_this_machine_is_inspected() -> None:
    checks = {f["check"] for f in found()}
    assert len(checks) >= 25, sorted(checks)
    assert len({(f["check"], f["subject"]) for f in found()}) == len(found())
    assert whole().json()["coverage"]["expected"] + whole().json()["coverage"]["absent"] == len(checks)


def test_the_keys_are_those_that_are_promised() -> None:
    made = whole().json()
    assert made["schema"] == "xunjian.inspection/1"
    assert set(made) >= KEYS[""]
    assert set(made["inspection"]) >= KEYS["inspection"]
    assert set(made["coverage"]) >= KEYS["coverage"]
    assert all(set(t) >= KEYS["targets"] for t in made["targets"])
    assert all(set(f) >= KEYS["findings"] for f in found())
    assert {f["level"] for f in found()} <= set(CODES)
    assert bool(made["score"]) != bool(made["score_withheld"])


def test_what_was_not_seen_says_why_and_what_would_open_it() -> None:
    unseen = [f for f in found() if f["level"] == "unknown"]
    assert all(f["reason"] and f["summary"] and f["remedy"] for f in unseen), unseen
    assert all(f["reason"] is None for f in found() if f["level"] != "unknown")


def test_what_was_judged_stands_on_evidence() -> None:
    assert all(f["evidence"] for f in found() if f["level"] != "unknown")
    assert all(f["remedy"] for f in found() if f["level"] in {"notice", "warn", "critical"})


def test_the_exit_code_is_the_worst_level() -> None:
    worst = max((f["level"] for f in found()), key=SUMMARY_ORDER.index)
    assert whole().code == CODES[worst]


NEEDS = (
    ("server.failed_units", "systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' && echo y"),
    ("server.md_raid", "test -r /proc/mdstat -o -r /proc/devices && echo y"),
    (
        "server.kernel_log",
        "dmesg 2>&- | head -1; journalctl -k -n 1 2>&-; ls /var/log/kern.log /var/log/messages 2>&-",
    ),
    ("server.unexpected_reboot", "test -s /var/log/wtmp && echo y; ls /var/log/journal /run/log/journal 2>/dev/null"),
)


@pytest.mark.parametrize(("check", "witness"), NEEDS)
def test_nothing_is_well_of_which_the_machine_says_nothing(check: str, witness: str) -> None:
    """Where no witness speaks, the check as a whole is neither OK nor not applicable."""
    whole_check = [f for f in of(check) if f["subject"] == ""]
    if not said(witness):
        assert whole_check
        assert {f["level"] for f in whole_check} == {"unknown"}, whole_check


@pytest.mark.parametrize(
    ("check", "path", "sign"),
    [
        ("server.md_raid", "/proc/devices", r"(?m)^\s*\d+ md$"),
        ("server.lvm", "/proc/devices", r"(?m)^\s*\d+ device-mapper$"),
        ("server.bonding", "/proc/net/dev", r"(?m)^\s*bond\d+:"),
        ("server.remote_mounts", "/proc/mounts", r"(?m)^\S+ \S+ (nfs4?|cifs|smb3) "),
    ],
)
def test_not_applicable_only_with_a_witness_that_shows_none(check: str, path: str, sign: str) -> None:
    has_such = bool(re.search(sign, Path(path).read_text()))
    is_absent = [f["level"] for f in of(check)] == ["absent"]
    assert is_absent != has_such
    if is_absent:
        assert of(check)[0]["quote"]


def test_as_junit() -> None:
    made = run("junit")
    suites = list(ET.fromstring(made.out))
    for suite in suites:
        cases = list(suite)
        assert len(cases) == int(suite.attrib["tests"]) > 0
        assert len(suite.findall("testcase/failure")) == int(suite.attrib["failures"])
        assert len(suite.findall("testcase/skipped")) == int(suite.attrib["skipped"])
        assert {case.attrib["classname"] for case in cases} == set(DISKS)


def test_as_a_monitoring_plugin() -> None:
    made = run("nagios")
    first, *more = made.out.splitlines()
    status = re.fullmatch(r"XUNJIAN (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+\| (.+)", first)
    assert status
    assert ("OK", "WARNING", "CRITICAL", "UNKNOWN")[made.code] == status[1]
    counts = dict(pair.split("=") for pair in status[2].split(" "))
    assert set(counts) == set(CODES)
    assert all(re.fullmatch(r"\d+;;;0", value) for value in counts.values())
    listed = Counter(line.split("]")[0] for line in more)
    assert sum(listed.values()) == sum(int(counts[name].split(";")[0]) for name in ("warn", "critical", "unknown"))


def test_as_openmetrics() -> None:
    made = run("openmetrics")
    *lines, end = made.out.splitlines()
    assert end == "# EOF"
    families: set[str] = set()
    for line in lines:
        if line.startswith("# TYPE "):
            families.add(line.split()[2])
        elif not line.startswith("# HELP "):
            assert METRIC.fullmatch(line), line
            assert line.split("{")[0].split(" ")[0] in families, line
    assert len(lines) == len(set(lines))


def test_as_a_table_in_chinese() -> None:
    made = run("table", "--lang", "zh-CN")
    assert "总体结论" in made.out
    assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", made.out), "English words in a Chinese summary"


def run(form: str, *more: str) -> Done:
    """Four quick checks in one form."""
    only = [word for check in DISKS for word in ("--only", check)]
    return xunjian("run", "--output", form, *only, "--store", "s.db", "-q", *more, folder=folder_until_the_end("form"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--no-such-option"),
        ("no-such-command",),
        ("run", "--output", "yaml"),
        ("run", "--only", "server.no_such_check"),
        ("run", "--target", "nobody"),
        ("run", "--retry-unknown"),
        ("plan", "--only", "server.no_such_check"),
        ("checks", "explain", "no.such"),
        ("why", "ffffffffff"),
        ("report", "quarterly", "--quarter", "2026Q5"),
        ("replay", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    ],
)
def test_a_wrong_word_is_a_usage_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    store = () if arguments[0] in {"plan", "checks", "no-such-command"} else ("--store", str(seed()))
    made = xunjian(*arguments, *store, folder=tmp_path)
    assert made.code == 64
    assert made.err.strip()
    assert not made.out.strip()


@cache
def seed() -> Path:
    """An empty store."""
    folder = folder_until_the_end("seed")
    path = folder / "s.db"
    made = "from agent.store.open import open_store; import sys; open_store(sys.argv[1]).close()"
    subprocess.run([sys.executable, "-c", made, str(path)], check=True, cwd=Path(__file__).parents[1])
    return path


def test_a_store_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    made = xunjian("history", "--store", str(tmp_path / "none.db"), folder=tmp_path)
    assert made.code == 69
    assert "none.db" in made.err
    assert "xunjian run" in made.err
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("command", [("run",), ("plan",), ("checks", "list"), ("targets", "export", "-"), ("history",)])
def test_a_wrong_configuration_is_said_with_file_and_line(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(
        "targets:\n  - {id: a, kind: local, size: 3}\n  - {id: b, kind: local, colour: red}\n"
    )
    made = xunjian(*command, folder=tmp_path)
    assert made.code == 78
    assert not made.out
    assert re.findall(r"(?m)^xunjian\.yaml:(\d): .*“(\w+)”", made.err) == [("2", "size"), ("3", "colour")]


def test_a_configuration_that_is_not_there(tmp_path: Path) -> None:
    made = xunjian("run", "--config", "none.yaml", folder=tmp_path)
    assert made.code == 78
    assert "none.yaml" in made.err


def test_two_targets_of_which_one_has_no_way_yet(tmp_path: Path) -> None:
    """What this version cannot ask keeps its place: it is not inspected, not forgotten."""
    configuration(tmp_path, [{"id": "here", "kind": "local"}, {"id": "switch", "kind": "network", "address": "192.0.2.1"}])
    made = xunjian("run", "--output", "json", "--only", "server.bonding", "--store", "s.db", folder=tmp_path)
    switch = [t for t in made.json()["targets"] if t["id"] == "switch"]
    assert len(switch) == 1
    assert made.code == 3
