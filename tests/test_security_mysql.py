"""MySQL and MariaDB under the security check: the judges in their traps. Settings and accounts are literals, synthetic."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.rights.grants_mysql import DARKENS, script
from checks.base import Finding, Level, NoLimits, Scene
from checks.security.mysql import (
    CHECKS,
    backup_recent,
    connection_control,
    empty_or_anonymous,
    local_infile,
    tls_required,
    validate_password,
)
from collectors.base import Absent, Listing, Reason, SessionError, Unseen
from collectors.facts.mysql.accounts import Account, AccountRule, Backup, Guarded
from collectors.facts.mysql.variables import Variables
from collectors.mysql.account_rules import guarded
from collectors.mysql.backups import backups
from config.limits import Layered
from config.said import Mitigation

AT = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=AT, dengbao=3)
NOTHING = Layered(NoLimits())
DENIED = Unseen("", Reason.DENIED, "1142 SELECT command denied")


def levels(found: object) -> dict[str, Level]:
    assert isinstance(found, Iterator)
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def variables(server: tuple[str, int] = ("mysql", 80036), /, **values: str) -> Variables:
    """Settings by name, a dot written as three underscores."""
    product, version = server
    return Variables(
        product, version, f"{product} {version}", {name.replace("___", "."): one for name, one in values.items()}
    )


def maria(**values: str) -> Variables:
    return variables(("mariadb", 101119), **values)


# --- accounts


def account(name: str, *ways: str, is_passwordless: bool = False, is_super: bool = False) -> Account:
    user, _at, host = name.partition("@")
    return Account(
        user,
        host,
        ways or ("mysql_native_password",),
        is_passwordless=is_passwordless,
        is_locked=False,
        is_role=False,
        is_super=is_super,
        reads_files=is_super,
    )


ROOT = account("root@localhost", "unix_socket", is_super=True)


def met(*accounts: Account, scene: Scene = SCENE) -> dict[str, Level]:
    return levels(empty_or_anonymous.judge(accounts, NOTHING, scene))


def test_an_account_needs_a_name_and_a_password() -> None:
    assert met(ROOT, account("app@10.1.%")) == {"": Level.OK}
    assert met(ROOT, account("@localhost")) == {"@localhost": Level.CRITICAL}
    assert met(ROOT, account("app@%", is_passwordless=True)) == {"app@%": Level.CRITICAL}


def test_root_by_the_socket_needs_no_password() -> None:
    assert met(ROOT) == {"": Level.OK}


def test_one_of_several_ways_with_an_empty_password_is_enough() -> None:
    either = account("either@localhost", "mysql_native_password", "unix_socket", is_passwordless=True)
    assert met(either) == {"either@localhost": Level.CRITICAL}


@pytest.mark.parametrize("name", ["root@%", "boss@%", "boss@"])
def test_an_administrator_from_everywhere_is_less_than_an_empty_password(name: str) -> None:
    assert met(account(name, is_super=True)) == {name: Level.WARN}
    assert met(account("boss@10.1.%", is_super=True), account("app@%")) == {"": Level.OK}


def test_roles_and_locked_accounts_cannot_log_in() -> None:
    locked = replace(account("mysql.sys@localhost", is_passwordless=True), is_locked=True)
    role = replace(account("PUBLIC@", is_passwordless=True), is_role=True)
    assert met(ROOT, locked, role) == {"": Level.OK}


def test_logins_from_the_machine_alone_mitigate_an_empty_password() -> None:
    empty = account("app@localhost", is_passwordless=True)
    declared = Mitigation("local-login-only", "DBA", AT.date(), AT.date() + timedelta(days=1), "bastion")
    assert met(empty, scene=replace(SCENE, mitigations=(declared,))) == {"app@localhost": Level.WARN}
    expired = replace(declared, until=AT.date() - timedelta(days=1))
    assert met(empty, scene=replace(SCENE, mitigations=(expired,))) == {"app@localhost": Level.CRITICAL}


# --- rules for passwords


COMPONENT = {
    "validate_password___policy": "MEDIUM",
    "validate_password___length": "8",
    "validate_password___mixed_case_count": "1",
    "validate_password___number_count": "1",
    "validate_password___special_char_count": "1",
}
SIMPLE = {
    "simple_password_check_minimal_length": "8",
    "simple_password_check_letters_same_case": "1",
    "simple_password_check_digits": "1",
    "simple_password_check_other_characters": "1",
}


def ruled(found: Variables) -> Level:
    return levels(validate_password.judge(found, Layered(validate_password.PasswordLimits()), SCENE))[""]


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (variables(**COMPONENT), Level.OK),
        (variables(**{name.replace("___", "_"): one for name, one in COMPONENT.items()}), Level.OK),
        (variables(**{**COMPONENT, "validate_password___policy": "1"}), Level.OK),
        (variables(**{**COMPONENT, "validate_password___length": "7"}), Level.WARN),
        (variables(), Level.WARN),
        (maria(**SIMPLE), Level.OK),
        (maria(**{**SIMPLE, "simple_password_check_minimal_length": "7"}), Level.WARN),
        (maria(), Level.WARN),
    ],
)
def test_new_passwords_have_8_signs_of_two_classes(found: Variables, level: Level) -> None:
    assert ruled(found) is level


@pytest.mark.parametrize("policy", ["LOW", "0"])
def test_the_policy_low_looks_at_the_length_alone(policy: str) -> None:
    assert ruled(variables(**{**COMPONENT, "validate_password___policy": policy})) is Level.WARN


def test_signs_that_are_demanded_make_a_password_longer() -> None:
    longer = {**SIMPLE, "simple_password_check_minimal_length": "0", "simple_password_check_letters_same_case": "3"}
    assert ruled(maria(**longer)) is Level.OK
    assert ruled(maria(**{**longer, "simple_password_check_digits": "0"})) is Level.WARN, "7 signs"


def test_cracklib_alone_takes_short_passwords() -> None:
    cracklib = {"cracklib_password_check_dictionary": "/var/cache/cracklib/cracklib_dict"}
    assert ruled(maria(**cracklib)) is Level.WARN
    assert ruled(maria(**cracklib, **SIMPLE)) is Level.OK


def test_a_relative_that_names_its_rules_otherwise_is_not_judged() -> None:
    assert ruled(variables(("oceanbase", 50725))) is Level.UNKNOWN
    assert ruled(variables(("tidb", 80011), **COMPONENT, validate_password___enable="OFF")) is Level.UNKNOWN
    assert ruled(variables(("tidb", 80011), **COMPONENT, validate_password___enable="ON")) is Level.OK


# --- guessing


def rule(name: str, *, needs_tls: bool = False, failures: int = 0, days: int = 0) -> AccountRule:
    user, _at, host = name.partition("@")
    return AccountRule(
        user,
        host,
        is_by_socket=False,
        is_locked=False,
        is_role=False,
        needs_tls=needs_tls,
        failures_count=failures,
        lock_days=days,
    )


def guessed(settings: Variables, *accounts: AccountRule, unseen: Unseen | None = None) -> Level:
    limits = Layered(connection_control.GuessLimits())
    return levels(connection_control.judge(Guarded(settings, accounts, unseen), limits, SCENE))[""]


def delays(failures: str = "3", least: str = "1000", most: str = "2147483647") -> Variables:
    return variables(
        connection_control_failed_connections_threshold=failures,
        connection_control_min_connection_delay=least,
        connection_control_max_connection_delay=most,
    )


@pytest.mark.parametrize(
    ("settings", "level"),
    [
        (delays(), Level.OK),
        (delays("5"), Level.OK),
        (delays("6"), Level.WARN),
        (delays(least="999"), Level.WARN),
        (delays(most="999"), Level.WARN),
        (variables(), Level.WARN),
        (maria(max_password_errors="5"), Level.OK),
        (maria(max_password_errors="6"), Level.WARN),
        (maria(max_password_errors="0"), Level.WARN),
        (maria(), Level.WARN),
    ],
)
def test_guessing_is_slowed_down_after_5_failures(settings: Variables, level: Level) -> None:
    assert guessed(settings, rule("app@%")) is level


def test_a_threshold_of_0_switches_the_plugin_off() -> None:
    assert guessed(delays("0"), rule("app@%")) is Level.WARN


def test_the_usual_number_of_mariadb_is_never() -> None:
    assert guessed(maria(max_password_errors="4294967295")) is Level.WARN


def test_max_connect_errors_counts_broken_connections() -> None:
    assert guessed(maria(max_connect_errors="5")) is Level.WARN


def test_the_component_of_mysql_9_is_as_good_as_the_plugin() -> None:
    found = variables(
        ("mysql", 90704),
        component_connection_control___failed_connections_threshold="3",
        component_connection_control___min_connection_delay="1000",
        component_connection_control___max_connection_delay="2147483647",
    )
    assert guessed(found) is Level.OK


def test_mysql_may_lock_each_account_by_itself() -> None:
    locks = rule("app@%", failures=5, days=-1)
    assert guessed(variables(), locks) is Level.OK
    assert guessed(variables(), locks, replace(rule("root@localhost"), is_by_socket=True)) is Level.OK
    assert guessed(variables(), locks, rule("batch@%")) is Level.WARN
    assert guessed(variables(), rule("app@%", failures=5, days=0)) is Level.WARN
    assert guessed(variables(), rule("app@%", failures=6, days=1)) is Level.WARN
    assert guessed(variables()) is Level.WARN


def test_accounts_that_were_not_read_leave_no_verdict_where_they_could_lock() -> None:
    assert guessed(variables(), unseen=DENIED) is Level.UNKNOWN
    assert guessed(delays(), unseen=DENIED) is Level.OK
    assert guessed(variables(("mysql", 50744)), unseen=DENIED) is Level.WARN, "5.7 knows no such lock"
    assert guessed(maria(), unseen=DENIED) is Level.WARN
    assert guessed(variables(("tidb", 80011)), unseen=DENIED) is Level.UNKNOWN


# --- encryption


PLAIN = {"bind_address": "*", "require_secure_transport": "OFF", "have_ssl": "YES", "skip_networking": "OFF"}


def carried(*accounts: AccountRule, unseen: Unseen | None = None, dengbao: int = 3, **values: str) -> dict[str, Level]:
    found = Guarded(maria(**{**PLAIN, **values}), accounts, unseen)
    return levels(tls_required.judge(found, NOTHING, Scene(at=AT, dengbao=dengbao)))


def test_each_account_from_elsewhere_needs_tls() -> None:
    assert carried(rule("app@%", needs_tls=True), rule("root@localhost")) == {"": Level.OK}
    assert carried(rule("app@%"), rule("web@10.1.%", needs_tls=True)) == {"app@%": Level.CRITICAL}
    assert carried(rule("app@%"), dengbao=2) == {"app@%": Level.WARN}
    assert carried(rule("app@%"), unseen=DENIED) == {"": Level.UNKNOWN}


def test_a_server_that_requires_tls_needs_no_accounts() -> None:
    assert carried(rule("app@%"), require_secure_transport="ON") == {"": Level.OK}
    assert carried(unseen=DENIED, require_secure_transport="ON") == {"": Level.OK}


@pytest.mark.parametrize("said", ["DISABLED", "NO"])
def test_a_server_without_tls_that_listens_on_the_network_fails(said: str) -> None:
    assert carried(rule("app@%", needs_tls=True), have_ssl=said) == {"": Level.CRITICAL}
    assert carried(unseen=DENIED, have_ssl=said) == {"": Level.CRITICAL}


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.0.0.1,::1"])
def test_a_server_that_listens_on_the_machine_alone_sends_nothing_over_a_network(address: str) -> None:
    assert carried(rule("app@%"), have_ssl="DISABLED", bind_address=address) == {"": Level.OK}


@pytest.mark.parametrize("address", ["", "*", "0.0.0.0", "::", "127.0.0.1,10.1.2.3"])
def test_an_empty_address_is_every_address(address: str) -> None:
    assert carried(rule("app@%"), bind_address=address) == {"app@%": Level.CRITICAL}


def test_a_server_with_skip_networking_has_its_socket_alone() -> None:
    assert carried(rule("app@%"), skip_networking="ON", have_ssl="DISABLED") == {"": Level.OK}


def test_who_cannot_come_over_a_network_needs_no_tls() -> None:
    locked, role = replace(rule("a@%"), is_locked=True), replace(rule("b@"), is_role=True)
    assert carried(locked, role, replace(rule("c@%"), is_by_socket=True)) == {"": Level.OK}


@pytest.mark.parametrize(
    ("said", "level"),
    [("TLSv1.2,TLSv1.3", Level.OK), ("TLSv1,TLSv1.1,TLSv1.2", Level.WARN), ("TLSv1.1, TLSv1.2", Level.WARN)],
)
def test_versions_before_1_2_are_a_fault_of_their_own(said: str, level: Level) -> None:
    assert carried(require_secure_transport="ON", tls_version=said) == {"": Level.OK, "tls_version": level}


def test_mysql_8_4_has_no_have_ssl_and_is_judged_by_its_accounts() -> None:
    values = {"bind_address": "*", "require_secure_transport": "OFF"}
    found = Guarded(variables(("mysql", 80400), **values), (rule("app@%", needs_tls=True),))
    assert levels(tls_required.judge(found, NOTHING, SCENE)) == {"": Level.OK}


@given(st.sampled_from(["ON", "OFF"]), st.sampled_from(["YES", "DISABLED"]), st.lists(st.booleans(), max_size=4))
def test_accounts_that_are_lost_make_nothing_better(required: str, has: str, needs: list[bool]) -> None:
    accounts = tuple(rule(f"a{number}@%", needs_tls=one) for number, one in enumerate(needs))
    whole = carried(*accounts, require_secure_transport=required, have_ssl=has)
    less = carried(unseen=DENIED, require_secure_transport=required, have_ssl=has)
    for subject, level in whole.items():
        assert less.get(subject, less.get("")) in {level, Level.UNKNOWN}


def test_settings_and_accounts_are_put_together_with_what_was_not_seen() -> None:
    settings, error = maria(**PLAIN), SessionError(Reason.DENIED, "1142")
    assert guarded(settings, (rule("app@%"),)).accounts == (rule("app@%"),)
    assert guarded(settings, error).unread == Unseen("", Reason.DENIED, "1142")
    assert guarded(settings, Absent("x")).unread == Unseen("", Reason.NO_RECORD)
    with pytest.raises(SessionError):
        guarded(error, ())


# --- files


def read(found: Variables) -> dict[str, Level]:
    return levels(local_infile.judge(found, NOTHING, SCENE))


@pytest.mark.parametrize(
    ("client", "folder", "wanted"),
    [
        ("OFF", "/srv/mysql-files/", (Level.OK, Level.OK)),
        ("ON", "/srv/mysql-files/", (Level.WARN, Level.OK)),
        ("OFF", "", (Level.OK, Level.WARN)),
        ("OFF", "/", (Level.OK, Level.WARN)),
        ("OFF", "NULL", (Level.OK, Level.OK)),
    ],
)
def test_files_are_reached_in_one_folder_at_most(client: str, folder: str, wanted: tuple[Level, Level]) -> None:
    found = read(variables(local_infile=client, secure_file_priv=folder))
    assert (found["local_infile"], found["secure_file_priv"]) == wanted


def test_a_setting_that_a_relative_does_not_name_is_not_judged() -> None:
    assert read(variables(("tidb", 80011))) == {"local_infile": Level.UNKNOWN, "secure_file_priv": Level.UNKNOWN}


# --- backups


def backup(days: float, *, is_partial: bool = False, is_incremental: bool = False, is_failed: bool = False) -> Backup:
    return Backup(
        "mariadb-backup",
        AT - timedelta(days=days),
        is_partial=is_partial,
        is_incremental=is_incremental,
        is_failed=is_failed,
    )


def aged(*found: Backup, scene: Scene = SCENE) -> Level:
    return levels(backup_recent.judge(Listing(found), Layered(backup_recent.RecentLimits()), scene))[""]


def test_a_full_backup_is_a_week_and_a_day_old_at_most() -> None:
    assert aged(backup(8)) is Level.OK
    assert aged(backup(8.01)) is Level.CRITICAL
    assert aged(backup(8.01), scene=replace(SCENE, dengbao=2)) is Level.WARN


def test_a_partial_incremental_or_failed_one_is_no_backup() -> None:
    lesser = (backup(1, is_partial=True), backup(1, is_incremental=True), backup(1, is_failed=True))
    assert aged(*lesser) is Level.UNKNOWN, "others may be kept elsewhere"
    assert aged(*lesser, backup(9)) is Level.CRITICAL
    assert aged(*lesser, backup(2)) is Level.OK


def test_a_server_without_a_record_leaves_no_verdict() -> None:
    with pytest.raises(SessionError) as raised:
        backups((), (), (), ())
    assert raised.value.reason is Reason.NO_RECORD


# --- rights


def test_the_script_names_what_the_statements_read_and_what_goes_dark() -> None:
    ids = {one.check.id for one in CHECKS}
    dark = {check for checks in DARKENS.values() for check in checks if check.startswith("security.")}
    assert dark < ids
    assert ids - dark == {"security.mysql.validate_password", "security.mysql.local_infile"}, "any account may ask"
    assert "ssl_type" in script()
    assert "user_attributes" in script()
