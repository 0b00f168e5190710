"""The plan in its forms: short, whole behind an index, of some checks; the whole lacks nothing that would be sent."""

import re
from pathlib import Path
from typing import Any

import pytest

from agent.commands.plan_full import full
from agent.commands.plan_glance import glance, glance_far
from agent.commands.plan_short import short
from config.site import Target
from tests.program import configuration, xunjian

BMC = {"kind": "bmc", "access": {"redfish": {"credential": "bmc"}}}
CREDENTIALS = {"bmc": {"user": "inspect", "password": "${env:P}"}}
LINUX = {"kind": "linux", "address": "192.0.2.1", "access": {"ssh": {"credential": "bmc"}}}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    targets: list[dict[str, Any]] = [
        {"id": "here", "kind": "local"},
        {"id": "there", **LINUX},
        {"id": "bmc1", "address": "192.0.2.2", **BMC},
        {"id": "bmc2", "address": "192.0.2.3", **BMC},
    ]
    configuration(tmp_path, targets, credentials=CREDENTIALS)
    return tmp_path


def plans(folder: Path, *more: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = xunjian("plan", "--output", "json", *more, folder=folder).json()
    return made


def test_the_whole_plan_shows_every_line_that_would_be_sent_to_each_target(site: Path) -> None:
    shown = {line.strip().removeprefix("$ ") for line in xunjian("plan", "--full", folder=site).out.splitlines()}
    for plan in plans(site):
        for ask in plan["asks"]:
            for line in f"{ask['command']}\n{ask['each']}".strip().splitlines():
                told = line.strip()
                assert told in shown or any(one.endswith(told) for one in shown), (plan["target"], ask["id"], line)


def test_each_line_of_the_index_leads_to_its_ask(site: Path) -> None:
    lines = xunjian("plan", "--full", folder=site).out.splitlines()
    index = [re.fullmatch(r" +(\d+)  +(\S.*)", line) for line in lines[1 : lines.index("")]]
    named = [found[2] for found in index if found]
    asks = [ask["id"] for ask in plans(site)[0]["asks"]]
    assert len(named) == len(index)
    once = sorted(name for name in named if name.startswith("linux."))
    assert once == sorted(asks), "of two machines that are asked the same, once"
    for found in index:
        assert found is not None
        assert lines[int(found[1]) - 1].strip().startswith(found[2].split(",")[0])


def test_the_short_plan_has_a_line_an_ask_and_says_who_needs_root(site: Path) -> None:
    out = xunjian("plan", folder=site).out
    lines = out.splitlines()
    of_linux = [line for line in lines if line.startswith("  linux.")]
    asks = plans(site)[0]["asks"]
    by_id = {line.split()[0]: line for line in of_linux}
    assert sorted(by_id) == sorted(ask["id"] for ask in asks)
    for ask in asks:
        line = by_id[ask["id"]]
        seconds, kib, root = line.split()[-3:]
        assert (int(seconds), int(kib)) == (ask["seconds_at_most"], ask["kib_at_most"])
        assert root == {"never": "-", "better": "more", "needed": "yes"}[ask["root"]]
    needed = [ask["id"] for ask in asks if ask["root"] == "needed"]
    assert f"root needed, {len(needed)} asks: {', '.join(needed)}" in out
    assert "/dev/shm" in out, "where something is written on the target"
    assert len(lines) < 40 + len(asks)
    assert max(map(len, of_linux)) <= 120


def test_a_host_that_is_asked_by_snmp_gets_no_script(tmp_path: Path) -> None:
    by_snmp = {"kind": "linux", "address": "192.0.2.1", "access": {"snmp": {"credential": "v2"}}}
    switch = {"kind": "network", "platform": "huawei_vrp", "address": "192.0.2.2"}
    both = {"snmp": {"credential": "v2"}, "ssh": {"credential": "bmc"}}
    targets = [{"id": "host", **by_snmp}, {"id": "sw", **switch, "access": both}]
    configuration(tmp_path, targets, credentials={**CREDENTIALS, "v2": {"community": "${env:C}"}})
    assert [plan["way"] for plan in plans(tmp_path)] == ["snmp", "snmp+ssh-line"]
    for how in ((), ("--full",)):
        out = xunjian("plan", *how, folder=tmp_path).out
        assert "HOST-RESOURCES-MIB" in out or how
        assert "sudo" not in out
        assert "/dev/shm" not in out


def test_the_walk_through_a_bmc_is_listed_once(site: Path) -> None:
    whole = xunjian("plan", "--full", "-t", "bmc1", folder=site).out
    walk = next(line for line in whole.splitlines() if "{@odata.id}" in line)
    assert whole.count(walk.strip()) == 1
    assert {ask["id"] for ask in plans(site, "-t", "bmc1")[0]["asks"]} == set(
        re.findall(r"^  (redfish\.\w+)  \[", whole, re.MULTILINE)
    )
    brief = xunjian("plan", "-t", "bmc*", folder=site).out
    assert brief.count("{@odata.id}") == 1, "two that are asked the same share one table"
    assert "bmc1 (192.0.2.2" in brief
    assert "bmc2 (192.0.2.3" in brief


@pytest.mark.parametrize("how", [("server.md_raid",), ("--only", "server.md_raid")])
def test_the_plan_of_a_check_shows_its_commands_whole(how: tuple[str, ...], site: Path) -> None:
    out = xunjian("plan", *how, "-t", "here", folder=site).out
    for ask in plans(site, "-t", "here", "--only", "server.md_raid")[0]["asks"]:
        assert all(line.strip() in out for line in ask["command"].splitlines())
    assert "linux.memory.proc" not in out


def test_own_checks_stand_under_their_own_heading() -> None:
    ask = {
        "id": "custom.app",
        "for_checks": ["custom.app"],
        "command": "cat /opt/app/state",
        "each": "",
        "items_at_most": 1,
        "values_words": [],
        "seconds_at_most": 5,
        "kib_at_most": 4,
        "round": 1,
        "runs": 1,
        "root": "never",
        "root_words": "no",
        "is_here": False,
        "is_own": True,
    }
    plan = {
        "target": "a",
        "address": "",
        "kind": "local",
        "way": "local",
        "sudo": False,
        "seconds_at_most": 9,
        "writes_confirmed_by": "",
        "asks": [ask],
    }
    for lines in (list(short([plan], "en")), list(full([plan], "en", has_index=True))):
        heading = next(place for place, line in enumerate(lines) if "The site's own" in line)
        assert any("custom.app" in line for line in lines[heading:])


@pytest.mark.parametrize(
    ("command", "read"),
    [
        ("df -PkT", ("df",)),
        ("$S smartctl --json=c -a /dev/sda", ("smartctl", "/dev/sda")),
        ("cat /proc/mdstat | sed 's/x/y; rm z/'", ("/proc/mdstat",)),
        ('[ -r /etc/fstab ] && while read -r l; do echo "$(lvs -o $l)"; done </etc/fstab', ("lvs", "/etc/fstab")),
        ("left=$((left - 1)); case $t in nfs|cifs) true;; esac; chronyc -n tracking", ("chronyc",)),
        ('own() { awk \'{ system("reboot") }\' "$1"; }\nown /proc/stat', ("/proc/stat",)),
        ("sed p", ("sed",)),
        ("# df is not run\nuname -r", ("uname",)),
    ],
)
def test_a_glance_names_programs_and_paths(command: str, read: tuple[str, ...]) -> None:
    assert glance(command) == read


def test_a_glance_over_the_network_leaves_the_address_out() -> None:
    assert glance_far("GET https://192.0.2.2:443/redfish/v1/\nGET https://192.0.2.2{@odata.id} [credential: a]") == (
        "GET /redfish/v1/",
        "GET {@odata.id} [credential: a]",
    )


def test_a_glance_at_snmp_names_the_mibs_makers_last() -> None:
    sent = (
        "-- sysObjectID 1.3.6.1.4.1.2011.2.*\nGETBULK 1.3.6.1.4.1.2011.5.25.31.1.1.1.1.5 1.3.6.1.2.1.47.1.1.1.1.2 (<= 9)\n"
        "GET 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.105.1.3.1.1.2"
    )
    assert glance_far(sent) == ("ENTITY-MIB", "SNMPv2-MIB", "POWER-ETHERNET-MIB", "enterprises.2011")


def test_every_object_of_the_catalogue_is_of_a_mib_that_has_a_name() -> None:
    from agent.catalogue import COLLECTORS  # noqa: PLC0415 - as below
    from agent.sending import sent  # noqa: PLC0415 - as above
    from collectors.base import Collector, Snmp  # noqa: PLC0415 - as above

    asks = [one.ask for one in COLLECTORS if isinstance(one, Collector) and isinstance(one.ask, Snmp)]
    named = {name for ask in asks for name in glance_far(sent(ask, Target("sw", "network")))}
    assert "IF-MIB" in named
    assert not [name for name in named if name[0].isdigit()]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("select a from pg_stat_activity s\njoin pg_database d on d.oid = s.datid", ("pg_stat_activity", "pg_database")),
        ("with old as (select 1 from dba_users) select * from old, v$x", ("dba_users",)),
        ("select extract(epoch from now()) from pg_locks", ("pg_locks",)),
        ("select 1", ("select 1",)),
    ],
)
def test_a_glance_at_a_statement_names_its_views(sent: str, read: tuple[str, ...]) -> None:
    assert glance_far(sent) == read


def test_a_glance_says_nothing_that_the_command_does_not() -> None:
    for ask in plans_of_linux():
        whole = f"{ask['command']}\n{ask['each']}"
        assert all(word in whole for word in glance(whole)), ask["id"]
        assert glance(whole), ask["id"]


def plans_of_linux() -> list[dict[str, Any]]:
    from agent.catalogue import checks_for  # noqa: PLC0415 - as below
    from agent.planning import asks_of  # noqa: PLC0415 - the catalogue, for one test

    rows = asks_of("linux", checks_for("linux"), {})
    return [{"id": row.id, "command": row.command, "each": row.each} for row in rows]
