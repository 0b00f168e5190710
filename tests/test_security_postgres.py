"""PostgreSQL under the security check: a weak server and a hardened one, both real, and the judges in their traps."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.catalogue import Scope, checks_for, collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.judging import judge
from checks.base import Finding, Level, NoLimits, Scene
from checks.security.postgres import (
    backup_recent,
    datadir_perm,
    hba_trust,
    hba_wide,
    log_connections,
    log_line_prefix,
    logging,
    password_hash,
    pgaudit,
    public_schema,
    ssl,
    superusers,
)
from collectors.base import Answer, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.postgres.access import Encryption, HbaRule, HbaRules, Role, SchemaRights
from collectors.facts.postgres.base_backups import BaseBackup, BaseBackups
from collectors.facts.postgres.security_settings import Keeping, Override, Reach, SecuritySettings
from collectors.facts.postgres.settings import Setting, Settings
from collectors.postgres.security_settings import parse
from config.limits import Layered
from config.said import Mitigation
from config.site import Site
from tests.peers.postgres import PostgresServer, debian_binaries, postgres
from tests.peers.postgres_monitor import monitor, session

AT = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=AT, dengbao=3)
NOTHING = Layered(NoLimits())


def levels(found: object) -> dict[str, Level]:
    assert isinstance(found, Iterator)
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


def settings(*overrides: Override, **values: str | None) -> SecuritySettings:
    """Settings by name, a dot written as two underscores; None: our own session has another value."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    made = {
        name: Setting(name, value or "", "", "", "", is_pending=False, is_own=value is None)
        for name, value in named.items()
    }
    return SecuritySettings(Settings("postgres", 150000, made), overrides)


def rule(method: str, address: str = "10.1.0.0 255.255.0.0", kind: str = "host", error: str = "") -> HbaRule:
    return HbaRule(9, kind, "all", "all", address, method, error)


# --- rules of login


def trusted(*rules: HbaRule) -> list[Level]:
    return list(levels(hba_trust.judge(HbaRules(rules), NOTHING, SCENE)).values())


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (rule("trust"), Level.CRITICAL),
        (rule("trust", "", "local"), Level.CRITICAL),
        (rule("password"), Level.CRITICAL),
        (rule("password", kind="hostssl"), Level.OK),
        (rule("ldap"), Level.CRITICAL),
        (rule("ident"), Level.CRITICAL),
        (rule("md5"), Level.NOTICE),
        (rule("", error="invalid authentication method"), Level.WARN),
        (rule("scram-sha-256"), Level.OK),
        (rule("peer", "", "local"), Level.OK),
        (rule("reject"), Level.OK),
    ],
)
def test_a_rule_is_as_strong_as_its_proof(one: HbaRule, level: Level) -> None:
    assert trusted(one) == [level]


def test_the_own_machine_with_the_mask_0_is_every_address() -> None:
    assert trusted(rule("ident", "127.0.0.1 0.0.0.0")) == [Level.CRITICAL]
    assert trusted(rule("ident", "127.0.0.1 255.255.255.255")) == [Level.OK]


def wide(one: HbaRule, listens: str = "*") -> list[Level]:
    return list(levels(hba_wide.judge(Reach(HbaRules((one,)), listens), NOTHING, SCENE)).values())


@pytest.mark.parametrize("address", ["0.0.0.0 0.0.0.0", "all", ":: ::"])
def test_a_rule_for_every_address_fails_where_the_server_listens_on_the_network(address: str) -> None:
    assert wide(rule("scram-sha-256", address)) == [Level.WARN]
    assert wide(rule("reject", address)) == [Level.OK]
    assert wide(rule("scram-sha-256", address), "localhost, 127.0.0.1, ::1") == [Level.OK]
    assert wide(rule("scram-sha-256", address), "") == [Level.OK]


# --- encryption


TLS = Encryption(
    is_on=True, least_protocol="TLSv1.2", plain_count=0, encrypted_count=3, password_encryption="", listens="*"
)


@pytest.mark.parametrize(
    ("seen", "dengbao", "level"),
    [
        (TLS, 3, Level.OK),
        (replace(TLS, plain_count=1), 3, Level.CRITICAL),
        (replace(TLS, plain_count=1), 2, Level.WARN),
        (replace(TLS, is_on=False), 3, Level.CRITICAL),
        (replace(TLS, is_on=False, listens="127.0.0.1"), 3, Level.OK),
        (replace(TLS, least_protocol="TLSv1.1"), 2, Level.WARN),
        (replace(TLS, least_protocol=""), 3, Level.OK),
    ],
)
def test_tls_is_offered_and_used(seen: Encryption, dengbao: int, level: Level) -> None:
    assert levels(ssl.judge(seen, NOTHING, Scene(at=AT, dengbao=dengbao))) == {"": level}


