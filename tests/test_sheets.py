"""Lists that customers have, into targets and back: nothing is lost in silence, no secret is taken."""

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.sheets.headings import COLUMNS, FIELDS, folded, kind_of
from agent.sheets.imported import Imported, id_of
from agent.sheets.read import form_of, imported
from agent.sheets.written import to_csv, to_entries, to_xlsx, to_yaml
from config.kinds import DATABASES, DEVICES, GROUPS, KINDS, platform_of
from config.load import load
from config.problems import Problem
from config.site import SshAccess, Target
from config.text import render

PLANTED = "Hunter2-geheim"


def lines(made: Imported | tuple[Problem, ...], language: str = "en") -> list[str]:
    problems = made.not_understood if isinstance(made, Imported) else made
    return [render(problem.text(), language) for problem in problems]


def from_csv(text: str, encoding: str = "utf-8") -> Imported:
    return imported(text.encode(encoding), "资产.csv")


def from_rows(*rows: tuple[object, ...], merge: str = "") -> Imported:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "设备"
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return imported(out.getvalue(), "资产.xlsx")


SHEET = """\
某市环卫局资产清单,,,,,,,,
制表日期,2026-01-05,,,,,,,
序号,设备名称,管理IP,类型,品牌型号,序列号,位置,维保到期,责任人
1,应用服务器(一),10.0.0.11,Linux服务器,R4900 G5,0123,3号机房A07,2028年12月31日,王工
2,核心交换机,10.0.0.1,交换机,S12700,SN-2,3号机房A01,2027/6/30,李工
3,HR数据库,10.0.0.21,Oracle数据库,,,,,王工
4,UPS-1,,UPS,,,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_chinese_sheet_in_every_encoding_that_excel_saves(encoding: str, sign: str) -> None:
    made = from_csv(SHEET.replace(",", sign), encoding)
    assert lines(made) == []
    assert [(t.id, t.kind, t.address) for t in made.targets] == [
        ("应用服务器-一", "linux", "10.0.0.11"),
        ("核心交换机", "network", "10.0.0.1"),
        ("HR数据库", "oracle", "10.0.0.21"),
        ("UPS-1", "manual", ""),
    ]
    assert made.targets[0].asset == {
        "name": "应用服务器(一)",
        "type": "Linux服务器",
        "model": "R4900 G5",
        "serial": "0123",
        "location": "3号机房A07",
        "warranty_ends_on": "2028-12-31",
        "owner": "王工",
    }
    assert made.targets[0].place == "资产.csv!4"


def test_a_workbook_with_titles_dates_numbers_and_merged_cells() -> None:
    made = from_rows(
        ("资产台账",),
        (),
        ("位置", "Name", "IP Address", "Warranty", "SN", "Port", "等保级别", "重要性", "标签", "账号"),
        ("3号机房", "a", "10.0.0.1", datetime(2026, 12, 31), 12345, 22.0, "三级", "高", "生产、数据库", "ops"),  # noqa: DTZ001 - Excel has no zone
        (None, "b", "10.0.0.2", date(2027, 1, 1), "0012", 2222, 2, "low", "生产", "ops"),
        ("4号机房", "c", "10.0.0.3", 46387, "x", None, None, None, None, "root"),
        merge="A4:A5",
    )
    assert lines(made) == []
    a, b, c = made.targets
    assert [t.asset["location"] for t in made.targets] == ["3号机房", "3号机房", "4号机房"]
    assert [t.asset["warranty_ends_on"] for t in made.targets] == ["2026-12-31", "2027-01-01", "2026-12-31"]
    assert (a.asset["serial"], b.asset["serial"]) == ("12345", "0012")
    assert (a.ssh.port, b.ssh.port, a.dengbao, b.dengbao, a.importance, b.importance) == (22, 2222, 3, 2, "high", "low")
    assert (a.tags, b.tags, c.tags) == (("生产", "数据库"), ("生产",), ())
    assert [(k.name, k.user) for k in made.credentials] == [("ops", "ops"), ("root", "root")]
    assert a.place == "设备!4"


@pytest.mark.parametrize(
    "day", ["2026-12-31", "2026/12/31", "2026.12.31", "2026年12月31日", "20261231", "2026-12-31 00:00:00"]
)
def test_the_usual_forms_of_a_date(day: str) -> None:
    assert from_csv(f"名称,IP,维保到期\na,a,{day}\n").targets[0].asset["warranty_ends_on"] == "2026-12-31"


@pytest.mark.parametrize("day", ["2026-02-30", "31/12/2026", "2026年12月", "已过保", "12"])
def test_a_date_that_is_none_is_listed_and_the_row_kept(day: str) -> None:
    made = from_csv(f"名称,IP,维保到期\na,a,{day}\n")
    assert "warranty_ends_on" not in made.targets[0].asset
    assert lines(made) == [f"资产.csv!C2: warranty_ends_on: found “{day}”; write a date as 2026-12-31"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("服务器", "linux"),
        ("Linux服务器", "linux"),
        ("Windows 服务器", "windows"),
        ("数据库服务器", "linux"),
        ("数据库", "database"),
        ("Oracle", "oracle"),
        ("交换机", "network"),
        ("光纤交换机", "storage"),
        ("防火墙", "network"),
        ("UPS", "manual"),
        ("小型机", "unix"),
        ("磁盘阵列", "storage"),
        ("达梦", "dameng"),
        ("量子计算机", ""),
    ],
)
def test_types_lead_to_kinds(words: str, kind: str) -> None:
    assert kind_of(words) == kind


def test_what_is_not_understood_is_listed_by_its_cell() -> None:
    made = from_csv(
        "名称,IP,类型,端口,重要性,等保级别,资产编号,主机名\n"
        "a,10.0.0.1,量子计算机,22,高,3,ZC-1,x\n"
        "b,10.0.0.300,服务器,99999,特别,9,ZC-2,\n"
        "c,10.0.0.3/10.0.0.4,服务器,,,,,\n"
        "d,10.0.0.5 10.0.0.6,服务器,,,,,\n"
        "e,,服务器,,,,,\n"
        ",,服务器,,,,,\n"
        "\n"
        "a,10.0.0.9,服务器,,,,,\n"
        "g,10.0.0.5,服务器,,,,,\n"
        "h,10.0.0.7,,,,,,\n"
    )
    assert [(t.id, t.kind, t.address) for t in made.targets] == [
        ("a", "manual", "10.0.0.1"),
        ("b", "manual", ""),
        ("c", "linux", "10.0.0.3"),
        ("d", "linux", "10.0.0.5"),
        ("e", "manual", ""),
        ("a-2", "linux", "10.0.0.9"),
        ("g", "linux", "10.0.0.5"),
        ("h", "manual", "10.0.0.7"),
    ]
    assert [line.partition("; ")[0] for line in lines(made)] == [
        "资产.csv!G1: found the column “资产编号”, which is not known",
        "资产.csv!H1: found the column “主机名”, which says the same as “名称”",
        "资产.csv!2: a: found the type “量子计算机”",
        "资产.csv!B3: address: found “10.0.0.300”",
        "资产.csv!D3: port: found “99999”",
        "资产.csv!E3: importance: found “特别”",
        "资产.csv!F3: dengbao: found “9”",
        "资产.csv!3: b: found no address",
        "资产.csv!B4: address: found “10.0.0.3/10.0.0.4”",
        "资产.csv!B5: address: found “10.0.0.5 10.0.0.6”",
        "资产.csv!6: e: found no address",
        "资产.csv!7: found a row without a name or an address that can stand in an id",
        "资产.csv!11: h: found no type",
        "资产.csv!9: a: found the name “a” again",
        "资产.csv!10: g: found the address 10.0.0.5 again",
    ]


@pytest.mark.parametrize(
    "heading", ["密码", "登录口令", "root密码", "Password", "SNMP community", "团体字", "pwd", "Secret", "enable password"]
)
def test_a_column_of_secrets_is_refused_and_none_is_taken(heading: str) -> None:
    made = from_csv(f"名称,IP,{heading}\na,10.0.0.1,{PLANTED}\nb,10.0.0.2,\n")
    assert len(made.targets) == 2
    (said,) = lines(made)
    assert said.startswith(f"资产.csv!C1: found a column of secrets, “{heading}”, with 1 values; it was not taken")
    assert said.endswith('password: "${env:NAME}", "${file:/full/path}" or "${ask}"')
    assert PLANTED not in repr(made)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("账号", f"root/{PLANTED}"),
        ("账号", f"root {PLANTED}"),
        ("备注", f"密码:{PLANTED}"),
        ("备注", f"root password={PLANTED}"),
    ],
)
def test_a_secret_in_another_column_is_refused_and_not_repeated(heading: str, cell: str) -> None:
    made = from_csv(f"名称,IP,{heading}\na,10.0.0.1,{cell}\n")
    assert len(made.not_understood) == 1
    assert PLANTED not in repr(made) + "".join(lines(made, "zh_CN"))


def test_a_number_that_excel_has_shortened_is_not_taken() -> None:
    assert "lost digits" in lines(from_csv("名称,IP,SN\na,a,1.23457E+17\n"))[0]
    assert "lost digits" in lines(from_rows(("名称", "IP", "SN"), ("a", "a", 123456789012345678)))[0]
    assert from_rows(("名称", "IP", "SN"), ("a", "a", 123456789012345)).targets[0].asset["serial"] == "123456789012345"


def test_a_jump_host_is_found_by_name_or_address() -> None:
    made = from_csv("名称,IP,跳板机\na,10.0.0.1,\nb,10.0.0.2,a\nc,10.0.0.3,10.0.0.1\nd,10.0.0.4,zz\n")
    assert [t.ssh.jump for t in made.targets] == ["", "a", "a", "zz"]
    assert [line.partition(";")[0] for line in lines(made)] == [
        "资产.csv!5: d: found the jump host “zz”, which is not in this list"
    ]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"a,b\n1,2\n", "x.csv", "no row of headings"),
        (b"\xff\xff\xff\xff", "x.csv", "no text in UTF-8 or GB18030"),
        (b"PK\x03\x04 broken", "x.xlsx", "no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0....", "x.xls", "an old workbook (.xls)"),
        (b"???", "x.pdf", "a file of another form"),
        (b"a: [", "inventory.yaml", "what YAML cannot read"),
        (b"\xff\xff", "hosts", "no text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(content: bytes, name: str, said: str) -> None:
    made = imported(content, name)
    assert made.targets == ()
    assert said in lines(made)[0]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.CSV", "csv"),
        ("hosts", "ansible"),
        ("inventory.yml", "ansible"),
        ("config", "ssh_config"),
        ("ssh_config", "ssh_config"),
        ("a.doc", ""),
    ],
)
def test_the_form_is_told_by_the_name(name: str, form: str) -> None:
    assert form_of(b"x", name) == form


def test_every_heading_that_an_export_writes_is_read_again() -> None:
    for name, heading in COLUMNS.items():
        assert {FIELDS[folded(render(heading, language))] for language in ("zh_CN", "en")} == {name}


INVENTORY = f"""\
# ours
bastion ansible_host=10.0.0.5 ansible_port=2222
[web]
web[01:03].example ansible_user=ops
10.0.0.9:2200
[db]
db-[a:b] ansible_host=10.0.0.20 ansible_ssh_private_key_file=/keys/db http_port=80
switch ansible_host=10.0.0.1 ansible_network_os=community.network.ce
win ansible_connection=winrm ansible_password={PLANTED}
here ansible_connection=local
[db:vars]
ansible_user=dba
ansible_ssh_common_args='-o ProxyJump=ops@bastion'
ansible_become_pass={PLANTED}
[prod:children]
web
db
[all:vars]
ansible_user=root
"""


def test_an_ansible_inventory() -> None:
    made = imported(INVENTORY.encode(), "hosts")
    found = {t.id: t for t in made.targets}
    assert list(found) == [
        *("bastion", "web01.example", "web02.example", "web03.example", "10.0.0.9"),
        *("db-a", "db-b", "switch", "win", "here"),
    ]
    assert found["web02.example"].tags == ("web", "prod")
    assert found["10.0.0.9"].ssh.port == 2200
    assert (found["db-a"].address, found["db-a"].ssh.jump, found["bastion"].ssh.port) == ("10.0.0.20", "bastion", 2222)
    users = {c.name: (c.user, c.private_key) for c in made.credentials}
    assert users[found["db-a"].ssh.credential] == ("dba", "/keys/db")
    assert users[found["web01.example"].ssh.credential] == ("ops", "")
    assert users[found["bastion"].ssh.credential] == ("root", "")
    assert [(found[i].kind, found[i].platform) for i in ("switch", "win", "here")] == [
        ("network", "huawei_vrp"),
        ("windows", "windows"),
        ("local", "linux"),
    ]
    said = "\n".join(lines(made))
    assert "a secret in the variable ansible_password" in said
    assert "a secret in the variable ansible_become_pass" in said
    assert "the variable http_port" in said
    assert "hosts:7: db-b: found the address 10.0.0.20 again" in said
    assert PLANTED not in said + repr(made)


def test_an_ansible_inventory_in_yaml() -> None:
    text = f"""\
