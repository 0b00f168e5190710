"""The rights of the inspecting account on Oracle, and the field test of its statements."""

import json
import time
from dataclasses import replace

from agent.catalogue import Scope, checks_for, collectors_for
from agent.rights import grants_oracle
from agent.selftest import selftest
from checks.base import Change
from collectors.base import Collector, EachDatabase
from collectors.oracle import COLLECTORS
from tests.house.oracle.emulated import EmulatedDialect
from tests.house.oracle.worlds import HEALTHY, OLD, SICK

CHECKS = [
    one
    for scope in (Scope.INSPECTION, Scope.SECURITY)
    for one in checks_for("oracle", scope)
    if not (isinstance(one, Change) and one.beside_baseline)
]
"""Without those that compare two moments: they are dark where the checks of the same facts are."""
IDS = {check.id for check in CHECKS}


def test_without_the_catalogue_role_every_check_is_dark() -> None:
    assert set(grants_oracle.darkens["select_catalog_role"]) == IDS
    assert set(grants_oracle.darkens["create session"]) == IDS


def test_without_set_container_what_goes_through_the_containers_is_dark() -> None:
    walking = {
        check.id
        for check in CHECKS
        if any(
            isinstance(one, Collector) and isinstance(one.ask, EachDatabase) for one in collectors_for("oracle", [check])
        )
    }
    assert set(grants_oracle.darkens["set container"]) == walking


def test_the_script_grants_no_table_and_says_what_each_line_is_for() -> None:
    script = grants_oracle.script()
    assert "select any table" not in script.lower()
    assert "dba to" not in script.lower()
    for line in script.splitlines():
        assert line.isascii() or line.startswith(("--", "accept")), line
    assert "未在真实 Oracle 上运行" in script


def test_the_field_test_tells_shapes_and_no_value() -> None:
    told = json.dumps(selftest(EmulatedDialect(HEALTHY), COLLECTORS, 60))
    for word in ("ORCL_BJ", "1650021450", "SALES", "db01", "+DATA", "7h3k2mvb5u1aa"):
        assert word not in told
    statements = {one["id"]: one for one in json.loads(told)["statements"]}
    assert {one["state"] for one in statements.values()} == {"ok"}
    assert {"name": "resource_name", "kinds": ["text"], "longest": 13} in statements["oracle.resources"]["columns"]
    assert {"name": "limit_value", "kinds": ["number, padded", "text"], "longest": 10} in statements["oracle.resources"][
        "columns"
    ]


def test_the_field_test_names_codes_and_what_is_not_for_a_version() -> None:
    denied = selftest(EmulatedDialect(replace(SICK, denied=frozenset({"v$thread"}))), COLLECTORS, 60)
    statements = {one["id"]: one for one in json.loads(json.dumps(denied))["statements"]}
    assert statements["oracle.threads"]["state"] == "denied"
    assert statements["oracle.threads"]["codes"] == ["ORA-00942"]
    old = json.loads(json.dumps(selftest(EmulatedDialect(OLD), COLLECTORS, 60)))
    assert {"id": "oracle.pluggables", "state": "not for this version"} in old["statements"]


def test_the_field_test_ends_by_its_own_seconds() -> None:
    began = time.monotonic()
    told = json.loads(json.dumps(selftest(EmulatedDialect(HEALTHY), COLLECTORS, 0)))
    assert {one["state"] for one in told["statements"]} == {"budget"}
    assert time.monotonic() - began < 5
