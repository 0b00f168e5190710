"""How the address of an Oracle may be written: host, host/service, and host:port/service as its own people write it."""

from pathlib import Path

import pytest

from agent.databases import host_address
from collectors.sessions.oracle_places import place
from config.site import SqlAccess
from tests.test_load import errors, site


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("10.0.0.21:1522/HRPDB", ("10.0.0.21", 1522, "HRPDB")),
        ("db01.example:1521/hr.example.com", ("db01.example", 1521, "hr.example.com")),
        ("10.0.0.21/HRPDB", ("10.0.0.21", 1521, "HRPDB")),
        ('"[fd00::1]:1522/HRPDB"', ("fd00::1", 1522, "HRPDB")),
    ],
)
def test_an_address_as_the_configuration_takes_it_leads_to_the_service(
    address: str, wanted: tuple[str, int, str], tmp_path: Path
) -> None:
    [target] = site(tmp_path, f"targets: [{{id: hr, kind: oracle, address: {address}}}]").targets
    found = place(target.address, target.sql or SqlAccess())
    assert (found.host, found.port, found.service) == wanted
    assert host_address(target.address) == wanted[0]


def test_what_the_address_says_may_be_said_again_and_not_otherwise(tmp_path: Path) -> None:
    entry = "targets: [{{id: hr, kind: oracle, address: 10.0.0.21:1522/HRPDB, access: {{sql: {{{sql}}}}}}}]"
    assert site(tmp_path, entry.format(sql="port: 1522, database: HRPDB")).targets[0].sql is not None
    [port] = errors(tmp_path, entry.format(sql="port: 1521"))
    assert "hr.access.sql.port: found “1521”; the address says 1522: take access.sql.port out" in port
    [database] = errors(tmp_path, entry.format(sql="database: CRM"))
    assert "hr.access.sql.database: found “CRM”; the address says HRPDB: take access.sql.database out" in database


@pytest.mark.parametrize("kind", ["postgres", "mysql", "dameng"])
def test_another_database_is_told_where_its_port_belongs(kind: str, tmp_path: Path) -> None:
    [said] = errors(tmp_path, f"targets: [{{id: a, kind: {kind}, address: 10.0.0.21:5433/shop}}]")
    assert "the port belongs to access.sql.port" in said


@pytest.mark.parametrize("kind", ["linux", "bmc"])
def test_a_host_is_told_to_leave_the_slash_out(kind: str, tmp_path: Path) -> None:
    [said] = errors(tmp_path, f"targets: [{{id: a, kind: {kind}, address: 10.0.0.21:1521/shop}}]")
    assert "write the address without “/”" in said


@pytest.mark.parametrize("address", ["10.0.0.300:1521/HR", "root@10.0.0.1:1521/HR", "a b:1521/HR", "10.0.0.1:1521/a/b"])
def test_what_is_no_address_stays_none(address: str, tmp_path: Path) -> None:
    assert len(errors(tmp_path, f'targets: [{{id: hr, kind: oracle, address: "{address}"}}]')) == 1


def test_declared_packs_come_to_the_session(tmp_path: Path) -> None:
    entry = "targets: [{{id: hr, kind: oracle, address: db01/HR, access: {{sql: {{{sql}}}}}}}]"
    declared = site(tmp_path, entry.format(sql="licensed_packs: [diagnostics], licence_note: 2026-01 张工")).targets[0].sql
    assert declared is not None
    assert (declared.licensed_packs, declared.licence_note) == (("diagnostics",), "2026-01 张工")
    [said] = errors(tmp_path, entry.format(sql="licensed_packs: [everything]"))
    assert "diagnostics" in said
