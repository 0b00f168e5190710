"""Accounts and passwords, mandatory access control and the boot loader under the security check."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.security.linux import (
    CHECKS,
    account_dormant,
    account_duplicate_uid,
    account_empty_password,
    account_shared_or_unlisted,
    account_system_shell,
    account_uid0,
    boot_grub_password,
    mac_enforcing,
    password_max_age,
)
from checks.security.linux.account_dormant import DormantLimits
from checks.security.linux.account_shared_or_unlisted import RegisterLimits
from checks.security.linux.boot_grub_password import LoaderLimits
from checks.security.linux.password_max_age import AgeLimits
from checks.security.profiles import rules_of
from checks.security.standards.mapping import ROWS
from checks.subjects import subject_words
from collectors.base import Answer, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.access_control import BootLoader, LoaderFile, MandatoryAccess
from collectors.facts.accounts import Account, Accounts
from collectors.facts.login_settings import LoginRules, LoginSettings
from collectors.facts.pam import Pam
from collectors.facts.ssh_server import SshServer
from collectors.linux import access_control, boot_loader
from collectors.linux import login_settings as settings_collector
from config.limits import Layered, layer
from config.said import Mitigation
from tests.house.corpora.configuration import closed

AT = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=AT, dengbao=3)
ROOT = Account("root", 0, "/bin/bash", "locked")
OPS = Account("ops", 1000, "/bin/bash", "set", "6", date(2026, 10, 1), 90, None, AT - timedelta(days=1))
DAEMON = Account("daemon", 1, "/usr/sbin/nologin", "locked")
SEEN = Accounts(AT, (ROOT, DAEMON, OPS), 90, (), (), has_login_record=True)
DENIED = Unseen("", Reason.DENIED, "/etc/shadow")
HIDDEN = replace(SEEN, accounts=tuple(replace(one, entry="") for one in SEEN.accounts), unseen_passwords=DENIED)
SETTINGS = LoginSettings({"UID_MIN": "1000"}, groups=(("root", 0), ("ops", 1000)))
NOTHING = Layered(NoLimits())


def levels(found: Iterable[Finding | Exhibit]) -> dict[str, Level]:
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def rules(accounts: Accounts | Unseen = SEEN, settings: LoginSettings | Unseen = SETTINGS) -> LoginRules:
    return LoginRules(accounts, settings, DENIED, DENIED)


# --- empty passwords, UID 0


def empty(found: Accounts, scene: Scene = SCENE) -> dict[str, Level]:
    return levels(account_empty_password.judge(found, NOTHING, scene))


GUEST = Account("guest", 1001, "/bin/sh", "empty")


def test_no_empty_password_passes() -> None:
    assert empty(SEEN) == {"": Level.OK}


def test_an_empty_password_is_grave_and_less_without_a_shell() -> None:
    assert empty(replace(SEEN, accounts=(ROOT, GUEST))) == {"guest": Level.CRITICAL}
    assert empty(replace(SEEN, accounts=(ROOT, replace(GUEST, shell="/sbin/nologin")))) == {"guest": Level.WARN}


def test_without_root_no_password_passes_and_one_seen_empty_still_fails() -> None:
    assert empty(HIDDEN) == {"": Level.UNKNOWN}
    assert empty(replace(HIDDEN, accounts=(*HIDDEN.accounts, GUEST))) == {"guest": Level.CRITICAL, "": Level.UNKNOWN}


@pytest.mark.parametrize(
    ("level", "until", "expected"),
    [
        (2, None, Level.CRITICAL),
        (3, None, Level.CRITICAL),
        (1, None, Level.WARN),
        (3, date(2026, 11, 22), Level.WARN),
        (3, date(2026, 11, 21), Level.CRITICAL),
    ],
)
def test_the_guide_grades_an_empty_password(level: int, until: date | None, expected: Level) -> None:
    """From level 2 on it is high, unless a second factor is declared and still holds."""
    declared = (Mitigation("mfa", "customer", date(2026, 1, 1), until),) if until else ()
    scene = Scene(at=AT, dengbao=level, mitigations=declared)
    assert empty(replace(SEEN, accounts=(ROOT, GUEST)), scene)["guest"] is expected


def test_every_name_of_uid_0_beside_root_is_a_second_root() -> None:
    toor = replace(OPS, name="t", uid=0)
    assert levels(account_uid0.judge(SEEN, NOTHING, SCENE)) == {"": Level.OK}
    assert levels(account_uid0.judge(replace(SEEN, accounts=(ROOT, toor)), NOTHING, SCENE)) == {"t": Level.CRITICAL}


def test_uid_0_needs_no_right_of_root() -> None:
    assert levels(account_uid0.judge(HIDDEN, NOTHING, SCENE)) == {"": Level.OK}


# --- names and numbers that stand twice


def twice(found: LoginRules) -> dict[str, Level]:
    return levels(account_duplicate_uid.judge(found, NOTHING, SCENE))


def test_names_and_numbers_of_their_own_pass() -> None:
    assert twice(rules()) == {"accounts": Level.OK, "groups": Level.OK}


def test_a_number_or_a_name_that_stands_twice_fails() -> None:
    accounts = replace(SEEN, accounts=(*SEEN.accounts, replace(OPS, name="dba"), replace(OPS, uid=1005)))
    settings = replace(SETTINGS, groups=(("a", 7), ("b", 7), ("a", 8)))
    assert twice(rules(accounts, settings)) == {
        "account ops": Level.WARN,
        "uid 1000": Level.WARN,
        "group a": Level.WARN,
        "gid 7": Level.WARN,
    }
    words = subject_words(account_duplicate_uid.ID, "uid 1000")
    assert str(words) == "UID 1000"


def test_a_second_root_is_another_checks() -> None:
    accounts = replace(SEEN, accounts=(ROOT, replace(OPS, name="toor", uid=0)))
    assert twice(rules(accounts))["accounts"] is Level.OK


def test_what_was_not_seen_of_names_passes_nothing() -> None:
    assert twice(rules(settings=DENIED)) == {"": Level.UNKNOWN, "accounts": Level.OK}
    assert twice(rules(DENIED, DENIED)) == {"": Level.UNKNOWN}


# --- system accounts


def shells(found: LoginRules, *allowed: str) -> dict[str, Level]:
    return levels(account_system_shell.judge(found, Layered(account_system_shell.ShellLimits(allowed)), SCENE))


GAMES = Account("games", 999, "/bin/sh", "set", "6")


def test_a_system_account_with_a_shell_and_a_password_fails() -> None:
    found = replace(SEEN, accounts=(*SEEN.accounts, GAMES))
    assert shells(rules()) == {"": Level.OK}
    assert shells(rules(found)) == {"games": Level.WARN}
    assert shells(rules(found), "games") == {"": Level.OK}


def test_a_locked_one_is_shown_and_passes() -> None:
    found = replace(SEEN, accounts=(ROOT, replace(GAMES, entry="locked")))
    one = next(account_system_shell.judge(rules(found), Layered(account_system_shell.ShellLimits()), SCENE))
    assert one.level is Level.OK
    assert "games" in str(one.observed)


def test_sync_is_no_shell() -> None:
    assert shells(rules(replace(SEEN, accounts=(replace(GAMES, shell="/bin/sync"),)))) == {"": Level.OK}


@pytest.mark.parametrize(("least", "level"), [("500", Level.OK), ("", Level.WARN), ("1000", Level.WARN)])
def test_uid_min_of_old_systems_makes_700_a_persons(least: str, level: Level) -> None:
    found = replace(SEEN, accounts=(replace(GAMES, uid=700),))
    settings = LoginSettings({"UID_MIN": least} if least else {})
    assert set(shells(rules(found, settings)).values()) == {level}


def test_system_accounts_that_were_not_seen_pass_nothing() -> None:
    assert shells(rules(HIDDEN)) == shells(rules(settings=DENIED)) == shells(rules(DENIED)) == {"": Level.UNKNOWN}


# --- dormant accounts


def dormant(*people: Account, limits: DormantLimits | None = None, has_record: bool = True) -> dict[str, Level]:
    found = replace(SEEN, accounts=(ROOT, *people), has_login_record=has_record)
    return levels(account_dormant.judge(found, Layered(limits or DormantLimits()), SCENE))


@pytest.mark.parametrize(("days", "level"), [(90, Level.OK), (91, Level.WARN)])
def test_silence_at_its_boundary(days: int, level: Level) -> None:
    assert dormant(replace(OPS, last_login_at=AT - timedelta(days=days))) == {"ops": level}


def test_a_new_account_is_not_forgotten_and_an_old_unused_one_is() -> None:
    unused = replace(OPS, last_login_at=None)
    assert dormant(replace(unused, changed_on=date(2026, 8, 24))) == {"ops": Level.OK}
    assert dormant(replace(unused, changed_on=date(2026, 8, 23))) == {"ops": Level.WARN}
    assert dormant(replace(unused, changed_on=None)) == {"ops": Level.WARN}


def test_without_a_record_of_logins_nothing_passes() -> None:
    assert dormant(OPS, has_record=False) == {"ops": Level.UNKNOWN}
    assert levels(account_dormant.judge(HIDDEN, Layered(DormantLimits()), SCENE)) == {"": Level.UNKNOWN}


def test_locked_expired_and_service_accounts_are_not_forgotten_ones() -> None:
    old = replace(OPS, last_login_at=AT - timedelta(days=400))
    assert dormant(replace(old, entry="locked", last_login_at=None)) == {"": Level.OK}
    assert dormant(replace(old, entry="locked")) == {"ops": Level.WARN}, "a key opens it still"
    assert dormant(replace(old, expires_on=AT.date())) == {"": Level.OK}
    assert dormant(old, limits=DormantLimits(service=("ops",))) == {"ops": Level.OK}
    assert dormant() == {"": Level.OK}


# --- the register


def registered(limits: RegisterLimits, found: Accounts = SEEN) -> dict[str, Level]:
    return levels(account_shared_or_unlisted.judge(found, Layered(limits), SCENE))


def test_without_a_register_nothing_was_compared_and_the_accounts_are_shown() -> None:
    told = tuple(account_shared_or_unlisted.judge(SEEN, Layered(RegisterLimits()), SCENE))
    assert levels(told) == {"": Level.UNKNOWN}
    exhibit = next(one for one in told if isinstance(one, Exhibit))
    assert [row[0] for row in exhibit.rows] == ["root", "ops"]


def test_accounts_beside_the_register() -> None:
    wanted = RegisterLimits(("root", "ops"), ())
    assert registered(wanted) == {"root": Level.OK, "ops": Level.OK}
    assert registered(RegisterLimits(("root",)))["ops"] is Level.WARN
    assert registered(replace(wanted, shared=("ops",)))["ops"] is Level.WARN
    assert registered(wanted, replace(SEEN, directories=("sss",)))["directory"] is Level.UNKNOWN


# --- days of passwords


def aged(*people: Account, limits: AgeLimits | None = None, policy: int | None = 90) -> dict[str, Level]:
    found = replace(SEEN, accounts=people, policy_most_days=policy)
    return levels(password_max_age.judge(found, Layered(limits or AgeLimits()), SCENE))


@pytest.mark.parametrize(
    ("days", "level"), [(90, Level.OK), (91, Level.WARN), (99999, Level.WARN), (-1, Level.WARN), (None, Level.WARN)]
)
def test_days_of_an_account_at_their_boundary(days: int | None, level: Level) -> None:
    assert aged(replace(OPS, most_days=days)) == {"new accounts": Level.OK, "ops": level}


def test_login_defs_alone_never_passes() -> None:
    assert aged(replace(OPS, most_days=99999), policy=90)["ops"] is Level.WARN
    assert aged(OPS, policy=99999)["new accounts"] is Level.WARN
    assert aged(OPS, policy=-1)["new accounts"] is Level.WARN
    assert aged(OPS, policy=None)["new accounts"] is Level.UNKNOWN


def test_locked_expired_and_service_accounts_keep_no_days() -> None:
    never = replace(OPS, most_days=None)
    assert aged(replace(never, entry="locked")) == {"new accounts": Level.OK}
    assert aged(replace(never, expires_on=AT.date())) == {"new accounts": Level.OK}
    assert aged(never, limits=AgeLimits(service=("ops",)))["ops"] is Level.OK


def test_days_that_were_not_seen_pass_nothing() -> None:
    found = levels(password_max_age.judge(HIDDEN, Layered(AgeLimits()), SCENE))
    assert found == {"new accounts": Level.OK, "": Level.UNKNOWN}


def test_cis_gives_a_password_a_year() -> None:
    limits = layer(AgeLimits(), [one for one in rules_of("cis-l1", "a") if one.check == password_max_age.ID], "a")
    assert levels(password_max_age.judge(replace(SEEN, policy_most_days=365), limits, SCENE))["new accounts"] is Level.OK
    assert levels(password_max_age.judge(replace(SEEN, policy_most_days=366), limits, SCENE))["new accounts"] is Level.WARN


# --- mandatory access control


def confined(found: MandatoryAccess) -> Level:
    return levels(mac_enforcing.judge(found, NOTHING, SCENE))[""]


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (MandatoryAccess("enforcing", "enforcing"), Level.OK),
        (MandatoryAccess("enforcing", "disabled"), Level.NOTICE),
        (MandatoryAccess("enforcing", "enforcing", boot_words=("enforcing=0",)), Level.NOTICE),
        (MandatoryAccess("permissive", "enforcing"), Level.NOTICE),
        (MandatoryAccess(""), Level.UNKNOWN),
        (MandatoryAccess("off"), Level.WARN),
        (MandatoryAccess("off", "enforcing"), Level.WARN),
        (MandatoryAccess("off", apparmor_is_on=True), Level.UNKNOWN),
        (MandatoryAccess("off", apparmor_is_on=True, enforced_count=12, complaining_count=1), Level.OK),
        (MandatoryAccess("off", apparmor_is_on=True, enforced_count=0, complaining_count=3), Level.NOTICE),
        (MandatoryAccess("off", others=("kysec",)), Level.UNKNOWN),
    ],
)
def test_how_programs_are_confined(found: MandatoryAccess, level: Level) -> None:
    assert confined(found) is level


def test_a_container_does_not_see_the_hosts_selinux() -> None:
    text = "@selinux -\n@selinuxfs 1\n@apparmor -\n@lsm -\n@boot\n"
    assert confined(access_control.parse(closed(text))) is Level.UNKNOWN


def test_this_machine_is_read() -> None:
    found = access_control.parse(Answer(asked(access_control.MANDATORY_ACCESS_KERNEL.ask)))
    assert found.selinux in {"off", "permissive", "enforcing", ""}


# --- the boot loader


def guarded(*files: LoaderFile, limits: LoaderLimits | None = None) -> Level:
    return levels(boot_grub_password.judge(BootLoader(files), Layered(limits or LoaderLimits()), SCENE))[""]


MAIN, USER = "/boot/grub2/grub.cfg", "/boot/grub2/user.cfg"


@pytest.mark.parametrize(
    ("files", "level"),
    [
        ((LoaderFile(MAIN, 1, 1),), Level.OK),
        ((LoaderFile(MAIN, 0, 1),), Level.NOTICE),
        ((LoaderFile(MAIN),), Level.NOTICE),
        ((LoaderFile(MAIN, 1, 0, 1),), Level.NOTICE),
        ((LoaderFile(MAIN, 1, by_variable_count=1),), Level.NOTICE),
        ((LoaderFile(MAIN, 1, by_variable_count=1), LoaderFile(USER, 0, 1)), Level.OK),
        ((LoaderFile("/boot/grub/menu.lst", 0, 1),), Level.OK),
    ],
)
def test_passwords_of_the_boot_loader(files: tuple[LoaderFile, ...], level: Level) -> None:
    assert guarded(*files) is level


def test_a_guarded_console_needs_no_password_by_declaration() -> None:
    assert guarded(LoaderFile(MAIN), limits=LoaderLimits(is_console_guarded=True)) is Level.ABSENT


HASH = "grub.pbkdf2.sha512.10000.0123456789ABCDEF.FEDCBA9876543210"
RHEL = 'set superusers="root"\nexport superusers\npassword_pbkdf2 root ${GRUB2_PASSWORD}\nmenuentry x --unrestricted {\n'


def asked(ask: object, shell: str = "dash", **moved: str) -> str:
    assert isinstance(ask, Shell)
    command = ask.command
    for old, new in moved.items():
        command = command.replace(f"/{old} ", f"{new} ")
    words = [*shell.split(), "-c", command]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    return subprocess.run(words, capture_output=True, text=True, check=True, env=environment).stdout


@pytest.mark.parametrize("shell", ["dash", "bash", "busybox sh"])
def test_no_hash_of_the_boot_loader_leaves_the_target(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell.split(maxsplit=1)[0]):
        pytest.skip(f"no {shell}: its reading of the boot loader was not verified")
    for path, text in {
        "grub2/grub.cfg": RHEL,
        "grub2/user.cfg": f"GRUB2_PASSWORD={HASH}\n",
        "grub/grub.cfg": f"set superusers=admin\n  password_pbkdf2 admin {HASH}\npassword other planted\n",
        "grub/menu.lst": "password --md5 $1$Abc$planted\n",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    told = asked(boot_loader.BOOT_LOADER_GRUB.ask, shell, boot=str(tmp_path))
    assert "pbkdf2" not in told
    assert "planted" not in told
    found = {one.path.removeprefix(str(tmp_path)): one for one in boot_loader.parse(Answer(told)).files}
    assert found["/grub2/grub.cfg"].by_variable_count == 1
    assert found["/grub2/user.cfg"].hashed_count == 1
    assert (found["/grub/grub.cfg"].superusers_count, found["/grub/grub.cfg"].hashed_count) == (1, 1)
    assert found["/grub/grub.cfg"].plain_count == 1
    assert found["/grub/menu.lst"].hashed_count == 1


# --- all of them


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.check.id)
def test_a_card_says_how_to_mend_and_how_to_see_it(one: object) -> None:
    card = getattr(one, "card")  # noqa: B009 - parametrize gives an object
    assert card.steps
    assert card.verify


def test_the_checks_stand_in_the_order_of_the_catalogue() -> None:
    order = [row[0] for row in ROWS]
    places = [order.index(one.check.id) for one in CHECKS]
    assert places == sorted(places)


def test_rules_of_logins_are_put_together_of_what_was_seen() -> None:
    denied = SessionError(Reason.DENIED, "x")
    found = settings_collector.derive(SEEN, denied, Pam({}), SshServer({}, is_effective=True))
    assert found.accounts is SEEN
    assert isinstance(found.settings, Unseen)
    with pytest.raises(SessionError):
        settings_collector.derive(denied, denied, denied, denied)


@given(st.text(max_size=200))
def test_whatever_stands_in_an_answer_is_facts_or_a_known_error(text: str) -> None:
    for parse in (access_control.parse, boot_loader.parse):
        for answer in (Answer(text), closed(f"{text}\n"), closed(f"@file x\n {text}\n@found 1\n")):
            try:
                parse(answer)
            except (SessionError, ParseError):
                continue
