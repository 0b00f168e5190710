"""System, security and audit administration in different hands."""

import pytest

from checks.base import Exhibit, Finding, Level, Scene
from checks.security.linux import priv_separation
from checks.security.linux.priv_separation import RolesLimits
from collectors.base import Answer
from collectors.facts.sudoers import Sudoers, SudoGroup
from collectors.linux.sudoers import SUDOERS_FILES
from collectors.linux.sudoers_grammar import Reading, logical, take
from config.limits import Layered
from tests.test_security_sudo_rules import CASES

GROUPS = (SudoGroup("wheel", 10, ("wang", "li")), SudoGroup("audit", 1010, ("zhao",)))
TWO = "root ALL=(ALL) ALL\n%wheel ALL=(ALL) ALL\nzhao ALL=(root) /usr/sbin/ausearch\n"
ALONE = "root ALL=(ALL) ALL\n"
ROLES = RolesLimits(system=("wang",), security=("qian",), audit=("zhao",))


def rules(text: str, elsewhere: tuple[str, ...] = ()) -> Sudoers:
    reading = Reading()
    assert all(take(line, reading) for _at, line in logical(text.splitlines()))
    return Sudoers(tuple(reading.rules), tuple(reading.defaults), reading.aliases, groups=GROUPS, elsewhere=elsewhere)


def levels(found: Sudoers, limits: RolesLimits = ROLES) -> dict[str, Level]:
    made = priv_separation.judge(found, Layered(limits), Scene(dengbao=3))
    return {one.subject: one.level for one in made if isinstance(one, Finding)}


def test_three_roles_in_three_hands() -> None:
    assert levels(rules(TWO)) == dict.fromkeys(("system", "security", "audit"), Level.OK)


@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        (RolesLimits(system=("wang",), security=("li",), audit=("zhao",)), {"security"}),
        (RolesLimits(system=("wang",), security=("qian",)), {"audit"}),
        (RolesLimits(system=("wang",), security=("qian",), audit=("qian",)), {"qian"}),
        (RolesLimits(system=("wang",), security=("wang",), audit=("wang",)), {"security", "audit", "wang"}),
    ],
)
def test_roles_that_are_not_apart(limits: RolesLimits, wrong: set[str]) -> None:
    found = levels(rules(TWO), limits)
    assert {subject for subject, level in found.items() if level in {Level.WARN, Level.CRITICAL, Level.NOTICE}} == wrong


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ALL ALL=(ALL) ALL\n", Level.WARN),
        ("#1010 ALL=(ALL) ALL\n", Level.UNKNOWN),
        ("+admins ALL=(ALL) ALL\n", Level.UNKNOWN),
        ("%domain\\ admins ALL=(ALL) ALL\n", Level.UNKNOWN),
        ("Runas_Alias R = root\nzhao ALL=(R) ALL\n", Level.WARN),
    ],
)
def test_a_role_is_never_apart_by_a_rule_that_cannot_be_matched(text: str, level: Level) -> None:
    assert levels(rules(TWO + text))["audit"] is level


def test_without_the_register_it_is_not_known() -> None:
    assert levels(rules(TWO), RolesLimits()) == {"": Level.UNKNOWN}


@pytest.mark.parametrize("text", [ALONE, "root ALL=(ALL) ALL\nwang ALL=(ALL) ALL\n", "%empty ALL=(ALL) ALL\n"])
def test_all_in_one_hand_shows_without_a_register(text: str) -> None:
    found = levels(rules(text), RolesLimits())
    assert found[""] in {Level.NOTICE, Level.WARN}


def test_rules_of_a_directory_are_not_seen() -> None:
    found = levels(rules(TWO, elsewhere=("sss",)))
    assert {found[name] for name in ("nsswitch", "security", "audit")} == {Level.UNKNOWN}


def test_who_may_do_what_is_listed() -> None:
    made = list(priv_separation.judge(rules(TWO), Layered(ROLES), Scene(dengbao=3)))
    [table] = [one for one in made if isinstance(one, Exhibit)]
    assert [row[0] for row in table.rows] == ["root", "%wheel", "zhao"]


def test_a_recorded_answer() -> None:
    for case in sorted(CASES.iterdir()):
        if (case / "facts.json").exists():
            assert levels(SUDOERS_FILES.parse(Answer((case / "answer.txt").read_text())), RolesLimits())


@pytest.mark.parametrize("command", ["/usr/bin/vim", "/usr/bin/find", "/bin/bash", "sudoedit /etc/sudoers"])
def test_a_command_that_gives_a_shell_counts_as_everything(command: str) -> None:
    found = levels(rules(f"{TWO}qian ALL=(root) {command}\n"))
    assert found["security"] is not Level.OK
    assert found["audit"] is Level.OK
