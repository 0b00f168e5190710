"""What doctor says of our own account and our own side, from literals."""

import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.commands.plan_doctor import of_doctor
from agent.doctor import Dark, Diagnosis, Opener, why_dark
from agent.own_side import certificate_end, ends, own_side
from agent.packages import package_of
from agent.rights.sudoers import Rights
from checks.base import Finding, Level
from checks.result import TargetResult
from collectors.base import Answer, ParseError, SessionError, Shell
from collectors.facts.own_account import OwnAccount
from collectors.linux.own_account import OWN_ACCOUNT_LINUX, parse
from config.site import Credential, Site, Target
from config.text import _, render
from config.vault import Entry
from tests.peers.sshd import keys, missing

NOW = datetime(2026, 11, 22, tzinfo=UTC)
WHOLE = """@id 1002 inspect
@groups inspect adm
@sudo
 + /usr/sbin/smartctl --scan-open
 - find
@age 0
 Last password change\t\t\t\t\t: Jan 05, 2026
 Password expires\t\t\t\t\t: Dec 31, 2026
 Password inactive\t\t\t\t\t: never
 Account expires\t\t\t\t\t\t: never
@keys
 20270201
 20261115
@folder
 Filesystem     1024-blocks  Used Available Capacity Mounted on
 tmpfs              4096000     0   4096000       0% /dev/shm
@end
"""


def test_the_plan_names_what_doctor_alone_asks() -> None:
    linux, other = Target("web"), Target("core", kind="network", platform="huawei_vrp")
    [brief, end] = of_doctor((other, linux), "en", is_full=False)
    assert "linux.own_account" in brief
    assert end == ""
    whole = list(of_doctor((linux,), "en", is_full=True))
    assert isinstance(OWN_ACCOUNT_LINUX.ask, Shell)
    assert [line.removeprefix("    $ ") for line in whole[1:-1]] == OWN_ACCOUNT_LINUX.ask.command.strip().split("\n")
    assert list(of_doctor((other,), "en", is_full=True)) == []


def test_an_account_is_read_whole() -> None:
    assert parse(Answer(WHOLE)) == OwnAccount(
        uid=1002,
        name="inspect",
        groups=("inspect", "adm"),
        sudo_rules=("/usr/sbin/smartctl --scan-open",),
        password_expires_on=date(2026, 12, 31),
        key_expires_on=date(2026, 11, 15),
        ages_are_known=True,
        folder_free_bytes=4096000 * 1024,
    )


@pytest.mark.parametrize("line", ["password must be changed"])
def test_a_password_that_must_be_changed_is_told(line: str) -> None:
    made = parse(Answer(WHOLE.replace("Dec 31, 2026", line)))
    assert (made.must_change_password, made.password_expires_on) == (True, None)


def test_an_account_of_a_directory_has_unknown_ages_not_endless_ones() -> None:
    text = "@id 7 x\n@groups x\n@age 1\n chage: user 'x' does not exist in /etc/passwd\n@folder\n@end\n"
    made = parse(Answer(text))
    assert (made.ages_are_known, made.password_expires_on, made.folder_free_bytes) == (False, None, None)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_answer_says_nothing(at: int) -> None:
    if WHOLE[:at].endswith("\n@end"):
        return
    with pytest.raises((SessionError, ParseError)):
        parse(Answer(WHOLE[:at]))


@given(st.text(st.sampled_from("@ \nidageskey0179,:Decl")))
def test_no_answer_makes_the_reader_fail_otherwise(text: str) -> None:
    try:
        parse(Answer(text + "\n@end\n"))
    except (SessionError, ParseError):
        return


def test_the_ask_answers_here_in_every_shell() -> None:
    for shell in ("dash", "bash", "busybox sh", "mksh"):
        made = subprocess.run(
            [*shell.split(), "-c", OWN_ACCOUNT_LINUX.ask.command],  # type: ignore[attr-defined]  # a Shell
            env={"PATH": "/usr/sbin:/usr/bin:/bin", "TMPDIR": "/dev/shm", "HOME": "/nonexistent", "W": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        account = parse(Answer(made.stdout))
        assert account.folder_free_bytes, shell
        assert account.name


# --- our credentials' ends

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, ""),
        (TODAY + timedelta(31), ""),
        (TODAY + timedelta(30), "ends on 2026-12-22, in 30 days"),
        (TODAY, "ends on 2026-11-22, in 0 days"),
        (TODAY - timedelta(1), "ended on 2026-11-21"),
    ],
)
def test_an_entry_of_the_vault_is_told_before_it_ends(day: date | None, said: str) -> None:
    found = [render(one.state, "en") for one in ends((), {"db": Entry(expires_on=day)}, TODAY)]
    assert found == ([said] if said else [])


