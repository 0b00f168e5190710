"""``deliveries:`` as an operator writes it: what it means, and what is wrong with its place and what to write."""

from pathlib import Path

import pytest

from config.load import load
from config.problems import ConfigError
from config.site import Site

HEAD = """
contacts:
  - {name: 李主任, role: it-application-manager, email: li@example.com, attach: [pdf, docx]}
  - {name: 王工, role: it-operator}
credentials:
  box: {user: u, password: "${env:BOX}"}
deliveries:
"""


def read(folder: Path, *entries: str) -> Site:
    (folder / "xunjian.yaml").write_text(HEAD + "".join(f"  - {{{one}}}\n" for one in entries), "utf-8")
    return load(folder / "xunjian.yaml", {})


def wrong(folder: Path, *entries: str) -> str:
    with pytest.raises(ConfigError) as refused:
        read(folder, *entries)
    return "\n".join(refused.value.render("en"))


def test_a_mail_server_is_asked_by_starttls_where_nothing_else_is_said(tmp_path: Path) -> None:
    made = read(tmp_path, 'name: 邮件, kind: smtp, to: 李主任, server: mail.example.com, from: "巡检 <x@example.com>"')
    (one,) = made.deliveries
    assert (one.security, one.port, one.what, one.to, one.most_bytes) == (
        "starttls",
        587,
        ("document",),
        ("李主任",),
        10 * 1024**2,
    )
    assert not one.is_at_site
    assert made.contacts[0]["attach"] == "pdf docx"


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_is_the_usual_one_of_the_security(security: str, port: int, tmp_path: Path) -> None:
    (one,) = read(
        tmp_path, f"name: m, kind: smtp, to: 李主任, server: 10.0.0.9, from: x@example.com, security: {security}"
    ).deliveries
    assert one.port == port


def test_files_lie_at_the_site_and_count_from_the_configurations_folder(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        "name: a, kind: folder, folder: out",
        "name: b, kind: sheets, folder: out",
        "name: c, kind: calendar, folder: out",
    )
    assert all(one.is_at_site and one.folder == str(tmp_path / "out") for one in made.deliveries)
    assert [one.what for one in made.deliveries] == [("document",), (), ()]


def test_a_robots_address_is_a_secret(tmp_path: Path) -> None:
    told = wrong(tmp_path, "name: r, kind: webhook, template: wecom, url: https://robot.example.com/send")
    assert "${env:NAME}" in told
    (one,) = read(tmp_path, 'name: r, kind: webhook, template: wecom, url: "${env:ROBOT}"').deliveries
    assert one.url == "${env:ROBOT}"


def test_an_address_with_a_key_in_it_is_not_printed(tmp_path: Path) -> None:
    told = wrong(tmp_path, "name: r, kind: webhook, url: https://robot.example.com/send?key=geheim77")
    assert "geheim77" not in told
    assert "${env:NAME}" in told


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("name: m, kind: smtp, to: 李主任, from: x@example.com", "server"),
        ("name: m, kind: smtp, to: 王工, server: a, from: x@example.com", "王工"),
        ("name: m, kind: smtp, to: 老张, server: a, from: x@example.com", "老张"),
        ("name: m, kind: smtp, to: 李主任, server: a, from: x@example.com, credential: bax", "bax"),
        ("name: m, kind: smtp, to: 李主任, server: a, from: x@example.com, security: plain", "starttls"),
        ("name: m, kind: smtp, to: 李主任, server: a, from: x@example.com, folder: out", "folder"),
        ('name: m, kind: smtp, to: 李主任, server: a, from: "x@example.com\\nBcc: y@example.com"', "name@host"),
        ("name: m, kind: smtp, to: 李主任, server: mail:25, from: x@example.com", "port"),
        ("name: m, kind: fax", "smtp"),
        ("name: m, kind: webhook, url: ftp://example.com/x", "https"),
        ("name: m, kind: webhook, url: https://example.com/x, secret: geheim77", "${env:NAME}"),
        ("name: m, kind: roundup, url: https://example.com/desk", "credential"),
        ("name: m, kind: roundup, url: https://example.com/desk, credential: box, what: document", "document"),
        ("name: m, kind: sheets, folder: out, what: problem", "what"),
        ("name: m, kind: folder, folder: out, max_size: 5", "max_size"),
        ("name: 'a/b', kind: folder, folder: out", "deliveries"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(entry: str, said: str, tmp_path: Path) -> None:
    told = wrong(tmp_path, entry)
    assert said in told
    assert "xunjian.yaml:8" in told
    assert "geheim77" not in told


def test_a_name_stands_for_one_delivery(tmp_path: Path) -> None:
    told = wrong(tmp_path, "name: a, kind: folder, folder: x", "name: a, kind: folder, folder: y")
    assert "xunjian.yaml:9" in told
    assert "xunjian.yaml:8" in told