# --- accounts and passwords


def role(name: str, *powers: str, is_superuser: bool = False, is_bootstrap: bool = False, password: str = "scram") -> Role:
    return Role(name, is_superuser, powers, password, None, is_bootstrap)


POSTGRES = role("postgres", is_superuser=True, is_bootstrap=True)


def strong(*roles: Role, allowed: tuple[str, ...] = (), unseen: tuple[Unseen, ...] = ()) -> dict[str, Level]:
    limits = Layered(superusers.ApprovedLimits(allowed=allowed))
    return levels(superusers.judge(Listing(roles, unseen), limits, SCENE))


def test_only_those_that_were_approved_are_superusers() -> None:
    app = role("app", is_superuser=True)
    assert strong(POSTGRES, role("web")) == {"": Level.OK}
    assert strong(POSTGRES, app) == {"app": Level.WARN}
    assert strong(POSTGRES, app, allowed=("app",)) == {"": Level.OK}
    assert strong(role("etl", "pg_execute_server_program")) == {"etl": Level.WARN}
    assert strong(role("etl", "REPLICATION", "CREATEDB")) == {"": Level.OK}
    assert strong(POSTGRES, unseen=(Unseen("", Reason.CUT),)) == {"": Level.UNKNOWN}


def kept(method: str | None, *roles: Role) -> dict[str, Level]:
    return levels(password_hash.judge(Keeping(method, Listing(roles)), NOTHING, SCENE))


def test_passwords_are_kept_as_scram() -> None:
    assert kept("scram-sha-256", POSTGRES) == {"password_encryption": Level.OK, "passwords": Level.OK}
    assert kept("md5", POSTGRES)["password_encryption"] is Level.WARN
    assert kept("scram-sha-256", role("old", password="md5")) == {"password_encryption": Level.OK, "old": Level.WARN}
    assert kept("scram-sha-256", role("peer", password="none"))["passwords"] is Level.OK


def test_passwords_that_are_hidden_are_not_inspected() -> None:
    assert kept(None, role("web", password="hidden")) == {"password_encryption": Level.UNKNOWN, "passwords": Level.UNKNOWN}


def test_the_schema_public_is_closed_in_each_database() -> None:
    found = Listing(
        (
            SchemaRights("a", is_public_creatable=True, definers=(), languages=()),
            SchemaRights("b", is_public_creatable=False, definers=(), languages=()),
        ),
        (Unseen("c", Reason.DENIED),),
    )
    said = levels(public_schema.judge(found, NOTHING, SCENE))
    assert said == {"a": Level.NOTICE, "b": Level.OK, "c": Level.UNKNOWN}


# --- logs and audit


@pytest.mark.parametrize(
    ("collector", "destination", "level"),
    [
        ("on", "stderr", Level.OK),
        ("off", "syslog", Level.OK),
        ("off", "stderr", Level.NOTICE),
        ("on", "", Level.WARN),
        (None, "stderr", Level.UNKNOWN),
    ],
)
def test_the_log_is_kept(collector: str | None, destination: str, level: Level) -> None:
    found = settings(logging_collector=collector, log_destination=destination)
    assert list(levels(logging.judge(found, NOTHING, SCENE)).values()) == [level]


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("on", Level.OK),
        ("off", Level.WARN),
        ("", Level.WARN),
        ("receipt", Level.WARN),
        ("receipt,authorization", Level.OK),
        ("all", Level.OK),
        (None, Level.UNKNOWN),
    ],
)
def test_logins_are_recorded(value: str | None, level: Level) -> None:
    found = settings(log_connections=value, log_disconnections="on")
    said = levels(log_connections.judge(found, NOTHING, SCENE))
    if value == "":
        found = settings(log_connections="", log_disconnections="on")
    assert said == {"log_connections": level, "log_disconnections": Level.OK}


def test_a_role_of_which_no_statement_is_logged_fails() -> None:
    off = Override("app", "", "log_statement", "none")
    found = settings(off, log_line_prefix="", log_destination="csvlog", log_statement="ddl")
    assert levels(log_line_prefix.judge(found, NOTHING, SCENE))["log_statement app *"] is Level.NOTICE


