"""Oracle under the security check, the second half: auditing, wide rights, idle sessions, patches, backups, the way."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.security.oracle import (
    any_priv,
    audit_trail,
    backup_recent,
    idle_time,
    net_encryption,
    psu_level,
    public_execute,
)
from checks.security.profiles import CIS_L1, PROFILES
from collectors.base import Absent, Listing, Reason, SessionError, Unseen
from collectors.facts.oracle.accounts import Account, Grant, Holder, Patch, Patches, Rights, Setting
from collectors.facts.oracle.hardening import (
    PACKAGES,
    Auditing,
    Connected,
    IdleLimit,
    IdleRows,
    Linked,
    PublicPackages,
)
from collectors.facts.oracle.limits import AuditTrail
from collectors.facts.oracle.recovery import Backups
from collectors.oracle.hardening import derive_auditing, derive_idle
from collectors.oracle.holders import derive_holders
from collectors.sessions.base import Budget
from collectors.sessions.sql import SqlSession
from config.limits import Layered
from tests.house.oracle.emulated import EmulatedDialect, World
from tests.house.oracle.worlds import HEALTHY, MOUNTED, OLD, SHARED, SICK, connected, container, rows
from tests.peers.asked import judged

SCENE = Scene(at=datetime(2026, 11, 22, tzinfo=UTC), dengbao=3)
DAY = 86_400.0


def levels(found: Iterable[Finding | Exhibit]) -> dict[str, Level]:
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def asked(world: World, check: str, limits: object = None) -> dict[str, Level]:
    session = SqlSession(EmulatedDialect(world), Budget(total_seconds=60))
    name = f"security.oracle.{check}"
    found, _exhibits = judged(session, "oracle", name, None if limits is None else {name: limits})
    return {subject: one.level for (_check, subject), one in found.items()}


def account(name: str, status: str = "OPEN", profile: str = "DEFAULT") -> Account:
    return Account("ORCL", name, status, None, profile, "USERS", False, False, "")  # noqa: FBT003 - fields of a fact


# --- wide rights


def held(*holders: Holder, allowed: tuple[str, ...] = ()) -> dict[str, Level]:
    seen = Holder("ORCL", "", (), ())
    return levels(any_priv.judge(Listing((seen, *holders)), Layered(any_priv.ApprovedLimits(allowed)), SCENE))


def test_who_may_do_everything_was_approved_or_fails() -> None:
    assert held() == {"ORCL": Level.OK}
    assert held(Holder("ORCL", "APP", ("DBA",), ())) == {"ORCL.APP": Level.CRITICAL}
    assert held(Holder("ORCL", "APP", (), ("SELECT ANY TABLE",))) == {"ORCL.APP": Level.CRITICAL}
    assert held(Holder("ORCL", "APP", ("SYSDBA",), ()), allowed=("app",)) == {"ORCL": Level.OK}
    assert held(Holder("ORCL", "SALES", (), ())) == {"ORCL": Level.OK}


def followed(*grants: tuple[str, str, str], status: str = "OPEN") -> dict[str, Level]:
    rights = Rights("ORCL", tuple(Grant(*one, has_admin_option=False) for one in grants), ())
    found = derive_holders(Listing((rights,)), Listing((account("APP", status),)))
    return levels(any_priv.judge(found, Layered(any_priv.ApprovedLimits()), SCENE))


def test_a_privilege_that_comes_through_a_role_counts_as_one_that_is_held() -> None:
    way = (("role", "APP", "APP_ROLE"), ("role", "APP_ROLE", "LOADER"), ("privilege", "LOADER", "DROP ANY TABLE"))
    assert followed(*way) == {"ORCL.APP": Level.CRITICAL}
    assert followed(*way[:2]) == {"ORCL": Level.OK}
    assert followed(*way, status="LOCKED") == {"ORCL": Level.OK}


def test_what_is_granted_to_public_everybody_has() -> None:
    assert followed(("privilege", "PUBLIC", "SELECT ANY TABLE")) == {"ORCL.PUBLIC": Level.CRITICAL}


def test_what_reaches_no_rows_of_the_application_is_not_counted() -> None:
    few = (("privilege", "APP", "UNLIMITED TABLESPACE"), ("privilege", "APP", "SELECT ANY DICTIONARY"))
    assert followed(*few) == {"ORCL": Level.OK}


def test_wide_rights_of_the_emulated_worlds() -> None:
    assert asked(SICK, "any_priv")["SALES.APP"] is Level.CRITICAL
    assert asked(HEALTHY, "any_priv") == {"CDB$ROOT": Level.OK, "SALES": Level.OK}
    assert set(asked(replace(HEALTHY, denied=frozenset({"dba_sys_privs"})), "any_priv").values()) == {Level.UNKNOWN}


# --- auditing


def trail(traditional: str, *policies: str) -> AuditTrail:
    return AuditTrail("ORCL", traditional, policies, ())


def audited(mode: str, one: AuditTrail, of_sys: str | None = "TRUE", in_file: str | None = None) -> dict[str, Level]:
    setting = None if of_sys is None else Setting("audit_sys_operations", of_sys, False, False, in_file)  # noqa: FBT003 - a fact
    found = Auditing(Linked(mode), Listing((one,)), setting)
    return levels(audit_trail.judge(found, Layered(NoLimits()), SCENE))


@pytest.mark.parametrize(
    ("mode", "one", "level"),
    [
        ("FALSE", trail("DB"), Level.OK),
        ("", trail("OS"), Level.OK),
        ("FALSE", trail("NONE", "ORA_SECURECONFIG"), Level.OK),
        ("FALSE", trail("NONE"), Level.CRITICAL),
        ("", trail(""), Level.CRITICAL),
        ("TRUE", trail("", "ORA_SECURECONFIG"), Level.OK),
        ("TRUE", trail("DB"), Level.CRITICAL),
        ("?", trail("DB"), Level.UNKNOWN),
    ],
)
def test_where_only_unified_auditing_is_linked_in_audit_trail_does_nothing(
    mode: str, one: AuditTrail, level: Level
) -> None:
    assert audited(mode, one)["ORCL"] is level


def test_what_sys_does_is_audited_by_the_traditional_trail() -> None:
    name = "audit_sys_operations"
    assert audited("FALSE", trail("DB"))[name] is Level.OK
    assert audited("FALSE", trail("DB"), "FALSE")[name] is Level.WARN
    assert audited("FALSE", trail("DB"), "TRUE", "false")[name] is Level.WARN
    assert audited("FALSE", trail("DB"), None)[name] is Level.UNKNOWN
    assert name not in audited("TRUE", trail("", "ORA_SECURECONFIG"), "FALSE")


def test_a_container_whose_trail_was_not_seen_is_not_inspected() -> None:
    unseen = Listing((trail("DB"),), (Unseen("CRM", Reason.DENIED, "ORA-01031"),))
    found = audit_trail.judge(Auditing(Linked("FALSE"), unseen, None), Layered(NoLimits()), SCENE)
    assert levels(found) == {
        "ORCL": Level.OK,
        "CRM": Level.UNKNOWN,
        "audit_sys_operations": Level.UNKNOWN,
    }


def test_auditing_is_not_known_where_one_of_its_parts_is_not() -> None:
    with pytest.raises(SessionError):
        derive_auditing(SessionError(Reason.DENIED, "v$option"), Listing(()), ())
    with pytest.raises(Absent):
        derive_auditing(Linked("TRUE"), Absent("v$database: MOUNTED"), ())


def test_auditing_of_the_emulated_worlds() -> None:
    assert asked(HEALTHY, "audit_trail")["SALES"] is Level.OK
    assert asked(SICK, "audit_trail")["SALES"] is Level.CRITICAL
    assert asked(OLD, "audit_trail")["ORCL"] is Level.OK
    unified = {**SHARED, "v$option": rows("parameter value", ("Unified Auditing", "TRUE"))}
    bare = container(audit_unified_enabled_policies=[])
    found = asked(replace(HEALTHY, shared=unified, containers={"CDB$ROOT": container(), "SALES": bare}), "audit_trail")
    assert found == {"CDB$ROOT": Level.OK, "SALES": Level.CRITICAL}
    for view in ("v$option", "v$system_parameter"):
        assert set(asked(replace(HEALTHY, denied=frozenset({view})), "audit_trail").values()) == {Level.UNKNOWN}
    assert set(asked(replace(HEALTHY, shared={**SHARED, "v$option": []}), "audit_trail").values()) == {Level.UNKNOWN}


# --- idle sessions


@pytest.mark.parametrize(
    ("minutes", "kept", "level"),
    [
        ("15", "TRUE", Level.OK),
        ("16", "TRUE", Level.NOTICE),
        ("UNLIMITED", "TRUE", Level.NOTICE),
        ("15", "FALSE", Level.NOTICE),
        ("FROM ROOT", "TRUE", Level.UNKNOWN),
        ("", "TRUE", Level.UNKNOWN),
        ("15", "", Level.UNKNOWN),
    ],
)
def test_idle_time_without_resource_limit_is_a_wish(minutes: str, kept: str, level: Level) -> None:
    found = Listing((IdleLimit("ORCL", "PEOPLE", minutes, kept, 3),))
    assert levels(idle_time.judge(found, Layered(idle_time.IdleLimits()), SCENE)) == {"ORCL.PEOPLE": level}


def test_a_limit_that_reads_default_is_looked_up_and_unused_profiles_are_left_out() -> None:
    given = IdleRows("ORCL", "TRUE", (("DEFAULT", "30"), ("PEOPLE", "DEFAULT"), ("NOBODYS", "UNLIMITED")))
    accounts = Listing((account("A", profile="PEOPLE"), account("B", "LOCKED", "NOBODYS")))
    found = derive_idle(Listing((given,)), accounts)
    assert [(one.profile, one.minutes, one.accounts_count) for one in found.records] == [("PEOPLE", "30", 1)]


def test_idle_sessions_of_the_emulated_worlds() -> None:
    assert set(asked(HEALTHY, "idle_time").values()) == {Level.OK}
    assert asked(SICK, "idle_time")["SALES.LAX"] is Level.NOTICE
    for view in ("dba_profiles", "dba_users", "v$parameter"):
        assert set(asked(replace(HEALTHY, denied=frozenset({view})), "idle_time").values()) == {Level.UNKNOWN}


# --- backups


def saved(age_days: float | None, never: int = 0, role: str = "PRIMARY", standbys: int = 0) -> Level:
    age = None if age_days is None else age_days * DAY
    found = Backups("ARCHIVELOG", role, 7, standbys, 4, never, age, ())
    return levels(backup_recent.judge(found, Layered(backup_recent.RecentLimits()), SCENE))[""]


def test_a_backup_is_a_week_and_a_day_old_at_most() -> None:
    assert saved(8) is Level.OK
    assert saved(8.01) is Level.CRITICAL
    assert saved(1, never=1) is Level.CRITICAL


def test_a_backup_that_is_not_found_is_not_none_made() -> None:
    assert saved(None, never=4) is Level.UNKNOWN
    assert saved(30, role="PHYSICAL STANDBY") is Level.UNKNOWN
    assert saved(30, standbys=1) is Level.UNKNOWN
    assert saved(1, standbys=1) is Level.OK


def test_replicas_lower_an_old_backup() -> None:
    found = Backups("ARCHIVELOG", "PRIMARY", 7, 0, 4, 0, 30 * DAY, ())
    bounds = Layered(backup_recent.RecentLimits())
    assert levels(backup_recent.judge(found, bounds, replace(SCENE, dengbao=2)))[""] is Level.WARN


def test_backups_of_the_emulated_worlds() -> None:
    assert asked(HEALTHY, "backup_recent") == {"": Level.OK}
    assert asked(replace(HEALTHY, denied=frozenset({"v$backup_datafile"})), "backup_recent") == {"": Level.UNKNOWN}


# --- patches

PLAN = psu_level.PatchLimits(("19.21", "12.1.0.2.170718"))


def patched(binary: str, *patches: Patch, role: str = "PRIMARY", plan: psu_level.PatchLimits = PLAN) -> Level:
    found = Listing((Patches("ORCL", role, binary, patches),))
    return levels(psu_level.judge(found, Layered(plan), SCENE))["ORCL"]


def patch(target: str = "", words: str = "", action: str = "APPLY", status: str = "SUCCESS", number: str = "1") -> Patch:
    return Patch(number, action, status, words, DAY, target)


def test_without_a_level_of_the_operators_nothing_passes_or_fails() -> None:
    assert patched("19.3.0.0.0", patch("19.3.0.0.0"), plan=psu_level.PatchLimits()) is Level.UNKNOWN
    assert patched("21.3.0.0.0", patch("21.3.0.0.0")) is Level.UNKNOWN
    assert patched("12.2.0.1.0", patch(words="RELEASE UPDATE 12.2.0.1.190716")) is Level.UNKNOWN
    assert patched("", patch("19.21.0.0.0")) is Level.UNKNOWN


def test_binaries_that_were_patched_without_datapatch_are_half_patched() -> None:
    assert patched("19.21.0.0.0", patch("19.21.0.0.0")) is Level.OK
    assert patched("19.22.0.0.0", patch("19.22.0.0.0")) is Level.OK
    assert patched("19.9.0.0.0", patch("19.9.0.0.0")) is Level.CRITICAL
    assert patched("19.21.0.0.0", patch("19.20.0.0.0")) is Level.CRITICAL
    assert patched("19.21.0.0.0", patch("19.20.0.0.0"), patch("19.21.0.0.0", status="WITH ERRORS")) is Level.CRITICAL
    assert patched("19.21.0.0.0") is Level.UNKNOWN


def test_a_standby_is_judged_by_its_binaries_alone() -> None:
    assert patched("19.21.0.0.0", patch("19.20.0.0.0"), role="PHYSICAL STANDBY") is Level.OK
    assert patched("19.20.0.0.0", patch("19.20.0.0.0"), role="PHYSICAL STANDBY") is Level.CRITICAL


def test_before_18_the_level_stands_in_the_words_of_the_patch() -> None:
    new = "DATABASE PATCH SET UPDATE 12.1.0.2.170718"
    assert patched("12.1.0.2.0", patch(words=new)) is Level.OK
    assert patched("12.1.0.2.0", patch(words="DATABASE PATCH SET UPDATE 12.1.0.2.160419")) is Level.CRITICAL
    assert patched("12.1.0.2.0", patch(words=new), patch(words=new, action="ROLLBACK")) is Level.UNKNOWN
    assert patched("12.1.0.2.0", patch(words="ONE-OFF FOR BUG 1234")) is Level.UNKNOWN
    assert patched("12.1.0.2.0") is Level.CRITICAL


def test_patches_of_the_emulated_worlds() -> None:
    assert set(asked(HEALTHY, "psu_level").values()) == {Level.UNKNOWN}
    assert set(asked(HEALTHY, "psu_level", psu_level.PatchLimits(("19.99",))).values()) == {Level.CRITICAL}
    assert asked(MOUNTED, "psu_level", PLAN) == {"": Level.ABSENT}


@pytest.mark.parametrize("check", ["any_priv", "audit_trail", "idle_time", "psu_level", "public_execute"])
def test_a_standby_that_is_mounted_shows_no_dictionary_and_passes_nothing(check: str) -> None:
    assert set(asked(MOUNTED, check).values()) == {Level.ABSENT}


# --- packages of PUBLIC


def granted(*names: str, packages: tuple[str, ...] = public_execute.PackageLimits().packages) -> dict[str, Level]:
    found = Listing((PublicPackages("ORCL", 900, names),))
    return levels(public_execute.judge(found, Layered(public_execute.PackageLimits(packages)), SCENE))


def test_packages_that_reach_files_and_network_are_not_for_everybody() -> None:
    assert granted() == {"ORCL": Level.OK}
    assert granted("UTL_FILE", "UTL_HTTP") == {"ORCL.UTL_FILE": Level.WARN, "ORCL.UTL_HTTP": Level.WARN}


def test_cis_wants_more_packages() -> None:
    assert granted("DBMS_LOB") == {"ORCL": Level.OK}
    assert PROFILES[CIS_L1]["security.oracle.public_execute"] == {"packages": PACKAGES}
    assert granted("DBMS_LOB", packages=PACKAGES) == {"ORCL.DBMS_LOB": Level.WARN}


def test_a_package_that_is_not_asked_after_is_not_inspected() -> None:
    assert granted(packages=("DBMS_XSLPROCESSOR",)) == {"ORCL.DBMS_XSLPROCESSOR": Level.UNKNOWN}


def test_packages_of_the_emulated_worlds() -> None:
    assert asked(HEALTHY, "public_execute") == {"CDB$ROOT": Level.OK, "SALES": Level.OK}  # SALES.UTL_TCP is its own
    assert asked(SICK, "public_execute")["SALES.UTL_FILE"] is Level.WARN
    nothing = replace(HEALTHY, containers={"CDB$ROOT": container(dba_tab_privs=[]), "SALES": container()})
    assert asked(nothing, "public_execute") == {"CDB$ROOT": Level.UNKNOWN, "SALES": Level.OK}
    assert set(asked(replace(HEALTHY, denied=frozenset({"dba_tab_privs"})), "public_execute").values()) == {Level.UNKNOWN}
    assert asked(MOUNTED, "public_execute") == {"": Level.ABSENT}


# --- the way

TCP = "TCP/IP NT Protocol Adapter for Linux: Version 19.0.0.0.0 - Production"
CIPHER = "AES256 Encryption service adapter for Linux: Version 19.0.0.0.0 - Production"


def way(*sessions: tuple[str, str], is_tcps_only: bool = False) -> Level:
    found = tuple(Connected("APP", adapter, cipher, 2) for adapter, cipher in sessions)
    return levels(net_encryption.judge(found, Layered(net_encryption.WayLimits(is_tcps_only)), SCENE))[""]


def test_one_plain_session_from_elsewhere_fails() -> None:
    assert way((TCP, CIPHER)) is Level.OK
    assert way((TCP, CIPHER), (TCP, "")) is Level.CRITICAL


def test_sessions_that_never_leave_the_host_are_not_counted() -> None:
    local = "Oracle Bequeath NT Protocol Adapter for Linux: Version 19.0.0.0.0 - Production"
    assert way((local, "")) is Level.UNKNOWN
    assert way((local, ""), (TCP, CIPHER)) is Level.OK


def test_a_session_without_banners_proves_nothing() -> None:
    assert way(("", "")) is Level.UNKNOWN
    assert way(("", ""), (TCP, CIPHER)) is Level.UNKNOWN


def test_tcps_that_the_operator_declares_is_not_seen_and_not_failed() -> None:
    assert way((TCP, ""), is_tcps_only=True) is Level.UNKNOWN


def test_the_way_of_the_emulated_worlds() -> None:
    assert asked(HEALTHY, "net_encryption") == {"": Level.OK}
    assert asked(SICK, "net_encryption") == {"": Level.CRITICAL}
    half = {**SHARED, "gv$session_connect_info": connected(19, 11)}
    assert asked(replace(HEALTHY, shared=half), "net_encryption") == {"": Level.UNKNOWN}
    alone = {**SHARED, "v$containers": rows("con_id name open_mode", (1, "CDB$ROOT", "READ WRITE"))}
    assert asked(replace(HEALTHY, shared=alone), "net_encryption") == {"": Level.UNKNOWN}  # no container_data
    assert asked(OLD, "net_encryption") == {"": Level.OK}
    denied = replace(HEALTHY, denied=frozenset({"gv$session_connect_info"}))
    assert asked(denied, "net_encryption") == {"": Level.UNKNOWN}
