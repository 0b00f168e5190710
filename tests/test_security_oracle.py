"""Oracle under the security check: the judges in their traps, and emulated dictionaries; no Oracle answered here."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.security.oracle import CHECKS, default_password, profile_lifetime, profile_lockout, remote_auth
from checks.security.profiles import CIS_L1, PROFILES
from collectors.base import Listing
from collectors.facts.oracle.accounts import Account, Policy, Setting
from collectors.sessions.base import Budget
from collectors.sessions.sql import SqlSession
from config.limits import Layered
from tests.house.oracle.emulated import EmulatedDialect, World
from tests.house.oracle.worlds import SHARED, SICK, container, rows, settings
from tests.peers.asked import judged

SCENE = Scene(at=datetime(2026, 11, 22, tzinfo=UTC), dengbao=3)
NOTHING = Layered(NoLimits())


def levels(found: Iterable[Finding | Exhibit]) -> dict[str, Level]:
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


# --- published passwords


def account(name: str, status: str, *, is_default: bool = True) -> Account:
    return Account(
        "CDB$ROOT", name, status, None, "DEFAULT", "USERS", is_default, is_maintained=False, password_versions=""
    )


def published(*accounts: Account) -> dict[str, Level]:
    return levels(default_password.judge(Listing(accounts), NOTHING, SCENE))


@pytest.mark.parametrize("status", ["OPEN", "EXPIRED", "EXPIRED(GRACE)"])
def test_an_account_that_is_not_locked_fails_with_a_published_password(status: str) -> None:
    assert published(account("SCOTT", status)) == {"CDB$ROOT.SCOTT": Level.CRITICAL}


def test_a_locked_account_with_a_published_password_passes() -> None:
    assert published(account("DIP", "EXPIRED & LOCKED"), account("APP", "OPEN", is_default=False)) == {"CDB$ROOT": Level.OK}


# --- profiles


def policy(**settings: str) -> Listing[Policy]:
    return Listing((Policy("CDB$ROOT", "PEOPLE", settings, 2),))


def locked(attempts: str, days: str, limits: profile_lockout.LockoutLimits | None = None) -> Level:
    found = policy(FAILED_LOGIN_ATTEMPTS=attempts, PASSWORD_LOCK_TIME=days)
    layered = Layered(limits or profile_lockout.LockoutLimits())
    return levels(profile_lockout.judge(found, layered, SCENE))["CDB$ROOT.PEOPLE"]


@pytest.mark.parametrize(
    ("attempts", "days", "level"),
    [
        ("5", "1", Level.OK),
        ("6", "1", Level.CRITICAL),
        ("UNLIMITED", "1", Level.CRITICAL),
        ("5", "UNLIMITED", Level.OK),
        ("5", ".0069", Level.OK),
        ("5", ".0067", Level.CRITICAL),
        ("FROM ROOT", "1", Level.UNKNOWN),
        ("5", "", Level.UNKNOWN),
    ],
)
def test_failed_logins_lock_for_ten_minutes_that_are_shown_cut_off(attempts: str, days: str, level: Level) -> None:
    assert locked(attempts, days) is level


def test_cis_wants_a_day() -> None:
    bounds = profile_lockout.LockoutLimits(lock_seconds=86_400)
    assert locked("5", "1", bounds) is Level.OK
    assert locked("5", ".9", bounds) is Level.CRITICAL
    assert PROFILES[CIS_L1]["security.oracle.profile_lockout"] == {"lock_seconds": 86_400}


@pytest.mark.parametrize(
    ("life", "function", "level"),
    [
        ("90", "ORA12C_VERIFY_FUNCTION", Level.OK),
        ("90.5", "ORA12C_VERIFY_FUNCTION", Level.WARN),
        ("UNLIMITED", "ORA12C_VERIFY_FUNCTION", Level.WARN),
        ("90", "NULL", Level.WARN),
        ("90", "", Level.UNKNOWN),
        ("90", "FROM ROOT", Level.UNKNOWN),
        ("", "ORA12C_VERIFY_FUNCTION", Level.UNKNOWN),
    ],
)
def test_passwords_are_verified_and_expire(life: str, function: str, level: Level) -> None:
    found = policy(PASSWORD_LIFE_TIME=life, PASSWORD_VERIFY_FUNCTION=function)
    layered = Layered(profile_lifetime.LifetimeLimits())
    assert levels(profile_lifetime.judge(found, layered, SCENE)) == {"CDB$ROOT.PEOPLE": level}


# --- login from elsewhere


def setting(name: str, value: str, in_file: str | None = None) -> Setting:
    return Setting(name, value, is_default=True, is_deprecated=False, in_file=in_file)


def trusting(value: str, in_file: str | None = None) -> dict[str, Level]:
    found = (
        setting("os_roles", "FALSE"),
        setting("remote_os_roles", "FALSE"),
        setting("remote_os_authent", value, in_file),
    )
    return levels(remote_auth.judge(found, NOTHING, SCENE))


def test_what_another_machine_says_of_its_users_is_not_believed() -> None:
    fine = {"os_roles": Level.OK, "remote_os_roles": Level.OK}
    assert trusting("FALSE", "FALSE") == fine | {"remote_os_authent": Level.OK}
    assert trusting("TRUE") == fine | {"remote_os_authent": Level.CRITICAL}


def test_what_the_file_will_make_of_it_fails_now() -> None:
    assert trusting("FALSE", "true")["remote_os_authent"] is Level.CRITICAL


def test_a_parameter_that_is_not_listed_is_not_inspected() -> None:
    assert set(levels(remote_auth.judge((), NOTHING, SCENE)).values()) == {Level.UNKNOWN}


# --- emulated dictionaries


def asked(world: World, closed: frozenset[str] = frozenset()) -> dict[tuple[str, str], Level]:
    session = SqlSession(EmulatedDialect(world, closed), Budget(total_seconds=60))
    found, _exhibits = judged(session, "oracle", "security.oracle.*")
    return {(check.removeprefix("security.oracle."), subject): one.level for (check, subject), one in found.items()}


def test_a_weak_dictionary_is_found_weak() -> None:
    found = asked(SICK)
    assert found["default_password", "SALES.SCOTT"] is Level.CRITICAL
    assert Level.OK not in {level for (check, _subject), level in found.items() if check == "profile_lifetime"}


STRICT = rows(
    "profile resource_name resource_type limit",
    ("DEFAULT", "FAILED_LOGIN_ATTEMPTS", "PASSWORD", "5"),
    ("DEFAULT", "PASSWORD_LOCK_TIME", "PASSWORD", ".0069"),
    ("DEFAULT", "PASSWORD_LIFE_TIME", "PASSWORD", "90"),
    ("DEFAULT", "PASSWORD_VERIFY_FUNCTION", "PASSWORD", "ORA12C_VERIFY_FUNCTION"),
    ("PEOPLE", "FAILED_LOGIN_ATTEMPTS", "PASSWORD", "DEFAULT"),
    ("PEOPLE", "PASSWORD_LOCK_TIME", "PASSWORD", "UNLIMITED"),
    ("PEOPLE", "PASSWORD_LIFE_TIME", "PASSWORD", "DEFAULT"),
    ("PEOPLE", "PASSWORD_VERIFY_FUNCTION", "PASSWORD", "DEFAULT"),
    ("DEFAULT", "IDLE_TIME", "KERNEL", "10"),
    ("PEOPLE", "IDLE_TIME", "KERNEL", "DEFAULT"),
)
HARDENED = World(
    "19c",
    {
        **SHARED,
        "v$system_parameter": settings(
            os_roles="FALSE", remote_os_authent="FALSE", remote_os_roles="FALSE", audit_sys_operations="TRUE"
        ),
    },
    {"CDB$ROOT": container(dba_profiles=STRICT), "SALES": container(dba_profiles=STRICT)},
)


def test_a_hardened_dictionary_passes_each_check() -> None:
    found = asked(HARDENED)
    assert {check for check, _subject in found} == {one.check.id.removeprefix("security.oracle.") for one in CHECKS}
    levels_but_patches = {level for (check, _subject), level in found.items() if check != "psu_level"}
    assert levels_but_patches == {Level.OK}
    assert {level for (check, _subject), level in found.items() if check == "psu_level"} == {Level.UNKNOWN}


def test_a_container_that_is_closed_is_not_inspected_and_no_pass() -> None:
    found = asked(HARDENED, frozenset({"SALES"}))
    said = {key: level for key, level in found.items() if key[1].startswith("SALES")}
    assert {check for check, _subject in said} == {
        "default_password",
        "profile_lockout",
        "profile_lifetime",
        "idle_time",
        "audit_trail",
        "any_priv",
        "public_execute",
        "psu_level",
    }
    assert set(said.values()) == {Level.UNKNOWN}
    assert found["default_password", "CDB$ROOT"] is Level.OK
