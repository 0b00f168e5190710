"""Patch level and lifecycle: boundaries, and each trap."""

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Level, Scene
from checks.lifecycles import AS_OF, LIFECYCLES, lifecycle
from checks.server import patch_level
from checks.server.patch_level import PatchLimits
from collectors.base import Answer, ParseError, SessionError
from collectors.facts.patches import PatchLevel
from collectors.linux.core_packages import NEWEST
from collectors.linux.patches import parse
from config.limits import Layered
from tests.house.corpora.configuration import closed

AT = datetime(2026, 11, 22, tzinfo=UTC)
KERNEL = "4.18.0-553.8.1.el8_10.x86_64"
SEEN = PatchLevel(
    AT, "rhel", "8.10", "Red Hat Enterprise Linux 8.10", "8.10 (Ootpa)", KERNEL, (KERNEL,), AT - timedelta(days=30), "rpm",
    500, AT - timedelta(days=30), has_restart_witness=True
)  # fmt: skip


def judged(**change: Any) -> dict[str, Level]:  # noqa: ANN401 - fields by name
    found = replace(SEEN, **change)
    return {one.subject: one.level for one in patch_level.judge(found, Layered(PatchLimits()), Scene())}


def test_a_system_of_these_days() -> None:
    assert set(judged().values()) == {Level.OK}


@pytest.mark.parametrize(
    ("os_id", "version", "detail", "level"),
    [
        ("rhel", "7.9", "", Level.WARN),
        ("rhel", "9.4", "", Level.OK),
        ("centos", "8", "", Level.WARN),
        (
            "centos",
            "9",
            "CentOS Stream release 9",
            Level.NOTICE if date(2027, 5, 31) - AT.date() <= timedelta(180) else Level.OK,
        ),
        ("debian", "12", "", Level.OK),
        ("ubuntu", "20.04", "", Level.WARN),
        ("ubuntu", "20.10", "", Level.NOTICE),
        ("sles", "15.7", "", Level.OK),
        ("openEuler", "22.03", "22.03 (LTS-SP4)", Level.WARN),
        ("openEuler", "24.03", "24.03 (LTS-SP3)", Level.OK),
        ("openEuler", "24.03", "24.03 (LTS-SP9)", Level.NOTICE),
        ("kylin", "V10", "Kylin Linux Advanced Server release V10 (Lance)", Level.NOTICE),
        ("uos", "20", "", Level.NOTICE),
        ("anolis", "8.8", "", Level.NOTICE),
        ("", "", "", Level.NOTICE),
    ],
)
def test_a_lifecycle_is_known_or_said_to_be_unknown(os_id: str, version: str, detail: str, level: Level) -> None:
    assert judged(os_id=os_id, os_version=version, os_detail=detail)["lifecycle"] is level


@pytest.mark.parametrize(("days", "level"), [(-1, Level.WARN), (0, Level.NOTICE), (180, Level.NOTICE), (181, Level.OK)])
def test_the_last_day_of_support(days: int, level: Level) -> None:
    row = lifecycle("rhel", "8.10", "")
    assert row is not None
    at = datetime(row.ends_on.year, row.ends_on.month, row.ends_on.day, 12, tzinfo=UTC) - timedelta(days=days)
    assert judged(asked_at=at)["lifecycle"] is level


def test_the_rows_are_dated_sourced_and_named_once() -> None:
    names = [(one.os_id, one.version) for one in LIFECYCLES]
    assert len(names) == len(set(names))
    assert all(one.source for one in LIFECYCLES)
    assert date(2026, 1, 1) < AS_OF <= AT.date()


@pytest.mark.parametrize(("days", "level"), [(365, Level.OK), (366, Level.WARN)])
def test_the_age_of_the_kernel(days: int, level: Level) -> None:
    assert judged(kernel_built_at=AT - timedelta(days=days))["kernel"] is level


def test_a_kernel_with_live_patches_may_be_old() -> None:
    assert judged(kernel_built_at=AT - timedelta(days=900), is_livepatched=True)["kernel"] is Level.OK