@pytest.mark.parametrize(
    ("prefix", "destination", "level"),
    [
        ("%m [%p] %q%u@%d %h ", "stderr", Level.OK),
        ("%t %-10u %d %r ", "stderr", Level.OK),
        ("%m [%p] %q%u@%d ", "stderr", Level.NOTICE),
        ("%%m %%u %%d %%h", "stderr", Level.NOTICE),
        ("%u %d %h ", "syslog", Level.OK),
        ("%u %d %h ", "syslog,stderr", Level.NOTICE),
        ("", "csvlog", Level.OK),
        (None, "stderr", Level.UNKNOWN),
    ],
)
def test_a_line_says_when_who_and_from_where(prefix: str | None, destination: str, level: Level) -> None:
    found = settings(log_line_prefix=prefix, log_destination=destination, log_statement="ddl")
    said = levels(log_line_prefix.judge(found, NOTHING, SCENE))
    assert said == {"log_line_prefix": level, "log_statement": Level.OK}


def test_statements_that_pgaudit_records_need_no_log_statement() -> None:
    plain = settings(log_line_prefix="", log_destination="csvlog", log_statement="none")
    audited = settings(log_line_prefix="", log_destination="csvlog", log_statement="none", pgaudit__log="ddl")
    assert levels(log_line_prefix.judge(plain, NOTHING, SCENE))["log_statement"] is Level.NOTICE
    assert levels(log_line_prefix.judge(audited, NOTHING, SCENE))["log_statement"] is Level.OK


def audited(*overrides: Override, **values: str | None) -> list[Level]:
    return list(levels(pgaudit.judge(settings(*overrides, **values), NOTHING, SCENE)).values())


def test_pgaudit_is_loaded_and_records() -> None:
    assert audited(shared_preload_libraries="", log_statement="none") == [Level.WARN]
    assert audited(shared_preload_libraries="", log_statement="all") == [Level.NOTICE]
    assert audited(shared_preload_libraries='pg_stat_statements, "$libdir/pgaudit"', pgaudit__log="ddl") == [Level.OK]
    assert audited(shared_preload_libraries="pgaudit", pgaudit__log="none") == [Level.WARN]
    assert audited(shared_preload_libraries=None) == [Level.UNKNOWN]
    off = Override("app", "", "pgaudit.log", "none")
    assert audited(off, shared_preload_libraries="pgaudit", pgaudit__log="all") == [Level.OK, Level.WARN]
    some = Override("app", "", "pgaudit.log", "write")
    assert audited(some, shared_preload_libraries="pgaudit", pgaudit__log="none") == [Level.NOTICE]


@pytest.mark.parametrize(
    ("mode", "level"),
    [("0700", Level.OK), ("0750", Level.OK), ("0755", Level.CRITICAL), ("", Level.UNKNOWN), (None, Level.UNKNOWN)],
)
def test_the_data_directory_is_closed_to_others(mode: str | None, level: Level) -> None:
    assert levels(datadir_perm.judge(settings(data_directory_mode=mode), NOTHING, SCENE)) == {"data_directory_mode": level}


# --- backups


def recent(days: float | None, scene: Scene = SCENE, *, is_whole: bool = True) -> Level:
    one = () if days is None else (BaseBackup("/b/1", "plain", AT - timedelta(days=days), 1, is_whole),)
    found = backup_recent.judge(BaseBackups(AT, one, ()), Layered(backup_recent.RecentLimits()), scene)
    return levels(found)[""]


def test_a_backup_is_young_enough_up_to_its_bound() -> None:
    assert recent(8.0) is Level.OK
    assert recent(8.01) is Level.CRITICAL
    assert recent(1.0, is_whole=False) is Level.UNKNOWN
    assert recent(None) is Level.UNKNOWN, "kept elsewhere, perhaps"


def test_replicas_that_were_declared_lower_a_missing_backup_until_they_expire() -> None:
    held = Mitigation("replicas", "Zhang", AT.date(), until=AT.date())
    over = replace(held, until=AT.date() - timedelta(days=1))
    assert recent(9.0, replace(SCENE, mitigations=(held,))) is Level.WARN
    assert recent(9.0, replace(SCENE, mitigations=(over,))) is Level.CRITICAL
    assert recent(9.0, replace(SCENE, dengbao=2)) is Level.WARN


def test_folders_that_were_not_seen_leave_no_verdict() -> None:
    found = BaseBackups(AT, (), (), (Unseen("/b", Reason.DENIED),))
    assert levels(backup_recent.judge(found, Layered(backup_recent.RecentLimits()), SCENE)) == {}, "told by judging"