all:
  vars: {{ansible_user: root}}
  hosts:
    bastion: {{ansible_host: 10.0.0.5}}
  children:
    web:
      vars: {{ansible_port: 2222, ansible_user: "{{{{ me }}}}"}}
      hosts:
        web[1:2]:
        odd: {{ansible_host: not an address}}
      children:
        edge: {{hosts: {{web3: {{ansible_ssh_pass: !vault "{PLANTED}"}}}}}}
"""
    made = imported(text.encode(), "inventory.yaml")
    assert [(t.id, t.kind, t.ssh.port, t.tags) for t in made.targets] == [
        ("bastion", "linux", 22, ()),
        ("web1", "linux", 2222, ("web",)),
        ("web2", "linux", 2222, ("web",)),
        ("odd", "manual", 2222, ("web",)),
        ("web3", "linux", 2222, ("edge", "web")),
    ]
    said = "\n".join(lines(made))
    assert "inventory.yaml:10: odd: found the address “not an address”" in said
    assert "a secret in the variable ansible_ssh_pass" in said
    assert "the variable ansible_user, which is a template" in said
    assert PLANTED not in said


def test_groups_in_a_circle_end() -> None:
    made = imported(b"[a]\nx\n[a:children]\nb\n[b:children]\na\n", "hosts")
    assert made.targets[0].tags == ("a", "b")


def test_an_ssh_config() -> None:
    text = """\