@pytest.mark.parametrize(
    ("running", "installed", "level"),
    [
        ("4.18.0-553.8.1.el8_10.x86_64", ("4.18.0-553.8.1.el8_10.x86_64", "4.18.0-553.16.1.el8_10.x86_64"), Level.NOTICE),
        ("4.18.0-553.16.1.el8_10.x86_64", ("4.18.0-553.8.1.el8_10.x86_64", "4.18.0-553.16.1.el8_10.x86_64"), Level.OK),
        ("6.1.0-9-amd64", ("6.1.0-10-amd64",), Level.NOTICE),
        ("5.14.21-150400.24.100-default", ("5.14.21-150400.24.21-default",), Level.OK),
        ("4.18.0-553.el8.x86_64", ("5.4.17-2136.el8uek.x86_64", "4.18.0-553.el8.x86_64"), Level.OK),  # another kind
        ("6.1.0-9-amd64", (), Level.UNKNOWN),
    ],
)
def test_the_newest_installed_kernel_of_the_same_kind(running: str, installed: tuple[str, ...], level: Level) -> None:
    assert judged(kernel=running, kernels=installed)["kernel"] is level


def test_no_date_in_the_kernels_words_is_no_age() -> None:
    assert judged(kernel_built_at=None)["kernel"] is Level.UNKNOWN


@pytest.mark.parametrize(("days", "level"), [(365, Level.OK), (366, Level.NOTICE)])
def test_the_last_change_of_packages(days: int, level: Level) -> None:
    assert judged(last_change_at=AT - timedelta(days=days))["updates"] is level


def test_without_a_package_database_nothing_is_said() -> None:
    assert judged(last_change_at=None, package_system="")["updates"] is Level.UNKNOWN


def test_a_restart_that_is_due_and_one_that_nobody_would_ask_for() -> None:
    assert judged(restart="/run/reboot-required")["restart"] is Level.NOTICE
    assert judged(has_restart_witness=False)["restart"] is Level.UNKNOWN


BOOT = AT - timedelta(days=10)


@pytest.mark.parametrize(
    ("change", "level", "words"),
    [
        ({}, Level.OK, "no restart is due"),
        ({"core_packages": {"glibc": BOOT}}, Level.OK, "no restart is due"),
        ({"core_packages": {"glibc": BOOT + timedelta(seconds=1)}}, Level.NOTICE, "glibc"),
        ({"core_packages": {"glibc": BOOT, "systemd": AT, "dbus": AT}}, Level.NOTICE, "dbus, systemd"),
        ({"kernels": (KERNEL, "4.18.0-553.16.1.el8_10.x86_64")}, Level.NOTICE, "4.18.0-553.16.1"),
        ({"kernels": (KERNEL, "4.18.0-553.16.1.el8_10.x86_64"), "is_livepatched": True}, Level.OK, "no restart"),
        ({"core_packages": {}}, Level.UNKNOWN, ""),
        ({"booted_at": AT, "core_packages": {"glibc": AT}}, Level.OK, "no restart is due"),
        ({"booted_at": AT + timedelta(seconds=1)}, Level.UNKNOWN, ""),
        ({"core_packages": {"glibc": AT + timedelta(seconds=1)}}, Level.UNKNOWN, ""),
        ({"booted_at": None}, Level.UNKNOWN, ""),
        ({"kernels": ()}, Level.UNKNOWN, ""),
        ({"is_container": True, "core_packages": {"glibc": AT}}, Level.UNKNOWN, ""),
        ({"restart": "/run/reboot-required"}, Level.NOTICE, "/run/reboot-required"),
        ({"has_restart_witness": True, "core_packages": {"systemd": AT}}, Level.OK, "no restart is due"),
    ],
)
def test_where_no_program_tells_the_days_of_core_packages_do(change: dict[str, Any], level: Level, words: str) -> None:
    days = {"glibc": BOOT - timedelta(days=1), "systemd": BOOT - timedelta(days=300)}
    found = replace(SEEN, **{"has_restart_witness": False, "booted_at": BOOT, "core_packages": days, **change})
    said = {one.subject: one for one in patch_level.judge(found, Layered(PatchLimits()), Scene())}["restart"]
    assert said.level is level
    assert words in str(said.summary)


