"""Targets written as YAML, xlsx and CSV."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping

from agent.sheets.files import guarded
from agent.sheets.headings import COLUMNS
from config.kinds import SNMP_ONLY, platform_of
from config.site import Credential, SnmpAccess, SshAccess, Target, TelnetAccess
from config.text import Text, _, render

_BARE = re.compile(r"[A-Za-z0-9_/\u3007\u3400-\u9fff][A-Za-z0-9_./@\u3007\u3400-\u9fff-]*")
_OF_DEVICES = ("snmp_user", "community", "auth", "priv", "auth_protocol", "priv_protocol", "enable")
_NULLS = frozenset({"null", "Null", "NULL"})
_LEVELS: Mapping[str, Text] = {"high": _("high"), "normal": _("normal"), "low": _("low")}
_WIDTHS = {"name": 24, "address": 18, "model": 24, "serial": 22, "location": 24, "note": 30, "id": 18}


def to_yaml(targets: Iterable[Target], credentials: Iterable[Credential] = ()) -> str:
    """Write a file that stands alone or is named under ``include:``. It loads to the same targets."""
    logins = "".join(f"  {quoted(c.name)}: {_flow(_credential(c))}\n" for c in credentials)
    entries = to_entries(targets)
    return (f"credentials:\n{logins}" if logins else "") + (f"targets:\n{entries}" if entries else "targets: []\n")


def to_entries(targets: Iterable[Target]) -> str:
    """Write the entries alone, one a line, to stand below ``targets:`` of a file that has others."""
    return "".join(f"  - {_flow(_target(target))}\n" for target in targets)


def _credential(credential: Credential) -> dict[str, object]:
    keys = ("user", "private_key", "passphrase", "password", *_OF_DEVICES)
    flags = {"one_time_code": credential.one_time_code, "use_agent": credential.use_agent}
    usual = {"one_time_code": False, "use_agent": True}
    return {k: v for k in keys if (v := getattr(credential, k))} | {k: v for k, v in flags.items() if v is not usual[k]}


def _target(target: Target) -> dict[str, object]:
    usual = Target(id="")
    platform = platform_of(target.kind, target.address)
    made: dict[str, object] = {"id": target.id, "kind": target.kind, "address": target.address}
    made |= {"platform": target.platform} if target.platform not in {platform, SNMP_ONLY} else {}
    access = _access(target)
    made |= {"access": access} if access else {}
    made |= {"tags": list(target.tags)} if target.tags else {}
    made |= {"members": list(target.members)} if target.members else {}
    for name in ("host", "importance", "dengbao", "sudo", "seconds"):
        if getattr(target, name) != getattr(usual, name):
            made[name] = getattr(target, name)
    made |= {"asset": dict(target.asset)} if target.asset else {}
    return {key: value for key, value in made.items() if value != ""}


def _access(target: Target) -> dict[str, object]:
    usual = SshAccess()
    ssh: dict[str, object] = {
        name: value for name in SshAccess.__slots__ if (value := getattr(target.ssh, name)) != getattr(usual, name)
    }
    if target.ssh.ways != usual.ways:
        ssh["ways"] = list(target.ssh.ways)
    if target.ssh.menu:
        ssh["menu"] = [{"expect": expect, "send": send} for expect, send in target.ssh.menu]
    made: dict[str, object] = {"ssh": ssh} if ssh else {}
    for name, entry, nothing in (("snmp", target.snmp, SnmpAccess()), ("telnet", target.telnet, TelnetAccess())):
        if entry is not None:
            made[name] = {
                key: value for key in nothing.__slots__ if (value := getattr(entry, key)) != getattr(nothing, key)
            }
    for name, way in target.ways.items():
        given: dict[str, object] = {
            "credential": way.credential,
            "port": way.port,
            "certificate": way.certificate,
            "authorities": way.authorities,
            "accept_any_certificate": way.accept_any_certificate,
            "tls": "legacy" if way.is_legacy else "",
        }
        made[name] = {key: value for key, value in given.items() if value}
    return made


def _flow(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{quoted(str(k))}: {_flow(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(inner) for inner in value) + "]"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case _:
            return str(value)


def quoted(words: str) -> str:
    """A YAML scalar that reads back as the same text: bare where that is safe, else in double quotes."""
    if _BARE.fullmatch(words) and words not in _NULLS:
        return words
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in json.dumps(words, ensure_ascii=False))


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"  # noqa: PLR2004 - YAML 1.1, 5.7


def _cells(target: Target, language: str) -> list[str]:
    cells: dict[str, str] = {name: target.asset.get(name, "") for name in COLUMNS}
    cells |= {
        "id": target.id,
        "name": target.asset.get("name", target.id),
        "address": target.address,
        "kind": target.kind,
        "platform": target.platform,
        "port": "" if target.ssh.port == SshAccess().port else str(target.ssh.port),
        "credential": target.ssh.credential,
        "jump": target.ssh.jump,
        "tags": " ".join(target.tags),
        "importance": render(_LEVELS[target.importance], language),
        "dengbao": str(target.dengbao or ""),
    }
    return [cells[name] for name in COLUMNS]


def _rows(targets: Iterable[Target], language: str) -> list[list[str]]:
    headings = [render(heading, language) for heading in COLUMNS.values()]
    return [headings, *(_cells(target, language) for target in targets)]


def to_csv(targets: Iterable[Target], language: str) -> bytes:
    """Write a CSV that Excel opens as UTF-8 and in which no cell is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in _rows(targets, language))
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(targets: Iterable[Target], language: str) -> bytes:
    """Write a workbook of one sheet; every cell is text, so numbers keep their zeros and nothing is a formula."""
    import xlsxwriter  # noqa: PLC0415 - needed here only

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(render(_("Targets"), language))
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bg_color": "#D9E2EC", "border": 1})
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, 12), text)
    for number, row in enumerate(_rows(targets, language)):
        for column, cell in enumerate(row):
            if cell or number == 0:
                sheet.write_string(number, column, cell, text if number else bold)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, number), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()