User everyone
Include conf.d/*
Host web db-?
    HostName 10.0.0.11
    User = ops
    IdentityFile "~/.ssh/id key"
    IdentityFile ~/.ssh/second
    ProxyJump ops@bastion:2222
Host bastion
    HostName %h.example
    Port 2222
    ProxyCommand nc %h %p
Host chain
    ProxyJump a,b
    Port 0
Host *
    User root
Match user x
    Port 1
Host last   # a comment
    ForwardAgent yes
"""
    made = imported(text.encode(), "ssh_config")
    assert [(t.id, t.address, t.ssh.port, t.ssh.jump) for t in made.targets] == [
        ("web", "10.0.0.11", 22, "bastion"),
        ("bastion", "bastion.example", 2222, ""),
        ("chain", "chain", 22, ""),
        ("last", "last", 22, ""),
    ]
    assert [(c.name, c.user, c.private_key) for c in made.credentials] == [("ops", "ops", "~/.ssh/id key")]
    assert [line.partition(";")[0] for line in lines(made)] == [
        "ssh_config:1: found user outside a Host of its own",
        "ssh_config:2: found “include”",
        "ssh_config:3: found the pattern “db-?”",
        "ssh_config:7: found a second key, ~/.ssh/second",
        "ssh_config:12: found “proxycommand”",
        "ssh_config:16: found the pattern “*”",
        "ssh_config:18: found “match”",
        "ssh_config:19: found port outside a Host of its own",
        "ssh_config:13: chain: found the port “0”",
        "ssh_config:13: chain: found ProxyJump “a,b”",
    ]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("web 01", "web-01"),
        ("数据库(主)", "数据库-主"),
        ("数据库\uff08主\uff09", "数据库-主"),
        ("__a__", "a"),
        ("ｗｅｂ", "web"),
        ("😀", ""),
        ("x" * 99, "x" * 64),
    ],
)
def test_ids_are_made_of_names(name: str, made: str) -> None:
    assert id_of(name) == made


@given(st.text())
def test_an_id_made_of_a_name_is_stable_and_fits(name: str) -> None:
    made = id_of(name)
    assert id_of(made) == made
    assert len(made) <= 64


CELL = st.text(st.characters(blacklist_categories=["C", "Z"]) | st.sampled_from(" "), min_size=1, max_size=20).map(
    str.strip
)
FORMULA = st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "'=1",
        "'x",
        '=HYPERLINK("a")',
        "null",
        "~",
        "007",
        "1.10",
        "yes",
        "a: b",
        "# x",
        "a,b",
        'a"b',
    ]
)
WORDS = (CELL | FORMULA).filter(lambda words: words and "密" not in words and "口令" not in words)
NAME = st.from_regex(r"[a-z\u4e00-\u9fa5][a-z0-9\u4e00-\u9fa5]{0,8}", fullmatch=True)
LOGIN = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True)
ASSET = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("type", "vendor", "model", "location", "owner", "note"), WORDS),
        "name": WORDS.map(lambda words: f"{words}号"),
        "serial": st.from_regex(r"[A-Z0-9]{1,4}-[A-Z0-9]{1,8}", fullmatch=True),
        "warranty_ends_on": st.dates(date(1990, 1, 1), date(2200, 1, 1)).map(str),
    },
)


ADDRESSES = {
    "linux": "10.0.0.{number}",
    "bmc": "10.0.1.{number}",
    "function": "https://10.0.2.{number}/login",
} | dict.fromkeys(DATABASES, "10.0.3.{number}")
"""Kinds that need an address, each of its form."""


def _more_platforms(kind: str) -> tuple[str, ...]:
    return () if kind == "linux" or (kind in DEVICES and kind != "network") else ("huawei_vrp",)


@st.composite
def targets(draw: st.DrawFn) -> tuple[Target, ...]:
    names = draw(st.lists(NAME, min_size=1, max_size=5, unique=True))
    made = []
    for number, name in enumerate(names):
        kind = draw(st.sampled_from([kind for kind in KINDS if kind not in GROUPS and kind != "local"]))
        made.append(
            Target(
                id=name,
                kind=kind,
                address=ADDRESSES[kind].format(number=number)
                if kind in ADDRESSES
                else draw(st.sampled_from(["", f"host{number}.example"])),
                ssh=SshAccess(
                    credential=draw(st.just("") | LOGIN),
                    port=draw(st.integers(1, 65535)),
                    jump=draw(st.sampled_from(["", *names])),
                ),
                platform=draw(st.sampled_from([platform_of(kind, "https://"), *_more_platforms(kind)])),
                importance=draw(st.sampled_from(["low", "normal", "high"])),
                tags=tuple(draw(st.lists(NAME, max_size=3, unique=True))),
                dengbao=draw(st.none() | st.integers(1, 5)),
                asset=draw(ASSET),
            )
        )
    return tuple(made)


def nowhere(made: Imported) -> tuple[Target, ...]:
    return tuple(replace(target, place="") for target in made.targets)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(targets(), st.sampled_from(["zh_CN", "en"]))
def test_what_is_written_to_a_csv_is_read_again(made: tuple[Target, ...], language: str) -> None:
    again = imported(to_csv(made, language), "x.csv")
    assert nowhere(again) == made
    assert lines(again) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(targets(), st.sampled_from(["zh_CN", "en"]))
def test_what_is_written_to_a_workbook_is_read_again(made: tuple[Target, ...], language: str) -> None:
    again = imported(to_xlsx(made, language), "x.xlsx")
    assert nowhere(again) == made
    assert lines(again) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(targets())
def test_what_is_written_to_yaml_loads_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[Target, ...]
) -> None:
    straight = tuple(replace(target, ssh=replace(target.ssh, jump="", credential="")) for target in made)
    path = tmp_path_factory.getbasetemp() / "targets.yaml"
    path.write_text(to_yaml(straight), encoding="utf-8")
    loaded = load(path).targets
    assert tuple(replace(target, place="") for target in loaded) == straight


def test_an_import_stands_alone_with_its_credentials(tmp_path: Path) -> None:
    made = imported(INVENTORY.encode(), "hosts")
    path = tmp_path / "targets.yaml"
    path.write_text(to_yaml(made.targets, made.credentials), encoding="utf-8")
    site = load(path)
    assert [t.id for t in site.targets] == [t.id for t in made.targets]
    assert {c.user for c in site.credentials.values()} == {"root", "ops", "dba"}


def test_entries_are_appended_to_a_file_that_has_others(tmp_path: Path) -> None:
    path = tmp_path / "xunjian.yaml"
    path.write_text(
        "targets:\n  - {id: first, address: a}\n" + to_entries([Target("second", address="b")]), encoding="utf-8"
    )
    assert [t.id for t in load(path).targets] == ["first", "second"]


def test_no_cell_of_a_csv_is_a_formula() -> None:
    made = Target(
        "a", address="10.0.0.1", asset={"note": "=cmd|' /C calc'!A0", "model": "@SUM(1)", "owner": "-1", "vendor": "+1"}
    )
    text = to_csv([made], "zh_CN").decode("utf-8-sig")
    assert not [cell for cell in text.replace("\r\n", ",").split(",") if cell[:1] in ("=", "+", "-", "@")]
    assert to_csv([made], "zh_CN").startswith(b"\xef\xbb\xbf")


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "hosts", "a.yaml", "config", "a.xlsx"]))
def test_whatever_the_bytes_are_they_import_or_say_why(content: bytes, name: str) -> None:
    made = imported(content, name)
    assert all(target.id for target in made.targets)


@given(st.text(alphabet="[]:=#ab1*\n 'Host\"{}%!,", max_size=80), st.sampled_from(["a.csv", "hosts", "a.yaml", "config"]))
def test_whatever_the_text_is_it_imports_or_says_why(text: str, name: str) -> None:
    assert all(target.id for target in imported(text.encode(), name).targets)