@pytest.mark.skipif(bool(missing()), reason=missing() or "ssh-keygen is there")
def test_a_certificate_beside_a_key_has_its_last_day(tmp_path: Path) -> None:
    for name in ("host", "user"):
        (tmp_path / name).write_bytes((keys() / name).read_bytes())
        (tmp_path / name).chmod(0o600)
        (tmp_path / f"{name}.pub").write_bytes((keys() / f"{name}.pub").read_bytes())
    sign = ["ssh-keygen", "-q", "-s", str(tmp_path / "host"), "-I", "x", "-n", "inspect", "-V", "20260101:20261201"]
    subprocess.run([*sign, str(tmp_path / "user.pub")], check=True)
    path = str(tmp_path / "user")
    assert certificate_end(path) in {date(2026, 11, 30), date(2026, 12, 1)}
    assert len(list(ends([Credential("ops", private_key=path)], {}, TODAY))) == 1
    assert certificate_end(str(tmp_path / "none")) is None
    (tmp_path / "user-cert.pub").write_text("ssh-ed25519-cert-v01@openssh.com AAAA\n")
    assert certificate_end(path) is None


# --- our own side


def states(offsets: list[float], folder: Path) -> dict[str, bool]:
    return {render(one.what, "en"): one.is_well for one in own_side(Site(), folder, offsets)}


def test_our_own_side_is_well_here(tmp_path: Path) -> None:
    assert set(states([0.1, -0.2], tmp_path / "not" / "yet").values()) == {True}


@pytest.mark.parametrize(
    ("offsets", "is_well"),
    [([], True), ([60.0], True), ([60.0, 61.0], False), ([0.0, 61.0, 0.1], True), ([-9.0, -8.0], False)],
)
def test_our_clock_is_doubted_where_most_targets_disagree(offsets: list[float], tmp_path: Path, *, is_well: bool) -> None:
    assert states(offsets, tmp_path)["Our clock"] is is_well


def test_our_clock_is_told_in_the_zone_of_the_site(tmp_path: Path) -> None:
    told = {
        zone: next(
            render(one.state, "en") for one in own_side(Site(timezone=zone), tmp_path, []) if one.what == _("Our clock")
        )
        for zone in ("Asia/Shanghai", "Asia/Kolkata", "")
    }
    assert told["Asia/Shanghai"].endswith("+08:00 (Asia/Shanghai)")
    assert told["Asia/Kolkata"].endswith("+05:30 (Asia/Kolkata)")
    assert not told[""].endswith("()")


# --- what would open what stays dark


def dark(opener: Opener, *checks: str) -> Dark:
    return Dark(opener.value, _("x"), None, checks, opener=opener)


def diagnosed(*darks: Dark) -> Diagnosis:
    return Diagnosis(Target("t"), None, {}, None, {}, {}, None, ("a", "b", "c", "d"), darks)


def test_what_no_right_opens_is_not_counted_as_if_one_would() -> None:
    one = diagnosed(dark(Opener.RIGHTS, "a", "b"), dark(Opener.TOOLS, "c"), dark(Opener.NEITHER, "d"))
    assert {opener: one.opened_by(opener) for opener in Opener} == {
        Opener.RIGHTS: ("a", "b"),
        Opener.TOOLS: ("c",),
        Opener.NEITHER: ("d",),
    }


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_check_that_lacks_two_things_is_opened_by_neither_alone(order: tuple[int, int]) -> None:
    both = (dark(Opener.RIGHTS, "a", "b"), dark(Opener.NEITHER, "b"))
    one = diagnosed(*(both[place] for place in order))
    assert one.opened_by(Opener.RIGHTS) == ("a",)
    assert one.opened_by(Opener.NEITHER) == ("b",)
    assert sum(len(one.opened_by(opener)) for opener in Opener) == len(one.dark_checks)


@pytest.mark.parametrize(
    ("reason", "is_root", "opener"),
    [
        ("denied", False, Opener.RIGHTS),
        ("denied", True, Opener.NEITHER),
        ("tool_missing", False, Opener.TOOLS),
        ("tool_missing", True, Opener.TOOLS),
        ("no_record", False, Opener.NEITHER),
        ("not_asked", False, Opener.NEITHER),
    ],
)
def test_only_a_missing_right_is_opened_by_rights(reason: str, opener: Opener, *, is_root: bool) -> None:
    finding = Finding("", Level.UNKNOWN, _("x"), reason=reason, check="server.lvm")
    result = TargetResult("t", "linux", "linux", "", "done", NOW, NOW, (finding,), checks=("server.lvm",))
    (found,) = why_dark(result, Rights((), ()), is_root=is_root)
    assert found.opener is opener


def test_a_package_is_named_for_both_families_where_they_differ() -> None:
    assert package_of("smartctl") == "smartmontools"
    assert package_of("multipath") == "multipath-tools (deb) / device-mapper-multipath (rpm)"
    assert package_of("no-such") == ""


def test_the_sample_of_the_collector_can_be_read() -> None:
    from collectors.linux import own_account  # noqa: PLC0415 - its docstring

    sample = (own_account.__doc__ or "").partition("Sample::\n\n")[2]
    made = parse(Answer("".join(line[4:] + "\n" for line in sample.splitlines())))
    assert (made.name, made.password_expires_on) == ("inspect", date(2026, 12, 31))
