"""The kernel, critical files, setuid programs, what everybody may write to, mounts: judged, and how they stand."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.base import Confirmed, Exhibit, Finding, Level, NoLimits, Scene
from checks.security.linux import (
    file_critical_perms,
    file_mount_options,
    file_suid_baseline,
    file_world_writable,
    kernel_aslr,
    kernel_core_dump,
    kernel_sysctl_net,
)
from checks.security.profiles import rules_of
from collectors.base import Answer, Ask, Listing, Reason, SessionError, Shell, Unseen
from collectors.facts.files import CriticalFiles, FileRights, FileWalk, Orphans, SetIdFile
from collectors.facts.kernel_hardening import AtStart, KernelHardening, OfCards
from collectors.facts.mounts import FstabEntry, Mount, MountTable
from collectors.linux.critical_files import CRITICAL_FILES_FIND
from collectors.linux.file_walk import FILE_WALK_FIND
from collectors.linux.kernel_hardening import KERNEL_HARDENING_PROC, at_start
from config.limits import Layered, Rule, layer

CASES = Path(__file__).parent / "cases"
SCENE = Scene(dengbao=3)
NETWORK = Layered(kernel_sysctl_net.NetworkLimits())
FILES = Layered(file_critical_perms.FileLimits())
WRITABLE = Layered(file_world_writable.WritableLimits())
MOUNTS = Layered(file_mount_options.MountLimits())
NONE = Layered(NoLimits())


def levels(findings: Iterator[Finding | Exhibit]) -> dict[str, Level]:
    return {one.subject: one.level for one in findings if isinstance(one, Finding)}


def hardening(case: str) -> KernelHardening:
    text = (CASES / KERNEL_HARDENING_PROC.id / case / "answer.txt").read_text()
    return KERNEL_HARDENING_PROC.parse(Answer(text))


def walk(case: str) -> FileWalk:
    text = (CASES / FILE_WALK_FIND.id / case / "answer.txt").read_text()
    return FILE_WALK_FIND.parse(Answer(text, is_privileged=case != "without-root"))


def critical(case: str) -> CriticalFiles:
    text = (CASES / CRITICAL_FILES_FIND.id / case / "answer.txt").read_text()
    return CRITICAL_FILES_FIND.parse(Answer(text))


def asked(shell: str, ask: Ask[Answer], folder: Path, command: str = "") -> str:
    """What the real ask answers on this machine."""
    assert isinstance(ask, Shell)
    environment = {**os.environ, "LC_ALL": "C", "S": "", "TMPDIR": str(folder)}
    done = subprocess.run([*shell.split(), "-c", command or ask.command], env=environment, capture_output=True, check=True)
    return done.stdout.decode(errors="surrogateescape")


@pytest.mark.parametrize("shell", ["dash", "bash --posix", "busybox ash"])
def test_the_ask_of_kernel_settings_answers_here(shell: str, tmp_path: Path) -> None:
    found = KERNEL_HARDENING_PROC.parse(Answer(asked(shell, KERNEL_HARDENING_PROC.ask, tmp_path)))
    real = Path("/proc/sys/kernel/randomize_va_space").read_text().strip()
    assert found.now["kernel.randomize_va_space"] == real


@pytest.mark.parametrize("shell", ["dash", "bash --posix"])
def test_the_ask_of_critical_files_answers_here(shell: str, tmp_path: Path) -> None:
    found = CRITICAL_FILES_FIND.parse(Answer(asked(shell, CRITICAL_FILES_FIND.ask, tmp_path)))
    (one,) = (one for one in found.files.records if one.path == "/etc/passwd")
    assert one.mode == Path("/etc/passwd").stat().st_mode & 0o7777


@pytest.mark.parametrize("shell", ["dash", "bash --posix"])
def test_the_walk_finds_what_is_planted(shell: str, tmp_path: Path) -> None:
    root, work = tmp_path / "root", tmp_path / "work"
    for folder in (root / "a b", root / "docker/overlay2/x", root / "sticky", work):
        folder.mkdir(parents=True)
    (root / "sticky").chmod(0o1777)
    for name, mode in (("a b/sh", 0o4755), ("docker/overlay2/x/su", 0o4755), ("open\nfile", 0o666), (".rhosts", 0o600)):
        (root / name).write_text("")
        (root / name).chmod(mode)
    (root / "left").write_text("")
    if os.geteuid() == 0:
        os.chown(root / "left", 4_000_123, 0)
    assert isinstance(FILE_WALK_FIND.ask, Shell)
    start = FILE_WALK_FIND.ask.command.index("m=$(awk")
    end = FILE_WALK_FIND.ask.command.index("{ getent")
    command = f"{FILE_WALK_FIND.ask.command[:start]}m='{root}'\n{FILE_WALK_FIND.ask.command[end:]}"
    found = FILE_WALK_FIND.parse(Answer(asked(shell, FILE_WALK_FIND.ask, work, command)))
    assert [(one.path, one.package) for one in found.setid] == [(f"{root}/a b/sh", "")]
    assert [one.path for one in found.writable] == [f"{root}/open\1file"]
    assert found.rhosts == (f"{root}/.rhosts",)
    assert found.left_aside == (f"{root}/docker/overlay2",)
    assert found.folders_count == 4
    if os.geteuid() == 0:
        assert found.orphans == (Orphans("user 4000123", 1, f"{root}/left"),)


def test_the_kernel_as_debian_ships_it_follows_redirects() -> None:
    found = levels(kernel_sysctl_net.judge(hardening("ordinary"), NETWORK, SCENE))
    assert found["net.ipv4.conf.*.accept_redirects"] is Level.NOTICE
    assert found["net.ipv4.ip_forward"] is Level.OK


def test_a_hardened_kernel_passes_with_the_values_seen() -> None:
    found = list(kernel_sysctl_net.judge(hardening("hardened-by-a-file"), NETWORK, SCENE))
    assert {one.level for one in found} == {Level.OK}
    assert all("=" in one.quote for one in found)


def test_a_setting_that_no_file_sets_is_said_to_end_with_the_next_start() -> None:
    found = replace(hardening("hardened-by-a-file"), at_start={})
    (one,) = (
        one for one in kernel_sysctl_net.judge(found, NETWORK, SCENE) if one.subject.endswith("v4.conf.*.send_redirects")
    )
    assert one.level is Level.NOTICE
    assert "no file sets it" in str(one.summary)


def test_a_setting_in_a_file_that_is_not_in_force_fails() -> None:
    ready = hardening("hardened-by-a-file")
    found = replace(ready, now={**ready.now, "net.ipv4.conf.all.send_redirects": "1"})
    (one,) = (
        one for one in kernel_sysctl_net.judge(found, NETWORK, SCENE) if one.subject.endswith("v4.conf.*.send_redirects")
    )
    assert one.level is Level.NOTICE
    assert "not in force" in str(one.summary)


def test_a_single_card_that_sends_redirects_counts() -> None:
    ready = hardening("hardened-by-a-file")
    key = "net.ipv4.conf.*.send_redirects"
    found = replace(ready, cards={**ready.cards, key: (OfCards("0", 3, "eth0"), OfCards("1", 1, "eth7"))})
    (one,) = (one for one in kernel_sysctl_net.judge(found, NETWORK, SCENE) if one.subject == key)
    assert one.level is Level.NOTICE
    assert "eth7" in str(one.summary)


def test_source_routes_are_refused_where_all_cards_refuse_them() -> None:
    ready = hardening("hardened-by-a-file")
    key = "net.ipv4.conf.*.accept_source_route"
    found = replace(ready, cards={**ready.cards, key: (OfCards("1", 1, "eth0"),)})
    assert levels(kernel_sysctl_net.judge(found, NETWORK, SCENE))[key] is Level.OK


def test_a_host_with_containers_may_forward() -> None:
    found = hardening("containers-forward")
    assert levels(kernel_sysctl_net.judge(found, NETWORK, SCENE))["net.ipv4.ip_forward"] is Level.OK
    alone = replace(found, bridges=())
    assert levels(kernel_sysctl_net.judge(alone, NETWORK, SCENE))["net.ipv4.ip_forward"] is Level.NOTICE
    router = Layered(kernel_sysctl_net.NetworkLimits(is_router=True))
    assert levels(kernel_sysctl_net.judge(alone, router, SCENE))["net.ipv4.ip_forward"] is Level.OK


def test_a_closed_file_leaves_the_next_start_unknown() -> None:
    found = replace(hardening("hardened-by-a-file"), unread=("/etc/sysctl.d/50-site.conf",))
    assert set(levels(kernel_sysctl_net.judge(found, NETWORK, SCENE)).values()) == {Level.UNKNOWN}


def test_a_setting_that_was_not_told_is_unknown() -> None:
    ready = hardening("hardened-by-a-file")
    found = replace(ready, now={})
    assert set(levels(kernel_sysctl_net.judge(found, NETWORK, SCENE)).values()) == {Level.UNKNOWN}
    assert levels(kernel_aslr.judge(found, NONE, SCENE)) == {"kernel.randomize_va_space": Level.UNKNOWN}
    assert levels(kernel_core_dump.judge(found, NONE, SCENE)) == {"fs.suid_dumpable": Level.UNKNOWN}


def test_without_ipv6_nothing_is_said_of_it() -> None:
    ready = hardening("hardened-by-a-file")
    now = {key: value for key, value in ready.now.items() if "ipv6" not in key}
    found = levels(kernel_sysctl_net.judge(replace(ready, now=now, has_ipv6=False), NETWORK, SCENE))
    assert not any("ipv6" in one for one in found)


def test_placement_in_memory_and_dumps() -> None:
    good, bad = hardening("ordinary"), hardening("weakened-and-a-file-closed")
    assert levels(kernel_aslr.judge(good, NONE, SCENE)) == {"kernel.randomize_va_space": Level.OK}
    assert levels(kernel_aslr.judge(bad, NONE, SCENE)) == {"kernel.randomize_va_space": Level.WARN}
    assert levels(kernel_core_dump.judge(good, NONE, SCENE)) == {"fs.suid_dumpable": Level.OK}
    assert levels(kernel_core_dump.judge(bad, NONE, SCENE)) == {"fs.suid_dumpable": Level.NOTICE}
    half = replace(good, now={**good.now, "kernel.randomize_va_space": "1"})
    assert levels(kernel_aslr.judge(half, NONE, SCENE)) == {"kernel.randomize_va_space": Level.WARN}


def test_the_last_file_has_the_last_word_and_a_pattern_spares_what_is_exempt() -> None:
    files = ["/usr/lib/sysctl.d/50-a.conf", "/etc/sysctl.d/90-b.conf"]
    lines = [
        "/usr/lib/sysctl.d/50-a.conf:-net.ipv4.conf.all.rp_filter",
        "/usr/lib/sysctl.d/50-a.conf:net.ipv4.conf.*.rp_filter = 2",
        "/usr/lib/sysctl.d/50-a.conf:kernel.randomize_va_space = 0",
        "/etc/sysctl.d/90-b.conf: - kernel/randomize_va_space=2",
    ]
    found = at_start(files, lines)
    assert "net.ipv4.conf.all.rp_filter" not in found
    assert found["net.ipv4.conf.default.rp_filter"] == AtStart("2", files[0])
    assert found["kernel.randomize_va_space"] == AtStart("2", files[1])


def test_with_systemd_sysctl_conf_is_not_read_by_itself_and_a_file_of_etc_hides_the_vendors() -> None:
    body = (
        "@now\n kernel/randomize_va_space:2\n@settings 1\n@file /etc/sysctl.d/50-x.conf\n"
        "@file /usr/lib/sysctl.d/50-x.conf\n"
        "@file /etc/sysctl.conf\n@lines-of-files\n /usr/lib/sysctl.d/50-x.conf:kernel.randomize_va_space=0\n"
        " /etc/sysctl.conf:fs.suid_dumpable=1\n"
    )
    closed = "{}@lines {}\n@end\n"
    with_systemd = body + "@systemd\n"
    found = KERNEL_HARDENING_PROC.parse(Answer(closed.format(with_systemd, with_systemd.count("\n"))))
    assert not found.at_start
    without = KERNEL_HARDENING_PROC.parse(Answer(closed.format(body, body.count("\n"))))
    assert without.at_start == {"fs.suid_dumpable": AtStart("1", "/etc/sysctl.conf")}


def test_critical_files_as_debian_ships_them_pass() -> None:
    found = levels(file_critical_perms.judge(critical("as-root"), FILES, SCENE))
    assert set(found.values()) == {Level.OK}
    assert found["/etc/shadow"] is Level.OK


def test_files_that_are_too_wide_fail_by_what_they_open() -> None:
    found = levels(file_critical_perms.judge(critical("too-wide"), FILES, SCENE))
    assert found["/etc/passwd"] is Level.CRITICAL  # belongs to another than root
    assert found["/etc/shadow"] is Level.CRITICAL  # everybody may write
    assert found["/etc/gshadow"] is Level.WARN  # a group of people may read


@pytest.mark.parametrize(
    ("path", "mode", "user", "level"),
    [
        ("/etc/shadow", 0, "root", Level.OK),
        ("/etc/shadow", 0o644, "root", Level.CRITICAL),
        ("/etc/passwd", 0o664, "root", Level.CRITICAL),
        ("/etc/passwd", 0o645, "root", Level.WARN),
        ("/etc/sudoers.d/app", 0o640, "root", Level.OK),
        ("/etc/sudoers.d/app", 0o777, "root", Level.CRITICAL),
        ("/root", 0o755, "root", Level.WARN),
        ("/etc/cron.d/job", 0o646, "root", Level.CRITICAL),
    ],
)
def test_bounds_of_critical_files(path: str, mode: int, user: str, level: Level) -> None:
    found = CriticalFiles(Listing((FileRights(path, mode, user, "root"),)))
    told = levels(file_critical_perms.judge(found, FILES, SCENE))
    assert told.get(path, Level.OK) is level


def test_the_profile_of_cis_is_stricter_with_sshd_config() -> None:
    one = CriticalFiles(Listing((FileRights("/etc/ssh/sshd_config", 0o644, "root", "root"),)))
    strict = layer(file_critical_perms.FileLimits(), _rules("cis-l1"), "db01")
    assert levels(file_critical_perms.judge(one, FILES, SCENE)).get("/etc/ssh/sshd_config", Level.OK) is Level.OK
    assert levels(file_critical_perms.judge(one, strict, SCENE))["/etc/ssh/sshd_config"] is Level.WARN


def _rules(profile: str) -> tuple[Rule, ...]:
    return tuple(one for one in rules_of(profile, "db01") if one.check == file_critical_perms.ID)


def test_what_lies_in_a_closed_folder_was_not_seen() -> None:
    found = CriticalFiles(Listing((), (Unseen("/etc/sudoers.d", Reason.DENIED, "/etc/sudoers.d"),)))
    told = levels(file_critical_perms.judge(found, FILES, SCENE))
    assert told["/etc/sudoers.d"] is Level.UNKNOWN
    assert told["/etc/shadow"] is Level.UNKNOWN


def test_below_the_level_that_protects_it_a_failure_keeps_its_grade() -> None:
    found = CriticalFiles(Listing((FileRights("/etc/passwd", 0o666, "root", "root"),)))
    told = levels(file_critical_perms.judge(found, FILES, Scene(dengbao=2)))
    assert told["/etc/passwd"] is Level.CRITICAL  # not an entry of the guide: the same at both levels


def test_setuid_programs_of_packages_pass_and_one_of_nobody_fails() -> None:
    assert levels(file_suid_baseline.judge(walk("ordinary"), None, NONE, SCENE)) == {"": Level.OK}
    odd = levels(file_suid_baseline.judge(walk("odd-ones"), None, NONE, SCENE))
    assert odd["/opt/app/bin/.sh"] is Level.WARN


def test_what_a_person_confirmed_is_no_finding_and_what_came_since_is() -> None:
    now = walk("odd-ones")
    moment = datetime(2026, 10, 1, tzinfo=UTC)
    same = Confirmed(now, moment, "who", moment)
    assert levels(file_suid_baseline.judge(now, same, NONE, SCENE)) == {"": Level.OK}
    before = replace(now, setid=tuple(one for one in now.setid if one.path not in {"/usr/bin/su", "/opt/app/bin/.sh"}))
    told = levels(file_suid_baseline.judge(now, replace(same, facts=before), NONE, SCENE))
    assert told["/usr/bin/su"] is Level.NOTICE
    assert told["/opt/app/bin/.sh"] is Level.WARN


def test_without_root_the_walk_passes_nothing() -> None:
    found = walk("without-root")
    setid = levels(file_suid_baseline.judge(found, None, NONE, SCENE))
    assert Level.OK not in setid.values()
    assert setid["/root"] is Level.UNKNOWN
    assert setid["/usr/bin/su"] is Level.UNKNOWN  # its package was not told
    assert Level.OK not in levels(file_world_writable.judge(found, WRITABLE, SCENE)).values()


def test_a_walk_whose_time_was_up_passes_nothing() -> None:
    found = walk("time-is-up")
    assert levels(file_suid_baseline.judge(found, None, NONE, SCENE)) == {"": Level.UNKNOWN}
    assert levels(file_world_writable.judge(found, WRITABLE, SCENE)) == {"": Level.UNKNOWN}


def test_more_programs_than_are_named_is_no_pass() -> None:
    found = replace(walk("ordinary"), more=(("setid", 1), ("writable", 7)))
    assert levels(file_suid_baseline.judge(found, None, NONE, SCENE)) == {"": Level.UNKNOWN}
    assert levels(file_world_writable.judge(found, WRITABLE, SCENE)) == {"": Level.UNKNOWN}


def test_dpkg_knows_a_program_by_bin_where_it_is_a_link_to_usr() -> None:
    (one,) = (one for one in walk("ordinary").setid if one.path == "/usr/bin/su")
    assert one == SetIdFile("/usr/bin/su", 0o4755, "root", "root", "util-linux")


def test_what_everybody_may_write_to_fails_and_passing_files_are_told_together() -> None:
    told = levels(file_world_writable.judge(walk("odd-ones"), WRITABLE, SCENE))
    assert told == {"/opt/app/conf": Level.WARN, "/tmp": Level.NOTICE, "user 1005": Level.WARN}
    assert levels(file_world_writable.judge(walk("ordinary"), WRITABLE, SCENE)) == {"": Level.OK}


def test_a_user_of_a_directory_service_is_none_without_an_owner() -> None:
    assert [one.who for one in walk("odd-ones").orphans] == ["user 1005"]


def test_without_names_nothing_is_said_of_owners_and_nothing_passes() -> None:
    found = walk("no-names")
    assert found.orphans == ()
    assert levels(file_world_writable.judge(found, WRITABLE, SCENE)) == {"": Level.UNKNOWN}


def test_what_the_operator_allows_is_not_told() -> None:
    allowed = Layered(file_world_writable.WritableLimits(allowed=("/opt/app/*", "/tmp/*")))
    assert levels(file_world_writable.judge(walk("odd-ones"), allowed, SCENE)) == {"user 1005": Level.WARN}


def test_a_find_without_printf_has_seen_nothing() -> None:
    with pytest.raises(SessionError) as raised:
        walk("find-of-busybox")
    assert raised.value.reason is Reason.FAILED


def mounted(*options: str, fstab: tuple[str, ...] | None = None) -> MountTable:
    names = ("/tmp", "/var/tmp", "/dev/shm")
    mounts = tuple(Mount(one, "tmpfs", "tmpfs", "/", ("rw", *options), ()) for one in names)
    lines = None if fstab is None else tuple(FstabEntry("tmpfs", one, "tmpfs", fstab) for one in names)
    return MountTable(mounts, lines, "ls /etc")


def test_mounts_with_all_options_pass_and_each_that_lacks_one_fails() -> None:
    good = mounted("nodev", "nosuid", "noexec")
    assert set(levels(file_mount_options.judge(good, MOUNTS, SCENE)).values()) == {Level.OK}
    bad = mounted("nodev", "nosuid")
    assert set(levels(file_mount_options.judge(bad, MOUNTS, SCENE)).values()) == {Level.NOTICE}


def test_a_folder_that_is_no_filesystem_of_its_own_fails() -> None:
    assert set(levels(file_mount_options.judge(MountTable((), None, "x"), MOUNTS, SCENE)).values()) == {Level.NOTICE}


def test_right_now_and_wrong_in_fstab_is_wrong_after_the_next_start() -> None:
    found = mounted("nodev", "nosuid", "noexec", fstab=("defaults",))
    (one, *_others) = file_mount_options.judge(found, MOUNTS, SCENE)
    assert one.level is Level.NOTICE
    assert "fstab" in str(one.summary)


def test_a_mount_that_was_not_seen_is_unknown() -> None:
    found = replace(mounted("nodev", "nosuid", "noexec"), unseen=(Unseen("/tmp", Reason.CUT),))
    assert Level.UNKNOWN in [one.level for one in file_mount_options.judge(found, MOUNTS, SCENE)]


def test_the_last_mount_on_a_point_covers_the_others() -> None:
    ready = mounted("nodev", "nosuid", "noexec")
    covered = replace(ready, mounts=(*ready.mounts, Mount("/tmp", "tmpfs", "tmpfs", "/", ("rw",), ())))
    assert levels(file_mount_options.judge(covered, MOUNTS, SCENE))["/tmp"] is Level.NOTICE