# --- a server of our own


def asked(server: PostgresServer) -> Mapping[tuple[str, str], Finding]:
    checks = checks_for("postgres", Scope.SECURITY)
    gathering = Gathering(collectors_for("postgres", checks), values_of(Site()))
    using = session(server)
    using.connect()
    try:
        for number in (1, 2):
            questions = gathering.questions(number)
            for question, reply in using.ask(questions) if questions else ():
                gathering.replies[question.id] = reply
    finally:
        using.close()
    gathering.settle()
    layered = {check.id: Layered(check.limits) for check in checks}
    findings, _exhibits = judge(checks, gathering.outcomes, layered, SCENE)
    return {(one.check.removeprefix("security.postgres."), one.subject): one for one in findings}


SECRET = "Superuser-0f-the-tests"


@pytest.mark.peer
@pytest.mark.skipif(debian_binaries() is None, reason="no PostgreSQL is installed")
def test_a_weak_server_is_found_weak_and_a_hardened_one_is_not() -> None:
    weak = {"password_encryption": "md5", "log_line_prefix": "'%m '", "listen_addresses": "'*'", "ssl": "off"}
    with postgres(settings=weak, password=SECRET) as server:
        monitor(server)
        server.sql(
            "create role boss superuser login password 'a-Long-0ne'",
            "grant create on schema public to public",
        )
        (server.data / "pg_hba.conf").write_text((server.data / "pg_hba.conf").read_text() + "host all all 0.0.0.0/0 md5\n")
        found = {key: one.level for key, one in asked(server).items()}
        assert found["hba_trust", "host all all 0.0.0.0 0.0.0.0 md5"] is Level.NOTICE
        assert found["hba_wide", "host all all 0.0.0.0 0.0.0.0 md5"] is Level.WARN
        assert found["superusers", "boss"] is Level.WARN
        assert found["password_hash", "password_encryption"] is Level.WARN
        assert found["password_hash", "passwords"] is Level.UNKNOWN
        assert found["public_schema", "postgres"] is Level.NOTICE
        assert found["ssl", ""] is Level.CRITICAL
        assert found["logging", ""] is Level.NOTICE
        assert found["log_connections", "log_connections"] is Level.WARN
        assert found["log_line_prefix", "log_line_prefix"] is Level.NOTICE
        assert found["pgaudit", ""] is Level.WARN
        assert found["datadir_perm", "data_directory_mode"] is Level.OK
        server.sql(
            "alter role boss nosuperuser",
            "revoke create on schema public from public",
            "alter system set password_encryption = 'scram-sha-256'",
            "alter system set log_connections = on",
            "alter system set log_disconnections = on",
            "alter system set log_line_prefix = '%m [%p] %q%u@%d %h '",
            "alter system set log_statement = 'ddl'",
            "alter system set logging_collector = on",
            "alter system set listen_addresses = '127.0.0.1'",
        )
        server.control("restart")
        found = {key: one.level for key, one in asked(server).items()}
    worse = {key: level for key, level in found.items() if level not in {Level.OK, Level.ABSENT}}
    assert worse.pop(("hba_trust", "host all all 0.0.0.0 0.0.0.0 md5")) is Level.NOTICE
    assert worse == {("pgaudit", ""): Level.WARN, ("password_hash", "passwords"): Level.UNKNOWN}


def answer(*rows: tuple[object, ...]) -> Answer:
    columns = ["name", "value", "is_own", "role", "database", "n"]
    server = {"product": "postgres", "version": 150000, "words": "PostgreSQL 15"}
    said: dict[str, object] = {"server": server, "database": "postgres", "statement": 0, "columns": columns}
    said |= {"rows": rows, "count": len(rows)}
    return Answer(json.dumps(said))


PRELOAD = ("shared_preload_libraries", "pgaudit", "f", None, None, "1")


def test_settings_are_counted() -> None:
    assert parse(answer(PRELOAD, ("", None, "f", None, None, "1"))).settings.text("shared_preload_libraries") == "pgaudit"
    with pytest.raises(ParseError):
        parse(answer(PRELOAD))
    with pytest.raises(ParseError):
        parse(answer(("", None, "f", None, None, "1")))


def test_an_account_without_pg_monitor_is_denied() -> None:
    with pytest.raises(SessionError) as raised:
        parse(answer(("log_connections", "on", "f", None, None, "1"), ("", None, "f", None, None, "1")))
    assert raised.value.reason is Reason.DENIED
