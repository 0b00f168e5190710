"""Becoming root: who gets through su, by PAM's stacks as PAM runs them."""

import pytest

from checks.base import Level, NoLimits, Scene
from checks.security.linux.su_restricted import judge
from collectors.base import Answer
from collectors.facts.pam import Pam
from collectors.linux.pam import parse
from config.limits import layer

SCENE = Scene(dengbao=3)
MODULES = ("pam_rootok.so", "pam_wheel.so", "pam_unix.so", "pam_deny.so", "pam_permit.so", "pam_succeed_if.so")
WHEEL = "auth required pam_wheel.so use_uid group=sugroup"
UNIX = "auth required pam_unix.so"


def pam(first: str, *, unread: str = "", second: str = UNIX) -> Pam:
    """A synthetic answer: su with one line of ours between pam_rootok and the password, which another file asks for."""
    body = "@file /etc/pam.d/common-auth\n " + second + "\n@file /etc/pam.d/su\n auth sufficient pam_rootok.so\n"
    body += (f" {first}\n" if first else "") + " @include common-auth\n" + unread
    body += "@modules\n" + "".join(f" {one}\n" for one in MODULES)
    return parse(Answer(f"{body}@lines {body.count(chr(10))}\n@end\n", 0, ""))


def level(found: Pam) -> Level:
    (one,) = (one for one in judge(found, layer(NoLimits(), (), "host"), SCENE) if one.subject == "su")
    return one.level


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (WHEEL, Level.OK),
        ("auth requisite pam_wheel.so", Level.OK),
        ("auth required pam_succeed_if.so use_uid user ingroup wheel", Level.OK),
        ("auth required pam_deny.so", Level.OK),
        ("auth include common-wheel", Level.OK),  # a file that is not there: PAM refuses
        ("", Level.WARN),
        ("auth optional pam_wheel.so", Level.WARN),
        ("auth required pam_wheel.so deny group=nosu", Level.WARN),
        ("auth sufficient pam_wheel.so trust use_uid", Level.WARN),
        ("auth required pam_succeed_if.so user ingroup wheel", Level.WARN),
        ("account required pam_wheel.so", Level.WARN),
    ],
)
def test_su_lets_through_only_whom_the_stack_lets_through(line: str, expected: Level) -> None:
    assert level(pam(line)) is expected


def test_wheel_behind_a_sufficient_module_refuses_nobody() -> None:
    assert level(pam("", second="auth sufficient pam_unix.so\n auth required pam_wheel.so")) is Level.WARN


def test_members_who_need_no_password_are_a_failure_too() -> None:
    deny = "auth required pam_deny.so"
    assert level(pam("auth sufficient pam_wheel.so trust", second=deny)) is Level.WARN


def test_a_stack_that_was_not_read_passes_nothing() -> None:
    assert level(pam(WHEEL, unread="@unread /etc/pam.d/su-l\n")) is Level.UNKNOWN


def test_a_login_shell_by_su_has_a_file_of_its_own() -> None:
    found = pam(WHEEL)
    open_too = Pam({**found.services, "su-l": found.services["common-auth"]}, modules=MODULES)
    levels = {one.subject: one.level for one in judge(open_too, layer(NoLimits(), (), "host"), SCENE)}
    assert levels == {"su": Level.OK, "su-l": Level.WARN}
