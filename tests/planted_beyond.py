"""Secrets of many kinds beyond a host's files: in devices, in databases, and our own; and all kinds together."""

from typing import Final

from tests.planted_secrets import ON_HOSTS, planted

DEVICES: Final = (
    planted("cisco type 0", "ios", "username wang password 0 {}"),
    planted("cisco type 5", "ios", "enable secret 5 $1$salt${}"),
    planted("cisco type 7", "ios", "line vty 0 4\n password 7 {}"),
    planted("cisco type 8", "ios", "username li secret 8 $8$saltsaltsaltsa${}", length=43),
    planted("cisco type 9", "ios", "username zhao secret 9 $9$saltsaltsaltsa${}", length=43),
    planted("huawei cipher", "vrp", "local-user wang password cipher %^%#{}%^%#"),
    planted("huawei irreversible", "vrp", "local-user li password irreversible-cipher $1c${}$"),
    planted("h3c hash", "comware", "local-user wang class manage\n password hash $h$6${}"),
    planted("h3c cipher", "comware", "super password role network-admin cipher $c$3${}"),
    planted(
        "bgp md5",
        "vrp",
        "bgp 65001\n peer 10.0.0.2 password cipher {}",
        "ios",
        "router bgp 65001\n neighbor 10.0.0.2 password 7 {}",
    ),
    planted(
        "ospf key", "vrp", " ospf authentication-mode md5 1 cipher {}", "ios", " ip ospf message-digest-key 1 md5 7 {}"
    ),
    planted(
        "ntp key",
        "vrp",
        "ntp-service authentication-keyid 1 authentication-mode md5 cipher {}",
        "ios",
        "ntp authentication-key 1 md5 {} 7",
    ),
)
POSTGRES: Final = (
    planted("postgres md5", "postgres", "create role xj_md5 login password 'md5{}'", length=32, signs="0123456789abcdef"),
    planted(
        "postgres scram",
        "postgres",
        "create role xj_scram login password 'SCRAM-SHA-256$4096:c2FsdHNhbHQ=${}=:{}='",
        length=43,
    ),
    planted(
        "postgres subscription",
        "postgres",
        "create subscription xj_s connection 'host=10.0.0.8 user=x password={}' publication p with (connect = false)",
    ),
    planted(
        "postgres user mapping",
        "postgres",
        "create extension if not exists postgres_fdw",
        "postgres",
        "create server xj_far foreign data wrapper postgres_fdw",
        "postgres",
        "create user mapping for postgres server xj_far options (user 'x', password '{}')",
    ),
    planted(
        "postgres primary_conninfo", "postgres", "alter system set primary_conninfo = 'host=10.0.0.8 user=x password={}'"
    ),
    planted(
        "postgres archive_command",
        "postgres",
        "alter system set archive_command = 'curl -u x:{} -T %p https://x.example/%f'",
    ),
    planted(
        "postgres ldap bind",
        "pg_hba",
        'host all all 10.9.0.0/16 ldap ldapserver=l ldapbasedn="x" ldapbinddn="y" ldapbindpasswd="{}"',
    ),
    planted(
        "postgres radius secret", "pg_hba", 'host all all 10.8.0.0/16 radius radiusservers="127.0.0.1" radiussecrets="{}"'
    ),
    planted("postgres comment", "postgres", "comment on role xj_md5 is 'password: {}'"),
    planted(
        "postgres statement",
        "postgres",
        "set application_name = 'password={}'",
        "postgres failing",
        "alter role xj_nobody password 'xj-again-{}'",
    ),
)
MYSQL: Final = (
    planted(
        "mysql native",
        "mysql",
        "create user xj_native@localhost identified via mysql_native_password using '*{}'",
        length=40,
        signs="0123456789ABCDEF",
    ),
    planted(
        "mysql ed25519",
        "mysql",
        "install soname 'auth_ed25519'",
        "mysql",
        "create user xj_ed@localhost identified via ed25519 using '{}'",
        length=43,
    ),
    planted(
        "mysql replication", "mysql", "change master to master_host='127.0.0.1', master_user='x', master_password='{}'"
    ),
)
OWN: Final = tuple(
    planted(f"own {one}")
    for one in (
        "key passphrase",
        "cli password",
        "enable",
        "community",
        "auth",
        "priv",
        "postgres password",
        "mysql password",
    )
)
"""Our own configuration's."""
KINDS: Final = (*ON_HOSTS, *DEVICES, *POSTGRES, *MYSQL, *OWN)
