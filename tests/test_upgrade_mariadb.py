"""Changes made to a real MariaDB between two snapshots: each named once, in the right class, with nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.peers.mariadb import is_there, mariadb
from tests.program import configuration, xunjian

pytestmark = [pytest.mark.peer, pytest.mark.skipif(not is_there(), reason="no MariaDB is installed")]
PASSWORD = "Quite-a-long-0ne-for-tests"
CHANGES = (
    ("set global max_connections = 333", ("changed_settings", "max_connections"), "open"),
    ("create user 'batch'@'10.%' identified by 'Some-Long-0ne'", ("changed_accounts", "batch@10.%"), "open"),
    ("drop user 'app'@'%'", ("changed_accounts", "app@%"), "unexpected"),
    ("alter user 'report'@'%' account lock", ("changed_accounts", "report@%"), "unexpected"),
    ("create database extra", ("changed_schemas", "extra"), "open"),
    ("drop table shop.orders", ("changed_schemas", "shop"), "unexpected"),
)
"""What is done, what is to be named for it, and as what."""


def rows(said: dict[str, Any]) -> set[tuple[tuple[str, str], str]]:
    return {
        ((row["aspect"].removeprefix("database.mysql."), row["subject"]), row["stand"])
        for row in said["changes"]
        if row["stand"] != "noted"
    }


def test_each_change_is_named_once_and_nothing_else_is(tmp_path: Path) -> None:
    with mariadb() as server:
        server.sql(
            "create database shop",
            "create table shop.orders (id int primary key)",
            "create table shop.lines (id int primary key)",
            "create user 'app'@'%' identified by 'Some-Long-0ne'",
            "create user 'report'@'%' identified by 'Some-Long-0ne'",
            f"create user 'xunjian'@'%' identified by '{PASSWORD}'",
            "grant select, process, replication client, show databases on *.* to 'xunjian'@'%'",
        )
        secret = tmp_path / "secret"
        secret.write_text(f"{PASSWORD}\n")
        secret.chmod(0o600)
        access = {"sql": {"credential": "db", "port": server.port}}
        entry = {"id": "shop", "kind": "mysql", "address": "127.0.0.1", "access": access}
        credentials = {"db": {"user": "xunjian", "password": f"${{file:{secret}}}"}}
        configuration(tmp_path, [entry], credentials=credentials)
        taken = xunjian("snapshot", "before", "--store", "s.db", "-q", folder=tmp_path)
        assert taken.code in {0, 2, 3}, taken.err
        same = xunjian("verify", "before", "--store", "s.db", "--output", "json", "-q", folder=tmp_path)
        assert rows(json.loads(same.out)) == set(), same.out
        server.sql(*(statement for statement, _named, _stand in CHANGES))
        server.sql("create table extra.one (id int primary key)")
        done = xunjian("verify", "before", "--store", "s.db", "--output", "json", "-q", folder=tmp_path)
        said = json.loads(done.out)
    assert rows(said) == {(named, stand) for _statement, named, stand in CHANGES}
    assert done.code == 2
