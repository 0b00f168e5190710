"""Updates that wait, restart, end of support and certificates as the security check judges them."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.lifecycles import AS_OF, lifecycle
from checks.security.linux import (
    cert_expiry,
    patch_index_age,
    patch_os_eol,
    patch_reboot_needed,
    patch_security_pending,
    repo_gpg,
)
from collectors.base import Answer, Listing, Reason, Shell, Unseen
from collectors.facts.certificates import CertificateFile, CertificateFiles
from collectors.facts.patches import PatchLevel
from collectors.facts.updates import Index, Updates
from collectors.linux.certificates import CERTIFICATES_OPENSSL
from collectors.linux.updates import UPDATES_INDEXES
from config.limits import Layered
from config.text import render
from tests.peers.functions import issue
from tests.peers.namespaces import needs_root

SCENE = Scene(dengbao=3)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NONE = Layered(NoLimits())
CYCLE = Layered(patch_os_eol.LifecycleLimits())
CERTIFICATES = Layered(cert_expiry.CertificateLimits())
DEBIAN = PatchLevel(
    NOW, "debian", "12", "Debian GNU/Linux 12 (bookworm)", "12 (bookworm)", "6.1.0-10-amd64", ("6.1.0-10-amd64",)
)


def levels(findings: Iterator[Finding | Exhibit]) -> dict[str, Level]:
    return {one.subject: one.level for one in findings if isinstance(one, Finding)}


def test_no_restart_is_due_where_a_witness_would_say_so() -> None:
    found = replace(DEBIAN, has_restart_witness=True)
    (one,) = patch_reboot_needed.judge(found, NONE, SCENE)
    assert one.level is Level.OK
    assert one.quote.startswith("6.1.0-10-amd64")


def test_a_restart_that_somebody_asks_for_fails() -> None:
    found = replace(DEBIAN, restart="/run/reboot-required", has_restart_witness=True)
    assert levels(patch_reboot_needed.judge(found, NONE, SCENE)) == {"": Level.WARN}


def test_a_newer_kernel_that_does_not_run_fails_even_where_nobody_asks() -> None:
    found = replace(DEBIAN, has_restart_witness=True, kernels=("6.1.0-10-amd64", "6.1.0-44-amd64"))
    (one,) = patch_reboot_needed.judge(found, NONE, SCENE)
    assert one.level is Level.WARN
    assert "6.1.0-44-amd64" in str(one.summary)


def test_a_kernel_with_live_patches_may_be_mended() -> None:
    found = replace(DEBIAN, has_restart_witness=True, kernels=("6.1.0-10-amd64", "6.1.0-44-amd64"), is_livepatched=True)
    assert levels(patch_reboot_needed.judge(found, NONE, SCENE)) == {"": Level.OK}


def test_kernels_of_two_kinds_are_not_compared() -> None:
    found = replace(DEBIAN, has_restart_witness=True, kernels=("6.1.0-10-amd64", "6.1.0-44-rt-amd64"))
    assert levels(patch_reboot_needed.judge(found, NONE, SCENE)) == {"": Level.OK}


def test_where_nothing_would_tell_of_a_restart_it_is_unknown() -> None:
    assert levels(patch_reboot_needed.judge(DEBIAN, NONE, SCENE)) == {"": Level.UNKNOWN}


def test_what_was_installed_after_the_start_waits_for_the_next() -> None:
    start = NOW - timedelta(days=30)
    found = replace(DEBIAN, booted_at=start, core_packages={"libc6": start + timedelta(seconds=1)})
    assert levels(patch_reboot_needed.judge(found, NONE, SCENE)) == {"": Level.WARN}
    same = replace(found, core_packages={"libc6": start})
    assert levels(patch_reboot_needed.judge(same, NONE, SCENE)) == {"": Level.OK}


def test_a_supported_release_passes_and_the_table_bears_its_date() -> None:
    (one,) = patch_os_eol.judge(DEBIAN, CYCLE, SCENE)
    assert one.level is Level.OK
    assert AS_OF.isoformat() in str(one.expected)


@pytest.mark.parametrize(("days", "level"), [(-1, Level.CRITICAL), (0, Level.NOTICE), (180, Level.NOTICE), (181, Level.OK)])
def test_bounds_of_the_end_of_support(days: int, level: Level) -> None:
    row = lifecycle("debian", "12", "")
    assert row is not None
    at = datetime.combine(row.ends_on - timedelta(days=days), datetime.min.time(), UTC)
    assert levels(patch_os_eol.judge(replace(DEBIAN, asked_at=at), CYCLE, SCENE)) == {"": level}


def test_a_release_that_the_table_does_not_know_is_not_judged() -> None:
    kylin = replace(DEBIAN, os_id="kylin", os_version="V10", os_name="Kylin V10")
    assert levels(patch_os_eol.judge(kylin, CYCLE, SCENE)) == {"": Level.UNKNOWN}


def test_the_service_pack_decides() -> None:
    ready = replace(DEBIAN, os_id="openEuler", os_version="22.03", os_name="openEuler 22.03")
    ended = replace(ready, os_detail="22.03 (LTS-SP1)")
    assert levels(patch_os_eol.judge(ended, CYCLE, SCENE)) == {"": Level.CRITICAL}
    running = replace(ready, os_version="24.03", os_detail="24.03 (LTS-SP3)")
    assert levels(patch_os_eol.judge(running, CYCLE, SCENE)) == {"": Level.OK}


def test_stream_has_other_dates_than_centos_of_the_same_number() -> None:
    at = datetime.combine(date(2024, 1, 1), datetime.min.time(), UTC)
    centos = replace(DEBIAN, asked_at=at, os_id="centos", os_version="8", os_detail="8")
    assert levels(patch_os_eol.judge(centos, CYCLE, SCENE)) == {"": Level.CRITICAL}
    stream = replace(centos, os_detail="CentOS Stream release 8")
    assert levels(patch_os_eol.judge(stream, CYCLE, SCENE)) == {"": Level.NOTICE}


def certificates(left: timedelta, *, begins: timedelta = timedelta(days=-90)) -> CertificateFiles:
    one = CertificateFile("/etc/nginx/tls/a.pem", "CN=a.example", "CN=Example CA", NOW + begins, NOW + left, "/etc/nginx")
    return CertificateFiles(NOW, Listing((one,)), ("/etc/nginx",))


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (timedelta(), Level.CRITICAL),
        (timedelta(seconds=1), Level.WARN),
        (timedelta(days=30) - timedelta(seconds=1), Level.WARN),
        (timedelta(days=30), Level.OK),
    ],
)
def test_bounds_of_the_end_of_a_certificate(left: timedelta, level: Level) -> None:
    assert levels(cert_expiry.judge(certificates(left), CERTIFICATES, SCENE)) == {"/etc/nginx/tls/a.pem": level}


def test_a_certificate_that_holds_only_from_tomorrow_fails() -> None:
    found = certificates(timedelta(days=365), begins=timedelta(seconds=1))
    assert levels(cert_expiry.judge(found, CERTIFICATES, SCENE)) == {"/etc/nginx/tls/a.pem": Level.CRITICAL}


def test_no_certificate_named_missing_or_unread_is_no_pass() -> None:
    nothing = CertificateFiles(NOW, Listing(()), ("/etc/nginx",))
    assert levels(cert_expiry.judge(nothing, CERTIFICATES, SCENE)) == {"": Level.UNKNOWN}
    missing = replace(nothing, missing=("/etc/nginx/tls/b.pem",))
    assert levels(cert_expiry.judge(missing, CERTIFICATES, SCENE)) == {"/etc/nginx/tls/b.pem": Level.UNKNOWN}
    closed = replace(nothing, certificates=Listing((), (Unseen("/etc/x.pem", Reason.DENIED, "/etc/x.pem"),)))
    assert levels(cert_expiry.judge(closed, CERTIFICATES, SCENE)) == {"/etc/x.pem": Level.UNKNOWN}


@needs_root
@pytest.mark.skipif(not Path("/etc/nginx").is_dir(), reason="no /etc/nginx to lay over: not verified")
def test_an_ended_certificate_is_found_where_a_configuration_names_it(tmp_path: Path) -> None:
    """One that lies about and that nothing names is served to nobody: it is not told."""
    assert isinstance(CERTIFICATES_OPENSSL.ask, Shell)
    (tmp_path / "old.pem").write_bytes(issue("old.example", days=-30).pem)
    said = {}
    for named in ("", f"ssl_certificate {tmp_path}/old.pem;"):
        start = f"mount -t tmpfs none /mnt; mount --bind /mnt /etc/nginx; echo '{named}' >/mnt/x.conf"
        environment = {**os.environ, "LC_ALL": "C", "S": "", "TMPDIR": str(tmp_path)}
        command = ["unshare", "-m", "/bin/sh", "-ec", f"{start}; exec dash -s -- ''"]
        ask = CERTIFICATES_OPENSSL.ask.command.encode()
        done = subprocess.run(command, input=ask, env=environment, capture_output=True, check=True)
        found = CERTIFICATES_OPENSSL.parse(Answer(done.stdout.decode()))
        said[named != ""] = levels(cert_expiry.judge(found, CERTIFICATES, SCENE)).get(f"{tmp_path}/old.pem")
    assert said == {False: None, True: Level.CRITICAL}


CASES = Path(__file__).parent / "cases"
PENDING = Layered(patch_security_pending.PendingLimits())
AGE = Layered(patch_index_age.AgeLimits())
ONE_DAY = timedelta(days=1)


def updates(case: str) -> Updates:
    return UPDATES_INDEXES.parse(Answer((CASES / UPDATES_INDEXES.id / case / "answer.txt").read_text()))


@pytest.mark.parametrize("shell", ["dash", "bash --posix"])
def test_the_ask_of_updates_answers_here_and_writes_no_cache(shell: str, tmp_path: Path) -> None:
    assert isinstance(UPDATES_INDEXES.ask, Shell)
    environment = {**os.environ, "LC_ALL": "C", "S": "", "TMPDIR": str(tmp_path)}
    cache = Path("/var/cache/apt")
    before = sorted((one.name, one.stat().st_mtime_ns) for one in cache.iterdir()) if cache.is_dir() else []
    command = [*shell.split(), "-c", UPDATES_INDEXES.ask.command]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    found = UPDATES_INDEXES.parse(Answer(done.stdout.decode()))
    assert found.system == "apt"
    after = sorted((one.name, one.stat().st_mtime_ns) for one in cache.iterdir()) if cache.is_dir() else []
    assert before == after


def test_security_updates_that_wait_fail_with_the_day_of_the_index() -> None:
    (one, exhibit) = patch_security_pending.judge(updates("ordinary"), PENDING, SCENE)
    assert isinstance(one, Finding)
    assert one.level is Level.CRITICAL
    assert "2026-11-21" in str(one.summary)
    assert isinstance(exhibit, Exhibit)
    assert len(exhibit.rows) == one.measures["security_updates_count"]


def test_nothing_waits_by_a_fresh_index() -> None:
    (one,) = patch_security_pending.judge(updates("nothing-waits"), PENDING, SCENE)
    assert isinstance(one, Finding)
    assert one.level is Level.OK
    assert "2026-11-21" in str(one.summary)
    assert "漏洞" not in render(one.summary, "zh_CN")


def test_nothing_waits_by_an_index_past_its_date_is_unknown_and_the_index_fails() -> None:
    found = updates("past-its-date")
    assert levels(patch_security_pending.judge(found, PENDING, SCENE)) == {"": Level.UNKNOWN}
    assert set(levels(patch_index_age.judge(found, AGE, SCENE)).values()) == {Level.WARN}


def test_a_lock_held_by_another_is_unknown_and_no_failure() -> None:
    assert levels(patch_security_pending.judge(updates("lock-held"), PENDING, SCENE)) == {"": Level.UNKNOWN}


def test_held_packages_are_named() -> None:
    (one,) = patch_security_pending.judge(updates("held-back"), PENDING, SCENE)
    assert isinstance(one, Finding)
    assert one.level is Level.NOTICE
    assert "openssl" in str(one.summary)


def test_without_a_source_of_security_updates_nothing_waiting_proves_nothing() -> None:
    assert levels(patch_security_pending.judge(updates("no-security-source"), PENDING, SCENE)) == {"": Level.UNKNOWN}


def test_with_rpm_what_waits_is_unknown_and_not_none() -> None:
    assert levels(patch_security_pending.judge(updates("rpm"), PENDING, SCENE)) == {"": Level.UNKNOWN}


@pytest.mark.parametrize(("past", "level"), [(timedelta(), Level.OK), (timedelta(seconds=1), Level.WARN)])
def test_bounds_of_the_age_of_an_index(past: timedelta, level: Level) -> None:
    index = Index("s security", NOW - 30 * ONE_DAY - past, None, is_security=True)
    found = Updates(NOW, "apt", (index,), (), sources_count=1)
    assert levels(patch_index_age.judge(found, AGE, SCENE)) == {"s security": level}


def test_the_index_of_a_release_keeps_its_date_for_years() -> None:
    old = Index("Debian bookworm", NOW - 400 * ONE_DAY, None, is_security=False)
    fresh = Index("Debian-Security", NOW - ONE_DAY, NOW + ONE_DAY, is_security=True)
    found = Updates(NOW, "apt", (old, fresh), (), sources_count=1)
    assert levels(patch_index_age.judge(found, AGE, SCENE)) == {"Debian-Security": Level.OK}
    assert levels(patch_security_pending.judge(found, PENDING, SCENE)) == {"": Level.OK}


def test_no_index_and_one_never_fetched_fail_and_closed_sources_are_unknown() -> None:
    nothing = Updates(NOW, "rpm", (), (), sources_count=1)
    assert levels(patch_index_age.judge(nothing, AGE, SCENE)) == {"": Level.WARN}
    assert levels(patch_index_age.judge(replace(nothing, unread=("/etc/x",)), AGE, SCENE)) == {"": Level.UNKNOWN}
    never = replace(nothing, indexes=(Index("x", None, None, is_security=True),))
    assert levels(patch_index_age.judge(never, AGE, SCENE)) == {"x": Level.WARN}


def test_sources_whose_signature_is_not_checked_fail() -> None:
    assert levels(repo_gpg.judge(updates("ordinary"), NONE, SCENE)) == {"": Level.OK}
    told = levels(repo_gpg.judge(updates("unchecked"), NONE, SCENE))
    assert set(told.values()) == {Level.WARN}
    assert len(told) == 2


def test_a_repository_that_says_nothing_has_what_main_says() -> None:
    assert updates("rpm").unchecked == ("/etc/yum.repos.d/site.repo:[site] gpgcheck=0",)
    assert updates("rpm-nothing-said").unchecked == ("/etc/yum.repos.d/os.repo:[baseos] gpgcheck=-",)


def test_sources_that_were_not_read_are_no_pass() -> None:
    found = Updates(NOW, "apt", (), (), sources_count=1, unread=("/etc/apt/sources.list",))
    assert levels(repo_gpg.judge(found, NONE, SCENE)) == {"/etc/apt/sources.list": Level.UNKNOWN}
    assert levels(repo_gpg.judge(replace(found, unread=(), sources_count=0), NONE, SCENE)) == {"": Level.UNKNOWN}
