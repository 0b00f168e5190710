"""Sessions, conserve mode and signature databases of firewalls by command line: FortiOS, Cisco ASA, Junos (SRX).

Evidence: Fortinet's technical tips on conserve mode and on ``diagnose sys session stat``, and on the contracts in
``diagnose autoupdate versions``; the CLI books of Cisco ASA (``show resource usage``) and Junos (``show security flow
session summary``). FortiOS and ASA with a limit of N/A tell no greatest number.

Sample (of ASA)::

    Resource              Current         Peak      Limit        Denied Context
    Conns                      15          155     100000             0 System
"""

import re
from datetime import date
from typing import Final

from collectors.base import Absent, Listing, ParseError, Reason, Unseen, Wired, listing
from collectors.facts.devices.firewalls import (
    PROTECTION,
    SESSION_TABLES,
    SIGNATURE_DATABASES,
    Protection,
    SessionTable,
    SignatureDatabase,
)
from collectors.network.lines.asking import blocks, by_command, day_of, number, search, share, word


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_FORTI_COUNT: Final = _of(r"\bsession_count=(\d+)\b")
_CONSERVE: Final = _of(r"^ *memory conserve mode: *(on|off)\b.*$")
_CONSERVE_USED: Final = _of(r"^ *memory used: *\d+ \w+ +(\d+)% of total RAM")
_CONSERVE_RED: Final = _of(r"^ *memory used threshold red: *\d+ \w+ +(\d+)% of total RAM")
_ASA_HEAD: Final = _of(r"^ *Resource +Current +Peak +Limit +Denied +Context *$")
_ASA_ROW: Final = _of(r"^ *Conns +(?P<now>\d+) +\d+ +(?P<most>\d+|N/A|unlimited)(?:[(\[]\w[)\]])? +\d+ +(?P<name>\S+) *$")
_JUNOS_UNIT: Final = _of(r"^Flow Sessions on (?P<name>.+?): *$")
_JUNOS_NODE: Final = _of(r"^(?P<node>node\d+): *$")
_JUNOS_USED: Final = _of(r"^Sessions-in-use: *(\d+) *$")
_JUNOS_MOST: Final = _of(r"^Maximum-sessions: *(\d+) *$")
_DATABASE: Final = _of(r"^(?P<name>\S.*?) *\n-{3,} *$")
_CONTRACT: Final = _of(r"^Contract Expiry Date: *(\S.*?) *$")
_VERSION: Final = _of(r"^Version: *\S")
_UPDATED: Final = _of(r"^Last Updated? using .*? on (\S.*?) *$")
_WEEKDAY: Final = re.compile(r"^[a-z]{3} (?=[a-z]{3} )", re.IGNORECASE)
_OF_SIGNATURES: Final = re.compile(r"definitions|malicious url|botnet|extended set|virus", re.IGNORECASE)
"""Databases that are updated every day or week; an engine and a list of addresses is not."""
_NO_ENGINE: Final = re.compile(r"\bengine\b", re.IGNORECASE)


def _forti(text: str) -> Listing[SessionTable]:
    return Listing((SessionTable("sessions", number(search(_FORTI_COUNT, text, "the count of sessions")[1])),))


def _conserve(text: str) -> Protection:
    state = search(_CONSERVE, text, "the conserve mode")
    red, used = search(_CONSERVE_RED, text, "the threshold"), search(_CONSERVE_USED, text, "the memory in use")
    return Protection(state[1].lower() == "on", " ".join(state[0].split()), share(used[1]), share(red[1]))


def _asa(text: str) -> Listing[SessionTable]:
    """The row of connections, of each context and of the whole system."""
    search(_ASA_HEAD, text, "the table's head")
    found = {
        one["name"]: SessionTable(
            one["name"], number(one["now"]), number(one["most"]) or None if one["most"].isdecimal() else None
        )
        for one in _ASA_ROW.finditer(text)
    }
    if not found:
        raise ParseError("no row of connections", text[:200])
    return Listing(tuple(found.values()))


def _junos(text: str) -> Listing[SessionTable]:
    """Each unit that carries flows, of a cluster by node; a small SRX has one without a name."""
    heads = list(_JUNOS_UNIT.finditer(text))
    if not heads:
        return Listing((_flows("sessions", text),))
    ends = [one.start() for one in heads[1:]] + [len(text)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        nodes = _JUNOS_NODE.findall(text, 0, head.start())
        name = f"{nodes[-1]} {head['name']}" if nodes else head["name"]
        found.append(_flows(name, text[head.end() : end]))
    if len({one.name for one in found}) != len(found):
        raise ParseError("two units of one name", text[:200])
    return Listing(tuple(found))


def _flows(name: str, text: str) -> SessionTable:
    used, most = search(_JUNOS_USED, text, "the sessions in use"), search(_JUNOS_MOST, text, "the greatest number")
    return SessionTable(name, number(used[1]), number(most[1]) or None)


def _signatures(text: str) -> Listing[SignatureDatabase]:
    """Databases with a contract; what has none is not updated on purpose. Raises Absent where no contract is there."""
    entries = list(blocks(text, _DATABASE))
    if len(entries) != len(_VERSION.findall(text)):
        raise ParseError("not every entry has its name and version", text[:200])
    found: list[SignatureDatabase | Unseen] = []
    for head, below in entries:
        name, contract = head["name"], word(_CONTRACT, below)
        if not _OF_SIGNATURES.search(name) or _NO_ENGINE.search(name) or contract.lower() == "n/a":
            continue
        updated = word(_UPDATED, below)
        told = SignatureDatabase(name, _day(updated), updated or "Last Updated: -")
        found.append(told if contract else Unseen(name, Reason.NO_RECORD))
    if not found:
        raise Absent(search(_CONTRACT, text, "a contract's end")[0])
    return listing(found)


def _day(words: str) -> date | None:
    """None where it was never updated, or does not tell."""
    return day_of(_WEEKDAY.sub("", words)) if words and words.lower() != "n/a" else None


_FORTI_OS: Final = ("fortinet",)
COLLECTORS: Final[tuple[Wired, ...]] = (
    by_command("session_tables", SESSION_TABLES, _FORTI_OS, "diagnose sys session stat", _forti),
    by_command("session_tables", SESSION_TABLES, ("cisco_asa",), "show resource usage", _asa),
    by_command("session_tables", SESSION_TABLES, ("juniper_junos",), "show security flow session summary", _junos),
    by_command("protection", PROTECTION, _FORTI_OS, "diagnose hardware sysinfo conserve", _conserve),
    by_command("signature_databases", SIGNATURE_DATABASES, _FORTI_OS, "diagnose autoupdate versions", _signatures),
)