def test_a_list_without_the_c_library_is_not_whole() -> None:
    assert parse(answer("@booted 1795000000", "@core systemd 1795000001")).core_packages == {}
    assert set(parse(answer("@core libc6 1795000000", "@core systemd 1795000001")).core_packages) == {"libc6", "systemd"}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("5 bash\n7 glibc\n6 glibc\n(none) gpg-pubkey\n", ["4 7", "@core glibc 7"]),
        ("5 /var/lib/dpkg/info/libc6:amd64.list\n6 /var/lib/dpkg/info/libc6:i386.list\n", ["2 6", "@core libc6 6"]),
        ("5 /var/lib/dpkg/info/libssl3t64:amd64.list\n", ["1 5", "@core libssl3t64 5"]),
        ("9 kernel-uek-core\n", ["1 9", "@core kernel-uek-core 9"]),
        ("9 kernel-devel\n8 systemd-libs\n7 linux-image-amd64\n", ["3 9"]),
        ("", ["0 "]),
    ],
)
def test_the_newest_package_and_the_core_ones(lines: str, wanted: list[str]) -> None:
    script = f"{NEWEST}\nnewest"
    done = subprocess.run(["/bin/sh", "-c", script], input=lines, capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.splitlines() == wanted


def answer(*lines: str) -> Answer:
    body = "".join(
        f"{line}\n" for line in ("@now 1795305600", "@running 1", "@built #1", "@debian 12", "@kernels 0", *lines)
    )
    return closed(body)


@pytest.mark.parametrize(
    ("line", "restart", "has_witness"),
    [
        ("@needs-restarting 1 Reboot is required to fully utilize these updates.", "needs-restarting", True),
        (
            "@needs-restarting 1 Reboot is required to ensure that your system benefits from these updates.",
            "needs-restarting",
            True,
        ),
        ("@needs-restarting 0 Reboot should not be necessary.", "", True),
        ("@needs-restarting 1 ", "", False),  # it failed: an end of 1 without its words asks for nothing
        ("@needs-restarting 0 ", "", False),
        ("@restart /run/reboot-required", "/run/reboot-required", True),
        ("@notifier", "", True),
    ],
)
def test_who_asks_for_a_restart(line: str, restart: str, has_witness: bool) -> None:  # noqa: FBT001 - a column of the table
    found = parse(answer(line))
    assert (found.restart, found.has_restart_witness) == (restart, has_witness)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("#1 SMP Tue Mar 14 12:19:10 CST 2023", date(2023, 3, 14)),
        ("#1 SMP Sat Nov  7 12:42:14 UTC 2020", date(2020, 11, 7)),
        ("#1 SMP PREEMPT_DYNAMIC Debian 6.1.90-1 (2024-05-03)", date(2024, 5, 3)),
        ("#47~22.04.1-Ubuntu SMP PREEMPT_DYNAMIC Wed Oct  2 16:16:55 UTC 2", None),  # uname cuts it at 64 signs
        ("#1 SMP Tue Foo 14 12:19:10 CST 2023", None),
        ("#1", None),
    ],
)
def test_the_date_that_a_kernel_bears(words: str, day: date | None) -> None:
    text = answer().text.replace("@built #1\n", f"@built {words}\n")
    built = parse(Answer(text)).kernel_built_at
    assert (built.date() if built else None) == day


@given(st.text(max_size=200))
def test_whatever_stands_in_an_answer_is_facts_or_a_known_error(text: str) -> None:
    try:
        parse(closed(f"@now 1\n{text}\n"))
    except (SessionError, ParseError):
        return
