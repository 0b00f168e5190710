"""The scripts of least rights as they are printed, and what doctor says of a database."""

from pathlib import Path

import pytest

from agent.catalogue import CHECKS
from agent.commands.doctor_target import lines
from agent.doctor import Dark, Diagnosis, Opener
from agent.rights.grants import _SCRIPTS, PRODUCTS, grants_text, missing
from collectors.base import Reason
from config.site import SqlAccess, Target
from config.text import _, render
from tests.program import xunjian


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_printed_script_is_one_whose_every_line_more_is_a_comment(product: str, tmp_path: Path) -> None:
    done = xunjian("doctor", "--grants", product, folder=tmp_path)
    script, darkens = _SCRIPTS[product]()
    assert done.code == 0
    assert done.out.startswith(script.rstrip("\n"))
    more = done.out[len(script.rstrip("\n")) :].strip().splitlines()
    assert all(line.startswith("--") for line in more)
    assert [line for line in more if line.endswith(":")][1:] == [f"-- {right}:" for right in darkens]


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_check_that_a_right_darkens_is_there(product: str) -> None:
    known = {check.id for check in CHECKS}
    _script, darkens = _SCRIPTS[product]()
    assert {check for checks in darkens.values() for check in checks} <= known
    assert "{" not in grants_text(product, "zh_CN").partition(_script.rstrip("\n"))[2]


def diagnosis(transport: dict[str, str], dark: tuple[Dark, ...] = (), kind: str = "postgres") -> Diagnosis:
    target = Target("db", kind, "10.0.0.5", sql=SqlAccess(credential="dba"), platform=kind)
    return Diagnosis(target, None, {}, {}, {}, transport, None, (), dark)


def said(one: Diagnosis) -> str:
    return "\n".join(render(text, "en") for _label, text in lines(one))


def test_a_database_is_not_said_to_run_commands() -> None:
    by_driver = said(diagnosis({"product": "postgres", "product_version": "PostgreSQL 15.18"}))
    assert "credential dba; PostgreSQL 15.18" in by_driver
    assert "exec" not in by_driver
    assert "by its own client" in said(diagnosis({"way": "client", "product_version": "PostgreSQL 15.18"}))


def test_the_rights_that_may_be_missing_are_named_the_narrowest_first() -> None:
    checks = ("database.postgres.hba",)
    dark = Dark(Reason.DENIED.value, _("no"), None, checks, opener=Opener.RIGHTS)
    assert missing("postgres", checks) == ("pg_hba_file_rules",)
    assert "pg_hba_file_rules; xunjian doctor --grants postgres" in said(diagnosis({"product": "postgres"}, (dark,)))
    assert missing("nobody", checks) == ()


def test_who_runs_mariadb_is_sent_to_its_own_script_whose_rights_have_other_names() -> None:
    dark = Dark(Reason.DENIED.value, _("no"), None, ("database.mysql.replication",), opener=Opener.RIGHTS)
    told = said(diagnosis({"product": "mysql", "product_version": "10.11.19-MariaDB-0+deb12u1"}, (dark,), "mysql"))
    assert "doctor --grants mariadb" in told
    assert "doctor --grants mysql" in said(diagnosis({"product_version": "8.0.36 MySQL"}, (dark,), "mysql"))
    of_mariadb, of_mysql = (grants_text(product, "en") for product in ("mariadb", "mysql"))
    assert "\nGRANT BINLOG MONITOR, SLAVE MONITOR ON" in of_mariadb
    assert "\nGRANT REPLICATION CLIENT ON" in of_mysql
    assert "SLAVE MONITOR" not in of_mysql


def test_the_short_name_of_dameng_prints_the_same_script(tmp_path: Path) -> None:
    short = xunjian("doctor", "--grants", "dm", folder=tmp_path)
    assert short.code == 0
    assert short.out == xunjian("doctor", "--grants", "dameng", folder=tmp_path).out
    assert "GRANT VTI TO XUNJIAN;" in short.out


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_script_says_in_chinese_too_what_a_right_is_for(product: str) -> None:
    script, _darkens = _SCRIPTS[product]()
    assert script.count("用途") >= 4
    assert "{" not in script
