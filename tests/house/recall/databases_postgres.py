"""Seeds for a PostgreSQL server: state, sessions, locks, settings, replication, space, accounts. Answers of real servers."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from dataclasses import replace

from tests.house.recall.ladders import ladder
from tests.house.recall.shapes import UNTOUCHED, Change, Edit, Seeding, Variation, fault, healthy
from tests.house.recall.tables import Rows, added, put, taken


def seeding(
    check: str, *cases: str, of: tuple[Variation, ...], mend: tuple[Edit | Rows, ...] = (), days: float = 0.0
) -> Seeding:
    """Seeds of one check of PostgreSQL, on these of its recorded cases."""
    return Seeding(
        f"database.postgres.{check}",
        tuple(f"postgres.{case}" for case in cases),
        (UNTOUCHED, *of),
        mend,
        platform="postgres",
        days=days,
    )


INSTANCE = seeding("instance", "instance/quiet", mend=(put({"now_at": "2026-12-22 13:13:32+00"}),), of=(
    *ladder("started_at", {"notice": ("2026-12-22 13:13:30+00", "2026-12-21 13:13:33+00"), "": ("2026-12-21 13:13:31+00", "2020-01-01 00:00:00+00")}),
    *ladder("is_standby", {"": ("t",)}),
))  # fmt: skip
VERSION = seeding("version_support", "instance/quiet", of=(
    *(fault(f"version {n}", {"": level}, Edit('"version":150018', f'"version":{n}')) for n, level in ((130023, "critical"), (120022, "critical"), (90624, "critical"), (150002, "warn"))),
))  # fmt: skip
CONNECTIONS = seeding("connections", "connections/quiet", of=(
    *ladder("count", {"warn": ("46", "51"), "critical": ("52", "57"), "": ("45", "30")}, kind="server"),
    *ladder("count", {"critical": ("3",), "": ("2",)}, subject="role xunjian", kind="role"),
))  # fmt: skip
_TRX = {"usename": "app", "datname": "shop", "application_name": "java", "query": "begin #1", "xmin_age": "3"}
TRANSACTIONS = seeding("transactions", "transactions/quiet", of=(
    *ladder("age", {"warn": ("3600", "21599"), "critical": ("21600", "900000"), "": ("3599",)}, subject="open", cells={**_TRX, "state": "active", "idle": "0"}),
    *ladder("idle", {"warn": ("600", "3599"), "critical": ("3600", "90000"), "": ("599",)}, subject="idle", cells={**_TRX, "state": "idle in transaction", "age": "100000"}),
    *ladder("idle", {"warn": ("700",)}, subject="idle", cells={**_TRX, "state": "idle in transaction (aborted)", "age": "700"}),
    *ladder("xmin_age", {"critical": ("50000001",), "": ("50000000",)}, subject="open", cells={**_TRX, "state": "active", "idle": "0", "age": "30"}),
))  # fmt: skip
PREPARED = seeding("prepared_transactions", "prepared_transactions/quiet", of=ladder(
    "age", {"warn": ("300", "3599"), "critical": ("3600", "86400"), "": ("299",)}, subject="shop tx-1", cells={"gid": "tx-1", "database": "shop", "owner": "app", "xmin_age": "4"},
))  # fmt: skip
_LOCK = {"usename": "app", "application_name": "java", "state": "active", "query": "begin #1"}
_ROOT: Change = put({**_LOCK, "pid": "1", "blockers": "{}", "age": "9000", "wait": "0"})


def _waits(pid: int, seconds: str) -> Rows:
    return added({**_LOCK, "pid": str(pid), "blockers": "{1}", "age": seconds, "wait": seconds})


LOCKS = seeding("locks", "locks/quiet", of=(
    *(fault(f"one waits {s} s", {"waiting": level}, _ROOT, _waits(2, s)) for s, level in (("60", "warn"), ("599", "warn"), ("600", "critical"), ("9000", "critical"))),
    healthy("one waits 59 s", _ROOT, _waits(2, "59")),
    fault("five wait 61 s for one", {"waiting": "critical"}, _ROOT, *(_waits(pid, "61") for pid in range(2, 7))),
    fault("four wait 61 s for one", {"waiting": "warn"}, _ROOT, *(_waits(pid, "61") for pid in range(2, 6))),
    *ladder("held", {"warn": ("2080", "3327"), "critical": ("3328", "4160"), "": ("2079",)}, subject="lock table"),
))  # fmt: skip
HORIZON = seeding("vacuum_horizon", "horizon/quiet", of=tuple(
    one for kind in ("backend", "prepared", "slot", "standby")
    for one in ladder("age", {"warn": ("10000000", "99999999"), "critical": ("100000000",), "": ("9999999",)}, cells={"kind": kind, "name": "x"})
))  # fmt: skip


def _set(name: str, value: str) -> Rows:
    return put({"setting": value, "source": "configuration file"}, name=name, of="postgres.settings")


def settings(
    check: str, *cases: str, of: tuple[tuple[str, str, str, str], ...], mend: tuple[Edit | Rows, ...] = ()
) -> Seeding:
    """Seeds of settings: name, value, subject, level ("" is healthy)."""
    told = tuple(
        fault(f"{n} {v}", {s: level}, _set(n, v)) if level else healthy(f"{n} {v}", _set(n, v)) for n, v, s, level in of
    )
    return seeding(check, "settings/quiet", *cases, of=told, mend=mend)


_SAFE = settings("safety_settings", of=(
    ("fsync", "off", "fsync", "critical"), ("full_page_writes", "off", "full_page_writes", "critical"),
    ("zero_damaged_pages", "on", "zero_damaged_pages", "critical"), ("ignore_checksum_failure", "on", "ignore_checksum_failure", "critical"),
    ("ignore_invalid_pages", "on", "ignore_invalid_pages", "critical"), ("allow_system_table_mods", "on", "allow_system_table_mods", "critical"),
    ("ignore_system_indexes", "on", "ignore_system_indexes", "critical"),
), mend=(_set("fsync", "on"), _set("full_page_writes", "on")))  # fmt: skip
SAFETY = replace(
    _SAFE,
    variations=(
        *_SAFE.variations,
        fault("a change waits", {"pending restart": "warn"}, put({"pending_restart": "t"}, name="shared_buffers")),
    ),
)
AUTOVACUUM = settings("autovacuum_settings", mend=(_set("autovacuum", "on"),), of=(
    ("autovacuum", "off", "", "critical"), ("track_counts", "off", "", "critical"), ("autovacuum_naptime", "301", "", "warn"), ("autovacuum_naptime", "300", "", ""),
    ("autovacuum_vacuum_cost_delay", "20", "", "warn"), ("autovacuum_vacuum_cost_delay", "10", "", ""),
))  # fmt: skip
LOGGING = settings("log_settings", mend=(
    *(_set(name, "on") for name in ("logging_collector", "log_checkpoints", "log_lock_waits")), _set("log_temp_files", "0"), _set("log_autovacuum_min_duration", "600000"), _set("log_line_prefix", "%m [%p] %u@%d %h "),
), of=(
    ("logging_collector", "off", "destination", "notice"), ("log_checkpoints", "off", "content", "notice"), ("log_lock_waits", "off", "content", "notice"),
    ("log_temp_files", "-1", "content", "notice"), ("log_autovacuum_min_duration", "-1", "content", "notice"), ("log_line_prefix", "%m [%p] ", "content", "notice"),
))  # fmt: skip
WRAPAROUND = seeding("wraparound", "database_ages/quiet", of=(
    *ladder("xid_age", {"warn": ("300000000", "1000000000", "1299999999"), "critical": ("1300000000", "2100000000"), "": ("299999999",)}, subject="postgres", datname="postgres"),
    *ladder("mxid_age", {"warn": ("600000000",), "critical": ("1300000000",), "": ("599999999",)}, subject="template0", datname="template0"),
))  # fmt: skip
CHECKSUMS = seeding("checksums", "checksums/quiet", mend=(put({"is_on": "on", "checksum_failures": "0"}, datname="postgres"), put({"is_on": "on", "checksum_failures": "0"}, datname="template0"), put({"is_on": "on", "checksum_failures": "0"}, datname="template1"), put({"is_on": "on", "checksum_failures": "0"}, datname=None)), of=(
    *ladder("checksum_failures", {"critical": ("1", "700")}, subject="postgres", datname="postgres"),
    *ladder("checksum_failures", {"critical": ("1",)}, subject="shared objects", datname=None),
    fault("off", {"": "notice"}, put({"is_on": "off", "checksum_failures": None})),
))  # fmt: skip
WAL_SPACE = seeding("wal_space", "wal_space/quiet", of=ladder(
    "size", {"warn": ("1610612736", "3221225471"), "critical": ("3221225472", "90000000000"), "": ("1610612735",)}, cells={"count": "96"},
))  # fmt: skip
_ARCHIVED = {"archived_count": "200", "archived_age": "60", "waiting": "0", "is_older": "f"}
ARCHIVING = seeding("archiving", "archiver/nothing-yet", mend=(put(_ARCHIVED),), of=(
    fault("the last attempt failed", {"": "critical"}, put({"failed_count": "4", "failed_age": "20", "last_failed_wal": "000000010000000000000009"})),
    healthy("it failed once, and then not", put({"failed_count": "4", "failed_age": "9000", "last_failed_wal": "000000010000000000000009"})),
    *ladder("archived_age", {"critical": ("2701", "90000"), "": ("2700",)}, cells={"waiting": "3", "is_older": "t"}),
    *ladder("waiting", {"warn": ("10", "99"), "critical": ("100", "4000"), "": ("9",)}, subject="waiting"),
    fault("off", {"": "notice"}, put({"mode": "off", "class": "none"})),
    fault("pretended", {"": "critical"}, put({"class": "pretended"})),
    fault("no command", {"": "critical"}, put({"class": "none"})),
))  # fmt: skip
_DEAD = {
    "slot_name": "dead",
    "slot_type": "physical",
    "active": "f",
    "temporary": "f",
    "wal_status": "reserved",
    "count": "1",
}
SLOTS = seeding("replication_slots", "slots/nothing-yet", of=(
    *ladder("retained", {"warn": ("1073741824", "10737418239"), "critical": ("10737418240",), "notice": ("1073741823", "0")}, subject="dead", cells=_DEAD),
    *ladder("retained", {"warn": ("10737418240",), "critical": ("107374182400",), "": ("10737418239", "0")}, subject="dead", cells={**_DEAD, "active": "t"}),
    *ladder("inactive", {"warn": ("3601",), "notice": ("3600",)}, subject="dead", cells={**_DEAD, "retained": "0"}),
    *ladder("wal_status", {"critical": ("lost", "unreserved")}, subject="dead", cells={**_DEAD, "retained": "0"}),
))  # fmt: skip
_FOLLOWS = "replication/primary-with-a-standby-a-dead-slot-and-a-failing-archive"
STANDBYS = seeding("standbys", _FOLLOWS, of=(
    *ladder("lag_bytes", {"warn": ("67108864", "1073741823"), "critical": ("1073741824",), "": ("67108863",)}, subject="standby1"),
    *ladder("lag_seconds", {"warn": ("60", "599"), "critical": ("600",), "": ("59.9",)}, subject="standby1"),
    *ladder("state", {"warn": ("catchup", "startup"), "": ("backup",)}, subject="standby1"),
    fault("writes wait for one that is not there", {"synchronous": "critical"}, put({"names": "s2"})),
    healthy("it is the synchronous one", put({"names": "standby1", "sync_state": "sync"})),
))  # fmt: skip
REPLAY = seeding("replay", "replay/standby-that-follows", of=(
    *ladder("delay", {"warn": ("60", "599"), "critical": ("600", "90000"), "": ("59",)}, cells={"behind": "900000"}),
    fault("paused", {"": "warn"}, put({"is_paused": "t"})),
    fault("receives nothing", {"": "critical"}, put({"is_receiving": "f"})),
    healthy("reads the archive alone", put({"is_receiving": "f", "has_source": "f"})),
    healthy("an hour behind on purpose", put({"apply_delay": "3600000", "delay": "3630", "behind": "900000"})),
))  # fmt: skip
_SHOP = "shop"
_TABLES = "tables/two-databases-and-one-that-is-closed-to-us"
_CHURN = {
    "kind": "dead",
    "name": "public.churn",
    "live": "600000",
    "dead": "100000",
    "changed": "0",
    "over_ratio": "1",
    "enabled": "true",
    "vacuumed": None,
    "analyzed": "9000",
    "is_standby": None,
    "counts": None,
}
DEAD = seeding("dead_tuples", _TABLES, of=(
    *ladder("over_ratio", {"warn": ("2.01", "10"), "critical": ("10.1", "400"), "": ("2",)}, subject="shop.public.churn", cells=_CHURN, part=_SHOP, add=True),
    *ladder("dead", {"": ("99999",), "warn": ("100000",)}, subject="shop.public.churn", cells={**_CHURN, "over_ratio": "5"}, part=_SHOP, add=True),
    *ladder("enabled", {"warn": ("false",)}, subject="shop.public.churn", cells=_CHURN, part=_SHOP, add=True),
))  # fmt: skip
_STALE = {**_CHURN, "kind": "stale", "changed": "300000"}
STALE = seeding("stale_statistics", _TABLES, of=(
    *ladder("changed", {"warn": ("120001", "600000"), "": ("120000",)}, subject="shop.public.churn", cells=_STALE, part=_SHOP, add=True),
    *ladder("analyzed", {"warn": ("900",), "": ("899",)}, subject="shop.public.churn", cells=_STALE, part=_SHOP, add=True),
    fault("never analysed", {"shop.public.churn": "warn"}, added({**_STALE, "analyzed": None}, part=_SHOP)),
    healthy("a small table", added({**_STALE, "changed": "99999", "live": "100"}, part=_SHOP)),
))  # fmt: skip
BROKEN = seeding("broken_objects", "objects/two-databases-and-one-that-is-closed-to-us", of=tuple(
    fault(kind, {"shop.public.t x": level}, added({"kind": kind, "name": "x", "on_table": "public.t", "count": "1"}, part=_SHOP))
    for kind, level in (("unique_index", "critical"), ("key_trigger", "critical"), ("index", "warn"), ("building_index", "notice"), ("constraint", "notice"), ("trigger", "notice"))
))  # fmt: skip
_SEQ = {
    "name": "public.t_id_seq",
    "increment": "1",
    "bottom": "1",
    "top": "9223372036854775807",
    "cycles": "f",
    "feeds": "public.t.id",
    "column_top": "2147483647",
    "is_visible": "t",
    "count": "1",
}
SEQUENCES = seeding("sequences", "sequences/two-databases-and-one-that-is-closed-to-us", of=(
    *ladder("last", {"warn": ("1610612736", "1932735282"), "critical": ("1932735283", "2147483647"), "": ("1610612734", "5")}, subject="shop.public.t_id_seq", cells=_SEQ, part=_SHOP),
    *ladder("last", {"notice": ("2147483647",)}, subject="shop.public.t_id_seq", cells={**_SEQ, "cycles": "t"}, part=_SHOP),
    healthy("the column is wide", put({**_SEQ, "column_top": "9223372036854775807", "last": "2147483647"}, part=_SHOP)),
))  # fmt: skip
_ROLES = "roles/wide-rules-and-strong-accounts"
_KNOWN: tuple[Rows, ...] = (taken(rolname="chef"), taken(rolname="lade"), put({"password": "scram", "expires": None}))
ROLES = seeding("roles", _ROLES, mend=_KNOWN, of=(
    fault("a further superuser", {"alt": "warn"}, put({"rolsuper": "t"}, rolname="alt")),
    *(fault(f"a member of {name}", {"alt": "warn"}, put({"members": name}, rolname="alt")) for name in ("pg_execute_server_program", "pg_write_server_files", "pg_read_server_files")),
    healthy("a member of pg_monitor", put({"members": "pg_monitor"}, rolname="alt")),
    *ladder("password", {"warn": ("none", "md5")}, subject="nobody2", rolname="nobody2"),
    fault("a superuser without a password", {"nobody2": "critical"}, put({"password": "none", "rolsuper": "t"}, rolname="nobody2")),
    *ladder("expires", {"warn": ("2591999", "3600"), "notice": ("-5",), "": ("2592000",)}, subject="nobody2", rolname="nobody2"),
))  # fmt: skip
_HBA = "hba/wide-rules-and-strong-accounts"
_GOOD: tuple[Rows, ...] = (
    put({"auth_method": "peer"}, type="local"),
    *(taken(line_number=n) for n in ("4", "5", "6")),
    Rows("take", {}, {"type": None}),
)
_NEAR = {
    "type": "host",
    "database": "{all}",
    "user_name": "{app}",
    "address": "10.3.0.0",
    "netmask": "255.255.0.0",
    "line_number": "9",
    "error": None,
}
HBA = seeding("hba", _HBA, mend=_GOOD, of=(
    *ladder("auth_method", {"critical": ("trust", "password"), "warn": ("ident", "ldap", "radius", "pam"), "notice": ("md5",), "": ("scram-sha-256", "cert", "reject", "gss")}, subject="*", cells=_NEAR, add=True),
    fault("every address", {"*": "warn"}, added({**_NEAR, "address": "0.0.0.0", "netmask": "0.0.0.0", "auth_method": "scram-sha-256"})),
    fault("trust on this machine", {"*": "warn"}, put({"auth_method": "trust"}, line_number="1")),
    fault("a wrong line", {"*": "critical"}, added({**_NEAR, "auth_method": None, "error": "invalid authentication method"})),
    healthy("md5 on this machine", added({**_NEAR, "address": "127.0.0.1", "netmask": "255.255.255.255", "auth_method": "md5"})),
))  # fmt: skip
ENCRYPTION = seeding("encryption", "encryption/wide-rules-and-strong-accounts", mend=(put({"is_on": "on"}),), of=(
    *ladder("plain", {"warn": ("1", "60")}),
    *ladder("least", {"warn": ("TLSv1", "TLSv1.1"), "": ("TLSv1.2", "TLSv1.3")}),
    *ladder("password_encryption", {"notice": ("md5",)}, subject="password_encryption"),
    fault("off", {"": "notice"}, put({"is_on": "off"})),
))  # fmt: skip
RIGHTS = seeding("schema_rights", "schema_rights/wide-rules-and-strong-accounts", mend=(put({"value": "false"}, part=_SHOP, kind="public"), taken(part=_SHOP, kind="definer")), of=(
    fault("everybody may create", {"shop": "notice"}, put({"value": "true"}, part=_SHOP, kind="public")),
    fault("a function with its owner's rights", {"shop": "notice"}, added({"kind": "definer", "value": "public.f"}, part=_SHOP), taken(part=_SHOP, kind="end"), added({"kind": "end", "value": ""}, part=_SHOP)),
))  # fmt: skip
SEEDINGS = (
    INSTANCE,
    VERSION,
    CONNECTIONS,
    TRANSACTIONS,
    PREPARED,
    LOCKS,
    HORIZON,
    SAFETY,
    AUTOVACUUM,
    LOGGING,
    WRAPAROUND,
    CHECKSUMS,
    WAL_SPACE,
    ARCHIVING,
    SLOTS,
    STANDBYS,
    REPLAY,
    DEAD,
    STALE,
    BROKEN,
    SEQUENCES,
    ROLES,
    HBA,
    ENCRYPTION,
    RIGHTS,
)
