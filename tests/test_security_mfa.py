"""The second factor at a login: PAM's stacks and sshd's ways in, judged; what is declared lowers the grade."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from checks.base import Level, NoLimits, Scene
from checks.security.linux.login_mfa import judge
from collectors.base import Reason, Unseen
from collectors.facts.login_settings import LoginRules
from collectors.facts.pam import Pam, PamLine
from collectors.facts.ssh_server import SshServer
from config.limits import Layered
from config.said import Mitigation

SCENE = Scene(dengbao=3, at=datetime(2026, 6, 1, tzinfo=UTC))
UNIX = PamLine("auth", "required", "pam_unix.so")
OATH = PamLine("auth", "required", "pam_oath.so")
SSHD = {"authenticationmethods": "any", "usepam": "yes", "pubkeyauthentication": "no"}
NOBODY = Unseen("", Reason.DENIED, "x")


def rules(*lines: PamLine, ssh: dict[str, str] | None = None) -> LoginRules:
    pam = Pam({"sshd": lines, "login": lines})
    return LoginRules(NOBODY, NOBODY, pam, SshServer({**SSHD, **(ssh or {})}, is_effective=True))


def levels(found: LoginRules, scene: Scene = SCENE) -> dict[str, Level]:
    return {one.subject: one.level for one in judge(found, Layered(NoLimits()), scene)}


def test_a_password_alone_fails() -> None:
    assert levels(rules(UNIX)) == {"sshd": Level.CRITICAL, "login": Level.CRITICAL}


def test_a_required_second_factor_passes() -> None:
    assert levels(rules(UNIX, OATH)) == {"sshd": Level.OK, "login": Level.OK}


@pytest.mark.parametrize(
    "lines",
    [
        (UNIX, replace(OATH, control="optional")),
        (replace(UNIX, control="sufficient"), OATH),
        (replace(OATH, control="sufficient"), UNIX),
    ],
)
def test_a_second_factor_that_refuses_nobody_is_none(lines: tuple[PamLine, ...]) -> None:
    assert set(levels(rules(*lines)).values()) == {Level.CRITICAL}


def test_a_key_passes_the_second_factor_of_pam_by() -> None:
    found = levels(rules(UNIX, OATH, ssh={"pubkeyauthentication": "yes"}))
    assert found == {"sshd": Level.CRITICAL, "login": Level.OK}


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        ("publickey,password", Level.OK),
        ("publickey,keyboard-interactive:pam", Level.OK),
        ("publickey,password publickey", Level.CRITICAL),
        ("publickey,publickey", Level.CRITICAL),
        ("password", Level.CRITICAL),
    ],
)
def test_every_way_in_must_ask_for_two_kinds(methods: str, expected: Level) -> None:
    ssh = {"authenticationmethods": methods, "pubkeyauthentication": "yes"}
    assert levels(rules(UNIX, ssh=ssh))["sshd"] is expected


def test_a_declared_second_factor_lowers_the_grade_until_it_ends() -> None:
    until = Mitigation("mfa", by="Ops", on=date(2026, 1, 1), until=date(2026, 6, 1))
    assert levels(rules(UNIX), replace(SCENE, mitigations=(until,)))["sshd"] is Level.WARN
    ended = replace(until, until=date(2026, 5, 31))
    assert levels(rules(UNIX), replace(SCENE, mitigations=(ended,)))["sshd"] is Level.CRITICAL


def test_level_2_is_not_asked_for_it_as_gravely() -> None:
    assert levels(rules(UNIX), replace(SCENE, dengbao=2))["sshd"] is Level.WARN


def test_what_was_not_seen_is_not_judged() -> None:
    found = rules(UNIX, OATH)
    assert levels(replace(found, pam=NOBODY)) == {"": Level.UNKNOWN}
    assert levels(replace(found, ssh=NOBODY))["sshd"] is Level.UNKNOWN
    by_files = SshServer(SSHD, is_effective=False)
    assert levels(replace(found, ssh=by_files))["sshd"] is Level.UNKNOWN
    matched = SshServer(SSHD, is_effective=True, matched=(("authenticationmethods", "password", "User ops"),))
    assert levels(replace(found, ssh=matched))["sshd"] is Level.UNKNOWN
    unread = Pam({"sshd": (UNIX, OATH)}, unread=("/etc/pam.d/login",))
    assert levels(replace(found, pam=unread)) == {"": Level.UNKNOWN}
