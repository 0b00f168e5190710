"""Which clauses and sections each security check speaks to, how grave its failure is, and its entry in the high-risk guide.

One row a check: id, grade, the guide's entry or "", references by standard. What the standards' short names mean stands in
``names.py``; whether a reference was verified stands in the index of its standard.
"""

from typing import Final

from checks.security.standards.mapping_linux import ACCESS, HIGH, HOST, LOW, MIDDLE, Row

__all__ = ["HIGH", "LOW", "MIDDLE"]
"""The grades, which the rows of Linux need too."""

ROWS: Final[tuple[Row, ...]] = (
    *ACCESS,
    *HOST,
    ("security.postgres.hba_trust", HIGH, "", "cis-postgresql13 5; gbt22239 8.1.4.1a 8.1.4.1c"),
    ("security.postgres.hba_wide", MIDDLE, "", "cis-postgresql13 5; gbt22239 8.1.4.4c"),
    ("security.postgres.ssl", MIDDLE, "6.4.5.1", "cis-postgresql13 6.8; gbt22239 8.1.4.7a 8.1.4.8a"),
    ("security.postgres.superusers", MIDDLE, "", "cis-postgresql13 4.5 4.7 4.8; gbt22239 8.1.4.2d"),
    ("security.postgres.password_hash", MIDDLE, "", "cis-postgresql13 5; gbt22239 8.1.4.8b"),
    ("security.postgres.public_schema", LOW, "", "cis-postgresql13 4; gbt22239 8.1.4.2d"),
    ("security.postgres.logging", MIDDLE, "", "cis-postgresql13 3.1.2 3.1.3; gbt22239 8.1.4.3a"),
    ("security.postgres.log_connections", MIDDLE, "", "cis-postgresql13 3.1.18 3.1.19; gbt22239 8.1.4.3a"),
    ("security.postgres.log_line_prefix", LOW, "", "cis-postgresql13 3.1.22 3.1.23 3.1.24; gbt22239 8.1.4.3b"),
    ("security.postgres.pgaudit", MIDDLE, "", "cis-postgresql13 3.2; gbt22239 8.1.4.3a"),
    ("security.postgres.datadir_perm", HIGH, "", "cis-postgresql13 2; gbt22239 8.1.4.2f"),
    ("security.oracle.default_password", HIGH, "6.4.2.1", "cis-oracle19 4.1; gbt22239 8.1.4.2b"),
    ("security.oracle.profile_lockout", HIGH, "", "cis-oracle19 3.1 3.2; gbt22239 8.1.4.1b"),
    ("security.oracle.profile_lifetime", MIDDLE, "", "cis-oracle19 3.3 3.4 3.5 3.6 3.7; gbt22239 8.1.4.1a"),
    # 2.2.16 asks for RESOURCE_LIMIT, without which no IDLE_TIME is kept; that one has no number of its own: ours
    ("security.oracle.idle_time", LOW, "", "cis-oracle19 2.2.16; gbt22239 8.1.4.1b"),
    ("security.oracle.audit_trail", HIGH, "", "cis-oracle19 2.2.1 2.2.2 6.1.x 6.2.x; gbt22239 8.1.4.3a"),
    ("security.oracle.remote_auth", HIGH, "", "cis-oracle19 2.2.4 2.2.7 2.2.8; gbt22239 8.1.4.1a"),
    ("security.oracle.any_priv", HIGH, "", "cis-oracle19 5.2.1 5.3.3; gbt22239 8.1.4.2d"),
    ("security.oracle.public_execute", MIDDLE, "", "cis-oracle19 5.1.1.x; gbt22239 8.1.4.2d"),
    ("security.oracle.net_encryption", MIDDLE, "6.4.5.1", "gbt22239 8.1.4.7a 8.1.4.8a"),
    ("security.oracle.psu_level", HIGH, "", "cis-oracle19 1.1; gbt22239 8.1.4.4e"),
    ("security.mysql.empty_or_anonymous", HIGH, "6.4.1.1", "cis-mysql56 7; gbt22239 8.1.4.1a 8.1.4.2b"),
    ("security.mysql.validate_password", MIDDLE, "", "cis-mysql56 7.6; gbt22239 8.1.4.1a"),
    ("security.mysql.connection_control", MIDDLE, "", "gbt22239 8.1.4.1b"),
    ("security.mysql.tls_required", MIDDLE, "6.4.5.1", "gbt22239 8.1.4.7a 8.1.4.8a"),
    ("security.mysql.local_infile", MIDDLE, "", "cis-mysql56 4.4 4.8; gbt22239 8.1.4.2f"),
    ("security.postgres.backup_recent", HIGH, "6.4.6.1", "cis-postgresql13 8.3; gbt22239 8.1.4.9a 8.1.10.11"),
    ("security.mysql.backup_recent", HIGH, "6.4.6.1", "gbt22239 8.1.4.9a 8.1.10.11"),
    ("security.oracle.backup_recent", HIGH, "6.4.6.1", "gbt22239 8.1.4.9a 8.1.10.11"),
    ("security.network.telnet", HIGH, "6.4.1.2", "cis-ios15 1.2.2; gbt22239 8.1.4.1c"),
    ("security.network.ssh_v2", MIDDLE, "", "cis-ios15 2.1.1.2 2.1.1.1.4 2.1.1.1.5; gbt22239 8.1.4.1b 8.1.4.1c"),
    ("security.network.http_mgmt", HIGH, "6.4.1.2", "gbt22239 8.1.4.1c"),
    ("security.network.vty_acl", HIGH, "", "cis-ios15 1.2.4 1.2.5; gbt22239 8.1.4.4c"),
    ("security.network.exec_timeout", MIDDLE, "", "gbt22239 8.1.4.1b"),
    (
        "security.network.aaa",
        MIDDLE,
        "",
        "cis-ios15 1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.1.6 1.1.7 1.1.8 1.1.9 1.1.10 1.1.11; gbt22239 8.1.4.1a 8.1.4.3a",
    ),
    ("security.network.password_encryption", HIGH, "", "cis-ios15 1.4.1 1.4.2 1.4.3; gbt22239 8.1.4.8b"),
    ("security.network.snmp_community", HIGH, "", "cis-ios15 1.5.2 1.5.3 1.5.4 1.5.5 1.5.6; gbt22239 8.1.4.2b"),
    ("security.network.snmp_v3", MIDDLE, "", "cis-ios15 1.5.9 1.5.10; gbt22239 8.1.4.8a"),
    ("security.network.syslog", MIDDLE, "", "cis-ios15 2.2.1 2.2.4 2.2.5 2.2.6; gbt22239 8.1.4.3c"),
    ("security.network.ntp", MIDDLE, "", "cis-ios15 2.3.1.x–2.3.2; gbt22239 8.1.4.3b"),
    ("security.network.unused_ports", MIDDLE, "6.3.1.1", "gbt22239 8.1.3.1b"),
    ("security.network.acl_any_any", HIGH, "", "cis-ios15 3.2.x; gbt22239 8.1.3.2a 8.1.3.2b 8.1.3.2c"),
    ("security.network.config_saved_and_backed_up", MIDDLE, "", "gbt22239 8.1.10.8a 8.1.10.8b 8.1.4.9a"),
    ("security.network.firmware", MIDDLE, "", "gbt22239 8.1.4.4e"),
)
